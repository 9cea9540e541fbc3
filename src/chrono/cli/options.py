"""Each shared option, once; and how a command takes them: as a Session, an Asked, an Output.

A command asks for what it needs by the types of its parameters. `command` gives typer a function
with all the options behind those, and gathers their values again when it is called.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import typer

from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.query import Asked

Words = list[str] | None
Word = str | None


def _option(*names: str, text: str, metavar: str | None = None, hidden: bool = False) -> Any:
    return typer.Option(*names, help=text, metavar=metavar, hidden=hidden, show_default=False)


Ledger = Annotated[
    Words,
    _option(
        "-f",
        "--ledger",
        metavar="PATH",
        text="The ledger: a file, a folder of *.toml, or - for standard input; again for more.",
    ),
]
Today = Annotated[
    Word, _option("--today", metavar="DATE", text="Take this day for today (or $CHRONO_TODAY).")
]
Color = Annotated[
    Word, _option("--color", metavar="WHEN", text="Colour: auto (on a terminal), always or never.")
]

AllEvents = Annotated[bool, _option("--all", text="All events, and not contacts alone.")]
"""Only of commands that give numbers: these count contacts unless it is lifted."""

SESSION: Mapping[str, Any] = {"ledger": Ledger, "today": Today, "color": Color}

FILTERS: Mapping[str, Any] = {
    "period": Annotated[
        Word,
        typer.Argument(
            metavar="[PERIOD]",
            help="2025, 2025-10, 2025-10-30, 2025-Q4, A..B, A.. or ..B; both ends included.",
            show_default=False,
        ),
    ],
    "actor": Annotated[
        Words,
        _option(
            "--actor", "-a", metavar="NAME", text="In which NAME takes part; again: all of them."
        ),
    ],
    "present": Annotated[
        Words, _option("--present", metavar="NAME", text="In which NAME took part or was there.")
    ],
    "country": Annotated[
        Words, _option("--country", metavar="CODE", text="With an actor of a country; again: all.")
    ],
    "type": Annotated[
        Words, _option("--type", "-t", metavar="TYPE", text="Of a type; again: any.")
    ],
    "tag": Annotated[Words, _option("--tag", metavar="TAG", text="With a tag; again: all.")],
    "place": Annotated[Words, _option("--place", metavar="PLACE", text="At a place; again: any.")],
    "status": Annotated[
        Words,
        _option(
            "--status", metavar="STATUS", text="Of a status (default: held), or any; again: either."
        ),
    ],
    "source": Annotated[
        Words,
        _option("--source", metavar="WORDS", text="With these words in a source's name or title."),
    ],
    "text": Annotated[
        Words,
        _option("--text", metavar="WORDS", text="With these whole words in title or summary."),
    ],
    "not_actor": Annotated[
        Words, _option("--not-actor", metavar="NAME", text="In which NAME takes no part.")
    ],
    "not_type": Annotated[Words, _option("--not-type", metavar="TYPE", text="Not of a type.")],
    "not_tag": Annotated[Words, _option("--not-tag", metavar="TAG", text="Without a tag.")],
    "contacts": Annotated[
        bool, _option("--contacts", text="Contacts only: of a contact type, between countries.")
    ],
    "since": Annotated[Word, _option("--since", metavar="DATE", text="Starting on DATE or later.")],
    "until": Annotated[
        Word, _option("--until", metavar="DATE", text="Starting on DATE or earlier.")
    ],
    "certain": Annotated[
        bool, _option("--certain", text="Without what only may lie in the period.")
    ],
    "overlap": Annotated[
        bool, _option("--overlap", text="With what began earlier and runs on into the period.")
    ],
    "reverse": Annotated[bool, _option("--reverse", text="The last first.")],
    "limit": Annotated[Word, _option("--limit", "-n", metavar="N", text="N at the most.")],
}

OUTPUT: Mapping[str, Any] = {
    "format": Annotated[
        Word,
        _option(
            "-o",
            "--format",
            metavar="FORMAT",
            text="table (on a terminal), tsv (in a pipe), csv, json, jsonl or markdown.",
        ),
    ],
    "output": Annotated[
        Word, _option("--output", metavar="FILE", text="Write to FILE, in one step.")
    ],
    "header": Annotated[
        bool | None, _option("--header/--no-header", text="With, or without, a header line.")
    ],
    "excel": Annotated[bool, _option("--excel", text="csv as Excel wants it, formulas defused.")],
}


class _Group(NamedTuple):
    """Options that a command takes as one value."""

    options: Mapping[str, Any]
    build: Callable[..., Any]


def session_words(ledger: Words, today: Word, color: Word) -> dict[str, Any]:
    """What was said of the session in one place of the command line."""
    return {"ledger": ledger or [], "today": today, "color": color}


def _session(context: typer.Context, **own: Any) -> Session:
    """What stands after the command wins over what stands before it; ledgers add up."""
    before: Mapping[str, Any] = context.obj or {}
    words = session_words(**own)
    return Session(
        named=(*before.get("ledger", ()), *words["ledger"]),
        today_word=words["today"] or before.get("today"),
        color=words["color"] or before.get("color"),
    )


def _asked(context: typer.Context, **own: Any) -> Asked:
    said = {key: value for key, value in own.items() if value is not None}
    return Asked(**said)


def _output(context: typer.Context, **own: Any) -> Output:
    return Output(**own)


_GROUPS: Mapping[type, _Group] = {
    Session: _Group(SESSION, _session),
    Asked: _Group(FILTERS, _asked),
    Output: _Group(OUTPUT, _output),
}


def command(app: typer.Typer, help: str) -> Callable[[Callable[..., int | None]], None]:
    """Register a function as an app's command, its groups spread out into their options."""

    def register(function: Callable[..., int | None]) -> None:
        app.command(help=help, context_settings={"help_option_names": ["-h", "--help"]})(
            spread(function)
        )

    return register


def spread(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """The function as typer is to see it."""
    wanted = inspect.signature(function, eval_str=True).parameters
    groups = {name: _GROUPS[p.annotation] for name, p in wanted.items() if p.annotation in _GROUPS}
    own = [parameter for name, parameter in wanted.items() if name not in groups]
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
            for name, group in groups.items()
        }
        return function(**gathered, **values)

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
