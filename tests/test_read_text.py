"""A text is read in one way, by whatever name, and what keeps it from being read is one problem."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from threading import Thread

import pytest

from chrono.errors import LedgerError
from chrono.files.read.text import Text, read_text


class Input:
    """Standard input with this content."""

    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"", Text("", "")),
        ("習\r\n".encode(), Text("", "習\r\n")),
        ("\ufeffa".encode(), Text("", "a", has_bom=True)),
        ("\ufeff\ufeffa".encode(), Text("", "\ufeffa", has_bom=True)),
    ],
)
def test_a_byte_order_mark_is_taken_off_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raw: bytes, text: Text
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    assert read_text(str(path)) == text._replace(name=str(path))
    monkeypatch.setattr(sys, "stdin", Input(raw))
    assert read_text("-") == text._replace(name="<stdin>")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_only_where_it_is_wanted(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffé".encode(encoding))
    assert read_text(str(path), utf16=True) == Text(str(path), "é", has_bom=True)
    assert problem(str(path)) == (1, "this file is UTF-16; save it as UTF-8")


def problem(name: str, *, utf16: bool = False) -> tuple[int, str]:
    with pytest.raises(LedgerError) as raised:
        read_text(name, utf16=utf16)
    (found,) = raised.value.problems
    assert found.path == ("<stdin>" if name == "-" else name)
    assert found.rule == "file"
    return found.line, found.message


def test_what_cannot_be_read_is_one_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("latin").write_bytes(b"one\ntwo \xe9\n")
    Path("half").write_bytes(b"\xff\xfea")
    latin = "this file is not valid UTF-8 (byte 0xe9); save it as UTF-8"
    assert problem("latin") == (2, latin)
    assert problem("half", utf16=True)[1].startswith("this file is not valid UTF-16; ")
    assert problem("none") == (0, "cannot read this file: no such file or directory")
    assert problem(".") == (0, "cannot read this file: is a directory")
    monkeypatch.setattr(sys, "stdin", None)
    assert problem("-") == (0, "cannot read this file: standard input is closed")


def test_a_pipe_is_read_to_its_end(tmp_path: Path) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")
    writer = Thread(target=pipe.write_text, args=("a" * 100_000,))
    writer.start()
    assert len(read_text(str(pipe)).text) == 100_000
    writer.join()
