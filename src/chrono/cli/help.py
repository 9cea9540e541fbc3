"""What there is to say of a command, as data; and as the text of `--help`."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

ARGUMENTS, OWN, COMMANDS = "Arguments", "Options", "Commands"
"""The titles of what is a command's own."""


class Entry(NamedTuple):
    """An argument, an option or a command, and what it means."""

    term: str
    text: str


class Section(NamedTuple):
    """Entries under a title."""

    title: str
    entries: Sequence[Entry]


class Page(NamedTuple):
    """All there is to say of one command."""

    name: str
    usage: str
    help: str
    sections: Sequence[Section]
    examples: Sequence[tuple[str, str]]
    commands: Sequence[str]
    """The names of the commands that it has in turn."""


def page(command: Any, context: Any) -> Page:
    """Of a command as the parser has it."""
    arguments: list[Entry] = []
    titled: dict[str, list[Entry]] = {OWN: []}
    for parameter in command.get_params(context):
        if parameter.param_type_name == "argument":
            arguments.append(Entry(parameter.metavar, command.meanings.get(parameter.name, "")))
        elif record := parameter.get_help_record(context):  # hidden ones have none
            name = "help" if "--help" in parameter.opts else parameter.name
            title = command.titles.get(name, OWN)
            titled.setdefault(title, []).append(Entry(*record))
    names = command.list_commands(context) if hasattr(command, "list_commands") else []
    commands = [Entry(name, command.get_command(context, name).help) for name in names]
    sections = {ARGUMENTS: arguments, **titled, COMMANDS: commands}
    more = ["[COMMAND …]"] if names else [entry.term for entry in arguments]
    return Page(
        context.command_path,
        " ".join(["[OPTIONS]", *more]),
        command.help,
        [Section(title, entries) for title, entries in sections.items() if entries],
        command.examples,
        names,
    )


def paragraphs(help: str) -> list[str]:
    """The paragraphs of a command's help, each in one line."""
    return [" ".join(one.split()) for one in help.split("\n\n")]


# -- as text ------------------------------------------------------------------------------------

_NARROW = 60
"""Where there are fewer columns, what an option means stands below it and not beside it."""


def width() -> int:
    """The columns that help is written in: those of the terminal, as far as it reads well."""
    return max(30, min(shutil.get_terminal_size().columns, 100))


def text(page: Page, width: int) -> str:
    """The page in lines of no more than so many columns, where words allow it."""
    usage = f"Usage: {page.name} "
    parts: list[Iterable[str]] = [_wrapped(page.usage, width, usage, " " * 10)]
    for paragraph in paragraphs(page.help):
        parts += [[""], _wrapped(paragraph, width, "  ", "  ")]
    fitting = [
        len(entry.term)
        for section in page.sections
        for entry in section.entries
        if len(entry.term) <= width * 3 // 8 - 4
    ]
    column = max(fitting, default=0) + 4 if width >= _NARROW else None
    for section in page.sections:
        lines = chain.from_iterable(_entry(one, width, column) for one in section.entries)
        parts += [["", f"{section.title}:"], lines]
    if page.examples:
        lines = chain.from_iterable(example(*one, width) for one in page.examples)
        parts += [["", "Examples:"], lines]
    return "\n".join(chain.from_iterable(parts)) + "\n"


def _wrapped(text: str, width: int, first: str, then: str) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _entry(entry: Entry, width: int, column: int | None) -> Iterator[str]:
    """A term and its text beside it; below it where it is long, or there is no column."""
    term = f"  {entry.term}"
    indent = " " * (column or 6)
    lines = _wrapped(entry.text, width, indent, indent)
    if column is None or len(term) + 2 > column or not lines:
        yield from [term, *lines]
    else:
        yield from [f"{term:{column}}{lines[0].strip()}", *lines[1:]]


_WORD = re.compile(r"""(?:-[\w-]+ (?=[^-|>]))?(?:"[^"]*"|'[^']*'|\S)+""")
"""A word of a line of shell; an option together with its value."""


def example(line: str, meaning: str, width: int) -> Iterator[str]:
    """A line of shell, in several where it is long, and what it shows."""
    current = " "
    for word in _WORD.findall(line):
        if len(current) + len(word) + 3 > width and current.strip():
            yield f"{current} \\"
            current = "   "
        current += f" {word}"
    yield current
    yield from _wrapped(meaning, width, "      ", "      ")
