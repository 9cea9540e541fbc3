"""Run the rules of `chrono check` in tests, and build small ledgers with problems."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from chrono.core.checks import RULES, Finding, RuleContext
from chrono.core.dates import When
from chrono.core.model import Ledger
from chrono.files.format.keys import ACTOR, CLAIM, COUNTED, EVENT
from replay import Ran, clean_environment, run
from samples import (
    day,
)

TODAY = day("2026-01-31")
BY_NAME = {rule.name: rule for rule in RULES}


_DEPENDENCIES = {*EVENT.keys, *CLAIM.keys, *ACTOR.keys, "named"} - COUNTED
for _rule in RULES:
    _place = f'core/checks, rule "{_rule.name}":'
    _function: Any = _rule.check
    _inner = getattr(_function, "__wrapped__", None)  # set by each_event
    assert _function.__doc__, f"{_place} add a docstring; it is the paragraph in docs/checks.md"
    assert (_inner or _function).__code__.co_argcount == (2 if _inner else 1), (
        f"{_place} add @each_event below @rule to a function of an event and a RuleContext; "
        "without it the function takes only a RuleContext"
    )
    _wrong = sorted({*_rule.depends_on} - _DEPENDENCIES)
    assert not _wrong, (
        f"{_place} remove {_wrong} from depends_on; "
        "it takes optional keys of events, claims and actors, but not those that decide counts: "
        f"{', '.join(sorted(COUNTED))}"
    )


def check(folder: Path, *argv: str, stdin: bytes = b"") -> Ran:
    """Run `chrono check` in a folder, with 31 January 2026 as today, and return the result."""
    words = ("check", "--today", f"{TODAY}", *argv)
    return run(*words, folder=folder, environment=clean_environment(folder), stdin=stdin)


def rules_of(text: str) -> list[str]:
    """Return the names of the rules in the output of `chrono check`, one for each line."""
    return [line.rpartition(" [")[2].rstrip("]") for line in text.splitlines()]


def findings(name: str, checked_ledger: Ledger, today: dt.date = TODAY) -> list[Finding]:
    """Return the findings of the rule `name` in a ledger."""
    return list(BY_NAME[name].check(RuleContext(checked_ledger, today)))


def places(name: str, checked_ledger: Ledger, today: dt.date = TODAY) -> list[tuple[object, ...]]:
    """Return (id of the record, keys that lead to the wrong value) for each finding of a rule.

    `name`: the name of the rule.
    """
    return [(finding.id, *finding.at) for finding in findings(name, checked_ledger, today)]


def dates_of(**dates: str) -> dict[str, When]:
    """Return the value of an event's key `dates`. `dates`: maps a key, such as "signed", to EDTF
    text.
    """
    return {name: When.parse(text) for name, text in dates.items()}


HEAD = """[ledger]
covers = "2025"
[actors.xi]
name = "Xi Jinping"
country = "CN"
[actors.trump]
name = "Donald Trump"
country = "US"
"""


def call(
    id: str, date: str, more: str = 'sources = [{ publisher = "AP" }, { publisher = "Reuters" }]'
) -> str:
    """Return a phone call between Xi and Trump as TOML. `more`: further lines."""
    return (
        f'[[events]]\nid = "{id}"\ndate = "{date}"\ntype = "call"\ntitle = "Call"\n'
        f'actors = ["xi", "trump"]\n{more}\n'
    )


def claim(more: str, id: str = "c", period: str = '"2025"') -> str:
    """Return a claim by Trump as TOML.

    `more`: further lines; `period`: the TOML value of the period.
    """
    return (
        f'[[claims]]\nid = "{id}"\nby = "trump"\ndate = 2025-12-04\nstatement = "So many."\n'
        f"period = {period}\n{more}\n"
    )


TWO_CALLS = HEAD + call("jan", "2025-01-17") + call("jun", "2025-06-05")
BOTH_WAYS = '{ "this year" = "2025", "since summer" = "2025-06.." }'

DECLARED = """[actors.xie-feng]
name = "Xie Feng"
aliases = ["谢锋"]
country = "CN"
"""
