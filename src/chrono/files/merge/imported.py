"""What an imported event remembers: which import added it, and what its row brought.

    extra = { imported = { as = "visits", actors = ["king-kalakaua"], tags = ["visit"] } }

`as` names the import; `row` identifies a row without an id by its content; `joined` has the `row`
of each event that was joined with this one; `was` is the status of an event before an import
cancelled it; the other keys have the elements of lists, and the notes, that the row brought
(without an id, only values that are the same in all rows). An update can therefore tell these from
what the user added. An event without this table is the user's own, and an import never cancels or
removes it.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, NamedTuple

from chrono.core.english import first_few, plural
from chrono.core.references import links
from chrono.errors import UsageError
from chrono.files.format.content import IMPORTED, has_import
from chrono.files.format.keys import PARTICIPANTS
from chrono.files.format.new_entry import Fields
from chrono.files.merge.rules import Rules
from chrono.files.write.apply import Change

LISTS = (*PARTICIPANTS, "tags", "follows")
"""The lists of an event whose elements are compared one by one; `sources` are compared apart."""

_FEW = 10
"""An import may cancel or remove so many events, even if its file has few of the others."""

Memory = Mapping[str, Any]
"""What an event remembers, by key."""


class Missing(NamedTuple):
    """The events of an earlier import that the file lacks: the name of the import, and their ids.

    `total`: the number of all events of that import.
    """

    name: str
    ids: Sequence[str]
    total: int


class Imports:
    """The earlier imports into a ledger.

    `memory`: id of an event -> what it remembers, for the events that imports have added.
    """

    def __init__(self, events: Sequence[Fields]) -> None:
        self._events = {event["id"]: event for event in events}
        self.memory: dict[str, Memory] = {
            id: event["extra"][IMPORTED]
            for id, event in self._events.items()
            if has_import(event.get("extra"))
        }
        self._by_row = {one["row"]: id for id, one in self.memory.items() if "row" in one}
        self.of_joined_rows = {
            row: [id] for id, one in self.memory.items() for row in one.get("joined", ())
        }
        self._totals = Counter(one["as"] for one in self.memory.values())
        self._is_version = False

    def id_of_row(self, row: str) -> str | None:
        """The id of the event that a row with this content has added, or None."""
        return self._by_row.get(row)

    def missing(
        self, found: Collection[str], rows: int, rules: Rules, name: str
    ) -> tuple[str, list[Missing]]:
        """The name of a new import, and the events of earlier imports of its table that it lacks.

        `found`: the ids of the ledger's events that are in the file; `rows`: the number of events
        in the file; `name`: the name of an import that is neither named by its rules nor a new
        version of an earlier one. Cancelled events are only missing if they will be removed.
        """
        earlier = self._earlier(found, rows, rules.name)
        self._is_version = bool(earlier)
        ids: dict[str, list[str]] = {name: [] for name in earlier}
        for id, one in self.memory.items():
            is_over = self._events[id].get("status") == "cancelled" and rules.on_missing != "remove"
            if one["as"] in ids and id not in found and not is_over:
                ids[one["as"]].append(id)
        missing = [Missing(name, some, self._totals[name]) for name, some in ids.items() if some]
        free = (new for n in count(2) if (new := f"{name}-{n}") not in self._totals)
        name = name if name not in self._totals else next(free)
        return (earlier[0] if earlier else rules.name or name), missing

    def _earlier(self, found: Collection[str], rows: int, name: str | None) -> list[str]:
        """The names of the earlier imports of which a file is a new version, the nearest first.

        With a `name`, this is the import with that name. Otherwise a file of which at least half of
        the `rows`, or at least half of the import's events, are among the events `found` in the
        ledger is a new version.
        """
        if name is not None:
            return [name] if name in self._totals else []
        repeated = Counter(self.memory[id]["as"] for id in found if id in self.memory)
        return [
            earlier
            for earlier, number in repeated.most_common()
            if 2 * number >= min(rows, self._totals[earlier])
        ]

    def withdrawals(self, missing: Sequence[Missing], rules: Rules) -> list[Change]:
        """The changes that cancel or remove missing events; none if the rules only report them.

        Raises UsageError if another event names an event to remove, or if the file has so few
        events of an import without a name of its own that it may be another table.
        """
        if rules.on_missing == "report":
            return []
        for one in missing:
            number = len(one.ids)
            if rules.name is None and number > _FEW and 2 * number > one.total:
                raise UsageError(
                    f'{number} of {one.total} events from "{one.name}" are not in this file; if it '
                    f"replaces them, add --as {shlex.quote(one.name)}"
                )
        ids = [id for one in missing for id in one.ids]
        if rules.on_missing == "remove":
            self._refuse_linked({*ids})
            return [Change("events", id, None) for id in ids]
        before = {id: self._events[id].get("status", "held") for id in ids}
        return [
            Change("events", id, {"status": "cancelled", "extra": self.extra(id, was=status)})
            for id, status in before.items()
        ]

    def _refuse_linked(self, ids: Collection[str]) -> None:
        problems = [
            f'{link.id} is not in this file, but "{id}" {link.verb} it; use --on-missing cancelled'
            for id, event in self._events.items()
            if id not in ids
            for link in links(event.get("follows", ()), event.get("part_of"))
            if link.id in ids
        ]
        if problems:
            raise UsageError(*problems)

    def extra(self, id: str, **memory: Any) -> dict[str, Any]:
        """The `extra` of an event with new values in its `memory`, or without them (None)."""
        extra = self._events[id]["extra"]
        new = {**extra[IMPORTED], **memory}
        return {**extra, IMPORTED: {key: one for key, one in new.items() if one is not None}}

    def notes(self, missing: Sequence[Missing], rules: Rules) -> Iterator[str]:
        """A note for each import with missing events; or one if no import can have such events."""
        way = rules.on_missing
        done = {"report": "; add --on-missing cancelled or remove", "cancelled": "; now cancelled"}
        for one in missing:
            verb = "is" if len(one.ids) == 1 else "are"
            yield (
                f'{plural(len(one.ids), "event")} from "{one.name}" {verb} not in this file: '
                f"{first_few(one.ids)}{done.get(way, '; removed')}"
            )
        if way == "report" or self._is_version or not self._events:
            return
        names = [f'"{name}"' for name in self._totals]
        known = f"; the earlier imports are {first_few(names)}" if names else ""
        if rules.name is not None:
            why = f'no earlier import is called "{rules.name}"{known}'
        else:
            why = f"this file is not a newer version of an earlier import{known}"
            why += "; if it is one, add --as NAME" if names else ""
        yield f"--on-missing {way} had no effect: {why}"
