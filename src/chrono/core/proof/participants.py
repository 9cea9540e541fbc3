"""Which of the people whom a clause names take part in its event."""

from __future__ import annotations

import re
from typing import TypeGuard

from chrono.core.proof.clauses import Clause
from chrono.core.proof.words import Mark

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
    """The people of a clause who may take part, and do not only own, ask or say something."""
    return [mark for mark in clause.of("people") if _takes_part(mark, clause.nucleus, text)]


def _takes_part(mark: Mark, nucleus: Mark | None, text: str) -> bool:
    before = text[max(0, mark.start - 24) : mark.start]
    if _only_owns(mark, nucleus, text):
        return False
    if _LED_BY.search(before) and "delegation" in text[: mark.start]:
        return True
    of_noun = _is_noun(nucleus) and 0 <= mark.start - nucleus.end < 6
    if _OF.search(before) and not _OFFICIALS_OF.search(before) and not of_noun:
        return False
    if _PROPOSED_BY.search(before) or _SAID_BEFORE.search(before):
        return False
    if _SAID_AFTER.match(text, mark.end):
        return False
    parties = mark.value.parties
    is_object = nucleus is not None and mark.start > nucleus.start
    return not (parties and parties[0].country and is_object and not _WITH.search(before))


def is_deputised(mark: Mark, clause: Clause, text: str) -> bool:
    """Whether somebody unnamed acts for a person: `aides to Trump`, `Trump's son met`."""
    if not mark.value.is_name or not mark.value.person:
        return False
    before = text[max(0, mark.start - 40) : mark.start]
    if _ACTS_BEFORE.search(before) or _ACTS_AFTER.match(text, mark.end):
        return True
    verb = clause.nucleus
    if verb is None or verb.kind != "verb" or mark.end >= verb.start:
        return False
    owned = _OWNED_SUBJECT.fullmatch(text, mark.end, verb.start)
    within = clause.start <= mark.start
    return bool(owned) and within and _GROUPS.isdisjoint(owned[0].split() if owned else ())


def _only_owns(mark: Mark, nucleus: Mark | None, text: str) -> bool:
    """Whether somebody only owns something: `Trump's tariffs`, but not `Trump's call with Xi`."""
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
    """Whether a clause has a name that no mark covers. `whole`: or the sentence up to its end."""
    first = 0 if whole else max(0, clause.start - 10)
    for match in _UNKNOWN_NAME.finditer(text[first : clause.end]):
        start, end = first + match.start("name"), first + match.end("name")
        covered = any(start < mark.end and mark.start < end for mark in clause.marks)
        if not covered and (end > clause.start or whole):
            return True
    return False
