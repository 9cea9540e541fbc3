"""Draft claims from the numbers in a text, as TOML to add to a ledger."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Sequence
from typing import Any

from chrono.core.model import Ledger
from chrono.core.proof.findings import Counted, Finding
from chrono.core.prose import Prose
from chrono.core.quotations import quotations
from chrono.core.spans import Span
from chrono.files.format.ids import free_id, slug
from chrono.files.toml.emit import table

SPEAKER = "?"
"""The text in place of the speaker's name, since a text does not always name the speaker."""


def drafts(
    ledger: Ledger, prose: Prose, findings: Sequence[Finding], name: str, day: dt.date
) -> Iterator[str]:
    """Yield a `[[claims]]` block in TOML for each number of contacts in a text.

    - `findings`: the numbers in the text, compared with the ledger
    - `name`: the name of the text
    - `day`: the date of the claims

    Numbers without a period are skipped. Claims that differ from the ledger are marked as disputed.
    """
    taken = {claim.id for claim in ledger.claims}
    stem = slug(os.path.splitext(os.path.basename(name))[0]) or "text"
    for finding in findings:
        if finding.counted is None or not finding.counted.periods:
            continue
        id = free_id([f"{stem}-{day}-{prose.line(finding.start)}"], taken)
        taken.add(id)
        fields: dict[str, Any] = {"id": id, "by": SPEAKER, "date": day}
        fields |= {"statement": _statement(prose, finding), **_counted(finding.counted)}
        if finding.verdict == "differs":
            fields["disputed"] = f"the ledger has {finding.answer}"
        yield table("[[claims]]", fields) + "\n"


def _statement(prose: Prose, finding: Finding) -> str:
    words = prose.words(finding.start, finding.end)
    if len(words.split()) > _NUMBER:
        return words
    quoted = [piece.text for one in quotations(prose, [finding]) for piece in one.pieces]
    return "".join(quoted).strip()


_NUMBER = 3  # the most words of a number, as in "at least four"


def _counted(counted: Counted) -> dict[str, Any]:
    periods = {name: _period(days) for name, days in counted.periods.items()}
    several = len(periods) > 1
    fields: dict[str, Any] = {"period": periods if several else next(iter(periods.values()))}
    fields |= {key: [*ids] for key in ("actors", "tags") if (ids := getattr(counted, key))}
    limits = {"min": counted.low, "max": counted.high}
    number: Any = {key: limit for key, limit in limits.items() if limit is not None}
    if counted.low == counted.high:
        number = counted.low
    if len(counted.types) == 1:
        fields["counts"] = {counted.types[0]: number}
    else:
        fields |= {"types": [*counted.types]} if counted.types else {}
        fields["total"] = number
    return fields


def _period(days: Span) -> str:
    first, last = days
    if first == last and first:
        return str(first)
    return f"{first or ''}..{last or ''}"
