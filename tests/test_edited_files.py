"""A text that is parsed again after each edit, block by block, is read like the whole text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.files.read.edited_files import EditedFile, parse_again
from chrono.files.read.source_files import SourceFile, parse
from samples import LEDGER_TEXTS, law

LEDGERS = sorted((Path(__file__).parent / "ledgers").glob("*/*.toml"))
BUNDLED = Path(__file__).parent.parent / "data" / "events.toml"

EDITS = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.integers(0, 30),
        st.sampled_from(
            ["", "x", '"', '"""', "'", "[", "]", "\n", "\n[[events]]\n", "[actors.x]\n", "= 1\n"]
        ),
    ),
    max_size=6,
)  # fmt: skip
"""Edits: where (as a share of the text), how many characters are removed, and the new text."""


def check_same(file: SourceFile, text: str) -> None:
    whole = parse("x.toml", text)
    assert file.data == whole.data
    assert file.valid_text == whole.valid_text
    assert file.problems == whole.problems
    assert [*file.ids_in_broken_blocks] == [*whole.ids_in_broken_blocks]
    assert file.blocks.blocks == whole.blocks.blocks


@law(400)
@given(text=LEDGER_TEXTS, edits=EDITS)
def test_a_text_reads_the_same_after_each_edit(
    text: str, edits: list[tuple[float, int, str]]
) -> None:
    file = parse_again("x.toml", text, b"", "x.toml", None)
    check_same(file, text)
    for where, removed, new in edits:
        at = round(where * len(text))
        text = text[:at] + new + text[at + removed :]
        file = parse_again("x.toml", text, b"", "x.toml", file)
        check_same(file, text)


def test_a_table_below_a_broken_entry_reads_the_same() -> None:
    text = '[[events]]\n[[events]]\n[events.extra]\n[[events]]\n"""\n'
    file = parse_again("x.toml", text, b"", "x.toml", None)
    check_same(parse_again("x.toml", f"x{text}", b"", "x.toml", file), f"x{text}")
    check_same(parse_again("x.toml", f"x{text[11:]}", b"", "x.toml", file), f"x{text[11:]}")


@pytest.mark.parametrize("path", LEDGERS, ids=lambda path: path.stem)
def test_the_corpus_reads_the_same(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    check_same(parse_again("x.toml", text, b"", "x.toml", None), text)


def test_only_the_edited_block_is_parsed_again() -> None:
    text = BUNDLED.read_text(encoding="utf-8")
    first = parse_again("x.toml", text, b"", "x.toml", None)
    middle = text.index("title =", len(text) // 2)
    second = parse_again("x.toml", f'{text[:middle]}"{text[middle:]}', b"", "x.toml", first)
    assert isinstance(first, EditedFile)
    assert isinstance(second, EditedFile)
    known = {id(piece) for piece in first.pieces.pieces}
    assert 1 <= sum(id(piece) not in known for piece in second.pieces.pieces) <= 3
    assert len(second.problems) == 1
