"""Search a ledger for the events of a description or statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache, cached_property, partial
from typing import NamedTuple

from chrono.core import english
from chrono.core.coverage import covered_days, holds
from chrono.core.model import Claim, Event
from chrono.core.names import fold
from chrono.core.proof.dated_events import DatedEvents, bounds
from chrono.core.proof.hosts import elsewhere
from chrono.core.proof.matching import (
    Fit,
    date_fits,
    fit,
    kind_fits,
    only,
    place_fits,
    starts_in,
    subjects_of,
    unique,
)  # fmt: skip
from chrono.core.proof.numbers import Amount
from chrono.core.proof.people import Party, all_take_part
from chrono.core.proof.statements import Description, Statement
from chrono.core.proof.time_marks import times
from chrono.core.proof.times import Time
from chrono.core.proof.vocabulary import Vocabulary
from chrono.core.spans import OPEN, Containment, Span, common, high, low, merged
from chrono.core.verdicts import TextVerdict

_DAY = dt.timedelta(1)


FAR = 62
"""The number of days between a stated date and an event up to which the two are compared.

It is more than NEAR days, and more than a month.
"""


Matches = tuple[Sequence[Event], Sequence[Event]]
"""A pair: the events that certainly count, and the events that may count."""


class Answer(NamedTuple):
    """The verdict on a statement.

    - `text`: a phrase that states the value in the ledger, or the reason for the verdict
    - `events`: the events on which the verdict is based
    """

    verdict: TextVerdict
    text: str
    events: tuple[Event, ...] = ()


class Search:
    """A search in a ledger for events that fit the statements of a text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary, self.ledger, self.day = vocabulary, vocabulary.ledger, vocabulary.day
        self.offices = vocabulary.names.offices
        self._dated = DatedEvents(self.ledger.events)
        # A text returns to the same events again and again, so answers are kept.
        self._found = cache(self._find)
        self._matches = cache(self._match)
        self._covered = cache(partial(covered_days, self.ledger.coverage))

    def has_together(self, parties: Sequence[Party]) -> bool:
        """Return whether all parties take part in one and the same contact between countries."""
        return any(
            event.between_nations and all_take_part(parties, event, self.offices)
            for event, *_ in self._dated.with_all(parties)
        )

    # -- descriptions -----------------------------------------------------------------------------

    def _candidates(self, about: Description, time: Time | None, missing: int) -> Iterator[Event]:
        contacts = self.vocabulary.kinds.contacts
        types = contacts | about.kind.types | about.kind.also if about.kind else contacts
        today = self.day.toordinal()
        earliest, latest = bounds(time.span) if time else (0, today)
        for event, first, _, last in self._dated.with_all(about.parties, missing):
            if first > today or first > latest + FAR or last < earliest - FAR:
                continue
            if event.type.id in types or event.status != "held":
                yield event

    def fits_of(self, about: Description, time: Time | None) -> list[Fit]:
        """Return how well each event fits a description.

        `time`: the date of the description, or None for any date. Events far from it are omitted.
        """
        exact = bool(about.places and time and time.exact and len(about.parties) > 1)
        return [
            fit(event, about, about.parties, time, self.vocabulary)
            for event in self._candidates(about, time, int(exact))
        ]

    def _in_full(self, event: Event, about: Description, time: Time | None) -> bool:
        return (
            event.status == "held"
            and (time is None or date_fits(event, time) is True)
            and about.tags.issubset(event.tags)
            and kind_fits(event, about.kind, self.vocabulary) is True
            and place_fits(event, about.places) is True
            and all_take_part(about.parties, event, self.offices)
        )

    def find(self, about: Description) -> tuple[Event, ...]:
        """Return the events that took place and fit a description."""
        return about.named or self._found(about)

    def _find(self, about: Description) -> tuple[Event, ...]:
        if about.ordinal is not None:
            return self._nth(about)
        time = about.times[0] if about.times else None
        events = [
            one for one in self._candidates(about, time, 0) if self._in_full(one, about, time)
        ]
        events = [event for event in events if event.type.contact] or events
        if len(events) > 1 and about.kind is not None:
            strict = [
                event for event in events
                if kind_fits(event, about.kind, self.vocabulary, strict=True)
            ]  # fmt: skip
            events = strict or events
        if len(events) == 1 or not self.ledger.principals:
            return tuple(events)
        principals = {actor.id for actor in self.ledger.principals}
        of_principals = [one for one in events if principals <= {a.id for a in one.actors}]
        return tuple(of_principals if len(of_principals) == 1 else events)

    def _nth(self, about: Description) -> tuple[Event, ...]:
        """Return a tuple with the event of `their third call in 2025`, or () if this is unclear."""
        statement = Statement("count", 0, 0, about, windows=about.windows)
        at = about.ordinal - 1 if about.ordinal and about.ordinal > 0 else -1
        events: list[Event] = []
        for _, span in self.spans_of(statement):
            certain, possible = self.matches(elsewhere(about), about.parties, span)
            if possible or at >= len(certain) or not certain:
                return ()
            events.append(certain[at])
        event = only(unique(events))
        return (event,) if event else ()

    def matches(self, about: Description, parties: Sequence[Party], span: Span) -> Matches:
        """Return (events that certainly count, events that may count) for a description.

        The events must be in `span`, and `parties` must take part. The kind, places and tags must
        fit the description. The dates of the description are ignored.
        """
        about = Description(kind=about.kind, places=about.places, tags=about.tags)
        return self._matches(about, tuple(parties), span)

    def _match(self, about: Description, parties: Sequence[Party], span: Span) -> Matches:
        certain: list[Event] = []
        possible: list[Event] = []
        contacts = self.vocabulary.kinds.contacts
        contact = about.kind is not None and not contacts.isdisjoint(about.kind.types)
        earliest, latest = bounds(span)
        for event, first, start, _ in self._dated.with_all(parties):
            if first > latest or start < earliest or event.status not in ("held", "unconfirmed"):
                continue
            if low(event.when.days.first) > self.day:
                continue  # a local date may be earlier
            if (contact and not event.between_nations) or not about.tags.issubset(event.tags):
                continue
            kind = kind_fits(event, about.kind, self.vocabulary, strict=True)
            place = place_fits(event, about.places) if kind is not False else False
            if place is False:
                continue
            inside = starts_in(event, span)
            if inside is not Containment.NO and all_take_part(parties, event, self.offices):
                sure = kind and place and inside is Containment.CERTAIN and event.status == "held"
                (certain if sure else possible).append(event)
        return tuple(certain), tuple(possible)

    # -- days -------------------------------------------------------------------------------------

    def _covered_days(self, about: Description) -> Sequence[Span]:
        """Return the days for which the ledger has all events of a description."""
        days: Sequence[Span] = (OPEN,)
        for subject in subjects_of(about, self.vocabulary.kinds.contacts, self.ledger.actors):
            days = common(days, self._covered(subject))
        return days

    def is_covered(self, span: Span, about: Description) -> bool:
        """Return whether the ledger covers the events of a description on all days of `span`.

        A party that is a country must be one of the two countries with the most contacts.
        """
        return self._knows(about) and holds(self._covered_days(about), span)

    def may_cover(self, span: Span, about: Description) -> bool:
        """Return whether the ledger covers events like those of a description on all days of
        `span`.

        These events are of the same type, and each party takes part in some of them.
        """
        types = about.kind.types if about.kind else frozenset[str]()
        rows = [row for row in self.ledger.coverage if types <= (row.subject.types or types)]

        def days(party: Party) -> Sequence[Span]:
            with_party = (
                row for row in rows
                if not (row.actors or row.countries) or party.actors & row.subject.actors
            )  # fmt: skip
            return merged(row.period.span for row in with_party)

        is_covered = not self.ledger.coverage or all(
            holds(days(one), span) for one in about.parties
        )
        return self._knows(about) and is_covered

    def _knows(self, about: Description) -> bool:
        countries = self.vocabulary.names.countries
        return all(
            party.actors and (not party.country or party.country in countries)
            for party in about.parties
        )

    def spans_of(self, statement: Statement) -> Iterator[tuple[str, Span]]:
        """Yield (name, days) for each reading of the period of a statement.

        The readings of a claim with this period follow the reading of the words.

        `name`: a text such as `2025`, or "" for the only reading.
        """
        spans = [*self.spans_in_text(statement)]
        claim = self.claim_of(statement)
        claimed = [*self._spans_in_claim(claim)] if claim else []
        for name, span in spans:
            if span not in [days for _, days in claimed]:
                yield name or (english.span(span, True) if claimed else ""), span
        yield from claimed

    def _spans_in_claim(self, claim: Claim) -> Iterator[tuple[str, Span]]:
        past = Span(None, min(self.day, high(claim.as_of.end)))
        for name, period in claim.readings:
            if period.span.meets(past):
                yield name or "", period.span.cut(past)

    def spans_in_text(self, statement: Statement) -> Iterator[tuple[str, Span]]:
        """Yield (name, days) for each reading of the period of a statement, without claims."""
        bound = self._bound(statement)
        if bound is None:
            return
        first, last = bound.first, high(bound.last)
        for time in statement.windows:
            window = _days_of(time, statement.amount == Amount(0, 0))
            first = max(filter(None, (first, window.first)), default=None)
            last = min(last, high(window.last))
        preps = {time.prep for time in statement.windows}
        if statement.amount and statement.amount.low:
            preps.discard("before")  # `three calls before 5 May`, but not `never before 5 May`
        if any(time.span.first is None and time.prep == "in" for time in statement.windows):
            yield "", Span(None, last)
        elif first is None and "before" not in preps:
            yield from self._without_start(statement, last)
        elif first is None or first <= last:
            yield "", Span(first, last)

    def _bound(self, statement: Statement) -> Span | None:
        """Return the days before or after an event, for a statement such as `since that meeting`.

        Return None if the event is unclear. Without an event, return all days up to the day of the
        text.
        """
        if statement.bound is None:
            return Span(None, self.day)
        way, about = statement.bound
        event = only(self.find(about))
        if event is None or not event.when.exact:
            return None
        days = event.when.days
        if way == "before":
            return Span(None, min(self.day, low(days.first) - _DAY))
        return Span(high(days.last) + _DAY, self.day)

    def _without_start(self, statement: Statement, last: dt.date) -> Iterator[tuple[str, Span]]:
        """Yield (name, days) for each reading of a period that ends on `last` and has no start.

        In January, a statement without a period may be about the previous year.
        """
        year = last.year - 1 if last.month == 1 and not statement.windows else last.year
        yield f"{year}", Span(dt.date(year, 1, 1), min(last, dt.date(year, 12, 31)))
        if statement.ordinal is not None and (term := self.vocabulary.terms.first_day()):
            yield "this term", Span(term, last)
        elif not statement.windows:
            days = self._covered_days(statement.about)
            if days and days[0].first:
                yield "all days covered", Span(days[0].first, min(last, high(days[-1].last)))

    def years_of(self, event: Event, about: Description) -> Iterator[Span]:
        """Yield the year of an event, and all days up to the text's that the ledger covers."""
        if event.when.start:
            yield Span(dt.date(event.when.start.year, 1, 1), dt.date(event.when.start.year, 12, 31))
        days = self._covered_days(about)
        if days and days[0].first:
            yield Span(days[0].first, min(self.day, high(days[-1].last)))

    @cached_property
    def _claims(self) -> Sequence[tuple[Claim, set[str], str, tuple[Time, ...]]]:
        """Return (claim, ids of its people, its period in words and as dates) for each claim.

        The dates are those that the words would mean in the text. Only claims with several readings
        are included.
        """
        return [
            (claim, {actor.id for actor in claim.actors}, fold(claim.window),
             tuple(mark.value for mark in marks if mark.kind == "time"))
            for claim in self.ledger.claims if claim.window and len(claim.readings) > 1
            for marks in [times(claim.window, self.day)]
        ]  # fmt: skip

    def claim_of(self, statement: Statement) -> Claim | None:
        """Return the claim that has the people and the period of a statement, or None if there is
        none.

        The words for the period must have the same meaning, and its days must have one in common
        with those of the claim: in a later year, `this year` is another period.
        """
        words, windows = fold(statement.period_text), statement.windows
        ids = {id for party in statement.about.parties for id in party.actors}
        days = [span for _, span in self.spans_in_text(statement)]
        same = (
            claim for claim, people, window, dates in self._claims
            if people == ids and ((dates and dates == windows) or window in words)
            and any(one.meets(own) for _, one in self._spans_in_claim(claim) for own in days)
        )  # fmt: skip
        return next(same, None)


def _days_of(time: Time, is_none: bool) -> Span:
    """Return the days of a period in a text. The days of `since May` have no end.

    `is_none`: whether the statement is that there was no event in the period.
    """
    first, last = time.span
    if time.prep == "since":
        return Span(last + _DAY if is_none and last else first, None)
    if time.prep in ("until", "by"):
        return Span(None, last)
    if time.prep == "before":
        return Span(None, low(first) - _DAY)
    if time.prep == "after":
        return Span(last + _DAY if last else None, None)
    if time.prep == "between" and is_none and time.exact:
        return Span(low(first) + _DAY, high(last) - _DAY)
    return time.span
