"""The events of a ledger before an import, and the data that imports save in these events.

An import adds a value such as this to each event that it adds:

extra = { imported = { as = "visits", cells = "x7k3h2bq", actors = ["king-kalakaua"],
  values = { date = "h2bq", title = "x7k3" } } }

- `as`: the name of the import
- `cells`: a hash of the row's cells, which does not depend on the rules
- `row`: if the row has no id, a hash of the row's values after the rules were applied
- `joined`: the values `cells` and `row` of each event that was joined with this event
- `was`: the status of the event before an import cancelled the event
- `values`: short hashes of the single values in the row, by path such as `dates.signed`
- other keys: the lists in the row, such as `actors`

This data shows which values came from the row. An import cancels or removes only events with this
data.
"""

from __future__ import annotations

import json
import re
import shlex
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, count
from typing import Any, NamedTuple

from chrono.core.causes import Caused
from chrono.core.english import first_few, plural
from chrono.core.model import NOTHING, Event
from chrono.core.references import Reference, links
from chrono.errors import UsageError
from chrono.files.exchange.import_table import Row
from chrono.files.format.content import IMPORTED, has_import, normalized
from chrono.files.format.dump import event_fields
from chrono.files.format.keys import PARTICIPANTS
from chrono.files.format.new_entry import Fields
from chrono.files.merge.rules import Rules
from chrono.files.write.apply import Change
from chrono.files.write.ledger_files import LedgerFiles

_FEW = 10
"""The number of missing events that an import may always cancel or remove."""


class ExistingEvents:
    """The events of a ledger before an import."""

    def __init__(self, files: LedgerFiles, id_after_import: Callable[[str], str]) -> None:
        self._files = files
        self._id_after_import = id_after_import
        self._ids_by_day_and_title: dict[Any, list[str]] = defaultdict(list)
        self._ids_by_content: dict[Any, dict[str, list[str]]] = {}
        self.data: dict[str, Fields] = {
            fields["id"]: fields
            for source_file in files.source_files
            for fields in source_file.data.get("events", ())
        }
        for id, fields in self.data.items():
            self._ids_by_day_and_title[_day_and_title(fields)].append(id)

    def equal_ids(self, fields: Fields) -> Sequence[str]:
        """Return the ids of the events that have all values in `fields`, even if the ids differ."""
        # Many rows may share a day, a title and their keys: the events are indexed once for all.
        day_and_title = _day_and_title(fields)
        group = (*day_and_title, *sorted(fields))
        if group not in self._ids_by_content:
            self._ids_by_content[group] = defaultdict(list)
            for id in self._ids_by_day_and_title.get(day_and_title, []):
                same_keys = {key: one for key, one in self.fields(id).items() if key in fields}
                self._ids_by_content[group][content(same_keys)].append(id)
        return self._ids_by_content[group].get(content(fields), ())

    @cached_property
    def _events(self) -> Mapping[str, Event]:
        return {event.id: event for event in self._files.ledger.events}

    def fields(self, id: str) -> dict[str, Any]:
        """Return the fields of the event `id` by key, with ids as the method `with_ids` returns
        them.
        """
        return self.with_ids(event_fields(self._events[id], self._files.ledger.sources))

    def with_ids(self, fields: Fields) -> dict[str, Any]:
        """Return `fields` with the ids that actors and linked events will have after the import."""
        new = {
            key: [*map(self._id_after_import, fields[key])] for key in PARTICIPANTS if key in fields
        }
        if "follows" in fields:
            new["follows"] = [self._files.current_id("events", id) for id in fields["follows"]]
        return {**fields, **new}


def _day_and_title(fields: Fields) -> tuple[Any, Any]:
    return normalized(fields.get("date")), fields.get("title")


def _resemblance(fields: Fields) -> Iterator[Any]:
    """Yield two keys for an event. Two events with an equal key are probably the same event.

    The second key is only for events from the same table.
    """
    date, title = _day_and_title(fields)
    yield date, title
    yield date, fields.get("type"), fields.get("place"), *sorted(map(str, fields.get("actors", ())))


def content(fields: Fields) -> str:
    """Return the values in `fields`, except `id`, as JSON text for comparisons."""
    values = {key: normalized(value) for key, value in fields.items() if key != "id"}
    return json.dumps(values, sort_keys=True, default=str)


def broken_links(
    rows: Sequence[tuple[Row, Fields]], existing: Collection[str], in_table: Collection[str]
) -> dict[int, list[str]]:
    """Return the problems of each row that has a broken link, by row number.

    A link is broken if its target is missing, or if the target's row has a broken link.

    - `existing`: the ids of the ledger's events
    - `in_table`: the ids in all rows, including rejected rows
    """
    coming = Counter(str(fields["id"]) for _, fields in rows if "id" in fields)
    linking: dict[str, list[tuple[Row, Fields, Reference]]] = {}
    for row, fields in rows:
        for link in links(fields.get("follows", ()), fields.get("part_of")):
            linking.setdefault(link.id, []).append((row, fields, link))
    problems: dict[int, list[str]] = {}
    lost = [id for id in linking if id not in existing and id not in coming]
    while lost:
        target = lost.pop()
        reason = "that is not in the ledger or the file"
        if target in in_table:
            reason = "that is also invalid"
        for row, fields, link in linking.get(target, ()):
            id = str(fields.get("id"))
            if row.number not in problems and id in coming:
                coming[id] -= 1
                if not coming[id] and id not in existing:
                    lost.append(id)
            problem = Caused(f'"{link.key}" refers to an event {reason}: ', target, "")
            problems.setdefault(row.number, []).append(problem)
    return problems


# -- earlier imports ------------------------------------------------------------------------------

Memory = Mapping[str, Any]
"""The data that an import saved in an event, by key."""


class Missing(NamedTuple):
    """The events of an earlier import that are not in the file to import.

    - `name`: the name of the earlier import
    - `total`: the number of all events of the earlier import
    """

    name: str
    ids: Sequence[str]
    total: int


class Imports:
    """The earlier imports into a ledger.

    - `memory`: the data that an earlier import saved in each imported event, by the event's id
    - `name`: the name of the import if the table is new and the rules contain no name
    """

    def __init__(
        self, events: Mapping[str, Fields], cells: Iterable[str], rules: Rules, name: str
    ) -> None:
        self._events, self._rules, self._name = events, rules, name
        self.memory: dict[str, Memory] = {
            id: event["extra"][IMPORTED]
            for id, event in events.items()
            if has_import(event.get("extra"))
        }
        self._by_cells, self._by_row = (
            {one[hash]: id for id, one in self.memory.items() if hash in one}
            for hash in ("cells", "row")
        )
        self._of_joined_rows = {
            row: id for id, one in self.memory.items() for row in one.get("joined", ())
        }
        self._in_table = {self._by_cells.get(hash) for hash in cells}
        self._totals = Counter(one["as"] for one in self.memory.values())
        self._is_version = False

    def id_of_cells(self, cells: str) -> str | None:
        """Return the id of the event whose row has the hash `cells`, or None if there is none."""
        return self._by_cells.get(cells)

    def id_of_row(self, cells: str, row: str) -> str | None:
        """Return the id of the event whose row had the hash `cells` or `row`, or None if there is
        none.
        """
        id = self._by_row.get(row)
        return self._by_cells.get(cells) or (None if id in self._in_table else id)

    def of_joined_rows(self, *hashes: str) -> Sequence[str]:
        """Return [id of the event with which the row of these hashes was joined], or []."""
        return [self._of_joined_rows[hash] for hash in hashes if hash in self._of_joined_rows][:1]

    def is_unchanged(self, id: str, row: str | None) -> bool:
        """Return whether the event `id` is from a row with the hash `row`. None gives False."""
        return row is not None and self.memory.get(id, NOTHING).get("row") == row

    def with_new_rules(
        self, ids: Iterable[str], hashes: Mapping[str, Mapping[str, str]]
    ) -> list[str]:
        """Return those of `ids` whose events would change only because the rules have changed.

        `hashes`: the hashes of each row, by the id of the row's event.
        """
        rows = {id: hashes[id] for id in ids if "row" in hashes.get(id, NOTHING)}
        return [
            id
            for id, row in rows.items()
            if self._by_cells.get(row["cells"]) == id and not self.is_unchanged(id, row["row"])
        ]

    def missing(self, found: Collection[str], rows: int) -> tuple[str, list[Missing]]:
        """Return (name of this import, missing events of earlier imports of the same table).

        Cancelled events are not missing, unless the rules remove missing events.

        - `found`: the ids of the ledger's events that are in the file
        - `rows`: the number of events in the file
        """
        rules, earlier = self._rules, self._earlier(found, rows)
        self._is_version = bool(earlier)
        ids: dict[str, list[str]] = {name: [] for name in earlier}
        for id, one in self.memory.items():
            is_over = self._events[id].get("status") == "cancelled" and rules.on_missing != "remove"
            if one["as"] in ids and id not in found and not is_over:
                ids[one["as"]].append(id)
        missing = [Missing(name, some, self._totals[name]) for name, some in ids.items() if some]
        names = chain([self._name], (f"{self._name}-{number}" for number in count(2)))
        free = next(new for new in names if new not in self._totals)
        return (earlier[0] if earlier else rules.name or free), missing

    def _earlier(self, found: Collection[str], rows: int) -> list[str]:
        """Return the names of the imports of earlier versions of the file, the most similar first.

        Unless the rules contain a name, the file and the import must share half of the events of
        one of the two.
        """
        if (name := self._rules.name) is not None:
            return [name] if name in self._totals else []
        repeated = Counter(self.memory[id]["as"] for id in found if id in self.memory)
        return [
            earlier
            for earlier, number in repeated.most_common()
            if 2 * number >= min(rows, self._totals[earlier])
        ]

    def refuse_unmatched(
        self, new: Mapping[str, Fields], found: Collection[str], rows: int
    ) -> None:
        """Raise UsageError if most rows are new but seem to be rows of an earlier import.

        No error is raised if the rules give the import a new name, or cancel or remove missing
        events.

        - `new`: the fields of the new events from rows without an id, by id
        - `found`: the ids of the ledger's events that are in the file
        - `rows`: the number of events in the file
        """
        rules = self._rules
        if rules.on_missing != "report" or rules.name not in (None, *self._totals):
            return
        names: dict[Any, str] = {}
        own = re.escape(rules.name or self._name)
        for id, one in self.memory.items():
            if id in found or rules.name not in (None, one["as"]):
                continue
            is_same_table = re.fullmatch(rf"{own}(-\d+)?", one["as"])
            keys = [*_resemblance(self._events[id])][: 2 if is_same_table else 1]
            names |= dict.fromkeys(keys, one["as"])
        keys_of_new = ([key for key in _resemblance(one) if key in names] for one in new.values())
        alike = Counter(names[keys[0]] for keys in keys_of_new if keys)
        if 2 * alike.total() > rows:
            earlier, number = alike.most_common(1)[0]
            raise UsageError(
                f'{number} of {rows} events in this file resemble those from "{earlier}", but the '
                "rules or the cells have changed; to replace those events, including your changes "
                f"to them, add --as {shlex.quote(earlier)} --on-missing remove; to add all events "
                "in this file, add --as with a new name"
            )

    def withdrawals(self, missing: Sequence[Missing]) -> list[Change]:
        """Return the changes that cancel or remove the events missing from the imported file.

        The list is empty if the rules only report missing events. Raises UsageError in two cases:

        - Another event refers to an event to remove.
        - Most events of the earlier import are missing, so this may be the wrong file.
        """
        rules = self._rules
        if rules.on_missing == "report":
            return []
        for one in missing:
            number = len(one.ids)
            if rules.name is None and number > _FEW and 2 * number > one.total:
                raise UsageError(
                    f'{number} of {one.total} events from the earlier import "{one.name}" are not '
                    f"in this file; if it replaces them, add --as {shlex.quote(one.name)}"
                )
        ids = {id: self._events[id].get("status", "held") for one in missing for id in one.ids}
        if rules.on_missing == "cancelled":
            return [
                Change("events", id, {"status": "cancelled", "extra": self.extra(id, was=status)})
                for id, status in ids.items()
            ]
        if problems := [
            f'{link.id} is not in this file, but "{id}" refers to this event; use --on-missing '
            "cancelled"
            for id, event in self._events.items()
            if id not in ids
            for link in links(event.get("follows", ()), event.get("part_of"))
            if link.id in ids
        ]:
            raise UsageError(*problems)
        return [Change("events", id, None) for id in ids]

    def extra(self, id: str, **memory: Any) -> dict[str, Any]:
        """Return the table `extra` of the event `id`, with new values of the import's data.

        `memory`: the new values by key. None removes a key.
        """
        extra = self._events[id]["extra"]
        new = {**extra[IMPORTED], **memory}
        return {**extra, IMPORTED: {key: one for key, one in new.items() if one is not None}}

    def notes(
        self, missing: Sequence[Missing], uncertain: Sequence[int], noun: str
    ) -> Iterator[str]:
        """Yield notes on the missing events, or on why the rule for missing events had no effect.

        - `uncertain`: the numbers of the invalid rows, which may contain missing events
        - `noun`: the word for a row, such as `row`
        """
        rules, way = self._rules, self._rules.on_missing
        if missing and uncertain:
            yield _on_uncertain([id for one in missing for id in one.ids], way, uncertain, noun)
            return
        for one in missing:
            verb, them = ("is", "this event") if len(one.ids) == 1 else ("are", "these events")
            ways = f"; to cancel {them}, add --on-missing cancelled; to remove {them}, add "
            done = {"report": f"{ways}--on-missing remove", "cancelled": "; now cancelled"}
            end = done.get(way, f"; --on-missing remove deletes {them}")
            yield (
                f'{plural(len(one.ids), "event")} from the earlier import "{one.name}" {verb} '
                f"not in this file: {first_few(one.ids)}{end}"
            )
        if way == "report" or self._is_version or not self._events:
            return
        names = [f'"{name}"' for name in self._totals]
        known = f"; the earlier imports are {first_few(names)}" if names else ""
        why = f'no earlier import is called "{rules.name}"{known}'
        if rules.name is None:
            why = f"this file is not a newer version of an earlier import{known}"
            why += "; if it is one, add --as NAME" if names else ""
        yield f"--on-missing {way} had no effect: {why}"


def _on_uncertain(ids: Sequence[str], way: str, rows: Sequence[int], noun: str) -> str:
    nouns, verb, them = (noun, "is", "it") if len(rows) == 1 else (f"{noun}s", "are", "them")
    invalid = f"{nouns} {first_few([*map(str, rows)], word='and')} {verb} invalid"
    done = {"cancelled": "none was cancelled, because ", "remove": "none was removed, because "}
    return (
        f"{plural(len(ids), 'event')} may be missing from this file ({first_few(ids)}); "
        f"{done.get(way, 'this is uncertain, because ')}{invalid}: correct or delete {them}"
    )
