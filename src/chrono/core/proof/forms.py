"""Functions that read special forms of statements, each with words that a sentence must contain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from chrono.core.proof.findings import Finding
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.words import has_word


class Reader(NamedTuple):
    """A function that finds the statements of one form.

    `words`: words of which a sentence must contain one; `mentions`: the least number of events that
    the sentence must mention.
    """

    read: Callable[[Mentions], Iterator[Finding]]
    words: str
    mentions: int = 0


def read_forms(readers: Sequence[Reader], mentions: Mentions) -> Iterator[Finding]:
    """Yield the findings of the readers whose words are in the sentence."""
    for reader in readers:
        if has_word(mentions.text, reader.words) and len(mentions.all) >= reader.mentions:
            yield from reader.read(mentions)
