"""Which texts are known to make a sound ledger: their hashes in the user's cache, and no data.

A proof can be missing, but not out of date: another text has another hash. With it stands how the
texts are laid out, as numbers; a hash of it all tells whether it is what was written there. Where
the cache cannot be read or written, or somebody else wrote it, a ledger is read whole once more,
and that is all.
"""

from __future__ import annotations

import os
import re
import sys
from codecs import BOM_UTF8
from collections.abc import Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from typing import Literal, NamedTuple

from chrono.files.disk.user_dirs import user_folder
from chrono.files.index.block_scan import Layout
from chrono.version import __version__

_KEPT = 100
_NAME = re.compile("[0-9a-f]{64}")
_RULES = f"chrono {__version__}, rules 1, Python {sys.version_info[0]}.{sys.version_info[1]}"
"""By whose rules a text is sound; their number rises with each change of what is read, or how."""


def digest(raw: bytes) -> str:
    """The hash of a file, whether or not it begins with a byte order mark."""
    return sha256(raw.removeprefix(BOM_UTF8)).hexdigest()


Naming = Literal["by id", "by name", "freely"]
"""By the ids of declared actors alone; by ids, names and aliases, to the letter; or in any way."""

_NAMINGS: Mapping[str, Naming] = {"by id": "by id", "by name": "by name", "freely": "freely"}


class ValidLedger(NamedTuple):
    """That files of these hashes, in the order in which they are read, are a sound ledger.

    `naming` says how its events name who takes part, `layouts` how each file is laid out.
    """

    naming: Naming
    digests: tuple[str, ...]
    layouts: tuple[Layout, ...]


def known(first: str) -> ValidLedger | None:
    """What is known of a ledger whose first file has this hash; None, too, where it was damaged."""
    seal, *lines = _read(first) or [""]
    if not lines or seal != _seal(lines):
        return None
    naming, *files = lines
    found = [line.split(";") for line in files]
    return ValidLedger(
        _NAMINGS[naming],
        tuple(digest for digest, _, _ in found),
        tuple(Layout(_numbers(odd), _numbers(hard)) for _, odd, hard in found),
    )


def keep(proof: ValidLedger) -> None:
    """Keep a proof, where that can be done."""
    lines: list[str] = [proof.naming]
    for name, layout in zip(proof.digests, proof.layouts, strict=True):
        lines.append(";".join([name, *(" ".join(map(str, numbers)) for numbers in layout)]))
    with suppress(OSError):
        _write(proof.digests[0], "\n".join([_seal(lines), *lines]))


def _seal(lines: Sequence[str]) -> str:
    """By which it is seen that lines are those that were written, and by the same rules."""
    return digest("\n".join((_RULES, *lines)).encode())


def _numbers(words: str) -> tuple[int, ...]:
    return tuple(map(int, words.split()))


def _folder() -> str:
    """Where the proofs are. Raises OSError where there is no such place."""
    if (folder := user_folder("cache")) is None:
        raise FileNotFoundError("nobody's cache")
    return os.path.join(folder, "sound")


def _read(name: str) -> list[str] | None:
    """The lines of a proof of one's own."""
    try:
        path = os.path.join(_folder(), name)
        if not os.path.isfile(path):  # a pipe, say, on which one would wait for ever
            return None
        with open(path, "rb") as file:
            own = not hasattr(os, "geteuid") or os.fstat(file.fileno()).st_uid == os.geteuid()
            return file.read().decode("ascii").split("\n") if own else None
    except (OSError, ValueError):
        return None


def _write(name: str, text: str) -> None:
    folder = _folder()
    os.makedirs(folder, mode=0o700, exist_ok=True)
    if (
        os.scandir in os.supports_fd
    ):  # elsewhere old proofs stay: better than a stranger's file gone
        _tidy(folder)
    new = os.path.join(folder, os.urandom(32).hex())  # named like a proof: one left over is tidied
    try:
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text.encode())
        os.replace(new, os.path.join(folder, name))
    except OSError:
        os.unlink(new)
        raise


def _tidy(folder: str) -> None:
    """Delete the oldest proofs, and nothing that is not a regular file with a proof's name.

    The folder is opened once, so that no link put in its place leads elsewhere. Raises OSError
    where it is a link itself, or somebody else's.
    """
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(number).st_uid != os.geteuid():
            raise PermissionError("somebody else's folder")
        with os.scandir(number) as entries:
            found = [
                (entry.stat(follow_symlinks=False).st_mtime, entry.name)
                for entry in entries
                if _NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
            ]
        for _, old in sorted(found)[: 1 - _KEPT]:
            os.unlink(old, dir_fd=number)
    finally:
        os.close(number)
