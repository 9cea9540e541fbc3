"""Find words for who hosted or arranged a contact: `Ann hosted talks`, `talks hosted by Ann`."""

from __future__ import annotations

import re
from typing import NamedTuple

from chrono.core.proof.words import Mark


class HostWords(NamedTuple):
    """A verb in a sentence that states who hosted or arranged a contact.

    - `start`, `end`: the position of the verb, or of `hosted by` [characters]
    - `passive`: whether the host follows the verb
    - `hosts`: False for verbs such as `arranged`, whose subject may be anywhere
    - `apart`: whether the host is no participant, as in `hosted talks between Ann and Ben`
    """

    start: int
    end: int
    passive: bool
    hosts: bool
    apart: bool


_HOSTED = r"(?:hosted|hosts|hosting|(?:play(?:ed|s|ing)|was|were) (?:the )?hosts? (?:to|of|for))"
_ARRANGED = (
    r"(?:(?:co-)?(?:organi[sz]|arrang|broker|mediat|facilitat|conven|chair|moderat|sponsor|stag)"
    r"(?:ed|es|s|ing)|oversaw|set up)"
)
_BEFORE_NOUN = re.compile(
    rf"\b(?P<verb>(?P<hosts>{_HOSTED})|{_ARRANGED})"
    r"(?: (?!(?:and|or|but|with|by|for|to|at|in|on|after|before|that|when)\b)[\w’'-]+){0,6} $"
)
_AFTER_NOUN = re.compile(
    r"(?:(?!\b(?:after|before|since|until|when|while|as|where|who|whom)\b)[^,;:—])*?"
    r"(?:,? (?:that|which) |, | )(?:(?:was|were|been|being|is) )?(?:\w+ly )?"
    r"(?:(?P<hosts>hosted)|(?:organi[sz]|arrang|broker|mediat|facilitat|conven|chair|moderat"
    r"|sponsor|stag)ed) by "
)
_BETWEEN = re.compile(r"[^,;:]{0,40}? (?:between|involving) ")


def host_words(text: str, noun: Mark) -> HostWords | None:
    """Return the verb that states who hosted or arranged the contact that `noun` names, or None."""
    apart = bool(_BETWEEN.match(text, noun.end))
    if before := _BEFORE_NOUN.search(text, 0, noun.start):
        return HostWords(*before.span("verb"), False, bool(before["hosts"]), apart)
    if after := _AFTER_NOUN.match(text, noun.end):
        start = after.start("hosts") if after["hosts"] else after.end() - len(" by ")
        return HostWords(start, after.end(), True, bool(after["hosts"]), apart)
    return None


def is_of_noun(verb: Mark, noun: Mark | None, text: str) -> bool:
    """Return whether a verb only states who hosted the contact that `noun` names."""
    words = host_words(text, noun) if noun and noun.kind == "noun" else None
    return words is not None and verb.start <= words.start < verb.end
