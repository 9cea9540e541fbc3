"""Judge statements by a ledger: each becomes a finding, or nothing if it cannot be decided."""

from __future__ import annotations

from chrono.core.proof.claimed import claimed
from chrono.core.proof.distance_verdicts import DistanceVerdicts
from chrono.core.proof.findings import Finding
from chrono.core.proof.number_verdicts import NumberVerdicts
from chrono.core.proof.phrases import reading
from chrono.core.proof.statements import Statement


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
        types = self.ledger.types
        place = (statement.start, statement.end, statement.kind)
        counted = claimed(statement, self.spans_of(statement), types)
        return Finding(
            *place, answer.verdict, reading(statement, types), answer.text, answer.events, counted
        )
