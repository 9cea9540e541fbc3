"""Find groups of office holders in a sentence, and the countries of each group.

Examples are `French and Brazilian leaders` and `the defence ministers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from chrono.core.proof.nations import any_of
from chrono.core.proof.offices import government
from chrono.core.proof.words import has_word, word_before


class Group(NamedTuple):
    """A group of office holders in a sentence.

    - `start`, `end`: position in the sentence [characters]
    - `key`: the name of the offices, such as "defence", or "other"
    - `countries`: the codes of the countries that the words name
    """

    start: int
    end: int
    key: str
    countries: tuple[str, ...] = ()


_WORDS = (
    "leader leaders president presidents head heads minister ministers secretaries chiefs"
    " diplomats premiers officials negotiators ambassadors envoys lawmakers senators executives"
)
_TWO = r"(?:(?:two|respective) )*"
_PLURALS = "leaders presidents heads ministers secretaries chiefs diplomats"
_STATE_WORDS = "countries nations sides capitals governments powers superpowers economies states"
_OFFICES = (
    rf"(?P<leaders>{_TWO}(?:top |national |paramount )?leaders?|{_TWO}heads? of state)"
    rf"|(?P<presidents>{_TWO}presidents?)"
    rf"|(?P<defence>{_TWO}defen[cs]e (?:ministers|chiefs|secretaries))"
    rf"|(?P<foreign>{_TWO}(?:foreign ministers|(?:top|chief) diplomats|diplomatic chiefs))"
    rf"|(?P<commerce>{_TWO}commerce (?:ministers|chiefs|secretaries))"
)
_OTHERS = (
    r"[\w-]*(?:leaders|presidents|heads of government|ministers|secretaries|chiefs|premiers"
    r"|officials|negotiators|diplomats|ambassadors|envoys|lawmakers|senators|executives)"
)
_OFFICE = rf"(?i:{_OFFICES}|(?P<other>{_OTHERS}))(?![\w-])"
"""A pattern for an office. The group `other` has offices whose holders are unknown."""

_NO_ADJECTIVE = r"(?!(?:and|between|had|have|held|hope|met|of|said|say|says|the|want|with)\b)"
_OWNED_OFFICE = _OFFICE.replace("(?P<other>", rf"(?P<other>(?:{_NO_ADJECTIVE}[\w-]+ ){{0,2}}?")
"""A pattern for an office after its country, with the words between them."""

_ARTICLES = r"(?:(?:[Tt]he|[Bb]oth|[Tt]heir|[Tt]hese|[Oo]ur|[Tt]wo) )*"
_OF = r" (?:of|from|in|on|for|representing) "
_STATES = rf"(?:(?:largest|biggest|great|big|rival) )?(?:{_STATE_WORDS.replace(' ', '|')})"
_BOTH_SIDES = (
    re.compile(
        r"(?:[Tt]he|[Bb]oth|[Tt]heir|[Tt]hese|[Oo]ur)(?: (?:world['’]s )?two)?"
        rf" {_STATES}['’]s? {_OWNED_OFFICE}"
    ),
    re.compile(
        rf"(?<![\w-]){_ARTICLES}{_OFFICE}{_OF}(?:both(?: of)?(?: the)?|each of the two"
        r"|(?:the|these|those|our|their) (?:world['’]s )?two|their respective)"
        rf" {_STATES}(?![\w'’])"
    ),
)
_PLAIN = re.compile(rf"(?<![\w-]){_ARTICLES}(?i:{_OFFICES})(?![\w-])(?P<of> of\b(?! \d))?")

_BEFORE_GROUP = frozenset((
    "", "and", "as", "at", "because", "before", "after", "between", "but", "by", "for", "from",
    "how", "if", "of", "on", "said", "says", "since", "that", "to", "until", "when", "where",
    "while", "with", "these", "our",
))  # fmt: skip
"""Words that may be before a group without an article. `party leaders` is not a group."""


def groups(text: str, nations: Sequence[str]) -> Iterator[Group]:
    """Yield the groups of office holders in a sentence. Groups may overlap.

    The key of `the leaders of the party` is "other". Words such as `party leaders` are omitted.
    `nations`: the names of countries in the sentence.
    """
    if not has_word(text, _WORDS):
        return
    patterns = _BOTH_SIDES if has_word(text, _STATE_WORDS) else ()
    if len(nations) > 1:
        patterns = (*patterns, *_of_countries(tuple(nations)))
    for pattern in patterns:
        for match in pattern.finditer(text):
            named = re.findall(any_of(nations), match[0]) if nations else ()
            codes = (government(name) for name in named)
            countries = tuple(dict.fromkeys(code for code in codes if code))
            key = _key(match)
            yield Group(*match.span(), key if _is_whole(match, key) else "other", countries)
    for match in _PLAIN.finditer(text) if has_word(text, _PLURALS) else ():
        key = _key(match)
        if match["of"]:
            yield Group(*match.span(), "other")
        elif (match[key].endswith("s") or "heads" in match[key]) and _is_whole(match, key):
            yield Group(*match.span(), key)


def _key(match: re.Match[str]) -> str:
    return next(name for name, words in match.groupdict().items() if words)


def _is_whole(match: re.Match[str], key: str) -> bool:
    before = word_before(match.string, match.start())
    article = match.start(key) > match.start()
    return article or before in _BEFORE_GROUP or before[-1] in ",;:0123456789"


@lru_cache(maxsize=64)
def _of_countries(nations: Sequence[str]) -> Sequence[re.Pattern[str]]:
    nation = rf"(?<![\w]){any_of(nations)}(?!\w)(?:['’]s?)?"
    row = rf"{nation}(?:(?:,? and |, |[–/-])(?:of |from )?(?:the )?{nation})+"
    return (
        re.compile(rf"(?:(?:[Bb]oth |[Tt]he )*){row} {_OWNED_OFFICE}"),
        re.compile(rf"(?<![\w-]){_ARTICLES}{_OFFICE}{_OF}(?:both )?(?:the )?{row}"),
    )


@lru_cache(maxsize=64)
def leader_of(nations: Sequence[str]) -> re.Pattern[str]:
    """Return a pattern for words such as `the Chinese leader` or `leader of China`.

    The group "whose" (`Chinese`) or "of" (`China`) of a match is the country. `nations`: the names
    and adjectives of the possible countries.
    """
    nation = any_of(nations)
    return re.compile(
        rf"(?<![\w-])(?:[Tt]he )?(?:(?P<whose>{nation})(?:['’]s)? (?:top |paramount )?leader"
        rf"|leader of (?:the )?(?P<of>{nation}))(?![\w-])(?! [A-Z])"
    )
