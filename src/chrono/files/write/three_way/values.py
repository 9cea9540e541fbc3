"""Merge the values of an entry that two sides have changed, key by key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from chrono.core.same_value import same_value
from chrono.files.toml.blocks import Path
from chrono.files.toml.emit import literal


class _Missing:
    """The type of MISSING, the value of a key or element that a side does not have."""


MISSING: Final = _Missing()
"""The value of a key or element that a side does not have."""

Merged = tuple[Any, Any]
"""Two merged values: one with our side of each conflict, and one with their side."""


class Conflict(NamedTuple):
    """Two different changes to one value."""

    path: Path
    ours: Any
    theirs: Any
    kind: str = ""
    id: str = ""


Conflicts = list[Conflict]


def merge_values(
    base: Any, ours: Any, theirs: Any, conflicts: Conflicts, path: Path = ()
) -> Merged:
    """Return two merged values: one with our side of each conflict, and one with their side."""
    if same_value(ours, theirs) or same_value(theirs, base):
        return ours, ours
    if same_value(ours, base):
        return theirs, theirs
    sides = (base, ours, theirs)
    if _are(Mapping, sides) and not {*ours, *theirs} <= {"min", "max"}:
        return _merged_tables(*sides, conflicts, path)
    if _are(list, sides):
        return _merged_lists(*sides, conflicts, path)
    conflicts.append(Conflict(path, ours, theirs))
    return ours, theirs


def _are(kind: type, sides: tuple[Any, Any, Any]) -> bool:
    base, *changed = sides
    return all(isinstance(side, kind) for side in changed) and isinstance(base, (kind, _Missing))


def _merged_tables(base: Any, ours: Any, theirs: Any, conflicts: Conflicts, path: Path) -> Merged:
    old = {} if base is MISSING else base
    with_ours: dict[str, Any] = {}
    with_theirs: dict[str, Any] = {}
    for key in dict.fromkeys((*ours, *theirs)):
        before, own, other = (side.get(key, MISSING) for side in (old, ours, theirs))
        merged = merge_values(before, own, other, conflicts, (*path, key))
        for table, value in zip((with_ours, with_theirs), merged, strict=True):
            if value is not MISSING:
                table[key] = value
    return with_ours, with_theirs


def _merged_lists(base: Any, ours: Any, theirs: Any, conflicts: Conflicts, path: Path) -> Merged:
    sides = [_by_identity(() if side is MISSING else side) for side in (base, ours, theirs)]
    with_ours: list[Any] = []
    with_theirs: list[Any] = []
    for key in _order(*map(list, sides)):
        before, own, other = (side.get(key, MISSING) for side in sides)
        merged = merge_values(before, own, other, conflicts, (*path, len(with_ours)))
        for elements, value in zip((with_ours, with_theirs), merged, strict=True):
            if value is not MISSING:
                elements.append(value)
    return with_ours, with_theirs


_Identity = tuple[str, int]


def _by_identity(elements: Iterable[Any]) -> dict[_Identity, Any]:
    seen: Counter[str] = Counter()
    found: dict[_Identity, Any] = {}
    for element in elements:
        name = name_of(element)
        found[name, seen[name]] = element
        seen[name] += 1
    return found


def name_of(element: Any) -> str:
    """Return a text that identifies an element of a list, such as its id or URL."""
    if isinstance(element, Mapping):
        for keys in (("id",), ("url",), ("ref",), ("publisher", "title"), ("title", "from")):
            if keys[0] in element:
                return literal([element.get(key, "") for key in keys])
    return literal([element])


def _order(
    base: Sequence[_Identity], ours: Sequence[_Identity], theirs: Sequence[_Identity]
) -> list[_Identity]:
    """Return the identities of all elements."""
    shared = {*base} & {*ours} & {*theirs}
    before, own, other = ([key for key in side if key in shared] for side in (base, ours, theirs))
    first, second = (theirs, ours) if own == before != other else (ours, theirs)
    return with_inserted(first, second)


def with_inserted(keys: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """Return the list `keys` with the elements that only `others` has, in the order of `others`."""
    known = {*others}
    order = [*keys]
    at = 0
    for key in others:
        if key in order:
            at = order.index(key) + 1
        else:
            while at < len(order) and order[at] not in known:
                at += 1
            order.insert(at, key)
            at += 1
    return order
