"""Replace the error messages of typer's parser with messages of chrono."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import typer

from chrono.cli.report import output_option
from chrono.core.names import nearest
from chrono.core.sentences import needs, shell_word, suggestion
from chrono.core.spans import MONTHS
from chrono.files.exchange.registry import able_to

# The base class of the parser's errors, which typer exports only as a base of BadParameter.
ParserError: type[Exception] = typer.BadParameter.__mro__[2]

OTHER_NAMES = {
    "--since": "--from --after --begin --start",
    "--until": "--to --before --end",
    "--actor": "--who --person --name --with",
    "--mention": "--search --query --grep --word --words",
    "--place-country": "--continent --region --host",
    "--place": "--location --city --venue",
    "--limit": "--max --top --head",
    "--by": "--who --person --said-by --speaker --group --group-by --groupby",
    "--speaker": "--by",
    "--lanes": "--by --group --group-by --groupby --lane --rows --per",
    "--statement": "--text --claim --what",
    "--total": "--number --said --value",
    "--date": "--when --on --day",
    "--period": "--since --from --between",
    "--alarm": "--reminder --reminders --remind --valarm --alert --notify",
    "--intro": "--introduction --description --preface --lead",
    "--title": "--heading --headline",
    "--fields": "--columns --cols",
    "--source": "--url --link",
    "--days": "--window",
    "--output": "-o --out --file",
    "--quiet": "--silent --cron --no-notes",
}
"""For each option, the options with the same meaning that other programs or commands have."""
_SENTENCES = (
    ("--by --group --group-by --groupby", "--long",
     "to count, run `chrono count --by {what}`; for one row per actor, add --long"),
    ("--by --group --group-by --groupby", "--alarm",
     "for one row per actor, run `chrono list --long -o csv`; for lanes in svg or html, write "
     "--lanes {what}"),
    ("--per --each --explode --expand --unnest --rows --each-actor --per-actor --wide", "--long",
     "for one row per actor, add --long"),
    ("--disputed", "--new-actor",
     "if one side denies the event, write --status denied; if the initiator is disputed, write "
     "--initiator disputed"),
    ("--time", "--date",
     'write the time after the date: --date "{day} {time}"'),
    ("--country", "--new-actor",
     "for the country of the place, write --place-country {country}; for the country of a new "
     'person, write --new-actor "NAME ({country})"'),
    ("--all", "--contacts",
     "all types of events are included unless you add --contacts; for every status, add "
     "--status any"),
    ("--office --title --position --from --since --start --to --until --end", "--role",
     'write an office and its dates in one value, such as --role "President; from=2013-03-14"'),
    ("--last --latest --newest --tail", "--limit",
     "for the last contact, run `chrono last`; for the last events, add --reverse --limit 1"),
    ("--before --after --event --id", "--around",
     "for the days before and after an event, write --around ID --days 30"),
    ("--exclude --except --without --no --minus", "--not-actor",
     "to leave events out, write --not-actor, --not-type or --not-tag"),
    ("--sort --order --order-by --desc", "--long",
     "events are always in date order; for the latest first, add --reverse"),
    ("--ids", "--fields", "write --fields id"),
    ("--count --total", "--long", "to count, run `chrono count`"),
    ("--sep --delimiter --separator", "--format", "write -o csv"),
    ("--sources --footnotes --references", "--long", "write -o markdown"),
    ("--or --any --either", "--where", 'for either, write --where "actor:NAME or actor:OTHER"'),
    ("--planned --upcoming --future", "--status", "write --status planned"),
    ("--earlier --history --anniversaries", "--section", "write --section earlier"),
    ("--column --columns --field --fields", "--map", "write --map FIELD=COLUMN"),
    ("--update --overwrite --replace", "--on-duplicate", "write --on-duplicate update"),
)  # fmt: skip
"""Rows of: unknown options, an option that the command must have, and what to do instead.

`{what}` is the dimension after the unknown option, `{time}` the time and `{country}` the country
after it, and `{day}` the value of `--date`.
"""
_PERIODS = ("--on", "--in", "--date", "--day", "--month", "--year", "--period", "--between", "-p",
            "--next", "--past", "--week", "--today", "--tomorrow", "--yesterday")  # fmt: skip
"""Options of other programs for a period. In chrono, a period is an argument."""


def _period_advice(option: str, typed: str) -> str:
    if day := re.fullmatch(r"-{0,2}(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])", typed):
        date = f"{int(day[2])} {MONTHS[int(day[1]) - 1]}"
        return f'for this day in earlier years, run `chrono agenda "{date}"`'
    period = option[2:] if option in ("--today", "--tomorrow", "--yesterday") else typed
    if typed and option in ("--next", "--past", "--week"):
        days = "d" if typed.isdecimal() and option != "--week" else ""
        period = f"{option[2:]} {typed}{days}"
    if period and option not in ("--between", "--month", "-p"):
        return f"write the period without an option: {shell_word(period)}"
    years = "; for a day in earlier years, run `chrono agenda`" if option == "--on" else ""
    return f'write the period without an option, such as 2025-10-30 or "next 7d"{years}'


def _option_advice(option: str, context: Any, argv: Sequence[str]) -> str:
    parameters = context.command.get_params(context)
    known = {name: each for each in parameters for name in each.opts}
    typed = next(iter(argv[argv.index(option) + 1 :]), "") if option in argv else ""
    typed = "" if typed.startswith("-") else typed
    if "period" in known:  # an argument
        if option in _PERIODS:
            return f"; {_period_advice(option, typed)}"
        if option == "--days":
            command = context.info_name
            word = "next" if command == "agenda" else "last"
            return f'; write the period without an option: `chrono {command} "{word} 30 days"`'
        if option[1:].isdigit():
            return '; for the days up to today, write "last 7d"'
    for options, needed, sentence in _SENTENCES:
        if option in options.split() and needed in known:
            from chrono.core.counting import dimensions_like

            what = next(iter(dimensions_like(typed)), "WHAT")
            day = next((b for a, b in pairwise(argv) if a in ("-d", "--date")), "DATE")
            time, country = typed or "09:30", typed or "COUNTRY"
            return f"; {sentence.format(what=what, day=day, time=time, country=country)}"
    if "--format" in known and option[2:] in able_to("write"):
        return f"; write -o {option[2:]}"
    if other := [name for name in known if option in OTHER_NAMES.get(name, "").split()]:

        def with_value(name: str) -> str:
            if known[name].is_flag or not typed:
                return name
            return output_option(typed) if name == "--output" else f"{name} {shell_word(typed)}"

        return suggestion([*map(with_value, other)])
    names = {name.lstrip("-"): name for name in known}  # the dashes would make all names alike
    return suggestion([names[name] for name in nearest(option.lstrip("-"), names)])


def parser_message(error: Any, argv: Sequence[str]) -> str:
    """Return the message for an error of typer's parser, with advice if possible.

    `argv`: all typed words.
    """
    message: str = error.format_message()
    option: str = getattr(error, "option_name", "")
    if hasattr(error, "possibilities"):  # an unknown option
        remedy = _option_advice(option, error.ctx, argv)
        if option[1:].isdigit():  # such as -7d
            option = next((word for word in argv if word.startswith(option)), option)
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
