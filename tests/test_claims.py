"""A claim beside the ledger: which events it counts, and the verdict on its number."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.checks.claims import _quotation_problem
from chrono.core.claims import ClaimVerdict, claims_about, days_outside
from chrono.core.dates import When
from chrono.core.model import Actor, Claim, Ledger, Number, Source
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Question, resolve
from chrono.core.verdicts import VERDICTS
from chrono.files.read.load import loads
from claim_helpers import INSIDE, WINDOWS, claim, near, table, text, verdict_on
from samples import (
    DAY,
    RUBIO,
    TYPES,
    XI,
    Placed,
    day,
    event,
    events,
    inside,
    judge,
    law,
    ledger,
    small_dates,
)

HEAD = """
[ledger]
covers = "2025"
[actors]
xi = { name = "Xi Jinping", country = "CN" }
trump = { name = "Donald Trump", country = "US" }
wang = { name = "Wang Yi", country = "CN" }
rubio = { name = "Marco Rubio", country = "US" }
"""

EVENTS = """
[[events]]
id = "jan"
date = 2025-01-17
type = "call"
title = "Call"
actors = ["xi", "trump"]
tags = ["leaders"]
[[events]]
id = "jun"
date = 2025-06-05
type = "call"
title = "Call"
actors = ["trump", "xi"]
tags = ["leaders", "trade"]
[[events]]
id = "jul"
date = 2025-07-11
type = "meeting"
title = "Ministers"
actors = ["wang", "rubio"]
[[events]]
id = "oct"
date = 2025-10-30
type = "meeting"
title = "Busan"
actors = ["xi", "trump", "wang"]
tags = ["leaders"]
[[events]]
id = "home"
date = 2025-11-01
type = "meeting"
title = "At home"
actors = ["xi", "wang"]
[[events]]
id = "letter"
date = 2025-11-02
type = "letter"
title = "Letter"
actors = ["xi", "trump"]
"""


def judged(claim: str, events: str = EVENTS, head: str = HEAD) -> ClaimVerdict:
    """The verdict on a claim of 4 December 2025 about that year, unless it says otherwise."""
    lines = ['[[claims]]\nid = "c"\nby = "xi"\nstatement = "so many"']
    for key, value in (("date", "2025-12-04"), ("period", '"2025"')):
        if not any(line.startswith(f"{key} ") for line in claim.splitlines()):
            lines.append(f"{key} = {value}")
    loaded = loads(f"{head}\n{events}\n" + "\n".join([*lines, claim]))
    return judge(loaded.claims[0], loaded)


def one_event(**fields: str) -> str:
    """One more call of Xi and Trump."""
    defaults = {"id": '"more"', "type": '"call"', "title": '"Call"', "actors": '["xi", "trump"]'}
    return (
        "[[events]]\n" + "\n".join(f"{k} = {v}" for k, v in {**defaults, **fields}.items()) + "\n"
    )


def counted(verdict: ClaimVerdict) -> dict[str, str]:
    """What the ledger has for each number of the first reading."""
    return {number.what: number.counted.text("–") for number in verdict.readings[0].stated}


# -- which events a claim counts ----------------------------------------------------------------


@pytest.mark.parametrize(
    "claim, ids",
    [
        # All contacts: held, of a contact type, between two countries.
        ("total = 1", ["jan", "jun", "jul", "oct"]),
        ('actors = ["xi", "trump"]\ntotal = 1', ["jan", "jun", "oct"]),
        ('actors = ["Wang Yi"]\ntotal = 1', ["jul", "oct"]),
        ('actors = ["xi", "rubio"]\ntotal = 1', []),
        ('types = ["call"]\ntotal = 1', ["jan", "jun"]),
        ('types = ["call", "meeting"]\ntotal = 1', ["jan", "jun", "jul", "oct"]),
        ('tags = ["leaders"]\ntotal = 1', ["jan", "jun", "oct"]),
        ('tags = ["leaders", "trade"]\ntotal = 1', ["jun"]),
        ('period = "2025-06..2025-07"\ntotal = 1', ["jun", "jul"]),
        # Up to the last day that counts, which is the day of the claim when left out.
        ("date = 2025-07-11\ntotal = 1", ["jan", "jun", "jul"]),
        ("date = 2025-07-10\ntotal = 1", ["jan", "jun"]),
        ("as_of = 2025-07-10\ntotal = 1", ["jan", "jun"]),
        ('date = 2025-07-10\nas_of = "2025-07"\ntotal = 1', ["jan", "jun", "jul"]),
        ('date = 2025-01-16\nperiod = "2025"\ntotal = 1', []),
    ],
)
def test_a_claim_counts_these_events(claim: str, ids: list[str]) -> None:
    (number,) = judged(claim).readings[0].stated
    assert [match.event.id for match in number.counted.matches] == ids


@pytest.mark.parametrize("status", ["planned", "postponed", "cancelled", "denied"])
def test_events_that_were_not_held_do_not_count(status: str) -> None:
    more = one_event(date="2025-11-20", status=f'"{status}"')
    verdict = judged("counts = { call = 2 }", EVENTS + more)
    assert (counted(verdict), verdict.verdict) == ({"call": "2"}, "agrees")


def test_numbers_by_type_and_a_total_are_compared_separately() -> None:
    verdict = judged('actors = ["xi", "trump"]\ncounts = { meeting = 1, call = 2 }\ntotal = 3')
    assert counted(verdict) == {"meeting": "1", "call": "2", "total": "3"}
    assert verdict.verdict == "agrees"


def test_a_stated_number_has_the_types_that_the_claim_names() -> None:
    stated = (
        judged('types = ["call", "meeting"]\ncounts = { call = 2 }\ntotal = 3').readings[0].stated
    )
    types = {one.what: [type.id for type in one.types] for one in stated}
    assert types == {"call": ["call"], "total": ["call", "meeting"]}
    (total,) = judged("total = 3").readings[0].stated
    assert total.types == ()


@pytest.mark.parametrize("claim", ["counts = { letter = 1 }", 'types = ["letter"]\ntotal = 1'])
def test_a_claim_can_count_a_type_that_is_no_contact(claim: str) -> None:
    assert judged(claim).verdict == "agrees"


# -- verdicts -----------------------------------------------------------------------------------


POSSIBLE = one_event(date='"[2025-12-04,2025-12-05]"')
UNCONFIRMED = one_event(date="2025-11-20", status='"unconfirmed"')


@pytest.mark.parametrize(
    "claim, more, verdict",
    [
        ("counts = { call = 2 }", "", "agrees"),
        ("counts = { call = 3 }", "", "differs"),
        ("counts = { call = 1 }", "", "differs"),
        ("counts = { video = 0 }", "", "agrees"),
        ("counts = { video = 1 }", "", "differs"),
        ("counts = { call = { min = 2 } }", "", "agrees"),
        ("counts = { call = { min = 3 } }", "", "differs"),
        ("counts = { call = { max = 2 } }", "", "agrees"),
        ("counts = { call = { max = 1 } }", "", "differs"),
        ("counts = { call = { min = 1, max = 3 } }", "", "agrees"),
        ("total = 4", "", "agrees"),
        ("total = { min = 40 }", "", "differs"),
        # The worst of its numbers decides.
        ("counts = { call = 2, meeting = 2 }\ntotal = 5", "", "differs"),
        ("counts = { call = 2, meeting = 3 }", "", "differs"),
        # A possible event decides it, or does not.
        ("counts = { call = 2 }", POSSIBLE, "cannot tell"),
        ("counts = { call = 3 }", POSSIBLE, "cannot tell"),
        ("counts = { call = 4 }", POSSIBLE, "differs"),
        ("counts = { call = 1 }", POSSIBLE, "differs"),
        ("counts = { call = { min = 2 } }", POSSIBLE, "agrees"),
        ("counts = { call = { min = 3 } }", POSSIBLE, "cannot tell"),
        ("counts = { call = { min = 2, max = 3 } }", POSSIBLE, "agrees"),
        ("counts = { call = 3, meeting = 3 }", POSSIBLE, "differs"),
        ("counts = { meeting = 2 }", POSSIBLE, "agrees"),
        # An unconfirmed event decides it.
        ("counts = { call = 3 }", UNCONFIRMED, "cannot tell"),
        ("counts = { call = { min = 3 } }", UNCONFIRMED, "cannot tell"),
        ("counts = { call = 4 }", UNCONFIRMED, "differs"),
        ("counts = { call = 1 }", UNCONFIRMED, "differs"),
        ("counts = { meeting = 2 }", UNCONFIRMED, "agrees"),
        ("counts = { meeting = 3 }", UNCONFIRMED, "differs"),
        ('counts = { call = 3 }\nperiod = "2025-01..2025-10"', UNCONFIRMED, "differs"),
        # The window reaches outside what the ledger covers.
        ('counts = { call = 2 }\nperiod = "2024-12-31.."', "", "cannot tell"),
        ('counts = { call = 9 }\nperiod = "..2025"', "", "cannot tell"),
        # … but no further than to the last day that counts.
        ('counts = { call = 2 }\nperiod = "2025.."', "", "agrees"),
        ('counts = { call = 2 }\nperiod = "2025.."\nas_of = 2026-01-01', "", "cannot tell"),
    ],
)
def test_the_verdict_on_a_claim(claim: str, more: str, verdict: str) -> None:
    assert judged(claim, EVENTS + more).verdict == verdict


WINDOW = 'period = {{ "this year" = "2025", "since summer" = "{}" }}\n'


@pytest.mark.parametrize(
    "claim, second, verdicts, verdict",
    [
        ("total = 4", "2025-01-17..", ["agrees", "agrees"], "agrees"),
        ("total = 4", "2025-06..", ["agrees", "differs"], "depends"),
        ("total = 3", "2025-06..", ["differs", "agrees"], "depends"),
        ("total = 9", "2025-06..", ["differs", "differs"], "differs"),
        ("total = 4", "2024..", ["agrees", "cannot tell"], "depends"),
        ("total = 9", "2024..", ["differs", "cannot tell"], "cannot tell"),
    ],
)
def test_a_claim_that_is_true_under_one_interpretation_depends(
    claim: str, second: str, verdicts: list[str], verdict: str
) -> None:
    readings = judged(WINDOW.format(second) + claim).readings
    assert [reading.name for reading in readings] == ["this year", "since summer"]
    assert [reading.verdict for reading in readings] == verdicts
    assert judged(WINDOW.format(second) + claim).verdict == verdict


def test_a_ledger_without_a_period_covers_everything() -> None:
    head = HEAD.replace('covers = "2025"', "")
    assert judged('counts = { call = 2 }\nperiod = "..2025"', head=head).verdict == "agrees"


def test_undecided_and_unconfirmed_events_are_named() -> None:
    verdict = judged("counts = { call = 3 }", EVENTS + POSSIBLE + UNCONFIRMED.replace("more", "un"))
    (stated,) = verdict.readings[0].stated
    assert stated.counted.to_dict() == {"min": 2, "max": 3, "undecided": ["more"]}
    assert [event.id for event in stated.unconfirmed] == ["un"]


def test_events_after_the_first_possible_day_of_a_claim_are_only_possible() -> None:
    """The claim was made in October, and it is unknown whether before the call of the 20th."""
    october = one_event(date="2025-10-20")
    verdict = judged('counts = { call = 3 }\ndate = "2025-10"', EVENTS + october)
    (stated,) = verdict.readings[0].stated
    assert stated.counted.to_dict() == {"min": 2, "max": 3, "undecided": ["more"]}
    assert verdict.verdict == "cannot tell"
    settled = judged(
        'counts = { call = 3 }\ndate = "2025-10"\nas_of = 2025-10-31', EVENTS + october
    )
    assert settled.verdict == "agrees"
    never = judged('counts = { call = 2 }\ndate = "[..2025-10]"')
    assert (never.verdict, counted(never)) == ("cannot tell", {"call": "0–2"})


def test_all_events_as_near_as_the_nearest_are_near_misses() -> None:
    twice = one_event(id='"one"', date="2025-10-20") + one_event(id='"two"', date="2025-10-20")
    verdict = judged('counts = { call = 2 }\nperiod = "2025-11"', EVENTS + twice)
    assert [near.event.id for near in verdict.readings[0].near if near.days] == ["one", "two"]


# -- laws ---------------------------------------------------------------------------------------

XI_AND_TRUMP = [Actor("xi", "Xi", (), "CN"), Actor("trump", "Trump", (), "US")]


def calls(placed: list[Placed]) -> list[Placed]:
    """The same events as held or unconfirmed calls of Xi and Trump."""
    return [
        Placed(
            one.event._replace(
                type=TYPES["call"],
                actors=tuple(XI_AND_TRUMP),
                status="unconfirmed" if one.event.status == "unconfirmed" else "held",
            ),
            one.days,
            one.written,
        )
        for one in placed
    ]


@st.composite
def some_calls(draw: st.DrawFn) -> list[Placed]:
    return calls([draw(events(small_dates(), n)) for n in range(draw(st.integers(0, 4)))])


def stated_numbers() -> st.SearchStrategy[Number]:
    one = st.integers(0, 4)
    both = st.tuples(one, one).map(lambda ends: Number(min(ends), max(ends)))
    return st.one_of(
        one.map(lambda n: Number(n, n)),
        one.map(lambda n: Number(n, None)),
        one.map(lambda n: Number(None, n)),
        both,
    )


def true_of(number: Number, count: int) -> bool:
    return (number.min or 0) <= count and (number.max is None or count <= number.max)


@law(90)
@given(some_calls(), stated_numbers(), st.dates(day("2024-06-01"), day("2026-06-01")))
def test_a_claim_agrees_if_it_is_true_for_all_possible_days(
    placed: list[Placed], number: Number, first: object
) -> None:
    """Held events count; unconfirmed ones can only keep a claim from differing."""
    period = Period.parse(f"{first}..")
    until = day("2025-10-30")
    window = period.narrowed(Period("", None, until))
    loaded: Ledger = ledger(*(one.event for one in placed))
    said = When.on(until)
    claim = Claim("c", XI_AND_TRUMP[0], said, said, "so many", ((None, period),), total=number)
    outcomes = set()
    ways = [
        (inside(window, one.days) if window else {False})
        | ({False} if one.event.status == "unconfirmed" else set())
        for one in placed
    ]
    for way in product(*ways):
        held = sum(
            counts for counts, one in zip(way, placed, strict=True) if one.event.status == "held"
        )
        outcomes.add((held, sum(way)))
    always = all(true_of(number, held) for held, _ in outcomes)
    ever = any(true_of(number, held) or true_of(number, both) for held, both in outcomes)
    expected = "agrees" if always else "cannot tell" if ever else "differs"
    assert judge(claim, loaded).verdict == expected


@law(60)
@given(some_calls(), st.lists(stated_numbers(), min_size=1, max_size=3))
def test_the_verdict_on_several_numbers_is_the_worst_of_theirs(
    placed: list[Placed], numbers: list[Number]
) -> None:
    loaded = ledger(*(one.event for one in placed))
    said = When.on(day("2025-10-30") + DAY)
    kinds = ["call", "meeting", "video"]
    plain = Claim("c", XI_AND_TRUMP[0], said, said, "so many", ((None, EVERYTHING),))
    whole = judge(plain._replace(counts=dict(zip(kinds, numbers, strict=False))), loaded)
    single = [
        judge(plain._replace(counts={kind: number}), loaded).verdict
        for kind, number in zip(kinds, numbers, strict=False)
    ]
    worst = next(v for v in ("differs", "cannot tell", "agrees") if v in single)
    assert whole.verdict == worst
    assert worst in VERDICTS


# -- near misses --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dates, expected",
    [
        # The nearest event on each side, if both are within a month.
        (["2025-04-30", "2025-07-01"], [("b0", -1), ("b1", 1)]),
        (["2025-04-20", "2025-04-29", "2025-07-31", "2025-08"], [("b1", -2), ("b2", 31)]),
        # Otherwise only the nearer of the two.
        (["2025-04-29", "2025-08-01"], [("b0", -2)]),
        (["2025-03-01", "2025-07-05"], [("b1", 5)]),
        (["2025-01-01", "2025-09-01"], [("b1", 63)]),
        (["2025-01-01"], [("b0", -120)]),
        (["2025-03-01", "2025-08-30"], [("b0", -61), ("b1", 61)]),
        # An uncertain date is as near as its nearest possible day.
        (["2025-04"], [("b0", -1)]),
        (["2025-07"], [("b0", 1)]),
        (["[2025-04-10,2025-04-20]"], [("b0", -11)]),
        # An event of several days counts on the day on which it began.
        (["2025-04-28/2025-05-03"], [("b0", -3)]),
        # An event that may be inside is no near miss: it may count.
        (["[2025-04-30..2025-05-01]"], []),
        # The first and the last day of the window count.
        (["2025-05-01", "2025-06-30"], []),
        ([], []),
    ],
)
def test_near_misses_outside_the_period(dates: list[str], expected: list[tuple[str, int]]) -> None:
    events = [table(f"b{n}", date) for n, date in enumerate(dates)]
    assert near(verdict_on(INSIDE, *events, total="9")) == expected


def test_a_period_with_one_bound_has_near_misses_on_one_side() -> None:
    events = [table("before", "2025-04-30"), table("after", "2025-07-01")]
    assert near(verdict_on(*events, total="9", period='"2025-05.."')) == [("before", -1)]
    assert near(verdict_on(*events, total="9", period='"..2025-06"')) == [("after", 1)]


def test_the_period_ends_on_the_day_the_claim_is_about() -> None:
    verdict = verdict_on(table("late", "2025-06-12"), total="9", as_of="2025-06-10")
    assert near(verdict) == [("late", 2)]


@pytest.mark.parametrize("status", ["planned", "postponed", "cancelled", "denied", "unconfirmed"])
def test_an_event_inside_with_another_status_is_a_near_miss(status: str) -> None:
    other = table("other", "2025-05-06", status=f'"{status}"')
    early = table("early", "2025-04-30")
    assert near(verdict_on(early, INSIDE, other, total="9")) == [("early", -1), ("other", None)]
    # Outside the period there are two reasons why it does not count.
    assert near(verdict_on(INSIDE, table("o", "2025-07-01", status=f'"{status}"'), total="9")) == []


@pytest.mark.parametrize(
    "keys, expected",
    [
        # Without actors or tags, events of other types would be the whole ledger.
        ({"counts": "{ call = 9 }"}, []),
        ({"counts": "{ call = 9 }", "actors": '["xi"]'}, ["talk", "paper"]),
        ({"counts": "{ call = 9 }", "tags": '["trade"]'}, ["paper"]),
        ({"types": '["call"]', "total": "9", "actors": '["xi"]'}, ["talk", "paper"]),
        ({"total": "9", "actors": '["xi"]'}, ["paper"]),
        # Events that another number of the claim counts are no near misses.
        ({"counts": "{ call = 9, meeting = 1 }", "actors": '["xi"]'}, ["paper"]),
        ({"counts": "{ call = 9, letter = 1 }", "actors": '["xi"]'}, ["talk"]),
        ({"counts": "{ call = 9 }", "types": '["letter"]', "total": "1", "actors": '["xi"]'},
         ["talk"]),
        ({"counts": "{ call = 9, letter = 2 }", "total": "9", "actors": '["xi"]'}, []),
        # Events of other actors or with other tags are no near misses.
        ({"counts": "{ call = 9 }", "actors": '["wang-yi"]'}, []),
    ],
)  # fmt: skip
def test_an_event_inside_of_another_type_is_a_near_miss_if_the_claim_names_actors_or_tags(
    keys: dict[str, str], expected: list[str]
) -> None:
    events = [
        INSIDE,
        table("talk", "2025-05-06", "meeting"),
        table("paper", "2025-05-07", "letter", tags='["trade"]'),
        table("others", "2025-05-08", "meeting", actors='["wang-wentao", "trump"]'),
    ]
    assert near(verdict_on(*events, **keys)) == [(id, None) for id in expected]


def test_an_event_that_another_number_counts_is_no_near_miss() -> None:
    verdict = verdict_on(
        INSIDE,
        table("talk", "2025-05-06", "meeting"),
        counts="{ call = 9 }",
        total="9",
        actors='["xi"]',
    )
    assert [event.id for event in verdict.readings[0].events] == ["inside", "talk"]
    assert near(verdict) == []


@pytest.mark.parametrize(
    "keys", [{"total": "1"}, {"total": "0"}, {"total": "{ max = 3 }"}, {"total": "{ min = 1 }"}]
)
def test_there_are_no_near_misses_if_the_ledger_has_enough_events(keys: dict[str, str]) -> None:
    others = [table("o", "2025-04-30"), table("p", "2025-05-06", status='"planned"')]
    assert near(verdict_on(INSIDE, *others, **keys)) == []


def test_there_are_near_misses_if_the_ledger_may_have_too_few_events() -> None:
    loose = table("loose", "[2025-04-29..2025-05-01]")
    verdict = verdict_on(INSIDE, loose, table("o", "2025-07-02"), total="2")
    assert verdict.verdict == "cannot tell"
    assert near(verdict) == [("o", 2)]


def test_the_events_of_several_numbers_are_sorted_by_date() -> None:
    events = [table("b", "2025-05-03", "meeting"), table("c", "2025-05-04"), INSIDE]
    verdict = verdict_on(*events, counts="{ call = 2, meeting = 1 }")
    assert [event.id for event in verdict.readings[0].events] == ["b", "c", "inside"]


def test_an_interpretation_whose_period_is_still_to_come_keeps_its_name() -> None:
    verdict = verdict_on(INSIDE, total="1", period=WINDOWS, as_of="2025-04-30")
    assert [(reading.name, reading.events) for reading in verdict.readings] == [
        ("early", ()),
        ("late", ()),
    ]


# -- the claims that a query selects ------------------------------------------------------------

CLAIMS: Ledger = loads(
    text(
        INSIDE,
        table("tagged", "2025-05-06", "letter", tags='["trade", "leaders"]', place='"Busan"'),
        claim("calls", date="2025-06-01", counts="{ call = 1 }", actors='["xi", "trump"]'),
        claim("all", date="2025-06-02", total="2", by='"The Wire"'),
        claim("letters", date="2025-07-01", types='["letter"]', total="1", tags='["trade"]'),
        claim(
            "wang",
            date='"2025-07"',
            counts="{ meeting = 0, letter = 2 }",
            actors='["wang-yi"]',
            by='"xi"',
            statement='"no meeting on tariffs"',
            window='"this summer"',
            sources='[{ publisher = "Reuters" }]',
        ),
    )
)


def claim_ids(period: str | None = None, *, by: Sequence[str] = (), **question: Any) -> list[str]:
    query = resolve(Question.of(period, **question), CLAIMS, unique_names=True)
    return [claim.id for claim in claims_about(CLAIMS, query, by)]


@pytest.mark.parametrize(
    "period, question, expected",
    [
        (None, {}, ["calls", "all", "letters", "wang"]),
        # By the day on which the claim was made, even if it is only possible.
        ("2025-06", {}, ["calls", "all"]),
        ("2025-06-02..", {}, ["all", "letters", "wang"]),
        ("2025-07-15", {}, ["wang"]),
        ("2025-07-15", {"certain": True}, []),
        ("2025-07", {"certain": True}, ["letters", "wang"]),
        ("2024", {}, []),
        # By the actors of the claim: a claim without actors is about nobody in particular.
        (None, {"actor": ["xi"]}, ["calls"]),
        (None, {"actor": ["Trump", "Xi"]}, ["calls"]),
        (None, {"actor": ["Wang Yi"]}, ["wang"]),
        (None, {"actor": ["Wang Yi", "Trump"]}, []),
        (None, {"not_actor": ["Wang Yi"]}, ["calls", "all", "letters"]),
        (None, {"country": ["US"]}, ["calls"]),
        (None, {"tag": ["trade"]}, ["letters"]),
        (None, {"not_tag": ["trade"]}, ["calls", "all", "wang"]),
        # By any type that the claim counts; a total counts all contact types.
        (None, {"type": ["call"]}, ["calls", "all"]),
        (None, {"type": ["meeting"]}, ["all", "wang"]),
        (None, {"type": ["letter"]}, ["letters", "wang"]),
        (None, {"type": ["call", "letter"]}, ["calls", "all", "letters", "wang"]),
        (None, {"not_type": ["call"]}, ["all", "letters", "wang"]),
        (None, {"text": ["tariffs"]}, ["wang"]),
        (None, {"text": ["summer"]}, ["wang"]),
        (None, {"source": ["Reuters"]}, ["wang"]),
        # A claim has no place.
        (None, {"place": ["Busan"]}, []),
    ],
)
def test_filters_select_claims_by_what_they_are_about(
    period: str | None, question: dict[str, Any], expected: list[str]
) -> None:
    assert claim_ids(period, **question) == expected


def test_claims_are_selected_by_speaker() -> None:
    assert claim_ids(by=["xie"]) == ["calls", "letters"]
    assert claim_ids(by=["The Wire"]) == ["all"]
    assert claim_ids(by=["xi", "The Wire"]) == ["all", "wang"]
    assert claim_ids("2025-06", by=["xi"]) == []
    assert claim_ids(by=["trump"]) == []


def test_a_claim_about_a_day_before_its_period_has_the_whole_period() -> None:
    said = When.parse("2024-12-31")
    period = Period.parse("2025")
    early = Claim("c", RUBIO, said, said, "None.", ((None, period),), total=Number(0, 0))
    assert judge(early, ledger(event("2025-01-01"))).readings[0].period == period


@pytest.mark.parametrize(
    "date, days",
    [
        ("2024-12-30", -2), ("2024-12-31", -1), ("2025-01-01", None), ("2025-12-31", None),
        ("2026-01-01", 1), ("2026-01-02", 2), ("2024-12", -1), ("[2024-12-31..2025-01-01]", None),
    ],
)  # fmt: skip
def test_the_days_from_a_period_to_an_event(date: str, days: int | None) -> None:
    assert days_outside(event(date), Period.parse("2025")) == days


# -- the words of a quoted claim ------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement, quotes, problem",
    [
        ("four calls", ["We had four calls."], None),
        ("four call", ["We had four calls."], 'has "call", the quote from P has "calls."'),
        ("four calls", ["We had four calls this year"], None),
        ("“four” calls", ["'four'  calls"], None),
        ("a—b", ["a – b"], None),
        ("twenty-five", ["twenty‑five"], None),
        ("Xi's call", ["Xi’s call"], None),
        ("Four calls", ["four calls"], 'does not contain the words of the claim, "Four calls"'),
        ("four calls", ["four"], 'has "calls", the quote from P ends'),
        (
            "four calls",
            ["five", "the four meetings"],
            'has "calls", the quote from P has "meetings"',
        ),
        ("four calls", ["five", "four calls"], None),
        ("四次通话", ["“四次通话”"], None),
        ("four calls", [], "no source has a quote"),
    ],
)
def test_the_words_of_a_quoted_claim_are_in_a_quote(
    statement: str, quotes: list[str], problem: str | None
) -> None:
    day = When.parse("2025-02-01")
    claim = Claim(
        "c", XI, day, day, statement, (), wording="quoted",
        sources=tuple(Source("P", quote=quote) for quote in quotes),
    )  # fmt: skip
    found = _quotation_problem(claim)
    assert (found is None) if problem is None else (found is not None and problem in found), found
