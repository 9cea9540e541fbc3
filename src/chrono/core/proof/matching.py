"""Compare events with a description (kind, date, place, people), and count days between events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from chrono.core import english
from chrono.core.coverage import Subject, Subjects, both
from chrono.core.dates import When
from chrono.core.model import Actor, Event
from chrono.core.names import words
from chrono.core.periods import Period
from chrono.core.proof.kinds import Kind
from chrono.core.proof.people import Party
from chrono.core.proof.places import Place
from chrono.core.proof.statements import Description
from chrono.core.proof.times import Distance, Time
from chrono.core.proof.vocabulary import Vocabulary
from chrono.core.spans import Containment, Span, high, low
from chrono.core.verdicts import TextVerdict

_TALKS = frozenset(("talks",))

NEAR = 13
"""The number of days by which an event can miss a stated day and still be the event in the text."""


class Fit(NamedTuple):
    """How well an event fits a description with one date.

    - `kind`, `date`, `place`: whether this part of the description is right, or None if unknown
    - `missing`: the number of the description's parties that do not take part in the event
    - `time`: the date of the description, or None if it has no date
    """

    event: Event
    kind: bool | None
    date: bool | None
    place: bool | None
    missing: int
    time: Time | None

    @property
    def people(self) -> bool:
        """Return whether all parties of the description take part in the event."""
        return self.missing == 0

    @property
    def days(self) -> int:
        """Return the days between the event and the description's date. Return 0 without a date."""
        return days_apart(self.event.all_dates, self.time.span) if self.time else 0

    @property
    def wrong(self) -> int:
        """Return how many of the description's four parts (people, kind, date, place) are wrong."""
        return (self.people, self.kind, self.date, self.place).count(False)

    @property
    def full(self) -> bool:
        """Return whether the description's four parts (people, kind, date, place) are right."""
        return self.people and all((self.kind, self.date, self.place))


def tags_of(kind: Kind) -> frozenset[str]:
    """Return the tags of which an event of a kind must have one, or none."""
    return kind.tags if kind.noun and (kind.tagged or kind.types == _TALKS) else frozenset()


def kind_fits(
    event: Event, kind: Kind | None, vocabulary: Vocabulary, strict: bool = False
) -> bool | None:
    """Return whether an event is of a kind. Return None if this is unknown.

    `strict`: True to ignore the types in `kind.also`.
    """
    if kind is None:
        return True
    type = event.type.id
    if kind.topics and not kind.topics.issubset(words(f"{event.title} {event.summary or ''}")):
        return False
    if type in kind.types:
        tags = tags_of(kind)
        return not tags or not tags.isdisjoint(event.tags)
    if not strict and type in kind.also:
        return True
    if type in vocabulary.kinds.open_form and (kind.vague or not strict):
        return False if kind.types.isdisjoint(("call", "video")) else None
    return False


def subjects_of(
    about: Description, contacts: frozenset[str], actors: Mapping[str, Actor]
) -> Subjects:
    """Return the people, types and tags of a description, as for a claim about these events.

    An office means each of its holders. `contacts`: the ids of all types of contacts; `actors`: the
    actors of the ledger by id.
    """
    types, tags = (about.kind.types, tags_of(about.kind)) if about.kind else (contacts, ())
    subjects: Subjects = (Subject(frozenset(), types, about.tags.union(tags)),)
    for party in about.parties:
        if not party.country:
            holders = tuple(Subject.between([actors[id]]) for id in sorted(party.actors))
            subjects = both(subjects, holders)
    return subjects


def date_fits(event: Event, time: Time) -> bool | None:
    """Return whether an event took place at `time`. Return None if this is unknown.

    - One of the event's dates, including local dates, must fit
    - A range such as `14–15 September` fits only an event with the same range
    - A month or another inexact period fits if the event began in this period
    """
    return any_true([_date_fits(when, time) for when in event.all_dates])


def any_true(values: Collection[bool | None]) -> bool | None:
    """Return True if any value is True. Otherwise return None if any value is None, else False."""
    return True if True in values else None if None in values else False


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


def same_month(event: Event, time: Time) -> bool:
    """Return whether an event began in the month of a period such as `late May`.

    The result is False for exact dates, and for periods of more than one month.
    """
    first, last = time.span
    if time.exact or not first or not last or (first.year, first.month) != (last.year, last.month):
        return False
    starts = (when.start for when in event.all_dates if when.start)
    return any((start.year, start.month) == (first.year, first.month) for start in starts)


def days_apart(dates: Iterable[When], span: Span) -> int:
    """Return the days between `span` and the nearest start of one of `dates`.

    Return 0 if an event with one of these dates may have begun in `span`.
    """
    best = 10**6
    for when in dates:
        for start in when.starts:
            if start.meets(span):
                return 0
            before = (low(span.first) - high(start.last)).days if start.last else 10**6
            after = (low(start.first) - high(span.last)).days if span.last else 10**6
            best = min(best, max(before, after))
    return best


def place_fits(event: Event, places: Sequence[Place]) -> bool | None:
    """Return whether an event was at one of `places`. Return None if this is unknown.

    Without places, the result is True.
    """
    if not places:
        return True
    return any_true([place.fits(event) for place in places])


def fit(
    event: Event,
    about: Description,
    parties: Sequence[Party],
    time: Time | None,
    vocabulary: Vocabulary,
) -> Fit:
    """Return how well an event fits a description.

    - `parties`: the parties that must take part
    - `time`: the date of the description, or None if it has no date
    """
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
    """Return whether an event began in `span`: certainly, possibly or not.

    If the event has local dates, the most certain result counts.
    """
    period = Period("", *span)
    return max(when.starts_in(period) for when in event.all_dates)


def differences(first: Event, second: Event) -> set[int]:
    """Return the possible numbers of days from the first event to the second. Days may be negative.

    Both the first and the last day of each event are used. Dates that are not exact are ignored.
    """
    starts, ends = known_days(first.all_dates), known_days(second.all_dates)
    return {(end - start).days for start in starts for end in ends}


def known_days(dates: Iterable[When]) -> set[dt.date]:
    """Return the first and the last day of each exact date in `dates`."""
    return {day for when in dates if when.exact for day in (when.start, when.end) if day}


def took_part(event: Event, party: Party) -> bool:
    """Return whether an actor of a party is a main participant of an event."""
    return any(actor.id in party.actors for actor in event.actors)


def was_there(event: Event, party: Party) -> bool:
    """Return whether an actor of a party is a main participant or was present at an event."""
    return any(actor.id in party.actors for actor in (*event.actors, *event.present))


def on_day(event: Event, time: Time | None) -> bool:
    """Return whether an event took place at `time`. The result is True if `time` is None."""
    return time is None or date_fits(event, time) is True


def with_date(event: Event) -> str:
    """Return the date and title of an event, such as `30 Oct 2025: Ash and Birch meet in Rome`."""
    return f"{english.date(event.when)}: {event.title}"


def only(events: Sequence[Event]) -> Event | None:
    """Return the only event in `events`. Return None if there is no event, or more than one."""
    return events[0] if len(events) == 1 else None


def days_verdict(length: Distance, days: Collection[int], margin: int) -> TextVerdict | None:
    """Return the verdict on a stated distance. Return None if the distance is only nearly right.

    - `days`: the possible numbers of days. Without any, the verdict is "cannot tell"
    - `margin`: the greatest error of a distance that is nearly right [days]
    """
    if not days:
        return "cannot tell"
    if any(length.low <= day <= length.high for day in days):
        return "stands"
    low, high = length.low - margin, length.high + margin
    return None if any(low <= day <= high for day in days) else "differs"


def days_text(days: Collection[int]) -> str:
    """Return numbers of days as text: `28 to 31 days`. Without numbers: `the day is not known`."""
    if not days:
        return "the day is not known"
    least, most = min(days), max(days)
    number = str(least) if least == most else f"{least} to {most}"
    return f"{number} day{'' if number == '1' else 's'}"


def unique(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events without duplicates, in chronological order."""
    by_id = {event.id: event for event in events}
    return tuple(sorted(by_id.values(), key=lambda event: event.sort_key))
