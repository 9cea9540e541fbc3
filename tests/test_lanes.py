"""Lanes: each event is drawn on its days, and none is left out without being named."""

from __future__ import annotations

import datetime as dt
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from chrono.core.counting import Count, tally
from chrono.core.model import Actor, Ledger
from chrono.core.periods import Period
from chrono.view.axis import Axis
from chrono.view.lanes import _Lane, lanes
from chrono.view.theme import mark
from drawing import console, drawn
from samples import TRUMP, TYPES, ask, edtf_texts, event, law, ledger, periods

SYMBOLS = {mark(kind).symbol for kind in TYPES.values()}


def lines(example: Ledger, width: int, by: str, period: str | None = None) -> list[str]:
    selection = ask(example, period)
    return drawn(partial(lanes, example, selection, tally(selection, [by], example.types)), width)


def number_shown(lane: str) -> int:
    """The number of events that a lane shows."""
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
    example = ledger(*(event(text, f"e{n}", type=kind) for n, (text, kind) in enumerate(made)))
    question = period.text if period and period.text != "all" else None
    shown = lines(example, width, "country", question)
    assert max(map(cell_len, shown)) <= width
    matches = ask(example, question).matches
    plain = "\n".join(shown)
    if not matches or "Nothing to draw" in plain:
        return
    at = next(number for number, line in enumerate(shown) if line.startswith("China"))
    lane = shown[at] if width >= 60 else shown[at + 1]
    lane = lane.partition(Count(list(matches)).text("–"))[2] if width >= 60 else lane
    ids = [match.event.id for match in matches]
    named = [id for id in ids if "Not drawn" in plain and id in plain]
    assert number_shown(lane) + len(named) >= len(matches) or "more" in plain


def test_vague_dates_are_hatched_and_certain_days_drawn_as_bars() -> None:
    example = ledger(
        event("2025-01-01", "a"),
        event("2025-03", "b", type="call"),
        event("2025-05-01/2025-06-30", "c", type="talks"),
        event("[2025-08-01,2025-09-30]", "d", type="video"),
        event("2025-10-10/2025-11", "e", type="visit"),
    )
    shown = next(line for line in lines(example, 80, "country", "2025") if line.startswith("China"))
    assert shown == ("China         5  ◆    ·    ░░●░░░    ▲━━━━━━━━━━━    ■    ·    ░·▷━━━━░░░░░")


def test_a_short_event_is_drawn_over_a_long_one() -> None:
    example = ledger(
        event("2025-01-10/2025-12-20", "long", type="talks"),
        event("2025-05-01/2025-07-31", "short", type="video"),
    )
    selection = ask(example, "2025")
    lane = _Lane(
        Axis(dt.date(2025, 1, 1), dt.date(2025, 12, 31), 60), Count(list(selection.matches))
    )
    styles = {lane.line.get_style_at_offset(console(80), at) for at in range(25, 32)}
    assert {style.color.name for style in styles if style.color} == {"#008787"}


def test_a_date_that_may_lie_anywhere_in_years_does_not_lengthen_the_axis() -> None:
    near, far = event("2025-06-10", "near"), event("202X", "far", type="letter")
    assert "Jun 2025" in lines(ledger(near, far), 80, "country")[2]
    alone = lines(ledger(far), 80, "country")[2]
    assert alone.split()[:2] == ["2020", "2021"]
    # A date within one year does.
    assert lines(ledger(near, event("2025", "year")), 80, "country")[3].split()[0] == "Jan"


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


def test_the_plus_for_ten_events_in_a_column_is_explained() -> None:
    plain = "\n".join(lines(ledger(*(event("2025-03-05", f"e{n}") for n in range(12))), 80, "type"))
    assert "+: ten or more" in plain


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
