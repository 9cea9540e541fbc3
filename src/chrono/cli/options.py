"""Each shared option, once; and how a command takes them: as a Session, an Asked, an Output.

A command asks for what it needs by the types of its parameters. `command` gives typer a function
with all the options behind those, and gathers their values again when it is called.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand

from chrono.cli.command_help import Example, explained
from chrono.cli.output import Output, PictureOutput
from chrono.cli.session import Session
from chrono.core.dates import DateError
from chrono.core.english import join_or
from chrono.core.filters import FILTERS, Filter
from chrono.core.periods import dated, in_words
from chrono.core.query import Question
from chrono.errors import UsageError, refuse
from chrono.files.exchange.registry import able_to

Words = list[str] | None
Word = str | None


def option(
    *names: str,
    text: str,
    metavar: str | None = None,
    hidden: bool = False,
) -> Any:
    """An option as typer has it, its help in one sentence.

    What its value may be completed to follows from the metavar: see `candidates.py`.
    """
    return typer.Option(*names, help=text, metavar=metavar, hidden=hidden, show_default=False)


Ledger = Annotated[
    Words,
    option(
        "-f",
        "--ledger",
        metavar="PATH",
        text="The ledger: a file, a folder of *.toml, or - for standard input; again for more.",
    ),
]
Today = Annotated[
    Word, option("--today", metavar="DATE", text="Take this day for today (or $CHRONO_TODAY).")
]
Color = Annotated[
    Word, option("--color", metavar="WHEN", text="Colour: auto (on a terminal), always or never.")
]

AllEvents = Annotated[bool, option("--all", text="All events, and not contacts alone.")]
"""Only of commands that give numbers: these count contacts unless it is lifted."""

NoPager = Annotated[
    bool, option("--no-pager", text="Long answers straight to the terminal, past any pager.")
]

SESSION: Mapping[str, Any] = {
    "ledger": Ledger,
    "today": Today,
    "color": Color,
    "no_pager": NoPager,
}


def _filter_option(row: Filter) -> Any:
    """The option of one filter, as typer takes it."""
    names = [row.option, *filter(None, [row.short])]
    kind = bool if row.metavar is None else Words if row.repeat else Word
    return Annotated[kind, option(*names, metavar=row.metavar, text=row.help)]


FILTER_OPTIONS: Mapping[str, Any] = {
    "period": Annotated[
        Words,
        typer.Argument(
            metavar="[PERIOD]",
            help="2025, 2025-10, 2025-10-30, 2025-Q4, A..B, A.. or ..B, both ends included; or in "
            "words: today, this month, last year, last 90d.",
            show_default=False,
        ),
    ],
    **{name: _filter_option(row) for name, row in FILTERS.items()},
}

_FORMATS = {"table": "table (on a terminal)", **{name: name for name in able_to("write")}}
_FORMATS["tsv"] += " (in a pipe)"

OUTPUT: Mapping[str, Any] = {
    "format": Annotated[
        Word,
        option(
            "-o",
            "--format",
            metavar="FORMAT",
            text=f"{join_or([*_FORMATS.values()])}.",
        ),
    ],
    "output": Annotated[
        Word, option("--output", metavar="FILE", text="Write to FILE, in one step.")
    ],
    "header": Annotated[
        bool | None, option("--header/--no-header", text="With, or without, a header line.")
    ],
    "excel": Annotated[bool, option("--excel", text="csv as Excel wants it, formulas defused.")],
}


PICTURES: Mapping[str, Any] = {
    "svg": Annotated[
        Word,
        option(
            "--svg",
            metavar="FILE",
            text="What a terminal shows, as a picture in FILE; in colour, unless --color never.",
        ),
    ],
    "html": Annotated[
        Word,
        option(
            "--html",
            metavar="FILE",
            text="What a terminal shows, as a page in FILE; in colour, unless --color never.",
        ),
    ],
}
_WITH_PICTURES = {**OUTPUT, **PICTURES}

_SESSION = "chrono.session"
"""Where a command's session is kept for what else its options make."""


class OptionBundle(NamedTuple):
    """Options that a command takes as one value, of the type that has this as its `GROUP`."""

    options: Mapping[str, Any]
    build: Callable[..., Any]
    titles: Mapping[str, Mapping[str, Any]] = {}
    """Title -> those of the options that stand under it in --help; the rest are a command's own."""


def session_options(
    ledger: Words = None, today: Word = None, color: Word = None, no_pager: bool = False
) -> dict[str, Any]:
    """What was said of the session in one place of the command line."""
    return {"ledger": ledger or [], "today": today, "color": color, "no_pager": no_pager}


def _session(context: typer.Context, **own: Any) -> Session:
    """What stands after the command wins over what stands before it; ledgers add up."""
    before: Mapping[str, Any] = context.obj or session_options()
    words = session_options(**own)
    # Kept for a command of this command.
    context.obj = {
        key: [*before[key], *word] if key == "ledger" else word or before[key]
        for key, word in words.items()
    }
    ledger, *others = context.obj.values()
    session = context.meta[_SESSION] = Session(tuple(ledger), *others)
    return session


def _question(context: typer.Context, **options: Any) -> Question:
    """The question of these options; dates relative to today are replaced by days, and noted."""
    values = {name: value for name, value in options.items() if value is not None}
    if "period" in values:
        values["period"] = " ".join(values["period"])
    notes = []
    for name in ("period", "since", "until"):
        if (text := values.get(name)) is None or not in_words(text):
            continue
        if name != "period" and ".." in text:
            continue  # no date, and refused as such
        try:
            days = dated(text, context.meta[_SESSION].today)
        except DateError as error:
            raise UsageError(str(error)) from None
        first, _, last = days.partition("..")
        values[name] = {"since": first, "until": last or first}.get(name, days)
        if days != text:
            notes.append(f'"{text}" means {days}')
    return Question.of(**values, notes=notes)


def _output_as(kind: type[Output]) -> Callable[..., Output]:
    """What makes an output of a kind from its options."""

    def build(context: typer.Context, **values: Any) -> Output:
        session: Session = context.meta[_SESSION]
        return kind(session, **values, default_format=session.settings.format)

    return build


def contacts_by_default(question: Question, all: bool) -> bool:
    """Whether only contacts count although no option says so. Raises UsageError."""
    refuse((all and question.contacts, "--all takes all events, and --contacts contacts alone"))
    return not (all or "type" in question.words or question.contacts)


SHARED = "Ledger and terminal"
"""The title of what every command has."""

_GROUPS: Mapping[type, OptionBundle] = {
    Session: OptionBundle(SESSION, _session, {SHARED: SESSION}),
    Question: OptionBundle(FILTER_OPTIONS, _question, {"Filters": FILTER_OPTIONS}),
    Output: OptionBundle(OUTPUT, _output_as(Output), {"Output": OUTPUT}),
    PictureOutput: OptionBundle(
        _WITH_PICTURES, _output_as(PictureOutput), {"Output": _WITH_PICTURES}
    ),
}


def _group(kind: Any) -> OptionBundle | None:
    return _GROUPS.get(kind) if kind in _GROUPS else getattr(kind, "GROUP", None)


_HELP = {"help_option_names": ["-h", "--help"]}


def command(
    app: typer.Typer,
    help: str,
    name: str | None = None,
    examples: Sequence[Example] = (),
    bare: Mapping[str, Sequence[str]] | None = None,
) -> Callable[[Callable[..., int | None]], None]:
    """Register a function as an app's command, its groups spread out into their options.

    `bare` are the options that need no value, with the values that they know.
    """

    def register(function: Callable[..., int | None]) -> None:
        taken = expand_bundles(function)
        kind = explained(_kind(bare), _titles(function), examples, _meanings(taken))
        app.command(name, cls=kind, help=help, context_settings=_HELP)(taken)

    return register


def _kind(bare: Mapping[str, Sequence[str]] | None) -> Any:
    if not bare:
        return TyperCommand
    from chrono.cli.optional_values import (
        allow_missing_value,
    )  # for the one command that has such options

    return allow_missing_value(TyperCommand, bare)


def default(
    app: typer.Typer, help: str, examples: Sequence[Example] = ()
) -> Callable[[Callable[..., int | None]], None]:
    """Register what an app does where none of its commands is named; it is run before them too."""

    def register(function: Callable[..., int | None]) -> None:
        taken = expand_bundles(function)
        kind = explained(app.info.cls, _titles(function), examples, _meanings(taken))
        app.callback(cls=kind, invoke_without_command=True, help=help, context_settings=_HELP)(
            taken
        )

    return register


def _groups(function: Callable[..., Any]) -> dict[str, OptionBundle]:
    """The groups that a function takes, by its parameters' names; what all commands have last."""
    wanted = inspect.signature(function, eval_str=True).parameters
    found = {name: _group(parameter.annotation) for name, parameter in wanted.items()}
    groups = {name: group for name, group in found.items() if group is not None}
    return dict(sorted(groups.items(), key=lambda item: item[1].options is SESSION))


def _meanings(taken: Callable[..., Any]) -> dict[str, str]:
    """Parameter -> what it means, of a function as typer sees it."""
    return {
        name: annotation.__metadata__[0].help
        for name, annotation in taken.__annotations__.items()
        if hasattr(annotation, "__metadata__")
    }


def _titles(function: Callable[..., Any]) -> dict[str, str]:
    """Option -> the title that it stands under in --help."""
    named = {
        name: title
        for group in _groups(function).values()
        for title, options in group.titles.items()
        for name in options
    }
    return {**named, "help": SHARED}


def expand_bundles(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """The function as typer is to see it."""
    wanted = inspect.signature(function, eval_str=True).parameters
    groups = _groups(function)
    contexts = [name for name, p in wanted.items() if p.annotation is typer.Context]
    own = [p for name, p in wanted.items() if name not in groups and name not in contexts]
    shared = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            annotation=annotation,
            default=False if annotation.__origin__ is bool else None,
        )
        for group in groups.values()
        for name, annotation in group.options.items()
    ]

    def run(context: typer.Context, **values: Any) -> int | None:
        gathered = {
            name: group.build(context, **{key: values.pop(key) for key in group.options})
            # The session first: what else is asked may depend on what day it takes for today.
            for name, group in sorted(groups.items(), key=lambda one: one[1].options is not SESSION)
        }
        return function(**gathered, **values, **dict.fromkeys(contexts, context))

    context = inspect.Parameter(
        "context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
    )
    parameters = _ordered([context, *(p.replace(kind=p.KEYWORD_ONLY) for p in own), *shared])
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _ordered(parameters: Sequence[inspect.Parameter]) -> list[inspect.Parameter]:
    """As a signature must have them: positional ones first."""
    return sorted(parameters, key=lambda parameter: parameter.kind)
