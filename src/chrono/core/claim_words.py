"""Find the period and the numbers in a statement such as `three meetings this year`."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import NamedTuple

from chrono.core.english import NUMBER_WORDS
from chrono.core.lookup import Lookup
from chrono.core.periods import Period
from chrono.core.search import terms
from chrono.errors import UsageError

_NUMBERS = {word: number for number, word in enumerate(NUMBER_WORDS)} | {"no": 0, "a": 1, "an": 1}


class ClaimWords(NamedTuple):
    """The period and the numbers in a statement.

    - `window`: the words for the period, such as `this year`, or ""
    - `period`: the days of this period up to the day of the statement, such as `2025..2025-11-30`,
      or ""
    - `numbers`: the stated number for each event type id, or for "" (all contacts)
    """

    window: str = ""
    period: str = ""
    numbers: dict[str, int] = {}  # noqa: RUF012 - never changed


def claim_words(statement: str, lookup: Lookup, day: dt.date) -> ClaimWords:
    """Return the period and the numbers in a statement that was made on `day`.

    A statement with several periods gives no period. A statement that cannot be parsed gives an
    empty result.
    """
    try:
        found = terms([statement.replace(",", " ").replace(".", " ")], lookup, day)
    except UsageError:
        return ClaimWords()
    numbers: dict[str, int] = {}
    for before, term in pairwise(found):
        number = number_of(before.words)
        if number is not None and term.filter == "type":
            numbers[min(lookup.type(term.value))] = number
        elif number is not None and term.words in ("contact", "contacts"):
            numbers[""] = number
    periods = [term for term in found if term.filter == "period"]
    if len(periods) != 1:
        return ClaimWords(numbers=numbers)
    return ClaimWords(periods[0].words, _until(periods[0].value, day), numbers)


def number_of(word: str) -> int | None:
    """Return the number for a word such as `three`, `no` or `12`, or None for other words."""
    return int(word) if word.isdecimal() and word.isascii() else _NUMBERS.get(word.lower())


def _until(text: str, day: dt.date) -> str:
    first, last = (period := Period.parse(text)).span
    if first is None or first > day or (last is not None and last <= day):
        return period.text
    return f"{text.partition('..')[0]}..{day}"
