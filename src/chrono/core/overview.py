"""The overview of a period: the contacts, the gaps and the claims."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import chain, combinations
from operator import attrgetter
from typing import NamedTuple

from chrono.core.claims import ClaimVerdict, claims_about, judge_all
from chrono.core.counting import Count, Tally, tally
from chrono.core.coverage import days_of, holds, shared_days
from chrono.core.english import join_and, join_or
from chrono.core.gaps import Gap, Gaps, gaps
from chrono.core.model import Actor, Event, Ledger
from chrono.core.query import HELD, Match, Query, Selection
from chrono.core.spans import common, high, low


class End(NamedTuple):
    """The first or the last counted event, and the other events that may be the first or the last.

    - `match`: the first or last event, if possible one that is certainly in the period
    - `order`: "earlier" or "later"
    """

    name: str
    match: Match
    order: str
    others: tuple[Match, ...]


class Overview(NamedTuple):
    """All values that `chrono summary` shows about a selection.

    The counted events are the contacts, or all events if the query is not limited to contacts.

    - `counted`: the number of counted events by type
    - `by_month`: the number of counted events by month
    - `principals`: the actors of the question, or those of the ledger. Empty if the question has
      other filters, and finds no event that the principals share.
    - `shared`: the number of counted events with at least two principals (or with the only one)
    - `covered`: whether the ledger covers the counted events on any day of the period
    - `shared_covered`: whether the ledger covers the events of `shared` on any day of the period
    - `shared_gap`: the longest gap between the events of `shared`, or None. Always None if the
      ledger covers the counted events in the whole period, or on the same days as the events of
      `shared`.
    """

    ledger: Ledger
    query: Query
    events: Count
    counted: Tally
    by_month: Tally
    principals: tuple[Actor, ...]
    shared: Tally
    gaps: Gaps
    claims: tuple[ClaimVerdict, ...]
    covered: bool
    shared_covered: bool
    shared_gap: Gap | None

    @property
    def first(self) -> Event | None:
        """Return the first counted event, or None if there is none."""
        return self.counted.total.matches[0].event if self.counted.total.matches else None

    @property
    def last(self) -> Event | None:
        """Return the last counted event, or None if there is none."""
        return self.counted.total.matches[-1].event if self.counted.total.matches else None

    @property
    def ends(self) -> tuple[End, ...]:
        """Return the first and the last counted event, or an empty tuple."""
        matches = self.counted.total.matches
        certain = [match for match in matches if match.certain] or matches
        if not certain:
            return ()
        first, last = certain[0], certain[-1]
        uncertain = [one for one in matches if not one.certain and one not in certain]
        begun = low(last.event.when.starts[0].first)
        later = [one for one in uncertain if high(one.event.when.starts[-1].last) > begun]
        earlier = matches[: matches.index(first)]
        return (
            End("First", first, "earlier", tuple(earlier)),
            End("Last", last, "later", tuple(later)),
        )

    @property
    def longest(self) -> Gap | None:
        """Return the gap with the greatest possible length, or None if there are no gaps."""
        return self.gaps.found[0] if self.gaps.found else None

    @property
    def definition(self) -> str:
        """Return a sentence that tells readers which events count as contacts.

        The result is "" if no event counts, or if the query is not limited to contacts.
        """
        types = [id for (id,) in self.counted.numbers]
        if not types or not self.query.contacts:
            return ""
        what = join_and([self.ledger.types[id].called(None) for id in types])
        where = "between people from two or more countries"
        if self.query.statuses == HELD:
            which = f"that took place {where}"
        else:
            which = f"{where}, with the status {join_or(self.query.statuses)}"
        return f"Counted here: {what} {which}. Each contact counts once, on its first day."

    @property
    def surest(self) -> Gap | None:
        """Return the gap whose least possible length is the greatest.

        The result is None if `longest` returns a gap with the same least length.
        """
        surest = max(self.gaps.found, key=attrgetter("min"), default=None)
        return surest if surest and self.longest and surest.min > self.longest.min else None

    def by_time(self, most: int) -> tuple[str, dict[str, Count]]:
        """Return the finest unit of time that gives few enough rows, and the count of each row.

        `most`: the maximum number of months or quarters. Twice as many years are allowed.
        """
        selection = Selection(self.ledger, self.query, tuple(self.counted.total.matches))
        unit, counted = "month", self.by_month
        for finer, limit, coarser in (
            ("month", most, "quarter"), ("quarter", most, "year"), ("year", 2 * most, "decade")
        ):  # fmt: skip
            if unit == finer and len(counted.numbers) > limit:
                unit, counted = coarser, tally(selection, [coarser])
        return unit, {key[0]: count for key, count in counted.numbers.items()}


def overview(
    selection: Selection, *, contacts: bool = True, today: dt.date | None = None
) -> Overview:
    """Return the overview of a selection.

    `today`: the last day of the current gap, or None to omit this gap.
    """
    ledger, query = selection.ledger, selection.query._replace(contacts=contacts)
    matches = [match for match in selection.matches if match.event.between_nations or not contacts]
    counted = Selection(ledger, query, tuple(matches))
    principals = tuple(dict.fromkeys(chain.from_iterable(query.actors))) or ledger.principals
    needed = min(2, len(principals))
    shared = [match for match in matches if _shares(match.event, principals, needed)]
    # A zero of the principals would be beside the point of a question about something else.
    narrowed = any(one.name != "contacts" for one in query.descriptions)
    if not shared and not query.actors and narrowed:
        principals, needed = (), 0
    covered = days_of(ledger, query)
    shared_covered = shared_days(ledger, query, combinations(principals, needed))
    is_covered = bool(common(covered, [query.period.span]))
    is_whole = holds(covered, query.period.span) or covered == shared_covered
    shared_gaps = () if is_whole else gaps(shared, query.period, shared_covered, None).found
    return Overview(
        ledger=ledger,
        query=query,
        events=Count(list(selection.matches)),
        counted=tally(counted, ["type"]),
        by_month=tally(counted, ["month"]),
        principals=principals,
        shared=tally(Selection(ledger, query, tuple(shared)), ["type"]),
        gaps=gaps(matches, query.period, covered, today),
        claims=tuple(judge_all(claims_about(ledger, query), ledger)),
        covered=is_covered,
        shared_covered=bool(common(shared_covered, [query.period.span])),
        shared_gap=shared_gaps[0] if shared_gaps else None,
    )


def _shares(event: Event, principals: Sequence[Actor], needed: int) -> bool:
    ids = {actor.id for actor in event.actors}
    return 0 < needed <= sum(actor.id in ids for actor in principals)
