"""Gaps: the silences between contacts on the days that a ledger covers, and the one that runs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from itertools import pairwise, product
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.dates import When
from chrono.core.gaps import Gap, Gaps, OpenGap, closed_gaps, gaps
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Match
from chrono.core.spans import Containment
from replay import Ran, clean_environment, run
from samples import DAY, Dated, ask, day, event, holds, law, ledger, run_of

TODAY = "2026-01-31"


def look(
    *dates: str, period: str | None = None, covers: str | None = None, today: str = TODAY
) -> Gaps:
    """The gaps between meetings of these dates, each with its date for an id."""
    kept = Period.parse(covers) if covers else EVERYTHING
    book = ledger(*(event(date, date) for date in dates), covers=kept)
    found = ask(book, period)
    return gaps(found.matches, found.query.period, kept, day(today))


def told(found: Gaps) -> list[str]:
    """`2025-10-30 > 2025-11-24: 25`, a silence each, with the undecided ids behind."""
    return [
        " ".join((f"{one.after.id} > {one.before.id}:", _days(one.min, one.max), *one.undecided))
        for one in found.found
    ]


def runs(found: Gaps) -> str | None:
    """`2025-10-30 > 2025-12-31: 62`, the running one; `…` behind the day where it is not today."""
    one = found.running
    if one is None:
        return None
    until = f"{one.end}" if one.to_today else f"{one.end}…"
    return " ".join((f"{one.after.id} > {until}:", _days(one.min, one.max), *one.undecided))


def _days(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}–{high}"


# -- the running silence by example -------------------------------------------------------------


@pytest.mark.parametrize(
    "dates, today, expected",
    [
        (["2025-10-30"], "2025-11-24", "2025-10-30 > 2025-11-24: 25"),
        ([], "2025-11-24", None),
        # On the very day there is none; on the next day it is one day old.
        (["2025-10-30"], "2025-10-30", None),
        (["2025-10-30"], "2025-10-31", "2025-10-30 > 2025-10-31: 1"),
        # From the last one, and from its end.
        (["2025-01-01", "2025-10-30"], "2025-11-24", "2025-10-30 > 2025-11-24: 25"),
        (
            ["2025-10-20/2025-10-30", "2025-10-25"],
            "2025-11-24",
            "2025-10-20/2025-10-30 > 2025-11-24: 25",
        ),
        # What goes on leaves no silence behind it; nor does what is not over today.
        (["2025-10-30", "2025-10-01/.."], "2025-11-24", None),
        (["2025-11-01/2025-11-30"], "2025-11-24", None),
        (["2025-11-01/2025-11-24"], "2025-11-24", None),
        # Nobody knows whether it is over.
        (["2025-10-30/"], "2025-11-24", "2025-10-30/ > 2025-11-24: 0–25 2025-10-30/"),
        # What begins after today has not broken it; it may be a plan.
        (["2025-10-30", "2025-12-24"], "2025-11-24", "2025-10-30 > 2025-11-24: 25"),
        (["2025-12-24"], "2025-11-24", None),
        # A coarse day after the last known one: what was held had begun by today.
        (["2025-10-30", "2025-11"], "2025-12-10", "2025-11 > 2025-12-10: 10–39 2025-11"),
        (["2025-10-30", "2025-12"], "2025-12-10", "2025-12 > 2025-12-10: 0–9 2025-12"),
        # One that may have been before the last known one, or after it.
        (["2025-11-15", "2025-11"], "2025-12-10", "2025-11-15 > 2025-12-10: 10–25 2025-11"),
        (["2025-11-30", "2025-11"], "2025-12-10", "2025-11-30 > 2025-12-10: 10"),
        # One that was over by then, wherever it was, decides nothing.
        (
            ["[2025-11-02,2025-11-06]", "2025-11-03/[2025-11-06..2025-11-07]"],
            "2025-11-19",
            "2025-11-03/[2025-11-06..2025-11-07] > 2025-11-19: 12–13 "
            "2025-11-03/[2025-11-06..2025-11-07]",
        ),
        # Without a known one the earliest that it can have been.
        (["2025-11"], "2025-12-10", "2025-11 > 2025-12-10: 10–39 2025-11"),
        # Only `/` and `..` are open: a mark moves no day.
        (["2025-10-30~"], "2025-11-24", "2025-10-30~ > 2025-11-24: 25"),
        (["../2025-10-30"], "2025-11-24", "../2025-10-30 > 2025-11-24: 25"),
        (
            ["2025-10-30", "[2025-11-01..]"],
            "2025-11-24",
            "[2025-11-01..] > 2025-11-24: 0–23 [2025-11-01..]",
        ),
        (
            ["2025-10-30", "[..2025-11-01]"],
            "2025-11-24",
            "2025-10-30 > 2025-11-24: 23–25 [..2025-11-01]",
        ),
    ],
)
def test_the_running_silence(dates: list[str], today: str, expected: str | None) -> None:
    assert runs(look(*dates, today=today)) == expected


def test_a_last_contact_of_which_no_first_day_is_known_is_no_end_of_all_answers() -> None:
    found = look("[..2025-03-05]", today="2025-03-31")
    assert found.running is None or found.running.min == 26


@pytest.mark.parametrize(
    "period, covers, today, expected",
    [
        # A period that is over says nothing of what runs now; one that lasts to today does.
        ("2025-11", None, "2025-12-01", None),
        ("2025-11", None, "2025-11-30", "2025-11-11 > 2025-11-30: 19"),
        ("2025-11", None, "2025-11-24", "2025-11-11 > 2025-11-24: 13"),
        ("..2025-11-23", None, "2025-11-24", None),
        ("..2025-11-24", None, "2025-11-24", "2025-11-11 > 2025-11-24: 13"),
        ("2025-11..", None, "2025-12-01", "2025-11-11 > 2025-12-01: 20"),
        # Contacts before the period are not its contacts.
        ("2025-11-12..", None, "2025-12-01", None),
        ("2026", None, "2025-12-01", None),
        # Where the ledger ends, the silence of which it speaks ends too.
        (None, "2025-11", "2026-01-31", "2025-11-11 > 2025-11-30…: 19"),
        ("2025-11", "2025-11", "2026-01-31", "2025-11-11 > 2025-11-30…: 19"),
        ("2025", "2025-11", "2026-01-31", "2025-11-11 > 2025-11-30…: 19"),
        ("2025-11-01..2025-11-29", "2025-11", "2026-01-31", None),
        (None, "2025-11", "2025-11-30", "2025-11-11 > 2025-11-30: 19"),
        # Today may be before it ends, or before it begins.
        (None, "2025-11", "2025-11-12", "2025-11-11 > 2025-11-12: 1"),
        (None, "2025-11", "2025-11-11", None),
        (None, "2025-11", "2025-10-31", None),
        (None, "..2025-11", "2025-10-31", "2025-10-30 > 2025-10-31: 1"),
        # A period outside what is covered.
        ("2025-12..", "2025-11", "2026-01-31", None),
        ("2025-10", "2025-11..", "2025-10-31", None),
    ],
)
def test_the_running_silence_of_a_period_and_of_what_is_covered(
    period: str | None, covers: str | None, today: str, expected: str | None
) -> None:
    found = look("2025-10-30", "2025-11-11", period=period, covers=covers, today=today)
    assert runs(found) == expected


def test_what_began_outside_what_is_covered_is_named_and_nothing_is_said_about_it() -> None:
    dates = ("2024-12-31", "2025-01-17", "2025-10-30", "2026-01-02", "2025-12")
    found = look(*dates, covers="2025")
    assert [one.id for one in found.outside] == ["2024-12-31", "2026-01-02"]
    assert told(found) == ["2025-01-17 > 2025-10-30: 286", "2025-10-30 > 2025-12: 32–62 2025-12"]
    assert runs(found) == "2025-12 > 2025-12-31…: 0–30 2025-12"


def test_what_may_have_begun_outside_counts_only_with_its_days_inside() -> None:
    loose = "[2024-12-20,2025-02-10]"
    found = look("2025-01-17", loose, covers="2025", today="2025-03-01")
    assert found.outside == ()
    assert told(found) == [f"2025-01-17 > {loose}: 0–24 {loose}"]
    assert runs(found) == f"2025-01-17 > 2025-03-01: 19–43 {loose}"


def test_a_period_outside_what_is_covered_has_no_silence() -> None:
    found = look("2024-01-01", "2024-12-31", period="2024", covers="2025")
    assert found.found == ()
    assert (found.running, found.median) == (None, None)
    assert [one.id for one in found.outside] == ["2024-01-01", "2024-12-31"]


def test_a_silence_that_reaches_into_what_is_not_covered_is_none() -> None:
    """The one before the ledger begins, and the one after it ends, may have been broken."""
    assert told(look("2024-06-01", "2025-06-01", "2026-06-01", covers="2025")) == []
    assert told(look("2025-06-01", "2025-12-31/2026-01-05", covers="2025")) == [
        "2025-06-01 > 2025-12-31/2026-01-05: 213"
    ]


def test_what_cannot_have_begun_in_the_covered_part_of_a_period_is_no_contact_of_it() -> None:
    torn = "[2025-06-01,2026-01-15]"
    found = look("2025-12-01", "2025-12-11", torn, period="2025-12..2026-01", covers="2025")
    assert told(found) == ["2025-12-01 > 2025-12-11: 10"]
    assert runs(found) == "2025-12-11 > 2025-12-31…: 20"


def test_a_silence_begins_with_the_surest_of_those_that_were_over_on_its_first_day() -> None:
    found = look("2025-01-01", "[2024-12-31,2025-01-01]", "2025-01-08", covers="2025")
    assert told(found) == ["2025-01-01 > 2025-01-08: 7"]


def test_what_has_no_beginning_may_be_over_as_soon_as_the_ledger_begins() -> None:
    found = look("../[..2025-01-07]", "2025-01-04", covers="2025-01-02..2025-01-05")
    assert told(found)[0] == "../[..2025-01-07] > 2025-01-04: 0–2 ../[..2025-01-07]"


def test_what_began_before_the_period_and_runs_on_into_it_leaves_no_silence() -> None:
    book = ledger(event("2025-01-05/..", "long"), event("2025-01-06", "short"))
    found = ask(book, "2025-01-06..2025-01-09", overlap=True)
    silent = gaps(found.matches, found.query.period, EVERYTHING, day("2025-01-08"))
    assert (silent.found, silent.running) == ((), None)


def test_a_plan_may_be_carried_out_after_today() -> None:
    book = ledger(
        event("2025-01-02", "held"), event("[2025-01-03..2025-01-06]", "plan", status="planned")
    )
    found = ask(book, status=["any"])
    silent = gaps(found.matches, EVERYTHING, EVERYTHING, day("2025-01-05"))
    assert told(silent) == ["held > plan: 1–4 plan"]
    assert runs(silent) == "held > 2025-01-05: 0–3 plan"


def test_a_day_before_the_period_breaks_no_silence_that_begins_before_it() -> None:
    book = ledger(
        event("2025-01-02/[2025-01-03,2025-01-09]", "long"),
        event("2025-01-08", "short"),
        event("[2025-01-04,2025-01-10]", "torn"),
    )
    found = ask(book, "2025-01-08..", overlap=True)
    silent = gaps(found.matches, found.query.period, EVERYTHING, day(TODAY))
    assert told(silent) == ["long > short: 0–5 long", "short > torn: 0–2 torn long"]


def test_what_lasts_from_the_day_on_which_a_silence_ends_does_not_break_it() -> None:
    book = ledger(
        event("/[2025-01-02,2025-01-10]", "plan", status="planned"),
        event("[2025-01-01..2025-01-12]", "loose"),
        event("[2025-01-04,2025-01-10]/2025-01-14", "late"),
    )
    found = ask(book, "..2025-01-07", status=["any"])
    silent = gaps(found.matches, found.query.period, EVERYTHING, day("2025-01-04"))
    assert told(silent) == ["loose > plan: 0–6 loose plan late", "plan > loose: 0–2 plan loose"]


# -- the median ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dates, expected",
    [
        ([], None),
        (["2025-01-01"], None),
        (["2025-01-01", "2025-01-01"], None),
        (["2025-01-01", "2025-01-11"], (10, 10)),
        (["2025-01-01", "2025-01-11", "2025-01-14"], (6.5, 6.5)),
        (["2025-01-01", "2025-01-11", "2025-01-14", "2025-03-15"], (10, 10)),
        (["2025-01-01", "2025-01-03", "2025-01-07", "2025-01-15", "2025-01-31"], (6, 6)),
        # The median of the least, and that of the most.
        (["2025-01-01", "2025-02", "2025-03-31"], (31, 58)),
        (["2025-01-01", "[2025-01-10,2025-01-12]", "2025-01-31"], (14, 16)),
    ],
)
def test_the_median_is_of_the_silences_that_are_over(
    dates: list[str], expected: tuple[float, float] | None
) -> None:
    assert look(*dates, today="2026-12-31").median == expected


# -- laws ---------------------------------------------------------------------------------------

WEEKS = day("2025-03-01"), day("2025-04-10")


class Course(NamedTuple):
    """A contact as its text, with every first and last day that it may have had."""

    text: str
    courses: frozenset[tuple[dt.date, dt.date]]


def course(date: Dated) -> Course:
    return Course(date.text, frozenset((one, one) for one in date.days))


def single_days() -> st.SearchStrategy[dt.date]:
    return st.dates(*WEEKS)


def windows(longest: int = 8) -> st.SearchStrategy[Dated]:
    return st.builds(
        lambda one, more: Dated(f"[{one}..{one + DAY * more}]", run_of(one, one + DAY * more)),
        single_days(),
        st.integers(0, longest),
    )


def contacts() -> st.SearchStrategy[Course]:
    """Of a known day, of a run of days, one of a few days, or lasting from one to another."""
    known = single_days().map(lambda one: course(Dated(f"{one}", frozenset({one}))))
    torn = st.lists(single_days(), min_size=2, max_size=3, unique=True).map(
        lambda some: course(Dated(f"[{','.join(map(str, some))}]", frozenset(some)))
    )

    def lasting(one: Dated, other: Dated) -> Course:
        first, last = sorted((one, other), key=lambda end: min(end.days))
        ways = {(s, e) for s in first.days for e in last.days if s <= e}
        return Course(f"{first.text}/{last.text}", frozenset(ways))

    return st.one_of(known, windows().map(course), torn, st.builds(lasting, windows(3), windows(3)))


def running_of(
    placing: Sequence[tuple[dt.date, dt.date] | None], until: dt.date
) -> tuple[bool, int]:
    """Whether anything had begun by a day, and how long nothing had been going on by then."""
    ends = [way[1] for way in placing if way is not None and way[0] <= until]
    return bool(ends), max(0, min((until - end).days for end in ends)) if ends else 0


def hold_running(
    found: OpenGap | None, ways: Sequence[Sequence[tuple[dt.date, dt.date] | None]], until: dt.date
) -> None:
    """The running silence of every placing lies within the range, and its most is reached."""
    placings = [running_of(way, until) for way in product(*ways)]
    lengths = {length for begun, length in placings if begun}
    never = not all(begun for begun, _ in placings)
    if found is None:
        assert lengths <= {0}
        return
    assert found.end == until
    assert (found.end - found.start).days == found.max
    assert max(lengths) == found.max
    assert found.min <= min(lengths)
    # Undecided too is what may have been no contact at all.
    assert bool(found.undecided) == (found.min < found.max or never)


@law(400)
@given(st.lists(st.tuples(contacts(), st.booleans()), max_size=4), single_days())
def test_the_running_silence_is_bounded_as_every_placing_has_it(
    some: list[tuple[Course, bool]], today: dt.date
) -> None:
    """A contact that is not sure may not be one at all."""
    matches = sorted(
        (
            Match(event(one.text, f"e{n}"), Containment.CERTAIN if sure else Containment.POSSIBLE)
            for n, (one, sure) in enumerate(some)
        ),
        key=lambda hit: hit.event.sort_key,
    )
    ways = [[*by(one, today)] if sure else [*by(one, today), None] for one, sure in some]
    hold_running(gaps(matches, EVERYTHING, EVERYTHING, today).running, ways, today)


def by(one: Course, today: dt.date) -> list[tuple[dt.date, dt.date]]:
    """Its courses: of what was held those that had begun by today, if there are any."""
    courses = sorted(one.courses)
    return [way for way in courses if way[0] <= today] or courses


def kept() -> st.SearchStrategy[Period]:
    """A period of those weeks, or everything."""
    both = st.tuples(single_days(), single_days()).map(
        lambda two: Period.parse(f"{min(two)}..{max(two)}")
    )
    return st.one_of(both, both, single_days().map(lambda one: Period.parse(f"{one}..")))


@law(240)
@given(st.lists(contacts(), max_size=4), kept() | st.just(EVERYTHING), kept(), single_days())
def test_the_running_silence_of_a_period_is_bounded_as_every_placing_has_it(
    some: list[Course], period: Period, covers: Period, today: dt.date
) -> None:
    """What began outside the period, or on days that are not covered, is no contact of it."""
    book = ledger(*(event(one.text, f"e{n}") for n, one in enumerate(some)), covers=covers)
    selection = ask(book, None if period == EVERYTHING else period.text)
    found = gaps(selection.matches, period, covers, today).running
    until = min(today, covers.end or today)
    if period.end is not None and period.end < until:
        assert found is None
        return
    ways: list[list[tuple[dt.date, dt.date] | None]] = []
    for one in some:
        inside = [
            way for way in sorted(one.courses) if holds(period, way[0]) and holds(covers, way[0])
        ]
        begun = [way for way in inside if way[0] <= today] or inside
        ways.append([*begun, *([None] if len(inside) < len(one.courses) else [])])
    hold_running(found, ways, until)


@law(240)
@given(st.lists(contacts(), max_size=5), kept() | st.just(EVERYTHING), kept(), single_days())
def test_no_silence_lies_outside_what_is_covered(
    some: list[Course], period: Period, covers: Period, today: dt.date
) -> None:
    book = ledger(*(event(one.text, f"e{n}") for n, one in enumerate(some)), covers=covers)
    selection = ask(book, None if period == EVERYTHING else period.text)
    found = gaps(selection.matches, period, covers, today)
    assert list(found.found) == closed_gaps(selection.matches, period, covers, today)
    reported: list[Gap | OpenGap] = [*found.found]
    if found.running:
        reported.append(found.running)
    for one in reported:
        assert one.start < one.end
        assert holds(covers, one.start)
        assert holds(covers, one.end)
        assert 0 <= one.min <= one.max == (one.end - one.start).days
    named = {one.id for one in found.outside}
    for hit in selection.matches:
        inside = hit.event.when.starts_in(covers)
        assert (hit.event.id in named) == (inside is Containment.NO)


@law(300)
@given(st.lists(contacts(), max_size=4), kept() | st.just(EVERYTHING), kept())
def test_the_longest_silence_of_what_is_covered_is_bounded_as_every_placing_has_it(
    some: list[Course], period: Period, covers: Period
) -> None:
    """Of contacts of a day each: one in the covered part of the period counts, and no other."""
    some = [one for one in some if "/" not in one.text]
    book = ledger(*(event(one.text, f"e{n}") for n, one in enumerate(some)), covers=covers)
    selection = ask(book, None if period == EVERYTHING else period.text)
    found = closed_gaps(selection.matches, period, covers)
    lengths = set()
    for way in product(*(sorted(one.courses) for one in some)):
        days = sorted({at for at, _ in way if holds(period, at) and holds(covers, at)})
        lengths.add(max(((two - one).days for one, two in pairwise(days)), default=0))
    assert max((one.max for one in found), default=0) == max(lengths)
    assert max((one.min for one in found), default=0) <= min(lengths)


@law(150)
@given(st.lists(contacts(), max_size=5), kept(), st.integers(0, 400))
def test_contacts_outside_what_is_covered_change_no_silence(
    some: list[Course], covers: Period, away: int
) -> None:
    """So a ledger may hold what came before and after, for context."""
    assert covers.start is not None
    before = event(f"{covers.start - DAY * (1 + away)}", "before")
    after = [event(f"{covers.end + DAY * (1 + away)}", "after")] if covers.end else []
    events = [event(one.text, f"e{n}") for n, one in enumerate(some)]
    plain, more = (
        gaps(ask(book).matches, EVERYTHING, covers, day("2026-01-31"))
        for book in (ledger(*events), ledger(*events, before, *after))
    )
    assert more._replace(outside=()) == plain._replace(outside=())
    assert {one.id for one in more.outside} - {one.id for one in plain.outside} == {
        "before",
        *(one.id for one in after),
    }


# -- the command --------------------------------------------------------------------------------

HEAD = """\
[ledger]
title = "Two countries"
COVERS
[actors]
xi = { name = "Xi Jinping", country = "CN" }
wang-yi = { name = "Wang Yi", country = "CN" }
wang-wentao = { name = "Wang Wentao", country = "CN" }
trump = { name = "Donald Trump", country = "US" }
"""

EVENTS = (
    ("jan", "2025-01-17", "call", "xi", ""),
    ("feb", "2025-02-06", "letter", "xi", ""),
    ("spring", "2025-03", "meeting", "wang-yi", ""),
    ("jun", "2025-06-05", "call", "xi", ""),
    ("oct", "2025-10-30", "meeting", "xi", ""),
    ("planned", "2026-04", "visit", "xi", 'status = "planned"'),
)


def chrono(
    folder: Path,
    *argv: str,
    covers: str = "2025",
    events: Sequence[Sequence[str]] = EVENTS,
) -> Ran:
    """Write the ledger there, and run `chrono gaps` on the 31st of January 2026."""
    tables = [
        f'[[events]]\nid = "{id}"\ndate = "{date}"\ntype = "{kind}"\ntitle = "{id}"\n'
        f'actors = ["{who}", "trump"]\n{more}\n'
        for id, date, kind, who, more in events
    ]
    head = HEAD.replace("COVERS", f'covers = "{covers}"' if covers else "")
    (folder / "events.toml").write_text("\n".join([head, *tables]), encoding="utf-8")
    return run("gaps", *argv, folder=folder, environment=clean_environment(folder))


JAN_SPRING = "43..73\t2025-01-17\t2025-03-31\tjan\tspring"
SPRING_JUN = "66..96\t2025-03-01\t2025-06-05\tspring\tjun"
JUN_OCT = "147\t2025-06-05\t2025-10-30\tjun\toct"
RUNNING = "62\t2025-10-30\t2025-12-31\toct\t"


def test_a_line_has_days_from_to_and_the_two_ids_and_the_running_one_stands_last(
    tmp_path: Path,
) -> None:
    ran = chrono(tmp_path)
    assert ran.out.split("\n") == [JUN_OCT, SPRING_JUN, JAN_SPRING, RUNNING, ""]
    assert ran.status == 0
    assert "covers" not in ran.err
    assert "outside" not in ran.err


@pytest.mark.parametrize(
    "argv, lines",
    [
        (["--reverse"], [JAN_SPRING, SPRING_JUN, JUN_OCT, RUNNING]),
        (["--limit", "1"], [JUN_OCT, RUNNING]),
        (["--limit", "1", "--reverse"], [JAN_SPRING, RUNNING]),
        (["--limit", "0"], [RUNNING]),
        # The filters choose the contacts, and by them the silences.
        (
            ["--actor", "xi"],
            [
                "147\t2025-06-05\t2025-10-30\tjun\toct",
                "139\t2025-01-17\t2025-06-05\tjan\tjun",
                RUNNING,
            ],
        ),
        (
            ["--type", "call"],
            ["139\t2025-01-17\t2025-06-05\tjan\tjun", "209\t2025-06-05\t2025-12-31\tjun\t"],
        ),
        # A type that is no contact, when it is named.
        (["--type", "letter"], ["328\t2025-02-06\t2025-12-31\tfeb\t"]),
        (["--type", "letter", "--contacts"], []),
        (
            ["--all"],
            [
                JUN_OCT,
                SPRING_JUN,
                "23..53\t2025-02-06\t2025-03-31\tfeb\tspring",
                "20\t2025-01-17\t2025-02-06\tjan\tfeb",
                RUNNING,
            ],
        ),
        # A period that is over has no running silence; one that lasts on has.
        (["2025-01..2025-06"], [SPRING_JUN, JAN_SPRING]),
        (["2025"], [JUN_OCT, SPRING_JUN, JAN_SPRING, RUNNING]),
        (["2025-06.."], [JUN_OCT, RUNNING]),
        (["--until", "2025-06-05"], [SPRING_JUN, JAN_SPRING]),
        # Today before the end of what is covered.
        (
            ["--today", "2025-11-24"],
            [JUN_OCT, SPRING_JUN, JAN_SPRING, "25\t2025-10-30\t2025-11-24\toct\t"],
        ),
        (["--today", "2025-10-30"], [JUN_OCT, SPRING_JUN, JAN_SPRING]),
    ],
)
def test_what_gaps_lists(tmp_path: Path, argv: list[str], lines: list[str]) -> None:
    ran = chrono(tmp_path, *argv)
    assert (ran.out.splitlines(), ran.status) == (lines, 0)


def test_a_ledger_that_names_no_period_is_silent_up_to_today(tmp_path: Path) -> None:
    ran = chrono(tmp_path, covers="")
    assert ran.out.splitlines()[-1] == "93\t2025-10-30\t2026-01-31\toct\t"


def test_contacts_outside_what_is_covered_are_left_out_and_standard_error_says_so(
    tmp_path: Path,
) -> None:
    ran = chrono(tmp_path, covers="2025-02..2025-09")
    assert ran.out.splitlines() == [SPRING_JUN, "117\t2025-06-05\t2025-09-30\tjun\t"]
    assert "note: nothing is said about 2 events outside 2025-02..2025-09\n" in ran.err
    one = chrono(tmp_path, covers="2025-02..")
    assert "note: nothing is said about 1 event outside 2025-02..\n" in one.err


def test_a_period_that_reaches_outside_what_is_covered_is_said(tmp_path: Path) -> None:
    ran = chrono(tmp_path, "2024-12..2025-01")
    assert ran.out == ""
    assert "2024-12..2025-01 reaches outside 2025" in ran.err


@pytest.mark.parametrize("argv", [["2024"], ["--place", "Nowhere"], ["--type", "talks"]])
def test_no_contacts_are_no_silence(tmp_path: Path, argv: list[str]) -> None:
    where = ("there", "2025-05-01", "letter", "xi", 'place = "Nowhere"')
    ran = chrono(tmp_path, *argv, events=(*EVENTS, where))
    assert (ran.out, ran.status) == ("", 0)
    assert "note: no event fits\n" in ran.err
    assert chrono(tmp_path, *argv, "-o", "json", events=(*EVENTS, where)).out == "[]\n"


def test_one_contact_alone_has_no_silence_but_the_running_one(tmp_path: Path) -> None:
    ran = chrono(tmp_path, events=EVENTS[:1])
    assert ran.out == "348\t2025-01-17\t2025-12-31\tjan\t\n"
    assert "a silence lies between two contacts, and there is none here" in ran.err


def test_what_was_not_held_breaks_no_silence_unless_it_is_asked_for(tmp_path: Path) -> None:
    denied = ("denied", "2025-08-01", "call", "xi", 'status = "denied"')
    events = (*EVENTS, denied)
    assert JUN_OCT in chrono(tmp_path, events=events).out.splitlines()
    lines = chrono(tmp_path, "--status", "any", events=events).out.splitlines()
    assert "90\t2025-08-01\t2025-10-30\tdenied\toct" in lines


def test_a_name_that_several_bear_is_refused_with_the_candidates(tmp_path: Path) -> None:
    ran = chrono(tmp_path, "--actor", "Wang")
    assert (ran.out, ran.status) == ("", 2)
    assert "Wang Yi (wang-yi)" in ran.err
    assert "Wang Wentao (wang-wentao)" in ran.err


@pytest.mark.parametrize(
    "argv", [["--actor", "Nobody"], ["--type", "tlak"], ["soon"], ["--today", "soon"]]
)
def test_a_question_that_means_nothing_is_refused(tmp_path: Path, argv: list[str]) -> None:
    ran = chrono(tmp_path, *argv)
    assert (ran.out, ran.status) == ("", 2)
    assert ran.err.startswith("error: ")


def test_json_has_every_key_of_each_silence(tmp_path: Path) -> None:
    found = json.loads(chrono(tmp_path, "--type", "meeting", "-o", "json").out)
    assert found == [
        {
            "days": {"min": 213, "max": 243, "undecided": ["spring"]},
            "from": "2025-03-01",
            "to": "2025-10-30",
            "after": "spring",
            "before": "oct",
            "running": False,
            "median": {"min": 213, "max": 243},
            "times_median": {"min": 0.88, "max": 1.14},
        },
        {
            "days": {"min": 62, "max": 62, "undecided": []},
            "from": "2025-10-30",
            "to": "2025-12-31",
            "after": "oct",
            "before": None,
            "running": True,
            "median": {"min": 213, "max": 243},
            "times_median": {"min": 0.26, "max": 0.29},
        },
    ]


def test_json_has_no_median_where_only_one_silence_runs(tmp_path: Path) -> None:
    (found,) = json.loads(chrono(tmp_path, "-o", "json", events=EVENTS[:1]).out)
    assert (found["running"], found["median"], found["times_median"]) == (True, None, None)


def test_csv_has_a_header_and_the_same_cells(tmp_path: Path) -> None:
    lines = chrono(tmp_path, "--limit", "1", "-o", "csv").out.splitlines()
    assert lines == [
        "days,from,to,after,before",
        "147,2025-06-05,2025-10-30,jun,oct",
        "62,2025-10-30,2025-12-31,oct,",
    ]


def test_a_date_of_which_nothing_but_a_last_day_is_known_is_read_as_such() -> None:
    """What the crash above comes from: an open set has no first day at all."""
    assert When.parse("[..2025-03-05]").start is None


def test_summary_and_gaps_have_one_longest_silence(tmp_path: Path) -> None:
    """What was held some day in December had begun by the 10th, for both of them."""
    (tmp_path / "events.toml").write_text(
        '[actors.a]\nname = "A"\ncountry = "US"\n[actors.b]\nname = "B"\ncountry = "CN"\n'
        + "".join(
            f'[[events]]\nid = "{date}"\ndate = "{date}"\ntype = "call"\ntitle = "T"\n'
            'actors = ["a", "b"]\n'
            for date in ("2025-11-20", "2025-12")
        ),
        encoding="utf-8",
    )
    environment = {**clean_environment(tmp_path), "CHRONO_TODAY": "2025-12-10"}
    first = json.loads(run("gaps", "-o", "json", folder=tmp_path, environment=environment).out)[0]
    summary = run("summary", "-o", "json", folder=tmp_path, environment=environment)
    longest = json.loads(summary.out)["longest_gap"]
    assert longest == {key: first[key] for key in longest}
    assert (first["days"]["min"], first["days"]["max"]) == (11, 20)
