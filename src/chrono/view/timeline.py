"""A timeline: months as headings, an axis with a symbol per event, long silences marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.text import Text

from chrono.core import english
from chrono.core.counting import Count, bucket_of, starts_of
from chrono.core.gaps import Gap, closed_gaps
from chrono.core.model import Ledger
from chrono.core.query import Match, Selection
from chrono.view import legend, theme

_LONG = 14
"""A silence of so many days is marked."""

_WIDE = 120
"""From this many columns on who and where stand beside what, if there is room."""

_MOST = 12
"""No more silences than these are marked, the longest: a timeline is not a list of gaps."""


class Timeline:
    """A selection along its days."""

    def __init__(self, ledger: Ledger, selection: Selection, today: dt.date | None = None) -> None:
        self.ledger = ledger
        self.selection = selection
        self.today = today

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        width = options.max_width
        matches = self.selection.shown
        yield legend.head(self.ledger, self.selection, width)
        if not matches:
            return
        columns = _Columns(console, width, matches)
        marked = self._silences()
        reverse = self.selection.query.reverse
        for month, inside in _by_month(matches, self.selection, reverse):
            yield Text()
            yield _heading(month, inside, width)
            for hit in inside:
                silence = marked.get(hit.event.id)
                if silence and not reverse:
                    yield from columns.silence(silence)
                yield from columns.event(hit)
                if silence and reverse:
                    yield from columns.silence(silence)
        yield Text()
        yield from legend.kinds(self.ledger.types.values(), matches, width)
        loose = any(not (hit.event.when.exact and hit.certain) for hit in matches)
        said = ["italic: the day is not known"] if loose else []
        if any(not hit.certain for hit in matches):
            said.append(f"?: may lie outside {self.selection.query.period.text}")
        yield from legend.words(said, matches, width)

    def _silences(self) -> dict[str, Gap]:
        """The long silences, by the contact that ends each."""
        contacts = [hit for hit in self.selection.matches if hit.event.contact]
        period = self.selection.query.period
        found = closed_gaps(contacts, period, self.ledger.covers, self.today)
        found = [silence for silence in found if silence.max >= _LONG][:_MOST]
        return {silence.before.id: silence for silence in found}


def _by_month(
    matches: Sequence[Match], selection: Selection, reverse: bool
) -> list[tuple[str, list[Match]]]:
    """The hits by the month in which they start; those whose month is not known end their year."""
    months: dict[str, list[Match]] = {}
    for hit in matches:
        starts = starts_of(hit.event, selection.query)
        months.setdefault(bucket_of(starts, "month"), []).append(hit)
    return sorted(months.items(), reverse=reverse)


def _heading(month: str, matches: Sequence[Match], width: int) -> Text:
    contacts = Count([hit for hit in matches if hit.event.contact])
    said = Count(list(matches)).of("event")
    if contacts.matches:
        said += f", {contacts.of('contact')}"
    left = Text(f"{english.bucket(month)} ", "heading")
    right = Text(f" {said}", "quiet")
    rule = Text("─" * max(0, width - left.cell_len - right.cell_len), "axis")
    return Text.assemble(left, rule, right)


class _Columns:
    """The columns of one width: day, axis, type, and what happened."""

    def __init__(self, console: Console, width: int, matches: Sequence[Match]) -> None:
        self.console = console
        self.wide = width >= _WIDE
        self.day_width = 14 if width >= 60 else 8
        longest = max(cell_len(hit.event.type.id) for hit in matches)
        self.kind_width = min(longest, 20) + 2 if width >= 72 else 0
        self.rest = max(8, width - self.day_width - 4 - self.kind_width)

    def event(self, hit: Match) -> Iterator[Text]:
        """One event: its lines beside each other."""
        event = hit.event
        unsure = not (event.when.exact and hit.certain) or event.when.approximate
        day = english.in_month(event.when) + ("" if hit.certain else " ?")
        days = self._wrapped(Text(day, "unsure" if unsure else "heading"), self.day_width)
        style = theme.mark(event.type).style
        kinds = self._wrapped(theme.text(event.type.id, style), self.kind_width - 2)
        symbol = theme.sign(event)
        rows = zip_longest(days, kinds if self.kind_width else [], self._body(hit))
        for number, (left, kind, body) in enumerate(rows):
            axis = symbol if number == 0 else Text("│", "axis")
            yield self._line(left, axis, kind, body)

    def _body(self, hit: Match) -> list[Text]:
        event = hit.event
        title = theme.text(event.title)
        if event.status != "held":
            title = Text.assemble((f"{event.status}: ", "unsure"), title)
        if not self.kind_width:
            title = Text.assemble(
                theme.text(event.type.id, theme.mark(event.type).style), " ", title
            )
        who = theme.text(english.people(event, " · "), "quiet")
        if place := english.place(event):
            who.append(" — ").append(theme.text(place))
        if self.wide and title.cell_len + who.cell_len + 3 <= self.rest:
            return [Text.assemble(title, "   ", who)]
        return [*self._wrapped(title, self.rest), *self._wrapped(who, self.rest)]

    def silence(self, silence: Gap) -> Iterator[Text]:
        """A gap in the axis with its length."""
        length = english.days(silence.min, silence.max)
        since = english.short(silence.start)
        said = Text(f"{length} without a contact listed here, since {since}", "silence")
        for body in self._wrapped(said, self.rest + self.kind_width):
            yield self._line(None, Text("┊", "axis"), None, body, joined=True)

    def _wrapped(self, text: Text, width: int) -> list[Text]:
        if width < 1:
            return []
        return list(text.wrap(self.console, width, overflow="fold"))

    def _line(
        self,
        day: Text | None,
        axis: Text,
        kind: Text | None,
        body: Text | None,
        joined: bool = False,
    ) -> Text:
        left = _padded(day, self.day_width, right=True)
        middle = Text() if joined else _padded(kind, self.kind_width)
        line = Text.assemble(left, " ", axis, " ", middle, body or Text())
        line.rstrip()
        return line


def _padded(text: Text | None, width: int, right: bool = False) -> Text:
    text = text.copy() if text else Text()
    text.rstrip()
    room = max(0, width - text.cell_len)
    return Text.assemble(" " * room, text) if right else Text.assemble(text, " " * room)
