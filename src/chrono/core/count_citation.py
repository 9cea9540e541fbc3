"""Citations of counts: sentences with the counts, the name of the ledger, and a digest."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from chrono.core.answers import Digest, digest_in
from chrono.core.counting import Count, Tally
from chrono.core.english import join_and, joined, quantity, together
from chrono.core.filters import FilterText
from chrono.core.headline import in_phrases, in_title
from chrono.core.lookup import Lookup
from chrono.core.model import Ledger
from chrono.core.query import Query, Question

_MOST_ROWS = 24
"""The maximum number of counts that a citation lists, besides the total."""


class Cited(NamedTuple):
    """The parts of a citation.

    - `commit`: the hash of the ledger's commit
    - `numbers`: the numbers as texts, or None if the citation does not have the date of the ledger
    """

    digest: Digest
    commit: str | None
    numbers: Sequence[str] | None


def read_citation(text: str) -> Cited | None:
    """Return the parts of a citation, or None if the text has no digest.

    A text with only a digest is also a citation.
    """
    if (digest := digest_in(text)) is None:
        return None
    plain = " ".join(text.split())
    commit = re.search(r"\bcommit ([0-9a-f]{7,64})\b", plain)
    head, as_of, _ = plain.partition("; as of ")
    return Cited(digest, commit and commit[1], _numbers_in(head) if as_of else None)


def _numbers_in(text: str) -> list[str]:
    return [number.replace(",", "") for number in re.findall(r"\d+(?:,\d{3})*", text)]


class Words(NamedTuple):
    """The phrases that describe a count.

    - `numbers`: the numbers, such as `4 phone calls`
    - `filters`: the period and the filters, such as `2025, Xi Jinping with Donald Trump`
    """

    numbers: str
    filters: str

    def __str__(self) -> str:
        return f"{self.numbers}, {self.filters}"

    def difference(self, cited: Cited) -> str:
        """Return how the numbers of a citation differ, or "" if they agree or if there are none."""
        own = _numbers_in(self.numbers)
        said = own if cited.numbers is None else [*cited.numbers[: len(own)]]
        pairs = [pair for pair in zip_longest(said, own, fillvalue="none") if len({*pair}) > 1]
        if not pairs:
            return ""
        typed, counted = map(join_and, zip(*pairs, strict=True))
        return f"the citation says {typed}, the ledger counted {counted}"


def counted_in_words(
    question: Question, query: Query, ledger: Ledger, counted: Tally, total: bool
) -> Words:
    """Return the phrases for a count, such as `4 phone calls, 2025, Xi Jinping with Donald Trump`.

    `total`: whether to state only the total.
    """
    by_type = counted.by == ("type",) and not total
    actors = [names[0].name for names in query.actors]
    hidden = ["actor", *["type"] * (by_type and "type" in question.words)]
    others = [one for one in query.descriptions if one.name not in hidden]
    others += [FilterText("status", word) for word in question.status or ()]
    parts = (
        in_title(query.period) or "all dates",
        together(actors) if actors else "",
        in_phrases(others),
        "with events that began earlier" if query.overlap else "",
        "without events that might fall outside" if query.certain else "",
    )
    return Words(_numbers(question, query, ledger, counted, total), joined(parts, ", "))


def _numbers(
    question: Question, query: Query, ledger: Ledger, counted: Tally, total: bool
) -> str:  # fmt: skip
    whole = counted.total.of(query.noun)
    if total:
        return whole
    if counted.by == ("type",):
        lookup = Lookup(ledger)
        named = {id for name in question.words.get("type", ()) for id in lookup.type(name)}
        counts = {
            id: counted.rows.get((id,), Count([]))
            for id in ledger.types
            if id in named or (id,) in counted.rows
        }
        nouns = ((ledger.types[id], count.min, count.max) for id, count in counts.items())
        each = [quantity(low, high, type.label, type.plural) for type, low, high in nouns]
        return join_and(each) if each else whole
    rows = [f"{', '.join(key)}: {count.text()}" for key, count in counted.labelled.items()]
    listing = f" ({'; '.join(rows)})" if 0 < len(rows) <= _MOST_ROWS else ""
    return f"{whole} by {join_and(counted.by)}{listing}"


def citation(
    words: Words, ledger: Ledger, as_of: dt.date, commit: str | None, command: str, digest: Digest,
    unknown: str = "",
) -> str:  # fmt: skip
    """Return a citation, such as `4 phone calls, 2025 (NAME; as of DAY; COMMAND; answer DIGEST)`.

    - `as_of`: the date of the ledger
    - `commit`: the short hash of the ledger's commit, or None to leave out the commit
    - `command`: the command that counts
    - `unknown`: a phrase on the days or events that the ledger does not cover, or ""
    """
    state = f"; commit {commit}" if commit else ""
    about = joined([ledger.name, unknown], "; ")
    return f"{words} ({about}; as of {as_of}{state}; {command}; answer {digest})"
