"""Distances between two events, if at least one of them is not a contact.

In `Two days after Wang Wentao's letter to Lutnick, He Lifeng and Bessent spoke by video`, each end
is a piece of the sentence. If pieces mean several events, the distance must fit one pair alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chrono.core.model import Event
from chrono.core.proof.deeds import deeds
from chrono.core.proof.findings import Finding, Verdict
from chrono.core.proof.kinds import is_future
from chrono.core.proof.matching import date_fits, kind_fits, place_fits
from chrono.core.proof.people import Party
from chrono.core.proof.times import Distance
from chrono.core.proof.topics import content
from chrono.core.proof.verdicts import Judge
from chrono.core.proof.words import Mark, Sentence
from chrono.core.spans import low

ENOUGH = 1.5
"""How many words (see Topics) a piece of a sentence shares with an event other than a contact.

One is enough for a piece with a date, or if the exact number of days agrees.
"""


class Piece(NamedTuple):
    """A part of a sentence that means an event: its place, and the events that it may mean.

    `weak`: whether it shares too few words with these (see ENOUGH).
    """

    start: int
    end: int
    events: tuple[Event, ...]
    weak: bool = False


def document_distances(
    sentence: Sentence, marks: Sequence[Mark], judge: Judge
) -> Iterator[Finding]:
    """Yield the findings on distances of a sentence if one end is not a contact."""
    text = sentence.text
    for mark in marks:
        if mark.kind != "distance" or mark.value.way not in ("after", "before"):
            continue
        if (steps := _between_steps(sentence, marks, mark, judge)) is not None:
            yield steps
            continue
        for one, other in _ends(text, marks, mark, judge):
            if (finding := _finding(sentence, mark, one, other, judge)) is not None:
                yield finding
                break


def _finding(
    sentence: Sentence, mark: Mark, one: Piece, other: Piece, judge: Judge
) -> Finding | None:
    """The finding for the distance of `one` from `other`, or None if it is not clear."""
    length: Distance = mark.value
    if all(event.type.contact for event in (*one.events, *other.events)):
        return None
    way = 1 if length.way == "after" else -1
    pairs = [
        (first, second, days)
        for first in one.events for second in other.events if first.id != second.id
        if (days := {way * (a - b).days for a in _days(first) for b in _days(second)})
    ]  # fmt: skip
    weak = one.weak or other.weak
    if weak and not length.exact:
        return None
    right = [pair for pair in pairs if any(length.low <= day <= length.high for day in pair[2])]
    start = min(mark.start, one.start, other.start)
    end = max(mark.end, one.end, other.end)
    while end > start and sentence.text[end - 1] in " ,;.":
        end -= 1
    reading = f"{sentence.text[mark.start : mark.end].strip()}: {length.low} to {length.high} days"
    place = (sentence.start + start, sentence.start + end)
    if len(right) == 1:
        first, second, days = right[0]
        fitting = {day for day in days if length.low <= day <= length.high}
        events = sorted((first, second), key=lambda event: event.sort_key)
        return Finding(*place, "interval", "stands", reading, _number(fitting), tuple(events))
    if right or weak or len(pairs) != 1 or (not length.exact and length.high < 10):
        return None
    first, second, days = pairs[0]
    margin = 1 if length.exact else max(3, length.high // 6)
    if min(max(length.low - day, day - length.high) for day in days) < margin:
        return None
    if min(map(abs, days)) > 60:
        return None
    events = sorted((first, second), key=lambda event: event.sort_key)
    return Finding(*place, "interval", "differs", reading, _number(days), tuple(events))


def _between_steps(
    sentence: Sentence, marks: Sequence[Mark], mark: Mark, judge: Judge
) -> Finding | None:
    """The finding on two steps of one event: `suspended 29 days after they had been announced`."""
    text = sentence.text
    back = re.match(r" ?(?:it|they) (?:had been|was|were|had) (?=\w)", text[mark.end :])
    first, _ = _sentence_part(text, mark)
    found = deeds(text, marks)
    near = [one for one in found if first <= one.start and one.end <= mark.start]
    far = [one for one in found if back and one.start == mark.end + back.end()]
    piece = _piece(first, mark.start, text, marks, judge) if near and far else None
    if piece is None:
        return None
    whens = [
        (event.dates[near[-1].key], event.dates[far[0].key]) for event in piece.events
        if near[-1].key in event.dates and far[0].key in event.dates
    ]  # fmt: skip
    if len(whens) != 1 or len(piece.events) != 1 or not all(when.start_known for when in whens[0]):
        return None
    one, other = (when.start for when in whens[0])
    length: Distance = mark.value
    days = (one - other).days * (1 if length.way == "after" else -1) if one and other else -1
    stands = length.low <= days <= length.high
    if days < 0 or not (stands or length.exact):
        return None
    reading = f"{near[-1].word} {text[mark.start : mark.end].strip()} {far[0].word}"
    place = (sentence.start + piece.start, sentence.start + far[0].end)
    verdict: Verdict = "stands" if stands else "differs"
    return Finding(*place, "interval", verdict, reading, _number({days}), piece.events)


def _number(days: set[int]) -> str:
    least, most = min(days), max(days)
    number = f"{least}" if least == most else f"{least} to {most}"
    return f"{number} {'day' if number == '1' else 'days'}"


def _days(event: Event) -> set[dt.date]:
    """The first and last days of an event that are known, and those of its steps."""
    steps = [event.dates[step] for step in ("announced", "signed") if step in event.dates]
    whens = [when for when in (*event.all_dates, *steps) if when.exact]
    return {day for when in whens for day in (when.start, when.end) if day}


def _ends(
    text: str, marks: Sequence[Mark], mark: Mark, judge: Judge
) -> Iterator[tuple[Piece, Piece]]:
    """Yield the two ends of a distance: (what happened, what it is counted from)."""
    joins = text[mark.start : mark.end].rstrip().endswith(("after", "before", "following"))
    first, last = _sentence_part(text, mark)
    before, after = text[first : mark.start].strip(" ,"), text[mark.end : last].strip(" ,.")
    if joins and not before:
        for bound in _bounds(text, marks, mark.end, last):
            yield from _both((bound, last), (mark.end, bound), text, marks, judge)
    elif joins and after:
        yield from _both((first, mark.start), (mark.end, last), text, marks, judge)
    elif not joins and not after and (link := _LINK.search(text, first, mark.start)):
        yield from _both((link.end(), mark.start), (first, link.start()), text, marks, judge)


_LINK = re.compile(r",? and ")


def _sentence_part(text: str, mark: Mark) -> tuple[int, int]:
    """(start, end) of the part of a sentence around a distance, between `;` and the like."""
    breaks = [*re.finditer(r"; |: |\. | [–—-] |[.;]$", text)]
    start = max((one.end() for one in breaks if one.end() <= mark.start), default=0)
    breaks += re.finditer(r", (?:and|but|while|whereas|when|though|although) ", text)
    end = min((one.start() for one in breaks if one.start() >= mark.end), default=len(text))
    return start, end


def _bounds(text: str, marks: Sequence[Mark], start: int, end: int) -> Iterator[int]:
    """Yield where the main clause may begin after `Two days after …`: at a comma, or a name."""
    comma = text.find(", ", start, end)
    if comma > 0:
        yield comma + 1
        return
    for mark in marks:
        if mark.kind in ("people", "country") and start + 8 < mark.start < end:
            yield mark.start


def _both(
    one: tuple[int, int], other: tuple[int, int], text: str, marks: Sequence[Mark], judge: Judge
) -> Iterator[tuple[Piece, Piece]]:
    first, second = _piece(*one, text, marks, judge), _piece(*other, text, marks, judge)
    if first and second:
        yield first, second


def _piece(start: int, end: int, text: str, marks: Sequence[Mark], judge: Judge) -> Piece | None:
    own = [mark for mark in marks if start <= mark.start and mark.end <= end]
    kinds = [mark for mark in own if mark.kind in ("noun", "verb", "form")]
    if any(is_future(text, mark.start) for mark in kinds):
        return None
    if own and own[0].kind == "people" and own[0].value.pronoun:
        return None
    contacts, weak = judge.vocabulary.kinds.contacts, False
    parties = [party for mark in own if mark.kind == "people" for party in mark.value.parties]
    known = [event for event in judge.ledger.events if low(event.when.days.first) <= judge.day]
    if named := [mark.value for mark in own if mark.kind == "event"]:
        events = tuple(named)
    elif any(mark.value.types & contacts for mark in kinds):
        events = tuple(_contacts(known, parties, own, kinds, judge))
    else:
        scores = _documents(text[start:end], parties, own, judge)
        best = max((score for score, _ in scores), default=0)
        events = tuple(event for score, event in scores if score > best - 0.75)
        weak = best < ENOUGH and not any(mark.kind == "time" and mark.value.exact for mark in own)
    lead = len(text[start:end]) - len(text[start:end].lstrip())
    return Piece(start + lead, end, events, weak) if events else None


def _contacts(
    known: Sequence[Event],
    parties: Sequence[Party],
    own: Sequence[Mark],
    kinds: Sequence[Mark],
    judge: Judge,
) -> Iterator[Event]:
    """The contacts that a piece means by its people, kind and place."""
    places = [mark.value for mark in own if mark.kind == "place"]
    if len(parties) < 2:
        return
    offices = judge.vocabulary.names.offices
    forms = [mark for mark in kinds if mark.kind == "form"] or kinds
    for event in known:
        if (
            event.contact
            and all(party.takes_part(event, offices) for party in parties)
            and all(kind_fits(event, mark.value, judge.vocabulary) for mark in forms)
            and place_fits(event, places)
        ):
            yield event


def _documents(
    piece: str, parties: Sequence[Party], own: Sequence[Mark], judge: Judge
) -> list[tuple[float, Event]]:
    """(words in common with a piece, event other than a contact), on the date of the piece."""
    dates = [m.value for m in own if m.kind == "time" and m.value.prep == "in" and m.value.exact]
    countries = [
        mark.value for mark in own
        if mark.kind == "country" and (mark.start == own[0].start or mark.value)
    ]  # fmt: skip
    said = content(piece)
    found: list[tuple[float, Event]] = []
    for event in judge.vocabulary.topics.events:
        if low(event.when.days.first) > judge.day:
            continue
        if dates and not any(date_fits(event, time) for time in dates):
            continue
        if not _by(event, parties, countries[:1], judge):
            continue
        if (score := judge.vocabulary.topics.score(event, said)) >= 1:
            found.append((score, event))
    return found


def _by(event: Event, parties: Sequence[Party], countries: Sequence[str], judge: Judge) -> bool:
    """Whether the people named take part in an event, or a body of their country does."""
    nations = {actor.country for actor in event.actors}
    if parties:
        offices = judge.vocabulary.names.offices
        if event.type.id in ("letter", "statement"):
            return all(party.takes_part(event, offices) for party in parties)
        actors = judge.ledger.actors
        ids = [id for id in parties[0].actors if id in actors]
        bodies = event.type.id in ("measure", "agreement")
        return parties[0].takes_part(event, offices) or (
            bodies and any(actors[id].country in nations for id in ids)
        )
    return not countries or countries[0] in nations or event.type.id == "visit"
