"""Compare descriptions with events: which parts of a description an event meets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chrono.core.dates import When
from chrono.core.model import Event
from chrono.core.names import words
from chrono.core.proof.kinds import Kind
from chrono.core.proof.people import Party
from chrono.core.proof.places import Place
from chrono.core.proof.statements import Description
from chrono.core.proof.times import Time
from chrono.core.proof.vocabulary import Vocabulary
from chrono.core.spans import Containment, Span, high, low

_TALKS = frozenset(("talks",))

NEAR = 13
"""How many days an event may be away from a stated day and still be the one meant."""


class Fit(NamedTuple):
    """How an event meets a description with one of its dates. None stands for what is not known.

    `missing`: how many parties do not take part; `time`: the date, or None.
    """

    event: Event
    kind: bool | None
    date: bool | None
    place: bool | None
    missing: int
    time: Time | None

    @property
    def people(self) -> bool:
        """Whether every party takes part."""
        return self.missing == 0

    @property
    def days(self) -> int:
        """How far the date of the event is from the stated one [days]."""
        return days_apart(self.event, self.time.span) if self.time else 0

    @property
    def wrong(self) -> int:
        """How many parts are wrong."""
        return (self.people, self.kind, self.date, self.place).count(False)

    @property
    def full(self) -> bool:
        """Whether every part is right."""
        return self.people and all((self.kind, self.date, self.place))


def kind_fits(
    event: Event, kind: Kind | None, vocabulary: Vocabulary, strict: bool = False
) -> bool | None:
    """Whether an event is of a kind. `strict`: only types that the kind counts are right."""
    if kind is None:
        return True
    type = event.type.id
    if kind.topics and not kind.topics.issubset(words(f"{event.title} {event.summary or ''}")):
        return False
    if type in kind.types:
        of_tags = kind.tags and kind.noun and (kind.tagged or kind.types == _TALKS)
        return not of_tags or not kind.tags.isdisjoint(event.tags)
    if not strict and type in kind.also:
        return True
    if type in vocabulary.kinds.open_form and (kind.vague or not strict):
        return False if kind.types.isdisjoint(("call", "video")) else None
    return False


def date_fits(event: Event, time: Time) -> bool | None:
    """Whether an event was on the days of a text, in either capital; None if that is not known.

    A range with both ends must be that of the event; for a month, its beginning must be inside.
    """
    return _any([_date_fits(when, time) for when in event.all_dates])


def _any(fits: Sequence[bool | None]) -> bool | None:
    """True if any is true; else None if any is not known."""
    if True in fits:
        return True
    return None if None in fits else False


def _date_fits(when: When, time: Time) -> bool | None:
    span = time.span
    if time.both and time.exact and when.interval:
        if when.start == span.first and when.end == span.last:
            return True
        return None if not when.exact and when.days.meets(span) else False
    if time.both and time.exact and not when.interval:
        if when.exact:
            return when.days.inside(span) and (high(span.last) - low(span.first)).days > 2
        return None if when.days.meets(span) else False
    inside = [start.inside(span) for start in when.starts]
    if all(inside):
        return True
    if when.interval and when.exact and time.exact and when.days.meets(span):
        return True
    if when.start_known:
        return None if when.interval and when.days.meets(span) and not time.exact else False
    return None if any(start.meets(span) for start in when.starts) else False


def _months(event: Event) -> set[tuple[int, int]]:
    days = (day for when in event.all_dates for day in (when.start,) if day)
    return {(day.year, day.month) for day in days}


def same_month(event: Event, time: Time) -> bool:
    """Whether a text's part of a month is in the month of an event."""
    first, last = time.span
    if time.exact or not first or not last or (first.year, first.month) != (last.year, last.month):
        return False
    return (first.year, first.month) in _months(event)


def days_apart(event: Event, span: Span) -> int:
    """How many days an event begins before or after some days; 0 if it may begin on one of them."""
    best = 10**6
    for when in event.all_dates:
        for start in when.starts:
            if start.meets(span):
                return 0
            before = (low(span.first) - high(start.last)).days if start.last else 10**6
            after = (low(start.first) - high(span.last)).days if span.last else 10**6
            best = min(best, max(before, after))
    return best


def place_fits(event: Event, places: Sequence[Place]) -> bool | None:
    """Whether an event was in one of some places; None if the ledger does not have its place."""
    if not places:
        return True
    return _any([place.fits(event) for place in places])


def fit(
    event: Event,
    about: Description,
    parties: Sequence[Party],
    time: Time | None,
    vocabulary: Vocabulary,
) -> Fit:
    """How an event meets a description with one of its dates."""
    offices = vocabulary.names.offices
    return Fit(
        event,
        kind_fits(event, about.kind, vocabulary) if about.tags.issubset(event.tags) else False,
        date_fits(event, time) if time else True,
        place_fits(event, about.places),
        sum(not party.takes_part(event, offices) for party in parties),
        time,
    )


def starts_in(event: Event, span: Span) -> Containment:
    """Whether an event began in some days, in either capital."""
    best = Containment.NO
    for when in event.all_dates:
        inside = [start.inside(span) for start in when.starts]
        if all(inside):
            return Containment.CERTAIN
        if any(start.meets(span) for start in when.starts):
            best = Containment.POSSIBLE
    return best


def differences(first: Event, second: Event) -> set[int]:
    """The numbers of days from an event to a later one, by any of their days that are known."""
    return {
        (end - start).days
        for one in first.all_dates if one.exact for start in edges(one)
        for two in second.all_dates if two.exact for end in edges(two)
    }  # fmt: skip


def edges(when: When) -> list[dt.date]:
    """The first and the last day of a date, as far as they are known."""
    return [day for day in (when.start, when.end) if day]


def unique(events: Iterable[Event]) -> tuple[Event, ...]:
    """Each event once, by date."""
    by_id = {event.id: event for event in events}
    return tuple(sorted(by_id.values(), key=lambda event: event.sort_key))
