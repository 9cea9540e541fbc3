"""Every format with hostile texts: the texts are read back, and control characters are escaped."""

from __future__ import annotations

import csv as csv_module
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chrono.core.model import Ledger
from chrono.core.subset import subset
from chrono.files.exchange.csv import read_csv, unescape
from chrono.files.exchange.registry import able_to
from chrono.files.exchange.rows import Style, Table, key_columns, plain_cell
from chrono.files.format import keys
from chrono.files.format.containers import ListOf
from chrono.files.format.containers import Table as KeyTable
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import LINE, TEXT, URL
from chrono.files.index.load import load
from chrono.files.read.text import Text
from replay import ROOT, clean_environment
from samples import law

# The characters that move a cursor, start an escape sequence, break a line, reverse the text or
# have no shape. Joiners and selectors are left out, since some words and symbols need them.
RAW = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
JOINING = "".join(
    map(
        chr,
        (*range(0x180B, 0x1810), 0x200C, 0x200D, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),
    )
)

HOSTILE = [
    "", " ", "a", "a b", " lead", "trail ", "a\tb", "a\nb", "a\r\nb", "a\rb", "\n", "\r", "\t",
    "\x00",
    "\x07bell", "\x1b[31mred\x1b[0m", "\x1b]8;;http://evil\x07", "\x7f", "\x85", "\x9b31m",
    "\u2028", "\u2029", "\u202edrow", "\u2066x\u2069", "[red]", "[red]bold[/red]", "[link](http://x)",
    "![x](y)", "[x]: y", "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "\r=1", "|",
    "a|b", "\\|", "\\", "\\n", '"', '""', '"a"', "'", "''", ",", "a,b", ";", "a; b", "习近平", "é",
    "e\u0301", "👩‍👩‍👧", "<b>x</b>", "<!-- x -->", "&lt;", "`code`", "*a*", "_a_", "~~a~~", "# a",
    "- a",
    "1. a", "---", "\ufeff", "X\u200bi", "\u3164", "a\u2060\xadb", "\U000e0041",
    "a\n\n\nb", "\\x1b", "null", "NaN",
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(HOSTILE), max_size=4).map("".join),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters=JOINING), max_size=12),
)
TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(TEXTS, min_size=width, max_size=width), max_size=5)
)
WIDE_TABLES = st.lists(st.lists(TEXTS, min_size=2, max_size=2), max_size=5)
STYLES = st.builds(Style, st.sampled_from([None, True, False]), st.booleans())

FORMATS = able_to("write")


DOCUMENTS = [name for name, format in able_to("export").items() if not format.binary]
LINE_ENDS = {"ics": "\r\n"}
"""Format of documents -> the end of its lines, if that is not a line feed."""


def writer(name: str) -> Callable[[Table[Any], Style], Iterable[str]]:
    """Return the function that writes rows in a format."""
    write: Callable[[Table[Any], Style], Iterable[str]] = FORMATS[name].function("write")
    return write


def rows(table: Sequence[Sequence[Any]], columns: Sequence[str] | None = None) -> Table[Any]:
    """Return rows in a Table whose columns are a, b, c …"""
    width = max((len(line) for line in table), default=1)
    names = columns or list("abcdef"[:width])
    return Table(key_columns(*names), [dict(zip(names, line, strict=True)) for line in table])


def written(name: str, table: Sequence[Sequence[Any]], style: Style | None = None) -> str:
    return "".join(writer(name)(rows(table), style or Style()))


def escape_controls(text: str) -> str:
    r"""The contract's own words: `\t`, `\n`, `\xNN`, written a second time and otherwise."""
    named = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}

    def one(char: str) -> str:
        if char in named:
            return named[char]
        if not RAW.match(char):
            return char
        code = ord(char)
        if code < 0xA0:
            return rf"\x{code:02x}"
        return rf"\u{code:04x}" if code < 0x10000 else rf"\U{code:08x}"

    return "".join(map(one, text))


# -- all formats ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
@law(90)
@given(table=TABLES, style=STYLES)
def test_no_format_writes_a_raw_control_character(
    name: str, table: list[list[str]], style: Style
) -> None:
    text = written(name, table, style)
    if name == "csv":  # cells keep line ends and tabs; Excel gets a BOM and \r\n
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    else:
        assert "\t" not in text or name == "tsv"
    assert RAW.findall(text) == []


@pytest.mark.parametrize("name", FORMATS)
@law(100)
@given(table=TABLES)
def test_every_format_ends_with_a_line_end_and_has_no_empty_pieces(
    name: str, table: list[list[str]]
) -> None:
    pieces = list(writer(name)(rows(table), Style()))
    assert all(pieces)
    assert not pieces or pieces[-1].endswith("\n")


EVERY_KEY = load([str(ROOT / "tests" / "ledgers" / "valid" / "every-key.toml")])


def with_text(record: Any, table: KeyTable, text: str) -> Any:
    """Return a record in which every free text is `text`; an address has `text` added to it."""
    line = "x" + re.sub(r"[\r\n]", "", text)
    url = "https://example.org/" + re.sub(r"\s", "", text)
    values: dict[Kind, str] = {LINE: line, keys.TITLE: line, TEXT: f"x{text}", URL: url}
    fields: dict[str, Any] = {}
    for key in table.keys.values():
        kind = key.kind.item if isinstance(key.kind, ListOf) else key.kind
        if kind in values:
            value = values[kind]
            fields[key.field or key.name] = (value,) if isinstance(key.kind, ListOf) else value
    return record._replace(**{key: value for key, value in fields.items() if key in record._fields})


def hostile_ledger(text: str) -> Ledger:
    """Return the ledger every-key with a text in place of every free text."""
    actors = {id: with_text(one, keys.ACTOR, text) for id, one in EVERY_KEY.actors.items()}
    types = {id: with_text(one, keys.TYPE, text) for id, one in EVERY_KEY.types.items()}
    sources = {id: with_text(one, keys.SOURCE, text) for id, one in EVERY_KEY.sources.items()}
    events = [
        with_text(event, keys.EVENT, text)._replace(
            type=types[event.type.id],
            actors=tuple(actors[one.id] for one in event.actors),
            present=tuple(actors[one.id] for one in event.present),
            sources=tuple(with_text(one, keys.SOURCE, text) for one in event.sources),
            extra={f"x{text}": text},
        )
        for event in EVERY_KEY.events
    ]
    claims = [
        with_text(claim, keys.CLAIM, text)._replace(
            by=with_text(claim.by, keys.ACTOR, text),
            sources=tuple(with_text(one, keys.SOURCE, text) for one in claim.sources),
        )
        for claim in EVERY_KEY.claims
    ]
    whole: Ledger = with_text(EVERY_KEY, keys.LEDGER, text)
    return whole._replace(
        events=tuple(events), claims=tuple(claims), actors=actors, types=types, sources=sources
    )


@pytest.mark.parametrize("name", DOCUMENTS)
@law(40)
@given(text=TEXTS)
@example("".join(HOSTILE))
def test_no_document_has_a_raw_control_character_and_each_ends_with_a_line_end(
    name: str, text: str
) -> None:
    ledger = hostile_ledger(text)
    document = able_to("export")[name].function("export")(
        subset(ledger, ledger.events, private=True)
    )
    written = b"".join(document.pieces()).decode()
    end = LINE_ENDS.get(name, "\n")
    raw = sorted({*RAW.findall(written.replace(end, "\n"))})
    assert not raw, f"export_{name} writes {raw} of a user's text: escape it with core/text.py"
    assert written.endswith(end), f"the last line of export_{name} needs a line end"


@pytest.mark.parametrize(
    "name, empty", [("tsv", ""), ("csv", "a\n"), ("json", "[]\n"), ("jsonl", "")]
)
def test_an_empty_table_in_every_format(name: str, empty: str) -> None:
    assert written(name, []) == empty
    assert written("markdown", []) == "| a |\n| --- |\n"


def test_a_csv_row_of_one_empty_cell_is_not_an_empty_line() -> None:
    assert written("csv", [[""], ["x"], [""]]) == 'a\n""\nx\n""\n'
    assert written("csv", [["", ""]]) == "a,b\n,\n"


def test_rows_are_written_one_by_one() -> None:
    """A writer yields each row before it reads the next, so that `head` does not wait."""
    for name in FORMATS:
        question: list[int] = []

        def records(question: list[int] = question) -> Any:
            for number in range(1000):
                question.append(number)
                yield {"a": number}

        pieces = iter(writer(name)(Table(key_columns("a"), records()), Style()))
        for _ in range(3):
            next(pieces)
        assert len(question) <= 4, name


@pytest.mark.slow
def test_a_format_imports_no_other_format(tmp_path: Path) -> None:
    code = (
        "import sys; from chrono.files.exchange.registry import able_to; "
        "able_to('write')['tsv'].function('write'); "
        "print([m for m in ('json', 'csv', 'chrono.files.exchange.json',"
        " 'chrono.files.exchange.markdown', 'rich') if m in sys.modules])"
    )
    environment = clean_environment(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


# -- tsv ---------------------------------------------------------------------------------------


@law(150)
@given(table=TABLES, header=st.sampled_from([None, True, False]))
def test_tsv_has_one_line_a_row_and_one_tab_between_cells(
    table: list[list[str]], header: bool | None
) -> None:
    lines = written("tsv", table, Style(header)).split("\n")
    assert lines.pop() == ""
    if header:
        width = max((len(line) for line in table), default=1)
        assert lines.pop(0) == "\t".join("abcdef"[:width])
    assert [line.split("\t") for line in lines] == [
        list(map(escape_controls, line)) for line in table
    ]


def test_tsv_by_example() -> None:
    table = [["a\tb\nc\r\nd", "\x1b[31m\x00", "习\u202e"], ["", "[red]", '"']]
    assert written("tsv", table) == 'a\\tb\\nc\\r\\nd\t\\x1b[31m\\x00\t习\\u202e\n\t[red]\t"\n'


# -- csv ---------------------------------------------------------------------------------------


def kept(text: str) -> str:
    """Return a text as csv escapes it: only tabs and line ends are unchanged."""
    text = re.sub(r"\\(?=x[0-9a-f]{2}|u[0-9a-f]{4}|U000[0-9a-f]{5})", r"\\x5c", text)
    text = re.sub(r"\r(?!\n)", r"\\x0d", text)
    return "".join(
        part if part in ("\n", "\r\n", "\t") else escape_controls(part)
        for part in re.split(r"(\r\n|\n|\t)", text)
    )


def reread(text: str) -> list[list[str]]:
    return list(csv_module.reader(io.StringIO(text, newline=""), strict=True))


@law(250)
@given(table=WIDE_TABLES, header=st.sampled_from([None, True, False]))
def test_csv_is_read_back_by_the_csv_module(table: list[list[str]], header: bool | None) -> None:
    lines = reread(written("csv", table, Style(header)))
    if header is not False:
        assert lines.pop(0) == (["a", "b"] if table else ["a"])
    assert lines == [list(map(kept, line)) for line in table]
    assert [list(map(unescape, line)) for line in lines] == table


def test_csv_of_one_column_is_read_back() -> None:
    assert reread(written("csv", [["x"], [""], ["y"]])) == [["a"], ["x"], [""], ["y"]]


@law(150)
@given(table=WIDE_TABLES)
def test_csv_for_excel_begins_no_cell_like_a_formula(table: list[list[str]]) -> None:
    text = written("csv", table, Style(excel=True))
    assert text.startswith("\ufeff")
    lines = reread(text.removeprefix("\ufeff"))[1:]
    assert len(lines) == len(table)
    for line, cells in zip(lines, table, strict=True):
        for cell, original in zip(line, map(kept, cells), strict=True):
            assert cell[:1] not in tuple("=+-@\t\r")
            formula = original.lstrip("'")[:1] in tuple("=+-@\t\r")
            assert cell == (f"'{original}" if formula else original)


def test_csv_by_example() -> None:
    table = [["a,b", 'say "x"'], ["=1+1", "a\nb"], [" b ", "plain"], ["", "\x1b"]]
    assert written("csv", table) == ('a,b\n"a,b","say ""x"""\n=1+1,"a\nb"\n" b ",plain\n,\\x1b\n')
    assert written("csv", table, Style(False, True)) == (
        '\ufeff"a,b","say ""x"""\r\n\'=1+1,"a\nb"\r\n" b ",plain\r\n,\\x1b\r\n'
    )


def test_csv_has_no_byte_order_mark_unless_it_is_for_excel() -> None:
    assert written("csv", [["a"]]).startswith("a\n")
    assert written("csv", [["a"]], Style(excel=True)).startswith("\ufeffa\r\n")


# -- json --------------------------------------------------------------------------------------

VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(10**20), 10**20), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)
RECORDS = st.lists(st.fixed_dictionaries({"a": VALUES, "b": VALUES}), max_size=4)


@law(150)
@given(records=RECORDS)
def test_json_and_jsonl_are_read_back_by_json(records: list[dict[str, Any]]) -> None:
    table = Table(key_columns("b", "a"), records)
    text = "".join(writer("json")(table, Style()))
    lines = "".join(writer("jsonl")(table, Style())).split("\n")
    assert json.loads(text) == records
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == records
    assert all(list(json.loads(line)) == ["b", "a"] for line in lines)
    assert RAW.findall(text) == []


def test_json_by_example() -> None:
    table: list[list[object]] = [["习", 1], ["\x1b\x7f\u2028\u202e", None]]
    assert written("json", table) == (
        '[\n  {"a": "习", "b": 1},\n  {"a": "\\u001b\\u007f\\u2028\\u202e", "b": null}\n]\n'
    )
    assert written("jsonl", table[:1]) == '{"a": "习", "b": 1}\n'


def test_json_has_every_column_and_nothing_else() -> None:
    table = Table(key_columns("a", "no"), [{"a": 1, "b": 2}])
    assert "".join(writer("jsonl")(table, Style())) == '{"a": 1, "no": null}\n'


# -- cells -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value, text",
    [
        (None, ""), ("", ""), ("a", "a"), (True, "true"), (False, "false"), (0, "0"), (1.5, "1.5"),
        ([], ""), (["a", 1, None], "a; 1; "), (("a",), "a"), ({"US": "x", "CN": 2}, "US=x; CN=2"),
        ([["a", "b"], ["c"]], "a; b; c"), ({}, ""),
    ],
)  # fmt: skip
def test_the_text_of_a_value(value: object, text: str) -> None:
    assert plain_cell(value) == text
    assert [*Table(key_columns("a", "b"), [{"a": value}]).lines()] == [[text, ""]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_first_line_can_set_the_separator(end: str) -> None:
    table = read_csv(Text("t.csv", end.join(["sep=|", "a|b", "1|2", ""])))
    assert (table.columns, [row.values for row in table.rows]) == (
        ["a", "b"],
        [{"a": "1", "b": "2"}],
    )
