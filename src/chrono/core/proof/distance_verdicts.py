"""Verdicts on the days between two events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from chrono.core.model import Event
from chrono.core.proof.event_verdicts import EventVerdicts
from chrono.core.proof.matching import differences, edges, unique
from chrono.core.proof.searches import Answer
from chrono.core.proof.statements import Description, Statement
from chrono.core.proof.times import Distance, Time
from chrono.core.spans import Span

Pair = tuple[set[int], tuple[Event, ...]]
"""(numbers of days between two events, the events)."""


class DistanceVerdicts(EventVerdicts):
    """Compares distances between events with a ledger."""

    def interval_answer(self, statement: Statement) -> Answer | None:
        """The answer for a number of days between two events, or an event and a date."""
        about, length, other = statement.about, statement.distance, statement.other
        if length is None or other is None:
            return None
        far = () if _is_day(other) else self.find(other)
        if len(far) == 1 and about.parties and about.kind:
            if self._is_only_context(far[0], statement, other):
                return None
            if (answer := self._by_distance(about, far[0], statement)) is not None:
                return answer
        near = () if _is_day(about) else self.find(about)
        if about.kind and not (about.parties or about.places or about.named) and len(far) == 1:
            near = self._alike(about, far[0], length)
        if len(far) > 1 or not (far or _is_day(other)) or not (near or _is_day(about)):
            return None
        return _answer(_pairs(near, about, far, other, length), length)

    def _is_only_context(self, event: Event, statement: Statement, other: Description) -> bool:
        """Whether the other event is only the one named last, and one of other people."""
        if not other.named or other.kind or other.named != statement.context_events:
            return False
        offices = self.vocabulary.names.offices
        return not any(party.takes_part(event, offices) for party in statement.about.parties)

    def _alike(self, about: Description, far: Event, length: Distance) -> tuple[Event, ...]:
        """The event of a kind among the people of another event that is next to it, if any."""
        parties = tuple(map(self.vocabulary.names.party, far.actors))
        certain, _ = self.matches(about, parties, Span(None, self.day))
        others = [event for event in certain if event.id != far.id]
        if length.way == "before":
            return tuple(event for event in others if event.sort_key <= far.sort_key)[-1:]
        return tuple(event for event in others if event.sort_key > far.sort_key)[:1]

    def _by_distance(self, about: Description, far: Event, statement: Statement) -> Answer | None:
        """The answer for an event on the days at a distance from another one."""
        length = statement.distance
        if length is None or not length.exact or length.way not in ("after", "before"):
            return None
        if len(about.parties) < 2:
            return None
        days = dt.timedelta(length.low if length.way == "after" else -length.low)
        dates = {edge + days for when in far.all_dates if when.exact for edge in edges(when)}
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


def _is_day(about: Description) -> bool:
    """Whether a description has only a date."""
    return bool(about.times) and not (about.parties or about.kind or about.places or about.named)


def _pairs(
    near: Sequence[Event],
    about: Description,
    far: Sequence[Event],
    other: Description,
    length: Distance,
) -> list[Pair]:
    """The days from `far`, or the day of `other`, to each of `near`, or the day of `about`."""
    end = far[0] if far else None
    pairs: list[Pair] = []
    for one in near or (None,):
        days = _days_between(end, other, one, about)
        if length.way == "before":
            days = {-day for day in days}
        elif length.way == "near":
            days = {abs(day) for day in days}
        if days and not (one and one is end):
            pairs.append((days, unique(event for event in (one, end) if event)))
    return pairs


def _days_between(
    start: Event | None, other: Description, end: Event | None, about: Description
) -> set[int]:
    if start and end:
        return differences(start, end)
    starts, ends = _dates(start, other), _dates(end, about)
    return {(last - first).days for first in starts for last in ends}


def _dates(event: Event | None, about: Description) -> set[dt.date]:
    """The first and last days of an event, or the day of a description."""
    if event:
        return {edge for when in event.all_dates if when.exact for edge in edges(when)}
    first = about.times[0].span.first if about.times else None
    return {first} if first else set()


def _answer(pairs: Sequence[Pair], length: Distance) -> Answer | None:
    for days, events in pairs:
        if any(length.low <= day <= length.high for day in days):
            return Answer("stands", _days_text(days), events)
    if len(pairs) != 1:
        return None
    days, events = pairs[0]
    margin = 0 if length.exact else max(1, length.high // 8)
    if any(length.low - margin <= day <= length.high + margin for day in days):
        return None
    if min(map(abs, days)) > 150 and length.high < 40:
        return None  # another event is meant
    return Answer("differs", _days_text(days), events)


def _days_text(days: set[int]) -> str:
    numbers = sorted({abs(day) for day in days})
    if numbers == [1]:
        return "1 day"
    return f"{numbers[0]} to {numbers[-1]} days" if len(numbers) > 1 else f"{numbers[0]} days"
