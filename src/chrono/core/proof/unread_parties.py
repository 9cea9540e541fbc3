"""Words for a party that the ledger's names do not explain: `met reporters`, `spoke with bankers`.

A contact that has such a party is another one, unless the ledger's event has one of these words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chrono.core.model import Event
from chrono.core.proof.clauses import Clause
from chrono.core.proof.topics import content
from chrono.core.proof.words import Mark

_READ = ("people", "country", "time", "form", "distance", "place", "ordinal", "noun", "event",
         "reference", "none")  # fmt: skip
"""Kinds of marks that may follow a verb in the place of an object."""

_DIRECT = re.compile(
    r"(?: (?:\w+ly|again|also|first|once|twice|later|together|(?:\w+|\d+) times|in person"
    r"|face to face|by (?:tele)?phone|by video))*(?: (?:with|to))? "
    r"(?!(?:\w+ly|again|also|first|once|twice|later|together)\b)"
)
_DETERMINER = re.compile(r"(?:the|an?|his|her|their|its|some|several|many|various|\d+) ")
_WITH = re.compile(r"\b(?:with|between|by) ")
_WITH_FIRST = re.compile(r"(?: and)?(?: again| also| then)? (?:with|by) ")
_AND_WITH = re.compile(r"\band (?:again |also |then )?with ")
_COUNTED = re.compile(r" (?:\w+ )?(?:officials|figures|ministers|leaders|hosts)\b")
_APPOSITION = re.compile(r",? (?:the )?")
_NO_OBJECT = re.compile(
    r"(?:in|on|at|by|for|before|after|during|over|via|and|or|nor|but|as|when|while|with|to|from|about"
    r"|only|just|until|since|through|this|last|late|early|earlier|mid|next|same|following|previous"
    r"|yesterday|today|here|there|face|each|one another|behind|shortly|less|under|within|outside"
    r"|inside|near|who|that|which|then|too|alone|instead|even|both|more|than|is|was|were|had|has"
    r"|up|down|out|again|not|never|if|because|amid|despite|so|such|how|what|where|all|no|every"
    r"|(?:\w+ )?(?:days?|weeks?|months?|years?|hours?|minutes?|times?|mornings?|evenings?|nights?"
    r"|afternoons?|weekends?))\b"
)
_NAME = re.compile(r"[\w’'&.-]*\w(?: (?:of |from )?[\w’'&-]*\w){0,4}")
_SUBJECT = re.compile(r"[^,;:()—]*$")


def unread_party(text: str, clause: Clause, people: Sequence[Mark]) -> str:
    """The words of a clause for a party that is not read, or "". `people`: those who are read."""
    verb = clause.nucleus
    alone = len(people) == 1 and len(people[0].value.parties) == 1
    if verb and verb.kind == "form" and alone:
        return text[people[0].end : verb.start].strip()  # `spoke to reporters by phone`
    if verb is None or verb.kind != "verb":
        return ""
    if clause.part:
        start = clause.start - len(" with") * text.endswith(" with", 0, clause.start)
        return _after(_WITH_FIRST.match(text, start, clause.end), clause)
    found = _after(_DIRECT.match(text, verb.end, clause.end), clause)
    found = found or _after(_AND_WITH.search(text, verb.end, clause.end), clause)
    if alone and not found:
        found = _companion(text, clause, verb) or _subject(text, clause, verb, people[0])
    return found


def has_words_of(event: Event, party: str) -> bool:
    """Whether an event has a content word of a party, in its title or in the names of people."""
    actors = (*event.actors, *event.present)
    names = " ".join((event.title, *(actor.name for actor in actors)))
    return not content(party).isdisjoint(content(names))


def _after(match: re.Match[str] | None, clause: Clause) -> str:
    """The party at the end of a match: of `met reporters`, `and with bankers`."""
    return _unread(match.string, clause, match.end()) if match else ""


def _companion(text: str, clause: Clause, verb: Mark) -> str:
    """A party after a preposition: `met on 5 May with bankers`, `was received by a mayor`."""
    for match in _WITH.finditer(text, verb.end, clause.end):
        if found := _unread(text, clause, match.end()):
            return found
    return ""


def _subject(text: str, clause: Clause, verb: Mark, person: Mark) -> str:
    """The subject of a verb whose object is the only person: of `reporters met Trump`."""
    if person.start < verb.start:
        return ""
    match = _SUBJECT.search(text, clause.start, verb.start)
    start = match.start() if match else clause.start
    if any(start <= mark.start < verb.start for mark in clause.of("people", "country")):
        return ""
    words = list(text[start : verb.start])
    for mark in clause.marks:
        for at in range(max(mark.start, start), min(mark.end, verb.start)):
            words[at - start] = " "
    said = "".join(words)
    return said.strip() if content(said) else ""


def _unread(text: str, clause: Clause, at: int) -> str:
    """The words at a place, if no mark explains them, and they may be people."""
    if determiner := _DETERMINER.match(text, at, clause.end):
        if _is_read(clause, at):
            return ""
        at = determiner.end()
    for mark in clause.of("amount"):
        if mark.start <= at < mark.end:
            if mark.value.times:
                return ""
            if _COUNTED.match(text, mark.end):
                return ""
            at = mark.end + 1
    if _is_read(clause, at) or _NO_OBJECT.match(text, at):
        return ""
    match = _NAME.match(text, at, clause.end)
    if match is None or match[0].startswith(("counterpart", "opposite number")):
        return ""
    names = (mark.start for mark in clause.of("people", "country") if mark.start > at)
    name = next(names, len(text))
    if name < match.end() or _APPOSITION.fullmatch(text, match.end(), name):
        return ""  # `met the minister, Ann`
    ends = [mark.start for mark in clause.of("time", "place", "form") if mark.start > at]
    return match[0][: min(ends, default=clause.end) - at].strip()


def _is_read(clause: Clause, at: int) -> bool:
    return any(
        mark.start <= at < mark.end and (mark.kind != "people" or mark.value.pronoun != "his")
        for mark in clause.of(*_READ)
    )
