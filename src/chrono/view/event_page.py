"""One event in full: dates, participants and offices, sources and where they differ, links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from chrono.core import english
from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.model import DATE_KEYS, Actor, Event, Ledger, Source
from chrono.view import theme
from chrono.view.tables import DescriptionList, grid, indented

_LAID_OUT = {
    "id", "when", "type", "title", "actors", "present", "place", "place_country", "initiator",
    "summary", "notes", "tags", "status", "follows", "part_of", "local_dates", "dates", "private",
    "sources", "extra", "publisher", "origin", "url", "date", "archive", "side", "grade", "quote",
    "says",
}  # fmt: skip
"""The fields of events and sources that the page lays out; all others are listed unchanged."""


class EventPage(NamedTuple):
    """One event of a ledger, with everything that the ledger holds about it."""

    ledger: Ledger
    event: Event

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        event = self.event
        head = grid("line", "text", gap=1)
        head.add_row(theme.event_symbol(event), theme.text(event.title, "heading"))
        yield head
        facts = [(theme.text(label), value) for label, value in self._facts()]
        yield DescriptionList(facts, "quiet")
        if event.summary:
            yield Text()
            yield theme.paragraphs(event.summary)
        if event.notes:
            yield Text()
            yield Text.assemble(("Notes: ", "quiet"), theme.paragraphs(event.notes))
        if event.sources:
            yield Text()
            yield Text("Sources", "heading")
            for source in event.sources:
                yield from self._source_lines(source)

    def _facts(self) -> Iterator[tuple[str, Text]]:
        event = self.event
        yield "id", theme.text(event.id)
        yield "date", _date(event)
        for country, when in event.local_dates.items():
            yield f"in {country_name(country)}", theme.text(_day(when))
        yield "type", theme.text(event.type.label, theme.mark(event.type).style)
        if event.status != "held":
            yield "status", Text(event.status, "unsure")
        yield "actors", self._people(event.actors)
        if event.present:
            yield "present", self._people(event.present)
        if event.place or event.place_country:
            country = country_name(event.place_country) if event.place_country else ""
            yield "place", theme.text(english.joined([event.place or "", country], ", "))
        if event.initiator:
            yield "initiator", theme.text(self.ledger.name_of(event.initiator))
        for key in DATE_KEYS:
            if key in event.dates:
                yield key, theme.text(english.date(event.dates[key]))
        for id in event.follows:
            yield "follows", self._followed(id)
        if event.part_of:
            yield "part of", self._linked(event.part_of)
        for other in self.ledger.followers.get(event.id, ()):
            yield "followed by", self._linked(other.id)
        if event.tags:
            yield "tags", theme.text(", ".join(event.tags))
        if event.private:
            yield "private", Text("left out of exports")
        for label, text in _others(event):
            yield label, theme.text(text)
        for key, value in event.extra.items():
            yield key, theme.text(str(value))

    def _people(self, actors: Sequence[Actor]) -> Text:
        return Text("\n").join([self._person(actor) for actor in actors])

    def _person(self, actor: Actor) -> Text:
        offices = "; ".join(actor.offices(self.event.when))
        country = "" if actor.country is None else f"({actor.country})"
        text = theme.text(english.joined([actor.name, country], " "))
        return text.append(theme.text(f"  {offices}", "quiet")) if offices else text

    def _linked(self, id: str) -> Text:
        other = self.ledger.event(id)
        title = theme.text(f"  {other.title}", "quiet") if other is not None else ""
        return theme.text(id).append(title)

    def _followed(self, id: str) -> Text:
        """The event that this event follows, and how many days later this event began."""
        other = self.ledger.event(id)
        later = _later(other, self.event) if other is not None else ""
        return self._linked(id).append(f", {later}" if later else "")

    def _source_lines(self, source: Source) -> Iterator[RenderableType]:
        text = theme.text(source.name)
        about = [
            f"“{source.title}”" if source.title else "",
            english.date(source.date) if source.date else "",
            f"side {self.ledger.name_of(source.side)}" if source.side else "",
            f"grade {source.grade}" if source.grade else "",
            "private" if source.private else "",
            *(f"{label} {value}" for label, value in _others(source)),
        ]
        if more := english.joined(about, ", "):
            text.append(theme.text(f", {more}", "quiet"))
        yield indented(text, 2)
        for address in (source.url, source.archive):
            if address:
                # An address that is broken into lines could not be followed.
                line = theme.text(f"    {address}", "quiet")
                line.no_wrap, line.overflow = True, "ignore"
                yield line
        if source.quote:
            yield indented(theme.paragraphs(f"“{source.quote}”"), 4)
        for key, value, differs in self.event.statements(source):
            words = _day(value) if isinstance(value, When) else self.ledger.name_of(value)
            label, style = ("differs", "unsure") if differs else ("says so too", "quiet")
            yield indented(theme.text(f"{label}: {key} {words}", style), 4)


def _others(owner: Event | Source) -> Iterator[tuple[str, str]]:
    """The label and the text of each other field of an event or a source that has a value."""
    for name in owner._fields:
        value = getattr(owner, name)
        if name in _LAID_OUT or value in (None, False, (), {}):
            continue
        items = value if isinstance(value, tuple) and not isinstance(value, When) else [value]
        yield name.replace("_", " "), ", ".join(map(str, items))


def _date(event: Event) -> Text:
    text = theme.text(_day(event.when))
    if event.when.text not in (text.plain[:10], text.plain):
        text.append(theme.text(f"  {event.when.text}", "quiet"))
    return text


def _day(when: When) -> str:
    """`Thu 30 Oct 2025`, with the weekday if the day is known; or `some day in October 2025`."""
    words = english.brief(when, True)
    plain = when.exact and not (when.approximate or when.uncertain)
    if plain and when.start == when.end and when.start is not None:
        return f"{english.weekday(when.start)} {words}"
    return words


def _later(earlier: Event, later: Event) -> str:
    """`25 days later`; a range if a day is not known, an empty text if an end is open."""
    ends, starts = earlier.when.ends, later.when.start_span
    if ends.first is None or ends.last is None or starts.first is None or starts.last is None:
        return ""
    low, high = (starts.first - ends.last).days, (starts.last - ends.first).days
    if low == high == 0:
        return "the same day"
    if high < 0:
        return f"{english.days(-high, -low)} earlier"
    return f"{english.days(max(low, 0), high)} later"
