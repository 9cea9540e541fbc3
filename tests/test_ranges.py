"""Ranges in the output of commands are compared with every possible placing of vague dates."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from chrono.core.periods import EVERYTHING, Period
from replay import Ran, clean_environment, run
from samples import PEOPLE, Placed, inside, law, many_events, periods, small_dates

Number = tuple[int, int]


def written(placed: list[Placed]) -> str:
    """Return the events as the text of a ledger."""
    lines = []
    for actor in PEOPLE:
        lines += [f"[actors.{actor.id}]", f'name = "{actor.name}"']
        lines += [f'country = "{actor.country}"'] if actor.country else []
    for event in (item.event for item in placed):
        names = ", ".join(f'"{actor.id}"' for actor in event.actors)
        lines += ["[[events]]", f'id = "{event.id}"', f'date = "{event.when.text}"']
        lines += [f'type = "{event.type.id}"', f'title = "{event.title}"', f"actors = [{names}]"]
        lines += [f'status = "{event.status}"']
    return "\n".join([*lines, ""])


class Runner:
    """Runs commands over one ledger and period."""

    def __init__(self, folder: Path, placed: list[Placed], period: Period) -> None:
        self.folder = folder
        self.words = [] if period == EVERYTHING else [period.text]
        (folder / "events.toml").write_text(written(placed), encoding="utf-8")

    def __call__(self, command: str, *options: str) -> Ran:
        environment = clean_environment(self.folder)
        ran = run(command, *self.words, *options, folder=self.folder, environment=environment)
        assert ran.status == 0
        return ran

    def json(self, command: str, *options: str) -> Any:
        return json.loads(self(command, *options, "-o", "json").out)


def least_and_most(
    placed: list[Placed], period: Period, wanted: Callable[[Placed], bool]
) -> Number:
    """Return the smallest and the largest number of events in the period over every placing."""
    choices = [inside(period, item.days) for item in placed if wanted(item)]
    totals = [sum(choice) for choice in product(*choices)]
    return min(totals), max(totals)


def read(number: dict[str, Any]) -> Number:
    return number["min"], number["max"]


def held(item: Placed) -> bool:
    return item.event.status == "held"


def contact(item: Placed) -> bool:
    return item.event.contact


@law(36)
@given(placed=many_events(small_dates(), most=5), period=periods())
def test_no_command_gives_one_number_where_the_dates_allow_two(
    tmp_path_factory: pytest.TempPathFactory, placed: list[Placed], period: Period
) -> None:
    chrono = Runner(tmp_path_factory.mktemp("ranges"), placed, period)
    contacts = least_and_most(placed, period, contact)
    everything = least_and_most(placed, period, held)
    assert read(chrono.json("count", "--total")) == contacts
    assert read(chrono.json("count", "--total", "--all")) == everything
    summary = chrono.json("summary")
    assert read(summary["contacts"]["total"]) == contacts
    assert read(summary["events"]) == everything
    for row in chrono.json("types"):
        kind = row["id"]
        expected = least_and_most(placed, period, lambda p: held(p) and p.event.type.id == kind)  # noqa: B023
        assert read(row["events"]) == expected
    for row in chrono.json("actors"):
        who = row["id"]

        def takes_part(item: Placed, who: str = who) -> bool:
            return held(item) and who in {actor.id for actor in item.event.actors}

        assert read(row["events"]) == least_and_most(placed, period, takes_part)
        both = least_and_most(placed, period, lambda p: takes_part(p) and contact(p))
        assert read(row["contacts"]) == both


@law(36)
@given(placed=many_events(small_dates(), most=5), period=periods())
def test_certain_gives_the_lower_bound_and_the_uncertain_events_make_the_difference(
    tmp_path_factory: pytest.TempPathFactory, placed: list[Placed], period: Period
) -> None:
    chrono = Runner(tmp_path_factory.mktemp("ranges"), placed, period)
    low, high = least_and_most(placed, period, contact)
    assert read(chrono.json("count", "--total", "--certain")) == (low, low)
    assert chrono("count", "--total", "--certain").out == f"{low}\n"
    ran = chrono("count", "--total")
    assert ran.out == (f"{low}\n" if low == high else f"{low}..{high}\n")
    undecided = chrono.json("count", "--total")["undecided"]
    assert len(undecided) == high - low
    notes = [line for line in ran.err.splitlines() if line.startswith("note: undecided")]
    assert len(notes) == (low < high)
    assert all(id in notes[0] for id in undecided)
    # `list` has the events that `count` may count; with --certain those that it surely counts.
    assert len(chrono("list", "--contacts").out.splitlines()) == high
    assert len(chrono("list", "--contacts", "--certain").out.splitlines()) == low
