"""Values as TOML 1.0 text: whatever is written reads back the same, laid out as a person would."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
import tomli
from hypothesis import example, given
from hypothesis import strategies as st

from chrono.files.toml.blocks import Block, blocks
from chrono.files.toml.emit import WIDTH, dotted, key_text, laid_out, literal, pair, table
from replay import ROOT
from samples import law

PIECES = [
    '"', "'", '"""', "'''", "\\", "\\u0041", "\\n", "\n", "\r\n", "\r", "\t", "\b", "\f",
    "\0", "\x1b", "\x7f", "\x85", "\u2028", "\ufeff", "\u202e", "习近平", "🤝", "é", "e\u0301",
    " ", "a", "#", "=", "{", "}", "[", "]", "[[events]]", ",", ", }", "{\n", "true", "2025-10-30",
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
KEYS = st.one_of(
    st.sampled_from(["title", "a-b", "a_b", "1", "", "a b", "a.b", "习", "a\nb"]), TEXTS
)
OFFSETS = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(
    lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))
)
# TOML knows nothing of an hour that comes twice.
TIMES = st.times().map(lambda time: time.replace(fold=0))
DATE_TIMES = st.datetimes(timezones=st.one_of(st.none(), OFFSETS)).map(
    lambda moment: moment.replace(fold=0)
)
SCALARS: st.SearchStrategy[Any] = st.one_of(
    TEXTS,
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.sampled_from([float("inf"), float("-inf"), float("nan"), -0.0, 1e16, 1e-7, 5e-324]),
    st.booleans(),
    st.dates(),
    TIMES,
    DATE_TIMES,
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)
    ),
    max_leaves=12,
)  # fmt: skip

STRING = re.compile(r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"""|"(?:[^"\\\n]|\\.)*"', re.S)


def read(text: str) -> dict[str, Any]:
    """What a text says, to chrono's own reader and to one that knows TOML 1.0 alone."""
    data: dict[str, Any] = tomli.loads(text)
    assert repr(tomllib.loads(text)) == repr(data)
    return data


def without_strings(text: str) -> str:
    """The text's own marks: every string in it is the letter s."""
    return STRING.sub("s", text)


def breaks_in_braces(text: str) -> int:
    """How many line ends stand between a { and its }."""
    depth = found = 0
    for mark in re.findall(r"[{}\n]", without_strings(text)):
        found += depth > 0 and mark == "\n"
        depth += {"{": 1, "}": -1, "\n": 0}[mark]
    assert depth == 0
    return found


# -- what is written reads back -----------------------------------------------------------------


# By their repr values are told apart as TOML tells them: 1 from true and 1.0, -0.0 from 0.0, one
# offset from another; and nan is nan.
@law(150)
@given(key=KEYS, value=VALUES)
@example(key="v", value='"""')
@example(key="v", value='a\n"""b"""\n')
@example(key="v", value="\n")
@example(key="v", value="a\r\nb")
@example(key="v", value=[{"a": "b\nc"}, {}])
@example(key="v", value=dt.datetime(1, 1, 1, tzinfo=dt.UTC))
def test_a_pair_of_any_value_reads_back_the_same(key: str, value: object) -> None:
    assert repr(read(f"{pair(key, value)}\n")) == repr({key: value})


@law(150)
@given(value=VALUES)
def test_a_literal_of_any_value_reads_back_the_same_and_stands_on_one_line(value: object) -> None:
    written = literal(value)
    assert repr(read(f"v = {written}\n")) == repr({"v": value})
    assert not re.search("[\n\r]", written)


@law(100)
@given(fields=st.dictionaries(KEYS, VALUES, max_size=5), name=KEYS)
def test_a_table_of_any_values_reads_back_the_same(fields: dict[str, object], name: str) -> None:
    assert repr(read(table("[[events]]", fields))) == repr({"events": [fields]})
    header = f"[{dotted(['actors', name])}]"
    assert repr(read(table(header, fields))) == repr({"actors": {name: fields}})


@law(100)
@given(path=st.lists(KEYS, min_size=1, max_size=4))
def test_a_dotted_way_of_any_keys_reads_back_the_same(path: list[str]) -> None:
    data: Any = read(f"{dotted(path)} = 1\n")
    for key in path:
        assert list(data) == [key]
        data = data[key]
    assert data == 1


@law(100)
@given(value=VALUES, column=st.integers(0, 200))
def test_a_value_reads_back_the_same_wherever_it_begins(value: object, column: int) -> None:
    assert repr(read(f"v = {laid_out(value, column)}\n")) == repr({"v": value})


@law(150)
@given(key=KEYS, value=VALUES)
def test_the_text_is_of_toml_1_0_and_its_line_ends_are_plain(key: str, value: object) -> None:
    written = pair(key, value)
    assert "\r" not in written
    assert breaks_in_braces(written) == 0
    assert not re.search(r",\s*\}", without_strings(written))


@pytest.mark.parametrize("pair_of", [("a", "b"), (), ("a",), ({"a": 1}, {"b": 2}), ("x" * 130, 1)])
def test_a_tuple_is_written_as_the_list_of_its_elements(pair_of: tuple[object, ...]) -> None:
    assert pair("v", pair_of) == pair("v", list(pair_of))
    assert literal(pair_of) == literal(list(pair_of))


# -- single values as a person writes them --------------------------------------------------------


@pytest.mark.parametrize(
    "value, written",
    [
        ("Xi and Trump", '"Xi and Trump"'),
        ("习近平 🤝", '"习近平 🤝"'),
        ('say "yes"', r'"say \"yes\""'),
        ("a\\b", r'"a\\b"'),
        ("it's", '"it\'s"'),
        ("\x1b[1m", r'"\u001b[1m"'),
        ("a\r\nb", r'"a\r\nb"'),
        ("", '""'),
        (4, "4"),
        (-1.5, "-1.5"),
        (True, "true"),
        (False, "false"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
        (dt.date(2025, 10, 30), "2025-10-30"),
        (dt.time(11), "11:00:00"),
        ([], "[]"),
        ({}, "{}"),
        (["a"], '["a"]'),
        ([["a"], []], '[["a"], []]'),
        ({"US": dt.date(2025, 10, 17), "C N": 1}, '{ US = 2025-10-17, "C N" = 1 }'),
        ({"a": {"b": [{}]}}, "{ a = { b = [{}] } }"),
    ],
)
def test_how_a_value_is_written(value: object, written: str) -> None:
    assert literal(value) == written
    assert laid_out(value) == written


@pytest.mark.parametrize(
    "key, written",
    [
        ("title", "title"), ("place_country", "place_country"), ("xi-jinping", "xi-jinping"),
        ("2025", "2025"), ("", '""'), ("a b", '"a b"'), ("a.b", '"a.b"'), ("习", '"习"'),
        ("é", '"é"'), ("a\n", r'"a\n"'), ('"', r'"\""'), ("٣", '"٣"'),
    ],
)  # fmt: skip
def test_a_key_is_in_quotes_only_where_it_needs_them(key: str, written: str) -> None:
    assert key_text(key) == written
    assert pair(key, 1) == f"{written} = 1"
    assert literal({key: 1}) == f"{{ {written} = 1 }}"
    assert dotted(["actors", key]) == f"actors.{written}"


@law(100)
@given(text=TEXTS)
def test_no_control_character_is_written_raw(text: str) -> None:
    written = pair(text, [text, {text: text}]) + pair("a", f"{text}\n")
    assert (
        re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]", written)
        == []
    )


def test_a_text_of_many_lines_stands_on_as_many() -> None:
    assert pair("summary", "One.\nTwo.\n") == 'summary = """\nOne.\nTwo.\n"""'
    assert pair("summary", "One.\nTwo.") == 'summary = """\nOne.\nTwo."""'


def test_a_text_of_many_lines_stands_on_one_inside_of_another_value() -> None:
    assert pair("v", ["a\nb"]) == r'v = ["a\nb"]'
    assert pair("v", {"quote": "a\nb"}) == r'v = { quote = "a\nb" }'


# A reader takes \r\n in a """ for a line end of the file's own, whatever it was.
def test_line_ends_of_another_system_are_written_out() -> None:
    assert pair("v", "a\r\nb\n") == r'v = "a\r\nb\n"'


# -- lists ----------------------------------------------------------------------------------------

LETTERS = st.sampled_from("abcxyz习é🤝-")
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=50), min_size=2, max_size=30)
MANY_WORDS = st.lists(st.text(LETTERS, min_size=5, max_size=60), min_size=15, max_size=30)


def on_one_line(key: str, items: Sequence[str]) -> str:
    """The list as it stands on one line. Of words without quotes or backslashes."""
    return f"{key} = [" + ", ".join(f'"{item}"' for item in items) + "]"


@law(150)
@given(items=WORDS, key=st.sampled_from(["v", "aliases", "a-very-long-key" * 5]))
def test_a_list_that_fits_the_width_stands_on_one_line(items: list[str], key: str) -> None:
    line = on_one_line(key, items)
    assert (pair(key, items) == line) is (len(line) <= WIDTH)


def test_a_line_has_a_hundred_and_twenty_columns() -> None:
    assert WIDTH == 120


@pytest.mark.parametrize("more, lines", [(0, 1), (1, 3)])
def test_a_list_fits_to_the_last_column(more: int, lines: int) -> None:
    items = ["a" * 50, "b" * (WIDTH - len(on_one_line("tags", ["a" * 50, ""])) + more)]
    assert len(on_one_line("tags", items)) == WIDTH + more
    assert len(pair("tags", items).split("\n")) == lines


@law(150)
@given(items=MANY_WORDS)
def test_a_longer_list_fills_its_lines(items: list[str]) -> None:
    assert len(on_one_line("v", items)) > WIDTH
    first, *lines, last = pair("v", items).split("\n")
    assert (first, last) == ("v = [", "]")
    assert all(line.startswith('  "') and line.endswith(",") for line in lines)
    assert " ".join(line[2:] for line in lines) == " ".join(f'"{item}",' for item in items)
    assert all(len(line) <= WIDTH for line in lines)
    for line, below in pairwise(lines):
        assert len(f"{line} {below.split()[0]}") > WIDTH


@pytest.mark.parametrize("more, lines", [(0, 1), (1, 2)])
def test_a_line_of_a_list_is_filled_to_the_last_column(more: int, lines: int) -> None:
    written = pair("v" * 20, ["a" * 50, "b" * (WIDTH - len(f'  "{"a" * 50}", "",') + more)])
    assert len(written.split("\n")) == lines + 2
    assert (max(map(len, written.split("\n"))) == WIDTH) is (lines == 1)


def test_an_element_that_is_longer_than_a_line_has_its_own() -> None:
    long = "x" * 150
    assert pair("v", ["a", "b", long, "c", "d"]) == (
        f'v = [\n  "a", "b",\n  "{long}",\n  "c", "d",\n]'
    )


def test_a_list_of_one_stands_on_one_line_however_long() -> None:
    assert pair("v", ["x" * 150]) == f'v = ["{"x" * 150}"]'
    assert pair("v", [{"a": "x" * 150}]) == f'v = [{{ a = "{"x" * 150}" }}]'


@pytest.mark.parametrize(
    "value, lines",
    [
        ([{"a": 1}, {"b": 2}], ["{ a = 1 },", "{ b = 2 },"]),
        ([{}, {}], ["{},", "{},"]),
        (["s1", "s2", {"ref": "s3"}, "s4", "s5"], ['"s1", "s2",', "{ ref = 1 },", '"s4", "s5",']),
        ([{"a": 1}, "s1"], ["{ a = 1 },", '"s1",']),
        ([{"a": "x" * 150}, "{"], [f'{{ a = "{"x" * 150}" }},', '"{",']),
    ],
)
def test_each_table_in_a_list_of_several_has_a_line_of_its_own(
    value: list[object], lines: list[str]
) -> None:
    expected = [line.replace("ref = 1", 'ref = "s3"') for line in lines]
    assert pair("v", value) == "\n".join(["v = [", *(f"  {line}" for line in expected), "]"])


def test_a_text_that_looks_like_a_table_is_a_word_among_words() -> None:
    assert pair("v", ["{", "{ a = 1 }"]) == 'v = ["{", "{ a = 1 }"]'
    long = ["{" * 60, "{" * 50, "{"]
    assert pair("v", long).split("\n")[1] == f'  "{"{" * 60}", "{"{" * 50}",'


def test_lists_in_a_list_are_words_in_it() -> None:
    inner = ["x" * 40]
    assert pair("v", [inner, inner, inner]).split("\n") == [
        "v = [", f"  {literal(inner)}, {literal(inner)},", f"  {literal(inner)},", "]",
    ]  # fmt: skip


def test_the_quotes_of_a_key_count_for_the_width() -> None:
    items = ["a" * 50, "b" * (WIDTH - len(on_one_line('"a b"', ["a" * 50, ""])) + 1)]
    assert len(on_one_line('"a b"', items)) == WIDTH + 1
    assert max(map(len, pair("a b", items).split("\n"))) <= WIDTH


# -- the ledger that ships -------------------------------------------------------------------------

SHIPPED = (ROOT / "data" / "events.toml").read_text(encoding="utf-8")
BLOCKS = [block for block in blocks(SHIPPED) if block.path and block.path != ("ledger",)]
COMMENTED = "[types.alleged-call]"
KINDS = ("events", "claims", "actors", "sources", "types", "publishers", "coverage")


def own_lines(block: Block) -> str:
    """A block without the comments and blank lines behind it, which speak of the next one."""
    text = SHIPPED[block.start : block.end]
    return re.sub(r"(?:^\#[^\n]*$|\s)*\Z", "", text, flags=re.M) + "\n"


def fields_of(block: Block) -> dict[str, Any]:
    """What a block says."""
    (things,) = tomli.loads(SHIPPED[block.start : block.end]).values()
    (fields,) = things if isinstance(things, list) else things.values()
    return dict(fields)


def test_every_kind_of_block_of_the_shipped_ledger_is_held_against_the_layout() -> None:
    kinds = [block.path[0] for block in BLOCKS]
    assert {*kinds} == {*KINDS}
    assert all(kinds.count(kind) >= 30 for kind in ("events", "claims", "actors", "sources"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_block_of_the_shipped_ledger_is_laid_out_as_it_stands(kind: str) -> None:
    for block in (block for block in BLOCKS if block.path[0] == kind):
        own = own_lines(block)
        header = own.split("\n", 1)[0]
        if header.startswith(COMMENTED):  # the one with a comment behind its header
            own, header = own.replace(header, COMMENTED), COMMENTED
        assert table(header, fields_of(block)) == own
        assert header == made_header(block)


def made_header(block: Block) -> str:
    """The header as it is made for a new thing."""
    kind, key = block.path
    return f"[[{kind}]]" if isinstance(key, int) else f"[{dotted([str(kind), key])}]"
