"""Events as a list: one line each on a wide terminal, otherwise two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

from chrono.core import english
from chrono.core.query import Match, Selection
from chrono.view import theme
from chrono.view.columns import GAP, Column, side_by_side

_WIDE = 120
"""The least width at which an event takes one line, in columns."""

_LEAST = 12
"""The least width of a column of titles, if there is room for it."""

_Cells = Sequence[Sequence[Text]]
"""The cells of a row; each cell has texts, one below the other."""


def listing(selection: Selection, console: Console) -> Iterator[RenderableType]:
    """A list of selected events, with `?` beside each that may lie outside the period."""
    matches, width = selection.shown, console.width
    if not matches:
        return
    rows = _wide(matches, width) if width >= _WIDE else _narrow(matches, width)
    for cells, widths in rows:
        yield side_by_side(cells, [Column(width) for width in widths], console)
    if any(not match.certain for match in matches):
        period = selection.query.period.text
        yield Text(f"? might fall outside {period}: the exact date is not known", "unsure")


def _wide(matches: Sequence[Match], width: int) -> Iterator[tuple[_Cells, Sequence[int]]]:
    """(cells, widths of columns) for the headings and for each event, in six columns."""
    names = ("date", "type", "title", "actors", "place", "id")
    rows = [[Text(name, "quiet") for name in names]]
    for match in matches:
        event = match.event
        details = (english.people(event), event.place or "", event.id)
        texts = [_date(match, split=width < 160), _kind(match), theme.text(event.title)]
        rows.append([*texts, *(theme.text(detail, "quiet") for detail in details)])
    widths = _widths(rows)
    most = max(widths)
    # The widest columns are narrowed until all fit; the first two are kept.
    while most > _LEAST and sum(widths) + GAP * (len(widths) - 1) > width:
        most -= 1
        widths = [*widths[:2], *(min(most, column) for column in widths[2:])]
    return (([[text] for text in row], widths) for row in rows)


def _narrow(matches: Sequence[Match], width: int) -> Iterator[tuple[_Cells, Sequence[int]]]:
    """(cells, widths of columns) for each event; the description may be in a row below."""
    heads = [(_date(match), _kind(match)) for match in matches]
    widths = _widths(heads)
    room = width - sum(widths) - 2 * GAP
    for match, (date, kind) in zip(matches, heads, strict=True):
        if room >= 2 * _LEAST:
            yield [[date], [kind], _description(match, room)], [*widths, room]
        else:
            yield [[Text(" " * GAP).join([_date(match, split=False), kind])]], [width]
            yield [[], _description(match, width - GAP)], [0, width - GAP]


def _description(match: Match, width: int) -> list[Text]:
    """The title; below it the actors, the place and the id, on one line if they fit the width."""
    event = match.event
    below = english.joined([english.people(event), event.place or ""])
    fits = cell_len(below) + 3 + len(event.id) <= width
    lines = [f"{below} · {event.id}"] if fits else [below, event.id]
    return [theme.text(event.title), *(theme.text(line, "quiet") for line in lines)]


def _widths(rows: Sequence[Sequence[Text]]) -> list[int]:
    """The width that each column takes if nothing is folded."""
    return [
        max(cell_len(line) for text in column for line in text.plain.split("\n"))
        for column in zip(*rows, strict=True)
    ]


def _date(match: Match, split: bool = True) -> Text:
    """The date in EDTF, italic if the day is not known; `split`: whether to split a long date."""
    when = match.event.when
    words = when.text
    if split and len(words) > 12:
        words = re.sub(r"(/|,|(?<=[0-9X])\.\.)", r"\1\n", words)
    text = Text(words, "" if when.exact and not when.approximate else "unsure")
    return text if match.certain else text.append(" ?", "unsure")


def _kind(match: Match) -> Text:
    """The symbol and id of an event's type, and its status if it was not held."""
    event = match.event
    name = theme.text(event.type.id, theme.mark(event.type).style)
    text = Text.assemble(theme.event_symbol(event), " ", name)
    return text if event.status == "held" else text.append(f"\n  {event.status}", "unsure")
