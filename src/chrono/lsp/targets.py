"""Find the entry of the ledger to which a word in the text refers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import tomli
from lsprotocol import types

from chrono.core.model import Actor
from chrono.files.format.keys import ENTRIES, noun
from chrono.files.format.new_entry import DATED
from chrono.files.format.reference_paths import KINDS, ReferencePath, reference_paths
from chrono.files.write.rename import referred_to
from chrono.lsp.analysis import Analysis
from chrono.lsp.cursor import Cursor
from chrono.lsp.source_ranges import SourceRanges


class Target(NamedTuple):
    """An entry of the ledger.

    - `kind`: the table of the entry, such as "actors"
    - `id`: the id of the entry, or the name of an undeclared actor
    """

    kind: str
    id: str


def target_at(cursor: Cursor, analysis: Analysis) -> Target | None:
    """Return the entry to which the word at the cursor refers, or None if there is none."""
    path, kind = cursor.path, cursor.kind
    if cursor.role == "header":
        is_id = len(path) == 2 and path[0] in ENTRIES and path[0] not in DATED
        return Target(str(path[0]), str(path[1])) if is_id else None
    text = plain_text(cursor)
    if kind is None or not text:
        return None
    if path[2:] == ("id",) and path[0] in DATED:
        return Target(str(path[0]), text)
    if kind.refers_to in KINDS:
        return referred(ReferencePath(path, text, kind.refers_to), analysis)
    return None


def plain_text(cursor: Cursor) -> str:
    """Return the text at the cursor, with TOML escapes replaced by characters.

    If an escape is invalid, return the text itself.
    """
    if not cursor.quote or "\\" not in cursor.text:
        return cursor.text
    try:
        return str(tomli.loads(f"v = {cursor.quote}{cursor.text}{cursor.quote}")["v"])
    except ValueError:
        return cursor.text


def referred(reference: ReferencePath, analysis: Analysis) -> Target | None:
    """Return the entry to which a reference refers, or None for a country or an unknown name."""
    kind, text = reference.kind, reference.text
    if kind == "actors":
        actor = referred_to(reference, analysis.actors)
        return Target(kind, actor.id) if actor else None
    if kind == "types" and text in analysis.ledger.types:
        return Target(kind, text)
    id = analysis.current_id(kind, text)
    return Target(kind, id) if id is not None else None


def actor_of(target: Target, analysis: Analysis) -> Actor | None:
    """Return the actor for a target, or None if the target is not an actor."""
    found = analysis.actors.exact(target.id) if target.kind == "actors" else ()
    return found[0] if found else None


def uses(target: Target, analysis: Analysis) -> Iterator[types.Location]:
    """Yield each place where the ledger refers to the entry `target`."""
    for source in analysis.sources.values():
        for reference in reference_paths(source.file.data):
            is_use = reference.kind == target.kind and referred(reference, analysis) == target
            if is_use and (span := _span(source, reference)) is not None:
                yield source.location(*span)


def _span(source: SourceRanges, reference: ReferencePath) -> tuple[int, int] | None:
    if not reference.is_key:
        return source.value(reference.path)
    item = source.item(reference.path)
    if item is None:
        return None
    start = source.file.valid_text.rfind(reference.text, item.start, item.value)
    return (start, start + len(reference.text)) if start >= 0 else None


def declarations(target: Target, analysis: Analysis) -> Iterator[types.Location]:
    """Yield the place of the id in each declaration of the entry `target`."""
    for source in analysis.sources.values():
        entries = source.file.data.get(target.kind, ())
        if isinstance(entries, list):
            for number, entry in enumerate(entries):
                is_it = isinstance(entry, dict) and entry.get("id") == target.id
                if is_it and (span := source.value((target.kind, number, "id"))):
                    yield source.location(*span)
        elif target.id in entries and (item := source.item((target.kind, target.id))):
            end = item.end if item.header else item.value
            start = source.file.valid_text.rfind(target.id, item.start, end)
            if start >= 0:
                yield source.location(start, start + len(target.id))


def is_declared(target: Target, analysis: Analysis) -> bool:
    """Return whether the ledger declares the entry `target`."""
    return (noun(target.kind), target.id) in analysis.examined.places
