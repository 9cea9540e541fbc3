"""Marks of footnotes in cells never get into dates, names and places by accident."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chrono.files.merge.footnotes import without_marks
from test_import_rules import actors, imported, refused, run_table, work
from test_suggestion import accepted, rules_of

__all__ = ["work"]


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("3 May 2025[1]", "3 May 2025"),
        ("Ann[a][12]", "Ann"),
        ("Ann [note 3]; Ben†", "Ann; Ben"),
        ("Paris[citation needed]", "Paris"),
        ("Ann*, Ben‡", "Ann, Ben"),
        ("Volodymyr Zelenskyy²", "Volodymyr Zelenskyy"),
        ("Washington, D.C.[2]", "Washington, D.C."),
        ("Ann (US)†", "Ann (US)"),
        ("He came.[3] She left.[nb 4]", "He came. She left."),
        # no footnotes
        ("[51]", "[51]"),
        ("†", "†"),
        ("[2025-10-31,2025-11-01]", "[2025-10-31,2025-11-01]"),
        ("12 km²", "12 km²"),
        ("M*A*S*H", "M*A*S*H"),
        ("**Rome**", "**Rome**"),
        ("Ann [Acme]", "Ann [Acme]"),
        ("https://e.org/a[1]", "https://e.org/a[1]"),
        ("2025-05-10~", "2025-05-10~"),
    ],
)
def test_marks_are_recognised_after_a_text(text: str, bare: str) -> None:
    assert without_marks(text) == bare


TABLE = """Date,Visitor,Place,Type,Ref
3 May 2025[1],Ann Ash[a],"Washington, D.C.[2]",visit,[51]
4 May 2025,Ann Ash†,Rome,visit[b],[52]
5 May 2025,Ann Ash,Rome[3],visit,[53]
"""


def test_a_table_with_marks_is_imported_by_its_proposals(work: Path) -> None:
    rules = rules_of(TABLE)
    assert (
        '# Date: 1 cell with a footnote mark, such as "3 May 2025[1]"\n'
        '# Visitor: 2 cells with a footnote mark, such as "Ann Ash[a]"\n'
    ) in rules
    ledger = imported(work, TABLE, accepted(rules))
    assert [(e.when.text, e.type.id, e.place) for e in ledger.events] == [
        ("2025-05-03", "visit", "Washington, D.C."),
        ("2025-05-04", "visit", "Rome"),
        ("2025-05-05", "visit", "Rome"),
    ]
    assert {actor.name for actor in ledger.actors.values()} == {"Ann Ash"}
    assert ledger.events[0].extra["ref"] == [51]
    again = TABLE.replace("[1]", "[7]").replace("[3]", "")  # a later revision of the page
    status, notes = run_table(work, again, accepted(rules))
    assert status == 0
    assert "3 rows read from <stdin>: 0 added, 0 updated, 3 skipped" in notes


RULES = """date_format = "%d %B %Y"
[map]
date = "Date"
actors = "{Visitor}"
place = "Place"
type = "Type"
title = "Visit of {Visitor}"
"""


def test_marks_are_refused_once_for_each_column(work: Path) -> None:
    errors = refused(work, TABLE, RULES)
    remedy = (
        " has a footnote mark; to remove these marks, write footnotes = "
        '"remove" above the first [section] in rules.toml, or "keep" to keep them\n'
    )
    for where in (
        'row 2: error: Date: "3 May 2025[1]"',
        '2 rows (2, 3): error: Visitor: "Ann Ash[a]" (and 1 other)',
        '2 rows (2, 4): error: Place: "Washington, D.C.[2]" (and 1 other)',
        'row 3: error: Type: "visit[b]"',
    ):
        assert f"<stdin>: {where}{remedy}" in errors
    assert errors.count("error:") == 5


def test_marks_are_kept_or_replaced_if_the_rules_say_so(work: Path) -> None:
    table = TABLE.replace("2025[1]", "2025").replace("visit[b]", "visit")
    ledger = imported(work, table, 'footnotes = "keep"\n' + RULES)
    assert len(ledger.actors) == 3
    values = '[values.Visitor]\n"Ann Ash[a]" = "Ann A."\n"Ann Ash†" = "Ann Ash"\n[values.Place]\n'
    values += '"Washington, D.C.[2]" = "Washington"\n"Rome[3]" = "Rome"\n'
    (work / "l.toml").write_text("")
    ledger = imported(work, table, RULES + values)
    assert {actor.name for actor in ledger.actors.values()} == {"Ann A.", "Ann Ash"}
    assert {event.place for event in ledger.events} == {"Washington", "Rome"}


def test_marks_in_lists_of_json(work: Path) -> None:
    table = json.dumps([{"date": "2025", "type": "call", "title": "A", "actors": ["Ann[a]", "Cy"]}])
    status, errors = run_table(work, table, "[map]\n", format="json")
    assert status == 3
    assert 'error: actors: "Ann[a]" has a footnote mark' in errors
    rules = 'footnotes = "remove"\n[map]\n'
    assert actors(imported(work, table, rules, format="json")) == [[("Ann", None), ("Cy", None)]]
