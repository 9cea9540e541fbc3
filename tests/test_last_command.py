"""`chrono last`: its formats, its notes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from replay import Ran, clean_environment, run

LEDGER = """
[actors]
ann = { name = "Ann Ash", country = "FR" }
ben = { name = "Ben Birch", country = "DE" }
"""

CALL = """
[[events]]
id = "{id}"
date = "{date}"
type = "call"
title = "{id}"
actors = ["ann", "ben"]
{more}
"""


def last(
    folder: Path, *argv: str, covers: str = "", calls: dict[str, tuple[str, str]] | None = None
) -> Ran:
    """Write a ledger with `calls` (id -> date, other keys), and run the command on 2026-01-31."""
    events = {"one": ("2025-10-30", "")} if calls is None else calls
    head = f'ledger.covers = "{covers}"' if covers else ""
    texts = [CALL.format(id=id, date=date, more=more) for id, (date, more) in events.items()]
    (folder / "events.toml").write_text("\n".join([head, LEDGER, *texts]), encoding="utf-8")
    return run("last", *argv, folder=folder, environment=clean_environment(folder))


def test_json_has_every_key_and_lists_of_whole_records(tmp_path: Path) -> None:
    calls = {"oct": ("2025-10-30", ""), "plan": ("2026-02", 'status = "planned"')}
    (answer,) = json.loads(last(tmp_path, "Ann", "Ben", "-o", "json", calls=calls).out)
    assert [*answer] == ["today", "days", "last", "next_days", "next"]
    assert answer["today"] == "2026-01-31"
    assert answer["days"] == {"min": 93, "max": 93, "undecided": []}
    assert answer["next_days"] == {"min": 1, "max": 28, "undecided": ["plan"]}
    assert [event["id"] for event in answer["last"] + answer["next"]] == ["oct", "plan"]
    assert answer["next"][0]["status"] == "planned"
    assert answer["last"][0]["actor_names"] == ["Ann Ash", "Ben Birch"]
    (answer,) = json.loads(last(tmp_path, "-o", "json").out)
    assert (answer["next_days"], answer["next"]) == (None, [])


def test_the_empty_answer_is_an_empty_list_and_a_note(tmp_path: Path) -> None:
    ran = last(tmp_path, "Ann", "-o", "json", calls={})
    assert (ran.status, json.loads(ran.out)) == (0, [])
    assert ran.err == "note: no matching contacts\n"
    assert last(tmp_path, "Ann", "-q", calls={}) == (0, "", "")


def test_a_broken_ledger_gives_no_answer(tmp_path: Path) -> None:
    ran = last(tmp_path, "Ann", calls={"one": ("2025-02-31", "")})
    assert (ran.status, ran.out) == (3, "")


@pytest.mark.parametrize(
    "covers, argv, note",
    [
        ("", [], ""),
        ("2025..", [], ""),
        ("2025-10-30..2026-01", [], ""),
        ("2025", [], "note: this ledger covers only 2025; later contacts may be missing\n"),
        # Today, or the days since the last contact: one note, whatever the period.
        ("2025", ["--today", "2025-12-31"], ""),
        ("2025", ["--since", "2025-10"],
         "note: this ledger covers only 2025; later contacts may be missing\n"),
        ("2025", ["--until", "2025-12"], ""),
        # Days before the last contact do not matter.
        ("2025-10..", [], ""),
        ("2025-10-31..", [],
         "note: this ledger covers only 2025-10-31 onwards; later contacts may be missing\n"),
    ],
)  # fmt: skip
def test_a_note_names_what_is_covered_if_the_days_since_then_are_not(
    tmp_path: Path, covers: str, argv: list[str], note: str
) -> None:
    ran = last(tmp_path, "Ann", "Ben", *argv, covers=covers)
    assert ran.err == note
    assert ran.out


def test_an_event_without_a_source_left_makes_a_range(tmp_path: Path) -> None:
    calls = {
        "one": ("2025-10-30", 'sources = [{ publisher = "AP" }]'),
        "two": ("2025-11-30", 'sources = [{ publisher = "Xinhua" }]'),
    }
    ran = last(tmp_path, "Ann", "--without-origin", "Xinhua", calls=calls)
    assert ran.out.split("\t")[0] == "62..93"
    assert ran.err == (
        "note: without Xinhua, 1 event has no source, so it may not have happened: two\n"
    )


@pytest.mark.parametrize(
    "argv, message",
    [
        (["Bob"], 'unknown actor "Bob"'),
        (["Ann", "--actor", "Bob"], 'unknown actor "Bob"'),
        (["--limit", "1"], "--limit has no effect on the last contact"),
        (["--reverse"], "--reverse has no effect on the last contact"),
        (["--type", "cal"], 'unknown type "cal"; did you mean "call"?'),
    ],
)
def test_what_is_refused(tmp_path: Path, argv: list[str], message: str) -> None:
    ran = last(tmp_path, *argv)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err


def test_the_name_of_a_country_suggests_a_command_and_lists_the_actors(tmp_path: Path) -> None:
    text = LEDGER.replace("Ann Ash", "Bank of France").replace("Ben Birch", "Embassy of France")
    (tmp_path / "events.toml").write_text(text + CALL.format(id="a", date="2025", more=""))
    ran = run("last", "France", folder=tmp_path, environment=clean_environment(tmp_path))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == (
        'error: "France" matches 2 actors; run `chrono last --country France`; '
        "or choose Bank of France (ann) or Embassy of France (ben)\n"
    )


def test_names_and_the_option_for_actors_are_one_list(tmp_path: Path) -> None:
    assert last(tmp_path, "Ann", "Ben") == last(tmp_path, "Ann", "--actor", "Ben")
