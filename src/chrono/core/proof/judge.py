"""Judge a frame: compare what a clause states about contacts with the events of the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from chrono.core import english
from chrono.core.calendar import Time
from chrono.core.coverage import days_of, holds
from chrono.core.model import BUILT_IN, Event, Ledger
from chrono.core.offices import is_person
from chrono.core.proof.frames import Frame, Limits, Order
from chrono.core.proof.lexicon import Party, Place
from chrono.core.proof.orders import Distance
from chrono.core.query import Question, resolve
from chrono.core.spans import Span, high, low
from chrono.core.verdicts import TextVerdict
from chrono.errors import UsageError

NEAR = 14
"""The days between two dates that are taken for those of one event of the same parties."""

WEEK = dt.timedelta(7)
"""The time in which a contact is news, so that the last one may be that before it."""

Fit = bool | None
"""Whether an event fits a slot of a frame. None: the ledger does not say."""


class Verdict(NamedTuple):
    """A verdict on a frame. `answer`: what the ledger has, or why the verdict is not firm."""

    verdict: TextVerdict
    answer: str = ""
    events: tuple[Event, ...] = ()


class Judge:
    """Judges frames against one ledger. `today`: the day for which the text was written."""

    def __init__(self, ledger: Ledger, today: dt.date) -> None:
        self.ledger, self.today = ledger, today
        contacts = [
            event for event in ledger.events if event.type.contact or event.type.id == "visit"
        ]
        self.others = [e for e in ledger.events if not e.type.contact and e.status == "held"]
        self.held = [event for event in contacts if event.status == "held"]
        self.doubtful = [e for e in ledger.events if e.status in ("unconfirmed", "denied")]
        self.own_types = frozenset(ledger.types) - frozenset(BUILT_IN)
        self._covered = lru_cache(4096)(self._is_covered)
        self._of_pair: dict[tuple[frozenset[str], ...], Sequence[Event]] = {}

    def judge(self, frame: Frame) -> Verdict:
        """Return the verdict on a frame. A frame whose parties are not sure cannot differ."""
        found = self._judged(frame)
        firsts = [low(span.first) for time in frame.when for span in time.readings]
        later = any(first > self.today for first in firsts) and not frame.past
        if later and found.verdict != "stands":
            return Verdict("not read", "the day may be after the text")
        firm = found.verdict not in ("stands", "not read")
        if firm and frame.tentative and not self._is_named(frame):
            return Verdict("not read", "nobody is named")
        return found

    def resolved(self, frame: Frame) -> Frame:
        """Return a frame with the day of the contact since which it counts."""
        if frame.since is None:
            return frame
        event = self.only(frame.since)
        if event is None or not event.when.exact:
            return frame._replace(since=None, unread=frame.unread or '"since"')
        return frame._replace(
            since=None, when=(*frame.when, Time((event.when.days,), "after", True))
        )

    def only(self, frame: Frame) -> Event | None:
        """Return the event that a frame states, or None if it is not sure which."""
        found = self.judge(frame) if frame.number is None and not frame.denied else None
        is_one = found is not None and found.verdict == "stands" and len(found.events) == 1
        return found.events[0] if found and is_one else None

    def order(self, order: Order) -> Verdict:
        """Return the verdict on the days between two contacts."""
        time = order.other if isinstance(order.other, Time) else None
        whole = [one for one in (order.one, order.other) if isinstance(one, Frame)]
        events = [event for frame in whole if (event := self.only(frame)) and event.when.exact]
        if len(events) < len(whole):
            return Verdict("not read")
        first = time.readings[0].first if time else events[1].when.start
        days = order.sign * (low(events[0].when.start) - low(first)).days
        word = "after" if days * order.sign > 0 else "before"
        said = f"{english.quantity(abs(days), abs(days), 'day', 'days')} {word}"
        least, most, slack = (order.apart or Distance(0, 1))[1:]
        if least - slack <= days <= most + slack:
            return Verdict("stands", "", tuple(events))
        is_near = least - 2 * slack - 1 <= days <= most + 2 * slack + 1
        is_sure = days < 0 or not (is_near or days == 0)
        return Verdict("differs" if is_sure else "cannot tell", said, tuple(events))

    def _is_named(self, frame: Frame) -> bool:
        """Return whether words such as `the Busan summit` can only be one event of the parties."""
        if not any(place.names for place in frame.where):
            return False
        found = [event for event in self._with(frame.who)
                 if event.type.id in frame.types and _places_fit(event, frame.where)]  # fmt: skip
        return len(found) == 1

    def _judged(self, frame: Frame) -> Verdict:
        if frame.unread:
            return Verdict("not read", frame.unread)
        for party in frame.who:
            if not party.ids:
                return Verdict("cannot tell", f"{party.text}: nobody like this is in the ledger")
        if frame.denied:
            return self._denied(frame)
        if frame.number is not None:
            return self._number(frame, frame.number)
        if frame.rank is not None:
            return self._rank(frame, frame.rank)
        return self._event(frame)

    def _with(self, parties: Sequence[Party], doubtful: bool = False) -> Sequence[Event]:
        """Return the contacts that were held, or are doubtful, with all of the parties."""
        if doubtful:
            return [event for event in self.doubtful if take_part(event, parties)]
        key = tuple(party.ids for party in parties)
        if key not in self._of_pair:
            anyone = [party._replace(offices=()) for party in parties]
            self._of_pair[key] = [event for event in self.held if take_part(event, anyone)]
        return [event for event in self._of_pair[key] if take_part(event, parties)]

    def covered(self, frame: Frame, span: Span) -> bool:
        """Return whether the ledger has all contacts of a frame's parties and types in a span."""
        people = tuple(next(iter(one.ids)) for one in frame.who if len(one.ids) == 1)
        nations = tuple(one.nation for one in frame.who if len(one.ids) != 1)
        if all(nations) and self._covered(people, nations, frame.types, "", span):
            return True
        return any(self._covered((), (), frame.types, tag, span) for tag in frame.tags)

    def _is_covered(
        self, people: Sequence[str], nations: Sequence[str], types: frozenset[str], tag: str,
        span: Span,
    ) -> bool:  # fmt: skip
        tags = [tag] if tag else []
        question = Question.of(actor=people, country=nations, type=sorted(types), tag=tags)
        try:
            query = resolve(question, self.ledger, unique_names=True)
        except UsageError:
            return False
        return holds(days_of(self.ledger, query), span)

    # -- one contact

    def _event(self, frame: Frame) -> Verdict:
        if not frame.when and (not frame.where or len(frame.who) < 2):
            return Verdict("not read", "no date, place or number")
        soon = self.today + dt.timedelta(1)
        fits = [(event, self._fits(event, frame)) for event in self._with(frame.who)
                if low(event.when.days.first) <= soon]  # fmt: skip
        if right := [event for event, fit in fits if all(fit.values())]:
            return Verdict("stands", "", tuple(right[:3]))
        if len(frame.who) > 2 and (apart := self._one_by_one(frame)):
            return Verdict("stands", "", apart)
        if open_ := [event for event, fit in fits if False not in fit.values()]:
            return Verdict("cannot tell", "the ledger is not so exact", tuple(open_[:3]))
        doubtful = [event for event in self.doubtful if self._may_be(event, frame)]
        if doubtful and frame.when:
            said = f"the ledger has this event as {doubtful[0].status}"
            return Verdict("cannot tell", said, tuple(doubtful[:3]))
        return self._missed(frame, fits)

    def _may_be(self, event: Event, frame: Frame) -> bool:
        """Return whether a doubtful event, perhaps of a type of the ledger's own, may be meant."""
        fits = self._fits(event, frame)
        if event.type.id not in BUILT_IN:
            del fits["kind"]
        return take_part(event, frame.who) and False not in fits.values()

    def _one_by_one(self, frame: Frame) -> tuple[Event, ...]:
        """Return the events in which the first party was with each of the others, or ()."""
        events: dict[str, Event] = {}
        for other in frame.who[1:]:
            found = self._event(frame._replace(who=(frame.who[0], other)))
            if found.verdict != "stands":
                return ()
            events |= {event.id: event for event in found.events}
        return tuple(events.values())

    def _missed(self, frame: Frame, fits: Sequence[tuple[Event, dict[str, Fit]]]) -> Verdict:
        """Return the verdict on a contact that the ledger does not have so."""
        spans = [span for time in frame.when for span in time.readings]
        strict = frame._replace(types=frame.narrow)
        covered = bool(spans) and all(self.covered(strict, span) for span in spans)
        misses = []
        for event, fit in fits:
            slots = [slot for slot, value in fit.items() if not value]
            if len(slots) == 1 and self._is_near(event, slots[0], frame):
                misses.append((self._days_from(event, frame), event, slots[0]))
        misses += [(0, event, "who") for event in self._with_others(frame)]
        if any(time.exact for time in frame.when) and not misses:  # such as a letter on this day
            misses += [
                (0, event, "kind") for event in self.others
                if take_part(event, frame.who)
                and all(self._in_time(event, time) for time in frame.when)
            ]  # fmt: skip
        misses.sort(key=lambda one: (one[0], one[1].id))
        near = tuple(event for _, event, _ in misses[:3])
        if misses:
            wrong = misses[0][2]
            people = all(len(party.ids) == 1 for party in frame.who)
            same = (wrong == "where" and people) or (wrong == "when" and bool(frame.where))
            if wrong == "who" and len(frame.who) > 2:
                return Verdict("cannot tell", "the ledger may not name everybody", near)
            if covered or same:
                return Verdict("differs", "", near)
            return Verdict("cannot tell", "the ledger may lack another contact", near)
        if bodies := self._of_bodies(frame):
            return Verdict("cannot tell", "the ledger names bodies, not people", bodies)
        if covered:
            return Verdict("not in the ledger")
        return Verdict("cannot tell", "the ledger does not cover this")

    def _of_bodies(self, frame: Frame) -> tuple[Event, ...]:
        """Return the events of bodies of the parties' countries: they may have sent the parties."""
        nations = {self.ledger.actors[id].country for one in frame.who for id in one.ids}
        found = [event for event in self.held
                 if frame.when and nations <= {actor.country for actor in event.actors}
                 and not all(is_person(actor) for actor in event.actors)]  # fmt: skip
        return tuple(event for event in found if all(self._fits(event, frame).values()))

    def _with_others(self, frame: Frame) -> list[Event]:
        """Return the events on the very days in which all but one of the parties took part."""
        if len(frame.who) < 2 or not any(time.exact for time in frame.when):
            return []
        return [
            event for event in self.held
            if sum(take_part(event, [one]) for one in frame.who) == len(frame.who) - 1
            and all(self._fits(event, frame).values())
        ]  # fmt: skip

    def _fits(self, event: Event, frame: Frame) -> dict[str, Fit]:
        own = event.type.id not in BUILT_IN  # it may have been of any form
        kind = event.type.id in frame.types or (None if own else False)
        found: dict[str, Fit] = {"kind": kind}
        if frame.when:
            found["when"] = _all_of(self._in_time(event, time) for time in frame.when)
        if frame.where:
            found["where"] = _places_fit(event, frame.where)
        if frame.tags and event.tags and not {*frame.tags} <= {*event.tags}:
            found["tags"] = None
        if frame.lengths:
            found["length"] = _lasted(event, frame.lengths)
        return found

    def _is_near(self, event: Event, wrong: str, frame: Frame) -> bool:
        if wrong != "when":
            return any(time.exact for time in frame.when)
        return self._days_from(event, frame) <= (400 if frame.where else NEAR)

    def _days_from(self, event: Event, frame: Frame) -> int:
        spans = [span for time in frame.when for span in time.readings]
        if not spans or event.when.start is None:
            return 0
        day = event.when.start
        return min(
            max((low(span.first) - day).days, (day - high(span.last)).days, 0) for span in spans
        )

    def _in_time(self, event: Event, time: Time) -> Fit:
        """Return whether an event was at a time of the text, in any of its readings."""
        fits: set[Fit] = set()
        for span in time.readings:
            if time.exact and not time.relation and span.first != span.last and event.when.exact:
                fits.add((event.when.start, event.when.end) == span)
            elif time.exact:
                fits.add(_on(event, self._reach(span, time.relation)))
            else:
                reach = self._reach(span, time.relation)
                fit = _began_in(event, reach)
                fits.add(fit or (None if fit is None or _is_about(event, span) else fit))
        return True if True in fits else None if None in fits else False

    def _reach(self, span: Span, relation: str) -> Span:
        """Return the days "since", "until", "before" or "after" a span, up to today."""
        day = dt.timedelta(1)
        if relation == "since":
            return Span(span.first, self.today)
        if relation == "after":
            return Span(span.last + day if span.last else None, self.today)
        if relation == "until":
            return Span(None, span.last)
        if relation == "before":
            return Span(None, span.first - day if span.first else None)
        return span

    # -- how many

    def _number(self, frame: Frame, number: Limits) -> Verdict:
        wide = self._counted(frame, number)
        if frame.narrow == frame.types:
            return wide
        strict = self._counted(frame._replace(types=frame.narrow), number)
        if strict.answer == wide.answer:
            return strict
        both = {strict.verdict, wide.verdict}
        verdict: TextVerdict = "depends" if both == {"stands", "differs"} else "cannot tell"
        verdict = strict.verdict if len(both) == 1 else verdict
        return Verdict(verdict, f"{strict.answer} or {wide.answer}", wide.events)

    def _counted(self, frame: Frame, number: Limits) -> Verdict:
        periods = self.periods(frame.when)
        if not periods:
            return Verdict("cannot tell", "a number without a period")
        verdicts: list[TextVerdict] = []
        counts: list[str] = []
        events: dict[str, Event] = {}
        for span in periods:
            found = self._in_period(frame, span)
            doubtful = self._in_period(frame, span, doubtful=True)
            events |= {event.id: event for event, _ in found}
            least = sum(fit is True for _, fit in found)
            most = len(found)
            covered = self.covered(frame, span)
            other = frame._replace(types=self.own_types)  # which may have been of any form
            most_of_all = most + len(doubtful) + len(self._in_period(other, span))
            verdict = _compared(number, least, most + len(doubtful), covered)
            if verdict != _compared(number, least, most_of_all, covered) and verdict == "differs":
                verdict = "cannot tell"
            verdicts.append(verdict)
            counts.append(str(least) if least == most else f"{least}–{most}")
        said = " or ".join(dict.fromkeys(counts))
        ids = tuple(events.values())
        if len({*verdicts}) == 1:
            return Verdict(verdicts[0], said, ids)
        is_known = {*verdicts} == {"stands", "differs"}
        return Verdict("depends" if is_known else "cannot tell", said, ids)

    def _in_period(
        self, frame: Frame, span: Span, doubtful: bool = False
    ) -> list[tuple[Event, Fit]]:
        """Return the events that a frame counts in a span: those held, or the doubtful ones."""
        found: list[tuple[Event, Fit]] = []
        for event in self._with(frame.who, doubtful):
            tags = {*frame.tags} & {*event.tags}
            some = None if tags or not event.tags else False
            tagged = len(tags) == len(frame.tags) or some
            if event.type.id in frame.types:
                fit = _all_of((tagged, _began_in(event, span), _places_fit(event, frame.where)))
                if fit is not False:
                    found.append((event, fit))
        return found

    def periods(self, times: Sequence[Time]) -> list[Span]:
        """Return the readings of the period of a number, each up to today."""
        readings = [Span(None, self.today)] if times else []
        for time in times:
            spans = [self._reach(span, time.relation) for span in time.readings]
            readings = [one.cut(span) for one in readings for span in spans if one.meets(span)]
        return [one for one in dict.fromkeys(readings) if one.first is not None]

    def _rank(self, frame: Frame, rank: int) -> Verdict:
        """Return the verdict on `the second call this year, on 19 September`."""
        longer = tuple(time for time in frame.when if rank > 0 and _is_period(time))
        days = tuple(time for time in frame.when if time not in longer)
        strict = frame._replace(where=(), types=frame.narrow)
        if not days and not frame.where and longer and rank > 0:
            return self._so_far(strict, longer, rank)
        if not days and not frame.where:
            days, longer = longer, ()
        found = self._event(frame._replace(rank=None, when=days))
        if found.verdict != "stands":
            return found
        if len(found.events) != 1:
            return Verdict("cannot tell", "several contacts fit", found.events)
        [event] = found.events
        if event.type.id not in strict.types:  # a meeting that was talks: both are counted
            strict = strict._replace(types=frame.types)
        start = event.when.start
        if start is None or not event.when.exact:
            return Verdict("cannot tell", "the ledger is not so exact", found.events)
        if rank < 0:
            since = Span(start, self.today - dt.timedelta(1))
            later = [one for one, _ in self._in_period(strict, since) if one != event]
            if later and all(low(one.when.start) >= self.today - WEEK for one in later):
                return Verdict("cannot tell", "that of this week may not count", tuple(later))
            if later:
                return Verdict("differs", "", tuple(later))
            if self.covered(strict, since):
                return found
            return Verdict("cannot tell", "a later one may be missing", (event,))
        verdicts: set[TextVerdict] = set()
        numbers: list[str] = []
        later_on = [
            one._replace(relation="after") if one.relation == "since" and not one.exact else one
            for one in longer
        ]  # the first since June: June may not count
        spans = dict.fromkeys((*self.periods(longer), *self.periods(later_on)))
        for span in spans or [Span(None, self.today)]:
            before = Span(span.first, start)
            fits = {one.id: fit for one, fit in self._in_period(strict, before)}
            sure = sum(fit is True for id, fit in fits.items() if id != event.id) + 1
            numbers.append(f"number {sure}")
            if longer and sure > rank:
                verdicts.add("differs")
            elif (
                longer and Span(start, start).meets(span) and self.covered(strict, before)
                and len(fits.keys() | {event.id}) == sure
            ):  # fmt: skip
                verdicts.add("stands" if sure == rank else "differs")
            else:
                verdicts.add("cannot tell")
        if len(verdicts) > 1 or "cannot tell" in verdicts:
            return Verdict("cannot tell", "earlier ones may be missing", (event,))
        return Verdict(verdicts.pop(), " or ".join(dict.fromkeys(numbers)), (event,))

    def _so_far(self, frame: Frame, times: Sequence[Time], rank: int) -> Verdict:
        """Return the verdict on `it was their fourth call of the year`, of the last contact."""
        verdicts: set[TextVerdict] = set()
        events: dict[str, Event] = {}
        for span in self.periods(times):
            found = self._in_period(frame, span)
            events |= {event.id: event for event, _ in found}
            sure = all(fit for _, fit in found) and self.covered(frame, span)
            is_last = len(found) == rank
            unsure = not sure or len(found) > rank or len(found) == rank - 1  # it may come
            verdicts.add("cannot tell" if unsure else "stands" if is_last else "differs")
        if len(verdicts) != 1 or "cannot tell" in verdicts:
            return Verdict("cannot tell", "it may be any of them", tuple(events.values()))
        return Verdict(verdicts.pop(), str(len(events)), tuple(events.values()))

    def _denied(self, frame: Frame) -> Verdict:
        """Return the verdict on `did not meet until D`, `have not met since D` and `no calls`."""
        if frame.rank is not None or (frame.number and frame.number != Limits(1, 1)):
            return Verdict("not read", "a negation with a number")
        if len(frame.who) > 2:
            return Verdict("not read", "a negation with several parties")
        relations = [time.relation for time in frame.when]
        if relations == ["until"] and frame.when[0].exact:
            return self._first(frame)
        if not frame.when or not {*relations} <= {"", "since", "after", "between"}:
            return Verdict("not read", "a negation")
        when = tuple(map(_silent, frame.when))
        return self._number(frame._replace(when=when), Limits(0, 0))

    def _first(self, frame: Frame) -> Verdict:
        """Return the verdict on "not until D": the first contact of the year was on D."""
        time = frame.when[0]._replace(relation="")
        found = self._event(frame._replace(denied=False, when=(time,)))
        if found.verdict != "stands":
            return found
        day = low(time.readings[0].first)
        before = Span(dt.date(day.year, 1, 1), day - dt.timedelta(1))
        if earlier := self._in_period(frame._replace(where=()), before):
            return Verdict("differs", "", tuple(event for event, _ in earlier))
        if self.covered(frame, before):
            return found
        return Verdict("cannot tell", "an earlier one may be missing", found.events)


def _silent(time: Time) -> Time:
    """Return the days on which there was no contact: not those of the contacts before and after."""
    if time.relation == "since" and time.exact:
        return time._replace(relation="after")
    if time.relation == "between":
        day = dt.timedelta(1)
        inner = tuple(Span(first + day, last - day) for first, last in time.readings
                      if first and last and (last - first).days > 1)  # fmt: skip
        return time._replace(readings=inner or time.readings, relation="")
    return time


def take_part(event: Event, parties: Iterable[Party]) -> bool:
    """Return whether each party takes part in an event: somebody of it, in the office if any."""
    return all(
        any(
            actor.id in party.ids
            and (not party.offices
                 or any(id == actor.id and role.held_on(event.when) for id, role in party.offices))
            for actor in event.actors
        )
        for party in parties
    )  # fmt: skip


def _is_period(time: Time) -> bool:
    """Return whether contacts are counted in a time, rather than one of them being on it."""
    first, last = time.readings[0]
    return bool(time.relation) or first is None or last is None or (last - first).days > 100


def _all_of(fits: Iterable[Fit]) -> Fit:
    found = {*fits}
    return False if False in found else None if None in found else True


def _on(event: Event, span: Span) -> Fit:
    """Return whether an event was on a day of a span, in either capital."""
    if event.when.exact:
        runs = [event.when.days, *(when.days for when in event.local_dates.values())]
        return any(run.meets(span) for run in runs)
    return _began_in(event, span)


def _began_in(event: Event, span: Span) -> Fit:
    starts = event.when.starts
    if all(run.inside(span) for run in starts):
        return True
    return None if any(run.meets(span) for run in starts) else False


def _is_about(event: Event, span: Span) -> bool:
    """Return whether an event was a few days off a third of a month, such as `mid-May`."""
    first, last = span
    if not first or not last or not 8 <= (last - first).days <= 10:
        return False
    days = dt.timedelta(5)
    return bool(_began_in(event, Span(first - days, last + days)))


def _places_fit(event: Event, places: Sequence[Place]) -> Fit:
    """Return whether an event was at all places. A venue that is not known is inside another."""
    known = [place for place in places if place.known]
    if places and not known:
        return None
    fits: list[Fit] = []
    for place in known:
        if place.names:
            fits.append(None if event.place is None else event.place in place.names)
            fits[-1] = fits[-1] or (None if place.beside else fits[-1])
        else:
            country = event.place_country
            inside = None if country is None else country in place.countries
            fits.append(None if inside and place.city else inside)
    return _all_of(fits)


def _lasted(event: Event, lengths: Sequence[int]) -> Fit:
    """Return whether an event lasted so many days, or None: a date may only be the first day."""
    first, last = event.when.days
    days = (last - first).days + 1 if first and last and event.when.exact else None
    return True if all(length == days for length in lengths) else None


def _compared(number: Limits, least: int, most: int, covered: bool) -> TextVerdict:
    enough = number.low is None or least >= number.low
    few = number.high is None or (covered and most <= number.high)
    if enough and few:
        return "stands"
    above = number.high is not None and least > number.high
    below = number.low is not None and covered and most < number.low
    return "differs" if above or below else "cannot tell"
