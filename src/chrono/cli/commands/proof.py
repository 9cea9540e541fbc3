"""`chrono proof`: check the statements of a text against the ledger."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated, NamedTuple

import typer

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import Word, Words, spec
from chrono.cli.output import PictureOutput
from chrono.cli.session import Session
from chrono.core.command_lines import command_line
from chrono.core.date_errors import DateError, UnknownDateError
from chrono.core.dates import When
from chrono.core.english import plural
from chrono.core.english_dates import read_date
from chrono.core.names import choose
from chrono.core.proof.findings import Finding
from chrono.core.proof.passages import Prose
from chrono.core.query import Question
from chrono.core.sentences import bad_value, not_shown, only_one_of, shell_word
from chrono.core.text import escape_controls
from chrono.core.verdicts import LEDGER_HAS, TEXT_VERDICTS
from chrono.errors import UsageError, refuse
from chrono.files.exchange.rows import Column, Table, pick
from chrono.files.read.prose import read_prose
from chrono.files.read.text import STDIN, decode, label, read_bytes, unreadable

_FILE = "The text in Markdown or plain text, or - for standard input."
_DATE = "The date of the text [default: the date in the text, or today]."
_VERDICT = (
    'Only statements with this verdict: stands (is right), "not checked", "not in the ledger", '
    '"cannot tell", depends or differs (repeat to match any of several).'
)
_CHECK = "Print one line for each problem, with its line and column in the text."
_CLAIMS = "Print the numbers of contacts in the text as claims to add to the ledger."


@command()
def proof(
    session: Session,
    output: PictureOutput,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_FILE)],
    date: Annotated[Word, spec("--date", "DATE", _DATE)] = None,
    verdict: Annotated[Words, spec("--verdict", "VERDICT", _VERDICT)] = None,
    check: Annotated[bool, spec("--check", None, _CHECK)] = False,
    claims: Annotated[bool, spec("--claims", None, _CLAIMS)] = False,
) -> int:
    """Check the statements in a text against the ledger.

    Statements are sentences with dates, names, places or numbers of contacts. For each statement,
    chrono prints a verdict and what the ledger has. The exit status is 1 if a statement differs.

    chrono proof article.md
        Check an article.
    chrono proof draft.txt --date 2025-12-12 --verdict differs
        Show the differences in a text of 12 December 2025.
    chrono proof article.md --check
        Print one line for each problem, for an editor or another program.
    """
    wanted = [choose(word, TEXT_VERDICTS, "verdict") for word in verdict or ()] or TEXT_VERDICTS
    plain = output.named or output.header is not None or output.pictures
    refuse(
        (check and claims, only_one_of("--check", "--claims")),
        (check and plain, "--check prints lines; omit -o"),
        (claims and plain, "--claims prints TOML; omit -o"),
        (claims and verdict, only_one_of("--claims", "--verdict")),
        (file == STDIN and STDIN in session.named, "only one of FILE and --ledger can be -"),
    )
    _refuse_text(file, output)
    name = label(file)
    prose = read_prose(_text(file), name)
    day = _day(session, prose, name, date)
    found = _findings(session, prose, name, day)
    session.note(_summary(found))
    shown = [finding for finding in found if finding.verdict in wanted]
    if hidden := len(found) - len(shown):
        session.note(not_shown(hidden, "statement", remedy="to show them, omit --verdict"))
    if claims:
        from chrono.cli.claim_drafts import SPEAKER, drafts

        made = [*drafts(session.read(), prose, found, name, day)]
        output.text("".join(made))
        if made:
            session.note(
                f'{plural(len(made), "claim")} drafted; replace "{SPEAKER}" with the speaker'
            )
        return 0
    if check:
        shown = shown if verdict else [each for each in shown if each.verdict != "stands"]
        output.text("".join(_check_lines(prose, name, shown)))
    else:
        rows = [_Row(prose, finding) for finding in shown]
        title = (name, day, session.part)
        table, long = Table(_COLUMNS, rows, _BRIEF), session.verbose
        output.rows(table, lambda _: views.proof.proof(prose, shown, *title, long))
    return int(any(finding.verdict == "differs" for finding in found))


_OTHER_FORMATS = re.compile(
    rb"PK\x03\x04|%PDF|\{\\rtf|\xd0\xcf\x11\xe0|\s*<(?:!doctype|html|\?xml)", re.I
)


def _text(file: str) -> str:
    if " " in file and not os.path.lexists(file):
        remedy = f"to check a sentence, run `echo {shell_word(file)} | chrono proof -`"
        claims = f"to find a claim, run `{command_line('claims', Question.of(text=[file]))}`"
        raise UsageError(f'"{file}" is not a file; {remedy}; {claims}')
    raw, name = read_bytes(file), label(file)
    if _OTHER_FORMATS.match(raw.removeprefix(b"\xef\xbb\xbf")):
        remedy = f"convert it first: pandoc {shell_word(name)} -t gfm -o text.md"
        raise unreadable(name, f"this file is neither Markdown nor plain text; {remedy}")
    return decode(name, raw)


def _refuse_text(file: str, output: PictureOutput) -> None:
    for path in filter(None, (output.output, *output.pictures.values())):
        same = file != STDIN and os.path.realpath(path) == os.path.realpath(file)
        refuse((same, f"--output {path}: this file is the text to check; choose another name"))


def _day(session: Session, prose: Prose, name: str, typed: str | None) -> dt.date:
    text, option = typed, "--date"
    if text is None:
        text = re.sub(r"(?<=^\d{4}-\d\d-\d\d)[T ].*", "", prose.date)  # a time in front matter
        option = f"{name}: date"
    if not text:
        remedy = 'add --date DATE, or a first line such as "Date: 2025-12-31"'
        session.note(f"{name} has no date, so today's date ({session.today}) is used; {remedy}")
        return session.today
    try:
        when = When.parse(read_date(text, session.today))
    except UnknownDateError:
        raise UsageError(bad_value(option, text, "a day, such as 2025-12-31")) from None
    except DateError as error:
        raise UsageError(f"{option} {error}") from None
    if when.start is None or when.start != when.end or not when.exact:
        raise UsageError(bad_value(option, text, "a day, such as 2025-12-31"))
    if text != str(when.start):
        session.note(f'"{text}" means {when.start}')
    return when.start


def _findings(session: Session, prose: Prose, name: str, day: dt.date) -> list[Finding]:
    from chrono.core.proof.engine import findings

    ledger = session.read()
    if not any(comment.text.startswith("=") for comment in prose.comments):
        return findings(prose.passages, ledger, day)
    from chrono.cli.text_questions import answers
    from chrono.core.proof.questions import with_answers

    decided = answers(session, prose, name, day)  # first, since an error in a question is quick
    return with_answers(findings(prose.passages, ledger, day), decided)


_PHRASES = {
    "stands": ("matches", "match"),
    "differs": ("differs", "differ"),
    "depends": ("depends on how it is read", "depend on how they are read"),
    "cannot tell": ("cannot be verified", "cannot be verified"),
    "not in the ledger": ("has no event in the ledger", "have no event in the ledger"),
}
"""For each verdict, the words after the number of statements, for one and for several."""


_NO_STATEMENT = (
    "no statement about contacts found; write full sentences with numbers, dates, people or places"
)


def _summary(found: Sequence[Finding]) -> str:
    numbers = Counter(finding.verdict for finding in found)
    unread = numbers.pop("not checked", 0)
    total = sum(numbers.values())
    parts = [
        f"{number} {_PHRASES[verdict][number > 1]}"
        for verdict in TEXT_VERDICTS
        if (number := numbers[verdict])
    ]
    if len(parts) == 1:
        parts[0] = re.sub("^[0-9]+", "it" if total == 1 else "all", parts[0])
    if not found:
        return _NO_STATEMENT
    checked = (
        f"{plural(total, 'statement') if total else 'no statement'} checked against the ledger"
    )
    text = f"{checked}: {', '.join(parts)}" if parts else checked
    return f"{text}; {plural(unread, 'statement')} not understood" if unread else text


class _Row(NamedTuple):
    prose: Prose
    finding: Finding

    @property
    def ids(self) -> list[str]:
        """Return the ids of the events that decided the verdict."""
        return [event.id for event in self.finding.events]


def _reading(finding: Finding) -> str:
    """Return how chrono understood a statement: `2 phone calls, 1 Jan–31 Dec 2025; ledger: 3`.

    The text after the semicolon corrects a wrong statement.
    """
    if finding.verdict == "stands" or not finding.answer:
        return finding.reading
    label = "ledger: " if finding.verdict in LEDGER_HAS else ""
    return f"{finding.reading}; {label}{finding.answer}"


_COLUMNS: Sequence[Column[_Row]] = (
    Column("line", lambda row: row.prose.line(row.finding.start)),
    Column("column", lambda row: row.prose.column(row.finding.start)),
    Column("verdict", lambda row: row.finding.verdict),
    Column("kind", lambda row: row.finding.kind),
    Column("text", lambda row: row.prose.words(row.finding.start, row.finding.end)),
    Column("reading", lambda row: row.finding.reading, lambda row: _reading(row.finding)),
    Column("answer", lambda row: row.finding.answer or None),
    Column("ids", lambda row: row.ids, lambda row: ";".join(row.ids)),
)
_BRIEF = pick(_COLUMNS, ("line", "verdict", "text", "reading", "ids"))


def _check_lines(prose: Prose, name: str, found: Sequence[Finding]) -> Iterator[str]:
    """Yield a line for each finding: `FILE:LINE:COLUMN: VERDICT: "WORDS": READING [IDS]`."""
    for finding in found:
        place = f"{name}:{prose.line(finding.start)}:{prose.column(finding.start)}"
        text = prose.words(finding.start, finding.end)
        ids = "; ".join(event.id for event in finding.events)
        line = f'{place}: {finding.verdict}: "{text}": {_reading(finding)}'
        yield escape_controls(f"{line} [{ids}]" if ids else line) + "\n"
