"""The messages of an import to the user. Similar messages are combined in one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from chrono.core.checks.names import unused_actors
from chrono.core.checks.same_actors import SameActors
from chrono.core.countries import exact_country, split_country
from chrono.core.english import first_few, join_and, join_or, plural
from chrono.core.lists import separators
from chrono.core.model import EventType, Ledger
from chrono.core.note_kinds import Note
from chrono.core.sentences import MOST_CHOICES, id_replaced, shell_word
from chrono.files.format.new_entry import Fields, NewEntry
from chrono.files.merge.existing import content
from chrono.files.merge.merge_result import Refusal
from chrono.files.merge.remedies import split_brackets, split_lists, split_names
from chrono.files.merge.rules import Rules
from chrono.files.write.apply import Change


class NoteKind(NamedTuple):
    """The texts of a kind of note.

    - `one`: the note on a single item, with `{0}`, `{1}` … for the parts of the item
    - `many`: the note on several items, with `{number}` and `{items}`
    - `item`: the text of each item in `many`, with `{0}`, `{1}` …
    """

    one: str
    many: str
    item: str


MATCHED = NoteKind(
    '"{0}" was matched to {1} ({2})',
    "{number} names were matched to actors whose names differ in case or accents: {items}",
    '"{0}" to {1} ({2})',
)
OTHER_NAME = NoteKind(
    '{0} is {1} in the ledger but "{2}" in the file; the name in the ledger was kept',
    "{number} actors have other names in the file; the names in the ledger were kept: {items}",
    '{0} ("{2}" in the file)',
)
OTHER_COUNTRY = NoteKind(
    "{0} has no country in the ledger but {1} in the file; the ledger was not changed",
    "{number} actors have no country in the ledger but have one in the file; the ledger was not "
    "changed: {items}",
    "{0} ({1} in the file)",
)
ID_REPLACED = NoteKind(
    id_replaced("{0}", "{1}", "{2}"),
    "{number} new actors get other ids, because the first ids are already used: {items}",
    "{1} ({2})",
)


class Notes:
    """The items of notes, by kind of note, without repetitions."""

    def __init__(self) -> None:
        self._items: dict[NoteKind, dict[tuple[str, ...], None]] = {}

    def add(self, kind: NoteKind, *parts: str) -> None:
        """Add an item to the note of a kind. `parts`: the texts for `{0}`, `{1}` … in the note."""
        self._items.setdefault(kind, {})[parts] = None

    def sentences(self) -> Iterator[str]:
        """Yield one note for each kind of note, with all its items."""
        for kind, items in self._items.items():
            if len(items) == 1:
                yield kind.one.format(*next(iter(items)))
                continue
            listing = first_few([kind.item.format(*parts) for parts in items])
            yield kind.many.format(number=len(items), items=listing)


def on_repeated(repeated: Mapping[int, int], noun: str) -> Iterator[str]:
    """Yield a note on rows that were skipped because an earlier row is equal.

    - `repeated`: maps the number of a skipped row to the number of the first equal row
    - `noun`: the word for a row, such as `row`
    """
    number = len(repeated)
    if len({*repeated.values()}) == 1:
        first = next(iter(repeated.values()))
        skipped = "one was skipped" if number == 1 else f"{number} were skipped"
        rows = first_few([*map(str, [first, *repeated])], word="and")
        every = "both" if number == 1 else "all"
        yield f"{noun}s {rows} are equal; {skipped}; --on-duplicate add keeps {every}"
    elif repeated:
        pairs = first_few([f"{row} (as {first})" for row, first in repeated.items()])
        yield (
            f"{number} {noun}s are equal to earlier ones and were skipped: {pairs}; "
            "--on-duplicate add keeps them"
        )


def on_same(pairs: Sequence[SameActors]) -> Iterator[str | Note]:
    """Yield a note on actors that may be the same, with the commands that join them."""
    commands = [f"`{pair.command}`" for pair in pairs]
    if len(pairs) == 1:
        yield f"possible duplicate: {pairs[0].sentence}; if so, run {commands[0]}"
    elif pairs:
        shown = join_or(commands[:MOST_CHOICES])
        number = f"{len(pairs)} possible duplicates among actors"
        sentence = f"{number}; for those that are one, run {shown}"
        if len(commands) > MOST_CHOICES:
            file = "to write all commands into a file, run `chrono check --joins > joins.sh`"
            yield Note(f"{sentence}; {file}", suggests="check")
        else:
            yield sentence


def on_line_breaks(
    breaks: Mapping[str, Collection[int]], imported: Collection[int], noun: str
) -> Iterator[str]:
    """Yield a note on each field of one line whose cells have line breaks.

    - `breaks`: maps the field to the numbers of the rows
    - `imported`: the numbers of the rows that are imported
    - `noun`: the word for a row, such as `row`
    """
    for field, rows in breaks.items():
        if not (numbers := [row for row in rows if row in imported]):
            continue
        where = f"{noun}{'s' * (len(numbers) > 1)} {first_few([*map(str, numbers)], word='and')}"
        yield f"line breaks in {field} became spaces in {where}"


def on_other_sources(rows: Mapping[int, Fields], noun: str) -> Iterator[str]:
    """Yield a note on new events that differ from other new events only in the sources.

    - `rows`: maps the number of each row without an id to the fields of its event
    - `noun`: the word for a row, such as `row`
    """
    found: dict[str, tuple[int, Fields]] = {}
    pairs: list[str] = []
    commands: list[str] = []
    for number, fields in rows.items():
        own = content({key: one for key, one in fields.items() if key != "sources"})
        first, other = found.setdefault(own, (number, fields))
        if other.get("sources") != fields.get("sources"):
            pairs.append(f"{number} (as {first})")
            commands.append(f"`chrono join {other['id']} {fields['id']}`")
    if pairs:
        are = f"{noun}s are equal to earlier ones"
        yield (
            f"{plural(len(pairs), f'{noun} is equal to an earlier one', are)} except in the "
            f"sources: {first_few(pairs)}; for those that are one event, run "
            f"{join_or(commands[:MOST_CHOICES])}"
        )


def on_corrections(dropped: Mapping[tuple[str, str], Sequence[str]]) -> Iterator[str]:
    """Yield a note on new events that seem to correct events that the file no longer has.

    `dropped`: maps (id of a new event, id of the event that it corrects) to the keys whose values
    `chrono join` would drop.
    """
    if dropped:
        look = "new events look like corrected versions of events"
        what = plural(len(dropped), "new event looks like a corrected version of an event", look)
        items = []
        for (id, other), keys in dropped.items():
            differ = f"; {join_and(keys)} {'differs' if len(keys) == 1 else 'differ'}"
            items.append(f"{id} (of {other}{differ if keys else ''})")
        commands = [f"`chrono join {id} {other}`" for id, other in dropped]
        the = "the two events" if len(dropped) == 1 else "each two events"
        keep, more = " and keep your changes", ", and so on" if commands[MOST_CHOICES:] else ""
        if any(dropped.values()):
            keep = ""
            more += ", which keeps the values in the file; to keep the earlier ones, swap the ids"
        yield (
            f"{what} that the file no longer has: {first_few(items)}; to join {the}{keep}, "
            f"run {join_and(commands[:MOST_CHOICES])}{more}; to delete the earlier events, add "
            "--on-missing remove"
        )


def on_own_values(own: Mapping[str, Sequence[str]], are_removed: bool) -> Iterator[str]:
    """Yield a note on missing events with values that the user has added or changed.

    - `own`: maps the id of an event to the keys of these values
    - `are_removed`: whether the import removes the events
    """
    events = first_few([f"{id} ({', '.join(keys)})" for id, keys in own.items() if keys])
    if number := sum(map(bool, own.values())):
        what = plural(number, "removed event has", "removed events have")
        if not are_removed:
            what = plural(number, "missing event has", "missing events have")
        end = "printed above" if are_removed else "which --on-missing remove would delete"
        yield f"{what} values of your own, {end}: {events}"


class Names:
    """The notes on new actors that may be several people, or that have no country."""

    def __init__(self, entries: Sequence[NewEntry], rules: Rules, are_split: bool) -> None:
        self._actors = [entry for entry in entries if entry.kind == "actors"]
        self._rules = rules
        names = {str(one.fields["name"]): one.fields.get("country") for one in self._actors}
        found = separators(
            name
            for name, country in names.items()
            if country is None or country not in (name, exact_country(name))
        )
        self._signs = [one.sign for one in found if one.likely]
        self._lists = [*dict.fromkeys(name for one in found for name in one.likely)]
        self._are_split = are_split

    @property
    def refusal(self) -> Refusal | None:
        """Return a refusal if most new actors each seem to be several people, or else None. If the
        user has chosen separators, the result is None.
        """
        number = len(self._actors)
        if self._rules.split.are_chosen or 2 * len(self._lists) <= number:
            return None
        keep = split_lists(self._rules, self._rules.split.general)
        split = split_names(self._rules, self._signs, self._are_split)
        return Refusal(
            f"{len(self._lists)} of {plural(number, 'new actor')} look like several people",
            f"{self._listing}; {split}; if each is one actor, {keep}",
        )

    def notes(self) -> Iterator[str]:
        """Yield notes on new actors that may be several people, or that have no country."""
        if self._lists:
            remedy = split_names(self._rules, self._signs, self._are_split)
            each = "new actors may each be several people"
            number = plural(len(self._lists), "new actor may be several people", each)
            yield f"{number}: {self._listing}; if so, {remedy}"
        without = [actor for actor in self._actors if "country" not in actor.fields]
        names = {actor.id: str(actor.fields["name"]) for actor in without}
        if bracketed := [name for name in names.values() if split_country(name)[1]]:
            number = plural(len(bracketed), "new actor has its", "new actors have their")
            example = f'country in brackets, such as "{bracketed[0]}"'
            yield f"{number} {example}; {split_brackets(self._rules)}"
        if stateless := [id for id, name in names.items() if name not in bracketed]:
            number = plural(len(stateless), "new actor has", "new actors have")
            each = "it counts" if len(stateless) == 1 else "each counts"
            yield f"{number} no country, so {each} as a country of its own: {first_few(stateless)}"

    @property
    def _listing(self) -> str:
        return first_few([f'"{name}"' for name in self._lists])


def on_entries(entries: Sequence[NewEntry], known_types: Mapping[str, EventType]) -> Iterator[str]:
    """Yield notes on the new actors and types in `entries`. Types in `known_types` are not new."""
    actors = [entry for entry in entries if entry.kind == "actors"]
    if actors:
        names = first_few([str(actor.fields["name"]) for actor in actors])
        yield f"{plural(len(actors), 'new actor')}: {names}"
    if mails := [actor.id for actor in actors if "@" in str(actor.fields["name"])]:
        number = plural(len(mails), "new actor")
        yield f"{number} named by e-mail address, which exports show: {first_few(mails)}"
    for entry in (entry for entry in entries if entry.kind == "types"):
        known = known_types.get(entry.id)
        is_contact = entry.fields.get("contact", known is not None and known.contact)
        contact = "a contact type" if is_contact else "not a contact type"
        if known is None:
            yield f"new type: {entry.id} ({contact})"
        elif known.contact != is_contact:
            yield f"the type {entry.id} is now {contact}"


def on_events(
    events: Collection[Fields], new_types: Sequence[NewEntry], known: Mapping[str, EventType]
) -> Iterator[str]:
    """Yield notes if none of the new events has a source, or if none can be a contact.

    `known`: the types of the ledger
    """
    number = len(events)
    none = "the new event has no" if number == 1 else f"none of the {number:,} new events has a"
    if events and not any(event.get("sources") for event in events):
        yield f'{none} source; for one source of all, write sources = ["ID"] under [set]'
    contact = {id for id, one in known.items() if one.contact}
    contact |= {type.id for type in new_types if type.fields.get("contact")}
    used = dict.fromkeys(str(event["type"]) for event in events)
    if events and contact.isdisjoint(used):
        yield f"{none} contact type, so counts leave them out ({first_few([*used])})"


def on_new_rules(by_rules: Sequence[str]) -> Iterator[str]:
    """Yield a note on events that would change if the new rules were applied.

    `by_rules`: labels of these events, such as ids.
    """
    if by_rules:
        were = plural(len(by_rules), "event was", "events were")
        yield (
            f"{were} left unchanged, although the rules have changed: {first_few(by_rules)}; "
            "to change them, add --on-duplicate update"
        )


def on_changes(
    skipped: Sequence[str], by_rules: Sequence[str], kept: Sequence[str], conflicts: Sequence[str]
) -> Iterator[str]:
    """Yield notes on the differences between events in the ledger and in the imported file.

    - `skipped`: labels, such as ids, of events that differ but stay unchanged
    - `by_rules`: labels of the skipped events that differ because of new rules
    - `kept`: labels, such as `ID dates.signed`, of values that are only in the ledger
    - `conflicts`: the values that both the user and the file have changed, with both values
    """
    if conflicts:
        number = plural(len(conflicts), "value was", "values were")
        yield (
            f"{number} changed both in the ledger and in the file; the ledger was kept: "
            f"{first_few(conflicts)}; to use those in the file, run "
            "`chrono edit ID --set KEY=VALUE`"
        )
    if differing := [label for label in skipped if label not in {*by_rules}]:
        differ = "differs" if len(differing) == 1 else "differ"
        yield (
            f"{first_few(differing)} {differ} between the ledger and the file; the values in the "
            "ledger were kept; to use those in the file, add --on-duplicate update"
        )
    if kept:
        yield (
            f"kept values that are missing from the file: {first_few(kept)}; "
            "remove them with `chrono edit ID --unset KEY`"
        )


def on_updated(updated: Mapping[str, Sequence[str]], verbose: bool) -> Iterator[str]:
    """Yield a note on the updated entries. The most unusual changes come first.

    - `updated`: maps the id of each entry to the keys of the values that rows replaced
    - `verbose`: whether to name all entries
    """
    numbers = Counter(map(tuple, updated.values()))
    changed = sorted(filter(updated.get, updated), key=lambda id: numbers[tuple(updated[id])])
    names = [f"{id} ({', '.join(updated[id])})" for id in changed]
    all_names = [*names, *(id for id, keys in updated.items() if not keys)]
    if all_names:
        values = ", with the changed fields in brackets" if names else ""
        listing = first_few(all_names, len(updated) if verbose else MOST_CHOICES)
        yield f"updates from the file{values}: {listing}"


def on_unused(before: Ledger, after: Ledger, changes: Collection[Change]) -> Iterator[str]:
    """Yield a note on actors to whom nothing refers any more after an import.

    `before`, `after`: the ledger before and after the import.
    """
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
