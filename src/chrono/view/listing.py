"""Events as a list: a row of columns each if there is room, otherwise two or more lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

from chrono.core import english
from chrono.core.model import Ledger
from chrono.core.query import Match, Selection
from chrono.view import theme
from chrono.view.columns import GAP, Column, side_by_side

_WIDE = 160  # the least width at which texts are folded so that an event takes one row
_LEAST = 12  # the least width of a column of titles, if there is room for it

_Row = tuple[Sequence[Sequence[Text]], Sequence[int]]
"""The cells of a row, each with texts one below the other, and the widths of their columns."""


def listing(selection: Selection, ledger: Ledger, console: Console) -> Iterator[RenderableType]:
    """A list of selected events, with `?` beside each that may lie outside the period."""
    matches, width = selection.shown, console.width
    if not matches:
        return
    for cells, widths in _wide(matches, width) or _narrow(matches, width):
        yield side_by_side(cells, [Column(width) for width in widths], console)
    unsure = {match.event.id for match in matches if not match.certain}
    if unsure & ledger.unsupported:
        without = english.join_and(sorted(selection.query.without))
        yield Text(f"? has no source without {without}", "unsure")
    if unsure - ledger.unsupported:
        period = selection.query.period.text
        yield Text(f"? might fall outside {period}: the exact date is not known", "unsure")


def _wide(matches: Sequence[Match], width: int) -> Sequence[_Row]:
    """Rows with the headings and each event in six columns; empty if there is too little room."""
    names = ("date", "type", "title", "actors", "place", "id")
    rows = [[Text(name, "quiet") for name in names]]
    for match in matches:
        event = match.event
        details = (english.people(event), event.place or "", event.id)
        texts = [_date(match, split=width < _WIDE), _kind(match), theme.text(event.title)]
        rows.append([*texts, *(theme.text(detail, "quiet") for detail in details)])
    widths = _widths(rows)
    most = max(widths)
    # The widest columns are narrowed until all fit; dates, types and ids are kept.
    room = width - GAP * (len(widths) - 1)
    while width >= _WIDE and most > _LEAST and sum(widths) > room:
        most -= 1
        widths = [*widths[:2], *(min(most, column) for column in widths[2:-1]), widths[-1]]
    return [([[text] for text in row], widths) for row in rows] if sum(widths) <= room else []


def _narrow(matches: Sequence[Match], width: int) -> Iterator[_Row]:
    """Rows with the description of each event beside its date and type, or below if titles or ids
    have too little room. An id is broken only if the terminal is narrower."""
    heads = [[_date(match), _kind(match)] for match in matches]
    widths = _widths(heads)
    room = width - sum(widths) - 2 * GAP
    longest = max(len(match.event.id) for match in matches)
    beside = room >= max(2 * _LEAST, longest)
    indent = GAP if longest > width else min(GAP, width - longest)
    columns = [*widths, room] if beside else [indent - GAP, width - indent]
    for match, head in zip(matches, heads, strict=True):
        cells: list[list[Text]] = [[text] for text in head]
        if not beside:
            yield [[Text(" " * GAP).join([_date(match, split=False), head[1]])]], [width]
            cells = [[]]
        event = match.event
        below, id = english.joined([english.people(event), event.place or ""]), event.id
        fits = cell_len(below) + 3 + len(id) <= columns[-1]
        words = [f"{below} · {id}"] if fits else [below, id]
        texts = [theme.text(event.title), *(theme.text(line, "quiet") for line in words)]
        yield [*cells, texts], columns


def _widths(rows: Sequence[Sequence[Text]]) -> list[int]:
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
    text = Text(words, "" if when.start_known else "unsure")
    return text if match.certain else text.append(" ?", "unsure")


def _kind(match: Match) -> Text:
    """The symbol and id of an event's type, and its status if it was not held."""
    event = match.event
    name = theme.text(event.type.id, theme.style_of(event.type))
    text = Text.assemble(theme.event_symbol(event), " ", name)
    return text if event.status == "held" else text.append(f"\n  {event.status}", "unsure")
