"""Change the text of a ledger and check the result, without a file."""

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
# A small ledger.
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
    """Return a new event for LEDGER, without adding it."""
    fields = {"id": id, "date": date, "type": "call", "title": "C", "actors": ["ann", "ben"]}
    return NewEntry("events", fields)


def opened(text: str) -> LedgerFiles:
    """Return the files of a ledger that consists of one valid text."""
    files = LedgerFiles([parse("l.toml", text)])
    assert files.ledger
    return files


def changed(text: str, make: Make) -> str:
    """Return the text of a ledger after a change, or fail if the change is refused.

    `make`: the change.
    """
    files = opened(text)
    make(files)
    return next((one.text for one in verify(files, apply(files)).changes), text)


def adding(*entries: NewEntry, to: str | None = None) -> Make:
    """Return a change that adds entries.

    `to`: the path of the file, or None to let chrono choose the file.
    """
    return lambda files: files.add(entries, to)


def removing(id: str) -> Make:
    """Return a change that removes the entry with this id."""
    return lambda files: files.entry(id).remove()


def setting(id: str, words: str) -> Make:
    """Return a change of one value of the entry with this id.

    `words`: `KEY=VALUE` to set a key, or `KEY` to unset it.
    """

    def make(files: LedgerFiles) -> None:
        edit = ArgumentEditor(
            files.entry(id), NameResolver(files), lambda kind, text, _: kind.parse(text)
        )
        (edit.set if "=" in words else edit.unset)(words)

    return make


def comments(text: str) -> list[str]:
    """Return the comments in a TOML text, sorted."""
    return sorted(token[0].rstrip() for token in TOKEN.finditer(text) if token[0].startswith("#"))
