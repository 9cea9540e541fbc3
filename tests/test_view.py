"""What a person sees, on pinned consoles: widths, colours, one screen."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from rich.cells import cell_len
from rich.color import Color
from rich.console import Console, RenderableType

import chrono
from chrono.core.counting import tally
from chrono.core.model import BUILT_IN_TYPES, EventType, Ledger
from chrono.core.overview import overview
from chrono.core.query import Question, resolve, select
from chrono.errors import Problem, UsageError
from chrono.view import theme
from chrono.view.event_page import EventPage
from chrono.view.problems import Problems
from chrono.view.summary import Summary
from chrono.view.timeline import Timeline
from replay import ROOT
from samples import event
from samples import ledger as model_ledger


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return chrono.load([str(ROOT / "data" / "events.toml")])


def drawn(view: RenderableType, width: int) -> list[str]:
    console = Console(
        width=width,
        file=io.StringIO(),
        force_terminal=False,
        legacy_windows=False,
        theme=theme.themed(),
        markup=False,
        highlight=False,
        emoji=False,
        _environ={},
    )
    console.print(view)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def test_a_problem_stands_above_its_line_which_is_cut_to_the_width() -> None:
    problems = [
        (Problem("a.toml", 12, "no such key"), '  date = "2025-10-30"  '),
        (Problem("a.toml", 9, "none of the roles", "role", "warning"), 'title = "' + "字" * 30),
        (Problem("b.toml", 0, "cannot be read", "file"), None),
    ]
    assert [line.rstrip() for line in drawn(Problems(problems), 40)] == [
        "a.toml:12: error: no such key [syntax]",
        '    12 │ date = "2025-10-30"',
        "a.toml:9: warning: none of the roles",
        "[role]",
        '     9 │ title = "字字字字字字字字字字 …',
        "b.toml: error: cannot be read [file]",
    ]


def luminance(name: str) -> float:
    triplet = Color.parse(name).get_truecolor()
    channels = [value / 255 for value in triplet]
    linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    "name, on_black, on_white", [("usual", 3.5, 3.5), ("dark", 7, 0), ("light", 0, 6)]
)
@pytest.mark.parametrize("style", sorted(theme.themed().styles))
def test_colours_read_on_their_backgrounds(
    name: str, on_black: float, on_white: float, style: str
) -> None:
    color = theme.themed(name).styles[style].color
    if color is None or color.is_default:
        return
    found = luminance(color.name)
    assert (found + 0.05) / 0.05 >= on_black
    assert 1.05 / (found + 0.05) >= on_white


def test_a_plain_theme_has_no_colour_and_keeps_what_is_bold_and_italic() -> None:
    styles = theme.themed("plain").styles
    assert all(style.color is None for style in styles.values())
    assert styles["number"].bold
    assert styles["unsure"].italic


def test_themes_change_what_there_is_and_nothing_else() -> None:
    usual = set(theme.themed().styles)
    assert all(set(changed) <= usual for changed in theme.THEMES.values())


def test_own_colours() -> None:
    styles = theme.themed("dark", {"call": "bold red", "type.video": "#123456"}).styles
    assert str(styles["type.call"]) == "bold red"
    assert str(styles["type.video"]) == "#123456"


@pytest.mark.parametrize(
    "name, colors, why",
    [
        ("drak", {}, r'unknown colour theme "drak"; did you mean "dark"'),
        (None, {"cal": "red"}, r'unknown style "cal"'),
        (None, {"call": "rred"}, '"rred" is no colour for call: write one such as "#0087d7"'),
    ],
)
def test_no_theme_and_why(name: str | None, colors: dict[str, str], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        theme.themed(name, colors)


def test_every_type_has_a_mark_and_contacts_are_filled() -> None:
    marks = {kind.id: theme.mark(kind) for kind in BUILT_IN_TYPES}
    assert len({mark.symbol for mark in marks.values()}) == len(marks)
    for name in ("usual", "dark", "light"):
        colours = theme.THEMES[name] or theme.themed().styles
        assert [mark.style for mark in marks.values() if mark.style not in colours] == []
    filled = {kind.id for kind in BUILT_IN_TYPES if marks[kind.id].symbol in "◆●■▲★"}
    assert filled == {kind.id for kind in BUILT_IN_TYPES if kind.contact}
    assert theme.mark(EventType("own", "own", "own", contact=True)).symbol == "★"


def test_a_years_summary_fits_one_screen(ledger: Ledger) -> None:
    selection = select(ledger, resolve(Question.of(period="2025"), ledger))
    lines = drawn(Summary(overview(ledger, selection)), 80)
    assert len(lines) <= 38  # of 40, with a prompt and a note
    assert "Xi Jinping and Donald Trump  5 contacts" in lines[2]
    assert "1 in-person meeting  30 Oct in Busan" in lines[3]
    assert "4 phone calls        17 Jan, 5 Jun, 19 Sep, 24 Nov" in lines[4]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_a_timeline_fits_its_width_and_leaves_nothing_out(ledger: Ledger, width: int) -> None:
    selection = select(ledger, resolve(Question.of(period="2025", status=["any"]), ledger))
    lines = drawn(Timeline(ledger, selection), width)
    assert max(cell_len(line) for line in lines) <= width
    letters = "".join("".join(lines).split())
    for hit in selection.matches:
        first = hit.event.title.split()[0]
        assert first in letters


def test_months_are_headings_and_weekdays_are_right(ledger: Ledger) -> None:
    selection = select(ledger, resolve(Question.of(period="2025", actor=["Xi", "Trump"]), ledger))
    lines = drawn(Timeline(ledger, selection), 80)
    text = "\n".join(lines)
    for heading in ("January 2025 ─", "June 2025 ─", "October 2025 ─", "November 2025 ─"):
        assert heading in text
    for day in (
        "17 Fri ● call",
        "5 Thu ● call",
        "19 Fri ● call",
        "30 Thu ◆ meeting",
        "24 Mon ● call",
    ):
        assert day in text
    for silence in ("139 days", "106 days", "41 days", "25 days"):
        assert f"{silence} without a contact" in text


def test_coarse_dates_look_coarse(ledger: Ledger) -> None:
    selection = select(ledger, resolve(Question.of(period="2025", text=["speak again"]), ledger))
    text = "\n".join(drawn(Timeline(ledger, selection), 80))
    assert "2025, month not known" in text
    assert "31 Oct or 1" in text
    assert "the day is not known" in text


def test_a_page_gives_offices_presence_and_the_days_between(ledger: Ledger) -> None:
    event = ledger.event("2025-11-24-xi-trump-call")
    assert event is not None
    text = "\n".join(line.rstrip() for line in drawn(EventPage(ledger, event), 100))
    assert "Donald Trump (US)  President of the United States" in text
    assert "2025-10-30-busan  Xi and Trump meet in Busan, 25 days later" in text
    assert "differs: initiator Xi Jinping" in text
    assert "says so too: initiator United States" in text


def test_bars_and_sparklines_by_quarter_are_what_count_has_by_quarter() -> None:
    """A start that may fall into two months of one quarter falls into that quarter."""
    events = [event(f"{year}-{month:02}-05") for year in (2024, 2025) for month in range(1, 11)]
    book = model_ledger(*events, event("[2025-01-31,2025-02-01]", "either"))
    selection = select(book, resolve(Question(), book))
    plain = "\n".join(drawn(Summary(overview(book, selection)), 100))
    assert "Contacts by quarter" in plain
    counted = tally(selection, ["quarter"], book.types).numbers
    assert counted[("2025-Q1",)].max == 4
    for (name,), count in counted.items():
        assert re.search(rf"{re.escape(name)} +{count.max} ", plain)


@pytest.mark.parametrize("width", range(20, 141, 4))
def test_a_summary_fits_its_width(ledger: Ledger, width: int) -> None:
    for question in (
        Question.of(period="2025"),
        Question.of(period="2024..", overlap=True, status=["any"]),
    ):
        selection = select(ledger, resolve(question, ledger))
        lines = drawn(Summary(overview(ledger, selection, contacts=False)), width)
        assert max(map(cell_len, lines)) <= width


def test_the_longest_silence_is_only_perhaps_the_one_whose_days_are_not_known() -> None:
    book = model_ledger(
        event("2026-05-05", "may"), event("2026-06", "june"), event("2026-07-08", "july"),
        event("2026-08-20", "august"),
    )  # fmt: skip
    selection = select(book, resolve(Question(), book))
    found = overview(book, selection, today=dt.date(2026, 11, 25))
    plain = "\n".join(drawn(Summary(found), 100))
    assert "43–56 days, perhaps 5 May 2026 to some day in June 2026" in plain
    assert "Since then       97 days, 20 Aug 2026 to today" in plain
    sure = overview(book, selection, today=dt.date(2026, 8, 30))
    assert "Since then" not in "\n".join(drawn(Summary(sure), 100))
