"""Notes beside an answer: what it leaves out, and where it can mislead."""

from __future__ import annotations

import pytest

from chrono.core.coverage import ANYTHING, coverage_notes
from chrono.core.model import Ledger
from chrono.core.note_kinds import Note
from chrono.core.notes import selection_notes, subset_notes
from chrono.core.periods import Period
from chrono.core.query import Query
from chrono.core.subset import Subset
from samples import RUBIO, TRUMP, XI, ask, covering, event, ledger

LEDGER = ledger(
    event("2025-01-10", "meeting"),
    event("2025-02-01/2025-04-30", "visit", type="visit"),
    event("2025-02-05/2025-03-05", "talks", type="talks"),
    event("2025-05-05", "speech", type="statement", actors=[XI]),
    event("2025-05-06", "home", type="meeting", actors=[TRUMP, RUBIO]),
    event("2025-06-01", "planned", status="planned"),
    event("2025-06-02", "denied", status="denied"),
    event("2025-06-03", "denied-too", status="denied"),
    coverage=covering("2025"),
)


@pytest.mark.parametrize(
    "period, question, contacts_by_default, notes",
    [
        ("2025-01", {}, True, []),
        (None, {"type": ["meeting"], "actor": ["Xi"]}, False,
         ["3 events not shown (1 planned, 2 denied); add --status any"]),
        (None, {"status": ["planned"]}, False, []),
        ("2025-07", {}, False, ["no matching events"]),
        ("2025-07", {}, True, ["no matching events"]),
        ("2025-06-01", {}, True,
         ["no matching events", "1 planned event not shown; add --status any"]),
        ("2025-05-05", {}, True, ["1 matching event is not a contact; add --all"]),
        ("2025-05-05", {}, False, []),
        ("2025-05", {"contacts": True}, True,
         ["no matching contacts", "2 matching events are not contacts; add --all"]),
        ("2025-03", {}, False,
         ["no matching events",
          "2 events began before the period and were still going on: visit, talks; to "
          "include them, add --overlap"]),
        ("2025-04", {}, False,
         ["no matching events",
          "1 event began before the period and was still going on: visit; to include it, add "
          "--overlap"]),
        ("2025-12..2026-01", {}, False,
         ["no matching events",
          "this ledger covers only 2025"]),
        ("2025-01", {"notes": [Note("something")]}, False, ["something"]),
    ],
)  # fmt: skip
def test_a_selection_has_these_notes(
    period: str | None, question: dict[str, object], contacts_by_default: bool, notes: list[str]
) -> None:
    selection = ask(LEDGER, period, **question)
    found = selection_notes(selection, contacts_by_default=contacts_by_default)
    assert [*map(str, found)] == notes


def test_there_is_no_note_on_other_types_unless_contacts_are_the_default() -> None:
    assert list(selection_notes(ask(LEDGER, "2025-05-05"))) == []


def test_no_note_on_coverage_without_bounds() -> None:
    assert list(coverage_notes(LEDGER, Query())) == []
    assert list(coverage_notes(Ledger(()), Query(Period.parse("2030")))) == []


def test_a_document_has_notes_on_what_it_leaves_out() -> None:
    part = Subset(
        ledger=ledger(),
        whole=ledger(),
        description=(),
        subjects=ANYTHING,
        claims=(),
        broken_links=('"a" to "b"', '"a" to "c"'),
        changed_claims=("one",),
        private={"event": 1, "note": 2},
        other_statuses={},
    )
    private = "1 private event and 2 private notes omitted (add --private)"
    links = 'dropped 2 links to events that are not included: "a" to "b", "a" to "c"'
    claims = "1 claim omitted (one), because it counts events that are not included"
    assert [*map(str, subset_notes(part, claims=True, links=True))] == [private, links, claims]
    assert [*map(str, subset_notes(part, claims=False, links=False))] == [private]


def test_several_claims_that_stay_behind_are_one_note() -> None:
    part = Subset(ledger(), ledger(), (), ANYTHING, (), (), ("one", "two"), {}, {})
    assert [*map(str, subset_notes(part, claims=True, links=True))] == [
        "2 claims omitted (one, two), because they count events that are not included"
    ]
