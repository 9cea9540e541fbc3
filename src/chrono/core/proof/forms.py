"""Read the forms of a sentence, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from chrono.core.proof.findings import Finding
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.words import has_word


class Reader(NamedTuple):
    """A function that finds statements of one form. `words`: of which a sentence must have one.

    `mentions`: how many marks a sentence must have that may mention an event.
    """

    read: Callable[[Mentions], Iterator[Finding]]
    words: str
    mentions: int = 0


def read_forms(readers: Sequence[Reader], found: Mentions) -> Iterator[Finding]:
    """Yield the findings of several readers in a sentence that is no question."""
    if found.text.endswith("?"):
        return
    mentions = len(found.of("event", "reference", "ordinal", "place", "country"))
    for reader in readers:
        if mentions >= reader.mentions and has_word(found.text, reader.words):
            yield from reader.read(found)
