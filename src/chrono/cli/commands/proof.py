"""`chrono proof`: check the statements of a text against the ledger."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import typer

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import Word, Words, spec
from chrono.cli.output import PictureOutput
from chrono.cli.session import Session
from chrono.core.date_errors import DateError, UnknownDateError
from chrono.core.dates import When
from chrono.core.english import plural
from chrono.core.english_dates import read_date
from chrono.core.names import choose
from chrono.core.proof.findings import Finding, in_sentences
from chrono.core.prose import Prose, date_in_dateline
from chrono.core.quotations import Piece, Quotation, quotations
from chrono.core.sentences import bad_value, not_shown, only_one_of, shell_word
from chrono.core.text import escape_controls
from chrono.core.verdicts import LEDGER_HAS, TEXT_VERDICTS, TextVerdict
from chrono.errors import UsageError, refuse
from chrono.files.exchange.rows import Column, Table, pick
from chrono.files.read.prose import read_prose
from chrono.files.read.text import STDIN, decode, label, read_bytes, unreadable

_FILE = "The text in Markdown or plain text, - for standard input, or a sentence."
_DATE = "The date of the text [default: the date in the text, or today]."
_VERDICT = "Only statements with this verdict, such as differs (repeat to match any of several)."
_CHECK = "Print one line for each problem, with its line and column in the text."
_CLAIMS = "Print the numbers of contacts in the text as claims to add to the ledger."
_STATEMENTS = "Check statements in JSON Lines that another program has read out of a text."
SENTENCE = "<sentence>"


@command()
def proof(
    session: Session,
    output: PictureOutput,
    file: Annotated[str | None, typer.Argument(metavar="FILE", help=_FILE)] = None,
    date: Annotated[Word, spec("--date", "DATE", _DATE)] = None,
    verdict: Annotated[Words, spec("--verdict", "VERDICT", _VERDICT)] = None,
    check: Annotated[bool, spec("--check", None, _CHECK)] = False,
    claims: Annotated[bool, spec("--claims", None, _CLAIMS)] = False,
    statements: Annotated[Word, spec("--statements", "FILE", _STATEMENTS)] = None,
) -> int:
    """Check the statements in a text against the ledger.

    Every sentence about contacts is listed, with a verdict on what it states or as "not read". The
    exit status is 1 if a statement differs.

    chrono proof article.md
        Check an article.
    chrono proof "Xi and Trump met in Busan on 30 October 2025."
        Check a sentence.
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
        (bool(file and statements), only_one_of("FILE", "--statements")),
        (not (file or statements), "name a text, such as article.md, or write a sentence"),
        (STDIN in (file, statements) and STDIN in session.named,
         "only one of FILE and --ledger can be -"),
        (claims and statements, only_one_of("--claims", "--statements")),
    )  # fmt: skip
    read = _read(session, output, file, statements, date)
    found = [row.finding for row in read.rows]
    session.note(_summary(found))
    shown = [row for row in read.rows if row.finding.verdict in wanted]
    if hidden := len(read.rows) - len(shown):
        session.note(not_shown(hidden, "statement", remedy="to show them, omit --verdict"))
    if claims:
        _draft(session, output, read)
        return 0
    if check:
        quiet = () if verdict else ("stands", "not read")
        shown = [row for row in shown if row.finding.verdict not in quiet]
        output.text("".join(_check_lines(read.name, shown)))
    else:
        title = (read.name, read.day, session.part)
        table, long = Table(_COLUMNS, shown, _BRIEF), session.verbose
        quoted = [*quotations(read.prose, [row.finding for row in shown])]
        if statements is not None:
            quoted = [row.quotation for row in shown]
        output.rows(table, lambda _: views.proof.proof(quoted, *title, long))
    return int(any(finding.verdict == "differs" for finding in found))


class _Read(NamedTuple):
    """What was checked: a text or statements, with the day and the rows to show."""

    name: str
    prose: Prose
    day: dt.date
    rows: Sequence[_Row]


def _read(
    session: Session, output: PictureOutput, file: str | None, statements: str | None,
    date: str | None,
) -> _Read:  # fmt: skip
    if statements is not None:
        day = _day(session, "", "", date)
        return _Read(
            label(statements), Prose("", (), ()), day, [*_stated(session, statements, day)]
        )
    assert file is not None
    _refuse_text(file, output)
    is_sentence = " " in file and not os.path.lexists(file)
    name = SENTENCE if is_sentence else label(file)
    prose = read_prose(file if is_sentence else _text(file), name)
    day = _day(session, _date_of(prose), name, date)
    found = _findings(session, prose, name, day)
    return _Read(name, prose, day, [_Row.of(prose, one) for one in found])


def _draft(session: Session, output: PictureOutput, read: _Read) -> None:
    from chrono.cli.claim_drafts import SPEAKER, drafts

    found = [row.finding for row in read.rows]
    made = [*drafts(session.read(), read.prose, found, read.name, read.day)]
    output.text("".join(made))
    if made:
        session.note(f'{plural(len(made), "claim")} drafted; replace "{SPEAKER}" with the speaker')


_OTHER_FORMATS = re.compile(
    rb"PK\x03\x04|%PDF|\{\\rtf|\xd0\xcf\x11\xe0|\s*<(?:!doctype|html|\?xml)", re.I
)


def _text(file: str) -> str:
    raw, name = read_bytes(file), label(file)
    if _OTHER_FORMATS.match(raw.removeprefix(b"\xef\xbb\xbf")):
        remedy = f"convert it first: pandoc {shell_word(name)} -t gfm -o text.md"
        raise unreadable(name, f"this file is neither Markdown nor plain text; {remedy}")
    return decode(name, raw)


def _refuse_text(file: str, output: PictureOutput) -> None:
    for path in filter(None, (output.output, *output.pictures.values())):
        same = file != STDIN and os.path.realpath(path) == os.path.realpath(file)
        refuse((same, f"--output {path}: this file is the text to check; choose another name"))


def _date_of(prose: Prose) -> str:
    return prose.date or date_in_dateline(prose.passages)


def _day(session: Session, written: str, name: str, typed: str | None) -> dt.date:
    text, option = typed, "--date"
    if text is None:
        text = re.sub(r"(?<=^\d{4}-\d\d-\d\d)[T ].*", "", written)  # a time in front matter
        option = f"{name}: date"
    if not text:
        remedy = 'add --date DATE, or a first line such as "Date: 2025-12-31"'
        what = f"{name} has no date, so " if name and name != SENTENCE else ""
        session.note(f"{what}today's date ({session.today}) is used; {remedy}")
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
    from chrono.core.proof.text import findings

    ledger = session.read()
    if not any(comment.text.startswith("=") for comment in prose.comments):
        return findings(prose.passages, ledger, day)
    from chrono.cli.text_questions import answers
    from chrono.core.proof.questions import with_answers

    decided = answers(session, prose, name, day)  # first, since an error in a question is quick
    return with_answers(findings(prose.passages, ledger, day), decided)


def _stated(session: Session, file: str, day: dt.date) -> Iterator[_Row]:
    """Yield the rows of statements in JSON Lines. Raises UsageError for all that are wrong."""
    from chrono.core.proof.judge import Judge
    from chrono.core.proof.lexicon import Lexicon
    from chrono.core.proof.statements import frame_of
    from chrono.core.proof.text import finding

    name = label(file)
    ledger = session.read()
    lexicon, judge = Lexicon(ledger), Judge(ledger, day)
    errors, rows = list[str](), list[_Row]()
    for number, line in enumerate(decode(name, read_bytes(file)).splitlines(), 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            frame = frame_of(given, lexicon)
        except json.JSONDecodeError as error:
            errors.append(f"{name}:{number}: this line is not JSON: {error}")
            continue
        except UsageError as error:
            errors += [f"{name}:{number}: {sentence}" for sentence in error.args]
            continue
        place = (number, number)
        made = finding(frame, judge, ledger, 0, place)
        words = {key: given.get(key) for key in ("text", "line", "column")}
        rows.append(_Row(made, str(words["text"] or ""), words["line"], words["column"]))
    if errors:
        raise UsageError(*errors)
    yield from rows


_SAID: Mapping[TextVerdict, tuple[str, str]] = {
    "stands": ("stands", "stand"), "differs": ("differs", "differ"),
    "depends": ("depends", "depend"), "cannot tell": ("cannot tell", "cannot tell"),
    "not in the ledger": ("not in the ledger", "not in the ledger"),
    "not read": ("not read", "not read"),
}  # fmt: skip
"""For each verdict, the words after the number of sentences, for one and for several."""


def _summary(found: Sequence[Finding]) -> str:
    """Return the number of sentences by verdict: `9 sentences about contacts: 4 stand, ...`."""
    numbers = in_sentences(found)
    if not numbers:
        return "no sentence about contacts found"
    parts = [
        f"{number} {_SAID[verdict][number > 1]}"
        for verdict in TEXT_VERDICTS
        if (number := numbers.get(verdict, 0))
    ]
    return f"{plural(sum(numbers.values()), 'sentence')} about contacts: {', '.join(parts)}"


class _Row(NamedTuple):
    """A finding with its words and its place in the text, which a statement may not have."""

    finding: Finding
    text: str
    line: int | None
    column: int | None

    @classmethod
    def of(cls, prose: Prose, one: Finding) -> _Row:
        """Return the row of a finding in a text."""
        words = prose.words(one.start, one.end, one.holes)
        return cls(one, words, prose.line(one.start), prose.column(one.start))

    @property
    def quotation(self) -> Quotation:
        """Return the words of a statement as a quotation."""
        is_read = self.finding.verdict != "not read"
        return Quotation(
            self.line or 0, [Piece(self.text, is_read, (self.finding,))], [self.finding]
        )

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


def _part(key: str) -> Column[_Row]:
    """Return the column of a key of statements."""

    def value(row: _Row) -> Any:
        from chrono.core.proof.statements import as_statement

        return as_statement(row.finding.frame).get(key) if row.finding.frame else None

    return Column(key, value)


_COLUMNS: Sequence[Column[_Row]] = (
    Column("line", lambda row: row.line),
    Column("column", lambda row: row.column),
    Column("text", lambda row: row.text),
    *map(_part, ("who", "types", "when", "where", "number", "rank", "tags", "denied", "unread")),
    Column("verdict", lambda row: row.finding.verdict),
    Column("reading", lambda row: row.finding.reading, lambda row: _reading(row.finding)),
    Column("answer", lambda row: row.finding.answer or None),
    Column("ids", lambda row: row.ids, lambda row: ";".join(row.ids)),
)
_BRIEF = pick(_COLUMNS, ("line", "verdict", "text", "reading", "ids"))


def _check_lines(name: str, rows: Sequence[_Row]) -> Iterator[str]:
    """Yield a line for each finding: `FILE:LINE:COLUMN: VERDICT: "WORDS": READING [IDS]`."""
    for row in rows:
        ids = "; ".join(row.ids)
        line = f'{name}:{row.line or 1}:{row.column or 1}: {row.finding.verdict}: "{row.text}": '
        line += _reading(row.finding)
        yield escape_controls(f"{line} [{ids}]" if ids else line) + "\n"
