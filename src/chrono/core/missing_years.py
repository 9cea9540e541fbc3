"""Suggest a year for dates without a year: the last year in which the ledger covers the date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from chrono.core.coverage import Coverage, any_days
from chrono.core.english_date_forms import PhraseError
from chrono.core.english_dates import with_year
from chrono.core.periods import Period
from chrono.core.spans import Span, common, low


def with_covered_year(
    error: PhraseError, read: Callable[[dt.date], object], coverage: Coverage, today: dt.date
) -> PhraseError:
    """Return the error for a date without a year, with a date that the ledger covers.

    The date is up to today. If there is no such date, the error is returned unchanged.

    `read`: a function that reads the text on a given day, and raises the error.
    """
    for year in _years(coverage, today) if error.day else ():
        try:
            read(dt.date(year, 12, 31))
        except PhraseError as other:
            if other.day and _is_covered(Period.parse(other.day).span, coverage, today):
                return other
    return error


def period_with_covered_year(text: str, period: str, coverage: Coverage, today: dt.date) -> str:
    """Return the last period up to today with the name `text` that the ledger covers, in dates.

    For `March`, the result can be `2025-03`. If `text` has a year, or if the ledger covers no such
    period, the result is `period`.
    """
    for year in _years(coverage, today):
        dated = with_year(text, year)
        if dated and _is_covered(dated[1].span, coverage, today):
            return dated[1].text
    return period


def _years(coverage: Coverage, today: dt.date) -> range:
    """Return the last covered year up to the present year, and the year before."""
    known = common(any_days(coverage), [Span(None, today)])
    last = (known[-1].last or today).year if known else today.year
    return range(last, max(last - 2, 0), -1)


def _is_covered(days: Span, coverage: Coverage, today: dt.date) -> bool:
    return low(days.first) <= today and any(days.meets(span) for span in any_days(coverage))
