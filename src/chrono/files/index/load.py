"""Load a ledger, or only the needed part of a large ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, NamedTuple

from chrono.core.model import Ledger
from chrono.errors import LedgerError, Problem
from chrono.files.read.load import read_ledger
from chrono.files.read.source_files import SourceFile, expand
from chrono.files.read.storage import DISK, Storage
from chrono.files.read.text import STDIN

if TYPE_CHECKING:
    from chrono.files.index.partial import Request

LARGE = 2**18
"""The size from which the cache of a ledger saves more time than it costs [bytes]."""


class CompletionRequest(NamedTuple):
    """A request for the values that shell completion needs.

    `text`: the part of the word that the user has typed. Events are read only if `kind` is "ids".
    """

    kind: Literal["names", "tags", "places", "dates", "ids"]
    text: str = ""


def load(paths: Sequence[str], request: Request | None = None, storage: Storage = DISK) -> Ledger:
    """Return the ledger in the files and folders at `paths`. The path `-` is standard input.

    `request`: the events that are needed, or None for all events. The result may lack other events.
    If the request needs the tags, places or dates of all events, the result has these values in the
    field `vocabulary`. Raises LedgerError with all problems in all files.
    """
    names = expand(paths, storage)
    contents: dict[str, bytes] = {}
    if STDIN not in names and all(map(storage.is_file, names)):  # a pipe can be read only once
        contents = {name: storage.read(name) for name in names}
    digests: dict[str, str] = {}
    is_large = sum(map(len, contents.values())) >= LARGE
    if request is not None and (
        is_large or any(b"\ninclude" in content for content in contents.values())
    ):
        from chrono.files.index import cache, partial  # not imported for small ledgers

        digests = {name: cache.digest(content) for name, content in contents.items()}
        if (part := partial.load_part(contents, digests, request, storage)) is not None:
            return part
    if isinstance(request, CompletionRequest):
        return read_ledger(names, contents, only_regular=True)[1]
    files, ledger = read_ledger(names, contents, storage=storage)
    if contents and len(files) > 1 and storage is DISK:
        regular = (file for file in files if storage.is_file(file.path))
        if any(storage.read(file.path) != file.content for file in regular):
            return load(paths, request)  # some may be from before a change of several files
    remember_valid(names, files, ledger, digests)
    return ledger


def load_each(paths: Sequence[str]) -> list[Ledger]:
    """Return the whole ledger at each path.

    Raises LedgerError with all problems in all ledgers.
    """
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


def remember_valid(
    names: Sequence[str],
    files: Sequence[SourceFile],
    ledger: Ledger,
    digests: Mapping[str, str] = {},
) -> None:
    """Save in the cache that a ledger is valid, if the ledger is large. A failure raises no error.

    - `names`: the paths of the ledger's files, without included files
    - `digests`: known digests by path
    """
    if sum(len(file.content) for file in files) < LARGE or STDIN in names:
        return
    from chrono.files.index import blocks, cache

    with suppress(OSError, ValueError, RecursionError):
        hashes = {file.path: digests.get(file.path) or cache.digest(file.content) for file in files}
        key = cache.key(hashes[name] for name in names if name in hashes)
        if cache.read(key) is not None:
            return
        verified = [blocks.verified(file.content, file.data) for file in files]
        declared = {id for id, actor in ledger.actors.items() if actor.declared}
        by_id = all(names <= declared for _, names in verified)
        exceptions = tuple(offsets for offsets, _ in verified)
        cache.write(key, cache.Entry(by_id, tuple(hashes.values()), exceptions))
