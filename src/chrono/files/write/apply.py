"""What comes in, as the new text of one of a ledger's files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from chrono.files.format.new_entry import NewEntry
from chrono.files.read.source_files import SourceFile
from chrono.files.toml.blocks import Path
from chrono.files.write.add import added
from chrono.files.write.edit_many import updated
from chrono.files.write.names import NameResolver
from chrono.files.write.transaction import InvalidChange, LedgerFiles, PendingChange


class Change(NamedTuple):
    """What a thing that is there already is to say from now on: some of its keys."""

    kind: str
    id: str
    fields: Mapping[str, Any]


def drafted(
    opened: LedgerFiles,
    to: str | None,
    additions: Sequence[NewEntry],
    changes: Sequence[Change],
    meant: NameResolver,
) -> PendingChange:
    """One of a ledger's parts with all that comes in. Raises UsageError, InvalidChange."""
    places = _places(opened, changes)
    standing = {id(part): part for part, _ in places}
    if to is None and not additions and len(standing) < 2:
        (part,) = standing.values() or opened.parts[:1]  # where nothing changes, any of them
    else:
        part = opened.part(to)
    elsewhere = [
        (
            change.kind,
            change.id,
            f"{change.id} stands in {there.name}, and an import writes to one file, here "
            f"{part.name}: --to {there.name} for what stands there",
        )
        for change, (there, _) in zip(changes, places, strict=True)
        if there is not part
    ]
    if elsewhere:
        raise InvalidChange([why for *_, why in elsewhere], elsewhere)
    text, data = part.written, part.data
    if changes:
        located = [
            (path, change.id, change.fields)
            for change, (_, path) in zip(changes, places, strict=True)
        ]
        text, data = updated(part, located, meant)
    things: list[Path] = []
    if additions:
        now = SourceFile(part.name, text, data, (), text)
        others = [now if one is part else one for one in opened.parts]
        draft = added(LedgerFiles(others), now, additions)
        text, data, things = draft.text, dict(draft.data), [*draft.things]
    paths = {(kind, id): path for kind, id, path in _things(data)}
    things += [paths[change.kind, change.id] for change in changes]
    return PendingChange(part, text, data, things)


def _places(opened: LedgerFiles, changes: Sequence[Change]) -> list[tuple[SourceFile, Path]]:
    """Where the things to be changed stand."""
    found: dict[tuple[str, str], tuple[SourceFile, Path]] = {}
    for part in opened.parts if changes else ():
        for kind, id, path in _things(part.data):
            found.setdefault((kind, id), (part, path))
    return [found[change.kind, change.id] for change in changes]


def _things(data: Mapping[str, Any]) -> Iterator[tuple[str, str, Path]]:
    """What can be changed in a part: its kind, its id and the way to it."""
    for kind in ("events", "claims"):
        for number, fields in enumerate(data.get(kind, ())):
            yield kind, str(fields["id"]), (kind, number)
    for id in data.get("actors", ()):
        yield "actors", id, ("actors", id)
