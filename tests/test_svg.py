"""The drawn timeline: it is to scale, shows how sure dates are, and is one file of plain text."""

from __future__ import annotations

import datetime as dt
import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.model import STATUSES, Actor, Ledger, Source
from chrono.core.query import Question, resolve, select
from chrono.core.subset import Subset, subset
from chrono.files.exchange.drawing import layout as layout_module
from chrono.files.exchange.drawing.labels import LABELS, Placed, Wish, arrange
from chrono.files.exchange.drawing.lanes import Mark, importance, mark
from chrono.files.exchange.drawing.layout import TEXT, Layout, Options
from chrono.files.exchange.drawing.marks import Pen, shape
from chrono.files.exchange.drawing.shapes import SHAPES, outline
from chrono.files.exchange.drawing.text_widths import balanced, text_width, wrapped
from chrono.files.exchange.drawing.time_axis import TimeAxis
from chrono.files.exchange.svg import export_svg
from samples import (
    DAY,
    RUBIO,
    TRUMP,
    TYPES,
    WANG_YI,
    XI,
    Dated,
    Lasting,
    any_dates,
    days,
    edtf_texts,
    event,
    intervals,
    law,
    ledger,
)

SVG = "{http://www.w3.org/2000/svg}"


def part(example: Ledger, period: str | None = None, **question: object) -> Subset:
    """All public events of a ledger that match a question, of any status."""
    words = {"status": ["any"], **question}
    query = resolve(Question.of(period, **words), example)
    return subset(example, select(example, query).events, query)


def svg(example: Ledger, period: str | None = None, **options: object) -> str:
    made = export_svg(part(example, period), **options)  # type: ignore[arg-type]
    return b"".join(made.pieces()).decode()


def texts(made: str) -> list[str]:
    """The texts of a drawing, without those for screen readers and pointers."""
    return [one.text or "" for one in ElementTree.fromstring(made).iter(f"{SVG}text")]


# -- labels ------------------------------------------------------------------------------------


@st.composite
def wishes(draw: st.DrawFn) -> list[Wish]:
    number = draw(st.integers(1, 8))
    return [
        Wish(
            at,
            sorted(draw(st.sets(st.integers(6, 600), min_size=1, max_size=3))),
            0,
            [("text", "words")],
            draw(st.integers(20, 240)),
            draw(st.sampled_from([15, 30, 45])),
        )
        for at in range(number)
    ]


def apart(one: Placed, other: Placed) -> bool:
    """Whether the boxes of two labels share no point, and neither has a line across the other.

    Labels of one column share a line, which is hidden behind them.
    """
    beside = one.right < other.left or other.right < one.left
    below = one.top <= other.rise or other.top <= one.rise
    crossed = any(
        a.left <= b.anchor <= a.right and a.rise < b.rise and abs(a.anchor - b.anchor) >= 8
        for a, b in ((one, other), (other, one))
    )
    return (beside or below) and not crossed


@law(200)
@given(wishes())
def test_labels_do_not_overlap_each_other_or_their_lines(made: list[Wish]) -> None:
    placed = arrange(made, 0, 606, 5)
    if placed is None:
        return
    assert sorted(label.wish.event for label in placed) == [*range(len(made))]
    for label in placed:
        assert label.left >= 0
        assert label.right <= 606
        assert label.anchor in label.wish.anchors
        assert label.left <= label.anchor <= label.right or label.wish.width < 10
    for one, other in combinations(placed, 2):
        assert apart(one, other), (one, other)


TITLES = (
    "Xi and Trump meet",
    "They speak by phone about soybeans, ships and a meeting",
    "他们会面",
)


@law(100)
@given(
    st.lists(
        st.tuples(edtf_texts(), st.sampled_from([*TYPES]), st.sampled_from(TITLES)),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from([300, 390, 700, 960]),
    st.sampled_from(["type", "actor"]),
)
def test_no_two_boxes_of_a_drawing_overlap(
    made: list[tuple[str, str, str]], width: int, by: str
) -> None:
    events = [
        event(text, f"e{n}", type=kind, title=title) for n, (text, kind, title) in enumerate(made)
    ]
    layout = Layout(part(ledger(*events)), Options(by, "title", width))
    drawn = {one.number for block in layout.blocks for one in block.lane.marks}
    assert len(drawn) + len(layout.outside) == len(events)
    for block in layout.blocks:
        assert all(apart(*pair) for pair in combinations(block.labels, 2))
        assert all(block.base - label.top >= block.top for label in block.labels)
        for label in block.labels:
            assert label.right <= width
            assert max(text_width(line, TEXT) for _, line in label.wish.lines) <= label.wish.width
        for one, other in combinations(block.lane.marks, 2):
            assert (
                one.row != other.row
                or one.last + layout.size < other.first
                or other.last + layout.size < one.first
            ), (one, other)
        assert all(
            layout.y(block, one) + layout.size / 2 < block.bottom for one in block.lane.marks
        )
    for upper, lower in zip(layout.blocks, layout.blocks[1:], strict=False):
        assert upper.bottom <= lower.top


@law(200)
@given(st.text(max_size=80), st.integers(60, 300))
def test_lines_have_all_words_and_fit(words: str, room: int) -> None:
    for lines in (wrapped(words, room, 12), balanced(words, room, 12)):
        assert "".join(lines).replace(" ", "") == words.replace(" ", "")
        assert all(text_width(line, 12) <= room or len(line) == 1 for line in lines)
    assert len(balanced(words, room, 12)) <= len(wrapped(words, room, 12))


def test_chinese_is_wrapped_between_characters_and_english_between_words() -> None:
    assert wrapped("Xi meets Trump in Busan", 80, 12) == ["Xi meets", "Trump in", "Busan"]
    assert wrapped("中美元首在釜山会晤，", 62, 12) == ["中美元首", "在釜山会", "晤，"]


def test_with_few_events_all_have_labels_and_with_many_the_rest_are_counted() -> None:
    few = [event(f"2025-03-{1 + n:02}", f"e{n}", title=TITLES[1]) for n in range(3)]
    made = svg(ledger(*few), "2025")
    assert {"1\N{NO-BREAK SPACE}Mar", "3\N{NO-BREAK SPACE}Mar"} < {*texts(made)}
    assert "are labelled" not in made
    first = dt.date(2025, 1, 1)
    many = [event(f"{first + DAY * n}", f"e{n}", title=TITLES[1]) for n in range(300)]
    made = svg(ledger(*many), "2025")
    (note,) = [line for line in texts(made) if "are labelled" in line]
    labelled = int(note.split()[0])
    assert note == f"{labelled} of 300 events are labelled."
    assert 2 <= labelled < 300
    dates = re.compile(r"\d+ [A-Z][a-z]{2}".replace(" ", "\N{NO-BREAK SPACE}"))
    assert sum(bool(dates.fullmatch(line)) for line in texts(made)) == labelled


@pytest.mark.parametrize(
    ("labels", "words"),
    [("title", "A round"), ("place", "Geneva"), ("actors", "Xi Jinping and"), ("date", "")],
)
def test_labels_have_the_date_and_what_was_chosen(labels: str, words: str) -> None:
    one = event("2025-05-10/2025-05-11", "a", title="A round", place="Geneva")
    shown = texts(svg(ledger(one), "2025", labels=labels))
    assert "10–11\N{NO-BREAK SPACE}May" in shown
    chosen = {"A round", "Geneva", "Xi Jinping and"}
    assert chosen & {*shown} == ({words} if words else set())


def test_without_labels_nothing_is_said_of_them() -> None:
    made = svg(ledger(event("2025-05-10", "a")), "2025", labels="none")
    assert "10\N{NO-BREAK SPACE}May" not in texts(made)
    assert "are labelled" not in made
    assert [*LABELS][-1] == "none"


# -- scale and dates ---------------------------------------------------------------------------

YEAR = TimeAxis(dt.date(2025, 1, 1), dt.date(2025, 12, 31), 100, 830)


def test_days_are_equally_wide_and_fill_the_axis() -> None:
    assert YEAR.day == 2
    assert YEAR.middle(dt.date(2025, 1, 1)) == 101
    assert YEAR.middle(dt.date(2025, 12, 31)) == 829
    assert YEAR.middle(dt.date(2025, 3, 1)) - YEAR.middle(dt.date(2025, 2, 1)) == 56


@law(200)
@given(days(), days(), st.integers(60, 1500))
def test_units_begin_at_their_first_day_and_labels_fit(
    first: dt.date, last: dt.date, width: int
) -> None:
    axis = TimeAxis(min(first, last), max(first, last), 0, width)
    for ticks in axis.ticks(TEXT):
        assert [tick.x for tick in ticks] == sorted({tick.x for tick in ticks})
        assert ticks[0].x == 0
        ends = [*(tick.x for tick in ticks[1:]), width]
        for tick, end in zip(ticks, ends, strict=True):
            assert not tick.label or tick.x + text_width(tick.label, TEXT) < end


@pytest.mark.parametrize(
    ("first", "last", "width", "labels"),
    [
        ("2025-01-01", "2025-12-31", 760, [["2025"], ["Jan", "Feb", "Mar", "Apr"]]),
        ("2025-01-01", "2025-12-31", 350, [["2025"], ["Jan", "Apr", "Jul", "Oct"]]),
        ("2024-01-01", "2025-12-31", 350, [["2024", "2025"], ["Jan", "Apr", "Jul", "Oct"]]),
        ("2025-10-01", "2025-10-31", 760, [["October 2025"], ["1", "2", "3", "4"]]),
        ("2025-09-01", "2025-10-31", 760, [["2025"], ["1 Sep", "8 Sep", "15 Sep", "22 Sep"]]),
        ("2001-01-01", "2025-12-31", 350, [["2001", "2005", "2010", "2015"]]),
        ("1801-01-01", "2025-12-31", 350, [["1801", "1850", "1900", "1950"]]),
    ],
)
def test_units_are_chosen_by_the_length_of_the_axis(
    first: str, last: str, width: int, labels: list[list[str]]
) -> None:
    axis = TimeAxis(dt.date.fromisoformat(first), dt.date.fromisoformat(last), 0, width)
    shown = [[tick.label for tick in ticks if tick.label][:4] for ticks in axis.ticks(TEXT)]
    assert shown == labels


def drawn(text: str) -> Mark:
    made = mark(0, event(text, "a"), YEAR)
    assert made is not None
    return made


def covered(made: Mark, day: dt.date, certain: bool) -> bool:
    """Whether a part of a mark reaches over the middle of a day."""
    x = YEAR.middle(day)
    return any(one.first <= x <= one.last for one in made.parts if one.certain is certain)


@law(200)
@given(any_dates())
def test_a_coarse_date_is_drawn_over_all_its_possible_days_and_never_as_a_point(
    date: Dated,
) -> None:
    possible = [day for day in date.days if YEAR.first <= day <= YEAR.last]
    if not possible:
        assert mark(0, event(date.text, "a"), YEAR) is None
        return
    made = drawn(date.text)
    if len(date.days) == 1:
        assert [one.certain for one in made.parts] == [True]
        assert made.first == made.last == YEAR.middle(min(possible))
        return
    assert not any(one.certain for one in made.parts)
    assert all(covered(made, day, False) for day in possible)
    whole = [*map(YEAR.middle, (min(date.days), max(date.days)))]
    assert made.first >= whole[0]
    assert made.last <= whole[1]


@law(200)
@given(intervals())
def test_an_interval_is_certain_only_on_days_on_which_it_went_on_in_any_case(
    lasting: Lasting,
) -> None:
    made = drawn(lasting.text)
    first, last = (min(start for start, _ in lasting.courses), max(e for _, e in lasting.courses))
    every = [first + DAY * n for n in range((last - first).days + 1)]
    for day in (day for day in every if YEAR.first <= day <= YEAR.last):
        in_any_case = all(start <= day <= end for start, end in lasting.courses)
        assert covered(made, day, True) is in_any_case
        assert in_any_case or covered(made, day, False)


@pytest.mark.parametrize("text", ["2025-06-01/..", "2025-06-01/", "../2025-06-01", "/2025-06-01"])
def test_an_open_end_reaches_the_end_of_the_axis(text: str) -> None:
    made = drawn(text)
    assert made.last > YEAR.right if text.startswith("2025") else made.first < YEAR.left


def test_marks_in_the_file_are_to_scale() -> None:
    """The place of each disc in the file, beside the days between the events."""
    dates = ["2025-01-01", "2025-02-01", "2025-07-01", "2025-12-31"]
    made = svg(ledger(*(event(d, f"e{n}", type="call") for n, d in enumerate(dates))), "2025")
    marks = re.findall(r"<g><title>.*?</title><path d=\"M([\d.]+) ", made)
    places = [float(x) for x in marks]
    at = [(dt.date.fromisoformat(d) - dt.date(2025, 1, 1)).days for d in dates]
    day = (places[-1] - places[0]) / at[-1]
    assert [(x - places[0]) / day for x in places] == pytest.approx(at, abs=0.1)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_long_mark_is_its_shape_stretched(shape: str) -> None:
    def numbers(path: str) -> list[float]:
        return [float(one) for one in re.findall(r"-?[\d.]+", path)]

    plain, long = (numbers(outline(shape, 0, 0, 16, stretch)) for stretch in (0, 40))
    if SHAPES[shape]:
        assert min(long[::2]) == min(plain[::2])
        assert max(long[::2]) == max(plain[::2]) + 40
        assert {*long[1::2]} == {*plain[1::2]}
    else:
        assert 40 in long


# -- the rest of the drawing -------------------------------------------------------------------


def test_every_status_has_a_look_of_its_own() -> None:
    pen = Pen(10, "")
    looks = {status: pen.sign("", status, status == "held", "accent") for status in STATUSES}
    apart = {looks[status] for status in ("held", "planned", "unconfirmed", "cancelled")}
    assert len(apart) == 4
    assert looks["cancelled"] == looks["postponed"] == looks["denied"]
    events = [event(f"2025-0{n}-05", status, status=status) for n, status in enumerate(STATUSES, 1)]
    shown = texts(svg(ledger(*events), "2025"))
    assert {*STATUSES} - {"held"} <= {*shown}
    assert "postponed, cancelled or denied" in shown


def test_an_event_is_in_the_lanes_of_its_actors_and_in_others_if_they_are_many() -> None:
    pairs = [(XI, TRUMP), (XI, RUBIO), (WANG_YI, RUBIO)]
    events = [event("2025-03-05", f"e{n}", actors=pair) for n, pair in enumerate(pairs)]
    layout = Layout(part(ledger(*events, principals=(TRUMP,))), Options("actor"))
    assert {block.lane.name: len(block.lane.marks) for block in layout.blocks} == {
        "Donald Trump": 1, "Marco Rubio": 2, "Xi Jinping": 2, "Wang Yi": 1,
    }  # fmt: skip
    many = [event("2025-03-05", f"e{n}", place=f"Place {n}" if n else None) for n in range(15)]
    layout = Layout(part(ledger(*many)), Options("place"))
    assert [len(block.lane.marks) for block in layout.blocks] == [1] * 11 + [4]
    assert layout.blocks[-1].lane.name == "Others"
    layout = Layout(part(ledger(*many[:2])), Options("place"))
    assert [block.lane.name for block in layout.blocks] == ["Place 1", "Without a place"]


def test_the_number_of_a_lane_counts_held_events_and_is_a_range_if_dates_are_open() -> None:
    events = [
        event("2025-03-05", "a"),
        event("2025-12/2026-01", "b"),
        event("[2025-12-31,2026-01-01]", "c"),
        event("2025-05-05", "d", status="planned"),
    ]
    layout = Layout(part(ledger(*events), "2025"), Options())
    assert [str(block.lane.held) for block in layout.blocks] == ["2–3"]


def test_an_event_outside_the_axis_is_named() -> None:
    events = [
        event("2025-03-05", "a"),
        event("1975-03-05/..", "b"),
        event("190X", "c", title="Old"),
    ]
    made = svg(ledger(*events))
    assert "1 event outside these dates not drawn: the 1900s: Old." in texts(made)


def test_events_that_follow_others_have_arrows_unless_these_are_too_many() -> None:
    first = dt.date(2025, 1, 1)
    for number, words in (
        (5, "leads to a follow-up event"),
        (62, "61 links between events are not drawn."),
    ):
        chain = [
            event(f"{first + DAY * n}", f"e{n}", follows=(f"e{n - 1}",) if n else ())
            for n in range(number)
        ]
        layout = Layout(part(ledger(*chain)), Options(arrows=True))
        assert len(layout.arrows) == (4 if number == 5 else 0)
        assert words in texts(svg(ledger(*chain), arrows=True))
        assert words not in texts(svg(ledger(*chain)))


def test_what_is_tagged_or_has_most_sources_is_labelled_first() -> None:
    wire = Source("The Wire")
    events = [event(f"2025-03-{1 + n:02}", f"e{n}") for n in range(20)]
    events[7] = events[7]._replace(tags=("leaders",))
    events[9] = events[9]._replace(sources=(wire, wire))
    keys = importance(part(ledger(*events)))
    assert sorted(keys, key=keys.__getitem__)[:2] == ["e7", "e9"]


def test_actors_without_a_lane_are_named_with_their_number() -> None:
    people = [Actor(f"p{n}", f"Person {n}", (), "FR") for n in range(14)]
    events = [
        event(f"2025-03-{1 + n:02}", f"e{n}", actors=(XI, one)) for n, one in enumerate(people)
    ]
    words = " ".join(texts(svg(ledger(*events), lanes="actor")))
    assert "Without a lane: 4 actors (Person 6, Person 7, Person 8 and Person 9)." in words


def test_the_bar_of_the_legend_is_as_the_longest_event_is_drawn() -> None:
    visit = event("2025-03-01/2025-03-20", "visit", type="visit")
    talks = event("2025-05-01/2025-05-02", "talks", type="talks")
    made = svg(ledger(visit, talks))
    sample = made.rpartition("several days")[0].rpartition("<path ")[2]
    assert outline(shape(TYPES["visit"]), 5, -4.5, 10, 14) in sample
    assert "fill-paper" in sample


def test_very_many_events_are_drawn_as_columns_of_contacts_and_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(layout_module, "MANY", 3)
    dates = ["2025-01-01", "2025-01-01", "2025-01-01", "2025-12-31"]
    events = [event(date, f"e{n}") for n, date in enumerate(dates)]
    events.append(event("2025-01-01", "planned", status="planned", follows=("e0",)))
    made = svg(ledger(*events), "2025", width=960, arrows=True)
    assert "The highest column has 4 events. A column covers about 1 day." in texts(made)
    assert "1 link between events is not drawn." in texts(made)
    assert {"contacts", "other events"} < {*texts(made)}
    plot = made.partition('plot)">')[2].partition("</g>")[0]
    heights = [re.findall(r"v-([\d.]+)", data) for data in re.findall(r'd="(.*?)"', plot)]
    assert heights == [["45", "15"], ["15"]]
    tops = [re.findall(r"M([\d.]+) ([\d.]+)", data) for data in re.findall(r'd="(.*?)"', plot)]
    ((x, base), _), ((x_above, base_above),) = tops
    assert x == x_above
    assert float(base) - 45 == float(base_above)


def test_no_events_are_said() -> None:
    assert "No events." in texts(svg(ledger(event("2025-03-05", "a")), "2026"))


@law(100)
@given(st.text(max_size=60), st.text(min_size=1, max_size=60), st.sampled_from([*STATUSES]))
def test_the_file_is_well_formed_and_refers_to_nothing_outside(
    title: str, words: str, status: str
) -> None:
    one = event("2025-03-05", "a", title=words, status=status, place=words)
    example = ledger(one, event("2025-04", "b", follows=("a",)), title=title)
    made = svg(example, labels="title", title=words.strip() or None)
    root = ElementTree.fromstring(made)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {
        "svg", "title", "desc", "style", "rect", "g", "path", "text", "defs", "clipPath",
        "linearGradient", "stop",
    }  # fmt: skip
    for element in root.iter():
        assert not [name for name in element.attrib if "href" in name or name.startswith("on")]
        for value in element.attrib.values():
            assert "url(" not in value or re.fullmatch(r"url\(#[a-z-]+\)", value)
    (sheet,) = root.iter(f"{SVG}style")
    assert not re.search("url|@import|@font-face", sheet.text or "")
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len({*ids})
    used = {*re.findall(r"url\(#([a-z-]+)\)", made), "title", "about"}
    assert used <= {*ids}
    assert root.attrib["aria-labelledby"] == "title about"
    assert root[0].text
    assert root[1].text


def test_equal_ledgers_give_equal_files() -> None:
    def made() -> str:
        events = [
            event(f"2025-0{1 + n % 9}-05", f"e{n}", type=kind, follows=("e0",))
            for n, kind in enumerate([*TYPES] * 2)
        ]
        return svg(ledger(*events), "2025", lanes="actor")

    assert made() == made()


def test_the_title_and_the_line_below_it_do_not_repeat_each_other() -> None:
    events = [event("2025-03-05", "a"), event("2025-06-05", "b", type="visit")]
    example = ledger(*events, title="A ledger, 2025")
    assert texts(svg(example, "2025"))[:2] == ["A ledger, 2025", "2 events, including 1 contact"]
    assert texts(svg(example, "2025-03"))[:2] == ["A ledger, 2025", "1 contact, March 2025"]
    made = export_svg(part(example, "2025", actor=["Xi"]))
    shown = texts(b"".join(made.pieces()).decode())
    assert shown[:2] == ["Xi Jinping, 2025", "2 events, including 1 contact"]
    assert shown[-1] == "Source: A ledger, 2025"
    own = texts(svg(example, "2025", title="My title"))
    assert own[:2] == ["My title", "2 events, including 1 contact, 2025"]


def test_dark_colours_are_in_a_style_sheet_that_prints_do_not_use() -> None:
    made = svg(ledger(event("2025-03-05", "a")))
    assert "@media screen and (prefers-color-scheme: dark)" in made
    assert made.count("#171614") == made.count(":root .") // 6  # each kind of paint has a paper
