"""Many things of one part changed at once, each in its own lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

import tomli

from chrono.files.read.source_files import SourceFile
from chrono.files.toml.blocks import Path
from chrono.files.toml.insert import BlockMap
from chrono.files.toml.set_value import Unwritable
from chrono.files.write.edit import EntryEdit
from chrono.files.write.entries import EntryRef
from chrono.files.write.names import NameResolver
from chrono.files.write.transaction import InvalidChange


def updated(
    part: SourceFile, changes: Sequence[tuple[Path, str, Mapping[str, Any]]], meant: NameResolver
) -> tuple[str, dict[str, Any]]:
    """A part's text and data with keys of some things set: by their way, id and new values.

    A key that is None is taken away. Raises InvalidChange with those whose lines cannot be changed.
    """
    plan = BlockMap(part.written, part.data)
    data = dict(part.data)
    pieces: list[tuple[int, int, str]] = []
    stuck: list[tuple[str, str, str]] = []
    for path, id, fields in changes:
        kind, key = str(path[0]), path[1]
        found = plan.pieces(path)
        if len(found) != 1:
            stuck.append((kind, id, "its lines do not stand together: change it in an editor"))
            continue
        start, end = found[0]
        alone = part.written[start:end]
        # Only its own lines are worked on, as a ledger of one thing.
        one = SourceFile(part.name, alone, tomli.loads(alone), (), alone)
        amended = EntryEdit(
            EntryRef(kind, id, one, (kind, 0 if isinstance(key, int) else key)), meant
        )
        try:
            for name, value in fields.items():
                if value is None:
                    amended.unset(name)
                else:
                    amended.put(name, value)
        except Unwritable as error:
            stuck.append((kind, id, f"{error}: change it in an editor"))
            continue
        pieces.append((start, end, amended.text))
        if data[kind] is part.data[kind]:
            data[kind] = copy(data[kind])
        data[kind][key] = amended.fields
    if stuck:
        raise InvalidChange([f"{id}: {why}" for _, id, why in stuck], stuck)
    return _spliced(part.written, sorted(pieces)), data


def _spliced(text: str, pieces: Sequence[tuple[int, int, str]]) -> str:
    found: list[str] = []
    done = 0
    for start, end, lines in pieces:
        found += (text[done:start], lines)
        done = end
    return "".join(found) + text[done:]
