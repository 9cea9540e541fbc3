"""Recover the valid blocks of a text that is not valid TOML, and report each syntax error.

Each invalid block gives one error. Blank lines replace the block, so that the other blocks keep
their line numbers.
"""

from __future__ import annotations

import re
from bisect import bisect
from itertools import accumulate, zip_longest
from typing import NamedTuple

import tomli

from chrono.core.date_errors import DateError
from chrono.core.dates import When
from chrono.core.precisions import POINT, TIME
from chrono.files.toml.blocks import BARE_HEADER, TOKEN, Path, blocks

# A side of a conflict ends where another conflict begins: otherwise many markers that no conflict
# ends would each be searched to the end of the text.
_CONFLICT = re.compile(
    r"^<{7,}(?: .*)?\r?\n(?P<ours>(?:(?!<{7}|={7}|\|{7}|>{7}).*\n)*)"
    r"(?:\|{7,}.*\n(?:(?!<{7}|={7}).*\n)*)?"
    r"={7,}\r?\n(?:(?!<{7}|>{7}).*\n)*>{7,}(?: .*)?$",
    re.M,
)


class SyntaxProblem(NamedTuple):
    """A syntax error in a text. `line`: the line number, counted from 1."""

    line: int
    message: str


def recover(text: str) -> tuple[str, list[SyntaxProblem], list[str]]:
    """Return (valid TOML, errors, words) for a text that may be invalid TOML.

    The words are possible ids in the invalid blocks. References to these words should not be
    reported as unknown.
    """
    valid, problems = without_conflicts(text)
    if _parse_error(valid) is not None:
        valid, broken = _without_broken_blocks(valid)
        problems += broken
    lines = zip_longest(text.split("\n"), valid.split("\n"))
    return valid, problems, possible_ids("\n".join(old for old, new in lines if old != new))


def possible_ids(lost: str) -> list[str]:
    """Return the words in a text that may be ids: quoted text, and words in headers."""
    quoted: list[tuple[str, str]] = re.findall(r"""\"([^"\n]*)\"|'([^'\n]*)'""", lost)
    headers: list[str] = re.findall(r"^[ \t]*\[[a-z]+\.([A-Za-z0-9_-]+)", lost, re.M)
    return [one or other for one, other in quoted if one or other] + headers


def without_conflicts(text: str) -> tuple[str, list[SyntaxProblem]]:
    """Return (text with only the first side of each merge conflict, an error for each conflict)."""
    problems: list[SyntaxProblem] = []
    position, line = 0, 1

    def keep_ours(match: re.Match[str]) -> str:
        nonlocal position, line
        first, height = line + text.count("\n", position, match.start()), match[0].count("\n")
        position, line = match.end(), first + height
        message = (
            f"unresolved merge conflict from here to line {first + height}; keep one side and "
            "delete the lines that begin with <<<<<<<, ======= or >>>>>>>"
        )
        problems.append(SyntaxProblem(first, message))
        return "\n" + match["ours"] + "\n" * (height - 1 - match["ours"].count("\n"))

    return _CONFLICT.sub(keep_ours, text), problems


def without_either_side(text: str) -> str:
    """Return the text with blank lines in place of each merge conflict."""
    return _CONFLICT.sub(lambda match: "\n" * match[0].count("\n"), text)


_MOST_CLASHES = 100
"""The maximum number of blocks left out because they contradict others (see `_without_clashes`)."""


def _without_broken_blocks(text: str) -> tuple[str, list[SyntaxProblem]]:
    pieces: list[str] = []
    problems: list[SyntaxProblem] = []
    valid: dict[Path, str] = {}  # the text of each table so far, from one or more blocks
    lists = {(name,) for name in re.findall(r"^[ \t]*\[\[([a-z]+)\]\]", text, re.M)}
    position, line, broken = 0, 1, False
    while position < len(text):
        path, piece, error = block_at(text, position)
        # Below a broken header, a sub-table such as [[events.sources]] belongs to that entry.
        orphan = broken and path[:1] in lists and isinstance(path[-1], str) and len(path) > 1
        if not error and path in lists:  # it would contradict each of the others
            error = SyntaxProblem(1, f"this header needs double brackets; write [[{path[0]}]]")
        if not error and not orphan and path and not isinstance(path[-1], int):
            earlier = valid.get(path, "")
            if earlier and (error := _parse_error(earlier + piece)):
                error = error._replace(line=max(1, error.line - earlier.count("\n")))
            else:
                valid[path] = earlier + piece
        position += len(piece)
        height = piece.count("\n")
        if error:
            problems.append(SyntaxProblem(line + error.line - 1, error.message))
        if broken := bool(error or orphan):
            piece = "\n" * height
        pieces.append(piece)
        line += height
    return _without_clashes(pieces, problems), problems


def block_at(text: str, start: int) -> tuple[Path, str, SyntaxProblem | None]:
    """Return (path, text, error) for the block that begins at the offset `start`.

    Indexes in the path and the line number of the error are counted from the start of the block.
    """
    block = next(blocks(text, start))
    piece = text[start : block.end]
    error = _parse_error(piece)
    # An unclosed quote may hide the headers below it: end the block at the next header.
    if error and (swallowed := _next_header(piece)):
        piece = piece[:swallowed]
        error = _parse_error(piece)
    return block.path, piece, error


def _next_header(piece: str) -> int | None:
    for token in TOKEN.finditer(piece):
        if token[0][:3] not in ('"""', "'''"):
            continue
        header = BARE_HEADER.search(token[0])
        last_line = token[0].rpartition("\n")[2]
        if header and re.fullmatch(r"[ \t]*[\w.-]+[ \t]*=[ \t]*(?:\"{3}|'{3})", last_line):
            return token.start() + header.start()
    return None


def _without_clashes(pieces: list[str], problems: list[SyntaxProblem]) -> str:
    """Return the joined pieces of a TOML text, without pieces that conflict with an earlier piece.

    For example, `[actors.x]` conflicts with `x = 1` in the table `actors`. Blank lines replace such
    a piece, and an error is added to `problems`. If there are too many errors, the result is "".
    """
    for _ in range(_MOST_CLASHES):
        if (error := _parse_error("".join(pieces))) is None:
            return "".join(pieces)
        ends = accumulate((piece.count("\n") for piece in pieces), initial=1)
        number = min(bisect([*ends][1:], error.line), len(pieces) - 1)
        problems.append(error)
        pieces[number] = "\n" * pieces[number].count("\n")
    return ""  # each needs a parse of the whole text, so the others must wait


def _parse_error(text: str) -> SyntaxProblem | None:
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        text = error.doc  # with other line ends than `text`, so that `pos` fits
        if not text[error.pos :].strip() and (opened := _never_closed(text)):
            return opened
        if error.msg.startswith("Escaped character"):
            escape = text[text.rindex("\\", 0, error.pos) : error.pos]
            message = f"{escape} is not a character; write the character itself"
        else:
            message = _plain(error.msg, text.split("\n")[error.lineno - 1])
        return SyntaxProblem(error.lineno, message)
    except RecursionError:
        deepest = max(text.split("\n"), key=lambda line: sum(map(line.count, "[{.")))
        why = "this value is nested too deeply; use fewer levels"
        return _invalid_at(text, text.find(deepest), why)
    except ValueError:
        digits = re.search(r"[0-9_]{4000,}|$", text)
        assert digits is not None
        return _invalid_at(text, digits.start(), "this number has too many digits")
    return None


def _invalid_at(text: str, offset: int, why: str) -> SyntaxProblem:
    return SyntaxProblem(text.count("\n", 0, offset) + 1, why)


def _never_closed(text: str) -> SyntaxProblem | None:
    opened: list[tuple[int, str]] = []
    for token in TOKEN.finditer(text):
        mark = token[0]
        if mark in ("[", "{"):
            opened.append((token.start(), mark))
        elif mark in ("]", "}") and opened:
            opened.pop()
        elif mark in ('"""', "'''") or (
            mark[0] in "\"'" and (len(mark) < 2 or mark[-1] != mark[0])
        ):
            opened = [(token.start(), mark if mark in _OPENED else mark[0])]
            break
    return _invalid_at(text, opened[0][0], _OPENED[opened[0][1]]) if opened else None


# TOML has a type for days; months, unknown years and other EDTF dates must be strings.
_BARE_DATE = re.compile(
    rf"=[ \t]*({POINT}|[0-9]{{2}}[0-9X]{{2}}[-0-9X/.~?%]+|"
    r"[0-9]{1,2}[/.][0-9]{1,2}[/.][0-9]{2,4})(?=[\sT,}\]]|$)"
)
_BARE_TIME = re.compile(r"=[ \t]*(?:[0-9-]{10}[T ])?([0-9]{2}:[0-9]{2}:[0-9]{2})")
_SWITCH = re.compile(
    r"\b(private|contact|background)\s*=\s*(yes|no|true|false)[ \t]*(?:[#,}]|$)", re.I | re.M
)
_OPENED = {
    '"""': 'missing closing """',
    "'''": "missing closing '''",
    '"': 'missing closing "; for text of several lines, use """ at both ends',
    "'": "missing closing '",
    "[": 'missing comma or closing ] in a list; write ["one", "two"]',
    "{": "missing comma or closing } in a table; write { one = 1, two = 2 }",
}


def _plain(message: str, source: str) -> str:
    if re.match(r"(<{7,}|={7,}|>{7,}|\|{7,})(\s|$)", source):
        return "this line is left from a merge conflict; delete it"
    if remedy := _about_date(source):
        return remedy
    if message == "Invalid value" and re.search(r"=\s*(#.*)?$", source):
        return 'missing value after "="'
    if message == "Invalid value" and (switch := _SWITCH.search(source)):
        return f'"{switch[1]}" must be true or false, not {switch[2]}'
    if message.startswith("Expected ']") and "]" in (header := source.split("#")[0].strip()):
        name = re.sub(r"[^A-Za-z0-9_.-]+", "-", header.strip("[] \t"))
        pairs = 2 if header.startswith("[[") else 1
        closed = header.count("]") >= pairs
        wrong = "this header is not valid TOML" if closed else "missing closing ]"
        return f"{wrong}; write {'[' * pairs}{name}{']' * pairs}"
    sentences = (sentence for start, sentence in _SENTENCES if message.startswith(start))
    return next(sentences, f"this line is not valid TOML: {message[:1].lower()}{message[1:]}")


def _about_date(source: str) -> str | None:
    if (time := _BARE_TIME.search(source)) and not re.fullmatch(TIME, f"T{time[1]}"):
        return f"the time {time[1]} does not exist"
    bare = _BARE_DATE.search(source)
    if bare is None or re.fullmatch(r"[0-9]+(\.[0-9]+)?", bare[1]):
        return None
    try:
        is_day = When.parse(bare[1]).precision == "day" and len(bare[1]) == 10
    except DateError as error:
        return str(error)
    return None if is_day else f'a date that is not a full day needs quotes; write "{bare[1]}"'


_SENTENCES = (
    ("Expected '=' after a key", 'missing "="; write KEY = VALUE'),
    ("Invalid value", 'this value is not valid TOML; write text in "quotes"'),
    ("Unterminated string", _OPENED['"""']),
    ("Illegal character '\\n'", _OPENED['"']),
    ('Expected "\'"', _OPENED["'"]),
    ("Unclosed array", _OPENED["["]),
    ("Unclosed inline table", _OPENED["{"]),
    ("Cannot overwrite a value", "this key is in the entry twice; remove one"),
    ("Duplicate inline table key", "this key is in the entry twice; remove one"),
    ("Cannot declare", "this header is in the file twice; remove one, or change its id"),
    (
        "Unescaped '\\'",
        r'a backslash in "quotes" begins an escape; '
        r"write it as \\, or put the text in 'single quotes'",
    ),
    (
        "Expected newline or end of document",
        "unexpected text after the value; start a new line, or a comment with #",
    ),
    ("Invalid statement", "this line is not valid TOML; write KEY = VALUE, [TABLE] or # COMMENT"),
    ("Expected ']", "missing closing bracket; write [[events]] or [actors.ID]"),
    (
        "Invalid hex value",
        r"this escape is not valid; write \u with four hexadecimal digits, as in \u4e60, or \U "
        "with eight",
    ),
    ("Illegal character", "the text contains a control character; remove it"),
    ("Found invalid character", "the text contains a control character; remove it"),
)
