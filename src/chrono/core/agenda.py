"""The agenda of a period: planned, ongoing and overdue events, and anniversaries of events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import NamedTuple

from chrono.core import english
from chrono.core.model import STATUSES, Event, Ledger
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Match, Query, Selection, select
from chrono.core.spans import Containment, high, low

SECTIONS = ("planned", "ongoing", "overdue", "earlier")
"""The names of the sections of an agenda, in order."""


class Agenda(NamedTuple):
    """The events of an agenda, in one selection for each section.

    - `planned`: events that overlap the period, were not held and are not over
    - `ongoing`: held events that began before the period and continue in it. If the period includes
      today, events that began in the period before today count too.
    - `overdue`: planned events that are over, whether in the period or not
    - `earlier`: events with an anniversary in the period
    - `others`: events that are left out only because of their status
    """

    planned: Selection
    ongoing: Selection
    overdue: Selection
    earlier: Selection
    others: tuple[Event, ...]

    @property
    def sections(self) -> dict[str, Selection]:
        """Return the sections that have events, by name.

        The field `planned` becomes one section for each status, such as "postponed".
        """
        sections: dict[str, Selection] = {
            status: self.planned._replace(
                matches=tuple(one for one in self.planned.matches if one.event.status == status)
            )
            for status in ("planned", *STATUSES)
        }
        sections |= {"ongoing": self.ongoing, "overdue": self.overdue, "earlier": self.earlier}
        return {name: section for name, section in sections.items() if section.matches}

    def heading(self, name: str) -> str:
        """Return the heading of the section `name`, such as `Planned, 1–30 Nov 2025`."""
        if name == "earlier":
            return "Earlier, on these days"
        period = self.planned.query.period
        whole = period == EVERYTHING or name == "overdue"
        return name.capitalize() + ("" if whole else f", {english.span(period.span, year=True)}")


def agenda(
    ledger: Ledger, query: Query, today: dt.date, sections: Collection[str] = SECTIONS
) -> Agenda:
    """Return the agenda for the period, the filters and the statuses of a query.

    `sections`: names of the sections to fill. The other sections stay empty.
    """
    anywhere = query._replace(period=EVERYTHING)
    others: list[Event] = []

    def section(
        name: str, wanted: Query, statuses: Collection[str], test: Callable[[Event], object]
    ) -> Selection:
        if name not in sections:
            return Selection(ledger, wanted, ())
        every = select(ledger, wanted._replace(statuses=STATUSES)).matches
        selected = [each for each in every if each.event.status in statuses and test(each.event)]
        others.extend(each.event for each in selected if each.event.status not in query.statuses)
        matches = (each for each in selected if each.event.status in query.statuses)
        return Selection(ledger, wanted, tuple(matches))

    not_held = [status for status in STATUSES if status != "held"]
    happened = [status for status in STATUSES if status != "planned"]
    rest = query.period.narrowed(Period.between(today, None)) or query.period
    planned = section(
        "planned", query._replace(overlap=True), not_held, lambda event: not is_over(event, today)
    )
    remaining = query._replace(period=rest, overlap=True)
    ongoing = section("ongoing", remaining, ["held"], lambda event: is_ongoing(event, rest))
    overdue = section("overdue", anywhere, ["planned"], lambda event: is_over(event, today))
    earlier = section("earlier", anywhere, happened, lambda event: anniversary(event, query.period))

    def day(match: Match) -> dt.date:
        return anniversary(match.event, query.period) or dt.date.max

    ordered = earlier._replace(matches=tuple(sorted(earlier.matches, key=day)))
    named = {event.id: event for event in others}
    return Agenda(planned, ongoing, overdue, ordered, tuple(named.values()))


def is_over(event: Event, today: dt.date) -> bool:
    """Return whether an event ended before `today`, by its date and by all its local dates."""
    return all((day := when.days.last) and day < today for when in event.all_dates)


def is_ongoing(event: Event, period: Period) -> bool:
    """Return whether an event of several days certainly or possibly began before a period.

    The event must overlap the period.
    """
    starts = event.when.starts_in(period)
    return event.when.interval and starts is not Containment.CERTAIN


def anniversary(event: Event, period: Period) -> dt.date | None:
    """Return the first anniversary of an event in a period, or None if the period has none.

    An event has anniversaries only if its first day is known.
    """
    first = event.when.start_span.first
    if first is None or not event.when.start_known:
        return None
    start, end = low(period.start), high(period.end)
    year = max(start.year, first.year + 1)
    days = (_same_day(first, number) for number in (year, year + 1) if number <= dt.MAXYEAR)
    return next((day for day in days if start <= day <= end), None)


def nearest_day(day: dt.date, today: dt.date) -> dt.date:
    """Return the anniversary of `day`, in any year, that is nearest to `today`.

    If two anniversaries are equally near, the result is the later one.
    """
    years = range(max(today.year - 1, dt.MINYEAR), min(today.year + 1, dt.MAXYEAR) + 1)
    days = (_same_day(day, year) for year in years)
    return min(days, key=lambda one: (abs(one - today), -one.toordinal()))


def _same_day(day: dt.date, year: int) -> dt.date:
    try:
        return day.replace(year=year)
    except ValueError:
        return dt.date(year, 2, 28)
