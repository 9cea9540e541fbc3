"""Save digests (SHA-256 hashes) of the files of valid ledgers in the user's cache folder.

A cache file has no data of the ledger. A new version of chrono, of Python or of the TOML parser
uses new cache files.
"""

from __future__ import annotations

import os
import re
import sys
from codecs import BOM_UTF8
from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import tomli

from chrono.files.disk.locate import in_cache
from chrono.files.disk.portable import user_id
from chrono.version import __version__

_RULES = 6
"""The version of the rules for valid ledgers. Raise it whenever a rule changes."""

_FOLDER = "sound"
_KEPT = 100
_NAME = re.compile("[0-9a-f]{64}")


class Entry(NamedTuple):
    """The content of a cache file, which is about one valid ledger.

    - `by_id`: whether events name all participants by ids of declared actors
    - `digests`: the digest of each file of the ledger, in reading order
    - `exceptions`: for each file, the offsets [bytes] of the events that must always be parsed
    """

    by_id: bool
    digests: tuple[str, ...]
    exceptions: tuple[tuple[int, ...], ...]


def digest(content: bytes) -> str:
    """Return the SHA-256 hash of a file's bytes, in hexadecimal. A byte order mark is ignored."""
    return sha256(content.removeprefix(BOM_UTF8)).hexdigest()


def key(digests: Iterable[str]) -> str:
    """Return the name of the cache file for a ledger.

    `digests`: the digests of the ledger's files, without included files. Raises OSError if the
    version of the TOML parser is unknown.
    """
    packages = os.listdir(os.path.dirname(os.path.dirname(tomli.__file__)))
    parser = sorted(name for name in packages if name.startswith("tomli-"))
    if not parser:
        raise FileNotFoundError("the version of tomli")
    python = sys.version.split()[0]
    versions = (f"chrono {__version__}", f"rules {_RULES}", f"Python {python}", *parser)
    return digest("\n".join([*versions, *dict.fromkeys(digests)]).encode())


def read(key: str) -> Entry | None:
    """Return the content of the cache file with the name `key`.

    The result is None if the file is missing, damaged or owned by another user.
    """
    try:
        path = in_cache(_FOLDER, key)
        if not os.path.isfile(path):  # reading a pipe would block
            return None
        with open(path, "rb") as file:
            if os.fstat(file.fileno()).st_uid != user_id():
                return None
            seal, *lines = file.read().decode("ascii").split("\n")
        if seal != _seal(lines):
            return None
        by_id, *files = lines
        rows = [line.split(";") for line in files]
        exceptions = tuple(tuple(map(int, offsets.split())) for _, offsets in rows)
        return Entry(by_id == "by id", tuple(file for file, _ in rows), exceptions)
    except (OSError, ValueError):
        return None


def write(key: str, entry: Entry) -> None:
    """Save `entry` as the cache file with the name `key`. A failure raises no error."""
    lines = ["by id" if entry.by_id else "by name"]
    for file, offsets in zip(entry.digests, entry.exceptions, strict=True):
        lines.append(f"{file};{' '.join(map(str, offsets))}")
    from chrono.files.disk.atomic import replace  # reading an entry does not need it

    with suppress(OSError):
        folder = in_cache(_FOLDER)
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if os.scandir in os.supports_fd:  # otherwise deleting is not safe
            _delete_oldest(folder)
        replace(path := Path(folder, key), "\n".join([_seal(lines), *lines]).encode())
        path.chmod(0o600)


def _seal(lines: Sequence[str]) -> str:
    return digest("\n".join(lines).encode())


def _delete_oldest(folder: str) -> None:
    # The folder is opened once, so that it cannot be replaced by a link.
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if os.fstat(number).st_uid != user_id():
            raise PermissionError(folder)
        with os.scandir(number) as files:
            entries = [
                (file.stat(follow_symlinks=False).st_mtime, file.name)
                for file in files
                if _NAME.fullmatch(file.name) and file.is_file(follow_symlinks=False)
            ]
        for _, name in sorted(entries)[: 1 - _KEPT]:
            os.unlink(name, dir_fd=number)
    finally:
        os.close(number)
