"""The dialogue of `chrono add claim`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chrono.cli import typed_dates
from chrono.cli.dialogue import Dialogue
from chrono.cli.prompts import Answers, insist
from chrono.cli.report import print_lines
from chrono.cli.session import Session
from chrono.core.claim_words import ClaimWords, claim_words, number_of
from chrono.core.lists import split_list
from chrono.core.model import NOTHING
from chrono.core.sentences import bad_value
from chrono.errors import SeveralNamesError, UsageError
from chrono.files.format.typed_text import counted

_QUOTES = "\"'“”‘„«「"
_TOTAL = re.compile(r"[0-9]+|[0-9]*\.\.[0-9]*")


def _typed(item: tuple[str, Any]) -> str:
    """Return a (name, value) pair as typed text: `calendar=2025`, `call=40..` or `4`."""
    name, value = item
    if isinstance(value, Mapping):  # a number with bounds
        value = f"{value.get('min', '')}..{value.get('max', '')}"
    return "=".join(str(part) for part in (name, value) if part not in ("", None))


class ClaimDialogue(Dialogue):
    """A dialogue that asks for the missing fields of a claim, beginning with the speaker."""

    single_keys = ("by", "statement", "date", "window")

    def __init__(self, session: Session, known: Answers, finish: Callable[[Answers], Any]) -> None:
        super().__init__(session, "claims", known, finish)
        # The answers to questions for several values, by name; "" for one without a name.
        self._periods: dict[str, Any] = {}
        self._people: dict[str, Any] = {}
        self._numbers: dict[str, Any] = {}
        self.set_questions(
            {
                "by": self._by, "statement": self._statement, "date": self._date,
                "window": self._window, "period": self._ask_period, "actors": self._ask_people,
                "counts": self._ask_numbers, "sources": self.ask_sources,
            },
            [*self.fields, *(("counts",) if "total" in self.fields else ())],
        )  # fmt: skip

    @property
    def answers(self) -> Answers:
        counts = {type: number for type, number in self._numbers.items() if type}
        own = {
            "period": self._periods.get("", self._periods), "actors": [*self._people],
            "counts": counts, "total": self._numbers.get(""),
        }  # fmt: skip
        fields, new, single = super().answers
        given = {key: value for key, value in own.items() if value not in (None, {}, [])}
        return Answers({**fields, **given}, new, single)

    def options(self) -> list[str]:
        words = super().options()
        words += [word for item in self._periods.items() for word in ("--period", _typed(item))]
        words += [word for id in self._people for word in ("--actor", id)]
        for item in self._numbers.items():
            words += ["--count" if item[0] else "--total", _typed(item)]
        return words

    # -- questions --------------------------------------------------------------------------------

    def _by(self) -> None:
        check = self.check("by")

        def speaker(words: str) -> Any:
            if self._is_statement(words):
                insist(f'"{words}" may be a statement. Is it the speaker?')
            return check(words)

        self.ask("by", "Who made the claim", speaker, self.actor_names())

    def _is_statement(self, text: str) -> bool:
        if self.names.lookup.index.loose(text):
            return False
        numbers = claim_words(text, self.names.lookup, self.session.today).numbers
        is_sentence = text[0].islower() and len(text.split()) > 2
        return text[0] in _QUOTES or bool(numbers) or is_sentence

    def _statement(self) -> None:
        self.ask("statement", "What was claimed", self.check("statement"))

    def _date(self) -> None:
        self.ask("date", "Date of the claim (such as 16 April 2024)", self.check("date"))

    def _words(self) -> ClaimWords:
        day = typed_dates.day_of(self.fields) or self.session.today
        return claim_words(str(self.fields["statement"]), self.names.lookup, day)

    def _window(self) -> None:
        if words := self._words().window:
            self.fields.setdefault("window", words)
        print_lines(['For example: "the past year" or "since January"'])
        self.ask("window", "Period in the speaker's words", self.check("window"),
                 optional=True)  # fmt: skip

    def _ask_period(self) -> None:
        check = self.check("period")

        def periods(words: str) -> Mapping[str, Any]:
            value = check(words)
            found = value if isinstance(value, Mapping) else {"": value}
            if "" in self._periods:
                first = f"the first reading, {self._periods['']}, has no name"
                remedy = "type < to remove this reading, and write each reading as NAME=PERIOD"
                raise UsageError(f"{first}; {remedy}")
            if self._periods and "" in found:
                form = "NAME=PERIOD, as for the other readings"
                raise UsageError(bad_value("reading", words, form))
            return found

        print_lines([
            "If the period can be read in several ways, name each reading: calendar year=2025"
        ])  # fmt: skip
        words = self._words()
        proposed = {"": words.period} if words.period else {}
        self._several(self._periods, "Period, such as 2025 or 2025-02-05..2025-12-04",
                      "Another reading", periods, proposed)  # fmt: skip

    def _ask_people(self) -> None:
        def actor(words: str) -> tuple[str, str]:
            id = self.names.actor(words)
            return id, self.names.ledger.actors[id].name

        def people(words: str) -> Mapping[str, str]:
            try:
                self.names.refuse_several(words)
            except SeveralNamesError as error:
                return dict(map(actor, error.names))
            return dict([actor(words)])

        self._several(self._people, "Who took part in the contacts (Enter for anyone)",
                      "Another participant", people, choices=self.actor_names(), optional=True,
                      shown=lambda item: item[1])  # fmt: skip

    def _ask_numbers(self) -> None:
        total, counts = self.check("total"), self.check("counts")
        proposed = self._words().numbers

        def numbers(words: str) -> Mapping[str, Any]:
            found: dict[str, Any] = {}
            for text in split_list(words, (",", ";", " and ")):
                if (number := number_of(text)) is not None or _TOTAL.fullmatch(text):
                    found[""] = total(text if number is None else str(number))
                elif "=" in (text := counted(text)):
                    name, _, value = text.partition("=")
                    found |= counts(f"{self.names.type(name)}={value}")
                else:
                    raise UsageError(bad_value("number", text, "4 calls, or 5 for all contacts"))
            return found

        print_lines(['"40.." means at least 40, and "..3" at most 3'])
        self._several(self._numbers, "Number, such as 4 calls, or 5 for all contacts",
                      "Another number", numbers, proposed)  # fmt: skip

    def _several(
        self, found: dict[str, Any], first: str, more: str,
        check: Callable[[str], Mapping[str, Any]], proposed: Mapping[str, Any] = NOTHING,
        choices: Sequence[str] = (), optional: bool = False,
        shown: Callable[[tuple[str, Any]], str] = _typed,
    ) -> None:  # fmt: skip
        """Ask for several values, and add each value to `found` by its name."""

        def add(words: str) -> None:
            values = self.shown(lambda: check(words))
            for name in values.keys() & found.keys():
                before = shown((name, found[name]))
                raise UsageError(
                    f'"{before}" is already an answer; to remove the last answer, type -'
                )
            found.update(values)

        self.ask_several(found, first, more, add, shown, choices, optional=optional,
                         proposed=proposed)  # fmt: skip
