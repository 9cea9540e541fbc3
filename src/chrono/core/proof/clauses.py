"""Divide a sentence into clauses. Each clause has one kind of event and some marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from chrono.core.proof.host_words import is_of_noun
from chrono.core.proof.nations import capitals
from chrono.core.proof.places import Place
from chrono.core.proof.unreal import INTENDED, is_future
from chrono.core.proof.words import Mark, compiled


class Clause(NamedTuple):
    """A part of a sentence with one kind of event.

    - `start`, `end`: position in the sentence [characters]
    - `nucleus`: the mark of the kind of event, or None if there is no such mark
    - `joined`: whether the clause continues the previous clause and has no subject
    - `part`: whether the nucleus is in the previous clause, as in `and again on June 5`
    """

    start: int
    end: int
    marks: tuple[Mark, ...]
    nucleus: Mark | None
    joined: bool
    part: bool = False

    def of(self, *kinds: str) -> list[Mark]:
        """Return the marks of the clause whose `kind` is one of `kinds`."""
        return [mark for mark in self.marks if mark.kind in kinds]


_BREAK = re.compile(
    r"[;:](?= )|\s[–—-]\s|—|,? (?:and|but|then|while|whereas|who|that|which|when|where|as|though"
    r"|although|yet|so|or|with|plus|as well as|along with)(?: then| that| again)?(?= )"
    r"|, (?=[\"“])|,[\"”]?(?= )|\((?=\w)|\)"
)
"""Matches a place where a clause may end."""

_STRONG = re.compile(r"[;:—(]|\s[–—-]\s")
_SUBORDINATE = re.compile(r"\b(?:before|after|since|until) (?=(?:they|he|she|the|[A-Z])\b)")
_SUBJECTS = ("people", "country")


def clauses(text: str, marks: Sequence[Mark]) -> list[Clause]:
    """Return the clauses of a sentence, in order. `marks`: all marks of the sentence."""
    nuclei = _nuclei(text, marks)
    starts = [0]
    for first, second in pairwise(nuclei):
        starts.append(max(starts[-1], _boundary(text, marks, first, second)))
    result: list[Clause] = []
    for at, (start, end) in enumerate(pairwise([*starts, len(text)])):
        inside = tuple(mark for mark in marks if start <= mark.start < end)
        nucleus = nuclei[at] if nuclei else None
        if nucleus and (cut := _last_semicolon(text, inside, start, nucleus)):
            head = tuple(mark for mark in inside if mark.end <= cut)
            result.append(Clause(start, cut, head, None, False))
            start, inside = cut, inside[len(head) :]
        subject = nucleus and any(
            mark.end <= nucleus.start and mark.kind in _SUBJECTS for mark in inside
        )
        clause = Clause(start, end, inside, nucleus, at > 0 and not subject)
        own, *parts = _parts(text, clause)
        result += [_with_place(text, own, result[-1].marks if result else ()), *parts]
    return result


_WHERE = re.compile(r",? (?:and )?where\b")


def _with_place(text: str, clause: Clause, before: Sequence[Mark]) -> Clause:
    """Return a clause with the place before `where`: Rome in `left for Rome, where he met Ann`.

    `before`: the marks of the previous clause.
    """
    marks: list[Mark] = []
    for mark in (*before[-1:], *clause.marks):
        where = _WHERE.match(text, mark.end) if mark.kind in ("place", "country") else None
        if where and clause.nucleus and where.end() <= clause.nucleus.start:
            marks.append(_as_place(mark, text))
        elif mark.start >= clause.start:
            marks.append(mark)
    return clause._replace(marks=tuple(marks))


def _as_place(mark: Mark, text: str) -> Mark:
    place = mark.value
    if mark.kind == "country":
        name = text[mark.start : mark.end]
        place = Place(name, frozenset[str]() if name in capitals() else frozenset((mark.value,)))
    return mark._replace(kind="place", value=place._replace(prep=True))


def _last_semicolon(text: str, marks: Sequence[Mark], start: int, nucleus: Mark) -> int:
    """Return the position after the last semicolon before `nucleus` [characters], or 0.

    A colon counts like a semicolon if a subject and a verb follow. In `5 May: Ann met Ben`, the
    colon does not, because 5 May is the date of the meeting.
    """
    at = text.rfind(";", start, nucleus.start)
    colon = text.rfind(":", start, nucleus.start)
    subject = any(colon < mark.start < nucleus.start and mark.kind == "people" for mark in marks)
    is_lead = _is_lead(text, marks, start, colon)
    if colon > at and nucleus.kind == "verb" and subject and not is_lead:
        at = colon
    return at + 1 if at > start and any(mark.end <= at for mark in marks) else 0


def _is_lead(text: str, marks: Sequence[Mark], start: int, colon: int) -> bool:
    """Return whether a clause begins with a date and a colon, and has no date after the colon.

    `start`: the start of the clause [characters]. `marks`: the marks of the clause.
    """
    before = [mark for mark in marks if mark.end <= colon]
    dated = bool(before) and all(mark.kind in ("time", "place") for mark in before)
    first = dated and not re.search(r"\w", text[start : before[0].start])
    first = first and before[0].kind == "time"
    return first and not any(mark.kind == "time" and mark.start > colon for mark in marks)


# -- kinds of event -------------------------------------------------------------------------------

_EXPLAINED = re.compile(r"(?: \w+){0,2} (?:for|in|through|via|at|to) (?:\w+ ){0,3}")


def _nuclei(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks of the kinds of event in a sentence.

    `met for talks` has only one such mark, because `talks` explains `met`.
    """
    nuclei: list[Mark] = []
    for mark in marks:
        last = nuclei[-1] if nuclei else None
        if mark.kind == "form":
            if not last or last.kind == "speech" or _parted(text, last.end, mark.start):
                nuclei.append(mark)
        elif mark.kind in ("noun", "verb", "speech"):
            if last and last.kind == "verb" and is_of_noun(last, mark, text):
                nuclei[-1] = mark  # `hosted a meeting`
            elif mark.kind == "verb" and is_of_noun(mark, last, text):
                continue  # `a meeting hosted by`
            elif last and _explains(last, mark, text):
                nuclei[-1] = mark if mark.value.types != last.value.types else last
            else:
                nuclei.append(mark)
    return [
        mark for at, mark in enumerate(nuclei)
        if mark.kind != "form" or not any(one.kind == "verb" for one in nuclei[:at])
    ]  # fmt: skip


def _explains(verb: Mark, noun: Mark, text: str) -> bool:
    is_pair = verb.kind == "verb" and noun.kind == "noun"
    return is_pair and bool(_EXPLAINED.fullmatch(text, verb.end, noun.start))


def _parted(text: str, start: int, end: int) -> bool:
    return any(re.search(r"[\w;:]", match[0]) for match in _BREAK.finditer(text, start, end))


# -- where clauses begin --------------------------------------------------------------------------


def _breaks(text: str, marks: Sequence[Mark], start: int, end: int) -> list[re.Match[str]]:
    return [
        match for match in _BREAK.finditer(text, start, end)
        if not any(mark.start <= match.start() and match.end() <= mark.end for mark in marks)
    ]  # fmt: skip


def _boundary(text: str, marks: Sequence[Mark], first: Mark, second: Mark) -> int:
    if second.kind == "verb":
        match = _SUBORDINATE.search(text, first.end, second.start)
        if match and not _parted(text, match.end(), second.start):
            return match.end()
    if first.kind == "speech" and text[first.end : first.end + 1] != " ":
        return first.end
    if (lead := _lead(text, marks, first.end, second.start)) is not None:
        return lead
    between = [mark for mark in marks if first.end <= mark.start and mark.end <= second.start]
    breaks = _breaks(text, marks, first.end, second.start)
    if not breaks:
        start = next((mark.end for mark in between if mark.kind == "distance"), second.start)
        last = between[-1] if between and second.kind == "noun" else None
        is_number = last is not None and last.kind == "amount" and last.end >= second.start - 1
        return last.start if last and is_number else start
    if first.kind == "speech" and between and between[0].start == first.end + 1:
        return first.end  # `said Ann and Ben had met`
    if second.kind in ("verb", "speech"):
        return _verb_boundary(text, breaks, between)
    return _noun_boundary(text, breaks, between, second)


_AFTER_LEAD = re.compile(r": |, (?=an? )|,? ?[–—-] ?")


def _lead(text: str, marks: Sequence[Mark], start: int, end: int) -> int | None:
    """Return the position after the last semicolon before a date and a colon, or None.

    In `5 May: a call; 6 June: a meeting`, the second date belongs to the meeting.
    """
    at = text.rfind(";", start, end)
    if at < 0:
        return None
    dates = [mark for mark in marks if at < mark.start and mark.end <= end and mark.kind == "time"]
    if not dates or text[at + 1 : dates[0].start].strip():
        return None
    return at + 1 if _AFTER_LEAD.match(text, dates[-1].end) else None


_DISTANCE_FROM = re.compile(r"(?:after|before|of)$")


def _verb_boundary(text: str, breaks: Sequence[re.Match[str]], between: Sequence[Mark]) -> int:
    strong = [match for match in breaks if match[0].strip(' ,"”') or match[0].strip() in ";:"]
    subject = [mark for mark in between if mark.kind in _SUBJECTS]
    if not subject:
        return (strong or breaks)[-1].end()
    if strong and strong[-1].start() >= subject[-1].end:
        return strong[-1].end()  # `spoke to Ann and met her`
    head = _first_of_run(text, subject)
    distances = [
        mark for mark in between
        if mark.kind == "distance" and mark.end <= head.start
        and _DISTANCE_FROM.search(text[mark.start : mark.end])
    ]  # fmt: skip
    if distances and not text[distances[-1].end : head.start].strip():
        return distances[-1].end  # `a day after Ann met Ben`
    earlier = [match for match in breaks if match.end() <= head.start + 1]
    return earlier[-1].end() if earlier else (strong or breaks)[0].end()


_IN_A_ROW = re.compile(r",? and (?:the )?|, (?:the )?|[–-]")


def _first_of_run(text: str, people: Sequence[Mark]) -> Mark:
    """Return the first mark of the list with which `people` ends: Ann for `Ann, Ben and Carl`."""
    head = people[-1]
    for mark in reversed(people[:-1]):
        if not _IN_A_ROW.fullmatch(text, mark.end, head.start):
            break
        head = mark
    return head


_AND_A = re.compile(r"\band (?:then )?an? (?:[\w-]+ )?$")
"""Matches words that separate a noun from people: `and a` in `a call with Ann and a meeting`."""


def _noun_boundary(
    text: str, breaks: Sequence[re.Match[str]], between: Sequence[Mark], noun: Mark
) -> int:
    """Return where the clause of a noun begins [characters].

    A number or people right before the noun belong to the clause.
    """
    near = [mark for mark in between if mark.kind in ("amount", "ordinal", "people")]
    limit = noun.start
    if near and not _AND_A.search(text, near[-1].end, noun.start):
        people = [mark for mark in near if mark.kind == "people"]
        head = _first_of_run(text, people) if near[-1].kind == "people" else near[-1]
        limit = head.start + 1
    earlier = [match for match in breaks if match.end() <= limit]
    colons = [match for match in earlier if match[0] in ";:"]
    if colons and any(mark.kind == "people" and mark.start > colons[-1].start() for mark in near):
        return colons[-1].end()  # `contacts were few: Ann and Ben had a call`
    return (earlier or breaks)[-1].end()


# -- parts ----------------------------------------------------------------------------------------

_CONJUNCTION = re.compile(r"\b(?:and|but|then|while|or)\b|[;:]")


def _parts(text: str, clause: Clause) -> Iterator[Clause]:
    """Yield the parts of a clause. `spoke on Jan. 17, and again on June 5` has two parts."""
    first_end = clause.nucleus.end if clause.nucleus else clause.start
    breaks = _breaks(text, clause.marks, first_end, clause.end)
    starts = [clause.start]
    for at, match in enumerate(breaks):
        later = breaks[at + 1 :]
        if re.search(r"\w", match[0]):  # a conjunction: up to the next one
            later = [one for one in later if _CONJUNCTION.search(one[0])]
        end = later[0].start() if later else clause.end
        right = [mark for mark in clause.marks if match.end() <= mark.start < end]
        left = [mark for mark in clause.marks if starts[-1] <= mark.start < match.start()]
        if right and _is_part(text, match, left, right):
            starts.append(match.end())
    for start, end in pairwise([*starts, clause.end]):
        inside = tuple(mark for mark in clause.marks if start <= mark.start < end)
        if start == clause.start:
            yield clause._replace(end=end, marks=inside)
        else:
            yield Clause(start, end, inside, clause.nucleus, True, True)


_OWN = frozenset(("time", "amount", "ordinal", "distance", "place"))
_AMOUNT_OF_PART = re.compile(
    r" (?:was|were|are|is|of|in|with|by|since|on|during|under|between|from) "
)
_OF_WHICH = re.compile(r"of wh?ich|of th")
_ON = re.compile(r"(?:on|in) ", re.IGNORECASE)


def _is_part(text: str, match: re.Match[str], left: Sequence[Mark], right: Sequence[Mark]) -> bool:
    kinds = {mark.kind for mark in right}
    both = left and left[-1].kind == right[0].kind == "people" and left[-1].end == match.start()
    if both and right[0].start == match.end() + 1 and match[0].strip() == "and":
        return False  # `between Ann and Ben`
    if match[0] == "(" and kinds <= {"time", "place"} and _is_ranked(left, match.start()):
        return False  # `the third round (Rome, 5 May)`
    if _STRONG.match(match[0]) and kinds & _OWN:
        return True
    begin, first = text[match.end() : right[0].start], right[0]
    if first.kind == "amount" and len(begin) < 12:
        return bool(_AMOUNT_OF_PART.match(text, first.end) or _OF_WHICH.search(begin))
    if first.kind == "ordinal" and len(begin) < 8:
        return True
    dates = [mark for mark in right if mark.kind == "time" and mark.value.prep == "in"]
    dates += [mark for mark in right if mark.kind == "distance" and mark.value.way != "between"]
    if not dates or not any(mark.kind == "time" and mark.value.prep == "in" for mark in left):
        return False
    if kinds & {"people", "place", "form"} or "again" in match[0]:
        return True
    return bool(_ON.match(text, dates[0].start))


def _is_ranked(marks: Sequence[Mark], end: int) -> bool:
    """Return whether an ordinal and its noun are right before position `end` [characters]."""
    ranked = any(mark.kind == "ordinal" for mark in marks)
    return ranked and marks[-1].kind == "noun" and marks[-1].end == end - 1


# -- lists of numbers -----------------------------------------------------------------------------

_AND = (
    r"(?: (?:in|since|over|during|this|last) [\w .]{1,24})?"
    r"(?:,|,? and|,? as well as|,? plus|,? along with)"
)
_ITEM = rf"{_AND} (?:an?|(?:[\w-]+ )?CARDINAL) (?:[\w-]+ ){{0,2}}"


def lists(text: str, nouns: Iterable[Mark]) -> list[list[Mark]]:
    """Return the nouns in groups. In `a meeting and four calls`, the two nouns are one group."""
    result: list[list[Mark]] = []
    for noun in nouns:
        last = result[-1][-1] if result else None
        if last and compiled(_ITEM).fullmatch(text, last.end, noun.start):
            result[-1].append(noun)
        else:
            result.append([noun])
    return result


# -- what has not happened ------------------------------------------------------------------------

_PLANNED = re.compile(r"\b(?:next|planned)\b")

_HAPPENED = re.compile(
    r"\b(?:held|had|t(?:ook|aken) place|occurred|there (?:w(?:as|ere)|(?:has|have|had) been))\b",
    re.IGNORECASE,
)


def skipped(text: str, clause: Clause) -> bool:
    """Return whether to skip a clause because the event has not happened, as in `will meet`."""
    if clause.nucleus is None:
        return False
    start = clause.nucleus.start
    numbered = clause.nucleus.kind == "noun" and any(
        mark.end <= start and start - mark.end < 30
        and not _PLANNED.search(text[max(0, mark.start - 12) : start])
        for mark in clause.of("amount", "ordinal")
    )  # fmt: skip
    if numbered:  # `four more calls`
        return bool(INTENDED.search(text[clause.start : start]))
    negated = clause.nucleus.kind == "noun" and clause.of("none")
    if negated and _HAPPENED.search(text, 0, clause.end):
        return False  # `held no meetings`
    return is_future(text, start)
