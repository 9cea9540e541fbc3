"""Generate the command reference from the help of the commands, as Markdown and as a man page.

Options that several commands share are described once. This module has the texts on the
environment, the exit statuses and the files.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import chrono
from chrono.cli.command import SHARED
from chrono.cli.help import ARGUMENTS, OWN, Page, example, page, paragraphs
from chrono.cli.main import CHRONO

PERIODS = {
    "2025": "A year. Likewise 2025-Q4 (a quarter), 2025-10 (a month) and 2025-10-30 (a day).",
    "2025-06..2025-08": "A range, both ends included.",
    "2025-06.., ..2025-08": "A range that is open at one end.",
    "today, this month, last year, last 90 days, 10 months ago": (
        "Words relative to today, alone or as one end of a range: 2025..yesterday."
    ),
    "October 2025, Q4, spring 2024, since June 2025, June to August 2025": (
        "Plain English; a month or quarter without a year is in this year."
    ),
}
ENVIRONMENT = {
    "CHRONO_LEDGER": "The ledger to use without -f.",
    "CHRONO_CONFIG": "Your settings file, instead of chrono/config.toml.",
    "CHRONO_TODAY": "The date to use as today, such as 2025-12-31.",
    "VISUAL, EDITOR": "The editor for chrono edit; VISUAL comes first.",
    "CHRONO_PAGER, PAGER": (
        "The pager for long output. CHRONO_PAGER comes first, then pager in config.toml, then "
        "PAGER."
    ),
    "NO_COLOR": (
        "If not empty, do not use colour. Files of --svg and --html keep their colours unless you "
        "add --color never."
    ),
    "FORCE_COLOR": "If not empty, use colour in pipes and files too.",
    "CI": "If not empty, show no progress bar.",
    "TERM, COLORTERM": "The colours that the terminal supports; none if TERM is dumb.",
    "COLUMNS": "The width of the output, instead of the terminal's.",
    "XDG_DATA_HOME": "The folder that contains chrono/events.toml.",
    "XDG_CONFIG_HOME": "The folder that contains chrono/config.toml.",
    "XDG_STATE_HOME": (
        "The state folder, with the text that each ledger had before chrono last changed it, for "
        "chrono undo."
    ),
    "XDG_CACHE_HOME": "The cache folder for large ledgers; the cache contains no ledger data.",
}
STATUS = {
    "0": "Success, even if nothing was found.",
    "1": (
        "A negative result, such as an error in the ledger (check), a wrong statement (proof) or a "
        "claim that differs and is not marked as disputed (claims)."
    ),
    "2": "A usage error, such as an unknown option, actor, type, id or period.",
    "3": "The ledger, or the file to import, cannot be read or has errors.",
    "4": "A file could not be written; it is unchanged.",
}
FILES = {
    "events.toml, data/events.toml": "The ledger, in this folder or the closest folder above it.",
    "chrono/events.toml": "The ledger in your data folder, used if chrono finds no other.",
    "chrono/config.toml": (
        "Your settings, in your configuration folder: ledger, format, theme, colors and pager. "
        "The theme dark also applies to --svg and --html."
    ),
}


class Lines(NamedTuple):
    """Examples.

    `examples`: (shell line, explanation) for each example.
    """

    examples: Sequence[tuple[str, str]]


class Terms(NamedTuple):
    """A list of terms with explanations. `entries`: maps a term to its explanation."""

    entries: Mapping[str, str]


class Usage(NamedTuple):
    """The syntax of a command. `line`: such as `chrono list [OPTIONS] [PERIOD]`."""

    line: str


class Common(NamedTuple):
    """Links to the sections of shared options that apply to a command."""

    titles: Sequence[str]


Block = str | Lines | Terms | Usage | Common


class Part(NamedTuple):
    """A section of the reference. `depth`: the level of the heading, from 1."""

    depth: int
    title: str
    blocks: Sequence[Block]


_PERIODS = ("A [PERIOD] is one of these:", Terms(PERIODS))

# -- the document -------------------------------------------------------------------------------


def pages() -> list[Page]:
    """Return the help of chrono, of each command and of each subcommand."""
    return [*_pages(CHRONO, None, "chrono")]


def _pages(command: object, parent: object, name: str) -> Iterator[Page]:
    context = command.make_context(name, [], parent=parent, resilient_parsing=True)  # type: ignore[attr-defined]
    found = page(command, context)
    yield found
    for group in found.groups.values():
        for name in group:
            yield from _pages(command.get_command(context, name), context, name)  # type: ignore[attr-defined]


def document() -> list[Part]:
    """Return all sections of the reference."""
    root, *commands = pages()
    shared = _shared(commands)
    first, *more = paragraphs(root.help)
    return [
        Part(1, "chrono", [first, Usage(f"chrono {root.usage}"), *more]),
        *(Part(2, title, [Terms(entries)]) for title, entries in root.sections.items()),
        Part(2, "Examples", [Lines(root.examples)]),
        Part(2, "Commands", []),
        *(_command(one, shared) for one in commands),
        Part(2, "Shared options", ["These options mean the same in every command that has them."]),
        *(
            Part(3, title, [Terms(entries), *(_PERIODS if title == "Period" else ())])
            for title, entries in shared.items()
        ),
        Part(2, "Exit status", [Terms(STATUS)]),
        Part(2, "Environment", [Terms(ENVIRONMENT)]),
        Part(2, "Files", [Terms(FILES)]),
    ]


def _shared(commands: Sequence[Page]) -> dict[str, Mapping[str, str]]:
    """Return the sections of options that several commands share: title -> {option: explanation}.

    If a section differs between commands, the most frequent version is used. The section of options
    that all commands share is last.
    """
    sections = [section for one in commands for section in one.sections.items()]
    found = [section for section in sections if section[0] not in (ARGUMENTS, OWN)]
    several = [section for section in found if found.count(section) > 1]
    shared = dict(sorted(several, key=found.count))  # a later section replaces a rarer one
    order = [title for title, _ in several if title != SHARED]
    return {title: shared[title] for title in dict.fromkeys([*order, SHARED])}


def _command(page: Page, shared: Mapping[str, Mapping[str, str]]) -> Part:
    own: dict[str, str] = {}
    alike = []
    for title, entries in page.sections.items():
        common = shared.get(title, {})
        if common.keys() == entries.keys():
            alike.append(title)
            own |= {term: text for term, text in entries.items() if common[term] != text}
        else:
            own |= entries
    return Part(
        3,
        page.name,
        [
            *paragraphs(page.help),
            Usage(f"{page.name} {page.usage}"),
            *([Terms(own)] if own else []),
            Common(alike),
            Lines(page.examples),
        ],
    )


# -- as Markdown --------------------------------------------------------------------------------


def markdown() -> str:
    """Return the reference as Markdown."""
    found = ["<!-- Made by tools/manual from the help of the commands; change it there. -->"]
    for part in document():
        found.append(f"{'#' * part.depth} {part.title}")
        for block in part.blocks:
            found.append(_markdown(block))
    return "\n\n".join(found) + "\n"


def _markdown(block: Block) -> str:
    match block:
        case Terms(entries):
            return "\n".join(_filled(f"- `{term}`: {text}", "  ") for term, text in entries.items())
        case Lines(examples):
            return "```sh\n" + "".join(f"# {what}\n{line}\n" for line, what in examples) + "```"
        case Usage(line):
            return f"    {line}"
        case Common(titles):
            links = [f"[{title}](#{title.lower().replace(' ', '-')})" for title in titles]
            return _filled(f"Shared options: {', '.join(links)}.")
        case _:
            return _filled(block)


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(text, 112, subsequent_indent=indent, break_on_hyphens=False)


# -- as a man page ------------------------------------------------------------------------------


def man() -> str:
    """Return the reference as a man page."""
    name, *parts = document()
    sentence, usage, *more = name.blocks
    called = str(sentence)[0].lower() + str(sentence)[1:].rstrip(".")
    found = [
        '.\\" Made by tools/manual from the help of the commands; change it there.',
        f'.TH CHRONO 1 "" "chrono {chrono.__version__}"',
        f".SH NAME\nchrono \\-\n{_lines(called)}",
        ".SH SYNOPSIS\n" + _man(usage).removeprefix(".PP\n"),
        ".SH DESCRIPTION",
        "\n.PP\n".join(map(_man, more)),
    ]
    for part in parts:
        found.append(f".SH {part.title.upper()}" if part.depth == 2 else f".SS {part.title}")
        for number, block in enumerate(part.blocks):
            text = _man(block)
            if number and not text.startswith("."):
                found.append(".PP")
            found.append(text if number else text.removeprefix(".PP\n"))
    return "\n".join(found) + "\n"


def _man(block: Block) -> str:
    match block:
        case Terms(entries):
            return "\n".join(
                f".TP\n.B {_roff(term)}\n{_lines(text)}" for term, text in entries.items()
            )
        case Lines(examples):
            shown = ".PP\n{}\n.PP\n.RS 4\n.nf\n{}\n.fi\n.RE"
            return "\n".join(
                shown.format(_lines(what), _roff(_parted(line))) for line, what in examples
            )
        case Usage(line):
            return f".PP\n.B {_roff(line)}"
        case Common(titles):
            return _lines(f"Shared options: {', '.join(titles)}.")
        case _:
            return _lines(block)


def _parted(line: str) -> str:
    """Return a shell line, split into several lines if the line is too long for the page."""
    first, *more = example(line, "", 74)
    return "\n".join([first.strip(), *more])


def _lines(text: str) -> str:
    """Return a paragraph for roff, wrapped so that no line is longer than 80 characters."""
    for width in range(70, 40, -1):
        filled = textwrap.wrap(text, width, break_on_hyphens=False, break_long_words=False)
        paragraph = _roff("\n".join(filled))
        if all(len(line) <= 80 for line in paragraph.split("\n")):
            break
    return paragraph


_SIGNS = {"\\": "\\e", "-": "\\-", "'": "\\(aq", '"': "\\(dq", "`": "\\(ga", "^": "\\(ha"}
_SIGNS |= {"~": "\\(ti", "…": "...", "–": "\\(en", "—": "\\(em", "“": "\\(lq", "”": "\\(rq"}


def _roff(text: str) -> str:
    """Return a text with escapes for roff. Code in backticks becomes bold."""
    parts = re.split(r"`([^`]+)`", text)
    for number, part in enumerate(parts):
        plain = "".join(_SIGNS.get(sign, sign) for sign in part)
        parts[number] = f"\\fB{plain}\\fR" if number % 2 else plain
    return re.sub(r"^(?=[.])", r"\\&", "".join(parts), flags=re.M)
