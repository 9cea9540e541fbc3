"""Why a claim got its verdict, in words that anyone can follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono.core import english
from chrono.core.claims import JUST_OUTSIDE, ClaimVerdict, Interpretation, NearMiss, StatedNumber
from chrono.core.english import join_and, join_or, plural
from chrono.core.model import Event, EventType
from chrono.core.periods import EVERYTHING, Period

_MOST = 3
"""So many events are named in one sentence."""


def days(period: Period) -> str:
    """The days of a window: `20 Jan–4 Dec 2025`, `until 9 Nov 2025`."""
    return "at any time" if period == EVERYTHING else english.span(period.span, True)


def stated(one: StatedNumber) -> str:
    """What was said: `4 phone calls`, `at least 40 contacts`."""
    most = one.number.max if one.number.max is not None else one.number.min
    return f"{one.number} {_called(one.types, most)}"


def counted(one: StatedNumber) -> str:
    """What the ledger has: `3 phone calls`, `2–3 phone calls`, `no phone call`."""
    if not one.counted.max:
        return f"no {_called(one.types, 1)}"
    return f"{one.counted} {_called(one.types, one.counted.max)}"


def off(one: StatedNumber) -> str:
    """How the ledger's number compares: `as stated`, `1 fewer than stated`, `0–2 more …`."""
    low, high = one.counted.min, one.counted.max
    if one.verdict == "agrees":
        return "as stated"
    parts = []
    if low < one.low:
        parts.append(f"{english.number_range(max(0, one.low - high), one.low - low)} fewer")
    if high > one.high:
        parts.append(f"{english.number_range(max(0, low - one.high), high - one.high)} more")
    return f"{join_or(parts)} than stated"


def why(reading: Interpretation, most: int = _MOST) -> str:
    """One sentence on a reading: what the ledger has in it, and what decides."""
    numbers = join_and([f"{counted(one)} ({off(one)})" for one in reading.stated])
    if all(one.verdict == "agrees" for one in reading.stated):
        numbers = f"{join_and([counted(one) for one in reading.stated])}, as stated"
    said = f"{days(reading.period)} the ledger has {numbers}"
    return "; ".join([said, *remarks(reading, most)])


def remarks(reading: Interpretation, most: int = _MOST) -> Iterator[str]:
    """What else must be known of a reading: what is undecided, unconfirmed or narrowly missed."""
    if not reading.covered:
        yield "the window reaches outside the period that this ledger covers"
    undecided = dict.fromkeys(id for one in reading.stated for id in one.counted.undecided)
    if undecided:
        yield f"undecided, since a day is not known: {english.first_few(list(undecided))}"
    unconfirmed = {event.id for one in reading.stated for event in one.unconfirmed}
    if unconfirmed and reading.verdict == "agrees":
        yield f"not confirmed, and not counted: {english.first_few(sorted(unconfirmed))}"
    near = [one for one in reading.near if abs(one.days or 0) <= JUST_OUTSIDE]
    near.sort(key=lambda one: (one.days is None, abs(one.days or 0)))
    yield from (missed(one) for one in near[:most])
    if 1 < most < len(near):
        left = len(near) - most
        yield f"and {left} more {'is' if left == 1 else 'are'} near"


def missed(near: NearMiss) -> str:
    """Why an event does not count: `17 Jan 2025 (ID) is 3 days before the window`."""
    event = near.event
    named = f"{english.brief(event.when, True)} ({event.id})"
    if near.days is not None:
        side = "before" if near.days < 0 else "after"
        verb = "began" if event.when.interval else "is"
        return f"{named} {verb} {_far(abs(near.days), event)} {side} the window"
    held = event.status == "held"
    return f"{named} is {f'of another type ({event.type.label})' if held else event.status}"


def in_short(judged: ClaimVerdict) -> str:
    """What was stated and what the ledger has, in one sentence, for a list of problems."""
    said = join_and([stated(one) for one in judged.readings[0].stated])
    reasons = [
        f"{f'under “{one.name}”, ' if one.name else ''}{why(one, 1)}" for one in judged.readings
    ]
    return f"{said} stated; {'; '.join(reasons)}"


def difference(judged: ClaimVerdict) -> str | None:
    """Why several readings give several numbers that are all right; None where they do not."""
    exact = all(
        one.counted.min == one.counted.max for each in judged.readings for one in each.stated
    )
    if not exact or not all(reading.covered for reading in judged.readings):
        return None
    for index in range(len(judged.readings[0].stated)):
        groups: dict[str, list[Interpretation]] = {}
        for reading in judged.readings:
            groups.setdefault(counted(reading.stated[index]), []).append(reading)
        if len(groups) > 1:
            return _all_true(judged, groups, index)
    return None


def _all_true(judged: ClaimVerdict, groups: dict[str, list[Interpretation]], index: int) -> str:
    parts = [f"{number} {_within(readings)}" for number, readings in groups.items()]
    word = "Both are true:" if len(parts) == 2 else "All of these are true:"
    if judged.verdict != "depends":  # the numbers are, but what was claimed is not
        word = "The ledger has"
    readings = [reading for group in groups.values() for reading in group]
    counted_in = [
        {hit.event.id: hit.event for hit in reading.stated[index].counted.matches}
        for reading in readings
    ]
    always = set.intersection(*({*one} for one in counted_in))
    moving = {id: event for one in counted_in for id, event in one.items() if id not in always}
    said = [_moves(event, readings) for event in list(moving.values())[:_MOST]]
    more = f"; and {len(moving) - _MOST} more" if len(moving) > _MOST else ""
    return f"{word} {join_and(parts)}. The difference is {'; '.join(said)}{more}."


def _moves(event: Event, readings: Sequence[Interpretation]) -> str:
    """Which windows take an event in, and how far outside the others it lies."""
    inside = [one for one in readings if event in one.events]
    outside = [_distance(event, one) for one in readings if event not in one.events]
    named = f"the {event.type.label} of {english.brief(event.when, True)} ({event.id})"
    return f"{named}, which lies {join_and([_within(inside), *outside])}"


def _distance(event: Event, reading: Interpretation) -> str:
    """`18 days before “ten months back” begins`."""
    bounds, first, last = reading.period, event.when.start, event.when.start_span.last
    if bounds.start and last and last < bounds.start:
        return f"{_far((bounds.start - last).days, event)} before {_name(reading)} begins"
    if bounds.end and first and first > bounds.end:
        return f"{_far((first - bounds.end).days, event)} after {_name(reading)} ends"
    return f"outside {_name(reading)}"


def _far(days: int, event: Event) -> str:
    """`3 days` at the least; `1–31 days` where the day is not known, `3 days or more`."""
    first, last = event.when.start_span
    if first is None or last is None:
        return f"{plural(days, 'day')} or more"
    return english.days(days, days + (last - first).days)


def _within(readings: Sequence[Interpretation]) -> str:
    return f"in {join_and([_name(reading) for reading in readings])}"


def _name(reading: Interpretation) -> str:
    return f"“{reading.name}”"


def _called(types: Sequence[EventType], number: int | None) -> str:
    """What is counted: the label of each type, or contacts."""
    if not types:
        return "contact" if number == 1 else "contacts"
    return join_or([kind.called(number) for kind in types])
