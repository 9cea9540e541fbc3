"""A claim beside the ledger: which events it counts, and the verdict on its number."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.claims import VERDICTS, ClaimVerdict, judge, verdict_named
from chrono.core.dates import When
from chrono.core.model import Actor, Claim, Ledger, Number
from chrono.core.periods import EVERYTHING, Period
from chrono.errors import UsageError
from chrono.files.read.load import loads
from samples import DAY, TYPES, Placed, day, events, inside, law, ledger, small_dates

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
    book = loads(f"{head}\n{events}\n" + "\n".join([*lines, claim]))
    return judge(book.claims[0], book)


def one_event(**fields: str) -> str:
    """One more call of Xi and Trump."""
    given = {"id": '"more"', "type": '"call"', "title": '"Call"', "actors": '["xi", "trump"]'}
    return "[[events]]\n" + "\n".join(f"{k} = {v}" for k, v in {**given, **fields}.items()) + "\n"


def counted(found: ClaimVerdict) -> dict[str, str]:
    """What the ledger has for each number of the first reading."""
    return {one.what: one.counted.text("–") for one in found.readings[0].stated}


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
def test_which_events_a_claim_counts(claim: str, ids: list[str]) -> None:
    found = judged(claim).readings[0].stated
    assert [[hit.event.id for hit in one.counted.matches] for one in found] == [ids]


@pytest.mark.parametrize("status", ["planned", "postponed", "cancelled", "denied"])
def test_what_was_not_held_does_not_count(status: str) -> None:
    more = one_event(date="2025-11-20", status=f'"{status}"')
    found = judged("counts = { call = 2 }", EVENTS + more)
    assert (counted(found), found.verdict) == ({"call": "2"}, "agrees")


def test_numbers_by_type_and_a_total_are_held_side_by_side() -> None:
    found = judged('actors = ["xi", "trump"]\ncounts = { meeting = 1, call = 2 }\ntotal = 3')
    assert counted(found) == {"meeting": "1", "call": "2", "total": "3"}
    assert found.verdict == "agrees"


@pytest.mark.parametrize("claim", ["counts = { letter = 1 }", 'types = ["letter"]\ntotal = 1'])
def test_a_claim_may_name_a_type_that_is_no_contact(claim: str) -> None:
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
def test_a_claim_is_true_under_each_reading_or_depends_on_it(
    claim: str, second: str, verdicts: list[str], verdict: str
) -> None:
    found = judged(WINDOW.format(second) + claim)
    assert [reading.name for reading in found.readings] == ["this year", "since summer"]
    assert [reading.verdict for reading in found.readings] == verdicts
    assert found.verdict == verdict


def test_a_ledger_that_names_no_period_covers_everything() -> None:
    head = HEAD.replace('covers = "2025"', "")
    assert judged('counts = { call = 2 }\nperiod = "..2025"', head=head).verdict == "agrees"


def test_what_decides_is_named() -> None:
    found = judged("counts = { call = 3 }", EVENTS + POSSIBLE + UNCONFIRMED.replace("more", "un"))
    (stated,) = found.readings[0].stated
    assert stated.counted.to_dict() == {"min": 2, "max": 3, "undecided": ["more"]}
    assert [one.id for one in stated.unconfirmed] == ["un"]


def test_a_claim_of_unknown_day_counts_for_certain_up_to_its_first_alone() -> None:
    """Made some day in October: was that before the call of the 20th, or after it?"""
    october = one_event(date="2025-10-20")
    found = judged('counts = { call = 3 }\ndate = "2025-10"', EVENTS + october)
    (stated,) = found.readings[0].stated
    assert stated.counted.to_dict() == {"min": 2, "max": 3, "undecided": ["more"]}
    assert found.verdict == "cannot tell"
    settled = judged(
        'counts = { call = 3 }\ndate = "2025-10"\nas_of = 2025-10-31', EVENTS + october
    )
    assert settled.verdict == "agrees"
    never = judged('counts = { call = 2 }\ndate = "[..2025-10]"')
    assert (never.verdict, counted(never)) == ("cannot tell", {"call": "0–2"})


def test_what_is_as_near_as_the_nearest_is_near_too() -> None:
    twice = one_event(id='"one"', date="2025-10-20") + one_event(id='"two"', date="2025-10-20")
    found = judged('counts = { call = 2 }\nperiod = "2025-11"', EVENTS + twice)
    assert [near.event.id for near in found.readings[0].near if near.days] == ["one", "two"]


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
def test_a_claim_agrees_when_it_is_true_however_the_days_fell(
    placed: list[Placed], number: Number, first: object
) -> None:
    """Held events alone; an unconfirmed one can only save a claim that would be untrue."""
    period = Period.parse(f"{first}..")
    until = day("2025-10-30")
    window = period.narrowed(Period("", None, until))
    book: Ledger = ledger(*(one for one, _ in placed))
    said = When.on(until)
    claim = Claim("c", XI_AND_TRUMP[0], said, said, "so many", ((None, period),), total=number)
    outcomes = set()
    ways = [
        (inside(window, days) if window else {False})
        | ({False} if one.status == "unconfirmed" else set())
        for one, days in placed
    ]
    for way in product(*ways):
        held = sum(
            counts for counts, (one, _) in zip(way, placed, strict=True) if one.status == "held"
        )
        outcomes.add((held, sum(way)))
    always = all(true_of(number, held) for held, _ in outcomes)
    ever = any(true_of(number, held) or true_of(number, both) for held, both in outcomes)
    expected = "agrees" if always else "cannot tell" if ever else "differs"
    assert judge(claim, book).verdict == expected


@law(60)
@given(some_calls(), st.lists(stated_numbers(), min_size=1, max_size=3))
def test_a_claim_of_several_numbers_is_as_good_as_the_worst_of_them(
    placed: list[Placed], numbers: list[Number]
) -> None:
    book = ledger(*(one for one, _ in placed))
    said = When.on(day("2025-10-30") + DAY)
    kinds = ["call", "meeting", "video"]
    plain = Claim("c", XI_AND_TRUMP[0], said, said, "so many", ((None, EVERYTHING),))
    whole = judge(plain._replace(counts=dict(zip(kinds, numbers, strict=False))), book)
    single = [
        judge(plain._replace(counts={kind: number}), book).verdict
        for kind, number in zip(kinds, numbers, strict=False)
    ]
    worst = next(v for v in ("differs", "cannot tell", "agrees") if v in single)
    assert whole.verdict == worst
    assert worst in VERDICTS


def test_no_verdict_and_why() -> None:
    with pytest.raises(UsageError, match="agrees, differs, depends or cannot tell"):
        verdict_named("nonsense")
