"""The verdicts on claims and on the statements of a text, and how they correspond.

`chrono claims` judges a claim under each reading of its period that the ledger records. `chrono
proof` judges a statement of a text by its words. It uses the readings of a claim only if the claim
has the same words for the period. For this reason, one sentence can have two verdicts.

- "stands" for a statement corresponds to "agrees" for a claim
- "differs", "depends" and "cannot tell" have the same meaning for both
- "not in the ledger" and "not read" are only for statements
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

Verdict = Literal["agrees", "differs", "depends", "cannot tell"]
VERDICTS: Mapping[Verdict, str] = {
    "agrees": "✓", "differs": "✗", "depends": "◐", "cannot tell": "?",
}  # fmt: skip
"""The verdicts on claims, with their symbols."""

TextVerdict = Literal[
    "stands", "differs", "depends", "cannot tell", "not in the ledger", "not read"
]
TEXT_VERDICTS: Mapping[TextVerdict, str] = {
    "stands": "✓", "differs": "✗", "depends": "◐", "cannot tell": "?", "not in the ledger": "∅",
    "not read": "·",
}  # fmt: skip
"""The verdicts on the statements of a text, with their symbols."""

GRAVEST: Sequence[TextVerdict] = (
    "differs", "not in the ledger", "depends", "cannot tell", "not read", "stands",
)  # fmt: skip
"""The verdicts on statements, the gravest one first."""

LEDGER_HAS: Collection[TextVerdict] = ("differs", "depends")
"""The verdicts on statements for which a finding has the ledger's value, and not a reason."""
