"""The rules of `chrono check` about claims."""

from __future__ import annotations

from collections.abc import Iterator

from chrono.core import explanations
from chrono.core.checks.rules import Finding, RuleContext, rule


@rule("claim", "error")
def claim_differs(context: RuleContext) -> Iterator[Finding]:
    """A claim differs from the ledger under every reading of its period, and is not marked
    `disputed`. Correct the ledger or the claim; if the disagreement is known and stays, give the
    reason under `disputed`. A claim that is true under one reading, or that cannot be verified, is
    not reported.
    """
    for verdict in context.verdicts:
        if verdict.broken:
            differs = f'the claim "{verdict.claim.id}" differs from the ledger'
            message = f"{differs}: {explanations.summarise(verdict)}"
            yield Finding(verdict.claim, ("id",), message)


@rule("settled", "warning")
def claim_settled(context: RuleContext) -> Iterator[Finding]:
    """A claim is marked `disputed`, but the ledger now agrees with it. Remove `disputed`."""
    for verdict in context.verdicts:
        if verdict.settled:
            id = verdict.claim.id
            message = (
                f'the claim "{id}" is marked as disputed, but the ledger now agrees with it; '
                "remove disputed"
            )
            yield Finding(verdict.claim, ("disputed",), message)
