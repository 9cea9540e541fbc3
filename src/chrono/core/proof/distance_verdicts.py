"""Judge statements about the number of days between two events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from chrono.core.model import Event
from chrono.core.proof.event_verdicts import EventVerdicts
from chrono.core.proof.matching import days_text, days_verdict, known_days, only, unique
from chrono.core.proof.people import party_of
from chrono.core.proof.searches import Answer
from chrono.core.proof.statements import Description, Statement
from chrono.core.proof.times import Distance, Time
from chrono.core.spans import Span, high

Pair = tuple[set[int], tuple[Event, ...]]
"""A pair: the possible numbers of days between two events, and the events."""


class DistanceVerdicts(EventVerdicts):
    """A judge that checks stated numbers of days between two events against a ledger."""

    def interval_answer(self, statement: Statement) -> Answer | None:
        """Return the answer for a statement about the days between two events or dates.

        Return None if an event is unclear.
        """
        about, length, other = statement.about, statement.distance, statement.other
        if length is None or other is None:
            return None
        far = None if _is_day(other) else only(self.find(other))
        if far and about.parties and about.kind:
            is_context = other.named and other.named == statement.context_events and not other.kind
            if is_context and not any(one.takes_part(far, self.offices) for one in about.parties):
                return None
            if (answer := self._by_distance(about, far, statement)) is not None:
                return answer
        near = () if _is_day(about) else self.find(about)
        if far and about.kind and not (about.parties or about.places or about.named):
            near = self._alike(about, far, length)
        if not far and len(near) == 1 and _is_pair(other):  # `met a week after they spoke`
            pairs = [
                pair for one in self.find(other) for pair in _pairs(near, about, one, other, length)
            ]  # fmt: skip
            return _answer(pairs, length, self._has_all(other, near[0], length))
        if not (far or _is_day(other)) or not (near or _is_day(about)):
            return None
        return _answer(
            _pairs(near, about, far, other, length), length, self._has_all(about, far, length)
        )

    def _has_all(self, about: Description, other: Event | None, length: Distance) -> bool:
        """Return whether the ledger has all events of a description near another event."""
        if other is None or not _is_pair(about) or other.when.start is None:
            return False
        days = dt.timedelta(length.high)
        end = min(self.day, high(other.when.end) + days)
        return self.is_covered(Span(other.when.start - days, end), about)

    def _alike(self, about: Description, far: Event, length: Distance) -> tuple[Event, ...]:
        """Return the event nearest to `far` in a tuple, or ().

        The event fits `about` and has all actors of `far`. `length.way` decides whether the event
        is before or after `far`.
        """
        parties = tuple(map(party_of, far.actors))
        certain, _ = self.matches(about, parties, Span(None, self.day))
        others = [event for event in certain if event.id != far.id]
        if length.way == "before":
            return tuple(event for event in others if event.sort_key <= far.sort_key)[-1:]
        return tuple(event for event in others if event.sort_key > far.sort_key)[:1]

    def _by_distance(self, about: Description, far: Event, statement: Statement) -> Answer | None:
        """Return the answer for `they met two days after the call`, in which `far` is the call."""
        length = statement.distance
        if length is None or not length.exact or length.way not in ("after", "before"):
            return None
        if len(about.parties) < 2:
            return None
        days = dt.timedelta(length.low if length.way == "after" else -length.low)
        dates = {day + days for day in known_days(far.all_dates)}
        answers: list[Answer] = []
        for date in sorted(dates):
            answer = self.one_event(about._replace(places=()), Time(Span(date, date)), statement)
            if answer:
                answers.append(answer._replace(events=unique((*answer.events, far))))
        right = [answer for answer in answers if answer.verdict == "stands"]
        firm = [answer for answer in answers if answer.verdict != "not in the ledger"]
        if len(answers) < len(dates):
            firm = []
        return next(iter((*right, *firm)), None)


def _is_pair(about: Description) -> bool:
    """Return whether a description means all contacts of a kind between two or more parties."""
    return len(about.parties) > 1 and about.kind is not None and not about.unread


def _is_day(about: Description) -> bool:
    return bool(about.times) and not (about.parties or about.kind or about.places or about.named)


def _pairs(
    near: Sequence[Event],
    about: Description,
    far: Event | None,
    other: Description,
    length: Distance,
) -> list[Pair]:
    pairs: list[Pair] = []
    starts = _dates(far, other)
    for event in near or (None,):
        days = {(end - start).days for start in starts for end in _dates(event, about)}
        if length.way == "before":
            days = {-day for day in days}
        elif length.way == "near":
            days = {abs(day) for day in days}
        if days and not (event and event is far):
            pairs.append((days, unique(one for one in (event, far) if one)))
    return pairs


def _dates(event: Event | None, about: Description) -> set[dt.date]:
    if event:
        return known_days(event.all_dates)
    first = about.times[0].span.first if about.times else None
    return {first} if first else set()


def _answer(pairs: Sequence[Pair], length: Distance, sure: bool) -> Answer | None:
    """Return the answer for the pair of events with the stated distance.

    `sure`: whether the pairs have all events of the statement, so that one of them must be right
    """
    for days, events in pairs:
        if days_verdict(length, days, 0) == "stands":
            return Answer("stands", days_text({abs(day) for day in days}), events)
    margin = 0 if length.exact else max(1, length.high // 8)
    if not pairs or (len(pairs) > 1 and not sure):
        return None
    if any(days_verdict(length, days, margin) != "differs" for days, _ in pairs):
        return None
    days, events = min(pairs, key=lambda pair: min(abs(day - length.low) for day in pair[0]))
    if min(map(abs, days)) > 150 and length.high < 40:
        return None  # the text is about another event
    return Answer("differs", days_text({abs(day) for day in days}), events)
