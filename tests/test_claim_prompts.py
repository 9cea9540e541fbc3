"""On a terminal, `chrono add claim` asks for what is missing, and checks each answer at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from terminal_dialogue import talk

pytestmark = pytest.mark.slow

LEDGER = """\
[actors.ann]
name = "Ann Ash"
country = "FR"

[actors.wang-yi]
name = "Wang Yi"
country = "CN"

[[events]]
id = "a"
date = 2025-01-01
type = "call"
title = "A call"
actors = ["ann", "wang-yi"]
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "events.toml").write_text(LEDGER)
    return tmp_path


Answers = Sequence[tuple[str, str]]

BEGIN: Answers = [
    ("Who made the claim?", "\r"), ("an answer is required", ""),
    ("Who made the claim?", "Wang Yi\r"), ("What was claimed?", "calls\r"),
    ("Date of the claim", "4 Dec 2025\r"), ("becomes 2025-12-04", ""),
]  # fmt: skip
WINDOW: Answers = [
    ('For example: "the past year" or "since January"', ""),
    ("Period in the speaker's words (optional)?", "past year\r"),
]
END: Answers = [("Source (publisher, URL or id; optional)?", "\r"), ("Add this claim? [Y/n]", "\r")]


def test_all_fields_of_a_claim_are_asked_for(desk: Path) -> None:
    status, shown = talk(
        desk,
        "chrono add claim",
        [
            *BEGIN, *WINDOW,
            ("Period, such as 2025", "2025-13\r"), ("error: ", ""),
            ("Period, such as 2025", "calendar=2025\r"), ("So far: calendar=2025", ""),
            ("Another reading (Enter if none)?", "2024\r"), ('"2024": write NAME=PERIOD', ""),
            ("Another reading", "calendar=2024\r"), ('"calendar=2025" is already an answer', ""),
            ("Another reading", "a year back=2024-12-05..\r"), ("Another reading", "\r"),
            ("Who took part in the contacts (Enter for anyone)?", "Ann, Wang\r"),
            ("So far: Ann Ash, Wang Yi", ""), ("Another participant", "nobody\r"),
            ('unknown actor "nobody"', ""), ("Another participant", "\r"),
            ('"40.." means at least 40, and "..3" at most 3', ""),
            ("Number, such as 4 calls", "some calls\r"),
            ('number "some calls": write 4 calls, or 5 for all contacts', ""),
            ("Number, such as 4 calls", "one call, 2.. meeting\r"),
            ("So far: call=1, meeting=2..", ""), ("Another number", "video=0; 3\r"),
            ("Another number", "\r"), ("Source (", "https://wire.example/a\r"),
            ("Publisher?", "The Wire\r"), ("Add this claim? [Y/n]", "y\r"),
        ],
    )  # fmt: skip
    assert status == 0, shown
    assert "wang-yi-2025-12-04\n" in shown
    assert (desk / "events.toml").read_text() == LEDGER + (
        '\n[[claims]]\nid = "wang-yi-2025-12-04"\nby = "wang-yi"\ndate = 2025-12-04\n'
        'statement = "calls"\nwindow = "past year"\n'
        'period = { calendar = "2025", "a year back" = "2024-12-05.." }\n'
        'actors = ["ann", "wang-yi"]\n'
        "counts = { call = 1, meeting = { min = 2 }, video = 0 }\ntotal = 3\n"
        'sources = [{ publisher = "The Wire", url = "https://wire.example/a" }]\n'
    )


def test_answers_can_be_changed_by_going_back(desk: Path) -> None:
    status, shown = talk(
        desk,
        "chrono add claim",
        [
            *BEGIN, ("Period in the speaker", "<\r"),
            ("Date of the claim (such as 16 April 2024) [", "\r"),
            ("Period in the speaker", "\r"), ("Period, such as 2025", "2024\r"),
            ("Another reading", "x=2025\r"), ("the first reading, 2024, has no name", ""),
            ("Another reading", "<\r"), ("Removed 2024", ""), ("Period", "past week\r"),
            ('"past week" becomes 2025-11-28..2025-12-04', ""), ("Another reading", "<\r"),
            ("Period", "2025\r"),
            ("Another reading", "\r"), ("Who took part", "Ann\r"),
            ("Another participant", "<\r"), ("Removed Ann Ash", ""), ("Who took part", "<\r"),
            ("So far: 2025", ""), ("Another reading (Enter if none, - removes the last)?", "<\r"),
            ("Period in the speaker", "\r"), ("So far: 2025", ""), ("- removes the last)?", "-\r"),
            ("Removed 2025", ""), ("Period, such as 2025", "2025\r"),
            ("Another reading", "\r"), ("Who took part", "\r"),
            ("Number", "4 calls\r"), ("Another number", "5 calls\r"),
            ('"call=4" is already an answer; to remove the last answer, type -', ""),
            ("Another number", "<\r"), ("Removed call=4", ""), ("Number", "1\r"),
            ("Another number", "\r"), ("Source", "\r"), ("[Y/n]", "<\r"), ("Source", "\r"),
            ("[Y/n]", "y\r"),
        ],
    )  # fmt: skip
    assert status == 0, shown
    assert (desk / "events.toml").read_text().endswith(
        'statement = "calls"\nperiod = "2025"\ntotal = 1\n'
    )  # fmt: skip


def test_only_missing_fields_are_asked_for(desk: Path) -> None:
    given = "--by Ann --date 2025-12-04 --statement calls --window w --period 2025 --actor Ann"
    status, shown = talk(
        desk, f"chrono add claim {given}", [("Number", "1 call\r"), ("An", "\r"), *END]
    )
    assert (status, "Who made" in shown) == (0, False)
    given += " --total 4"
    status, shown = talk(desk, f"chrono add claim {given.replace('--by Ann', '')}",
                         [("Who made the claim?", "The Wire\r"),
                          ('"The Wire" is not an actor in this ledger', ""), *END])  # fmt: skip
    assert (status, "Number" in shown) == (0, False)
    assert shown.count("is not an actor") == 0  # it is noted once
    dry = f"chrono add claim --dry-run {given.replace('--date 2025-12-04', '')}"
    status, shown = talk(desk, dry, [("Date of the claim", "2025-12-05\r"), ("Source", "\r")])
    assert (status, "Add this" in shown, 'by = "ann"\n' in shown) == (0, False, True)
    assert talk(desk, f"chrono add claim {given}", [])[0] == 0


@pytest.mark.parametrize("key, status", [("\x03", 130), ("n\r", 1)])
def test_a_cancelled_claim_shows_the_command_that_continues(
    desk: Path, key: str, status: int
) -> None:
    answers = [
        *BEGIN, *WINDOW, ("Period", "a b=2025\r"), ("Another", "\r"), ("Who took part", "Ann\r"),
        ("Another", "\r"), ("Number", "40.. calls, 50\r"), ("Another", "\r"),
        ("Source", "The Wire\r"), ("URL", "\r"), ("[Y/n]", key),
    ]  # fmt: skip
    found, shown = talk(desk, "chrono add claim --tag trade", answers)
    assert found == status
    assert (desk / "events.toml").read_text() == LEDGER
    command = (
        "chrono add claim --tag trade --by wang-yi --statement calls --date 2025-12-04 "
        "--window 'past year' --period 'a b=2025' --actor ann --count call=40.. --total 50 "
        "--publisher 'The Wire'\n"
    )
    assert command in shown
    assert talk(desk, command.strip(), [])[0] == 0


@pytest.mark.parametrize(
    "line, error",
    [
        ("chrono add claim --date 3/4/2025", "date"),
        ("chrono add claim --actor Wan", 'unknown actor "Wan"'),
        ("chrono -f events.toml -f more.toml add claim", "choose one with --to"),
    ],
)
def test_errors_are_reported_before_anything_is_asked(desk: Path, line: str, error: str) -> None:
    (desk / "more.toml").write_text("")
    status, shown = talk(desk, line, [])
    assert (status, error in shown, "Who made" in shown) == (2, True, False)


def test_a_statement_as_the_speaker_is_asked_again(desk: Path) -> None:
    talks = [
        part
        for statement in ("three meetings this year", '"We met often"', "they talk all the time")
        for part in (
            ("Who made the claim?", f"{statement}\r"),
            (f'"{statement}" may be a statement. Is it the speaker? [y/N]', "\r"),
        )
    ]
    more = [("Who made the claim?", "The Wire\r"), ("is not an actor", ""), ("What was", "\3")]
    status, _ = talk(desk, "chrono add claim", [*talks, *more])
    assert status == 130
    assert (desk / "events.toml").read_text() == LEDGER


def test_the_words_of_a_claim_propose_its_window_its_period_and_its_numbers(desk: Path) -> None:
    status, shown = talk(
        desk,
        'chrono add claim "Three meetings and a call this year."',
        [
            ("Who made the claim?", "Wang Yi\r"), ("Date of the claim", "4 Dec 2025\r"),
            ("speaker's words [this year]", "\r"),
            ("Period, such as 2025 or 2025-02-05..2025-12-04 [2025..2025-12-04]?", "\r"),
            ("So far: 2025..2025-12-04", ""), ("Another reading", "<\r"), ("Removed", ""),
            ("[2025..2025-12-04]?", "\r"), ("Another reading", "\r"),
            ("Who took part", "Ann\r"), ("Another participant", "\r"),
            ("Number, such as 4 calls, or 5 for all contacts [meeting=3, call=1]?", "\r"),
            ("So far: meeting=3, call=1", ""), ("Another number", "\r"), *END,
        ],
    )  # fmt: skip
    assert status == 0, shown
    assert (desk / "events.toml").read_text().endswith(
        'statement = "Three meetings and a call this year."\nwindow = "this year"\n'
        'period = "2025..2025-12-04"\nactors = ["ann"]\ncounts = { meeting = 3, call = 1 }\n'
    )  # fmt: skip
