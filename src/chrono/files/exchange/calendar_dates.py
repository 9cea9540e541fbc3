"""Dates in a calendar: DTSTART and DTEND, where DTEND is the day after the last one."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from chrono.core.dates import When

_DAY = dt.timedelta(days=1)


def start_and_end(when: When) -> tuple[dt.date, dt.date | None]:
    """Return DTSTART (a datetime if the time of day is known) and DTEND, or None without an end."""
    if when.precision == "time":
        moment = dt.datetime.fromisoformat(when.text)
        try:
            return moment.astimezone(dt.UTC) if moment.tzinfo else moment, None
        except OverflowError:  # in the years 1 and 9999
            return moment.replace(tzinfo=None), None
    first = when.start or when.end
    assert first is not None  # an interval or a set has at least one end
    last = when.end or first
    return first, last + _DAY if last < dt.date.max else None


def last_day(start: dt.date, end: Any) -> dt.date | None:
    """Return the last day of an entry that lasts a day or more and ends on another day.

    `end` is DTEND, a date or a datetime. Raises ValueError if the entry ends before it begins.
    """
    first = start.date() if isinstance(start, dt.datetime) else start
    if not isinstance(end, dt.datetime):
        length, last = end - first, end - _DAY
    elif not isinstance(start, dt.datetime):
        raise ValueError("it begins with a day and ends with a time")
    else:
        length = end.replace(tzinfo=None) - start.replace(tzinfo=None)
        # An end at midnight includes nothing of the day that begins then.
        last = end.date() - _DAY * (end.time() == dt.time(0))
    if length < dt.timedelta(0):
        raise ValueError("it ends before it begins")
    # A call past midnight is not a two-day event.
    return last if length >= _DAY and last > first else None


def iso(moment: dt.date) -> str:
    """Return a date or a datetime as EDTF."""
    if isinstance(moment, dt.datetime):
        return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
    return moment.isoformat()


def time_zone(calendars: Iterable[Any]) -> dt.tzinfo | None:
    """Return the time zone that calendars name; None if the zone is missing or unknown."""
    for calendar in calendars:
        with suppress(KeyError, ValueError, OSError):  # no name is given, or no known one
            return zoneinfo.ZoneInfo(str(calendar["X-WR-TIMEZONE"]))
    return None


def local(moment: Any, zone: dt.tzinfo | None) -> Any:
    """Return a time in UTC as local time in the zone, and any other moment unchanged."""
    in_utc = isinstance(moment, dt.datetime) and moment.tzinfo and not moment.utcoffset()
    return moment.astimezone(zone) if zone is not None and in_utc else moment
