"""Choose the days on which a timeline draws its axis and its events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from chrono.core.dates import When
from chrono.core.periods import Period
from chrono.core.spans import Span, month_length


def axis_days(period: Period, dates: Iterable[When]) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of a timeline's axis, or None if no day is known.

    They are those of the period, or of the events' months. Vague dates are ignored if there are
    others.
    """
    spans = [span for when in dates for span in (when.start_span, when.ends)]
    known = [(first, last) for first, last in spans if first and last]
    near = [(first, last) for first, last in known if (last - first).days <= 366] or known
    ends = (last.replace(day=month_length(last.year, last.month)) for _, last in near)
    start = period.start or min((first.replace(day=1) for first, _ in near), default=None)
    end = period.end or max(ends, default=None)
    return None if start is None or end is None else (start, max(start, end))


def drawn_days(when: When) -> Iterator[tuple[Span, bool]]:
    """Yield (days, whether they are certain) for each part of an event in a timeline.

    If its date is vague, the first part has its possible days. An interval has a part for the days
    on which it certainly went on.
    """
    if not when.exact:
        for span in [when.days] if when.interval else when.starts:
            yield span, False
    first, last = when.start_span.last, when.ends.first
    if when.interval and first and last and first <= last:
        yield Span(first, last), True
