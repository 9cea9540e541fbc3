"""The files of a ledger: bytes that are no text, folders, and files that include others."""

from __future__ import annotations

import errno
import glob
import io
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.model import Ledger
from chrono.errors import LedgerError, Problem
from chrono.files.index.load import load
from chrono.files.read import include
from chrono.files.read.diagnostics import Diagnostics, Place
from chrono.files.read.source_files import expand, gather, parse
from samples import law

Write = Callable[[str, str | bytes], str]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes a file in a folder of its own, which is the current one."""
    monkeypatch.chdir(tmp_path)

    def put(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return name

    return put


def problems(*paths: str) -> list[str]:
    """What is wrong, as the lines that a person sees."""
    with pytest.raises(LedgerError) as caught:
        load(paths)
    return list(caught.value.lines())


def event(id: str, title: str = "A call") -> str:
    """An event of six lines."""
    return (
        f'[[events]]\nid = "{id}"\ndate = 2025-10-30\ntype = "call"\n'
        f'title = "{title}"\nactors = ["Ann", "Ben"]\n'
    )


def head(*include: str, title: str = "Head") -> str:
    """A head that includes these."""
    listed = ", ".join(f'"{one}"' for one in include)
    return f'[ledger]\ntitle = "{title}"\ninclude = [{listed}]\n'


def ids(ledger: Ledger) -> list[str]:
    return [one.id for one in ledger.events]


# -- bytes ------------------------------------------------------------------------------------


def test_a_byte_order_mark_is_no_part_of_the_text(write: Write) -> None:
    assert ids(load([write("a.toml", b"\xef\xbb\xbf" + event("a").encode())])) == ["a"]


def test_windows_line_ends_are_read_and_lines_counted(write: Write) -> None:
    text = event("a").replace("\n", "\r\n")
    assert ids(load([write("a.toml", text)])) == ["a"]
    assert problems(write("b.toml", text + "plase = 1\r\n")) == [
        'b.toml:7: error: unknown key "plase" in an event; did you mean "place"?'
    ]
    assert [line.split(" ")[0] for line in problems(write("c.toml", text + 'a = "b\r\n'))] == [
        "c.toml:7:"
    ]


def test_latin_1_is_refused_at_its_first_wrong_byte(write: Write) -> None:
    raw = event("a").encode() + event("b", "Erdo\u011fan").encode() + "# Genève\n".encode("latin-1")
    assert problems(write("a.toml", raw)) == [
        "a.toml:13: error: this file is not valid UTF-8 (byte 0xe8); save it as UTF-8"
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_refused_once(write: Write, encoding: str) -> None:
    boms = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}
    raw = (boms.get(encoding, "") + event("a")).encode(encoding)
    found = problems(write("a.toml", raw))
    assert len(found) == 1
    assert found[0].startswith("a.toml:1: error: this file is UTF-16; save it as UTF-8")


def test_a_lone_nul_and_a_nul_in_a_text(write: Write) -> None:
    assert [line.split(" ")[0] for line in problems(write("a.toml", b"\0"))] == ["a.toml:1:"]
    text = event("a") + event("b", "A\0B") + event("c")
    assert problems(write("b.toml", text)) == [
        "b.toml:11: error: the text contains a control character; remove it"
    ]


def test_a_truncated_character_at_the_end(write: Write) -> None:
    raw = event("a").encode() + "# 习".encode()[:-1]
    assert [line.split(" ")[0] for line in problems(write("a.toml", raw))] == ["a.toml:7:"]


@pytest.mark.slow
def test_a_line_of_ten_megabytes_is_read_and_is_no_trouble_when_broken(write: Write) -> None:
    long = "x" * 10_000_000
    (one,) = load([write("a.toml", event("a") + f'summary = "{long}"\n')]).events
    assert one.summary == long
    (found,) = problems(write("b.toml", event("a") + f'summary = "{long}\n' + event("b")))
    assert found.startswith("b.toml:7: error: missing closing")
    assert len(found) < 200


def test_a_file_that_is_not_there(write: Write) -> None:
    write("a.toml", "")
    assert problems("b.toml") == ["b.toml: error: cannot read this file: no such file or directory"]
    assert problems("a.toml", "b.toml", "c.toml") == [
        "b.toml: error: cannot read this file: no such file or directory",
        "c.toml: error: cannot read this file: no such file or directory",
    ]
    assert problems("a.toml/b.toml") == [
        "a.toml/b.toml: error: cannot read this file: not a directory"
    ]


def test_a_file_that_may_not_be_read(write: Write, tmp_path: Path) -> None:
    write("a.toml", event("a"))
    (tmp_path / "a.toml").chmod(0)
    if os.access(tmp_path / "a.toml", os.R_OK):
        pytest.skip("root can read anyway")
    assert problems("a.toml") == ["a.toml: error: cannot read this file: permission denied"]


def test_an_error_of_the_system_is_a_problem_of_the_file(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.toml", event("a"))

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", denied)
    assert problems("a.toml") == ["a.toml: error: cannot read this file: permission denied"]


# -- standard input and folders ------------------------------------------------------------------


def piped(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))


def test_a_hyphen_is_standard_input(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("b.toml", event("b"))
    piped(monkeypatch, (head("b.toml") + event("a")).encode())
    ledger = load(["-"])
    assert (ids(ledger), ledger.files) == (["a", "b"], ("<stdin>", "b.toml"))
    piped(monkeypatch, b"x = 1\n")
    assert problems("-")[0].startswith('<stdin>:1: error: unknown header "x"')
    piped(monkeypatch, b"\xff")
    assert problems("-")[0].startswith("<stdin>:1: error: this file is not valid UTF-8 (byte 0xff)")


def test_a_folder_means_every_toml_in_it_in_the_order_of_names(write: Write) -> None:
    for name in ("d/b.toml", "d/a.toml", "d/C.toml", "d/sub/d.toml", "d/e.toml.bak", "d/f.txt"):
        write(name, event(Path(name).name[0].lower()))
    assert expand(["d"]) == ["d/C.toml", "d/a.toml", "d/b.toml"]
    assert expand(["d/"]) == ["d/C.toml", "d/a.toml", "d/b.toml"]
    assert ids(load(["d"])) == ["a", "b", "c"]
    assert load(["d", "d/a.toml"]).files == ("d/C.toml", "d/a.toml", "d/b.toml")


def test_a_folder_without_a_ledger(write: Write) -> None:
    write("d/a.txt", "")
    assert problems("d") == ["d: error: this folder contains no *.toml file; run `chrono init d/`"]


def test_a_folder_that_may_not_be_listed(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write("d/a.toml", "")

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", denied)
    monkeypatch.setattr(os, "scandir", denied)
    assert problems("d") == ["d: error: cannot read this folder: permission denied"]


@pytest.mark.parametrize("hidden", [".#a.toml", ".x.toml", ".toml"])
def test_a_hidden_file_of_a_folder_is_no_part(write: Write, hidden: str) -> None:
    write(f"d/{hidden}", "not TOML at all")
    assert problems("d") == ["d: error: this folder contains no *.toml file; run `chrono init d/`"]
    write("d/a.toml", event("a"))
    assert expand(["d"]) == ["d/a.toml"]
    assert load(["d"]).files == ("d/a.toml",)


def test_a_hidden_file_that_is_named_is_read(write: Write) -> None:
    write("d/.x.toml", event("x"))
    assert ids(load(["d/.x.toml"])) == ["x"]


def test_a_file_that_is_named_twice_is_read_once(write: Write, tmp_path: Path) -> None:
    name = write("a.toml", event("a"))
    (tmp_path / "link.toml").symlink_to("a.toml")
    assert load([name, "./a.toml", str(tmp_path / name), "link.toml"]).files == ("a.toml",)


def test_a_missing_file_that_is_named_twice_is_reported_once(write: Write) -> None:
    assert problems("none.toml", "none.toml") == [
        "none.toml: error: cannot read this file: no such file or directory"
    ]


NAMES = (
    "a.toml", "b.toml", "e1.toml", ".hidden.toml", "x/a.toml", "x/y/a.toml", "x/y/z/e1.toml",
    ".git/a.toml", "y/a/b.toml", "[a]/e1.toml",
)  # fmt: skip
STEPS = ("**", "*", "*.toml", "[a-e]*", "x", "y", "..", ".*", "a.toml", "?", "[[]a]")

# -- include ----------------------------------------------------------------------------------


def test_an_included_file_is_found_beside_the_one_that_includes_it(write: Write) -> None:
    top = write("d/top.toml", head("more/one.toml", "../two.toml") + event("top"))
    write("d/more/one.toml", head("three.toml", title="No head") + event("one"))
    write("d/more/three.toml", event("three"))
    write("two.toml", event("two"))
    ledger = load([top])
    assert ledger.files == ("d/top.toml", "d/more/one.toml", "d/more/three.toml", "two.toml")
    assert ids(ledger) == ["one", "three", "top", "two"]
    assert ledger.title == "Head"


def test_an_absolute_path_is_itself(write: Write, tmp_path: Path) -> None:
    write("else/one.toml", event("one"))
    absolute = str(tmp_path / "else" / "one.toml")
    assert load([write("d/top.toml", head(absolute))]).files == ("d/top.toml", absolute)


def test_a_pattern_means_its_files_in_order_and_never_its_own(write: Write) -> None:
    for name in ("b", "a", "c"):
        write(f"{name}.toml", event(name))
    top = write("top.toml", head("*.toml") + event("top"))
    assert load([top]).files == ("top.toml", "a.toml", "b.toml", "c.toml")
    write("sub/deep/d.toml", event("d"))
    deep = write("deep.toml", head("sub/**/*.toml", "[ab].toml", title="x"))
    assert load([deep]).files == ("deep.toml", "sub/deep/d.toml", "a.toml", "b.toml")


def test_a_pattern_that_matches_its_own_file_alone_matches_none(write: Write) -> None:
    assert problems(write("top.toml", head("*.toml"))) == [
        'top.toml:3: error: include "*.toml" matches no files'
    ]


def test_a_pattern_in_a_folder_whose_name_looks_like_one(write: Write) -> None:
    write("ledgers [2025]/more/a.toml", event("a"))
    assert ids(load([write("ledgers [2025]/top.toml", head("more/*.toml"))])) == ["a"]


def test_two_files_may_include_a_third(write: Write) -> None:
    top = write("top.toml", head("left.toml", "right.toml"))
    write("left.toml", head("base.toml") + event("left"))
    write("right.toml", head("base.toml") + event("right"))
    write("base.toml", event("base"))
    ledger = load([top])
    assert ledger.files == ("top.toml", "left.toml", "base.toml", "right.toml")
    assert ids(ledger) == ["base", "left", "right"]


def test_a_circle_is_named_where_it_closes(write: Write) -> None:
    top = write("top.toml", head("mid.toml"))
    write("mid.toml", "# a line\n" + head("low.toml"))
    write("low.toml", head("mid.toml"))
    assert problems(top) == [
        'low.toml:3: error: include "mid.toml" is circular: that file already '
        "includes this one; remove one of the two"
    ]
    own = write("own.toml", head("./own.toml"))
    assert problems(own) == [
        'own.toml:3: error: include "./own.toml" is circular: that file already '
        "includes this one; remove one of the two"
    ]


def test_patterns_that_match_each_other_are_no_circle(write: Write) -> None:
    write("a.toml", head("*.toml", title="A") + event("a"))
    write("b.toml", head("*.toml", title="B") + event("b"))
    assert (load(["a.toml"]).title, load(["b.toml"]).title) == ("A", "B")
    assert ids(load(["a.toml"])) == ids(load(["b.toml"])) == ["a", "b"]


def test_a_file_that_is_missing_is_named_at_its_line_with_the_nearest(write: Write) -> None:
    write("actors.toml", "")
    text = '[ledger]\ninclude = [\n  "actors.toml",\n  "acters.toml",\n  "2024/*.toml",\n'
    top = write("top.toml", text + '  "actors.toml/",\n  "no/where.toml",\n]\n')
    found = problems(top)
    assert found[0] == (
        'top.toml:4: error: include "acters.toml": file not found; did you mean "actors.toml"?'
    )
    assert found[1] == 'top.toml:5: error: include "2024/*.toml" matches no files'
    assert found[-1] == 'top.toml:7: error: include "no/where.toml": file not found'


def test_a_folder_is_no_file_to_include(write: Write) -> None:
    write("more/a.toml", event("a"))
    assert problems(write("top.toml", head("more"))) == [
        'top.toml:3: error: include "more" is a folder; write "more/*.toml"'
    ]


@pytest.mark.parametrize("name", [r"a\u0000b", r"a\u0000b/*.toml"])
def test_a_name_that_no_file_can_have(write: Write, name: str) -> None:
    assert len(problems(write("top.toml", head(name)))) == 1


def test_a_broken_file_is_reported_with_those_that_include_it(write: Write) -> None:
    top = write("top.toml", head("low.toml") + event("a") + "plase = 1\n")
    write("low.toml", event("b") + "oops\n")
    assert [line.split(" ")[0] for line in problems(top)] == ["low.toml:7:", "top.toml:10:"]


def test_the_include_of_a_file_whose_events_are_broken_is_followed(write: Write) -> None:
    top = write("top.toml", head("low.toml") + event("a") + "oops\n" + event("c"))
    write("low.toml", event("b") + "plase = 1\n")
    assert [line.split(" ")[0] for line in problems(top)] == ["low.toml:7:", "top.toml:10:"]


def test_a_folder_that_may_not_be_read_is_an_error_and_not_passed_over(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("2024/e1.toml", event("a"))
    write("2025/e1.toml", event("b"))
    scandir = os.scandir

    def refuse(folder: str) -> Any:  # the superuser may read every folder
        if os.path.basename(folder) == "2024":
            raise PermissionError(errno.EACCES, "Permission denied", folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    top = write("top.toml", head("**/e*.toml"))
    assert problems(top) == [
        'top.toml:3: error: include "**/e*.toml": cannot read 2024: permission denied'
    ]
    assert load([write("other.toml", head("2025/e*.toml"))]).files == ("other.toml", "2025/e1.toml")


def test_a_pattern_takes_regular_files_only(write: Write, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    (tmp_path / "folder.toml").mkdir()
    top = write("top.toml", head("[pf]*.toml"))
    assert problems(top) == [
        f'top.toml:3: error: include "[pf]*.toml" matches {name}, which is not a regular file'
        for name in ("folder.toml", "pipe.toml")
    ]


def test_a_link_that_leads_nowhere_is_no_file_to_pass_over(write: Write, tmp_path: Path) -> None:
    write("e1.toml", event("a"))
    (tmp_path / "e2.toml").symlink_to("nowhere")
    (tmp_path / "e3.toml").symlink_to("e3.toml")
    found = problems(write("top.toml", head("e*.toml")))
    assert [line.partition(" cannot read this file")[0] for line in found] == [
        "e2.toml: error:", "e3.toml: error:",
    ]  # fmt: skip


def test_links_to_folders_are_followed_once(write: Write, tmp_path: Path) -> None:
    write("sub/deep/a.toml", event("a"))
    for name in ("sub/up", "sub/deep/up", "sub/again"):
        (tmp_path / name).symlink_to(tmp_path)
    (tmp_path / "linked").symlink_to("sub/deep")
    top = write("top.toml", head("**/*.toml", "**/**/**/**/**/**/**/*.toml"))
    assert load([top]).files == ("top.toml", "linked/a.toml")


def test_a_pattern_is_not_looked_for_in_folders_without_end(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(include, "MOST_FOLDERS", 2)
    for number in range(3):
        write(f"sub/{number}/a.toml", event(f"a{number}"))
    assert problems(write("top.toml", head("sub/**/*.toml"))) == [
        'top.toml:3: error: include "sub/**/*.toml": cannot read .: more than 2 folders'
    ]


@pytest.mark.parametrize(
    "pattern",
    ["/**/zzz*.toml", "/**", "/../**/x", "{up}/**/x.toml", "//**/x", "/*/**/x", "/[a-z]*/x.toml"],
)
def test_a_pattern_for_the_whole_file_system_is_refused_at_once(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pattern: str
) -> None:
    monkeypatch.setattr(os, "scandir", pytest.fail)
    pattern = pattern.format(up="/".join([".."] * len(tmp_path.resolve().parts)))
    assert problems(write("top.toml", head(pattern))) == [
        f'top.toml:3: error: include "{pattern}" searches the whole computer; '
        "write a folder before the *"
    ]


@pytest.mark.parametrize("pattern", ["../**/x.toml", "../*/x.toml", "link/**/x.toml"])
def test_folders_above_the_including_file_are_not_searched(
    write: Write, tmp_path: Path, pattern: str
) -> None:
    path = write("sub/top.toml", head(pattern))
    (tmp_path / "sub" / "link").symlink_to("..")
    assert problems(path) == [
        f'sub/top.toml:3: error: include "{pattern}" searches {tmp_path.resolve()}, which contains '
        "the including file; write a folder before the *"
    ]


def test_a_named_folder_elsewhere_may_be_searched_and_a_folder_above_for_files(
    write: Write,
) -> None:
    write("other/deep/a.toml", event("a1"))
    write("b.toml", event("b1"))
    top = write("sub/top.toml", '[ledger]\ninclude = ["../other/**/*.toml", "../*.toml"]\n')
    assert ids(load([top])) == ["a1", "b1"]


@law(100)
@given(
    names=st.sets(st.sampled_from(NAMES), min_size=1),
    pattern=st.lists(st.sampled_from(STEPS), min_size=1, max_size=4).map("/".join),
)
def test_a_pattern_matches_what_a_shell_would_match(names: set[str], pattern: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("")
        inside = os.path.join(folder, pattern)
        expected = {os.path.normpath(name) for name in glob.glob(inside, recursive=True)}
        if pattern.endswith("**"):  # which means the files below it
            expected = {name for name in expected if os.path.isfile(name)}
        assert include.matching(folder, pattern) == sorted(expected)


def test_a_file_called_like_standard_input_is_a_file(write: Write) -> None:
    write("-", event("dash"))
    assert ids(load([write("top.toml", head("-") + event("top"))])) == ["dash", "top"]


# -- the pieces -------------------------------------------------------------------------------


def test_findings_are_sorted_and_each_stands_once() -> None:
    findings = Diagnostics()
    assert not findings
    part = parse("b.toml", "x = 1\n\n[t]\ny = [\n 1,\n 2]\n")
    assert not part.problems
    Place(part, ("t", "y", 1), findings).error("second")
    Place(part, ("t", "y", 1), findings).error("second")
    Place(part, ("t", "nothing"), findings).error("around it")
    findings.add([Problem("a.toml", 9, "first")])
    found = findings.problems()
    assert [(one.path, one.line, one.message) for one in found] == [
        ("a.toml", 9, "first"), ("b.toml", 3, "around it"), ("b.toml", 6, "second"),
    ]  # fmt: skip
    assert bool(findings)


def test_gather_gives_the_parts_with_their_texts_and_ghosts(write: Write) -> None:
    name = write("a.toml", b"\xef\xbb\xbf" + (event("a") + event("b") + "oops\n").encode())
    findings = Diagnostics()
    (part,) = gather([name], findings)
    assert part.name == "a.toml"
    assert [one["id"] for one in part.data["events"]] == ["a"]
    assert "b" in part.ids_in_broken_blocks
    assert "a" not in part.ids_in_broken_blocks
    assert part.valid_text == event("a") + "\n" * 7
    assert part.line(("events", 0, "title")) == 5
