"""Find the first and last day of a timeline's axis, and the days that show an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from chrono.core.dates import When
from chrono.core.periods import Period
from chrono.core.spans import Span, month_length


def axis_days(period: Period, dates: Iterable[When]) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of a timeline's axis, or None if no day is known.

    The axis shows the period. If the period has no start or no end, the dates of the events decide.
    """
    spans = [span for when in dates for span in (when.start_span, when.ends)]
    known = [(first, last) for first, last in spans if first and last]
    near = [(first, last) for first, last in known if (last - first).days <= 366] or known
    start, end = period.start, period.end
    if near and start is None:
        start = min(first for first, _ in near).replace(day=1)
    if near and end is None:
        last = max(last for _, last in near)
        end = last.replace(day=month_length(last.year, last.month))
    return None if start is None or end is None else (start, max(start, end))


def parts_of_event(when: When) -> Iterator[tuple[Span, bool]]:
    """Yield (days, is certain) for each part of an event in a timeline.

    - A vague date has a part for each span of possible days. `is certain` is False.
    - An interval also has a part for the days on which the event certainly went on.
    - An exact day has no parts.
    """
    if not when.exact:
        for span in [when.days] if when.interval else when.starts:
            yield span, False
    first, last = when.start_span.last, when.ends.first
    if when.interval and first and last and first <= last:
        yield Span(first, last), True
