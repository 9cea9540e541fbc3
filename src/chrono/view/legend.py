"""Make the title above a timeline, and the legend below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from chrono.core import english
from chrono.core.counting import Count
from chrono.core.headline import in_title, selection_title
from chrono.core.model import Event, Ledger
from chrono.core.query import Selection
from chrono.view import theme


def head(selection: Selection, width: int, more: str = "") -> Text:
    """Return the title of a timeline: the filters, the period, and the number of events.

    - `width`: the width of a line [columns]
    - `more`: words after the period
    """
    period = in_title(selection.query.period)
    events = Count(list(selection.matches)).of(selection.query.noun)
    words = english.joined([period, more, events])
    name = theme.text(selection_title(selection.ledger, selection.query), "heading")
    gap = width - name.cell_len - cell_len(words)
    return Text.assemble(name, " " * gap if gap >= 2 else "\n", (words, "quiet"))


def legend(
    ledger: Ledger, events: Sequence[Event], words: Sequence[str], width: int, types: bool = True
) -> Iterator[Text]:
    """Yield the lines of a legend: the symbols of types and statuses, then the phrases in `words`.

    - `events`: the events whose types and statuses need symbols
    - `width`: the width of a line [columns]
    """
    shown = {event.type.id for event in events if event.status == "held"}
    kinds = [kind for kind in ledger.types.values() if kind.id in shown]
    if len({kind.contact for kind in kinds}) > 1:
        words = ["filled: contacts, hollow: other events", *words]
    statuses = {event.status for event in events}
    signs = {word: sign for word, sign in theme.STATUS_SIGNS.items() if word in statuses}
    words = [*(f"{sign}: {word}" for word, sign in signs.items()), *words]
    labels = [theme.label(kind, kind.label, "quiet") for kind in kinds if types]
    yield from packed([*labels, *(Text(word, "quiet") for word in words)], width)


def packed(parts: Sequence[Text], width: int) -> Iterator[Text]:
    """Yield the `parts` in order, joined into lines of up to `width` [columns]."""
    line = Text()
    for part in parts:
        if line and line.cell_len + 3 + part.cell_len > width:
            yield line
            line = Text()
        line = Text.assemble(line, "   ", part) if line else part
    if line:
        yield line
