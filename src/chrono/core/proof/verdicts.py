"""Judge statements by a ledger: each becomes a finding, or nothing if it cannot be decided."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.core import english
from chrono.core.proof.claimed import claimed
from chrono.core.proof.distance_verdicts import DistanceVerdicts
from chrono.core.proof.findings import Finding
from chrono.core.proof.number_verdicts import NumberVerdicts
from chrono.core.proof.numbers import Amount
from chrono.core.proof.statements import Description, Statement
from chrono.core.proof.times import Distance


class Judge(DistanceVerdicts, NumberVerdicts):
    """Compares statements with a ledger, for a text of one day."""

    def finding(self, statement: Statement) -> Finding | None:
        """The finding for a statement, or None if nothing can be said of it."""
        judge = {
            "count": self.number_answer, "order": self.number_answer, "event": self.event_answer,
            "date": self.date_answer, "interval": self.interval_answer,
        }[statement.kind]  # fmt: skip
        answer = judge(statement)
        if answer is None or (answer.verdict == "not in the ledger" and statement.guessed):
            return None
        place = (statement.start, statement.end, statement.kind)
        counted = claimed(statement, self.spans_of(statement), self.ledger.types)
        return Finding(
            *place, answer.verdict, reading(statement), answer.text, answer.events, counted
        )


def reading(statement: Statement) -> str:
    """What was read, in words: `phone call; Xi Jinping, Donald Trump; 17 Jan 2025`."""
    return "; ".join(_parts(statement))


def _parts(statement: Statement) -> Iterator[str]:
    about = statement.about
    if statement.amount:
        yield _amount(statement.amount)
    if statement.ordinal is not None:
        words = {0: "the only one", -1: "the last"}
        yield words.get(statement.ordinal, f"number {statement.ordinal}")
    if about.kind:
        yield english.join_or(sorted(about.kind.types))
    yield from (party.label for party in about.parties)
    yield from (place.name for place in about.places)
    yield from (english.span(time.span, True) for time in about.times)
    for time in statement.windows:
        if time not in about.times:
            yield f"{time.prep} {english.span(time.span, True)}"
    if statement.distance:
        yield _distance(statement.distance)
        yield from _names(statement.other or Description())


def _amount(amount: Amount) -> str:
    if amount.low == amount.high:
        return str(amount.low)
    return f"at least {amount.low}" if amount.high is None else f"at most {amount.high}"


def _distance(distance: Distance) -> str:
    low, high = distance.low, distance.high
    return f"{low if low == high else f'{low} to {high}'} days {distance.way}"


def _names(about: Description) -> Iterator[str]:
    yield from (place.name for place in about.places)
    yield from (event.title for event in about.named)
    yield from (english.span(time.span, True) for time in about.times)
