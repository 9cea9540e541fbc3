"""Read the periods that users type, such as `2025-10` or `last month`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from chrono.cli.session import Session
from chrono.core.date_errors import DateError
from chrono.core.names import fold
from chrono.core.periods import PLAIN_PERIOD
from chrono.core.query import Question
from chrono.core.sentences import bad_value, meaning
from chrono.errors import LedgerError, UsageError

_MOST_CHARACTERS = 200
"""The maximum length of a typed period."""


def in_dates(
    name: str, text: str, session: Session, agenda: bool = False, others: Question | None = None,
    again: Callable[[str], str] = "use {}".format,
) -> str:  # fmt: skip
    """Return a period or day in dates, such as `2025-11-21..2025-11-27` for "last 7 days".

    - `name`: "period", "since" or "until". For "since" and "until", the result is one date
    - `agenda`: whether to accept a day without a year, as in `chrono agenda`
    - `others`: the other filters, for the error message
    - `again`: a function that returns the advice to type some options, for the error message

    Raises UsageError if `text` is neither a period nor a day.
    """
    is_period = name == "period"
    if re.fullmatch(PLAIN_PERIOD, text) or (not is_period and ".." in text):
        return text
    from chrono.core.english_date_forms import PhraseError
    from chrono.core.english_dates import WORD_FORMS, read_period, read_since, time_error
    from chrono.core.missing_years import with_covered_year

    if len(text) > _MOST_CHARACTERS:  # reading words takes time
        long = f'"{text[:30]}…" has more than {_MOST_CHARACTERS} characters'
        raise UsageError(f"{long}; write {WORD_FORMS}")
    read = partial(read_since if name == "since" else read_period, text)
    try:
        days = read(session.today)
    except PhraseError as error:
        if agenda and error.day:
            from chrono.core.agenda import nearest_day

            return str(nearest_day(dt.date.fromisoformat(error.day), session.today))
        every_year = f", or run `chrono agenda {error.day}` for the same day in earlier years"
        with suppress(LedgerError):
            error = with_covered_year(error, read, session.read(()).coverage, session.today)
        raise UsageError(
            f"{error}{every_year * bool(error.day)}" if is_period else f"--{name} {error}"
        ) from None
    except DateError as error:
        if not is_period and time_error(text):
            form = 'a date such as 2025-10-30, 2025-10 or "10 months ago"'
            raise UsageError(bad_value(f"--{name}", text, form)) from None
        days = _by_events(session, text if is_period else f"{name} {text}")
        if not (days or is_period):
            return text  # refused when the question is resolved
        if not days:
            from chrono.cli.bare_words import period_error

            raise period_error(session, text, error, others, agenda, again) from None
    first, _, last = days.partition("..")
    return days if is_period else (first if name == "since" else last or first) or text


def _by_events(session: Session, text: str) -> str:
    """Return the dates of a period such as "since the inauguration", or "" for other texts.

    Raises LedgerError for errors in the ledger, which names the events.
    """
    from chrono.core.english_dates import read_period
    from chrono.core.named_days import NAMED, with_days

    if not NAMED.search(fold(text)):
        return ""
    with suppress(DateError):
        dated = with_days(text, session.read().events)
        return read_period(dated, session.today) if dated != fold(text) else ""
    return ""


def with_period(question: Question, typed: str, dates: str) -> Question:
    """Return the question with the period `dates`.

    If the period was typed in words, a note gives the dates. `typed`: the period as typed.
    """
    question = question._replace(period=dates)
    if typed == dates:
        return question
    question = question._replace(typed_period=typed)
    notes = [*question.notes, meaning(typed, dates)]
    return question._replace(notes=notes, typed_dates={dates: typed, **question.typed_dates})
