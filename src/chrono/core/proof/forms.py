"""Special forms of statements: patterns of the masked text, with functions that judge a match."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from chrono.core.proof.findings import Finding
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.words import has_word, masked_pattern


class Reader(NamedTuple):
    """A pattern for `masked_pattern`, and a function that yields the findings for a match of it.

    `words`: words of which a sentence must contain one (""; any sentence); `mentions`: the least
    number of events that the sentence must mention.
    """

    pattern: str
    read: Callable[[Mentions, re.Match[str]], Iterator[Finding]]
    words: str = ""
    mentions: int = 0


def read_forms(readers: Sequence[Reader], mentions: Mentions) -> Iterator[Finding]:
    """Yield the findings for all matches of the readers whose words are in the sentence."""
    for pattern, read, words, least in readers:
        if (not words or has_word(mentions.text, words)) and len(mentions.all) >= least:
            for match in masked_pattern(pattern).finditer(mentions.masked):
                yield from read(mentions, match)
