"""A list of events: a line each, titles whole, ids in one piece, at every width."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console

from chrono.core.dates import When
from chrono.core.english import compact
from chrono.core.lookup import ActorIndex
from chrono.core.model import STATUSES, Actor, Event
from chrono.core.query import Match
from chrono.core.spans import Containment
from chrono.files.read.load import loads
from chrono.view import theme
from chrono.view.listing import EventLines, listing
from replay import ROOT
from samples import (
    PEOPLE,
    RUBIO,
    TRUMP,
    WANG_WENTAO,
    WANG_YI,
    XI,
    ask,
    edtf_texts,
    event,
    law,
    ledger,
)
from test_widths import letters, page


def drawn(events: list[Event], width: int, ids: bool = False, **fields: object) -> list[str]:
    """The lines of a list of events; a terminal has this `width`."""
    book = ledger(*events, **fields)
    console = Console(
        file=io.StringIO(), width=width, theme=theme.themed(), color_system=None, highlight=False,
        markup=False, emoji=False,
    )  # fmt: skip
    with console.capture() as captured:
        for part in listing(ask(book, status=("any",)), console, ids):
            console.print(part)
    return [line.rstrip() for line in captured.get().splitlines()]


# -- laws ---------------------------------------------------------------------------------------

TITLES = st.lists(
    st.sampled_from(
        ["Xi", "and", "Trump", "meet", "in", "Busan", "习近平与特朗普通电话", "a-" * 30, "x" * 90,
         "[red]", "\x1b[31m", "\u202e", "🤝", "é", "?", "·"]
    ),
    min_size=1, max_size=14,
).map(" ".join)  # fmt: skip


@st.composite
def lists(draw: st.DrawFn, dates: st.SearchStrategy[str] | None = None) -> list[Event]:
    """A few events with different ids, whose titles, places and names may be long."""
    return [
        event(
            draw(edtf_texts() if dates is None else dates),
            f"{number}-{draw(st.sampled_from(['', 'busan', 'a-long-id-' * 4]))}end",
            type=draw(st.sampled_from(["call", "meeting", "statement", "agreement"])),
            title=draw(TITLES),
            actors=draw(st.sampled_from([(XI, TRUMP), (WANG_YI,), PEOPLE])),
            place=draw(
                st.sampled_from([None, "Busan", "中华人民共和国北京市人民大会堂", "y" * 70])
            ),
            status=draw(st.sampled_from(["held", *STATUSES])),
        )
        for number in range(draw(st.integers(1, 5)))
    ]


@given(lists(), st.integers(20, 200), st.booleans())
@law(200)
def test_no_line_is_wider_than_the_terminal(events: list[Event], width: int, ids: bool) -> None:
    assert [line for line in drawn(events, width, ids) if cell_len(line) > width] == []


@given(lists(st.sampled_from(["2025-10-30", "2025-05-10/2025-05-11"])), st.integers(20, 200))
@law(200)
def test_nothing_of_a_title_or_a_place_is_lost(events: list[Event], width: int) -> None:
    for one in events:
        shown = letters("".join(drawn([one], width)))
        assert letters(theme.text(one.title).plain) in shown
        assert letters(one.place or "") in shown


@given(lists(), st.integers(20, 200))
@law(200)
def test_every_event_is_shown_once_in_order_and_no_id_is_broken(
    events: list[Event], width: int
) -> None:
    words = " ".join(drawn(events, width, ids=True)).split()
    ids = [one.id for one in ledger(*events).events if len(one.id) <= width]
    assert [word for word in words if word in ids] == ids


@given(lists(), st.integers(20, 200))
@law(50)
def test_an_id_that_has_no_room_is_omitted_unless_it_is_wanted(
    events: list[Event], width: int
) -> None:
    lines = drawn(events, width)
    shown = {one.id for one in events if one.id in " ".join(lines).split()}
    assert len(shown) in (0, len(events))
    if len(events) == len(shown) > 0:
        wanted = drawn(events, width, ids=True)
        assert wanted == lines


# -- the bundled ledger -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundled")
    text = (ROOT / "data" / "events.toml").read_text(encoding="utf-8")
    (folder / "events.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_hundred_events_take_little_more_than_a_hundred_lines(bundled: Path) -> None:
    assert len(page(bundled, "list 2025 --limit 100", 80).splitlines()) <= 120
    assert len(page(bundled, "list 2025 --limit 100", 120).splitlines()) <= 103


@pytest.mark.parametrize("line", ["list", "list --status any"])
def test_every_title_is_on_one_line_of_120_columns(bundled: Path, line: str) -> None:
    shown = page(bundled, line, 120)
    events = loads((bundled / "events.toml").read_text(encoding="utf-8")).events
    titles = [one.title for one in events if one.status == "held" or "any" in line]
    assert [title for title in titles if title not in shown] == []


# -- what a line has ----------------------------------------------------------------------------


def test_a_line_has_the_date_the_type_the_title_and_what_the_title_lacks() -> None:
    call = event("2025-01-17", "a", type="call", title="Xi and Trump speak", place="Oslo")
    talks = event("2025-05-10/2025-05-11", "b", type="talks", title="Talks in Rome", place="Rome")
    later = event("2026-01-02", "c", title="Wang meets an envoy", actors=(WANG_YI, WANG_WENTAO))
    assert drawn([call, talks, later], 80) == [
        "2025",
        "   17 Jan  ● call     Xi and Trump speak · Oslo                   a",
        "10–11 May  ▲ talks    Talks in Rome · Xi Jinping, Donald Trump    b",
        "",
        "2026",
        "    2 Jan  ◆ meeting  Wang meets an envoy · Wang Yi, Wang Wentao  c",
    ]


def test_in_a_theme_with_dim_text_the_title_is_not_dim() -> None:
    book = ledger(event("2025-01-17", "a-long-id", title="Xi and Trump speak", place="Oslo"))
    for width in (40, 60, 120):
        console = Console(
            file=io.StringIO(), width=width, theme=theme.themed("dark"), force_terminal=True,
            color_system="truecolor",
        )  # fmt: skip
        with console.capture() as captured:
            for part in listing(ask(book), console):
                console.print(part)
        before, _, _ = captured.get().partition("Xi and Trump speak")
        dim, end = (
            console.get_style("quiet").render("x", color_system=ColorSystem.TRUECOLOR).split("x")
        )
        assert dim in captured.get(), width
        assert before.count(dim) <= before.count(end), width
        assert not before.endswith(dim), width


def test_without_room_for_the_types_a_legend_explains_their_symbols() -> None:
    call = event("2025-01-17", "a", type="call", title="Xi and Trump speak", place="Oslo")
    visit = event("2025-02", "b", type="visit", title="Rubio may travel", status="planned")
    assert drawn([call, visit], 40) == [
        "2025",
        "  17 Jan  ● Xi and Trump speak · Oslo",
        "February  » planned visit: Rubio may",
        "            travel",
        "",
        "● phone call   »: planned   ids: add -v",
    ]


def test_a_narrow_terminal_has_the_title_below_the_date() -> None:
    talks = event("2025-05-10/2025-05-11", "some-id", type="talks", title="Talks in Rome at last")
    assert drawn([talks], 30, ids=True)[:4] == [
        "2025", "10–11 May  ▲", "  Talks in Rome at last", "  some-id",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [40, 80, 140])
def test_statuses_look_different_without_colour(width: int) -> None:
    shown = {
        status: "".join(drawn([event("2025-01-17", "a", status=status, title="T")], width))
        for status in STATUSES
    }
    assert len({*shown.values()}) == len(STATUSES)
    for status, text in shown.items():
        if status != "held":
            assert theme.STATUS_SIGNS[status] in text
            assert f"{status}" in text


def test_a_possible_match_has_a_question_mark() -> None:
    book = ledger(event("[2025-01-20..2025-02-10]", "a", title="T"))
    selection = ask(book, "2025-01")
    console = Console(file=io.StringIO(), width=80, theme=theme.themed())
    with console.capture() as captured:
        for part in listing(selection, console):
            console.print(part)
    shown = captured.get()
    assert "20 Jan..10 Feb ? ◆" in shown
    assert "..: one of these days" in shown
    assert "? might fall outside 2025-01: the exact date is not known" in shown


@pytest.mark.parametrize("title", ["Short", "Long " * 13])
def test_times_of_day_are_in_a_list_even_if_titles_are_folded(title: str) -> None:
    book = ledger(
        event("2025-10-30T09:30:00", "a", title="Xi and Trump"),
        event("2025-10-31", "b", title=f"Xi and Trump {title.strip()}"),
    )
    console = Console(file=io.StringIO(), width=92, theme=theme.themed())
    matches = [Match(one, Containment.CERTAIN) for one in book.events]
    lines = EventLines(matches, book, console)
    with console.capture() as captured:
        for part in lines.by_year(matches):
            console.print(part)
    assert "30 Oct 09:30  " in captured.get()


def test_parts_of_a_list_line_up() -> None:
    short, long = (
        event("2025-01-02", "a", title="T"),
        event("2025-05-10/2025-05-11", "b", type="talks"),
    )
    book = ledger(short, long)
    console = Console(file=io.StringIO(), width=90, theme=theme.themed())
    lines = EventLines([Match(one, Containment.CERTAIN) for one in book.events], book, console)
    with console.capture() as captured:
        for match in lines.matches:
            for part in lines.by_year([match]):
                console.print(part)
    first, second = (line for line in captured.get().splitlines() if line != "2025")
    assert first.index("◆") == second.index("▲")


# -- the words of a line ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2025-10-30", "30 Oct"),
        ("2025-05-10/2025-05-11", "10–11 May"),
        ("2025-05-30/2025-06-02", "30 May–2 Jun"),
        ("[2025-02-26..2025-02-28]", "26..28 Feb"),
        ("[2025-02-26..2025-03-02]", "26 Feb..2 Mar"),
        ("[2025-10-31,2025-11-01]", "31 Oct or 1 Nov"),
        ("[2025-02-26..2025-02-27]", "26 or 27 Feb"),
        ("2025-10-30~", "about 30 Oct"),
        ("2025-10", "October"),
        ("2025-10-13/2025-10-27~", "13 Oct–about 27 Oct"),
        ("2025-12-13~/2026-01-02", "about 13 Dec–2 Jan 2026"),
        ("2025-06/..", "since June 2025"),
        ("../2025", "until 2025"),
        ("[2024-12-31..2025-01-02]", "between 31 Dec 2024 and 2 Jan 2025"),
        ("202X", "the 2020s"),
    ],
)
def test_dates_are_short(date: str, words: str) -> None:
    assert compact(When.parse(date)) == words


@pytest.mark.parametrize(
    ("title", "actor", "named"),
    [
        ("Xi and Trump meet", XI, True),
        ("XI: a visit", XI, True),
        ("Xie Feng speaks", XI, False),
        ("Wang meets Rubio", WANG_YI, False),  # another Wang is in the ledger
        ("Wang Yi meets Rubio", WANG_YI, True),
        ("Wang Yi meets Rubio", WANG_WENTAO, False),
        ("President Trump speaks", TRUMP, True),
        ("The president speaks", TRUMP, False),
        ("习近平与特朗普通电话", XI, True),
        ("习近平与特朗普通电话", RUBIO, False),
        ("", XI, False),
        ("...", Actor("dots", "..."), False),
    ],
)
def test_a_title_names_an_actor_only_if_nobody_else_has_the_name(
    title: str, actor: Actor, named: bool
) -> None:
    assert ActorIndex(PEOPLE).is_named_in(title, actor) is named
