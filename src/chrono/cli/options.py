"""The options that several commands share, and the values made from these options."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Annotated, Any

import typer

from chrono.cli import progress
from chrono.cli.command import BUNDLES, SHARED, OptionBundle
from chrono.cli.output import (
    Output,
    OutputOptions,
    PageOutput,
    PictureOutput,
    PicturePageOutput,
)
from chrono.cli.session import Session
from chrono.cli.typed_again import selection_again, typed_again
from chrono.cli.typed_periods import in_dates
from chrono.core import filters
from chrono.core.english import join_or
from chrono.core.expressions import EXAMPLE, with_brackets
from chrono.core.filters import FILTERS, Filter
from chrono.core.names import may_be_id
from chrono.core.note_kinds import Note, NoteKind
from chrono.core.periods import not_a_period
from chrono.core.query import Question, contacts_by_default
from chrono.core.sentences import meaning, no_effect, only_one_of, shell_word
from chrono.errors import LedgerError, NotAPeriodError, UsageError, refuse
from chrono.files.exchange.registry import able_to

Words = list[str] | None
"""The values of an option that can be repeated; None if the option is not used."""
Word = str | None
"""The value of an option; None if the option is not used."""


def spec(names: str, metavar: str | None, text: str, hidden: bool = False) -> Any:
    """Return a typer option.

    - `names`: the names of the option, separated by spaces
    - `metavar`: the word for the value in --help, or None for a flag
    """
    return typer.Option(
        *names.split(), metavar=metavar, help=text, hidden=hidden, show_default=False
    )


def argument(metavar: str, text: str) -> Any:
    """Return a typer argument. `metavar`: the word for the value in --help."""
    return typer.Argument(metavar=metavar, help=text, show_default=False)


def option(
    text: str, metavar: str | None, *names: str, many: bool = False, hidden: bool = False
) -> Any:
    """Return the annotation of a typer option with the help `text`.

    - `metavar`: the word for the value in --help, such as FILE, or None for a flag. The metavar
      decides how the shell completes the value
    - `many`: whether the option can be repeated
    """
    kind = bool if metavar is None else Words if many else Word
    return Annotated[kind, spec(" ".join(names), metavar, text, hidden)]


def repeatable(text: str, rule: str = "repeatable") -> str:
    """Return the help of an option with `rule` in parentheses: `Use this tag (repeatable).`"""
    return re.sub(r"((; (?!\w+=)| \[default).*)?\.$", rf" ({rule})\1.", text, count=1)


class ClaimQuestion(Question):
    """The filters of `chrono claims`, which have their own descriptions in --help."""


class UndatedQuestion(Question):
    """The filters of a command that has no argument PERIOD, such as `chrono search`."""


SESSION: Mapping[str, Any] = {
    "ledger": option(
        "Use this ledger: a file, a folder of *.toml files, or - for standard input (repeatable).",
        "PATH", "-f", "--ledger", many=True,
    ),
    "today": option(
        "Pretend today is DATE [default: $CHRONO_TODAY, or the system date].", "DATE", "--today"
    ),
    "at": option(
        "Use the ledger as it was at a git commit (REV) or at the end of a day (DATE).",
        "REV|DATE", "--at",
    ),
    "color": option(
        "When to use colour: auto (only on a terminal), always or never [default: auto].",
        "WHEN", "--color",
    ),
    "no_pager": option("Print everything at once, not one screen at a time.", None, "--no-pager"),
    "quiet": option(
        "Print no notes, only results and errors.",
        None, "-q", "--quiet",
    ),
    "verbose": option(
        "Print all notes and more details, such as event ids.", None, "-v", "--verbose"
    ),
}  # fmt: skip

AllEvents = Annotated[bool, typer.Option("--all", help="Include events that are not contacts.")]
"""The option --all of commands that count. Without --all, they count only contacts."""

Codes = Annotated[
    Word,
    spec(
        "--codes", "CODES",
        "Write countries as codes: iso3, such as CHN, or cow (Correlates of War), such as 710.",
    ),
]  # fmt: skip
"""The option --codes of commands that write countries. The systems are in `country_codes.py`."""

ROWS_HELP: Mapping[str, str | None] = {"reverse": "Reverse the order of the rows."}
CONTACTS_HELP: Mapping[str, str | None] = {
    **ROWS_HELP,
    "contacts": f"{filters.CONTACTS_HELP} [default, unless you use --type or --all].",
}
"""The help of --contacts and --reverse in commands that count."""

WITHOUT_HISTORY: Mapping[str, str | None] = {"at": None}
"""The help of --at in commands that refuse the option: none."""
WITHOUT_LEDGER = {**WITHOUT_HISTORY, **dict.fromkeys(("ledger", "today"), "Not used here.")}

_REPEAT: Mapping[str, str] = {"all": "require several", "any": "match any of several"}

PLANNED_HELP = f"{filters.STATUS_HELP} (repeat to match any of several) [default: {{}}]."
"""The help of --status in commands that show planned events, to be formatted with the default."""
FUTURE_HELP = {
    "status": PLANNED_HELP.format("held, and planned if the whole period is in the future")
}
"""The help of --status in commands that include planned events for a period in the future."""


EXPORT_HELP = {
    **FUTURE_HELP,
    "reverse": "With --limit, include the latest events, not the earliest.",
    "limit": "Include at most N events.",
}
"""The help of filters in commands that write the events of a document in the order of dates."""


def _option(row: Filter, hidden: bool = False) -> Any:
    rule = row.repeated or _REPEAT.get(row.repeat or "")
    text = repeatable(row.help, f"repeat to {rule}") if rule else row.help
    names = [row.option, *filter(None, [row.short])]
    return option(text, row.metavar, *names, many=bool(row.repeat), hidden=hidden)


def _claim_option(row: Filter) -> Any:
    about = row.claims or True
    text = re.sub("^Events", "Claims about events", row.help) if about is True else about
    return _option(row._replace(help=text), hidden=not row.claims)


PERIOD_HELP = (
    'A period such as 2025, 2025-10, A..B (A to B), A.. (from A), ..B (up to B) or "last 90 days" '
    "[default: {}]."
)
"""The help of PERIOD, to be formatted with its default."""
FILTER_OPTIONS: Mapping[str, Any] = {
    "period": Annotated[Words, argument("[PERIOD]", PERIOD_HELP.format("all dates"))],
    **{name: _option(row) for name, row in FILTERS.items()},
}

_CLAIM_OPTIONS = {**FILTER_OPTIONS, **{name: _claim_option(row) for name, row in FILTERS.items()}}
_PERIOD, _ORDER = ("period", "since", "until", "certain", "overlap"), ("reverse", "limit")
_TITLES = {
    "Period": _PERIOD,
    "Filters": [name for name in FILTER_OPTIONS if name not in _PERIOD + _ORDER],
    "Order and limit": _ORDER,
}

_HEADER = "Print or omit a header line [default: only in CSV]."
OUTPUT_HELP = "Write to FILE instead of standard output."
OUTPUT: dict[str, Any] = {
    "output": option(OUTPUT_HELP, "FILE", "--output"),
    "header": Annotated[bool | None, spec("--header/--no-header", None, _HEADER)],
    "excel": option(
        "Write CSV for Excel; text such as =1+1 does not become a formula.", None, "--excel"
    ),
}
_PICTURES = {
    kind: option(
        f"Save the terminal output as an {noun}, in colour unless you use --color never.",
        "FILE", f"--{kind}",
    )
    for kind, noun in (("svg", "SVG image"), ("html", "HTML page"))
}  # fmt: skip
_PICTURES["title"] = option("The title of the image or page.", "TEXT", "--title")


def merge_session_options(context: typer.Context, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return all options of the session that were typed so far, and save them in `context`.

    `values`: the options typed last. Typed values replace earlier values, except that values of
    --ledger are added.
    """
    before: Mapping[str, Any] = context.obj or {}
    merged = {name: value or before.get(name, value) for name, value in values.items()}
    merged["ledger"] = [*(before.get("ledger") or ()), *(values["ledger"] or ())]
    context.obj = merged
    return merged


def make_session(context: typer.Context, values: Mapping[str, Any]) -> Session:
    """Return a new session with the options `values`, and save it in the context."""
    return keep_session(context, Session(**values))


def keep_session(context: typer.Context, session: Session) -> Session:
    """Save a session in a typer context, and return the session.

    The session ends with the context.
    """
    context.meta[__name__] = session
    progress.start(session.quiet)
    context.call_on_close(session.close)
    return session


def session_in(meta: Mapping[str, Any]) -> Session | None:
    """Return the session saved in the `meta` of a typer context, or None if there is none."""
    return meta.get(__name__)


def _session(context: typer.Context, **values: Any) -> Session:
    merged = merge_session_options(context, values)
    hidden = {each.name for each in context.command.params if getattr(each, "hidden", False)}
    where = f"on {context.command_path.removeprefix('chrono ')}"
    refuse((merged["at"] and "at" in hidden, no_effect("--at", where)))
    return make_session(context, merged)


def _claim_question(context: typer.Context, **options: Any) -> Question:
    """Return the filters of `chrono claims`.

    Raises UsageError for a text that is not a period, with the options for its words.
    """
    typed = " ".join(options["period"] or ())
    try:
        return _question(context, **options)
    except NotAPeriodError as error:
        if error.text != typed:
            raise
        from chrono.cli.bare_words import verdict_options

        choices = [verdict_options(context.meta[__name__], typed)]
        if not choices[0] and "--mention " not in error.options:
            if error.options.count("--actor ") == 1:
                choices.append(error.options.replace("--actor", "--speaker"))
            choices.append(error.options)
        choices = [*filter(None, choices), f"--text {shell_word(typed)}"]
        raise UsageError(not_a_period(typed, f"use {join_or(choices)}")) from None


_PERIOD_OPTIONS = ("period", "since", "until")
_LISTS = {name for name, row in FILTERS.items() if row.metavar in ("TYPE", "STATUS")}
"""The filters whose values may be lists such as `meeting,call`."""


def _question(context: typer.Context, **options: Any) -> Question:
    values = {name: value for name, value in options.items() if value is not None}
    named = values.get("period", ()) if context.info_name == "sources" else ()
    if named and (ids := _event_ids(context, named)):
        del values["period"]
        values = {"status": ["any"], **values, "event": [*values.get("event", ()), *ids]}
    if "period" in values:
        values["period"] = " ".join(values["period"])
        refuse(("where" in values and _is_expression(values["period"]), _UNQUOTED))
    for name in _LISTS & values.keys():
        values[name] = [part.strip() for text in values[name] for part in text.split(",")]
    notes, typed_dates = [], dict[str, str]()
    for name in _PERIOD_OPTIONS:
        if (text := values.get(name)) is not None:
            agenda = name == "period" and context.info_name == "agenda"
            others = {key: value for key, value in values.items() if key not in _PERIOD_OPTIONS}
            session = context.meta[__name__]
            again = partial(_command_again, context)
            values[name] = in_dates(name, text, session, agenda, Question.of(**others), again)
            if values[name] != text:
                notes.append(meaning(text, values[name]))
                typed_dates.setdefault(values[name], text)
                if name == "period":
                    values["typed_period"] = text
    for text in values.get("where", ()):
        if brackets := with_brackets(text):
            notes.append(Note(f"the expression means {brackets}", NoteKind.MEANING))
    question = Question.of(**values, notes=notes, typed_dates=typed_dates)
    try:
        _ = question.expressions
    except UsageError as error:
        from chrono.cli.bare_words import with_filters

        for text in question.where:
            valid = with_filters(context.meta[__name__], text)
            if valid not in ("", text):
                wrong = f"--where {shell_word(text)} is not a valid expression"
                raise UsageError(f"{wrong}; write --where {shell_word(valid)}") from error
        raise
    return question


def _event_ids(context: typer.Context, words: Sequence[str]) -> Sequence[str]:
    """Return the typed words if each of them is the id of an event, otherwise ()."""
    if not all(map(may_be_id, words)):
        return ()
    session: Session = context.meta[__name__]
    with suppress(LedgerError):
        ledger = session.read([*words])
        return words if all(ledger.event(word) for word in words) else ()
    return ()


def _command_again(context: typer.Context, options: str) -> str:
    """Return the typed command with `options` in place of the period, as advice."""
    if context.info_name == "claims":  # the words may also name the speaker
        return f"use {options}"
    kinds: dict[str, set[str]] = {"argument": set(), "option": set()}
    for each in context.command.params:
        kinds[each.param_type_name].add(each.name or "")
    arguments = typed_again(context, kinds["argument"] - {"period"})
    return (
        f"run `{context.command_path}{arguments} {options}{typed_again(context, kinds['option'])}`"
    )


_UNQUOTED = f'the expression after --where must be in quotes, such as --where "{EXAMPLE}"'


def _is_expression(period: str) -> bool:
    period = re.sub("^between (.+) and ", "", period, flags=re.IGNORECASE)
    return bool(re.search(r"\b(and|or|not)\b|[^\W\d]:|\)", period, re.IGNORECASE))


def _output_bundle(kind: type[Output]) -> OptionBundle:
    default = "table" if kind.page else "table on a terminal, otherwise tsv"
    text = f"Output format: {join_or(['table', *able_to('write')])} [default: {default}]."
    options = {"format": option(text, "FORMAT", "-o", "--format"), **OUTPUT}
    pictures = _PICTURES if issubclass(kind, PictureOutput) else {}

    def build(context: typer.Context, **values: Any) -> Output:
        session: Session = context.meta[__name__]
        typed = OutputOptions(**values, default_format=session.settings.format)
        return kind(session, typed, partial(selection_again, context, session))

    titles = {"Output": options, "Pictures": pictures}
    return OptionBundle(options | pictures, titles, build)


def counts_contacts(question: Question, all: bool) -> bool:
    """Return True if only contacts are counted, because --all, --contacts and --type are not used.

    Raises UsageError for --all with --contacts.
    """
    refuse((all and question.contacts, only_one_of("--all", "--contacts")))
    return contacts_by_default([question], all)


_EVERYWHERE = [name for name in SESSION if name != "at"]
BUNDLES[Session] = OptionBundle(
    SESSION, {"History": ["at"], SHARED: [*_EVERYWHERE, "help"]}, _session
)
BUNDLES[Question] = OptionBundle(FILTER_OPTIONS, _TITLES, _question)
_UNDATED_OPTIONS = {name: FILTER_OPTIONS[name] for name in FILTER_OPTIONS if name != "period"}
BUNDLES[UndatedQuestion] = OptionBundle(_UNDATED_OPTIONS, _TITLES, _question)
BUNDLES[ClaimQuestion] = OptionBundle(_CLAIM_OPTIONS, _TITLES, _claim_question)
for _kind in (Output, PageOutput, PictureOutput, PicturePageOutput):
    BUNDLES[_kind] = _output_bundle(_kind)
