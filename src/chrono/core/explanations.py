"""Explain in sentences how a claim compares with the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from chrono.core import english
from chrono.core.claims import (
    JUST_OUTSIDE,
    ClaimVerdict,
    Interpretation,
    NearMiss,
    StatedNumber,
    days_outside,
)
from chrono.core.english import join_and, join_or, plural, with_article
from chrono.core.model import Claim, Event, EventType
from chrono.core.periods import EVERYTHING, Period
from chrono.core.sentences import uncertain
from chrono.core.spans import high, low
from chrono.core.verdicts import VERDICTS, Verdict

_MOST_NAMED = 3  # the most events that one sentence names


def period_text(period: Period) -> str:
    """Return the days of a period, such as `20 Jan–4 Dec 2025` or `all dates until 9 Nov 2025`."""
    if period == EVERYTHING:
        return "all dates"
    days = english.span(period.span, True)
    return f"all dates {days}" if None in period.span else days


def claim_details(claim: Claim) -> str:
    """Return a line with the wording, the period, the actors and the tags of a claim."""
    window = f"period in the speaker's words: {claim.window}" if claim.window else ""
    actors = ", ".join(actor.name for actor in claim.actors)
    tags = ", ".join(f"events with the tag “{tag}”" for tag in claim.tags)
    return english.joined([claim.wording or "", window, actors, tags])


def stated_text(number: StatedNumber) -> str:
    """Return the number in a claim as text, such as `4 phone calls` or `at least 40 contacts`."""
    most = number.number.max if number.number.max is not None else number.number.min
    return f"{number.number} {_type_names(number.types, most)}"


def counted_text(number: StatedNumber) -> str:
    """Return the number in the ledger as text, such as `3 phone calls` or `2–3 phone calls`."""
    return f"{counted_number(number)} {counted_noun(number)}"


def counted_number(number: StatedNumber) -> str:
    """Return the number in the ledger without its noun, such as `3`, `2–3` or `no`."""
    return str(number.counted) if number.counted.max else "no"


def counted_noun(number: StatedNumber) -> str:
    """Return the noun for the number in the ledger, such as `phone calls`."""
    return _type_names(number.types, number.counted.max)


def _type_names(types: Sequence[EventType], count: int | None) -> str:
    if not types:
        return "contact" if count == 1 else "contacts"
    return join_or([type.called(count) for type in types])


def deviation(number: StatedNumber) -> str:
    """Return how the ledger's number differs from the claim's number: `1 fewer than stated`."""
    low, high = number.counted.min, number.counted.max
    if number.verdict == "agrees":
        return "as stated"
    parts = []
    if low < number.low:
        fewer = english.number_range(max(0, number.low - high), number.low - low)
        parts.append(f"{fewer} fewer")
    if high > number.high:
        more = english.number_range(max(0, low - number.high), high - number.high)
        parts.append(f"{more} more")
    return f"{join_or(parts)} than stated"


def compared(reading: Interpretation) -> str:
    """Return the ledger's numbers for a reading, each with its deviation from the claim."""
    return join_and([f"{counted_text(one)} ({deviation(one)})" for one in reading.stated])


def explain(reading: Interpretation, most: int = _MOST_NAMED) -> str:
    """Return a sentence on one reading of a claim: the ledger's numbers, and reasons for doubt.

    The sentence names up to `most` near misses.
    """
    if all(number.verdict == "agrees" for number in reading.stated):
        numbers = f"{join_and([counted_text(number) for number in reading.stated])}, as stated"
    else:
        numbers = compared(reading)
    sentence = f"{period_text(reading.period)}: the ledger has {numbers}"
    return "; ".join([sentence, *reading_notes(reading, most)])


def reading_notes(reading: Interpretation, most: int = _MOST_NAMED) -> Iterator[str]:
    """Yield phrases on one reading of a claim: reasons for doubt, and up to `most` near misses."""
    if not reading.covered:
        yield "not all of this period is covered"
    matches = [match for number in reading.stated for match in number.counted.matches]
    if undecided := {match.event.id: match.event for match in matches if not match.certain}:
        # An exact date can be undecided, too: as a local date, or if the claim's date is vague.
        exact = any(event.when.exact for event in undecided.values())
        yield uncertain([*undecided], exact).text
    unconfirmed = {event.id for number in reading.stated for event in number.unconfirmed}
    if unconfirmed and reading.verdict == "agrees":
        yield f"unconfirmed and not counted: {english.first_few(sorted(unconfirmed))}"
    near = [miss for miss in reading.near if abs(miss.days or 0) <= JUST_OUTSIDE]
    # An event after the claim was made cannot have been meant.
    near = [miss for miss in near if low(miss.event.when.start) <= high(reading.as_of)]
    near.sort(key=lambda miss: (miss.days is None, abs(miss.days or 0)))
    yield from map(near_miss_text, near[:most])
    if 1 < most < len(near):
        yield f"{plural(len(near) - most, 'more event is', 'more events are')} not counted"


def near_miss_text(miss: NearMiss) -> str:
    """Return why a near miss does not count: `17 Jan 2025 (ID) is 3 days before this period`."""
    event = miss.event
    name = f"{english.brief(event.when, True)} ({event.id})"
    if miss.days is not None:
        side = "before" if miss.days < 0 else "after"
        verb = "began" if event.when.interval else "is"
        return f"{name} {verb} {_distance(abs(miss.days), event)} {side} this period"
    if event.status == "held":
        return f"{name} was {with_article(_noun(event))}, which is not counted here"
    return f"{name} is {event.status}, and so not counted"


def _noun(event: Event) -> str:
    return "other event" if event.type.id == "other" else event.type.label


def _distance(days: int, event: Event) -> str:
    first, last = event.when.start_span
    if first is None or last is None:
        return f"at least {plural(days, 'day')}"
    return english.days(days, days + (last - first).days)


def brief(verdict: ClaimVerdict) -> str:
    """Return a sentence with a claim's numbers, and the ledger's numbers for the first reading."""
    reading = verdict.readings[0]
    stated = join_and([stated_text(number) for number in reading.stated])
    return f"the claim states {stated}; {_in_ledger(reading)}"


def _in_ledger(reading: Interpretation) -> str:
    period = period_text(reading.period)
    when = f"read as {_quoted(reading)} ({period})" if reading.name else f"for {period}"
    counted = join_and([counted_text(number) for number in reading.stated])
    return f"{when}, the ledger has {counted}"


def summarise(verdict: ClaimVerdict) -> str:
    """Return a sentence with a claim's numbers, and the ledger's numbers for each reading."""
    stated = join_and([stated_text(number) for number in verdict.readings[0].stated])
    readings = [
        "; ".join([_in_ledger(reading), *reading_notes(reading, 1)]) for reading in verdict.readings
    ]
    return f"the claim states {stated}; {'; '.join(readings)}"


_VERBS: Mapping[Verdict, tuple[str, str]] = {
    "agrees": ("agrees", ""), "differs": ("differs", ""), "depends": ("depends", " on the period"),
    "cannot tell": ("cannot", " tell"),
}  # fmt: skip
"""For each verdict, the verb for one claim, and the words after the verb."""


def verdict_numbers(claims: Sequence[ClaimVerdict]) -> str:
    """Return the number of claims with each verdict, such as `24 agree, 7 differ`."""
    if len(claims) == 1:
        return verdict_phrase("it", claims[0])
    same = [[claim for claim in claims if claim.verdict == verdict] for verdict in VERDICTS]
    return ", ".join(f"{len(alike)} {verdict_words(alike)}" for alike in same if alike)


def verdict_phrase(subject: str, claim: ClaimVerdict) -> str:
    """Return the verdict of one claim with its subject: `it agrees`, but `cannot tell`."""
    words = verdict_words([claim])
    return words if claim.verdict == "cannot tell" else f"{subject} {words}"


def verdict_words(claims: Sequence[ClaimVerdict]) -> str:
    """Return the words for claims with one verdict, such as `differ (2 marked as disputed)`."""
    number, verdict = len(claims), claims[0].verdict
    verb, rest = _VERBS[verdict]
    words = f"{verb if number == 1 else verb.removesuffix('s')}{rest}"
    disputed = sum(not claim.broken for claim in claims)
    some = f"{'all' if disputed == number else disputed} " if number > 1 else ""
    note = f" ({some}marked as disputed)" if verdict == "differs" and disputed else ""
    return f"{words}{note}"


def explain_difference(verdict: ClaimVerdict) -> str | None:
    """Return a sentence that explains why the readings of a claim have different counts.

    The result is None if the counts are equal or uncertain, or if a period is not covered.
    """
    counts = [number.counted for reading in verdict.readings for number in reading.stated]
    certain = all(count.min == count.max for count in counts)
    if not certain or not all(reading.covered for reading in verdict.readings):
        return None
    for index in range(len(verdict.readings[0].stated)):
        by_number: dict[str, list[Interpretation]] = {}
        for reading in verdict.readings:
            by_number.setdefault(counted_text(reading.stated[index]), []).append(reading)
        if len(by_number) > 1:
            break
    else:
        return None
    numbers = [f"{number} under {_all_quoted(readings)}" for number, readings in by_number.items()]
    beginning = "It depends on the period:"
    if verdict.verdict != "depends":  # no interpretation agrees with the claim, or all do
        beginning = "The counts are"
    readings = list(chain.from_iterable(by_number.values()))
    counted = [match.event for one in readings for match in one.stated[index].counted.matches]
    times = Counter(event.id for event in counted)
    responsible = {event.id: event for event in counted if times[event.id] < len(readings)}
    phrases = [_position(event, readings) for event in responsible.values()]
    more = f"; and {len(phrases) - _MOST_NAMED} more" if len(phrases) > _MOST_NAMED else ""
    difference = "; ".join(phrases[:_MOST_NAMED])
    return f"{beginning} {'; '.join(numbers)}. {english.capitalised(difference)}{more}."


def _position(event: Event, readings: Sequence[Interpretation]) -> str:
    inside = [reading for reading in readings if event in reading.events]
    phrases = []
    for reading in readings:
        if event not in reading.events:
            days = days_outside(event, reading.period)
            if days is None:
                phrases.append(f"not in {_quoted(reading)}")
            else:
                side, verb = ("before", "begins") if days < 0 else ("after", "ends")
                distance = _distance(abs(days), event)
                phrases.append(f"{distance} {side} {_quoted(reading)} {verb}")
    name = f"the {_noun(event)} of {english.brief(event.when, True)} ({event.id})"
    return f"{name} is in {_all_quoted(inside)}, but {join_and(phrases)}"


def _all_quoted(readings: Sequence[Interpretation]) -> str:
    return join_and([_quoted(reading) for reading in readings])


def _quoted(reading: Interpretation) -> str:
    return f"“{reading.name}”"
