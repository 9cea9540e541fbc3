"""The command reference, from the commands themselves: one document, as Markdown and as a man page.

What several commands have in common is told once. The words are those of `--help`; what is not a
command's, the environment, the statuses, stands below.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import chrono
from chrono.cli.command import SHARED
from chrono.cli.help import ARGUMENTS, COMMANDS, OWN, Page, example, page, paragraphs
from chrono.cli.main import CHRONO

PERIODS = {
    "2025": "A year; so are a quarter, 2025-Q4, a month, 2025-10, and a day, 2025-10-30.",
    "2025-06..2025-08": "From the first to the last, both ends included.",
    "2025-06.., ..2025-08": "Open at one end.",
    "today, this month, last year, last 90d, next week": (
        "In words, by the calendar of today, alone or as an end: 2025..yesterday."
    ),
}
ENVIRONMENT = {
    "CHRONO_LEDGER": "The ledger where no -f names one.",
    "CHRONO_CONFIG": "The file of your own defaults, instead of chrono/config.toml.",
    "CHRONO_TODAY": "The day to take for today, such as 2025-12-31.",
    "VISUAL, EDITOR": "The editor that chrono edit opens, the first of them that is set.",
    "CHRONO_PAGER, PAGER": (
        "What long answers on a terminal go through; pager in config.toml stands between the two."
    ),
    "NO_COLOR": (
        "No colour, where it is not empty; --svg and --html keep theirs, unless --color never."
    ),
    "FORCE_COLOR": "Colour in a pipe and in a file too, where it is not empty.",
    "TERM, COLORTERM": "What colours the terminal has; none where TERM is dumb.",
    "COLUMNS": "The width to write for, instead of the terminal's.",
    "XDG_DATA_HOME": "Where chrono/events.toml is looked for, before the one that ships.",
    "XDG_CONFIG_HOME": "Where chrono/config.toml is looked for.",
    "XDG_CACHE_HOME": "Where proofs of large ledgers are kept; they hold no data.",
}
STATUS = {
    "0": "It is done; that nothing was found is done, too.",
    "1": "The answer is no: check found an error, an undisputed claim differs.",
    "2": "It was asked wrongly: an option, an actor, a type, an id or a period is unknown.",
    "3": "The ledger, or the file to import, cannot be read or has errors.",
    "4": "A file could not be written, and is as it was.",
}
FILES = {
    "events.toml, data/events.toml": "The ledger, in this folder or the nearest above it.",
    "chrono/events.toml": "The ledger in your data folder, where there is none above.",
    "chrono/config.toml": (
        "In your config folder, your own ledger, format, theme, colors and pager; the theme dark "
        "makes pictures of --svg and --html dark, too."
    ),
}


class Lines(NamedTuple):
    """Lines of shell, each with what it shows."""

    examples: Sequence[tuple[str, str]]


class Terms(NamedTuple):
    """Words, each with what it means."""

    entries: Mapping[str, str]


class Usage(NamedTuple):
    """How a command is called."""

    line: str


class Common(NamedTuple):
    """The titles of what a command has as others have it."""

    titles: Sequence[str]


Block = str | Lines | Terms | Usage | Common


class Part(NamedTuple):
    """A title, how deep it stands, and what stands under it."""

    depth: int
    title: str
    blocks: Sequence[Block]


# -- the document -------------------------------------------------------------------------------


def pages() -> list[Page]:
    """Of chrono, of each of its commands, and of theirs."""
    return [*_pages(CHRONO, None, "chrono")]


def _pages(command: object, parent: object, name: str) -> Iterator[Page]:
    context = command.make_context(name, [], parent=parent, resilient_parsing=True)  # type: ignore[attr-defined]
    found = page(command, context)
    yield found
    for one in found.sections.get(COMMANDS, ()):
        yield from _pages(command.get_command(context, one), context, one)  # type: ignore[attr-defined]


def document() -> list[Part]:
    """The whole reference."""
    root, *commands = pages()
    shared = _shared(commands)
    first, *more = paragraphs(root.help)
    return [
        Part(1, "chrono", [first, Usage(f"chrono {root.usage}"), *more]),
        *(
            Part(2, title, [Terms(entries)])
            for title, entries in root.sections.items()
            if title != COMMANDS
        ),
        Part(2, "Examples", [Lines(root.examples)]),
        Part(2, "Commands", []),
        *(_command(one, shared) for one in commands),
        Part(2, "What commands share", ["It means the same in each command that names it above."]),
        Part(3, "Periods", ["What a [PERIOD] is:", Terms(PERIODS)]),
        *(Part(3, title, [Terms(entries)]) for title, entries in shared.items()),
        Part(2, "Exit status", [Terms(STATUS)]),
        Part(2, "Environment", [Terms(ENVIRONMENT)]),
        Part(2, "Files", [Terms(FILES)]),
    ]


def _shared(commands: Sequence[Page]) -> dict[str, Mapping[str, str]]:
    """The sections that several commands have alike; what all of them have comes last."""
    found = [section for one in commands for section in one.sections.items()]
    alike = {
        title: entries
        for title, entries in found
        if title not in (OWN, ARGUMENTS) and found.count((title, entries)) > 1
    }
    return dict(sorted(alike.items(), key=lambda section: section[0] == SHARED))


def _command(page: Page, shared: Mapping[str, Mapping[str, str]]) -> Part:
    alike = [title for title, entries in page.sections.items() if shared.get(title) == entries]
    own = {
        term: text
        for title, entries in page.sections.items()
        if title not in (*alike, COMMANDS)
        for term, text in entries.items()
    }
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
    """The reference as a page."""
    found = ["<!-- Made by tools/manual from the commands' own words: they are changed there. -->"]
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
            return f"As others have them: {', '.join(links)}."
        case _:
            return _filled(block)


def _filled(text: str, indent: str = "") -> str:
    return textwrap.fill(text, 112, subsequent_indent=indent, break_on_hyphens=False)


# -- as a man page ------------------------------------------------------------------------------


def man() -> str:
    """The reference for man(1)."""
    name, *parts = document()
    sentence, usage, *more = name.blocks
    called = str(sentence)[0].lower() + str(sentence)[1:].rstrip(".")
    found = [
        ".\\\" Made by tools/manual from the commands' own words: they are changed there.",
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
            return _lines(f"As others have them: {', '.join(titles)}.")
        case _:
            return _lines(block)


def _parted(line: str) -> str:
    """A line of shell in lines that a page has room for."""
    first, *more = example(line, "", 74)
    return "\n".join([first.strip(), *more])


def _lines(text: str) -> str:
    """Running text, in lines of the file that are not too long."""
    filled = textwrap.wrap(text, 70, break_on_hyphens=False, break_long_words=False)
    return _roff("\n".join(filled))


_SIGNS = {"\\": "\\e", "-": "\\-", "'": "\\(aq", '"': "\\(dq", "`": "\\(ga", "^": "\\(ha"}
_SIGNS |= {"~": "\\(ti", "…": "...", "–": "\\(en", "—": "\\(em", "“": "\\(lq", "”": "\\(rq"}


def _roff(text: str) -> str:
    """Text in which nothing steers the formatter; what stands in backticks is bold."""
    parts = re.split(r"`([^`]+)`", text)
    for number, part in enumerate(parts):
        plain = "".join(_SIGNS.get(sign, sign) for sign in part)
        parts[number] = f"\\fB{plain}\\fR" if number % 2 else plain
    return re.sub(r"^(?=[.])", r"\\&", "".join(parts), flags=re.M)
