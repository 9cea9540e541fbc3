"""Show a timeline: headings for months, an axis with a symbol for each event, and long gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.segment import Segment, Segments
from rich.text import Text

from chrono.core import english
from chrono.core.counting import Count
from chrono.core.coverage import days_of
from chrono.core.dates import When
from chrono.core.gaps import Gap, gaps
from chrono.core.progress import counted
from chrono.core.query import Match, Selection
from chrono.core.sentences import may_interrupt
from chrono.core.text import is_narrow
from chrono.core.time_buckets import time_bucket
from chrono.view import theme
from chrono.view.columns import Column, folded, side_by_side
from chrono.view.legend import head, legend

_LONG = 14  # the least length of a gap that is marked [days]
_MOST = 12  # the greatest number of gaps that are marked
_NAMED = 100  # the least width [columns] at which the names of types have a column
_WIDE = 120  # the least width [columns] at which actors and place are beside the title, if they fit


def timeline(
    selection: Selection, today: dt.date | None, console: Console
) -> Iterator[RenderableType]:
    """Yield the selected events by month, with long gaps, as Rich renderables.

    `today`: the last day on which a held contact can have begun, or None for no limit.
    """
    ledger, query = selection.ledger, selection.query
    width, matches = console.width, selection.shown
    yield head(selection, width)
    if not matches:
        return
    lines = _Lines(console, matches)
    contacts = [match for match in selection.matches if match.event.contact]
    covered = days_of(ledger, query._replace(contacts=True))
    found = gaps(contacts, query.period, covered, today).found
    longest = [gap for gap in found if gap.max >= _LONG][:_MOST]
    gap_before = {gap.before.id: gap for gap in longest}
    months: dict[str, list[Match]] = {}
    for match in matches:
        month = time_bucket(match.event, query, "month")
        months.setdefault(month, []).append(match)
    # An event whose month is not known comes after the months of its year.
    in_order = sorted(months.items(), reverse=query.reverse)
    for month, events in counted(in_order, "Drawing months", len(in_order)):
        yield from (Text(), _heading(month, events, width))
        for match in events:
            gap = gap_before.get(match.event.id)
            line = lines.event(match, year="X" in month[:4])
            parts = [*([lines.gap(gap)] if gap else []), line]
            yield from reversed(parts) if query.reverse else parts
    yield Text()
    unsure = {match.event.id for match in matches if not match.certain}
    inexact = any(not match.event.when.start_known for match in matches)
    words, doubtful = [], unsure - ledger.unsupported
    other_doubts = ledger.any_exact(doubtful)
    if inexact or (doubtful and not other_doubts):
        words.append("italic: the exact date is not known")
    if other_doubts:
        words.append("?: may or may not belong to this list")
    elif doubtful:
        words.append(f"?: might fall outside {query.period.text}")
    if unsure & ledger.unsupported:
        words.append(f"?: no source without {english.join_and(sorted(query.without))}")
    dates = map(english.in_month, {match.event.when for match in matches})
    words = [*english.list_signs(dates), *words]
    yield from legend(ledger, [match.event for match in matches], words, width)


def _heading(month: str, matches: list[Match], width: int) -> Text:
    contacts = Count([match for match in matches if match.event.contact])
    counts = [Count(matches).of("event"), contacts.of("contact") if contacts.matches else ""]
    left = Text(f"{english.bucket(month)} ", "heading")
    right = Text(f" {english.joined(counts, ', ')}", "quiet")
    rule = Text("─" * (width - left.cell_len - right.cell_len), "axis")
    return Text.assemble(left, rule, right)


@lru_cache(2**14)  # many events have the same date
def _date(when: When, certain: bool, year: bool, most: int) -> str:
    date = english.joined([english.in_month(when, year), english.brief_clock(when)], " ")
    return english.folded_date(date + ("" if certain else " ?"), most)


_LINE = Segment.line()


class _Lines:
    def __init__(self, console: Console, matches: Sequence[Match]) -> None:
        self.console, width = console, console.width
        self.wide = width >= _WIDE
        self.most = max(13 if width < 60 else 15, width // 6)
        dates = {self._date(match, True) for match in matches}
        lines = [line for date in dates for line in date.split("\n")]
        longest = max(8 if width < 60 else 15, *map(cell_len, lines))
        self.day = Column(min(longest, width - 12), 1, right=True)
        types = {match.event.type.id: match.event.type for match in matches}
        longest = max(map(cell_len, types))
        self.kind = Column(min(longest, 20)) if width >= _NAMED else Column(0, 0)
        taken = self.day.width + 4 + self.kind.width + self.kind.gap
        self.rest = Column(max(8, width - taken))
        names = ("quiet", "axis", "", "heading", "unsure")
        self.styles = {name: console.get_style(name) for name in names}
        symbols = {id: theme.symbol(kind) for id, kind in types.items()}
        self.symbols = {
            id: Segment(symbol.plain, console.get_style(symbol.style))
            for id, symbol in symbols.items()
        }

    def event(self, match: Match, year: bool) -> Segments:
        """Return the lines of one event. `year`: whether to include the year in the date."""
        if segments := self._narrow(match, year):
            return Segments(segments)
        event = match.event
        date = self._date(match, year)
        kind = theme.text(event.type.id, "quiet")
        title = theme.titled(event, kind=not self.kind.width)
        people = theme.text(english.people(event, " · "), "quiet")
        if place := english.place(event):
            people.append(" — ").append(theme.text(place))
        if self.wide and title.cell_len + people.cell_len + 3 <= self.rest.width:
            rest = [Text.assemble(title, "   ", people)]
        else:
            rest = [*folded([people], max(self.rest.width - 2, 1), self.console)]
            for line in rest:
                line.rstrip()
                line.pad_left(2)
            rest.insert(0, title)
        day = Text(date, "heading" if event.when.start_known and match.certain else "unsure")
        cells = [[day], [theme.event_symbol(event)], [kind] if self.kind.width else [], rest]
        axis = Column(1, 1, below=Text("│", "axis"))
        return side_by_side(cells, (self.day, axis, self.kind, self.rest), self.console)

    def _narrow(self, match: Match, year: bool) -> list[Segment]:
        """Return the lines of a held event, or [] if a text must be wrapped.

        This method is several times faster than `side_by_side`, and has the same result.
        """
        event, date, title = match.event, self._date(match, year), match.event.title
        people = english.joined([english.people(event, " · "), english.place(event)], " — ")
        kind = event.type.id if self.kind.width else ""
        wide = self.wide and len(title) + len(people) + 3 <= self.rest.width
        most = self.rest.width
        fits = len(date) <= self.day.width and max(len(title), len(people) + 2) <= most
        fits = fits and len(kind) <= self.kind.width and event.status == "held"
        if not fits or not is_narrow(f"{date}{kind}{title}{people}") or people != people.strip():
            return []
        quiet = self.styles["quiet"]
        known = event.when.start_known and match.certain
        gap = self.kind.width + self.kind.gap + 1  # from the symbol to the title
        segments = [
            Segment(" " * (self.day.width - len(date))),
            Segment(date, self.styles["heading" if known else "unsure"]),
            Segment(" "),
            self.symbols[event.type.id],
        ]
        if kind:
            segments += (Segment(" "), Segment(kind, quiet))
        segments.append(Segment(" " * (gap - len(kind) - bool(kind))))
        if wide:
            segments += (Segment(f"{title}   ", self.styles[""]), Segment(people, quiet))
        else:
            below = Segment(" " * (self.day.width + 1)), Segment("│", self.styles["axis"])
            segments += (Segment(title, self.styles[""]), _LINE, *below, Segment(" " * gap))
            segments.append(Segment(f"  {people}", quiet))
        return [*segments, _LINE]

    def _date(self, match: Match, year: bool) -> str:
        return _date(match.event.when, match.certain, year, self.most)

    def gap(self, gap: Gap) -> Segments:
        """Return the lines of a gap, with its length."""
        years = {day and day.year for day in (gap.since.days.last, gap.before.when.days.first)}
        since = english.brief(gap.since, year=len(years) > 1)
        length = english.days(gap.min, gap.max)
        words = theme.text(f"No listed contact for {length}, since {since}", "silence")
        if gap.inside:
            words.append_text(theme.text(f" ({may_interrupt(gap.inside)})", "silence"))
        axis = Column(1, 1, below=Text("┊", "axis"))
        rest = Column(self.kind.width + self.kind.gap + self.rest.width)
        return side_by_side([[], [], [words]], (self.day, axis, rest), self.console)
