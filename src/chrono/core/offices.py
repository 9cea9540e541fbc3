"""The ways in which a text names an office, and the actors that hold one: people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from chrono.core.model import Actor
from chrono.core.names import words
from chrono.core.nations import ABBREVIATIONS, ADJECTIVES

SURNAME_FIRST = ("CN", "HU", "JP", "KP", "KR", "TW", "VN")
"""Countries in whose names the surname is the first word."""

_BODY_WORDS = """government ministry department council delegation team navy army force forces
command committee embassy office bureau chamber customs executives experts leaders house board bank
agency commission association"""
_BODIES = frozenset(_BODY_WORDS.split())


def is_person(actor: Actor) -> bool:
    """Return whether an actor seems to be a person: it has an office, or a name of two words."""
    parts = actor.name.split()
    if not 2 <= len(parts) <= 4 or actor.country is None:
        return False
    is_name = all(part[:1].isupper() or len(part) < 4 for part in parts)
    return bool(actor.roles) or (is_name and _BODIES.isdisjoint(words(actor.name)))


_OF_COUNTRY = re.compile(r" (?:of|to) (?:the )?[A-Z][\w.’' ]+$")
_OWN_ADJECTIVE = re.compile(rf"^(?:{'|'.join(map(re.escape, (*ADJECTIVES, *ABBREVIATIONS)))}) ")
_OFFICE = re.compile(r"(?P<head>Secretary|Minister|Ministry) (?:of|for) (?:the )?(?P<field>.+)")
_SAME: Mapping[str, Sequence[str]] = {
    "foreign minister": ("fm", "minister of foreign affairs", "top diplomat", "chief diplomat"),
    "secretary of state": ("top diplomat", "chief diplomat"),
    "prime minister": ("premier", "pm"),
    "premier": ("prime minister",),
    "trade representative": ("top trade negotiator", "trade envoy"),
    "defense secretary": ("defence secretary", "secretary of war", "war secretary"),
    "president": ("head of state",),
}


def office_names(title: str) -> Iterable[str]:
    """Return the ways in which a text may name an office, without the country."""
    bare = _OWN_ADJECTIVE.sub("", re.sub(r" \(.*?\)", "", title))
    if not re.match(r"Secretary of|Minister of", bare):
        bare = _OF_COUNTRY.sub("", bare)
    found = {bare, _OF_COUNTRY.sub("", bare) if _OFFICE.match(bare) is None else bare}
    if match := _OFFICE.match(bare):
        field = _OF_COUNTRY.sub("", match["field"])
        found = {f"{match['head']} of {field}", f"{field} {match['head']}"}
        found.add(f"{field.removesuffix(' Affairs')} {match['head']}")
    elif match := re.fullmatch(r"(\w+) (Minister|Secretary)", bare):
        found.add(f"{match[2]} of {match[1]}")
    found |= {name.replace("National Def", "Def") for name in found}
    found |= {name.replace("Defence", "Defense") for name in found}
    found |= {name.replace("Defense", "Defence") for name in found}
    return found.union(*(_SAME.get(name.lower(), ()) for name in found))
