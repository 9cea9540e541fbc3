"""The base class of all kinds of values, with errors, names of types and data for JSON.

A kind checks a TOML value, parses a typed text or a JSON value, writes a value of the model as TOML
and as JSON, and describes itself in the JSON Schema. Checks that depend on the whole ledger, such
as whether an id exists, are in `read/resolve.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from chrono.core.dates import DateError
from chrono.files.format.content import plain_data
from chrono.files.format.key_path import printed_in_entry

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path

Schema = Mapping[str, Any]

TextTest = Callable[[str], object]
"""A test that a text passes if the result is true."""


class Error(NamedTuple):
    """A value that the format refuses: its path, the reason, and the name of the broken rule."""

    path: Path
    message: str
    rule: str = "format"


Errors = list[Error]

INVALID: Final = object()
"""The result of `check` for a refused value."""

TOO_LARGE = 2**63
"""The first whole number that TOML does not guarantee to hold."""


class Kind:
    """A kind of value: the values that a key can have, and how to read and write them."""

    words = ""
    """The name of a value of this kind in the manual."""
    may_be_blank = False
    """Whether a blank text means no value, if the key is not required."""
    has_semicolons = False
    """Whether semicolons in a typed text belong to one value rather than separate several."""
    refers_to = ""
    """The record named: `actor`, `type`, `event`, `source`, `initiator`, `speaker`, `side`."""
    is_plain: TextTest | None = None
    """A quick test: `check` returns a text that passes unchanged. Most texts of a ledger pass."""
    item: Kind | None = None
    """The kind of each value in a value of this kind, if all of these are of one kind."""
    accepts: Mapping[str, Any] = {}
    """The JSON Schema of the values that `check` accepts."""

    @property
    def several(self) -> str:
        """The plural for such values in the manual."""
        return f"{self.words.split()[0]}s"

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        """The value in the model's types, or INVALID after an error was added to `errors`.

        `value` comes from TOML; `path` leads to it from the top of its file.
        """
        try:
            return self._read(value)
        except Refused as refused:
            errors.append(refused.at(path))
        except DateError as error:
            errors.append(Refused(f": {error}", error.rule).at(path))
        return INVALID

    def _read(self, value: Any) -> Any:
        """The value in the model's types; for `check`. Raises Refused or DateError."""
        return value

    def check_all(self, values: Sequence[Any]) -> Sequence[Any] | None:
        """The results of `check` for many values, in less time.

        None if `check` must look at each value, since some may be invalid.
        """
        if self.is_plain is not None:
            try:
                return values if all(map(self.is_plain, {*values})) else None
            except TypeError:  # a value is no text
                return None
        errors: Errors = []
        checked = [self.check(value, (), errors) for value in values]
        return None if errors else checked

    def problems(self, value: Any, path: Path) -> list[str]:
        """The messages of all errors that `check` finds in a value."""
        errors: Errors = []
        self.check(value, path, errors)
        return [error.message for error in errors]

    def parse(self, value: Any) -> Any:
        """Parse a typed text or a JSON value into a TOML value: a plain day becomes a date.

        A value that cannot be of this kind is returned unchanged, for `check` to refuse.
        """
        return value

    def dump(self, value: Any, json: bool = False) -> Any:
        """A value of the model for TOML or JSON.

        In JSON a table has all its keys, with None, or an empty list or table, for no value.
        """
        return plain_data(value) if json else value

    def inner(self, step: str | int) -> Kind:
        """The kind of the value under a key, or at an index of a list, in a value of this kind."""
        return self.item or self  # a bound of a count is a number, too

    def schema(self, required: bool = True) -> Schema:
        """The JSON Schema of the values that `check` accepts, for a key that is required or not."""
        if required or not self.may_be_blank:
            return self.accepts
        return {"anyOf": [self.accepts, {"type": "string", "pattern": r"^\s*$"}]}


class TypedKind(Kind):
    """A kind of which a person types single values in another form than in TOML."""

    def parse(self, value: Any) -> Any:
        """The value for TOML of a typed text; spaces around the text are ignored."""
        return self._parse(value.strip(" \t")) if isinstance(value, str) else value

    def _parse(self, text: str) -> Any:
        raise NotImplementedError


def type_name(value: object) -> str:
    """The word for a value's type in messages: `a text`, `a list`."""
    names: Mapping[type, str] = {
        str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list",
        dict: "a table", dt.date: "a date", dt.time: "a time of day", object: "null",
    }  # fmt: skip
    return next(name for kind, name in names.items() if isinstance(value, kind))


def shown(value: object) -> str:
    """A short value as TOML; the name of its type for any other value."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, int) and abs(value) >= TOO_LARGE:
        return "a number of too many digits"
    return str(value).lower() if isinstance(value, (int, float)) else type_name(value)


class Refused(Exception):
    """A value that is not of a kind. `key` leads to the value within it that is wrong, if any.

    `sentence` is the text after the key's name, or a function from the name to the whole sentence.
    """

    def __init__(
        self, sentence: str | Callable[[str], str], rule: str = "format", key: str = ""
    ) -> None:
        self.sentence = sentence
        self.rule = rule
        self.key = key

    def at(self, path: Path) -> Error:
        """The error for the value at this path."""
        path = (*path, self.key) if self.key else path
        name, sentence = printed_in_entry(path), self.sentence
        message = f"{name}{sentence}" if isinstance(sentence, str) else sentence(name)
        return Error(path, message, self.rule)


def wrong_type(value: object, wanted: str, key: str = "") -> Refused:
    """The refusal of a value whose type is not the expected type."""
    return Refused(f" takes {wanted}, and this is {type_name(value)}", key=key)


def one_line_matching(pattern: str) -> Schema:
    """The schema of a one-line text that matches a whole pattern."""
    return {"type": "string", "pattern": f"^({pattern})$", "not": {"pattern": r"[\r\n]"}}


def definition(name: str) -> Schema:
    """A reference to the schema with this name under `$defs`."""
    return {"$ref": f"#/$defs/{name}"}
