"""What `chrono import` reports: one line for each cause, and a dry run that fits a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono.cli.import_report import MOST_CAUSES, numbered, problem_lines
from chrono.core.causes import Caused
from chrono.core.model import BUILT_IN_TYPES
from chrono.files.exchange.import_table import Row
from chrono.files.merge.records import nearest_types
from replay import clean_environment, run, run_on_terminal

TYPES = {kind.id: kind for kind in BUILT_IN_TYPES}


def refused(folder: Path, table: str, *argv: str) -> list[str]:
    """Import a table that is refused, and return the lines of the report."""
    (folder / "l.toml").touch()
    (folder / "t.csv").write_text(table, encoding="utf-8")
    ran = run(
        "-f", "l.toml", "import", "t.csv", *argv,
        folder=folder, environment=clean_environment(folder),
    )  # fmt: skip
    assert (ran.status, ran.out) == (3, "")
    assert (folder / "l.toml").read_text() == ""
    return ran.err.splitlines()


@pytest.mark.parametrize(
    "numbers, expected",
    [
        ([2], "row 2"),
        ([2, 5], "2 rows (2, 5)"),
        ([2, 3, 5], "3 rows (2, 3, 5)"),
        ([2, 3, 5, 9], "4 rows (2, 3, 5, …)"),
    ],
)
def test_at_most_three_rows_are_named(numbers: list[int], expected: str) -> None:
    assert numbered("row", numbers) == expected


def test_each_cause_is_one_line_with_what_to_type(tmp_path: Path) -> None:
    days = [f"{month}/{day}/2024" for month in (1, 2, 3) for day in (1, 14, 28)]
    rows = [f"{day},Phone,T,Ann" for day in days] + ["2024-05-01,Phone,T,Ann", "2024-05-02,call,,"]
    lines = refused(tmp_path, "\n".join(["Date,Kind,title,actors", *rows]) + "\n",
                    "--map", "date=Date", "--map", "type=Kind")  # fmt: skip
    assert lines == [
        't.csv: 10 rows (2, 3, 4, …): error: unknown type "Phone"; did you mean "call"? If so, '
        'write "Phone" = "call" under [values.Kind] in a rules file',
        't.csv: 9 rows (2, 3, 4, …): error: Date: "1/1/2024" (and 8 others) needs a date format; '
        "add --date-format %m/%d/%Y",
        't.csv: row 12: error: this event has no "title" (required)',
        't.csv: row 12: error: this event has no "actors" (required)',
        "error: nothing was imported: 11 of 11 rows are invalid; to list every error, add "
        "--all-errors; to correct values with a rules file, run `chrono import t.csv --suggest "
        "--output rules.toml`",
    ]


def test_dates_that_no_common_format_fits_are_a_cause_of_their_own(tmp_path: Path) -> None:
    rows = ["12/31/2024", "mid-May", "early June", "January 5, 2024", "1/30/2024", "2024/1/3"]
    table = "date,type,title,actors\n" + "".join(f'"{date}",call,T,Ann\n' for date in rows)
    first, *others = (line.removeprefix("t.csv: ") for line in refused(tmp_path, table))
    needs, such = "needs a date format; ", "is not a date such as 2025-10-30; "
    assert first == (
        f'2 rows (2, 6): error: date: "12/31/2024" (and 1 other) {needs}add --date-format %m/%d/%Y'
    )
    assert others[:2] == [
        f'2 rows (3, 4): error: date: "mid-May" (and 1 other) {such}correct it, or write '
        '"mid-May" = "DATE" under [values.date] in a rules file; to skip such rows, write drop = '
        '{ date = ["mid-May"] }',
        f'row 7: error: date: "2024/1/3" {needs}add --date-format %Y/%m/%d',
    ]


def test_a_date_with_two_readings_is_named_with_both(tmp_path: Path) -> None:
    line, _ = refused(tmp_path, "date,type,title,actors\n3/4/2025,call,T,Ann\n")
    assert line.endswith(
        'date: "3/4/2025" needs a date format; add --date-format %d/%m/%Y if "3/4/2025" is 3 Apr '
        '2025, or add --date-format %m/%d/%Y if "3/4/2025" is 4 Mar 2025'
    )


def test_all_errors_lists_every_row_with_the_remedy_for_all(tmp_path: Path) -> None:
    table = "date,type,title,actors\n" + "".join(f"12/{d}/2024,call,T,A\n" for d in range(12, 20))
    lines = refused(tmp_path, table, "--all-errors")
    assert lines == [
        *(
            f't.csv: row {row}: error: date: "12/{row + 10}/2024" needs a date format; '
            "add --date-format %m/%d/%Y"
            for row in range(2, 10)
        ),
        "error: nothing was imported: 8 of 8 rows are invalid",
    ]


def test_only_the_most_frequent_causes_are_listed() -> None:
    rejected = [(Row(row, {}), (f"cause {row // 2}",)) for row in range(2, 2 + 2 * MOST_CAUSES + 6)]
    lines, _ = problem_lines("t.csv", "row", rejected, "error: ", False)
    assert len(lines) == MOST_CAUSES + 1
    assert lines[0] == "t.csv: 2 rows (2, 3): error: cause 1"
    assert lines[-1] == "t.csv: error: 3 other causes not shown; add --all-errors"
    assert len(problem_lines("t.csv", "row", rejected, "error: ", True)[0]) == len(rejected)


@pytest.mark.parametrize(
    "word, expected",
    [
        ("Phone", ["call"]),
        ("Phone Call", ["call"]),
        ("video call", ["video"]),
        ("Videoconference", ["video"]),
        ("call or video", ["call", "video"]),
        ("Meetings", ["meeting"]),
        ("metting", ["meeting"]),
        ("round of talks", ["talks"]),
        ("Negotiation", ["talks"]),
        ("Trip", ["visit"]),
        ("Face-to-face", ["meeting"]),
        ("telephone conversation", ["call"]),
        ("Treffen", ["meeting"]),
        ("Entretien téléphonique", ["call"]),
        ("会见", ["meeting"]),
        ("Tagung", []),
        ("", []),
    ],
)
def test_the_nearest_types_share_words_with_a_text(word: str, expected: list[str]) -> None:
    assert nearest_types(word, TYPES) == expected


# -- dry runs -----------------------------------------------------------------------------------

MANY = "date,type,title,actors\n" + "".join(
    f"2024-01-{day:02},call,Call {day},Person {day};Ann\n" for day in range(1, 11)
)


def test_a_dry_run_on_a_terminal_shows_the_first_entries_of_each_kind(tmp_path: Path) -> None:
    (tmp_path / "l.toml").touch()
    (tmp_path / "t.csv").write_text(MANY)
    ran = run_on_terminal(
        "-f", "l.toml", "import", "t.csv", "--dry-run",
        folder=tmp_path, environment={"COLUMNS": "200"},
    )  # fmt: skip
    assert ran.out.count("[actors.") == ran.out.count("[[events]]") == 3
    assert "3 of 11 actors and 3 of 10 events shown; to see everything, add `| less`" in ran.err
    assert "dry run: 10 rows read from t.csv: 10 added" in ran.err


def test_a_dry_run_in_a_pipe_shows_every_entry(tmp_path: Path) -> None:
    (tmp_path / "l.toml").touch()
    (tmp_path / "t.csv").write_text(MANY)
    ran = run(
        "-f", "l.toml", "import", "t.csv", "--dry-run",
        folder=tmp_path, environment=clean_environment(tmp_path),
    )  # fmt: skip
    assert ran.out.count("[actors.") == 11
    assert ran.out.count("[[events]]") == 10
    assert "shown" not in ran.err


# -- fields by other names -----------------------------------------------------------------------


def test_an_address_without_a_publisher_names_both_options(tmp_path: Path) -> None:
    rows = "".join(f"2024,call,T{n},Ann,https://e.org/{n}\n" for n in range(3))
    lines = refused(
        tmp_path, "date,type,title,actors,Link\n" + rows, "--map", "sources[1].url=Link"
    )
    assert lines[0] == (
        't.csv: 3 rows (2, 3, 4): error: the source "https://e.org/0" (and 2 others) has no '
        "publisher; add `--map 'sources[1].publisher={Link:host}'`"
    )
    assert len(lines) == 2


def test_a_missing_column_gets_the_option_to_type(tmp_path: Path) -> None:
    (tmp_path / "l.toml").touch()
    (tmp_path / "t.csv").write_text("When,Who,Kind,Where,Link\n2024,Ann,call,Rome,https://e.org\n")
    ran = run(
        "-f", "l.toml", "import", "t.csv",
        folder=tmp_path, environment=clean_environment(tmp_path),
    )  # fmt: skip
    assert (ran.status, ran.err) == (
        2,
        'error: no column for date, type, title or actors; the columns are "When", "Who", '
        '"Kind", "Where" and "Link". Add `--map date=When --map type=Kind --map actors=Who '
        "--map 'title={Who}, {Where}'`, or run `chrono import t.csv --suggest --output rules.toml` "
        "for a rules file. If a field has one value for all rows, add `--set "
        "FIELD=VALUE`, such as `--set type=meeting`\n",
    )


def test_the_remedy_for_a_cause_is_made_once_for_all_its_rows() -> None:
    made: list[int] = []

    def remedy(values: object) -> str:
        made.append(len(list(values)))  # type: ignore[call-overload]
        return "mend it"

    rejected = [
        (Row(at, {}), [Caused("", str(at), " is bad", remedy=remedy)]) for at in range(2, 9)
    ]
    lines, are_all = problem_lines("t.csv", "row", rejected, "error: ", every=True)
    assert (lines[0], len(lines), are_all) == ('t.csv: row 2: error: "2" is bad; mend it', 7, True)
    assert made == [7]
