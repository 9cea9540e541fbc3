"""Findings: statements of a text, each with a verdict by the ledger."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

from chrono.core.model import Event
from chrono.core.spans import Span

Verdict = Literal["stands", "differs", "depends", "cannot tell", "not in the ledger", "not checked"]
VERDICTS: Mapping[Verdict, str] = {
    "stands": "✓", "differs": "✗", "depends": "◐", "cannot tell": "?", "not in the ledger": "∅",
    "not checked": "·",
}  # fmt: skip
"""Verdict on a statement -> symbol."""

LEDGER_HAS: Collection[Verdict] = ("differs", "depends")
"""The verdicts for which `answer` is what the ledger has. For others, `answer` is the reason."""

Kind = Literal["count", "event", "date", "interval", "order"]


class Counted(NamedTuple):
    """What a number in a text counts, as a claim states it.

    `low`, `high`: the least and the greatest number that it allows, or None for no limit;
    `periods`: name of a meaning of its words -> the days; `actors`: the ids of people who all take
    part; `types`: ids of types, any of which counts; `tags`: tags that an event must all have.
    """

    low: int | None
    high: int | None
    periods: Mapping[str, Span]
    actors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Finding(NamedTuple):
    """A statement of a text, compared with a ledger.

    `start`, `end`: its place in the source; `reading`: what was read, in words; `answer`: what the
    ledger has, in words, or why there is no verdict; `events`: the events that decide; `counted`:
    for a number that a claim can state, what it counts.
    """

    start: int
    end: int
    kind: Kind
    verdict: Verdict
    reading: str
    answer: str = ""
    events: tuple[Event, ...] = ()
    counted: Counted | None = None
