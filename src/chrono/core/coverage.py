"""The events and days for which a ledger is declared to be complete.

chrono shows gaps, zeros and verdicts on claims only for covered days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from chrono.core.countries import country_name
from chrono.core.english import join_and, join_or
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.periods import EVERYTHING, Period
from chrono.core.spans import OPEN, Containment, Span, common, high, low, merged

if TYPE_CHECKING:
    from chrono.core.dates import When
    from chrono.core.model import Actor, Event, EventType, Ledger
    from chrono.core.query import Query


class Subject(NamedTuple):
    """A set of events for which coverage is declared, such as all calls between two people.

    - `actors`: ids of actors who must all take part
    - `types`: ids of the allowed types, or None for any type
    - `tags`: tags that an event must all have
    - `countries`: countries that must all take part, also those of `actors`
    """

    actors: frozenset[str] = frozenset()
    types: frozenset[str] | None = None
    tags: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()

    @classmethod
    def between(
        cls, actors: Iterable[Actor], types: frozenset[str] | None = None,
        tags: Iterable[str] = (), countries: Iterable[str] = (),
    ) -> Subject:  # fmt: skip
        """Return the subject of the events in which all of these actors and countries take part."""
        ids = {actor.id: actor.country for actor in actors}
        every = frozenset([*countries, *filter(None, ids.values())])
        return cls(frozenset(ids), types, frozenset(tags), every)

    def and_also(self, other: Subject) -> Subject:
        """Return the subject of the events that meet the conditions of both subjects."""
        both = [types for types in (self.types, other.types) if types is not None]
        types = both[0].intersection(*both) if both else None
        countries = self.countries | other.countries
        return Subject(self.actors | other.actors, types, self.tags | other.tags, countries)

    def or_else(self, other: Subject) -> Subject:
        """Return the smallest subject that includes the events of both subjects."""
        both = None not in (self.types, other.types)
        types = (self.types or frozenset()) | (other.types or frozenset()) if both else None
        countries = self.countries & other.countries
        return Subject(self.actors & other.actors, types, self.tags & other.tags, countries)

    def includes(self, other: Subject) -> bool:
        """Return whether this subject includes all events of the other subject."""
        types = self.types is None or (other.types is not None and other.types <= self.types)
        parties = self.actors <= other.actors and self.countries <= other.countries
        return types and parties and self.tags <= other.tags


Subjects = tuple[Subject, ...]
"""Several subjects. An event belongs to them if it meets the conditions of at least one."""

ANYTHING: Subjects = (Subject(),)

_MOST_ALTERNATIVES = 64


def any_of(first: Subjects, second: Subjects) -> Subjects:
    """Return subjects that together include the events of `first` and the events of `second`.

    More than 64 subjects are replaced by a single subject, which may include more events.
    """
    every = dict.fromkeys((*first, *second))
    widest = tuple(
        one for one in every if not any(other != one and other.includes(one) for other in every)
    )
    return widest if len(widest) <= _MOST_ALTERNATIVES else (reduce(Subject.or_else, widest),)


def both(first: Subjects, second: Subjects) -> Subjects:
    """Return subjects that together include the events that are in `first` and also in `second`."""
    return any_of(tuple(one.and_also(other) for one in first for other in second), ())


class CoverageRow(NamedTuple):
    """A promise that the ledger has all events in a period that meet some conditions.

    - `actors`: actors who must all take part
    - `types`: the allowed types
    - `tags`: tags that an event must all have
    - `note`: a note for readers of the ledger
    - `countries`: countries that must all take part

    If `actors`, `types`, `tags` or `countries` is empty, the row has no such condition.
    """

    period: Period
    actors: tuple[Actor, ...] = ()
    types: tuple[EventType, ...] = ()
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: Mapping[str, Any] = {}
    countries: tuple[str, ...] = ()

    @property
    def subject(self) -> Subject:
        """Return the actors, types, tags and countries of this row as a subject."""
        types = frozenset(type.id for type in self.types) if self.types else None
        ids = frozenset(actor.id for actor in self.actors)  # which imply their countries
        return Subject(ids, types, frozenset(self.tags), frozenset(self.countries))

    @property
    def restricted(self) -> bool:
        """Return whether this row has conditions on actors, types, tags or countries."""
        return self.subject != Subject()

    def values(self) -> dict[str, Any]:
        """Return the fields that are not empty, by the key of each field in a ledger file."""
        return {key: value for key, value in self._asdict().items() if value}

    def promises(self, event: Event) -> bool:
        """Return whether the row promises that the ledger has this event.

        The event must meet all conditions of the row, and must certainly have begun in the period.
        """
        types = frozenset([event.type.id])
        about = self.subject.includes(Subject.between(event.actors, types, event.tags))
        return about and event.when.starts_in(self.period) is Containment.CERTAIN


Coverage = tuple[CoverageRow, ...]
"""The coverage rows of a ledger. A ledger without rows covers everything."""


def covered_days(coverage: Coverage, subject: Subject) -> tuple[Span, ...]:
    """Return the days for which the ledger has all events of `subject`, as disjoint spans."""
    if not coverage:
        return (OPEN,)
    return merged(row.period.span for row in coverage if row.subject.includes(subject))


def days_of(ledger: Ledger, query: Query) -> tuple[Span, ...]:
    """Return the days for which the ledger has all events of a query, as disjoint spans.

    The period of the query is ignored.
    """
    contacts = frozenset(id for id, type in ledger.types.items() if type.contact)
    days: tuple[Span, ...] = (OPEN,)
    for subject in query.subjects:
        if query.contacts and subject.types is None:
            subject = subject._replace(types=contacts)
        days = common(days, covered_days(ledger.coverage, subject))
    return days


def holds(spans: Sequence[Span], days: Span) -> bool:
    """Return whether one of the spans contains all of `days`.

    `spans`: disjoint spans that are not adjacent.
    """
    return any(days.inside(span) for span in spans)


def starts_in(when: When, spans: Sequence[Span]) -> Containment:
    """Return whether an event dated `when` began in `spans`: certainly, possibly or not at all."""
    if all(holds(spans, start) for start in when.starts):
        return Containment.CERTAIN
    return Containment.POSSIBLE if common(when.starts, spans) else Containment.NO


def runs_in(when: When, spans: Sequence[Span]) -> Containment:
    """Return whether an event dated `when` had a day in `spans`: certainly, possibly or not at all.

    `spans`: disjoint spans that are not adjacent.
    """
    fit = starts_in(when, spans)
    if fit is Containment.CERTAIN or not when.interval:
        return fit
    return max([fit, *(when.runs_in(Period("", *span)) for span in spans)])


def shared_days(ledger: Ledger, query: Query, groups: Iterable[Iterable[Actor]]) -> Sequence[Span]:
    """Return the days for which the ledger has all events of a query for each group of actors.

    An event belongs to a group if all actors of the group take part.
    """
    days: Sequence[Span] = (OPEN,)
    for group in groups:
        subjects = both(query.subjects, (Subject.between(group),))
        days = common(days, days_of(ledger, query._replace(subjects=subjects)))
    return days


def extent(ledger: Ledger) -> Span | None:
    """Return the span from the first to the last known day on which an event may have started.

    The result is None if no such day is known.
    """
    days = [day for event in ledger.events for day in event.when.start_span if day]
    return Span(min(days), max(days)) if days else None


def any_days(coverage: Coverage) -> tuple[Span, ...]:
    """Return the days in the period of at least one row, or all days if there are no rows."""
    return merged(row.period.span for row in coverage) if coverage else (OPEN,)


def hull(ledger: Ledger, query: Query) -> Period:
    """Return the period of a query, or the covered period if the query has none.

    The covered period is from the first to the last covered day, or all days if no day is covered.
    """
    if query.period != EVERYTHING or not (days := days_of(ledger, query)):
        return query.period
    return _period(ledger.coverage, Span(days[0].first, days[-1].last))


def narrowed(ledger: Ledger, query: Query) -> Coverage:
    """Return the coverage that a ledger has after all events outside a query are removed.

    If no row of the coverage applies to the events of the query, all rows stay unchanged.
    """
    rows: list[CoverageRow] = []
    everything = () if query.period == EVERYTHING else (CoverageRow(EVERYTHING),)
    for row, subject in product(ledger.coverage or everything, query.subjects):
        shared, days = row.subject.and_also(subject), row.period.narrowed(query.period)
        if days is not None and shared.types != frozenset():
            more = [ledger.actors[id] for id in sorted(shared.actors - row.subject.actors)]
            known = {*row.countries, *(actor.country for actor in (*row.actors, *more))}
            types = (type for id, type in ledger.types.items() if id in (shared.types or ()))
            tags = (*row.tags, *sorted(shared.tags.difference(row.tags)))
            rows.append(row._replace(
                period=days, actors=(*row.actors, *more), types=tuple(types), tags=tags,
                countries=(*row.countries, *sorted(shared.countries - known)),
            ))  # fmt: skip
    if query.subjects != ANYTHING:
        rows = [row for at, row in enumerate(rows) if not _implied(row, rows[:at], rows[at + 1 :])]
    return tuple(rows) or ledger.coverage


def _implied(row: CoverageRow, before: Sequence[CoverageRow], after: Sequence[CoverageRow]) -> bool:
    """Return whether another row promises all events that `row` promises.

    If two rows are equal, the result is True only for the later row.
    """
    wider = [one for one in (*before, *after) if one.subject.includes(row.subject)]
    wider = [one for one in wider if row.period.within(one.period)]
    return any(
        one in before or not (row.subject.includes(one.subject) and one.period.within(row.period))
        for one in wider
    )


def short_form(coverage: Coverage) -> tuple[Period | None, Coverage]:
    """Return (period for the key `covers`, other rows).

    The period is from the first row, if this row has only a period. Otherwise, the period is None.
    """
    if coverage and not coverage[0].restricted and not (coverage[0].note or coverage[0].extra):
        return coverage[0].period, coverage[1:]
    return None, coverage


# -- in words -------------------------------------------------------------------------------------


def _period(coverage: Coverage, days: Span) -> Period:
    written = (row.period for row in coverage if row.period.span == days)
    return next(written, None) or Period.between(*days)


def days_text(coverage: Coverage, days: Sequence[Span]) -> str:
    """Return covered days as text: `2025`, or `2024 and 2026 onwards`."""
    texts = [in_words(_period(coverage, span).text) for span in days]
    return " and ".join(texts)


def in_words(period: str) -> str:
    """Return a period as text. An open period is in words: `up to 2025`, `2025-07 onwards`."""
    start, dots, end = period.partition("..")
    if not dots or (start and end):
        return period
    return f"{start} onwards" if start else f"up to {end}"


def row_text(row: CoverageRow, noun: str = "events", contacts: bool = False) -> str:
    """Return a phrase for the events of a row: `events with both Ann Ash and Ben Birch`.

    - `noun`: the noun for a row without types
    - `contacts`: whether the noun stands for contacts, which are `between` two parties
    """
    types = join_or([type.plural for type in row.types])
    names = [*(actor.name for actor in row.actors), *map(country_name, row.countries)]
    all_of = {1: "with ", 2: "between " if contacts else "with both "}.get(
        len(names), "with all of "
    )
    quoted = join_and([f'"{tag}"' for tag in row.tags])
    tags = f"tagged {quoted}" if quoted else ""
    parts = (types or noun, f"{all_of}{join_and(names)}" if names else "", tags)
    return " ".join(filter(None, parts))


def coverage_text(ledger: Ledger, query: Query, missing: str | None = None) -> str:
    """Return a sentence with the days or events of a query for which the ledger is complete.

    `missing`: what may be missing, such as "later contacts may be missing". The default is any
    event of the query, and nothing if only days are missing.
    """
    covered = covered_text(ledger, query)
    if days_of(ledger, query):
        return f"{covered}; {missing}" if missing else covered
    return f"{missing or f'some {query.noun}s may be missing'}; {covered}"


def covered_text(ledger: Ledger, query: Query) -> str:
    """Return what the ledger covers: days of a query or, if there are none, events near it."""
    if days := days_of(ledger, query):
        text = days_text(ledger.coverage, days)
        is_general = not any(row.restricted for row in ledger.coverage)
        return _only(text) if is_general else f"for this selection, the ledger covers only {text}"
    rows = [row for row in ledger.coverage if row.period.span.meets(query.period.span)]
    near = [row for row in rows if any(is_near(row, one) for one in query.subjects)]
    contacts = query.noun == "contact"
    first, *others = {row_text(row): row for row in [*near, *rows] or ledger.coverage}.values()
    if len(others) > 1:
        what = f"some kinds of {query.noun}, such as {row_text(first, 'those', contacts)}"
    else:
        noun = f"{query.noun}s"
        rest = [row_text(row, noun if first.types else "those", contacts) for row in others]
        what = ", and for ".join([row_text(first, noun, contacts), *rest])
    return f"the ledger is complete only for {what}"


def _only(what: str) -> str:
    return f"this ledger covers only {what}"


def is_near(row: CoverageRow, subject: Subject) -> bool:
    """Return whether a row and a subject share an actor, a country, a type or a tag."""
    own = row.subject
    types = (own.types or frozenset()) & (subject.types or frozenset())
    parties = own.actors & subject.actors or subject.countries.intersection(row.countries)
    return bool(parties or own.tags & subject.tags or types)


def period_notes(ledger: Ledger, period: Period) -> Iterator[Note]:
    """Yield a note with the covered days if some days of a period are not covered."""
    days = any_days(ledger.coverage)
    if period != EVERYTHING and not holds(days, period.span):
        yield coverage_note(_only(days_text(ledger.coverage, days)))


def is_outside(ledger: Ledger, period: Period) -> bool:
    """Return whether the ledger covers no day of a period."""
    return period != EVERYTHING and not common([period.span], any_days(ledger.coverage))


def coverage_notes(
    ledger: Ledger, query: Query, missing: str | None = None, with_text: bool = True
) -> Iterator[Note]:
    """Yield notes if the ledger does not cover a query, or covers only a part of its period.

    - `missing`: what may be missing, as in `coverage_text`
    - `with_text`: False if another note has the sentence from `coverage_text`
    """
    days, period = days_of(ledger, query), query.period
    outside = is_outside(ledger, period)
    # If no row has conditions, a note on the period is the sentence from `coverage_text`.
    is_general = not any(row.restricted for row in ledger.coverage)
    on_days: list[str] = []
    if (outside or not days) and (with_text or not is_general):
        on_days = [note.text for note in period_notes(ledger, period)]
        yield from (coverage_note("; ".join(filter(None, (note, missing)))) for note in on_days)
    is_covered = days and (period == EVERYTHING or holds(days, period.span))
    if with_text and not outside and not is_covered:
        if missing and on_days:
            yield coverage_note(f"in that period, {covered_text(ledger, query)}")
        else:
            yield coverage_note(coverage_text(ledger, query, missing))


def missing_times_notes(ledger: Ledger, query: Query, events: Iterable[Event]) -> Iterator[Note]:
    """Yield a note if a query has no period, and days between its events are not covered.

    A table by time has no rows with 0 for these days.
    """
    days = days_of(ledger, query)
    spans = [event.when.start_span for event in events]
    first = min((span.first for span in spans if span.first), default=None)
    last = max((span.last for span in spans if span.last), default=None)
    if first and last and days and query.period == EVERYTHING:
        yield from coverage_notes(ledger, query._replace(period=Period("", first, last)))


def outside_notes(
    ledger: Ledger, query: Query, buckets: Iterable[Callable[[dt.date], str]]
) -> Iterator[Note]:
    """Yield a note if a table lacks times of a period, since the ledger states no coverage.

    `buckets`: for each dimension of time, a function that returns the bucket of a day
    """
    days, (start, end) = extent(ledger), query.period.span
    if ledger.coverage or days is None or query.period == EVERYTHING:
        return
    first, last = days
    names = [*buckets]

    def differ(one: dt.date | None, other: dt.date | None) -> bool:
        return bool(one and other and any(name(one) != name(other) for name in names))

    lacking = []
    if low(start) < low(first) and differ(start, first):
        lacking.append(f"before {first}, the first event of the ledger")
    if high(last) < high(end) and differ(last, end):
        lacking.append(f"after {last}, its last event" if lacking else
                       f"after {last}, the last event of the ledger")  # fmt: skip
    if lacking:
        yield coverage_note(f"no zeros {' and '.join(lacking)}; {_if_complete(query.period, days)}")


def _if_complete(period: Period, days: Span) -> str:
    covers = period.text
    if not (period.start and period.end):
        covers = f"{period.start or days.first}..{period.end or days.last}"
    return f'if it is complete for this period, add the line `covers = "{covers}"` below [ledger]'


def beyond_events(ledger: Ledger, period: Period) -> str:
    """Return a phrase if a ledger without coverage has events only before or after a period.

    That it has none in the period may only mean that nobody has looked. `ledger` must have all
    events. Otherwise, the result is "".
    """
    days = extent(ledger)
    if ledger.coverage or days is None or period == EVERYTHING or period.span.meets(days):
        return ""
    is_before = high(period.end) < low(days.first)
    return (
        f"the ledger has no events {f'before {days.first}' if is_before else f'after {days.last}'}"
    )


def beyond_notes(ledger: Ledger, period: Period) -> Iterator[Note]:
    """Yield a note with the phrase from `beyond_events`, and what to write if it is not right."""
    if (text := beyond_events(ledger, period)) and (days := extent(ledger)):
        yield coverage_note(f"{text}; {_if_complete(period, days)}")


def coverage_note(sentence: str) -> Note:
    """Return a sentence as a note of the kind COVERAGE."""
    return Note(sentence, NoteKind.COVERAGE)
