"""Make readable ids for new entries, such as `2025-10-30-busan` and `xi-jinping`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from itertools import count

from chrono.core.countries import country_of, name_and_country
from chrono.core.model import Actor
from chrono.core.names import fold
from chrono.core.precisions import POINTS_BY_NAME
from chrono.core.spans import SEASONS
from chrono.errors import UsageError

# Countries where the family name comes first, in the English press as well.
_FAMILY_FIRST = {"CN", "KH", "KP", "KR", "MO", "TW", "VN"}
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_LINKS = {"of", "for", "the", "and", "a", "an"}
_TITLES = {
    "president", "vice", "prime", "deputy", "foreign", "minister", "premier", "chancellor", "king",
    "queen", "emperor", "prince", "princess", "crown", "secretary", "general", "sir", "dr", "mr",
    "mrs", "ms", "ambassador", "senator",
}  # fmt: skip
_OFFICES = {"department", "ministry", "office", "bureau"}
_OF_BODIES = _LINKS | _OFFICES | {
    "association", "alliance", "agency", "council", "union", "bank", "company", "group",
    "institute", "university", "committee", "commission", "federation", "organisation",
    "organization", "foundation", "fund", "party", "society", "authority", "administration",
    "court", "congress", "parliament", "ltd", "inc", "gmbh", "plc",
}  # fmt: skip
"""Words that only names of organisations contain."""
_SIGNS = "0123456789bcdfghjkmnpqrstvwxyz"
_LONGEST = 60
_LONGEST_PLACE = 36


def slug(text: str) -> str:
    """Return an id made from a text, such as `xi-jinping`, with at most 60 characters.

    The result is "" if the text has no letters or digits.
    """
    folded = fold(text)
    if not folded.isascii():
        from anyascii import anyascii  # 习近平 becomes XiJinPing

        sounded = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", anyascii(text.casefold()))
        folded = fold(sounded)
    return re.sub(r"[^a-z0-9]+", "-", folded.replace("'", "")).strip("-")[:_LONGEST].rstrip("-")


def id_of(text: str, taken: Collection[str]) -> str:
    """Return an id made from `text`, with a number if the id is in `taken`.

    Raises UsageError if `text` has no letters or digits.
    """
    if not (id := slug(text)):
        raise UsageError(f'cannot make an id from "{text}"; add --id ID')
    return free_id([id], taken)


def free_id(
    candidates: Sequence[str], taken: Collection[str], last: dict[str, int] | None = None
) -> str:
    """Return the first of `candidates` that is not in `taken`.

    If all are taken, the result is the first with a number, such as `busan-2`. `last`: a dict for
    the last number of each candidate. Passing the same dict again saves time.
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
    """Return ids to try for a new event, such as `2025-10-30-busan`, best first.

    Without a place, the ids are made from the date, the actors and the type.
    """
    day = _day(date)
    if place and (place_slug := slug(place)):
        return [f"{day}-{place_slug}", f"{day}-{place_slug}-{slug(type)}"]
    return ["-".join(filter(None, (day, *map(_short_name, actors[:2]), slug(type))))]


def content_ids(
    date: str, actors: Sequence[Actor], place: str | None, content: str
) -> tuple[str, str]:
    """Return a short and a longer id for an event from an imported row, such as
    `2025-10-30-busan-x7k3`.

    `content`: the hash of the row, which ends the longer id. Its first four characters end the
    short id.
    """
    day, where = _day(date), slug(place or "")[:_LONGEST_PLACE].rstrip("-")
    readable = [where] if where else [*map(_short_name, actors[:2])]
    start = "-".join(filter(None, (day, *readable)))
    return f"{start}-{content[:4]}", f"{start}-{content}"


def fingerprint(content: str) -> str:
    """Return a hash of a text: eight characters, which are digits and consonants."""
    number = int(hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest(), 16)
    signs = []
    for _ in range(8):
        number, sign = divmod(number, len(_SIGNS))
        signs.append(_SIGNS[sign])
    return "".join(signs)


def _day(date: str) -> str:
    match = re.search(POINTS_BY_NAME, date)
    if match is None:
        return "undated"
    text = match[0].replace("-XX", "").lower()
    return f"{text[:4]}-{SEASONS[int(text[5:]) - 21]}" if match.lastgroup == "season" else text


def _short_name(actor: Actor) -> str:
    name, _ = name_and_country(actor.name)
    words = [word for word in slug(name).split("-") if word not in _SUFFIXES]
    if (code := country_of(name)) is not None and (len(name) > 3 or name.isupper()):
        return slug(name if len(words) < 3 else code)
    while len(words) > 1 and words[0] in _TITLES:
        del words[0]
    is_body = any(word in _OF_BODIES for word in words)
    words = [word for word in words if word not in _LINKS]
    names = [word for word in words if len(word) > 1] or words  # without initials
    if is_body or len(names) > 3:
        id = slug(actor.id)
        start = 1 if len(words) > 1 and words[0] in _OFFICES else 0
        return id if "-" not in id else "-".join(words[start : start + 2])
    return (names[0] if actor.country in _FAMILY_FIRST else names[-1]) if names else ""
