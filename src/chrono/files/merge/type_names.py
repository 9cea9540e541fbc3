"""Suggest types for words of another program, such as `Phone`, that are not types of the ledger."""

from __future__ import annotations

from collections.abc import Mapping

from chrono.core.english import join_or
from chrono.core.model import EventType
from chrono.core.names import nearest, words
from chrono.core.sentences import suggestion
from chrono.files.toml.emit import literal


def nearest_types(word: str, types: Mapping[str, EventType]) -> list[str]:
    """The ids of the types that `word` may mean: those with most of its words, or similar ids."""
    wanted = {one for one in words(word) if len(one) > 2}
    shared = {
        id: len(wanted.intersection(words(f"{id} {kind.label} {kind.plural}")))
        for id, kind in types.items()
    }
    most = max(shared.values(), default=0)
    return [id for id in types if most and shared[id] == most] or nearest(word, types)


def unknown_type(word: str, types: Mapping[str, EventType], column: str) -> str:
    """The message for an unknown type, with the line of a rules file that maps it to a type.

    `column`: the column of the types, as the rules file spells it.
    """
    near = nearest_types(word, types)
    target = near[0] if len(near) == 1 else "TYPE"
    line = f"{literal(word)} = {literal(target)}"
    remedy = f"write {line} under [values.{column}] in a rules file"
    if near:
        hint = suggestion([f'"{id}"' for id in near])
        return f'unknown type "{word}"{hint} If so, {remedy}'
    return f'unknown type "{word}"; {remedy}, with one of {join_or([*types])}'
