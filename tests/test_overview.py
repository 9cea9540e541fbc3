"""A period at a glance: what `summary` counts, the first and last contact, the longest gap."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from chrono.core.claims import ClaimVerdict
from chrono.core.model import Actor, Claim, Ledger, Number
from chrono.core.overview import Overview, overview
from chrono.core.query import Question, resolve, select
from samples import (
    RUBIO,
    TRUMP,
    WANG_YI,
    XI,
    XIE,
    ask,
    day,
    event,
    ledger,
)


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
    return overview(select(book, query))


def numbers(found: Overview) -> dict[str, dict[str, str]]:
    return {
        name: {key[0]: count.text("–") for key, count in getattr(found, name).numbers.items()}
        for name in ("counted", "by_month", "shared")
    }


def test_an_overview_counts_all_contacts_and_those_of_the_principals_with_each_other() -> None:
    found = look(BOOK, "2025")
    assert found.events.text("–") == "7"
    assert numbers(found) == {
        "counted": {"meeting": "2", "call": "3"},
        "by_month": {
            "2025-01": "1", "2025-02": "0", "2025-03": "1", "2025-04": "1", "2025-05": "0",
            "2025-06": "1", "2025-07": "0", "2025-08": "0", "2025-09": "0", "2025-10": "1",
            "2025-11": "0",  # and no December: the last event of the ledger is in November
        },
        "shared": {"meeting": "1", "call": "3"},
    }  # fmt: skip
    assert found.principals == (XI, TRUMP)


def test_first_last_and_longest_gap_are_of_all_contacts() -> None:
    found = look(BOOK, "2025")
    assert (found.first and found.first.id, found.last and found.last.id) == ("jan", "busan")
    assert found.longest is not None
    assert (found.longest.after.id, found.longest.before.id) == ("jun", "busan")
    assert (found.longest.min, found.longest.max, found.surest) == (147, 147, None)
    assert found.gaps.running is None
    later = overview(ask(BOOK), today=day("2026-03-01"))
    assert later.gaps.running
    assert (later.gaps.running.after.id, later.gaps.running.end) == ("busan", day("2026-03-01"))


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


@pytest.mark.parametrize(
    "principals, shared",
    [
        # The call of June has three of them, and no contact has all four.
        ((XI, TRUMP, RUBIO, WANG_YI), {"meeting": "2", "call": "3"}),
        ((XI, TRUMP, RUBIO), {"meeting": "1", "call": "3"}),
        ((TRUMP, RUBIO, WANG_YI), {"meeting": "1", "call": "1"}),
        ((WANG_YI, RUBIO), {"meeting": "1"}),
        # The meeting of two principals of one country is not a contact.
        ((XI, WANG_YI), {"call": "1"}),
        # One who never takes part changes nothing; a single one is shown alone.
        ((XI, TRUMP, XIE), {"meeting": "1", "call": "3"}),
        ((XIE, RUBIO), {}),
        ((RUBIO,), {"meeting": "1"}),
        ((XIE,), {}),
    ],
)
def test_two_or_more_of_the_principals_take_part_in_what_they_share(
    principals: tuple[Actor, ...], shared: dict[str, str]
) -> None:
    found = look(BOOK._replace(principals=principals), "2025")
    assert found.principals == principals
    assert numbers(found)["shared"] == shared


def test_an_actor_who_is_named_twice_is_one() -> None:
    found = look(BOOK, "2025", actor=["Wang Yi", "wang-yi"])
    assert found.principals == (WANG_YI,)
    assert numbers(found)["shared"] == {"meeting": "1", "call": "1"}


def test_without_principals_nothing_is_shared() -> None:
    found = look(BOOK._replace(principals=()), "2025")
    assert found.principals == ()
    assert numbers(found)["shared"] == {}


def test_a_possible_contact_makes_the_numbers_ranges() -> None:
    found = look(BOOK, "2025-04-15..2025-06")
    assert numbers(found)["shared"] == {"call": "1–2"}
    assert found.counted.total.to_dict() == {"min": 1, "max": 2, "undecided": ["apr"]}


def test_the_overview_of_an_empty_ledger() -> None:
    found = look(ledger(), "2025")
    assert (found.first, found.last, found.longest, found.claims) == (None, None, None, ())
    assert found.events.to_dict() == {"min": 0, "max": 0, "undecided": []}
    assert found.surest is None


@pytest.mark.parametrize("contacts", [True, False])
def test_an_overview_records_whether_only_contacts_are_counted(contacts: bool) -> None:
    found = overview(ask(BOOK), contacts=contacts)
    assert found.query.contacts is contacts


def test_an_overview_has_the_verdicts_on_its_claims() -> None:
    judged: list[ClaimVerdict] = list(look(BOOK).claims)
    assert [one.verdict for one in judged] == ["differs", "agrees"]


@pytest.mark.parametrize(
    "most, unit, rows",
    [
        (11, "month", 11),
        (10, "quarter", 4),
        (4, "quarter", 4),
        (3, "year", 1),
        (1, "year", 1),
        # There is nothing coarser than a decade.
        (0, "decade", 1),
    ],
)
def test_numbers_by_time_are_of_the_finest_unit_that_fits(most: int, unit: str, rows: int) -> None:
    found, counts = look(BOOK, "2025").by_time(most)
    assert (found, len(counts)) == (unit, rows)


def test_numbers_by_quarter_and_year_are_of_the_contacts_that_are_counted() -> None:
    found = look(BOOK, "2025")
    texts = [
        {name: count.text("–") for name, count in found.by_time(most)[1].items()} for most in (4, 1)
    ]
    assert texts == [
        {"2025-Q1": "2", "2025-Q2": "2", "2025-Q3": "0", "2025-Q4": "1"},
        {"2025": "5"},
    ]
