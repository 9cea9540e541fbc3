"""What stays of a thing that is there already when a row says something else of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from chrono.files.format.containers import MapOf, Table
from chrono.files.format.content import normalized
from chrono.files.format.keys import EVENT
from chrono.files.format.kinds import FreeTable
from chrono.files.merge.sources import Sources

TABLES = [
    key.name for key in EVENT.keys.values() if isinstance(key.kind, (MapOf, Table, FreeTable))
]
"""Keys whose value is a table: of that a row may have a part."""

LISTED = ("follows", "sources")
"""Keys whose value is a list of which a row may not know all."""


class Keeping(NamedTuple):
    """What a table could not know of, and so does not take away.

    `in_table` are the ids of its events. In a `partial` one columns say single things of sources.
    """

    sources: Sources
    in_table: Collection[str]
    partial: bool

    def kept(
        self, there: Mapping[str, Any], said: Mapping[str, Any], named: bool = False
    ) -> dict[str, Any]:
        """What a row says, with what is there that it could not know of.

        A table has some of the dates, a public document neither what is private nor all links,
        a cell only names and addresses of sources (`named`).
        """
        found = dict(said)
        for key in TABLES:
            if key in found and key in there:
                found[key] = _filled(there[key], found[key])
        if "follows" in found and "follows" in there:
            elsewhere = [id for id in there["follows"] if id not in self.in_table]
            found["follows"] = in_old_order(there["follows"], [*found["follows"], *elsewhere])
        if "sources" in found and "sources" in there:
            found["sources"] = self._sources(there["sources"], found["sources"], named)
        return found

    def _sources(self, there: Sequence[Any], said: Sequence[Any], named: bool) -> list[Any]:
        if self.partial:
            return self.sources.completed(there, said)
        private = [one for one in there if self.sources.is_private(one)]
        return in_old_order(there, [*self.sources.as_there(there, said, named), *private])


def _filled(there: Any, said: Any) -> Any:
    """What a row says of a table, with what is there besides; what is the same stays as it is."""
    if isinstance(there, Mapping) and isinstance(said, Mapping):
        keys = {**there, **said}
        return {
            key: _filled(there.get(key), said[key]) if key in said else there[key] for key in keys
        }
    return there if there is not None and normalized(there) == normalized(said) else said


def missing(
    id: str, there: Mapping[str, Any], said: Mapping[str, Any], wholes: Collection[str]
) -> Iterator[str]:
    """What is there in a table of an event of which a row told the whole (`wholes`) without it."""
    for key in TABLES:
        if key in wholes and key in said and key in there:
            yield from (f"{id} {key}.{name}" for name in there[key] if name not in said[key])


def in_old_order(there: Sequence[Any], new: Sequence[Any]) -> list[Any]:
    """The elements of a list, each once: those that are there as they stand, then the others."""
    found = [one for one in there if one in new]
    return found + [one for at, one in enumerate(new) if one not in there and one not in new[:at]]
