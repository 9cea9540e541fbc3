"""Find parts of a sentence that do not state a fact, such as conditions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from chrono.core.proof.words import Forms, follows, part_around, words_before

_CONTACT = r"(?:meetings?|summits?|calls?|talks|visits?|trips?|rounds?|conversations?|encounters?)"
_CANCELLED = (
    r"(?:cancel(?:l?ed|l?ing|s)?|call(?:ed|ing)? off|scrapp(?:ed|ing)|shelv(?:ed|ing)"
    r"|postpon(?:ed?|ing)|abort(?:ed)?|avert(?:ed)?|avoid(?:ed|ing)?|reschedul(?:ed|ing)"
    r"|delay(?:ed|ing)?|to skip|ruled? out|moved)"
)
_CANCELLED_WORDS = (
    "cancel cancels canceled cancelled canceling cancelling call called calling scrapped scrapping"
    " shelved shelving postpone postponed abort aborted avert averted avoid avoided avoiding"
    " reschedule rescheduled rescheduling delay delayed delaying skip rule ruled moved"
)
_FICTION = (
    "film films movie movies novel novels sitcom sitcoms fiction fictional parody cartoon cartoons"
    " simulation simulations lookalike lookalikes impersonator impersonators impostor impostors"
    " dream dreams dreamed dreamt deepfake deepfakes liar liars imaginary invented hypothetical"
)

_UNREAL = Forms[bool]((
    # If they met twice, suppose they met, it is unclear whether they met
    (r"\b(?i:if|unless|whether|suppose|supposing|imagine|pretend|assuming|lest)\b", True,
     "if unless whether suppose supposing imagine pretend assuming lest"),
    # denied that they met, disputes reports of a call
    (r"\b(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed)|dismiss(?:es|ed)|rejected|refuted)"
     r" (?:that|any|having|reports?|claims?|rumou?rs?|suggestions?|he|she|they|[A-Z])", True,
     "deny denies denied denying dispute disputes disputed dismisses dismissed rejected refuted"),
    # falsely said that they met, it is not true that they met
    (r"\b(?i:falsely|wrongly|mistakenly|incorrectly|erroneously|wrongfully)\b", True,
     "falsely wrongly mistakenly incorrectly erroneously wrongfully"),
    (r"\b(?i:not true|untrue|false|rumou?rs?|rumou?red|myth|hoax) (?:that|of|to|has|have|said)\b",
     True, "true untrue false rumour rumours rumor rumors rumoured rumored myth hoax"),
    # no evidence shows that they spoke
    (r"\b(?i:no|little|scant|without) (?:evidence|proof|indication|hint|truth|suggestion)\b", True,
     "evidence proof indication hint truth suggestion"),
    # Had they met, taxes would have fallen
    (r"^(?:Had|Were|Should) (?:the |both )?[A-Z]", False, "had were should"),
    (r"\b(?:would|could|might|should|must) (?:not )?have (?:been|met|spoken|talked|called|held)\b",
     False, "would could might should must"),
    # the meeting planned for 5 May, their call was cancelled, they called off the summit
    (rf"\b{_CONTACT}\b[^,;]{{0,40}}?\b(?:planned|scheduled|proposed|slated|set|due)"
     r" (?:for|on|in)\b", False, "planned scheduled proposed slated set due"),
    (rf"\b{_CANCELLED}(?: [\w’'-]+){{0,4}}? {_CONTACT}\b", False, _CANCELLED_WORDS),
    (rf"\b{_CONTACT}\b[^,;]{{0,60}}? (?:was|were|been|being|got)(?: \w+)? {_CANCELLED}\b", False,
     _CANCELLED_WORDS),
    (r"\b(?:never|not|n['’]t)(?: actually| really)? (?:take place|took place|happen(?:ed)?"
     r"|materiali[sz]ed?|come about|came about)\b", False, "never not t"),
    (r"\bfell through\b", False, "fell"),
    # they almost met
    (r"\b(?:almost|nearly|all but) (?:met|spoke|talked|called|conferred|visited|held)\b", False,
     "almost nearly all"),
    # in the film, they met; lookalikes met; a claim that is false
    (rf"\b(?i:{_FICTION.replace(' ', '|')}|satir\w+|look-alikes?|make-believe|actors playing)\b",
     False, _FICTION + " satire satirical satirist look believe actors"),
    (r"\b(?:is|are|was|were) (?:wrong|false|untrue|fake|mistaken|an? (?:lie|myth|hoax))\b", False,
     "wrong false untrue fake mistaken lie myth hoax"),
    # sport
    (r"\b(?:World Cup|Olympics?|Olympic Games|[Cc]hampionships?|[Tt]ournaments?|[Ss]emi-?finals?"
     r"|golf)\b", False,
     "cup olympic olympics championship championships tournament tournaments semi semifinal"
     " semifinals golf"),
    # neither Ann nor Ben met Carl, met neither in Rome nor in Bern
    (r"\b[Nn]either (?:[A-Z][\w.’'-]+ ){1,4}nor\b", False, "neither"),
    (r"\bneither (?:in|on|at)\b", False, "neither"),
))  # fmt: skip
"""Rows for words that show that a part of a sentence states nothing. Comments have examples.

The meaning of a row is whether the text before these words may still be a statement.
"""

INTENDED = re.compile(
    r"\b(?:will|would|should|may|might|could|if|plan\w*|hope\w*|expect\w*|next|need\w*|to hold)\b"
)
"""Matches words for a plan before or beside a number of events: `they hope for two more calls`."""

_STOP = re.compile(r"[;—]|\s[–—-]\s|, (?:but|yet|although|though) ")
"""Matches a place where a part of a sentence ends."""


_FUTURE = frozenset((
    "will", "would", "shall", "should", "may", "might", "could", "can", "must", "cannot", "won't",
    "won’t", "wouldn't", "wouldn’t", "if", "unless", "whether",
))  # fmt: skip
_BEFORE_VERB = frozenset((
    "not", "also", "then", "now", "soon", "again", "next", "have", "be", "still", "even", "only",
    "hold", "resume", "continue", "take", "place",
))  # fmt: skip
_PLANNED = frozenset((
    "next", "planned", "possible", "proposed", "future", "another", "upcoming", "coming", "further",
    "expected", "more", "any", "every", "each", "some", "few", "fewer", "new", "forthcoming",
    "eventual", "early", "urgent", "regular", "annual", "routine", "no",
))  # fmt: skip
_BEFORE_NOUN = frozenset((
    "trade", "phone", "video", "formal", "face-to-face", "in-person", "direct", "leaders'",
    "leaders’", "other",
))  # fmt: skip


def is_future(text: str, start: int) -> bool:
    """Return whether the verb or noun at `start` [characters] means a future or planned event."""
    if follows(text, start, _PLANNED, _BEFORE_NOUN):
        return True
    after = ""
    words = words_before(text, start)
    for word in words:
        if word == "to":  # but not `they have yet to meet`, or `is said to have met`
            return next(words, "") != "yet" and after != "have"
        if word in _FUTURE:
            return True
        if word not in _BEFORE_VERB and not word.endswith("ly"):
            return False
        after = word
    return False


@lru_cache(4)
def unreal_parts(text: str) -> Sequence[tuple[int, int]]:
    """Return (start, end) [characters] of each part of a sentence that does not state a fact.

    An example is a condition: `if they had met`.
    """
    parts = []
    for match, from_here in _UNREAL.matches(text):
        start, end = match.span()
        first, last = part_around(text, start, end, _STOP)
        parts.append((start if from_here else first, last))
    return parts


def is_unreal(text: str, start: int, end: int) -> bool:
    """Return whether a part that states no fact overlaps the words from `start` to `end`
    [characters].
    """
    return any(start < last and first < end for first, last in unreal_parts(text))
