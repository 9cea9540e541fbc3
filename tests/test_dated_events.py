"""Events found by their days are those that a look at each of them finds."""

from __future__ import annotations

from hypothesis import given

from chrono.core.claims import DatedEvents, days_outside
from chrono.core.model import Event
from chrono.core.periods import Period
from chrono.core.query import Match
from chrono.core.spans import Containment
from samples import Placed, event, law, many_events, periods


@given(many_events(most=12), periods())
@law(400)
def test_the_events_in_a_period_and_next_to_it(placed: list[Placed], period: Period) -> None:
    events = sorted((one.event for one in placed), key=lambda one: one.sort_key)
    found = DatedEvents(events)
    fits = [Match(one, one.when.starts_in(period)) for one in events]
    assert found.begun(period) == [match for match in fits if match.fit is not Containment.NO]
    days = [(one, days) for one in events if (days := days_outside(one, period)) is not None]
    assert found.outside(period) == [pair for pair in days if pair[1] in nearest(days)]


def nearest(days: list[tuple[Event, int]]) -> set[int]:
    before = [number for _, number in days if number < 0]
    after = [number for _, number in days if number > 0]
    return {*([max(before)] if before else []), *([min(after)] if after else [])}


def test_an_event_that_ends_a_vague_one_is_not_passed_over() -> None:
    vague, day = event("2024"), event("2024-03-01")
    found = DatedEvents([vague, day])
    assert found.begun(Period.parse("2024-06")) == [Match(vague, Containment.POSSIBLE)]
    assert found.outside(Period.parse("2024-06")) == [(day, -92)]
