"""Find the statements in the passages of a text and judge each statement."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence

from chrono.core.model import Ledger
from chrono.core.progress import counted
from chrono.core.proof.attendance import attendance
from chrono.core.proof.documents import documents
from chrono.core.proof.durations import durations
from chrono.core.proof.findings import Finding
from chrono.core.proof.initiators import initiators
from chrono.core.proof.intervals import intervals
from chrono.core.proof.judge import Judge
from chrono.core.proof.matching import unique
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.passages import Passage
from chrono.core.proof.people import party_of
from chrono.core.proof.reading import read
from chrono.core.proof.scenes import Scene
from chrono.core.proof.sequences import sequences
from chrono.core.proof.statements import Context, Statement
from chrono.core.proof.tables import row_findings
from chrono.core.proof.unread_numbers import unread_numbers
from chrono.core.proof.unreal import is_unreal
from chrono.core.proof.vocabulary import Vocabulary
from chrono.core.proof.words import Sentence, overlaps, sentences
from chrono.core.verdicts import GRAVEST

SentenceForm = Callable[[Mentions], Iterable[Finding]]
SENTENCE_FORMS: Sequence[SentenceForm] = (
    initiators, attendance, sequences, intervals, durations, documents,
)  # fmt: skip
"""Functions that find statements of special forms. Their findings replace others at the same place.
"""

LONGEST = 2000
"""The length of the longest sentence that is read [characters]. Longer ones would take too long."""

_DATELINE = re.compile(
    r"\s*(?:[A-Z][A-Z .,/]+(?:, |\s)[A-Z][A-Za-z]+\.? \d{1,2}(?:, \d{4})?(?: \([^)]*\))?"
    r"|[A-Z][\w .,/]{2,40} \([A-Z][\w ./]{1,20}\)) ?[-–—]+ "
)


def without_dateline(text: str) -> str:
    """Return a paragraph with spaces in place of a dateline such as `WASHINGTON, Nov. 25 - `
    or `Berlin (AFP) - `."""
    match = _DATELINE.match(text)
    return " " * match.end() + text[match.end() :] if match else text


def findings(passages: Sequence[Passage], ledger: Ledger, day: dt.date) -> list[Finding]:
    """Return the findings of a text, in order. `day`: the day for which the text was written."""
    judge = Judge(Vocabulary(ledger, day))
    context = Context()
    result: list[Finding] = []
    for passage in counted(passages, "Checking paragraphs", len(passages)):
        if passage.kind in ("heading", "row") and len(passage.text) > 10 * LONGEST:
            continue
        if passage.kind == "heading":
            result += _heading_findings(passage, judge)
        elif passage.kind == "row":
            result += row_findings(passage, context, judge)
        else:
            for sentence in sentences(without_dateline(passage.text), passage.start):
                if len(sentence.text) > LONGEST:
                    continue
                of_sentence, context = _sentence_findings(sentence, context, judge)
                result += of_sentence
    return sorted(result, key=lambda one: (one.start, one.end))


def _heading_findings(passage: Passage, judge: Judge) -> list[Finding]:
    """Return the findings of a heading, which has no context: it may begin another subject.

    A heading without a date, a place or a verb, such as `Two calls`, is a name and no statement.
    """
    result: list[Finding] = []
    for sentence in sentences(passage.text, passage.start):
        marks = judge.vocabulary.marks(sentence.text)  # it may name people in full
        if any(mark.kind in ("time", "verb", "place") for mark in marks):
            result += _sentence_findings(sentence, Context(), judge)[0]
    return result


def _sentence_findings(
    sentence: Sentence, context: Context, judge: Judge
) -> tuple[list[Finding], Context]:
    mentions = Mentions(sentence, context, judge)
    special: list[Finding] = []
    is_question = sentence.text.endswith("?")
    for form in SENTENCE_FORMS if not is_question else ():
        for finding in form(mentions):
            taken = overlaps(finding.start, finding.end, special)
            place = finding.start - sentence.start, finding.end - sentence.start
            if not taken and not is_unreal(sentence.text, *place):
                special.append(finding)
    result: list[Finding] = []
    has_number = False
    reader = read(sentence, context, judge.vocabulary)
    reading = next(reader, None)
    while reading is not None:
        scene, statements = reading
        of_clause, context = _clause_findings(scene, statements, context, judge)
        has_number = has_number or any(one.kind == "count" for one in statements)
        result += [one for one in of_clause if not overlaps(one.start, one.end, special)]
        try:
            reading = reader.send(context)
        except StopIteration:
            break
    context = context._replace(before=sentence.text)
    if not sentence.text.endswith("?"):
        context = context._replace(after_question=False)
    if result and not has_number:
        context = context._replace(counted=None, windows=())
    complete = [*joined_counts(result, sentence), *special]
    if is_question:
        return complete, context
    contacts = judge.vocabulary.kinds.contacts
    return [*complete, *unread_numbers(sentence, mentions.marks, contacts, complete)], context


def _clause_findings(
    scene: Scene, statements: Sequence[Statement], context: Context, judge: Judge
) -> tuple[list[Finding], Context]:
    result: list[Finding] = []
    for statement in statements:
        if statement.is_question:
            context = _after_question(context, statement)
            continue
        finding = judge.finding(statement)
        if finding is not None:
            result.append(finding)
        context = _after_statement(context, statement, finding)
    return result, _after_clause(context, scene)


# -- the context after a clause ------------------------------------------------------------------


def _after_question(context: Context, statement: Statement) -> Context:
    about = statement.about
    pair = about.parties if len(about.parties) > 1 else context.pair
    return context._replace(
        counted=about, windows=statement.windows, after_question=True, pair=pair
    )


def _after_statement(context: Context, statement: Statement, finding: Finding | None) -> Context:
    if finding and finding.events:
        context = _after_events(context, statement, finding)
    if statement.kind == "count" and statement.ordinal is None and statement.about.kind:
        context = context._replace(counted=statement.about, windows=statement.windows)
    return context


def _after_events(context: Context, statement: Statement, finding: Finding) -> Context:
    events = finding.events
    if statement.kind in ("event", "date"):
        context = context._replace(events=events)
        if len(statement.about.parties) == len(events) == 1 and finding.verdict == "stands":
            context = context._replace(pair=tuple(map(party_of, events[0].actors)))
    elif statement.kind == "interval" and len(events) == 2:
        far = statement.other.named if statement.other else ()
        near = tuple(event for event in events if event not in far)
        context = context._replace(events=(near or events)[-1:])
    elif statement.kind == "count" and statement.ordinal:
        context = context._replace(events=events[-1:])
    return context


def _after_clause(context: Context, scene: Scene) -> Context:
    if len(scene.parties) >= 2 and scene.own_parties and (scene.kind or scene.of("reference")):
        context = context._replace(pair=scene.parties)
    for mark in reversed(scene.of("people")):
        value = mark.value
        if len(value.parties) == 1 and not value.pronoun and value.person:
            rest = (one for one in context.persons if one != value.parties[0])
            context = context._replace(persons=(value.parties[0], *rest)[:4])
    if scene.kind is not None and scene.kind.noun:
        context = context._replace(kind=scene.kind)
    return context


# -- findings ------------------------------------------------------------------------------------


_AND = re.compile(r"(?:,? and|,|,? as well as|,? plus|,? along with) (?:an? )?")


def joined_counts(findings: Sequence[Finding], sentence: Sentence) -> list[Finding]:
    """Return the findings of a sentence, with one finding for adjacent numbers.

    `a meeting and four calls` has one finding instead of two.
    """
    result: list[Finding] = []
    text, offset = sentence.text, sentence.start
    for finding in findings:
        last = result[-1] if result and result[-1].kind == finding.kind == "count" else None
        if last and _AND.fullmatch(text, last.end - offset, finding.start - offset):
            result[-1] = _joined(last, finding)
        else:
            result.append(finding)
    return result


_NUMBER = re.compile(r"^(?:no|(?:at (?:least|most) )?\d+) ")


def _named_answer(finding: Finding) -> str:
    if ";" in finding.reading or not finding.answer:
        return finding.answer  # it has several numbers
    return f"{_NUMBER.sub('', finding.reading.partition(',')[0])}: {finding.answer}"


def _joined(first: Finding, second: Finding) -> Finding:
    graver = min((first, second), key=lambda one: GRAVEST.index(one.verdict))
    return graver._replace(
        start=first.start,
        end=second.end,
        reading=f"{first.reading}; {second.reading}",
        answer="; ".join(filter(None, map(_named_answer, (first, second)))),
        events=unique((*first.events, *second.events)),
    )
