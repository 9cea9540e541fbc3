"""Readable ids for new entries: `2025-10-30-busan`, `xi-jinping`."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import count

from chrono.core.model import Actor
from chrono.core.names import fold
from chrono.core.precisions import POINTS_BY_NAME
from chrono.errors import UsageError

# Countries where the family name comes first, in the English press as well.
_FAMILY_FIRST = {"CN", "KH", "KP", "KR", "MO", "TW", "VN"}
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_LONGEST = 60


def slug(text: str) -> str:
    """The text in up to 60 characters (a-z, 0-9, hyphen), transliterated; it may be empty."""
    folded = fold(text)
    if not folded.isascii():
        from anyascii import anyascii  # 习近平 becomes XiJinPing

        sounded = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", anyascii(text.casefold()))
        folded = fold(sounded)
    return re.sub(r"[^a-z0-9]+", "-", folded.replace("'", "")).strip("-")[:_LONGEST].rstrip("-")


def id_of(text: str, taken: Collection[str]) -> str:
    """An id made from `text`, and not in `taken`. Raises UsageError if `slug(text)` is empty."""
    if not (id := slug(text)):
        raise UsageError(f'cannot make an id from "{text}"; add --id ID')
    return free_id([id], taken)


def free_id(
    candidates: Sequence[str], taken: Collection[str], last: dict[str, int] | None = None
) -> str:
    """The first of `candidates` that is not in `taken`, or else the first with a number: `busan-2`.

    `last`: first candidate -> the highest number added to it; it saves time for many ids.
    """
    for candidate in candidates:
        if candidate not in taken:
            return candidate
    last = {} if last is None else last
    first = candidates[0]
    numbers = count(last.get(first, 1) + 1)
    last[first] = number = next(each for each in numbers if f"{first}-{each}" not in taken)
    return f"{first}-{number}"


def event_ids(date: str, type: str, actors: Sequence[Actor], place: str | None) -> list[str]:
    """Possible ids for an event, the best first: its date and place, or date, actors and type."""
    day = _day(date)
    if place and (place_slug := slug(place)):
        return [f"{day}-{place_slug}", f"{day}-{place_slug}-{slug(type)}"]
    return ["-".join(filter(None, (day, *map(_family_name, actors[:2]), slug(type))))]


def _day(date: str) -> str:
    """The first point in time in an EDTF string: `2025-10-30`, `2025-spring`, or `undated`."""
    match = re.search(POINTS_BY_NAME, date)
    if match is None:
        return "undated"
    text = match[0].replace("-XX", "").lower()
    return f"{text[:4]}-{_SEASONS[text[5:]]}" if match.lastgroup == "season" else text


def _family_name(actor: Actor) -> str:
    words = [word for word in slug(actor.name).split("-") if word not in _SUFFIXES]
    if not words:
        return ""
    if len(words) > 3:
        return slug(actor.id)
    return words[0] if actor.country in _FAMILY_FIRST else words[-1]
