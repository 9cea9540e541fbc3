"""What stands above and below a picture of events: what it shows, and what its signs mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.text import Text

from chrono.core import english
from chrono.core.counting import Count
from chrono.core.model import EventType, Ledger
from chrono.core.periods import EVERYTHING
from chrono.core.query import Match, Selection
from chrono.view import theme


def head(ledger: Ledger, selection: Selection, width: int, more: str = "") -> Text:
    """The ledger's name, and at the right the period and how many events it has."""
    period = selection.query.period
    left = theme.text(ledger.name, "heading")
    shown = Count(list(selection.matches)).of("event")
    said = english.joined([period.text if period != EVERYTHING else "", more, shown])
    return spread(left, Text(said, "quiet"), width)


def spread(left: Text, right: Text, width: int) -> Text:
    """One at the left and one at the right of a line, or of two where one is too short."""
    room = width - left.cell_len - right.cell_len
    if room < 2:
        return Text("\n").join([left, right])
    return Text.assemble(left, " " * room, right)


def kinds(types: Iterable[EventType], matches: Sequence[Match], width: int) -> Iterator[Text]:
    """The symbols of the types that the events have, and what they stand for."""
    shown = {hit.event.type.id for hit in matches}
    parts = [
        Text.assemble(theme.symbol(kind), " ", theme.text(kind.label, "quiet"))
        for kind in types
        if kind.id in shown
    ]
    yield from _packed(parts, width)


def words(said: Iterable[str], matches: Sequence[Match], width: int) -> Iterator[Text]:
    """What else is to be known of a picture."""
    parts = ["filled: contacts", "hollow: all else", *said]
    if any(hit.event.status != "held" for hit in matches):
        parts.append(f"{theme.NOT_HELD}: not held, or not known to be")
    yield from _packed([Text(word, "quiet") for word in parts], width)


def _packed(parts: Sequence[Text], width: int) -> Iterator[Text]:
    """The parts on as few lines as hold them, none broken."""
    line = Text()
    for part in parts:
        if line and line.cell_len + 3 + part.cell_len > width:
            yield line
            line = Text()
        line = Text.assemble(line, "   ", part) if line else part
    yield line
