"""Reduce a ledger to some events and all records that these events need."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from chrono.core.claims import ClaimVerdict, judge_all
from chrono.core.coverage import CoverageRow, Subjects, hull, narrowed
from chrono.core.filters import Condition, FilterText
from chrono.core.model import BUILT_IN_TYPES, Actor, Event, Ledger, Source
from chrono.core.origins import Origins
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Query, Selection, by_status, select
from chrono.core.references import NOT_DUPLICATE_OF, links, named_in, names_of, not_duplicates
from chrono.core.spans import Containment

CONTACTS_ONLY = FilterText("contacts", "only")


class Subset(NamedTuple):
    """A part of a ledger that is itself a valid ledger, and data on the omitted records.

    - `ledger`: this part
    - `whole`: all events and other records that may be shared
    - `description`: the filters as they were typed
    - `required`: the actors who must take part; empty if a name matches several actors
    - `promised`: the number of omitted held events on days that `ledger` covers
    - `broken_links`: a phrase for each link to an omitted event
    - `changed_claims`: the ids of the claims that were omitted because the numbers would change
    - `private`: the number of omitted private records, by "event", "source" or "note"
    - `other_statuses`: for each status, the number of events that only the filter `status` excludes
    - `possible`: the ids of the events that may not be what was asked for, such as contacts of
      somebody who may not have held an office yet
    """

    ledger: Ledger
    whole: Ledger
    description: tuple[FilterText, ...]
    subjects: Subjects
    claims: tuple[ClaimVerdict, ...]
    broken_links: tuple[str, ...]
    changed_claims: tuple[str, ...]
    private: Mapping[str, int]
    other_statuses: Mapping[str, int]
    period: Period = EVERYTHING
    promised: int = 0
    required: tuple[Actor, ...] = ()
    possible: frozenset[str] = frozenset()

    @property
    def actors(self) -> tuple[str, ...]:
        """Return the names of the actors who must take part."""
        return tuple(actor.name for actor in self.required)

    @property
    def query(self) -> Query:
        """Return a query for counts.

        Without a period, it counts the covered days if all events began on these days. Otherwise,
        it counts all days: what was selected is never left out.
        """
        about = Query(
            period=self.period, subjects=self.subjects, contacts=True,
            conditions=(Condition(("id",), self.fit, whole=True),) if self.possible else (),
            actors=tuple((actor,) for actor in self.required), descriptions=self.description,
        )  # fmt: skip
        days = hull(self.ledger, about)
        if self.period == EVERYTHING and any(
            event.when.starts_in(days) is not Containment.CERTAIN for event in self.ledger.events
        ):
            days = EVERYTHING
        return about._replace(period=days, contacts=False)

    def fit(self, event: Event) -> Containment:
        """Return whether an event, if it is in the period, certainly counts."""
        return Containment.POSSIBLE if event.id in self.possible else Containment.CERTAIN

    @property
    def selection(self) -> Selection:
        """Return the selection of the events that count. Its ledger has no claims, but all
        principals.
        """
        ledger = self.ledger._replace(claims=(), principals=self.whole.principals)
        return select(ledger, self.query)


def subset(
    ledger: Ledger,
    events: Iterable[Event],
    query: Query | None = None,
    private: bool = False,
    others: Iterable[Event] = (),
) -> Subset:
    """Return a ledger with only `events` and all records that these events need.

    - `query`: the query that has selected the events (default: all events)
    - `private`: whether to keep private records and notes
    - `others`: the events that only the filter `status` excludes

    A claim is kept if its numbers and its verdicts do not change. If events are omitted, at least
    one of the `events` must count for the claim.
    """
    query = query or Query()
    visible = ledger if private else _public(ledger)
    wanted = {event.id for event in events}
    kept = [event for event in visible.events if event.id in wanted]
    ids = {event.id for event in kept}
    known = ids.union(*(event.former_ids for event in kept))
    part = visible._replace(
        events=tuple(with_links_to(_with_known_duplicates(event, known), ids) for event in kept),
        coverage=narrowed(ledger, query),
    )
    claims = _unchanged_claims(ledger, part)
    unchanged = {verdict.claim.id for verdict in claims}
    whole = [event for event in ledger.events if event.id in ids]
    withheld = {
        "event": sum(event.id in wanted for event in ledger.events) - len(kept),
        "source": sum(len(one.sources) for one in whole) - sum(len(one.sources) for one in kept),
        "note": sum(event.notes is not None for event in whole if not private),
    }
    unique = all(len(matches) == 1 for matches in query.actors)
    return Subset(
        _with_needed(part._replace(claims=tuple(verdict.claim for verdict in claims))),
        visible,
        (*query.descriptions, *[CONTACTS_ONLY] * query.contacts),
        query.subjects,
        claims,
        tuple(broken_links(kept, ids)),
        tuple(claim.id for claim in ledger.claims if claim.id not in unchanged),
        {noun: number for noun, number in withheld.items() if number},
        by_status(event for event in others if private or not event.private),
        query.period,
        _promised(part, (event for event in visible.events if event.id not in ids)),
        tuple(one for (one, *_) in query.actors) if unique else (),
        frozenset(one.event.id for one in select(ledger, query).matches if not one.certain)
        if query.conditions
        else frozenset(),
    )


def _public(ledger: Ledger) -> Ledger:
    hidden = {id for id, source in ledger.sources.items() if source.private}

    def shareable(sources: Iterable[Source]) -> tuple[Source, ...]:
        return tuple(
            source._replace(id=None, former_ids=()) if source.id in hidden else source
            for source in sources
            if not source.private
        )

    return ledger._replace(
        events=tuple(
            event._replace(notes=None, sources=shareable(event.sources))
            for event in ledger.events
            if not event.private
        ),
        claims=tuple(one._replace(sources=shareable(one.sources)) for one in ledger.claims),
    )


def _with_known_duplicates(event: Event, ids: Collection[str]) -> Event:
    named = not_duplicates(event) if event.extra else []
    if all(id in ids for id in named):
        return event
    kept = [id for id in named if id in ids]
    rest = {key: value for key, value in event.extra.items() if key != NOT_DUPLICATE_OF}
    return event._replace(extra={**rest, NOT_DUPLICATE_OF: kept} if kept else rest)


def with_links_to(event: Event, ids: set[str]) -> Event:
    """Return the event with only the links to events whose ids are in `ids`."""
    follows = tuple(id for id in event.follows if id in ids)
    return event._replace(follows=follows, part_of=event.part_of if event.part_of in ids else None)


def broken_links(events: Iterable[Event], ids: set[str]) -> Iterator[str]:
    """Yield `"ID" to "ID"` for each link from one of `events` to an event that is not in `ids`."""
    for event in events:
        for link in links(event.follows, event.part_of):
            if link.id not in ids:
                yield f'"{event.id}" to "{link.id}"'


def _promised(part: Ledger, left_out: Iterable[Event]) -> int:
    """Return the number of held events in `left_out` on days that `part` covers."""
    rows = part.coverage or (CoverageRow(EVERYTHING),)
    held = (event for event in left_out if event.status == "held")
    return sum(any(row.promises(event) for row in rows) for event in held)


def _unchanged_claims(whole: Ledger, part: Ledger) -> tuple[ClaimVerdict, ...]:
    complete = len(whole.events) == len(part.events)
    verdicts = zip(judge_all(whole.claims, whole), judge_all(part.claims, part), strict=True)
    return tuple(
        after
        for before, after in verdicts
        if (complete or any(reading.events for reading in after.readings))
        and _numbers(before) == _numbers(after)
    )


def _numbers(verdict: ClaimVerdict) -> list[object]:
    numbers = (number for reading in verdict.readings for number in reading.stated)
    counted = [(number.what, number.counted.min, number.counted.max) for number in numbers]
    return [*(reading.verdict for reading in verdict.readings), *counted]


def _with_needed(part: Ledger) -> Ledger:
    cited = [source for record in part.records for source in record.sources]
    ids = {source.id for source in cited}
    origins = Origins(part.publishers)
    by_names = {(source.publisher, source.origin): source for source in cited}
    publishers = {name for source in by_names.values() for name in origins.both(source)}
    part = part._replace(
        sources={id: source for id, source in part.sources.items() if id in ids},
        publishers={id: one for id, one in part.publishers.items() if one.name in publishers},
    )
    named = named_in(part) | {("types", type.id) for type in BUILT_IN_TYPES}
    actors = {
        id: actor for id, actor in part.actors.items() if not named.isdisjoint(names_of(actor))
    }
    return part._replace(
        actors=actors,
        principals=tuple(actor for actor in part.principals if actor.id in actors),
        types={id: type for id, type in part.types.items() if ("types", id) in named},
    )
