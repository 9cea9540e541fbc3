"""`chrono claims`: compare claims with the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from operator import attrgetter
from typing import Annotated, Any

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import ClaimQuestion, Words, spec
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core import explanations
from chrono.core.claims import ClaimVerdict, Interpretation, judged
from chrono.core.command_lines import command_line
from chrono.core.coverage import period_notes
from chrono.core.english import first_few, join_or
from chrono.core.model import Ledger
from chrono.core.names import choose
from chrono.core.note_kinds import Note
from chrono.core.notes import idle_filters
from chrono.core.origins import without_origins
from chrono.core.query import Question, resolve
from chrono.core.sentences import hint, unsupported
from chrono.core.verdicts import VERDICTS
from chrono.errors import UsageError, refuse
from chrono.files.exchange.record import columns_of_keys
from chrono.files.exchange.rows import Column, Table, pick, plain_cell
from chrono.files.format.keys import CLAIM

_WORDS = join_or([f'"{verdict}"' if " " in verdict else verdict for verdict in VERDICTS])
_VERDICT = f"Claims with this verdict: {_WORDS} (repeat to match any of several)."
_SPEAKER = "Claims made by NAME (repeat to match any of several)."


@command()
def claims(
    session: Session,
    question: ClaimQuestion,
    output: Output,
    speaker: Annotated[Words, spec("--speaker", "NAME", _SPEAKER)] = None,
    verdict: Annotated[Words, spec("--verdict", "VERDICT", _VERDICT)] = None,
) -> int:
    """Check claims about the number of contacts.

    A claim is what someone said about the number of contacts, such as "four calls this year".
    chrono compares each claim with the ledger. The verdict "depends" means that the claim is
    right for some possible periods, but not for all. PERIOD is the time when the claims were made.
    The exit status is 1 if a claim differs from the ledger and is not marked as disputed.

    chrono claims 2025-11
        Check the claims made in a month.
    chrono claims --speaker "Xie Feng" -o table
        Check the claims of one speaker, and show how each claim was checked.
    chrono claims --verdict depends -o json
        Print the claims with the verdict "depends" as JSON.
    """
    for row in question.applied:
        refuse((not row.claims, f"{row.option} does not apply to claims"))
    ledger = session.read()
    for word in verdict or ():
        choose(word, VERDICTS, "verdict")
    query = resolve(question, ledger, unique_names=True)
    ledger = without_origins(ledger, query.without)

    verdicts = judged(ledger, query, speaker or (), verdict or ())
    session.note(*query.notes, *period_notes(ledger, query.period), *idle_filters(query))
    counted = (event for one in verdicts for reading in one.readings for event in reading.events)
    if bare := [id for id in dict.fromkeys(one.id for one in counted) if id in ledger.unsupported]:
        session.note(unsupported(query.without, bare))
    if not verdicts:
        session.note("no matching claims", *_nearest(question, ledger, speaker, verdict))
    if settled := [one.claim.id for one in verdicts if one.settled]:
        one, now = ("is", "agrees") if len(settled) == 1 else ("are", "agree")
        ids = first_few(settled, word="and")
        session.note(f"{ids} {one} marked as disputed, but now {now} with the ledger")
    shown = session.shown(verdicts, query, "claim")
    table = Table(_COLUMNS, shown, _BRIEF)
    output.rows(table, lambda console: views.claims.claims(shown, query, ledger, console))
    return int(any(claim.broken for claim in verdicts))


def _nearest(question: Question, ledger: Ledger, speaker: Words, verdict: Words) -> Iterator[Note]:
    """Yield a note on the claim with the most words of --text, if more than half of the words
    match.
    """
    words = [word for text in question.words.get("text", ()) for word in text.split()]
    claims: dict[str, set[str]] = {}
    for word in {*words}:
        with suppress(UsageError):  # a dash has no word
            query = resolve(_with_text(question, word), ledger, unique_names=True)
            claims[word] = {
                one.claim.id for one in judged(ledger, query, speaker or (), verdict or ())
            }
    numbers = Counter(id for word in words for id in sorted(claims.get(word, ())))
    id, number = next(iter(numbers.most_common(1)), ("", 0))
    if 2 * number > len(words):
        kept = " ".join(word for word in words if id in claims.get(word, ()))
        others = {"--speaker": speaker, "--verdict": verdict}
        text = command_line("claims", _with_text(question, kept), others)
        yield hint(f"for the claim with the most of these words, run `{text}`")


def _with_text(question: Question, text: str) -> Question:
    return question._replace(words={**question.words, "text": (text,)})


def _reading(reading: Interpretation) -> dict[str, Any]:
    return {
        "name": reading.name,
        "period": reading.period.text,
        "verdict": reading.verdict,
        "stated": {number.what: number.number._asdict() for number in reading.stated},
        "counted": {number.what: number.counted for number in reading.stated},
        "events": [event.id for event in reading.events],
        "near": [miss.event.id for miss in reading.near],
        "why": explanations.explain(reading),
    }


def _numbers(texts: Mapping[str, str]) -> str:
    if len(texts) == 1:
        return "".join(texts.values())
    return "; ".join(f"{what}={text}" for what, text in texts.items())


def _stated(verdict: ClaimVerdict) -> str:
    bounds = {number.what: map(plain_cell, number.number) for number in verdict.readings[0].stated}
    return _numbers({what: "..".join(dict.fromkeys(pair)) for what, pair in bounds.items()})


def _counted(verdict: ClaimVerdict) -> str:
    return " | ".join(
        _numbers({number.what: number.counted.text("..") for number in reading.stated})
        for reading in verdict.readings
    )


def _ids(verdict: ClaimVerdict) -> str:
    return " | ".join(
        "; ".join(event.id for event in reading.events) for reading in verdict.readings
    )


_of_claim = partial(columns_of_keys, CLAIM, attrgetter("claim"))
_COLUMNS: Sequence[Column[ClaimVerdict]] = (
    *_of_claim("id", "by"),
    Column("by_name", lambda verdict: verdict.claim.by.name),
    *_of_claim("date", "as_of", "statement", "wording", "window", "actors", "types", "tags"),
    Column("verdict", lambda verdict: verdict.verdict),
    *_of_claim("disputed"),
    Column("readings", lambda verdict: [_reading(reading) for reading in verdict.readings]),
    Column("explained", explanations.explain_difference),
    *_of_claim("sources"),
)
_BRIEF: Sequence[Column[ClaimVerdict]] = (
    *pick(_COLUMNS, ("id", "verdict")),
    Column("stated", _stated),
    Column("counted", _counted),
    Column("ids", _ids),
)


def record(verdict: ClaimVerdict) -> dict[str, Any]:
    """Return a claim and its verdict as a dict, with the keys of `chrono claims -o json`."""
    return {column.key: column.value(verdict) for column in _COLUMNS}
