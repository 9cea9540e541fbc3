"""A period at a glance: the principals' contacts, all contacts, and the silences between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chrono.core.claims import Judged, judge
from chrono.core.counting import Count, Tally, tally
from chrono.core.dates import Period
from chrono.core.model import Actor, Claim, Event, Ledger
from chrono.core.query import Query, Selection, select
from chrono.core.silences import Silence, silences


class Overview(NamedTuple):
    """All that `summary` shows. The principals' part counts contacts that all of them share."""

    period: Period
    ledger: Ledger
    events: Count
    contacts: Tally
    by_month: Tally
    principals: tuple[Actor, ...]
    shared: Tally
    longest: Silence | None
    claims: tuple[Judged, ...]

    @property
    def first(self) -> Event | None:
        """The first contact."""
        return self.contacts.total.hits[0].event if self.contacts.total.hits else None

    @property
    def last(self) -> Event | None:
        """The last contact."""
        return self.contacts.total.hits[-1].event if self.contacts.total.hits else None


def overview(ledger: Ledger, query: Query) -> Overview:
    """The overview of what a query selects. Actors that it names take the principals' place."""
    everything = select(ledger, query._replace(contacts=False))
    contacts = select(ledger, query._replace(contacts=True))
    named = tuple(actor for group in query.actors for actor in group)
    principals = named or ledger.principals
    ids = {actor.id for actor in principals}
    shared = [hit for hit in contacts.hits if ids and ids <= {one.id for one in hit.event.actors}]
    longest = silences(contacts.hits, query.period)
    return Overview(
        period=query.period,
        ledger=ledger,
        events=Count(list(everything.hits)),
        contacts=tally(contacts, ["type"], ledger.types),
        by_month=tally(contacts, ["month"], ledger.types),
        principals=principals,
        shared=tally(Selection(query, tuple(shared)), ["type"], ledger.types),
        longest=longest[0] if longest else None,
        claims=tuple(judge(claim, ledger) for claim in _claims(ledger, query.period, named)),
    )


def _claims(ledger: Ledger, period: Period, about: Sequence[Actor]) -> list[Claim]:
    """The claims made in a period; where actors are named, those that are about all of them."""
    ids = {actor.id for actor in about}
    return [
        claim
        for claim in ledger.claims
        if claim.date.starts_in(period) and ids <= {actor.id for actor in claim.actors}
    ]


def verdicts(claims: Sequence[Judged]) -> Mapping[str, int]:
    """How many claims got each verdict."""
    counts: dict[str, int] = {}
    for claim in claims:
        counts[claim.verdict] = counts.get(claim.verdict, 0) + 1
    return counts
