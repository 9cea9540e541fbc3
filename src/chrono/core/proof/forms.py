"""Special forms of statements: a pattern for each form, and a function that judges each match.

The patterns are for masked sentences. A masked sentence has signs in place of people, events and
dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from chrono.core.proof.findings import Finding
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.words import has_word, masked_pattern


class Reader(NamedTuple):
    """A pattern for a form of statement, and a function that judges a match.

    - `pattern`: a pattern as for `masked_pattern`
    - `read`: a function that yields the findings for a match
    - `words`: words separated by spaces, or "". The sentence must contain one of the words
    - `mentions`: the least number of events that the sentence must mention
    """

    pattern: str
    read: Callable[[Mentions, re.Match[str]], Iterator[Finding]]
    words: str = ""
    mentions: int = 0


def read_forms(readers: Sequence[Reader], mentions: Mentions) -> Iterator[Finding]:
    """Yield the findings of all readers for a sentence."""
    for pattern, read, words, least in readers:
        if (not words or has_word(mentions.text, words)) and len(mentions.all) >= least:
            for match in masked_pattern(pattern).finditer(mentions.masked):
                yield from read(mentions, match)
