"""Check statements against a ledger, and return a finding for each statement."""

from __future__ import annotations

from collections.abc import Iterable

from chrono.core.proof.distance_verdicts import DistanceVerdicts
from chrono.core.proof.findings import Counted, Finding
from chrono.core.proof.number_verdicts import NumberVerdicts
from chrono.core.proof.phrases import reading
from chrono.core.proof.searches import Answer
from chrono.core.proof.statements import Statement
from chrono.core.spans import Span


class Judge(DistanceVerdicts, NumberVerdicts):
    """A judge that checks the statements of a text against a ledger."""

    def finding(self, statement: Statement) -> Finding | None:
        """Return the finding for a statement. Return None if there is no verdict."""
        judge = {
            "count": self.number_answer, "order": self.number_answer, "event": self.event_answer,
            "date": self.date_answer, "interval": self.interval_answer,
        }[statement.kind]  # fmt: skip
        answer = judge(statement)
        if answer is None or (statement.guessed and self._is_unsure(answer, statement)):
            return None
        types = self.ledger.types
        place = (statement.start, statement.end, statement.kind)
        counted = claimed(statement, self.spans_of(statement), types)
        words, claim = reading(statement, types), self.claim_of(statement)
        if claim and statement.kind in ("count", "order"):
            words = f"{words}, or as in the claim {claim.id}"
        return Finding(*place, answer.verdict, words, answer.text, answer.events, counted)

    def _is_unsure(self, answer: Answer, statement: Statement) -> bool:
        """Return whether an answer may be wrong because a pronoun may mean other people."""
        several = len(statement.about.parties) > 2 and statement.kind in ("count", "order")
        return answer.verdict == "not in the ledger" or (several and answer.verdict == "differs")


def claimed(
    statement: Statement, spans: Iterable[tuple[str, Span]], types: Iterable[str]
) -> Counted | None:
    """Return the events that a statement counts. Return None if no claim can describe the events.

    A claim cannot have a place, and must name each person.

    - `spans`: (name, days) of each reading of the statement's period
    - `types`: the ids of the ledger's types
    """
    about, amount = statement.about, statement.amount
    if amount is None or about.kind is None or about.places or about.named or about.others:
        return None
    actors = [id for party in about.parties if len(party.actors) == 1 for id in party.actors]
    tags = about.kind.tags | about.tags
    if len(actors) < len(about.parties) or not (actors or tags):
        return None
    wanted = tuple(id for id in types if id in about.kind.types)
    people = tuple(dict.fromkeys(actors))
    return Counted(amount.low, amount.high, dict(spans), people, wanted, tuple(sorted(tags)))
