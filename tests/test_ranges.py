"""Ranges, end to end: what the commands print, against every possible placing of coarse dates."""

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
    """The events as a ledger."""
    lines = []
    for actor in PEOPLE:
        lines += [f"[actors.{actor.id}]", f'name = "{actor.name}"']
        lines += [f'country = "{actor.country}"'] if actor.country else []
    for one, _ in placed:
        names = ", ".join(f'"{actor.id}"' for actor in one.actors)
        lines += ["[[events]]", f'id = "{one.id}"', f'date = "{one.when.text}"']
        lines += [f'type = "{one.type.id}"', f'title = "{one.title}"', f"actors = [{names}]"]
        lines += [f'status = "{one.status}"']
    return "\n".join([*lines, ""])


class Asking:
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
    """How many lie in the period, over every placing: the fewest and the most."""
    ways = [inside(period, one.days) for one in placed if wanted(one)]
    totals = [sum(way) for way in product(*ways)]
    return min(totals), max(totals)


def read(number: dict[str, Any]) -> Number:
    return number["min"], number["max"]


def held(one: Placed) -> bool:
    return one.event.status == "held"


def contact(one: Placed) -> bool:
    return one.event.contact


@law(36)
@given(placed=many_events(small_dates(), most=5), period=periods())
def test_no_command_gives_one_number_where_the_dates_allow_two(
    tmp_path_factory: pytest.TempPathFactory, placed: list[Placed], period: Period
) -> None:
    ask = Asking(tmp_path_factory.mktemp("ranges"), placed, period)
    contacts = least_and_most(placed, period, contact)
    everything = least_and_most(placed, period, held)
    assert read(ask.json("count", "--total")) == contacts
    assert read(ask.json("count", "--total", "--all")) == everything
    summary = ask.json("summary")
    assert read(summary["contacts"]["total"]) == contacts
    assert read(summary["events"]) == everything
    for row in ask.json("types"):
        kind = row["id"]
        expected = least_and_most(placed, period, lambda p: held(p) and p.event.type.id == kind)  # noqa: B023
        assert read(row["events"]) == expected
    for row in ask.json("actors"):
        who = row["id"]

        def takes_part(one: Placed, who: str = who) -> bool:
            return held(one) and who in {actor.id for actor in one.event.actors}

        assert read(row["events"]) == least_and_most(placed, period, takes_part)
        both = least_and_most(placed, period, lambda p: takes_part(p) and contact(p))
        assert read(row["contacts"]) == both


@law(36)
@given(placed=many_events(small_dates(), most=5), period=periods())
def test_certain_gives_the_lower_bound_and_the_undecided_are_those_between(
    tmp_path_factory: pytest.TempPathFactory, placed: list[Placed], period: Period
) -> None:
    ask = Asking(tmp_path_factory.mktemp("ranges"), placed, period)
    low, high = least_and_most(placed, period, contact)
    assert read(ask.json("count", "--total", "--certain")) == (low, low)
    assert ask("count", "--total", "--certain").out == f"{low}\n"
    ran = ask("count", "--total")
    assert ran.out == (f"{low}\n" if low == high else f"{low}..{high}\n")
    undecided = ask.json("count", "--total")["undecided"]
    assert len(undecided) == high - low
    said = [line for line in ran.err.splitlines() if line.startswith("note: undecided")]
    assert len(said) == (low < high)
    assert all(id in said[0] for id in undecided)
    # What list lists is what count may count; with --certain it is what count surely counts.
    assert len(ask("list", "--contacts").out.splitlines()) == high
    assert len(ask("list", "--contacts", "--certain").out.splitlines()) == low
