"""Offices beside the name of their holder: `President Xi`, `Xie Feng, the ambassador`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chrono.core.proof.people import Party
from chrono.core.proof.words import Mark

_APPOSED = re.compile(r", (?:the |a |an )?|, \w+['’]s ")


def merged(marks: Sequence[Mark], text: str) -> list[Mark]:
    """The marks, with an office and the name beside it as one mark."""
    result: list[Mark] = []
    waiting = [*reversed(marks)]
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
    """The holder of an office before a surname: of `Foreign Minister Wang`, the minister."""
    holders = (*office.value.parties, *office.value.rest)
    named = tuple(one for one in holders if name in one.label.split())
    return named if len(named) == 1 else ()


def _is_name(mark: Mark) -> bool:
    return mark.kind == "people" and bool(mark.value.is_name)
