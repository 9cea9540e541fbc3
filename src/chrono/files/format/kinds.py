"""The kinds of single values in a ledger, such as texts and dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from chrono.core import periods
from chrono.core.causes import Caused
from chrono.core.countries import BODY_NAMES, COUNTRIES, country_problem
from chrono.core.date_errors import DateError
from chrono.core.dates import When
from chrono.core.english import join_or
from chrono.core.model import Number
from chrono.core.names import unknown_word
from chrono.files.format.kind import (
    TOO_LARGE,
    InvalidValue,
    Kind,
    Schema,
    TextTest,
    TypedKind,
    definition,
    one_line_matching,
    shown,
    type_name,
    wrong_type,
)  # fmt: skip
from chrono.files.format.typed_text import day_or_text, pairs, toml_literal, toml_value


class Text(Kind):
    """The kind of a text that is not blank.

    `refers_to`: what the text names, such as "actor" or "type", or "" if it names nothing.
    """

    words = "text"
    example = "some text"
    may_be_blank = True
    is_plain: TextTest | None = staticmethod(str.strip)
    accepts: Mapping[str, Any] = {"type": "string", "pattern": r"\S"}

    def __init__(self, refers_to: str = "") -> None:
        self.refers_to = refers_to

    def _read(self, value: Any) -> Any:
        if not isinstance(value, str):
            raise wrong_type(value, 'text in "quotes"')
        if not value.strip():
            raise InvalidValue(f" is empty; write {self.example}")
        if self.is_plain is not None and not self.is_plain(value):
            raise self._invalid(value)
        return value

    def _invalid(self, text: str) -> InvalidValue:
        raise NotImplementedError

    def dump(self, value: Any, json: bool = False) -> Any:
        return value if type(value) is str else getattr(value, "id", value)

    def schema(self, required: bool = True) -> Schema:
        is_any = not required and type(self) is Text
        return {"type": "string"} if is_any else super().schema(required)


class Line(Text):
    """The kind of a text of one line.

    - `refers_to`: what the text names, such as "actor", or "" if it names nothing
    - `hint`: the end of the error message for a text of several lines
    - `example`: a valid text, for the error message about an empty text
    """

    words = "text of one line"
    is_plain = staticmethod(re.compile(r"[^\S\r\n]*+\S[^\r\n]*+").fullmatch)
    accepts: Mapping[str, Any] = {**Text.accepts, "not": {"pattern": r"[\r\n]"}}

    def __init__(self, refers_to: str = "", hint: str = "", example: str = Text.example) -> None:
        super().__init__(refers_to)
        self.hint, self.example = hint, example

    def _invalid(self, text: str) -> InvalidValue:
        return InvalidValue(f" must be one line{self.hint}")


class Code(Line):
    """The kind of a code in a system of country codes: a number, or a text of one line."""

    words = "code"
    accepts: Mapping[str, Any] = {"anyOf": [{"type": "integer", "minimum": 0}, Line.accepts]}

    def _read(self, value: Any) -> Any:
        if type(value) is int and value < 0:
            raise InvalidValue(" must be 0 or more")
        return value if type(value) is int else super()._read(value)

    def parse(self, value: Any) -> Any:
        """Return the number for digits, and other values as texts are parsed."""
        is_number = isinstance(value, str) and value.isascii() and value.isdigit()
        return int(value[:19]) if is_number else super().parse(value)


class Id(Text):
    """The kind of an id, which consists of a-z, 0-9 and hyphens."""

    words = "id"
    may_be_blank = False
    is_plain = staticmethod(re.compile("[a-z0-9-]+").fullmatch)
    accepts = one_line_matching("[a-z0-9-]+")

    def _invalid(self, text: str) -> InvalidValue:
        remedy = f': use only a-z, 0-9 and hyphens, as in "{as_id(text)}"'
        return InvalidValue(lambda _: Caused("invalid id ", text, remedy, cause="id"))


def as_id(words: str) -> str:
    """Return a valid id that is similar to a text, as a suggestion."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "2025-10-30-busan"


class Url(Text):
    """The kind of an http or https address."""

    words = "address"
    may_be_blank = False
    # The possessive `++`, which JSON Schema lacks, makes the match of a long text fast.
    is_plain = staticmethod(re.compile(r"[hH][tT][tT][pP][sS]?://[^\s/?#]++\S*+").fullmatch)
    accepts = one_line_matching(r"[hH][tT][tT][pP][sS]?://[^\s/?#]+\S*")

    def _invalid(self, text: str) -> InvalidValue:
        if re.fullmatch(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:/[!-~]*)?", text):
            return InvalidValue(Caused(" ", text, f" is incomplete; write https://{text}"), "url")
        remedy = "an address such as https://example.org/page"
        if "://" in text and re.search(r"\s", text.strip()):
            remedy = "only one" if text.count("://") > 1 else "%20 for a space"
        return InvalidValue(Caused(" ", text, f" is not a web address; write {remedy}"), "url")


class Language(Text):
    """The kind of a language tag (BCP 47), such as `zh`, `zh-Hant` or `pt-BR`."""

    words = "language tag"
    may_be_blank = False
    is_plain = staticmethod(re.compile("[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*").fullmatch)
    accepts = one_line_matching("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")

    def _invalid(self, text: str) -> InvalidValue:
        why = " is not a language tag; write a tag such as zh or en-GB"
        return InvalidValue(Caused(" ", text, why))


class Country(Kind):
    """The kind of a country: an ISO code, or the name of an organisation such as the EU."""

    words, several = "country", "countries"
    may_be_blank = True
    is_plain = staticmethod((COUNTRIES.keys() - BODY_NAMES.keys()).__contains__)
    accepts = definition("country")

    def _read(self, value: Any) -> Any:
        text = LINE._read(value)
        if problem := country_problem(text):
            raise InvalidValue(f" {problem}")
        return BODY_NAMES.get(text, text)


class Choice(Kind):
    """The kind of a text that must be one of the words `options`.

    `hints`: instructions for frequent wrong words, such as `write denied` for the word `disputed`.
    """

    def __init__(self, *options: str, hints: Mapping[str, str] = {}) -> None:
        self.options = options
        self.hints = hints
        self.words = join_or([f"`{option}`" for option in options])
        self.accepts = {"enum": list(options)}
        self.is_plain = options.__contains__

    def _read(self, value: Any) -> Any:
        if not isinstance(value, str):
            raise wrong_type(value, join_or([f'"{option}"' for option in self.options]))
        if value not in self.options:
            if (hint := self.hints.get(value)) is not None:
                raise InvalidValue(lambda key: f'unknown {key} "{value}"; {hint}')
            raise InvalidValue(
                lambda key: unknown_word(value, self.options, key.rpartition(".")[2])
            )
        return value


class Boolean(TypedKind):
    """The kind of a value that is true or false."""

    words = "true or false"
    accepts: Mapping[str, Any] = {"type": "boolean"}

    def _read(self, value: Any) -> Any:
        if not isinstance(value, bool):
            raise wrong_type(value, "true or false")
        return value

    def _parse(self, text: str) -> Any:
        return {"true": True, "false": False, "TRUE": True, "FALSE": False}.get(text, text)


# Results are cached, since many events have the same date.
_on = lru_cache(2**16)(When.on)
_parsed = lru_cache(2**15)(When.parse)


class Date(TypedKind):
    """The kind of a date (a When in an Event): a TOML date or date-time, or a text in EDTF."""

    words = "date"
    accepts = definition("date")

    def _read(self, value: Any) -> Any:
        if type(value) is dt.date:
            return _on(value)
        if isinstance(value, dt.datetime):  # not cached: equal times may differ in their offsets
            return When.on(value)
        if not isinstance(value, str):
            example = value if type(value) is int and 999 < value <= 9999 else "2025-10"
            raise wrong_type(value, f'a date such as 2025-10-30, or "{example}" in quotes')
        return _parsed(value)

    def check_all(self, values: Sequence[Any]) -> Sequence[Any] | None:
        try:
            return [_on(value) if type(value) is dt.date else self._read(value) for value in values]
        except (InvalidValue, DateError):
            return None

    _parse = staticmethod(day_or_text)

    def dump(self, value: Any, json: bool = False) -> Any:
        return value.text if json else day_or_text(value.text)


class Period(Kind):
    """The kind of a period (a Period in a Claim): a text such as `2025-Q4`, or a TOML date."""

    words = "period"
    accepts = definition("period")

    def _read(self, value: Any) -> Any:
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            value = value.isoformat()
        if not isinstance(value, str):
            raise wrong_type(value, 'a period such as "2025" or "2025-06..2025-08"')
        return periods.Period.parse(value)

    def dump(self, value: Any, json: bool = False) -> Any:
        return value.text


def _whole_number(text: str) -> Any:
    return int(text) if len(text) < 1000 and re.fullmatch(r"-?[0-9]+", text) else text


class Version(TypedKind):
    """The kind of a version of the ledger format: a whole number."""

    words = "number"
    _parse = staticmethod(_whole_number)

    def __init__(self, newest: int) -> None:
        self.newest = newest
        self.accepts = {"type": "integer", "minimum": 1, "maximum": newest}

    def _read(self, value: Any) -> Any:
        # `refuse_newer` has already refused a version that is too new.
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise InvalidValue(f" is {shown(value)}; write {self.newest}")
        return value


_BOUNDS = "{ min = 40 } or { max = 3 }"
_WHOLE: Schema = {"type": "integer", "minimum": 0, "maximum": TOO_LARGE - 1}


def _not_whole(value: object, wanted: str = "0 or more", key: str = "") -> InvalidValue:
    name = shown(value) if type(value) is int else type_name(value)
    name = "a fraction" if isinstance(value, float) else name
    return InvalidValue(f" is {name}; write a whole number, {wanted}", key=key)


class Count(TypedKind):
    """The kind of a number of contacts (a Number in a Claim): `4`, or `{ min = 3, max = 5 }`."""

    words = "count"
    accepts: Mapping[str, Any] = {"anyOf": [_WHOLE, {
        "type": "object", "properties": {"min": _WHOLE, "max": _WHOLE},
        "additionalProperties": False, "minProperties": 1,
    }]}  # fmt: skip

    def _read(self, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            if not 0 <= value < TOO_LARGE:
                raise _not_whole(value)
            return Number(value, value)
        if not isinstance(value, dict):
            raise _not_whole(value, _BOUNDS)
        if others := [key for key in value if key not in ("min", "max")]:
            sentence = unknown_word(others[0], ("min", "max"), "key", where=" in a count")
            raise InvalidValue(lambda _: sentence, key=others[0])
        for key, bound in value.items():
            if type(bound) is not int or not 0 <= bound < TOO_LARGE:
                raise _not_whole(bound, key=key)
        if not value:
            raise InvalidValue(f" is empty; write a whole number, {_BOUNDS}")
        low, high = value.get("min"), value.get("max")
        if low is not None and high is not None and low > high:
            right = f"{{ min = {high}, max = {low} }}"
            raise InvalidValue(f' has a "min" greater than its "max"; write {right}', "order")
        return Number(low, high)

    def _parse(self, text: str) -> Any:
        """Return the TOML value for `4`, `40..`, `..3`, `3..5` or the text of a TOML table. Text in
        another form is unchanged.
        """
        if text.startswith("{"):
            return toml_literal(text)
        bounds = re.fullmatch(r"(?P<min>[0-9]*)\.\.(?P<max>[0-9]*)", text)
        if bounds is None or len(text) >= 1000:
            return _whole_number(text)
        return {key: int(bound) for key, bound in bounds.groupdict().items() if bound}

    def dump(self, value: Any, json: bool = False) -> Any:
        if value.min == value.max:
            return value.min
        return {key: bound for key, bound in value._asdict().items() if bound is not None}


class TableKind(Kind):
    """The kind of a table, which may be typed as `a=1; b=2`."""

    words = "table"

    def _read(self, value: Any) -> Any:
        if not isinstance(value, dict):
            raise wrong_type(value, "a table in braces, { NAME = VALUE }")
        return value

    def parse(self, value: Any) -> Any:
        table = pairs(value)
        if not isinstance(table, Mapping):
            return table
        return {name: self.inner(name).parse(item) for name, item in table.items()}

    def dump(self, value: Any, json: bool = False) -> Any:
        return {name: self.inner(name).dump(item, json) for name, item in value.items()}


class FreeValue(TypedKind):
    """The kind of a value under `extra`, which may have any type."""

    def _parse(self, text: str) -> Any:
        from chrono.files.toml.emit import literal  # imported here: reading does not need it

        try:
            parsed = toml_value(text)
        except ValueError:
            return text
        # A text such as 1.10 or 1_000 is kept, since its number would be written in another way.
        is_exact = isinstance(parsed, (list, dict, str, dt.date, dt.time))
        return parsed if is_exact or literal(parsed) == text else text


class FreeTable(TableKind):
    """The kind of the table `extra`, which holds the user's own data."""

    item = FreeValue()
    accepts: Mapping[str, Any] = {"type": "object"}

    def _read(self, value: Any) -> Any:
        if not _fits_other_formats(super()._read(value), 100):
            raise InvalidValue(" has values nested more than 100 deep, or too large a number")
        return value

    def parse(self, value: Any) -> Any:
        return value if isinstance(value, Mapping) else super().parse(value)


def _fits_other_formats(value: Any, depth: int) -> bool:
    if isinstance(value, (dict, list)):
        items = value.values() if isinstance(value, dict) else value
        return depth > 0 and all(_fits_other_formats(item, depth - 1) for item in items)
    return not isinstance(value, int) or -TOO_LARGE <= value < TOO_LARGE


TEXT, LINE, ID, URL, COUNTRY = Text(), Line(), Id(), Url(), Country()
PLACE = Line()
CODE = Code()
LANGUAGE = Language()
BOOLEAN, DATE, PERIOD, COUNT = Boolean(), Date(), Period(), Count()
EXTRA = FreeTable()
