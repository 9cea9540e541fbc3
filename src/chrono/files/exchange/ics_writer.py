"""ics: a calendar (RFC 5545) of whole days, which `import` reads back without loss.

What a calendar shows stands in the standard properties. `X-CHRONO-EVENT` holds the event itself,
and of each of those a mark of what was written: what somebody changes in a calendar is seen by it.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from icalendar import Calendar
from icalendar import Event as Entry

from chrono.core import english
from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.english import plural
from chrono.core.model import Event
from chrono.core.subset import Subset, broken_links, with_links_to
from chrono.core.text import escape_controls, escape_controls_in_lines
from chrono.files.exchange.documents import Document
from chrono.files.exchange.json_writer import dumps
from chrono.files.format.content import plain_data
from chrono.files.format.dump import whole_event_fields

PROPERTY = "X-CHRONO-EVENT"

_STATUS = {"held": "CONFIRMED", "cancelled": "CANCELLED", "denied": "CANCELLED"}
_TENTATIVE = "TENTATIVE"


def export(subset: Subset, *, coarse: bool = False, today: dt.date | None = None) -> Document:
    """The events whose days are known; `coarse` has the others too, each over all of its days."""
    calendar: Any = Calendar()
    calendar.add("prodid", "-//chrono//chrono//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", escape_controls(subset.ledger.name))
    rough = [event.id for event in subset.ledger.events if not event.when.exact]
    left, spanned = ([], rough) if coarse else (rough, [])
    shown = {event.id for event in subset.ledger.events} - {*left}
    events = [event for event in subset.ledger.events if event.id in shown]
    cut = [phrase for event in events for phrase in broken_links(event, shown)]
    words = []
    if left:
        words.append(
            f"{plural(len(left), 'event')} without a known day left out: "
            f"{english.first_few(left)}; --coarse spans their days"
        )
    if spanned:
        words.append(
            f"{plural(len(spanned), 'event')} without a known day, each over all of its days and "
            f"named so: {english.first_few(spanned)}"
        )
    if cut:
        words.append(f"links to events that are left out are dropped: {'; '.join(cut)}")
    whole = calendar.to_ical(sorted=False)
    entries = (_entry(with_links_to(event, shown)).to_ical(sorted=False) for event in events)
    # Entry by entry: the parts of which the library makes one take a hundred times its bytes.
    return Document(chain([whole[: -len(_END)]], entries, [_END]), tuple(words))


_END = b"END:VCALENDAR\r\n"


def _entry(event: Event) -> Any:
    entry: Any = Entry()
    start, end = days(event.when)
    entry.add("uid", f"{event.id}@chrono")
    # A stamp that is no clock's: two exports of one ledger are the same bytes.
    stamp = start if isinstance(start, dt.date) and not isinstance(start, dt.datetime) else None
    day = stamp or (start.date() if isinstance(start, dt.datetime) else dt.date(1970, 1, 1))
    entry.add("dtstamp", dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC))
    entry.add("dtstart", start)
    if end is not None:
        entry.add("dtend", end)
    for name, value in _shown(event):
        entry.add(name, value)
    entry.add("transp", "TRANSPARENT")  # what happened keeps nobody busy
    if event.private:
        entry.add("class", "PRIVATE")
    kind = event.type
    own = {
        "event": plain_data(whole_event_fields(event)),
        "people": _people(event),
        "around": added_words(event),
        "type": {
            "id": kind.id,
            "label": kind.label,
            "plural": kind.plural,
            "contact": kind.contact,
        },
    }
    # As base64: programs do not agree on how a backslash or a comma in a text is written.
    json = dumps({**own, "shown": marks(entry)}).encode()
    entry.add(PROPERTY, base64.b64encode(json).decode())
    return entry


def days(when: When) -> tuple[dt.date | dt.datetime, dt.date | None]:
    """DTSTART, and DTEND: the day behind the last one, or None for a time of day."""
    if when.precision == "time":
        moment = dt.datetime.fromisoformat(when.text)
        if moment.tzinfo:
            try:
                return moment.astimezone(dt.UTC), None
            except OverflowError:  # at the two ends of time: as it is on the clock there
                moment = moment.replace(tzinfo=None)
        return moment, None
    first = when.start or when.end
    last = when.end or first
    assert first is not None
    assert last is not None  # an interval or a set has one end at least
    return first, last + dt.timedelta(days=1) if last < dt.date.max else None


def _shown(event: Event) -> Iterator[tuple[str, Any]]:
    """The properties that a calendar shows."""
    around = added_words(event)
    yield "summary", escape_controls(event.title) + around["SUMMARY"]
    if event.place or event.place_country:
        country = around["LOCATION"] if event.place else _country(event)
        yield "location", escape_controls((event.place or "") + country)
    parts = [around["HEAD"], event.summary or "", around["TAIL"]]
    text = "\n\n".join(part for part in parts if part)
    yield "description", "\n".join(escape_controls_in_lines(text))
    yield "status", _STATUS.get(event.status, _TENTATIVE)
    yield "categories", [escape_controls(event.type.label), *map(escape_controls, event.tags)]
    if urls := [source.url for source in event.sources if source.url]:
        yield "url", urls[0]


def _country(event: Event) -> str:
    return country_name(event.place_country) if event.place_country else ""


def added_words(event: Event) -> dict[str, str]:
    """What a calendar shows around an event's own texts: so they are told apart again."""
    rough = "" if event.when.exact else f" ({english.brief(event.when, True)})"
    country = f", {_country(event)}" if event.place_country else ""
    head = [f"{event.type.label}: {english.people(event)}"]
    if event.status != "held":
        head[0] = f"{event.status.upper()} · {head[0]}"
    if event.when.approximate or event.when.uncertain:
        head.append(f"Date: {english.brief(event.when, True)}")
    if event.present:
        head.append(f"Present: {', '.join(actor.name for actor in event.present)}")
    tail = ["Sources:", *(f"- {_source(source)}" for source in event.sources)]
    return {
        "SUMMARY": escape_controls(rough),
        "LOCATION": escape_controls(country),
        "HEAD": "\n".join(escape_controls_in_lines("\n\n".join(head))),
        "TAIL": "\n".join(escape_controls_in_lines("\n".join(tail))) if event.sources else "",
        "CATEGORIES": escape_controls(event.type.label),
    }


def _source(source: Any) -> str:
    date = english.date(source.date) if source.date else ""
    return english.joined([source.name, source.title or "", date, source.url or ""])


def _people(event: Event) -> dict[str, Any]:
    """Of everybody in it the name and the country, by id."""
    return {
        actor.id: {"name": actor.name, **({"country": actor.country} if actor.country else {})}
        for actor in (*event.actors, *event.present)
    }


SHOWN = ("CLASS", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "CATEGORIES", "DTSTART", "DTEND")
"""The properties of which somebody may change what they say."""


def marks(entry: Mapping[str, Any]) -> dict[str, str]:
    """A mark of what each property says; the same for the same words."""
    return {name: mark(entry[name]) for name in SHOWN if name in entry}


def mark(value: Any) -> str:
    """A short digest of a property's value."""
    raw = value.to_ical() if hasattr(value, "to_ical") else str(value).encode()
    return hashlib.sha256(raw).hexdigest()[:8]
