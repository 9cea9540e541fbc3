"""Questions (filters as typed), queries (filters looked up in a ledger), and selections."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple, TypeVar

from chrono.core.coverage import ANYTHING, Subjects, both
from chrono.core.date_errors import DateError, usual_date
from chrono.core.english import join_or
from chrono.core.expressions import (
    AnyCondition,
    Expression,
    Group,
    Term,
    condition,
    names_types,
    parse,
    required,
    subjects,
    terms,
    wanted_types,
)
from chrono.core.filters import FILTERS, Filter, FilterText, all_met, refuse_contradictions
from chrono.core.lookup import Lookup
from chrono.core.model import NOTHING, STATUSES, Actor, Event, Ledger
from chrono.core.names import choose
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.origins import without_origins
from chrono.core.periods import EVERYTHING, PLAIN_PERIOD, Period
from chrono.core.sentences import bad_value, only_one_of
from chrono.core.spans import Containment, Span, high, low
from chrono.errors import UsageError

_Row = TypeVar("_Row")

HELD, HELD_AND_PLANNED = ("held",), ("held", "planned")
"""The statuses that a question without `status` selects: usually, and for a future period."""


class Question(NamedTuple):
    """The filters of a command line or library call as typed, before names are looked up.

    - `period`: dates such as "2025-06..2025-08", a Period, or None for all days
    - `typed_period`: the period in words, such as "last month", or ""
    - `typed_dates`: for dates that were typed in words, such as "2025-10", these words
    - `words`: the typed values by the name of the filter, such as "actor"
    """

    period: str | Period | None = None
    words: Mapping[str, Sequence[str]] = NOTHING
    status: Sequence[str] = ()
    without_origin: Sequence[str] = ()
    where: Sequence[str] = ()
    contacts: bool = False
    since: str | None = None
    until: str | None = None
    certain: bool = False
    overlap: bool = False
    reverse: bool = False
    limit: str | None = None
    notes: Sequence[Note] = ()
    typed_period: str = ""
    typed_dates: Mapping[str, str] = NOTHING

    @classmethod
    def of(cls, period: str | Period | None = None, **values: Any) -> Question:
        """Return the question for some filters: `of("2025", actor=["Xi"], contacts=True)`."""
        names = [name for name in values if name in FILTERS and FILTERS[name].test]
        words = {name: values.pop(name) for name in names}
        return cls(period, {name: typed for name, typed in words.items() if typed}, **values)

    @property
    def used(self) -> list[Filter]:
        """Return the filters that have a value."""
        values = {**self._asdict(), **self.words}
        return [row for name, row in FILTERS.items() if values.get(name)]

    @property
    def applied(self) -> list[Filter]:
        """Return the filters that have a value, and the filters in values of `--where`."""
        inside = (term.row for each in self.expressions for term in terms(each))
        return [*dict.fromkeys((*self.used, *inside))]

    @property
    def expressions(self) -> list[Expression]:
        """Return the conditions of the option `--where`. An event must meet all of them.

        For example, `type:call and actor:xi` has two conditions.
        """
        return [part for text in self.where for part in required(parse(text))]

    @property
    def names_types(self) -> bool:
        """Return whether a filter limits the types of events."""
        return "type" in self.words or any(map(names_types, self.expressions))


def contacts_by_default(questions: Iterable[Question], all: bool) -> bool:
    """Return whether counts include only contacts.

    The result is False if `--all` was used, or if a question has a filter on types or contacts.
    """
    return not (all or any(each.names_types or each.contacts for each in questions))


class Query(NamedTuple):
    """A question whose names have been looked up in a ledger.

    - `without`: the origins whose sources are removed
    - `actors`: for each value of the filter `actor`, all actors that match the value
    - `subjects`: the actors, countries, types and tags whose coverage is looked up
    - `descriptions`: the filters as they were typed, for titles
    """

    period: Period = EVERYTHING
    conditions: tuple[AnyCondition, ...] = ()
    statuses: tuple[str, ...] = HELD
    without: frozenset[str] = frozenset()
    contacts: bool = False
    certain: bool = False
    overlap: bool = False
    reverse: bool = False
    limit: int | None = None
    actors: tuple[tuple[Actor, ...], ...] = ()
    subjects: Subjects = ANYTHING
    descriptions: tuple[FilterText, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def noun(self) -> str:
        """Return the word for one of the events: "contact" or "event"."""
        return "contact" if self.contacts else "event"


class Match(NamedTuple):
    """An event that a query selects.

    `fit`: whether the event possibly or certainly is in the period and meets all conditions. An
    event that has lost all its sources through `--without-origin` is never certain.
    """

    event: Event
    fit: Containment

    @property
    def certain(self) -> bool:
        """Return whether the event certainly matches the query."""
        return self.fit is Containment.CERTAIN


class Selection(NamedTuple):
    """The events that match a query, in the order of the ledger, before `limit` is applied.

    - `ledger`: the ledger with all events, but without the sources that the query excludes
    - `others`: the events that match all filters except the status
    - `running_in`: the events that began before the period and may have lasted into it. With the
      filter `overlap`, such events are in `matches` instead.
    """

    ledger: Ledger
    query: Query
    matches: tuple[Match, ...]
    others: tuple[Event, ...] = ()
    running_in: tuple[Event, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """Return the events of all matches."""
        return tuple(match.event for match in self.matches)

    @property
    def shown(self) -> tuple[Match, ...]:
        """Return the matches to list, after the filters `reverse` and `limit`."""
        return limited(self.matches, self.query)


def limited(rows: Sequence[_Row], query: Query) -> tuple[_Row, ...]:
    """Return up to `limit` rows. If the query has the filter `reverse`, the last row is first."""
    return tuple(rows[::-1] if query.reverse else rows)[: query.limit]


def select(ledger: Ledger, query: Query) -> Selection:
    """Return the events in a ledger that match a query, as a selection."""
    ledger = without_origins(ledger, query.without)
    matches: list[Match] = []
    others: list[Event] = []
    running: list[Event] = []
    period = query.period
    everything = period == EVERYTHING
    for event in ledger.events:
        if not (met := all_met(query.conditions, event)):
            continue
        if query.contacts and not event.between_nations:
            continue
        when = event.when
        in_time = Containment.CERTAIN
        if not everything:
            in_time = when.runs_in(period) if query.overlap else when.starts_in(period)
        fit = _on_all_days(event, query, min(met, in_time))
        if event.id in ledger.unsupported:
            fit = min(fit, Containment.POSSIBLE)
        if fit is Containment.POSSIBLE and query.certain:
            continue
        if fit is not Containment.NO:
            if event.status in query.statuses:
                matches.append(Match(event, fit))
            else:
                others.append(event)
        elif (
            in_time is Containment.NO
            and event.status in query.statuses
            and when.runs_in(period) is not Containment.NO
        ):
            running.append(event)
    return Selection(ledger, query, tuple(matches), tuple(others), tuple(running))


def by_office(event: Event, query: Query) -> list[tuple[Event, Containment]]:
    """Return the event on each run of its possible days on which its actors' offices are the same,
    and whether it then matches the query.

    A date that may be before or after a change of office is judged on both sides of the change.
    """
    changes = {day for actor in event.actors for role in actor.roles for day in role.changes}
    parts: list[tuple[Event, Containment]] = []
    for start in event.when.starts:
        inner = sorted(day for day in changes if low(start.first) < day <= high(start.last))
        lasts = [*(day - dt.timedelta(1) for day in inner), start.last]
        for span in map(Span, [start.first, *inner], lasts):
            part = event._replace(when=event.when._replace(starts=(span,)))
            fit = all_met(query.conditions, part)
            if not query.overlap:
                fit = min(fit, part.when.starts_in(query.period))
            parts.append((part, fit))
    return parts


def _on_all_days(event: Event, query: Query, fit: Containment) -> Containment:
    if fit is not Containment.POSSIBLE or not any(actor.roles for actor in event.actors):
        return fit
    fits = [fit for _, fit in by_office(event, query)]
    if query.overlap:
        fits = [min(one, event.when.runs_in(query.period)) for one in fits]
    if min(fits) is Containment.CERTAIN:
        return Containment.CERTAIN
    return min(max(fits), Containment.POSSIBLE)


def by_status(events: Iterable[Event]) -> Mapping[str, int]:
    """Return the number of events with each status."""
    return Counter(event.status for event in events)


def resolve(
    question: Question,
    ledger: Ledger,
    *,
    unique_names: bool = False,
    contacts: bool = False,
    planned_after: dt.date | None = None,
) -> Query:
    """Return the query for a question, after looking up the names in a ledger.

    - `unique_names`: whether to reject names that match several actors
    - `planned_after`: if the period begins after this day, planned events are included by default

    Raises UsageError for an unknown name or an invalid value.
    """
    lookup, period = Lookup(ledger), _period(question)
    rows = [(row, question.words[name]) for name, row in FILTERS.items() if name in question.words]
    described = [
        *rows, (FILTERS["without_origin"], question.without_origin),
        (FILTERS["where"], question.where),
    ]  # fmt: skip
    expressions = question.expressions
    actors = tuple(lookup.actors(name) for name in _required("actor", question, expressions))
    conditions: tuple[AnyCondition, ...] = (
        *(test for row, typed in rows for test in row.conditions(lookup, typed)),
        *(condition(part, lookup) for part in expressions),
    )
    refuse_contradictions(lookup, question.words)
    statuses = tuple(dict.fromkeys(question.status))
    for status in statuses:
        choose(status, (*STATUSES, "any"), "status")
    typed, wanted = question.limit, "a whole number, such as 10"
    limit = None if typed is None else whole_number("--limit", typed, wanted)
    uncounted = _uncounted(lookup, expressions) if contacts else ()
    if unique_names:  # checked last, so that an unknown word is always reported first
        lookup.require_unique_names()
    return Query(
        period=period,
        conditions=conditions,
        statuses=STATUSES if "any" in statuses else statuses or _usual(period, planned_after),
        without=_without(lookup, question, expressions),
        contacts=contacts or question.contacts,
        certain=question.certain,
        overlap=question.overlap,
        reverse=question.reverse,
        limit=limit,
        actors=actors,
        subjects=_subjects(lookup, question.words, expressions),
        descriptions=tuple(
            FilterText(row.name, word) for row, typed in described for word in typed
        ),
        notes=(*question.notes, *lookup.notes, *uncounted),
    )


def whole_number(option: str, text: str, wanted: str, least: int = 0, most: int = 10**19) -> int:
    """Return the value of an option as a number from `least` to `most`.

    Raises UsageError for other values, with the advice `wanted`.
    """
    # Nobody needs more digits, and Python refuses to read thousands of them.
    number = int(text[:19]) if text.isascii() and text.isdigit() else -1
    if not least <= number <= most:
        raise UsageError(bad_value(option, text, wanted))
    return number


def _usual(period: Period, planned_after: dt.date | None) -> tuple[str, ...]:
    future = planned_after and period.start and period.start > planned_after
    return HELD_AND_PLANNED if future else HELD


def _uncounted(lookup: Lookup, expressions: Iterable[Expression]) -> Iterator[Note]:
    for name in dict.fromkeys(name for each in expressions for name in wanted_types(each)):
        if not any(lookup.ledger.types[id].contact for id in lookup.type(name)):
            others = f'events of type "{name}" are not contacts, and are not counted; add --all'
            yield Note(others, NoteKind.SELECTION)


def _required(name: str, question: Question, expressions: Iterable[Expression]) -> list[str]:
    inside = (part for part in expressions if isinstance(part, Term) and part.row.name == name)
    return [*question.words.get(name, ()), *(term.value for term in inside)]


def _subjects(
    lookup: Lookup, words: Mapping[str, Sequence[str]], expressions: Iterable[Expression]
) -> Subjects:
    options = [
        Group(
            "or" if row.repeat == "any" else "and", tuple(Term(row, word) for word in words[name])
        )
        for name, row in FILTERS.items()
        if name in words
    ]
    return reduce(both, (subjects(part, lookup) for part in (*options, *expressions)), ANYTHING)


def intersect(first: Query, second: Query) -> Query:
    """Return a query for the events that match both queries. `reverse` and `limit` are not set.

    Raises UsageError if the periods or the statuses exclude each other. Raises UsageError if both
    queries have a period but only one has the filter `overlap`.
    """
    if (period := first.period.narrowed(second.period)) is None:
        raise UsageError(f"{second.period.text} does not overlap {first.period.text}")
    statuses = tuple(status for status in first.statuses if status in second.statuses)
    if not statuses:
        left, wanted = join_or(first.statuses), join_or(second.statuses)
        raise UsageError(f"these events are all {left}; cannot select {wanted}")
    if first.period != EVERYTHING:
        if second.overlap and not first.overlap:
            selected = f"these events were selected by {first.period.text} without overlap"
            raise UsageError(f"{selected}; use overlap in the first call of where()")
        if first.overlap and not second.overlap and second.period != EVERYTHING:
            used = f"overlap was used with {first.period.text}"
            raise UsageError(f"{used}; use it with {second.period.text}, too")
    return Query(
        period=period,
        conditions=(*first.conditions, *second.conditions),
        statuses=statuses,
        without=first.without | second.without,
        contacts=first.contacts or second.contacts,
        certain=first.certain or second.certain,
        overlap=first.overlap or second.overlap,
        actors=tuple(dict.fromkeys((*first.actors, *second.actors))),
        subjects=both(first.subjects, second.subjects),
        descriptions=tuple(dict.fromkeys((*first.descriptions, *second.descriptions))),
        notes=tuple(dict.fromkeys((*first.notes, *second.notes))),
    )


def _without(
    lookup: Lookup, question: Question, expressions: Iterable[Expression]
) -> frozenset[str]:
    names = _required("origin", question, expressions)
    wanted = frozenset(one for name in names for one in lookup.origin(name))
    without = frozenset(one for name in question.without_origin for one in lookup.origin(name))
    for name in sorted(wanted & without):
        raise UsageError(f"{name}: {only_one_of('--origin', '--without-origin')}")
    return without


def _period(question: Question) -> Period:
    period = EVERYTHING if question.period is None else question.period
    if isinstance(period, str):
        try:
            period = Period.parse(period)
        except DateError as error:
            raise UsageError(str(error)) from None
    for option, word in (("--since", question.since), ("--until", question.until)):
        if word is None:
            continue
        if not re.fullmatch(PLAIN_PERIOD, word):
            form = usual_date(word) or "a date such as 2025-10-30, 2025-10 or 2025"
            raise UsageError(bad_value(option, word, form))
        bound = Period.parse(f"{word}.." if option == "--since" else f"..{word}")
        if (narrowed := period.narrowed(bound)) is None:
            raise UsageError(_no_day_left(question, option, word, period))
        period = narrowed
    return period


def _no_day_left(question: Question, option: str, word: str, period: Period) -> str:
    def typed(word: str) -> str:
        words = question.typed_dates.get(word, "")
        return f'"{words}" ({word})' if words else f'"{word}"'

    other = f"the period {typed(period.text)}"
    if option == "--since":
        why = f"after the end of {other}; write {period.end} or earlier"
    elif question.period is None:
        why = f"before --since {typed(question.since or '')}; write {period.start} or later"
    else:
        why = f"before the start of {other}; write {period.start} or later"
    return f"{option} {typed(word)} is {why}"
