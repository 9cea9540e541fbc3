"""The dialogue of `chrono add`, which asks for the missing fields of an event."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from chrono.cli import typed_dates
from chrono.cli.answers import Answers
from chrono.cli.prompts import GoBack, ask, confirm
from chrono.cli.report import print_lines
from chrono.cli.session import Session
from chrono.core.countries import country_of, name_and_country
from chrono.core.english import join_or
from chrono.core.lists import SIGNS
from chrono.core.model import STATUSES
from chrono.core.names import fold, nearest, unknown_word
from chrono.core.text import escape_controls
from chrono.errors import ChronoError, SeveralNamesError, UnknownActorError, UsageError, refuse
from chrono.files.disk.last_added import last_added
from chrono.files.format import keys
from chrono.files.format.keys import PARTICIPANTS
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver

_KEEP = "Enter keeps it, - removes it"


def separate_participants(session: Session, answers: Answers) -> Answers:
    """Ask, for each participant that looks like several names, whether these are several people.

    The result has the separate names.
    """
    texts = [str(text) for group in (answers.fields, answers.new) for key in PARTICIPANTS
             for text in group.get(key, ())]  # fmt: skip
    if not any(sign in text for text in texts for sign in SIGNS):
        return answers
    names = NameResolver(LedgerFiles.read(session.located.paths))
    fields, new = dict(answers.fields), {key: [*some] for key, some in answers.new.items()}
    single: set[str] = set()
    for key in PARTICIPANTS:
        known = fields.pop(key, [])
        unknown = new.pop(key, [])
        for text, is_new in [*((text, False) for text in known), *((one, True) for one in unknown)]:
            for name in _names(names, text, single, is_new):
                is_known = not is_new if name == text else bool(names.lookup.index.loose(name))
                (fields if is_known else new).setdefault(key, []).append(name)
    return Answers(fields, new, frozenset(single))


def _names(
    names: NameResolver, text: str, single: set[str], is_new: bool = False,
    can_go_back: bool = False,
) -> Sequence[str]:  # fmt: skip
    if not isinstance(text, str) or (not is_new and names.lookup.index.loose(text)):
        return [text]
    try:
        names.refuse_several(text)
    except SeveralNamesError as error:
        labels = [_label(names, name) for name in error.names]
        print_lines([f'"{text}" looks like {len(labels)} names: {"; ".join(labels)}'])
        if confirm("Add each as a participant?", default=True, can_go_back=can_go_back):
            return error.names
        single.add(text)
    return [text]


def _label(names: NameResolver, name: str) -> str:
    matches = names.lookup.index.loose(name)
    ids = join_or([f"{actor.name} ({actor.id})" for actor in matches])
    return ids or f"{name} (new)"


class EventDialogue:
    """Asks for the missing fields of an event, beginning with the title.

    `known`: the fields that are known already; `skip`: keys for which it does not ask; `finish`: a
    function that shows the event, and adds it if the user agrees. It raises GoBack to return to the
    questions; `previous`: the id of the event that the user has just added, if any.
    """

    def __init__(
        self, session: Session, known: Answers, skip: Sequence[str],
        finish: Callable[[Answers], Any], previous: str | None = None,
    ) -> None:  # fmt: skip
        self._session = session
        self._known = known
        self._finish = finish
        self._names = NameResolver(LedgerFiles.read(session.located.paths))
        self._names.check("events", known.fields)
        self._places = sorted({event.place for event in session.read().events if event.place})
        self._fields = dict(known.fields)
        self._people: list[tuple[str, bool]] = []  # (id or new name, whether it is new)
        self._single = set(known.single)
        self._same_source_as: str | None = None
        self._previous = previous
        self._dated: Any = None  # the date for which the status is the default
        questions: Mapping[str, Callable[[], None]] = {
            "title": self._title, "date": self._date, "type": self._type, "actors": self._actors,
            "place": self._place, "place_country": self._place_country,
            "status": self._status, "sources": self._sources,
        }  # fmt: skip
        self._asked = [
            key for key in questions if key not in (*self._fields, *skip) and not known.new.get(key)
        ]
        self._questions = [questions[key] for key in self._asked]

    @property
    def answers(self) -> Answers:
        """The user's answers, together with the fields that were known before."""
        fields = {key: value for key, value in self._fields.items() if value not in (None, [])}
        new: dict[str, Sequence[str]] = dict(self._known.new)
        if self._people:
            fields["actors"] = [name for name, is_new in self._people if not is_new]
            new["actors"] = [name for name, is_new in self._people if is_new]
            if not fields["actors"]:
                del fields["actors"]
        return Answers(fields, new, frozenset(self._single))

    def run(self) -> Any:
        """Ask all questions, and return the result of `finish`.

        If the user cancels or the event cannot be added, a command with all answers is printed.
        """
        self._session.note_now(
            "Enter skips an optional field, < goes back, Tab completes, Ctrl-C cancels"
        )
        at, answered = 0, list[int]()
        with self._kept():
            while True:
                try:
                    if at == len(self._questions):
                        return self._finish(self.answers)
                    question = self._questions[at]
                    if question != self._place_country or self._fields.get("place"):
                        question()
                        answered.append(at)
                    at += 1
                except GoBack:
                    if answered:
                        at = answered.pop()
                    else:
                        print_lines(["This is the first question"])

    @contextmanager
    def _kept(self) -> Iterator[None]:
        try:
            yield
        except (KeyboardInterrupt, typer.Abort, ChronoError) as error:
            if isinstance(error, KeyboardInterrupt):
                print("\nNothing was written", file=sys.stderr)
            if words := self._options():
                command = shlex.join(["chrono", *sys.argv[1:], *words])
                print_lines(["To continue later, run:"])
                print(escape_controls(command), file=sys.stderr)
            raise

    def _options(self) -> list[str]:
        words = []
        for key in ("title", "date", "type", "place", "place_country"):
            if key in self._asked and self._fields.get(key):
                words += [f"--{key.replace('_', '-')}", str(self._fields[key])]
        if "status" in self._asked and self._fields.get("status", "held") != "held":
            words += ["--status", self._fields["status"]]
        for name, is_new in self._people:
            words += ["--new-actor" if is_new else "--actor", name]
        if self._same_source_as:
            return [*words, "--same-source-as", self._same_source_as]
        for source in self._fields.get("sources") or () if "sources" in self._asked else ():
            fields = {"url": source} if isinstance(source, str) else source
            for key in fields:
                words += ["--source" if key == "url" else f"--{key}", str(fields[key])]
        return words

    # -- questions --------------------------------------------------------------------------------

    def _ask(
        self, key: str, question: str, check: Callable[[str], Any], choices: Sequence[str] = (),
        optional: bool = False,
    ) -> None:  # fmt: skip
        before = self._fields.get(key)
        hint = f" ({_KEEP})" if optional else ""
        current = f" [{before}]{hint}" if before else " (optional)" if optional else ""

        def checked(words: str) -> Any:
            if optional and before and words == "-":
                return ""
            return self._shown(lambda: check(words))

        keeps = bool(before) or optional
        answer = ask(self._session, f"{question}{current}?", checked, choices, optional=keeps,
                     can_go_back=True)  # fmt: skip
        self._fields[key] = before if answer is None else answer or None

    def _shown(self, check: Callable[[], Any]) -> Any:
        before = len(self._session.notes), len(self._names.notes)
        value = check()
        notes = [*self._session.notes[before[0] :], *self._names.notes[before[1] :]]
        del self._session.notes[before[0] :], self._names.notes[before[1] :]
        for note in notes:
            self._session.note_now(note)
        return value

    def _check(self, key: str) -> Callable[[str], Any]:
        kind = keys.EVENT.keys[key].kind

        def check(words: str) -> Any:
            value = typed_dates.parse(self._session, kind, words, (key,))
            value = self._names.value(kind, value)
            if sentences := kind.problems(value, ("events", 0, key)):
                raise UsageError(*sentences)
            return value

        return check

    def _title(self) -> None:
        self._ask("title", "Title", self._check("title"))

    def _date(self) -> None:
        check, before, same = self._check("date"), self._previous, None
        if before:
            same = self._names.files.entry(f"events.{before}").fields["date"]
            print_lines([f"= takes the date of {before}: {same}"])
        self._ask("date", "Date (such as 16 April 2024 or 2025-10)",
                  lambda words: same if same and words == "=" else check(words))  # fmt: skip

    def _type(self) -> None:
        types = [*self._names.ledger.types]
        print_lines([f"Types: {join_or(types)}"])
        self._ask("type", "Type", self._names.type, types)

    def _place(self) -> None:
        self._ask("place", "Place", self._check("place"), self._places, optional=True)
        if not self._fields["place"] and "place_country" in self._asked:
            self._fields.pop("place_country", None)

    def _place_country(self) -> None:
        question = f"Country of {self._fields['place']}"
        self._ask("place_country", question, self._check("place_country"), optional=True)

    def _status(self) -> None:
        date = self._fields.get("date")
        if self._dated != date:
            status = typed_dates.future_status(self._session, {"date": date})
            self._fields["status"], self._dated = status or "held", date
        print_lines([f"Statuses: {join_or(STATUSES)}"])
        self._ask("status", "Status", self._check("status"), STATUSES)

    def _actors(self) -> None:
        actors = self._names.ledger.actors.values()
        choices = [name for actor in actors for name in (actor.name, *actor.aliases)]
        while True:
            if self._people:
                print_lines(
                    [f"Participants so far: {', '.join(map(self._shown_name, self._people))}"]
                )
            question = "Another participant (Enter if none)?" if self._people else "Participant?"
            try:
                if ask(self._session, question, self._participants, choices,
                       optional=bool(self._people), can_go_back=True) is None:  # fmt: skip
                    return
            except GoBack:
                if not self._people:
                    raise
                print_lines([f'Removed "{self._shown_name(self._people.pop())}"'])

    def _shown_name(self, person: tuple[str, bool]) -> str:
        name, is_new = person
        return name if is_new else self._names.ledger.actors[name].name

    def _participants(self, words: str) -> bool:
        """Add the people whom an answer names. An error in one name does not affect the others."""
        try:
            names = _names(self._names, words, self._single, can_go_back=True)
        except GoBack:
            raise UsageError from None
        for name in names:
            try:
                self._participant(name)
            except (GoBack, UsageError) as error:
                if isinstance(error, UsageError) and error.args:
                    self._session.print_error(error)
                if len(names) > 1:
                    print_lines([f'"{name}" was not added'])
        return True

    def _participant(self, words: str) -> None:
        name, bracket = name_and_country(words)
        try:
            person = (self._names.actor(words), False)
        except SeveralNamesError:
            person = (words, True)  # the user has confirmed that it is one name
        except UnknownActorError as error:
            person = (words, True)
            if error.sentence.endswith("?") and not self._is_listed(name):  # it suggests names
                self._session.note_now(error.sentence)
        refuse((
            person in self._people or (person[1] and self._is_listed(name)),
            f'"{self._shown_name(person)}" is already listed',
        ))  # fmt: skip
        if not person[1]:
            self._people.append(person)
            return
        while confirm(f'Add "{words}" as a new person or organisation?', False, can_go_back=True):
            self._people.append(person)
            if country_of(bracket or ""):
                return
            try:
                country = ask(self._session, "Country (CN, Germany …; optional)?", self._country,
                              optional=True, can_go_back=True)  # fmt: skip
            except GoBack:
                self._people.pop()
                continue
            if country:
                self._people[-1] = f"{words} ({country})", True
            return
        raise UsageError

    def _is_listed(self, name: str) -> bool:
        new = (name_and_country(other)[0] for other, is_new in self._people if is_new)
        return fold(name) in map(fold, new)

    def _country(self, words: str) -> str:
        kind = keys.ACTOR.keys["country"].kind

        def country() -> str:
            value = self._names.value(kind, words)
            if sentences := kind.problems(value, ("actors", 0, "country")):
                raise UsageError(*sentences)
            return str(value)

        return str(self._shown(country))

    def _sources(self) -> None:
        declared = self._names.ledger.sources
        publishers = sorted({source.publisher for source in declared.values()})
        last = last_added(self._session.located.paths)
        before = self._fields.get("sources")
        optional = _KEEP if before else "optional"
        question = f"Source (publisher, URL or id; {optional})?"
        if last:
            print_lines([f"= takes the sources of {last}"])

        def source(words: str) -> list[Any]:
            self._same_source_as = last if words == "=" else None
            if words == "-" and before:
                return []
            try:
                found = self._names.sources.same_as(last) if words == "=" and last else None
                return [self._source(words, publishers)] if found is None else found
            except GoBack:
                raise UsageError from None

        answer = ask(self._session, question, lambda words: self._shown(lambda: source(words)),
                     [*declared, *publishers], optional=True, can_go_back=True)  # fmt: skip
        self._fields["sources"] = before if answer is None else answer

    def _source(self, words: str, publishers: Sequence[str]) -> Any:
        declared = self._names.ledger.sources
        if words in declared:
            return words
        if "://" in words:
            _address(words)
            try:
                return self._names.sources.source({"url": words})
            except UsageError:
                publisher = ask(self._session, "Publisher?", str, publishers, can_go_back=True)
                return {"publisher": publisher, "url": words}
        if nearest(words, declared):
            self._session.print_error(UsageError(unknown_word(words, declared, "source")))
            if not confirm(f'Use "{words}" as a new publisher?', False, can_go_back=True):
                raise UsageError
        question = "URL (https://…; optional)?"
        address = ask(self._session, question, _address, optional=True, can_go_back=True)
        return {"publisher": words, **({"url": address} if address else {})}


def _address(words: str) -> str:
    kind = keys.INLINE_SOURCE.keys["url"].kind
    if sentences := kind.problems(words, ("sources", 0, "url")):
        raise UsageError(*sentences)
    return words
