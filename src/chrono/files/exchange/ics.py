"""Read and write the format `ics`: a calendar (RFC 5545).

The property `X-CHRONO-EVENT` of an entry contains the event itself, so that an import of an
exported calendar loses nothing. The property has a digest of each value that users may change.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
import zoneinfo
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import chain
from typing import Any

from icalendar import Calendar

from chrono.core import english
from chrono.core.headline import headline
from chrono.core.model import Actor, EventType
from chrono.core.note_kinds import Note
from chrono.core.progress import counted
from chrono.core.sentences import bad_value, dropped_links
from chrono.core.subset import Subset, broken_links, with_links_to
from chrono.core.text import escape_controls
from chrono.errors import UsageError
from chrono.files.exchange.calendar_entries import (
    DAY,
    EDITABLE,
    FIELDS,
    PROPERTY,
    TYPE_KEYS,
    Entries,
    digest,
    last_saved,
)
from chrono.files.exchange.import_table import ImportTable, Row, columns_of
from chrono.files.exchange.registry import Document
from chrono.files.format.ids import slug
from chrono.files.read.text import Text, unreadable

FORMATS = {
    "ics": {
        "help": "a calendar in the iCalendar format",
        "suffixes": [".ics"],
        "options": ["coarse", "alarm", "today", "compact"],
    },
}

_HEAD = {"prodid": "-//chrono//chrono//EN", "version": "2.0"}
_END = b"END:VCALENDAR\r\n"
_STATUSES_READ = {"CONFIRMED": "held", "TENTATIVE": "unconfirmed", "CANCELLED": "cancelled"}

_SINGLE = (
    "UID", "RECURRENCE-ID", "DTSTART", "DTEND", "DURATION", "SUMMARY", "LOCATION", "DESCRIPTION",
    "STATUS", PROPERTY,
)  # fmt: skip
"""The properties that a calendar entry may have only once."""

_TEXTS = ("SUMMARY", "LOCATION", "DESCRIPTION", "URL", "COMMENT")
_UNREADABLE = (ValueError, AttributeError, TypeError, LookupError, OverflowError, RecursionError)
"""The errors that icalendar raises for a malformed property, or that its values cause."""
_UNITS = {
    "m": dt.timedelta(minutes=1), "h": dt.timedelta(hours=1), "d": DAY, "w": dt.timedelta(weeks=1)
}  # fmt: skip
"""Maps the letter of a unit in `--alarm` to its length."""
_Zone = dt.tzinfo | None


def export_ics(
    subset: Subset, coarse: bool = False, alarm: Sequence[str] = (), today: dt.date | None = None,
    compact: bool = False,
) -> Document:  # fmt: skip
    """Return a calendar of the events with exact dates.

    - `coarse`: whether to include events with inexact dates, as entries for all possible days
    - `alarm`: how long before an event to show a reminder, such as `1d`. Cancelled events, denied
      events and events up to `today` have no reminders.
    - `compact`: whether to write short entries, for subscribers

    Raises UsageError for an invalid `alarm`.
    """
    files = subset.ledger.files
    writer = Entries(today, [*dict.fromkeys(map(_trigger, alarm))], last_saved(files))
    entry_of = writer.short_entry if compact else writer.entry
    events = [event for event in subset.ledger.events if coarse or event.when.exact]
    ids = {event.id for event in events}
    calendar: Any = Calendar(_HEAD, calscale="GREGORIAN")
    calendar.add("x-wr-calname", escape_controls(headline(subset)))
    whole = calendar.to_ical(sorted=False)
    exported = counted(events, "Exporting events", len(events))
    entries = (entry_of(with_links_to(event, ids)) for event in exported)
    content = chain([whole[: -len(_END)]], entries, [_END])
    notes: list[str | Note] = []
    if rough := [event.id for event in subset.ledger.events if not event.when.exact]:
        were = "events with inexact dates were"
        what = english.plural(len(rough), "event with an inexact date was", were)
        them = "it" if len(rough) == 1 else "them"
        way = f"omitted (to include {them}, add --coarse)"
        way = "entered on all possible days" if coarse else way
        notes.append(f"{what} {way}: {english.first_few(rough)}")
    if dropped := [*broken_links(events, ids)]:
        notes.append(dropped_links(dropped))
    return Document(content, tuple(notes), english.plural(len(events), "event"))


def _trigger(alarm: str) -> dt.timedelta:
    unit = "(m)(?:in(?:ute)?s?)?|(h)(?:ours?)?|(d)(?:ays?)?|(w)(?:eeks?)?"
    if (parts := re.fullmatch(rf"([0-9]{{1,4}}) ?(?:{unit})", alarm)) is None:
        raise UsageError(bad_value("--alarm", alarm, "a time such as 30m, 2h, 1d or 1w"))
    return -int(parts[1]) * _UNITS[next(filter(None, parts.groups()[1:]))]


def read_ics(text: Text) -> ImportTable:
    """Return the import table of all events (VEVENT) in the calendars of a file.

    Raises LedgerError if the text is not a calendar or is incomplete.
    """
    try:
        calendars: Any = Calendar.from_ical(text.text, multiple=True)
    except _UNREADABLE as error:
        raise unreadable(text.name, f"not a calendar: {error}") from None
    if not calendars:
        raise unreadable(text.name, "not a calendar: no complete VCALENDAR found")
    entries = [entry for calendar in calendars for entry in calendar.walk("VEVENT")]
    begun = len(re.findall(r"(?im)^BEGIN:VEVENT\s*$", text.text))
    if len(entries) != begun:
        complete = f"only {len(entries)} of {english.plural(begun, 'event')} are complete"
        raise unreadable(text.name, f"the file is truncated: {complete}; export it again")
    zone: _Zone = None
    for calendar in calendars:
        if str(calendar.get("METHOD", "")).upper() == "CANCEL":
            for entry in calendar.walk("VEVENT"):
                entry["STATUS"] = "CANCELLED"
        with suppress(KeyError, ValueError, OSError):  # no time zone, or an unknown one
            zone = zone or zoneinfo.ZoneInfo(str(calendar["X-WR-TIMEZONE"]))
    people, types = dict[str, Actor](), dict[str, EventType]()
    rows = [_row(number, entry, people, types, zone) for number, entry in enumerate(entries, 1)]
    columns = columns_of(rows)
    fields = {key: column for key, column in FIELDS.items() if column in columns}
    declined = sum(_declined(one) for entry in entries for one in _each(entry, "ATTENDEE"))
    invitations = english.plural(declined, "declined invitation was", "declined invitations were")
    notes = [f"{invitations} ignored"] if declined else []
    utc = sum(str(row.values.get(FIELDS["date"])).endswith("Z") for row in rows)
    if utc:
        notes.append(f"the days of {english.plural(utc, 'event')} are those of UTC")

    def rejects(rows: Sequence[Row]) -> str:
        calendar: Any = Calendar(_HEAD)
        for source in calendars:
            calendar.update({key: value for key, value in source.items() if key.startswith("X-")})
            calendar.subcomponents += source.walk("VTIMEZONE")
        calendar.subcomponents += [entries[row.number - 1] for row in rows]
        return str(calendar.to_ical(sorted=False).decode())

    kinds = [*types.values()]
    return ImportTable("event", columns, rows, rejects, fields, people, types=kinds, notes=notes)


def _row(
    number: int, entry: Any, people: dict[str, Actor], types: dict[str, EventType], zone: _Zone
) -> Row:
    try:
        if problem := _problem(entry):
            return Row(number, {}, problem=problem)
        values = _values(entry, zone)
        data = json.loads(base64.b64decode(str(entry[PROPERTY]))) if PROPERTY in entry else None
        if isinstance(data, dict) and isinstance(data.get("event"), dict):  # from `export ics`
            values = _edited(data, entry, values)
            for id, fields in data.get("people", {}).items():
                country = str(fields.get("country", "")) or None
                people.setdefault(id, Actor(id, str(fields["name"]), country=country))
            if kind := data.get("type"):
                id, label, nouns = (str(kind[key]) for key in TYPE_KEYS[:3])
                types.setdefault(id, EventType(id, label, nouns, bool(kind["contact"])))
        return Row(number, values)
    except _UNREADABLE as error:
        return Row(number, {}, problem=f"cannot be read: {error}")


def _problem(entry: Any) -> str | None:
    if "RRULE" in entry or "RDATE" in entry:
        return "recurring events are not supported; export each date as a separate event"
    if entry.errors:
        name, error = entry.errors[0]
        return f"{name}: {error}" if name else str(error)
    if repeated := [name for name in _SINGLE if isinstance(entry.get(name), list)]:
        return f"more than one {repeated[0]}; keep one"
    if "DTSTART" not in entry:
        return "no DTSTART"
    for value in (entry[name] for name in ("DTSTART", "DTEND") if name in entry):
        is_local = isinstance(value.dt, dt.datetime) and value.dt.tzinfo is None
        if is_local and (zone := value.params.get("TZID")):  # the day may differ
            return f'unknown time zone "{zone}"; define it in the file as a VTIMEZONE'
    return None


def _values(entry: Any, zone: _Zone) -> dict[str, Any]:
    texts = {name: entry.get(name) for name in _TEXTS}
    values: dict[str, Any] = {
        name: str(text) for name, text in texts.items() if isinstance(text, str) and text.strip()
    }
    if "LOCATION" in values:  # an address of several lines
        lines = map(str.strip, values["LOCATION"].splitlines())
        values["LOCATION"] = ", ".join(filter(None, lines))
    start = _local(entry["DTSTART"].dt, zone)
    end = start + entry["DURATION"].dt if "DURATION" in entry else start
    last = _last_day(start, _local(entry["DTEND"].dt, zone) if "DTEND" in entry else end)
    values |= {"DTSTART": _iso(start), "DTEND": last and last.isoformat()}
    if "UID" in entry:
        again = f" {_iso(entry['RECURRENCE-ID'].dt)}" if "RECURRENCE-ID" in entry else ""
        values["UID"] = _id(str(entry["UID"]).removesuffix("@chrono") + again)
    # RFC 5545: an unknown class counts as private.
    if any(str(name).strip().upper() not in ("", "PUBLIC") for name in _each(entry, "CLASS")):
        values["CLASS"] = True
    if status := str(entry.get("STATUS", "")):
        values["STATUS"] = _STATUSES_READ.get(status.upper(), status)
    tags = (tag for each in _each(entry, "CATEGORIES") for tag in getattr(each, "cats", [each]))
    values["CATEGORIES"] = [str(tag) for tag in tags if str(tag).strip()]
    for name in ("ATTENDEE", "ORGANIZER"):
        invited = (one for one in _each(entry, name) if not _declined(one))
        people = ((one.params.get("CN"), one.removeprefix("mailto:")) for one in invited)
        values[name] = [str(called or address) for called, address in people]
    return {name: value for name, value in values.items() if value not in (None, [])}


def _declined(person: Any) -> bool:
    return str(person.params.get("PARTSTAT", "")).upper() == "DECLINED"


def _local(moment: Any, zone: _Zone) -> Any:
    in_utc = isinstance(moment, dt.datetime) and moment.tzinfo and not moment.utcoffset()
    return moment.astimezone(zone) if zone is not None and in_utc else moment


def _iso(moment: dt.date) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _last_day(start: dt.date, end: Any) -> dt.date | None:
    """Return the last day of a calendar entry, or None for an entry of one day.

    Raises ValueError if `end` is before `start`, or if only `end` has a time.
    """
    if isinstance(end, dt.datetime) and not isinstance(start, dt.datetime):
        raise ValueError("DTSTART is a day but DTEND is a time")
    # A day is its midnight. The time of a start counts only if the end has a time, too.
    parts = 6 if isinstance(end, dt.datetime) else 3
    first, after = (dt.datetime(*moment.timetuple()[:parts]) for moment in (start, end))
    if after < first:
        raise ValueError("it ends before it begins")
    # An end at midnight includes nothing of the day that begins then.
    last = (after - DAY if after.time() == dt.time(0) else after).date()
    # A call past midnight is not a two-day event.
    return last if after - first >= DAY and last > first.date() else None


def _each(entry: Any, name: str) -> list[Any]:
    values = entry.get(name, [])
    return values if isinstance(values, list) else [values]


def _id(uid: str) -> str:
    short = slug(uid)
    if short and (short == uid or len(uid) < 60):
        return short
    digest = hashlib.sha256(uid.encode()).hexdigest()[:12]
    return f"{short[:40].strip('-')}-{digest}".strip("-")


def _edited(data: Mapping[str, Any], entry: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    event, added, digests = dict(data["event"]), data.get("around", {}), data.get("shown", {})
    changed = {name for name in EDITABLE if digest(entry.get(name)) != digests.get(name)}
    if values.get("CLASS"):
        event["private"] = True
    for key, name in FIELDS.items():
        if name in changed and key not in ("date", "end"):
            value = values.get(name)
            if name == "DESCRIPTION" and value is not None:
                value = value.removeprefix(added.get("HEAD", ""))
                value = value.removesuffix(added.get("TAIL", "")).strip("\n") or None
            elif isinstance(value, list):
                value = [tag for tag in value if tag != added.get(name)]
            elif isinstance(value, str):
                value = value.removesuffix(added.get(name, "")) or None
            event[key] = value
    country = added.get("LOCATION")
    if "LOCATION" in changed and not (country and values.get("LOCATION", "").endswith(country)):
        event["place_country"] = None
    if changed & {"DTSTART", "DTEND"}:
        event["date"], event["end"] = values.get("DTSTART"), values.get("DTEND")
        event.pop("local_dates", None)
    return event
