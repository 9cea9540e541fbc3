"""How each value of a ledger is read: one reader a kind of value, and those that hold others.

A reader takes a TOML value, the way to it and a place to report to. It gives the value in the
core's terms, or WRONG after it has reported what is wrong and what would be right. Readers know
one value at a time; what needs the whole ledger (who is meant, does that id exist) is `builder.py`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeGuard

from chrono.core.countries import BODY_NAMES, COUNTRIES, country_problem
from chrono.core.dates import DateError, ReversedError, When
from chrono.core.english import join_or
from chrono.core.model import Number
from chrono.core.names import unknown_word
from chrono.core.periods import Period

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path


class Report(Protocol):
    """Takes what is wrong at a place, and by which rule."""

    def __call__(self, at: Path, message: str, rule: str = "format") -> None: ...


Reader = Callable[[Any, "Path", Report], Any]

_BEYOND = 2**63
"""The first whole number that TOML does not promise to hold."""

WRONG: Final = object()
"""What a reader gives for a value that it has reported."""

_URL = re.compile(r"[hH][tT][tT][pP][sS]?://[^\s/?#]++\S*+")
_ID = re.compile(r"[a-z0-9-]+")
_LINE = re.compile(r"[^\S\r\n]*+\S[^\r\n]*+")


def _kind(value: object) -> str:
    kinds: Sequence[tuple[Any, str]] = (
        (str, "a text"), (bool, "true or false"), ((int, float), "a number"), (list, "a list"),
        (dict, "a table"), (dt.date, "a date"), (dt.time, "a time of day"), (object, "null"),
    )  # fmt: skip
    return next(name for kind, name in kinds if isinstance(value, kind))


def shown(value: object) -> str:
    """A short value as TOML writes it, else what kind of thing it is."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, int) and abs(value) >= _BEYOND:
        return "a number of too many digits"
    return str(value) if isinstance(value, (int, float)) else _kind(value)


def _key(at: Path) -> str:
    """The key's name as a message says it: `sources[2].url` for an element of a list."""
    words = ""
    for step in at:
        if isinstance(step, int):
            words += f"[{step + 1}]" if words else ""
        else:
            words += f".{step}" if words else step
    start = 0 if at[:1] == ("ledger",) else words.find(".") + 1
    return words[start:] or words


def _mistyped(value: object, wanted: str, at: Path, report: Report) -> object:
    report(at, f"{_key(at)} takes {wanted}, and this is {_kind(value)}")
    return WRONG


def text(value: Any, at: Path, report: Report) -> Any:
    """A text that says something."""
    if not isinstance(value, str):
        return _mistyped(value, 'a text in "quotes"', at, report)
    if not value.strip():
        report(at, f"{_key(at)} is empty, and a text must say something")
        return WRONG
    return value


def line(value: Any, at: Path, report: Report) -> Any:
    """A text of one line."""
    if (read := text(value, at, report)) is not WRONG and ("\n" in read or "\r" in read):
        rest = ": the rest belongs in summary" if at[-1] == "title" else ""
        report(at, f"{_key(at)} takes one line, and this has more{rest}")
        return WRONG
    return read


def identifier(value: Any, at: Path, report: Report) -> Any:
    """An id: a-z, 0-9 and '-'."""
    if (read := text(value, at, report)) is not WRONG and not _ID.fullmatch(read):
        report(at, f'the id "{read}" must be of a-z, 0-9 and hyphens, as in "{as_id(read)}"')
        return WRONG
    return read


def as_id(words: str) -> str:
    """The nearest id to some words, for a message that shows the right form."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "2025-10-30-busan"


def boolean(value: Any, at: Path, report: Report) -> Any:
    """true or false."""
    return value if isinstance(value, bool) else _mistyped(value, "true or false", at, report)


def when(value: Any, at: Path, report: Report) -> Any:
    """A date: a TOML date or date-time, or an EDTF text."""
    if type(value) is dt.date:
        return _day(value)
    if isinstance(value, dt.datetime):  # two of the same moment may be written with other offsets
        return When.on(value)
    if not isinstance(value, str):
        plain = type(value) is int and 999 < value <= 9999
        year = f'"{value}"' if plain else '"2025-10"'
        return _mistyped(value, f"a date such as 2025-10-30, or {year} in quotes", at, report)
    try:
        return _parsed(value)
    except DateError as error:
        return _misdated(error, at, report)


# Many things happen on one day, and are told of in the same words.
_day = lru_cache(2**16)(When.on)
_parsed = lru_cache(2**15)(When.parse)


def _misdated(error: DateError, at: Path, report: Report) -> object:
    rule = "order" if isinstance(error, ReversedError) else "format"
    report(at, f"{_key(at)}: {error}", rule)
    return WRONG


def period(value: Any, at: Path, report: Report) -> Any:
    """A period as on the command line; a TOML date is the period of that day."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        value = value.isoformat()
    if not isinstance(value, str):
        return _mistyped(value, 'a period such as "2025" or "2025-06..2025-08"', at, report)
    try:
        return Period.parse(value)
    except DateError as error:
        return _misdated(error, at, report)


def url(value: Any, at: Path, report: Report) -> Any:
    """An http or https address."""
    if (read := text(value, at, report)) is WRONG:
        return WRONG
    if not _URL.fullmatch(read):
        why = "a blank in it is written %20"
        if not re.search(r"\s", read.strip()):
            why = "one is written https://example.org/page"
        report(at, f'{_key(at)} "{read}" is no web address: {why}', "url")
        return WRONG
    return read


def country(value: Any, at: Path, report: Report) -> Any:
    """A country's code, or a body's name."""
    if (read := line(value, at, report)) is not WRONG and (problem := country_problem(read)):
        report(at, f"{_key(at)}: {problem}")
        return WRONG
    return BODY_NAMES.get(read, read)


def _sound(reader: Reader) -> Callable[[str], Any] | None:
    """What tells of a text that a reader would give it back as it is: most texts, and at once."""
    if isinstance(reader, Choice):
        return reader.options.__contains__
    return _SOUND.get(reader)


_SOUND: Mapping[Reader, Callable[[str], Any]] = {
    text: str.strip,
    line: _LINE.fullmatch,
    identifier: _ID.fullmatch,
    url: _URL.fullmatch,
    country: frozenset(COUNTRIES.keys() - BODY_NAMES.keys()).__contains__,
}


class Choice:
    """One of a few words."""

    def __init__(self, *options: str) -> None:
        self.options = options

    def __call__(self, value: Any, at: Path, report: Report) -> Any:
        if not isinstance(value, str):
            named = [f'"{option}"' for option in self.options]
            return _mistyped(value, join_or(named), at, report)
        if value in self.options:
            return value
        report(at, unknown_word(value, self.options, _key(at)))
        return WRONG


_SEEN = 2**14
"""So many elements are known again: the same names and tags stand in event after event."""


class Items:
    """A list, each element read by `item`; what is wrong is left out. `filled` wants one."""

    def __init__(self, item: Reader, *, filled: bool = False) -> None:
        self.item = item
        self.filled = filled
        self.seen: set[str] = set()

    def __call__(self, value: Any, at: Path, report: Report) -> Any:
        if not isinstance(value, list):
            example = f'["{value}"]' if isinstance(value, str) else "[…]"
            return _mistyped(value, f"a list, {example}", at, report)
        if self.filled and not value:
            report(at, f"{_key(at)} is empty: it must name at least one")
            return WRONG
        found = []
        seen = self.seen
        for index, item in enumerate(value):
            if type(item) is str and item in seen:
                found.append(item)
            elif (read := self.item(item, (*at, index), report)) is not WRONG:
                found.append(read)
                if read is item and type(item) is str and len(seen) < _SEEN:
                    seen.add(item)
        return tuple(found)


def _of_texts(reader: Reader) -> TypeGuard[Items]:
    return isinstance(reader, Items) and _sound(reader.item) is not None


def _are_all_in(seen: set[str], items: list[Any]) -> bool:
    try:
        return seen.issuperset(items)
    except TypeError:  # of tables or lists
        return False


class Each:
    """A table of the user's own names, each value read by `value`, its name by `name`.

    `filled` wants at least one; `whole` gives nothing where one of them is wrong.
    """

    def __init__(
        self,
        value: Reader,
        name: Reader | None = None,
        *,
        filled: bool = False,
        whole: bool = False,
    ) -> None:
        self.value = value
        self.name = name
        self.filled = filled
        self.whole = whole

    def __call__(self, value: Any, at: Path, report: Report) -> Any:
        if not isinstance(value, dict):
            return _mistyped(value, "a table { name = … }", at, report)
        if self.filled and not value.keys() - {"extra"}:
            report(at, f"{_key(at)} is empty: it must name at least one")
            return WRONG
        found = {}
        for name, item in value.items():
            if name == "extra":  # the user's own, as in every table
                free(item, (*at, name), report)
                continue
            found[name] = self.value(item, (*at, name), report)
            if self.name is not None and self.name(name, (*at, name), report) is WRONG:
                found[name] = WRONG
        if self.whole and WRONG in found.values():
            return WRONG
        return {name: item for name, item in found.items() if item is not WRONG}


def free(value: Any, at: Path, report: Report) -> Any:
    """`extra`: the user's own data, whatever it is."""
    if not isinstance(value, dict):
        return _mistyped(value, "a table", at, report)
    if not _plain_enough(value, 100):
        report(at, f"{_key(at)} holds what no other format could: too deep a nesting or number")
        return WRONG
    return value


def _plain_enough(value: Any, depth: int) -> bool:
    """Whether it is nested no deeper than that, and its whole numbers are of TOML's 64 bits."""
    if isinstance(value, (dict, list)):
        items = value.values() if isinstance(value, dict) else value
        return depth > 0 and all(_plain_enough(item, depth - 1) for item in items)
    return not isinstance(value, int) or -_BEYOND <= value < _BEYOND


_TEXTS = (text, line, country)


def _is_blank(item: object) -> bool:
    return isinstance(item, str) and not item.strip()


class Keys:
    """A table whose keys this page names: reads each, reports the unknown and the missing."""

    def __init__(
        self,
        readers: Mapping[str, Reader],
        required: Sequence[str] = (),
        either: Sequence[str] = (),
    ) -> None:
        self.readers = {**readers, "extra": free}
        self.required = required
        self.either = either
        # What nearly every value is told by at once, without its place.
        sound = {key: _sound(reader) for key, reader in readers.items()}
        self._sound = {key: found for key, found in sound.items() if found}
        self._seen = {key: reader.seen for key, reader in readers.items() if _of_texts(reader)}
        self._days = {key for key, reader in readers.items() if reader is when}

    def __call__(self, value: Any, at: Path, report: Report) -> Any:
        if not isinstance(value, dict):
            report(at, f"{_table(at)} is a table, and this is {_kind(value)}{_written(at)}")
            return WRONG
        found = {}
        sounds, seen, days = self._sound, self._seen, self._days
        for key, item in value.items():
            kind = type(item)
            if kind is str:
                if (sound := sounds.get(key)) and sound(item):
                    found[key] = item
                    continue
            elif kind is list:
                if item and key in seen and _are_all_in(seen[key], item):
                    found[key] = tuple(item)
                    continue
            elif kind is dt.date and key in days:
                found[key] = _day(item)
                continue
            reader = self.readers.get(key)
            if key not in self.required and reader in _TEXTS and _is_blank(item):
                continue  # an empty text says as much as none
            if reader is None:
                self._unknown(key, (*at, key), report)
            elif (read := reader(item, (*at, key), report)) is not WRONG:
                found[key] = read
        for key in self.required:
            if key not in value:
                report(at, f'{_named(value, at)} has no "{key}", which it must have')
        if self.either and value.keys().isdisjoint(self.either):
            keys = " nor ".join(f'"{key}"' for key in self.either)
            report(at, f"{_named(value, at)} has neither {keys}, and it needs one of them")
        return found

    def _unknown(self, key: str, at: Path, report: Report) -> None:
        otherwise = ": data of your own goes under extra"
        where = f" in {_table(at[:-1])}"
        report(at, unknown_word(key, self.readers, "key", otherwise, where))


_SINGULAR = {
    "events": "an event", "claims": "a claim", "actors": "an actor", "types": "a type",
    "sources": "a source", "roles": "a role", "ledger": "[ledger]",
}  # fmt: skip


def _table(at: Path) -> str:
    """What kind of table stands there: `an event`, `a source`, `dates`."""
    names = [step for step in at if isinstance(step, str)]
    if len(names) == 2 and names[0] in ("actors", "types", "sources"):
        return _SINGULAR[names[0]]
    return _SINGULAR.get(names[-1], names[-1]) if names else "this file"


def _written(at: Path) -> str:
    """How a table is written, where that may be what went wrong."""
    if len(at) == 2 and at[0] in ("events", "claims"):
        return f": write it under [[{at[0]}]]"
    if len(at) == 2 and at[0] in ("actors", "types", "sources"):
        return f": it is written [{at[0]}.ID]"
    return ""


def _named(value: Mapping[str, Any], at: Path) -> str:
    """`the event "2025-10-30-busan"`, or `this event` for one without an id."""
    noun = _table(at).split(" ", 1)[-1]
    if at[:1] in (("actors",), ("types",), ("sources",)) and len(at) == 2:
        return f'the {noun} "{at[1]}"'
    name = value.get("id")
    return f'the {noun} "{name}"' if isinstance(name, str) else f"this {noun}"


def number(value: Any, at: Path, report: Report) -> Any:
    """A count: 4, or { min = 40 }, { max = 3 }, or both."""
    if isinstance(value, int) and not isinstance(value, bool):
        if value >= _BEYOND:
            report(at, f"{_key(at)} is no number of contacts: it has too many digits")
            return WRONG
        if value < 0:
            report(at, f"{_key(at)} is {value}, and a count is never below 0")
            return WRONG
        return Number(value, value)
    if not isinstance(value, dict):
        kind = "a fraction" if isinstance(value, float) else _kind(value)
        wanted = "a whole number, { min = 40 } or { max = 3 }"
        report(at, f"{_key(at)} takes {wanted}, and this is {kind}")
        return WRONG
    for key, bound in value.items():
        if key not in ("min", "max"):
            report((*at, key), unknown_word(key, ("min", "max"), "key", where=" in a count"))
            return WRONG
        if type(bound) is not int or not 0 <= bound < _BEYOND:
            return _mistyped(bound, "a whole number from 0 on", (*at, key), report)
    low, high = value.get("min"), value.get("max")
    if not value:
        report(at, f"{_key(at)} is empty: write a number, {{ min = 40 }} or {{ max = 3 }}")
        return WRONG
    if low is not None and high is not None and low > high:
        report(at, f"{_key(at)} has a min, {low}, above its max, {high}", "order")
        return WRONG
    return Number(low, high)


def readings(value: Any, at: Path, report: Report) -> Any:
    """One period, or a table of readings by name: pairs of name (or None) and period."""
    if isinstance(value, dict):
        named = Each(period, filled=True, whole=True)(value, at, report)
        return WRONG if named is WRONG else tuple(named.items())
    read = period(value, at, report)
    return WRONG if read is WRONG else ((None, read),)
