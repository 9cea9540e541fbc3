"""The base class of all kinds of values in a ledger, and the errors for invalid values.

Checks that depend on the whole ledger are in the module `read/resolve.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from chrono.core.causes import prefixed
from chrono.core.date_errors import DateError
from chrono.files.format.content import plain_data
from chrono.files.format.typed_text import printed_in_entry

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path

Schema = Mapping[str, Any]

TextTest = Callable[[str], object]
"""A function that tests a text. The text passes the test if the result is true."""


class Error(NamedTuple):
    """An error in a value.

    - `path`: the path of the value, from the top of the file
    - `rule`: the name of the rule that the value breaks
    """

    path: Path
    message: str
    rule: str = "format"


Errors = list[Error]

INVALID: Final = object()  # the result of `check` for an invalid value

TOO_LARGE = 2**63  # the smallest positive whole number that is too large for TOML


class Kind:
    """A kind of value in a ledger, which decides which values are valid.

    - `is_plain`: a quick test of a text; None: no test. A text that passes the test is valid, and
      the method `check` returns it unchanged
    - `item`: the kind of the elements of a list or table; None: no single kind
    - `accepts`: the JSON Schema of the valid values
    """

    words = ""  # the name of a value of this kind in the manual
    may_be_blank = False  # whether a blank text means no value, if the key is not required
    has_semicolons = False  # whether semicolons in a typed text belong to one value
    refers_to = ""  # what a text names: actor, type, event, source, initiator, speaker or side
    is_plain: TextTest | None = None  # a quick test: `check` returns a text that passes unchanged
    item: Kind | None = None  # the kind of the elements, if they have a single kind
    accepts: Mapping[str, Any] = {}  # the JSON Schema of the values that `check` accepts

    @property
    def several(self) -> str:
        """Return the word for values of this kind in the manual, such as `texts`."""
        return f"{self.words.split()[0]}s"

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        """Return a TOML value as it is in a record such as an Event, or INVALID for an invalid
        value.

        Errors are added to `errors`. `path`: the path of the value, from the top of its file.
        """
        try:
            return self._read(value)
        except InvalidValue as refused:
            errors.append(refused.at(path))
        except DateError as error:
            errors.append(InvalidValue(prefixed(" ", error.args[0]), error.rule).at(path))
        return INVALID

    def _read(self, value: Any) -> Any:
        return value

    def check_all(self, values: Sequence[Any]) -> Sequence[Any] | None:
        """Return many values as they are in records, or None if a value may be invalid."""
        if self.is_plain is not None:
            try:
                return values if all(map(self.is_plain, {*values})) else None
            except TypeError:  # a value is not a text
                return None
        errors: Errors = []
        checked = [self.check(value, (), errors) for value in values]
        return None if errors else checked

    def problems(self, value: Any, path: Path) -> list[str]:
        """Return a message for each error in a TOML value.

        `path`: the keys and indexes that lead to the value in the file.
        """
        errors: Errors = []
        self.check(value, path, errors)
        return [error.message for error in errors]

    def parse(self, value: Any) -> Any:
        """Return the TOML value for a typed text or a JSON value.

        Raises UsageError if the syntax of a text is wrong.
        """
        return value

    def dump(self, value: Any, json: bool = False) -> Any:
        """Return a value of a record such as an Event as a TOML or JSON value.

        `json`: True for JSON, in which each table has all keys; False for TOML.
        """
        return plain_data(value) if json else value

    def inner(self, step: str | int) -> Kind:
        """Return the kind of the value under `step`, a key of a table or an index of a list."""
        return self.item or self  # the bounds of a count are counts, too

    def schema(self, required: bool = True) -> Schema:
        """Return the JSON Schema of the valid values.

        `required`: whether the value is required. If not, some kinds accept a blank text.
        """
        if required or not self.may_be_blank:
            return self.accepts
        return {"anyOf": [self.accepts, {"type": "string", "pattern": r"^\s*$"}]}


class TypedKind(Kind):
    """A kind of value that is typed in a special form, such as a list or a date."""

    def parse(self, value: Any) -> Any:
        return self._parse(value.strip(" \t")) if isinstance(value, str) else value

    def _parse(self, text: str) -> Any:
        raise NotImplementedError


def type_name(value: object) -> str:
    """Return the name that messages use for a value's type, such as `text` or `a list`."""
    names: Mapping[type, str] = {
        str: "text", bool: str(value).lower(), int: "a number", float: "a number", list: "a list",
        dict: "a table", dt.date: "a date", dt.time: "a time of day", object: "null",
    }  # fmt: skip
    return next(name for kind, name in names.items() if isinstance(value, kind))


def shown(value: object) -> str:
    """Return a string, number or boolean in TOML syntax, or the name of any other value's type."""
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, int) and abs(value) >= TOO_LARGE:
        return "a number with too many digits"
    return str(value).lower() if isinstance(value, (int, float)) else type_name(value)


class InvalidValue(Exception):
    """The error raised for a value that is not valid for a kind.

    - `sentence`: the end of the message, after the name of the key. A function in its place takes
      this name and returns the whole message.
    - `key`: the wrong key inside a table, or ""
    """

    def __init__(
        self, sentence: str | Callable[[str], str], rule: str = "format", key: str = ""
    ) -> None:
        self.sentence = sentence
        self.rule = rule
        self.key = key

    def at(self, path: Path) -> Error:
        """Return an Error for the value at `path`, with the message and rule of this exception."""
        path = (*path, self.key) if self.key else path
        name, sentence = printed_in_entry(path), self.sentence
        if not isinstance(sentence, str):
            return Error(path, sentence(name), self.rule)
        # Before a value in quotes, as in `date "2025-13"`, the name needs no quotes of its own.
        quoted = name if sentence.startswith((' "', ":")) else f'"{name}"'
        return Error(path, prefixed(quoted, sentence), self.rule)


def wrong_type(value: object, wanted: str) -> InvalidValue:
    """Return the exception for a value of the wrong type. `wanted`: an example of valid values."""
    return InvalidValue(f" is {type_name(value)}; write {wanted}")


def one_line_matching(pattern: str) -> Schema:
    """Return the JSON Schema of a text of one line that matches `pattern` from start to end."""
    return {"type": "string", "pattern": f"^({pattern})$", "not": {"pattern": r"[\r\n]"}}


def definition(name: str) -> Schema:
    """Return a JSON Schema that refers to the definition `name`."""
    return {"$ref": f"#/$defs/{name}"}
