"""ics: a calendar (RFC 5545) of whole days, which `import` reads back without loss.

What a calendar shows stands in the standard properties. `X-CHRONO-EVENT` holds the event itself,
and of each of those a mark of what was written: what somebody changes in a calendar is seen by it.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from icalendar import Calendar
from icalendar import Event as Entry

from chrono.core import wording
from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.excerpt import Excerpt
from chrono.core.model import Event
from chrono.core.text import plural, visible, visible_lines
from chrono.files.exports import Document
from chrono.files.fields import whole_event_fields
from chrono.files.formats.jsons import dumps
from chrono.files.formats.record import plain_data

PROPERTY = "X-CHRONO-EVENT"

_STATUS = {"held": "CONFIRMED", "cancelled": "CANCELLED", "denied": "CANCELLED"}
_TENTATIVE = "TENTATIVE"


def export(excerpt: Excerpt, *, coarse: bool = False) -> Document:
    """The events whose days are known; `coarse` has the others too, each over all of its days."""
    calendar: Any = Calendar()
    calendar.add("prodid", "-//chrono//chrono//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", visible(excerpt.ledger.name))
    left: list[str] = []
    spanned: list[str] = []
    for event in excerpt.ledger.events:
        if not event.when.exact:
            (spanned if coarse else left).append(event.id)
            if not coarse:
                continue
        calendar.add_component(_entry(event))
    words = []
    if left:
        words.append(
            f"{plural(len(left), 'event')} without a known day left out: {wording.some(left)}; "
            "--coarse spans their days"
        )
    if spanned:
        words.append(
            f"{plural(len(spanned), 'event')} without a known day, each over all of its days and "
            f"named so: {wording.some(spanned)}"
        )
    return Document(calendar.to_ical(sorted=False), tuple(words))


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
        return (moment.astimezone(dt.UTC) if moment.tzinfo else moment), None
    first = when.start or when.end
    last = when.end or first
    assert first is not None
    assert last is not None  # an interval or a set has one end at least
    return first, last + dt.timedelta(days=1) if last < dt.date.max else None


def _shown(event: Event) -> Iterator[tuple[str, Any]]:
    """The properties that a calendar shows."""
    title = visible(event.title)
    rough = "" if event.when.exact else f" ({wording.brief(event.when, True)})"
    yield "summary", title + rough
    if place := ", ".join(filter(None, (event.place, _country(event)))):
        yield "location", visible(place)
    yield "description", "\n".join(visible_lines(_description(event)))
    yield "status", _STATUS.get(event.status, _TENTATIVE)
    yield "categories", [visible(event.type.label), *map(visible, event.tags)]
    if urls := [source.url for source in event.sources if source.url]:
        yield "url", urls[0]


def _country(event: Event) -> str:
    return country_name(event.place_country) if event.place_country else ""


def _description(event: Event) -> str:
    """Who, what, and who says so."""
    parts = [f"{event.type.label}: {wording.people(event)}"]
    if event.status != "held":
        parts[0] = f"{event.status.upper()} · {parts[0]}"
    if event.when.approximate or event.when.uncertain:
        parts.append(f"Date: {wording.brief(event.when, True)}")
    if event.present:
        parts.append(f"Present: {', '.join(actor.name for actor in event.present)}")
    if event.summary:
        parts.append(event.summary)
    if event.sources:
        parts.append("\n".join(["Sources:", *(f"- {_source(source)}" for source in event.sources)]))
    return "\n\n".join(parts)


def _source(source: Any) -> str:
    date = wording.of(source.date) if source.date else ""
    return wording.joined([source.name, source.title or "", date, source.url or ""])


def _people(event: Event) -> dict[str, Any]:
    """Of everybody in it the name and the country, by id."""
    return {
        actor.id: {"name": actor.name, **({"country": actor.country} if actor.country else {})}
        for actor in (*event.actors, *event.present)
    }


SHOWN = ("SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "CATEGORIES", "DTSTART", "DTEND")
"""The properties of which somebody may change what they say."""


def marks(entry: Mapping[str, Any]) -> dict[str, str]:
    """A mark of what each property says; the same for the same words."""
    return {name: mark(entry[name]) for name in SHOWN if name in entry}


def mark(value: Any) -> str:
    """A short digest of a property's value."""
    raw = value.to_ical() if hasattr(value, "to_ical") else str(value).encode()
    return hashlib.sha256(raw).hexdigest()[:8]
