"""A sound ledger's text with one thing in it changed: its own lines, and not a byte elsewhere.

A *thing* is an event, a claim, an actor …, named by the way to it: `("events", 3)`. Its *own lines*
are those from each of its headers to its last value; comments above a header and blank lines
between are the file's, and stay. New lines get the line ends of their neighbours.

What is written so unusually that this does not hold is found out by who checks the new text, and
then nothing is written (`changing.py`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import tomli

from chrono.files.document import BLANK, TOKEN, Block, Item, Path, blocks, items, known_blocks
from chrono.files.layout import WIDTH, dotted, laid_out, literal, pair, table, word

TABLES = ("ledger", "actors", "types", "sources", "events", "claims")
"""The order in which kinds of things follow each other in a ledger."""

_COMMENT = re.compile(r"[ \t]*#")


class Unwritable(Exception):
    """What is asked cannot be done to this text; the message says why."""


class Spot(NamedTuple):
    """Where new lines go: at an offset, behind what stands before it or above what follows."""

    offset: int
    above: bool


# -- lines --------------------------------------------------------------------------------------


def _line_start(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _line_end(text: str, offset: int) -> int:
    """Where the next line begins."""
    return text.find("\n", offset) + 1 or len(text)


def _is_blank(line: str) -> bool:
    return not line.strip(" \t\r\n")


def _line_before(text: str, start: int) -> str:
    return text[_line_start(text, start - 1) : start] if start else ""


def _line_after(text: str, end: int) -> str:
    return text[end : _line_end(text, end)]


def _comments_over(text: str, offset: int) -> str:
    """The comments that stand over a line without a blank one between."""
    start = end = _line_start(text, offset)
    while start and _COMMENT.match(line := _line_before(text, start)):
        start -= len(line)
    return text[start:end]


def newline(text: str, offset: int) -> str:
    """How the lines end there: as the one before it does, or else the first of the text."""
    end = text.rfind("\n", 0, offset)
    end = text.find("\n") if end < 0 else end
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


# -- where things stand -------------------------------------------------------------------------


class Plan:
    """A sound text with its blocks, found once: where each thing stands in it."""

    def __init__(self, text: str, data: Mapping[str, Any]) -> None:
        self.text = text
        self.blocks: dict[Path, list[Block]] = {}
        for block in known_blocks(text, data):
            self.blocks.setdefault(block.path, []).append(block)

    def pieces(self, thing: Path) -> list[tuple[int, int]]:
        """A thing's own lines, in order; more than one piece where its sub-tables stand apart.

        None where it has no header of its own.
        """
        return [(block.start, self._end(block)) for block in self.blocks.get(thing, ())]

    def _end(self, block: Block) -> int:
        return _line_end(self.text, max(item.end for item in items(self.text, block)))

    def has(self, kind: str) -> bool:
        """Whether things of a kind stand under headers."""
        return any(path[:1] == (kind,) for path in self.blocks)

    def behind(self, thing: Path) -> Spot:
        """Below a thing, and the comments that follow it without a blank line."""
        end = after = self.pieces(thing)[-1][1]
        while _COMMENT.match(line := _line_after(self.text, after)):
            after += len(line)
        last = _is_blank(_line_after(self.text, after))
        return Spot(after if last else end, above=False)

    def above(self, thing: Path) -> Spot:
        """Above a thing, and the comments that stand over it without a blank line.

        The comments that open a file are the file's.
        """
        start = self.pieces(thing)[0][0]
        return Spot(start - len(_comments_over(self.text, start)) or start, above=True)

    def among(self, kind: str, there: Sequence[dt.date], at: int, new: dt.date) -> Spot:
        """Between the things of a kind, which begin on these days, before the one of number `at`.

        That is right behind the one before it or right above the next, whose month it shares: what
        stands between two months is often the heading of the second.
        """
        if not there:
            return self.place(kind)
        if at == len(there):
            return self.behind((kind, at - 1))
        if not at or _shared(there[at], new) > _shared(there[at - 1], new):
            return self.above((kind, at))
        return self.behind((kind, at - 1))

    def place(self, kind: str) -> Spot:
        """Where the first thing of a kind goes, or the next one of those that have no order."""
        at = TABLES.index(kind)
        earlier = [path for path in self.blocks if path[:1] and path[0] in TABLES[: at + 1]]
        later = [path for path in self.blocks if path[:1] and path[0] in TABLES[at + 1 :]]
        if any(path[0] == kind for path in earlier):
            earlier = [path for path in earlier if path[0] == kind]
        elif not later:
            return self.end()
        if earlier:
            return self.behind(max(earlier, key=lambda path: self.blocks[path][-1].start))
        return self.above(min(later, key=lambda path: self.blocks[path][0].start))

    def end(self) -> Spot:
        """Below all that is written; blank lines at the end stay there."""
        written = len(self.text.rstrip(" \t\r\n"))
        return Spot(_line_end(self.text, written) if written else 0, above=False)


def _shared(one: dt.date, other: dt.date) -> int:
    """How much of two days is the same: nothing, the year, or the month too."""
    return (one.year == other.year) + ((one.year, one.month) == (other.year, other.month))


# -- whole things -------------------------------------------------------------------------------


def inserted(text: str, additions: Iterable[tuple[Spot, str]]) -> str:
    """The text with lines put in at their spots, a blank line between them and what is there.

    Where two neighbours stand without one, what comes between them does so too.
    """
    if not text:
        return "\n".join(lines for _, lines in additions)
    pieces: list[str] = []
    done = 0
    for spot, lines in sorted(additions, key=lambda addition: addition[0].offset):
        pieces += (text[done : spot.offset], _apart(text, spot, lines))
        done = spot.offset
    return "".join(pieces) + text[done:]


def _apart(text: str, spot: Spot, lines: str) -> str:
    """New lines with the blank one that parts them from what is there."""
    end = newline(text, spot.offset)
    lines = lines.replace("\n", end)
    before, after = _line_before(text, spot.offset), _line_after(text, spot.offset)
    if spot.above:
        return lines + (end if _is_blank(before) else "")
    if not before:
        return lines + end
    if not before.endswith("\n"):
        return end * 2 + lines.removesuffix(end)
    return (end if _is_blank(after) else "") + lines


def cut(text: str, pieces: Sequence[tuple[int, int]]) -> str:
    """The text without these lines, and without one of the blank lines on their two sides."""
    for start, end in reversed(pieces):
        before, after = _line_before(text, start), _line_after(text, end)
        if not start and _is_blank(after):
            end += len(after)
        elif start and _is_blank(before) and _is_blank(after):
            if before.strip("\r\n") and after and not after.strip("\r\n"):
                end += len(after)  # blanks in a blank line were never written by chrono
            else:
                start -= len(before)
        text = _joined(text, start, end)
    return text


def _joined(text: str, start: int, end: int) -> str:
    """The text without `start` to `end`; one that ended without a line end still does."""
    before, after = text[:start], text[end:]
    if not after and not text.endswith("\n"):
        before = before.removesuffix("\n").removesuffix("\r")
    return before + after


def put_in_place(text: str, piece: tuple[int, int], lines: str) -> str:
    """The text with other lines in the place of a piece's."""
    start, end = piece
    if not text[start:end].endswith("\n"):
        lines = lines.removesuffix("\n")
    return text[:start] + lines.replace("\n", newline(text, end)) + text[end:]


# -- one value ----------------------------------------------------------------------------------


def with_value(text: str, path: Path, value: Any, order: Sequence[str] = ()) -> str:
    """The text with a value set; a thing's new key goes where `order` has it, others come last.

    Raises Unwritable where comments would be lost.
    """
    found = _items(text, path)
    for item in found:
        if item.path == path and not item.header:
            return _with_other_value(text, item, value, found)
    if any(item.path[: len(path)] == path for item in found):  # in sections, or with dots
        return with_value(without(text, path), path, value, order)
    parent = path[:-1]
    for item in found:
        if item.path == parent and item.header:
            return _with_line(text, item, found, path, value, order)
        if item.path == parent and text[item.value] == "{":
            return _with_inline_pair(text, item, found, path, value)
    return _with_table_begun(text, found, path, value, order)


def in_sections(text: str, path: Path) -> bool:
    """Whether a list is written as sections, `[[events.sources]]`."""
    return any(item.header and item.path == (*path, 0) for item in _items(text, path))


def with_section(text: str, path: Path, fields: Mapping[str, Any]) -> str:
    """The text with one more section behind the last of a list that is written so."""
    found = [item for item in _items(text, path) if item.path[: len(path)] == path]
    header = [item for item in found if item.header and len(item.path) == len(path) + 1][-1]
    start = _line_start(text, header.start) - len(_comments_over(text, header.start))
    apart = _is_blank(_line_before(text, start))
    indent = _indent(text, header.start)
    lines = table(text[header.start : header.end].strip(), fields).rstrip("\n").split("\n")
    at = _line_end(text, max(item.end for item in found))
    end = newline(text, at)
    new = (end if apart else "") + end.join(indent + line for line in lines)
    whole = text[:at].endswith("\n")
    return text[:at] + (new + end if whole else end + new) + text[at:]


def _with_table_begun(
    text: str, found: Sequence[Item], path: Path, value: Any, order: Sequence[str]
) -> str:
    """A key of a table that stands nowhere as a whole, and perhaps not at all yet."""
    parent = path[:-1]
    inside = [item for item in found if item.path[: len(parent)] == parent]
    beside = [item for item in inside if item.holder is None and not item.header]
    if beside:  # a.b = 1
        line = f"{_below(beside[-1].base, path)} = {literal(value)}"
        return _with_line_behind(text, beside[-1], line)
    if not inside and len(parent) > 2:
        return with_value(text, parent, {str(path[-1]): value}, order)
    tables = [item for item in found if path[: len(item.path)] == item.path and not item.header]
    if tables and inside:  # { a.b = 1 }
        holder = max(tables, key=lambda item: len(item.path))
        last = [item for item in inside if item.holder == holder.value][-1]
        new = f"{_below(holder.path, path)} = {literal(value)}"
        return f"{text[: last.end]}, {new}{text[last.end :]}"
    if len(parent) <= 2:
        raise Unwritable("it is written in a way that chrono does not change")
    header = next(item for item in found if item.header)  # only [a.b] for an `a`
    return _with_line_behind(text, header, f"{_below(header.path, path)} = {literal(value)}")


def _below(base: Path, path: Path) -> str:
    """The dotted key by which a table names what is at the end of a way through it."""
    return dotted([str(step) for step in path[len(base) :]])


def without(text: str, path: Path) -> str:
    """The text without a key; a comment on its line stays, a table left empty goes with it.

    Raises Unwritable where comments would be lost.
    """
    gone = [item for item in _items(text, path) if item.path[: len(path)] == path]
    outer = [item for item in gone if item.holder is None]
    if gone and not outer:
        text = _without_inline_pair(text, gone[-1])
        # { a.b = 1, a.c = 2 } holds no `a` as a whole
        return text if gone[-1].path == path else without(text, path)
    for item in sorted(outer, key=lambda item: item.start, reverse=True):
        text = _without_line(text, item)
    parent = path[:-1]
    left = [item for item in _items(text, parent) if item.path[: len(parent)] == parent]
    if len(parent) != 2 and parent != ("ledger",) and left and all(item.header for item in left):
        return without(text, parent)
    return text


def _items(text: str, path: Path) -> list[Item]:
    """What stands in every block that can hold the thing at the path, or a part of it."""
    return [
        item
        for block in blocks(text)
        if block.path == path[: len(block.path)]
        for item in items(text, block)
    ]


def _with_other_value(text: str, item: Item, value: Any, found: Sequence[Item]) -> str:
    old, column = text[item.value : item.end], item.value - _line_start(text, item.value)
    new = laid_out(value, column) if item.holder is None else literal(value)
    new = new.replace("\n", newline(text, item.end))
    commented = _commented(old)
    elements = [other for other in found if other.holder == item.value]
    longer = None
    if old[0] == "[" and isinstance(value, (list, tuple)) and 0 < len(elements) < len(value):
        count = len(elements)
        if tomli.loads(f"v = {old}")["v"] == list(value[:count]):
            longer = _longer(text, item, elements[-1], value[count:])
    if longer is not None and (commented or "\n" in longer or column + len(longer) <= WIDTH):
        new = longer
    elif commented:
        raise Unwritable("comments stand in that value, and they would be lost")
    return text[: item.value] + new + text[item.end :]


def _commented(text: str) -> bool:
    return any(token[0].startswith("#") for token in TOKEN.finditer(text))


def _longer(text: str, item: Item, last: Item, more: Iterable[Any]) -> str:
    """A list as it is written, with elements added behind the last."""
    head, tail = text[item.value : last.end], text[last.end : item.end - 1]
    if "\n" not in tail:
        return head + "".join(f", {literal(one)}" for one in more) + f"{tail}]"
    blank = BLANK.match(tail)
    comma = blank is not None and tail[blank.end() :].startswith(",")
    body = tail.rstrip(" \t\r\n")
    start = newline(text, item.end) + _indent(text, last.start)
    lines = ",".join(f"{start}{literal(one)}" for one in more)
    if comma:
        return head + body + lines + "," + tail[len(body) :] + "]"
    return f"{head},{body}{lines}{tail[len(body) :]}]"


def with_element(text: str, path: Path, at: int, value: Any) -> str:
    """The text with one more element in a list, before the one of number `at` or at its end."""
    found = _items(text, path)
    item = next(item for item in found if item.path == path and not item.header)
    elements = [other for other in found if other.holder == item.value]
    if not elements:
        return f"{text[: item.value]}[{literal(value)}]{text[item.end :]}"
    if at >= len(elements):
        return text[: item.value] + _longer(text, item, elements[-1], [value]) + text[item.end :]
    start = elements[at].start
    alone = not text[_line_start(text, start) : start].strip()
    gap = newline(text, start) + _indent(text, start) if alone else " "
    return f"{text[:start]}{literal(value)},{gap}{text[start:]}"


def _indent(text: str, offset: int) -> str:
    found = re.compile(r"[ \t]*").match(text, _line_start(text, offset))
    assert found is not None
    return found[0]


def _with_line(
    text: str, header: Item, found: Sequence[Item], path: Path, value: Any, order: Sequence[str]
) -> str:
    """A new `key = value` in a section, behind the last of those that come before it."""
    rank = {key: place for place, key in enumerate(order)} if len(header.path) <= 2 else {}
    own = rank.get(str(path[-1]), len(order))
    above = header
    for item in found[found.index(header) + 1 :]:
        if item.base != header.path or item.holder is not None or item.header:
            continue
        if rank.get(str(item.path[len(header.path)]), len(order)) <= own:
            above = item
    return _with_line_behind(text, above, pair(str(path[-1]), value))


def _with_line_behind(text: str, item: Item, line: str) -> str:
    at = _line_end(text, item.end)
    end = newline(text, at)
    line = _indent(text, item.start) + line.replace("\n", end)
    whole = text[:at].endswith("\n")
    return text[:at] + (line + end if whole else end + line) + text[at:]


def _with_inline_pair(text: str, table: Item, found: Sequence[Item], path: Path, value: Any) -> str:
    new = f"{word(str(path[-1]))} = {literal(value)}"
    inside = [item for item in found if item.holder == table.value]
    if inside:
        at = inside[-1].end
        return f"{text[:at]}, {new}{text[at:]}"
    return f"{text[: table.value]}{{ {new} }}{text[table.end :]}"


def _without_line(text: str, item: Item) -> str:
    if _commented(text[item.value : item.end]):
        raise Unwritable("comments stand in that value, and they would be lost")
    start, end = _line_start(text, item.start), _line_end(text, item.end)
    rest = text[item.end : end]
    if rest.strip():  # a comment
        return text[: item.start] + rest.lstrip(" \t") + text[end:]
    if item.header and start and _is_blank(_line_before(text, start)):
        start -= len(_line_before(text, start))
    return _joined(text, start, end)


def _without_inline_pair(text: str, item: Item) -> str:
    """`{ a = 1, b = 2 }` without one of its pairs."""
    found = _items(text, item.path)
    pairs = [other for other in found if other.holder == item.holder]
    if len(pairs) == 1:
        table = next(other for other in found if other.value == item.holder)
        return without(text, table.path)
    at = pairs.index(item)
    start, end = (pairs[at - 1].end, item.end) if at else (item.start, pairs[1].start)
    if _commented(text[start:end]):
        raise Unwritable("comments stand beside that value, and they would be lost")
    return text[:start] + text[end:]
