"""Findings: the statements in a text, each with a verdict and what the ledger has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from chrono.core.model import Event
from chrono.core.spans import Span
from chrono.core.verdicts import GRAVEST, TextVerdict

if TYPE_CHECKING:
    from chrono.core.proof.frames import Frame


class Counted(NamedTuple):
    """The events that a number in a text counts, described as in a claim of the ledger."""

    low: int | None  # the least and the greatest number that the words allow, or None for no limit
    high: int | None
    periods: Mapping[str, Span]  # the days of each reading, by its name
    actors: tuple[str, ...] = ()  # the ids of people who must all take part
    types: tuple[str, ...] = ()  # the ids of the event types that count
    tags: tuple[str, ...] = ()  # tags that an event must have


class Finding(NamedTuple):
    """A statement of a text with its verdict."""

    start: int  # the position of the statement in the whole text [characters]
    end: int
    verdict: TextVerdict
    reading: str  # a phrase that states how chrono read the statement
    answer: str = ""  # a phrase that states what the ledger has, or the reason for the verdict
    events: tuple[Event, ...] = ()  # those that decide, or the nearest if it is not read
    sentence: tuple[int, int] = (0, 0)  # its position in the text [characters]
    frame: Frame | None = None  # the statement, or None if the whole sentence was not read
    counted: Counted | None = None  # what it counts, or None if no claim says it
    holes: tuple[tuple[int, int], ...] = ()  # what is inside it and was not checked

    def covers(self, place: int) -> bool:
        """Return whether a position belongs to the statement, and is in none of its holes."""
        in_hole = any(first <= place < last for first, last in self.holes)
        return self.start <= place < self.end and not in_hole


def in_sentences(found: Iterable[Finding]) -> Mapping[TextVerdict, int]:
    """Return the number of sentences by verdict, the gravest of each sentence."""
    gravest: dict[tuple[int, int], TextVerdict] = {}
    for one in found:
        known = gravest.get(one.sentence, one.verdict)
        gravest[one.sentence] = min(known, one.verdict, key=GRAVEST.index)
    return Counter(gravest.values())
