"""ics: the entries of a calendar, from whichever program; those of `export ics` come back whole."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
import re
import zoneinfo
from collections.abc import Mapping, Sequence
from typing import Any

from icalendar import Calendar

from chrono.core.english import plural
from chrono.core.ids import slug
from chrono.core.model import Actor, EventType
from chrono.errors import LedgerError, Problem
from chrono.files.exchange.ics_writer import PROPERTY, SHOWN, mark
from chrono.files.exchange.readers import MARK, Row, SideTables, Table

FIELDS = {
    "id": "UID", "title": "SUMMARY", "date": "DTSTART", "end": "DTEND", "place": "LOCATION",
    "summary": "DESCRIPTION", "tags": "CATEGORIES", "status": "STATUS", "private": "CLASS",
}  # fmt: skip
"""What a calendar's properties are to an event, where nothing else is said."""

_STATUS = {"CONFIRMED": "held", "TENTATIVE": "unconfirmed", "CANCELLED": "cancelled"}
_LONGEST_ID = 60


def ics(text: str, name: str) -> Table:
    """The VEVENTs of all calendars in a file; DTEND is the last day, not the one behind it."""
    try:
        calendars: Any = Calendar.from_ical(text.removeprefix(MARK), multiple=True)
    except (ValueError, IndexError, KeyError, AttributeError) as error:
        raise LedgerError([Problem(name, 0, f"it is not a calendar: {error}", "file")]) from None
    entries = [entry for calendar in calendars for entry in calendar.walk("VEVENT")]
    begun = len(re.findall(r"(?im)^BEGIN:VEVENT\s*$", text))
    if not calendars or len(entries) != begun:
        why = f"it is cut off: {plural(begun, 'VEVENT')} begin, and {len(entries)} are whole"
        why = why if calendars else "it is not a calendar: there is no whole VCALENDAR in it"
        raise LedgerError([Problem(name, 0, why, "file")])
    for calendar in calendars:
        if str(calendar.get("METHOD", "")).upper() == "CANCEL":
            for entry in calendar.walk("VEVENT"):
                entry["STATUS"] = "CANCELLED"
    here = _zone(calendars)
    people: dict[str, Actor] = {}
    types: dict[str, EventType] = {}
    rows = [_row(number, entry, people, types, here) for number, entry in enumerate(entries, 1)]
    columns = dict.fromkeys(key for row in rows for key in row.values)

    def rejects(some: Sequence[Row]) -> str:
        calendar: Any = Calendar()
        calendar.add("prodid", "-//chrono//chrono//EN")
        calendar.add("version", "2.0")
        for one in calendars:
            for key, value in one.items():
                if key.startswith("X-"):
                    calendar[key] = value
            for zone in one.walk("VTIMEZONE"):
                calendar.add_component(zone)
        for row in some:
            calendar.add_component(entries[row.number - 1])
        return str(calendar.to_ical(sorted=False).decode())

    fields = {key: column for key, column in FIELDS.items() if column in columns}
    return Table(
        "event", [*columns], rows, rejects, fields, people, beside=SideTables([*types.values()])
    )


def _row(
    number: int,
    entry: Any,
    people: dict[str, Actor],
    types: dict[str, EventType],
    here: dt.tzinfo | None,
) -> Row:
    wrong = None
    if "RRULE" in entry or "RDATE" in entry:
        wrong = "it is repeated, and an event is one: export the calendar with its dates one by one"
    elif entry.errors:
        wrong = f"{entry.errors[0][0]}: {entry.errors[0][1]}"
    elif "DTSTART" not in entry or isinstance(entry["DTSTART"], list):
        wrong = "it has no DTSTART, or two"
    elif missing := _unknown_zone(entry):
        wrong = f'the time zone "{missing}" is not told in the file, and not known'
    try:
        shown = {} if wrong else _shown(entry, here)
        own = None if wrong else _own(entry)
        if own is None:
            return Row(number, shown, "", wrong)
        values = _as_it_is_now(own, entry, shown)
        new = {
            id: Actor(str(id), str(one["name"]), country=one.get("country"))
            for id, one in own.get("people", {}).items()
        }
        kind = own.get("type")
        named = ("id", "label", "plural", "contact")
        made = EventType(**{key: kind[key] for key in named}) if kind else None
    except (
        ValueError,
        AttributeError,
        TypeError,
        LookupError,
        OverflowError,
        RecursionError,
    ) as error:
        return Row(number, {}, "", f"it cannot be read: {error}")
    for id, actor in new.items():
        people.setdefault(id, actor)
    if made is not None:
        types.setdefault(made.id, made)
    return Row(number, values, "", wrong)


def _own(entry: Any) -> dict[str, Any] | None:
    """What `export ics` wrote into an entry, if it is one of its own."""
    if PROPERTY not in entry:
        return None
    found = json.loads(base64.b64decode(str(entry[PROPERTY])))
    return found if isinstance(found, dict) and isinstance(found.get("event"), dict) else None


def _as_it_is_now(own: Mapping[str, Any], entry: Any, shown: Mapping[str, Any]) -> dict[str, Any]:
    """The event as it was written, but for what somebody has changed in the calendar."""
    event = dict(own["event"])
    written = own.get("shown", {})
    if shown.get("CLASS"):
        event["private"] = True
    changed = [
        name
        for name in SHOWN
        if (mark(entry[name]) if name in entry else None) != written.get(name)
    ]
    around = own.get("around", {})
    for key, column in FIELDS.items():
        if column in changed and key not in ("id", "date", "end"):
            event[key] = _bare(column, shown.get(column), around)
    if "LOCATION" in changed and not str(shown.get("LOCATION", "")).endswith(
        around.get("LOCATION") or "\n"
    ):
        event["place_country"] = None
    if {"DTSTART", "DTEND"} & {*changed}:
        event["date"], event["end"] = shown.get("DTSTART"), shown.get("DTEND")
        event.pop("local_dates", None)
    return event


def _bare(column: str, value: Any, around: Mapping[str, str]) -> Any:
    """What somebody has written, without what `export ics` shows around it."""
    if isinstance(value, list):
        return [tag for tag in value if tag != around.get("CATEGORIES")]
    if not isinstance(value, str):
        return value
    if column == "DESCRIPTION":
        value = value.removeprefix(around.get("HEAD", "")).removesuffix(around.get("TAIL", ""))
        return value.strip("\n") or None
    return value.removesuffix(around.get(column, "")) or None


def _zone(calendars: Sequence[Any]) -> dt.tzinfo | None:
    """The time zone that a calendar is kept in, where its program says so."""
    for calendar in calendars:
        try:
            return zoneinfo.ZoneInfo(str(calendar["X-WR-TIMEZONE"]))
        except (KeyError, ValueError, OSError):  # none is said, or none is known
            continue
    return None


def _unknown_zone(entry: Any) -> str | None:
    """A TZID that led to no time zone: the day could be another one."""
    for name in ("DTSTART", "DTEND"):
        if name in entry and "TZID" in entry[name].params:
            moment = entry[name].dt
            if isinstance(moment, dt.datetime) and moment.tzinfo is None:
                return str(entry[name].params["TZID"])
    return None


def _shown(entry: Any, here: dt.tzinfo | None) -> dict[str, Any]:
    """The properties as texts and lists, by their names; times in UTC as they are `here`."""
    found: dict[str, Any] = {
        name: str(entry[name])
        for name in ("SUMMARY", "LOCATION", "DESCRIPTION", "URL", "COMMENT")
        if name in entry and isinstance(entry[name], str) and str(entry[name]).strip()
    }
    start = _local(entry["DTSTART"].dt, here)
    if "LOCATION" in found:  # an address of several lines
        lines = (line.strip() for line in found["LOCATION"].splitlines())
        found["LOCATION"] = ", ".join(filter(None, lines))
    found["DTSTART"] = _written(start)
    if (end := _last(entry, start, here)) is not None:
        found["DTEND"] = end
    if "UID" in entry:
        again = entry["RECURRENCE-ID"].dt if "RECURRENCE-ID" in entry else None
        found["UID"] = _id(str(entry["UID"]), _written(again) if again else "")
    classes = entry.get("CLASS", [])
    classes = classes if isinstance(classes, list) else [classes]
    if any(str(one).strip().upper() not in ("", "PUBLIC") for one in classes):
        found["CLASS"] = True  # an unknown one is meant to be taken for private, too
    if "STATUS" in entry:
        found["STATUS"] = _STATUS.get(str(entry["STATUS"]).upper(), str(entry["STATUS"]))
    categories = entry.get("CATEGORIES", [])
    listed = categories if isinstance(categories, list) else [categories]
    if tags := [
        str(tag) for one in listed for tag in getattr(one, "cats", [one]) if str(tag).strip()
    ]:
        found["CATEGORIES"] = tags
    for name in ("ATTENDEE", "ORGANIZER"):
        people = entry.get(name, [])
        called = [_person(one) for one in (people if isinstance(people, list) else [people])]
        if called:
            found[name] = called
    return found


def _written(moment: dt.date | dt.datetime) -> str:
    if isinstance(moment, dt.datetime):
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
    return moment.isoformat()


def _local(moment: Any, here: dt.tzinfo | None) -> Any:
    """A time in UTC as the calendar's own clock has it."""
    if here is None or not isinstance(moment, dt.datetime) or moment.tzinfo is None:
        return moment
    return moment.astimezone(here) if not moment.utcoffset() else moment


def _last(entry: Any, start: dt.date | dt.datetime, here: dt.tzinfo | None) -> str | None:
    """The last day, of what lasted a day or more and ended on another than it began."""
    if "DTEND" in entry:
        end: Any = _local(entry["DTEND"].dt, here)
    elif "DURATION" in entry:
        end = start + entry["DURATION"].dt
    else:
        return None
    if not isinstance(end, dt.datetime):
        first = start.date() if isinstance(start, dt.datetime) else start
        if end < first:
            raise ValueError("it ends before it begins")
        last: dt.date = end - dt.timedelta(days=1)
    else:
        if not isinstance(start, dt.datetime):
            raise ValueError("it begins with a day and ends with a time")
        length = end.replace(tzinfo=None) - start.replace(tzinfo=None)
        if length < dt.timedelta(0):
            raise ValueError("it ends before it begins")
        if length < dt.timedelta(days=1):
            return None  # a call into the night is no event of two days
        first = start.date()
        # What ends at midnight has nothing of the day that begins then.
        last = end.date() - dt.timedelta(days=end.time() == dt.time(0))
    return last.isoformat() if last > first else None


def _person(address: Any) -> str:
    """An attendee by name, or by address where there is none."""
    return str(address.params.get("CN") or str(address).removeprefix("mailto:"))


def _id(uid: str, again: str) -> str:
    """An id that is always the same for a calendar's own, and for each time that it is repeated."""
    own = uid.removesuffix("@chrono") + (f" {again}" if again else "")
    short = slug(own)
    if short == own or (short and len(own) < _LONGEST_ID):
        return short
    digest = hashlib.sha256(own.encode()).hexdigest()[:12]
    return f"{short[:40].strip('-')}-{digest}".strip("-")
