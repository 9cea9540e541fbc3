"""Quote the sentences of a text that have findings, with what was read in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from chrono.core.proof.findings import Finding
from chrono.core.prose import Prose


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
