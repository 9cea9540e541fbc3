"""Findings: the statements in a text, each with a verdict and what the ledger has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

from chrono.core.model import Event
from chrono.core.prose import Prose
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


class Piece(NamedTuple):
    """A part of a quotation."""

    text: str
    read: bool = False  # whether the part belongs to a statement that was judged
    ended: tuple[Finding, ...] = ()  # the findings whose statements end with this part


class Quotation(NamedTuple):
    """A sentence of a text with its findings. `line`: the number of the line where it begins."""

    line: int
    pieces: Sequence[Piece]
    findings: Sequence[Finding]


def quotations(prose: Prose, findings: Sequence[Finding]) -> Iterator[Quotation]:
    """Yield a quotation for each sentence with findings. `findings` must be in order."""
    for (start, end), group in groupby(findings, key=lambda one: one.sentence):
        own = [*group]
        yield Quotation(prose.line(start), [*_pieces(prose, start, end, own)], own)


def _pieces(prose: Prose, start: int, end: int, own: Sequence[Finding]) -> Iterator[Piece]:
    places = {start, end, *(at for one in own for at in (one.start, one.end, *sum(one.holes, ())))}
    for first, last in pairwise(sorted(place for place in places if start <= place <= end)):
        read = any(one.covers(first) and one.verdict != "not read" for one in own)
        ended = tuple(one for one in own if min(one.end, end) == last)
        yield Piece(prose.plain(first, last), read, ended)
