"""A period at a glance, and the silences between contacts, however the coarse days fell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import accumulate, pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.claims import ClaimVerdict
from chrono.core.gaps import Gap, closed_gaps
from chrono.core.model import Claim, Ledger, Number
from chrono.core.overview import Overview, overview, verdicts
from chrono.core.query import Match, Question, resolve, select
from chrono.core.spans import Containment
from samples import (
    DAY,
    RUBIO,
    TRUMP,
    WANG_YI,
    XI,
    XIE,
    Dated,
    ask,
    day,
    event,
    law,
    ledger,
    run_of,
)

# -- silences by example ------------------------------------------------------------------------


def of(*dates: str, period: str | None = None) -> list[Gap]:
    """The silences between meetings of these dates, each with its date for an id."""
    book = ledger(*(event(date, date) for date in dates))
    found = ask(book, period)
    return closed_gaps(found.matches, found.query.period)


def told(found: Sequence[Gap]) -> list[str]:
    """`2025-10-30 > 2025-11-24: 25`, with the undecided ids behind."""
    return [
        " ".join(
            (
                f"{one.after.id} > {one.before.id}:",
                str(one.min) if one.min == one.max else f"{one.min}–{one.max}",
                *one.undecided,
            )
        )
        for one in found
    ]


@pytest.mark.parametrize(
    "dates, expected",
    [
        # The contract's own example.
        (["2025-10-30", "2025-11-24"], ["2025-10-30 > 2025-11-24: 25"]),
        ([], []),
        (["2025-10-30"], []),
        # Two contacts on one day leave no silence, on the next day the shortest.
        (["2025-10-30", "2025-10-30~"], []),
        (["2025-10-30", "2025-10-31"], ["2025-10-30 > 2025-10-31: 1"]),
        (["2025-10-30", "2025-11-01"], ["2025-10-30 > 2025-11-01: 2"]),
        # Longest first; of equal ones the earlier.
        (
            ["2025-01-01", "2025-01-04", "2025-01-10", "2025-01-13"],
            [
                "2025-01-04 > 2025-01-10: 6",
                "2025-01-01 > 2025-01-04: 3",
                "2025-01-10 > 2025-01-13: 3",
            ],
        ),
        # From the end of one to the start of the next.
        (
            ["2025-05-10/2025-05-12", "2025-05-20"],
            ["2025-05-10/2025-05-12 > 2025-05-20: 8"],
        ),
        # What lasts longest ends last, though another began later.
        (
            ["2025-05-01/2025-05-12", "2025-05-03", "2025-05-20"],
            ["2025-05-01/2025-05-12 > 2025-05-20: 8"],
        ),
        (
            ["2024-12-20", "2025-01/2025-01-20"],
            ["2024-12-20 > 2025-01/2025-01-20: 12–31 2025-01/2025-01-20"],
        ),
        # One of unknown day that lies between ends one silence and begins the next.
        (
            ["2025-01-01", "2025-02", "2025-03-31"],
            ["2025-01-01 > 2025-02: 31–58 2025-02", "2025-02 > 2025-03-31: 31–58 2025-02"],
        ),
        (
            ["2025-01-01", "[2025-01-10,2025-01-12]", "2025-01-31"],
            [
                "[2025-01-10,2025-01-12] > 2025-01-31: 19–21 [2025-01-10,2025-01-12]",
                "2025-01-01 > [2025-01-10,2025-01-12]: 9–11 [2025-01-10,2025-01-12]",
            ],
        ),
        # One that may lie between, or beside, makes it a range.
        (
            ["2025-01-01", "2025-01", "2025-01-31"],
            ["2025-01-01 > 2025-01-31: 15–30 2025-01"],
        ),
        (
            ["2025-01-01", "2025-01-31", "[..2025-02-01]"],
            [
                "2025-01-01 > 2025-01-31: 15–30 [..2025-02-01]",
                "2025-01-31 > [..2025-02-01]: 0–1 [..2025-02-01]",
            ],
        ),
        # The days between those of a set break no silence.
        (
            ["2025-01-10", "[2025-01-01,2025-01-30]", "2025-01-20"],
            [
                "2025-01-10 > 2025-01-20: 10",
                "2025-01-20 > [2025-01-01,2025-01-30]: 0–10 [2025-01-01,2025-01-30]",
                "[2025-01-01,2025-01-30] > 2025-01-10: 0–9 [2025-01-01,2025-01-30]",
            ],
        ),
        # One that lasted into an unknown day, or from a known day on.
        (
            ["2025-01-01", "2025-01-02/2025-12", "2025-12-31"],
            [
                "2025-01-02/2025-12 > 2025-12-31: 0–30 2025-01-02/2025-12",
                "2025-01-01 > 2025-01-02/2025-12: 1",
            ],
        ),
        (
            ["2025-01-01", "2025-03-01/", "2025-12-31"],
            ["2025-03-01/ > 2025-12-31: 0–305 2025-03-01/", "2025-01-01 > 2025-03-01/: 59"],
        ),
        # Over all of it at the most, or over its first days and then another.
        (
            ["2025-01-02/2025-01", "2025-01-03", "2025-01-06"],
            [
                "2025-01-03 > 2025-01-06: 0–3 2025-01-02/2025-01",
                "2025-01-02/2025-01 > 2025-01-03: 0–1 2025-01-02/2025-01",
            ],
        ),
        (
            ["2025-01", "2025-01-02/[2025-01-04..2025-01-05]", "2025-01-04", "2025-01-07"],
            [
                "2025-01-07 > 2025-01: 0–24 2025-01",
                "2025-01-04 > 2025-01-07: 1–3 2025-01 2025-01-02/[2025-01-04..2025-01-05]",
                "2025-01 > 2025-01-02/[2025-01-04..2025-01-05]: 0–1 2025-01 "
                "2025-01-02/[2025-01-04..2025-01-05]",
            ],
        ),
        # A day that is one of its ends lies not between them.
        (
            ["2025-01-01", "[2025-01-01,2025-01-11]", "2025-01-08"],
            [
                "2025-01-01 > 2025-01-08: 7",
                "2025-01-08 > [2025-01-01,2025-01-11]: 0–3 [2025-01-01,2025-01-11]",
            ],
        ),
        (
            ["[2025-01-02,2025-01-06]", "[2025-01-04,2025-01-08]", "2025-01-06/2025-01-09"],
            [
                "[2025-01-02,2025-01-06] > 2025-01-06/2025-01-09: 0–4 [2025-01-02,2025-01-06] "
                "[2025-01-04,2025-01-08]",
                "[2025-01-04,2025-01-08] > 2025-01-06/2025-01-09: 0–2 [2025-01-04,2025-01-08]",
            ],
        ),
        # Each has those between its own two ends, in whichever order the silences come.
        (
            ["2025-01/[2025-01-02,2025-01-03]", "[2025-01-01,2025-01-06]", "2025-01-05"],
            [
                "2025-01/[2025-01-02,2025-01-03] > 2025-01-05: 2–3 2025-01/[2025-01-02,2025-01-03]",
                "[2025-01-01,2025-01-06] > 2025-01/[2025-01-02,2025-01-03]: 0–2 "
                "[2025-01-01,2025-01-06] 2025-01/[2025-01-02,2025-01-03]",
                "2025-01-05 > [2025-01-01,2025-01-06]: 0–1 [2025-01-01,2025-01-06]",
            ],
        ),
        # What has no last day ends no silence, and may begin one.
        (["[2025-01-07..]", "2025-01-09"], ["[2025-01-07..] > 2025-01-09: 0–2 [2025-01-07..]"]),
        # One that goes on leaves no silence behind it.
        (["2025-01-01", "2025-03-01/..", "2025-12-31"], ["2025-01-01 > 2025-03-01/..: 59"]),
        # The longest may begin and end with contacts of unknown day.
        (["2025-02", "2025-10"], ["2025-02 > 2025-10: 215–272 2025-02 2025-10"]),
    ],
)
def test_silences(dates: list[str], expected: list[str]) -> None:
    assert told(of(*dates)) == expected


def test_what_only_may_have_fallen_into_the_period_may_end_a_silence() -> None:
    loose = "[2025-01-15..2026-01-10]"
    assert told(of("2025-01-05", loose, "2025-01-20", period="2025")) == [
        f"2025-01-20 > {loose}: 0–345 {loose}",
        f"2025-01-05 > 2025-01-20: 10–15 {loose}",
        f"{loose} > 2025-01-20: 0–5 {loose}",
    ]


def test_of_two_that_may_be_over_on_one_day_either_may_be_the_first() -> None:
    sure, loose = "[2025-03-01..2025-03-03]", "[2025-02-28..2025-03-02]"
    found = of(loose, sure, period="2025-03")
    assert max(one.max for one in found) == 2, "the loose one on the 1st, the sure one on the 3rd"


def test_what_began_before_the_period_is_no_end_of_a_silence() -> None:
    found = of("2025-01-05", "2025-06-30/2025-07-02", "2025-12-31", period="2025-07..")
    assert told(found) == []


# -- silences against every placing -------------------------------------------------------------

WEEKS = day("2025-03-01"), day("2025-04-10")


def single_days() -> st.SearchStrategy[dt.date]:
    return st.dates(*WEEKS)


def coarse(longest: int) -> st.SearchStrategy[tuple[Dated, bool]]:
    """A contact of unknown day, and whether it surely lies in the period that was asked for."""
    windows = st.builds(
        lambda one, more: Dated(f"[{one}..{one + DAY * more}]", run_of(one, one + DAY * more)),
        single_days(),
        st.integers(1, longest),
    )
    torn = st.lists(single_days(), min_size=2, max_size=3, unique=True).map(
        lambda some: Dated(f"[{','.join(map(str, some))}]", frozenset(some))
    )
    return st.tuples(windows | torn, st.booleans())


def hits_of(known: Sequence[dt.date], loose: Sequence[tuple[Dated, bool]]) -> list[Match]:
    placed = [Match(event(f"{one}", f"k{n}"), Containment.CERTAIN) for n, one in enumerate(known)]
    placed += [
        Match(event(one.text, f"c{n}"), Containment.CERTAIN if sure else Containment.POSSIBLE)
        for n, (one, sure) in enumerate(loose)
    ]
    return sorted(placed, key=lambda hit: hit.event.sort_key)


def longest_of_every_placing(
    known: Sequence[dt.date], loose: Sequence[tuple[Dated, bool]]
) -> set[int]:
    """The longest silence, for every placing; what is not sure may not be a contact at all."""
    ways = [[*one.days] if sure else [*one.days, None] for one, sure in loose]
    found = set()
    for way in product(*ways):
        points = sorted({*known, *(at for at in way if at is not None)})
        found.add(max(((two - one).days for one, two in pairwise(points)), default=0))
    return found


@law(240)
@given(st.lists(single_days(), max_size=4), st.lists(coarse(9), max_size=3))
def test_the_longest_silence_is_bounded_as_every_placing_has_it(
    known: list[dt.date], loose: list[tuple[Dated, bool]]
) -> None:
    lengths = longest_of_every_placing(known, loose)
    found = closed_gaps(hits_of(known, loose))
    if max(lengths) > 0:
        assert max(one.max for one in found) == max(lengths)
    assert max((one.min for one in found), default=0) <= min(lengths)


@law(150)
@given(st.lists(single_days(), max_size=4), st.lists(coarse(9), max_size=3))
def test_a_range_names_what_is_undecided(
    known: list[dt.date], loose: list[tuple[Dated, bool]]
) -> None:
    for silence in closed_gaps(hits_of(known, loose)):
        assert (silence.min < silence.max) <= bool(silence.undecided)
        assert all(id.startswith("c") for id in silence.undecided)


@law(200)
@given(st.lists(st.tuples(single_days(), st.integers(0, 6)), max_size=6))
def test_silences_of_known_days_are_the_runs_of_days_without_a_contact(
    known: list[tuple[dt.date, int]],
) -> None:
    texts = [f"{one}/{one + DAY * more}" for one, more in known]
    spans = sorted((one, one + DAY * more) for one, more in known)
    over = list(accumulate((end for _, end in spans), max))
    runs = [(start - end).days for end, (start, _) in zip(over, spans[1:], strict=False)]
    runs = [run for run in runs if run > 0]
    matches = [Match(event(text, f"k{n}"), Containment.CERTAIN) for n, text in enumerate(texts)]
    found = closed_gaps(sorted(matches, key=lambda hit: hit.event.sort_key))
    assert [one.max for one in found] == sorted(runs, reverse=True)
    assert all(one.min == one.max and not one.undecided for one in found)


# -- the overview -------------------------------------------------------------------------------


def claim(id: str, date: str, total: int) -> Claim:
    when = ask(ledger(event(date))).events[0].when
    return Claim(id, XIE, when, when, "so many", BOOK_PERIOD, total=Number(total, total))


BOOK_PERIOD = ((None, resolve(Question.of("2025"), ledger()).period),)
BOOK = ledger(
    event("2024-12-01", "before", actors=(XI, TRUMP)),
    event("2025-01-17", "jan", type="call"),
    event("2025-03-01", "mar", actors=(WANG_YI, RUBIO)),
    event("2025-03-02", "letter", type="letter"),
    event("2025-04", "apr", type="call"),
    event("2025-06-05", "jun", type="call", actors=(TRUMP, WANG_YI, XI)),
    event("2025-06-06", "denied", type="call", status="denied"),
    event("2025-10-30", "busan"),
    event("2025-11-01", "home", actors=(XI, WANG_YI)),
    principals=(XI, TRUMP),
    claims=(claim("early", "2024-12-31", 1), claim("right", "2025-11", 5)),
)


def look(book: Ledger, period: str | None = None, **question: Sequence[str]) -> Overview:
    query = resolve(Question.of(period, **question), book, unique_names=True)
    return overview(book, select(book, query))


def numbers(found: Overview) -> dict[str, dict[str, str]]:
    return {
        name: {key[0]: count.text("–") for key, count in getattr(found, name).numbers.items()}
        for name in ("counted", "by_month", "shared")
    }


def test_an_overview_counts_contacts_and_those_that_the_principals_share() -> None:
    found = look(BOOK, "2025")
    assert found.events.text("–") == "7"
    assert numbers(found) == {
        "counted": {"meeting": "2", "call": "3"},
        "by_month": {
            "2025-01": "1", "2025-02": "0", "2025-03": "1", "2025-04": "1", "2025-05": "0",
            "2025-06": "1", "2025-07": "0", "2025-08": "0", "2025-09": "0", "2025-10": "1",
        },
        "shared": {"meeting": "1", "call": "3"},
    }  # fmt: skip
    assert found.principals == (XI, TRUMP)


def test_first_last_and_the_longest_silence_are_of_all_contacts() -> None:
    found = look(BOOK, "2025")
    assert (found.first and found.first.id, found.last and found.last.id) == ("jan", "busan")
    assert told([found.longest] if found.longest else []) == ["jun > busan: 147"]
    assert found.longest_min == 147
    assert found.running is None
    later = overview(BOOK, ask(BOOK), today=day("2026-03-01"))
    assert later.running
    assert (later.running.after.id, later.running.end) == ("busan", day("2026-03-01"))


def test_the_claims_are_those_made_in_the_period() -> None:
    assert [one.claim.id for one in look(BOOK, "2025").claims] == ["right"]
    assert [one.claim.id for one in look(BOOK).claims] == ["early", "right"]
    assert [one.claim.id for one in look(BOOK, "2025-11-15..").claims] == ["right"]


def test_named_actors_take_the_principals_place() -> None:
    found = look(BOOK, "2025", actor=["Wang Yi"])
    assert found.principals == (WANG_YI,)
    assert numbers(found)["counted"] == {"meeting": "1", "call": "1"}
    assert numbers(found)["shared"] == {"meeting": "1", "call": "1"}
    both = look(BOOK, "2025", actor=["Wang Yi", "Trump"])
    assert both.principals == (WANG_YI, TRUMP)
    assert numbers(both)["shared"] == {"call": "1"}


def test_without_principals_nothing_is_shared() -> None:
    found = look(BOOK._replace(principals=()), "2025")
    assert found.principals == ()
    assert numbers(found)["shared"] == {}


def test_a_possible_contact_is_a_range_in_the_overview_too() -> None:
    found = look(BOOK, "2025-04-15..2025-06")
    assert numbers(found)["shared"] == {"call": "1–2"}
    assert found.counted.total.to_dict() == {"min": 1, "max": 2, "undecided": ["apr"]}


def test_the_overview_of_nothing() -> None:
    found = look(ledger(), "2025")
    assert (found.first, found.last, found.longest, found.claims) == (None, None, None, ())
    assert found.events.to_dict() == {"min": 0, "max": 0, "undecided": []}


@pytest.mark.parametrize("contacts", [True, False])
def test_an_overview_says_whether_contacts_alone_are_counted(contacts: bool) -> None:
    found = overview(BOOK, ask(BOOK), contacts=contacts)
    assert found.query.contacts is contacts


def test_verdicts_are_counted() -> None:
    judged: list[ClaimVerdict] = list(look(BOOK).claims)
    assert [one.verdict for one in judged] == ["differs", "agrees"]
    assert verdicts([*judged, judged[0]]) == {"differs": 2, "agrees": 1}
    assert verdicts([]) == {}
