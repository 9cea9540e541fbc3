"""Kinds of values that contain other values: lists and tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from chrono.core.names import unknown_word
from chrono.core.sentences import bad_value, required
from chrono.errors import UsageError
from chrono.files.format.kind import (
    INVALID,
    Error,
    Errors,
    InvalidValue,
    Kind,
    Schema,
    TypedKind,
    type_name,
    wrong_type,
)
from chrono.files.format.kinds import COUNT, EXTRA, TableKind
from chrono.files.format.typed_text import counted, is_list, parts, printed, toml_literal

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path


class ListOf(TypedKind):
    """The kind of a list, which may be typed as `a; b`. In a record such as an Event, it is a
    tuple.

    `filled`: whether an empty list is an error.
    """

    def __init__(self, item: Kind, *, filled: bool = False) -> None:
        self.item: Kind = item
        self.filled = filled
        self.refers_to = item.refers_to
        self.words = f"list of {item.several}"

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        if super().check(value, path, errors) is INVALID:
            return INVALID
        checked = [self.item.check(item, (*path, at), errors) for at, item in enumerate(value)]
        return tuple(item for item in checked if item is not INVALID)

    def _read(self, value: Any) -> Any:
        if not isinstance(value, list):
            example = f'["{value}"]' if isinstance(value, str) else "[…]"
            raise wrong_type(value, f"a list, {example}")
        if self.filled and not value:
            raise InvalidValue(" is empty; write at least one")
        return value

    def check_all(self, values: Sequence[Any]) -> Sequence[Any] | None:
        if not all(type(value) is list and (value or not self.filled) for value in values):
            return None
        items = self.item.check_all([*chain.from_iterable(values)])
        if items is None or self.item.is_plain:
            return None if items is None else [*map(tuple, values)]
        left = iter(items)
        return [tuple(islice(left, len(value))) for value in values]

    def parse(self, value: Any) -> Any:
        value = super().parse(value)
        return [*map(self.item.parse, value)] if is_list(value) else value

    def _parse(self, text: str) -> Any:
        if text.startswith("["):
            return toml_literal(text)
        if text.startswith("{"):
            return [toml_literal(text)]
        return [text] if self.item.has_semicolons else parts(text)

    def dump(self, value: Any, json: bool = False) -> Any:
        dump = self.item.dump
        return [item if type(item) is str else dump(item, json) for item in value]

    def schema(self, required: bool = True) -> Schema:
        array: Schema = {"type": "array", "items": self.item.schema()}
        return {**array, "minItems": 1} if self.filled else array


class MapOf(TableKind):
    """The kind of a table whose keys the user chooses, such as `{ US = 2025-10-30 }`.

    - `item`: the kind of the values
    - `name`: the kind of the keys (None: any key)
    - `refers_to`: what a key names, such as `type`, or "" if it names nothing
    - `filled`: whether an empty table is an error
    - `whole`: whether one invalid value makes the whole table invalid
    """

    def __init__(
        self, item: Kind, name: Kind | None = None, *, refers_to: str = "", filled: bool = False,
        whole: bool = False,
    ) -> None:  # fmt: skip
        self.item: Kind = item
        self.name = name or Kind()
        self.refers_to, self.filled, self.whole = refers_to, filled, whole
        self.words = f"table of {item.several}"

    def inner(self, step: str | int) -> Kind:
        return EXTRA if step == "extra" else self.item

    def parse(self, value: Any) -> Any:
        if self.item is COUNT and not (isinstance(value, str) and value.lstrip()[:1] == "{"):
            value = parts(value) if isinstance(value, str) else value
            value = [counted(item) for item in value] if is_list(value) else value
            for item in value if is_list(value) else ():
                if "=" not in str(item):
                    raise UsageError(bad_value("number", item, 'call=4 or "4 calls"'))
        return super().parse(value)

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        if super().check(value, path, errors) is INVALID:
            return INVALID
        checked = {}
        for name, item in value.items():
            at = (*path, name)
            checked[name] = self.inner(name).check(item, at, errors)
            if name != "extra" and self.name.check(name, at, errors) is INVALID:
                checked[name] = INVALID
        checked.pop("extra", None)
        if self.whole and INVALID in checked.values():
            return INVALID
        return {name: item for name, item in checked.items() if item is not INVALID}

    def _read(self, value: Any) -> Any:
        if self.filled and isinstance(value, dict) and not value.keys() - {"extra"}:
            raise InvalidValue(" is empty; write at least one")
        return super()._read(value)

    def schema(self, required: bool = True) -> Schema:
        table: dict[str, Any] = {
            "type": "object",
            "properties": {"extra": EXTRA.schema()},
            "additionalProperties": self.item.schema(),
        }
        if names := self.name.schema():
            table["propertyNames"] = {"anyOf": [names, {"const": "extra"}]}
        if self.filled:
            table |= {"minProperties": 1, "not": {"required": ["extra"], "maxProperties": 1}}
        return table


class Key(NamedTuple):
    """A key of a table: its name, the kind of its values, and its help texts.

    - `help`: the description in the schema and the manual
    - `either`: whether a table must have this key or another key with `either`
    - `counted`: whether counts may depend on the key
    - `field`: the name of the attribute in a record such as an Event (default: `name`)
    - `default`: the default value, which chrono leaves out of TOML
    - `singular`: the word for one element in names of options (default: `name` without a final s)
    - `option`: the help of the key's option (default: `help`)
    """

    name: str
    kind: Kind
    help: str = ""
    required: bool = False
    either: bool = False
    counted: bool = False
    field: str = ""
    default: Any = None
    singular: str = ""
    option: str = ""

    def value(self, owner: Any) -> Any:
        """Return the value of this key in `owner`, a record such as an Event."""
        return getattr(owner, self.field or self.name)

    def json(self, owner: Any) -> Any:
        """Return the value of this key in `owner`, a record such as an Event, as JSON data."""
        value = getattr(owner, self.field or self.name)
        return self.kind.dump(value, json=True) if type(value) not in _SAME_IN_JSON else value


_SAME_IN_JSON = frozenset((str, bool, type(None)))


class Table(TableKind):
    """The kind of a table with fixed keys.

    `called`: the name that messages use for the table, such as `an event`.
    """

    def __init__(self, called: str, *keys: Key) -> None:
        self.called = called
        self.noun = called.split(" ")[-1].strip("[]")
        keys = (*keys, Key("extra", EXTRA, option="An extra field of your own."))
        self.keys = {key.name: key for key in keys}
        self._dumps = [key.kind.dump for key in keys]
        self._defaults = [key.default for key in keys]
        self._all = attrgetter(*(key.field or key.name for key in keys))
        self.required = tuple(key.name for key in keys if key.required)
        self.either = tuple(sorted(key.name for key in keys if key.either))

    def without_required_id(self) -> Table:
        """Return a copy of this kind in which the key `id` is not required."""
        table = copy(self)
        table.required = tuple(name for name in self.required if name != "id")
        return table

    def without(self, name: str) -> Table:
        """Return a copy of this kind without the key `name` and without the key `extra`."""
        own = (key for key in self.keys.values() if key.name not in (name, "extra"))
        return Table(self.called, *own)

    def inner(self, step: str | int) -> Kind:
        return self.keys[str(step)].kind if step in self.keys else Kind()

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        if not isinstance(value, dict):
            error = wrong_type(value, "a table in braces, { KEY = VALUE }").at(path)
            if len(path) == 2:  # a whole entry: perhaps only its header is wrong
                kind, step = path
                wrong = f'"{step}" is directly under "{kind}"; write it under [{kind}.ID]'
                if isinstance(step, int):
                    wrong = f'"{printed(path)}" is {type_name(value)}; write it under [[{kind}]]'
                error = Error(path, wrong)
            errors.append(error)
            return INVALID
        checked = {}
        for name, item in value.items():
            key, is_blank = self.keys.get(name), isinstance(item, str) and not item.strip()
            if key is None:
                otherwise = '; put your own data under "extra"'
                message = unknown_word(name, self.keys, "key", otherwise, f" in {self.called}")
                errors.append(Error((*path, name), message))
            elif is_blank and key.kind.may_be_blank and not key.required:
                continue  # a blank text counts as no value
            elif (result := key.kind.check(item, (*path, name), errors)) is not INVALID:
                checked[name] = result
        errors += [Error(path, message) for message in self._missing(value, path)]
        return checked

    def check_all(self, values: Sequence[Any]) -> Sequence[Any] | None:
        if not all(type(value) is dict for value in values):
            return None
        names = {*chain.from_iterable(values)}
        lacks_either = self.either and any(map({*self.either}.isdisjoint, values))
        if lacks_either or not self.keys.keys() >= names >= {*self.required}:
            return None
        tables = [*map(dict, values)]
        for name in names:
            column = [table[name] for table in tables if name in table]
            checked = self.keys[name].kind.check_all(column)
            if checked is None or (name in self.required and len(column) < len(tables)):
                return None
            if checked is not column:
                holders = (table for table in tables if name in table)
                for table, value in zip(holders, checked, strict=True):
                    table[name] = value
        return tables

    def _missing(self, value: Mapping[str, Any], path: Path) -> Iterator[str]:
        is_header = len(path) == 2 and isinstance(path[1], str)
        id = path[1] if is_header else value.get("id")
        for name in self.required:
            if name not in value:
                yield required(self.noun, id, name)
        if self.either and value.keys().isdisjoint(self.either):
            named = f'the {self.noun} "{id}"' if isinstance(id, str) else f"this {self.noun}"
            names = " nor ".join(f'"{name}"' for name in self.either)
            yield f"{named} has neither {names}; write one of these keys"

    def values(self, owner: Any) -> dict[str, Any]:
        """Return the values of all keys in `owner`, a record such as an Event, by key."""
        return dict(zip(self.keys, self._all(owner), strict=True))

    def dump(self, value: Any, json: bool = False) -> Any:
        """Return the values in a mapping, or in a record such as an Event, as a dict.

        `json`: True for JSON values, False for TOML values. For TOML, the empty and default values
        of a record are omitted.
        """
        if isinstance(value, Mapping):
            return super().dump(value, json)
        values = self._all(value)
        if json:
            return {
                name: item if type(item) in _SAME_IN_JSON else dump(item, json)
                for name, dump, item in zip(self.keys, self._dumps, values, strict=True)
            }
        rows = zip(self.keys, self._dumps, self._defaults, values, strict=True)
        return {
            name: item if type(item) is str else dump(item)
            for name, dump, default, item in rows
            if item is not None and (item or item in (False, "")) and item != default
        }

    def schema(self, required: bool = True) -> Schema:
        properties = {}
        for name, key in self.keys.items():
            about = {"description": key.help} if key.help else {}
            properties[name] = {**about, **key.kind.schema(key.required)}
        table = {"type": "object", "properties": properties, "additionalProperties": False}
        if self.required:
            table["required"] = list(self.required)
        if self.either:
            table["anyOf"] = [{"required": [name]} for name in self.either]
        return table
