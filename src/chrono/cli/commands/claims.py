"""`chrono claims`: what people said, beside the ledger's own count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chrono.cli.options import Words, command
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core import explanations
from chrono.core.claims import (
    VERDICTS,
    ClaimVerdict,
    Interpretation,
    claims_about,
    judge_all,
    verdict_named,
)
from chrono.core.english import join_or
from chrono.core.lookup import Lookup
from chrono.core.model import Ledger
from chrono.core.query import Query, Question, resolve
from chrono.errors import UsageError
from chrono.files.exchange.record import source_record
from chrono.files.exchange.rows import Rows, number_cell, plain_cells

if TYPE_CHECKING:
    from rich.console import RenderableType

app = typer.Typer(rich_markup_mode=None, add_completion=False)

COLUMNS = ("id", "verdict", "stated", "counted", "ids")
KEYS = (
    "id", "by", "by_name", "date", "as_of", "statement", "wording", "window", "actors", "types",
    "tags", "verdict", "disputed", "readings", "explained", "sources",
)  # fmt: skip


@command(
    app,
    "What people said of how many, each claim beside the ledger's own count.",
    examples=(
        (
            "chrono claims 2025-11",
            "What was said in a month, a claim a line; the status is 1 where one no longer holds.",
        ),
        (
            'chrono claims --speaker "Xie Feng" -o table',
            "One speaker, each reading of the window with the events behind it.",
        ),
        (
            "chrono claims --verdict depends -o json",
            "Those that are true under one reading only, for another program.",
        ),
    ),
)
def claims(
    session: Session,
    question: Question,
    output: Output,
    speaker: Annotated[
        Words,
        typer.Option("--speaker", metavar="NAME", help="Made by NAME; again: by any of them."),
    ] = None,
    verdict: Annotated[
        Words,
        typer.Option("--verdict", metavar="VERDICT", help=f"{join_or([*VERDICTS])}; again: any."),
    ] = None,
) -> int:
    """Judge the claims that were made in a period; status 1 where one no longer holds."""
    _refuse(question, verdict or ())
    ledger = session.ledger
    query = resolve(question, ledger, unique_names=True)
    names = Lookup(ledger, unique_names=True)
    speakers = {actor.id for name in speaker or () for actor in names.speakers(name)}
    found = list(judge_all(claims_about(ledger, query, speakers), ledger))
    found = [judged for judged in found if not verdict or judged.verdict in verdict]
    session.say(*query.notes)
    session.say_about_covers(query.period)
    if not found:
        session.say("no claim fits")
    for judged in found:
        if judged.settled:
            session.say(f"{judged.claim.id} is marked disputed, and the ledger agrees with it now")
    shown = session.shown(found, query, "claim")
    columns = output.columns(KEYS, COLUMNS)
    rows = Rows(columns, (record(judged) for judged in shown), _cells)
    output.rows(session, rows, lambda: _view(shown, query, ledger))
    return 1 if any(judged.broken for judged in found) else 0


def _refuse(question: Question, verdicts: Sequence[str]) -> None:
    """Raise UsageError for a filter that claims do not take, and for an unknown verdict."""
    for row in question.used:
        if not row.claims:
            raise UsageError(f"{row.option} asks for events, and a claim has nothing of the kind")
    for word in verdicts:
        verdict_named(word)


def record(judged: ClaimVerdict) -> dict[str, Any]:
    """A claim with its verdict, and in each reading what was stated and what is counted."""
    claim = judged.claim
    return {
        "id": claim.id,
        "by": claim.by.id,
        "by_name": claim.by.name,
        "date": claim.date.text,
        "as_of": claim.as_of.text,
        "statement": claim.statement,
        "wording": claim.wording,
        "window": claim.window,
        "actors": [actor.id for actor in claim.actors],
        "types": [kind.id for kind in claim.types],
        "tags": list(claim.tags),
        "verdict": judged.verdict,
        "disputed": claim.disputed,
        "readings": [_reading(reading) for reading in judged.readings],
        "explained": explanations.explain_difference(judged),
        "sources": [source_record(source) for source in claim.sources],
    }


def _reading(reading: Interpretation) -> dict[str, Any]:
    return {
        "name": reading.name,
        "period": reading.period.text,
        "verdict": reading.verdict,
        "stated": {one.what: one.number._asdict() for one in reading.stated},
        "counted": {one.what: one.counted.to_dict() for one in reading.stated},
        "events": [event.id for event in reading.events],
        "near": [near.event.id for near in reading.near],
        "why": explanations.explain(reading),
    }


def _cells(found: dict[str, Any], columns: Sequence[str]) -> list[str]:
    """One row a claim: the readings' numbers and ids side by side, as ` | ` parts them."""
    readings = found["readings"]
    stated = _numbers(readings[0]["stated"], _stated_cell)
    counted = [_numbers(reading["counted"], number_cell) for reading in readings]
    ids = ["; ".join(reading["events"]) for reading in readings]
    said = {"stated": stated, "counted": " | ".join(counted), "ids": " | ".join(ids)}
    return plain_cells({**found, **said}, columns)


def _numbers(numbers: Mapping[str, Any], cell: Any) -> str:
    """`meeting=1; call=4`, or the number alone where there is but one."""
    if len(numbers) == 1:
        return str(cell(*numbers.values()))
    return "; ".join(f"{what}={cell(number)}" for what, number in numbers.items())


def _stated_cell(number: Mapping[str, int | None]) -> str:
    low, high = ("" if bound is None else str(bound) for bound in (number["min"], number["max"]))
    return low if low == high else f"{low}..{high}"


def _view(found: Sequence[ClaimVerdict], query: Query, ledger: Ledger) -> RenderableType:
    from chrono.view.claims import Claims

    return Claims(found, query, ledger)
