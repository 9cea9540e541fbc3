"""Find numbers of contacts that belong to no statement, and report them as not checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from chrono.core.proof.clauses import lists
from chrono.core.proof.counts import is_single
from chrono.core.proof.findings import Finding
from chrono.core.proof.unreal import INTENDED, is_future, is_unreal
from chrono.core.proof.words import Mark, Sentence, overlaps

_WORDS = re.compile(r" (?:[\w’'-]+ ){0,2}")
_MORE = re.compile(r" (?:more|further|additional) (?:[\w’'-]+ )?")
_NEXT = re.compile(
    r" (?:(?:next|this coming) (?:week|month|year|spring|summer|autumn|fall)|tomorrow)\b"
)
_PEOPLE = re.compile(
    r" (?:[\w-]+ ){0,2}(?:officials|figures|ministers|leaders|hosts|delegations|senators|lawmakers"
    r"|executives|envoys|ambassadors|governors|counterparts|presidents|diplomats|groups)\b"
)
_CLAUSE = re.compile(r"[^,;:.()]{0,40}")


def unread_numbers(
    sentence: Sentence,
    marks: Sequence[Mark],
    contacts: Collection[str],
    findings: Sequence[Finding],
) -> Iterator[Finding]:
    """Yield a finding for each number of contacts in a sentence that no other finding covers.

    `a meeting` counts as a number only in a list such as `a meeting and four calls`.

    - `contacts`: the ids of the contact types
    - `findings`: the findings of the sentence so far
    """
    offset, text = sentence
    kinds = [
        mark for mark in marks
        if mark.kind in ("noun", "verb") and not mark.value.types.isdisjoint(contacts)
    ]  # fmt: skip
    numbers = [mark for mark in marks if mark.kind == "amount"]
    if not numbers:
        return
    counted = [(number, kind) for number in numbers if (kind := _beside(number, kinds, text))]
    nouns = [kind for kind in kinds if kind.kind == "noun"]
    for run in lists(text, nouns) if counted else ():
        if any(kind in run for _, kind in counted):
            counted += [(noun, noun) for noun in run if is_single(text, noun)]
    for number, beside in sorted(counted, key=lambda pair: pair[0].start):
        start, end = min(number.start, beside.start), max(number.end, beside.end)
        place = offset + start, offset + end
        if is_unreal(text, start, end) or _is_planned(text, number, beside):
            continue
        if not overlaps(*place, findings):
            yield Finding(*place, "count", "not checked", "a number of contacts", _REMEDY)


_REMEDY = "it could not be read; a question in a comment can decide it"


def _is_planned(text: str, number: Mark, kind: Mark) -> bool:
    if _MORE.fullmatch(text, number.end, kind.start):  # `four more calls` may have taken place
        return bool(INTENDED.search(text))
    return is_future(text, kind.start) or bool(_NEXT.match(text, max(number.end, kind.end)))


def _beside(number: Mark, kinds: Sequence[Mark], text: str) -> Mark | None:
    for kind in kinds:
        if kind.kind == "noun":
            near = _WORDS.fullmatch(text, number.end, kind.start)
            is_beside = near and (kind.value.plural or number.value.high == 1)
        else:
            is_beside = (
                _CLAUSE.fullmatch(text, kind.end, number.start)
                if number.value.times
                else text[kind.end : number.start] == " " and _PEOPLE.match(text, number.end)
            )
        if is_beside:
            return kind
    return None
