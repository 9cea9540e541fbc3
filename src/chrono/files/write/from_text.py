"""New things that are given as texts of their own: events in JSON, blocks of a ledger in TOML."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from chrono.core.english import join_and
from chrono.errors import LedgerError, UsageError
from chrono.files.format.typed_values import KINDS
from chrono.files.read.source_files import STDIN, Diagnostics, parse
from chrono.files.toml.blocks import blocks
from chrono.files.toml.insert import BlockMap
from chrono.files.write.names import NameResolver, from_record
from chrono.files.write.new_entry import NewEntry


def read(name: str) -> str:
    """The text of a file, or of standard input."""
    if name == STDIN and sys.stdin is None:
        raise UsageError("standard input is closed")
    try:
        raw = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"{name} cannot be read: {(error.strerror or str(error)).lower()}"
        ) from None
    except UnicodeDecodeError:
        raise UsageError(f"{_called(name)} is not UTF-8") from None


def _called(name: str) -> str:
    return "standard input" if name == STDIN else name


def values(text: str, name: str) -> list[Any]:
    """Objects of JSON: one, a list of them, or one after the other."""
    found: list[Any] = []
    decoder = json.JSONDecoder(object_pairs_hook=_object)
    at = 0
    blank = re.compile(r"\s*")
    while (at := blank.match(text, at).end()) < len(text):  # type: ignore[union-attr]
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            line = text.count("\n", 0, getattr(error, "pos", at)) + 1
            deep = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
            why = getattr(error, "msg", deep)
            raise UsageError(f"{_called(name)} is no JSON at line {line}: {why.lower()}") from None
        found += value if isinstance(value, list) else [value]
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise UsageError(f'"{twice}" stands twice in an object of JSON')
    return found


def events(records: list[Any]) -> Callable[[NameResolver], list[NewEntry]]:
    """Events from records, once it is known who is meant. Says what is wrong with each of them."""

    def made(meant: NameResolver) -> list[NewEntry]:
        additions: list[NewEntry] = []
        wrong: list[str] = []
        for number, record in enumerate(records, 1):
            try:
                additions += meant.event(from_record(record))
            except UsageError as error:
                named = f"event {number}"
                if isinstance(record, dict) and (title := record.get("id") or record.get("title")):
                    named += f' ("{title}")'
                wrong += [f"{named}: {sentence}" for sentence in error.args]
        if wrong:
            raise UsageError(*wrong)
        return additions

    return made


def blocks_of(text: str, name: str) -> list[NewEntry]:
    """Events, claims, actors … as they stand in a text, with the comments around them."""
    findings = Diagnostics()
    text = text.replace("\r\n", "\n")
    part = parse(_called(name), text, findings)
    if findings:
        raise LedgerError(findings.problems())
    if others := [key for key in part.data if key not in KINDS]:
        raise UsageError(f'"{others[0]}" is none of what can be added: {join_and([*KINDS])}')
    plan = BlockMap(text, part.data)
    found: list[NewEntry] = []
    begin = 0
    for block in blocks(text):
        if not block.path:
            continue
        if len(block.path) < 2 or len(plan.pieces(block.path)) > 1:
            raise UsageError(f"line {block.line}: each stands in a block of its own, [[events]]")
        kind, key = str(block.path[0]), block.path[1]
        fields = part.data[kind][key]
        end = plan.behind(block.path).offset if block.end < len(text) else len(text)
        fields = fields if isinstance(key, int) else {"id": key, **fields}
        found.append(NewEntry(kind, fields, text[begin:end].strip("\n") + "\n"))
        begin = end
    if len(found) < sum(map(len, part.data.values())):
        raise UsageError("each of these stands in a block of its own: [[events]], [actors.ID] …")
    return found
