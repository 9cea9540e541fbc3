"""Positions in an editor: lines, and columns in UTF-16, UTF-8 or UTF-32 units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position

from chrono.lsp.positions import UNITS, PositionMap
from samples import law

TEXTS = st.lists(
    st.sampled_from(
        ["a", "é", "习", "𠮷", "🤝🏽", "\r\n", "\n", "\r", "\u2028", "\x0c", "\x85", '"', "e\u0301"]
    ),
    max_size=30,
).map("".join)
"""Texts with characters of one to four bytes, and with signs that end no line in an editor."""


@law(400)
@given(text=TEXTS, encoding=st.sampled_from([*UNITS]), data=st.data())
def test_a_position_leads_back_to_its_offset(text: str, encoding: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    positions = PositionMap(text, encoding)
    inside_line_end = text[offset - 1 : offset + 1] == "\r\n"
    if not inside_line_end:
        assert positions.offset(positions.position(offset)) == offset


@law(200)
@given(text=TEXTS, encoding=st.sampled_from([*UNITS]))
def test_columns_count_units_of_the_encoding(text: str, encoding: str) -> None:
    positions = PositionMap(text, encoding)
    name = f"{encoding}-le" if encoding != "utf-8" else encoding
    end = positions.position(len(text))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert end.line == len(lines) - 1
    assert end.character == len(lines[-1].encode(name)) // UNITS[encoding]


@law(100)
@given(text=TEXTS, line=st.integers(0, 40), column=st.integers(0, 40))
def test_any_position_is_in_the_text(text: str, line: int, column: int) -> None:
    assert 0 <= PositionMap(text).offset(Position(line, column)) <= len(text)


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ('actors = ["习近平", "x"]', 16, (0, 16)),
        ('title = "𠮷野家"', 10, (0, 11)),
        ('title = "🤝" # x', 10, (0, 11)),
        ("a\r\nb", 3, (1, 0)),
        ("a\u2028b\nc", 4, (1, 0)),
    ],
)
def test_positions_are_utf16_units(text: str, offset: int, place: tuple[int, int]) -> None:
    assert PositionMap(text).position(offset) == Position(*place)
    assert PositionMap(text).offset(Position(*place)) == offset


def test_a_column_inside_a_character_is_its_beginning() -> None:
    assert PositionMap("a𠮷b").offset(Position(0, 2)) == 1


def test_a_column_beyond_the_line_is_its_end() -> None:
    assert PositionMap("ab\r\ncd").offset(Position(0, 99)) == 2


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 3), ("utf-16", 1), ("utf-32", 1)])
def test_a_byte_order_mark_of_the_editor_moves_the_first_line(encoding: str, column: int) -> None:
    positions = PositionMap("ab\ncd", encoding, "\ufeff")
    assert positions.position(0) == Position(0, column)
    assert positions.offset(Position(0, column + 1)) == 1
    assert positions.position(3) == Position(1, 0)
    assert positions.offset(Position(0, 0)) == 0
