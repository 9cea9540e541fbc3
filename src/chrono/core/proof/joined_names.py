"""Join several marks into one: an office with a name, or the words for one event.

Examples are `President Xi`, `Xie Feng, the ambassador`, and `the call of Nov. 24`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chrono.core.proof.people import Party
from chrono.core.proof.statements import Description
from chrono.core.proof.words import Mark
from chrono.core.spans import MONTHS

_APPOSED = re.compile(r", (?:the |a |an )?|, \w+['’]s ")


_HEADLINE = re.compile(r" (?i:meet|hold|speak|talk|confer|discuss|met|held|spoke|talked)\b")


def _with_headline_names(marks: Sequence[Mark], text: str) -> list[Mark]:
    """Return the marks of a sentence, with one mark for two names as in `Ann, Ben meet`."""
    if len(marks) < 2 or not (_is_name(marks[0]) and _is_name(marks[1])):
        return [*marks]
    first, second, *rest = marks
    if first.start > 0 or text[first.end : second.start] != ", ":
        return [*marks]
    if not _HEADLINE.match(text, second.end):
        return [*marks]
    both = (*first.value.parties, *second.value.parties)
    value = first.value._replace(parties=both, rest=(), unsure=False)
    return [Mark(first.start, second.end, "people", value), *rest]


def with_offices(marks: Sequence[Mark], text: str) -> list[Mark]:
    """Return the marks of a sentence, with one mark for an office and an adjacent name."""
    result: list[Mark] = []
    waiting = [*reversed(_with_headline_names(marks, text))]
    while waiting:
        mark = waiting.pop()
        if mark.kind != "people" or not mark.value.title or mark.value.pronoun:
            result.append(mark)
            continue
        before, after = result[-1] if result else None, waiting[-1] if waiting else None
        if after and _is_name(after) and not text[mark.end : after.start].strip(" "):
            result.append(_with_name(mark, waiting.pop(), text))
        elif before and _is_name(before) and _APPOSED.fullmatch(text, before.end, mark.start):
            result[-1] = before._replace(end=mark.end)
        elif not (
            after and _is_name(after) and len(mark.value.parties) <= 1
            and text[mark.end : after.start] == ", "
        ):  # fmt: skip
            result.append(mark)
    return result


def _with_name(office: Mark, name: Mark, text: str) -> Mark:
    holder = _holder(office, text[name.start : name.end])
    value = name.value._replace(parties=holder, rest=()) if holder else name.value
    return Mark(office.start, name.end, name.kind, value)


def _holder(office: Mark, name: str) -> tuple[Party, ...]:
    holders = (*office.value.parties, *office.value.rest)
    named = tuple(one for one in holders if name in one.label.split())
    return named if len(named) == 1 else ()


def _is_name(mark: Mark) -> bool:
    return mark.kind == "people" and bool(mark.value.is_name)


# -- names of events -----------------------------------------------------------------------------

_DEFINITE = re.compile(r"(?:\b[Tt]he|\b[Tt]heir|\b[Hh]is|['’]s)(?: \w+)? $")
_MONTH = re.compile(rf"(?:{'|'.join(MONTHS)})")
_THE = re.compile(r"\b[Tt]he $")
_THE_OR_THEIR = re.compile(r"\b(?:[Tt]he|[Tt]heir) $")


def with_event_names(marks: Sequence[Mark], text: str) -> list[Mark]:
    """Return the marks of a sentence, with one mark "reference" for words that name one event."""
    result: list[Mark] = []
    for mark in marks:
        if result and (name := _name_before(result, mark, text)):
            first, about = name
            while result and result[-1].start >= first:
                result.pop()
            start = max(first, result[-1].end) if result else first
            result.append(Mark(start, mark.end, "reference", about))
        else:
            result.append(mark)
    return result


def _name_before(before: Sequence[Mark], mark: Mark, text: str) -> tuple[int, Description] | None:
    last = before[-1]
    gap = text[last.end : mark.start]
    if mark.kind == "noun":
        return (
            _with_place(last, mark, gap, text)
            or _with_day(last, mark, gap, text)
            or _with_people(before, mark, gap, text)
        )
    if last.kind == "noun" and not last.value.plural and gap == " ":
        return _before_day_or_place(last, mark, text)
    return None


def _with_place(last: Mark, noun: Mark, gap: str, text: str) -> tuple[int, Description] | None:
    """Return (start [characters], description) of `the Busan meeting`."""
    if last.kind != "place" or last.value.prep or not last.value.known or gap not in (" ", "-"):
        return None
    definite = _DEFINITE.search(text[: last.start])
    start = definite.start() if definite else last.start
    return start, Description(kind=noun.value, places=(last.value,))


def _with_day(last: Mark, noun: Mark, gap: str, text: str) -> tuple[int, Description] | None:
    """Return (start [characters], description) of `the Nov. 24 call`."""
    if last.kind != "time" or last.value.prep != "in" or noun.value.plural:
        return None
    if not (last.value.exact or _MONTH.fullmatch(text, last.start, last.end)):
        return None
    if gap not in (" ", "'s ", "’s ") or not _DEFINITE.search(text[: last.start]):
        return None
    return last.start, Description(kind=noun.value, times=(last.value,))


def _with_people(
    before: Sequence[Mark], noun: Mark, gap: str, text: str
) -> tuple[int, Description] | None:
    """Return (start [characters], description) of `the Trump-Xi meeting`."""
    last = before[-1]
    if last.kind != "people" or gap != " " or noun.value.plural:
        return None
    if not last.value.parties or last.value.title or not _THE.search(text[: last.start]):
        return None
    start, parties = last.start, last.value.parties
    if len(before) > 1 and before[-2].kind == "people" and before[-2].end + 1 == start:
        start, parties = before[-2].start, (*before[-2].value.parties, *parties)
    return start, Description(parties, kind=noun.value)


def _before_day_or_place(noun: Mark, mark: Mark, text: str) -> tuple[int, Description] | None:
    """Return (start [characters], description) of `the call of Nov. 24` or `talks in Rome`."""
    if not _THE_OR_THEIR.search(text[: noun.start]):
        return None
    if mark.kind == "time" and mark.value.exact and mark.value.prep == "in":
        of_day = text.startswith(("of ", "on "), mark.start)
        return (noun.start, Description(kind=noun.value, times=(mark.value,))) if of_day else None
    if mark.kind == "place" and mark.value.prep and mark.value.known:
        return noun.start, Description(kind=noun.value, places=(mark.value,))
    return None
