"""Make the help of a command, for the manual and for --help."""

from __future__ import annotations

import re
import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from chrono.cli.session import is_colored
from chrono.core.names import choose
from chrono.errors import UsageError

ARGUMENTS, OWN = "Arguments", "Options"
"""The titles in --help of arguments, and of options without a title of their own."""

MORE = "More"  # the title of the commands that the overview lists by name only


class Page(NamedTuple):
    """The help of one command.

    - `name`: the command line up to the name, such as `chrono add claim`
    - `usage`: the text after `name` in the usage line
    - `sections`: for each title, the descriptions of options or arguments by name
    - `groups`: for each title, the descriptions of subcommands by name
    - `examples`: (shell line, explanation) for each example
    """

    name: str
    usage: str
    help: str
    sections: Mapping[str, Mapping[str, str]]
    groups: Mapping[str, Mapping[str, str]]
    examples: Sequence[tuple[str, str]]


def page(command: Any, context: Any) -> Page:
    """Return the help of a typer command."""
    sections: dict[str, dict[str, str]] = {ARGUMENTS: {}, OWN: {}}
    arguments = []
    for parameter in command.get_params(context):
        if parameter.param_type_name == "argument":
            # The parameter has no help in some releases of typer; its annotation has it.
            (option,) = command.annotations[parameter.name].__metadata__
            title = command.titles.get(parameter.name, ARGUMENTS)
            sections.setdefault(title, {})[parameter.metavar] = option.help
            arguments.append(parameter.metavar)
        elif record := parameter.get_help_record(context):  # None for hidden options
            is_help = "--help" in parameter.opts
            title = command.titles.get("help" if is_help else parameter.name, OWN)
            sections.setdefault(title, {})[record[0]] = "Show this help." if is_help else record[1]
    groups, usage = {}, " ".join([*arguments, "[OPTIONS]"])
    if command.subcommands:
        usage = command.subcommands.usage
        for title, names in command.subcommands.groups.items():
            helps = ((name, command.get_command(context, name).help) for name in names)
            groups[title] = {name: paragraphs(help)[0] for name, help in helps}
    sections = {title: entries for title, entries in sections.items() if entries}
    return Page(context.command_path, usage, command.help, sections, groups, command.examples)


def find(root: Any, names: Sequence[str]) -> Page:
    """Return the help of a command or subcommand.

    - `root`: typer's context of the command `chrono`
    - `names`: the name of the command, such as `["add", "claim"]` for a subcommand

    Raises UsageError for an unknown name.
    """
    context = root
    for name in names:
        command, path = context.command, context.command_path
        if not command.subcommands:
            raise UsageError(f'unknown command "{path} {name}"; run `chrono help {command.name}`')
        choose(name, command.subcommands.names, "command" if context is root else "subcommand")
        command = command.get_command(context, name)
        context = command.make_context(name, [], parent=context, resilient_parsing=True)
    return page(context.command, context)


def paragraphs(help: str) -> list[str]:
    """Return the paragraphs of a help text, each as one line."""
    return [" ".join(paragraph.split()) for paragraph in help.split("\n\n")]


def width() -> int:
    """Return the width of the help [columns]: the width of the terminal, but from 30 to 100."""
    return max(30, min(shutil.get_terminal_size().columns, 100))


def text(page: Page, width: int) -> str:
    """Return the help as text, wrapped at spaces to `width` [columns]."""
    if len(page.groups) > 1:
        return _overview(page, width)
    lines = _wrapped(page.usage, width, f"Usage: {page.name} ", " " * 10)
    for paragraph in paragraphs(page.help):
        lines += ["", *_wrapped(paragraph, width, "  ", "  ")]
    sections = {**page.sections, **page.groups}
    lengths = [len(term) for entries in sections.values() for term in entries]
    fitting = [length for length in lengths if length <= width * 3 // 8 - 4]
    for title, entries in sections.items():
        lines += ["", f"{title}:", *_entries(entries, width, max(fitting, default=0))]
    lines += ["", "Examples:"] if page.examples else []
    for shell, meaning in page.examples:
        lines += example(shell, meaning, width)
    return "\n".join(lines) + "\n"


def _overview(page: Page, width: int) -> str:
    summary, *more = paragraphs(page.help)
    lines = _wrapped(page.usage, width, f"Usage: {page.name} ", " " * 10)
    lines += ["", *_wrapped(summary, width), ""]
    length = max(len(name) for entries in page.groups.values() for name in entries)
    for title, entries in page.groups.items():
        names = _wrapped(", ".join(entries), width, "  ", "  ")
        lines += [f"{title}:", *(names if title == MORE else _entries(entries, width, length))]
    if page.examples:
        length = max(len(line) for line, _ in page.examples)
        lines += ["Examples:", *_entries(dict(page.examples), width, length)]
    lines += ["", *_wrapped(" ".join(more), width)]
    return "\n".join(lines) + "\n"


_HEADING = re.compile(r"^Usage:|^[A-Z][A-Za-z ]*:$", re.M)


def headed(text: str, color: str | None = None) -> str:
    """Return a help text, with bold headings if standard output shows colour."""
    bold = is_colored(color, sys.stdout.isatty())
    return _HEADING.sub(r"\033[1m\g<0>\033[0m", text) if bold else text


def _wrapped(text: str, width: int, first: str = "", then: str = "") -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=then, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _entries(entries: Mapping[str, str], width: int, length: int) -> Iterator[str]:
    column = length + 4 if width >= 60 else 6
    for term, about in entries.items():
        first, *more = _wrapped(about, width, " " * column, " " * column)
        beside = width >= 60 and len(term) <= length
        yield from [f"  {term:{column - 2}}{first.strip()}"] if beside else [f"  {term}", first]
        yield from more


_WORD = re.compile(r"""(?:-[\w-]+ (?=[^-|>]))?(?:"[^"]*"|'[^']*'|\S)+""")
"""Matches a word of a shell line, or an option with its value."""


def example(line: str, meaning: str, width: int) -> Iterator[str]:
    """Yield the lines of an example: the shell line, then the explanation `meaning`.

    `width`: the maximum width of a line [columns].
    """
    current = " "
    for word in _WORD.findall(line):
        if len(current) + len(word) + 3 > width and current.strip():
            yield f"{current} \\"
            current = "   "
        current += f" {word}"
    yield current
    yield from _wrapped(meaning, width, " " * 6, " " * 6)
