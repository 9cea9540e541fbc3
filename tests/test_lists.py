"""Lists in cells: they are split at separators, but never inside brackets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.lists import separate_names, split_list
from chrono.files.exchange.record import event_table
from chrono.files.read.load import loads
from samples import law
from test_exchange import written

PAIRS = {"(": ")", "[": "]", "{": "}", "（": "）"}


@pytest.mark.parametrize(
    ("text", "separators", "parts"),
    [
        ("a; b ;c", [";"], ["a", "b", "c"]),
        ("", [";"], [""]),
        ("a;;b;", [";"], ["a", "", "b", ""]),
        ("Duda, Tusk and Ann & Ben", [",", " and ", "&"], ["Duda", "Tusk", "Ann", "Ben"]),
        ("Sandy and Andy", [" and "], ["Sandy", "Andy"]),
        ("a, and b", [",", ", and "], ["a", "b"]),
        ("a (b, c [d, e], f), g", [","], ["a (b, c [d, e], f)", "g"]),
        ("a (b, c", [","], ["a (b", "c"]),
        ("a) b, c (", [","], ["a) b", "c ("]),
        ("a [b, c) d], e", [","], ["a [b, c) d]", "e"]),
        ("a (b, [c, d) e", [","], ["a (b, [c, d) e"]),
        ("王（外，交）,x", [",", "，"], ["王（外，交）", "x"]),
        ("a; b", [], ["a; b"]),
        ("a; b", [""], ["a; b"]),
        ("a||b|c", ["|", "||"], ["a", "b", "c"]),
    ],
)
def test_a_list_is_split_outside_brackets(
    text: str, separators: list[str], parts: list[str]
) -> None:
    assert split_list(text, separators) == parts


def test_a_semicolon_in_a_web_address_separates_nothing() -> None:
    text = "AP https://a.org/x;y; Xinhua;"
    assert split_list(text, [";"], with_urls=True) == ["AP https://a.org/x;y", "Xinhua", ""]


def is_inside(text: str, at: int) -> bool:
    """Whether a bracket before `at` is closed after it, as a person would match the brackets."""
    for start in range(at):
        waiting = []
        for place in range(start, len(text)):
            if text[place] in PAIRS:
                waiting.append(PAIRS[text[place]])
            elif text[place] in PAIRS.values() and text[place] in waiting:
                while waiting.pop() != text[place]:
                    pass
            if text[start] in PAIRS and not waiting:
                if place > at:
                    return True
                break
    return False


@given(st.text("ab,([{)]}", max_size=12))
@law(300)
def test_a_separator_counts_only_if_no_pair_of_brackets_holds_it(text: str) -> None:
    parts, start = [], 0
    for at, sign in enumerate(text):
        if sign == "," and not is_inside(text, at):
            parts.append(text[start:at].strip())
            start = at + 1
    assert split_list(text, [","]) == [*parts, text[start:].strip()]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("(" * 50_000 + "]" * 50_000, 1),
        ("(,)" * 30_000, 1),
        ("([,)" * 30_000, 1),
        (",(" * 50_000, 50_001),
    ],
)
def test_a_text_of_many_brackets_is_split(text: str, parts: int) -> None:
    assert len(split_list(text, [","])) == parts


@given(st.lists(st.text("ab;([)] ", min_size=1, max_size=4), min_size=1, max_size=3, unique=True))
@law(100)
def test_a_list_that_is_written_to_a_cell_is_read_back(tags: list[str]) -> None:
    tags = [tag for tag in dict.fromkeys(tag.strip() for tag in tags) if tag]
    if not tags:
        return
    start = '[[events]]\nid = "a"\ndate = 2025-01-01\ntype = "call"\ntitle = "T"\n'
    event = loads(f'{start}actors = ["A"]\n').events[0]._replace(tags=tuple(tags))
    text = written("csv", event_table([event], ("tags",)))
    _, (cell,) = csv.reader(io.StringIO(text, newline=""))
    read = json.loads(cell) if cell.startswith("[") else split_list(cell, [";"])
    assert read == tags


KNOWN = ("Smith, Jr.", "Bosnia and Herzegovina", "Trade and Industry", "Ann Ash")


@pytest.mark.parametrize(
    "text, names",
    [
        ("Ann Ash", ["Ann Ash"]),
        ("Xi Jinping, Li Qiang", ["Xi Jinping", "Li Qiang"]),
        ("A and B", ["A", "B"]),
        ("A & B", ["A", "B"]),
        ("AT&T", ["AT&T"]),
        ("A; B", ["A", "B"]),
        ("A, B, and C", ["A", "B", "C"]),
        ("A (DE, EU), B (FR)", ["A (DE, EU)", "B (FR)"]),
        ("Anderson", ["Anderson"]),
        ("Smith, Jr.", ["Smith, Jr."]),
        ("Smith, Jr. and Ann Ash", ["Smith, Jr.", "Ann Ash"]),
        ("A, Bosnia and Herzegovina & Trade and Industry",
         ["A", "Bosnia and Herzegovina", "Trade and Industry"]),
        ("and", ["and"]),
        (", ;", []),
    ],
)  # fmt: skip
def test_names_are_separated_but_a_known_name_is_never_divided(
    text: str, names: Sequence[str]
) -> None:
    assert separate_names(text, KNOWN.__contains__) == names


@law(100)
@given(st.lists(st.sampled_from(KNOWN), min_size=1), st.sampled_from([", ", " and ", " & ", "; "]))
def test_joined_known_names_are_separated_again(names: list[str], joint: str) -> None:
    assert separate_names(joint.join(names), KNOWN.__contains__) == names
