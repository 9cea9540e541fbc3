"""Axes, lanes, bars and sparklines: nothing is drawn where it was not, and nothing is left out."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from chrono.core.counting import Count, tally
from chrono.core.model import Actor, Ledger
from chrono.core.periods import Period
from chrono.core.query import Match
from chrono.core.spans import Containment, Span
from chrono.view import bars
from chrono.view.axis import Axis
from chrono.view.lanes import Lanes, _Lane
from chrono.view.theme import mark, themed
from samples import TRUMP, TYPES, ask, days, edtf_texts, event, law, ledger, periods

SYMBOLS = {mark(kind).symbol for kind in TYPES.values()}


@st.composite
def axes(draw: st.DrawFn) -> Axis:
    first, last = sorted((draw(days()), draw(days())))
    return Axis(first, last, draw(st.integers(1, 150)))


@law(200)
@given(axes(), days(), days())
def test_later_days_stand_further_right_and_all_on_the_axis(
    axis: Axis, one: dt.date, other: dt.date
) -> None:
    first, second = sorted((one, other))
    assert 0 <= axis.column(first) <= axis.column(second) < axis.width


@law(200)
@given(axes(), days(), days())
def test_the_columns_of_a_span_are_those_of_its_days(
    axis: Axis, one: dt.date, other: dt.date
) -> None:
    span = Span(*sorted((one, other)))
    along = (axis.first + dt.timedelta(days=number) for number in range(axis.days))
    inside = [day for day in along if Span(day, day).inside(span)]
    columns = axis.columns(span)
    assert set(map(axis.column, inside)) <= set(columns)
    if inside:
        assert (columns[0], columns[-1]) == (axis.column(inside[0]), axis.column(inside[-1]))
    else:
        assert not columns


@law(200)
@given(axes())
def test_labels_fit_and_the_first_tick_is_the_axis_beginning(axis: Axis) -> None:
    labels = [line.plain for line in axis.labels()]
    assert 1 <= len(labels) <= 2
    assert all(len(line) <= axis.width for line in labels)
    assert min(axis.ticks()) == 0
    assert max(axis.ticks()) < axis.width


@pytest.mark.parametrize(
    "first, last, width, labels",
    [
        ("2025-01-01", "2025-12-31", 60,
         ["2025", "Jan  Feb Mar  Apr  May  Jun  Jul  Aug  Sep  Oct  Nov  Dec"]),
        ("2025-01-01", "2025-12-31", 36, ["2025", "J  F M  A  M  J  J  A  S  O  N  D"]),
        ("2024-07-01", "2025-06-30", 60,
         ["2024                          2025",
          "Jul  Aug  Sep  Oct  Nov  Dec  Jan  Feb Mar   Apr May   Jun"]),
        ("2020-01-01", "2029-12-31", 60,
         ["2020  2021  2022  2023 2024   2025  2026 2027  2028   2029"]),
        ("2025-10-24", "2025-10-31", 40, ["Oct 2025", "24   25   26   27   28   29   30   31"]),
        ("2025-10-24", "2025-11-07", 40,
         ["Oct 2025             Nov 2025", "24      27                3"]),
        ("2025-10-30", "2025-10-30", 20, ["Oct 2025", "30"]),
        ("0001-01-01", "9999-12-31", 60,
         ["1    1000  2000  3000  4000  5000  6000  7000  8000  9000"]),
    ],
)  # fmt: skip
def test_an_axis_is_labelled_as_finely_as_it_has_room(
    first: str, last: str, width: int, labels: list[str]
) -> None:
    axis = Axis(dt.date.fromisoformat(first), dt.date.fromisoformat(last), width)
    assert [line.plain for line in axis.labels()] == labels


def console(width: int) -> Console:
    return Console(
        width=width, file=io.StringIO(), force_terminal=False, legacy_windows=False,
        theme=themed(), markup=False, highlight=False, emoji=False, _environ={},
    )  # fmt: skip


def lines(book: Ledger, width: int, by: str, period: str | None = None) -> list[str]:
    selection = ask(book, period)
    shown = console(width)
    shown.print(Lanes(book, selection, tally(selection, [by], book.types)))
    assert isinstance(shown.file, io.StringIO)
    return shown.file.getvalue().splitlines()


def figures(lane: str) -> int:
    """How many events a lane shows."""
    return sum(1 if sign in SYMBOLS else int(sign) if sign.isdigit() else 0 for sign in lane)


@law(150)
@given(
    st.lists(st.tuples(edtf_texts(), st.sampled_from([*TYPES])), min_size=1, max_size=8),
    st.sampled_from([30, 40, 59, 60, 80, 120]),
    st.none() | periods(),
)
def test_every_event_is_drawn_or_named(
    made: list[tuple[str, str]], width: int, period: Period | None
) -> None:
    book = ledger(*(event(text, f"e{n}", type=kind) for n, (text, kind) in enumerate(made)))
    question = period.text if period and period.text != "all" else None
    found = lines(book, width, "country", question)
    assert max(map(cell_len, found)) <= width
    matches = ask(book, question).matches
    plain = "\n".join(found)
    if not matches or "nothing to draw" in plain:
        return
    at = next(number for number, line in enumerate(found) if line.startswith("China"))
    lane = found[at] if width >= 60 else found[at + 1]
    lane = lane.partition(Count(list(matches)).text("–"))[2] if width >= 60 else lane
    named = [hit.event.id for hit in matches if "not drawn" in plain and hit.event.id in plain]
    assert figures(lane) + len(named) >= len(matches) or "more" in plain


def test_what_is_drawn_says_how_sure_it_is() -> None:
    book = ledger(
        event("2025-01-01", "a"),
        event("2025-03", "b", type="call"),
        event("2025-05-01/2025-06-30", "c", type="talks"),
        event("[2025-08-01,2025-09-30]", "d", type="video"),
        event("2025-10-10/2025-11", "e", type="visit"),
    )
    found = next(line for line in lines(book, 80, "country", "2025") if line.startswith("China"))
    assert found == ("China         5  ◆    ·    ░░●░░░    ▲━━━━━━━━━━━    ■    ·    ░·▷━━━━░░░░░")


def test_what_was_short_lies_above_what_lasted_long() -> None:
    book = ledger(
        event("2025-01-10/2025-12-20", "long", type="talks"),
        event("2025-05-01/2025-07-31", "short", type="video"),
    )
    selection = ask(book, "2025")
    lane = _Lane(
        Axis(dt.date(2025, 1, 1), dt.date(2025, 12, 31), 60), Count(list(selection.matches))
    )
    styles = {lane.line.get_style_at_offset(console(80), at) for at in range(25, 32)}
    assert {style.color.name for style in styles if style.color} == {"#008787"}


def test_what_may_lie_anywhere_in_years_stretches_no_axis() -> None:
    near, far = event("2025-06-10", "near"), event("202X", "far", type="letter")
    assert "Jun 2025" in lines(ledger(near, far), 80, "country")[2]
    alone = lines(ledger(far), 80, "country")[2]
    assert alone.split()[:2] == ["2020", "2021"]
    # A year is near enough, and more is not.
    assert lines(ledger(near, event("2025", "year")), 80, "country")[3].split()[0] == "Jan"


def count(certain: int, possible: int) -> Count:
    one = event("2025-01-01")
    return Count(
        [Match(one, Containment.CERTAIN)] * certain + [Match(one, Containment.POSSIBLE)] * possible
    )


@pytest.mark.parametrize(
    "certain, possible, most, drawn",
    [
        (0, 0, 8, ""),
        (8, 0, 8, "████"),
        (4, 0, 8, "██"),
        (3, 0, 8, "█▌"),
        (1, 0, 1000, "▌"),  # what is there is seen
        (4, 4, 8, "██░░"),
        (0, 1, 1, "░░░░"),
        (7, 1, 800, "▌░"),
        (9, 1, 10, "███░"),  # no longer than its room, and the doubt is seen
    ],
)
def test_a_bar(certain: int, possible: int, most: int, drawn: str) -> None:
    assert bars.bar(certain, certain + possible, most, 4).plain == drawn


def test_a_sparkline() -> None:
    numbers = [count(0, 0), count(1, 0), count(4, 0), count(8, 0), count(0, 8), count(1, 0)]
    line = bars.spark(numbers, 8)
    assert line.plain == "·▁▄██▁"
    assert [span.style for span in line.spans] == ["axis", "bar", "bar", "bar", "unsure", "bar"]


def test_an_event_stands_where_it_began_however_long_it_lasted() -> None:
    book = ledger(
        event("2010-03-01/..", "on", type="talks"),
        event("2008-01-01/2010-05-01", "long", type="visit"),
        event("2025-03-05", "call", type="call"),
    )
    found = lines(book, 80, "type")
    assert found[2].split()[0] == "2008"
    assert "not drawn" not in "\n".join(found)
    at = {line.split()[0]: line for line in found[3:6]}
    assert at["▷"].rindex("▷") < at["▲"].rindex("▲") < at["●"].rindex("●")


def test_why_there_is_no_lane() -> None:
    book = ledger(event("2025-03-05"))
    assert lines(book, 80, "tag")[1:] == ["1 event without a tag"]
    assert lines(ledger(event("[..2025-03-05]", "open")), 80, "actor")[1].startswith(
        "there is nothing"
    )


def test_the_signs_of_many_in_one_column_are_explained() -> None:
    plain = "\n".join(lines(ledger(*(event("2025-03-05", f"e{n}") for n in range(12))), 80, "type"))
    assert "+: ten or more" in plain


def test_principals_come_first_also_where_two_actors_share_a_name() -> None:
    first, second = Actor("li-na-1", "Li Na", (), "CN"), Actor("li-na-2", "Li Na", (), "CN")
    book = ledger(
        *(event(f"2025-03-0{n}", actors=(second, TRUMP)) for n in range(1, 5)),
        event("2025-03-09", actors=(first, TRUMP)),
        principals=(first, TRUMP),
    )
    found = [line for line in lines(book, 80, "actor") if "Li Na" in line or "Trump" in line]
    assert [line.split("  ")[0].rstrip(" 0123456789") for line in found] == [
        "Li Na (li-na-1)",
        "Donald Trump",
        "Li Na (li-na-2)",
    ]
