"""Compare the passages of a text with a ledger."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence

from chrono.core.model import Ledger
from chrono.core.proof.attendance import attendance
from chrono.core.proof.context import Context
from chrono.core.proof.context_after import after_clause, after_question, after_statement
from chrono.core.proof.documents import documents
from chrono.core.proof.durations import durations
from chrono.core.proof.findings import Finding, Verdict
from chrono.core.proof.initiators import initiators
from chrono.core.proof.intervals import intervals
from chrono.core.proof.matching import unique
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.passages import Passage
from chrono.core.proof.reading import read
from chrono.core.proof.scenes import Scene
from chrono.core.proof.sequences import sequences
from chrono.core.proof.statements import Statement
from chrono.core.proof.tables import row_findings
from chrono.core.proof.unread_numbers import unread_numbers
from chrono.core.proof.unreal import is_unreal
from chrono.core.proof.verdicts import Judge
from chrono.core.proof.vocabulary import Vocabulary
from chrono.core.proof.words import Sentence, sentences

SentenceForm = Callable[[Mentions], Iterable[Finding]]
SENTENCE_FORMS: Sequence[SentenceForm] = (
    initiators, attendance, sequences, intervals, durations, documents,
)  # fmt: skip
"""Functions that find statements of special forms, whose findings go before all others."""

LONGEST = 2000
"""A longer sentence is not read: it is no prose, and would take too long [characters]."""

_DATELINE = re.compile(
    r"\s*[A-Z][A-Z .,/]+(?:, |\s)[A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?(?: \([^)]*\))? ?[-–—]+ "
)


def without_dateline(text: str) -> str:
    """A paragraph with blanks in the place of its dateline: `WASHINGTON, Nov. 25 - `."""
    match = _DATELINE.match(text)
    return " " * match.end() + text[match.end() :] if match else text


def findings(passages: Sequence[Passage], ledger: Ledger, day: dt.date) -> list[Finding]:
    """The findings of a text of a day, in the order of the text."""
    judge = Judge(Vocabulary(ledger, day))
    context = Context()
    result: list[Finding] = []
    for passage in passages:
        if passage.kind in ("heading", "row") and len(passage.text) > 10 * LONGEST:
            continue
        if passage.kind == "heading":
            judge.vocabulary.marks(passage.text)  # it may name people in full
        elif passage.kind == "row":
            result += row_findings(passage, context, judge)
        else:
            for sentence in sentences(without_dateline(passage.text), passage.start):
                if len(sentence.text) > LONGEST:
                    continue
                of_sentence, context = _sentence_findings(sentence, context, judge)
                result += of_sentence
    return sorted(result, key=lambda one: (one.start, one.end))


def _sentence_findings(
    sentence: Sentence, context: Context, judge: Judge
) -> tuple[list[Finding], Context]:
    """(the findings of a sentence, the context after it)."""
    mentions = Mentions(sentence, context, judge)
    special: list[Finding] = []
    for form in SENTENCE_FORMS:
        special += [
            one for one in form(mentions)
            if not _overlaps(one, special) and not _is_unreal(one, sentence)
        ]  # fmt: skip
    result: list[Finding] = []
    has_number = False
    reader = read(sentence, context, judge.vocabulary)
    reading = next(reader, None)
    while reading is not None:
        scene, statements = reading
        found, context = _clause_findings(scene, statements, context, judge)
        has_number = has_number or any(one.kind == "count" for one in statements)
        result += [one for one in found if not _overlaps(one, special)]
        try:
            reading = reader.send(context)
        except StopIteration:
            break
    context = context._replace(before=sentence.text)
    if not sentence.text.endswith("?"):
        context = context._replace(asked=False)
    if result and not has_number:
        context = context._replace(counted=None, windows=())
    complete = [*joined_counts(result, sentence), *special]
    vocabulary = judge.vocabulary
    marks, contacts = vocabulary.marks(sentence.text), vocabulary.kinds.contacts
    return [*complete, *unread_numbers(sentence, marks, contacts, complete)], context


def _clause_findings(
    scene: Scene, statements: Sequence[Statement], context: Context, judge: Judge
) -> tuple[list[Finding], Context]:
    """(the findings of a clause, the context after it)."""
    result: list[Finding] = []
    for statement in statements:
        if statement.is_question:
            context = after_question(context, statement)
            continue
        finding = judge.finding(statement)
        if finding is not None:
            result.append(finding)
        context = after_statement(context, statement, finding)
    return result, after_clause(context, scene)


def _is_unreal(finding: Finding, sentence: Sentence) -> bool:
    first = sentence.start
    return is_unreal(sentence.text, finding.start - first, finding.end - first)


def _overlaps(finding: Finding, others: Iterable[Finding]) -> bool:
    return any(finding.start < one.end and one.start < finding.end for one in others)


_GRAVEST: Sequence[Verdict] = (
    "differs", "not in the ledger", "cannot tell", "depends", "stands", "not checked",
)  # fmt: skip
_AND = re.compile(r",? and (?:an? )?|, (?:an? )?")


def joined_counts(found: Sequence[Finding], sentence: Sentence) -> list[Finding]:
    """The findings, with numbers in a row as one: `a meeting and four phone calls`."""
    result: list[Finding] = []
    for one in found:
        last = result[-1] if result else None
        if (
            last
            and last.kind == one.kind == "count"
            and _AND.fullmatch(sentence.text, last.end - sentence.start, one.start - sentence.start)
        ):
            result[-1] = _joined(last, one)
        else:
            result.append(one)
    return result


_NUMBER = re.compile(r"^(?:no|(?:at (?:least|most) )?\d+) ")


def _named_answer(finding: Finding) -> str:
    """The answer of a number with what it counts: `phone calls: 3`."""
    if ";" in finding.reading or not finding.answer:
        return finding.answer  # it has several numbers
    return f"{_NUMBER.sub('', finding.reading.partition(',')[0])}: {finding.answer}"


def _joined(first: Finding, second: Finding) -> Finding:
    """Two findings as one, with the graver verdict."""
    graver = min((first, second), key=lambda one: _GRAVEST.index(one.verdict))
    return graver._replace(
        start=first.start,
        end=second.end,
        reading=f"{first.reading}; {second.reading}",
        answer="; ".join(filter(None, map(_named_answer, (first, second)))),
        events=unique((*first.events, *second.events)),
    )
