"""Which sources of a table are one that is declared: their ids stay, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from chrono.core.model import Source
from chrono.errors import UsageError
from chrono.files.exchange.record import source_cell
from chrono.files.format import keys
from chrono.files.format.content import normalized, source_reference, without_empty
from chrono.files.format.dump import source_fields
from chrono.files.format.kinds import as_id
from chrono.files.format.new_entry import NewEntry

IN_A_CELL = {"id", "publisher", "origin", "url"}
"""What a cell has of a source: the id of one that is declared, or these."""


class Sources:
    """The declared sources of a ledger, and those that come in with a table.

    A source that bears an id in the rows is declared with what all of them say of it alike.
    """

    def __init__(
        self,
        known: Mapping[str, Source],
        told: Mapping[str, Mapping[str, Any]],
        beside: Sequence[Source] = (),
    ) -> None:
        self._known = {id: source_fields(source) for id, source in known.items()}
        self._told = {str(source.id): source_fields(source) for source in beside}
        self._told |= {id: {"id": id, **fields} for id, fields in told.items()}
        self._shared: dict[str, dict[str, Any]] = {}

    def note(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Look through all rows for what those of one id have in common."""
        for fields in rows:
            sources = fields.get("sources")
            for item in sources if isinstance(sources, list) else ():
                if not isinstance(item, Mapping) or not isinstance(item.get("id"), str):
                    continue
                own = _own(item)
                id = item["id"]
                before = self._shared.get(id, own)
                self._shared[id] = {
                    key: value for key, value in before.items() if own.get(key) == value
                }

    def meant(self, items: Any) -> Any:
        """The sources of a row as its event has them: ids, references with more, or tables."""
        if not isinstance(items, list):
            return items
        return [self._one(item) for item in items]

    def is_private(self, item: Any) -> bool:
        """Whether a source of an event is kept back from what is public."""
        return bool(self._whole(item).get("private"))

    def completed(self, there: Sequence[Any], said: Sequence[Any]) -> list[Any]:
        """The sources that are there with what a row says of the first, the second … of them."""
        found = list(there)
        places = [at for at, one in enumerate(there) if not self.is_private(one)]
        for number, own in enumerate(said):
            if number >= len(places):
                found.append(own)
                continue
            at = places[number]
            if any(self._whole(found[at]).get(key) != own[key] for key in own):
                base = {"ref": found[at]} if isinstance(found[at], str) else found[at]
                inner = {
                    key: {**base[key], **own[key]}
                    for key in ("extra", "says")
                    if key in own and key in base
                }
                found[at] = {**base, **own, **inner}
        return found

    def as_there(self, there: Sequence[Any], said: Sequence[Any], named: bool) -> list[Any]:
        """The sources of a row, those that say the same as one that is there as that one stands.

        Where they are only `named`, one of which a cell would say the same is that one.
        """
        left = list(there)
        found = []
        for one in said:
            same: Callable[[Any], str] = self._same
            if named and not any(same(one) == same(other) for other in left):
                same = self._cell
            at = next((at for at, other in enumerate(left) if same(other) == same(one)), None)
            found.append(one if at is None else left.pop(at))
        return found

    def _same(self, item: Any) -> str:
        whole = {key: value for key, value in self._whole(item).items() if value is not False}
        return repr(
            sorted((key, repr(normalized(whole[key]))) for key in whole if key not in ("id", "ref"))
        )

    def _whole(self, item: Any) -> Mapping[str, Any]:
        """All that a source says, also by the one that it names."""
        id = item if isinstance(item, str) else item.get("ref")
        own = {} if isinstance(item, str) else item
        return {**(self._base(id) or {}), **own} if id else own

    def _cell(self, item: Any) -> str:
        whole = self._whole(item)
        return source_cell({key: whole.get(key) for key in IN_A_CELL})

    def _one(self, item: Any) -> Any:
        if isinstance(item, str):
            if self._base(item) is None and "://" not in item:
                return self._publisher(item)
            return item
        if not isinstance(item, Mapping):
            return item
        own, id = _own(item), item.get("id")
        if not isinstance(id, str) or (base := self._base(id)) is None:
            return own
        declared = {key: value for key, value in base.items() if key != "id"}
        return source_reference(id, own, declared, item.keys() - own.keys())

    def _publisher(self, name: str) -> Any:
        """One word that is no id is who published it; what is meant for an id is an error."""
        if name != as_id(name) or not any(sign.isdigit() for sign in name):
            return {"publisher": name}
        raise UsageError(f'there is no source "{name}" under [sources]')

    def _base(self, id: str) -> Mapping[str, Any] | None:
        for declared in (self._known, self._told):
            if id in declared:
                return declared[id]
        shared = self._shared.get(id, {})
        return {"id": id, **shared} if "publisher" in shared and id else None

    def of_rows(self, items: Iterable[Any]) -> list[str]:
        """The ids, among these sources of a row, that rows alone declare."""
        named = (item if isinstance(item, str) else item.get("ref") for item in items)
        return [id for id in named if id in self._shared and id not in self._known | self._told]

    def additions(self, events: Iterable[Mapping[str, Any]]) -> list[NewEntry]:
        """The sources that these events name and the ledger does not have yet."""
        named = {
            item if isinstance(item, str) else item.get("ref"): None
            for fields in events
            for item in fields.get("sources", ())
        }
        return [
            NewEntry("sources", base)
            for id in named
            if id and id not in self._known and (base := self._base(id)) is not None
        ]


def _own(item: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = keys.INLINE_SOURCE.parse(without_empty(item, ("id",)))
    return found
