"""The days in which `chrono proof` counts: coverage of people and types, and periods of claims."""

from __future__ import annotations

import datetime as dt

import pytest

from chrono.core.claims import judge_all
from chrono.core.proof.engine import findings
from chrono.core.proof.findings import Finding
from chrono.core.proof.passages import Passage
from chrono.files.read.load import loads

ACTORS = """
[actors]
ann = { name = "Ann Ash", country = "FR" }
ben = { name = "Ben Birch", country = "BR" }
cem = { name = "Cem Cole", country = "BR" }
"""
COVERED = "[ledger]\ncovers = '2025..2026'\n"
CALLS = (
    "[[coverage]]\nperiod = '2025..2026'\nactors = ['ann', 'ben']\ntypes = ['call']\n"
    "[[coverage]]\nperiod = '2026'\nactors = ['ann', 'cem']\n"
)


def events(*days: str, type: str = "meeting") -> str:
    return "".join(
        f'[[events]]\nid = "{day}-{type}"\ndate = {day}\ntype = "{type}"\ntitle = "Talk"\n'
        'actors = ["ann", "ben"]\n'
        for day in days
    )


def claim(said: str, period: str, number: int = 1, window: str = "this year") -> str:
    return (
        f'[[claims]]\nid = "said"\nby = "ann"\ndate = {said}\nstatement = "x"\n'
        f'window = "{window}"\nperiod = {period}\nactors = ["ann", "ben"]\ntypes = ["meeting"]\n'
        f"total = {number}\n"
    )


def found(text: str, ledger: str, day: str) -> Finding:
    passage = Passage("paragraph", 0, text)
    (one,) = findings([passage], loads(ledger), dt.date.fromisoformat(day))
    return one


MEETINGS = events("2025-03-01", "2025-08-01", "2026-02-01", "2026-02-05")
OF_2025 = claim("2025-06-01", '{ "calendar" = "2025", "since May" = "2025-05.." }')


@pytest.mark.parametrize(
    "number, verdict", [("once", "differs"), ("twice", "stands"), ("three times", "differs")]
)
def test_this_year_is_not_the_year_of_an_older_claim(number: str, verdict: str) -> None:
    ledger = COVERED + ACTORS + MEETINGS + OF_2025
    one = found(f"Ann Ash and Ben Birch met {number} this year.", ledger, "2026-03-01")
    assert (one.verdict, [event.id for event in one.events]) == (
        verdict,
        ["2026-02-01-meeting", "2026-02-05-meeting"],
    )
    assert one.reading.endswith("1 Jan–31 Dec 2026")


def test_the_text_may_count_up_to_its_own_day_or_to_that_of_a_claim() -> None:
    ledger = COVERED + ACTORS + MEETINGS + OF_2025
    one = found("Ann Ash and Ben Birch met twice this year.", ledger, "2025-12-01")
    assert one.verdict == "depends"
    assert one.reading.endswith("1 Jan–31 Dec 2025, or as in the claim said")
    assert one.answer == "1 Jan–1 Dec 2025: 2; calendar: 1; since May: 0"


def test_a_text_of_the_day_of_a_claim_has_its_verdict() -> None:
    readings = '{ "calendar" = "2025", "twelve months" = "2024-06-02.." }'
    for number, words, verdict in ((1, "once", "depends"), (2, "twice", "cannot tell")):
        ledger = COVERED + ACTORS + MEETINGS + claim("2025-06-01", readings, number)
        one = found(f"Ann Ash and Ben Birch met {words} this year.", ledger, "2025-06-01")
        assert one.verdict == verdict
        uncovered = "twelve months: the ledger does not cover all of these days"
        assert one.answer == f"calendar: 1; {uncovered}"
        loaded = loads(ledger)
        assert [one.verdict for one in judge_all(loaded.claims, loaded)] == [verdict]


def test_a_claim_about_days_after_the_text_has_no_reading() -> None:
    later = claim("2026-06-01", '{ "calendar" = "2026", "since May" = "2026-05.." }')
    ledger = COVERED + ACTORS + MEETINGS + later
    one = found("Ann Ash and Ben Birch met twice this year.", ledger, "2025-12-01")
    assert (one.verdict, one.answer) == ("stands", "2")


@pytest.mark.parametrize(
    "text, verdict",
    [
        ("Ann Ash and Ben Birch met three times in 2026.", "cannot tell"),
        ("Ann Ash and Ben Birch did not meet in 2026.", "cannot tell"),
        ("Ann Ash and Ben Birch met in Paris on 5 April 2026.", "cannot tell"),
        ("Ann Ash and Ben Birch spoke twice by phone in 2026.", "differs"),
        ("Ann Ash and Ben Birch spoke by phone on 5 April 2026.", "not in the ledger"),
        ("Ann Ash and Cem Cole met on 5 April 2026.", "not in the ledger"),
        ("Ann Ash and Cem Cole met on 5 April 2025.", "cannot tell"),
        ("Ann Ash and Cem Cole did not meet in 2026.", "stands"),
        ("Ann Ash and Cem Cole did not meet in 2025.", "cannot tell"),
    ],
)
def test_coverage_has_people_and_types(text: str, verdict: str) -> None:
    ledger = CALLS + ACTORS + MEETINGS + events("2026-02-10", type="call")
    assert found(text, ledger, "2026-12-31").verdict == verdict


def test_all_days_covered_are_those_of_the_people_and_the_type() -> None:
    ledger = CALLS + ACTORS + events("2026-02-10", type="call")
    one = found("Ann Ash and Ben Birch have spoken by phone once.", ledger, "2026-12-31")
    assert one.counted is not None
    assert [str(days.first) for days in one.counted.periods.values()] == [
        "2026-01-01",
        "2025-01-01",
    ]


RANKS = (
    ("Ann Ash and Ben Birch held their fourth phone call on 10 March 2026.", "differs"),
    ("Ann Ash and Ben Birch held their second phone call on 10 March 2026.", "stands"),
    ("Ann Ash's last phone call was with Ben Birch.", "stands"),
)


@pytest.mark.parametrize(("text", "verdict"), RANKS)
def test_an_ordinal_needs_all_events_before(text: str, verdict: str) -> None:
    calls = ACTORS + events("2026-02-10", "2026-03-10", type="call")
    letters = "[[coverage]]\nperiod = '2026'\ntypes = ['letter']\n"
    assert found(text, COVERED + calls, "2026-06-01").verdict == verdict
    assert found(text, letters + calls, "2026-06-01").verdict == "cannot tell"


def test_ever_is_covered_by_a_ledger_that_covers_all_days() -> None:
    calls = ACTORS + events("2026-02-10", "2026-03-10", type="call")
    text = "The first phone call of Ann Ash and Ben Birch ever was on 10 February 2026."
    assert found(text, COVERED + calls, "2026-06-01").verdict == "cannot tell"
    assert found(text, calls, "2026-06-01").verdict == "stands"


def test_a_place_and_a_period() -> None:
    rome = events("2026-02-10") + 'place = "Rome"\n'
    for month, number in (("January", 1), ("March", 0)):
        text = f"Ann Ash and Ben Birch have met in Rome since {month} 2026."
        passage = Passage("paragraph", 0, text)
        ledger = loads(COVERED + ACTORS + rome)
        verdicts = [one.verdict for one in findings([passage], ledger, dt.date(2026, 6, 1))]
        assert verdicts == ["stands"] * number


def test_an_undecided_event_decides_an_ordinal() -> None:
    calls = ACTORS + events("2026-01-05", "2026-02-05", "2026-03-05", type="call")
    unsure = calls.replace("date = 2026-02-05", 'status = "unconfirmed"\ndate = 2026-02-05')
    text = "Ann Ash and Ben Birch held their third phone call on 5 March 2026."
    assert found(text, COVERED + calls, "2026-06-01").verdict == "stands"
    one = found(text, COVERED + unsure, "2026-06-01")
    assert (one.verdict, one.answer) == ("cannot tell", "2 to 3")
    assert [event.id for event in one.events] == ["2026-02-05-call", "2026-03-05-call"]


@pytest.mark.parametrize("number", ["met five times", "did not meet"])
def test_a_first_term_began_before_its_last_year(number: str) -> None:
    office = 'roles = [{ title = "President", from = 2026-01-20 }] }'
    ledger = COVERED.replace("\n", '\nprincipals = ["ann", "ben"]\n', 1) + ACTORS
    ledger = ledger.replace('country = "FR" }', f'country = "FR", {office}') + MEETINGS
    one = found(f"Ann Ash and Ben Birch {number} in Ash's first term.", ledger, "2026-06-01")
    assert one.verdict == "cannot tell"
    assert one.reading.endswith("until 19 Jan 2026")
