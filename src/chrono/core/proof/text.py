"""Check a text: find its sentences about contacts, and judge what each of them states."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from chrono.core import english
from chrono.core.calendar import Context
from chrono.core.model import Event, Ledger
from chrono.core.progress import counted
from chrono.core.proof.findings import Finding
from chrono.core.proof.frames import Frame, Reader, Sentence
from chrono.core.proof.judge import Judge
from chrono.core.proof.lexicon import Lexicon
from chrono.core.proof.reading import claimed, described
from chrono.core.prose import Passage, sentences, without_dateline
from chrono.core.spans import Span, high, low
from chrono.core.verdicts import GRAVEST


def findings(passages: Sequence[Passage], ledger: Ledger, day: dt.date) -> list[Finding]:
    """Return the findings of a text, in order. `day`: the day for which the text was written."""
    reader = Reader(Lexicon(ledger), Context(day))
    judge, nearest = Judge(ledger, day), Nearest(ledger)
    found: list[Finding] = []
    for passage in counted(passages, "Checking paragraphs", len(passages)):
        text = without_dateline(passage.text) if passage.kind == "paragraph" else passage.text
        for start, words in sentences(text, passage.start):
            sentence = reader.sentence(words, start)
            if passage.kind != "heading" or sentence.frames:  # a heading may be a name
                found += _of_sentence(sentence, judge, nearest, ledger)
    return sorted(found, key=lambda one: (one.start, one.end))


def _of_sentence(
    sentence: Sentence, judge: Judge, nearest: Nearest, ledger: Ledger
) -> Iterator[Finding]:
    place = sentence.start, sentence.start + len(sentence.text)
    found = [finding(frame, judge, ledger, sentence.start, place) for frame in sentence.frames]
    found += _of_orders(sentence, judge, ledger, place)
    unread = [one for one in found if one.verdict == "not read"]
    yield from _joined(sentence, [one for one in found if one.verdict != "not read"])
    near = nearest.to(sentence)
    if unread:
        end = max(one.end for one in unread)
        yield unread[0]._replace(end=end, events=near)
    elif not found and (sentence.about_contacts or nearest.is_named(sentence)):
        yield Finding(*place, "not read", "no statement about a contact was read", "", near, place)


def _of_orders(
    sentence: Sentence, judge: Judge, ledger: Ledger, place: tuple[int, int]
) -> Iterator[Finding]:
    for one in sentence.orders:
        verdict = judge.order(one)
        other = described(one.other, ledger) if isinstance(one.other, Frame) else ""
        reading = f"{sentence.text[one.start : one.end]} {other}".strip()
        if verdict.verdict != "not read":
            yield Finding(sentence.start + one.start, sentence.start + one.end, verdict.verdict,
                          reading, verdict.answer, verdict.events, place)  # fmt: skip


_AND = re.compile(r",?(?: and|,)? (?:an? )?")


def _joined(sentence: Sentence, found: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the findings, with one for numbers that "and" joins: `a meeting and four calls`."""
    last: Finding | None = None
    for one in found:
        if last and last.frame and last.frame.number and one.frame and one.frame.number:
            between = sentence.text[last.end - sentence.start : one.start - sentence.start]
            if _AND.fullmatch(between):
                last = _both(last, one)
                continue
        yield from [last] if last else []
        last = one
    yield from [last] if last else []


def _both(first: Finding, second: Finding) -> Finding:
    graver = min((first, second), key=lambda one: GRAVEST.index(one.verdict))
    return graver._replace(
        start=first.start, end=second.end, holes=(*first.holes, *second.holes),
        reading=f"{first.reading}; {second.reading}",
        answer="; ".join(dict.fromkeys(filter(None, (first.answer, second.answer)))),
        events=tuple({one.id: one for one in (*first.events, *second.events)}.values()),
    )  # fmt: skip


def finding(
    frame: Frame, judge: Judge, ledger: Ledger, start: int, sentence: tuple[int, int]
) -> Finding:
    """Return the finding for a frame."""
    frame = judge.resolved(frame)
    verdict = judge.judge(frame)
    is_read = verdict.verdict != "not read"
    if verdict.verdict == "differs" and not verdict.answer:
        first = verdict.events[0]
        verdict = verdict._replace(answer=f"{first.title}, {english.date(first.when)}")
    return Finding(
        start + frame.start, start + frame.end, verdict.verdict,
        described(frame, ledger) if is_read else verdict.answer,
        verdict.answer if is_read else "", verdict.events, sentence, frame,
        claimed(frame, judge) if is_read else None,
        tuple((start + first, start + last) for first, last in frame.holes
              if frame.start < first and last < frame.end),
    )  # fmt: skip


class Nearest:
    """Finds the events that share the people, place or days of a sentence."""

    def __init__(self, ledger: Ledger) -> None:
        self.by_actor: dict[str, list[Event]] = {}
        for event in ledger.events:
            for actor in event.actors:
                self.by_actor.setdefault(actor.id, []).append(event)

    def is_named(self, sentence: Sentence) -> bool:
        """Return whether a sentence has a party, and the place or the day of an event of theirs."""
        places, days = _places_and_days(sentence)
        return any(
            event.place in places or event.when.days in days
            for one in sentence.anchors if one.slot == "who"
            for id in one.value.ids for event in self.by_actor.get(id, ())
        )  # fmt: skip

    def to(self, sentence: Sentence, most: int = 3) -> tuple[Event, ...]:
        """Return up to `most` events, those that share most with the sentence first."""
        whos = [one.value.ids for one in sentence.anchors if one.slot == "who"]
        people = {id for ids in whos if len(ids) == 1 for id in ids}
        places, days = _places_and_days(sentence)
        scores: list[tuple[int, int, str, Event]] = []
        shared = Counter(event.id for id in people for event in self.by_actor.get(id, ()))
        known = {event.id: event for id in people for event in self.by_actor.get(id, ())}
        for id, number in shared.items():
            event = known[id]
            away = min((_days_between(event, span) for span in days), default=0)
            is_near = bool(days) and away <= 31
            score = number + (event.place in places) + is_near
            if score > 1:
                scores.append((-score, away, id, event))
        return tuple(event for *_, event in sorted(scores, key=lambda one: one[:3])[:most])


def _places_and_days(sentence: Sentence) -> tuple[set[str], list[Span]]:
    places = {name for o in sentence.anchors if o.slot == "where" for name in o.value.names}
    return places, [s for o in sentence.anchors if o.slot == "when" for s in o.value.readings]


def _days_between(event: Event, span: Span) -> int:
    first, last = span
    start = event.when.start
    if start is None:
        return 10**6
    return max((low(first) - start).days, (start - high(last)).days, 0)
