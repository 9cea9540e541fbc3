"""What a cell says: JSON, pairs, a date in a format, a source, an id."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from chrono.core.ids import slug

_Kind = TypeVar("_Kind", list[Any], dict[str, Any])


def as_json(words: str, kind: type[_Kind]) -> _Kind | None:
    """What a cell says in JSON, where `list` could write it in no other way."""
    if not words.lstrip().startswith(("[", "{")):
        return None
    try:
        found = json.loads(words)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, kind) else None


def json_texts(words: str) -> list[str] | None:
    """A cell's list of texts, where it is one in JSON."""
    found = as_json(words, list)
    return found if found and all(isinstance(one, str) for one in found) else None


def pairs(words: str) -> list[str]:
    """`a=1; b=x; y` as `list` joins it: what has no name belongs to what comes before it."""
    found: list[str] = []
    for part in re.split(r"; ", words):
        if "=" in part or not found:
            found.append(part)
        else:
            found[-1] += f"; {part}"
    return found


def as_ledger_id(words: str) -> str:
    """An id in a-z, 0-9 and hyphens, of what has other signs; nothing is made of no letter."""
    if not words.isascii():
        return slug(words) or words
    made = re.sub(r"[^a-z0-9-]+", "-", words.strip().lower())
    return made if re.search(r"[a-z0-9]", made) else words


def halves(value: Any) -> Iterator[str]:
    """What cannot be written: a text with half a character in it."""
    if isinstance(value, str):
        if re.search("[\ud800-\udfff]", value):
            yield "a text has half a character in it, which has no bytes"
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from halves(item)


def dated(words: str, form: str) -> str | None:
    """A date by its format, as exact as that is: `%m/%Y` says no day."""
    try:
        read = dt.datetime.strptime(words, form)
    except ValueError:
        return None
    said = set(re.findall(r"%(.)", form))
    for weekday in said & {"A", "a"}:
        if read.strftime(f"%{weekday}").casefold() not in words.casefold():
            return None  # that day is another one of the week
    if re.search(r"%[YmdHIMS]%[YmdHIMS]", form) and read.strftime(form) != words:
        return None  # 2025111 may be two days
    if said & {"H", "I"}:
        return read.isoformat(timespec="seconds")
    day = read.date().isoformat()
    if "d" in said:
        return day
    return day[:7] if said & {"m", "b", "B"} else day[:4]


_SOURCE = re.compile(
    r"(?P<publisher>.*?)(?: \((?P<origin>[^()]+)\))?(?: (?P<url>https?://\S+))?", re.IGNORECASE
)


def source(words: str) -> Any:
    """`MarketBeat (AP) https://…`, as a cell has it; what is one word may be an id."""
    words = words.strip()
    if re.fullmatch(r"https?://\S+", words, re.IGNORECASE):
        return {"url": words}
    match = _SOURCE.fullmatch(words)
    if match is None or re.fullmatch(r"[A-Za-z0-9_-]+", words):
        return words
    return {key: value for key, value in match.groupdict().items() if value}
