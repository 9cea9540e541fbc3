"""`chrono check`: report the problems in a ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Annotated

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import Words, spec
from chrono.cli.output import PageOutput
from chrono.cli.session import Session
from chrono.core.checks import RULES, Rule, RuleContext
from chrono.core.english import plural
from chrono.core.names import choose
from chrono.core.text import escape_controls
from chrono.errors import LedgerError, Problem, UsageError
from chrono.files.exchange.rows import Table, key_columns
from chrono.files.read import diagnostics
from chrono.files.read.load import ExaminedLedger

_BRIEF = key_columns("path", "line", "severity", "rule", "message")
_COLUMNS = [*_BRIEF, *key_columns("text")]


@command()
def check(
    session: Session,
    output: PageOutput,
    strict: Annotated[
        bool, spec("--strict", None, "Treat warnings as errors and apply stricter rules.")
    ] = False,
    ignore: Annotated[Words, spec("--ignore", "RULE", "Ignore this rule (repeatable).")] = None,
    own: Annotated[
        bool,
        spec(
            "--own",
            None,
            "Fail if you have no ledger of your own, instead of checking the bundled one.",
        ),
    ] = False,
) -> int:
    """Check the ledger for errors.

    Problems are listed one per line. The exit status is 1 if there is an error, and 3 if a file
    cannot be parsed.

    chrono check
        Check the ledger in use.
    chrono check --strict --ignore one-sided
        Treat warnings as errors, except those of one rule.
    chrono check --own -o json
        Write the problems in your own ledger as JSON.
    """
    if own and session.located.bundled:
        message = "no ledger found; name one with -f, or run `chrono init`"
        raise LedgerError([Problem("events.toml", 0, message)])
    ignored = [name.strip() for value in ignore or () for name in value.split(",")]
    for name in ignored:
        if name in diagnostics.RULES:
            raise UsageError(f'the rule "{name}" cannot be ignored')
        choose(name, [rule.name for rule in RULES], "rule")
    rules = [rule for rule in RULES if rule.name not in ignored and (strict or not rule.strict)]
    examined = session.examined
    problems = sorted(
        {*examined.problems, *_run(rules, examined, session.today)},
        key=attrgetter("path", "line", "severity", "message"),
    )
    _note(session, examined, problems, rules)
    quoted = [(problem, examined.text(problem.path, problem.line)) for problem in problems]
    if output.chosen() == "table":
        lines = (escape_controls(f"{problem} [{problem.rule}]") + "\n" for problem in problems)
        output.lines(lines, lambda console: views.problems.problems(quoted, console))
    else:  # a problem of a whole file has no line
        rows = (
            {**problem._asdict(), "line": problem.line or None, "text": text}
            for problem, text in quoted
        )
        output.rows(Table(_COLUMNS, rows, _BRIEF), lambda _: ())
    if any(problem.rule in ("file", "syntax") for problem in problems):
        return 3  # a file could not be parsed
    return int(any(strict or problem.severity == "error" for problem in problems))


def _run(rules: Iterable[Rule], examined: ExaminedLedger, today: dt.date) -> Iterator[Problem]:
    """The problems that rules find; a rule skips records with errors in keys that it uses."""
    context = RuleContext(examined.ledger, today)
    for rule in rules:
        if examined.counts_are_valid or not rule.needs_all:
            for finding in rule.check(context):
                faulty = examined.faulty_keys
                errors = faulty[finding.kind, finding.id] | faulty["event", finding.other]
                if errors.isdisjoint(rule.depends_on):
                    path, line = examined.place(finding.kind, finding.id, finding.at)
                    yield Problem(path, line, finding.message, rule.name, rule.severity)


def _note(
    session: Session, examined: ExaminedLedger, problems: Sequence[Problem], rules: Sequence[Rule]
) -> None:
    """Write notes: how much was checked, and which rules were skipped because of errors."""
    ledger = examined.ledger
    size = f"{plural(len(ledger.events), 'event')} and {plural(len(ledger.claims), 'claim')}"
    if problems:
        errors = sum(problem.severity == "error" for problem in problems)
        warnings = len(problems) - errors
        session.note(f"{plural(errors, 'error')} and {plural(warnings, 'warning')} in {size}")
    else:
        session.note(f"no problems in {size}")
    skipped = ", ".join(rule.name for rule in rules if rule.needs_all)
    if skipped and not examined.counts_are_valid:
        session.note(f"not checked until these errors are fixed: {skipped}")
