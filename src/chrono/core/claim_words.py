"""Find the period and the numbers in the words of a claim, such as `three meetings this year`."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import NamedTuple

from chrono.core.lookup import Lookup
from chrono.core.periods import Period
from chrono.core.search import terms
from chrono.errors import UsageError

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve")  # fmt: skip
NUMBERS = {word: number for number, word in enumerate(_WORDS)} | {"a": 1, "an": 1}
"""The numbers up to twelve, by their English words."""


class ClaimWords(NamedTuple):
    """The parts of a statement.

    `window`: the words for its period, such as "this year", or ""; `period`: the same in dates, up
    to the day of the claim; `numbers`: the number for each type, and for all contacts under "".
    """

    window: str = ""
    period: str = ""
    numbers: dict[str, int] = {}  # noqa: RUF012 - never changed


def claim_words(statement: str, lookup: Lookup, day: dt.date) -> ClaimWords:
    """Return the period and the numbers in a statement, as far as they are clear.

    `day`: when the statement was made. The period is left out if the statement has several.
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
    """Return the number that a word or figures mean, such as 4 for `four`, or None."""
    return int(word) if word.isdecimal() and word.isascii() else NUMBERS.get(word.lower())


def _until(text: str, day: dt.date) -> str:
    """Return a period in dates that ends on `day` at the latest."""
    first, last = (period := Period.parse(text)).span
    if first is None or first > day or (last is not None and last <= day):
        return period.text
    return f"{text.partition('..')[0]}..{day}"
