"""Findings: the statements in a text, each with a verdict and a value from the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from chrono.core.model import Event
from chrono.core.spans import Span
from chrono.core.verdicts import TextVerdict

Kind = Literal["count", "event", "date", "interval", "order"]


class Counted(NamedTuple):
    """The events that a number in a text counts, described as in a claim of the ledger.

    - `low`, `high`: the least and the greatest number that the words allow, or None for no limit
    - `periods`: the days of each reading of the period, by the name of the reading
    - `actors`: the ids of people who must all take part
    - `types`: the ids of the event types that count
    - `tags`: tags that an event must have
    """

    low: int | None
    high: int | None
    periods: Mapping[str, Span]
    actors: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Finding(NamedTuple):
    """A statement of a text with its verdict.

    - `start`, `end`: the position of the statement in the whole text [characters]
    - `reading`: a phrase that states how chrono read the statement
    - `answer`: a phrase that states the value in the ledger (see LEDGER_HAS), or the reason for the
      verdict
    - `events`: the events on which the verdict is based
    - `counted`: the events that the statement counts, or None if no claim can describe them
    """

    start: int
    end: int
    kind: Kind
    verdict: TextVerdict
    reading: str
    answer: str = ""
    events: tuple[Event, ...] = ()
    counted: Counted | None = None
