"""The notes on an import, of which those that need action come first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from chrono.core.checks.names import unused_actors
from chrono.core.checks.same_actors import SameActors
from chrono.core.countries import country_named, exact_country, split_country
from chrono.core.english import first_few, join_and, join_or, plural
from chrono.core.lists import separators
from chrono.core.model import EventType, Ledger
from chrono.core.note_kinds import Note
from chrono.core.sentences import MOST_CHOICES, shell_word
from chrono.files.format.new_entry import Fields, NewEntry
from chrono.files.merge.cells import column_and_part, columns_of, only_column
from chrono.files.merge.rules import Rules, map_fields, split_lists, templates_of
from chrono.files.write.apply import Change


def on_same(pairs: Sequence[SameActors]) -> Iterator[str | Note]:
    """Yield a note on actors that may be the same, with the commands that join them."""
    commands = [f"`{pair.command}`" for pair in pairs]
    if len(pairs) == 1:
        yield f"possible duplicate: {pairs[0].sentence}; if so, run {commands[0]}"
    elif pairs:
        number = f"{len(pairs)} possible duplicates among actors"
        sentence = f"{number}; for those that are one, run {join_or(commands[:MOST_CHOICES])}"
        if len(commands) > MOST_CHOICES:
            file = "to write all commands into a file, run `chrono check --joins > joins.sh`"
            yield Note(f"{sentence}; {file}", suggests="check")
        else:
            yield sentence


class Names:
    """The new actors that may be several people, or that have no country."""

    def __init__(self, entries: Sequence[NewEntry], rules: Rules, are_split: bool) -> None:
        self._actors = [entry for entry in entries if entry.kind == "actors"]
        self._rules = rules
        names = {str(one.fields["name"]): one.fields.get("country") for one in self._actors}
        found = separators(
            name
            for name, country in names.items()
            if country is None or country not in (name, exact_country(name))
        )
        signs = [one.sign for one in found if one.likely]
        own = [*rules.split.general] if are_split and not rules.split.by_column else []
        self._signs = [*dict.fromkeys([*own, *signs])]
        self._lists = [*dict.fromkeys(name for one in found for name in one.likely)]

    def _split(self) -> str:
        by_column = self._rules.split.by_column
        columns = [
            column_and_part(column)[0]
            for template in templates_of(self._rules, "actors")
            for column in columns_of(template)
        ]
        column = next((one for one in columns if one in by_column), next(iter(columns), "actors"))
        return split_lists(self._rules, self._signs, column if by_column else "")

    @property
    def refusal(self) -> str | None:
        """Return why the import needs a decision, if most new actors seem to be several people."""
        number = len(self._actors)
        if self._rules.split.are_chosen or 2 * len(self._lists) <= number:
            return None
        keep = split_lists(self._rules, self._rules.split.general)
        what = f"{len(self._lists)} of {plural(number, 'new actor')} look like several people"
        return f"{what}: {self._listing}; {self._split()}; if each is one actor, {keep}"

    def notes(self) -> Iterator[str]:
        """Yield notes on new actors that may be several people, or that have no country."""
        if self._lists:
            each = "new actors may each be several people"
            number = plural(len(self._lists), "new actor may be several people", each)
            yield f"{number}: {self._listing}; if so, {self._split()}"
        without = [actor for actor in self._actors if "country" not in actor.fields]
        names = {actor.id: str(actor.fields["name"]) for actor in without}
        if bracketed := [name for name in names.values() if split_country(name)[1]]:
            templates = templates_of(self._rules, "actors") or ["{actors}"]
            column = only_column(templates[0]) if len(templates) == 1 else None
            column = column or "COLUMN"
            both = {"actors": f"{{{column}:name}} ({{{column}:country}})"}
            number = plural(len(bracketed), "new actor has its", "new actors have their")
            example = f'country in brackets, such as "{bracketed[0]}"'
            yield f"{number} {example}; {map_fields(self._rules, both)}"
        if countries := [name for name in names.values() if country_named(name)]:
            number = (
                f"{plural(len(countries), 'new actor')} named like a country, without a country"
            )
            template = "use a template such as {Land} ({Land})"
            yield f"{number}: {first_few(countries)}; for countries, {template}"
            names = {id: name for id, name in names.items() if name not in countries}
        if stateless := [id for id, name in names.items() if name not in bracketed]:
            number = plural(len(stateless), "new actor has", "new actors have")
            each = "it counts" if len(stateless) == 1 else "each counts"
            yield f"{number} no country, so {each} as a country of its own: {first_few(stateless)}"

    @property
    def _listing(self) -> str:
        return first_few([f'"{name}"' for name in self._lists])


def on_entries(entries: Sequence[NewEntry], known: Mapping[str, EventType]) -> Iterator[str]:
    """Yield notes on the new actors and types in `entries`."""
    actors = [entry for entry in entries if entry.kind == "actors"]
    if actors:
        names = first_few([str(actor.fields["name"]) for actor in actors])
        yield f"{plural(len(actors), 'new actor')}: {names}"
    if mails := [actor.id for actor in actors if "@" in str(actor.fields["name"])]:
        number = plural(len(mails), "new actor")
        yield f"{number} named by e-mail address, which exports show: {first_few(mails)}"
    for entry in (entry for entry in entries if entry.kind == "types"):
        before = known.get(entry.id)
        is_contact = entry.fields.get("contact", before is not None and before.contact)
        contact = "a contact type" if is_contact else "not a contact type"
        if before is None:
            yield f"new type: {entry.id} ({contact})"
        elif before.contact != is_contact:
            yield f"the type {entry.id} is now {contact}"


def on_events(
    events: Collection[Fields], new_types: Sequence[NewEntry], known: Mapping[str, EventType]
) -> Iterator[str]:
    """Yield notes if none of the new events has a source, or if none can be a contact."""
    number = len(events)
    none = "the new event has no" if number == 1 else f"none of the {number:,} new events has a"
    contact = {id for id, one in known.items() if one.contact}
    contact |= {type.id for type in new_types if type.fields.get("contact")}
    used = dict.fromkeys(str(event["type"]) for event in events)
    if events and contact.isdisjoint(used):
        yield f"{none} contact type, so counts leave them out ({first_few([*used])})"
    if events and not any(event.get("sources") for event in events):
        yield f'{none} source; for one source of all, write sources = ["ID"] under [set]'


def on_repeated(repeated: Mapping[int, int], noun: str) -> Iterator[str]:
    """Yield a note on rows that equal an earlier row, by number, and were skipped."""
    if repeated:
        pairs = first_few([f"{row} (as {first})" for row, first in repeated.items()])
        are = plural(len(repeated), f"{noun} is equal to an earlier one and was skipped",
                     f"{noun}s are equal to earlier ones and were skipped")  # fmt: skip
        yield f"{are}: {pairs}; --on-duplicate add keeps them"


def on_updated(updated: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield a note on the updated entries, with the keys whose values changed."""
    if updated:
        names = [f"{id} ({', '.join(keys)})" if keys else id for id, keys in updated.items()]
        yield f"updates from the file, with the changed fields in brackets: {first_few(names)}"


def on_unused(before: Ledger, after: Ledger, changes: Collection[Change]) -> Iterator[str]:
    """Yield a note on actors to whom nothing refers any more after an import."""
    changed = {change.id for change in changes if change.kind == "events"}
    events = [event for event in before.events if event.id in changed]
    former = {actor.id for event in events for actor in (*event.actors, *event.present)}
    ids = [actor.id for actor in unused_actors(after) if actor.id in former] if former else []
    if ids:
        actors = plural(len(ids), "actor no longer takes", "actors no longer take")
        commands = [f"`chrono remove {shell_word(f'actors.{id}')}`" for id in ids[:MOST_CHOICES]]
        them, more = "it" if len(ids) == 1 else "them", ", and so on" if ids[MOST_CHOICES:] else ""
        remedy = f"to remove {them}, run {join_and(commands)}{more}"
        yield f"{actors} part in any event: {first_few(ids)}; {remedy}"
