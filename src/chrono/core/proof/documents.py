"""Judge statements about documents: events that are not contacts, such as speeches and measures.

A text means a document if the type, the actors and enough words of the title agree. There is no
finding if the text may mean either of two documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from chrono.core import english
from chrono.core.dates import When
from chrono.core.model import BUILT_IN_TYPES, DATE_KEYS, Event
from chrono.core.proof.deeds import OPEN, OWN, Deed, Subject, pairs, segment, subject
from chrono.core.proof.document_distances import document_distances
from chrono.core.proof.findings import Finding
from chrono.core.proof.findings import Kind as FindingKind
from chrono.core.proof.matching import NEAR, any_true, days_apart, unique
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.nations import countries_in
from chrono.core.proof.numbers import Amount
from chrono.core.proof.people import Party, all_take_part
from chrono.core.proof.places import Place
from chrono.core.proof.searches import Answer
from chrono.core.proof.times import Time
from chrono.core.proof.topics import content, stem
from chrono.core.proof.words import Mark, overlaps
from chrono.core.verdicts import TextVerdict

NEEDED = {"statement": 1.0, "letter": 0.0, "visit": 0.5, "measure": 1.5, "agreement": 1.5}
"""The weight of the words that a document of each type must share with a text (default: 1.5)."""
FOR_DIFFERS = 2.0
"""The weight of the words that a document and a text with another date must share."""

_BUILT_IN = frozenset(one.id for one in BUILT_IN_TYPES)
_MEASURES = ("measure", "agreement")
_STEPS = ("announced", "signed", "effective")


class Candidate(NamedTuple):
    """A document that a deed in a text may mean.

    - `score`: the weight of the words that the document and the text share
    - `rank`: 2 if the actor agrees, 1 if only the country agrees, 0 if the text names no actor
    - `fits`: whether the date in the text is right, or None if this is unknown
    - `open`: whether the date in the text is right for only some of the document's dates
    - `days`: the days between the date of the document and the date in the text
    """

    event: Event
    score: float
    rank: int
    fits: bool | None
    open: bool
    days: int


def documents(mentions: Mentions) -> Iterator[Finding]:
    """Yield findings about documents, for one sentence.

    The sentence must have a date, or the days between a document and another event.
    """
    distances = [*document_distances(mentions)]
    yield from distances
    end = 0
    for deed, time in pairs(mentions):
        who = subject(mentions, deed)
        finding = None if who.unknown else _DatedDeed(mentions, deed, time, who).finding(end)
        if finding is not None and not overlaps(finding.start, finding.end, distances):
            end = finding.end - mentions.offset
            yield finding


class _DatedDeed:
    """A deed with its date and subject, to be compared with the ledger's documents.

    `part` is the (start, end) [characters] of the part of the sentence that contains the deed.
    """

    def __init__(self, mentions: Mentions, deed: Deed, time: Mark, who: Subject) -> None:
        self.mentions, self.deed, self.time, self.who = mentions, deed, time, who
        self.text, self.marks, self.judge = mentions.text, mentions.marks, mentions.judge
        self.topics = self.judge.vocabulary.topics
        self.part = segment(self.text, deed.start)

    @cached_property
    def words(self) -> frozenset[str]:
        """Return the content words of `part`. Words of the date and of the subject are omitted."""
        start, end = self.part
        kept = [*self.text]
        for mark in self.marks:
            dated = mark.kind == "time" and mark.value.prep == "in"
            if dated or mark.kind == "distance" or mark.start == self.who.start:
                kept[mark.start : mark.end] = " " * (mark.end - mark.start)
        content_words = content("".join(kept[start:end]))
        if re.match(r"(?:It|They|Both) ", self.text[start:]):
            content_words |= content(" ".join(self.mentions.context.before.split()[:4]))
        return content_words

    def finding(self, before: int) -> Finding | None:
        """Return the finding for the deed. Return None if the document is unclear.

        `before`: the first position in the sentence where the finding may begin [characters].
        """
        answer = self._answer()
        if answer is None:
            return None
        ends = [self.deed.start, self.deed.end, self.time.start, self.time.end]
        if self.who.start is not None and self.part[0] <= self.who.start:
            ends.append(self.who.start)
        start, end = (self.mentions.offset + one for one in (max(min(ends), before), max(ends)))
        label = self.who.party.label if self.who.party else ""
        parts = (self.deed.word, label, english.span(self.time.value.span, True))
        kind: FindingKind = "event" if answer.verdict == "stands" and label else "date"
        return Finding(start, end, kind, answer.verdict, ", ".join(filter(None, parts)),
                       answer.text, answer.events)  # fmt: skip

    def _answer(self) -> Answer | None:
        candidates = [*self._candidates()]
        if right := [one for one in candidates if one.fits]:
            return self._chosen(right, candidates, "stands")
        if unknown := [one for one in candidates if one.fits is None]:
            return self._chosen(unknown, candidates, "cannot tell")
        if partly := [one for one in candidates if one.open]:
            return self._chosen(partly, candidates, "depends")
        return self._differs(candidates)

    def _chosen(
        self, right: Sequence[Candidate], candidates: Sequence[Candidate], verdict: TextVerdict
    ) -> Answer | None:
        best = max(right, key=lambda one: (one.rank, one.score))
        top = [one for one in right if (one.rank, one.score) == (best.rank, best.score)]
        if any(one.score >= best.score + 1.5 for one in candidates if one not in right):
            return None
        if (number := self._number) is not None:
            top = [*right]
        if len(top) != (number or 1):
            return None
        whole = verdict == "depends" or self.deed.key == OPEN
        days = "; ".join(self._days(one.event, whole) for one in top)
        return Answer(verdict, days, unique(one.event for one in top))

    @property
    def _number(self) -> int | None:
        start, end = self.part
        if re.search(r"\bboth\b", self.text[start:end]):
            return 2
        for mark in self.marks:
            if mark.kind == "amount" and self.deed.end <= mark.start < self.time.start:
                amount: Amount = mark.value
                if amount.low == amount.high and (amount.low or 0) > 1 and not amount.times:
                    return amount.low
        return None

    def _differs(self, candidates: Sequence[Candidate]) -> Answer | None:
        needed = FOR_DIFFERS + (0 if self.who.party or self.deed.noun else 0.5)
        needed += 0 if self.time.value.exact else 0.5
        near = [one for one in candidates if one.days <= NEAR]
        best = max(near, key=lambda one: one.score, default=None)
        if best is None or best.score < needed:
            return None
        for one in candidates:
            if one is not best and one.score > best.score + (-1 if one.days <= 2 * NEAR else 0.9):
                return None
        return Answer("differs", self._days(best.event, self.deed.key == OPEN), (best.event,))

    @cached_property
    def nations(self) -> frozenset[str]:
        """Return the codes of the countries named in `part`."""
        return countries_in(self.text[slice(*self.part)])

    @cached_property
    def named(self) -> frozenset[str]:
        """Return the ids of the events that `part` names by id."""
        start, end = self.part
        return frozenset(
            mark.value.id for mark in self.marks
            if mark.kind == "event" and start <= mark.start < end
        )  # fmt: skip

    # -- candidates -------------------------------------------------------------------------------

    def _candidates(self) -> Iterator[Candidate]:
        words = self.words
        numbers = {word for word in words if word.isdigit()}
        for event in self.judge.vocabulary.documents:
            type, types, rank = event.type.id, self.deed.types, self._rank(event)
            if type not in types and (type in _BUILT_IN or "custom" not in types):
                continue
            if rank is None or not self._place_fits(event):
                continue
            if type == "letter" and not all_take_part(self._others, event, self.judge.offices):
                continue
            known = self.topics.numbers[event.id]
            if numbers and known and not numbers & known:
                continue
            score = self.topics.score(event, words) + (event.id in self.named)
            if type in _MEASURES:
                if not self.nations <= self.topics.nations[event.id]:
                    continue
                if self.topics.score(event, words - content(self.deed.word)) < 1:
                    continue
                if self._names_step(event) and self.deed.key != "announced":
                    score += 0.5
            needed = NEEDED.get(type, 1.5) + (0 if self.time.value.exact else 0.5)
            if type == "letter" and not self._others:
                needed += 1.5
            needed += 0 if rank or self.deed.noun else 0.5
            one = self._candidate(event, score, rank)
            if score >= needed - (0.5 if one.fits is None else 0):
                yield one

    def _candidate(self, event: Event, score: float, rank: int) -> Candidate:
        time: Time = self.time.value
        dates = [*self._dates(event)]
        fits = [_fits(whens, time) for _, whens in dates]
        right = True in fits
        some = False
        if self.deed.key == OPEN and right and False in fits and not self._own_word(event, time):
            right, some = False, True
        days = days_apart((when for _, whens in dates for when in whens), time.span)
        if self.deed.key in DATE_KEYS[2:] and self.deed.key not in event.dates:
            days = 10**6  # the ledger has no such step: its own date may be another one
        unknown = not right and not some and None in fits
        return Candidate(event, score, rank, None if unknown else right, some, days)

    def _own_word(self, event: Event, time: Time) -> bool:
        """Return whether the deed clearly refers to the main date of a document, and this date
        fits.
        """
        named = self.deed.noun or self._names_step(event)
        return named and _fits(event.all_dates, time) is True

    def _dates(self, event: Event) -> Iterator[tuple[str, Sequence[When]]]:
        key = self.deed.key
        if key == OPEN:
            steps = [step for step in _STEPS if step in event.dates]
            if not any(event.dates[step].text == event.when.text for step in steps):
                yield "", event.all_dates
        else:
            steps = [key] if key in event.dates else []
            own = key == OWN or (not steps and (not event.dates or self._names_step(event)))
            if own or (key == "announced" and not steps):
                yield "", event.all_dates
        for step in steps:
            when = event.dates[step]
            yield step, event.all_dates if when.text == event.when.text else (when,)
            if (
                step != OPEN
                and key == step
                and self._names_step(event)
                and when.text != event.when.text
            ):
                yield "", event.all_dates

    def _names_step(self, event: Event) -> bool:
        return stem(self.deed.word.split()[0].lower()) in self.topics.title_words[event.id]

    def _rank(self, event: Event) -> int | None:
        """Return how well a document's actors fit the subject (`rank` of Candidate). None: not at
        all.
        """
        party = self.who.party
        if party is None:
            named = self.deed.report or event.type.id in ("statement", "visit")
            return None if named and not self.deed.noun else 0
        if party.country:
            return 1 if any(actor.country == party.country for actor in event.actors) else None
        people = (*event.actors, *event.present) if event.type.id not in NEEDED else event.actors
        if any(actor.id in party.actors for actor in people):
            return 2
        if event.type.id not in _MEASURES:
            return None
        nations = {
            self.judge.ledger.actors[id].country
            for id in party.actors
            if id in self.judge.ledger.actors
        }
        bodies = [actor for actor in event.actors if not actor.roles]
        return 1 if any(actor.country in nations for actor in bodies) else None

    @cached_property
    def _others(self) -> list[Party]:
        start, end = self.deed.end, self.part[1]
        if self.time.start >= self.deed.end:
            end = self.time.start
        people = [m for m in self.marks if m.kind == "people" and start <= m.start < end]
        return [party for mark in people[-1:] for party in mark.value.parties]

    @cached_property
    def _places(self) -> list[Place]:
        if self.deed.report and self.deed.end < self.time.start:
            return []
        start, end = self.part
        marks = [one for one in self.marks if one.kind == "place" and start <= one.start < end]
        is_visit = self.deed.types == {"visit"}
        return [
            mark.value for mark in marks
            if mark.value.prep and (mark.value.known or is_visit)
        ]  # fmt: skip

    def _place_fits(self, event: Event) -> bool:
        if self.deed.types == {"visit"} and self._has_unread_goal:
            return False
        if event.place is None or not self._places:
            return True
        fits = [place.fits(event) is not False for place in self._places]
        return all(fits) if self.deed.types == {"visit"} else any(fits)

    @cached_property
    def _has_unread_goal(self) -> bool:
        """Return whether a visit is to a name that is not read, as in `visited Xiamen`."""
        start = self.deed.end + 1
        name = self.text[start : start + 1].isupper()
        return name and not any(mark.start <= start < mark.end for mark in self.marks)

    def _days(self, event: Event, whole: bool) -> str:
        words = {"effective": "in force", "": ""}
        dates = [
            f"{words.get(step, step)} {english.date(whens[0])}".strip()
            for step, whens in self._dates(event)
        ]
        return "; ".join(dict.fromkeys(dates)) if whole or dates else english.date(event.when)


def _fits(whens: Sequence[When], time: Time) -> bool | None:
    """Return whether one of `whens` begins in `time`. Return None if this is unknown.

    A range in `time`, such as `14–15 September`, fits only an equal range.
    """
    fits: list[bool | None] = []
    for when in whens:
        if when.exact and when.interval and time.both:
            fits.append((when.start, when.end) == (time.span.first, time.span.last))
        elif all(start.inside(time.span) for start in when.starts):
            fits.append(True)
        elif any(start.meets(time.span) for start in when.starts):
            fits.append(None)
        else:
            fits.append(False)
    return any_true(fits)
