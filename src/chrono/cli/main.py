"""Run a command, print errors, and return the exit status:

- 0: success
- 1: a negative result
- 2: a usage error
- 3: an error in a ledger or in imported rows
- 4: a file could not be written
- 130: the user pressed Ctrl-C
"""

from __future__ import annotations

import codecs
import os
import re
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import takewhile
from pathlib import Path
from typing import Annotated, Any

import typer

from chrono.cli import progress
from chrono.cli.command import BUNDLES, OptionBundle, Subcommands, load_command, make_command
from chrono.cli.options import SESSION, make_session, merge_session_options, session_in
from chrono.cli.output import Output, OutputOptions, discard_stdout
from chrono.cli.parser_errors import ParserError, parser_message
from chrono.cli.report import print_lines
from chrono.cli.session import Session
from chrono.core.names import nearest
from chrono.core.query import Question
from chrono.core.sentences import cannot_write, shell_word, suggestion
from chrono.errors import ChronoError, UsageError, WriteError, reason
from chrono.files.disk.journal import InterruptedChange

GROUPS = {
    "Read": ("list", "search", "show", "count", "compare", "summary", "timeline", "gaps", "last",
             "claims", "actors"),
    "Write": ("init", "add", "edit", "remove", "undo"),
    "Exchange": ("import", "export"),
    "Check": ("check", "proof", "diff"),
    "More": ("agenda", "types", "sources", "rename", "join", "merge", "serve", "lsp", "completion",
             "schema", "path", "help"),
}  # fmt: skip
"""For each title in --help, its commands. Each command is a module in `chrono.cli.commands`.

The output of `chrono --help` must fit in 40 lines of 80 columns.
"""

COMMANDS = tuple(name for names in GROUPS.values() for name in names)
"""All commands, in the order of --help."""


def _version(wanted: bool) -> None:
    if wanted:
        from chrono.version import __version__

        typer.echo(f"chrono {__version__}")
        raise typer.Exit


class _Options(dict[str, Any]):
    """The values, by name, of options typed before a command, as in `chrono -q list`."""


_VERSION = typer.Option(
    "--version", "-V", callback=_version, is_eager=True, help="Show the version."
)
BUNDLES[_Options] = OptionBundle(
    {**SESSION, "version": Annotated[bool, _VERSION]},
    build=lambda context, version, **values: _Options(merge_session_options(context, values)),
)


def chrono(context: typer.Context, options: _Options) -> None:
    """Record and query diplomatic contacts: who met whom, when, and who reported it.

    A ledger is a file of events. By default, chrono uses events.toml in the current folder or in a
    folder above, or the bundled ledger.

    Run `chrono help COMMAND` for options and examples. Commands take -f/--ledger PATH,
    --today DATE, --color WHEN, --no-pager, -q/--quiet, -v/--verbose and -h/--help. Most also take
    --at.

    chrono summary 2025
        Summarise a year.
    chrono list --actor Xi --contacts
        List one person's contacts.
    """
    if context.invoked_subcommand is None:
        _greet(context, make_session(context, options))


def _greet(context: typer.Context, session: Session) -> None:
    from chrono.cli import help, views
    from chrono.core.overview import overview

    page = help.page(context.command, context)
    first, _, _ = page.help.partition("\n\n")
    last = "Run `chrono help COMMAND` for options and examples."
    brief = page._replace(help=f"{first}\n\n{last}", examples=())
    sys.stdout.write(help.headed(help.text(brief, help.width()), session.color) + "\n")
    sys.stdout.flush()
    figures = overview(session.select(Question(), contacts_note=True), today=session.today)
    Output(session, OutputOptions()).render(lambda _: [views.summary.Summary(figures, whole=False)])


_INSTEAD = {
    **dict.fromkeys(("duplicates", "duplicate", "dedupe"), ("chrono check --rule duplicate",)),
    "add-claim": ("chrono add claim",),
    "version": ("chrono --version",),
    "man": ("chrono help COMMAND",),
    "update": ("chrono edit ID", "chrono import FILE --on-duplicate update"),
    **dict.fromkeys(("upcoming", "planned", "next", "calendar"), ("chrono agenda",)),
    **dict.fromkeys(("onthisday", "on-this-day"), ("chrono agenda today --section earlier",)),
    **dict.fromkeys(("history", "anniversaries"), ("chrono agenda --section earlier",)),
    **{name: (f"chrono agenda --section {name}",) for name in ("earlier", "ongoing", "overdue")},
    **dict.fromkeys(("ics", "ical"), ("chrono export ics --output FILE",)),
    **dict.fromkeys(("brief", "report", "digest"), ("chrono export markdown PERIOD…",)),
    **dict.fromkeys(("html", "web", "page", "publish"), ("chrono export html --output FILE",)),
    **dict.fromkeys(("since", "days", "days-since"), ("chrono last NAME…",)),
    **dict.fromkeys(("find", "grep", "query"), ("chrono search WORD…",)),
    **dict.fromkeys(("stats", "statistics", "overview"), ("chrono summary", "chrono count")),
    **dict.fromkeys(("delete", "rm", "del"), ("chrono remove ID",)),
    **dict.fromkeys(("new", "create"), ("chrono init", "chrono add")),
    **dict.fromkeys(("view", "open", "get", "cat"), ("chrono show ID…",)),
    **dict.fromkeys(("mv", "move"), ("chrono rename OLD NEW",)),
    **dict.fromkeys(("plot", "chart", "graph", "lanes"), ("chrono timeline --lanes",)),
    **dict.fromkeys(("validate", "lint"), ("chrono check",)),
    **dict.fromkeys(("verify", "factcheck", "fact-check"), ("chrono proof FILE",)),
    **dict.fromkeys(("ls", "events"), ("chrono list",)),
    **dict.fromkeys(("people", "person", "who", "actor"), ("chrono actors",)),
    **dict.fromkeys(("cite", "quote"), ("chrono count --cite", "chrono sources ID…")),
}  # fmt: skip
"""For each command of other programs, commands of chrono. `NAME…` stands for further words."""


def _search_hint(context: typer.Context, words: Sequence[str]) -> str:
    """Return the end of the error message for an unknown command, or "" if there is no suggestion.

    For `find tiktok`, the result is "; did you mean `chrono search tiktok`?".
    """
    from chrono.cli.bare_words import last_command, period_commands, period_in_dates, search_for

    typed = [*takewhile(lambda word: not word.startswith("-"), words)]
    values = {name: context.params.get(name) for name in SESSION}
    session = make_session(context, merge_session_options(context, values))
    if last := last_command(session, typed):
        return f"; for the last and the next contact, run `{last}`"
    if either := period_commands(session, typed):  # "March" is not a misspelt "search"
        context.fail(f'unknown command "{words[0]}"; run {either}')
    if instead := _INSTEAD.get(words[0]):
        rest = " ".join(map(shell_word, typed[1:]))
        if period_in_dates(session, typed[1:]):
            rest = shell_word(" ".join(typed[1:]))
            instead = tuple(each if "…" in each else f"{each} {rest}" for each in instead)
        commands = [re.sub("[A-Z]+…", lambda word: rest or word[0], each) for each in instead]
        advice = suggestion([f"`{command}`" for command in commands])
        context.fail(f'unknown command "{words[0]}"{advice}')  # "ls" is not a misspelt "lsp"
    hint = "" if nearest(words[0], COMMANDS) else search_for(session, typed)
    if not hint:
        session.notes.clear()  # the error does not depend on the ledger
    return f"; {hint}" if hint else ""


_SUBCOMMANDS = Subcommands(
    GROUPS, "COMMAND [ARGUMENTS] [OPTIONS]", load_command, otherwise=_search_hint
)
CHRONO = make_command(chrono, _SUBCOMMANDS)  # the root command, `chrono`


def main(argv: Sequence[str]) -> int:
    """Run chrono with the arguments `argv`, and return the exit status."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", InterruptedChange)
        warnings.showwarning = _warner(warnings.showwarning)
        return _main(argv)


def _warner(usual: Callable[..., None]) -> Callable[..., None]:
    """Return a function that prints a warning of chrono once, even with -q."""
    seen = set[str]()

    def show(message: Warning | str, category: type[Warning], *more: Any, **named: Any) -> None:
        if not issubclass(category, InterruptedChange):
            usual(message, category, *more, **named)
        elif str(message) not in seen:
            seen.add(str(message))
            print_lines([f"warning: {message}"])

    return show


def _main(argv: Sequence[str]) -> int:
    _prepare_streams()
    if shell := os.environ.get("_CHRONO_COMPLETE"):  # a shell asks for completions
        from chrono.cli.completion import answer

        with suppress(Exception):  # errors are not shown: the user is still typing
            sys.stdout.write(answer(CHRONO, shell, argv))
            sys.stdout.flush()
        return 0
    session: Session | None = None
    command, out_of_memory = None, False
    try:
        with CHRONO.make_context("chrono", list(argv)) as context:
            try:
                status = CHRONO.invoke(context)
            finally:
                progress.stop()
                command = context.invoked_subcommand
                if session := session_in(context.meta):
                    session.print_notes()
        sys.stdout.flush()
    except ChronoError as error:
        (session or _default_session(argv)).print_error(error)
        return error.status
    except ParserError as error:
        message, hint = _parser_lines(error, argv)
        _default_session(argv).print_error(UsageError(message))
        print_lines([hint])
        return 2
    except typer.Exit as done:
        return done.exit_code
    except (KeyboardInterrupt, typer.Abort):
        if sys.stderr.isatty():
            print(file=sys.stderr)  # so that the shell's prompt starts on a new line
        return 130
    except BrokenPipeError:  # as with `| head -1`
        discard_stdout()
        return 0
    except MemoryError:
        out_of_memory = True  # the command's memory is free again only after this block
    except OSError as error:
        discard_stdout()
        subject = error.filename and f"{error.filename}: {reason(error)}"
        message = subject or cannot_write("the output", error)
        (session or _default_session(argv)).print_error(WriteError(message))
        return 4
    if out_of_memory:
        print_lines(["error: not enough memory"])
        return 4 if command in (*GROUPS["Write"], "import") else 3
    return status if isinstance(status, int) else 0


def _prepare_streams() -> None:
    # Make standard output and standard error accept any text, even if closed at the start.
    # Characters that a terminal lacks are replaced. A file or a pipe gets UTF-8 in any locale, as
    # with --output, since input for programs must not depend on the user's shell.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            errors = "backslashreplace"  # for surrogates, which UTF-8 cannot encode
            if codecs.lookup(encoding).name != "utf-8":
                from chrono.view import ascii_fallback

                errors = "chrono"  # for characters that the encoding lacks
                codecs.register_error(errors, ascii_fallback.replacement)
            stream.reconfigure(encoding=encoding, errors=errors, newline="\n")


def _default_session(argv: Sequence[str]) -> Session:
    colors = re.findall(r"(?:^|\0)--color[=\0](auto|always|never)(?=\0|$)", "\0".join(argv))
    return Session(color=colors[-1] if colors else None)


def _parser_lines(error: Any, argv: Sequence[str]) -> tuple[str, str]:
    first = next((word for word in argv if not word.startswith("-")), "")
    command = f"chrono {first}" if first in COMMANDS else "chrono"
    if error.ctx is not None:
        command = error.ctx.command_path
    return parser_message(error, argv), f"Run `{command} --help` for help"
