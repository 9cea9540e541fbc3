"""ics: a calendar (RFC 5545) of whole days, which `import` reads back without loss.

The standard properties hold what a calendar program shows. `X-CHRONO-EVENT` holds the event itself
and a digest of each of these properties, so that the import takes over what somebody has changed
in a calendar program. Calendars of other programs are read by their standard properties.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from icalendar import Calendar
from icalendar import Event as Entry

from chrono.core import english
from chrono.core.countries import country_name
from chrono.core.english import plural
from chrono.core.ids import slug
from chrono.core.model import Actor, Event, EventType
from chrono.core.subset import Subset, broken_links, with_links_to
from chrono.core.text import escape_controls, escape_controls_in_lines
from chrono.errors import LedgerError, Problem
from chrono.files.exchange.calendar_dates import (
    iso,
    last_day,
    local,
    start_and_end,
    time_zone,
)
from chrono.files.exchange.import_table import ImportTable, Row, SideTables, columns_of
from chrono.files.exchange.json import dumps
from chrono.files.exchange.registry import Document
from chrono.files.format.content import plain_data
from chrono.files.format.dump import whole_event_fields
from chrono.files.read.text import Text

FORMATS = {
    "ics": {
        "order": {"export": 3, "read": 5},
        "help": "a calendar",
        "suffixes": [".ics"],
        "options": ["coarse"],
    },
}

PROPERTY = "X-CHRONO-EVENT"

_END = b"END:VCALENDAR\r\n"
_STATUSES = {"held": "CONFIRMED", "cancelled": "CANCELLED", "denied": "CANCELLED"}
_STATUSES_READ = {"CONFIRMED": "held", "TENTATIVE": "unconfirmed", "CANCELLED": "cancelled"}
_LONGEST_ID = 60

FIELDS = {
    "id": "UID", "title": "SUMMARY", "date": "DTSTART", "end": "DTEND", "place": "LOCATION",
    "summary": "DESCRIPTION", "tags": "CATEGORIES", "status": "STATUS", "private": "CLASS",
}  # fmt: skip
"""Key of an event -> the property that holds it, unless a rule of the import says otherwise."""

_EDITABLE = (
    "CLASS", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "CATEGORIES", "DTSTART", "DTEND",
)  # fmt: skip
"""The properties whose changes in a calendar program are taken over."""

_SINGLE = (
    "UID", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "DESCRIPTION",
    "STATUS", PROPERTY,
)  # fmt: skip
"""The properties that an entry may have only once."""


# -- writing ------------------------------------------------------------------------------------


def export_ics(subset: Subset, coarse: bool = False) -> Document:
    """Make a calendar of the events whose days are known.

    `coarse` adds the other events, each over all of the days on which it may have been.
    """
    ledger = subset.ledger
    calendar = _calendar()
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", escape_controls(ledger.name))
    rough = [event.id for event in ledger.events if not event.when.exact]
    shown = {event.id for event in ledger.events} - set(() if coarse else rough)
    events = [event for event in ledger.events if event.id in shown]
    whole = calendar.to_ical(sorted=False)
    entries = (_entry(with_links_to(event, shown)).to_ical(sorted=False) for event in events)
    # Entry by entry: a calendar of all entries takes a hundred times the bytes of its text.
    content = chain([whole[: -len(_END)]], entries, [_END])
    return Document(content, tuple(_notes(events, shown, rough, coarse)))


def _calendar() -> Any:
    calendar = Calendar()
    calendar.add("prodid", "-//chrono//chrono//EN")
    calendar.add("version", "2.0")
    return calendar


def _notes(
    events: Sequence[Event], shown: set[str], rough: Sequence[str], coarse: bool
) -> Iterator[str]:
    if rough:
        count, ids = plural(len(rough), "event"), english.first_few(rough)
        yield (
            f"{count} without a known day, each over all of its days and named so: {ids}"
            if coarse
            else f"{count} without a known day left out: {ids}; --coarse spans their days"
        )
    if cut := [phrase for event in events for phrase in broken_links(event, shown)]:
        yield f"links to events that are left out are dropped: {'; '.join(cut)}"


def _entry(event: Event) -> Any:
    entry: Any = Entry()
    start, end = start_and_end(event.when)
    entry.add("uid", f"{event.id}@chrono")
    # The stamp is the event's own, so that two exports of one ledger are the same bytes.
    year, month, day = start.timetuple()[:3]
    entry.add("dtstamp", dt.datetime(year, month, day, tzinfo=dt.UTC))
    entry.add("dtstart", start)
    if end is not None:
        entry.add("dtend", end)
    for name, value in _properties(event):
        entry.add(name, value)
    entry.add("transp", "TRANSPARENT")  # a past event keeps nobody busy
    if event.private:
        entry.add("class", "PRIVATE")
    data = {
        "event": plain_data(whole_event_fields(event)),
        "people": {actor.id: _fields(actor) for actor in (*event.actors, *event.present)},
        "around": _added_words(event),
        "type": {key: getattr(event.type, key) for key in ("id", "label", "plural", "contact")},
        "shown": {name: _digest(entry[name]) for name in _EDITABLE if name in entry},
    }
    # As base64: programs differ in how they write a backslash or a comma in a text.
    entry.add(PROPERTY, base64.b64encode(dumps(data).encode()).decode())
    return entry


def _properties(event: Event) -> Iterator[tuple[str, Any]]:
    """The properties that a calendar program shows."""
    added = _added_words(event)
    yield "summary", escape_controls(event.title) + added["SUMMARY"]
    if location := escape_controls(event.place or "") + added["LOCATION"]:
        yield "location", location if event.place else location.removeprefix(", ")
    text = english.joined([added["HEAD"], event.summary or "", added["TAIL"]], "\n\n")
    yield "description", _visible(text)
    yield "status", _STATUSES.get(event.status, "TENTATIVE")
    yield "categories", [escape_controls(event.type.label), *map(escape_controls, event.tags)]
    if urls := [source.url for source in event.sources if source.url]:
        yield "url", urls[0]


def _added_words(event: Event) -> dict[str, str]:
    """What a calendar shows before and after an event's own texts, to be taken off again."""
    rough = "" if event.when.exact else f" ({english.brief(event.when, True)})"
    country = f", {country_name(event.place_country)}" if event.place_country else ""
    status = "" if event.status == "held" else f"{event.status.upper()} · "
    head = [f"{status}{event.type.label}: {english.people(event)}"]
    if event.when.approximate or event.when.uncertain:
        head.append(f"Date: {english.brief(event.when, True)}")
    if event.present:
        head.append(f"Present: {', '.join(actor.name for actor in event.present)}")
    tail = ["Sources:", *(f"- {_source(source)}" for source in event.sources)]
    return {
        "SUMMARY": escape_controls(rough),
        "LOCATION": escape_controls(country),
        "HEAD": _visible("\n\n".join(head)),
        "TAIL": _visible("\n".join(tail)) if event.sources else "",
        "CATEGORIES": escape_controls(event.type.label),
    }


def _visible(text: str) -> str:
    return "\n".join(escape_controls_in_lines(text))


def _source(source: Any) -> str:
    date = english.date(source.date) if source.date else ""
    return english.joined([source.name, source.title or "", date, source.url or ""])


def _fields(actor: Actor) -> dict[str, str]:
    country = {"country": actor.country} if actor.country else {}
    return {"name": actor.name, **country}


def _digest(value: Any) -> str:
    """A short digest of a property's value."""
    raw = value.to_ical() if hasattr(value, "to_ical") else str(value).encode()
    return hashlib.sha256(raw).hexdigest()[:8]


# -- reading ------------------------------------------------------------------------------------


def read_ics(text: Text) -> ImportTable:
    """Read the VEVENTs of all calendars in a file; DTEND becomes the last day.

    Raises LedgerError if the text is no calendar, or is cut off.
    """
    try:
        calendars: Any = Calendar.from_ical(text.text, multiple=True)
    except (ValueError, IndexError, KeyError, AttributeError) as error:
        raise LedgerError(
            [Problem(text.name, 0, f"it is not a calendar: {error}", "file")]
        ) from None
    entries = [entry for calendar in calendars for entry in calendar.walk("VEVENT")]
    begun = len(re.findall(r"(?im)^BEGIN:VEVENT\s*$", text.text))
    if not calendars or len(entries) != begun:
        why = f"it is cut off: {plural(begun, 'VEVENT')} begin, and {len(entries)} are whole"
        why = why if calendars else "it is not a calendar: there is no whole VCALENDAR in it"
        raise LedgerError([Problem(text.name, 0, why, "file")])
    for calendar in calendars:
        if str(calendar.get("METHOD", "")).upper() == "CANCEL":
            for entry in calendar.walk("VEVENT"):
                entry["STATUS"] = "CANCELLED"
    zone = time_zone(calendars)
    people: dict[str, Actor] = {}
    types: dict[str, EventType] = {}
    rows = [_row(number, entry, people, types, zone) for number, entry in enumerate(entries, 1)]
    columns = columns_of(rows)
    fields = {key: column for key, column in FIELDS.items() if column in columns}

    def rejects(rows: Sequence[Row]) -> str:
        calendar = _calendar()
        for source in calendars:
            calendar.update({key: value for key, value in source.items() if key.startswith("X-")})
        zones = (zone for source in calendars for zone in source.walk("VTIMEZONE"))
        for component in (*zones, *(entries[row.number - 1] for row in rows)):
            calendar.add_component(component)
        return str(calendar.to_ical(sorted=False).decode())

    side = SideTables([*types.values()])
    return ImportTable("event", columns, rows, rejects, fields, people, beside=side)


def _row(
    number: int,
    entry: Any,
    people: dict[str, Actor],
    types: dict[str, EventType],
    zone: dt.tzinfo | None,
) -> Row:
    """An entry as a row; actors and types that `export ics` wrote are added to the tables."""
    try:
        if problem := _problem(entry):
            return Row(number, {}, problem=problem)
        values = _values(entry, zone)
        if (data := _exported_data(entry)) is None:
            return Row(number, values)
        values = _edited(data, entry, values)
        actors = [_actor(id, fields) for id, fields in data.get("people", {}).items()]
        kind = _type(data["type"]) if data.get("type") else None
    except (
        ValueError,
        AttributeError,
        TypeError,
        LookupError,
        OverflowError,
        RecursionError,
    ) as error:
        return Row(number, {}, problem=f"it cannot be read: {error}")
    for actor in actors:
        people.setdefault(actor.id, actor)
    if kind is not None:
        types.setdefault(kind.id, kind)
    return Row(number, values)


def _problem(entry: Any) -> str | None:
    """Why an entry cannot be an event."""
    if "RRULE" in entry or "RDATE" in entry:
        return "it is repeated, and an event is one: export the calendar with its dates one by one"
    if entry.errors:
        return f"{entry.errors[0][0]}: {entry.errors[0][1]}"
    if repeated := [name for name in _SINGLE if isinstance(entry.get(name), list)]:
        return f"it has more than one {repeated[0]}"
    if "DTSTART" not in entry:
        return "it has no DTSTART"
    for name in ("DTSTART", "DTEND"):
        zone = entry[name].params.get("TZID") if name in entry else None
        moment = entry[name].dt if zone else None
        if isinstance(moment, dt.datetime) and moment.tzinfo is None:  # it may be another day
            return f'the time zone "{zone}" is not told in the file, and not known'
    return None


def _values(entry: Any, zone: dt.tzinfo | None) -> dict[str, Any]:
    """The properties as texts and lists, by their names; times in UTC become those of the zone."""
    values: dict[str, Any] = {
        name: str(entry[name])
        for name in ("SUMMARY", "LOCATION", "DESCRIPTION", "URL", "COMMENT")
        if name in entry and isinstance(entry[name], str) and str(entry[name]).strip()
    }
    if "LOCATION" in values:  # an address of several lines
        lines = (line.strip() for line in values["LOCATION"].splitlines())
        values["LOCATION"] = ", ".join(filter(None, lines))
    start = end = local(entry["DTSTART"].dt, zone)
    if "DTEND" in entry:
        end = local(entry["DTEND"].dt, zone)
    elif "DURATION" in entry:
        end = start + entry["DURATION"].dt
    values["DTSTART"] = iso(start)
    if (last := last_day(start, end)) is not None:
        values["DTEND"] = iso(last)
    if "UID" in entry:
        again = f" {iso(entry['RECURRENCE-ID'].dt)}" if "RECURRENCE-ID" in entry else ""
        values["UID"] = _id(str(entry["UID"]).removesuffix("@chrono") + again)
    # An unknown class is to be taken for private.
    if any(str(name).strip().upper() not in ("", "PUBLIC") for name in _each(entry, "CLASS")):
        values["CLASS"] = True
    if "STATUS" in entry:
        values["STATUS"] = _STATUSES_READ.get(str(entry["STATUS"]).upper(), str(entry["STATUS"]))
    categories = _each(entry, "CATEGORIES")
    tags = (tag for value in categories for tag in getattr(value, "cats", [value]))
    values["CATEGORIES"] = [str(tag) for tag in tags if str(tag).strip()]
    for name in ("ATTENDEE", "ORGANIZER"):
        people = _each(entry, name)
        values[name] = [
            str(person.params.get("CN") or str(person).removeprefix("mailto:")) for person in people
        ]
    return {name: value for name, value in values.items() if value != []}


def _each(entry: Any, name: str) -> list[Any]:
    """The values of a property that may be repeated."""
    values = entry.get(name, [])
    return values if isinstance(values, list) else [values]


def _id(uid: str) -> str:
    """An id for a UID, always the same; short texts of letters and digits stay as they are."""
    short = slug(uid)
    if short == uid or (short and len(uid) < _LONGEST_ID):
        return short
    digest = hashlib.sha256(uid.encode()).hexdigest()[:12]
    return f"{short[:40].strip('-')}-{digest}".strip("-")


# -- reading what `export ics` wrote -------------------------------------------------------------


def _exported_data(entry: Any) -> dict[str, Any] | None:
    """What `export ics` wrote into an entry, if the entry is one of its own."""
    if PROPERTY not in entry:
        return None
    data = json.loads(base64.b64decode(str(entry[PROPERTY])))
    return data if isinstance(data, dict) and isinstance(data.get("event"), dict) else None


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{PROPERTY} has something else in place of a text")
    return value


def _actor(id: str, fields: Mapping[str, Any]) -> Actor:
    country = fields.get("country")
    return Actor(id, _text(fields["name"]), country=_text(country) if country else None)


def _type(fields: Mapping[str, Any]) -> EventType:
    id, label, plural = (_text(fields[key]) for key in ("id", "label", "plural"))
    return EventType(id, label, plural, bool(fields["contact"]))


def _edited(data: Mapping[str, Any], entry: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """The event as it was exported, with what somebody has changed in a calendar program."""
    event, added, digests = dict(data["event"]), data.get("around", {}), data.get("shown", {})
    now = {name: _digest(entry[name]) if name in entry else None for name in _EDITABLE}
    changed = {name for name, digest in now.items() if digest != digests.get(name)}
    if values.get("CLASS"):
        event["private"] = True
    for key, name in FIELDS.items():
        if name in changed and key not in ("id", "date", "end"):
            event[key] = _without_added(name, values.get(name), added)
    location = str(values.get("LOCATION", ""))
    if "LOCATION" in changed and not location.endswith(added.get("LOCATION") or "\n"):
        event["place_country"] = None
    if changed & {"DTSTART", "DTEND"}:
        event["date"], event["end"] = values.get("DTSTART"), values.get("DTEND")
        event.pop("local_dates", None)
    return event


def _without_added(name: str, value: Any, added: Mapping[str, str]) -> Any:
    """The value of a changed property, without what `export ics` shows before and after it."""
    if isinstance(value, list):
        return [tag for tag in value if tag != added.get("CATEGORIES")]
    if not isinstance(value, str):
        return value
    if name == "DESCRIPTION":
        value = value.removeprefix(added.get("HEAD", "")).removesuffix(added.get("TAIL", ""))
        return value.strip("\n") or None
    return value.removesuffix(added.get(name, "")) or None
