"""ics: the entries of a calendar, from whichever program; those of `export ics` come back whole."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from icalendar import Calendar

from chrono.core.model import Actor, EventType
from chrono.errors import LedgerError, Problem
from chrono.files.exports.ics import PROPERTY, SHOWN, mark
from chrono.files.ids import slug
from chrono.files.imports import MARK, Beside, Row, Table

FIELDS = {
    "id": "UID", "title": "SUMMARY", "date": "DTSTART", "end": "DTEND", "place": "LOCATION",
    "summary": "DESCRIPTION", "tags": "CATEGORIES", "status": "STATUS",
}  # fmt: skip
"""What a calendar's properties are to an event, where nothing else is said."""

_STATUS = {"CONFIRMED": "held", "TENTATIVE": "unconfirmed", "CANCELLED": "cancelled"}
_LONGEST_ID = 60


def ics(text: str, name: str) -> Table:
    """The VEVENTs of all calendars in a file; DTEND is the last day, not the one behind it."""
    try:
        calendars: Any = Calendar.from_ical(text.removeprefix(MARK), multiple=True)
    except (ValueError, IndexError, KeyError, AttributeError) as error:
        raise LedgerError([Problem(name, 0, f"it is no calendar: {error}", "file")]) from None
    entries = [entry for calendar in calendars for entry in calendar.walk("VEVENT")]
    people: dict[str, Actor] = {}
    types: dict[str, EventType] = {}
    rows = [_row(number, entry, people, types) for number, entry in enumerate(entries, 1)]
    columns = dict.fromkeys(key for row in rows for key in row.values)

    def rejects(some: Sequence[Row]) -> str:
        calendar: Any = Calendar()
        calendar.add("prodid", "-//chrono//chrono//EN")
        calendar.add("version", "2.0")
        for row in some:
            calendar.add_component(entries[row.number - 1])
        return str(calendar.to_ical(sorted=False).decode())

    fields = {key: column for key, column in FIELDS.items() if column in columns}
    return Table(
        "event", [*columns], rows, rejects, fields, people, beside=Beside([*types.values()])
    )


def _row(number: int, entry: Any, people: dict[str, Actor], types: dict[str, EventType]) -> Row:
    wrong = None
    if "RRULE" in entry or "RDATE" in entry:
        wrong = "it is repeated, and an event is one: export the calendar with its dates one by one"
    elif entry.errors:
        wrong = f"{entry.errors[0][0]}: {entry.errors[0][1]}"
    elif "DTSTART" not in entry:
        wrong = "it has no DTSTART"
    try:
        shown = {} if wrong else _shown(entry)
        own = None if wrong else _own(entry)
    except (ValueError, AttributeError, TypeError, KeyError) as error:
        return Row(number, {}, "", f"it cannot be read: {error}")
    if own is None:
        return Row(number, shown, "", wrong)
    for id, person in own.get("people", {}).items():
        people.setdefault(id, Actor(id, person["name"], country=person.get("country")))
    if kind := own.get("type"):
        types.setdefault(kind["id"], EventType(**kind))
    return Row(number, _as_it_is_now(own, entry, shown), "", wrong)


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
    changed = [
        name
        for name in SHOWN
        if (mark(entry[name]) if name in entry else None) != written.get(name)
    ]
    for key, column in FIELDS.items():
        if column in changed and key not in ("id", "end"):
            event[key] = shown.get(column)
    if {"DTSTART", "DTEND"} & {*changed}:
        event["date"], event["end"] = shown.get("DTSTART"), shown.get("DTEND")
        event.pop("local_dates", None)
    return event


def _shown(entry: Any) -> dict[str, Any]:
    """The properties as texts and lists, by their names."""
    found: dict[str, Any] = {
        name: str(entry[name])
        for name in ("SUMMARY", "LOCATION", "DESCRIPTION", "URL", "COMMENT")
        if name in entry and isinstance(entry[name], str) and str(entry[name]).strip()
    }
    start = entry["DTSTART"].dt
    found["DTSTART"] = _written(start)
    if (end := _last(entry, start)) is not None:
        found["DTEND"] = end
    if "UID" in entry:
        found["UID"] = _id(str(entry["UID"]))
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


def _last(entry: Any, start: dt.date | dt.datetime) -> str | None:
    """The last day, where that is another than the first."""
    end: Any
    if "DTEND" in entry:
        end = entry["DTEND"].dt
    elif "DURATION" in entry:
        end = start + entry["DURATION"].dt
    else:
        return None
    whole = not isinstance(end, dt.datetime)
    first = start.date() if isinstance(start, dt.datetime) else start
    # What ends at midnight has nothing of the day that begins then.
    at_midnight = not whole and end.time() == dt.time(0)
    last = (end if whole else end.date()) - dt.timedelta(days=whole or at_midnight)
    return last.isoformat() if last > first else None


def _person(address: Any) -> str:
    """An attendee by name, or by address where there is none."""
    return str(address.params.get("CN") or str(address).removeprefix("mailto:"))


def _id(uid: str) -> str:
    """An id that is always the same for a calendar's own, whatever that is made of."""
    own = uid.removesuffix("@chrono")
    short = slug(own)
    if short == own or (short and len(own) < _LONGEST_ID):
        return short
    digest = hashlib.sha256(uid.encode()).hexdigest()[:12]
    return f"{short[:40].strip('-')}-{digest}".strip("-")
