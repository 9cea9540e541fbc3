"""The options that several commands share, and the values that are made from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from chrono.cli.command import BUNDLES, SHARED, OptionBundle
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


BUNDLES.update(
    {
        Session: OptionBundle(SESSION, {SHARED: SESSION}, _session),
        Question: OptionBundle(FILTER_OPTIONS, {"Filters": FILTER_OPTIONS}, _question),
        Output: OptionBundle(OUTPUT, {"Output": OUTPUT}, _output_as(Output)),
        PictureOutput: OptionBundle(
            _WITH_PICTURES, {"Output": _WITH_PICTURES}, _output_as(PictureOutput)
        ),
    }
)
