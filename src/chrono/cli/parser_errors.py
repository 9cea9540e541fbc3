"""The errors of typer's parser of command lines, in chrono's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import typer

from chrono.core.names import nearest
from chrono.core.sentences import needs, suggestion
from chrono.files.exchange.registry import able_to

# The base class of the parser's errors, which typer exports only as a base of BadParameter.
ParserError: type[Exception] = typer.BadParameter.__mro__[2]

OTHER_NAMES = {
    **dict.fromkeys(("--from", "--after", "--begin", "--start"), "--since"),
    **dict.fromkeys(("--to", "--before", "--end"), "--until"),
    **dict.fromkeys(("--who", "--person", "--name", "--with"), "--actor"),
    **dict.fromkeys(("--search", "--query", "--grep", "--word", "--words"), "--mention"),
}
"""Option of other programs -> the option of chrono."""
_OTHER_COMMANDS = {
    "--speaker": ("--by",),
    "--by": ("--speaker", "--lanes"),
    **dict.fromkeys(("--group", "--group-by", "--groupby"), ("--by",)),
    **dict.fromkeys(("--reminder", "--remind", "--valarm"), ("--alarm",)),
    "-o": ("--output",),
}
"""Option of other commands or programs -> the options of commands with the same meaning."""
_GROUPINGS = ("--by", "--group", "--group-by", "--groupby")
"""Options for numbers by groups, which `list` does not have."""
_PERIODS = ("--on", "--in", "--date", "--day", "--month", "--year", "--period", "--between", "-p")
"""Options of other programs for a period, which in chrono is an argument."""


def _instead_of(option: str, context: Any, argv: Sequence[str]) -> str:
    """The end of the message for an unknown option, with what to type instead, if anything."""
    parameters = context.command.get_params(context)
    known = [name for each in parameters for name in each.opts]
    if option in _PERIODS and any(each.name == "period" for each in parameters):
        years = "; for a day in earlier years, run `chrono agenda`" if option == "--on" else ""
        return f"; write the period without an option, such as 2025-10-30{years}"
    if option == "--days" and any(each.name == "period" for each in parameters):
        command, word = context.info_name, "next" if context.info_name == "agenda" else "last"
        return f'; write the period without an option: `chrono {command} "{word} 30 days"`'
    if option[1:].isdigit() and any(each.name == "period" for each in parameters):
        return '; for the days up to today, write "last 7d"'
    if option == "--time" and "--date" in known:
        return '; write the time after the date, such as --date "2025-10-30 09:30"'
    if option == "--country" and "--new-actor" in known:
        return '; write the country after a new name: --new-actor "NAME (COUNTRY)"'
    if option == "--all" and "--contacts" in known:
        return "; all events are shown unless you add --contacts"
    if option in _GROUPINGS and "--long" in known:
        from chrono.core.counting import DIMENSIONS

        what = next(iter(argv[argv.index(option) + 1 :]), "") if option in argv else ""
        what = what if what in DIMENSIONS else "WHAT"
        return f"; to count, run `chrono count --by {what}`; for a row for each actor, add --long"
    if "--format" in known and option[2:] in able_to("write"):
        return f"; write -o {option[2:]}"
    meant = (OTHER_NAMES.get(option), *_OTHER_COMMANDS.get(option, ()))
    other = [name for name in known if name in meant]
    names = {name.lstrip("-"): name for name in known}  # the dashes would make all names alike
    near = nearest(option.lstrip("-"), names)
    return suggestion(other or [names[name] for name in near])


def parser_message(error: Any, argv: Sequence[str]) -> str:
    """The message for an error of typer's parser, with what to type instead if that is known."""
    message: str = error.format_message()
    option: str = getattr(error, "option_name", "")
    if hasattr(error, "possibilities"):  # an unknown option
        remedy = _instead_of(option, error.ctx, argv)
        if error.ctx.info_name == "edit":
            from chrono.cli.record_options import set_instead_of

            remedy = set_instead_of(option, argv) or remedy
        return f"unknown option {option}{remedy}"
    if option and "does not" in message:
        return f"use {option} without a value"
    if option:
        return needs(option, "a value")
    if type(error).__name__ == "MissingParameter":
        name = error.param.metavar
        return f"missing argument: {name}{' (one or more)' if name.endswith('…') else ''}"
    if extra := re.fullmatch(r"Got unexpected extra argument\S* \((.*)\)", message, re.DOTALL):
        return f'unexpected argument "{extra[1]}"'
    return message
