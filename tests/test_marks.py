"""Marks of events: below their own month, with a bar for several days, none over another."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from chrono.core.dates import When
from chrono.core.spans import Span
from chrono.view.axis import Axis
from chrono.view.lanes import BAR, POSSIBLE, cells, mark, stacked
from samples import days, edtf_texts, event, law


@st.composite
def axes(draw: st.DrawFn) -> Axis:
    """An axis from one week to ten years, in the columns that a terminal has for it."""
    first = draw(days(dt.date(2024, 1, 1), dt.date(2026, 6, 30)))
    length = draw(st.sampled_from([7, 14, 31, 61, 92, 183, 365, 731, 1826, 3653]))
    return Axis(first, first + dt.timedelta(days=length - 1), draw(st.integers(24, 110)))


def unit(axis: Axis, column: int) -> int:
    """The column in which the labelled unit of a column begins."""
    return max(tick for tick in axis.ticks if tick <= column)


@law(600)
@given(axes(), edtf_texts())
def test_a_mark_is_below_the_labels_of_its_own_days(axis: Axis, text: str) -> None:
    when = When.parse(text)
    placed = mark(event(text), axis)
    on_axis = axis.columns(when.days)
    if placed is None:
        assert not any(axis.columns(span) for span in (when.start_span, when.days))
        return
    own = {unit(axis, column) for column in on_axis}
    assert {unit(axis, column) for column in (placed.at, *placed.bars)} <= own
    if any(axis.columns(span) for span in when.starts):
        assert any(placed.at in axis.columns(span) for span in when.starts)


@law(600)
@given(axes(), edtf_texts())
def test_a_mark_has_a_bar_if_the_event_has_several_days(axis: Axis, text: str) -> None:
    when = When.parse(text)
    placed = mark(event(text), axis)
    if placed is None:
        return
    shown = {placed.at, *placed.bars}
    if when.exact and when.days.first == when.days.last:
        assert not placed.bars
    elif any(axis.same_unit(placed.at, column) for column in (placed.at - 1, placed.at + 1)):
        assert len(shown) > 1
    if not when.exact:
        possible = when.days if when.interval else when.start_span
        assert {*axis.columns(possible)} <= shown
    elif when.days.first != when.days.last:
        assert {*axis.columns(when.days)} <= shown
    certain = Span(when.start_span.last, when.ends.first)
    solid = {column for column, bar in placed.bars.items() if bar == BAR}
    if not when.interval or None in certain:
        assert not solid
    assert {*placed.bars.values()} <= {BAR, POSSIBLE}


@law(300)
@given(axes(), st.lists(edtf_texts(), min_size=1, max_size=8))
def test_no_mark_hides_another_or_touches_its_bar(axis: Axis, texts: list[str]) -> None:
    placed = [mark(event(text, f"e{n}"), axis) for n, text in enumerate(texts)]
    marks = [one for one in placed if one]
    rows = stacked(marks, 8)
    assert stacked(marks, len(rows) - 1) == []
    ids = sorted(one.event.id for row in rows for one in row)
    assert ids == sorted(one.event.id for one in marks)
    for row in rows:
        own = [column for one in row for column in {one.at, *one.bars}]
        assert len(own) == len({*own})
        by_column = dict(cells(row))
        assert sorted(by_column) == sorted(own)
        for one in row:
            others = {column for column in own if column not in {one.at, *one.bars}}
            columns = {one.at, *one.bars}
            assert min(columns) - 1 not in others or one.at == min(columns)
            assert max(columns) + 1 not in others or one.at == max(columns)
