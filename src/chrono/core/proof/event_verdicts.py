"""Judge statements that an event took place, and statements about the date of an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from chrono.core import english
from chrono.core.model import Event
from chrono.core.proof.hosts import elsewhere, host_verdict
from chrono.core.proof.matching import (
    NEAR,
    Fit,
    date_fits,
    kind_fits,
    only,
    same_month,
    starts_in,
    unique,
)  # fmt: skip
from chrono.core.proof.participants import has_words_of
from chrono.core.proof.searches import Answer, Search
from chrono.core.proof.statements import Description, Statement
from chrono.core.proof.times import Time
from chrono.core.spans import WEEKDAYS, Span, common
from chrono.core.verdicts import GRAVEST, TextVerdict

NOT_COVERED = "the ledger does not cover these days"
NOT_ALL_COVERED = "the ledger does not cover all of these days"


class EventVerdicts(Search):
    """A judge that checks statements about events and their dates against a ledger."""

    def event_answer(self, statement: Statement) -> Answer | None:
        """Return the answer for a statement that an event took place, or None if this is unclear.

        If the statement has several dates, the answer has the gravest verdict.
        """
        about = statement.about
        if not about.parties and not (about.kind and about.kind.tags):
            return None
        times: Sequence[Time | None] = about.times or (None,)
        answers: list[Answer] = []
        for time in times:
            answer = self.one_event(about, time, statement)
            if answer is None:
                return None
            answers.append(answer)
        events = unique(event for answer in answers for event in answer.events)
        if about.unread and not any(has_words_of(event, about.unread) for event in events):
            return None
        gravest = min(answers, key=lambda answer: GRAVEST.index(answer.verdict))
        if gravest.verdict == "stands" and not all(
            any(place.fits(event) for event in events) for place in about.places
        ):
            return None
        gravest = gravest._replace(events=events)
        return self._by_roles(about, gravest) if gravest.verdict == "stands" else gravest

    def _by_roles(self, about: Description, answer: Answer) -> Answer:
        """Return the answer for who called or hosted whom, if the rest of the statement stands."""
        when = when_text(answer.events[0])
        if any(time.other_weekday for time in about.times):
            days = [one for time in about.times if time.other_weekday and (one := time.span.first)]
            names = english.join_and([WEEKDAYS[day.weekday()] for day in days])
            return answer._replace(
                verdict="differs", text=f"{when}; the day of the week is {names}"
            )
        if about.caller and len(answer.events) == 1:
            asked = answer.events[0].initiator
            own = {*about.caller.actors, *self.vocabulary.names.countries_of([about.caller])}
            if asked and asked != "disputed" and asked not in own:
                actor = self.ledger.actors.get(asked)
                text = f"{when}, asked for by {actor.name if actor else asked}"
                return answer._replace(verdict="depends", text=text)
        if place := host_verdict(about, answer.events):
            return answer._replace(verdict=place[0], text=f"{when}, {place[1]}")
        return answer

    def one_event(
        self, about: Description, time: Time | None, statement: Statement
    ) -> Answer | None:
        """Return the answer for the event with the description `about`, or None if this is unclear.

        - `time`: the date of the event, or None to judge the place instead of the date
        - `statement`: the statement with this description
        """
        fits = self.fits_of(about, time)
        held = [one for one in fits if one.event.status == "held"]
        if time is None:
            placed = self._placed(about, held, statement)
            ranked = placed and statement.ordinal is not None and placed.verdict == "stands"
            return self._ranked(statement, placed.events) if placed and ranked else placed
        if full := [one for one in held if one.full]:
            return self._full(full, statement, time)
        possible = [
            one for one in fits
            if one.people and one.wrong == 0 and one.event.status in ("held", "unconfirmed")
        ]  # fmt: skip
        if possible:
            return _undecided(possible)
        if (number := statement.ordinal) and about.kind and (about.kind.tags or about.parties):
            event = only(self.find(about._replace(ordinal=number, windows=statement.windows)))
            if event and time.exact:
                fit = next((one for one in held if one.event == event and one.wrong == 1), None)
                return Answer("differs", _correction(fit) if fit else when_text(event), (event,))
            held = [one for one in held if one.kind or not about.kind.tags]
        near = [one for one in held if one.wrong == 1 and self._is_clear(one, about, time)]
        if near:
            return _differs(near)
        return self._missing(about, time, held)

    def _full(self, full: Sequence[Fit], statement: Statement, time: Time) -> Answer | None:
        events = tuple(one.event for one in full)
        if (number := statement.ordinal) is not None and (len(events) == 1 or number > 0):
            return self._ranked(statement, events)
        if time.exact:
            events = events[:1]
        return Answer("stands", "; ".join(map(when_text, events)), events)

    def _ranked(self, statement: Statement, events: Sequence[Event]) -> Answer | None:
        """Return the answer for an ordinal of one of `events`, or None if this is unclear."""
        answers = [self.rank(statement, event) for event in events]
        if len(answers) == 1:
            return answers[0]
        return next((one for one in answers if one and one.verdict == "stands"), None)

    def _is_clear(self, one: Fit, about: Description, time: Time) -> bool:
        several = len(about.parties) >= 2
        if (
            one.place is False
            and not several
            and not time.exact
            and _is_other_visit(about, one.event)
        ):
            return False  # `visited Rome in May`, besides a meeting in Bern
        if one.date is False:
            strict = kind_fits(one.event, about.kind, self.vocabulary, strict=True)
            return several and bool(strict) and (one.days <= NEAR or same_month(one.event, time))
        if not one.people:
            return several and time.exact and one.missing == 1 and bool(about.places)
        return time.exact or one.place is False

    def _missing(self, about: Description, time: Time, held: Sequence[Fit]) -> Answer | None:
        """Return the answer for a description that fits no event, or None if this is unclear."""
        if len(about.parties) != 2 or not about.kind:
            return None
        if about.kind.types.isdisjoint(self.vocabulary.kinds.contacts):
            return None
        if any(one.people and one.days <= NEAR for one in held):
            return None
        if len(self.vocabulary.names.countries_of(about.parties)) < 2:
            return None
        if not self.may_cover(time.span, about):
            return Answer("cannot tell", NOT_COVERED)
        if any(party.country for party in about.parties) or not time.exact or about.kind.plural:
            return None
        return Answer("not in the ledger", "no such event on these days")

    def _placed(
        self, about: Description, held: Sequence[Fit], statement: Statement
    ) -> Answer | None:
        """Return the answer for a description with a place but no date, or None if this is unclear.

        If the statement has no period, only the year up to the day of the text is searched.
        """
        if len(about.parties) < 2 or not about.places:
            return None
        spans = [span for _, span in self.spans_in_text(statement)]
        if statement.windows and not all(self.is_covered(span, about) for span in spans):
            return None
        if not statement.windows:
            year = self.day.year if self.day.month > 1 else self.day.year - 1
            spans = [Span(dt.date(year, 1, 1), self.day)]
        of_year = [
            one for one in held
            if one.people and one.kind and any(starts_in(one.event, each) for each in spans)
        ]  # fmt: skip
        if right := [one for one in of_year if one.place]:
            events = tuple(one.event for one in right)
            missing = [each for each in about.places if not any(map(each.fits, events))]
            if not missing:
                return Answer("stands", when_text(events[0]), events)
            unknown = any(each.fits(one.event) is None for each in missing for one in of_year)
            unknown = unknown or not all(each.listed for each in missing)
            if unknown or not all(self.is_covered(span, about) for span in spans):
                return None
            return Answer("differs", f"not in {english.join_or([p.name for p in missing])}", events)
        if len(of_year) == 1 and of_year[0].place is False:
            return Answer("differs", _correction(of_year[0]), (of_year[0].event,))
        return None

    def date_answer(self, statement: Statement) -> Answer | None:
        """Return the answer for a statement about an event's date, or None if this is unclear."""
        about = statement.about
        *others, time = about.times
        event = only(about.named or self.find(about._replace(times=tuple(others))))
        if event is None:
            return None
        right = date_fits(event, time)
        unknown: TextVerdict = "depends" if event.when.exact else "cannot tell"
        verdict: TextVerdict = unknown if right is None else "stands" if right else "differs"
        return Answer(verdict, when_text(event), (event,))

    def rank(self, statement: Statement, event: Event) -> Answer | None:
        """Return the answer for a statement that `event` has an ordinal, such as `their third`.

        Return None if the statement has no ordinal, or if it is unclear which events to count.
        """
        about, number = statement.about, statement.ordinal
        if number is None or not (about.parties or (about.kind and about.kind.tags)):
            return None
        if number == 1:  # `the first since May`: one in May does not count
            windows = (
                time._replace(prep="after") if time.prep == "since" else time
                for time in statement.windows
            )
            statement = statement._replace(windows=tuple(windows))
        spans = [span for _, span in self.spans_of(statement)]
        if not statement.windows:
            spans = [span for span in spans if starts_in(event, span)] or [
                *self.years_of(event, about)
            ]
        if number < 0 and not statement.windows and event.when.start:
            spans = [Span(event.when.start, self.day)]  # `last met`: none since then
        if statement.distance and event.when.start and event.when.end:
            spans = [Span(event.when.start - dt.timedelta(statement.distance.high), event.when.end)]
        ranked = self._rank_among(elsewhere(about), number, event, spans)
        if ranked and ranked.verdict == "stands" and (place := host_verdict(about, (event,))):
            return ranked._replace(verdict=place[0], text=f"{ranked.text}; {place[1]}")
        if statement.at_place and ranked and ranked.verdict == "differs":
            at_place = self._rank_among(about, number, event, spans)
            if at_place and at_place.verdict == "stands":  # `the first round in Rome`
                text = f"{ranked.text}; at this place, {at_place.text}"
                return ranked._replace(verdict="depends", text=text)
        return ranked

    def _rank_among(
        self, about: Description, number: int, event: Event, spans: Sequence[Span]
    ) -> Answer | None:
        """Return the answer for an ordinal of `event` among the events of a description.

        - `number`: 3 for `the third`, and so on (see Ordinal)
        - `spans`: each reading of the period in which the events are counted
        """
        answers: list[Answer] = []
        for span in spans:
            if not self.is_covered(span, about):
                return Answer("cannot tell", NOT_ALL_COVERED, (event,))
            certain, possible = self.matches(about, about.parties, span)
            if event not in certain:
                return None
            if possible:
                count = f"{len(certain)} to {len(certain) + len(possible)}"
                return Answer("cannot tell", count, unique((event, *possible)))
            at = certain.index(event) + 1
            right = at == (number if number > 0 else len(certain)) and (number or len(certain) == 1)
            text = f"number {at} of {len(certain)}"
            answers.append(Answer("stands" if right else "differs", text, (event,)))
        if len({answer.verdict for answer in answers}) > 1:
            return Answer("depends", "; ".join(answer.text for answer in answers), (event,))
        return answers[0] if answers else None


def when_text(event: Event) -> str:
    """Return the date of an event as English text."""
    return english.date(event.when)


def _is_other_visit(about: Description, event: Event) -> bool:
    """Return whether a description is that of a visit, and an event is not a visit."""
    kind = about.kind
    return kind is not None and "visit" in kind.types and event.type.id not in kind.types


def _undecided(possible: Sequence[Fit]) -> Answer:
    for one in possible:
        if one.event.status == "held" and one.date is None and one.time and one.event.when.exact:
            own = [Span(one.event.when.start, one.event.when.end)]
            inside = [english.span(each, True) for each in common(own, [one.time.span])]
            text = f"{when_text(one.event)}, only partly in this period ({', '.join(inside)})"
            return Answer("depends", text, (one.event,))
    return Answer("cannot tell", _why_undecided(possible[0]), tuple(one.event for one in possible))


def _why_undecided(one: Fit) -> str:
    if one.event.status != "held":
        return one.event.status
    if one.date is None:
        return f"the ledger has {when_text(one.event)}"
    if one.place is None:
        return "the ledger has no place"
    return f"the ledger has {one.event.type.label}"


def _differs(near: Sequence[Fit]) -> Answer | None:
    """Return the answer "differs" for the events of `near` that fit best.

    Return None if the people are wrong and several events fit equally well.
    """
    best = min(near, key=lambda one: (not one.people, one.date is False, one.days))
    equal = tuple(
        one.event for one in near
        if (one.people, one.date, one.days) == (best.people, best.date, best.days)
    )  # fmt: skip
    if len(equal) > 1 and not best.people:
        return None
    return Answer("differs", _correction(best), equal)


def _correction(one: Fit) -> str:
    if one.date is False:
        return when_text(one.event)
    if one.place is False:
        return one.event.place or ""
    if one.kind is False:
        return one.event.type.label
    return english.join_and([actor.name for actor in one.event.actors])
