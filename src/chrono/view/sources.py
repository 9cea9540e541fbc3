"""A table of sources, or of groups of sources, with the number of events that rest on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console, RenderableType
from rich.text import Text

from chrono.core.english import first_few
from chrono.core.query import Query
from chrono.view import theme
from chrono.view.tables import record_table
from chrono.view.tally import caption

_FACTS = {"side": "line", "grade": "line", "date": "line"}


def sources_table(
    rows: Sequence[Mapping[str, Any]],
    by: str | None,
    missing: str | None,
    query: Query,
    console: Console,
) -> Iterator[RenderableType]:
    """A table of rows of `chrono sources`; `by`: the group; `missing`: the key that they lack."""
    texts: list[Sequence[Text]] = []
    for row in rows:
        first = theme.text(row[by] or "none") if by else _source(row, missing)
        facts = [str(row["sources"])] if by else [row[key] or "" for key in _FACTS]
        counts = (theme.count(row["events"]), theme.count(row["alone"]))
        texts.append((first, *map(theme.text, facts), *counts))
    kinds = {by: "text", "sources": "number"} if by else {"source": "text", **_FACTS}
    kinds |= {"events": "number", "alone": "number"}
    lead = f"Sources by {by}, of " if by else "Sources of "
    if missing:
        lead = f"Sources without {missing}, of "
    yield caption(query, lead=lead)
    yield from record_table(kinds, texts, console)


def _source(row: Mapping[str, Any], missing: str | None) -> Text:
    """The publisher and any other origin, the title, and for a missing key the events' ids."""
    name = row["publisher"]
    name += f" ({row['origin']})" if row["origin"] != name else ""
    lines = [theme.text(name)]
    if row["title"]:
        lines.append(theme.text(row["title"], "quiet"))
    if missing:
        lines.append(theme.text(first_few(row["ids"]), "quiet"))
    return Text("\n").join(lines)
