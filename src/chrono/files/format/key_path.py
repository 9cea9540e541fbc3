"""Print and parse paths to values: `sources[2].url` is `("sources", 1, "url")`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chrono.errors import UsageError

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path

_STEP = r'(?:"(?P<quoted>[^"]+)"|(?P<name>[^.\[\]"]+))(?:\[(?P<index>[1-9][0-9]*)\])?(?:\.(?=.)|$)'
"""The pattern of one step of a typed path; it is compiled only when needed."""


def printed(path: Path) -> str:
    """The string that a person types for `path`: `sources[2].says.date`, with elements from 1."""
    words = ""
    for step in path:
        if isinstance(step, int):
            words += f"[{step + 1}]" if words else ""
        else:
            name = f'"{step}"' if re.search(r"[.\[\]]", step) else step
            words += f".{name}" if words else name
    return words


def printed_in_entry(path: Path) -> str:
    """A path as from `printed`, without its table and index: `title`, or `xi.name` of an actor."""
    if path[:1] == ("ledger",) or len(path) < 2:
        return printed(path)
    inner = path[2:] if isinstance(path[1], int) else path[1:]
    return printed(inner) or printed(path)


def parse(words: str) -> Path:
    """The path that a person typed; a name with a dot needs quotes. Raises UsageError."""
    if not words.strip():
        raise UsageError("the key is missing; write KEY=VALUE")
    path: Path = ()
    position = 0
    while position < len(words):
        step = re.compile(_STEP).match(words, position)
        if step is None:
            raise UsageError(
                f'"{words}" is not a key; write a key such as dates.signed or sources[2].url'
            )
        path = (*path, step["quoted"] or step["name"].strip())
        if step["index"]:
            path = (*path, int(step["index"]) - 1)
        position = step.end()
    return path
