"""The vocabulary of a ledger: all words that chrono recognises in a sentence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from chrono.core.model import Event, Ledger
from chrono.core.proof.joined_names import with_event_names, with_offices
from chrono.core.proof.kinds import Kinds
from chrono.core.proof.names import Names
from chrono.core.proof.numbers import amounts
from chrono.core.proof.places import Places
from chrono.core.proof.terms import Terms
from chrono.core.proof.time_marks import joined, times
from chrono.core.proof.topics import Topics
from chrono.core.proof.words import Mark, without_overlaps, words_in
from chrono.core.spans import low


class Vocabulary:
    """The words of one ledger on the day of a text, with methods that find them in sentences."""

    def __init__(self, ledger: Ledger, day: dt.date) -> None:
        self.ledger, self.day = ledger, day
        self.names = Names(ledger, day)
        self.kinds = Kinds(ledger)
        self.places = Places(ledger)
        self.terms = Terms(ledger, self.names, day)
        self.topics = Topics(ledger)
        self._last: tuple[str, list[Mark]] = ("", [])

    @cached_property
    def begun(self) -> Sequence[Event]:
        """Return the events of the ledger that had begun by the day of the text."""
        return [one for one in self.ledger.events if low(one.when.days.first) <= self.day]

    @cached_property
    def documents(self) -> Sequence[Event]:
        """Return the documents of the ledger that had begun by the day of the text."""
        return [one for one in self.topics.events if low(one.when.days.first) <= self.day]

    def marks(self, text: str) -> list[Mark]:
        """Return the marks of a sentence, in order and without overlaps."""
        if self._last[0] != text:
            self._last = (text, self._read(text))
        return [*self._last[1]]

    def _read(self, text: str) -> list[Mark]:
        people = [*self.names.marks(text)]
        when = without_overlaps([*self.terms.marks(text), *times(text, self.day)])
        named = [mark for mark in people if mark.kind == "people"]
        places = [*self.places.marks(text, named)]
        kinds = [*self.kinds.marks(text)]
        nouns = {mark.start for mark in kinds if mark.kind == "noun"}
        inside = [
            mark for mark in places  # no governments: `in London`, `the London talks`
            if mark.value.prep or (mark.end + 1 in nouns and _THE.search(text, 0, mark.start))
        ]  # fmt: skip
        marks = without_overlaps([
            *when, *named, *inside, *people, *kinds, *self.terms.events(text), *places,
            *amounts(text),
        ])  # fmt: skip
        marks = [
            mark for at, mark in enumerate(marks)
            if mark.kind != "verb" or _is_event(mark, marks[at + 1 : at + 3])
        ]  # fmt: skip
        if not words_in(text).isdisjoint(_EXCLUDING):
            marks = [mark for mark in marks if not _is_excluded(mark, text)]
        if "but" in words_in(text):
            marks = _without_denied(marks, text)
        return with_event_names(with_offices(joined(marks, text), text), text)


_THE = re.compile(r"\b[Tt]h(?:e|at|eir) $")
_EXCLUDING = frozenset(("not", "rather", "instead", "opposed", "unlike"))
_EXCLUDED = re.compile(
    r"(?:(?<!\bdid )(?<!\bdo )(?<!\bdoes )(?<!\bhad )(?<!\bhas )(?<!\bhave )(?<!\bwas )(?<!\bwere )"
    r"(?<!\bis )(?<!\bare )(?<!\bbeen )\bnot|\brather than|\binstead of|\bas opposed to|\bunlike)"
    r"(?: (?:in|on|at|with|by|the))* $"
)


def _is_excluded(mark: Mark, text: str) -> bool:
    """Return whether words such as `not` exclude a mark: `Bern` in `in Rome, not in Bern`."""
    parts = ("time", "place", "amount", "people", "country")
    return mark.kind in parts and bool(_EXCLUDED.search(text, 0, mark.start))


_BUT = re.compile(r"[^;:.]{0,40}?,? but(?: rather| only| just| in fact)? ")


def _without_denied(marks: Sequence[Mark], text: str) -> list[Mark]:
    """Return the marks without a number that another replaces: `did not call once but twice`.

    The negation is left out, too.
    """
    for none in (mark for mark in marks if mark.kind == "none"):
        numbers = [mark for mark in marks if mark.kind == "amount" and mark.start >= none.end]
        for first, second in pairwise(numbers):
            between = any(
                mark.kind in ("verb", "none") and first.end <= mark.start < second.start
                for mark in marks
            )
            if not between and _BUT.fullmatch(text, first.end, second.start):
                return [mark for mark in marks if mark not in (none, first)]
    return [*marks]


def _is_event(verb: Mark, after: Sequence[Mark]) -> bool:
    """Return whether a verb is about an event. For `saw`, people or a number must follow."""
    if verb.value.word not in ("saw", "sees"):
        return True
    people = any(one.kind == "people" and one.start - verb.end < 25 for one in after)
    return people or (bool(after) and after[0].kind == "amount")
