"""A claim beside the ledger: agrees, differs, depends, cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from chrono.core.counting import Count
from chrono.core.dates import Fit, Period
from chrono.core.model import Claim, Event, Ledger, Number
from chrono.core.query import Hit

Verdict = Literal["agrees", "differs", "depends", "cannot tell"]
VERDICTS: tuple[Verdict, ...] = ("agrees", "differs", "depends", "cannot tell")


class Stated(NamedTuple):
    """One number of a claim beside the ledger's own. `what` is a type id, or "total"."""

    what: str
    number: Number
    counted: Count
    unconfirmed: tuple[Event, ...]

    @property
    def verdict(self) -> Verdict:
        """For this number alone, in a window that the ledger covers."""
        low, high = self.counted.min, self.counted.max
        wanted_low = self.number.min or 0
        wanted_high = self.number.max if self.number.max is not None else high
        if wanted_low <= low and high <= wanted_high:
            return "agrees"
        # What only may have happened counts upward: could it make the number true?
        possible = high + len(self.unconfirmed)
        return "cannot tell" if possible >= wanted_low and low <= wanted_high else "differs"


class Reading(NamedTuple):
    """One reading of a claim's window, and what the ledger counts in it."""

    name: str | None
    period: Period
    stated: tuple[Stated, ...]
    covered: bool

    @property
    def verdict(self) -> Verdict:
        """The worst of its numbers; outside what the ledger covers nothing can be told."""
        if not self.covered:
            return "cannot tell"
        found = {one.verdict for one in self.stated}
        return next(v for v in ("differs", "cannot tell", "agrees") if v in found or v == "agrees")


class Judged(NamedTuple):
    """A claim with its readings and the verdict over all of them."""

    claim: Claim
    readings: tuple[Reading, ...]

    @property
    def verdict(self) -> Verdict:
        """One verdict when every reading has it; `depends` when one is true and another is not.

        A reading for which nothing can be told is not true: the claim still depends on which one
        was meant.
        """
        found = {reading.verdict for reading in self.readings}
        if len(found) == 1:
            return found.pop()
        return "depends" if "agrees" in found else "cannot tell"


def judge(claim: Claim, ledger: Ledger) -> Judged:
    """Hold a claim against the events of a ledger."""
    return Judged(
        claim, tuple(_read(claim, name, period, ledger) for name, period in claim.readings)
    )


def _read(claim: Claim, name: str | None, period: Period, ledger: Ledger) -> Reading:
    """Count what the claim counts, in one window and up to the day it speaks of."""
    until = Period("", None, claim.as_of.end)
    window = period.narrowed(until)
    if window is None:
        return Reading(name, period, tuple(_stated(claim, [], [])), True)
    ids = {actor.id for actor in claim.actors}
    tags = set(claim.tags)
    hits: list[Hit] = []
    unconfirmed: list[Hit] = []
    for event in ledger.events:
        if not tags <= set(event.tags) or not ids <= {actor.id for actor in event.actors}:
            continue
        if event.type.contact and not event.between_nations:
            continue
        if (fit := event.when.starts_in(window)) is not Fit.NO:
            if event.status == "held":
                hits.append(Hit(event, fit))
            elif event.status == "unconfirmed":
                unconfirmed.append(Hit(event, fit))
    stated = _stated(claim, hits, unconfirmed)
    return Reading(name, window, tuple(stated), window.within(ledger.covers))


def _stated(claim: Claim, hits: Sequence[Hit], unconfirmed: Sequence[Hit]) -> list[Stated]:
    def of(wanted: Callable[[Event], bool], what: str, number: Number) -> Stated:
        counted = Count([hit for hit in hits if wanted(hit.event)])
        maybe = tuple(hit.event for hit in unconfirmed if wanted(hit.event))
        return Stated(what, number, counted, maybe)

    found = [
        of(lambda event, kind=kind: event.type.id == kind, kind, number)  # type: ignore[misc]
        for kind, number in claim.counts.items()
    ]
    if claim.total is not None:
        kinds = {kind.id for kind in claim.types}
        found.append(
            of(
                lambda event: event.type.id in kinds if kinds else event.type.contact,
                "total",
                claim.total,
            )
        )
    return found
