"""Read dates and periods as people type them in options and prompts, such as `16 April 2024`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chrono.cli.session import Session
from chrono.core.date_errors import DateError
from chrono.core.note_kinds import Note
from chrono.errors import UsageError
from chrono.files.format.keys import CLAIM
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import DATE, PERIOD
from chrono.files.format.typed_text import printed

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path


def parse(
    session: Session, kind: Kind, typed: Any, path: Path = (), today: dt.date | None = None
) -> Any:  # fmt: skip
    """Return the TOML value of a typed value. Dates such as "16 April 2024" become EDTF.

    - `typed`: a text, or several values in a list or dict
    - `path`: the key of the value in the entry
    - `today`: the day for words such as "yesterday"; None: today's date in the session

    Raises UsageError for wrong syntax, and for words that have several meanings.
    """
    return _in_dates(session, kind, kind.parse(typed), path, today or session.today)


def parse_claim(session: Session, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the typed fields of a claim as TOML values.

    In the period, words such as "this year" are relative to the date of the claim.
    """
    others = {key: value for key, value in fields.items() if key != "period"}
    parsed: dict[str, Any] = parse(session, CLAIM, others)
    if "period" in fields:
        kind, today = CLAIM.keys["period"].kind, day_of(parsed)
        parsed["period"] = parse(session, kind, fields["period"], ("period",), today)
    return parsed


def day_of(fields: Mapping[str, Any]) -> dt.date | None:
    """Return the last day of the date in `fields`, or None if the date is missing or invalid."""
    days = _days_of(fields)
    return days and days[1]


def _days_of(fields: Mapping[str, Any]) -> tuple[dt.date, dt.date] | None:
    date = fields.get("date")
    if date is None or DATE.problems(date, ()):
        return None
    days: tuple[dt.date, dt.date] = DATE.check(date, (), []).sort_key
    return days


def is_date(session: Session, text: str) -> bool:
    """Return whether the whole text is a date, in words or in digits."""
    from chrono.core.english_dates import read_date

    try:
        return bool(read_date(text, session.today))
    except DateError:
        return False


def future_status(session: Session, fields: Mapping[str, Any]) -> str | None:
    """Return "planned" for an event that is dated after today and has no status, otherwise None."""
    days = None if "status" in fields else _days_of(fields)
    return "planned" if days and days[0] > session.today else None


def _in_dates(session: Session, kind: Kind, value: Any, path: Path, today: dt.date) -> Any:
    if isinstance(value, Mapping):
        return {
            name: _in_dates(session, kind.inner(name), item, (*path, name), today)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [
            _in_dates(session, kind.inner(number), item, (*path, number), today)
            for number, item in enumerate(value)
        ]
    is_period = PERIOD in (kind, kind.item)
    if not isinstance(value, str) or not (kind is DATE or is_period):
        return value
    from chrono.core.english_date_forms import PhraseError
    from chrono.core.english_dates import read_date, read_period

    try:
        text = (read_period if is_period else read_date)(value, today)
    except PhraseError as error:
        raise UsageError(f"{printed(path)} {error}".lstrip()) from None
    except DateError:
        return value  # the check of the entry reports the error
    if text == value:
        return value
    if re.sub(r"(T\d\d:\d\d):00", r"\1", text) != value:  # not only without seconds
        # What is written is a result, and not only how a question was read.
        written = text if is_period else _written(text)
        session.note(Note(f'"{value}" becomes {written}'))
    return text if is_period else DATE.parse(text)


def _written(date: str) -> str:
    """Return an EDTF date for a note, with the months of a season: `2024-23 (Sep–Nov 2024)`."""
    if re.search("(?<![0-9])[0-9]{4}-2[1-4](?![0-9])", date):
        from chrono.core import english
        from chrono.core.dates import When

        months = re.sub(r"[a-z]+ ([0-9–]+) \((\w+–\w+)\)", r"\2 \1", english.date(When.parse(date)))
        return f"{date} ({months})"
    return date
