"""Build small ledgers for tests, and draw random dates together with the days that they may mean.

The strategies of this module do not use chrono to interpret a date. A strategy builds both the text
of a date and the set of possible days. Tests can then compare results with all possible days.
"""

from __future__ import annotations

import calendar
import datetime as dt
import os
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from chrono.core.claims import ClaimVerdict, judge_all
from chrono.core.coverage import Coverage, CoverageRow
from chrono.core.dates import When
from chrono.core.model import (
    BUILT_IN_TYPES,
    STATUSES,
    Actor,
    Claim,
    Event,
    EventType,
    Ledger,
    Role,
    Source,
)
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Question, Selection, resolve, select

TYPES: dict[str, EventType] = {kind.id: kind for kind in BUILT_IN_TYPES}

XI = Actor("xi-jinping", "Xi Jinping", ("President Xi", "习近平"), "CN")
XIE = Actor("xie-feng", "Xie Feng", ("谢锋",), "CN")
WANG_YI = Actor("wang-yi", "Wang Yi", ("王毅",), "CN")
WANG_WENTAO = Actor("wang-wentao", "Wang Wentao", ("王文涛",), "CN")
TRUMP = Actor("donald-trump", "Donald Trump", ("President Trump", "特朗普"), "US")
RUBIO = Actor("marco-rubio", "Marco Rubio", (), "US")
ERDOGAN = Actor(
    "recep-tayyip-erdogan", "Recep Tayyip Erdoğan", ("Tayyip Erdoğan",), "TR",
    (Role("President of Türkiye"),),
)  # fmt: skip
NATO = Actor("nato", "NATO")
PEOPLE = (XI, XIE, WANG_YI, WANG_WENTAO, TRUMP, RUBIO, ERDOGAN, NATO)

DAY = dt.timedelta(days=1)


def law(examples: int = 100) -> settings:
    """Return the settings of a property test: the same examples on every machine, and no time
    limit.

    By default, the test runs a quarter of `examples`. The quick tests run a quarter of that number
    (see conftest.py). `CHRONO_LAWS=10` runs ten times `examples`.
    """
    scale = float(os.environ.get("CHRONO_LAWS", "0.25"))
    quick = "CHRONO_QUICK" in os.environ and "CHRONO_LAWS" not in os.environ
    number = max(10, round(examples * scale))
    return settings(
        max_examples=max(5, round(number / 4)) if quick else number,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )


# -- by hand ----------------------------------------------------------------------------------


def day(text: str) -> dt.date:
    """Return the day of a text such as `2025-10-30`."""
    return dt.date.fromisoformat(text)


def event(
    date: str,
    id: str | None = None,
    *,
    type: str = "meeting",
    actors: Sequence[Actor] = (XI, TRUMP),
    **fields: Any,
) -> Event:
    """Return an event, by default a meeting of Xi and Trump. `date`: the date as EDTF text."""
    name = id or f"e-{date}"
    title = fields.pop("title", f"Event {name}")
    return Event(name, When.parse(date), TYPES[type], title, tuple(actors), **fields)


def ledger(*events: Event, **fields: Any) -> Ledger:
    """Return a ledger with these events, sorted by date. All actors of the events are declared."""
    people = {actor.id: actor for each in events for actor in (*each.actors, *each.present)}
    defaults: dict[str, Any] = {"actors": people, "types": TYPES}
    ordered = tuple(sorted(events, key=lambda each: each.sort_key))
    return Ledger(ordered, **{**defaults, **fields})


def covering(*periods: str | Period) -> Coverage:
    """Return the coverage of a ledger that has all events of these periods."""
    texts = (Period.parse(one) if isinstance(one, str) else one for one in periods)
    return tuple(CoverageRow(period) for period in texts)


def ask(ledger: Ledger, period: str | None = None, **question: Any) -> Selection:
    """Return the selection of a question. `question`: the filters, as in `Question.of`."""
    return select(ledger, resolve(Question.of(period, **question), ledger))


def judge(claim: Claim, ledger: Ledger) -> ClaimVerdict:
    """Return the verdict on a claim."""
    return next(judge_all([claim], ledger))


def ids(selection: Selection) -> list[str]:
    """Return the ids of the selected events."""
    return [event.id for event in selection.events]


# -- dates with the days that they leave open ---------------------------------------------------


class Dated(NamedTuple):
    """A date.

    - `text`: the date as EDTF text
    - `days`: all days that the date may mean
    - `written`: all days that the date may mean without its marks `~`, `?` and `%`
    """

    text: str
    days: frozenset[dt.date]
    written: frozenset[dt.date] = frozenset()


class Lasting(NamedTuple):
    """An interval.

    - `text`: the interval as EDTF text
    - `courses`: all possible pairs of first and last day
    """

    text: str
    courses: frozenset[tuple[dt.date, dt.date]]


FIRST, LAST = day("2024-01-01"), day("2026-12-31")
MARKS = st.sampled_from(["", "", "~", "?", "%"])


@cache
def run_of(first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """Return every day from the first to the last, both inclusive."""
    return frozenset(first + DAY * n for n in range((last - first).days + 1))


@cache
def month_of(year: int, month: int) -> frozenset[dt.date]:
    """Return every day of a month."""
    length = calendar.monthrange(year, month)[1]
    return frozenset(dt.date(year, month, number) for number in range(1, length + 1))


def padding(mark: str) -> int:
    """Return the number of units by which a mark extends a date on either side.

    `mark`: `~`, `?`, `%` or "".
    """
    return {"": 0, "~": 1, "?": 1, "%": 2}[mark]


@cache
def months_around(year: int, month: int, number: int, more: int) -> frozenset[dt.date]:
    """Return every day of `number` months from the given month on.

    `more`: how many months to add on either side.
    """
    at = [divmod(12 * year + month - 1 + n, 12) for n in range(-more, number + more)]
    return frozenset().union(*(month_of(y, m + 1) for y, m in at))


@cache
def days(first: dt.date = FIRST, last: dt.date = LAST) -> st.SearchStrategy[dt.date]:
    """Return a strategy for a day from `first` to `last`."""
    return st.dates(first, last)


@cache
def exact_dates() -> st.SearchStrategy[Dated]:
    """Return a strategy for a date such as `2025-10-30`."""
    return st.builds(lambda day: Dated(f"{day}", run_of(day, day), run_of(day, day)), days())


@cache
def marked_days(first: dt.date = FIRST, last: dt.date = LAST) -> st.SearchStrategy[Dated]:
    """Return a strategy for a date from `first` to `last`, with or without a mark."""

    def build(day: dt.date, mark: str) -> Dated:
        more = padding(mark) * DAY
        return Dated(f"{day}{mark}", run_of(day - more, day + more), run_of(day, day))

    return st.builds(build, days(first, last), MARKS)


@cache
def months() -> st.SearchStrategy[Dated]:
    """Return a strategy for a date such as `2025-10` or `2025-10-XX`, with or without a mark."""

    def build(year: int, month: int, tail: str, mark: str) -> Dated:
        wide = months_around(year, month, 1, padding(mark))
        return Dated(f"{year}-{month:02}{tail}{mark}", wide, month_of(year, month))

    tails = st.sampled_from(["", "-XX"])
    return st.builds(build, st.integers(2024, 2026), st.integers(1, 12), tails, MARKS)


@cache
def seasons() -> st.SearchStrategy[Dated]:
    """Return a strategy for a season such as `2025-24`, with or without a mark.

    Winter ends in February of the next year.
    """

    def build(year: int, number: int, mark: str) -> Dated:
        first = 3 * (number - 20)
        wide, written = (months_around(year, first, 3, 3 * n) for n in (padding(mark), 0))
        return Dated(f"{year}-{number}{mark}", wide, written)

    return st.builds(build, st.integers(2024, 2026), st.integers(21, 24), MARKS)


@cache
def years() -> st.SearchStrategy[Dated]:
    """Return a strategy for a date such as `2025`, `2025-XX`, `2025-XX-XX` or `202X`.

    The date may have a mark.
    """

    def dated(text: str, first: int, last: int, mark: str) -> Dated:
        more = padding(mark) * (last - first + 1)
        wide = run_of(dt.date(first - more, 1, 1), dt.date(last + more, 12, 31))
        return Dated(text + mark, wide, run_of(dt.date(first, 1, 1), dt.date(last, 12, 31)))

    plain = [
        dated(f"{year}{tail}", year, year, mark)
        for year in (2024, 2025, 2026)
        for tail in ("", "-XX", "-XX-XX")
        for mark in ("", "~", "%")
    ]
    return st.sampled_from([*plain, *(dated("202X", 2020, 2029, mark) for mark in ("", "?"))])


@cache
def runs(longest: int = 12) -> st.SearchStrategy[Dated]:
    """Return a strategy for a date such as `[2025-03-01..2025-03-05]`: one day of a run of days.

    `longest`: the maximum distance from the first to the last day [days].
    """

    def build(first: dt.date, more: int) -> Dated:
        last = first + DAY * more
        return Dated(f"[{first}..{last}]", run_of(first, last), run_of(first, last))

    return st.builds(build, days(), st.integers(0, longest))


@cache
def sets() -> st.SearchStrategy[Dated]:
    """Return a strategy for a date such as `[2025-10-31,2025-11-01..2025-11-03]`.

    The date means one of several days.
    """

    def build(members: list[Dated]) -> Dated:
        text = ",".join(member.text.strip("[]") for member in members)
        wide, written = (
            frozenset().union(*days)
            for days in zip(*((member.days, member.written) for member in members), strict=True)
        )
        return Dated(f"[{text}]", wide, written)

    return st.lists(st.one_of(marked_days(), runs()), min_size=2, max_size=4).map(build)


@cache
def small_dates() -> st.SearchStrategy[Dated]:
    """Return a strategy for a date with few possible days.

    Tests can then try every combination of days.
    """
    return st.one_of(marked_days(), runs(6), sets(), months())


@cache
def any_dates() -> st.SearchStrategy[Dated]:
    """Return a strategy for a date of any kind except intervals."""
    return st.one_of(marked_days(), months(), seasons(), years(), runs(), sets())


@cache
def intervals() -> st.SearchStrategy[Lasting]:
    """Return a strategy for an interval of days or months, such as `2025-02/2025-03-05`."""

    def build(left: Dated, right: Dated) -> Lasting:
        first, last = sorted((left, right), key=lambda end: min(end.written))
        courses = {(s, e) for s in first.days for e in last.days if s <= e}
        return Lasting(f"{first.text}/{last.text}", frozenset(courses))

    return st.builds(build, _ends(), _ends())


@cache
def _ends() -> st.SearchStrategy[Dated]:
    """Return a strategy for a day or a month of one half-year, so that intervals often overlap."""
    first, last = day("2025-01-01"), day("2025-06-30")
    month = st.builds(
        lambda n, mark: Dated(
            f"2025-{n:02}{mark}", months_around(2025, n, 1, padding(mark)), month_of(2025, n)
        ),
        st.integers(1, 6),
        st.sampled_from(["", "", "?"]),
    )
    return st.one_of(marked_days(first, last), month)


@cache
def edtf_texts() -> st.SearchStrategy[str]:
    """Return a strategy for any EDTF text that a ledger accepts.

    The text may have a time of day or an open end.
    """
    # A century has too many days for laws that try each of them.
    point = st.one_of(any_dates().map(lambda date: date.text), st.sampled_from(["20XX", "20XX~"]))
    closed = intervals().map(lambda lasting: lasting.text)
    ends = st.one_of(marked_days(), months(), years()).map(lambda date: date.text)
    open_ended = st.builds(
        lambda end, form: form.format(end), ends, st.sampled_from(["{}/..", "{}/", "../{}", "/{}"])
    )
    times = st.builds(
        lambda day, zone: f"{day}T11:00:00{zone}",
        days(),
        st.sampled_from(["", "Z", "+08:00", "-05", "-03:30"]),
    )
    return st.one_of(point, closed, open_ended, times)


@cache
def periods(first: dt.date = FIRST, last: dt.date = LAST) -> st.SearchStrategy[Period]:
    """Return a strategy for a period of any form, with or without open ends."""
    plain = st.builds(lambda day, more: (day, day + DAY * more), days(first, last), _lengths())
    words = st.one_of(
        plain.map(lambda ends: f"{ends[0]}..{ends[1]}"),
        days(first, last).map(lambda day: f"{day}.."),
        days(first, last).map(lambda day: f"..{day}"),
        days(first, last).map(str),
        days(first, last).map(lambda day: f"{day:%Y}"),
        days(first, last).map(lambda day: f"{day:%Y-%m}"),
        days(first, last).map(lambda day: f"{day:%Y}-Q{(day.month + 2) // 3}"),
    )
    return st.one_of(words.map(Period.parse), st.just(EVERYTHING))


@cache
def _lengths() -> st.SearchStrategy[int]:
    return st.one_of(st.integers(0, 15), st.integers(0, 500))


def holds(period: Period, day: dt.date) -> bool:
    """Return whether a day is in a period, both ends included."""
    return (period.start is None or period.start <= day) and (
        period.end is None or day <= period.end
    )


def inside(period: Period, days: Iterable[dt.date]) -> set[bool]:
    """Return whether days are in a period: one value if this is the same for all, or else both
    values.
    """
    low, high = period.start or dt.date.min, period.end or dt.date.max
    return {low <= day <= high for day in days}


# -- events -----------------------------------------------------------------------------------

TAGS = ("trade", "leaders", "fentanyl")
PLACES = ("Busan", "Kuala Lumpur", "Geneva", "London")


# Whole lists to choose from: a law draws thousands of events, and one choice is one draw.
GROUPS: tuple[tuple[Actor, ...], ...] = (
    (XI,), (XI, TRUMP), (TRUMP, XI), (XI, XIE), (XI, ERDOGAN, NATO), (NATO,), (NATO, TRUMP),
    (WANG_YI, RUBIO), (WANG_WENTAO, RUBIO, TRUMP), (XIE, WANG_YI, TRUMP, RUBIO), (ERDOGAN, TRUMP),
    (XIE, NATO, ERDOGAN),
)  # fmt: skip
COMPANY: tuple[tuple[Actor, ...], ...] = ((), (), (XIE,), (RUBIO, WANG_YI), (XI, NATO))
LABELS: tuple[tuple[str, ...], ...] = ((), ("trade",), ("leaders", "trade"), TAGS, ("fentanyl",))
LOCATIONS = ((None, None), *((place, code) for place in PLACES for code in (None, "KR", "CH")))
TITLES = (
    ("Tariff talks", None),
    ("A call on trade", "Tariffs were cut."),
    ("Xi’s letter", "On fentanyl and trade"),
    ("Tariff talks", "A letter was read out."),
)
SOURCES = (
    (),
    (),
    (Source("Xinhua"),),
    (Source("Xinhua", title="Talks"), Source("Reuters")),
    (Source("MarketBeat", origin="AP"), Source("Xinhua")),
)


class Placed(NamedTuple):
    """An event.

    - `days`: all days on which the event may have begun
    - `written`: the days on which it may have begun if the date had no marks `~`, `?` and `%`
    """

    event: Event
    days: frozenset[dt.date]
    written: frozenset[dt.date]


# Each strategy is made once, because making one takes longer than drawing from it.
_TYPES = st.sampled_from(list(TYPES))
_GROUPS = st.sampled_from(GROUPS)
_COMPANY = st.sampled_from(COMPANY)
_LABELS = st.sampled_from(LABELS)
_LOCATIONS = st.sampled_from(LOCATIONS)
_TITLES = st.sampled_from(TITLES)
_SOURCES = st.sampled_from(SOURCES)
_INITIATORS = st.sampled_from((None, None, "CN", "donald-trump", "disputed"))
_STATUSES = st.sampled_from(("held", "held", "held", "held", *STATUSES))


@st.composite
def events(
    draw: st.DrawFn, dates: st.SearchStrategy[Dated] | None = None, number: int = 0
) -> Placed:
    """Draw an event with random values of all keys that filters use. `number`: makes the id."""
    date = draw(any_dates() if dates is None else dates)
    place, place_country = draw(_LOCATIONS)
    title, summary = draw(_TITLES)
    built = event(
        date.text,
        f"e{number}",
        type=draw(_TYPES),
        actors=draw(_GROUPS),
        present=draw(_COMPANY),
        title=title,
        summary=summary,
        tags=draw(_LABELS),
        place=place,
        place_country=place_country,
        sources=draw(_SOURCES),
        initiator=draw(_INITIATORS),
        status=draw(_STATUSES),
    )
    return Placed(built, date.days, date.written)


@st.composite
def many_events(
    draw: st.DrawFn, dates: st.SearchStrategy[Dated] | None = None, most: int = 6
) -> list[Placed]:
    """Draw up to `most` events with different ids."""
    number = draw(st.integers(0, most))
    return [draw(events(dates, index)) for index in range(number)]


# -- texts of pieces that may look like a ledger -----------------------------------------------

SNIPPETS = [
    "[[events]]\n", "[[ events ]] # c\n", "[events.extra]\n", "[[events.sources]]\n",
    "[events.sources.says]\n", "[actors.xi]\n", "[actors.xi.extra]\n", '[actors."x y"]\n',
    "[ledger]\n", "[[claims]]\n", "[extra.a.b.c]\n", "[[extra.list]]\n", "  [types.x]\n",
    'id = "a"\n', "a = 1\n", "a.b = [1, 2]\n", '"""\n', "'''\n", '"', "'", "\\", "#",
    "# [[events]]\n",
    's = """\n[[events]]\n"quoted" ""\n"""\n', "s = '''\n[actors.no]\n'''\n", 's = """a""""\n',
    's = """a"""""\n', 's = ""\n', "s = ''\n", 's = "\\""\n', "s = '\\'\n", 's = """\\""""\n',
    "list = [\n[1],\n[ [2] ],\n", "]\n", "{", "}\n", "t = { a = [\n{ b = 1 }\n] }\n", "\n", "\r\n",
    "\r", "=", ",", "x", "[", "[[", "]]", "[true]\n", "[inf]\n", "[[nan]]\n", "é习\n", "\u2028",
    "\0",
    "<<<<<<< a\n", "=======\n", ">>>>>>> b\n",
]  # fmt: skip
LEDGER_TEXTS = st.lists(st.sampled_from(SNIPPETS), max_size=25).map("".join)
"""Valid and invalid texts: with strings that contain headers, comments, conflicts and quotes."""
