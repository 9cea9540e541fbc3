"""The command `chrono claims`: lines, filters, notes, exit status and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from claim_helpers import INSIDE, claim, table, text
from replay import Ran, clean_environment, run

COMMAND = text(
    INSIDE,
    table("jun", "2025-06-05"),
    table("talk", "2025-06-10", "meeting"),
    table("loose", "2025-07", "video"),
    claim("right", date="2025-06-30", counts="{ call = 2, meeting = 1 }"),
    claim("bounds", date="2025-07-01", total="{ min = 2 }", by='"The Wire"'),
    claim(
        "two-ways",
        date="2025-07-02",
        counts="{ call = 2 }",
        period='{ "since May" = "2025-05..", "since June" = "2025-06.." }',
    ),
    claim("unsure", date="2025-07-15", total="4", period='"2025"', by='"wang-yi"'),
    claim("early", date="2025-07-31", total="9", period='"2024.."', by='"wang-yi"'),
    covers="2025",
)
WRONG = claim("wrong", date="2025-08-01", total="9", by='"The Wire Service"')
DISPUTED = claim("stands", date="2025-08-02", total="9", disputed='"two ways to count"')
SETTLED = claim("settled", date="2025-08-03", total="3", disputed='"was wrong once"')

LINES = {
    "right": "right\tagrees\tcall=2; meeting=1\tcall=2; meeting=1\tinside; jun; talk",
    "bounds": "bounds\tagrees\t2..\t3\tinside; jun; talk",
    "two-ways": "two-ways\tdepends\t2\t2 | 1\tinside; jun | jun",
    "unsure": "unsure\tcannot tell\t4\t3..4\tinside; jun; talk; loose",
    "early": "early\tcannot tell\t9\t4\tinside; jun; talk; loose",
    "wrong": "wrong\tdiffers\t9\t3\tinside; jun; talk",
    "stands": "stands\tdiffers\t9\t3\tinside; jun; talk",
    "settled": "settled\tagrees\t3\t3\tinside; jun; talk",
}
FIRST = ["right", "bounds", "two-ways", "unsure", "early"]


def claims(folder: Path, *argv: str, more: Sequence[str] = ()) -> Ran:
    """Write the ledger there with some more claims, and run `chrono claims`."""
    (folder / "events.toml").write_text("\n".join([COMMAND, *more]), encoding="utf-8")
    return run("claims", *argv, folder=folder, environment=clean_environment(folder))


def test_a_line_has_the_id_the_verdict_both_numbers_and_the_events(tmp_path: Path) -> None:
    ran = claims(tmp_path)
    assert ran.out.splitlines() == [LINES[id] for id in FIRST]
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.parametrize(
    "argv, expected",
    [
        (["2025-06"], ["right"]),
        (["2025-07"], FIRST[1:]),
        (["2025-07-02..2025-07-15"], ["two-ways", "unsure"]),
        (["--until", "2025-07-01"], ["right", "bounds"]),
        (["--reverse"], FIRST[::-1]),
        (["--limit", "2"], FIRST[:2]),
        (["--limit", "1", "--reverse"], ["early"]),
        (["--type", "meeting"], ["right", "bounds", "unsure", "early"]),
        # Whole words of a name, an id, or a name that only claims have.
        (["--speaker", "Xie"], ["right", "two-ways"]),
        (["--speaker", "xie feng"], ["right", "two-ways"]),
        (["--speaker", "Wang Yi"], ["unsure", "early"]),
        (["--speaker", "wire"], ["bounds"]),
        (["--speaker", "the wire", "--speaker", "xie"], ["right", "bounds", "two-ways"]),
        (["--speaker", "Xie", "2025-07"], ["two-ways"]),
    ],
)
def test_which_claims_are_listed(tmp_path: Path, argv: list[str], expected: list[str]) -> None:
    assert claims(tmp_path, *argv).out.splitlines() == [LINES[id] for id in expected]


def test_an_actor_who_made_no_claim_is_no_error(tmp_path: Path) -> None:
    ran = claims(tmp_path, "--speaker", "Trump")
    assert ran == (0, "", "note: no matching claims\n")
    assert claims(tmp_path, "--speaker", "Trump", "-o", "json").out == "[]\n"


@pytest.mark.parametrize("name", ["Nobody", "Xi Feng", "Wir", "Jinpin"])
def test_an_unknown_speaker_is_refused(tmp_path: Path, name: str) -> None:
    ran = claims(tmp_path, "--speaker", name)
    assert (ran.out, ran.status) == ("", 2)
    assert f'"{name}"' in ran.err


def test_an_ambiguous_speaker_is_refused_with_the_candidates(tmp_path: Path) -> None:
    ran = claims(tmp_path, "--speaker", "Wang")
    assert (ran.out, ran.status) == ("", 2)
    assert "Wang Yi (wang-yi)" in ran.err
    assert "Wang Wentao (wang-wentao)" in ran.err
    both = claims(tmp_path, "--speaker", "wire service", more=[WRONG])
    assert both.out.splitlines() == [LINES["wrong"]]
    assert claims(tmp_path, "--speaker", "wire", more=[WRONG]).status == 2


def test_an_unknown_verdict_is_refused_with_all_verdicts(tmp_path: Path) -> None:
    ran = claims(tmp_path, "--verdict", "nonsense")
    assert (ran.out, ran.status) == ("", 2)
    assert '"agrees", "differs", "depends" or "cannot tell"' in ran.err


@pytest.mark.parametrize("argv", [["--actor", "Wang"], ["--actor", "Nobody"], ["--type", "tlak"]])
def test_a_filter_with_an_unknown_value_is_refused(tmp_path: Path, argv: list[str]) -> None:
    ran = claims(tmp_path, *argv)
    assert (ran.out, ran.status) == ("", 2)


@pytest.mark.parametrize(
    "more, argv, status",
    [
        ([], [], 0),
        ([WRONG], [], 1),
        ([DISPUTED], [], 0),
        ([SETTLED], [], 0),
        ([WRONG, DISPUTED], [], 1),
        # Of those that were asked for, be they shown or not.
        ([WRONG], ["2025-07"], 0),
        ([WRONG], ["--speaker", "xie"], 0),
        ([WRONG], ["--limit", "1"], 1),
        ([WRONG], ["-o", "json"], 1),
        ([WRONG], ["-o", "table"], 1),
    ],
)
def test_the_exit_status_is_1_only_if_an_undisputed_claim_differs(
    tmp_path: Path, more: list[str], argv: list[str], status: int
) -> None:
    assert claims(tmp_path, *argv, more=more).status == status


def test_a_disputed_claim_that_agrees_is_noted(tmp_path: Path) -> None:
    ran = claims(tmp_path, "2025-08", more=[WRONG, DISPUTED, SETTLED])
    assert ran.out.splitlines() == [LINES[id] for id in ("wrong", "stands", "settled")]
    assert ran.err == "note: settled is marked as disputed, but now agrees with the ledger\n"


def test_the_number_of_claims_that_limit_leaves_out_is_noted(tmp_path: Path) -> None:
    assert claims(tmp_path, "--limit", "2").err == "note: 3 claims not shown; raise --limit\n"
    assert claims(tmp_path, "--limit", "5").err == ""


def test_json_has_the_claim_the_verdict_and_the_interpretations(tmp_path: Path) -> None:
    records = json.loads(claims(tmp_path, "-o", "json").out)
    by_id = {record["id"]: record for record in records}
    assert [*by_id] == FIRST
    assert len({tuple(record) for record in records}) == 1, "every claim has the same keys"
    right = by_id["right"]
    assert (right["verdict"], right["by"], right["by_name"]) == ("agrees", "xie", "Xie Feng")
    (only,) = right["readings"]
    assert only["name"] is None
    assert only["period"] == "2025-05-01..2025-06-30"
    assert only["stated"] == {
        "call": {"min": 2, "max": 2},
        "meeting": {"min": 1, "max": 1},
    }
    assert only["counted"] == {
        "call": {"min": 2, "max": 2, "undecided": []},
        "meeting": {"min": 1, "max": 1, "undecided": []},
    }
    assert (only["events"], only["near"]) == (["inside", "jun", "talk"], [])
    assert only["why"] == (
        "1 May–30 Jun 2025: the ledger has 2 phone calls and 1 in-person meeting, as stated"
    )
    assert by_id["bounds"]["readings"][0]["stated"] == {"total": {"min": 2, "max": None}}
    assert by_id["unsure"]["readings"][0]["counted"] == {
        "total": {"min": 3, "max": 4, "undecided": ["loose"]}
    }


def test_json_has_the_interpretations_in_order_with_their_near_misses(tmp_path: Path) -> None:
    (record,) = json.loads(claims(tmp_path, "2025-07-02", "-o", "json").out)
    assert [
        (reading["name"], reading["period"], reading["verdict"], reading["events"], reading["near"])
        for reading in record["readings"]
    ] == [
        ("since May", "2025-05-01..2025-07-02", "agrees", ["inside", "jun"], []),
        ("since June", "2025-06-01..2025-07-02", "differs", ["jun"], ["inside"]),
    ]
    assert record["explained"].startswith(
        "It depends on the period: 2 phone calls under “since May”; "
    )
    assert record["readings"][1]["why"] == (
        "1 Jun–2 Jul 2025: the ledger has 1 phone call (1 fewer than stated); "
        "5 May 2025 (inside) is 27 days before this period"
    )


def test_a_claim_about_a_period_still_to_come_counts_no_event(tmp_path: Path) -> None:
    """The claim was made before its period begins."""
    future = claim("ahead", date="2025-04-01", total="1")
    ran = claims(tmp_path, "2025-04", more=[future])
    assert (ran.out, ran.status) == ("ahead\tdiffers\t1\t0\t\n", 1)


def test_json_and_the_table_explain_an_interpretation_in_the_same_words(tmp_path: Path) -> None:
    records = json.loads(claims(tmp_path, "2025-08", "-o", "json", more=[WRONG]).out)
    sentence = "1 May–30 Jun 2025: the ledger has 3 contacts (6 fewer than stated)"
    (only,) = records[0]["readings"]
    assert only["why"].startswith(sentence)
    shown = " ".join(claims(tmp_path, "2025-08", "-o", "table", more=[WRONG]).out.split())
    assert "stated 9 contacts; counted 3 contacts (6 fewer than stated)" in shown
    environment = clean_environment(tmp_path)
    problems = run("check", folder=tmp_path, environment=environment).out
    assert "for 1 May–30 Jun 2025, the ledger has 3 contacts" in problems


VAGUE = (
    table("about", "2025-07-01~", "letter", tags='["trade"]'),
    claim("letters", date='"2025-07-20~"', counts="{ letter = 1 }", period='"2025-07"'),
    claim("tagged", date='"2025-07?"', total="1", types='["letter"]', tags='["trade"]'),
    claim("said", date='"2025-06-30%"', counts="{ call = 2 }", as_of='"2025-06-05~"'),
)


@pytest.mark.parametrize(
    "argv, ids",
    [
        ([], ["said", "right", "bounds", "tagged", "two-ways", "unsure", "letters", "early"]),
        (["2025-07-19"], ["tagged", "letters"]),
        (["2025-07-22"], ["tagged"]),
        (["2025-07-19..2025-07-21"], ["tagged", "letters"]),
        (["2025-07-19..2025-07-21", "--certain"], ["letters"]),
        (["2025-06..2025-08", "--certain"],
         ["said", "right", "bounds", "tagged", "two-ways", "unsure", "letters", "early"]),
        (["2025-07-02", "--certain"], ["two-ways"]),
        (["--until", "2025-06-28"], ["said", "tagged"]),
        (["--since", "2025-08-01"], ["tagged"]),
        (["--type", "letter"], ["tagged", "letters"]),
        (["--type", "video", "--type", "call"],
         ["said", "right", "bounds", "two-ways", "unsure", "early"]),
        (["--tag", "trade"], ["tagged"]),
        (["--text", "so many", "--type", "letter"], ["tagged", "letters"]),
        (["--not-type", "letter", "2025-07-15"], ["unsure"]),
        (["--actor", "Xi"], []),
    ],
)  # fmt: skip
def test_summary_has_the_claims_of_claims_with_the_same_filters(
    tmp_path: Path, argv: list[str], ids: list[str]
) -> None:
    """Also for claims, and events, whose dates are approximate or uncertain."""
    listed = json.loads(claims(tmp_path, *argv, "-o", "json", more=VAGUE).out)
    assert sorted(one["id"] for one in listed) == sorted(ids)
    environment = clean_environment(tmp_path)
    ran = run("summary", *argv, "-o", "json", folder=tmp_path, environment=environment)
    assert json.loads(ran.out)["claims"] == listed


def test_approximate_days_of_a_claim_and_of_an_event_leave_the_number_open(tmp_path: Path) -> None:
    """As of about 5 June it is not known whether the call of that day had taken place."""
    ran = claims(tmp_path, "--verdict", "cannot tell", "--not-type", "video", more=VAGUE)
    lines = [line for line in ran.out.splitlines() if line.startswith(("said", "letters"))]
    assert lines == [
        "said\tcannot tell\t2\t1..2\tinside; jun",
        "letters\tcannot tell\t1\t0..1\tabout",
    ]


def test_the_words_of_the_nearest_claim_are_suggested(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    words = "leaders had an in-person meeting and four phone calls"
    chrono = partial(run, "claims", folder=folder, environment=clean_environment(folder))
    ran = chrono("--text", words)
    assert "no matching claims" in ran.err
    assert '`chrono claims --text "an in-person meeting and four phone calls"`' in ran.err
    found = chrono("--text", "an in-person meeting and four phone calls")
    assert found.out.startswith("xie-feng-2025-12-04\t")
    assert "nearest" not in chrono("--text", "zebras met unicorns").err
