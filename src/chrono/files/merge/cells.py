"""Parses the texts of cells: JSON, NAME=VALUE pairs, ids, dates in a format, sources."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from chrono.files.format.ids import slug


def from_json(text: str, kind: type) -> Any:
    """The list or dict (`kind`) that a text is in JSON; None for any other text."""
    if not text.lstrip().startswith(("[", "{")):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, kind) else None


def texts_from_json(text: str) -> list[str] | None:
    """The list of texts that a text is in JSON; None for any other text."""
    value = from_json(text, list)
    return value if value and all(isinstance(item, str) for item in value) else None


def split_pairs(text: str) -> list[str]:
    """The parts of `a=1; b=x; y` as `list` joins them; one without a name belongs to its left."""
    pairs: list[str] = []
    for part in text.split("; "):
        if "=" in part or not pairs:
            pairs.append(part)
        else:
            pairs[-1] += f"; {part}"
    return pairs


def as_ledger_id(text: str) -> str:
    """The id of another program in a-z, 0-9 and hyphens; a text without letters stays as it is."""
    if not text.isascii():
        return slug(text) or text
    id = re.sub(r"[^a-z0-9-]+", "-", text.strip().lower())
    return id if re.search(r"[a-z0-9]", id) else text


def has_half_characters(value: Any) -> bool:
    """Whether a text in a value has half of a UTF-16 pair, which cannot be written."""
    if isinstance(value, (list, dict)):
        return any(map(has_half_characters, value if isinstance(value, list) else value.values()))
    return isinstance(value, str) and bool(re.search("[\ud800-\udfff]", value))


def parse_date(text: str, date_format: str) -> str | None:
    """The date of a text in a format as ISO, as exact as the format; None for any other text.

    `%m/%Y` gives a month. A text that may be two dates, or has the wrong day of the week, is none.
    """
    try:
        moment = dt.datetime.strptime(text, date_format)
    except ValueError:
        return None
    directives = set(re.findall(r"%(.)", date_format))
    for name in directives & {"A", "a"}:
        if moment.strftime(f"%{name}").casefold() not in text.casefold():
            return None
    if re.search(r"%[YmdHIMS]%[YmdHIMS]", date_format) and moment.strftime(date_format) != text:
        return None  # 2025111
    if directives & {"H", "I"}:
        return moment.isoformat(timespec="seconds")
    day = moment.date().isoformat()
    if "d" in directives:
        return day
    return day[:7] if directives & {"m", "b", "B"} else day[:4]


_SOURCE = re.compile(
    r"(?P<publisher>.*?)(?: \((?P<origin>[^()]+)\))?(?: (?P<url>https?://\S+))?", re.IGNORECASE
)


def parse_source(text: str) -> Any:
    """`MarketBeat (AP) https://…` as the keys of a source; a single word, which may be an id."""
    text = text.strip()
    if re.fullmatch(r"https?://\S+", text, re.IGNORECASE):
        return {"url": text}
    match = _SOURCE.fullmatch(text)
    if match is None or re.fullmatch(r"[A-Za-z0-9_-]+", text):
        return text
    return {key: value for key, value in match.groupdict().items() if value}
