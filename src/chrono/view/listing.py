"""Show events as a list, with the years as headings, and as an agenda."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.segment import Segments
from rich.text import Text

from chrono.core import english
from chrono.core.agenda import Agenda
from chrono.core.lookup import ActorIndex
from chrono.core.model import Event, Ledger
from chrono.core.progress import counted
from chrono.core.query import Match, Query, Selection
from chrono.view import theme
from chrono.view.columns import GAP, Column, side_by_side
from chrono.view.legend import legend

_MOST = 100  # the greatest width of a heading [columns]
_NAMED = 100  # the least width at which the names of types have a column even if titles are folded
_DATE = (15, 4)  # a date that is wider than 15 columns and a fourth of the terminal is folded
_LEAST = 20  # the least width of the column of titles; with less room, titles are below the dates


def listing(selection: Selection, console: Console, ids: bool = False) -> Iterator[RenderableType]:
    """Yield the selected events as a list, then a legend, as Rich renderables.

    `ids`: True to show all event ids, False to show event ids only if there is room.
    """
    matches = selection.shown
    if not matches:
        return
    lines = EventLines(matches, selection.ledger, console, ids)
    yield from lines.by_year(matches)
    yield from lines.legend()
    yield from doubts(matches, selection.query, selection.ledger)


def agenda(
    found: Agenda, ledger: Ledger, console: Console, ids: bool = False
) -> Iterator[RenderableType]:
    """Yield the events of an agenda under the headings of sections, as Rich renderables.

    `ids`: True to show all event ids, False to show event ids only if there is room.
    """
    query = found.planned.query
    sections = {name: section for name, section in found.sections.items() if section.shown}
    matches = [match for section in sections.values() for match in section.shown]
    if not matches:
        return
    lines = EventLines(matches, ledger, console, ids, years=True)
    for number, (name, section) in enumerate(sections.items()):
        yield from [Text()] * bool(number)
        left = Text(f"{found.heading(name)} ", "heading")
        right = Text(f" {english.plural(len(section.matches), 'event')}", "quiet")
        rule = Text("─" * (min(console.width, _MOST) - left.cell_len - right.cell_len), "axis")
        yield Text.assemble(left, rule, right)
        yield from map(lines.event, section.shown)
    yield from lines.legend()
    yield from doubts(matches, query, ledger)


def doubts(matches: Sequence[Match], query: Query, ledger: Ledger) -> Iterator[Text]:
    """Yield the lines that explain why some events are marked with `?`."""
    unsure = {match.event.id for match in matches if not match.certain}
    if unsure & ledger.unsupported:
        without = english.join_and(sorted(query.without))
        yield Text(f"? has no source without {without}", "unsure")
    if ledger.any_exact(unsure - ledger.unsupported):
        yield Text("? may or may not belong to this list", "unsure")
    elif unsure - ledger.unsupported:
        period = query.period.text
        yield Text(f"? might fall outside {period}: the exact date is not known", "unsure")


class EventLines:
    """The lines of events in a list. The columns have the same widths for all events.

    `years`: whether each date has its year
    """

    def __init__(
        self, matches: Sequence[Match], ledger: Ledger, console: Console, ids: bool = False,
        years: bool = False,
    ) -> None:  # fmt: skip
        self._years = years
        self.matches, self.ledger, self.console = matches, ledger, console
        self._actors = ActorIndex(ledger.actors.values())
        self._others: dict[str, tuple[Text, Text]] = {}  # id -> actors and place
        self._most = max(_DATE[0], console.width // _DATE[1])
        texts = (self._parts(match.event, named=True) for match in matches)
        full = max((theme.joined(parts).cell_len for parts in texts), default=0)
        # `?` for an event that might be outside the period has a column of its own, in the gap.
        doubts = not all(match.certain for match in matches)
        self._doubt, gap = (Column(1, 1), 1) if doubts else (Column(0, 0), GAP)
        dates = (self._date(match, self._most).plain for match in matches)
        lines = (line for date in dates for line in date.split("\n"))
        self._day = Column(max(map(len, lines), default=0), gap, right=True)
        names = [cell_len(match.event.type.id) for match in matches]
        longest_name = max(names, default=0) + len("◆ ")
        longest_id = max((len(match.event.id) for match in matches), default=0)
        room = console.width - sum(one.width + one.gap for one in (self._day, self._doubt))
        self.named = console.width >= _NAMED or longest_name + GAP + full <= room
        self._sign = Column(longest_name) if self.named else Column(1, 1)
        room -= self._sign.width + self._sign.gap
        beside = full + GAP + longest_id <= room if self.named else False
        self._ids = "beside" if beside else "below" if ids else ""
        self._stacked = room < _LEAST or (ids and not beside and longest_id > room)
        indent = min(GAP, max(0, console.width - longest_id)) if ids else GAP
        width = console.width - indent if self._stacked else full if beside else room
        self._rest, self._indent = Column(width), Column(indent, 0)

    def by_year(self, matches: Sequence[Match]) -> Iterator[RenderableType]:
        """Yield the lines of `matches`, with the years as headings.

        An event with an inexact date is in the first possible year.
        """
        drawn = counted(matches, "Drawing events", len(matches))
        for number, (year, group) in enumerate(groupby(drawn, key=_year)):
            if number:
                yield Text()
            if year:
                yield Text(year, "heading")
            yield from map(self.event, group)

    def event(self, match: Match) -> Segments:
        """Return the lines of one event."""
        event, sign = match.event, theme.event_symbol(match.event)
        if self.named:
            sign = Text.assemble(sign, " ", theme.text(event.type.id, "quiet"))
        texts = self._texts(event)
        if self._stacked:
            date = self._date(match, 100).append(*(("", "") if match.certain else (" ?", "unsure")))
            head = side_by_side([[Text.assemble(date, "  ", sign)]], [Column(30)], self.console)
            body = side_by_side([[], texts], [self._indent, self._rest], self.console)
            return Segments([*head.segments, *body.segments])
        id = [theme.text(event.id, "quiet")] if self._ids == "beside" else []
        columns = (self._day, self._doubt, self._sign, self._rest, Column(len(event.id)))
        doubt = Text("" if match.certain else "?", "unsure")
        cells = ([self._date(match, self._most)], [doubt], [sign], texts, id)
        return side_by_side(cells, columns, self.console)

    def legend(self) -> Iterator[Text]:
        """Yield the lines of the legend, which explains symbols, and signs in dates."""
        words = english.list_signs(self._date(match, 100).plain for match in self.matches)
        events = [] if self.named else [match.event for match in self.matches]
        words += ["ids: add -v"] * (not (self.named or self._ids))
        if words:
            yield from (Text(), *legend(self.ledger, events, words, self.console.width))

    def _date(self, match: Match, most: int) -> Text:
        when = match.event.when
        several = len({day and day.year for day in when.start_span}) > 1
        words = english.in_list(when, year=self._years or several)
        words = english.joined([words, english.brief_clock(when)], " ")
        words = english.folded_date(words, most)
        return Text(words, "" if when.start_known else "unsure")

    def _parts(self, event: Event, named: bool) -> tuple[Text, Text, Text]:
        """Return (title, actors, place) of an event.

        The actors and the place are empty if the title already contains them.
        """
        if event.id not in self._others:
            hidden = any(self._actors.is_named_in(event.title, actor) for actor in event.actors)
            actors, place = "" if hidden else english.people(event), event.place or ""
            hidden = place.casefold() in event.title.casefold()
            self._others[event.id] = theme.text(actors), theme.text("" if hidden else place)
        return theme.titled(event, kind=not named), *self._others[event.id]

    def _texts(self, event: Event) -> list[Text]:
        width, (title, actors, place) = self._rest.width, self._parts(event, self.named)
        fits = title.cell_len <= width
        *texts, last = [title] if fits else title.wrap(self.console, width, overflow="fold")
        last.rstrip()
        for more in ([actors, place], [place]):
            if (line := theme.joined([last, *more])).cell_len <= width:
                texts.append(line)
                break
        else:
            texts += [last, *([Text.assemble(("· ", "quiet"), place)] if place else [])]
        return [*texts, theme.text(event.id, "quiet")] if self._ids == "below" else texts


def _year(match: Match) -> str:
    first = match.event.when.start_span.first
    return "" if first is None else str(first.year)
