"""Texts side by side."""

from __future__ import annotations

from rich.text import Text

from chrono.view.columns import Column, side_by_side
from drawing import console, drawn


def shown(cells: list[list[Text]], columns: list[Column]) -> list[str]:
    return drawn(side_by_side(cells, columns, console(40)), 40)


def test_a_text_is_folded_in_its_column_and_wide_characters_line_up() -> None:
    cells = [[Text("习近平 meets")], [Text("a\nb"), Text("c")], [Text("end")]]
    assert shown(cells, [Column(6), Column(3), Column(9)]) == [
        "习近平  a    end",
        "meets   b",
        "        c",
    ]


def test_a_column_can_be_aligned_to_its_right_and_go_on_below_its_text() -> None:
    columns = [Column(4, right=True), Column(1, 1, below=Text("│")), Column(5)]
    cells = [[Text("30")], [Text("◆")], [Text("one"), Text(), Text("two")]]
    assert shown(cells, columns) == ["  30  ◆ one", "      │", "      │ two"]
