"""The help of a command, as data for manuals and as text for --help."""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

ARGUMENTS, OWN, COMMANDS = "Arguments", "Options", "Commands"
"""The titles of a command's own arguments, options and subcommands."""


class Page(NamedTuple):
    """The help of one command.

    `sections`: title -> (argument, option or subcommand -> its description); `examples`: (shell
    line, explanation) for each.
    """

    name: str
    usage: str
    help: str
    sections: Mapping[str, Mapping[str, str]]
    examples: Sequence[tuple[str, str]]


def page(command: Any, context: Any) -> Page:
    """The help of a typer command; `context` is typer's context of the command."""
    sections: dict[str, dict[str, str]] = {ARGUMENTS: {}, OWN: {}}
    for parameter in command.get_params(context):
        if parameter.param_type_name == "argument":
            # The parameter has no help in some releases of typer; its annotation has it.
            (option,) = command.annotations[parameter.name].__metadata__
            sections[ARGUMENTS][parameter.metavar] = option.help
        elif record := parameter.get_help_record(context):  # None for hidden options
            name = "help" if "--help" in parameter.opts else parameter.name
            sections.setdefault(command.titles.get(name, OWN), {}).update([record])
    names = command.subcommands.names if command.subcommands else ()
    sections[COMMANDS] = {name: command.get_command(context, name).help for name in names}
    more = ["[COMMAND …]"] if names else sections[ARGUMENTS]
    return Page(
        context.command_path,
        " ".join(["[OPTIONS]", *more]),
        command.help,
        {title: entries for title, entries in sections.items() if entries},
        command.examples,
    )


def paragraphs(help: str) -> list[str]:
    """The paragraphs of a help text, each as one line without line breaks."""
    return [" ".join(paragraph.split()) for paragraph in help.split("\n\n")]


def width() -> int:
    """The width of help [columns]: the terminal's width, from 30 to 100."""
    return max(30, min(shutil.get_terminal_size().columns, 100))


def text(page: Page, width: int) -> str:
    """The text of a page in lines of no more than `width` columns, unless a word is longer."""
    lines = _wrapped(page.usage, width, f"Usage: {page.name} ", " " * 10)
    for paragraph in paragraphs(page.help):
        lines += ["", *_wrapped(paragraph, width, "  ", "  ")]
    lengths = [len(term) for entries in page.sections.values() for term in entries]
    fitting = [length for length in lengths if length <= width * 3 // 8 - 4]
    # On a narrow terminal, the description of an option goes below the option, not beside it.
    column = max(fitting, default=0) + 4 if width >= 60 else None
    for title, entries in page.sections.items():
        lines += ["", f"{title}:"]
        for term, about in entries.items():
            lines += _entry(term, about, width, column)
    if page.examples:
        lines += ["", "Examples:"]
        for shell, meaning in page.examples:
            lines += example(shell, meaning, width)
    return "\n".join(lines) + "\n"


def _wrapped(text: str, width: int, first: str, then: str) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _entry(term: str, about: str, width: int, column: int | None) -> list[str]:
    """The lines of `term` and `about`, which begins at `column`, or below if there is no room."""
    indent = " " * (column or 6)
    lines = _wrapped(about, width, indent, indent)
    if column is None or len(term) + 4 > column or not lines:
        return [f"  {term}", *lines]
    return [f"  {term:{column - 2}}{lines[0].strip()}", *lines[1:]]


_WORD = re.compile(r"""(?:-[\w-]+ (?=[^-|>]))?(?:"[^"]*"|'[^']*'|\S)+""")
"""A word of a shell line, or an option with its value."""


def example(line: str, meaning: str, width: int) -> Iterator[str]:
    """The lines of an example: the shell line, split if it exceeds `width`, and its `meaning`."""
    current = " "
    for word in _WORD.findall(line):
        if len(current) + len(word) + 3 > width and current.strip():
            yield f"{current} \\"
            current = "   "
        current += f" {word}"
    yield current
    yield from _wrapped(meaning, width, "      ", "      ")
