"""`chrono check`: report the problems in a ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Annotated, NamedTuple

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import Words, spec
from chrono.cli.output import PageOutput
from chrono.cli.report import ledger_options
from chrono.cli.session import Session
from chrono.core.checks import RULES, Rule, RuleContext
from chrono.core.english import join_or, plural
from chrono.core.names import choose
from chrono.core.progress import counted
from chrono.core.sentences import hint, needs, no_effect, not_shown, only_one_of, shell_word
from chrono.core.text import escape_controls
from chrono.errors import LedgerError, Problem, Severity, UsageError, refuse
from chrono.files.exchange.rows import Table, key_columns
from chrono.files.read import diagnostics
from chrono.files.read.load import ExaminedLedger

MOST_SHOWN = 3  # the most warnings of one rule that are shown as text without --all

_STRICT = "Treat warnings as errors and apply stricter rules."
_ALL = "List all warnings as text, not only the first 3 for each rule."
_IGNORE = "Ignore this rule, or several separated by commas (repeatable)."
_ONLY = "Apply only this rule, or several separated by commas (repeatable)."
_JOINS = "Print only the commands that join duplicates (`chrono join`)."
_OWN = "Stop with an error if you have no ledger of your own."
_BOTH: tuple[Severity, Severity] = ("error", "warning")
_ORDER = attrgetter("path", "line", "severity", "message")
_BRIEF = key_columns("path", "line", "severity", "rule", "message")
_COLUMNS = [*_BRIEF, *key_columns("text")]


@command()
def check(
    session: Session,
    output: PageOutput,
    strict: Annotated[bool, spec("--strict", None, _STRICT)] = False,
    ignore: Annotated[Words, spec("--ignore", "RULE", _IGNORE)] = None,
    only: Annotated[Words, spec("--rule", "RULE", _ONLY)] = None,
    every: Annotated[bool, spec("--all", None, _ALL)] = False,
    joins: Annotated[bool, spec("--joins", None, _JOINS)] = False,
    own: Annotated[bool, spec("--own", None, _OWN)] = False,
) -> int:
    """Check the ledger for errors.

    Each line of the output shows one problem and, in brackets, the name of the rule. The exit
    status is 1 if there is an error, and 3 if chrono cannot read a file.

    chrono check --strict --ignore one-origin,one-sided
        Treat warnings as errors, and ignore two rules.
    chrono check --rule duplicate
        List only events that may be duplicates.
    chrono check --joins > joins.sh
        Write a file of commands that join duplicates. Review the file, then run `sh joins.sh`.
    """
    if own and session.located.bundled:
        message = "no ledger found; name a ledger with -f, or run `chrono init`"
        raise LedgerError([Problem("events.toml", 0, message)])
    refuse((only and ignore, only_one_of("--rule", "--ignore")))
    rules = _chosen(only or (), ignore or (), strict)
    as_text = output.chosen() == "table"
    if joins:
        refuse(
            (not as_text, only_one_of("--joins", "-o")),
            (output.header is not None, no_effect("--header", "with --joins")),
            (strict, no_effect("--strict", "with --joins")),
            (every, no_effect("--all", "with --joins")),
        )
        return _print_joins(session, output, rules)
    examined = session.examined
    most = MOST_SHOWN if as_text and not every else None
    found = _groups(rules, examined, session.today, most)
    first = {rule.name for rule in RULES if rule.duplicates}
    more = (rule.more for rule in found if rule.number > len(rule.problems))
    problems = sorted({*more, *(one for rule in found for one in rule.problems)}, key=_ORDER)
    problems.sort(key=lambda problem: problem.rule not in first)
    _note(session, examined, found, rules)
    session.note(*session.conflict_hints(examined.problems))
    if hidden := sum(rule.number - len(rule.problems) for rule in found):
        session.note(not_shown(hidden, "warning", remedy="add --all"))
    problems = [*session.remedied(problems)]
    quoted = [(problem, examined.text(problem.path, problem.line)) for problem in problems]
    if as_text:
        table = _by_rule(found)
        lines = [escape_controls(f"{problem} [{problem.rule}]") for problem in problems]
        below = table if hidden or len(problems) > MOST_SHOWN else []
        output.lines(lines, lambda console: views.problems.problems(quoted, below, console))
    else:  # a problem of a whole file has no line
        rows = (one._asdict() | {"line": one.line or None, "text": text} for one, text in quoted)
        output.rows(Table(_COLUMNS, rows, _BRIEF), lambda _: ())
    if any(rule.name in ("file", "syntax") for rule in found):
        return 3  # a file could not be parsed
    return int(any(strict or rule.severity == "error" for rule in found))


def _print_joins(session: Session, output: PageOutput, rules: Sequence[Rule]) -> int:
    """Print a `chrono join` command for each pair of possible duplicates.

    If earlier commands already join both entries of a pair, the pair is skipped. Raises UsageError
    if none of the rules finds duplicates, and LedgerError for errors in the ledger.
    """
    rules = [rule for rule in rules if rule.duplicates]
    if not rules:
        names = join_or([rule.name for rule in RULES if rule.duplicates])
        raise UsageError(needs("--joins", f"the rule {names}"))
    examined = session.examined
    if not examined.counts_are_valid:
        session.read()  # raises the errors: with them, no rule looks for duplicates
    context = RuleContext(examined.ledger, session.today)
    findings = (
        one
        for rule in counted(rules, "Checking rules", len(rules))
        for one in examined.findings(rule, context)[0]
    )
    named = ledger_options(session.named)
    groups: dict[str, set[str]] = {}
    lines = []
    for finding in findings:
        join = finding.join
        if join is None or join.replaced in groups.get(join.keep, ()):
            continue
        one, other = (groups.get(id, {id}) for id in (join.keep, join.replaced))
        groups |= dict.fromkeys(one | other, one | other)
        keep, joined = map(shell_word, (join.keep, join.replaced))
        lines.append(escape_controls(f"chrono join {keep} {joined}{named} --yes  # {join.reason}"))
    output.text("".join(f"{line}\n" for line in lines))
    if lines:
        session.note(
            hint("delete the lines of entries that are not duplicates, and run the others with sh")
        )
    else:
        session.note("no duplicates found")
    return 0


def _chosen(only: Iterable[str], ignored: Iterable[str], strict: bool) -> list[Rule]:
    names, unwanted = (
        [name.strip() for value in values for name in value.split(",")]
        for values in (only, ignored)
    )
    cannot = "cannot be ignored, because a ledger with such an error is unreadable; omit --ignore"
    always = "always applies; omit --rule"
    for each, why in ((unwanted, cannot), (names, always)):
        for name in each:
            refuse((name in diagnostics.RULES, f'the rule "{name}" {why} {name}'))
    for name in (*names, *unwanted):
        choose(name, [rule.name for rule in RULES], "rule")
    if names:
        return [rule for rule in RULES if rule.name in names]
    return [rule for rule in RULES if rule.name not in unwanted and (strict or not rule.strict)]


class _Group(NamedTuple):
    name: str
    severity: Severity
    number: int
    problems: Sequence[Problem]

    @property
    def more(self) -> Problem:
        """Return a line on the problems that are not shown, in the place of the last one shown."""
        last = self.problems[-1]
        number = self.number - len(self.problems)
        return last._replace(message=f"… and {number} more like this; to list them, add --all")


def _groups(
    rules: Sequence[Rule], examined: ExaminedLedger, today: dt.date, most: int | None
) -> list[_Group]:
    reading: dict[str, list[Problem]] = {}
    for problem in examined.problems:
        reading.setdefault(problem.rule, []).append(problem)
    found = [_Group(name, "error", len(problems), problems) for name, problems in reading.items()]
    context = RuleContext(examined.ledger, today)
    for rule in counted(rules, "Checking rules", len(rules)):
        findings, number = examined.findings(rule, context, most)
        places = ((one, examined.place(one.kind, one.id, one.at)) for one in findings)
        problems = dict.fromkeys(
            Problem(*place, one.message, rule.name, rule.severity) for one, place in places
        )
        number = len(problems) if number == len(findings) else number
        found += [_Group(rule.name, rule.severity, number, [*problems])] if problems else []
    return found


def _by_rule(found: Iterable[_Group]) -> list[tuple[str, str, str]]:
    rows = [("rule", "errors", "warnings")]
    for rule in sorted(found, key=lambda rule: (rule.severity, -rule.number)):
        errors, warnings = (rule.number * (rule.severity == severity) for severity in _BOTH)
        rows.append((rule.name, str(errors), str(warnings)))
    return rows


def _note(
    session: Session, examined: ExaminedLedger, found: Sequence[_Group], rules: Sequence[Rule]
) -> None:
    ledger = examined.ledger
    size = f"{plural(len(ledger.events), 'event')} and {plural(len(ledger.claims), 'claim')}"
    errors, warnings = (
        plural(sum(rule.number for rule in found if rule.severity == severity), severity)
        for severity in _BOTH
    )
    result = f"{errors} and {warnings}" if found else "no problems"
    found_in_part = found and not examined.counts_are_valid
    session.note(f"found {result}" if found_in_part else f"checked {size}: {result}")
    if any(rule.name == "claim" for rule in found):
        remedy = 'run `chrono edit ID --set "disputed=REASON"`'
        session.note(hint(f"if a claim is wrong and the ledger is right, {remedy}"))
    skipped = ", ".join(rule.name for rule in rules if rule.needs_all)
    if skipped and not examined.counts_are_valid:
        session.note(f"because of the errors, these rules were not applied: {skipped}")
