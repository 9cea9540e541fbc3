"""Reading what is written plainly: the same data as the TOML library's, or the same refusal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from chrono.files.index import fast_toml
from chrono.files.index.fast_toml import MARK, Plain, Read
from samples import LEDGER_TEXTS, law

LINES = [
    'id = "a"', 'title = "T"', 'title = ""', 'title = "Said \\"so\\" \\\\ \\n\\t"',
    "date = 2025-10-30",
    "date = 2025-02-30", 'date = "2025-10"', "date = 2025-10-30T11:00:00", "private = true",
    "private = false", "private = True", 'actors = ["xi", "trump"]', "actors = []", "actors = [ ]",
    'actors = [\n  "xi",\n  "trump",\n]', 'actors = ["xi",]', 'actors = ["xi" "trump"]',
    'actors = [,"xi"]', 'actors = ["xi",,]', "actors = ['xi']", 'actors = ["x]i", "[{#"]',
    'actors = ["xi"', 'actors = ["a\\"b"]', 'actors = ["\\u0041"]', 'actors = ["xi"] # why',
    'sources = ["s1", { publisher = "P, Q = \\"R\\"", date = 2025-01-02, private = true }]',
    'sources = [\n  { publisher = "P", url = "https://x.example/#a" },\n  "s1",\n]',
    'sources = [{ publisher = "P", }]', 'sources = [{}]', "sources = [{ }]", "sources = [{,}]",
    'sources = [{ a = "1", a = "2" }]', 'sources = [{ a = "1" b = "2" }]',
    'sources = [{ "a" = "1" }]',
    'sources = [{ a.b = "1" }]', 'sources = [{ a = { b = "1" } }]', 'sources = [{\na = "1" }]',
    'says = { date = 2025-01-02 }', "dates = { signed = 2025-01-02, ended = 2025-13-01 }",
    'summary = """\nOne\ntwo "three" ""\n"""', 'summary = """a""""', 'summary = """a"""""',
    'summary = """a\\"""b"""', 'summary = """\n[[events]]\nid = "no"\n"""', 'summary = """',
    'summary = """\nplace = "Rome"\n"""', "summary = '''\n[[events]]\n'''", '"id" = "b"',
    "n = 1", "n = 1.5", "n = nan", "a.b = 1", "id= 'x'", "  id = \"c\"", "\tplace = \"Rome\"",
    "# a comment", "# [[events]]", "#\x01", "", "   ", "[events.extra]", "[[events.sources]]",
    "[actors.xi]", "[[claims]]", "[[ events ]]", "[[events]] # c", "[[events]]x", "[events]",
    '[[events]]id = "q"', "[[events]][events.extra]", "[[events]]# c",
    "plain = 1", "plain- = 0", "plain = 0", "\0", "习近平", 'title = "习近平\u2028é"', "\u2003",
    "x =",
    'title = "a\tb"', 'title = "a\rb"', "events = []",
]  # fmt: skip


def read(
    text: str, known: Mapping[bytes, dict[str, Any]] | None = None, *, keep: bool = False
) -> Read | None:
    return fast_toml.read(text.encode(), known, keep=keep)


def blocks() -> st.SearchStrategy[str]:
    """Events of lines that are plain, or nearly so."""
    lines = st.lists(st.sampled_from(LINES), max_size=5).map("\n".join)
    headers = st.sampled_from([*["[[events]]\n"] * 6, "\n", "\n\n", "[[events]]", "[[events]] "])
    return st.builds("{}{}\n".format, headers, lines)


TEXTS = st.one_of(
    LEDGER_TEXTS,
    st.lists(blocks(), max_size=6).map("".join),
    st.lists(blocks(), max_size=4).map(lambda found: "".join(found).replace("\n", "\r\n")),
    st.lists(blocks(), max_size=4).map(lambda found: "".join(found).removesuffix("\n")),
)


@law(3000)
@given(TEXTS)
def test_it_reads_what_tomli_reads(text: str) -> None:
    try:
        expected = tomli.loads(text)
    except ValueError:
        expected = None
    try:
        found = read(text)
    except ValueError:
        assert expected is None
        return
    assert found is None or repr(found.data) == repr(expected)  # None: tomli is to be asked


@law(500)
@given(st.lists(blocks(), max_size=5), blocks(), st.integers(0, 5))
def test_a_text_that_is_nearly_another_is_read_by_what_is_known_of_that(
    texts: list[str], new: str, at: int
) -> None:
    try:
        before = read("".join(texts), keep=True)
        expected = read("".join([*texts[:at], new, *texts[at:]]))
    except ValueError:
        return
    if before is not None and expected is not None:
        found = read("".join([*texts[:at], new, *texts[at:]]), before.tables)
        assert found is not None
        assert repr(found.data) == repr(expected.data)
        assert found.others == expected.others


@pytest.mark.parametrize("line", LINES)
def test_a_line_is_plain_only_if_it_is_toml(line: str) -> None:
    found = Plain().table(f"\n{line}")
    try:
        expected = tomli.loads(f"[[events]]\n{line}\n")["events"]
    except ValueError:
        assert found is None
        return
    assert found is None or repr([found]) == repr(expected)


def test_what_stands_beside_a_header_is_not_plain() -> None:
    for beside in ('id = "q"', "[events.extra]", " # c", "# c", " "):
        assert Plain().table(beside) is None


def test_most_of_a_ledger_is_plain() -> None:
    block = (
        f'{MARK}\nid = "{{}}"\ndate = 2025-10-30\nsummary = """\nOne\n"""\nactors = ["a", "b"]\n'
    )
    found = read("# head\n" + "".join(block.format(n) for n in range(50)) + "\n[[events]]\nn = 1\n")
    assert found is not None
    assert found.blocks == 51
    assert set(found.others) == {50}
    assert [event.get("id") for event in found.data["events"]] == [*map(str, range(50)), None]


BLANKS = " " * 300_000


@pytest.mark.parametrize(
    "line",
    [
        "x" * 3_000_000,
        'a = "' + "x" * 3_000_000,
        "a = [" + "{" * 1_000_000,
        "= " * 999_999,
        f"a = [{BLANKS}x]",
        f'a = ["a",{BLANKS}x]',
        f'a = ["a"{BLANKS}"b"]',
        f"a = {{{BLANKS}b = 1 }}",
        f'a = {{ b = "x",{BLANKS}c = 1 }}',
    ],
    ids=lambda line: line[:12].strip(),
)
def test_a_long_line_that_is_not_plain_takes_no_longer_than_it_is_long(line: str) -> None:
    assert Plain().table(f"\n{line}\n") is None


def test_long_blanks_take_no_longer_than_they_are_long() -> None:
    for blanks in (BLANKS, BLANKS.replace(" ", "\n")):
        assert Plain().table(f'\na = ["a",{blanks}]\n') == {"a": ["a"]}
    assert Plain().table(f'\na = {{{BLANKS}b = "c"{BLANKS}}}\n') == {"a": {"b": "c"}}
    assert read("[[events]]\na = true\n# plain" + "-" * 3_000_000) is not None


def test_no_number_of_a_run_can_be_forged() -> None:
    text = """
[[events]]
id = "a"
[[events]]
summary = \"\"\"x
[[events]]
id = "inside"
[[events]]
!\"\"\"
[[events]]
"\\u0070lain" = 1
"""
    found = read(text)
    assert found is None
    assert [*tomli.loads(text)["events"][2]] == ["plain"]


def test_a_line_that_ends_twice_is_none() -> None:
    text = '[[events]]\nid = "a"\r\r\n[[events]]\r\nid = "b"\n'
    assert read(text) is None
    with pytest.raises(ValueError):
        tomli.loads(text)


def test_a_mark_within_a_string_is_no_event() -> None:
    text = 'a = """\n[[events]]\nid = "x"\n[[events]]\n"""\n[[events]]\nid = "y"\n'
    assert read(text) is None
    hard = read(text.replace('id = "x"', "id = 1"))
    assert hard is not None
    assert hard.data["events"] == [{"id": "y"}]
