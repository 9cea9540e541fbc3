"""A ledger's text as blocks: nothing is lost, every value has its line, one fault breaks one block.

The documents here are built of pieces whose lines are known while they are built; the scan is
never asked what it should have found.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from build import law
from chrono.files.document import (
    Lines,
    blocks,
    salvage,
    set_aside,
    split_key,
    without_conflicts,
)

Way = tuple[str | int, ...]

# -- the blocks of a text are the text -----------------------------------------------------------

SNIPPETS = [
    "[[events]]\n", "[[ events ]] # c\n", "[events.extra]\n", "[[events.sources]]\n",
    "[events.sources.says]\n", "[actors.xi]\n", "[actors.xi.extra]\n", '[actors."x y"]\n',
    "[ledger]\n", "[[claims]]\n", "[extra.a.b.c]\n", "[[extra.list]]\n", "  [types.x]\n",
    'id = "a"\n', "a = 1\n", "a.b = [1, 2]\n", '"""\n', "'''\n", '"', "'", "\\", "#",
    "# [[events]]\n",
    's = """\n[[events]]\n"quoted" ""\n"""\n', "s = '''\n[actors.no]\n'''\n", 's = """a""""\n',
    's = """a"""""\n', 's = ""\n', "s = ''\n", 's = "\\""\n', "s = '\\'\n", 's = """\\""""\n',
    "list = [\n[1],\n[ [2] ],\n", "]\n", "{", "}\n", "t = { a = [\n{ b = 1 }\n] }\n", "\n", "\r\n",
    "\r", "=", ",", "x", "[", "[[", "]]", "[true]\n", "[inf]\n", "[[nan]]\n", "é习\n", "\u2028",
    "\0",
    "<<<<<<< a\n", "=======\n", ">>>>>>> b\n",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(SNIPPETS), max_size=25).map("".join)


@law(500)
@given(text=TEXTS)
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
    (first, second) = blocks(text, 6, 2)
    assert (first.path, first.line, text[first.start : first.end]) == (
        ("events", 0), 2, "[[events]]\n",
    )  # fmt: skip
    assert (second.path, second.line) == (("events", 1), 3)


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


class Builder:
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


DOCUMENTS = st.integers(0, 2**40).map(lambda seed: Builder(seed).document())


def at(data: object, way: Way) -> object:
    for step in way:
        assert isinstance(data, (dict, list))
        data = data[step]  # type: ignore[index]
    return data


@law(500)
@given(document=DOCUMENTS)
def test_the_line_of_every_key_and_every_element_is_found(document: Piece) -> None:
    data = tomli.loads(document.text)
    lines = Lines(document.text)
    for way, line in document.lines.items():
        at(data, way)  # the test's own pieces are where it says
        assert lines.find(way) == line + 1, way


@law(200)
@given(document=DOCUMENTS)
def test_the_line_is_the_same_with_windows_line_ends(document: Piece) -> None:
    lines = Lines(document.text.replace("\n", "\r\n"))
    for way, line in document.lines.items():
        assert lines.find(way) == line + 1, way


@law(200)
@given(document=DOCUMENTS, rest=st.lists(st.sampled_from(["no", 7, "extra"]), max_size=3))
def test_what_is_not_there_has_the_line_of_what_is_around_it(
    document: Piece, rest: list[str | int]
) -> None:
    lines = Lines(document.text)
    for way, line in document.lines.items():
        missing = (*way, "not there", *rest)
        assert lines.find(missing) == line + 1


@law(200)
@given(document=DOCUMENTS)
def test_a_sound_text_has_a_block_for_each_event(document: Piece) -> None:
    data = tomli.loads(document.text)
    found = [block.path for block in blocks(document.text)]
    for kind in ("events", "claims"):
        expected = [(kind, number) for number in range(len(data.get(kind, ())))]
        assert [path for path in found if path[:1] == (kind,)] == expected


def test_nothing_at_all_has_the_first_line() -> None:
    assert Lines("").find(()) == 1
    assert Lines("\n\na = 1\n").find(("b", 0)) == 1
    assert Lines("\n\na = 1\n").find(("a", 0)) == 3


def test_nesting_deeper_than_the_stack_has_the_line_of_its_block() -> None:
    text = "[x.y]\nb = 1\na = " + "[" * 3000 + "]" * 3000 + "\n"
    assert Lines(text).find(("x", "y", "a", 0)) == 1


def test_a_table_that_is_named_in_other_headers_alone_has_the_first_ones_line() -> None:
    assert Lines("[ledger]\n\n[places.busan]\na = 1\n").find(("places",)) == 3


def test_sub_tables_that_stand_behind_another_table() -> None:
    text = '[[events]]\nid = "a"\n[actors.x]\n[[events.sources]]\nurl = "u"\n'
    assert Lines(text).find(("events", 0, "sources", 0, "url")) == 5


# -- one fault, one block ------------------------------------------------------------------------


def block(number: int) -> str:
    """A sound event of six lines, with strings that could mislead."""
    return (
        f'[[events]]\nid = "e{number}"\nsummary = """\n# [[events]] "\n"quoted" """\n'
        "tags = ['[[a]]', \"]\"] # [\n"
    )


FAULTS = [
    'x = "open', "x = 'open", "x = [1, 2", "x = [1 2]", "x = { a = 1", "x = { a = 1 b = 2 }", "x 1",
    "x =", "= 1", "x = bare", "x = 2025-02-30", "x = \"\\q\"", "x = 1\nx = 2", "x = 1 y = 2",
    "x = \x01", "oops", "é = 1", "x = [[1]", "x = {", "x = [\n1,", "x = 9999999999999999999999 z",
    'id = "twice"', "x = \u201cBusan\u201d", "x = 01", "[unclosed", "x = [1,,2]", "a.b = 1\na = 2",
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_fault_breaks_its_block_alone(fault: str, at: int) -> None:
    broken = block(at) + fault + "\n\n"
    pieces = [block(number) if number != at else broken for number in range(3)]
    sound, troubles, ghosts = set_aside("".join(pieces))
    first = 1 + 6 * at
    assert len(troubles) == 1
    assert first <= troubles[0].line <= first + broken.count("\n")
    assert troubles[0].message.startswith("not valid TOML: ")
    assert f"e{at}" in ghosts
    assert not {f"e{number}" for number in range(3) if number != at} & set(ghosts)
    pieces[at] = "\n" * broken.count("\n")
    assert sound == "".join(pieces)


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_an_unclosed_long_text_breaks_its_block_alone(quotes: str) -> None:
    broken = f'[[events]]\nid = "b"\nsummary = {quotes}\nthey met\n\n'
    after = '[[events]]\nid = "c"\n\n[actors.x]\nname = "X"\n'
    sound, troubles, ghosts = set_aside(block(0) + broken + after)
    assert sound == block(0) + "\n" * 5 + after
    assert [9 <= trouble.line <= 12 for trouble in troubles] == [True]
    assert ghosts == ["b"]


def test_an_unclosed_long_text_that_closes_at_anothers_opening_breaks_its_block_alone() -> None:
    broken = '[[events]]\nid = "b"\nsummary = """\nthey met\n'
    sound, troubles, ghosts = set_aside(broken + block(1) + block(2))
    assert sound == "\n" * 4 + block(1) + block(2)
    assert len(troubles) == 1
    assert ghosts == ["b"]


@law(300)
@given(
    broken=st.lists(st.one_of(st.none(), st.sampled_from(FAULTS)), min_size=1, max_size=6),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_every_broken_block_is_reported_once_and_every_other_kept_at_its_line(
    broken: list[str | None], end: str
) -> None:
    pieces = [block(n) + (f"{fault}\n" if fault else "") for n, fault in enumerate(broken)]
    text = "".join(pieces).replace("\n", end)
    sound, troubles, ghosts = salvage(text)
    assert len(troubles) == sum(fault is not None for fault in broken)
    assert sound.count("\n") == text.count("\n")
    data = tomli.loads(sound)
    kept = [f"e{number}" for number, fault in enumerate(broken) if fault is None]
    assert [one["id"] for one in data.get("events", ())] == kept
    written = text.split("\n")
    for number, line in enumerate(sound.split("\n")):
        assert line in ("", written[number])
    assert {f"e{number}" for number, fault in enumerate(broken) if fault} <= set(ghosts)


def test_a_table_that_is_declared_twice_is_kept_once_and_the_second_named() -> None:
    text = '[actors.x]\nname = "X"\n\n[actors.y]\nname = "Y"\n\n[actors.x]\nname = "Z"\n'
    sound, troubles, ghosts = salvage(text)
    assert tomli.loads(sound) == {"actors": {"x": {"name": "X"}, "y": {"name": "Y"}}}
    assert [trouble.line for trouble in troubles] == [7]
    assert "x" in ghosts


TWINS = '[actors.x]\nname = "X"\n[actors.y]\nname = "Y"\n'


def test_a_table_that_is_declared_again_at_once_is_kept_once() -> None:
    sound, troubles, _ = salvage('[actors.x]\nname = "X"\n' * 3)
    assert tomli.loads(sound) == {"actors": {"x": {"name": "X"}}}
    assert [trouble.line for trouble in troubles] == [3, 5]


@pytest.mark.parametrize("fault", ["oops", "x = 2025-02-30", 'x = "open'])
def test_a_broken_block_is_not_cut_at_a_header_in_one_of_its_texts(fault: str) -> None:
    broken = f'[[events]]\nid = "b"\nsummary = """\n[[events]]\n"""\n{fault}\n\n'
    sound, troubles, _ = set_aside(block(0) + broken + block(2))
    assert [trouble.line for trouble in troubles] == [12]
    assert sound == block(0) + "\n" * 7 + block(2)


def test_many_clashes_end_with_all_of_them_named() -> None:
    sound, troubles, _ = salvage(TWINS * 20)
    assert tomli.loads(sound) == {"actors": {"x": {"name": "X"}, "y": {"name": "Y"}}}
    assert [trouble.line for trouble in troubles] == [5 + 2 * number for number in range(38)]


def test_more_clashes_than_are_looked_for_leave_nothing_to_check() -> None:
    sound, troubles, _ = salvage(TWINS * 75)
    assert (sound, len(troubles)) == ("", 100)


@pytest.mark.parametrize("sub", ["[events.extra]", "[[events.sources]]", "[events.dates]"])
def test_the_sub_tables_of_a_broken_event_go_with_it(sub: str) -> None:
    broken = f'[[events]]\nid = "b"\noops\n\n{sub}\na = 1\n\n'
    sound, troubles, _ = set_aside(block(0) + broken + block(2))
    assert sound == block(0) + "\n" * 7 + block(2)
    assert len(troubles) == 1


@pytest.mark.parametrize("sub", ["[events.extra]", "[[events.sources]]", "[events.dates]"])
def test_a_fault_in_a_sub_table_sets_the_whole_event_aside(sub: str) -> None:
    broken = f'[[events]]\nid = "b"\n\n{sub}\noops\n\n'
    sound, troubles, ghosts = set_aside(block(0) + broken + block(2))
    assert [trouble.line for trouble in troubles] == [11]
    assert [one["id"] for one in tomli.loads(sound)["events"]] == ["e0", "e2"]
    assert "b" in ghosts


def test_a_sound_text_is_salvaged_as_it_is() -> None:
    assert salvage(block(0) + block(1)) == (block(0) + block(1), [], [])
    assert salvage("") == ("", [], [])


@law(500)
@given(text=TEXTS)
def test_whatever_is_salvaged_is_sound_and_keeps_every_line(text: str) -> None:
    sound, troubles, _ = salvage(text)
    tomli.loads(sound)
    conflict_free, conflicts, _ = without_conflicts(text)
    if sound == conflict_free:
        assert troubles == conflicts
    else:
        assert len(troubles) > len(conflicts)
    assert sound == "" or sound.count("\n") == text.count("\n")
    height = text.count("\n") + 1
    assert all(1 <= trouble.line <= height for trouble in troubles)


# -- merge conflicts -----------------------------------------------------------------------------


def conflict(ours: str, theirs: str, base: str | None = None) -> str:
    middle = "" if base is None else f"||||||| 1f2e3d4\n{base}"
    return f"<<<<<<< HEAD\n{ours}{middle}=======\n{theirs}>>>>>>> feature/x y\n"


SIDES = st.lists(
    st.sampled_from(["a = 1\n", "\n", "# <<<<<<< \n", "====== \n", '"""\n', "=\n", "[[events]]\n"]),
    max_size=4,
).map("".join)


@law(300)
@given(
    before=SIDES,
    parts=st.lists(st.tuples(SIDES, SIDES, st.one_of(st.none(), SIDES), SIDES), max_size=3),
    end=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
)
def test_one_side_is_kept_at_its_lines_and_each_conflict_named(
    before: str, parts: list[tuple[str, str, str | None, str]], end: str, last: bool
) -> None:
    text, kept, named = before, before, []
    for ours, theirs, base, after in parts:
        whole = conflict(ours, theirs, base)
        first = text.count("\n") + 1
        named.append((first, first + whole.count("\n") - 1))
        text += whole + after
        kept += "\n" + ours + "\n" * (whole.count("\n") - ours.count("\n") - 1) + after
    if last:  # no line end at the end of the file
        text, kept = text.removesuffix("\n"), kept.removesuffix("\n")
    found, troubles, _ = without_conflicts(text.replace("\n", end))
    assert found.replace("\r\n", "\n") == kept
    assert [
        (trouble.line, int(re.findall(r"down to line (\d+):", trouble.message)[0]))
        for trouble in troubles
    ] == named


@pytest.mark.parametrize("base", [None, 'type = "other"\n'])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_conflict_is_the_only_trouble_of_an_event(base: str | None, end: str) -> None:
    text = '[[events]]\nid = "a"\n' + conflict('type = "call"\n', 'type = "talks"\n', base)
    text = (text + 'title = "A"\n').replace("\n", end)
    sound, troubles, ghosts = salvage(text)
    assert tomli.loads(sound) == {"events": [{"id": "a", "type": "call", "title": "A"}]}
    assert [trouble.line for trouble in troubles] == [3]
    assert troubles[0].message.startswith("an unresolved merge conflict, down to line ")
    assert set(ghosts) <= {"call", "talks", "other"}, "what the sides hold may be referred to"
    assert Lines(sound).find(("events", 0, "type")) == 4


def test_a_conflict_inside_a_long_text_is_one_too() -> None:
    text = (
        '[[events]]\nsummary = """\nThey met\n' + conflict("for an hour\n", "for two\n") + '."""\n'
    )
    tomli.loads(text)
    sound, troubles, _ = salvage(text)
    assert [trouble.line for trouble in troubles] == [4]
    assert tomli.loads(sound)["events"][0]["summary"] == "They met\n\nfor an hour\n\n\n\n."


def test_a_conflict_and_a_fault_are_two_troubles() -> None:
    text = block(0) + conflict(block(1), block(2)) + block(3) + "oops\n"
    sound, troubles, ghosts = salvage(text)
    assert [trouble.line for trouble in troubles] == [7, 28]
    assert [one["id"] for one in tomli.loads(sound)["events"]] == ["e0", "e1"]
    assert "e3" in ghosts


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< HEAD\na = 1\n",
        "a = 1\n=======\nb = 1\n>>>>>>> x\n",
        "<<<<<<< HEAD\na = 1\n=======\n",
        "x<<<<<<< HEAD\n=======\n>>>>>>> x\n",
        "<<<<<<<HEAD\n=======\n>>>>>>> x\n",
    ],
)
def test_half_a_conflict_is_no_conflict_but_no_toml_either(text: str) -> None:
    assert without_conflicts(text) == (text, [], [])
    assert salvage(text)[1]


def test_conflict_marks_in_a_text_of_ones_own_are_left_alone() -> None:
    text = 'summary = """\nGit writes <<<<<<< HEAD, ======= and >>>>>>> x\n"""\n'
    assert salvage(text) == (text, [], [])
