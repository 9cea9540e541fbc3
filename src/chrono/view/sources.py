"""A table of sources, or of groups of sources, with the number of events that rest on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType

from chrono.core.english import first_few
from chrono.core.query import Query
from chrono.view import theme
from chrono.view.tables import Named, indented, record_table
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
    texts: list[Named] = []
    for row in rows:
        name = theme.text(row[by] or "none") if by else _source(row, missing)
        facts = [str(row["sources"])] if by else [row[key] or "" for key in _FACTS]
        values = [*map(theme.text, facts), theme.count(row["events"]), theme.count(row["alone"])]
        texts.append((name, *values))
    kinds = {by: "text", "sources": "number"} if by else {"source": "text", **_FACTS}
    kinds |= {"events": "number", "alone": "number"}
    lead = f"Sources by {by}, of " if by else "Sources of "
    if missing:
        lead = f"Sources without {missing}, of "
    yield caption(query, lead=lead)
    yield from record_table(kinds, texts, console)


def _source(row: Mapping[str, Any], missing: str | None) -> RenderableType:
    """The publisher and any other origin; below, the title, and if a key is missing, event ids."""
    name = row["publisher"]
    name += f" ({row['origin']})" if row["origin"] != name else ""
    below = [row["title"]] if row["title"] else []
    below += [first_few(row["ids"])] if missing else []
    return Group(theme.text(name), *(indented(theme.text(line, "quiet"), 2) for line in below))
