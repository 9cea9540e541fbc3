"""Which days a question covers, also day by day, and what coverage may never change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.claims import judge_all
from chrono.core.counting import tally
from chrono.core.coverage import (
    CoverageRow,
    Subject,
    coverage_notes,
    covered_days,
    days_of,
    missing_times_notes,
    narrowed,
    row_text,
    short_form,
)
from chrono.core.gaps import gaps
from chrono.core.model import Actor, Claim, Ledger, Number
from chrono.core.overview import overview
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Query, Question, resolve, select
from chrono.core.references import referrers
from chrono.core.spans import Span, high, low
from chrono.core.subset import subset
from chrono.files.exchange.registry import able_to
from chrono.files.read.load import loads
from everywhere import EVERYWHERE
from replay import clean_environment, run
from samples import (
    DAY,
    RUBIO,
    TRUMP,
    TYPES,
    XI,
    ask,
    covering,
    day,
    days,
    event,
    holds,
    law,
    ledger,
    periods,
    run_of,
)
from test_exchange import exported

FIRST, LAST = day("2024-11-01"), day("2026-02-28")
DAYS = sorted(run_of(FIRST, LAST))
PEOPLE = (XI, TRUMP, RUBIO)
KINDS = ("meeting", "call", "talks")
TAGS = ("trade", "round")


def row(
    period: str, actors: Sequence[Actor] = (), types: Sequence[str] = (), tags: Sequence[str] = (),
    countries: Sequence[str] = (),
) -> CoverageRow:  # fmt: skip
    kinds = tuple(TYPES[name] for name in types)
    about: Any = {"actors": tuple(actors), "types": kinds, "tags": tuple(tags)}
    return CoverageRow(Period.parse(period), **about, countries=tuple(countries))


BOOK = ledger(
    event("2025-01-17", "call", type="call"),
    event("2025-05-10", "talks", type="talks", tags=("trade", "round"), actors=(XI, RUBIO)),
    event("2025-10-30", "meeting", tags=("trade",)),
    event("2025-11-02", "speech", type="statement"),
)
"""What the questions below are asked of."""


# -- by example ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "restricted, question, applies",
    [
        (row("2025"), {}, True),
        (row("2025"), {"actor": ["Xi"], "type": ["call"], "tag": ["trade"]}, True),
        (row("2025", [XI]), {}, False),
        (row("2025", [XI]), {"actor": ["Xi"]}, True),
        (row("2025", [XI]), {"actor": ["Xi", "Trump"]}, True),
        (row("2025", [XI, TRUMP]), {"actor": ["Xi"]}, False),
        (row("2025", [XI, TRUMP]), {"actor": ["Trump", "Xi"], "place": []}, True),
        (row("2025", [XI, TRUMP]), {"actor": ["Trump", "Xi"], "country": ["CN"]}, True),
        (row("2025", [XI, TRUMP]), {"country": ["CN", "US"]}, False),
        # Two actors bring the countries that they are of.
        (row("2025", countries=["CN", "US"]), {"country": ["US", "China"]}, True),
        (row("2025", countries=["CN", "US"]), {"country": ["CN"]}, False),
        (row("2025", countries=["CN", "US"]), {"actor": ["Xi", "Trump"]}, True),
        (row("2025", countries=["CN", "US"]), {"actor": ["Xi"], "country": ["US"]}, True),
        (row("2025", countries=["CN", "US"]), {"actor": ["Rubio", "Trump"]}, False),
        (row("2025", countries=["CN"]), {"not_actor": ["Xi"]}, False),
        (row("2025", [RUBIO], countries=["CN"]), {"actor": ["Xi"], "country": ["US"]}, False),
        (row("2025", countries=["CN"]), {"where": ["country:CN or actor:Xi"]}, True),
        (row("2025", countries=["CN"]), {"where": ["country:CN or actor:Rubio"]}, False),
        (row("2025", [XI]), {"not_actor": ["Xi"]}, False),
        # Only an actor who takes part counts, not one who may only have been present.
        (row("2025", [XI]), {"present": ["Xi"]}, False),
        (row("2025", types=["call"]), {}, False),
        (row("2025", types=["call"]), {"type": ["call"]}, True),
        (row("2025", types=["call", "meeting"]), {"type": ["call"]}, True),
        (row("2025", types=["call"]), {"type": ["call", "meeting"]}, False),
        (row("2025", types=["meeting", "call", "video", "talks"]), {}, False),
        (row("2025", types=["meeting", "call", "video", "talks"]), {"contacts": True}, True),
        (row("2025", tags=["trade"]), {"tag": ["trade"]}, True),
        (row("2025", tags=["trade"]), {"tag": ["trade", "round"]}, True),
        (row("2025", tags=["trade", "round"]), {"tag": ["trade"]}, False),
        (row("2025", [XI], ["talks"], ["round"]),
         {"actor": ["Xi"], "type": ["talks"], "tag": ["round"]}, True),
        (row("2025", [XI], ["talks"], ["round"]), {"actor": ["Xi"], "tag": ["round"]}, False),
    ],
)  # fmt: skip
def test_a_row_applies_to_a_question_that_is_about_its_events_only(
    restricted: CoverageRow, question: dict[str, Any], applies: bool
) -> None:
    book = BOOK._replace(coverage=(restricted,))
    found = days_of(book, resolve(Question.of(**question), book))
    assert found == ((restricted.period.span,) if applies else ())


def test_a_name_of_several_actors_stands_for_the_country_of_all_of_them() -> None:
    book = BOOK._replace(coverage=(row("2025", [XI]),), actors={**BOOK.actors, "xi-2": XI_2})
    query = resolve(Question.of(actor=["Xi"]), book)
    assert days_of(book, query) == ()
    chinese = row("2025", countries=["CN"])
    assert days_of(book._replace(coverage=(chinese,)), query) == (chinese.period.span,)


def test_a_claim_about_two_actors_is_inside_a_row_of_their_countries() -> None:
    text = """
[[coverage]]
period = "2025"
countries = ["CN", "US"]

[actors]
xi = { name = "Xi", country = "CN" }
trump = { name = "Trump", country = "US" }

[[claims]]
id = "none"
by = "xi"
date = 2025-12-31
statement = "No calls"
period = "2025"
actors = ["xi", "trump"]
counts = { call = 0 }
"""
    for book, verdict in (
        (loads(text), "agrees"),
        (loads(text.replace('"US"]', '"FR"]')), "cannot tell"),
    ):
        assert [one.verdict for one in judge_all(book.claims, book)] == [verdict]


XI_2 = Actor("xi-2", "Xi Er", (), "CN")


@pytest.mark.parametrize(
    "coverage, expected",
    [
        ([], [Span(None, None)]),
        (["2025"], [Period.parse("2025").span]),
        (["2024", "2025"], [Period.parse("2024..2025").span]),
        (["2025-03..2025-05", "2025"], [Period.parse("2025").span]),
        (["2026..", "2024"], [Period.parse("2024").span, Period.parse("2026..").span]),
        (["..2024", "2025-01-01.."], [Span(None, None)]),
    ],
)
def test_the_days_of_several_rows_are_joined(coverage: list[str], expected: list[Span]) -> None:
    assert [*covered_days(covering(*coverage), Subject())] == expected


@pytest.mark.parametrize(
    "restricted, text",
    [
        (row("2025"), "events"),
        (row("2025", [XI]), "events with Xi Jinping"),
        (row("2025", [XI, TRUMP]), "events with both Xi Jinping and Donald Trump"),
        (
            row("2025", [XI, TRUMP, RUBIO]),
            "events with all of Xi Jinping, Donald Trump and Marco Rubio",
        ),
        (row("2025", tags=["trade", "round"]), 'events tagged "trade" and "round"'),
        (row("2025", countries=["CN", "US"]), "events with both China and United States"),
        (row("2025", types=["call", "talks"]), "phone calls or rounds of talks"),
        (row("2025", [XI], ["call"], ["trade"]), 'phone calls with Xi Jinping tagged "trade"'),
    ],
)
def test_a_row_in_words(restricted: CoverageRow, text: str) -> None:
    assert row_text(restricted) == text


LEADERS = row("2024-11-05..2025-12-31", [XI, TRUMP])
ROUNDS = row("2025", types=["talks"], tags=["round"])


@pytest.mark.parametrize(
    "coverage, period, question, notes",
    [
        ([], "2030", {}, []),
        (covering("2025"), None, {}, []),
        (covering("2025"), "2025-04", {}, []),
        (covering("2025"), "2024..2025", {}, ["this ledger covers only 2025"]),
        (covering("2024", "2026.."), "2025", {},
         ["this ledger covers only 2024 and 2026 onwards"]),
        ([LEADERS, ROUNDS], "2025", {"actor": ["Xi", "Trump"]}, []),
        ([LEADERS, ROUNDS], "2026", {"actor": ["Xi", "Trump"]},
         ["this ledger covers only 2024-11-05..2025-12-31"]),
        ([LEADERS, ROUNDS], "2025", {"contacts": True},
         ["some contacts may be missing; the ledger is complete only for contacts between Xi "
          'Jinping and Donald Trump, and for rounds of talks tagged "round"']),
        ([LEADERS, ROUNDS], None, {},
         ["some events may be missing; the ledger is complete only for events with both Xi "
          'Jinping and Donald Trump, and for rounds of talks tagged "round"']),
        # What is nearest to the question comes first.
        ([LEADERS, ROUNDS], "2025", {"type": ["talks"]},
         ['some events may be missing; the ledger is complete only for rounds of talks tagged '
          '"round", and for events with both Xi Jinping and Donald Trump']),
        # Of more than two, only the nearest is named.
        ([LEADERS, ROUNDS, row("2025", [RUBIO])], None, {},
         ["some events may be missing; the ledger is complete only for some kinds of event, such "
          "as those with both Xi Jinping and Donald Trump"]),
    ],
)  # fmt: skip
def test_one_note_names_what_the_ledger_covers(
    coverage: Sequence[CoverageRow], period: str | None, question: dict[str, Any], notes: list[str]
) -> None:
    book = BOOK._replace(coverage=tuple(coverage))
    query = resolve(Question.of(period, **question), book)
    assert [*map(str, coverage_notes(book, query))] == notes


def test_covers_and_rows_together_are_all_covered() -> None:
    book = loads('[ledger]\ncovers = "2024"\n\n[[coverage]]\nperiod = "2026"\n')
    assert days_of(book, Query()) == (Period.parse("2024").span, Period.parse("2026").span)


# -- the part of a ledger -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "coverage, period, question, expected",
    [
        (covering("2025"), "2025-03", {}, covering("2025-03")),
        (covering("2025"), "2024", {}, covering("2025")),
        (covering("2025"), None, {"actor": ["Xi"]}, [row("2025", [XI])]),
        (covering("2025"), None, {"type": ["call"]}, [row("2025", types=["call"])]),
        (covering("2025"), None, {"tag": ["trade"]}, [row("2025", tags=["trade"])]),
        (covering("2025"), None, {"country": ["CN"]},
         [row("2025", countries=["CN"])]),
        ([row("2025", countries=["CN"])], None, {"actor": ["Xi", "Trump"]},
         [row("2025", [TRUMP, XI], countries=["CN"])]),
        # What another row promises as well is left out.
        ([LEADERS, row("2025", [XI])], "2025", {"actor": ["Xi", "Trump"]},
         [row("2025", [XI, TRUMP])]),
        ([LEADERS, ROUNDS], None, {"type": ["call"]},
         [row("2024-11-05..2025-12-31", [XI, TRUMP], ["call"])]),
    ],
)  # fmt: skip
def test_a_part_of_a_ledger_promises_its_own_events_only(
    coverage: Sequence[CoverageRow],
    period: str | None,
    question: dict[str, Any],
    expected: Sequence[CoverageRow],
) -> None:
    book = BOOK._replace(coverage=tuple(coverage))
    assert narrowed(book, resolve(Question.of(period, **question), book)) == tuple(expected)


def test_an_exported_ledger_has_the_rows_and_everything_that_they_name() -> None:
    book = loads(EVERYWHERE)
    query = resolve(Question.of(type=["call"]), book)
    part = subset(book, ask(book, type=["call"]).events, query)
    again = loads(exported(part, "toml").decode())
    assert again.coverage == part.ledger.coverage != ()
    assert {actor.id for one in again.coverage for actor in one.actors} <= {*again.actors}


def test_what_a_row_names_is_still_needed() -> None:
    book = loads(EVERYWHERE)
    for kind, id in (("actors", "an-actor"), ("types", "a-type")):
        assert any("the coverage" in phrase for phrase in referrers(book, kind, id))


def test_the_short_form_is_a_first_row_without_restrictions() -> None:
    rows = (*covering("2025"), LEADERS)
    assert short_form(rows) == (Period.parse("2025"), (LEADERS,))
    assert short_form(rows[::-1]) == (None, rows[::-1])
    noted = row("2025")._replace(note="read daily")
    assert short_form((noted,)) == (None, (noted,))


# -- laws -----------------------------------------------------------------------------------------


class Drawn(NamedTuple):
    """A row, and in plain sets what it is restricted to."""

    period: Period
    actors: frozenset[Actor]
    types: frozenset[str]
    tags: frozenset[str]

    @property
    def row(self) -> CoverageRow:
        types = [name for name in KINDS if name in self.types]
        people = [actor for actor in PEOPLE if actor in self.actors]
        return row("2025", people, types, sorted(self.tags))._replace(period=self.period)


def some(values: Sequence[Any]) -> st.SearchStrategy[frozenset[Any]]:
    return st.frozensets(st.sampled_from(values), max_size=2)


PERIODS = periods(FIRST, LAST).filter(lambda period: period != EVERYTHING)
ROWS = st.builds(Drawn, PERIODS, some(PEOPLE), some(KINDS), some(TAGS))
COVERAGE = st.lists(ROWS, min_size=1, max_size=4)
QUESTIONS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries({}, optional={
    "actor": some([actor.name for actor in PEOPLE]).map(sorted),
    "type": some(KINDS).map(sorted),
    "tag": some(TAGS).map(sorted),
})  # fmt: skip


def covered_by(drawn: Sequence[Drawn], question: dict[str, Any], at: dt.date) -> bool:
    """Whether a row applies to a question on a day, in plain words."""
    for one in drawn:
        names = {actor.name for actor in one.actors}
        types = question.get("type", [])
        if (
            holds(one.period, at)
            and names <= {*question.get("actor", [])}
            and (not one.types or (types and {*types} <= one.types))
            and one.tags <= {*question.get("tag", [])}
        ):
            return True
    return False


@given(COVERAGE, QUESTIONS)
@law(400)
def test_a_day_is_covered_if_a_row_applies_to_the_question(
    drawn: list[Drawn], question: dict[str, Any]
) -> None:
    book = BOOK._replace(coverage=tuple(one.row for one in drawn))
    spans = days_of(book, resolve(Question.of(**question), book))
    for at in DAYS:
        inside = any(low(span.first) <= at <= high(span.last) for span in spans)
        assert inside == covered_by(drawn, question, at), at
    for before, after in pairwise(spans):  # in order, and not even adjacent
        assert before.last is not None
        assert after.first is not None
        assert before.last + DAY < after.first


CONTACTS = st.lists(
    st.tuples(
        days(FIRST, LAST), st.sampled_from([(XI, TRUMP), (XI, RUBIO)]), st.sampled_from(KINDS),
        some(TAGS),
    ),
    max_size=8,
)  # fmt: skip


def book_of(contacts: Sequence[Any], drawn: Sequence[Drawn]) -> Ledger:
    events = (
        event(str(at), f"e{n}", type=kind, actors=actors, tags=tuple(sorted(tags)))
        for n, (at, actors, kind, tags) in enumerate(contacts)
    )
    # Somebody must have each tag and take part, or a question about them is refused.
    every = event("2020-01-01", "every", actors=PEOPLE, tags=TAGS)
    return ledger(every, *events, coverage=tuple(one.row for one in drawn))


@given(CONTACTS, COVERAGE, ROWS, PERIODS, st.data())
@law(300)
def test_narrowing_coverage_never_decides_a_claim(
    contacts: list[Any], drawn: list[Drawn], narrow: Drawn, period: Period, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(drawn) - 1))
    restricted = drawn[at]._replace(
        actors=drawn[at].actors | narrow.actors, tags=drawn[at].tags | narrow.tags
    )
    if (days := restricted.period.narrowed(narrow.period)) is not None:
        restricted = restricted._replace(period=days)
    less = [*drawn[:at], restricted, *drawn[at + 1 :]]
    if len(less) > 1 and data.draw(st.booleans()):
        del less[at]
    book = book_of(contacts, drawn)
    claim = Claim(
        "c", XI, event("2025").when, event("2026-12-31").when, "so many", ((None, period),),
        actors=tuple(data.draw(some(PEOPLE))), tags=tuple(data.draw(some(TAGS))),
        types=tuple(TYPES[name] for name in data.draw(some(KINDS))), total=Number(1, 2),
    )  # fmt: skip
    (before,) = judge_all([claim], book)
    (after,) = judge_all([claim], book._replace(coverage=tuple(one.row for one in less)))
    assert after.verdict in (before.verdict, "cannot tell")


@given(CONTACTS, COVERAGE, ROWS, QUESTIONS)
@law(300)
def test_more_rows_remove_no_zero_and_no_day_of_a_gap(
    contacts: list[Any], drawn: list[Drawn], more: Drawn, question: dict[str, Any]
) -> None:
    zeros, silent = [], []
    for rows in (drawn, [*drawn, more]):
        book = book_of(contacts, rows)
        selection = ask(book, "2024-11..2026-02", **question)
        numbers = tally(selection, ["month"]).numbers
        zeros.append({key for key, count in numbers.items() if not count.matches})
        covered = days_of(book, selection.query)
        found = gaps(selection.matches, selection.query.period, covered, None).found
        silent.append({at for gap in found if gap.start and gap.end
                       for at in run_of(gap.start, gap.end)})  # fmt: skip
    assert zeros[0] <= zeros[1]
    assert silent[0] <= silent[1]


@given(CONTACTS, COVERAGE, QUESTIONS)
@law(300)
def test_gaps_lie_between_neighbouring_contacts_of_one_covered_span(
    contacts: list[Any], drawn: list[Drawn], question: dict[str, Any]
) -> None:
    book = book_of(contacts, drawn)
    selection = ask(book, "2024-11..2026-02", **question)
    covered = days_of(book, selection.query)
    dates = sorted(
        {match.event.when.start for match in selection.matches if match.event.when.start}
    )
    expected = {
        (first, last)
        for span in covered
        for first, last in pairwise(
            [at for at in dates if low(span.first) <= at <= high(span.last)]
        )
    }
    result = gaps(selection.matches, selection.query.period, covered, LAST)
    assert {(gap.start, gap.end) for gap in result.found} == expected
    within = [at for at in dates if any(low(one.first) <= at <= high(one.last) for one in covered)]
    if (running := result.running) is None:
        last = max(within, default=LAST)
        ends = [high(one.last) for one in covered if low(one.first) <= last <= high(one.last)]
        assert last == LAST or ends == [last]
    else:
        assert running.start == max(within)
        assert all(covered_by(drawn, question, at) for at in run_of(running.start, running.end))
        assert running.to_today == (running.end == LAST)


PLAIN = Path(__file__).parent / "transcripts" / "trust.md"


@pytest.mark.parametrize(
    "line",
    [
        "list", "list 2026", "count", "count 2024..2026 --by month", "count --by quarter --by type",
        "summary", "summary 2024..2026", "summary -o json", "gaps", "gaps 2024..2026 -o json",
        "gaps -o table", "claims", "claims 2026", "claims -o json", "timeline", "timeline 2026",
        "export html", "export toml", "export sqlite", "list -o json", "check",
    ],
)  # fmt: skip
def test_a_row_without_restrictions_is_the_same_as_covers(tmp_path: Path, line: str) -> None:
    text = PLAIN.read_text("utf-8").partition("```toml events.toml\n")[2].partition("```")[0]
    assert 'covers = "2025"\n' in text
    as_row = text.replace('covers = "2025"\n', "# covers\n") + '\n[[coverage]]\nperiod = "2025"\n'
    found = []
    for number, one in enumerate((text, as_row)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "events.toml").write_text(one, encoding="utf-8")
        environment = clean_environment(folder)
        ran = run(*line.split(), "--output", "out", folder=folder, environment=environment)
        output = folder / "out"
        found.append((ran.status, ran.out, ran.err.replace(str(folder), ""),
                      output.read_bytes() if output.exists() else b""))  # fmt: skip
    assert found[0] == found[1]
    assert any(found[0][1:])


PARTS = """
[ledger]
principals = ["ann", "ben"]
[[coverage]]
period = "2025-12"
[[coverage]]
period = "2025"
actors = ["ann", "ben"]
[[coverage]]
period = "2025"
tags = ["summit"]
[actors.ann]
name = "Ann"
country = "FR"
[actors.ben]
name = "Ben"
country = "DE"
[[events]]
id = "january"
date = 2025-01-10
type = "call"
title = "A call"
actors = ["ann", "ben"]
[[events]]
id = "december"
date = 2025-12-05
type = "call"
title = "A call"
actors = ["ann", "ben"]
[[claims]]
id = "later"
by = "Someone"
date = 2025-12-04
statement = "no calls"
period = "2026"
total = 0
"""


def test_the_page_counts_the_period_asked_for_whatever_is_covered() -> None:
    book = loads(PARTS)
    query = resolve(Question.of("2025"), book)
    page = exported(subset(book, select(book, query).events, query), "html").decode()
    assert "1 Jan–31 Dec 2025" in page
    assert '<p class="total"><b>2</b> contacts</p>' in page


def test_a_claim_about_later_days_is_not_decided_where_they_are_not_covered() -> None:
    (verdict,) = judge_all(loads(PARTS).claims, loads(PARTS))
    assert verdict.verdict == "cannot tell"


def test_the_principals_have_their_gap_where_a_part_of_the_period_is_covered_for_all() -> None:
    book = loads(PARTS)
    gap = overview(ask(book, "2025")).shared_gap
    assert gap is not None
    assert (gap.min, gap.max) == (329, 329)


def test_a_tag_that_only_the_coverage_has_can_be_asked_for() -> None:
    assert ask(loads(PARTS), tag=["summit"]).matches == ()


def test_an_export_notes_how_many_events_its_coverage_includes_without_having_them() -> None:
    book = loads(PARTS)
    query = resolve(Question.of("2025", not_actor=["Ann"]), book)
    document = able_to("export")["toml"].function("export")(subset(book, [], query))
    assert document.notes == (
        "2 events omitted, although the coverage of the exported ledger includes them; "
        "correct this coverage",
    )


@pytest.mark.parametrize(
    "covers, period, expected",
    [
        (["2024"], None, ["this ledger covers only 2024"]),
        (["2024", "2026"], None, ["this ledger covers only 2024 and 2026"]),
        (["2024-03..2025-03"], None, []),
        ([], None, []),
        (["2024"], "2024..2025", []),  # a note on the period says it
    ],
)
def test_a_table_by_time_without_a_period_names_the_covered_days_if_some_between_are_not(
    covers: list[str], period: str | None, expected: list[str]
) -> None:
    book = ledger(event("2024-03-01", "a"), event("2025-03", "b"), coverage=covering(*covers))
    selection = ask(book, period)
    assert [*map(str, missing_times_notes(book, selection.query, selection.events))] == expected
