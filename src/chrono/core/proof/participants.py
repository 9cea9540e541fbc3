"""Find who takes part in the event of a clause: known people, and parties not in the ledger.

`Xi met reporters` is about a party that is not in the ledger. Such a statement agrees only with an
event whose title or participants have the word `reporters`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeGuard

from chrono.core.model import Event
from chrono.core.proof.clauses import Clause
from chrono.core.proof.host_words import host_words
from chrono.core.proof.nations import countries_in
from chrono.core.proof.topics import content
from chrono.core.proof.words import Mark, overlaps

_POSSESSIVE = re.compile(r"['’]s? (?:[\w’'-]+ ){0,3}?[\w-]+")
_GROUPS = frozenset(("delegation", "team", "visitors", "group", "side", "negotiators", "officials"))
_COUNTERPART = re.compile(r" (?:Chinese |American |US |U.S. )?counterpart")
_LED_BY = re.compile(r"\b(?:led by|under|headed by) $")
_OF = re.compile(
    r"\b(?:according to|request of|behest of|invitation of|inauguration of|under|of) (?:the )?$"
)
_OFFICIALS_OF = re.compile(
    r"\b(?:[Oo]fficers|[Oo]fficials|[Rr]epresentatives|[Tt]eams|[Ee]nvoys|[Ll]eaders|board|head"
    r"|members) of (?:the )?$"
)
_PROPOSED_BY = re.compile(
    r"\b(?:requested|sought|asked for|proposed|initiated|arranged|suggested|placed) by (?:the )?$"
)
_SAID_BEFORE = re.compile(r"[,\"”’] said $")
_ACTS_BEFORE = re.compile(
    r"\b(?i:aides?|teams?|deput(?:y|ies)|envoys?|advis[eo]rs?|representatives?|officials|all(?:y|ies)"
    r"|supporters?|relatives?|sons?|wi(?:fe|ves)|daughters?|lawyers?|successors?|predecessors?"
    r"|spokes(?:man|woman|men|people)) (?:to|of|for) (?:both )?(?:President |Mr\.? |Mrs\.? )?$"
)
_ACTS_AFTER = re.compile(
    r" (?:administration|government|supporters?|aides?|advis[eo]rs?|allies|ally|officials|voters"
    r"|campaign|envoys?|lawyers?)\b"
)
_OWNED_SUBJECT = re.compile(r"['’]s?(?: [\w’'-]+){1,3}?(?: had| has| have| also)? ")
_SAID_AFTER = re.compile(r" (?:said|says|added)\b")
_WITH = re.compile(r"(?:between|with|and|of|by|received|saw|hosted|met|welcomed) (?:the |\w+ )?$")
_UNKNOWN_NAME = re.compile(
    r"(?:\b(?:met|with|and|between|by|received|saw|hosted|welcomed|to|of) |^)"
    r"(?P<name>(?!(?:The|A|An|In|On|At|By|But|And|Both|Their|His|Its|When|After|Before|Since) )"
    r"(?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+)"
)


def participants(clause: Clause, text: str) -> list[Mark]:
    """Return the marks of the people of a clause who may take part in the event.

    People who only say something, or who own something as in `Trump's tariffs`, are omitted.
    """
    return [mark for mark in clause.of("people") if _takes_part(mark, clause.nucleus, text)]


def _takes_part(mark: Mark, nucleus: Mark | None, text: str) -> bool:
    before = text[max(0, mark.start - 24) : mark.start]
    if _only_owns(mark, nucleus, text) or (nucleus and _only_hosts(mark, nucleus, text)):
        return False
    if _LED_BY.search(before) and "delegation" in text[: mark.start]:
        return True
    of_noun = _is_noun(nucleus) and 0 <= mark.start - nucleus.end < 6
    joined = text[mark.end : mark.end + 1] in ("-", "–", "/")  # `the number of Ash–Birch calls`
    if _OF.search(before) and not (_OFFICIALS_OF.search(before) or of_noun or joined):
        return False
    if _PROPOSED_BY.search(before) or _SAID_BEFORE.search(before):
        return False
    if _SAID_AFTER.match(text, mark.end):
        return False
    parties = mark.value.parties
    is_object = nucleus is not None and mark.start > nucleus.start
    return not (parties and parties[0].country and is_object and not _WITH.search(before))


def _only_hosts(mark: Mark, nucleus: Mark, text: str) -> bool:
    """Return whether people only host: Ann in `Ann hosted talks between Ben and Cy`."""
    words = host_words(text, nucleus) if nucleus.kind == "noun" else None
    if words is None or not words.apart:
        return False
    return mark.start >= words.end if words.passive else mark.end <= words.start


def is_deputised(mark: Mark, clause: Clause, text: str) -> bool:
    """Return whether somebody acts for the person at `mark`, as in `aides to Trump met`.

    The result is True for `without Trump`, too.
    """
    if not mark.value.is_name or not mark.value.person:
        return False
    before = text[max(0, mark.start - 40) : mark.start]
    if before.endswith(" without "):
        return True
    if _ACTS_BEFORE.search(before) or _ACTS_AFTER.match(text, mark.end):
        return True
    verb = clause.nucleus
    if verb is None or verb.kind != "verb" or mark.end >= verb.start:
        return False
    owned = _OWNED_SUBJECT.fullmatch(text, mark.end, verb.start)
    within = clause.start <= mark.start
    return bool(owned) and within and _GROUPS.isdisjoint(owned[0].split() if owned else ())


def _only_owns(mark: Mark, nucleus: Mark | None, text: str) -> bool:
    """Return whether people only own something, as in `Trump's tariffs`, unlike `Trump's call`."""
    if mark.value.pronoun in ("his", "their"):
        if _COUNTERPART.match(text, mark.end):
            return True
        return not (_is_noun(nucleus) and 0 < nucleus.start - mark.end < 25)
    if mark.value.pronoun or not _POSSESSIVE.match(text, mark.end):
        return False
    if not _GROUPS.isdisjoint(text[mark.end + 2 : mark.end + 50].split()[:4]):
        return False
    near = _is_noun(nucleus) and 0 <= nucleus.start - mark.end < 40
    return not (near and nucleus and "," not in text[mark.end : nucleus.start])


def _is_noun(nucleus: Mark | None) -> TypeGuard[Mark]:
    return nucleus is not None and nucleus.kind == "noun"


def has_unknown_name(text: str, clause: Clause, whole: bool) -> bool:
    """Return whether a clause has a name that is not in the ledger.

    `whole`: True to search the part of the sentence before the clause too.
    """
    for mark in clause.of("people"):
        for match in (_AND_NAME.match(text, mark.end), _NAME_AND.search(text, 0, mark.start)):
            if match and mark.value.is_name and not _is_part_of_name(match, text, clause):
                return True
    first = 0 if whole else max(0, clause.start - 10)
    for match in _UNKNOWN_NAME.finditer(text[first : clause.end]):
        start, end = first + match.start("name"), first + match.end("name")
        if not overlaps(start, end, clause.marks) and (end > clause.start or whole):
            return True
    return False


_VERB = re.compile(r" (?:[a-z]{3,}|is)\b(?! (?:of|for|to)\b|,)")
_OFFICE_OF = re.compile(r"(?P<owner>[A-Z][\w’' .-]*?)['’]s (?:[\w-]+ ){0,4}[\w-]+, ")
"""Matches an office before a name: `China's top diplomat, ` in `China's top diplomat, Wang Yi`."""
_AND_NAME = re.compile(r"(?:['’]s)?,? and (?P<name>[A-Z][\w’'.-]*\w)")
_NAME_AND = re.compile(r"(?<![\w’'.-] )(?P<name>[A-Z][\w’'.-]*\w) and $")


def _is_part_of_name(match: re.Match[str], text: str, clause: Clause) -> bool:
    """Return whether a word is in a mark, or a title before a name, such as `Commissioner`."""
    start = match.start("name")
    if overlaps(start, match.end("name"), clause.marks):
        return True
    after = next((mark for mark in clause.marks if mark.start > start), None)
    if after is None or after.kind != "people":
        return False
    office = _OFFICE_OF.fullmatch(text, start, after.start)
    if office and not countries_in(office["owner"]):
        office = None
    return bool(office) or not _VERB.search(text, start, after.start)


# -- parties that are not read --------------------------------------------------------------------

_READ = ("people", "country", "time", "form", "distance", "place", "ordinal", "noun", "event",
         "reference", "none")  # fmt: skip
"""The kinds of marks that may be the object of a verb."""

_DIRECT = re.compile(
    r"(?: (?:\w+ly|again|also|first|once|twice|later|together|(?:\w+|\d+) times|in person"
    r"|face to face|by (?:tele)?phone|by video))*(?: (?:with|to))? "
    r"(?!(?:\w+ly|again|also|first|once|twice|later|together)\b)"
)
_DETERMINER = re.compile(r"(?:the|an?|his|her|their|its|some|several|many|various|\d+) ")
_PREPOSITION = re.compile(r"\b(?:with|between|by) ")
_WITH_FIRST = re.compile(r"(?: and)?(?: again| also| then)? (?:with|by) ")
_AND_WITH = re.compile(r"\band (?:again |also |then )?with ")
COUNTED = re.compile(r" (?:\w+ )?(?:officials|figures|ministers|leaders|hosts)\b")
"""Matches words after a number of people, as in `met four ministers`."""
_APPOSITION = re.compile(r"[.,]? (?:the )?")
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
    """Return the words in a clause for a party that is not in the ledger, or "" for none.

    `people`: the marks of the people who take part.
    """
    verb = clause.nucleus
    alone = len(people) == 1 and len(people[0].value.parties) == 1
    if verb and verb.kind == "form" and alone:
        return text[people[0].end : verb.start].strip()  # `spoke to reporters by phone`
    if verb is None or verb.kind != "verb":
        return ""
    if clause.part:
        start = clause.start - len(" with") * text.endswith(" with", 0, clause.start)
        return _after(_WITH_FIRST.match(text, start, clause.end), clause)
    party = _after(_DIRECT.match(text, verb.end, clause.end), clause)
    party = party or _after(_AND_WITH.search(text, verb.end, clause.end), clause)
    if alone and not party:
        party = _companion(text, clause, verb) or _subject(text, clause, verb, people[0])
    return party


def has_words_of(event: Event, party: str) -> bool:
    """Return whether an event's title or a participant's name has a content word of `party`."""
    actors = (*event.actors, *event.present)
    names = " ".join((event.title, *(actor.name for actor in actors)))
    return not content(party).isdisjoint(content(names))


_SUBJECT_BEFORE = re.compile(
    r"(?<![\w’'-])(?P<word>[a-z]+(?:s|men|women|people)|[A-Z][\w’'-]+)"
    r"(?: (?:ha[sd]|have|also|then|later|first|again|only|never|\w+ly))* $"
)
_NO_SUBJECT = re.compile(
    r"(?:days?|weeks?|months?|years?|hours?|minutes|times|this|was|is|has|always|perhaps|as|thus|besides"
    r"|afterwards|sometimes|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|And|But|Then|When|Where|Who)$"
)


def has_unread_subject(text: str, clause: Clause) -> bool:
    """Return whether the verb of a clause has a subject that is not read: `teams met in Rome`.

    Only clauses are searched that continue another clause and name no subject.
    """
    verb = clause.nucleus
    if not clause.joined or clause.part or verb is None or verb.kind != "verb":
        return False
    match = _SUBJECT_BEFORE.search(text, clause.start, verb.start)
    if match is None or _NO_SUBJECT.match(match["word"]):
        return False
    return not overlaps(match.start("word"), match.end("word"), clause.marks)


def _after(match: re.Match[str] | None, clause: Clause) -> str:
    return _unread(match.string, clause, match.end()) if match else ""


def _companion(text: str, clause: Clause, verb: Mark) -> str:
    """Return the words for a party after a preposition: `bankers` in `met with bankers`, or ""."""
    for match in _PREPOSITION.finditer(text, verb.end, clause.end):
        if found := _unread(text, clause, match.end()):
            return found
    return ""


def _subject(text: str, clause: Clause, verb: Mark, person: Mark) -> str:
    """Return the subject of a verb, such as `reporters` in `reporters met Xi`, or "" for no
    subject.
    """
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
    subject = "".join(words)
    return subject.strip() if content(subject) else ""


def _unread(text: str, clause: Clause, at: int) -> str:
    if determiner := _DETERMINER.match(text, at, clause.end):
        if _is_read(clause, at):
            return ""
        at = determiner.end()
    for mark in clause.of("amount"):
        if mark.start <= at < mark.end:
            if mark.value.times:
                return ""
            if COUNTED.match(text, mark.end):
                return ""
            at = mark.end + 1
    if _is_read(clause, at) or _NO_OBJECT.match(text, at):
        return ""
    match = _NAME.match(text, at, clause.end)
    if match is None or re.search(r"\b(?:counterpart|opposite number)$", match[0]):
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
