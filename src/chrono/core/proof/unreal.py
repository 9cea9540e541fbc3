"""Parts of a sentence that do not state that a contact took place: conditions, plans, fiction."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_CONTACT = r"(?:meetings?|summits?|calls?|talks|visits?|trips?|rounds?|conversations?|encounters?)"
_CANCELLED = (
    r"(?:cancel(?:l?ed|l?ing|s)?|call(?:ed|ing)? off|scrapp(?:ed|ing)|shelv(?:ed|ing)"
    r"|postpon(?:ed?|ing)|abort(?:ed)?|avert(?:ed)?|avoid(?:ed|ing)?|reschedul(?:ed|ing)"
    r"|delay(?:ed|ing)?|to skip|ruled? out|moved)"
)

_FROM_HERE: Sequence[str] = (
    # If they met twice, suppose they met, it is unclear whether they met
    r"\b(?i:if|unless|whether|suppose|supposing|imagine|pretend|assuming|lest)\b",
    # denied that they met, disputes reports of a call
    r"\b(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed)|dismiss(?:es|ed)|rejected|refuted)"
    r" (?:that|any|having|reports?|claims?|rumou?rs?|suggestions?|he|she|they|[A-Z])",
    # falsely said that they met, it is not true that they met
    r"\b(?i:falsely|wrongly|mistakenly|incorrectly|erroneously|wrongfully)\b",
    r"\b(?i:not true|untrue|false|rumou?rs?|rumou?red|myth|hoax) (?:that|of|to|has|have|said)\b",
    # no evidence shows that they spoke
    r"\b(?i:no|little|scant|without) (?:evidence|proof|indication|hint|truth|suggestion)\b",
)
"""Words after which nothing is stated, up to the end of the part."""

_ALL_OF_IT: Sequence[str] = (
    # Had they met, taxes would have fallen
    r"^(?:Had|Were|Should) (?:the |both )?[A-Z]",
    r"\b(?:would|could|might|should|must) (?:not )?have (?:been|met|spoken|talked|called|held)\b",
    # the meeting planned for 5 May, their call was cancelled, they called off the summit
    rf"\b{_CONTACT}\b[^,;]{{0,40}}?\b(?:planned|scheduled|proposed|slated|set|due) (?:for|on|in)\b",
    rf"\b{_CANCELLED}(?: [\w’'-]+){{0,4}}? {_CONTACT}\b",
    rf"\b{_CONTACT}\b[^,;]{{0,60}}? (?:was|were|been|being|got)(?: \w+)? {_CANCELLED}\b",
    r"\b(?:never|not|n['’]t)(?: actually| really)? (?:take place|took place|happen(?:ed)?"
    r"|materiali[sz]ed?|come about|came about)\b",
    r"\bfell through\b",
    # they almost met
    r"\b(?:almost|nearly|all but) (?:met|spoke|talked|called|conferred|visited|held)\b",
    # in the film, they met; lookalikes met; a claim that is false
    r"\b(?i:films?|movies?|novels?|sitcoms?|fiction(?:al)?|parody|satir\w+|cartoons?|simulations?"
    r"|lookalikes?|look-alikes?|impersonators?|impostors?|dream(?:s|ed|t)?|actors playing"
    r"|deepfakes?|liars?)\b",
    r"\b(?:is|are|was|were) (?:wrong|false|untrue|fake|mistaken|an? (?:lie|myth|hoax))\b",
    # sport
    r"\b(?:World Cup|Olympics?|Olympic Games|[Cc]hampionships?|[Tt]ournaments?|[Ss]emi-?finals?"
    r"|golf)\b",
    # neither Ann nor Ben met Carl, met neither in Rome nor in Bern
    r"\b[Nn]either (?:[A-Z][\w.’'-]+ ){1,4}nor\b",
    r"\bneither (?:in|on|at)\b",
)  # fmt: skip
"""Words for which nothing is stated in the whole part."""

_UNREAL = re.compile(rf"(?P<here>{'|'.join(_FROM_HERE)})|{'|'.join(_ALL_OF_IT)}")
_STOP = re.compile(r"[;—]|\s[–—-]\s|, (?:but|yet|although|though) ")
"""Where a part of a sentence ends."""


@lru_cache(4)
def unreal_parts(text: str) -> Sequence[tuple[int, int]]:
    """The parts of a sentence, as (start, end), that state nothing about what took place."""
    found = []
    for match in _UNREAL.finditer(text):
        start, end = match.span()
        stops = [stop.end() for stop in _STOP.finditer(text, 0, start)]
        following = _STOP.search(text, end)
        first = start if match["here"] else max(stops, default=0)
        found.append((first, following.start() if following else len(text)))
    return found


def is_unreal(text: str, start: int, end: int) -> bool:
    """Whether some words of a sentence are in a part that states nothing about what took place."""
    return any(start < last and first < end for first, last in unreal_parts(text))
