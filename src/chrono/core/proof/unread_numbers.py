"""Numbers beside a word for contacts that no statement has: they are reported as not checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from chrono.core.proof.findings import Finding
from chrono.core.proof.kinds import is_future
from chrono.core.proof.unreal import is_unreal
from chrono.core.proof.words import Mark, Sentence

_WORDS = re.compile(r" (?:[\w’'-]+ ){0,2}")
_CLAUSE = re.compile(r"[^,;:.()]{0,40}")


def unread_numbers(
    sentence: Sentence, marks: Sequence[Mark], contacts: Collection[str], found: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield a finding for each number of contacts that none of the findings covers.

    `marks`: those of the sentence; `contacts`: the ids of contact types.
    """
    if sentence.text.endswith("?"):
        return
    kinds = [mark for mark in marks if mark.kind in ("noun", "verb")]
    kinds = [
        mark for mark in kinds
        if not mark.value.types.isdisjoint(contacts) and not is_future(sentence.text, mark.start)
    ]  # fmt: skip
    for number in marks:
        if number.kind != "amount" or not (beside := _beside(number, kinds, sentence.text)):
            continue
        if is_future(sentence.text, beside.start) or is_unreal(sentence.text, *beside[:2]):
            continue
        start = sentence.start + min(number.start, beside.start)
        end = sentence.start + max(number.end, beside.end)
        first = sentence.start
        is_stated = not is_unreal(sentence.text, start - first, end - first)
        if is_stated and not any(start < one.end and one.start < end for one in found):
            yield Finding(start, end, "count", "not checked", "a number of contacts", _REMEDY)


_REMEDY = "it could not be read; a question in a comment can decide it"


def _beside(number: Mark, kinds: Sequence[Mark], text: str) -> Mark | None:
    """The word that a number counts: `five meetings`, `met twice`."""
    for kind in kinds:
        if kind.kind == "noun":
            is_beside = kind.value.plural and _WORDS.fullmatch(text, number.end, kind.start)
        else:
            is_beside = number.value.times and _CLAUSE.fullmatch(text, kind.end, number.start)
        if is_beside:
            return kind
    return None
