"""Tables of other programs, in shapes that a first-time user may have, are read or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono.core.lists import separators
from chrono.files.merge.dates import parse_date, read, readings
from test_import_rules import actors, imported, refused, work
from test_suggestion import rules_of

__all__ = ["work"]


@pytest.mark.parametrize("sign", ["\t", "|", ";", ","])
def test_the_separator_of_a_csv_file_is_that_of_its_header(work: Path, sign: str) -> None:
    rows = [["date", "type", "title", "actors"], ["2025", "call", "A & B", "Ann"]]
    [event] = imported(work, "".join(f"{sign.join(row)}\n" for row in rows)).events
    assert event.title == "A & B"


@pytest.mark.parametrize("title", ["Contacts of 2025\n\n", 'Contacts of 2025,,,\n,"",,\n'])
def test_a_title_above_the_header_is_named(work: Path, title: str) -> None:
    table = f"{title}date,type,title,actors\n2025,call,A,Ann\n2024,call,B,Ann\n"
    reason = 'row 1 has only "Contacts of 2025"; '
    reason += "delete the rows above the header, or write skip = 1 in a rules file"
    assert refused(work, table) == f"<stdin>: error: {reason}\n"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("title", ["Contacts of 2025", "Contacts of 2025\n", "Contacts, by date"])
def test_a_title_without_separators_is_named(work: Path, title: str, sign: str) -> None:
    rows = ["date,type,title,actors", '2025,call,"A,B;C|D\tE",Ann', "2024,call,B,Ann"]
    if sign == "," and "," in title:
        return
    table = "".join(f"{line}\n" for line in (title, *(row.replace(",", sign) for row in rows)))
    reason = f'row 1 has only "{title.strip()}"; '
    reason += "delete the rows above the header, or write skip = 1 in a rules file"
    assert refused(work, table) == f"<stdin>: error: {reason}\n"


@pytest.mark.parametrize(
    ("table", "cell"),
    [
        ("20250101\tUSA\tUSA\n20250102\tCHN\tUSA\n", "20250101"),
        ("Ann,2025-01-02\nBen,2025-01-03\n", "2025-01-02"),
        ("Ann;3.1.2025\nBen;4.1.2025\n", "3.1.2025"),
        ("Ann,https://e.org/1\nBen,https://e.org/2\n", "https://e.org/1"),
    ],
)
def test_a_table_without_a_header_is_refused(work: Path, table: str, cell: str) -> None:
    reason = f'row 1 has "{cell}", which is not the name of a column'
    remedy = "add a first row with the names of the columns"
    assert refused(work, table) == f"<stdin>: error: {reason}; {remedy}\n"


@pytest.mark.parametrize("sign", [";", "|"])
def test_a_table_of_one_column_with_lists_has_a_header(work: Path, sign: str) -> None:
    rules = f'split = "{sign}"\n[map]\nactors = "who"\n[set]\ntype = "call"\ntitle = "A"\n'
    rules += 'date = "2025"\n'
    [event] = imported(work, f"who\nAnn{sign} Cy\n", rules).events
    assert [actor.name for actor in event.actors] == ["Ann", "Cy"]


def test_days_can_be_names_of_columns(work: Path) -> None:
    table = "date,type,title,actors,2025-01-02\n2025,call,A,Ann,yes\n"
    assert len(imported(work, table).events) == 1


def test_a_row_that_is_longer_than_a_header_of_one_column_is_invalid(work: Path) -> None:
    rules = '[set]\ntype = "call"\nactors = ["Ann"]\ndate = 2025\n'
    errors = refused(work, "title\nA\nB, C\nD\n", rules)
    assert "row 3: error: the row has 2 cells, but the header has 1" in errors


NAMES = [
    "习近平；普京",
    "王毅、拉夫罗夫",
    "محمد بن سلمان؛ عبد الله الثاني",
    "张三，李四",
    "علي، حسن",
]


def test_lists_with_signs_of_other_scripts_are_not_taken_for_one_name(work: Path) -> None:
    table = "date,type,title,actors\n"
    table += "".join(f"2025-03-0{at},call,T,{name}\n" for at, name in enumerate(NAMES, 1))
    errors = refused(work, table)
    assert "error: 5 of 5 new actors look like several people" in errors
    assert [one.sign for one in separators(NAMES)] == ["；", "、", "，", "؛", "،"]
    rules = rules_of(table)
    assert 'split = { actors = ["；", "、", "，", "؛", "،"] }' in rules
    ledger = imported(work, table, rules)
    assert {len(names) for names in actors(ledger)} == {2}
    assert ["习近平", "普京"] in [[name for name, _ in names] for names in actors(ledger)]


@pytest.mark.parametrize(
    ("text", "form", "date"),
    [
        ("2025年3月5日", "%Y年%m月%d日", "2025-03-05"),
        ("2025年3月", "%Y年%m月", "2025-03"),
        ("2025-03-11 09:00 UTC", "%Y-%m-%d %H:%M UTC", "2025-03-11T09:00:00+00:00"),
        ("11 Mar 2025 09:00:01 UTC", "%d %b %Y %H:%M:%S UTC", "2025-03-11T09:00:01+00:00"),
    ],
)
def test_formats_of_chinese_dates_and_of_times_in_utc(text: str, form: str, date: str) -> None:
    assert parse_date(text, form) == date
    assert parse_date(text, readings([text]).formats[0]) == date


@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M", "%Y/%m/%d", "%Y年%m月%d日"])
def test_dates_of_edtf_are_read_beside_a_format_of_the_same_order(form: str) -> None:
    for text in ("2025-03-12T09:00:00+08:00", "2025-03"):
        assert str(read(text, [form], None, len)).startswith("2025-03")  # type: ignore[arg-type]


def test_a_table_with_several_forms_of_times_is_imported_by_its_proposals(work: Path) -> None:
    table = (
        "title,type,start,end,participants\n"
        "A,call,2025-03-11 09:00 UTC,2025-03-11 10:00 UTC,Ann\n"
        "B,call,2025-03-12T09:00:00Z,2025-03-12T10:00:00Z,Ann\n"
    )
    ledger = imported(work, table, rules_of(table))
    assert [event.when.text[:16] for event in ledger.events] == [
        "2025-03-11T09:00", "2025-03-12T09:00",
    ]  # fmt: skip


def test_headers_match_without_case_and_dates_may_be_words(work: Path) -> None:
    table = "Date,Type,Title,Actors,END\n5 June 2025,call,A,Ann; Ben,\nJune 2025,call,B,Ann,\n"
    refusal = refused(work, table.replace("5 June 2025", "3/4/2025"))
    assert '"3/4/2025" needs a date format' in refusal
    assert "4 Mar 2025" in refusal
    assert [(one.when.text, one.title) for one in imported(work, table).events] == [
        ("2025-06", "B"), ("2025-06-05", "A"),
    ]  # fmt: skip
