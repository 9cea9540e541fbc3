"""Replace single strings and keys in a TOML text, and remove elements of lists.

No other byte changes: quotes, comments and layout stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from chrono.files.toml.blocks import KEY_PART, Block, BlockMap, Item, Path, comments_in, items
from chrono.files.toml.emit import key_text, literal
from chrono.files.toml.lines import Edit, is_blank, line_end, line_start, spliced

Substitutions = dict[tuple[Path, bool], str | None]
"""The new texts of strings and keys, by (path, is_key).

If `is_key` is true, the last key of `path` is replaced. If not, the string at `path` is replaced.
The new text None removes an element of a list, but never the first element.
"""


def substituted(blocks: BlockMap, changes: Substitutions) -> str:
    """Return the text of `blocks` with strings and keys replaced as in `changes`.

    Each key of `changes` is (path, is_key). If `is_key` is true, the last key of the path is
    replaced. If not, the string at the path is replaced. The value is the new text, or None to
    remove an element of a list.
    """
    around = {path[:length] for path, _ in changes for length in range(3)}
    edits = [
        edit
        for path in around
        for block in blocks.blocks.get(path, ())
        for edit in _edits(blocks.text, block, changes)
    ]
    return spliced(blocks.text, edits)


def _edits(text: str, block: Block, changes: Substitutions) -> Iterator[Edit]:
    found = items(text, block)
    holders = {item.value: item.path for item in found if not item.header}
    elements: dict[int | None, list[Item]] = {}
    for item in found:
        if isinstance(item.path[-1], int) and not item.header:
            elements.setdefault(item.holder, []).append(item)
        else:
            yield from _key_edits(text, item, holders, changes)
        if not item.header and (new := changes.get((item.path, False))) is not None:
            yield item.value, item.end, _like(text[item.value : item.end], new)
    for same_list in elements.values():
        done = 0
        for before, item in pairwise(same_list):
            if changes.get((item.path, False), "") is None:
                edit = _removed(text, max(before.end, done), item)
                done = edit[1]
                yield edit


def _key_edits(
    text: str, item: Item, holders: Mapping[int, Path], changes: Substitutions
) -> Iterator[Edit]:
    owner: Path = ()
    if not item.header:
        owner = item.base if item.holder is None else holders[item.holder]
    steps = [at for at in range(len(owner), len(item.path)) if isinstance(item.path[at], str)]
    end = item.end if item.header else item.value
    parts = KEY_PART.finditer(text, item.start, end)
    for at, part in zip(steps, parts, strict=False):
        if (new := changes.get((item.path[: at + 1], True))) is not None:
            yield part.start(), part.end(), _like(part[0], new, is_key=True)


def _like(old: str, new: str, is_key: bool = False) -> str:
    plain = re.fullmatch(r"[^'\"\\\x00-\x1f\x7f]*", new) is not None
    if old[0] in "'\"" and plain and old[:3] not in ("'''", '"""'):
        return f"{old[0]}{new}{old[0]}"
    return key_text(new) if is_key else literal(new)


def _removed(text: str, end: int, item: Item) -> Edit:
    """Return the edit that removes an element of a list and the comma before the element.

    If a comment is between the two elements, the comma after the element is removed instead.
    """
    gap = text[end : item.start]
    if not comments_in(gap):
        return end, item.end, ""
    after = re.compile(r"[ \t]*,?[ \t]*").match(text, item.end)
    assert after is not None
    start, stop = line_start(text, item.start), line_end(text, item.end)
    is_alone = is_blank(text[start : item.start]) and is_blank(text[after.end() : stop])
    return (start, stop, "") if is_alone else (item.start, after.end(), "")
