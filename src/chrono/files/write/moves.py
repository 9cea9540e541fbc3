"""Let all references to an entry of a ledger refer to another id, in every file of the ledger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from copy import copy
from typing import Any, NamedTuple

from chrono.files.format.new_entry import DATED
from chrono.files.format.reference_paths import ReferencePath, reference_paths
from chrono.files.toml.blocks import Path
from chrono.files.toml.substitute import substituted
from chrono.files.write.ledger_files import LedgerFiles


class Moves(NamedTuple):
    """The references to change in one file.

    `values`: path of a string -> the new string; `keys`: path -> its new last key; `removed`: the
    paths of elements of lists, never of a first element.
    """

    values: dict[Path, str]
    keys: dict[Path, str]
    removed: set[Path]

    @property
    def number(self) -> int:
        """The number of references that change."""
        return len(self.values) + len(self.keys) + len(self.removed)

    def add(self, path: Path, new: str, is_key: bool) -> None:
        """Change the string at `path`, or the last key of `path`, to `new`."""
        (self.keys if is_key else self.values)[path] = new


Role = Callable[[ReferencePath], bool | None]
"""A function that returns True for a reference to move, False for a reference to the entry that it
will refer to, and None for any other."""


def moves_in(data: Mapping[str, Any], role: Role, new: str, omit: Collection[Path] = ()) -> Moves:
    """The moves of references in the data of a file to the id `new`, which a list has only once.

    `omit`: the paths of entries whose references do not move.
    """
    roles = [
        (reference, role(reference))
        for reference in reference_paths(data)
        if reference.path[:2] not in omit
    ]
    lists = {
        reference.path[:-1]
        for reference, is_moved in roles
        if is_moved and isinstance(reference.path[-1], int)
    }
    moves = Moves({}, {}, set())
    begun: set[Path] = set()
    for reference, is_moved in roles:
        if is_moved is None:
            continue
        holder = reference.path[:-1]
        if holder in lists and holder in begun:
            moves.removed.add(reference.path)
            continue
        begun.add(holder)
        if is_moved:
            moves.add(reference.path, new, reference.is_key)
    return moves


def make_moves(files: LedgerFiles, moves: Mapping[int, Moves]) -> None:
    """Make moves in the text and data of the files; `moves`: index of the file -> its moves."""
    for index, (values, keys, removed) in moves.items():
        source_file = files.source_files[index]
        text = substituted(source_file.blocks, values, keys, removed)
        files.rewrite(source_file, text, _changed(source_file.data, values, keys, removed))


def id_path(kind: str, path: Path) -> tuple[Path, bool]:
    """The path of the id of the entry at `path`, and whether it is a key, as for `Moves.add`."""
    return ((*path, "id"), False) if kind in DATED else (path, True)


def _changed(
    data: Mapping[str, Any],
    values: Mapping[Path, str],
    keys: Mapping[Path, str],
    removed: set[Path],
) -> dict[str, Any]:
    """The data after moves. Tables and lists that do not change are shared with `data`."""
    changed = dict(data)
    copies: dict[int, Any] = {id(changed): changed}

    def holder(path: Path) -> Any:
        here: Any = changed
        for step in path[:-1]:
            if id(here[step]) not in copies:
                here[step] = copy(here[step])
                copies[id(here[step])] = here[step]
            here = here[step]
        return here

    for path, value in values.items():
        holder(path)[path[-1]] = value
    for path in sorted(removed, key=lambda path: path[-1], reverse=True):
        del holder(path)[path[-1]]
    for path, new in keys.items():
        table = holder(path)
        renamed = {new if key == path[-1] else key: value for key, value in table.items()}
        table.clear()
        table.update(renamed)
    return changed
