"""Find the values that one entry gets from another when the two are joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chrono.core.model import Role
from chrono.core.names import fold
from chrono.core.references import NOT_DUPLICATE_OF
from chrono.files.format.containers import Key
from chrono.files.format.content import has_content, normalized
from chrono.files.format.keys import ENTRIES, FORMER_IDS, ROLE
from chrono.files.format.kinds import TableKind
from chrono.files.format.new_entry import Fields
from chrono.files.toml.blocks import Path
from chrono.files.write.entry import Entry

_OWN = {
    "events": {"status"},
    "claims": {"as_of", "actors", "types", "tags", "counts", "total"},
    "types": {"label", "plural", "contact"},
}
"""Keys whose absence has a meaning, by table. These keys are never added to the kept entry."""
_REASONS = {
    "place_country": "the places differ",
    "initiator": "this actor is not in the kept event",
    "local_dates": "the dates differ",
}
"""Why a value does not fit the kept event, by key."""


class JoinedFields:
    """The changes of the kept entry when two entries are joined."""

    def __init__(
        self,
        kind: str,
        records: tuple[Any, Any],
        fields: tuple[Fields, Fields],
        country: str | None = None,
    ) -> None:
        self.kind = kind
        self.values: list[tuple[Path, Any]] = []
        self.elements: dict[str, list[Any]] = {}
        self.differences: list[str] = []
        self._keep, self._other = keep, other = records
        self._fields = fields
        self._country = country
        for key in ENTRIES[kind].keys.values():
            if key.name not in ("id", "name", FORMER_IDS):
                self._join(key, key.value(keep), key.value(other))

    @property
    def added(self) -> list[str]:
        """Return the keys that get new values or elements, except keys that only imports use."""
        keys = [str(path[0]) for path, _ in self.values]
        return list(dict.fromkeys([*keys, *self.elements]))

    def make(self, entry: Entry) -> None:
        """Set the new values in `entry`, and remove links from `entry` to itself."""
        for index in reversed(range(len(entry.fields.get("follows", ())))):
            if entry.fields["follows"][index] == entry.id:
                entry.unset(("follows", index))
        if entry.fields.get("part_of") == entry.id:
            entry.unset(("part_of",))
        for path, value in self.values:
            entry.set(path, value)
        for name, elements in self.elements.items():
            entry.extend((name,), elements)

    def _join(self, key: Key, ours: Any, theirs: Any) -> None:
        name, raw = key.name, self._fields[1].get(key.name)
        is_own = name in _OWN.get(self.kind, ())
        if name == "part_of":
            own_ids = (self._keep.id, self._other.id)
            ours = None if ours in own_ids else ours
            raw = None if theirs in own_ids else raw
        if name in UNITED.get(self.kind, ()):
            if elements := self._united(name, ours, theirs):
                self.elements[name] = elements
        elif name == "private":
            if theirs and not ours:  # what is private stays private
                self.values.append(((name,), True))
        elif isinstance(key.kind, TableKind) and not is_own:
            self._join_table(name, raw or {})
        elif raw is None and key.default is None:
            return
        elif name == "country" and self._country is not None and theirs == self._country != ours:
            self.values.append(((name,), raw))
            self._differ(name, theirs, ours)
        elif not has_content(ours) and not is_own and self._fits(name):
            self.values.append(((name,), raw))
        elif (kept := _plain(key, ours)) != (lost := _plain(key, theirs)):
            self._differ(name, kept, lost)

    def _differ(self, name: str, kept: Any, lost: Any) -> None:
        name, other = "speaker" if name == "by" else name, f'"{_shown(lost)}"'
        if name == "roles" and len(_listed(kept)) == len(_listed(lost)) == 1:
            name = "role"
        if has_content(kept):
            words = f'keeps the {name} "{_shown(kept)}", not {other}'
        else:
            why = _REASONS.get(name)
            words = f"does not add the {name} {other}{f', since {why}' if why else ''}"
        self.differences.append(f"joining {words}")

    def _fits(self, name: str) -> bool:
        keep, other = self._keep, self._other
        if name == "initiator":
            return other.initiator not in {actor.id for actor in other.actors} or (
                other.initiator in {actor.id for actor in keep.actors}
            )
        if name == "place_country":
            return keep.place is None or fold(keep.place) == fold(other.place or "")
        if name == "local_dates":
            dates = [(when.starts, when.ends) for when in other.local_dates.values()]
            return (keep.when.starts, keep.when.ends) in dates
        return True

    def _united(self, name: str, ours: Any, theirs: Any) -> list[Any]:
        keep, other, raw = self._keep, self._other, self._fields[1].get(name, ())
        known = [*ours]
        if name == "roles":
            return [raw[at] for at in self._new_roles(ours, theirs)]
        if name == "aliases":
            theirs, known = dict.fromkeys((other.name, *theirs)), [keep.name, *ours]
        elif name == "follows":
            known += (keep.id, other.id)
        elif name == "present":
            known += keep.actors
        written = raw if name in ("present", "sources") else theirs  # others have the same texts
        return [item for item, value in zip(written, theirs, strict=True) if value not in known]

    def _new_roles(self, ours: Sequence[Role], theirs: Sequence[Role]) -> list[int]:
        """Return the indexes of the offices in `theirs` that the kept actor does not have."""
        new: list[int] = []
        for at, role in enumerate(theirs):
            same = [
                one
                for one in ours
                if fold(one.title) == fold(role.title)
                and _begins_before_end(one, role)
                and _begins_before_end(role, one)
            ]
            if not same:
                new.append(at)
            elif role not in same:
                self._differ("roles", _office(same[0]), _office(role))
        return new

    def _join_table(self, name: str, theirs: Mapping[str, Any]) -> None:
        ours = self._fields[0].get(name, {})
        if theirs and not ours:
            if self._fits(name):
                self.values.append(((name,), dict(theirs)))
            else:
                self._differ(name, {}, normalized(theirs))
            return
        for step, value in theirs.items():
            if step not in ours:
                self.values.append(((name, step), value))
            elif normalized(ours[step]) == normalized(value):
                continue
            elif (name, step) == ("extra", NOT_DUPLICATE_OF):
                ids = [*_listed(ours[step]), *_listed(value)]
                self.values.append(((name, step), list(dict.fromkeys(ids))))
            else:
                self._differ(f"{name}.{step}", normalized(ours[step]), normalized(value))


UNITED = {
    "events": ("present", "tags", "follows", "sources"),
    "claims": ("sources",),
    "actors": ("aliases", "roles"),
    "publishers": ("aliases",),
}
"""Keys whose lists get the other entry's elements, by table."""


def _begins_before_end(role: Role, other: Role) -> bool:
    first, last = role.since and role.since.start, other.until and other.until.end
    return first is None or last is None or first <= last


def _office(role: Role) -> str:
    title, *dates = (
        text if name == "title" else f"{name}={text}"
        for name, text in ROLE.dump(role, json=True).items()
        if text and name != "extra"
    )
    return "; ".join([title, *dates])


def _plain(key: Key, value: Any) -> Any:
    return None if value is None else key.kind.dump(value, json=True)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_shown, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{key}={_shown(item)}" for key, item in value.items())
    return str(value).lower() if isinstance(value, bool) else str(value)
