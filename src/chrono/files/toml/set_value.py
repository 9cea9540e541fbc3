"""Set or remove one value in the text of a valid ledger, in any form of TOML table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import tomli

from chrono.files.toml.blocks import BLANK, Block, Item, Path, blocks, comments_in, items
from chrono.files.toml.emit import WIDTH, dotted, laid_out, literal, pair, table
from chrono.files.toml.lines import (
    Edit,
    comments_over,
    indent_of,
    is_blank,
    line_before,
    line_end,
    line_start,
    newline,
    spliced,
    with_lines,
    without_lines,
)


class Unwritable(Exception):
    """The error raised if a value in a text cannot be changed."""


def with_value(text: str, path: Path, value: Any, order: Sequence[str] = ()) -> str:
    """Return the text with the value at `path` set to `value`. The last key of `path` may be new.

    Raises Unwritable if comments would be lost, or if chrono cannot change this form of table.

    `order`: the usual order of keys, which decides where to insert a new key.
    """
    entry = _items(text, path)
    for item in entry:
        if item.path == path and not item.header:
            return spliced(text, [_replacement(text, item, value, entry)])
    if any(item.path[: len(path)] == path for item in entry):  # in sections, or with dots
        return with_value(without(text, path), path, value, order)
    parent = path[:-1]
    for item in entry:
        if item.path == parent and item.header:
            rank = {key: place for place, key in enumerate(order)} if len(parent) <= 2 else {}
            new_rank = rank.get(str(path[-1]), len(order))
            above = item
            for other in entry[entry.index(item) + 1 :]:
                if other.base != parent or other.holder is not None or other.header:
                    continue
                if rank.get(str(other.path[len(parent)]), len(order)) <= new_rank:
                    above = other
            return _with_line_below(text, above, pair(str(path[-1]), value))
        if item.path == parent and text[item.value] == "{":
            new = _pair_below(parent, path, value)
            if inside := [other for other in entry if other.holder == item.value]:
                return f"{text[: inside[-1].end]}, {new}{text[inside[-1].end :]}"
            return f"{text[: item.value]}{{ {new} }}{text[item.end :]}"
    return _with_table_begun(text, entry, path, value, order)


def with_values(
    text: str, values: Mapping[Path, Any], order: Sequence[str] = (), block: Path | None = None
) -> str:
    """Return the text with several values of one entry set. See `with_value`.

    - `values`: the new values by path. No path may be the beginning of another path.
    - `block`: the path of the entry, if the text has only this entry
    """
    entry = items(text, Block(block, 0, len(text), 1)) if block else _items(text, min(values))
    there = {item.path: item for item in entry if not item.header and item.path in values}
    edits = [_replacement(text, item, values[path], entry) for path, item in there.items()]
    text = spliced(text, edits)
    for path in (path for path in values if path not in there):
        text = with_value(text, path, values[path], order)
    return text


def in_sections(text: str, path: Path) -> bool:
    """Return whether the list at `path` is written with headers, such as `[[events.sources]]`."""
    return any(item.header and item.path == (*path, 0) for item in _items(text, path))


def with_section(text: str, path: Path, fields: Mapping[str, Any]) -> str:
    """Return the text with a table added to the list at `path`, under a header of its own."""
    entry = [item for item in _items(text, path) if item.path[: len(path)] == path]
    header = [item for item in entry if item.header and len(item.path) == len(path) + 1][-1]
    start = line_start(text, header.start) - len(comments_over(text, header.start))
    apart = is_blank(line_before(text, start))
    indent = indent_of(text, header.start)
    lines = table(text[header.start : header.end].strip(), fields).rstrip("\n").split("\n")
    new = "\n" * apart + "\n".join(indent + line for line in lines)
    return with_lines(text, line_end(text, max(item.end for item in entry)), new)


def _with_table_begun(
    text: str, entry: Sequence[Item], path: Path, value: Any, order: Sequence[str]
) -> str:
    parent = path[:-1]
    inside = [item for item in entry if item.path[: len(parent)] == parent]
    beside = [item for item in inside if item.holder is None and not item.header]
    if beside:  # a.b = 1
        return _with_line_below(text, beside[-1], _pair_below(beside[-1].base, path, value))
    if not inside and len(parent) > 2:
        return with_value(text, parent, {str(path[-1]): value}, order)
    tables = [item for item in entry if path[: len(item.path)] == item.path and not item.header]
    if tables and inside:  # { a.b = 1 }
        holder = max(tables, key=lambda item: len(item.path))
        last = [item for item in inside if item.holder == holder.value][-1]
        return f"{text[: last.end]}, {_pair_below(holder.path, path, value)}{text[last.end :]}"
    if len(parent) <= 2:
        raise Unwritable("this layout cannot be edited automatically")
    header = next(item for item in entry if item.header)  # only [a.b] for an `a`
    return _with_line_below(text, header, _pair_below(header.path, path, value))


def _pair_below(base: Path, path: Path, value: Any) -> str:
    return f"{dotted([str(step) for step in path[len(base) :]])} = {literal(value)}"


def without(text: str, path: Path) -> str:
    """Return the text without the value at `path`, and without a table that is then empty.

    A comment on the same line stays. Raises Unwritable if other comments would be lost.
    """
    removed = [item for item in _items(text, path) if item.path[: len(path)] == path]
    outer = [item for item in removed if item.holder is None]
    if removed and not outer:
        text = _without_inline_pair(text, removed[-1])
        # in { a.b = 1, a.c = 2 } no item is the whole `a`
        return text if removed[-1].path == path else without(text, path)
    for item in sorted(outer, key=lambda item: item.start, reverse=True):
        _refuse_comments(text[item.value : item.end], "in")
        start, end = line_start(text, item.start), line_end(text, item.end)
        rest = text[item.end : end]
        if rest.strip():  # a comment
            text = text[: item.start] + rest.lstrip(" \t") + text[end:]
            continue
        if item.header and start and is_blank(line_before(text, start)):
            start -= len(line_before(text, start))
        text = spliced(text, [without_lines(text, start, end)])
    parent = path[:-1]
    left = [item for item in _items(text, parent) if item.path[: len(parent)] == parent]
    if len(parent) != 2 and parent != ("ledger",) and left and all(item.header for item in left):
        return without(text, parent)
    return text


def _items(text: str, path: Path) -> list[Item]:
    return [
        item
        for block in blocks(text)
        if block.path == path[: len(block.path)]
        for item in items(text, block)
    ]


def _replacement(text: str, item: Item, value: Any, entry: Sequence[Item]) -> Edit:
    old, column = text[item.value : item.end], item.value - line_start(text, item.value)
    new = laid_out(value, column) if item.holder is None else literal(value)
    new = new.replace("\n", newline(text, item.end))
    elements = [other for other in entry if other.holder == item.value]
    count = len(elements)
    is_longer = (
        old[0] == "["
        and isinstance(value, (list, tuple))
        and 0 < count < len(value)
        and tomli.loads(f"v = {old}")["v"] == list(value[:count])
    )
    if is_longer:
        longer = _longer(text, item, elements[-1], value[count:])
        if "\n" in longer or column + len(longer) <= WIDTH or comments_in(old):
            return item.value, item.end, longer
    _refuse_comments(old, "in")
    return item.value, item.end, new


def _refuse_comments(text: str, where: str) -> None:
    if comments_in(text):
        raise Unwritable(f"comments {where} that value would be lost")


def _longer(text: str, item: Item, last: Item, added: Iterable[Any]) -> str:
    head, tail = text[item.value : last.end], text[last.end : item.end - 1]
    if "\n" not in tail:
        return head + "".join(f", {literal(element)}" for element in added) + f"{tail}]"
    blank = BLANK.match(tail)
    comma = blank is not None and tail[blank.end() :].startswith(",")
    body = tail.rstrip(" \t\r\n")
    start = newline(text, item.end) + indent_of(text, last.start)
    lines = ",".join(f"{start}{literal(element)}" for element in added)
    if comma:
        return head + body + lines + "," + tail[len(body) :] + "]"
    return f"{head},{body}{lines}{tail[len(body) :]}]"


def with_element(text: str, path: Path, at: int, value: Any) -> str:
    """Return the text with `value` inserted into the list at `path`, before the index `at`.

    If there is no such index, `value` becomes the last element.
    """
    entry = _items(text, path)
    item = next(item for item in entry if item.path == path and not item.header)
    elements = [other for other in entry if other.holder == item.value]
    if not elements:
        return f"{text[: item.value]}[{literal(value)}]{text[item.end :]}"
    if at >= len(elements):
        return text[: item.value] + _longer(text, item, elements[-1], [value]) + text[item.end :]
    start = elements[at].start
    alone = not text[line_start(text, start) : start].strip()
    gap = newline(text, start) + indent_of(text, start) if alone else " "
    return f"{text[:start]}{literal(value)},{gap}{text[start:]}"


def _with_line_below(text: str, item: Item, line: str) -> str:
    return with_lines(text, line_end(text, item.end), indent_of(text, item.start) + line)


def _without_inline_pair(text: str, item: Item) -> str:
    entry = _items(text, item.path)
    pairs = [other for other in entry if other.holder == item.holder]
    if len(pairs) == 1:
        table = next(other for other in entry if other.value == item.holder)
        return without(text, table.path)
    at = pairs.index(item)
    start, end = (pairs[at - 1].end, item.end) if at else (item.start, pairs[1].start)
    _refuse_comments(text[start:end], "beside")
    return text[:start] + text[end:]
