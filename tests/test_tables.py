"""Tables that fit any terminal."""

from __future__ import annotations

import pytest

from chrono.view.tables import RecordTable, text_table
from drawing import drawn


def test_chosen_columns_have_their_headings_also_without_rows() -> None:
    assert [line.split() for line in drawn(text_table(["id", "date"], []), 60)] == [["id", "date"]]


def test_a_table_of_named_records_without_rows_is_empty() -> None:
    assert drawn(RecordTable(["actor", "events"], [], named=True), 80) == []


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (11, [["id", "date"], ["busan", "2025"]]),
        (10, [["id"], ["busan"], ["date"], ["2025"]]),
    ],
)
def test_a_row_becomes_a_list_where_a_word_would_be_broken(
    width: int, lines: list[list[str]]
) -> None:
    table = text_table(["id", "date"], [["busan", "2025"]])
    assert [line.split() for line in drawn(table, width) if line.strip()] == lines
