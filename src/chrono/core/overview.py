"""A period at a glance: the principals' contacts, all contacts, and the silences between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chrono.core.claims import ClaimVerdict, claims_about, judge_all
from chrono.core.counting import Count, Tally, tally
from chrono.core.gaps import Gap, OpenGap, gaps
from chrono.core.model import Actor, Event, Ledger
from chrono.core.query import Query, Selection


class Overview(NamedTuple):
    """All that `summary` shows of a selection.

    `counted` are the contacts, or all that was asked for where contacts alone were not wanted;
    the principals' part counts those that all of them share. `longest` is the silence that may have
    been the longest of all; another one, whose days are known better, may have lasted longer than
    it: whichever it was lasted `longest_min` days at least. `running` is the silence since the last
    contact.
    """

    ledger: Ledger
    query: Query
    events: Count
    counted: Tally
    by_month: Tally
    principals: tuple[Actor, ...]
    shared: Tally
    longest: Gap | None
    longest_min: int
    running: OpenGap | None
    claims: tuple[ClaimVerdict, ...]

    @property
    def first(self) -> Event | None:
        """The first that is counted, by the first day on which it may have begun."""
        return self.counted.total.matches[0].event if self.counted.total.matches else None

    @property
    def last(self) -> Event | None:
        """The last that is counted."""
        return self.counted.total.matches[-1].event if self.counted.total.matches else None

    def by_time(self, most: int) -> tuple[str, dict[str, Count]]:
        """The unit, and the numbers by month; by quarter or year if these are more than `most`."""
        selection = Selection(self.query, tuple(self.counted.total.matches))
        unit, counted = "month", self.by_month
        for coarser in ("quarter", "year"):
            if len(counted.numbers) <= most:
                break
            unit, counted = coarser, tally(selection, [coarser], self.ledger.types)
        return unit, {key[0]: count for key, count in counted.numbers.items()}


def overview(
    ledger: Ledger,
    selection: Selection,
    *,
    contacts: bool = True,
    today: dt.date | None = None,
) -> Overview:
    """The overview of a selection. Actors that its query names take the principals' place."""
    query = selection.query._replace(contacts=contacts)
    matches = [hit for hit in selection.matches if hit.event.between_nations or not contacts]
    counted = Selection(query, tuple(matches))
    named = tuple(actor for group in query.actors for actor in group)
    principals = named or ledger.principals
    ids = {actor.id for actor in principals}
    shared = [hit for hit in matches if ids and ids <= {one.id for one in hit.event.actors}]
    found = gaps(matches, query.period, ledger.covers, today)
    return Overview(
        ledger=ledger,
        query=query,
        events=Count(list(selection.matches)),
        counted=tally(counted, ["type"], ledger.types),
        by_month=tally(counted, ["month"], ledger.types),
        principals=principals,
        shared=tally(Selection(query, tuple(shared)), ["type"], ledger.types),
        longest=found.found[0] if found.found else None,
        longest_min=max((one.min for one in found.found), default=0),
        running=found.running,
        claims=tuple(judge_all(claims_about(ledger, query), ledger)),
    )


def verdicts(claims: Sequence[ClaimVerdict]) -> Mapping[str, int]:
    """How many claims got each verdict."""
    counts: dict[str, int] = {}
    for claim in claims:
        counts[claim.verdict] = counts.get(claim.verdict, 0) + 1
    return counts
