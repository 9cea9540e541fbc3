"""Cells that repeat the cell above are filled only on request; line breaks in titles are spaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono.files.merge.ditto_marks import DITTO_MARKS
from replay import clean_environment, run
from test_import_rules import actors, imported, refused, run_table, work
from test_suggestion import rules_of

__all__ = ["work"]

HEAD = "date,type,title,who\n"
TABLE = f"{HEAD}2025-01-02,call,A,Ann\n″,do.,B,Ben\n,,C,Cy\n2025-01-05,call,D,Idem\n"
RULES = '[map]\nactors = "who"\n'


def test_a_ditto_mark_is_an_error_with_the_rule_that_fills_it(work: Path) -> None:
    errors = refused(work, TABLE, RULES).splitlines()
    remedy = 'write fill_down = ["date", "type", "who"] above the first [section] in rules.toml'
    marks = [("row 3", "date", "″"), ("row 3", "type", "do."), ("row 5", "who", "Idem")]
    for row, column, mark in marks:
        why = f'{column}: "{mark}" is a ditto mark, which repeats the cell above; {remedy}'
        assert f"<stdin>: {row}: error: {why}" in errors
    assert sum("row 3" in line for line in errors) == 2  # and it is not an invalid date, too


@pytest.mark.parametrize("mark", DITTO_MARKS)
def test_no_ditto_mark_becomes_a_name(work: Path, mark: str) -> None:
    quoted = mark.replace('"', '""')
    table = f'{HEAD}2025-01-02,call,A,Ann\n2025-01-03,call,B," {quoted} "\n'
    assert "is a ditto mark" in refused(work, table, RULES)
    ledger = imported(work, table, f'fill_down = "who"\n{RULES}')
    assert actors(ledger) == [[("Ann", None)], [("Ann", None)]]


def test_cells_are_filled_in_the_columns_of_the_rule(work: Path) -> None:
    rules = f'fill_down = ["date", "type", "who"]\n{RULES}'
    ledger = imported(work, TABLE, rules)
    events = sorted(ledger.events, key=lambda event: event.title)
    assert [(event.when.text, event.type.id) for event in events] == [
        ("2025-01-02", "call"), ("2025-01-02", "call"), ("2025-01-02", "call"),
        ("2025-01-05", "call"),
    ]  # fmt: skip
    assert [names[0][0] for names in actors(ledger)] == ["Ann", "Ben", "Cy", "Cy"]
    _, notes = run_table(work, TABLE, rules)
    assert (
        "note: 5 cells have the text of the cell above (2 in date, 2 in type, 1 in who)\n" in notes
    )
    assert "0 added, 0 updated, 4 skipped" in notes


def test_only_the_texts_of_the_rule_are_filled(work: Path) -> None:
    rules = 'fill_down = { date = ["″"], type = ["do.", ""], who = "x" }\n' + RULES
    errors = refused(work, TABLE, rules)
    assert 'row 4: error: this event has no "date" (required)' in errors
    assert (
        'who: "Idem" is a ditto mark, which repeats the cell above; add "Idem" to the texts of '
        "this column in fill_down\n"
    ) in errors


def test_a_first_cell_and_a_cell_below_an_unreadable_row_are_not_filled(work: Path) -> None:
    rules = f'fill_down = "date"\n{RULES}'
    table = f"{HEAD}″,call,A,Ann\n2025,call,B\n,call,C,Cy\n2025,call,D,Dee\n,call,E,Eve\n"
    errors = refused(work, table, rules)
    assert (
        'row 2: error: date: "″" is a ditto mark, which repeats the cell above; no cell above it '
        "has a text\n"
    ) in errors
    assert "row 4: error: date repeats the cell above, in a row that cannot be read\n" in errors
    assert "3 of 5 rows are invalid" in errors


def test_rejected_rows_are_saved_with_their_filled_cells(work: Path) -> None:
    table = 'date;type;title;who\n2025-01-02;call;A;Ann\n;x y;B;"Ben; Cy"\n'
    (work / "rules.toml").write_text(f'fill_down = "date"\n{RULES}')
    environment = clean_environment(work)
    ran = run(
        "-f", "l.toml", "import", "-", "--from", "csv", "--rules", "rules.toml", "--skip-bad",
        "--rejects", "bad.csv", folder=work, environment=environment, stdin=table.encode(),
    )  # fmt: skip
    assert ran.status == 0, ran.err
    saved = 'date;type;title;who\n2025-01-02;x y;B;"Ben; Cy"\n'
    assert (work / "bad.csv").read_text() == saved


def test_a_replaced_or_a_missing_mark_is_no_error(work: Path) -> None:
    table = f'{HEAD}2025-01-02,call,A,Ann\n2025-01-03,call,B,"Ann;Ben"\n2025-01-04,idem,C,Cy\n'
    ledger = imported(work, table, f'{RULES}[values.type]\nidem = "visit"\n')
    assert [event.type.id for event in ledger.events] == ["call", "call", "visit"]


def test_marks_and_empty_dates_are_proposed() -> None:
    rules = rules_of(f"{HEAD}2025-01-02,call,A,Ann\n″,call,B,Ben\n″,call,C,Idem\n")
    assert (
        '# date: 2 cells with a ditto mark such as "″"\n'
        '# who: 1 cell with a ditto mark such as "Idem"\n#fill_down = ["date", "who"]\n'
    ) in rules
    assert "idem]" not in rules
    rules = rules_of(f"{HEAD}2025-01-02,call,A,Ann\n,call,B,Ben\n")
    assert '# date: 1 empty cell; if they repeat the cell above, delete the next "# "\n' in rules
    assert '# fill_down = ["date"]\n' in rules


def test_line_breaks_in_texts_of_one_line_are_spaces(work: Path) -> None:
    table = (
        'date,type,title,who,place\n2025,call,"A \n\n b",Ann,"Bern,\r\nCH"\n2024,call,C,Ann,Rome\n'
    )
    status, notes = run_table(work, table, RULES)
    assert status == 0
    assert "note: line breaks in title became spaces in row 2\n" in notes
    assert "note: line breaks in place became spaces in row 2\n" in notes
    status, notes = run_table(work, table, RULES)
    assert "0 added, 0 updated, 2 skipped" in notes
    assert "line breaks" not in notes
    assert 'title = "A b"\n' in (work / "l.toml").read_text()
    assert 'place = "Bern, CH"\n' in (work / "l.toml").read_text()


def test_a_column_can_be_called_extra(work: Path) -> None:
    table = "date,type,title,actors,extra\n2025,call,A,Ann,k=x\n2024,call,B,Ann,k=y\n"
    ledger = imported(work, table, '[keep]\nextra = "k=x"\n')
    assert [event.title for event in ledger.events] == ["A"]
