"""A ledger's text as blocks: nothing is lost, and every value has its line.

The documents here are built of pieces whose lines are known while they are built; the scan is
never asked what it should have found.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple
from unittest.mock import patch

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from chrono.files.toml import blocks as toml_blocks
from chrono.files.toml.blocks import BlockMap, blocks, split_key
from samples import LEDGER_TEXTS, law
from scribbled import ledger

Way = tuple[str | int, ...]

# -- the blocks of a text are the text -----------------------------------------------------------


@law(500)
@given(text=LEDGER_TEXTS)
def test_the_blocks_joined_are_the_text(text: str) -> None:
    found = list(blocks(text))
    assert "".join(text[block.start : block.end] for block in found) == text
    assert found[0].start == 0
    assert found[-1].end == len(text)
    for block in found:
        assert block.line == text.count("\n", 0, block.start) + 1
    for before, after in pairwise(found):
        assert before.end == after.start
        assert before.start < before.end
        assert text[after.start - 1] == "\n"
        assert text[after.start : after.end].lstrip(" \t").startswith("[")
        assert after.path


@law(300)
@given(text=st.text(max_size=60))
def test_the_blocks_of_any_text_joined_are_the_text(text: str) -> None:
    assert "".join(text[block.start : block.end] for block in blocks(text)) == text


@law(500)
@given(text=LEDGER_TEXTS | ledger() | st.text(alphabet="[]{}\"'#=a.,\\ \t\r\n", max_size=60))
def test_skipping_whole_lines_changes_no_block(text: str) -> None:
    with patch.object(toml_blocks, "_WHOLE_LINES", re.compile("")):
        slowly = list(blocks(text))
    assert list(blocks(text)) == slowly


def test_sub_tables_go_with_what_they_extend() -> None:
    text = """\
a = 1
[ledger]
[[events]]
[events.dates]
[[events.sources]]
[events.sources.says]
[[events.sources]]
[[events]]
[actors.xi]
[[actors.xi.roles]]
[actors.xi.roles.extra]
[actors."x y"]
[[claims]]
[claims.counts]
[[events]]
[sources.s1]
[sources.s2]
[extra]
"""
    assert [(block.path, block.line) for block in blocks(text)] == [
        ((), 1), (("ledger",), 2), (("events", 0), 3), (("events", 1), 8), (("actors", "xi"), 9),
        (("actors", "x y"), 12), (("claims", 0), 13), (("events", 2), 15), (("sources", "s1"), 16),
        (("sources", "s2"), 17), (("extra",), 18),
    ]  # fmt: skip


def test_blocks_may_begin_further_down() -> None:
    text = "[a.b]\n[[events]]\n[[events]]\n"
    (first, second) = blocks(text, 6)
    assert (first.path, first.line, text[first.start : first.end]) == (
        ("events", 0), 1, "[[events]]\n",
    )  # fmt: skip
    assert (second.path, second.line) == (("events", 1), 2)


@pytest.mark.parametrize(
    "text",
    [
        '[[events]]\nsummary = """\n[[events]]\n"""\n',
        "[[events]]\nsummary = '''\n[[events]]\n'''\n",
        '[[events]]\nsummary = """\\"""\n[[events]]\n"""\n',
        '[[events]]\nsummary = """a""""\nnotes = """\n[[events]]"""\n',
        "[[events]]\nnotes = '''a'''''\ntags = '''\n[[events]]'''\n",
        '[[events]]\nsummary = ""\nnotes = """\n[[events]]\n"""\n',
        '[[events]]\n# it\'s [open\n# """\n# [[events]]\n',
        "[[events]]\ntags = [ # ]\n[1],\n[[2]],\n[true], [inf],\n[nan],\n]\n",
        '[[events]]\ntags = [\n[1],\n["a"]\n]\n',
        '[[events]]\ntags = [{ a = [\n[1],\n["a"]\n] }]\n',
        '[[events]]\nsummary = """\r\n[[events]]\r\n"""\r\n',
        '[[events]]\n"[[events]]" = 1\n\'"\' = 2\n"\\"[" = 3\n',
    ],
)
def test_what_looks_like_a_header_in_a_text_a_list_or_a_comment_is_none(text: str) -> None:
    tomli.loads(text)
    assert [block.path for block in blocks(text)] == [("events", 0)]
    assert [block.path for block in blocks(text + "[[events]]\n")] == [("events", 0), ("events", 1)]


@pytest.mark.parametrize(
    "dotted, keys",
    [
        ("a", ("a",)),
        ("a.b-c.d_e", ("a", "b-c", "d_e")),
        ("a . \"b c\" .'d.e'", ("a", "b c", "d.e")),
        (r'"a\"b"."\u4e60"', ('a"b', "习")),
        ('""', ("",)),
        (r'"\q"', (r"\q",)),
    ],
)
def test_a_dotted_key_is_taken_apart(dotted: str, keys: tuple[str, ...]) -> None:
    assert split_key(dotted) == keys


# -- the line of every value ---------------------------------------------------------------------


class Piece(NamedTuple):
    """Some TOML text, and the line within it (from 0) of each value it holds."""

    text: str
    lines: dict[Way, int]


SCALARS = [
    "1", "-1.5e3", "true", "2025-10-30", "2025-10-30 11:00:00", "11:00:00", '"a"', "'b'",
    r'"\"]}#, \\"', "'[{#=,'", '"""x"""', '"""\n[[events]]\nid = "no"\n# ] } """',
    "'''\n[a.b]\n,'''",
    '"""\\"""\n"""', '"""a""""', "''''b'''", "'''it''s\n'''''", "inf", '"习近平"', '""', "[]", "{}",
]  # fmt: skip
BLANKS = ["", "", " ", "\n", " # ]\n", '\n\n  # { "\n', "\t"]
NAMES = ["a", "b-c", "d_1", '"e f"', "'g.h'", '"\\"["', "k0"]
WORDS = {
    "a": "a",
    "b-c": "b-c",
    "d_1": "d_1",
    '"e f"': "e f",
    "'g.h'": "g.h",
    '"\\"["': '"[',
    "k0": "k0",
}


class Resolver:
    """Builds documents by chance; the same seed builds the same one."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def maybe(self) -> bool:
        return self.chance.random() < 0.5

    def value(self, depth: int) -> Piece:
        kind = self.chance.randrange(4) if depth else 0
        if kind < 2:
            return Piece(self.chance.choice(SCALARS), {})
        return self.array(depth - 1) if kind == 2 else self.inline_table(depth - 1)

    def array(self, depth: int) -> Piece:
        """`[a, b]` with blanks, comments and line ends anywhere between."""
        items = [self.value(depth) for _ in range(self.chance.randrange(4))]
        placed = [Piece(one.text, {(): 0} | one.lines) for one in items]
        ways: list[Way] = [(index,) for index in range(len(items))]
        return self.listed("[", placed, ways, self.maybe(), "]")

    def inline_table(self, depth: int) -> Piece:
        """`{ a = 1, b.c = 2 }`, over several lines as TOML 1.1 has it."""
        pairs = [self.pair(name, depth) for name in self.names(3)]
        return self.listed("{", pairs, [()] * len(pairs), False, "}")

    def listed(
        self, opening: str, items: Sequence[Piece], ways: Sequence[Way], comma: bool, closing: str
    ) -> Piece:
        text = opening
        lines: dict[Way, int] = {}
        for number, (item, way) in enumerate(zip(items, ways, strict=True), 1):
            text += self.chance.choice(BLANKS)
            at = text.count("\n")
            lines |= {(*way, *rest): at + line for rest, line in item.lines.items()}
            text += item.text + self.chance.choice(BLANKS)
            text += "," if comma or number < len(items) else ""
        return Piece(text + self.chance.choice(BLANKS) + closing, lines)

    def names(self, most: int) -> list[str]:
        return self.chance.sample(NAMES, self.chance.randrange(most + 1))

    def pair(self, name: str, depth: int) -> Piece:
        """`name = value`, now and then `name.name = value`."""
        item = self.value(depth)
        below = self.chance.choice([None, None, *NAMES])
        way: Way = (WORDS[name],) if below is None else (WORDS[name], WORDS[below])
        dotted = name if below is None else f"{name} . {below}"
        lines: dict[Way, int] = {way[:1]: 0, way: 0}
        lines |= {(*way, *rest): line for rest, line in item.lines.items()}
        return Piece(dotted + self.chance.choice([" = ", "=", "\t=\t"]) + item.text, lines)

    def body(self) -> Piece:
        """Some keys, each on its line, with comments and blank lines between."""
        between = ["\n", " # c [\n", "\n\n", "\n# [[events]]\n"]
        pairs = [self.pair(name, 2) for name in self.names(4)]
        return stacked([Piece(one.text + self.chance.choice(between), one.lines) for one in pairs])

    def table(self, header: str, way: Way, more: Sequence[Piece] = ()) -> Piece:
        """A header, its keys, and the pieces of its sub-tables (whose ways are whole)."""
        return stacked([stacked([Piece(f"{header}\n", {(): 0}), self.body()], way), *more])

    def whole(self, stem: str, header: str, way: Way) -> Piece:
        """A table with sub-tables, and with an array of tables that have one of their own."""
        more = []
        if self.maybe():
            more.append(self.table(f"[{stem}.extra]", (*way, "extra")))
        for index in range(self.chance.randrange(3)):
            at: Way = (*way, "list", index)
            says = [self.table(f"[{stem}.list.says]", (*at, "says"))] if self.maybe() else []
            more.append(self.table(f"[[{stem}.list]] # c", at, says))
        return self.table(header, way, more)

    def document(self) -> Piece:
        """A preamble and tables of every kind, mixed."""
        pieces, counts = [self.body()], {"events": -1, "claims": -1}
        for number in range(self.chance.randrange(6)):
            kind = self.chance.choice(["events", "claims", "actors", "sources"])
            pieces.append(Piece(self.chance.choice(["", "\n", "# [c]\n"]), {}))
            if kind in counts:
                counts[kind] += 1
                pieces.append(self.whole(kind, f"[[{kind}]]", (kind, counts[kind])))
            else:
                stem = f"{kind}.x{number}"
                pieces.append(self.whole(stem, f"[{stem}]", (kind, f"x{number}")))
        return stacked(pieces)


def stacked(pieces: Sequence[Piece], base: Way = ()) -> Piece:
    """One under the other, with the ways of all below `base`."""
    text = ""
    lines: dict[Way, int] = {}
    for piece in pieces:
        at = text.count("\n")
        lines |= {(*base, *way): at + line for way, line in piece.lines.items()}
        text += piece.text
    return Piece(text, lines)


DOCUMENTS = st.integers(0, 2**40).map(lambda seed: Resolver(seed).document())


def at(data: object, way: Way) -> object:
    for step in way:
        assert isinstance(data, (dict, list))
        data = data[step]  # type: ignore[index]
    return data


@law(500)
@given(document=DOCUMENTS)
def test_the_line_of_every_key_and_every_element_is_found(document: Piece) -> None:
    data = tomli.loads(document.text)
    lines = BlockMap(document.text)
    for way, line in document.lines.items():
        at(data, way)  # the test's own pieces are where it says
        assert lines.line(way) == line + 1, way


@law(200)
@given(document=DOCUMENTS)
def test_the_line_is_the_same_with_windows_line_ends(document: Piece) -> None:
    lines = BlockMap(document.text.replace("\n", "\r\n"))
    for way, line in document.lines.items():
        assert lines.line(way) == line + 1, way


@law(200)
@given(document=DOCUMENTS, rest=st.lists(st.sampled_from(["no", 7, "extra"]), max_size=3))
def test_what_is_not_there_has_the_line_of_what_is_around_it(
    document: Piece, rest: list[str | int]
) -> None:
    lines = BlockMap(document.text)
    for way, line in document.lines.items():
        missing = (*way, "not there", *rest)
        assert lines.line(missing) == line + 1


@law(200)
@given(document=DOCUMENTS)
def test_a_sound_text_has_a_block_for_each_event(document: Piece) -> None:
    data = tomli.loads(document.text)
    found = [block.path for block in blocks(document.text)]
    for kind in ("events", "claims"):
        expected = [(kind, number) for number in range(len(data.get(kind, ())))]
        assert [path for path in found if path[:1] == (kind,)] == expected


def test_nothing_at_all_has_the_first_line() -> None:
    assert BlockMap("").line(()) == 1
    assert BlockMap("\n\na = 1\n").line(("b", 0)) == 1
    assert BlockMap("\n\na = 1\n").line(("a", 0)) == 3


def test_nesting_deeper_than_the_stack_has_the_line_of_its_block() -> None:
    text = "[x.y]\nb = 1\na = " + "[" * 3000 + "]" * 3000 + "\n"
    assert BlockMap(text).line(("x", "y", "a", 0)) == 1


def test_a_table_that_is_named_in_other_headers_alone_has_the_first_ones_line() -> None:
    assert BlockMap("[ledger]\n\n[places.busan]\na = 1\n").line(("places",)) == 3


def test_sub_tables_that_stand_behind_another_table() -> None:
    text = '[[events]]\nid = "a"\n[actors.x]\n[[events.sources]]\nurl = "u"\n'
    assert BlockMap(text).line(("events", 0, "sources", 0, "url")) == 5
