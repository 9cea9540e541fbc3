"""`chrono check`: every problem in the ledger, and what is probably one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chrono.cli.options import Words, command
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.checks import RULES, Rule, RuleContext
from chrono.core.english import plural
from chrono.core.names import choose
from chrono.core.text import escape_controls
from chrono.errors import LedgerError, Problem, UsageError
from chrono.files.exchange.rows import Rows, plain_cells
from chrono.files.read import source_files
from chrono.files.read.load import Examined

if TYPE_CHECKING:
    from rich.console import RenderableType

app = typer.Typer(rich_markup_mode=None, add_completion=False)

COLUMNS = ("path", "line", "severity", "rule", "message")
KEYS = (*COLUMNS, "text")

UNPARSED = ("file", "syntax")
"""The rules that a text must keep to be taken apart at all."""


@command(
    app,
    "Every problem in the ledger, one a line; status 1 where there is an error.",
    examples=(
        ("chrono check", "The ledger that is read here."),
        (
            "chrono check --strict --ignore one-sided",
            "Warnings count as errors do, but for one rule.",
        ),
        (
            "chrono check --own -o json",
            "For a machine, and never of the ledger that ships with chrono.",
        ),
    ),
)
def check(
    session: Session,
    output: Output,
    strict: Annotated[
        bool, typer.Option("--strict", help="Warnings count as errors, and more rules apply.")
    ] = False,
    ignore: Annotated[
        Words, typer.Option("--ignore", metavar="RULE", help="Leave a rule out; again for more.")
    ] = None,
    own: Annotated[
        bool, typer.Option("--own", help="A ledger of yours alone, and never the shipped one.")
    ] = False,
) -> int:
    """Look at all that can be read, and say where what is wrong."""
    if own and session.found.bundled:
        raise LedgerError(
            [Problem("events.toml", 0, "there is no ledger here or above: name it with -f")]
        )
    left_out = _rules([name.strip() for word in ignore or () for name in word.split(",")])
    rules = [rule for rule in RULES if rule.name not in left_out and (strict or not rule.strict)]
    examined = session.examined
    problems = sorted({*examined.problems, *_found(examined, rules, session)}, key=_place)
    _say(session, examined, problems, rules)
    name = output.chosen(page=True)
    if name == "table":
        lines = (escape_controls(f"{problem} [{problem.rule}]") + "\n" for problem in problems)
        output.lines(session, lines, lambda: _view(examined, problems))
    else:
        columns = output.columns(KEYS, COLUMNS, page=True)
        records = (_record(problem, examined) for problem in problems)
        output.page(session, lambda: Rows(columns, records, plain_cells), lambda: "")
    return _status(problems, strict)


def _rules(names: Sequence[str]) -> Collection[str]:
    """The rules of these names. Raises UsageError where there is no such rule."""
    known = [rule.name for rule in RULES]
    for name in names:
        if name in source_files.RULES:
            raise UsageError(f'the rule "{name}" cannot be ignored: without it nothing is read')
        choose(name, known, "rule")
    return names


def _found(examined: Examined, rules: Sequence[Rule], session: Session) -> list[Problem]:
    """What the rules find, but by keys in which reading has found something already."""
    problems = []
    checked = RuleContext(examined.ledger, session.today)
    for rule in rules:
        if rule.needs_all and not examined.whole:
            continue
        for found in rule.check(checked):
            flawed = examined.flaws(found.kind, found.id) | examined.flaws("event", found.other)
            if flawed.isdisjoint(rule.depends_on):
                path, line = examined.place(found.kind, found.id, found.at)
                problems.append(Problem(path, line, found.message, rule.name, rule.severity))
    return problems


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.path, problem.line, problem.severity, problem.message


def _say(
    session: Session, examined: Examined, problems: Sequence[Problem], rules: Sequence[Rule]
) -> None:
    """What was looked at, and what was not because something else must be mended first."""
    ledger = examined.ledger
    looked = f"{plural(len(ledger.events), 'event')} and {plural(len(ledger.claims), 'claim')}"
    if problems:
        errors = sum(problem.severity == "error" for problem in problems)
        warnings = len(problems) - errors
        session.say(f"{plural(errors, 'error')} and {plural(warnings, 'warning')}; {looked} read")
    else:
        session.say(f"no problem in {looked}")
    if not examined.whole and any(rule.needs_all for rule in rules):
        left = ", ".join(rule.name for rule in rules if rule.needs_all)
        session.say(f"not looked at before these errors are mended: {left}")


def _status(problems: Sequence[Problem], strict: bool) -> int:
    if any(problem.rule in UNPARSED for problem in problems):
        return 3
    return int(any(strict or problem.severity == "error" for problem in problems))


def _record(problem: Problem, examined: Examined) -> dict[str, Any]:
    """A problem with what stands on its line; both are None for a file as a whole."""
    text = examined.text(problem.path, problem.line)
    return {**problem._asdict(), "line": problem.line or None, "text": text}


def _view(examined: Examined, problems: Sequence[Problem]) -> RenderableType:
    from chrono.view.problems import Problems

    return Problems([(problem, examined.text(problem.path, problem.line)) for problem in problems])
