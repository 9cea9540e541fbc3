"""How problems are shown."""

from __future__ import annotations

from functools import partial

from chrono.errors import Problem
from chrono.view.problems import problems
from drawing import drawn


def test_a_problem_stands_above_its_line_which_is_cut_to_the_width() -> None:
    found = [
        (Problem("a.toml", 12, "no such key"), '  date = "2025-10-30"  '),
        (Problem("a.toml", 9, "none of the roles", "role", "warning"), 'title = "' + "字" * 30),
        (Problem("b.toml", 0, "cannot be read", "file"), None),
    ]
    assert [line.rstrip() for line in drawn(partial(problems, found, []), 40)] == [
        "a.toml:12: error: no such key [syntax]",
        '    12 │ date = "2025-10-30"',
        "a.toml:9: warning: none of the roles",
        "  [role]",
        '     9 │ title = "字字字字字字字字字字 …',
        "b.toml: error: cannot be read [file]",
    ]


def test_a_table_with_the_number_of_problems_by_rule_is_below() -> None:
    found = [(Problem("a.toml", 12, "no such key"), None)]
    rows = [("rule", "errors", "warnings"), ("format", "1", "0"), ("no-source", "0", "4521")]
    assert [line.rstrip() for line in drawn(partial(problems, found, rows), 40)] == [
        "a.toml:12: error: no such key [syntax]",
        "",
        "rule       errors  warnings",
        "format          1         0",
        "no-source       0      4521",
    ]
