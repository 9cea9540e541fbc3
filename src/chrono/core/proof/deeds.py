"""Find deeds: verbs and nouns that refer to documents.

A document is an event that is not a contact, such as a letter or a measure. A measure has several
dates: `took effect` refers to the date "effective".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chrono.core.proof.mentions import Mentions
from chrono.core.proof.people import Party
from chrono.core.proof.times import Time
from chrono.core.proof.unreal import is_future
from chrono.core.proof.words import Mark, one_of, overlaps, part_around

OWN, OPEN = "own", "open"
"""Values of the key of a deed: OWN for the event's own date, OPEN for any date of a measure."""


class Deed(NamedTuple):
    """A verb or noun that refers to a document.

    - `start`, `end`: position in the sentence [characters]
    - `types`: the ids of possible types of the document ("custom": a type that a ledger defines)
    - `key`: the date to which the deed refers: a key in DATE_KEYS, OWN or OPEN
    - `report`: whether reported speech follows the deed, as in `said that …`
    - `noun`: whether the deed is a noun with a date, as in `the joint statement of 12 May`
    - `passive`: whether the deed is a verb in the passive
    """

    start: int
    end: int
    word: str
    types: frozenset[str]
    key: str
    report: bool = False
    noun: bool = False
    passive: bool = False


VERBS: Sequence[tuple[str, str, str]] = (
    (r"told|tells", "statement", OWN),
    (r"said|says|added|confirmed|confirms|warned|insisted|stressed|acknowledged|denied|repeated"
     r"|claimed|threatened|reiterated|conceded|admitted", "statement", OWN),
    (r"addressed|addresses|sp(?:oke|eaks) (?:at|before|by video)|gave (?:a|an|his|her) (?:speech"
     r"|interview|address)|delivered (?:a|his|her) speech|summari[sz]ing|summed up",
     "statement", OWN),
    (r"published|publishes|released|releases|issued|issues|posted|aired",
     "statement measure agreement", "announced"),
    (r"announced|announces|unveiled|declared|disclosed|decided(?: on)?|made public",
     "measure agreement statement visit", "announced"),
    (r"signed|signs", "measure agreement", "signed"),
    (r"took effect|takes effect|(?:came|entered|went|go) into (?:force|effect)|became effective"
     r"|appl(?:y|ied|ies)(?= from)|kicked in|(?:is|was|were|has been|have been) in force",
     "measure agreement", "effective"),
    (r"suspended|paused|froze|frozen|put on hold", "measure agreement", "suspended"),
    (r"ended|expired|lapsed|ran out|scrapped|lifted", "measure agreement", "ended"),
    (r"raised|doubled|halved|cut|lowered|imposed|levied|slapped|hit|extended|prolonged|renewed|came"
     r"|(?:also )?dates?(?= from)|(?:is|are|was|were)(?= dated)|tightened|banned|restricted"
     r"|increased|answered|retaliated|reached|agreed|struck|concluded", "measure agreement", OPEN),
    (r"wrote|written|congratulated|sent (?:\w+ ){0,3}(?:letter|message|congratulations)"
     r"|(?:letter|message)(?: of \w+)? to [\w ]{1,30} went out", "letter", OWN),
    (r"visited|visits|travel(?:l)?ed to|flew (?:in)?to|arrived in|went to|toured"
     r"|(?:was|were)(?= in [A-Z])", "visit", OWN),
    (r"attended|presented|handed over|took part in|swapped|exchanged|invited", "custom other", OWN),
)  # fmt: skip
"""Rows (pattern, types, key) for verbs. The key of `signed` is "signed", one of DATE_KEYS."""

NOUNS: Sequence[tuple[str, str, str]] = (
    (r"statement|fact sheet|speech|interview|remarks|announcement", "statement agreement", OWN),
    (r"order|orders|controls|tariffs?|rules?|fees|sanctions|ban|duties|measures", "measure", OPEN),
    (r"agreement|truce|framework|deal|protocol|memorandum", "agreement", OPEN),
    (r"letter|message", "letter", OWN),
)  # fmt: skip
"""Rows (pattern, types, key) for nouns with a date after `of`, as in `the controls of 9 October`.
"""


_TABLES = (
    (one_of(VERBS), VERBS),
    (one_of(NOUNS, r"(?=(?:,? dated)? (?:of|from|dated)\b)"), NOUNS),
)
_REPORT = re.compile(
    r"sa(?:id|ys)|added|confirm|warned|insisted|claimed|told|tells|denied|repeated"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|be|being|is|are)(?: \w+ly| also)? $")
_UNREAL = re.compile(
    r"\b(?:not|never|no|n['’]t|declined|refused|failed|if|yet) (?:\w+ ){0,2}$|\bn['’]t (?:\w+ )?$"
)


def deeds(mentions: Mentions) -> list[Deed]:
    """Return the deeds of a sentence, in order.

    Words for acts that did not happen, such as `will sign`, are omitted.
    """
    result: list[Deed] = []
    text, names = mentions.text, mentions.of("people", "event", "place", "country")
    for pattern, rows in _TABLES:
        for match in pattern.finditer(text):
            start, end = match.span()
            _, types, key = rows[(match.lastindex or 1) - 1]
            before = text[max(0, start - 24) : start]
            if overlaps(start, end, names) or is_future(text, start) or _UNREAL.search(before):
                continue
            result.append(Deed(
                start, end, match[0], frozenset(types.split()), key,
                bool(_REPORT.match(match[0])), rows is NOUNS, bool(_PASSIVE.search(before)),
            ))  # fmt: skip
    ordered = sorted(result, key=lambda one: (one.start, one.start - one.end))
    return [one for at, one in enumerate(ordered) if not at or ordered[at - 1].end <= one.start]


_BREAK = re.compile(r"; |: |, (?:and|but|while|whereas|though|although) | [–—-] ")


def segment(text: str, place: int) -> tuple[int, int]:
    """Return (start, end) [characters] of the part of a sentence that contains position `place`.

    Parts end at a semicolon, a colon, a dash, or a comma before a conjunction.
    """
    return part_around(text, place, place, _BREAK)


def pairs(mentions: Mentions) -> Iterator[tuple[Deed, Mark]]:
    """Yield (deed, mark of its date) for each date of a deed in a sentence.

    Dates of contacts are omitted.
    """
    dates = [mark for mark in mentions.of("time") if _is_date(mark.value)]
    if not dates:
        return
    text, types = mentions.text, mentions.judge.vocabulary.kinds.contacts
    own_deeds = [one for one in deeds(mentions) if not one.noun or _has_date(mentions, one)]
    contacts = [
        mark for mark in mentions.of("noun", "verb", "reference")
        if _is_contact(mark, types) and not overlaps(mark.start, mark.end, own_deeds)
    ]  # fmt: skip
    nuclei: list[Deed | Mark] = sorted([*own_deeds, *contacts], key=lambda one: one.start)
    for mark in dates:
        start, end = segment(text, mark.start)
        before = [one for one in nuclei if start <= one.start and one.end <= mark.start]
        after = [one for one in nuclei if mark.end <= one.start < end]
        one = before[-1] if before else after[0] if after else None
        if (
            mark.value.prep == "since"
            and not mark.value.both
            and not (isinstance(one, Deed) and re.search(r"appl|date|^is|^was|^are", one.word))
        ):
            continue
        if isinstance(one, Deed) and _belongs(text, one, mark):
            yield one, mark
        elif (
            before
            and after
            and isinstance(after[0], Deed)
            and re.search(r"[,;] (?:and )?$", text[: mark.start])
            and not re.match(r"[.,;]", text[mark.end :])
        ):
            yield after[0], mark


def _has_date(mentions: Mentions, deed: Deed) -> bool:
    return any(
        re.fullmatch(r",? ?(?:dated )?", mentions.text[deed.end : mark.start])
        for mark in mentions.of("time") if mark.start >= deed.end
    )  # fmt: skip


def _is_contact(mark: Mark, contact_types: frozenset[str]) -> bool:
    kind = mark.value.kind if mark.kind == "reference" else mark.value
    return kind is not None and bool(kind.types & contact_types)


def _is_date(time: Time) -> bool:
    first, last = time.span
    if first is None or last is None or (last - first).days > 31:
        return False
    return time.prep in ("in", "since")


_SUBORDINATE = re.compile(r"\b(?:after|before|when|since|until|because|following|as|once|while)\b")


def _belongs(text: str, deed: Deed, time: Mark) -> bool:
    """Return whether the date `time` is the date of a deed.

    In `said that it had ended on 5 May`, the date does not belong to `said`.
    """
    gap = text[min(deed.end, time.end) : max(deed.start, time.start)]
    if _SUBORDINATE.search(gap):
        return False
    if time.end <= deed.start:
        return not deed.noun
    if deed.noun:
        return bool(re.fullmatch(r",? ?(?:dated )?", gap))
    if not deed.report:
        return " that " not in gap and len(gap) < 90
    if re.match(r"told|tells", deed.word):
        return not re.search(r"\b(?:that|how)\b|[,:]", gap) and len(gap.split()) < 8
    return bool(re.fullmatch(r" ?(?:(?:in|at|on|to) [^,]{0,40})? ?", gap))


class Subject(NamedTuple):
    """The party that acted, according to the text.

    - `party`: None if the party is unclear
    - `start`: the position of the party's name in the sentence [characters], or None if the
      sentence does not name the party
    - `unknown`: whether the text names somebody who is not in the ledger
    """

    party: Party | None = None
    start: int | None = None
    unknown: bool = False


_OBJECT = re.compile(r"\b(?:on|against|to|for|with|in|at|from|of|towards?|between|into) (?:the )?$")


def subject(mentions: Mentions, deed: Deed) -> Subject:
    """Return the subject of a deed. The text names the subject before the deed, or after `by`."""
    text, who = mentions.text, mentions.of("people", "country")
    start, end = segment(text, deed.start)
    if deed.passive:
        by = re.search(r"\bby (?:the )?", text[deed.end : end])
        place = deed.end + by.end() if by else len(text)
        agent = [
            m for m in who
            if place <= m.start and re.fullmatch(r"(?:[A-Z][\w’']+ )*", text[place : m.start])
        ]  # fmt: skip
        if agent:
            return _subject(agent[0], mentions)
        if by:
            return Subject(unknown=bool(re.match(r"[A-Z]", text[deed.end + by.end() :])))
    if deed.word.endswith("ing"):
        return next((_subject(m, mentions) for m in who if deed.end < m.start < end), Subject())
    pool = [m for m in who if start <= m.start and m.end <= deed.start]
    if deed.passive or deed.noun:
        pool = [m for m in pool if re.match(r"['’]s?\s", text[m.end :]) or _is_adjective(m, text)]
    for mark in reversed(pool):
        if _OBJECT.search(text[: mark.start]) and not re.match("['’]", text[mark.end :]):
            continue
        result = _subject(mark, mentions)
        if (
            result.party is None
            and not result.unknown
            and mark.value.pronoun in ("it", "their", "they")
        ):
            continue
        return result
    last = re.search(r"([A-Z][\w’'-]+)(?: \w+ly| also| then)? $", text[start : deed.start])
    if last and not pool and deed.report and len(text[start : deed.start].split()) > 1:
        return Subject(unknown=True)
    countries = [m for m in who if m.kind == "country" and m.end <= deed.start]
    if re.search(r"\b[Ii]ts? ", text[start : deed.start]) and countries:
        return _subject(countries[-1], mentions)._replace(start=None)
    return Subject()


def _is_adjective(mark: Mark, text: str) -> bool:
    """Return whether a mark names a country and is before a noun, as in `the US port fees`."""
    return mark.kind == "country" and bool(re.match(r" (?!and\b|or\b)[a-z]", text[mark.end :]))


def _subject(mark: Mark, mentions: Mentions) -> Subject:
    if mark.kind == "country":
        return Subject(mentions.judge.vocabulary.names.side(mark.value), mark.start)
    if mark.value.pronoun in ("he", "his"):
        return Subject(next(iter(mentions.context.persons), None), mark.start)
    if mark.value.pronoun:
        return Subject(None, mark.start)
    parties = mark.value.parties
    if mark.value.unknown or not parties:
        return Subject(None, mark.start, True)
    return Subject(parties[0] if len(parties) == 1 else None, mark.start)
