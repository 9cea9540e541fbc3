"""Changes to the text of a ledger, made and proved without a file."""

from __future__ import annotations

from chrono.files.format.new_entry import NewEntry
from chrono.files.read.source_files import parse
from chrono.files.toml.blocks import TOKEN
from chrono.files.write.apply import apply
from chrono.files.write.edit import ArgumentEditor
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.names import NameResolver
from chrono.files.write.transaction import Make, verify

LEDGER = """\
# A small one.
[actors.ann]
name = "Ann Ash"
country = "FR"

[actors.ben]
name = "Ben Birch"
country = "DE"

[[events]]
id = "a"
date = 2025-01-01
type = "call"
title = "A"
actors = ["ann", "ben"] # both

# ── May ──

[[events]]
id = "b"
date = 2025-05-01
type = "call"
title = "B"
actors = ["ann", "ben"]
"""


def new(id: str = "c", date: str = "2025-03") -> NewEntry:
    """A new event of the ledger."""
    fields = {"id": id, "date": date, "type": "call", "title": "C", "actors": ["ann", "ben"]}
    return NewEntry("events", fields)


def opened(text: str) -> LedgerFiles:
    """The files of a ledger of one text, which is valid."""
    files = LedgerFiles([parse("l.toml", text)])
    assert files.ledger
    return files


def changed(text: str, make: Make) -> str:
    """The text after a change that is proved."""
    files = opened(text)
    make(files)
    return verify(files, apply(files)).text


def adding(*entries: NewEntry, to: str | None = None) -> Make:
    """The change that adds new entries."""
    return lambda files: files.add(entries, to)


def removing(id: str) -> Make:
    """The change that removes an entry."""
    return lambda files: files.entry(id).remove()


def setting(id: str, words: str) -> Make:
    """The change of `KEY=VALUE`, or the removal of `KEY`."""

    def make(files: LedgerFiles) -> None:
        edit = ArgumentEditor(files.entry(id), NameResolver(files))
        (edit.set if "=" in words else edit.unset)(words)

    return make


def comments(text: str) -> list[str]:
    """The comments of a text."""
    return sorted(token[0].rstrip() for token in TOKEN.finditer(text) if token[0].startswith("#"))
