"""Numbers that questions in comments decide: which number it is, and how it is compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono.core.counting import Count
from chrono.core.proof.findings import Finding
from chrono.core.proof.questions import Stated, answered, number_before, with_answers
from chrono.core.prose import Cell, Passage
from chrono.core.query import Match
from chrono.core.spans import Containment
from chrono.core.verdicts import TextVerdict
from replay import Ran, clean_environment, run
from samples import event


@pytest.mark.parametrize(
    "text, words, low, high",
    [
        ("They spoke four times ", "four", 4, 4),
        ("They spoke 4 times in 2025 ", "4", 4, 4),
        ("On Dec 5, and on 6 December, three calls", "three", 3, 3),
        ("three calls on May 5th and Sept. 19 ", "three", 3, 3),
        ("At least four calls ", "At least four", 4, None),
        ("no fewer than 4 calls ", "no fewer than 4", 4, None),
        ("more than three ", "more than three", 4, None),
        ("at most twelve ", "at most twelve", None, 12),
        ("fewer than five ", "fewer than five", None, 4),
        ("four or five calls", "four or five", 4, 5),
        ("4–5 calls", "4–5", 4, 5),
        ("between 4 and 5 calls", "between 4 and 5", 4, 5),
        ("one meeting and four calls", "four", 4, 4),
        ("twenty-one calls", "twenty-one", 21, 21),
        ("their twenty-first call", "twenty-first", 21, 21),
        ("Thirty calls", "Thirty", 30, 30),
        ("1,234 events and $9 or 3%", "1,234", 1234, 1234),
        ("their fourth call", "fourth", 4, 4),
        ("the 21st call", "21st", 21, 21),
        ("They spoke once ", "once", 1, 1),
        ("They met twice ", "twice", 2, 2),
        ("half a dozen calls", "half a dozen", 6, 6),
        ("a dozen calls", "a dozen", 12, 12),
        ("They did not speak once ", "not speak once", 0, 0),
        ("They never met ", "never", 0, 0),
        ("no calls ", "no", 0, 0),
        ("an in-person meeting ", "an", 1, 1),
        ("the only meeting ", "the only", 1, 1),
        ("four calls and an in-person meeting", "an", 1, 1),
        ("a series of four calls", "four", 4, 4),
        ("four calls in a year", "four", 4, 4),
        ("three times a month", "three", 3, 3),
        ("A third call", "third", 3, 3),
    ],
)
def test_the_last_number_before_a_question(
    text: str, words: str, low: int | None, high: int | None
) -> None:
    stated = number_before([Passage("paragraph", 7, text)], 7 + len(text))
    assert stated is not None
    said = text[stated.start - 7 : stated.end - 7]
    assert (said, stated.low, stated.high) == (words, low, high)
    assert text[stated.start - 7 : stated.end - 7] == words


@pytest.mark.parametrize(
    "text", ["They spoke ", "in 2025 ", "on 30 Oct., 2025", "costs $4 ", "12.5 "]
)
def test_dates_and_prices_are_no_numbers(text: str) -> None:
    assert number_before([Passage("paragraph", 0, text)], len(text)) is None


def test_a_question_belongs_to_its_sentence_or_cell() -> None:
    text = "Two calls. They met three times. And then   "
    (passage,) = [Passage("paragraph", 0, text)]
    at = text.index("times") + 6
    assert number_before([passage], at) == Stated(20, 25, 3, 3, (11, 32))
    assert number_before([passage], len(text)) is None
    row = Passage("row", 0, "  2025 calls   4   ", (Cell(2, 12), Cell(15, 16)))
    assert number_before([row], 17) == Stated(15, 16, 4, 4, (0, 19))
    empty = Passage("row", 0, "  4 calls      ", (Cell(2, 9), Cell(12, 14)))
    assert number_before([empty], 13) is None
    assert number_before([], 3) is None
    assert number_before([passage], 0) is None


def count(certain: int, possible: int = 0) -> Count:
    fits = [Containment.CERTAIN] * certain + [Containment.POSSIBLE] * possible
    return Count(
        [Match(event("2025-03-10", id=f"e{number}"), fit) for number, fit in enumerate(fits)]
    )


@pytest.mark.parametrize(
    "low, high, counted, verdict, answer",
    [
        (4, 4, count(4), "stands", ""),
        (4, 4, count(3), "differs", "3"),
        (4, 4, count(5), "differs", "5"),
        (4, 4, count(3, 1), "cannot tell", "3–4"),
        (5, 5, count(3, 1), "differs", "3–4"),
        (4, None, count(9), "stands", ""),
        (4, None, count(3, 2), "cannot tell", "3–5"),
        (4, None, count(3), "differs", "3"),
        (None, 4, count(0), "stands", ""),
        (None, 4, count(5), "differs", "5"),
        (4, 5, count(4, 1), "stands", ""),
        (0, 0, count(0), "stands", ""),
    ],
)
def test_a_number_is_compared_with_the_answer(
    low: int | None, high: int | None, counted: Count, verdict: str, answer: str
) -> None:
    finding = answered(Stated(1, 5, low, high), "count", counted, covered=True)
    assert (finding.start, finding.end) == (1, 5)
    assert (finding.verdict, finding.answer) == (verdict, answer)
    assert len(finding.events) == counted.max


def test_days_that_the_ledger_does_not_cover_decide_nothing() -> None:
    finding = answered(Stated(0, 4, 4, 4), "count 2020", count(4), covered=False)
    assert finding.verdict == "cannot tell"
    assert finding.answer == "4, but the ledger does not cover all of these days"


def test_no_other_finding_touches_the_number() -> None:
    def at(start: int, end: int, verdict: TextVerdict = "stands") -> Finding:
        return Finding(start, end, verdict, "", sentence=(0, 20))

    decided = at(5, 9)
    unread = at(12, 15, "not read")
    kept = with_answers([at(0, 5), at(0, 6), at(8, 9), at(9, 12), unread], [decided])
    assert kept == [at(0, 5), decided, at(9, 12)]


LEDGER = """
[ledger]
covers = "2025"

[actors]
ann = { name = "Ann Ash", country = "FR" }
ben = { name = "Ben Birch", country = "DE" }

[[events]]
id = "march"
date = 2025-03-10
type = "call"
title = "Ash calls Birch"
actors = ["ann", "ben"]
sources = [{ publisher = "AP" }]

[[events]]
id = "letter"
date = 2025-04-10
type = "letter"
title = "Ash writes to Birch"
actors = ["ann", "ben"]
sources = [{ publisher = "Xinhua" }]
"""


def proof(folder: Path, text: str, *options: str, ledger: str = LEDGER) -> Ran:
    (folder / "events.toml").write_text(ledger, encoding="utf-8")
    (folder / "draft.md").write_text(text, encoding="utf-8")
    return run("proof", "draft.md", *options, folder=folder, environment=clean_environment(folder))


@pytest.mark.parametrize(
    "question, number",
    [
        ("count", "one"),
        ("count 2025 --total", "one"),
        ("chrono count 2025", "one"),
        ("count 2025 --all", "two"),
        ("count --type letter", "one"),
        ("count --where 'type:letter or type:call'", "two"),
        ("count -a ash -t call", "one"),
        ('count "past 10 months"', "one"),
        ("count 'last 9 days'", "no"),
        ("count this year --not-actor Ash", "no"),
        ("count 2025 --status any --all", "two"),
        ("count 2025 --without-origin Xinhua --all", "one or two"),
        ("count 2025 --certain", "one"),
    ],
)
def test_any_filter_of_count_may_decide(tmp_path: Path, question: str, number: str) -> None:
    text = f"Date: 2025-12-12\n\nThey had {number} <!-- = {question} --> in all, not seven.\n"
    ran = proof(tmp_path, text)
    assert (ran.status, ran.out.split("\t")[1:3]) == (0, ["stands", number])
    wrong = proof(tmp_path, text.replace(f"had {number}", "had nine"))
    assert (wrong.status, wrong.out.split("\t")[1:3]) == (1, ["differs", "nine"])


LATER = """
[[events]]
id = "june"
date = 2025-06-10
type = "call"
title = "Ash calls Birch again"
actors = ["ann", "ben"]

[[events]]
id = "planned"
date = 2025-09-10
type = "meeting"
status = "planned"
title = "Ash is to meet Birch"
actors = ["ann", "ben"]
"""


@pytest.mark.parametrize(
    "number, question, row",
    [
        ("once", "count 2025", "stands\tonce\t1 = count 2025, up to 1 May 2025\tmarch"),
        ("twice", "count", "differs\ttwice\t2 = count, up to 1 May 2025; ledger: 1\tmarch"),
        ("once", "count 2025-Q1", "stands\tonce\t1 = count 2025-Q1\tmarch"),
        ("once", "count 2025-04..",
         "differs\tonce\t1 = count 2025-04.., up to 1 May 2025; ledger: 0\t"),
        ("once", "count 2025-06", "stands\tonce\t1 = count 2025-06\tjune"),
        ("once", "count 2025 --status planned",
         "stands\tonce\t1 = count 2025 --status planned\tplanned"),
    ],
)  # fmt: skip
def test_a_text_counts_up_to_its_day(tmp_path: Path, number: str, question: str, row: str) -> None:
    text = f"Date: 2025-05-01\n\nThey talked {number} <!-- = {question} -->.\n"
    assert proof(tmp_path, text, ledger=LEDGER + LATER).out == f"3\t{row}\n"


def test_a_question_without_a_period_is_about_what_the_ledger_covers(tmp_path: Path) -> None:
    calls = LEDGER.replace('covers = "2025"', '[[coverage]]\nperiod = "2025"\ntypes = ["call"]')
    text = "Date: 2025-12-12\n\nThey met once <!-- = count --type meeting -->.\n"
    assert proof(tmp_path, text).out.split("\t")[1] == "differs"
    assert proof(tmp_path, text, ledger=calls).out.split("\t")[1] == "cannot tell"
    text = text.replace("meeting", "call")
    assert proof(tmp_path, text, ledger=calls).out.split("\t")[1] == "stands"


def test_questions_leave_the_rest_of_the_ledger_as_it_is(tmp_path: Path) -> None:
    text = (
        "Date: 2025-12-12\n\nOne or two <!-- = count 2025 --all --without-origin AP --> in all.\n"
        "One <!-- = count 2025 --> call.\n"
    )
    assert [line.split("\t")[1] for line in proof(tmp_path, text).out.splitlines()] == [
        "stands",
        "stands",
    ]


@pytest.mark.parametrize(
    "question",
    [
        "count --help", "count -h", "count --version", "count --output x", "count --svg x",
        "count --html x", "count -o json", "count -f /dev/null", "count --ledger /dev/null",
        "count --today 2020-01-01", "count --color always", "count --no-pager", "count -q",
        "count --by month", "count --why", "count --limit 1", "count --reverse", "count '2025",
        "list", "export html", "", "count; touch x", "count $(touch x)", "count `touch x`",
        "count > x", "count 2025 | tee x", "count -- --help", "count @/etc/passwd", "chrono",
        "chrono chrono count", "--help", "remove march --yes", "count --actor Oak",
    ],
)  # fmt: skip
def test_a_question_cannot_do_anything_but_count(tmp_path: Path, question: str) -> None:
    (tmp_path / "home").mkdir()
    before = {*tmp_path.iterdir(), tmp_path / "events.toml", tmp_path / "draft.md"}
    text = f"Date: 2025-12-12\n\nOne call.\n\nOne <!-- = {question} --> call.\n"
    ran = proof(tmp_path, text)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f'error: draft.md:5: "= {question}": ')
    assert ran.err.count("\n") == 1
    assert {*tmp_path.iterdir()} == before
    assert (tmp_path / "events.toml").read_text(encoding="utf-8") == LEDGER


def test_control_characters_in_a_question_are_escaped(tmp_path: Path) -> None:
    ran = proof(tmp_path, "Date: 2025-12-12\n\nOne <!-- = \x1b[31mcount\u202e -->.\n")
    assert ran.status == 2
    assert "\x1b" not in ran.err
    assert "\u202e" not in ran.err
    shown = proof(tmp_path, "Date: 2025-12-12\n\nOne\x1b <!-- = count 2025 --text '\x1b' -->.\n")
    assert "\x1b" not in shown.out + shown.err


def test_a_comment_that_is_no_question_decides_nothing(tmp_path: Path) -> None:
    ran = proof(tmp_path, "Date: 2025-12-12\n\nNine <!-- = count 2025 --> x `<!-- = no -->`.\n")
    assert ran.out.startswith("3\tdiffers\tNine\t9 = count 2025; ledger: 1\tmarch\n")
    ran = proof(tmp_path, "Date: 2025-12-12\n\nNine <!-- count 2025 --> grapes.\n")
    assert (ran.status, ran.out) == (0, "")
