"""Kinds of values that hold others: lists, tables of named keys, tables of the user's own names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from chrono.core.names import unknown_word
from chrono.errors import UsageError
from chrono.files.format.content import has_content
from chrono.files.format.kind import (
    INVALID,
    Error,
    Errors,
    Kind,
    Schema,
    TypedKind,
    definition,
    refuse,
    refuse_type,
    type_name,
)
from chrono.files.format.kinds import EXTRA, FREE_VALUE, PERIOD, TEXT, FreeValue
from chrono.files.format.typed_text import (
    elements,
    is_list,
    pairs,
    parts,
    toml_literal,
)

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path


class ListOf(TypedKind):
    """A list of values of one kind; `filled` requires at least one. In the model it is a tuple."""

    def __init__(self, item: Kind, *, filled: bool = False) -> None:
        self.item = item
        self.filled = filled
        self.refers_to = item.refers_to
        self.words = f"list of {item.several}"

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        """The tuple of those elements that are valid."""
        if not isinstance(value, list):
            example = f'["{value}"]' if isinstance(value, str) else "[…]"
            return refuse_type(value, f"a list, {example}", path, errors)
        if self.filled and not value:
            return refuse(path, " is empty: it must name at least one", errors)
        if self._are_plain(value):
            return tuple(value)
        checked = [self.item.check(item, (*path, at), errors) for at, item in enumerate(value)]
        return tuple(item for item in checked if item is not INVALID)

    def _are_plain(self, items: list[Any]) -> bool:
        try:
            return self.item.is_plain is not None and all(map(self.item.is_plain, items))
        except TypeError:  # an element is no text
            return False

    def _parse(self, value: Any) -> Any:
        """`a; b`, a list of TOML, or a single element that holds semicolons itself."""
        if isinstance(value, str):
            is_element = isinstance(self.item, Table) and self.item.takes_alone(value)
            value = [value] if is_element else elements(value)
        return [self.item.parse(item) for item in value] if is_list(value) else value

    def dump(self, value: Any) -> Any:
        """The list of the elements as TOML has them."""
        return [self.item.dump(item) for item in value]

    def to_json(self, value: Any) -> Any:
        """The list of the elements as JSON has them."""
        return [self.item.to_json(item) for item in value]

    def schema(self, required: bool = True) -> Schema:
        """An array."""
        array: Schema = {"type": "array", "items": self.item.schema()}
        return {**array, "minItems": 1} if self.filled else array


class MapOf(TypedKind):
    """A table of the user's own names with values of one kind; `extra` may stand among them.

    `name` is the kind of the names, and `refers_to` what they name. `filled` requires at least
    one; a table that is `whole` is refused where one of its values is.
    """

    def __init__(
        self,
        value: Kind,
        name: Kind | None = None,
        *,
        refers_to: str = "",
        filled: bool = False,
        whole: bool = False,
    ) -> None:
        self.value = value
        self.name = name
        self.refers_to = refers_to
        self.filled = filled
        self.whole = whole
        self.words = f"table of {value.several}"

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        """The dict of those values that are valid, without `extra`."""
        if not isinstance(value, dict):
            return refuse_type(value, "a table { name = … }", path, errors)
        if self.filled and not value.keys() - {"extra"}:
            return refuse(path, " is empty: it must name at least one", errors)
        checked = {}
        for name, item in value.items():
            if name == "extra":  # the user's own, as in every table
                EXTRA.check(item, (*path, name), errors)
                continue
            checked[name] = self.value.check(item, (*path, name), errors)
            if self.name and self.name.check(name, (*path, name), errors) is INVALID:
                checked[name] = INVALID
        if self.whole and INVALID in checked.values():
            return INVALID
        return {name: item for name, item in checked.items() if item is not INVALID}

    def _parse(self, value: Any) -> Any:
        """`a=1; b=2` or a table of TOML."""
        table = pairs(value)
        if not isinstance(table, Mapping):
            return table
        return {
            name: (EXTRA if name == "extra" else self.value).parse(item)
            for name, item in table.items()
        }

    def dump(self, value: Any) -> Any:
        """The values as TOML has them, by name."""
        return {name: self.value.dump(item) for name, item in value.items()}

    def schema(self, required: bool = True) -> Schema:
        """An object with any names."""
        table: dict[str, Any] = {
            "type": "object",
            "properties": {"extra": EXTRA.schema()},
            "additionalProperties": self.value.schema(),
        }
        if self.name is not None:
            table["propertyNames"] = {"anyOf": [self.name.schema(), {"const": "extra"}]}
        if self.filled:
            alone = {"required": ["extra"], "maxProperties": 1}
            table |= {"minProperties": 1, "not": alone}
        return table


class Key(NamedTuple):
    """A key of a table: a row of the table of keys from which everything about it follows.

    `help` is the sentence of the schema and the manual. Of the keys that are `either` a table must
    have one. A number of contacts may depend on a key that is required or `counted`. `field` is
    its name in the model where that differs, and `default` the value that `dump` omits. `singular`
    is what options call one element, where that is not the name without its s; `option` is the
    sentence of the key's option, where values are typed in another form than TOML has.
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

    @property
    def refers_to(self) -> str:
        """What the values of the key name: see `Kind.refers_to`."""
        return self.kind.refers_to

    def value_in(self, owner: Any) -> Any:
        """The value of the key in an event, actor … of the model."""
        return getattr(owner, self.field or self.name)

    def json_of(self, owner: Any) -> Any:
        """The same as JSON has it; None where there is no value."""
        value = self.value_in(owner)
        return None if value is None else self.kind.to_json(value)


class Table(TypedKind):
    """A table with keys of its own, to which `extra` is added.

    `called` is what messages call one of them, with its article: `an event`.
    """

    words = "table"

    def __init__(self, called: str, *keys: Key) -> None:
        self.called = called
        self.noun = called.split(" ")[-1].strip("[]")
        self.keys = {
            key.name: key for key in (*keys, Key("extra", EXTRA, option="Data of your own."))
        }
        self.required = tuple(key.name for key in keys if key.required)
        self.either = tuple(sorted(key.name for key in keys if key.either))
        self._plain = {key.name: key.kind.is_plain for key in keys if key.kind.is_plain}

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        """The dict of those values that are valid, in the model's terms."""
        if not isinstance(value, dict):
            written = _written(path)
            message = f"{self.called} is a table, and this is {type_name(value)}{written}"
            errors.append(Error(path, message))
            return INVALID
        checked = {}
        for name, item in value.items():
            if type(item) is str and (is_plain := self._plain.get(name)) and is_plain(item):
                checked[name] = item
                continue
            key = self.keys.get(name)
            if key is None:
                otherwise = ": data of your own goes under extra"
                where = f" in {self.called}"
                message = unknown_word(name, self.keys, "key", otherwise, where)
                errors.append(Error((*path, name), message))
            elif _is_blank(item) and key.kind.may_be_blank and not key.required:
                continue  # a blank text says the same as none
            elif (result := key.kind.check(item, (*path, name), errors)) is not INVALID:
                checked[name] = result
        self._check_required(value, path, errors)
        return checked

    def _check_required(self, value: Mapping[str, Any], path: Path, errors: Errors) -> None:
        for name in self.required:
            if name not in value:
                message = f'{self._named(value, path)} has no "{name}", which it must have'
                errors.append(Error(path, message))
        if self.either and value.keys().isdisjoint(self.either):
            names = " nor ".join(f'"{name}"' for name in self.either)
            message = f"{self._named(value, path)} has neither {names}, and it needs one of them"
            errors.append(Error(path, message))

    def _named(self, value: Mapping[str, Any], path: Path) -> str:
        """`the event "2025-10-30-busan"`, or `this event` for one without an id."""
        is_header = len(path) == 2 and isinstance(path[1], str)
        id = path[1] if is_header else value.get("id")
        return f'the {self.noun} "{id}"' if isinstance(id, str) else f"this {self.noun}"

    def _parse(self, value: Any) -> Any:
        """`a=1; b=2` or a table of TOML, each value parsed as its key has it."""
        values = pairs(value)
        if not isinstance(values, Mapping):
            return values
        return {
            name: self.keys[name].kind.parse(item) if name in self.keys else item
            for name, item in values.items()
        }

    def takes_alone(self, words: str) -> bool:
        """Whether a text for a list of such tables is one table with semicolons in it."""
        return False

    def dump(self, value: Any) -> dict[str, Any]:
        """An event, actor … of the model, or a mapping, as a dict without defaults."""
        if isinstance(value, Mapping):
            return {name: self.keys[name].kind.dump(item) for name, item in value.items()}
        return {
            name: key.kind.dump(item)
            for name, key in self.keys.items()
            if has_content(item := key.value_in(value)) and item != key.default
        }

    def to_json(self, value: Any) -> Any:
        """The same with every key of the table, None or empty where there is no value."""
        if isinstance(value, Mapping):
            return {name: self.keys[name].kind.to_json(item) for name, item in value.items()}
        return {name: key.json_of(value) for name, key in self.keys.items()}

    def schema(self, required: bool = True) -> Schema:
        """An object with these keys and no other, each described by its sentence."""
        table: dict[str, Any] = {
            "type": "object",
            "properties": {
                name: {
                    **({"description": key.help} if key.help else {}),
                    **key.kind.schema(key.required),
                }
                for name, key in self.keys.items()
            },
            "additionalProperties": False,
        }
        if self.required:
            table["required"] = list(self.required)
        if self.either:
            table["anyOf"] = [{"required": [name]} for name in self.either]
        return table


def _is_blank(item: object) -> bool:
    return type(item) is str and not item.strip()


def _written(path: Path) -> str:
    """How a table is written, where that may be what went wrong."""
    if len(path) != 2:
        return ""
    in_list = isinstance(path[1], int)
    return f": write it under [[{path[0]}]]" if in_list else f": it is written [{path[0]}.ID]"


class Office(Table):
    """An office of an actor, which a person types as `President; from=2025-01-20`."""

    def _parse(self, value: Any) -> Any:
        """`TITLE; from=DATE; until=DATE`, or a table."""
        if not isinstance(value, str) or value.startswith("{"):
            return super()._parse(value)
        title, *dates = parts(value) or [""]
        if "=" in title:
            raise UsageError(f'"{value}": an office is written "TITLE; from=DATE; until=DATE"')
        return super()._parse({"title": title, **pairs(dates)})

    def takes_alone(self, words: str) -> bool:
        """An office's semicolons part its keys."""
        return words[:1] not in ("[", "{")


class SourceItem(TypedKind):
    """An element of `sources`: the id of a declared source, or a table. In the model a Source."""

    words = "id or table"
    several = "ids and tables"
    refers_to = "source"

    def __init__(self, table: Table, declared: Table) -> None:
        self.table = table
        self.declared = declared

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        """The id as it is, or the dict of the table."""
        if not isinstance(value, str):
            return self.table.check(value, path, errors)
        if value.startswith(("http://", "https://")):
            example = 'a source by its address is a table: { publisher = "…", url = "…" }'
            errors.append(Error(path, example))
            return INVALID
        return TEXT.check(value, path, errors)

    def _parse(self, value: Any) -> Any:
        """An id, or a table of TOML or JSON."""
        if isinstance(value, str):
            return self.table.parse(toml_literal(value)) if value.startswith("{") else value
        return self.table.parse(value)

    def dump(self, value: Any) -> Any:
        """All keys of the source, also those that come from a declared one."""
        return self.declared.dump(value)

    def to_json(self, value: Any) -> Any:
        """The source's id and all its keys."""
        return {"id": value.id, **self.declared.to_json(value)}

    def schema(self, required: bool = True) -> Schema:
        """A text that is no address, or a table."""
        id = {"type": "string", "pattern": r"\S", "not": {"pattern": "^https?://"}}
        return {"anyOf": [id, definition("source")]}


class Readings(TypedKind):
    """One period, or a table of periods by name. The model has pairs of a name or None and each."""

    words = "period, or a table of periods by name"
    _named = MapOf(PERIOD, filled=True, whole=True)

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        """The pairs of name and Period."""
        if isinstance(value, dict):
            named = self._named.check(value, path, errors)
            return INVALID if named is INVALID else tuple(named.items())
        period = PERIOD.check(value, path, errors)
        return INVALID if period is INVALID else ((None, period),)

    def _parse(self, value: Any) -> Any:
        """`2025`, or each reading by its name: `calendar 2025=2025`."""
        if is_list(value) and len(value) == 1 and isinstance(value[0], str):
            value = value[0]
        words = [value] if isinstance(value, str) else value
        is_named = is_list(words) and any(isinstance(word, str) and "=" in word for word in words)
        return pairs(value) if is_named else value

    def dump(self, value: Any) -> Any:
        """The text of the one period, or a table of texts by name."""
        (name, period), *others = value
        return (
            period.text if name is None and not others else {name: one.text for name, one in value}
        )

    def schema(self, required: bool = True) -> Schema:
        """A period, or an object of periods."""
        return {"anyOf": [PERIOD.schema(), self._named.schema()]}


def inner_kind(kind: Kind, step: str | int) -> Kind:
    """The kind of what stands under a key, or at a place of a list, in a value of this kind.

    Below `extra`, or in a text, that is the user's own. Raises KeyError for an unknown key.
    """
    if isinstance(step, int):
        if isinstance(kind, ListOf):
            return kind.item
        return kind if isinstance(kind, FreeValue) else _UNKNOWN
    if isinstance(kind, SourceItem):
        kind = kind.table
    if isinstance(kind, Table):
        return kind.keys[step].kind
    if isinstance(kind, MapOf):
        return EXTRA if step == "extra" else kind.value
    return PERIOD if isinstance(kind, Readings) else FREE_VALUE


_UNKNOWN = Kind()
"""The kind of an element where there is no list: a value of it is written as it is typed."""
