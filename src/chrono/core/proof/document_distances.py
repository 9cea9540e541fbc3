"""Judge the number of days between two events, if at least one of the events is a document.

An example is `Two days after Wang's letter to Lutnick, He Lifeng and Bessent spoke by video`.

Words such as `Wang's letter` may fit several documents of the ledger. The statement is right if
exactly one possible pair of events has the stated distance.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chrono.core.model import Event
from chrono.core.proof.deeds import deeds
from chrono.core.proof.findings import Finding
from chrono.core.proof.judge import Judge
from chrono.core.proof.matching import (
    date_fits,
    days_text,
    days_verdict,
    kind_fits,
    known_days,
    place_fits,
)  # fmt: skip
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.people import Party, all_take_part
from chrono.core.proof.places import Place
from chrono.core.proof.times import Distance
from chrono.core.proof.topics import content
from chrono.core.proof.unreal import is_future
from chrono.core.proof.words import Mark, part_around

ENOUGH = 1.5
"""The least weight of the words (see Topics) that a part of a sentence must share with a document.

A weight of 1 is enough for a part with a date, or if the exact number of days agrees.
"""


class End(NamedTuple):
    """Words for one of two events in a sentence.

    - `start`, `end`: position in the sentence [characters]
    - `events`: the events of the ledger that the words may mean
    - `weak`: whether too few words agree with the documents in `events` to be sure
    """

    start: int
    end: int
    events: tuple[Event, ...]
    weak: bool = False


def document_distances(mentions: Mentions) -> Iterator[Finding]:
    """Yield findings about the days between a document and another event, for one sentence."""
    for mark in mentions.of("distance"):
        if mark.value.way not in ("after", "before"):
            continue
        if (steps := _between_steps(mentions, mark)) is not None:
            yield steps
            continue
        for one, other in _ends(mentions, mark):
            if (finding := _finding(mentions, mark, one, other)) is not None:
                yield finding
                break


def _finding(mentions: Mentions, mark: Mark, one: End, other: End) -> Finding | None:
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
    right = [pair for pair in pairs if days_verdict(length, pair[2], 0) == "stands"]
    place = min(mark.start, one.start, other.start), max(mark.end, one.end, other.end)
    reading = f"{mentions.text[mark.start : mark.end].strip()}: {length.low} to {length.high} days"
    if len(right) == 1:
        *events, days = right[0]
        answer = days_text({day for day in days if length.low <= day <= length.high})
        return mentions.finding(place, "interval", True, reading, answer, events)
    if right or weak or len(pairs) != 1 or (not length.exact and length.high < 10):
        return None
    *events, days = pairs[0]
    margin = 0 if length.exact else max(2, length.high // 6 - 1)
    if days_verdict(length, days, margin) != "differs" or min(map(abs, days)) > 60:
        return None
    return mentions.finding(place, "interval", False, reading, days_text(days), events)


def _between_steps(mentions: Mentions, mark: Mark) -> Finding | None:
    """Return the finding for two dates of one event: `suspended 29 days after it was announced`."""
    text = mentions.text
    back = re.match(r" ?(?:it|they) (?:had been|was|were|had) (?=\w)", text[mark.end :])
    first, _ = _sentence_part(text, mark)
    all_deeds = deeds(mentions)
    near = [one for one in all_deeds if first <= one.start and one.end <= mark.start]
    far = [one for one in all_deeds if back and one.start == mark.end + back.end()]
    part = _end(first, mark.start, mentions) if near and far else None
    if part is None:
        return None
    whens = [
        (event.dates[near[-1].key], event.dates[far[0].key]) for event in part.events
        if near[-1].key in event.dates and far[0].key in event.dates
    ]  # fmt: skip
    if len(whens) != 1 or len(part.events) != 1 or not all(when.start_known for when in whens[0]):
        return None
    one, other = (when.start for when in whens[0])
    length: Distance = mark.value
    days = (one - other).days * (1 if length.way == "after" else -1) if one and other else -1
    stands = length.low <= days <= length.high
    if days < 0 or not (stands or length.exact):
        return None
    reading = f"{near[-1].word} {text[mark.start : mark.end].strip()} {far[0].word}"
    place = part.start, far[0].end
    return mentions.finding(place, "interval", stands, reading, days_text({days}), part.events)


def _days(event: Event) -> set[dt.date]:
    steps = [event.dates[step] for step in ("announced", "signed") if step in event.dates]
    return known_days((*event.all_dates, *steps))


def _ends(mentions: Mentions, mark: Mark) -> Iterator[tuple[End, End]]:
    """Yield (dated event, event from which days are counted) for the distance `mark`.

    There are several results if it is unclear where the words for one event end.
    """
    text = mentions.text
    joins = text[mark.start : mark.end].rstrip().endswith(("after", "before", "following"))
    first, last = _sentence_part(text, mark)
    before, after = text[first : mark.start].strip(" ,"), text[mark.end : last].strip(" ,.")
    if joins and not before:
        for bound in _bounds(mentions, mark.end, last):
            yield from _both((bound, last), (mark.end, bound), mentions)
    elif joins and after:
        yield from _both((first, mark.start), (mark.end, last), mentions)
    elif not joins and not after and (link := _LINK.search(text, first, mark.start)):
        yield from _both((link.end(), mark.start), (first, link.start()), mentions)


_LINK = re.compile(r",? and ")
_BREAK = re.compile(r"; |: |\. | [–—-] |[.;]$")
_CONJUNCTION = re.compile(r", (?:and|but|while|whereas|when|though|although) ")


def _sentence_part(text: str, mark: Mark) -> tuple[int, int]:
    start, end = part_around(text, mark.start, mark.end, _BREAK)
    return start, min(end, part_around(text, mark.start, mark.end, _CONJUNCTION)[1])


def _bounds(mentions: Mentions, start: int, end: int) -> Iterator[int]:
    """Yield positions where the main clause of a sentence may begin [characters].

    In `Two days after the call, they met`, the main clause begins after the comma.
    """
    comma = mentions.text.find(", ", start, end)
    if comma > 0:
        yield comma + 1
        return
    for mark in mentions.of("people", "country"):
        if start + 8 < mark.start < end:
            yield mark.start


def _both(
    one: tuple[int, int], other: tuple[int, int], mentions: Mentions
) -> Iterator[tuple[End, End]]:
    first, second = _end(*one, mentions), _end(*other, mentions)
    if first and second:
        yield first, second


def _end(start: int, end: int, mentions: Mentions) -> End | None:
    text, judge = mentions.text, mentions.judge
    own = [mark for mark in mentions.marks if start <= mark.start and mark.end <= end]
    kinds = [mark for mark in own if mark.kind in ("noun", "verb", "form")]
    if any(is_future(text, mark.start) for mark in kinds):
        return None
    if own and own[0].kind == "people" and own[0].value.pronoun:
        return None
    contacts, weak = judge.vocabulary.kinds.contacts, False
    parties = [party for mark in own if mark.kind == "people" for party in mark.value.parties]
    references = [mark.value for mark in own if mark.kind == "reference"]
    references = [one for one in references if one.kind and one.kind.types & contacts]
    if named := [mark.value for mark in own if mark.kind == "event"]:
        events = tuple(named)
    elif references:  # `the Rome talks`, and not a document that has the word `Rome`
        events = judge.find(references[0])
    elif (place := _only_place(text, start, end, own)) is not None:  # `a week after Rome`
        events = tuple(
            event for event in judge.vocabulary.begun if event.contact and place.fits(event)
        )
    elif any(mark.value.types & contacts for mark in kinds):
        events = tuple(_contacts(parties, own, kinds, judge))
    else:
        scores = _documents(text[start:end], parties, own, judge)
        best = max((score for score, _ in scores), default=0)
        events = tuple(event for score, event in scores if score > best - 0.75)
        weak = best < ENOUGH and not any(mark.kind == "time" and mark.value.exact for mark in own)
    lead = len(text[start:end]) - len(text[start:end].lstrip())
    return End(start + lead, end, events, weak) if events else None


def _only_place(text: str, start: int, end: int, own: Sequence[Mark]) -> Place | None:
    """Return the place if it is the only word from `start` to `end` [characters], or else None."""
    if len(own) != 1 or own[0].kind not in ("place", "country"):
        return None
    name = text[own[0].start : own[0].end]
    if own[0].kind == "country":
        return Place(name) if text[start:end].strip(" ,.") == name else None
    place: Place = own[0].value
    return place if text[start:end].strip(" ,.") == name else None


def _contacts(
    parties: Sequence[Party],
    own: Sequence[Mark],
    kinds: Sequence[Mark],
    judge: Judge,
) -> Iterator[Event]:
    places = [mark.value for mark in own if mark.kind == "place"]
    forms = [mark for mark in kinds if mark.kind == "form"] or kinds
    for event in judge.vocabulary.begun if len(parties) > 1 else ():
        if (
            event.contact
            and all_take_part(parties, event, judge.offices)
            and all(kind_fits(event, mark.value, judge.vocabulary) for mark in forms)
            and place_fits(event, places)
        ):
            yield event


def _documents(
    part: str, parties: Sequence[Party], own: Sequence[Mark], judge: Judge
) -> list[tuple[float, Event]]:
    dates = [m.value for m in own if m.kind == "time" and m.value.prep == "in" and m.value.exact]
    countries = [mark.value for mark in own if mark.kind == "country"]
    words, topics = content(part), judge.vocabulary.topics
    return [
        (score, event) for event in judge.vocabulary.documents
        if (not dates or any(date_fits(event, time) for time in dates))
        and _by(event, parties, countries[:1], judge)
        and (score := topics.score(event, words)) >= 1
    ]  # fmt: skip


def _by(event: Event, parties: Sequence[Party], countries: Sequence[str], judge: Judge) -> bool:
    nations = {actor.country for actor in event.actors}
    if not parties:
        return not countries or countries[0] in nations or event.type.id == "visit"
    if event.type.id in ("letter", "statement"):
        return all_take_part(parties, event, judge.offices)
    if parties[0].takes_part(event, judge.offices):
        return True
    actors = judge.ledger.actors
    of_country = any(actors[id].country in nations for id in parties[0].actors if id in actors)
    return of_country and event.type.id in ("measure", "agreement")
