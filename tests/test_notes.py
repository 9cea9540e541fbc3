"""Notes beside an answer: what it leaves out, and where it can mislead."""

from __future__ import annotations

import pytest

from chrono.core.model import Ledger
from chrono.core.notes import coverage_notes, selection_notes, subset_notes
from chrono.core.periods import EVERYTHING, Period
from chrono.core.subset import Subset
from samples import RUBIO, TRUMP, XI, ask, event, ledger

LEDGER = ledger(
    event("2025-01-10", "meeting"),
    event("2025-02-01/2025-04-30", "visit", type="visit"),
    event("2025-02-05/2025-03-05", "talks", type="talks"),
    event("2025-05-05", "speech", type="statement", actors=[XI]),
    event("2025-05-06", "home", type="meeting", actors=[TRUMP, RUBIO]),
    event("2025-06-01", "planned", status="planned"),
    event("2025-06-02", "denied", status="denied"),
    event("2025-06-03", "denied-too", status="denied"),
    covers=Period.parse("2025"),
)


@pytest.mark.parametrize(
    "period, question, contacts_by_default, notes",
    [
        ("2025-01", {}, True, []),
        (None, {"type": ["meeting"], "actor": ["Xi"]}, False,
         ["3 more events would fit (1 planned, 2 denied): --status any"]),
        (None, {"status": ["planned"]}, False, []),
        ("2025-07", {}, False, ["no event fits"]),
        ("2025-07", {}, True, ["no event fits"]),
        ("2025-06-01", {}, True,
         ["no event fits", "1 more event would fit (1 planned): --status any"]),
        ("2025-05-05", {}, True, ["1 event would fit that is no contact: --all"]),
        ("2025-05-05", {}, False, []),
        ("2025-05", {"contacts": True}, True,
         ["no event fits", "2 events would fit that are no contacts: --all"]),
        ("2025-03", {}, False,
         ["no event fits",
          "2 events began earlier and run on into 2025-03: visit, talks; --overlap takes them in"]),
        ("2025-04", {}, False,
         ["no event fits",
          "1 event began earlier and runs on into 2025-04: visit; --overlap takes them in"]),
        ("2025-12..2026-01", {}, False,
         ["no event fits",
          "2025-12..2026-01 reaches outside 2025, the period that this ledger was kept for"]),
        ("2025-01", {"notes": ["something"]}, False, ["something"]),
    ],
)  # fmt: skip
def test_a_selection_has_these_notes(
    period: str | None, question: dict[str, object], contacts_by_default: bool, notes: list[str]
) -> None:
    selection = ask(LEDGER, period, **question)
    assert (
        list(selection_notes(selection, LEDGER, contacts_by_default=contacts_by_default)) == notes
    )


def test_there_is_no_note_on_other_types_unless_contacts_are_the_default() -> None:
    assert list(selection_notes(ask(LEDGER, "2025-05-05"), LEDGER)) == []


def test_no_note_on_coverage_without_bounds() -> None:
    assert list(coverage_notes(EVERYTHING, LEDGER)) == []
    assert list(coverage_notes(Period.parse("2030"), Ledger(()))) == []


def test_a_document_has_notes_on_what_it_leaves_out() -> None:
    part = Subset(
        ledger=ledger(),
        description=(),
        claims=(),
        broken_links=("a follows b", "a is part of c"),
        changed_claims=("one",),
        private={"event": 1, "note": 2},
        other_statuses={},
    )
    private = "kept back as private: 1 event and 2 notes; --private takes them along"
    links = "links to events that stay behind are dropped: a follows b; a is part of c"
    claims = "1 claim stays behind, to which these events alone would give another answer: one"
    assert [*subset_notes(part, claims=True, links=True)] == [private, links, claims]
    assert [*subset_notes(part, claims=False, links=False)] == [private]


def test_several_claims_that_stay_behind_are_one_note() -> None:
    part = Subset(ledger(), (), (), (), ("one", "two"), {}, {})
    assert list(subset_notes(part, claims=True, links=True)) == [
        "2 claims stay behind, to which these events alone would give another answer: one, two"
    ]
