"""What the number of a statement counts, in the terms of a claim."""

from __future__ import annotations

from collections.abc import Iterable

from chrono.core.proof.findings import Counted
from chrono.core.proof.statements import Statement
from chrono.core.spans import Span


def claimed(
    statement: Statement, spans: Iterable[tuple[str, Span]], types: Iterable[str]
) -> Counted | None:
    """What a statement counts; None if it has no number, or if a claim cannot say what it counts.

    `spans`: the days of each meaning of its windows; `types`: the ids of the types of the ledger. A
    claim has no place, and names each person.
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
