"""The base of all kinds of values, and what they share: errors, names of types, data for JSON.

A kind checks a value of TOML, parses what a person types or JSON holds, writes a value of the model
as TOML and as JSON, and describes itself in the JSON Schema. What depends on the whole ledger, such
as whether an id exists, is checked in `read/resolve.py`.
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
    """A value that the format refuses: where it stands, why, and the name of the broken rule."""

    path: Path
    message: str
    rule: str = "format"


Errors = list[Error]

INVALID: Final = object()
"""What `check` returns for a value that it refused."""

TOO_LARGE = 2**63
"""The first whole number that TOML does not promise to hold."""


class Kind:
    """A kind of value: what a ledger may hold for a key, and how it is read and written."""

    words = ""
    """What the manual calls a value of this kind."""
    may_be_blank = False
    """Whether a blank text says the same as no value, where the key is not required."""
    has_semicolons = False
    """Whether semicolons in a typed text are part of one value, rather than part several."""
    refers_to = ""
    """What the value names: `actor`, `type`, `event`, `source`, `initiator`, `speaker`, `side`."""
    is_plain: TextTest | None = None
    """A quick test: `check` returns a text that passes unchanged. Most texts of a ledger pass."""
    accepts: Mapping[str, Any] = {}
    """The JSON Schema of the values that `check` accepts."""

    @property
    def several(self) -> str:
        """What the manual calls a number of such values."""
        return f"{self.words.split()[0]}s"

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        """The value in the model's terms, or INVALID after an error was added to `errors`.

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
        """The value in the model's terms. Raises Refused or DateError."""
        return value

    def check_all(self, values: Sequence[Any]) -> Sequence[Any] | None:
        """What `check` returns for each of many values, in less time.

        None where `check` must look at each value: some may be invalid.
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
        """A typed text or a value of JSON as TOML has it: a plain day as a date, `true` as True.

        A value that cannot be of this kind is returned unchanged, for `check` to refuse.
        """
        return value

    def dump(self, value: Any) -> Any:
        """A value of the model as TOML has it."""
        return value

    def to_json(self, value: Any) -> Any:
        """A value of the model as JSON has it."""
        return plain_data(self.dump(value))

    def inner(self, step: str | int) -> Kind:
        """The kind of what stands under a key, or at a place of a list, in a value of this kind."""
        return self  # a bound of a count is a number, too

    def schema(self, required: bool = True) -> Schema:
        """The JSON Schema of the values that `check` accepts, for a key that is required or not."""
        if required or not self.may_be_blank:
            return self.accepts
        return {"anyOf": [self.accepts, {"type": "string", "pattern": r"^\s*$"}]}


class TypedKind(Kind):
    """A kind whose values a person types in another form than TOML has."""

    def parse(self, value: Any) -> Any:
        """The value as TOML has it; blanks around a text do not count."""
        return self._parse(value.strip(" \t") if isinstance(value, str) else value)

    def _parse(self, value: Any) -> Any:
        raise NotImplementedError


def type_name(value: object) -> str:
    """What a message calls the type of a value: `a text`, `a list`."""
    names: Mapping[type, str] = {
        str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list",
        dict: "a table", dt.date: "a date", dt.time: "a time of day", object: "null",
    }  # fmt: skip
    return next(name for kind, name in names.items() if isinstance(value, kind))


def shown(value: object) -> str:
    """A short value as TOML writes it; of any other the name of its type."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, int) and abs(value) >= TOO_LARGE:
        return "a number of too many digits"
    return str(value).lower() if isinstance(value, (int, float)) else type_name(value)


class Refused(Exception):
    """A value that is not of a kind. `key` leads to the value within it that is wrong, if any.

    `sentence` is what follows the key's name, or makes the whole sentence of that name.
    """

    def __init__(
        self, sentence: str | Callable[[str], str], rule: str = "format", key: str = ""
    ) -> None:
        self.sentence = sentence
        self.rule = rule
        self.key = key

    def at(self, path: Path) -> Error:
        """The error, for a value to which a path leads."""
        path = (*path, self.key) if self.key else path
        name, sentence = printed_in_entry(path), self.sentence
        message = f"{name}{sentence}" if isinstance(sentence, str) else sentence(name)
        return Error(path, message, self.rule)


def wrong_type(value: object, wanted: str, key: str = "") -> Refused:
    """The refusal of a value of another type than the one that is wanted."""
    return Refused(f" takes {wanted}, and this is {type_name(value)}", key=key)


def one_line_matching(pattern: str) -> Schema:
    """The schema of a text of one line that matches a pattern as a whole."""
    return {"type": "string", "pattern": f"^({pattern})$", "not": {"pattern": r"[\r\n]"}}


def definition(name: str) -> Schema:
    """The schema that stands under `$defs` by that name."""
    return {"$ref": f"#/$defs/{name}"}
