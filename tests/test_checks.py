"""`chrono check`: each rule by small examples and by a ledger of its own; then the command.

`ledgers/checks/RULE.toml` breaks that rule on its line that ends with `# wrong`, and is checked
with that rule alone, so that a new rule changes no other ledger. `every-rule.toml` has one fault
for every rule that does not keep others from running, each on a line that names its rule.
`RULE.expected` holds the output of `check --strict`; `CHRONO_ACCEPT=1` rewrites it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core import checks
from chrono.core.checks import RULES, Finding, RuleContext, check_events
from chrono.core.dates import When
from chrono.core.model import NOTHING, Actor, Event, Ledger, Role, Source
from chrono.files.read import source_files
from chrono.files.read.load import loads
from replay import Ran, clean_environment, run
from samples import (
    DAY,
    NATO,
    RUBIO,
    TRUMP,
    WANG_WENTAO,
    WANG_YI,
    XI,
    XIE,
    Dated,
    day,
    event,
    law,
    ledger,
    small_dates,
)

CHECKS = Path(__file__).parent / "ledgers" / "checks"
ACCEPT = os.environ.get("CHRONO_ACCEPT") == "1"
TODAY = day("2026-01-31")
BY_NAME = {rule.name: rule for rule in RULES}

HINDERING = {"file", "syntax", "version", "include", "local-dates"}
"""The rules whose breach leaves other rules nothing to look at."""


def check(folder: Path, *argv: str, stdin: bytes = b"") -> Ran:
    """Run `chrono check` there, on the 31st of January 2026."""
    words = ("check", "--today", f"{TODAY}", *argv)
    return run(*words, folder=folder, environment=clean_environment(folder), stdin=stdin)


def rules_of(text: str) -> list[str]:
    """The rules in the order of the lines that name them."""
    return [line.rpartition(" [")[2].rstrip("]") for line in text.splitlines()]


# -- the ledgers of ledgers/checks --------------------------------------------------------------


def check_ledger(name: str, *argv: str) -> Ran:
    """Check `ledgers/checks/NAME.toml` with the rule of that name alone, or with all rules."""
    others = ",".join(other for other in BY_NAME if other != name) if name in BY_NAME else ""
    return check(CHECKS, "-f", f"{name}.toml", *(["--ignore", others] if others else []), *argv)


@pytest.mark.parametrize("name", [*BY_NAME, "every-rule"])
def test_a_ledger_is_reported_with_these_lines(name: str) -> None:
    actual = check_ledger(name, "--strict").out.encode()
    expected = CHECKS / f"{name}.expected"
    if ACCEPT:
        expected.write_bytes(actual)
    assert actual == expected.read_bytes()


def test_there_is_one_ledger_for_each_rule_and_nothing_else() -> None:
    stems = [*BY_NAME, "every-rule"]
    wanted = {f"{stem}{suffix}" for stem in stems for suffix in (".toml", ".expected")}
    assert {path.name for path in CHECKS.iterdir()} == wanted


@pytest.mark.parametrize("name", BY_NAME)
def test_a_ledger_breaks_its_rule_on_the_marked_line(name: str) -> None:
    (line,) = (CHECKS / f"{name}.expected").read_text("utf-8").splitlines()
    assert rules_of(line) == [name]
    text = (CHECKS / f"{name}.toml").read_text("utf-8").splitlines()
    (marked,) = (number for number, row in enumerate(text, 1) if row.endswith("# wrong"))
    assert line.startswith(f"{name}.toml:{marked}: {BY_NAME[name].severity}: ")


@pytest.mark.parametrize("name", BY_NAME)
def test_a_rules_severity_decides_the_status(name: str) -> None:
    ran = check_ledger(name)
    rule = BY_NAME[name]
    assert ran.status == int(rule.severity == "error")
    # A strict rule is asked for with --strict alone.
    assert rules_of(ran.out) == ([] if rule.strict else [name])
    assert check_ledger(name, "--strict").status == 1


@pytest.mark.parametrize("name", BY_NAME)
def test_an_ignored_rule_is_silent(name: str) -> None:
    ran = check_ledger(name, "--strict", "--ignore", name)
    assert (ran.status, ran.out) == (0, "")


def test_one_ledger_breaks_every_rule_once_and_each_on_its_line() -> None:
    ran = check(CHECKS, "--strict", "-f", "every-rule.toml")
    wanted = {*BY_NAME, *source_files.RULES} - HINDERING
    assert Counter(rules_of(ran.out)) == dict.fromkeys(wanted, 1)
    assert ran.status == 1
    text = (CHECKS / "every-rule.toml").read_text("utf-8").splitlines()
    for line, rule in zip(ran.out.splitlines(), rules_of(ran.out), strict=True):
        number = int(line.split(":")[1])
        assert text[number - 1].endswith(f"  # {rule}")


# -- the rules: what they are asked with ----------------------------------------------------------


def found(name: str, book: Ledger, today: dt.date = TODAY) -> list[Finding]:
    """What a rule finds in a ledger."""
    return list(BY_NAME[name].check(RuleContext(book, today)))


def at(name: str, book: Ledger, today: dt.date = TODAY) -> list[tuple[object, ...]]:
    """The id of each thing in which a rule finds something, and the key."""
    return [(one.id, *one.at) for one in found(name, book, today)]


def dated(**dates: str) -> dict[str, When]:
    """A table of dates."""
    return {name: When.parse(text) for name, text in dates.items()}


# -- claim, settled -------------------------------------------------------------------------------

HEAD = """[ledger]
covers = "2025"
[actors.xi]
name = "Xi Jinping"
country = "CN"
[actors.trump]
name = "Donald Trump"
country = "US"
"""


def told(id: str, date: str, more: str = 'sources = [{ publisher = "AP" }]') -> str:
    """A call of Xi and Trump as a ledger has it."""
    return (
        f'[[events]]\nid = "{id}"\ndate = "{date}"\ntype = "call"\ntitle = "Call"\n'
        f'actors = ["xi", "trump"]\n{more}\n'
    )


def said(more: str, id: str = "c", period: str = '"2025"') -> str:
    """A claim about 2025."""
    return (
        f'[[claims]]\nid = "{id}"\nby = "trump"\ndate = 2025-12-04\nstatement = "So many."\n'
        f"period = {period}\n{more}\n"
    )


TWO_CALLS = HEAD + told("jan", "2025-01-17") + told("jun", "2025-06-05")
BOTH_WAYS = '{ "this year" = "2025", "since summer" = "2025-06.." }'


@pytest.mark.parametrize(
    "claim, rule",
    [
        (said("total = 2"), None),
        (said("total = 3"), "claim"),
        (said("total = 1"), "claim"),
        (said("counts = { call = 2, meeting = 1 }"), "claim"),
        # A reading that is true, or one of which nothing can be told, is enough.
        (said("total = 1", period=BOTH_WAYS), None),
        (said("total = 3", period=BOTH_WAYS), "claim"),
        (said("total = 3", period='"2024.."'), None),
        (said("total = 3") + told("dec", "[2025-12-04,2025-12-05]"), None),
        (said("total = 3") + told("nov", "2025-11-20", 'status = "unconfirmed"'), None),
        # Who has said why it stands hears of it once the ledger agrees.
        (said('total = 3\ndisputed = "One is missing."'), None),
        (said('total = 2\ndisputed = "One is missing."'), "settled"),
        (said('total = 1\ndisputed = "One is missing."', period=BOTH_WAYS), None),
        (said('total = 2\ndisputed = "One is missing."', period=BOTH_WAYS), None),
        (said('total = 2\ndisputed = "One is missing."', period='"2024.."'), None),
        (said('total = { min = 2 }\ndisputed = "One is missing."'), "settled"),
    ],
)
def test_a_claim_that_differs_and_one_that_is_settled(claim: str, rule: str | None) -> None:
    book = loads(TWO_CALLS + claim)
    assert at("claim", book) == ([("c", "id")] if rule == "claim" else [])
    assert at("settled", book) == ([("c", "disputed")] if rule == "settled" else [])


def test_the_message_on_a_claim_says_what_was_stated_and_what_the_ledger_has() -> None:
    (one,) = found("claim", loads(TWO_CALLS + said("counts = { call = 3 }")))
    assert one.message == (
        'the claim "c" differs: 3 phone calls stated; 1 Jan–4 Dec 2025 the ledger has '
        "2 phone calls (1 fewer than stated)"
    )


# -- no-source ------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["held", "planned", "denied"])
@pytest.mark.parametrize("type", ["meeting", "measure"])
def test_an_event_without_a_source_whatever_it_is(status: str, type: str) -> None:
    bare = event("2025-10-30", "bare", status=status, type=type)
    assert at("no-source", ledger(bare)) == [("bare", "id")]
    assert at("no-source", ledger(bare._replace(sources=(Source("AP"),)))) == []


# -- duplicate ------------------------------------------------------------------------------------


def twice(*events: Event) -> list[tuple[str, str]]:
    """Which events may be which again."""
    pairs = []
    for one in found("duplicate", ledger(*events)):
        match = re.match(r'"(.+?)" may be the contact "(.+?)" again: ', one.message)
        assert match is not None
        assert (match[1], one.at) == (one.id, ("date",))
        pairs.append((match[1], match[2]))
    return pairs


@pytest.mark.parametrize(
    "first, second",
    [
        ("2025-10-30", "2025-10-30"),
        ("2025-10-30", "2025-10-31"),
        ("2024-12-31", "2025-01-01"),
        ("2025-10-30", "2025-10-30~"),
        ("2025-10-30T11:00:00Z", "2025-10-31"),
        # Wherever in the set the day lies, it is within a day.
        ("[2025-10-30,2025-10-31]", "[2025-10-30..2025-10-31]"),
        ("2025-10-30", "[2025-10-29,2025-10-31]"),
        # One lasted over the other, or both overlap.
        ("2025-05-10/2025-05-12", "2025-05-10/2025-05-11"),
        ("2025-05-10/2025-05-14", "2025-05-13"),
        ("2025-05-10/2025-05-14", "2025-05-14"),
        ("2025-05-10/2025-05-14", "2025-05-13/2025-05-20"),
        ("2025-05-10/2025-05-14", "[2025-05-12..2025-05-14]"),
        # Nobody knows the day, and both say so in the same words.
        ("2025-10", "2025-10"),
        ("2025", "2025"),
        ("[2025-10-01..2025-10-20]", "[2025-10-01..2025-10-20]"),
    ],
)
def test_two_contacts_that_may_be_one(first: str, second: str) -> None:
    (pair,) = twice(event(first, "a"), event(second, "b", type="call"))
    assert set(pair) == {"a", "b"}


def test_the_later_one_is_named_as_the_earlier_one_again() -> None:
    for first, second in [("2025-10-30", "2025-10-31"), ("2025-10-29/2025-11-02", "2025-10-30")]:
        assert twice(event(first, "b"), event(second, "a")) == [("a", "b")]
    assert twice(event("2025-10-30", "b"), event("2025-10-30", "a")) == [("b", "a")]


@pytest.mark.parametrize(
    "first, second",
    [
        ("2025-10-30", "2025-11-01"),
        ("2025-10-30", "2026-10-30"),
        ("[2025-10-29,2025-10-30]", "2025-10-31"),
        # It ended the day before; whether it ended that day is not known; it may have begun later.
        ("2025-05-10/2025-05-12", "2025-05-13"),
        ("2025-05-10/2025-05", "2025-05-13"),
        ("2025-05/2025-06", "2025-05-13"),
        ("2025-05-10/", "2025-05-13"),
        ("[2025-10-29..]", "2025-10-30"),
        ("2025-10-30", "[2025-10-31..]"),
        ("2025-10", "2025-11"),
        ("2025-10", "2025-11-01"),
        # One of its days is the other's, and which is its own is not known.
        ("2025-10", "2025-10-02"),
        pytest.param("2025-10", "2025-10-15"),
        pytest.param("2025", "2025-10"),
        pytest.param("[2025-10-28,2025-10-31]", "2025-10-31"),
    ],
)
def test_two_contacts_that_are_not_surely_within_a_day(first: str, second: str) -> None:
    assert twice(event(first, "a"), event(second, "b")) == []


@pytest.mark.parametrize("type", ["meeting", "call", "video", "talks"])
def test_a_contact_of_another_type_may_be_the_same(type: str) -> None:
    assert twice(event("2025-10-30", "a", type="talks"), event("2025-10-31", "b", type=type)) == [
        ("b", "a")
    ]


@pytest.mark.parametrize(
    "other",
    [
        event("2025-10-31", "b", type="visit"),
        event("2025-10-31", "b", type="letter"),
        event("2025-10-31", "b", status="planned"),
        event("2025-10-31", "b", status="unconfirmed"),
        event("2025-10-31", "b", status="denied"),
        event("2025-10-31", "b", actors=(XI,)),
        event("2025-10-31", "b", actors=(XI, XIE)),
        event("2025-10-31", "b", actors=(XI, RUBIO)),
        event("2025-10-31", "b", actors=(XIE, TRUMP)),
        event("2025-10-31", "b", actors=(XIE, RUBIO)),
        # Who only was there has no contact.
        event("2025-10-31", "b", actors=(XIE, RUBIO), present=(XI, TRUMP)),
    ],
    ids=lambda other: f"{other.type.id}-{other.status}-{'+'.join(a.id for a in other.actors)}",
)
def test_what_shares_no_contact_of_two_actors_is_not_the_same(other: Event) -> None:
    assert twice(event("2025-10-30", "a"), other) == []


def test_two_of_one_country_are_no_pair() -> None:
    first = event("2025-10-30", "a", actors=(WANG_YI, WANG_WENTAO, RUBIO))
    assert twice(first, event("2025-10-30", "b", actors=(WANG_YI, WANG_WENTAO, NATO))) == []


def test_each_two_contacts_are_named_once_however_many_pairs_they_share() -> None:
    many = (XI, XIE, WANG_YI, TRUMP, RUBIO, NATO)
    events = [event("2025-10-30", id, actors=many) for id in "abc"]
    assert sorted(twice(*events)) == [("b", "a"), ("c", "a"), ("c", "b")]


def test_the_message_names_whom_they_share_and_both_dates() -> None:
    first = event("2025-10-30", "a", actors=(XI, TRUMP, NATO))
    (one,) = found("duplicate", ledger(first, event("2025-10-31~", "b", actors=(TRUMP, XI, XIE))))
    assert one.message == (
        '"b" may be the contact "a" again: Donald Trump and Xi Jinping, 2025-10-31~ and '
        '2025-10-30; if not: extra = { not_duplicate_of = "a" }'
    )


@pytest.mark.parametrize(
    "date, local, same",
    [
        ("2025-10-19", {}, False),
        ("2025-10-18", {}, True),
        ("2025-10-19", {"US": "2025-10-18", "CN": "2025-10-19"}, True),
        ("2025-10-20", {"US": "2025-10-19", "CN": "2025-10-20"}, False),
    ],
)
def test_a_capitals_own_date_brings_two_together(
    date: str, local: Mapping[str, str], same: bool
) -> None:
    first = event("2025-10-17", "a")
    second = event(date, "b", local_dates=dated(**local))
    assert twice(first, second) == ([("b", "a")] if same else [])


def test_the_dates_of_two_capitals_may_bring_two_together_that_neither_date_does() -> None:
    first = event("2025-10-17", "a", local_dates=dated(US="2025-10-17", CN="2025-10-18"))
    second = event("2025-10-20", "b", local_dates=dated(US="2025-10-19", CN="2025-10-20"))
    assert twice(first, second) == [("b", "a")]


@pytest.mark.parametrize(
    "extra, silent",
    [
        ({"not_duplicate_of": "{}"}, True),
        ({"not_duplicate_of": ["{}"]}, True),
        ({"not_duplicate_of": ["c", "{}"]}, True),
        ({"not_duplicate_of": "c"}, False),
        ({"not_duplicate_of": []}, False),
        # The user's own data is whatever it is.
        ({"not_duplicate_of": 1}, False),
        ({"not_duplicate_of": [["{}"], 2]}, False),
        ({"not_duplicate_of": {"{}": True}}, False),
        ({"duplicate_of": "{}"}, False),
    ],
)
@pytest.mark.parametrize("writer, other", ["ab", "ba"])
def test_either_of_two_may_say_that_they_are_not_the_same(
    extra: object, silent: bool, writer: str, other: str
) -> None:
    own = json.loads(json.dumps(extra).replace("{}", other))
    events = [event("2025-10-30", id, extra=own if id == writer else NOTHING) for id in "ab"]
    assert twice(*events) == ([] if silent else [("b", "a")])


def test_two_that_are_known_apart_may_each_be_a_third() -> None:
    first = event("2025-10-30", "a")
    second = event("2025-10-30", "b", extra={"not_duplicate_of": "a"})
    third = event("2025-10-31", "c")
    assert sorted(twice(first, second, third)) == [("c", "a"), ("c", "b")]


WITH_BOTH = ((XI, TRUMP), (TRUMP, XI), (XI, TRUMP, XIE), (RUBIO, XI, NATO, TRUMP))
CONTACTS = ("meeting", "call", "video", "talks")


@law(150)
@given(
    st.lists(
        st.tuples(st.integers(0, 13), st.sampled_from(CONTACTS), st.sampled_from(WITH_BOTH)),
        max_size=9,
    )
)
def test_the_pairs_within_a_day_and_no_others_are_named_each_once(
    drawn: list[tuple[int, str, tuple[Actor, ...]]],
) -> None:
    days = [day("2025-12-25") + DAY * more for more, _, _ in drawn]
    events = [
        event(f"{date}", f"e{number}", type=type, actors=actors)
        for number, (date, (_, type, actors)) in enumerate(zip(days, drawn, strict=True))
    ]
    expected = [
        {f"e{one}", f"e{other}"}
        for one, other in combinations(range(len(days)), 2)
        if abs((days[one] - days[other]).days) <= 1
    ]
    named = [set(pair) for pair in twice(*events)]
    assert sorted(map(sorted, named)) == sorted(map(sorted, expected))


@law(150)
@given(small_dates(), st.integers(-2, 2), st.booleans())
def test_a_date_and_a_day_near_it_are_named_when_every_day_of_it_would_be(
    date: Dated, shift: int, last: bool
) -> None:
    near = (max if last else min)(date.days) + DAY * shift
    surely = all(abs((near - one).days) <= 1 for one in date.days) or date.text == f"{near}"
    named = twice(event(date.text, "a"), event(f"{near}", "b"))
    assert [set(pair) for pair in named] == ([{"a", "b"}] if surely else [])


# -- sequence -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "date, followed, reported",
    [
        ("2025-06-05", "2025-06-06", True),
        ("2025-06-05", "2025-06-05", False),
        ("2025-06-06", "2025-06-05", False),
        # The later one may have come first after all.
        ("2025-06", "2025-06-05", False),
        ("2025-06-05", "2025-06", False),
        ("2025-06", "2025-06-30", False),
        ("2025-06", "2025-07-01", True),
        ("2025", "2026", True),
        ("[2025-06-05,2025-06-09]", "2025-06-08", False),
        ("[2025-06-05,2025-06-07]", "2025-06-08", True),
        ("[2025-06-05..]", "2025-06-08", False),
        ("2025-06-05", "[..2025-06-08]", False),
        # What lasts begins once.
        ("2025-06-05/2025-06-10", "2025-06-08", True),
        ("2025-06-09", "2025-06-08/2025-06-20", False),
        ("2025-06-05/..", "2025-06-08", True),
    ],
)
def test_an_event_that_follows_what_came_after_it(date: str, followed: str, reported: bool) -> None:
    book = ledger(event(followed, "a"), event(date, "b", follows=("a",)))
    assert at("sequence", book) == ([("b", "follows", 0)] if reported else [])


@pytest.mark.parametrize(
    "own, other",
    [
        ({"US": "2025-10-17", "CN": "2025-10-18"}, {}),
        ({}, {"US": "2025-10-17", "CN": "2025-10-18"}),
        ({"US": "2025-10-17", "CN": "2025-10-18"}, {"US": "2025-10-17", "CN": "2025-10-18"}),
    ],
)
def test_a_capitals_own_date_may_put_two_in_order(
    own: Mapping[str, str], other: Mapping[str, str]
) -> None:
    first = event("2025-10-18", "a", local_dates=dated(**other))
    second = event("2025-10-17", "b", follows=("a",), local_dates=dated(**own))
    assert at("sequence", ledger(first, second)) == []
    bare = ledger(event("2025-10-18", "a"), event("2025-10-17", "b", follows=("a",)))
    assert at("sequence", bare) == [("b", "follows", 0)]


def test_each_event_that_it_follows_is_looked_at() -> None:
    book = ledger(
        event("2025-06-01", "a"),
        event("2025-06-05", "b", follows=("a", "c", "nowhere", "d")),
        event("2025-06-06", "c"),
        event("2025-06-07", "d", status="planned"),
    )
    assert at("sequence", book) == [("b", "follows", 1), ("b", "follows", 3)]


# -- future, overdue ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "date, rule",
    [
        ("2026-02-01", "future"),
        ("2026-01-31", None),
        ("2026-01-30", "overdue"),
        ("2026-02", "future"),
        ("2026-01", None),
        ("2025-12", "overdue"),
        ("2026", None),
        ("2025", "overdue"),
        ("[2026-01-31,2026-02-02]", None),
        ("[2026-02-01..]", "future"),
        ("[..2026-01-30]", "overdue"),
        ("[..2026-01-31]", None),
        # It may be under way.
        ("2026-01-30/2026-02-02", None),
        ("2026-01-30/..", None),
        ("2026-01-30/", None),
        ("2026-01-28/2026-01-30", "overdue"),
        ("2026-02-01/..", "future"),
        ("../2026-02-01", None),
    ],
)
def test_what_is_held_lies_not_ahead_and_what_is_planned_not_behind(
    date: str, rule: str | None
) -> None:
    """A held event can only be of the future, a planned one only overdue."""
    held = ledger(event(date, "a", status="held"))
    planned = ledger(event(date, "a", status="planned"))
    assert at("future", held) == ([("a", "status")] if rule == "future" else [])
    assert at("overdue", planned) == ([("a", "status")] if rule == "overdue" else [])
    assert at("overdue", held) == at("future", planned) == []


@pytest.mark.parametrize("status", ["postponed", "cancelled", "unconfirmed", "denied"])
def test_what_is_neither_held_nor_planned_may_be_of_any_day(status: str) -> None:
    book = ledger(event("2026-02-01", "a", status=status), event("2025-02-01", "b", status=status))
    assert at("future", book) == at("overdue", book) == []


def test_a_day_that_has_come_in_one_capital_is_not_ahead() -> None:
    local = dated(US="2026-01-31", CN="2026-02-01")
    assert at("future", ledger(event("2026-02-01", local_dates=local))) == []
    later = dated(US="2026-02-01", CN="2026-02-02")
    assert len(at("future", ledger(event("2026-02-01", local_dates=later)))) == 1


def test_a_plan_is_over_when_its_day_is_over_in_every_capital() -> None:
    local = dated(US="2026-01-30", CN="2026-01-31")
    plan = event("2026-01-30", status="planned", local_dates=local)
    assert at("overdue", ledger(plan)) == []
    assert len(at("overdue", ledger(plan), TODAY + DAY)) == 1


# -- near-name, undeclared ------------------------------------------------------------------------


def undeclared(name: str) -> Actor:
    """Somebody whom `[actors]` does not declare."""
    return Actor(name, name, declared=False)


def naming(name: str, *known: Actor) -> Ledger:
    """A ledger in which somebody undeclared meets Trump, and these are declared."""
    people = [TRUMP, *known, undeclared(name)]
    met = event("2025-10-30", "a", actors=(TRUMP, people[-1]))
    return ledger(met, actors={actor.id: actor for actor in people})


UK = Actor("uk", "UK")
GREECE = Actor("greece", "Greece", ("Ελλάδα",), "GR")


@pytest.mark.parametrize(
    "name, near",
    [
        # A letter more, less, another, and two that swap places.
        ("Xi Jinpiing", "Xi Jinping"),
        ("Xi Jinpin", "Xi Jinping"),
        ("Xi Jinpung", "Xi Jinping"),
        ("Xi Jinpign", "Xi Jinping"),
        ("Yi Jinping", "Xi Jinping"),
        # Case and accents are no letters.
        ("XI JÍNPIN", "Xi Jinping"),
        # An alias, an id.
        ("President Xj", "President Xi"),
        ("xi-jinpin", "xi-jinping"),
        ("xi jinping.", "Xi Jinping"),
        # Of Chinese names three signs are enough.
        ("习近乎", "习近平"),
        ("王文滔", "王文涛"),
        ("NATOO", "NATO"),
        ("Ελλάδς", "Ελλάδα"),
        # Two letters away, and names of which one letter is too much.
        ("Xi Jinpi", None),
        ("Xi Jimpimg", None),
        ("Xi Jinping II", None),
        ("US", None),
        ("UKR", None),
        ("NAT", None),
        ("谢峰", None),
        ("谢锋平", None),
        ("Li Qiang", None),
    ],
)
def test_a_name_one_letter_away_may_be_a_slip(name: str, near: str | None) -> None:
    book = naming(name, XI, XIE, WANG_WENTAO, NATO, UK, GREECE)
    slips, strangers = found("near-name", book), found("undeclared", book)
    assert [(one.id, *one.at) for one in slips] == ([("a", "actors", 1)] if near else [])
    # Nobody is told of the same name twice.
    assert len(strangers) == int(near is None)
    if near:
        assert slips[0].message == f'"{name}" is declared nowhere: is it a slip of "{near}"?'


def test_a_slip_is_named_wherever_it_stands() -> None:
    slip = undeclared("Xi Jinpin")
    book = ledger(
        event("2025-10-30", "a", present=(XI, slip)), event("2025-11-30", "b", actors=(slip, TRUMP))
    )
    assert at("near-name", book) == [("a", "present", 1), ("b", "actors", 0)]


def test_two_undeclared_names_are_no_slips_of_each_other() -> None:
    book = ledger(event("2025-10-30", actors=(undeclared("Li Qiang"), undeclared("Li Qiong"))))
    assert found("near-name", book) == []
    assert len(found("undeclared", book)) == 2


def test_an_undeclared_actor_is_named_once_where_the_name_first_stands() -> None:
    he = undeclared("He Lifeng")
    book = ledger(
        event("2025-10-30", "b", actors=(he, TRUMP), present=(XI, undeclared("Li Qiang"))),
        event("2025-05-10", "a", present=(RUBIO, he)),
        event("2025-11-30", "c", actors=(TRUMP, he)),
    )
    assert at("undeclared", book) == [("a", "present", 1), ("b", "present", 1)]


def test_who_is_declared_is_neither_a_slip_nor_a_stranger() -> None:
    twin = Actor("xi-jinpin", "Xi Jinpin", (), "CN")
    book = ledger(event("2025-10-30", present=(twin,)))
    assert found("near-name", book) == found("undeclared", book) == []


# -- unused ---------------------------------------------------------------------------------------

DECLARED = """[actors.xie-feng]
name = "Xie Feng"
aliases = ["谢锋"]
country = "CN"
"""


@pytest.mark.parametrize(
    "more, used",
    [
        ("", False),
        (told("a", "2025-10-30"), False),
        (told("a", "2025-10-30", 'present = ["xie-feng"]'), True),
        (told("a", "2025-10-30", 'present = ["谢锋"]'), True),
        (told("a", "2025-10-30").replace('"xi"', '"Xie Feng"'), True),
        (told("a", "2025-10-30").replace('"xi"', '"xi", "xie-feng"'), True),
        (told("a", "2025-10-30", 'sources = [{ publisher = "AP", side = "xie-feng" }]'), True),
        (told("a", "2025-10-30", 'sources = [{ publisher = "AP", side = "Xie Feng" }]'), True),
        (told("a", "2025-10-30", 'sources = [{ publisher = "AP", side = "谢锋" }]'), True),
        # His country is not him, and words are no names.
        (told("a", "2025-10-30", 'sources = [{ publisher = "AP", side = "CN" }]'), False),
        (told("a", "2025-10-30", 'summary = "Xie Feng was there."'), False),
        ('[sources.s]\npublisher = "AP"\nside = "xie-feng"\n', True),
        ('[sources.s]\npublisher = "AP"\nsays = { initiator = "Xie Feng" }\n', True),
        (said("total = 0").replace('"trump"', '"xie-feng"'), True),
        (said("total = 0").replace('"trump"', '"Xie Feng"'), True),
        (said('total = 0\nactors = ["Xie Feng"]'), True),
        (said('total = 0\nsources = [{ publisher = "AP", side = "xie-feng" }]'), True),
        # Another whose name begins alike is another.
        (said("total = 0").replace('"trump"', '"Xie"'), False),
    ],
)
def test_an_actor_whom_nobody_names(more: str, used: bool) -> None:
    unused = [one for one in found("unused", loads(HEAD + DECLARED + more)) if one.id == "xie-feng"]
    assert [(one.kind, one.at) for one in unused] == ([] if used else [("actor", ())])


def test_a_principal_is_used_and_so_is_an_initiator() -> None:
    head = HEAD.replace("[actors.xi]", 'principals = ["谢锋"]\n[actors.xi]')
    ids = [one.id for one in found("unused", loads(head + DECLARED))]
    assert ids == ["xi", "trump"]
    question = event("2025-10-30", actors=(XI, TRUMP), initiator=XIE.id)
    everybody = {actor.id: actor for actor in (XI, TRUMP, XIE, RUBIO)}
    assert at("unused", ledger(question, actors=everybody)) == [("marco-rubio",)]


def test_who_is_declared_nowhere_cannot_be_unused() -> None:
    assert found("unused", ledger(actors={"Li Qiang": undeclared("Li Qiang")})) == []


# -- role -----------------------------------------------------------------------------------------


def office(since: str | None = None, until: str | None = None) -> Role:
    """An office from one date to another."""
    return Role(
        "Office", When.parse(since) if since else None, When.parse(until) if until else None
    )


FIRST_YEAR = office("2025-01-20", "2025-12-31")


@pytest.mark.parametrize(
    "roles, date, covered",
    [
        ([], "2025-06-05", True),
        ([FIRST_YEAR], "2025-01-19", False),
        ([FIRST_YEAR], "2025-01-20", True),
        ([FIRST_YEAR], "2025-12-31", True),
        ([FIRST_YEAR], "2026-01-01", False),
        ([office()], "2025-06-05", True),
        ([office("2025-01-20")], "2025-01-19", False),
        ([office("2025-01-20")], "9999-12-31", True),
        ([office(None, "2025-01-20")], "0001-01-01", True),
        ([office(None, "2025-01-20")], "2025-01-21", False),
        # One of several is enough; between them is neither.
        ([office(None, "2025-01-20"), office("2025-03-01")], "2025-03-01", True),
        ([office(None, "2025-01-20"), office("2025-03-01")], "2025-02-01", False),
        # A day that is not known may lie within.
        ([FIRST_YEAR], "2025-01", True),
        ([FIRST_YEAR], "2024", False),
        ([FIRST_YEAR], "202X", True),
        ([FIRST_YEAR], "[2025-01-19,2025-01-20]", True),
        ([FIRST_YEAR], "[2025-01-18,2025-01-19]", False),
        ([office("2025-01", "2025-03")], "2025-01-01", True),
        ([office("2025-01", "2025-03")], "2025-03-31", True),
        ([office("2025-01", "2025-03")], "2025-04-01", False),
        # What lasts is dealt with by who held it when it began.
        ([FIRST_YEAR], "2025-01-19/2025-02-01", False),
        ([FIRST_YEAR], "2025-12-31/2026-02-01", True),
    ],
)
@pytest.mark.parametrize("key", ["actors", "present"])
def test_an_actor_of_whom_the_ledger_knows_no_office_on_that_day(
    roles: Sequence[Role], date: str, covered: bool, key: str
) -> None:
    rubio = RUBIO._replace(roles=tuple(roles))
    plain = event(date, "a")
    group = (XI, rubio)
    book = ledger(
        plain._replace(actors=group) if key == "actors" else plain._replace(present=group)
    )
    assert at("role", book) == ([] if covered else [("a", key, 1)])


def test_an_office_on_the_day_of_one_capital_is_enough() -> None:
    rubio = RUBIO._replace(roles=(FIRST_YEAR,))
    local = dated(US="2025-01-19", CN="2025-01-20")
    assert at("role", ledger(event("2025-01-19", actors=(XI, rubio), local_dates=local))) == []
    assert len(at("role", ledger(event("2025-01-19", actors=(XI, rubio))))) == 1


# -- early-source ---------------------------------------------------------------------------------


def reported_by(*dates: str | None) -> tuple[Source, ...]:
    """Sources of these dates."""
    return tuple(Source("AP", date=When.parse(date) if date else None) for date in dates)


@pytest.mark.parametrize(
    "date, published, early",
    [
        ("2025-06-05", "2025-06-04", True),
        ("2025-06-05", "2025-06-05", False),
        ("2025-06-05", "2025-06-06", False),
        ("2025-06-05", None, False),
        ("2025-06-05", "2025-06-04T23:00:00Z", True),
        # The source may be later, the event earlier.
        ("2025-06-05", "2025-06", False),
        ("2025-06-05", "2025-05", True),
        ("2025-06-05", "2025", False),
        ("2025-06-05", "2024", True),
        ("2025-06-05", "[2025-06-04,2025-06-05]", False),
        ("2025-06-05", "[2025-06-04..]", False),
        ("2025-06", "2025-06-01", False),
        ("2025-06", "2025-05-31", True),
        ("[2025-06-05,2025-06-09]", "2025-06-05", False),
        ("[2025-06-05,2025-06-09]", "2025-06-04", True),
        ("[..2025-06-05]", "2025-06-01", False),
        # It is reported from its first day on.
        ("2025-06-05/2025-06-09", "2025-06-05", False),
        ("2025-06-05/2025-06-09", "2025-06-04", True),
    ],
)
def test_a_source_that_is_older_than_what_it_tells(
    date: str, published: str | None, early: bool
) -> None:
    book = ledger(event(date, "a", sources=reported_by("2030", published)))
    assert at("early-source", book) == ([("a", "sources", 1)] if early else [])


@pytest.mark.parametrize(
    "dates, early",
    [
        ({}, True),
        ({"announced": "2025-06-01"}, False),
        ({"announced": "2025-05-20"}, False),
        ({"announced": "[..2025-06-01]"}, False),
        ({"announced": "2025-06"}, False),
        ({"announced": "2025-06-02"}, True),
        ({"signed": "2025-06-01"}, False),
        ({"signed": "2025-06-02", "announced": "2025-06-01"}, False),
        # That it was to be, or took effect, tells not when it was known.
        ({"planned": "2025-06-01", "effective": "2025-06-01"}, True),
    ],
)
def test_a_source_may_foretell_what_was_announced(dates: Mapping[str, str], early: bool) -> None:
    foretold = event("2025-06-05", "a", sources=reported_by("2025-06-01"), dates=dated(**dates))
    assert at("early-source", ledger(foretold)) == ([("a", "sources", 0)] if early else [])


@pytest.mark.parametrize("status", ["planned", "postponed", "cancelled", "unconfirmed", "denied"])
def test_what_was_not_held_may_have_older_sources(status: str) -> None:
    plan = event("2025-06-05", status=status, sources=reported_by("2025-06-01"))
    assert at("early-source", ledger(plan)) == []


def test_a_source_of_the_day_in_one_capital_is_not_early() -> None:
    local = dated(US="2025-10-17", CN="2025-10-18")
    call = event("2025-10-18", sources=reported_by("2025-10-17"), local_dates=local)
    assert at("early-source", ledger(call)) == []


# -- one-sided ------------------------------------------------------------------------------------

EUROPE = Actor("antonio-costa", "António Costa", (), "European Union")


@pytest.mark.parametrize(
    "sides, one",
    [
        (["CN"], "CN"),
        (["CN", "CN"], "CN"),
        # An actor, by id, name or alias, stands for the country.
        (["xi-jinping"], "CN"),
        (["CN", "xi-jinping", "Xi Jinping", "习近平"], "CN"),
        (["nato"], "NATO"),
        (["CN", "US"], None),
        (["xi-jinping", "donald-trump"], None),
        # Nobody knows whose account it is: perhaps nobody's.
        ([None], None),
        (["CN", None], None),
        ([], None),
        (["European Union", "antonio-costa"], "European Union"),
        pytest.param(["EU", "antonio-costa"], "European Union"),
    ],
)
def test_a_contact_of_which_one_side_tells(sides: Sequence[str | None], one: str | None) -> None:
    sources = tuple(Source("AP", side=side) for side in sides)
    met = event("2025-10-30", "a", actors=(XI, TRUMP, NATO, EUROPE), sources=sources)
    told_by = found("one-sided", ledger(met))
    assert [(each.id, each.at) for each in told_by] == ([("a", ("sources",))] if one else [])
    assert not one or told_by[0].message.endswith(f"is of one side, {one}")


@pytest.mark.parametrize(
    "other",
    [
        event("2025-10-30", type="statement", sources=(Source("AP", side="CN"),)),
        event("2025-10-30", status="denied", sources=(Source("AP", side="CN"),)),
        event("2025-10-30", actors=(XI, XIE), sources=(Source("AP", side="CN"),)),
    ],
    ids=["statement", "denied", "at-home"],
)
def test_what_is_no_contact_may_be_told_by_one_side(other: Event) -> None:
    assert at("one-sided", ledger(other)) == []


# -- the command ----------------------------------------------------------------------------------

CLEAN = HEAD + told("jan", "2025-01-17") + told("jun", "2025-06-05")
WARNED = CLEAN + told("bare", "2025-07-01", "") + told("again", "2025-07-02", "")
NOWHERE = 'sources = [{ publisher = "AP" }]\nfollows = ["nowhere"]'
DIFFERS = said("total = 9")

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Writes ledgers into a folder: `folder(a="…")` is a.toml there."""

    def write(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name}.toml").write_text(text, "utf-8", newline="")
        return tmp_path

    return write


@pytest.mark.parametrize("argv", [(), ("--strict",), ("-o", "tsv")])
def test_a_clean_ledger_has_nothing_to_be_said_of(folder: Folder, argv: Sequence[str]) -> None:
    ran = check(folder(a=CLEAN + said("total = 2")), "-f", "a.toml", *argv)
    assert ran == (0, "", "note: no problem in 2 events and 1 claim\n")


def test_a_clean_ledger_is_an_empty_list_in_json(folder: Folder) -> None:
    ran = check(folder(a=CLEAN), "-f", "a.toml", "-o", "json")
    assert (ran.status, json.loads(ran.out)) == (0, [])


def test_the_ledger_nearby_is_checked_where_none_is_named(folder: Folder) -> None:
    ran = check(folder(events=CLEAN + DIFFERS))
    assert (ran.status, rules_of(ran.out)) == (1, ["claim"])
    assert ran.out.startswith("events.toml:")


def test_warnings_count_with_strict_alone(folder: Folder) -> None:
    place = folder(a=WARNED)
    loose, strict = check(place, "-f", "a.toml"), check(place, "--strict", "-f", "a.toml")
    assert (loose.status, strict.status) == (0, 1)
    assert loose.out == strict.out
    assert rules_of(loose.out) == ["no-source", "no-source", "duplicate"]
    assert loose.err == "note: 0 errors and 3 warnings; 4 events and 0 claims read\n"


@pytest.mark.parametrize(
    "argv, left",
    [
        (["--ignore", "no-source"], ["duplicate"]),
        (["--ignore", "duplicate"], ["no-source", "no-source"]),
        (["--ignore", "no-source", "--ignore", "duplicate"], []),
        (["--ignore", "no-source,duplicate"], []),
        (["--ignore", "no-source, duplicate", "--ignore", "claim"], []),
        # A rule that finds nothing, and one that is not asked for, may be left out too.
        (["--ignore", "future,undeclared"], ["no-source", "no-source", "duplicate"]),
    ],
)
def test_rules_are_left_out(folder: Folder, argv: Sequence[str], left: list[str]) -> None:
    ran = check(folder(a=WARNED), "--strict", "-f", "a.toml", *argv)
    assert (rules_of(ran.out), ran.status) == (left, int(bool(left)))


@pytest.mark.parametrize(
    "word, answer",
    [
        ("duplicates", 'unknown rule "duplicates"; did you mean "duplicate"?'),
        ("claim,sorce", 'unknown rule "sorce"'),
        ("No-Source", 'unknown rule "No-Source"; did you mean "no-source"?'),
        ("whatever-it-is", 'unknown rule "whatever-it-is"; choose claim, settled, '),
        ("", 'unknown rule ""'),
        *[(name, f'the rule "{name}" cannot be ignored') for name in source_files.RULES],
    ],
)
def test_a_rule_that_cannot_be_left_out(folder: Folder, word: str, answer: str) -> None:
    ran = check(folder(a=CLEAN), "-f", "a.toml", "--ignore", word)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {answer}")


def test_a_link_that_leads_nowhere_keeps_nobody_from_the_claims(folder: Folder) -> None:
    ran = check(folder(a=CLEAN + told("jul", "2025-07-11", NOWHERE) + DIFFERS), "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (1, ["link", "claim"])
    assert "the ledger has 3 contacts (6 fewer than stated)" in ran.out
    assert ran.err == "note: 2 errors and 0 warnings; 3 events and 1 claim read\n"


def test_an_error_in_one_claim_keeps_nobody_from_the_others(folder: Folder) -> None:
    broken = said("total = { min = 3, max = 1 }", "broken")
    ran = check(folder(a=CLEAN + broken + DIFFERS), "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (1, ["order", "claim"])


@pytest.mark.parametrize(
    "fault",
    [
        told("jul", "30/10/2025"),
        told("jul", "2025-07-11").replace('"call"', '"cal"'),
        told("jul", "2025-07-11").replace('"xi", ', "5, "),
        told("jul", "2025-07-11", 'status = "hold"'),
        told("jul", "2025-07-11", 'tags = "trade"'),
        told("jun", "2025-07-11"),
        '[types.summit]\ncontact = "yes"\nlabel = "summit"\n',
        '[actors.rubio]\nname = "Marco Rubio"\ncountry = 5\n',
    ],
    ids=["date", "type", "actors", "status", "tags", "id", "types", "country"],
)
def test_no_claim_is_judged_where_a_number_may_depend_on_an_error(
    folder: Folder, fault: str
) -> None:
    ran = check(folder(a=CLEAN + fault + DIFFERS), "--strict", "-f", "a.toml")
    assert ran.status == 1
    assert not {"claim", "unused", "role", "undeclared"} & {*rules_of(ran.out)}
    left = "claim, settled, duplicate, near-name, undeclared, unused, role"
    assert ran.err.endswith(f"note: not looked at before these errors are mended: {left}\n")


def test_what_was_left_out_anyway_is_not_said_to_wait(folder: Folder) -> None:
    place = folder(a=CLEAN + told("jul", "30/10/2025"))
    loose = check(place, "-f", "a.toml", "--ignore", "claim,settled,duplicate,near-name,unused")
    assert loose.err.endswith(" mended: role\n")
    none = check(place, "-f", "a.toml", "--ignore", "claim,settled,duplicate,near-name,unused,role")
    assert none.err == "note: 1 error and 0 warnings; 2 events and 0 claims read\n"


def test_other_rules_go_on_where_an_event_could_not_be_read(folder: Folder) -> None:
    place = folder(a=WARNED + told("jul", "30/10/2025"))
    ran = check(place, "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (
        1,
        ["no-source", "no-source", "format"],
    )


def test_a_broken_block_is_reported_once_and_the_others_all_the_same(folder: Folder) -> None:
    broken = told("broken", "2025-08-01").replace('"Call"', '"Call')
    place = folder(a=WARNED + broken + told("jul", "2025-09-11", NOWHERE) + DIFFERS)
    ran = check(place, "-f", "a.toml")
    assert ran.status == 3
    assert rules_of(ran.out) == ["no-source", "no-source", "syntax", "link"]
    assert "not looked at before these errors are mended: claim" in ran.err


def test_a_file_that_is_missing_keeps_nobody_from_the_others(folder: Folder) -> None:
    place = folder(a=CLEAN + told("bare", "2025-07-01", ""))
    alone = check(place, "-f", "nowhere.toml")
    assert (alone.status, alone.out) == (
        3,
        "nowhere.toml: error: cannot be read: no such file or directory [file]\n",
    )
    both = check(place, "-f", "nowhere.toml", "-f", "a.toml")
    assert (both.status, rules_of(both.out)) == (3, ["no-source", "file"])


def test_a_file_that_is_no_utf_8_is_not_parsed(folder: Folder) -> None:
    place = folder()
    (place / "a.toml").write_bytes("title = 'Erdoğan'\nx = 'é'\n".encode("latin-1", "replace"))
    ran = check(place, "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (3, ["file"])
    assert ran.out.startswith("a.toml:2: error: ")


def test_an_empty_folder_holds_no_ledger(folder: Folder) -> None:
    place = folder()
    (place / "empty").mkdir()
    ran = check(place, "-f", "empty")
    assert (ran.status, rules_of(ran.out)) == (3, ["file"])


def test_a_ledger_of_a_newer_format_is_not_looked_into(folder: Folder) -> None:
    head = HEAD.replace("[ledger]", "[ledger]\nversion = 2")
    ran = check(folder(a=head + DIFFERS + told("bare", "2025-07-01", NOWHERE)), "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (1, ["version"])
    assert ran.out.startswith("a.toml:2: error: format version 2 needs a newer chrono")


def test_standard_input_is_checked(folder: Folder) -> None:
    ran = check(folder(), "-f", "-", stdin=(CLEAN + DIFFERS).encode())
    assert (ran.status, rules_of(ran.out)) == (1, ["claim"])
    assert ran.out.startswith("<stdin>:")


def test_problems_are_sorted_by_file_and_line_whatever_the_order_of_files(folder: Folder) -> None:
    place = folder(
        b=HEAD + "".join(told(f"b{n}", f"2025-{n:02}-01", "") for n in range(1, 5)),
        a="".join(told(f"a{n}", f"2025-{n:02}-15", "") for n in range(5, 9)),
    )
    ran = check(place, "-f", "b.toml", "-f", "a.toml")
    places = [tuple(line.split(":")[:2]) for line in ran.out.splitlines()]
    numbered = [(name, int(line)) for name, line in places]
    assert [name for name, _ in numbered] == ["a.toml"] * 4 + ["b.toml"] * 4
    assert numbered == sorted(numbered)
    # By number: line 2 stands before line 16.
    assert [line for name, line in numbered if name == "a.toml"] == [2, 9, 16, 23]
    assert check(place, "-f", "a.toml", "-f", "b.toml").out == ran.out
    assert sorted(check(place, "-f", ".").out.splitlines()) == sorted(
        f"./{line}" for line in ran.out.splitlines()
    )


def test_a_problem_in_two_files_is_of_the_file_in_which_it_stands(folder: Folder) -> None:
    place = folder(
        a=HEAD + told("one", "2025-06-05"),
        b=told("two", "2025-06-06")
        + told("three", "2025-01-06", NOWHERE.replace("nowhere", "one")),
    )
    ran = check(place, "-f", "a.toml", "-f", "b.toml")
    assert [line.split(" ")[0] for line in ran.out.splitlines()] == ["b.toml:3:", "b.toml:15:"]
    assert rules_of(ran.out) == ["duplicate", "sequence"]


IN_BLOCKS = """[[events.sources]]
publisher = "AP"
side = "CN"
[[events.sources]]
publisher = "Xinhua"
date = 2025-06-04
side = "CN"
"""


def test_a_problem_stands_where_its_value_does_however_that_is_written(folder: Folder) -> None:
    place = folder(a=HEAD + told("a", "2025-06-05", IN_BLOCKS))
    text = (place / "a.toml").read_text("utf-8").splitlines()
    first = text.index("[[events.sources]]") + 1
    ran = check(place, "--strict", "-f", "a.toml")
    assert rules_of(ran.out) == ["one-sided", "early-source"]
    lines = [line.split(" ")[0] for line in ran.out.splitlines()]
    assert lines == [f"a.toml:{first}:", f"a.toml:{first + 3}:"]


def test_line_ends_and_a_byte_order_mark_move_no_line(folder: Folder) -> None:
    text = WARNED + DIFFERS
    place = folder(a=text, b="\ufeff" + text.replace("\n", "\r\n"))
    plain, other = (check(place, "-f", f"{name}.toml", "-o", "json") for name in "ab")
    assert other.out == plain.out.replace("a.toml", "b.toml")
    assert (plain.status, other.status) == (1, 1)


JSON_KEYS = ["path", "line", "severity", "rule", "message", "text"]


def test_json_is_one_array_of_problems(folder: Folder) -> None:
    place = folder(a=WARNED + told("jul", "2025-11-11", NOWHERE) + DIFFERS)
    plain = check(place, "-f", "a.toml")
    ran = check(place, "-f", "a.toml", "-f", "nowhere.toml", "-o", "json")
    assert ran.status == 3
    problems = json.loads(ran.out)
    assert [list(problem) for problem in problems] == [JSON_KEYS] * len(problems)
    *_, last = problems
    assert (last["path"], last["line"], last["text"]) == ("nowhere.toml", None, None)
    ran = check(place, "-f", "a.toml", "-o", "json")
    assert (ran.status, ran.err) == (plain.status, plain.err)
    problems = json.loads(ran.out)
    assert [
        f"{one['path']}:{one['line']}: {one['severity']}: {one['message']} [{one['rule']}]"
        for one in problems
    ] == plain.out.splitlines()
    text = (place / "a.toml").read_text("utf-8").splitlines()
    assert [one["text"] for one in problems] == [text[one["line"] - 1] for one in problems]


def test_jsonl_is_a_problem_a_line_and_tsv_has_columns(folder: Folder) -> None:
    place = folder(a=WARNED)
    array = json.loads(check(place, "-f", "a.toml", "-o", "json").out)
    lines = check(place, "-f", "a.toml", "-o", "jsonl").out.splitlines()
    assert list(map(json.loads, lines)) == array
    rows = check(place, "-f", "a.toml", "-o", "tsv").out.splitlines()
    assert [row.split("\t") for row in rows] == [
        [str(one[key]) for key in JSON_KEYS if key != "text"] for one in array
    ]


STEERING = {"\\u001b[31m", "\\u009b", "\\u0007", "\\u202e", "\\u2028", "\\t", "\\r", "\\u0000"}


@pytest.mark.parametrize("sign", sorted(STEERING))
@pytest.mark.parametrize("format", ["table", "tsv", "csv", "json", "jsonl", "markdown"])
def test_control_characters_of_a_ledger_are_written_out(
    folder: Folder, sign: str, format: str
) -> None:
    place = folder(
        a=HEAD
        + told("a", "2025-06-05", f'present = ["He{sign}Lifeng"]')
        + told("b", "2025-06-06", 'sources = [{ publisher = "A{0}P", date = 2025-01-01 }]')
        .replace("{0}", sign)
        + told("c", "2025-09-06", f'initiator = "x{sign}y"')
        + f'[sources.s]\npublisher = "AP"\nurl = "x{sign}y"\n'
    )  # fmt: skip
    ran = check(place, "--strict", "-f", "a.toml", "-o", format)
    assert ran.status == 1
    # A name is of one line, and one with a line end in it is an error before it is a stranger.
    rules = ("url",) if sign == "\\r" else ("url", "undeclared", "early-source", "actor")
    assert all(rule in ran.out for rule in rules)
    # The line ends are chrono's own, and the tabs between columns; a tab in a cell of csv is one.
    own = "\n\t" if format in ("tsv", "csv") else "\n"
    assert controls(ran.out, own) == controls(ran.err, "\n") == []


def test_control_characters_of_a_broken_line_are_written_out(folder: Folder) -> None:
    place = folder(a=HEAD + 'x\x1b[31m = "\u202e"\n')
    for format in ("table", "json"):
        ran = check(place, "-f", "a.toml", "-o", format)
        assert ran.status == 3
        assert controls(ran.out, "\n") == []


def controls(text: str, own: Iterable[str]) -> list[str]:
    """The characters that can steer a terminal, but for those that are chrono's own."""
    return [sign for sign in re.findall("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", text)
            if sign not in own]  # fmt: skip


# -- what an error brings with it -----------------------------------------------------------------

NO_PUBLISHER = 'sources = [{ url = "https://example.org", side = "trump" }]'


@pytest.mark.parametrize(
    "text, rules",
    [
        # What is wrong with a key is said once.
        (told("a", "2025-06-05", 'present = ["Li Qiang", 5]\nsources = [{ publisher = "AP" }]'),
         ["format"]),
        (told("a", "2025-06-05", 'sources = [{ publisher = "AP", side = "US", urk = 1 }]'),
         ["format"]),
        (told("a", "2025-12-05", NOWHERE + '\nstatus = "planned"'), ["link", "overdue"]),
        # A source that is named wrongly is no source that is missing.
        pytest.param(
            told("a", "2025-06-05", 'sources = ["nowhere"]'), ["link"]),
        pytest.param(
            told("a", "2025-06-05", NO_PUBLISHER), ["format"]),
        # When it was announced is written down, and cannot be read.
        pytest.param(
            told("a", "2025-06-05", 'sources = [{ publisher = "AP", date = 2025-06-01 }]\n'
                                    'dates = { announced = "June 1" }'),
            ["format"]),
        # The capitals' dates would put them in order.
        pytest.param(
            told("a", "2025-10-18")
            + told("b", "2025-10-17", NOWHERE.replace("nowhere", "a")
                   + '\nlocal_dates = { US = 2025-10-17, ZZ = 2025-10-18 }'),
            ["format"]),
    ],
)  # fmt: skip
def test_an_error_brings_no_other_problem_with_it(
    folder: Folder, text: str, rules: list[str]
) -> None:
    ran = check(folder(a=HEAD + text), "--strict", "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (1, rules)


BROKEN_CLAIM = said("total = { min = 3, max = 1 }").replace('"trump"', '"xie-feng"')
TWO_XIES = DECLARED.replace("谢锋", "Xie") + DECLARED.replace("feng", "zhenhua").replace(
    "Feng", "Zhenhua"
).replace("谢锋", "Xie")


@pytest.mark.parametrize(
    "text, rules",
    [
        (DECLARED + BROKEN_CLAIM, ["order"]),
        (DECLARED + said("total = 2") + said("total = 2").replace('"trump"', '"xie-feng"'), ["id"]),
        (DECLARED + told("a", "2025-09-05", NO_PUBLISHER.replace("trump", "xie-feng")
                         .replace("}", '}, { publisher = "AP" }')), ["format"]),
        (DECLARED + told("a", "2025-09-05", 'sources = [{ publisher = "AP" }]\n'
                                            'initiator = "xie-feng"'), ["actor"]),
        (TWO_XIES + told("a", "2025-09-05", 'sources = [{ publisher = "AP" }]\n'
                                            'present = ["Xie"]'), ["actor"]),
    ],
    ids=["claim", "claim-twice", "source", "initiator", "ambiguous"],
)  # fmt: skip
def test_an_actor_whom_only_something_in_error_names_is_not_unused(
    folder: Folder, text: str, rules: list[str]
) -> None:
    ran = check(folder(a=CLEAN + text), "-f", "a.toml")
    assert rules_of(ran.out) == rules


def test_every_placing_of_the_options_gives_the_same(folder: Folder) -> None:
    place = folder(a=WARNED)
    environment = clean_environment(place)
    words = (("-f", "a.toml"), ("--today", f"{TODAY}"))
    outs = {
        run(*before, "check", *after, "--strict", folder=place, environment=environment)
        for first, second in product(words, words)
        if first != second
        for before, after in [((), (*first, *second)), (first, second), ((*first, *second), ())]
    }
    assert len(outs) == 1


# -- what is nobody's to overwrite or to stand in for ---------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        (HEAD + told("jan", "2025-01-17")).encode(),
        b"[ledger]\nversion = 9\n",
        HEAD.encode() + b"# caf\xe9\n",
        HEAD.encode("utf-16"),
    ],
    ids=["sound", "too new", "Latin-1", "UTF-16"],
)
def test_what_check_writes_never_takes_the_ledgers_place(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.toml").write_bytes(raw)
    ran = check(tmp_path, "-f", "a.toml", "--output", "a.toml")
    assert ran.status == 2
    assert "that is the ledger itself" in ran.err
    assert (tmp_path / "a.toml").read_bytes() == raw


def test_an_included_file_that_cannot_be_read_is_not_written_over_either(tmp_path: Path) -> None:
    (tmp_path / "main.toml").write_text('[ledger]\ninclude = ["sub.toml"]\n')
    raw = "[ledger]\n".encode("utf-16")
    (tmp_path / "sub.toml").write_bytes(raw)
    assert check(tmp_path, "-f", "main.toml", "--output", "sub.toml").status == 2
    assert (tmp_path / "sub.toml").read_bytes() == raw


def test_a_hook_never_looks_at_the_shipped_ledger_for_want_of_another(tmp_path: Path) -> None:
    assert check(tmp_path).status == 0
    ran = check(tmp_path, "--own")
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == "events.toml: error: there is no ledger here or above: name it with -f\n"
    (tmp_path / "events.toml").write_text(CLEAN, encoding="utf-8")
    assert check(tmp_path, "--own").status == 0


def line_of(place: Path, beginning: str) -> int:
    """The number of the first line of a.toml that begins so."""
    lines = (place / "a.toml").read_text(encoding="utf-8").splitlines()
    return 1 + next(n for n, line in enumerate(lines) if line.startswith(beginning))


def test_a_speaker_too_may_be_misspelt(folder: Folder) -> None:
    place = folder(a=CLEAN + said("total = { min = 0 }").replace('"trump"', '"Donald Trmp"'))
    ran = check(place, "-f", "a.toml")
    assert rules_of(ran.out) == ["near-name"]
    assert ran.out.startswith(f"a.toml:{line_of(place, 'by = ')}: ")
    assert 'is it a slip of "Donald Trump"?' in ran.out


SARKOZY = 'actors = ["xi", "Sarkozy"]'


def test_whom_a_claim_is_about_and_nobody_knows_is_told_under_strict(folder: Folder) -> None:
    first, second = (said(f"total = 0\n{SARKOZY}", id) for id in "cd")
    place = folder(a=CLEAN + first + second)
    assert rules_of(check(place, "-f", "a.toml").out) == []
    ran = check(place, "-f", "a.toml", "--strict")
    assert rules_of(ran.out) == ["undeclared"]
    assert ran.out.startswith(f"a.toml:{line_of(place, SARKOZY)}: ")
    assert '"Sarkozy" is declared nowhere, and takes part in no event' in ran.out


def test_who_takes_part_and_was_there_is_out_of_office_once() -> None:
    late = Actor("ann", "Ann", (), "FR", (Role("Minister", When.parse("2026")),))
    book = ledger(event("2025-05-05", "a", actors=(late, TRUMP), present=(late,)))
    assert len(list(BY_NAME["role"].check(RuleContext(book, TODAY)))) == 1


# -- about some events ---------------------------------------------------------------------------

ABOUT_EVENTS = ("duplicate", "sequence", "future", "overdue", "role", "early-source")


def events_of(*ids: str, number: int = 1) -> list[tuple[str, str]]:
    book = ledger(
        event("2025-01-01", "a"),
        event("2025-01-02", "b", follows=("late",)),
        event("2025-02-01", "late"),
        event("2027-01-01", "future"),
        event("2025-06-01", "alone"),
        *(event("2025-01-01", f"x{n}", actors=(NATO, RUBIO)) for n in range(number)),
    )
    found = check_events(book, {*ids}, day("2026-01-01"))
    return [(rule.name, finding.id) for rule, finding in found]


def test_of_some_events_their_own_findings_are_told_and_those_that_they_make() -> None:
    assert events_of("a") == [("duplicate", "b")]
    assert events_of("b") == [("duplicate", "b"), ("sequence", "b")]
    assert events_of("late") == [("sequence", "b")]
    assert events_of("future", "alone") == [("future", "future")]
    assert events_of("alone") == events_of() == []


@pytest.mark.parametrize("number, found", [(298, [("duplicate", "b")]), (299, [])])
def test_where_very_many_are_near_nothing_is_told(
    number: int, found: list[tuple[str, str]]
) -> None:
    assert events_of("a", number=number) == found
    assert events_of("alone", number=number) == []


NEIGHBOURS = st.lists(
    st.tuples(
        st.one_of(
            st.integers(0, 12).map(lambda days: str(TODAY + DAY * (days - 6))),
            st.sampled_from(
                ["2026-01", "[..2026-01-20]", "2026-01-28/2026-02-03", "../2026-01-20",
                 "2026-02-01/..", "0001-01-01", "0001-01-02", "9999-12-31", "9999-12-24"]
            ),
        ),
        st.lists(st.integers(0, 7), max_size=2),
        st.sampled_from([(XI, TRUMP), (XI, TRUMP), (XI, TRUMP, WANG_YI), (NATO, RUBIO)]),
        st.sampled_from(["held", "held", "planned"]),
    ),
    max_size=8,
)  # fmt: skip


@law(200)
@given(NEIGHBOURS, st.sets(st.integers(0, 7), max_size=2))
def test_of_some_events_is_told_what_the_rules_find_in_the_whole(
    neighbours: list[Any], question: set[int]
) -> None:
    book = ledger(
        *(
            event(date, f"e{n}", actors=actors, status=status, follows=[f"e{m}" for m in follows])
            for n, (date, follows, actors, status) in enumerate(neighbours)
        )
    )
    ids = {f"e{n}" for n in question}
    expected = [
        (rule, found)
        for rule in (BY_NAME[name] for name in ABOUT_EVENTS)
        for found in rule.check(RuleContext(book, TODAY))
        if ids & {found.id, found.other}
    ]
    assert list(check_events(book, ids, TODAY)) == expected


def test_what_two_rules_need_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: Counter[str] = Counter()

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            calls[name] += 1
            return real(*args)

        return call

    for name in ("judge_all", "fold"):
        monkeypatch.setattr(checks, name, counted(name, getattr(checks, name)))
    checked = RuleContext(loads(TWO_CALLS), TODAY)
    for rule in RULES:
        list(rule.check(checked))
    assert calls == {"judge_all": 1, "fold": 4}  # the id and the name of each of two actors


def test_the_actor_of_a_side_is_found_without_going_through_all_actors() -> None:
    class Walked(dict[str, Actor]):
        times = 0

        def values(self) -> Any:
            Walked.times += 1
            return super().values()

    actors = Walked({actor.id: actor for actor in (XI, TRUMP)})
    sources = (Source("One", side="Xi Jinping"), Source("Two", side="习近平"))
    events = [event(f"2025-01-{day:02}", f"e{day}", sources=sources) for day in range(1, 20)]
    book = ledger(*events, actors=actors)
    found = list(BY_NAME["one-sided"].check(RuleContext(book, TODAY)))
    assert len(found) == 19
    assert "one side, CN" in found[0].message
    assert Walked.times == 1
