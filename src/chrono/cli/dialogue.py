"""A dialogue of `chrono add`, which asks for the missing fields of an entry."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import typer

from chrono.cli import typed_dates
from chrono.cli.prompts import Answers, GoBack, ask, insist
from chrono.cli.report import print_lines
from chrono.cli.session import Session
from chrono.core.model import NOTHING
from chrono.core.names import nearest, unknown_word
from chrono.core.text import escape_controls
from chrono.errors import ChronoError, UsageError
from chrono.files.disk.last_added import last_added
from chrono.files.format import keys
from chrono.files.format.kind import Kind
from chrono.files.toml.blocks import Path
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver

KEEP = "Enter keeps it, - removes it"
REMOVES = ", - removes the last"


class Dialogue:
    """A dialogue that asks for the missing fields of an entry.

    - `kind`: the table of the entry, such as "events"
    - `finish`: a function that asks the user to confirm the entry, and adds it. The function may
      raise GoBack to return to the questions
    - `single_keys`: the keys of questions for one value
    """

    single_keys: Sequence[str] = ()

    def __init__(
        self, session: Session, kind: str, known: Answers, finish: Callable[[Answers], Any]
    ) -> None:
        self.session = session
        self.kind = kind
        self.known = known
        self.names = NameResolver(LedgerFiles.read(session.located.paths))
        self.names.check(kind, known.fields)
        self.fields = dict(known.fields)
        self._finish = finish
        self._same_source_as: str | None = None
        self._questions: dict[str, Callable[[], None]] = {}

    def set_questions(
        self, questions: Mapping[str, Callable[[], None]], answered: Sequence[str]
    ) -> None:
        """Set the questions of the dialogue, in order, as functions by key. `answered`: the keys to
        skip.
        """
        self._questions = {key: ask for key, ask in questions.items() if key not in answered}

    def is_asked(self, key: str) -> bool:
        """Return whether the dialogue has a question about a key."""
        return key in self._questions

    def is_needed(self, key: str) -> bool:
        """Return whether to ask the question about a key. The answers so far may decide this."""
        return True

    @property
    def answers(self) -> Answers:
        """Return the known fields and the user's answers."""
        fields = {key: value for key, value in self.fields.items() if value not in (None, [])}
        return Answers(fields, self.known.new, self.known.single)

    def run(self) -> Any:
        """Ask all questions, and return the result of `finish`.

        If the user cancels, or if an error is raised, a command with all answers is printed.
        """
        self.session.note_now(
            "Enter skips an optional field, < goes back, Tab completes, Ctrl-C cancels"
        )
        try:
            return self._ask_all()
        except (KeyboardInterrupt, typer.Abort, ChronoError) as error:
            if isinstance(error, KeyboardInterrupt):
                print("\nNothing was written", file=sys.stderr)
            if words := [*self.options(), *self._source_options()]:
                command = shlex.join(["chrono", *sys.argv[1:], *words])
                print_lines(["To continue later, run:"])
                print(escape_controls(command), file=sys.stderr)
            raise

    def _ask_all(self) -> Any:
        keys, at, answered = [*self._questions], 0, list[int]()
        while True:
            try:
                if at == len(keys):
                    return self._finish(self.answers)
                if self.is_needed(keys[at]):
                    self._questions[keys[at]]()
                    answered.append(at)
                at += 1
            except GoBack:
                if answered:
                    at = answered.pop()
                else:
                    print_lines(["This is the first question"])

    def options(self) -> list[str]:
        """Return the answers so far as options of `chrono add`, without the options for sources."""
        asked = [key for key in self.single_keys if self.is_asked(key) and self.fields.get(key)]
        values = ((f"--{key.replace('_', '-')}", str(self.fields[key])) for key in asked)
        return [word for pair in values for word in pair]

    def _source_options(self) -> list[str]:
        if self._same_source_as:
            return ["--same-source-as", self._same_source_as]
        words = []
        for source in self.fields.get("sources") or () if self.is_asked("sources") else ():
            fields = {"url": source} if isinstance(source, str) else source
            for key in fields:
                words += ["--source" if key == "url" else f"--{key}", str(fields[key])]
        return words

    # -- parts of questions -----------------------------------------------------------------------

    def ask(
        self, key: str, question: str, check: Callable[[str], Any], choices: Sequence[str] = (),
        optional: bool = False,
    ) -> None:  # fmt: skip
        """Ask for the value of a key, and store the value. Enter keeps an earlier value.

        - `question`: the question, without `?`
        - `check`: a function that returns the value of an answer, or raises UsageError
        - `choices`: the completions
        - `optional`: whether the user may skip the question
        """
        before = self.fields.get(key)
        hint = f" ({KEEP})" if optional else ""
        current = f" [{before}]{hint}" if before else " (optional)" if optional else ""

        def checked(words: str) -> Any:
            if optional and before and words == "-":
                return ""
            return self.shown(lambda: check(words))

        keeps = bool(before) or optional
        answer = ask(self.session, f"{question}{current}?", checked, choices, optional=keeps)
        self.fields[key] = before if answer is None else answer or None

    def ask_several(
        self, found: dict[Any, Any], first: str, more: str, add: Callable[[str], object],
        shown: Callable[[tuple[Any, Any]], str], choices: Sequence[str] = (), *,
        optional: bool = False, proposed: Mapping[Any, Any] = NOTHING, so_far: str = "So far",
        quote: str = "", is_enough: Callable[[], bool] = lambda: True,
    ) -> None:  # fmt: skip
        """Ask for values until the user presses Enter. `-` removes the last value from `found`.

        - `first`, `more`: the first question and the other questions, without `?`
        - `add`: a function that adds the values of an answer to `found`, or raises UsageError
        - `shown`: a function that returns an item of `found` as text
        - `optional`: whether the user may skip the first question
        - `proposed`: the items to add if the user presses Enter at the first question
        - `so_far`: the words before the list of all items
        - `quote`: the quotation mark around an item that is removed
        - `is_enough`: a function that returns whether Enter ends the questions
        """

        def remove_last() -> None:
            print_lines([f"Removed {quote}{shown(found.popitem())}{quote}"])

        def added(words: str) -> bool:
            if words == "-" and found:
                remove_last()
            else:
                add(words)
            return True

        default = f" [{', '.join(map(shown, proposed.items()))}]" if proposed else ""
        kept = len(found)
        while True:
            kept = min(kept, len(found))  # the answers that `<` keeps, since it goes further back
            if found:
                print_lines([f"{so_far}: {', '.join(map(shown, found.items()))}"])
            again = f"{more} (Enter if none{REMOVES if kept else ''})?"
            try:
                answer = ask(self.session, again if found else f"{first}{default}?", added, choices,
                             optional=optional or bool(found or proposed))  # fmt: skip
            except GoBack:
                if len(found) == kept:
                    raise
                remove_last()
                continue
            if answer is None and proposed and not found:
                found.update(proposed)
            elif answer is None and is_enough():
                return

    def shown(self, check: Callable[[], Any]) -> Any:
        """Return the result of `check`, and print the notes that this call adds."""
        before = len(self.session.notes), len(self.names.notes)
        value = check()
        added, of_names = self.session.notes[before[0] :], self.names.notes[before[1] :]
        del self.session.notes[before[0] :], self.names.notes[before[1] :]
        self.session.note_now(*added, *of_names)
        return value

    def check(self, key: str) -> Callable[[str], Any]:
        """Return a function that turns an answer into the value of a key, or raises UsageError."""
        kind = keys.TABLES[self.kind].keys[key].kind

        def check(words: str) -> Any:
            # The period of a claim is relative to the claim's date.
            today = typed_dates.day_of(self.fields) if key == "period" else None
            value = typed_dates.parse(self.session, kind, words, (key,), today)
            return self.valid(kind, value, (self.kind, 0, key))

        return check

    def valid(self, kind: Kind, value: Any, path: Path) -> Any:
        """Return a value with ids in place of names, or raise UsageError for an invalid value.

        `path`: the key of the value in the ledger, for the message.
        """
        value = self.names.value(kind, value)
        if sentences := kind.problems(value, path):
            raise UsageError(*sentences)
        return value

    def actor_names(self) -> list[str]:
        """Return the names and aliases of all actors."""
        actors = self.names.ledger.actors.values()
        return [name for actor in actors for name in (actor.name, *actor.aliases)]

    # -- sources ----------------------------------------------------------------------------------

    def ask_sources(self) -> None:
        """Ask for a source: a publisher, a URL, an id, or `=` for the sources of the event added
        last.
        """
        declared = self.names.ledger.sources
        publishers = sorted({source.publisher for source in declared.values()})
        last = self._last_with_sources() if self.kind == "events" else None
        before = self.fields.get("sources")
        optional = KEEP if before else "optional"
        question = f"Source (publisher, URL or id; {optional})?"
        if last:
            print_lines([f"Type = for the sources of {last}"])

        def source(words: str) -> list[Any]:
            self._same_source_as = last if words == "=" else None
            if words == "-" and before:
                return []
            try:
                found = self.names.sources.same_as(last) if words == "=" and last else None
                return [self._source(words, publishers)] if found is None else found
            except GoBack:
                raise UsageError from None

        answer = ask(self.session, question, lambda words: self.shown(lambda: source(words)),
                     [*declared, *publishers], optional=True)  # fmt: skip
        self.fields["sources"] = before if answer is None else answer

    def _last_with_sources(self) -> str | None:
        last = last_added(self.session.located.paths)
        with suppress(UsageError):  # the event may have been removed
            entry = self.names.files.identify(f"events.{last}")
            return last if self.names.files.fields(*entry).get("sources") else None
        return None

    def _source(self, words: str, publishers: Sequence[str]) -> Any:
        declared = self.names.ledger.sources
        if words in declared:
            return words
        if "://" in words:
            _address(words)
            try:
                return self.names.sources.source({"url": words})
            except UsageError:
                publisher = ask(self.session, "Publisher?", str, publishers)
                return {"publisher": publisher, "url": words}
        if nearest(words, declared):
            self.session.print_error(UsageError(unknown_word(words, declared, "source")))
            insist(f'Use "{words}" as a new publisher?')
        question = "URL (https://…; optional)?"
        address = ask(self.session, question, _address, optional=True)
        return {"publisher": words, **({"url": address} if address else {})}


def _address(words: str) -> str:
    kind = keys.INLINE_SOURCE.keys["url"].kind
    if sentences := kind.problems(words, ("sources", 0, "url")):
        raise UsageError(*sentences)
    return words
