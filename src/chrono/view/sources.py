"""Show a table of sources, or of groups of sources, with the number of events for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console, RenderableType
from rich.text import Text

from chrono.core.dates import When
from chrono.core.english import compact, first_few, plural
from chrono.core.query import Query
from chrono.view import theme
from chrono.view.tables import Named, record_table
from chrono.view.tally import caption

_MANY = 20  # the least number of sources at which the view names a shorter table
_FACTS = {"side": "line", "grade": "line", "date": "line"}


def sources_table(
    rows: Sequence[Mapping[str, Any]],
    by: str | None,
    missing: str | None,
    query: Query,
    console: Console,
) -> Iterator[RenderableType]:
    """Yield a table of sources or groups of sources, as Rich renderables.

    - `rows`: the rows of `chrono sources`
    - `by`: the kind of group, such as "origin", or None for single sources
    - `missing`: a detail that all these sources lack, such as "archive", for the caption
    """
    texts: list[Named] = []
    for row in rows:
        name = theme.text(row[by] or "none") if by else _source(row)
        facts = [str(row["sources"])] if by else [row["side"] or "", row["grade"] or "", _date(row)]
        values = [*map(theme.text, facts), theme.count(row["events"]), theme.count(row["alone"])]
        texts.append((name, *values))
    below = [] if by else [_below(row, missing) for row in rows]
    kinds = {by: "text", "sources": "number"} if by else {"source": "text", **_FACTS}
    kinds |= {"events": "number", "alone": "number"}
    lead = f"Sources by {by}, of " if by else "Sources of "
    if missing:
        lead = f"Sources without {missing}, of "
    yield caption(query, lead=lead)
    yield from record_table(kinds, texts, console, below)
    if len(rows) >= _MANY and not (by or missing):
        yield Text(f"{plural(len(rows), 'source')}; add --by publisher to group them", "quiet")


def _date(row: Mapping[str, Any]) -> str:
    return compact(When.parse(row["date"]), True) if row["date"] else ""


def _source(row: Mapping[str, Any]) -> Text:
    name, origin = row["publisher"], row["origin"]
    return theme.text(name if origin == name else f"{name} ({origin})")


def _below(row: Mapping[str, Any], missing: str | None) -> list[Text]:
    lines = [*filter(None, (row["title"], row["url"]))]
    lines += [first_few(row["ids"])] if missing else []
    return [theme.text(line, "quiet") for line in lines]
