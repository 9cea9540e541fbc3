"""The dialogue of `chrono add`, for events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from chrono.cli import typed_dates
from chrono.cli.dialogue import Dialogue
from chrono.cli.prompts import Answers, GoBack, ask, confirm, insist
from chrono.cli.report import print_lines
from chrono.cli.session import Session
from chrono.core.countries import country_of, name_and_country, place_in_country
from chrono.core.english import join_or
from chrono.core.lists import SIGNS
from chrono.core.model import STATUSES, Actor
from chrono.core.names import fold, nearest
from chrono.core.sentences import suggestion
from chrono.errors import SeveralNamesError, UnknownActorError, UsageError, refuse
from chrono.files.format import keys
from chrono.files.format.keys import PARTICIPANTS
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver
from chrono.files.write.places import with_country


def separate_participants(session: Session, answers: Answers) -> Answers:
    """Ask whether to split each participant that looks like several names, such as "Xi and Trump".

    Returns the answers with a separate name for each person.
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
    known = [f"{actor.name} ({actor.id})" for actor in names.lookup.index.loose(name)]
    near = nearest(name, [actor.name for actor in names.ledger.actors.values()])
    return join_or(known) or f"{name} (new{suggestion(near)})"


class EventDialogue(Dialogue):
    """A dialogue that asks for the missing fields of an event, beginning with the title.

    - `skip`: keys that have no question
    - `previous`: the id of the event that the user added just before, if any
    """

    single_keys = ("title", "date", "type", "place", "place_country")

    def __init__(
        self, session: Session, known: Answers, skip: Sequence[str],
        finish: Callable[[Answers], Any], previous: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(session, "events", known, finish)
        events = [event for event in session.read().events if event.place]
        countries = {event.place: event.place_country for event in events if event.place_country}
        self._countries = {str(one.place): countries.get(one.place) for one in events}
        self._people: dict[str, bool] = {}  # id or new name -> whether it is new
        self._single = set(known.single)
        self._partner_asked = False
        self._previous = previous
        self._dated: Any = None  # the date for which the status is the default
        self._typed_with_country: str | None = None  # a place whose country the user has typed
        self.set_questions(
            {
                "title": self._title, "date": self._date, "type": self._type,
                "actors": self._actors, "place": self._place,
                "place_country": self._place_country, "status": self._status,
                "sources": self.ask_sources,
            },
            [*self.fields, *skip, *(key for key, names in known.new.items() if names)],
        )  # fmt: skip

    @property
    def answers(self) -> Answers:
        fields, new, _ = super().answers
        if self._people:
            actors = [name for name, is_new in self._people.items() if not is_new]
            fields = {**fields, **({"actors": actors} if actors else {})}
            new = {**new, "actors": [name for name, is_new in self._people.items() if is_new]}
        return Answers(fields, new, frozenset(self._single))

    def is_needed(self, key: str) -> bool:
        place = self.fields.get("place")
        return key != "place_country" or (bool(place) and place != self._typed_with_country)

    def options(self) -> list[str]:
        words = super().options()
        if self.is_asked("status") and self.fields.get("status", "held") != "held":
            words += ["--status", self.fields["status"]]
        for name, is_new in self._people.items():
            words += ["--new-actor" if is_new else "--actor", name]
        return words

    # -- questions --------------------------------------------------------------------------------

    def _title(self) -> None:
        check = self.check("title")

        def title(words: str) -> Any:
            if typed_dates.is_date(self.session, words):
                insist(f'"{words}" is a date. Is it the title?')
            return check(words)

        self.ask("title", "Title", title)

    def _date(self) -> None:
        check, before, same = self.check("date"), self._previous, None
        if before:
            same = self.names.files.entry(f"events.{before}").fields["date"]
            print_lines([f"Type = for the date of {before}: {same}"])
        self.ask("date", "Date (such as 16 April 2024 or 2025-10)",
                 lambda words: same if same and words == "=" else check(words))  # fmt: skip

    def _type(self) -> None:
        types = [*self.names.ledger.types]
        print_lines([f"Types: {join_or(types)}"])
        self.ask("type", "Type", self.names.type, types)

    def _place(self) -> None:
        check, before, countries = self.check("place"), self.fields.get("place"), self._countries
        typed: dict[str, Any] = {}

        def place(words: str) -> Any:
            text = check(words)
            given = None if self.is_asked("place_country") else self.fields["place_country"]
            found = place_in_country(text)
            if found is None or (found.other and not given):  # then the next question decides
                return text
            fields = {"place": text, **({"place_country": given} if given else {})}
            typed.update(with_country(fields, self.names.notes))
            return typed["place"]

        self.ask("place", "Place", place, sorted(countries), optional=True)
        new = self.fields["place"]
        if self.is_asked("place_country") and new != before:
            self.fields["place_country"] = typed.get("place_country") or countries.get(new)
            self._typed_with_country = typed.get("place")

    def _place_country(self) -> None:
        place, check = self.fields["place"], self.check("place_country")
        found = place_in_country(place)

        def country(words: str) -> Any:
            fields = {"place": place, "place_country": check(words)}
            self.fields["place"] = with_country(fields, self.names.notes)["place"]
            return fields["place_country"]

        question = f"Country of {place}{f' ({found.country} or {found.other})' if found else ''}"
        self.ask("place_country", question, country, optional=found is None)

    def _status(self) -> None:
        date = self.fields.get("date")
        if self._dated != date:
            status = typed_dates.future_status(self.session, {"date": date})
            self.fields["status"], self._dated = status or "held", date
        print_lines([f"Statuses: {join_or(STATUSES)}"])
        self.ask("status", "Status", self.check("status"), STATUSES)

    # -- participants -----------------------------------------------------------------------------

    def _actors(self) -> None:
        self.ask_several(self._people, "Participant", "Another participant", self._participants,
                         self._shown_name, self.actor_names(), so_far="Participants so far",
                         quote='"', is_enough=lambda: not self._lacks_partner())  # fmt: skip

    def _lacks_partner(self) -> bool:
        type = self.names.ledger.types[self.names.type(self.fields["type"])]
        first, *others = map(self._actor, self._people.items())
        if self._partner_asked or not type.contact or any(map(first.apart_from, others)):
            return False
        self._partner_asked = True
        why = f"All participants are from {first.country}" if others else "There is one participant"
        print_lines([f"{why}, so the event is not counted as a contact"])
        return True

    def _actor(self, person: tuple[str, bool]) -> Actor:
        name, is_new = person
        if not is_new:
            return self.names.ledger.actors[name]
        return Actor(name, name, country=country_of(name_and_country(name)[1] or ""))

    def _shown_name(self, person: tuple[str, bool]) -> str:
        name, is_new = person
        return name if is_new else self.names.ledger.actors[name].name

    def _participants(self, words: str) -> None:
        before = len(self._people)
        try:
            names = _names(self.names, words, self._single, can_go_back=True)
            for name in names:
                try:
                    self._participant(name, is_confirmed=len(names) > 1)
                except UsageError as error:
                    if error.args:
                        self.session.print_error(error)
                    if len(names) > 1:
                        print_lines([f'"{name}" was not added'])
        except GoBack:
            for one in [*self._people.items()][before:]:
                print_lines([f'Removed "{self._shown_name(one)}"'])
                del self._people[one[0]]
            raise UsageError from None

    def _participant(self, words: str, is_confirmed: bool) -> None:
        name, bracket = name_and_country(words)
        try:
            person = (self.names.actor(words), False)
        except SeveralNamesError:
            person = (words, True)  # the user has confirmed that it is one name
        except UnknownActorError as error:
            person = (words, True)
            if error.suggestion and not is_confirmed and not self._is_listed(name):
                self.session.note_now(error.suggestion)
        is_address = person[1] and "://" in words
        refuse((is_address, f'"{words}" is a web address, not a name'), (
            person in self._people.items() or (person[1] and self._is_listed(name)),
            f'"{self._shown_name(person)}" is already listed',
        ))  # fmt: skip
        if not person[1]:
            self._people[person[0]] = False
            return
        question = f'Add "{words}" as a new person or organisation?'
        while is_confirmed or confirm(question, False, can_go_back=True):
            self._people[words] = True
            if country_of(bracket or ""):
                return
            try:
                country = ask(self.session, f"Country of {words} (CN, Germany …; optional)?",
                              self._country, optional=True)  # fmt: skip
            except GoBack:
                del self._people[words]
                if is_confirmed:
                    raise
                continue
            if country:
                del self._people[words]
                self._people[f"{words} ({country})"] = True
            return
        raise UsageError

    def _is_listed(self, name: str) -> bool:
        new = (name_and_country(other)[0] for other, is_new in self._people.items() if is_new)
        return fold(name) in map(fold, new)

    def _country(self, words: str) -> str:
        kind = keys.ACTOR.keys["country"].kind
        code = str(self.shown(lambda: self.valid(kind, words, ("actors", 0, "country"))))
        organisations = {actor.country for actor in self.names.ledger.actors.values()}
        if not country_of(code) and code not in organisations:
            insist(f'"{words}" is not a country. Is it an organisation?')
        return code
