"""What is asked for: filters as values, how they combine, and what they leave of a ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Literal, NamedTuple, TypeVar

from chrono.core.dates import DateError
from chrono.core.english import join_or
from chrono.core.lookup import Lookup
from chrono.core.model import STATUSES, Actor, Event, Ledger
from chrono.core.names import (
    choose,
    holds_words,
    words,
)
from chrono.core.periods import EVERYTHING, Period
from chrono.core.spans import Containment
from chrono.errors import UsageError

_Row = TypeVar("_Row")

Filter = Callable[[Event], bool]
"""Whether an event is wanted. Each filter knows one thing, and all of them must agree."""


class Question(NamedTuple):
    """The words of a question as they were typed. All lists are of what stood after one option.

    Only what was said by the calendar of today is written out in figures; `notes` say how. A period
    may be one already, with days of its own and whatever words for them.
    """

    period: str | Period | None = None
    actor: Sequence[str] = ()
    present: Sequence[str] = ()
    country: Sequence[str] = ()
    type: Sequence[str] = ()
    tag: Sequence[str] = ()
    place: Sequence[str] = ()
    status: Sequence[str] = ()
    source: Sequence[str] = ()
    text: Sequence[str] = ()
    not_actor: Sequence[str] = ()
    not_type: Sequence[str] = ()
    not_tag: Sequence[str] = ()
    contacts: bool = False
    since: str | None = None
    until: str | None = None
    certain: bool = False
    overlap: bool = False
    reverse: bool = False
    limit: str | None = None
    notes: Sequence[str] = ()


class CompletionRequest(NamedTuple):
    """A word that somebody is typing. `of` says what it is to become, `text` what stands there.

    The names of a ledger come along with any of these, and events with "ids" alone.
    """

    of: Literal["names", "tags", "places", "dates", "ids"]
    text: str = ""


class Query(NamedTuple):
    """A question that a ledger can answer.

    `said` are the filters in words, for what a table counts; `notes` are for the person who asked.
    """

    period: Period = EVERYTHING
    filters: tuple[Filter, ...] = ()
    statuses: tuple[str, ...] = ("held",)
    contacts: bool = False
    certain: bool = False
    overlap: bool = False
    reverse: bool = False
    limit: int | None = None
    actors: tuple[tuple[Actor, ...], ...] = ()
    said: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Match(NamedTuple):
    """An event of the answer, and whether it surely lies in the period."""

    event: Event
    fit: Containment

    @property
    def certain(self) -> bool:
        """Whether every day on which it may have started lies in the period."""
        return self.fit is Containment.CERTAIN


class Selection(NamedTuple):
    """What a query leaves of a ledger, in the ledger's order, before `reverse` and `limit`.

    `others` would fit but for their status; `running_in` are events that began before the period
    and run on into it.
    """

    query: Query
    matches: tuple[Match, ...]
    others: tuple[Event, ...] = ()
    running_in: tuple[Event, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """The events alone."""
        return tuple(hit.event for hit in self.matches)

    @property
    def shown(self) -> tuple[Match, ...]:
        """The hits as a listing shows them: `reverse`, then `limit`."""
        return limited(self.matches, self.query)

    @property
    def shown_events(self) -> tuple[Event, ...]:
        """Their events alone."""
        return tuple(hit.event for hit in self.shown)


def limited(rows: Sequence[_Row], query: Query) -> tuple[_Row, ...]:
    """Rows in the order, and as many, as the query wants to see."""
    ordered = rows[::-1] if query.reverse else rows
    return tuple(ordered[: query.limit])


def select(ledger: Ledger, query: Query) -> Selection:
    """The events of a ledger that a query asks for."""
    matches: list[Match] = []
    others: list[Event] = []
    running: list[Event] = []
    period, overlap = query.period, query.overlap
    everything = period == EVERYTHING
    for event in ledger.events:
        if query.contacts and not event.between_nations:
            continue
        if not all(wanted(event) for wanted in query.filters):
            continue
        starts = Containment.CERTAIN if everything else event.when.starts_in(period)
        fit = (
            event.when.runs_in(period) if overlap and starts is not Containment.CERTAIN else starts
        )
        if fit is Containment.POSSIBLE and query.certain:
            continue
        if fit is not Containment.NO:
            if event.status in query.statuses:
                matches.append(Match(event, fit))
            else:
                others.append(event)
        elif event.status in query.statuses and event.when.runs_in(period) is not Containment.NO:
            running.append(event)
    return Selection(query, tuple(matches), tuple(others), tuple(running))


def by_status(events: Iterable[Event]) -> Mapping[str, int]:
    """How many there are of each status, in the order in which it appears."""
    return Counter(event.status for event in events)


# -- from words to a query --------------------------------------------------------------------


def resolve(
    question: Question, ledger: Ledger, *, exact: bool = False, contacts: bool = False
) -> Query:
    """The query that the words mean in this ledger.

    `exact` refuses a name that several actors bear: what gives numbers must know whom it counts.
    `contacts` leaves contacts only. Raises UsageError where a word means nothing here.
    """
    names = Lookup(ledger, exact)
    groups = tuple(names.actors(name) for name in question.actor)
    filters: list[Filter] = [partial(_takes_part, _ids(group)) for group in groups]
    filters += [partial(_was_there, _ids(names.actors(name))) for name in question.present]
    filters += [partial(_of_country, names.country(code)) for code in question.country]
    filters += [partial(_tagged, names.tag(tag)) for tag in question.tag]
    filters += [partial(_with_source, _words("--source", text)) for text in question.source]
    filters += [partial(_with_words, _words("--text", text)) for text in question.text]
    if question.type:
        filters.append(partial(_of_types, _any(names.type(name) for name in question.type)))
    if question.place:
        filters.append(partial(_at_places, _any(names.places(place) for place in question.place)))
    without: list[Filter] = [
        partial(_takes_part, _ids(names.actors(name))) for name in question.not_actor
    ]
    if question.not_type:
        without.append(partial(_of_types, _any(names.type(name) for name in question.not_type)))
    without += [partial(_tagged, names.tag(tag)) for tag in question.not_tag]
    filters += [partial(_not, unwanted) for unwanted in without]
    return Query(
        period=_period(question),
        filters=tuple(filters),
        statuses=_statuses(question.status),
        contacts=contacts or question.contacts,
        certain=question.certain,
        overlap=question.overlap,
        reverse=question.reverse,
        limit=_limit(question.limit),
        actors=groups,
        said=_said(question),
        notes=(*question.notes, *names.notes),
    )


def both(one: Query, other: Query) -> Query:
    """The question for what two questions ask for, one after the other.

    Raises UsageError where that is nothing, and where only one of them is about what overlaps its
    period. `overlap` without a period is about the one that is still to come.
    """
    if (period := one.period.narrowed(other.period)) is None:
        raise UsageError(f"{other.period.text} lies outside {one.period.text}: no day is left")
    statuses = tuple(status for status in one.statuses if status in other.statuses)
    if not statuses:
        left, wanted = join_or(one.statuses), join_or(other.statuses)
        raise UsageError(f"only {left} events are left here, and {wanted} is asked for")
    if one.period != EVERYTHING:
        if other.overlap and not one.overlap:
            began = f"only what may have begun in {one.period.text} is left here"
            raise UsageError(f"{began}, and overlap is asked for")
        if one.overlap and not other.overlap and other.period != EVERYTHING:
            texts = f"with {one.period.text}, and not with {other.period.text}"
            raise UsageError(f"overlap is asked for {texts}")
    return Query(
        period=period,
        filters=(*one.filters, *other.filters),
        statuses=statuses,
        contacts=one.contacts or other.contacts,
        certain=one.certain or other.certain,
        overlap=one.overlap or other.overlap,
        actors=(*one.actors, *other.actors),
        said=(*one.said, *other.said),
        notes=tuple(dict.fromkeys((*one.notes, *other.notes))),
    )


def _words(option: str, text: str) -> list[str]:
    if not (found := words(text)):
        raise UsageError(f'{option} "{text}": there is no word in it to look for')
    return found


def _said(question: Question) -> tuple[str, ...]:
    filters = (
        "actor", "present", "country", "type", "tag", "place", "source", "text",
        "not_actor", "not_type", "not_tag",
    )  # fmt: skip
    return tuple(
        f"{name.replace('_', ' ')} {word}" for name in filters for word in getattr(question, name)
    )


def _limit(limit: str | None) -> int | None:
    if limit is None:
        return None
    if not limit.isascii() or not limit.isdigit():
        raise UsageError(f'--limit takes a whole number from 0 on, and not "{limit}"')
    return int(limit)


def _period(question: Question) -> Period:
    try:
        said = EVERYTHING if question.period is None else question.period
        period = Period.parse(said) if isinstance(said, str) else said
        for option, word in (("--since", question.since), ("--until", question.until)):
            if word is None:
                continue
            bound = _one_date(option, word)
            open_bound = (
                Period(f"{word}..", bound.start, None)
                if option == "--since"
                else Period(f"..{word}", None, bound.end)
            )
            narrowed = period.narrowed(open_bound)
            if narrowed is None:
                raise DateError(f"{option} {word} lies outside {period.text}: no day is left")
            period = narrowed
    except DateError as error:
        raise UsageError(str(error)) from None
    return period


def _one_date(option: str, word: str) -> Period:
    try:
        if ".." not in word:
            return Period.parse(word)
    except DateError:
        pass
    raise DateError(f'{option} takes a date such as 2025-10-30, 2025-10 or 2025, and not "{word}"')


def _statuses(question: Sequence[str]) -> tuple[str, ...]:
    if not question:
        return ("held",)
    for status in question:
        choose(status, (*STATUSES, "any"), "status")
    return STATUSES if "any" in question else tuple(question)


# -- filters ----------------------------------------------------------------------------------
# Of functions that have a name, so that a question can be sent to another process.


def _ids(group: Iterable[Actor]) -> frozenset[str]:
    return frozenset(actor.id for actor in group)


def _any(groups: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*groups)


def _takes_part(ids: frozenset[str], event: Event) -> bool:
    return any(actor.id in ids for actor in event.actors)


def _was_there(ids: frozenset[str], event: Event) -> bool:
    return any(actor.id in ids for actor in (*event.actors, *event.present))


def _of_country(codes: frozenset[str], event: Event) -> bool:
    return any(actor.country in codes for actor in event.actors)


def _of_types(ids: frozenset[str], event: Event) -> bool:
    return event.type.id in ids


def _tagged(spellings: frozenset[str], event: Event) -> bool:
    return not spellings.isdisjoint(event.tags)


def _at_places(places: frozenset[str], event: Event) -> bool:
    return event.place in places


def _with_source(wanted: Sequence[str], event: Event) -> bool:
    return any(
        holds_words(" ".join(filter(None, (one.publisher, one.origin, one.title))), wanted)
        or (one.id is not None and words(one.id) == list(wanted))
        for one in event.sources
    )


def _with_words(wanted: Sequence[str], event: Event) -> bool:
    return holds_words(f"{event.title} {event.summary or ''}", wanted)


def _not(unwanted: Filter, event: Event) -> bool:
    return not unwanted(event)
