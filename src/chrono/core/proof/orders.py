"""Read words that put two contacts in order, such as `three days after` or `followed`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chrono.core.english import NUMBER_WORDS
from chrono.core.proof.lexicon import Anchor

ORDERS: Mapping[str, int] = {
    "after": 1, "shortly after": 1, "soon after": 1, "right after": 1, "just after": 1,
    "following": 1, "followed": 1, "follows": 1, "preceded by": 1, "before": -1, "prior to": -1,
    "shortly before": -1, "right before": -1, "just before": -1, "preceded": -1, "precedes": -1,
    "followed by": -1,
}  # fmt: skip
"""Words between two contacts -> 1 if the contact before them is the later one, or -1."""

_DISTANCE = re.compile(
    r"\b(?:(?P<limit>less than|under|within|more than|over|at least|about|around|roughly|nearly"
    r"|almost|some|just|only|barely|exactly) )?"
    rf"(?P<number>\d{{1,3}}|an?|{'|'.join(NUMBER_WORDS)}) (?P<unit>day|week|month|year)s? $",
    re.I,
)
_UNITS = {"day": (1.0, 0), "week": (7.0, 3), "month": (30.44, 10), "year": (365.25, 45)}
"""Unit -> its days, and how many days more or less its users may mean."""


class Distance(NamedTuple):
    """Days between two contacts. `start`: where its words begin in the sentence [characters]."""

    start: int
    least: float = 0
    most: float = 10**6
    slack: int = 0  # how many days more or less are right


def distance(text: str, end: int) -> Distance | None:
    """Return the distance that ends at a position of a sentence, or None if none is read."""
    match = _DISTANCE.search(text[max(0, end - 40) : end])
    if match is None:
        return None
    start = max(0, end - 40) + match.start()
    word, limit = match["number"].lower(), (match["limit"] or "").lower()
    number = int(word) if word.isdigit() else 1 if word[0] == "a" else NUMBER_WORDS.index(word)
    unit, slack = _UNITS[match["unit"].lower()]
    days = number * unit
    if limit in ("less than", "under", "within"):
        return Distance(start, 0, days)
    if limit in ("more than", "over", "at least"):
        return Distance(start, days)
    return Distance(start, days, days, slack)


def with_distances(text: str, anchors: Sequence[Anchor]) -> list[Anchor]:
    """Return the anchors, with one for `three days before the inauguration`."""
    kept: list[Anchor] = []
    for one in anchors:
        if kept and [kept[-1].slot, one.slot] == ["order", "when"]:
            continue  # `three days before his inauguration Monday`
        relation = one.value.relation if one.slot == "when" else ""
        is_far = relation in ("before", "after") and kept and kept[-1].slot == "measure"
        apart = distance(text, one.start) if is_far else None
        if apart:
            kept = [other for other in kept if other.start < apart.start]
        kept.append(Anchor(apart.start, one.end, "order", (apart, one.value)) if apart else one)
    return kept
