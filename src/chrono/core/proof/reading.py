"""Say how a statement was read, and describe the contacts that it counts as a claim would."""

from __future__ import annotations

from chrono.core import english
from chrono.core.calendar import Time
from chrono.core.countries import country_name
from chrono.core.model import Ledger
from chrono.core.proof.findings import Counted
from chrono.core.proof.frames import Frame
from chrono.core.proof.judge import Judge
from chrono.core.proof.lexicon import Party, Place


def claimed(frame: Frame, judge: Judge) -> Counted | None:
    """Return what a number counts, or None if it is no number or no claim can describe it."""
    people = [next(iter(one.ids)) for one in frame.who if len(one.ids) == 1]
    if frame.number is None or frame.where or frame.denied or len(people) < len(frame.who):
        return None
    periods = judge.periods(frame.when)
    named = {
        "" if len(periods) == 1 else f"reading {at}": span for at, span in enumerate(periods, 1)
    }
    types = tuple(id for id in judge.ledger.types if id in frame.narrow)
    return Counted(frame.number.low, frame.number.high, named, tuple(people), types, frame.tags)


def described(frame: Frame, ledger: Ledger) -> str:
    """Return how a statement was read: `4 phone calls, Xi Jinping with Donald Trump, in 2025`."""
    if frame.denied and [time.relation for time in frame.when] == ["until"]:
        frame = frame._replace(denied=False, rank=1, when=(frame.when[0]._replace(relation=""),))
    tags = frame.tags if frame.number or frame.rank else ()
    tagged = f"tagged {' and '.join(tags)}" if tags else ""
    who = english.together([_name(one, ledger) for one in frame.who])
    known = [place for place in frame.where if place.known] or frame.where
    parts = [_what(frame, ledger), tagged, who, *(f"in {_place(place)}" for place in known)]
    parts += dict.fromkeys(map(_time, frame.when))
    return english.joined(filter(None, parts), ", ")


def _what(frame: Frame, ledger: Ledger) -> str:
    types = [ledger.types[id] for id in ledger.types if id in frame.narrow]
    one = types[0].label if len(types) == 1 else "contact"
    several = types[0].plural if len(types) == 1 else "contacts"
    if frame.rank is not None:
        named = {-1: f"the last {one}", 1: f"the first {one}"}
        return named.get(frame.rank, f"{one} number {frame.rank}")
    if frame.denied:
        return f"no {one}"
    if frame.number is None:
        return one
    low, high = frame.number
    if low == high and low is not None:
        return english.quantity(low, low, one, several)
    return f"at least {low} {several}" if high is None else f"at most {high} {several}"


def _name(party: Party, ledger: Ledger) -> str:
    if len(party.ids) == 1:
        return ledger.actors[next(iter(party.ids))].name
    return country_name(party.nation) if party.nation and not party.offices else party.text


def _place(place: Place) -> str:
    if place.names:
        return min(place.names, key=len)
    if len(place.countries) == 1 and not place.city:
        return country_name(next(iter(place.countries)))
    return place.text


def _time(time: Time) -> str:
    days = " or ".join(dict.fromkeys(english.span(span, year=True) for span in time.readings))
    return f"{time.relation} {days}".strip()
