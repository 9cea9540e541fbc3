"""What a person types for a value, or a program sends as JSON, as the value that a ledger holds.

The format's own table of keys (`keys.py`) says of which kind each value is. Whether it is a good
one, its reader says; who and what is meant by a name, `meant.py`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

import tomli

from chrono.core.names import choose
from chrono.errors import UsageError
from chrono.files.format import keys, kinds
from chrono.files.format.kinds import Each, Items, Keys, Reader
from chrono.files.toml.blocks import TOKEN, Path
from chrono.files.toml.emit import literal

KINDS: Mapping[str, Keys] = {
    "events": keys.EVENT,
    "claims": keys.CLAIM,
    "actors": keys.ACTOR,
    "types": keys.TYPE,
    "sources": keys.SOURCE,
}
"""What can be written, and the keys that it has."""


NEW: Mapping[str, Keys] = {
    kind: Keys(
        {key: reader for key, reader in table.readers.items() if key != "extra"},
        [key for key in table.required if key != "id"],
        table.either,
    )
    for kind, table in KINDS.items()
}
"""The same of what is new: its id may still be missing."""

TABLES: Mapping[str, Keys] = {**KINDS, "ledger": keys.LEDGER}
"""What can be edited: those, and a ledger's own head."""

_NOUNS = {
    "events": "an event", "claims": "a claim", "actors": "an actor", "types": "a type",
    "sources": "a source", "ledger": "[ledger]",
}  # fmt: skip


def order(kind: str) -> list[str]:
    """The keys of a kind in the order in which they are written: what is long comes last."""
    names = [*TABLES[kind].readers]
    return [name for name in names if name != "sources"] + ["sources"] * ("sources" in names)


def typed(reader: Reader | None, value: Any) -> Any:
    """A text or a JSON value as TOML has it: a plain day as a date, `a; b` as a list.

    What cannot be such a value stays as it is, for its reader to say what is wrong with it.
    """
    if isinstance(value, str) and (reader in _SINGLE or isinstance(reader, (Items, Each, Keys))):
        value = value.strip(" \t")
    if isinstance(reader, Items):
        if isinstance(value, str):
            value = [value] if _is_office(reader, value) else _elements(value)
        return [typed(reader.item, item) for item in value] if _is_list(value) else value
    if isinstance(reader, (Each, Keys)):
        value = _role(value) if reader is keys.ROLE else _pairs(value)
        if not isinstance(value, Mapping):
            return value
        return {key: typed(_of(reader, key), item) for key, item in value.items()}
    return _SINGLE[reader](value) if reader in _SINGLE else value


def _is_office(reader: Items, words: str) -> bool:
    """Whether it is one office, whose semicolons part its keys: `President; from=2025-01-20`."""
    return reader.item is keys.ROLE and words[:1] not in ("[", "{")


def _of(reader: Reader | None, key: str) -> Reader | None:
    """The reader of a key in what another one reads."""
    if isinstance(reader, Keys):
        return reader.readers.get(key)
    if reader is kinds.readings:
        return kinds.period
    return reader.value if isinstance(reader, Each) else _free_value


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _elements(words: str) -> Any:
    """A list: `a; b`, one of TOML's, or a single table."""
    if words.startswith("{"):
        return [_toml(words)]
    return _toml(words) if words.startswith("[") else _parts(words)


def _parts(words: str) -> list[str]:
    return [part for piece in words.split(";") if (part := piece.strip())]


def _pairs(value: Any) -> Any:
    """`a=1; b=2`, `["a=1", "b=2"]` or `{ a = 1 }` as a table."""
    if isinstance(value, str):
        value = _toml(value) if value.startswith("{") else _parts(value)
    if not _is_list(value) or not all(isinstance(item, str) for item in value):
        return value
    found: dict[str, str] = {}
    for item in value:
        name, mark, word = (part.strip() for part in item.partition("="))
        if not mark:
            raise UsageError(f'"{item}" is not written NAME=VALUE')
        if name in found:
            raise UsageError(f'"{name}" is given twice')
        found[name] = word
    return found


def _toml(words: str) -> Any:
    try:
        return _toml_value(words)
    except ValueError:
        form = '["one", "two"]' if words.startswith("[") else '{ one = "1", two = "2" }'
        raise UsageError(
            f'"{words}" begins like a value of TOML and is none: write {form}'
        ) from None


def _toml_value(words: str) -> Any:
    """The value that all of the words are. Raises ValueError where they are none."""
    try:
        found = tomli.loads(f"v = {words}")
    except RecursionError:
        raise ValueError("nested too deeply") from None
    value = found["v"]
    # A comment may stand in a list; behind a plain value it was meant to be part of a text.
    commented = any(token[0].startswith("#") for token in TOKEN.finditer(words))
    if len(found) > 1 or (commented and not isinstance(value, (list, dict))):
        raise ValueError("there is more than a value")
    return value


def _day(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _truth(value: Any) -> Any:
    # TRUE is what a spreadsheet makes of true.
    words = {"true": True, "false": False, "TRUE": True, "FALSE": False}
    return words.get(value, value) if isinstance(value, str) else value


def _number(value: Any) -> Any:
    """`4`, `40..`, `..3`, `3..5`."""
    if not _is_short(value):
        return value
    if bounds := re.fullmatch(r"(?P<min>[0-9]*)\.\.(?P<max>[0-9]*)", value):
        return {key: int(bound) for key, bound in bounds.groupdict().items() if bound}
    return _whole(value)


def _whole(value: Any) -> Any:
    return int(value) if _is_short(value) and re.fullmatch(r"-?[0-9]+", value) else value


def _is_short(value: Any) -> bool:
    """Whether it is a text with no more digits than a number may have."""
    return isinstance(value, str) and len(value) < 1000


def _role(value: Any) -> Any:
    """An office: `President; from=2025-01-20; until=2029-01-20`."""
    if not isinstance(value, str) or value.startswith("{"):
        return _pairs(value)
    title, *dates = _parts(value) or [""]
    if "=" in title:
        raise UsageError(f'"{value}": an office is written "TITLE; from=DATE; until=DATE"')
    return {"title": title, **_pairs(dates)}


def _source(value: Any) -> Any:
    if isinstance(value, str) and not value.startswith("{"):
        return value
    value = _toml(value) if isinstance(value, str) else value
    return typed(keys.INLINE_SOURCE, value)


def _readings(value: Any) -> Any:
    """`2025`, or each reading by its name: `calendar 2025=2025`."""
    if _is_list(value) and len(value) == 1 and isinstance(value[0], str):
        value = value[0]
    words = [value] if isinstance(value, str) else value
    named = _is_list(words) and any(isinstance(word, str) and "=" in word for word in words)
    return _pairs(value) if named else value


def _free(value: Any) -> Any:
    """The user's own table, of `NAME=VALUE`s; one that is a table already stays what it is."""
    found = _pairs(value)
    if isinstance(value, Mapping) or not isinstance(found, Mapping):
        return found
    return {key: _free_value(item) for key, item in found.items()}


def _free_value(value: Any, *_: Any) -> Any:
    """The user's own datum: a value of TOML where it is one, and else a text."""
    if not isinstance(value, str):
        return value
    try:
        found = _toml_value(value)
    except ValueError:
        return value
    # 1.10 may be a version, and 1_000 somebody's own way to write it: such a text is kept.
    exact = isinstance(found, (list, dict, str, dt.date, dt.time)) or literal(found) == value
    return found if exact else value


_SINGLE: Mapping[Any, Any] = {
    kinds.when: _day,
    kinds.boolean: _truth,
    kinds.number: _number,
    keys.version: _whole,
    kinds.readings: _readings,
    kinds.free: _free,
    _free_value: _free_value,
    keys.source: _source,
}


# -- one value by its way -----------------------------------------------------------------------

_STEP = re.compile(
    r'(?:"(?P<quoted>[^"]+)"|(?P<name>[^.\[\]"]+))(?:\[(?P<index>[1-9][0-9]*)\])?(?:\.(?=.)|$)'
)


def way(kind: str, words: str) -> tuple[Path, Reader | None]:
    """`dates.signed` or `sources[2].grade` as the way to it in a thing, and its reader."""
    reader: Reader | None = TABLES[kind]
    path: Path = ()
    at = 0
    if not words.strip():
        raise UsageError("a key is missing: it is written KEY=VALUE")
    while at < len(words):
        step = _STEP.match(words, at)
        if step is None:
            raise UsageError(f'"{words}" names no key: write title, dates.signed, sources[2].url')
        name, index = step["quoted"] or step["name"].strip(), step["index"]
        reader = keys.INLINE_SOURCE if reader is keys.source else reader
        if isinstance(reader, Keys):
            table = words[: step.start()].rstrip(".") or _NOUNS[kind]
            choose(name, reader.readers, "key", where=f" in {table}")
        reader = _of(reader, name)
        path = (*path, name)
        if index:
            path = (*path, int(index) - 1)
            free = _free_value if reader is _free_value else None
            reader = reader.item if isinstance(reader, Items) else free
        at = step.end()
    return path, reader
