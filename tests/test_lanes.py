"""Lanes: each event is drawn on its days, and none is left out without being named."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from chrono.core.counting import Count, tally
from chrono.core.model import Actor, Ledger
from chrono.core.periods import Period
from chrono.core.timeline_days import axis_days
from chrono.view.axis import Axis
from chrono.view.lanes import _Density, _Lane, lanes
from drawing import drawn
from samples import TRUMP, TYPES, ask, edtf_texts, event, law, ledger, periods


def lines(example: Ledger, width: int, by: str, period: str | None = None) -> list[str]:
    selection = ask(example, period)
    return drawn(partial(lanes, selection, tally(selection, [by])), width)


def lane(example: Ledger, period: str | None = None, width: int = 60) -> _Lane:
    """All events of a ledger in one lane; the axis of `period` has up to `width` columns."""
    selection = ask(example, period)
    axis = Axis(dt.date(2025, 1, 1), dt.date(2025, 12, 31), width)
    return _Lane(axis, Count(list(selection.matches)))


def described(density: _Density) -> dict[str, range]:
    """Shade -> the numbers of events that it stands for, as in the legend."""
    (words,) = density.words("░▒▓█")
    found = re.findall(r"([░▒▓█]) (\d+)(?:–(\d+))?", words)
    return {shade: range(int(low), int(high or low) + 1) for shade, low, high in found}


@law(150)
@given(
    st.lists(st.tuples(edtf_texts(), st.sampled_from([*TYPES])), min_size=1, max_size=8),
    st.sampled_from([30, 40, 59, 60, 80, 120]),
    st.none() | periods(),
)
def test_every_event_is_drawn_or_named(
    made: list[tuple[str, str]], width: int, period: Period | None
) -> None:
    example = ledger(*(event(text, f"e{n}", type=kind) for n, (text, kind) in enumerate(made)))
    question = period.text if period and period.text != "all" else None
    shown = lines(example, width, "country", question)
    assert max(map(cell_len, shown)) <= width
    matches = ask(example, question).matches
    plain = "\n".join(shown)
    if not matches or "Nothing to draw" in plain:
        return
    asked = ask(example, question)
    days = axis_days(asked.query.period, (event.when for event in asked.events))
    assert days is not None
    drawn_lane = _Lane(Axis(*days, width), Count(list(matches)))
    rows = [*drawn_lane.rows, *([drawn_lane.marks] if drawn_lane.shaded else [])]
    drawn_ids = [mark.event.id for row in rows for mark in row]
    assert sorted(drawn_ids + drawn_lane.outside) == sorted(match.event.id for match in matches)
    named = plain.partition("Not drawn")[2]
    assert all(id in named for id in drawn_lane.outside) or "more" in named


@law(150)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=30))
def test_a_lane_has_a_symbol_for_each_event_or_the_shades_in_the_legend(
    numbers: list[int],
) -> None:
    made = [
        event(f"2025-{1 + at % 12:02}-{1 + at // 12 * 7:02}", f"e{at}-{n}")
        for at, number in enumerate(numbers)
        for n in range(number)
    ]
    one = lane(ledger(*made))
    density = _Density.of([one])
    drawn_lines = [line.plain for _, line in one.lines(density)]
    by_column = Counter(mark.at for mark in one.marks)
    if max(by_column.values()) <= 5:
        assert not one.shaded
        for column, number in by_column.items():
            assert [line[column : column + 1] for line in drawn_lines].count("◆") == number
        return
    shades = described(density)
    covered = [number for ranges in shades.values() for number in ranges]
    assert covered == [*range(1, max(by_column.values()) + 1)]
    assert [*shades] == sorted(shades, key="░▒▓█".index)
    assert [*shades][-1] == "█"
    (drawn_line,) = drawn_lines
    for column, number in by_column.items():
        assert number in shades[drawn_line[column]]


def test_events_in_one_column_are_stacked_and_too_many_are_shaded() -> None:
    few = [event("2025-03-05", f"a{n}", type="call") for n in range(2)]
    others = (event("2025-06-05", "b"), event("2025-10-05", "d", type="talks"))
    shown = lines(ledger(*few, *others), 80, "country", "2025")
    assert shown[4:6] == [
        "China         4  ·    ·    ●    ·    ·    ◆    ·    ·    ·    ▲    ·    ·",
        "                           ●",
    ]
    many = [event("2025-03-05", f"a{n}", type="call") for n in range(6)]
    vague = event("2025-08", "vague")
    planned = event("2025-11-05", "planned", status="planned")
    example = ledger(*many, *others, vague, planned)
    selection = ask(example, "2025", status=["any"])
    shown = drawn(partial(lanes, selection, tally(selection, ["country"])), 80)
    assert shown[4:7] == [
        "China         10  ·    ·    █    ·    ·    ░    ·    ·    ·    ░    ·    ·",
        "  inexact         ·    ·    ·    ·    ·    ·    ·    ░░░░░·    ·    ·    ·",
        "  planned         ·    ·    ·    ·    ·    ·    ·    ·    ·    ·    ░    ·",
    ]
    assert shown[11:] == [
        "numbers: events   1 column ≈ 6 days   events in a column: ░ 1, █ 2–6",
        "·: start of a month   inexact: exact date not known   blank: nothing recorded",
    ]


def test_events_that_last_two_days_have_a_bar_on_any_day() -> None:
    marks = set()
    for month in range(1, 13):
        for day in (1, 5, 6, 7, 12, 24, 27):
            example = ledger(event(f"2025-{month:02}-{day:02}/2025-{month:02}-{day + 1:02}"))
            (line,) = [line for _, line in lane(example, "2025").lines(_Density((1,)))]
            marks.add(line.plain.replace("·", " ").strip())
    assert marks == {"◆━", "━◆"}  # the second at the end of a month


def test_vague_dates_are_dashed_and_certain_days_drawn_as_bars() -> None:
    example = ledger(
        event("2025-01-01", "a"),
        event("2025-03", "b", type="call"),
        event("2025-05-01/2025-06-30", "c", type="talks"),
        event("[2025-08-01,2025-09-30]", "d", type="video"),
        event("2025-10-10/2025-11", "e", type="visit"),
        event("2025-12-10~", "f", type="letter"),
    )
    shown = next(line for line in lines(example, 80, "country", "2025") if line.startswith("China"))
    assert shown == "China         6  ◆    ·    ┄┄●┄┄·    ▲━━━━━━━━━·    ■┄┄┄┄┄┄┄┄┄·▷━━━━┄┄┄┄·◇┄"


def test_planned_cancelled_and_unconfirmed_events_have_signs_of_their_own() -> None:
    statuses = ("held", "planned", "postponed", "cancelled", "unconfirmed", "denied")
    dated = {status: f"2025-{2 * n + 1:02}-01" for n, status in enumerate(statuses)}
    example = ledger(*(event(date, status, status=status) for status, date in dated.items()))
    selection = ask(example, "2025", status=["any"])
    shown = drawn(partial(lanes, selection, tally(selection, ["country"])), 80)
    assert shown[4] == "China         6  ◆    ·    »    ·    ↻    ·    ×    ·    ?    ·    ≠    ·"
    assert "»: planned" in shown[7]


def test_a_date_that_may_lie_anywhere_in_years_does_not_lengthen_the_axis() -> None:
    near, far = event("2025-06-10", "near"), event("202X", "far", type="letter")
    assert "Jun 2025" in lines(ledger(near, far), 80, "country")[2]
    alone = lines(ledger(far), 80, "country")[2]
    assert alone.split()[:2] == ["2020", "2021"]
    # A date within one year does.
    assert lines(ledger(near, event("2025", "year")), 80, "country")[3].split()[0] == "Jan"


def test_a_lane_whose_events_are_not_drawn_is_empty() -> None:
    example = ledger(event("2025-03-01", "a", type="call"), event("[..2024-06-01]", "b"))
    shown = lines(example, 60, "type")
    assert any(re.fullmatch("◆ in-person meeting 1[ ·]+", line) for line in shown)
    assert "Not drawn (date too uncertain): b" in shown


def test_a_long_event_stands_where_it_began() -> None:
    example = ledger(
        event("2010-03-01/..", "on", type="talks"),
        event("2008-01-01/2010-05-01", "long", type="visit"),
        event("2025-03-05", "call", type="call"),
    )
    shown = lines(example, 80, "type")
    assert shown[2].split()[0] == "2008"
    assert "not drawn" not in "\n".join(shown)
    at = {line.split()[0]: line for line in shown[3:6]}
    assert at["▷"].rindex("▷") < at["▲"].rindex("▲") < at["●"].rindex("●")


def test_it_says_why_there_are_no_lanes() -> None:
    example = ledger(event("2025-03-05"))
    assert lines(example, 80, "tag")[1:] == ["1 event without a tag not shown"]
    assert lines(ledger(event("[..2025-03-05]", "open")), 80, "actor")[1].startswith(
        "Nothing to draw"
    )


def test_principals_come_first_also_where_two_actors_share_a_name() -> None:
    first, second = Actor("li-na-1", "Li Na", (), "CN"), Actor("li-na-2", "Li Na", (), "CN")
    example = ledger(
        *(event(f"2025-03-0{n}", actors=(second, TRUMP)) for n in range(1, 5)),
        event("2025-03-09", actors=(first, TRUMP)),
        principals=(first, TRUMP),
    )
    shown = [line for line in lines(example, 80, "actor") if "Li Na" in line or "Trump" in line]
    assert [line.split("  ")[0].rstrip(" 0123456789") for line in shown] == [
        "Li Na (li-na-1)",
        "Donald Trump",
        "Li Na (li-na-2)",
    ]
