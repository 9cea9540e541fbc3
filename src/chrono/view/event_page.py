"""Show one event in full: dates, participants with offices, linked events, and sources."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from chrono.core import english
from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.event_phrases import best_first, days_after
from chrono.core.model import DATE_KEYS, Actor, Event, Ledger, Source
from chrono.view import theme
from chrono.view.tables import description_list, grid, indented

_WIDE = 72  # the least width of a terminal that has offices in a column beside the names

_LAID_OUT: Mapping[type, Collection[str]] = {
    Event: {
        "id", "when", "type", "title", "actors", "present", "place", "place_country", "initiator",
        "summary", "notes", "tags", "status", "follows", "part_of", "local_dates", "dates",
        "private", "sources", "extra",
    },
    Source: {
        "id", "publisher", "origin", "title", "url", "date", "archive", "side", "grade", "quote",
        "says", "private", "extra",
    },
}  # fmt: skip
"""The fields of events and sources that have a place on the page. Others are listed by name."""


def pages(ledger: Ledger, events: Sequence[Event]) -> Iterator[RenderableType]:
    """Yield a page for each event, as Rich renderables."""
    for event in events:
        yield EventPage(ledger, event)
        if len(events) > 1:
            yield ""


_PRIVATE = "exported only with `chrono export --private`"


class EventPage(NamedTuple):
    """A view of all fields of one event."""

    ledger: Ledger
    event: Event

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        event = self.event
        head = grid("line", "text", gap=1)
        head.add_row(theme.event_symbol(event), theme.text(event.title, "heading"))
        yield head
        yield from description_list(self._facts(options.max_width), options.max_width, "quiet")
        if event.summary:
            yield from (Text(), theme.paragraphs(event.summary))
        if event.sources:
            yield from (Text(), Text("Sources", "heading"))
        for source in best_first(event.sources):
            yield from self._source_lines(source, options.max_width)
        if event.notes:
            yield from (Text(), Text("Notes", "heading"))
            yield indented(theme.paragraphs(event.notes), 2)

    def _facts(self, width: int) -> list[tuple[Text, RenderableType]]:
        event, dates = self.event, self.event.dates
        words = english.full_date_and_time(event.when)
        date = theme.text(words)
        if event.when.text not in (date.plain[:10], date.plain):
            date.append(theme.text(f"  {event.when.text}", "quiet"))
        country = country_name(event.place_country) if event.place_country else ""
        place = english.joined([event.place or "", country], ", ")
        local = [(country_name(code), when) for code, when in event.local_dates.items()]
        initiator = self.ledger.name_of(event.initiator) if event.initiator else ""
        followers = self.ledger.followers.get(event.id, ())
        facts = [
            ("id", theme.text(event.id)),
            ("date", date),
            *((f"date in {name}", theme.text(english.full_date(when))) for name, when in local),
            ("type", theme.text(event.type.label)),
            ("status", Text("" if event.status == "held" else event.status, "status")),
            ("actors", self._people(event.actors, width)),
            ("present", self._people(event.present, width)),
            ("place", theme.text(place)),
            ("initiator", theme.text(initiator)),
            *((key, theme.text(english.date(dates[key]))) for key in DATE_KEYS if key in dates),
            *(("follows", self._linked(id, later=True)) for id in event.follows),
            ("part of", self._linked(event.part_of or "")),
            *(("followed by", self._linked(other.id)) for other in followers),
            ("tags", theme.text(", ".join(event.tags))),
            ("private", Text(_PRIVATE * event.private)),
        ]
        others, at = dict(_others(event)), 0
        for label in (name.replace("_", " ") for name in event._fields):
            if label in others:  # it follows the field before it in the model
                facts.insert(at, (label, theme.text(others[label])))
            places = (n for n, fact in enumerate(facts, 1) if fact[0] == label)
            at = max(places, default=at)
        facts += [(key, theme.text(str(value))) for key, value in event.extra.items()]
        return [(theme.text(label), text) for label, text in facts if text]

    def _people(self, actors: Sequence[Actor], width: int) -> RenderableType:
        names = [
            f"{actor.name} ({actor.country})" if actor.country else actor.name for actor in actors
        ]
        offices = ["; ".join(actor.offices(self.event.when)) for actor in actors]
        if width < _WIDE or not any(offices):
            pairs = zip(names, offices, strict=True)
            return Text("\n").join(theme.text(english.joined(pair, "  ")) for pair in pairs)
        table = grid("text", "text")
        for name, office in zip(names, offices, strict=True):
            table.add_row(theme.text(name), theme.text(office, "quiet"))
        return table

    def _linked(self, id: str, later: bool = False) -> Text:
        text = theme.text(id)
        if other := self.ledger.event(id):
            days = days_after(other, self.event) if later else ""
            text.append(f"  {days}" if days else "")
            text.append(theme.text(f"{' ' if days else '  '}{other.title}", "quiet"))
        return text

    def _source_lines(self, source: Source, width: int) -> Iterator[RenderableType]:
        text = theme.text(source.name, "heading")
        about = [
            f"“{source.title}”" if source.title else "",
            english.date(source.date) if source.date else "",
            f"side {self.ledger.name_of(source.side)}" if source.side else "",
            f"grade {source.grade}" if source.grade else "",
            "private" if source.private else "",
            *(f"{label} {value}" for label, value in _others(source)),
        ]
        if more := english.joined(about, ", "):
            text = Text.assemble(text, theme.text(f", {more}", "quiet"))
        yield indented(text, 2)
        for address in filter(None, (source.url, source.archive)):
            # A terminal cannot open an address that is split into lines. So it is indented less if
            # it then fits, and goes on in the first column if it is wider than the terminal.
            line = theme.text(address, "quiet")
            room = width - line.cell_len
            line.pad_left(room if 0 <= room < 4 else 4)
            line.no_wrap, line.overflow = True, "ignore"
            yield line
        if source.quote:
            yield indented(theme.paragraphs(f"“{source.quote}”"), 4)
        for key, value, differs in self.event.statements(source):
            words = (
                english.full_date(value) if isinstance(value, When) else self.ledger.name_of(value)
            )
            label, style = ("differs", "unsure") if differs else ("agrees", "quiet")
            yield indented(theme.text(f"{label}: {key} is {words}", style), 4)


def _others(owner: Event | Source) -> Iterator[tuple[str, str]]:
    for name in owner._fields:
        value = getattr(owner, name)
        if name not in _LAID_OUT[type(owner)] and value not in (None, False, (), {}):
            items = value if isinstance(value, tuple) and not isinstance(value, When) else [value]
            yield name.replace("_", " "), ", ".join(map(str, items))
