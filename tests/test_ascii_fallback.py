"""Signs on a terminal that cannot show them, and what no locale changes."""

from __future__ import annotations

import ast
import codecs
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from chrono.core.looks import OWN_LOOKS
from chrono.core.model import BUILT_IN_TYPES
from chrono.view import ascii_fallback, theme
from replay import ROOT, clean_environment, on_terminal, run, run_on_terminal
from syntax import parsed
from test_terminal import STYLE

SOURCE = ROOT / "src" / "chrono"
ONLY_READ = set("´″〃⺀（）£€•‐―✔✘„«「°†‡")
"""Signs that chrono looks for in names, cells and texts, and never writes itself."""
NAMED = """
[[events]]
id = "one"
date = 2025-01-01
type = "call"
title = "习近平 – “Erdoğan” 🤝"
actors = ["习近平", "Ann Ash", "Ann 安"]
"""


# -- the table ----------------------------------------------------------------------------------


def written(tree: ast.Module) -> Iterator[str]:
    """The texts that a module may write: its strings, without what explains it to a reader."""
    nodes = [*ast.walk(tree)]
    explained = {
        id(node.value)
        for node in nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    constants = (node for node in nodes if isinstance(node, ast.Constant))
    for node in constants:
        if isinstance(node.value, str) and id(node) not in explained:
            yield node.value


def is_sign(character: str) -> bool:
    """Whether it is more than ASCII and no letter: those are of names, and stay."""
    return character > "\x7f" and unicodedata.category(character)[0] in "PS"


@pytest.mark.parametrize("room", ["core", "view", "cli", "files"])
def test_every_sign_that_chrono_writes_has_an_ascii_sign(room: str) -> None:
    # The characters of these modules are searched for, not written.
    patterns = {"text.py", "text_language.py", "text_widths.py", "contacts.py", "lists.py"}
    modules = [path for path in (SOURCE / room).rglob("*.py") if path.name not in patterns]
    texts = [text for tree in parsed(modules).values() for text in written(tree)]
    own = {character for text in texts for character in text if is_sign(character)}
    assert own, "nothing was looked at"
    assert own - set(ascii_fallback.ASCII_TEXTS) - ONLY_READ == set()


def test_an_ascii_sign_is_as_wide_as_the_sign() -> None:
    wider = {
        sign for sign, plain in ascii_fallback.ASCII_TEXTS.items() if cell_len(sign) != len(plain)
    }
    assert wider == {"…"}
    assert all(
        plain.isascii() and plain.isprintable() for plain in ascii_fallback.ASCII_TEXTS.values()
    )


def test_ascii_signs_of_types_statuses_verdicts_and_heights_differ() -> None:
    from chrono.view.tables import _HEIGHTS

    looks = [kind.look for kind in BUILT_IN_TYPES if kind.look]
    looks += [*OWN_LOOKS[True], *OWN_LOOKS[False]]
    for look in looks:
        plain = ascii_fallback.ASCII_TEXTS[look.symbol]
        assert plain == look.ascii, f"{look.symbol} has two uses"
    marks = [*(look.symbol for look in looks), *theme.STATUS_SIGNS.values()]
    assert len({*marks}) == len(marks)
    verdicts = [theme.verdict(word, named=False).plain for word in ("agrees", "differs", "depends")]
    for drawn in (set(marks), set(verdicts), set(_HEIGHTS)):
        used = Counter(ascii_fallback.ASCII_TEXTS.get(sign, sign) for sign in drawn)
        twice = [plain for plain, times in used.items() if times > 1]
        assert not twice, f"two of {sorted(drawn)} have the same ASCII sign: {twice}"
        assert len(drawn) > 2


@pytest.mark.parametrize(
    "encoding, shown",
    [
        ("ascii", r'\u4e60 - "Erdo\u011fan" # ... \U0001f91d\udc80'),
        ("cp1252", r"\u4e60 – “Erdo\u011fan” # … \U0001f91d\udc80"),
        ("cp437", r'\u4e60 - "Erdo\u011fan" # ... \U0001f91d\udc80'),
        ("gb18030", r"习 – “Erdoğan” ◆ … 🤝\udc80"),
    ],
)
def test_only_what_an_encoding_lacks_is_replaced(encoding: str, shown: str) -> None:
    codecs.register_error("chrono", ascii_fallback.replacement)
    text = "习 – “Erdoğan” ◆ … 🤝\udc80"
    assert text.encode(encoding, "chrono").decode(encoding) == shown


# -- on a terminal ------------------------------------------------------------------------------

EVERY_TYPE = "".join(
    f"""
[[events]]
id = "e{number}"
date = 2025-{1 + number % 3:02}-0{1 + number % 9}
type = "{kind.id}"
title = "Number {number}"
actors = ["Ann Ash", "Ben Birch"]
"""
    for number, kind in enumerate(BUILT_IN_TYPES)
)
CLAIMED = (
    EVERY_TYPE
    + """
[[events]]
id = "coarse"
date = "2025-02"
type = "call"
title = "Some day"
actors = ["Ann Ash", "Ben Birch"]
follows = ["e1"]
sources = [{ publisher = "P", title = "T", quote = "Q" }]

[[claims]]
id = "c"
by = "Ann Ash"
date = 2025-03-31
statement = "one call"
wording = "quoted"
period = { "the year" = "2025", "the first month" = "2025-01" }
counts = { call = 1 }
disputed = "So it is."
"""
)
PAGES = [
    "list", "list 2025-01", "show coarse", "count --by month", "count --by type --by month",
    "summary", "timeline 2025-02-02..", "gaps", "claims", "check", "types", "actors", "schema",
    "diff events.toml other.toml", "list --actor Xi", "--version", "--help",
    "edit --help",
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "iso8859-1"])
def test_no_sign_of_chrono_is_written_as_an_escape(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "events.toml").write_text(CLAIMED, encoding="utf-8")
    (tmp_path / "other.toml").write_text(EVERY_TYPE, encoding="utf-8")
    for line in PAGES:
        ran = run_on_terminal(*line.split(), folder=tmp_path, encoding=encoding)
        assert (ran.out + ran.err).strip(), line
        if line != "schema":  # whose patterns have escapes of their own
            assert not re.search(r"\\[uUx]", STYLE.sub("", ran.out + ran.err)), line


@pytest.mark.slow
@pytest.mark.parametrize("line", ["summary", "list", "edit --help"])
def test_a_real_terminal_of_ascii_gets_no_escapes_either(tmp_path: Path, line: str) -> None:
    (tmp_path / "events.toml").write_text(CLAIMED, encoding="utf-8")
    environment = {"PYTHONIOENCODING": "ascii"}
    text = STYLE.sub("", on_terminal(tmp_path, *line.split(), environment=environment))
    assert text.strip()
    assert not re.search(r"Traceback|\\[uUx]", text)


def test_the_columns_stay_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(CLAIMED, encoding="utf-8")
    rich, plain = (
        STYLE.sub("", run_on_terminal("timeline", folder=tmp_path, encoding=encoding).out)
        for encoding in ("utf-8", "ascii")
    )
    assert "● phone call" in rich
    assert "@ phone call" in plain
    assert [cell_len(line) for line in rich.split("\n")] == [len(x) for x in plain.split("\n")]


def test_a_name_that_a_terminal_lacks_is_an_escape_and_no_other_name(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text(NAMED, encoding="utf-8")
    shown = run_on_terminal("list", "-o", "tsv", folder=tmp_path, encoding="cp1252").out
    assert "\\u4e60\\u8fd1\\u5e73 – “Erdo\\u011fan” \\U0001f91d" in shown


# -- in a file or a pipe ------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "locale",
    [
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "utf-16"},
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
    ],
    ids=str,
)
def test_no_locale_changes_what_a_pipe_carries(tmp_path: Path, locale: dict[str, str]) -> None:
    (tmp_path / "events.toml").write_text(NAMED, encoding="utf-8")
    environment = clean_environment(tmp_path)

    def piped(**more: str) -> tuple[bytes, bytes]:
        argv = [sys.executable, "-m", "chrono", "count", "--actor", "Ann"]
        ran = subprocess.run(
            argv, cwd=tmp_path, env={**environment, **more}, capture_output=True, check=False
        )
        return ran.stdout, ran.stderr

    expected = piped()
    assert not b"".join(expected).isascii()
    assert piped(**locale, PYTHONUTF8="0") == expected


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
@pytest.mark.parametrize(
    "line", ["list", "list -o json", "summary", "timeline", "count --actor Ann", "--help"]
)
def test_a_pipe_of_any_encoding_gets_utf_8(tmp_path: Path, line: str, encoding: str) -> None:
    (tmp_path / "events.toml").write_text(NAMED, encoding="utf-8")
    environment = clean_environment(tmp_path)
    expected = run(*line.split(), folder=tmp_path, environment=environment)
    assert (
        run(*line.split(), folder=tmp_path, environment=environment, encoding=encoding) == expected
    )


@pytest.mark.slow
def test_a_file_whose_name_is_no_text_is_read_and_named(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/n\xff.toml"
    try:
        with open(path, "wb") as file:
            file.write(NAMED.encode() + b"wrong")
    except OSError:
        pytest.skip("no such name can be given to a file here")
    ran = subprocess.run(
        [sys.executable, "-m", "chrono", "check", "-f", path],
        env=clean_environment(tmp_path),
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 3
    assert b"n\\udcff.toml:8: error: " in ran.stdout + ran.stderr
