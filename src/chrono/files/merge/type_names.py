"""Find the types that rows name, and suggest types for other words, such as `Phone`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chrono.core.english import join_or
from chrono.core.model import EventType
from chrono.core.names import nearest, words
from chrono.core.sentences import suggestion
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.merge.rules import Rules
from chrono.files.toml.emit import key_text, literal
from chrono.files.write.names import NameResolver


class TypeMatcher:
    """Finds the types that rows name. `new`: the ids of the types that the import may add."""

    def __init__(
        self, names: NameResolver, new: Collection[str], rules: Rules, table: ImportTable
    ) -> None:
        self._names = names
        self._new = new
        column = rules.map.get("type", "type")
        is_column = isinstance(column, str) and column in table.columns
        self._column = key_text(str(column)) if is_column else "COLUMN"

    def id(self, name: Any) -> Any:
        """The id of the type `name`. Raises UsageError unless exactly one type has this name.

        A value that is not text is unchanged.
        """
        if not isinstance(name, str) or name in self._new:
            return name
        try:
            self._names.lookup.type(name)
        except UsageError:
            types = self._names.ledger.types
            raise UsageError(unknown_type(name, types, self._column)) from None
        return self._names.type(name)

    def problems(self, name: Any) -> Sequence[str]:
        """The messages that `id` raises for `name`."""
        try:
            self.id(name)
        except UsageError as error:
            return error.args
        return ()


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
