"""A ledger; of a large one that is known to be valid, the part that a question needs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, NamedTuple

from chrono.core.model import Ledger
from chrono.errors import LedgerError, Problem
from chrono.files.read.load import read_ledger
from chrono.files.read.source_files import SourceFile, expand, open_regular_file
from chrono.files.read.text import STDIN, read_bytes

if TYPE_CHECKING:
    from chrono.files.index.partial import Request

LARGE = 2**18
"""From so many bytes on, an entry in the cache saves more than it costs."""


class CompletionRequest(NamedTuple):
    """What shell completion needs from a ledger.

    kind: the kind of value; text: what has been typed of it. Everything that has a name is always
    read, such as actors and types; events are read for "ids" alone.
    """

    kind: Literal["names", "tags", "places", "dates", "ids"]
    text: str = ""


def load(paths: Sequence[str], request: Request | None = None) -> Ledger:
    """The ledger that these files and folders make together; `-` is standard input.

    With a `request` it may have only the events that the request needs, and then a `vocabulary`.
    Raises LedgerError with every problem of every file.
    """
    names = expand(paths)
    contents = _contents(names)
    if request is not None and (ledger := _part(names, contents, request)) is not None:
        return ledger
    files, ledger = read_ledger(names, contents)
    remember_valid(names, files, ledger)
    return ledger


def load_each(paths: Sequence[str]) -> list[Ledger]:
    """Several ledgers, each whole by itself. Raises LedgerError with the problems of them all."""
    ledgers: list[Ledger] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            ledgers.append(load([path]))
        except LedgerError as error:
            problems += error.problems
    if problems:
        raise LedgerError(problems)
    return ledgers


def load_for_completion(paths: Sequence[str], request: CompletionRequest) -> Ledger:
    """As much of a ledger as the word that is being typed may need; nothing is written.

    Only regular files are read. Raises LedgerError.
    """
    names = expand(paths)
    contents = _contents(names)
    return _part(names, contents, request) or read_ledger(names, contents, open_regular_file)[1]


def _contents(names: Sequence[str]) -> dict[str, bytes]:
    """The content of each file; none at all where one is no file that can be read twice."""
    if STDIN in names or not all(map(os.path.isfile, names)):
        return {}
    return {name: read_bytes(name) for name in names}


def _part(names: Sequence[str], contents: dict[str, bytes], request: Request) -> Ledger | None:
    large = sum(map(len, contents.values())) >= LARGE
    if not large and not any(b"\ninclude" in content for content in contents.values()):
        return None
    from chrono.files.index.partial import load_part  # not for the ledgers that most people have

    return load_part(names, contents, request)


def remember_valid(names: Sequence[str], files: Sequence[SourceFile], ledger: Ledger) -> None:
    """Keep an entry for a valid ledger in the cache, where it saves reading it whole again.

    `names` are the files that the ledger is read from, without those that these include; `files`
    are all of them. Nothing is kept, and nothing raised, where that is not possible.
    """
    if sum(len(file.content) for file in files) < LARGE or STDIN in names:
        return
    from chrono.files.index import blocks, cache

    with suppress(OSError):
        digests = {file.name: cache.digest(file.content) for file in files}
        key = cache.key(digests[name] for name in names if name in digests)
        if cache.read(key) is not None:
            return
        verified = [blocks.verified(file.content, file.data) for file in files]
        known = [file for file in verified if file is not None]
        if len(known) == len(files):
            declared = {id for id, actor in ledger.actors.items() if actor.declared}
            by_id = all(declared >= file.participants for file in known)
            exceptions = tuple(file.exceptions for file in known)
            cache.write(key, cache.Entry(by_id, tuple(digests.values()), exceptions))
