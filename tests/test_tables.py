"""Tables that fit any terminal."""

from __future__ import annotations

import pytest

from chrono.view.tables import record_table, text_table
from drawing import drawn


def test_chosen_columns_have_their_headings_also_without_rows() -> None:
    lines = drawn(lambda console: text_table(["id", "date"], [], console), 60)
    assert [line.split() for line in lines] == [["id", "date"]]


def test_a_table_of_named_records_without_rows_is_empty() -> None:
    assert drawn(lambda console: record_table({"actor": "text"}, [], console), 80) == []


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
    rows = [["busan", "2025"]]
    table = drawn(lambda console: text_table(["id", "date"], rows, console), width)
    assert [line.split() for line in table if line.strip()] == lines
