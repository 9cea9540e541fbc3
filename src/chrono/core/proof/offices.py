"""Offices in a text: `the Treasury secretary`, `China's top diplomat`.

An office is recognised by phrases made from its title in the ledger.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from chrono.core.dates import When
from chrono.core.model import Actor, Role
from chrono.core.proof.nations import adjectives, any_of, capitals, country_names

_HEADS = (
    "vice-president", "vice-premier", "vice-minister", "president", "premier", "secretary",
    "minister", "representative", "ambassador", "envoy", "chairman", "chair", "director",
    "governor", "mayor", "senator", "adviser", "commander", "chief", "spokesperson",
)  # fmt: skip
"""Words for a person who holds an office. The word for the field stands before or after them."""

_SAME: Mapping[str, tuple[str, ...]] = {
    "foreign minister": ("top diplomat", "diplomatic chief", "chief diplomat"),
    "secretary of state": ("top diplomat", "chief diplomat"),
    "defence minister": ("defence chief", "minister of defence"),
    "secretary of defence": (
        "defence secretary", "defence chief", "pentagon chief", "secretary of war", "war secretary",
    ),
    "treasury secretary": ("treasury chief", "secretary of the treasury", "finance chief"),
    "commerce secretary": ("commerce chief",),
    "commerce minister": ("commerce chief",),
    "trade representative": ("trade envoy", "top trade negotiator", "trade chief"),
    "ambassador": ("envoy",),
    "premier": ("prime minister",),
    "chief executive": ("ceo", "chief executive officer", "boss"),
}  # fmt: skip
"""Other phrases for the same office."""

GROUPS: Mapping[str, frozenset[str]] = {
    "defence": frozenset(("defence minister", "secretary of defence")),
    "foreign": frozenset(("foreign minister", "secretary of state")),
    "presidents": frozenset(("president",)),
    "commerce": frozenset(("commerce minister", "commerce secretary")),
}
"""The phrases of the offices of each group of colleagues."""


class Office(NamedTuple):
    """An office that an actor holds. `phrases`: what texts call the office, in lower case."""

    actor: Actor
    role: Role
    phrases: frozenset[str]

    def held_on(self, day: dt.date) -> bool:
        """Return whether the actor held the office on a day.

        The result is False if the title of the office begins with `former`.
        """
        is_former = self.role.title.lower().startswith("former ")
        return not is_former and self.role.held_on(When.on(day))


def plain(text: str) -> str:
    """Return a phrase in British spelling and lower case, omitting `the` and `national`."""
    text = text.lower().replace("defense", "defence").replace("’", "'")
    text = re.sub(r"\bvice (?=premier|president|minister)", "vice-", text)
    return " ".join(re.sub(r"\b(?:the|national)\b", " ", text).split())


@cache
def _countries() -> Sequence[str]:
    return sorted({*adjectives(), *country_names(), "United States"}, key=len, reverse=True)


@lru_cache(maxsize=64)
def _one_of(countries: Sequence[str]) -> re.Pattern[str]:
    listed = any_of(countries)
    return re.compile(rf"\bof (?:the )?{listed}(?!\w)|(?<!\w){listed}(?:'s)?(?!\w)")


def _bare(title: str) -> str:
    title = re.sub(r"\s*\(.*?\)", "", title)
    countries = tuple(name for name in _countries() if name in title)
    return plain(_one_of(countries).sub(" ", title)).removeprefix("former ")


_OF_FIELD = re.compile(r"(.+?) (?:of|for) (.+)")
_FIELD_FIRST = re.compile(rf"(.+) ({'|'.join(_HEADS)})")


@lru_cache(maxsize=10_000)
def phrases_of(title: str) -> frozenset[str]:
    """Return what texts call an office, in lower case.

    The title `Minister of Commerce` gives `minister of commerce` and `commerce minister`.
    """
    bare = _bare(title)
    phrases = {bare}
    if match := _OF_FIELD.fullmatch(bare):
        head, field = match.groups()
        if head.split()[-1] in _HEADS:
            phrases.add(f"{field} {head}")
        if head == "chief executive":
            phrases |= {f"{field} chief executive", f"{field} ceo", f"{field} boss"}
    elif match := _FIELD_FIRST.fullmatch(bare):
        phrases.add(f"{match[2]} of {match[1]}")
    if bare.startswith("ambassador"):
        phrases.add("ambassador")
    if "chairman and chief executive of" in bare:
        field = bare.rpartition(" of ")[2]
        phrases |= {f"{field} chief executive", f"chief executive of {field}"}
    same = {other for phrase in phrases for other in _SAME.get(phrase, ())}
    return frozenset(filter(None, phrases | same))


def offices_of(actors: Iterable[Actor]) -> Iterator[Office]:
    """Yield every office of every actor."""
    for actor in actors:
        for role in actor.roles:
            yield Office(actor, role, phrases_of(role.title))


def government(name: str) -> str | None:
    """Return the code of the country that a word such as `Beijing` or `Chinese` means.

    Return None for a word that means no country.
    """
    bare = re.sub(r"['’]s$", "", name)
    return adjectives().get(bare) or capitals().get(bare) or country_names().get(bare)
