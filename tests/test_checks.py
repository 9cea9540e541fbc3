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


def test_there_is_exactly_one_ledger_for_each_rule() -> None:
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
def test_the_severity_of_a_rule_decides_the_exit_status(name: str) -> None:
    ran = check_ledger(name)
    rule = BY_NAME[name]
    assert ran.status == int(rule.severity == "error")
    # A strict rule is asked for with --strict alone.
    assert rules_of(ran.out) == ([] if rule.strict else [name])
    assert check_ledger(name, "--strict").status == 1


@pytest.mark.parametrize("name", BY_NAME)
def test_an_ignored_rule_reports_nothing(name: str) -> None:
    ran = check_ledger(name, "--strict", "--ignore", name)
    assert (ran.status, ran.out) == (0, "")


def test_one_ledger_breaks_every_rule_once_on_its_own_line() -> None:
    ran = check(CHECKS, "--strict", "-f", "every-rule.toml")
    wanted = {*BY_NAME, *source_files.RULES} - HINDERING
    assert Counter(rules_of(ran.out)) == dict.fromkeys(wanted, 1)
    assert ran.status == 1
    text = (CHECKS / "every-rule.toml").read_text("utf-8").splitlines()
    for line, rule in zip(ran.out.splitlines(), rules_of(ran.out), strict=True):
        number = int(line.split(":")[1])
        assert text[number - 1].endswith(f"  # {rule}")


# -- the rules: what they are asked with ----------------------------------------------------------


def findings(name: str, checked_ledger: Ledger, today: dt.date = TODAY) -> list[Finding]:
    """What a rule finds in a ledger."""
    return list(BY_NAME[name].check(RuleContext(checked_ledger, today)))


def places(name: str, checked_ledger: Ledger, today: dt.date = TODAY) -> list[tuple[object, ...]]:
    """The id of each record that a rule reports, and the path of the value at fault."""
    return [(finding.id, *finding.at) for finding in findings(name, checked_ledger, today)]


def dates_of(**dates: str) -> dict[str, When]:
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


def call(id: str, date: str, more: str = 'sources = [{ publisher = "AP" }]') -> str:
    """A call of Xi and Trump as a ledger has it."""
    return (
        f'[[events]]\nid = "{id}"\ndate = "{date}"\ntype = "call"\ntitle = "Call"\n'
        f'actors = ["xi", "trump"]\n{more}\n'
    )


def claim(more: str, id: str = "c", period: str = '"2025"') -> str:
    """A claim about 2025."""
    return (
        f'[[claims]]\nid = "{id}"\nby = "trump"\ndate = 2025-12-04\nstatement = "So many."\n'
        f"period = {period}\n{more}\n"
    )


TWO_CALLS = HEAD + call("jan", "2025-01-17") + call("jun", "2025-06-05")
BOTH_WAYS = '{ "this year" = "2025", "since summer" = "2025-06.." }'


@pytest.mark.parametrize(
    "claim, rule",
    [
        (claim("total = 2"), None),
        (claim("total = 3"), "claim"),
        (claim("total = 1"), "claim"),
        (claim("counts = { call = 2, meeting = 1 }"), "claim"),
        # It is enough if one reading is true or cannot be verified.
        (claim("total = 1", period=BOTH_WAYS), None),
        (claim("total = 3", period=BOTH_WAYS), "claim"),
        (claim("total = 3", period='"2024.."'), None),
        (claim("total = 3") + call("dec", "[2025-12-04,2025-12-05]"), None),
        (claim("total = 3") + call("nov", "2025-11-20", 'status = "unconfirmed"'), None),
        # A disputed claim is reported once the ledger agrees with it.
        (claim('total = 3\ndisputed = "One is missing."'), None),
        (claim('total = 2\ndisputed = "One is missing."'), "settled"),
        (claim('total = 1\ndisputed = "One is missing."', period=BOTH_WAYS), None),
        (claim('total = 2\ndisputed = "One is missing."', period=BOTH_WAYS), None),
        (claim('total = 2\ndisputed = "One is missing."', period='"2024.."'), None),
        (claim('total = { min = 2 }\ndisputed = "One is missing."'), "settled"),
    ],
)
def test_claims_that_differ_and_settled_claims_are_reported(claim: str, rule: str | None) -> None:
    checked_ledger = loads(TWO_CALLS + claim)
    assert places("claim", checked_ledger) == ([("c", "id")] if rule == "claim" else [])
    assert places("settled", checked_ledger) == ([("c", "disputed")] if rule == "settled" else [])


def test_the_message_on_a_claim_has_the_stated_number_and_the_counted_one() -> None:
    (finding,) = findings("claim", loads(TWO_CALLS + claim("counts = { call = 3 }")))
    assert finding.message == (
        'the claim "c" differs: 3 phone calls stated; 1 Jan–4 Dec 2025 the ledger has '
        "2 phone calls (1 fewer than stated)"
    )


# -- no-source ------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["held", "planned", "denied"])
@pytest.mark.parametrize("type", ["meeting", "measure"])
def test_an_event_of_any_type_and_status_without_a_source_is_reported(
    status: str, type: str
) -> None:
    bare = event("2025-10-30", "bare", status=status, type=type)
    assert places("no-source", ledger(bare)) == [("bare", "id")]
    assert places("no-source", ledger(bare._replace(sources=(Source("AP"),)))) == []


# -- duplicate ------------------------------------------------------------------------------------


def possible_duplicates(*events: Event) -> list[tuple[str, str]]:
    """Which events may be which again."""
    pairs = []
    for finding in findings("duplicate", ledger(*events)):
        match = re.match(r'"(.+?)" may be the contact "(.+?)" again: ', finding.message)
        assert match is not None
        assert (match[1], finding.at) == (finding.id, ("date",))
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
def test_contacts_at_the_same_time_are_reported(first: str, second: str) -> None:
    (pair,) = possible_duplicates(event(first, "a"), event(second, "b", type="call"))
    assert set(pair) == {"a", "b"}


def test_the_finding_is_in_the_later_contact() -> None:
    for first, second in [("2025-10-30", "2025-10-31"), ("2025-10-29/2025-11-02", "2025-10-30")]:
        assert possible_duplicates(event(first, "b"), event(second, "a")) == [("a", "b")]
    assert possible_duplicates(event("2025-10-30", "b"), event("2025-10-30", "a")) == [("b", "a")]


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
def test_contacts_not_certainly_within_a_day_are_not_reported(first: str, second: str) -> None:
    assert possible_duplicates(event(first, "a"), event(second, "b")) == []


@pytest.mark.parametrize("type", ["meeting", "call", "video", "talks"])
def test_the_types_of_duplicates_can_differ(type: str) -> None:
    assert possible_duplicates(
        event("2025-10-30", "a", type="talks"), event("2025-10-31", "b", type=type)
    ) == [("b", "a")]


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
def test_events_that_share_no_contact_of_two_actors_are_not_reported(other: Event) -> None:
    assert possible_duplicates(event("2025-10-30", "a"), other) == []


def test_two_actors_of_one_country_are_no_pair() -> None:
    first = event("2025-10-30", "a", actors=(WANG_YI, WANG_WENTAO, RUBIO))
    assert (
        possible_duplicates(first, event("2025-10-30", "b", actors=(WANG_YI, WANG_WENTAO, NATO)))
        == []
    )


def test_two_contacts_that_share_many_actors_are_reported_once() -> None:
    many = (XI, XIE, WANG_YI, TRUMP, RUBIO, NATO)
    events = [event("2025-10-30", id, actors=many) for id in "abc"]
    assert sorted(possible_duplicates(*events)) == [("b", "a"), ("c", "a"), ("c", "b")]


def test_the_message_names_the_shared_actors_and_both_dates() -> None:
    first = event("2025-10-30", "a", actors=(XI, TRUMP, NATO))
    (finding,) = findings(
        "duplicate", ledger(first, event("2025-10-31~", "b", actors=(TRUMP, XI, XIE)))
    )
    assert finding.message == (
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
def test_a_local_date_can_make_a_duplicate(date: str, local: Mapping[str, str], same: bool) -> None:
    first = event("2025-10-17", "a")
    second = event(date, "b", local_dates=dates_of(**local))
    assert possible_duplicates(first, second) == ([("b", "a")] if same else [])


def test_local_dates_of_both_events_are_compared() -> None:
    first = event("2025-10-17", "a", local_dates=dates_of(US="2025-10-17", CN="2025-10-18"))
    second = event("2025-10-20", "b", local_dates=dates_of(US="2025-10-19", CN="2025-10-20"))
    assert possible_duplicates(first, second) == [("b", "a")]


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
def test_not_duplicate_of_in_either_event_is_respected(
    extra: object, silent: bool, writer: str, other: str
) -> None:
    own = json.loads(json.dumps(extra).replace("{}", other))
    events = [event("2025-10-30", id, extra=own if id == writer else NOTHING) for id in "ab"]
    assert possible_duplicates(*events) == ([] if silent else [("b", "a")])


def test_not_duplicate_of_concerns_only_the_events_it_names() -> None:
    first = event("2025-10-30", "a")
    second = event("2025-10-30", "b", extra={"not_duplicate_of": "a"})
    third = event("2025-10-31", "c")
    assert sorted(possible_duplicates(first, second, third)) == [("c", "a"), ("c", "b")]


WITH_BOTH = ((XI, TRUMP), (TRUMP, XI), (XI, TRUMP, XIE), (RUBIO, XI, NATO, TRUMP))
CONTACTS = ("meeting", "call", "video", "talks")


@law(150)
@given(
    st.lists(
        st.tuples(st.integers(0, 13), st.sampled_from(CONTACTS), st.sampled_from(WITH_BOTH)),
        max_size=9,
    )
)
def test_exactly_the_pairs_within_a_day_are_reported_once(
    rows: list[tuple[int, str, tuple[Actor, ...]]],
) -> None:
    days = [day("2025-12-25") + DAY * more for more, _, _ in rows]
    events = [
        event(f"{date}", f"e{number}", type=type, actors=actors)
        for number, (date, (_, type, actors)) in enumerate(zip(days, rows, strict=True))
    ]
    expected = [
        {f"e{one}", f"e{other}"}
        for one, other in combinations(range(len(days)), 2)
        if abs((days[one] - days[other]).days) <= 1
    ]
    named = [set(pair) for pair in possible_duplicates(*events)]
    assert sorted(map(sorted, named)) == sorted(map(sorted, expected))


@law(150)
@given(small_dates(), st.integers(-2, 2), st.booleans())
def test_an_uncertain_date_is_reported_if_each_of_its_days_would_be(
    date: Dated, shift: int, last: bool
) -> None:
    near = (max if last else min)(date.days) + DAY * shift
    surely = all(abs((near - one).days) <= 1 for one in date.days) or date.text == f"{near}"
    named = possible_duplicates(event(date.text, "a"), event(f"{near}", "b"))
    assert [set(pair) for pair in named] == ([{"a", "b"}] if surely else [])


# -- sequence -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "date, followed, reported",
    [
        ("2025-06-05", "2025-06-06", True),
        ("2025-06-05", "2025-06-05", False),
        ("2025-06-06", "2025-06-05", False),
        # The event that seems later may have come first.
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
def test_an_event_that_follows_a_later_event_is_reported(
    date: str, followed: str, reported: bool
) -> None:
    checked_ledger = ledger(event(followed, "a"), event(date, "b", follows=("a",)))
    assert places("sequence", checked_ledger) == ([("b", "follows", 0)] if reported else [])


@pytest.mark.parametrize(
    "own, other",
    [
        ({"US": "2025-10-17", "CN": "2025-10-18"}, {}),
        ({}, {"US": "2025-10-17", "CN": "2025-10-18"}),
        ({"US": "2025-10-17", "CN": "2025-10-18"}, {"US": "2025-10-17", "CN": "2025-10-18"}),
    ],
)
def test_a_local_date_can_put_two_events_in_order(
    own: Mapping[str, str], other: Mapping[str, str]
) -> None:
    first = event("2025-10-18", "a", local_dates=dates_of(**other))
    second = event("2025-10-17", "b", follows=("a",), local_dates=dates_of(**own))
    assert places("sequence", ledger(first, second)) == []
    bare = ledger(event("2025-10-18", "a"), event("2025-10-17", "b", follows=("a",)))
    assert places("sequence", bare) == [("b", "follows", 0)]


def test_every_followed_event_is_checked() -> None:
    checked_ledger = ledger(
        event("2025-06-01", "a"),
        event("2025-06-05", "b", follows=("a", "c", "nowhere", "d")),
        event("2025-06-06", "c"),
        event("2025-06-07", "d", status="planned"),
    )
    assert places("sequence", checked_ledger) == [("b", "follows", 1), ("b", "follows", 3)]


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
def test_held_events_in_the_future_and_planned_ones_in_the_past_are_reported(
    date: str, rule: str | None
) -> None:
    """A held event can only be of the future, a planned one only overdue."""
    held = ledger(event(date, "a", status="held"))
    planned = ledger(event(date, "a", status="planned"))
    assert places("future", held) == ([("a", "status")] if rule == "future" else [])
    assert places("overdue", planned) == ([("a", "status")] if rule == "overdue" else [])
    assert places("overdue", held) == places("future", planned) == []


@pytest.mark.parametrize("status", ["postponed", "cancelled", "unconfirmed", "denied"])
def test_events_of_other_statuses_can_have_any_date(status: str) -> None:
    checked_ledger = ledger(
        event("2026-02-01", "a", status=status), event("2025-02-01", "b", status=status)
    )
    assert places("future", checked_ledger) == places("overdue", checked_ledger) == []


def test_a_day_that_has_come_in_one_capital_is_not_in_the_future() -> None:
    local = dates_of(US="2026-01-31", CN="2026-02-01")
    assert places("future", ledger(event("2026-02-01", local_dates=local))) == []
    later = dates_of(US="2026-02-01", CN="2026-02-02")
    assert len(places("future", ledger(event("2026-02-01", local_dates=later)))) == 1


def test_a_planned_event_is_overdue_once_its_day_is_over_in_every_capital() -> None:
    local = dates_of(US="2026-01-30", CN="2026-01-31")
    plan = event("2026-01-30", status="planned", local_dates=local)
    assert places("overdue", ledger(plan)) == []
    assert len(places("overdue", ledger(plan), TODAY + DAY)) == 1


# -- near-name, undeclared ------------------------------------------------------------------------


def undeclared_actor(name: str) -> Actor:
    """Somebody whom `[actors]` does not declare."""
    return Actor(name, name, declared=False)


def ledger_naming(name: str, *known: Actor) -> Ledger:
    """A ledger in which somebody undeclared meets Trump, and these are declared."""
    people = [TRUMP, *known, undeclared_actor(name)]
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
        # Names two letters away, and names too short to compare.
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
def test_a_name_one_letter_from_a_declared_one_is_reported(name: str, near: str | None) -> None:
    checked_ledger = ledger_naming(name, XI, XIE, WANG_WENTAO, NATO, UK, GREECE)
    typos, unknown = findings("near-name", checked_ledger), findings("undeclared", checked_ledger)
    assert [(typo.id, *typo.at) for typo in typos] == ([("a", "actors", 1)] if near else [])
    # The same name is never reported by both rules.
    assert len(unknown) == int(near is None)
    if near:
        assert typos[0].message == f'"{name}" is declared nowhere: is it a slip of "{near}"?'


def test_a_probable_typo_is_reported_everywhere() -> None:
    slip = undeclared_actor("Xi Jinpin")
    checked_ledger = ledger(
        event("2025-10-30", "a", present=(XI, slip)), event("2025-11-30", "b", actors=(slip, TRUMP))
    )
    assert places("near-name", checked_ledger) == [("a", "present", 1), ("b", "actors", 0)]


def test_two_undeclared_names_are_not_compared_with_each_other() -> None:
    checked_ledger = ledger(
        event("2025-10-30", actors=(undeclared_actor("Li Qiang"), undeclared_actor("Li Qiong")))
    )
    assert findings("near-name", checked_ledger) == []
    assert len(findings("undeclared", checked_ledger)) == 2


def test_an_undeclared_is_reported_once_where_the_name_first_appears() -> None:
    he = undeclared_actor("He Lifeng")
    checked_ledger = ledger(
        event("2025-10-30", "b", actors=(he, TRUMP), present=(XI, undeclared_actor("Li Qiang"))),
        event("2025-05-10", "a", present=(RUBIO, he)),
        event("2025-11-30", "c", actors=(TRUMP, he)),
    )
    assert places("undeclared", checked_ledger) == [("a", "present", 1), ("b", "present", 1)]


def test_a_declared_actor_is_neither_a_typo_nor_undeclared() -> None:
    twin = Actor("xi-jinpin", "Xi Jinpin", (), "CN")
    checked_ledger = ledger(event("2025-10-30", present=(twin,)))
    assert findings("near-name", checked_ledger) == findings("undeclared", checked_ledger) == []


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
        (call("a", "2025-10-30"), False),
        (call("a", "2025-10-30", 'present = ["xie-feng"]'), True),
        (call("a", "2025-10-30", 'present = ["谢锋"]'), True),
        (call("a", "2025-10-30").replace('"xi"', '"Xie Feng"'), True),
        (call("a", "2025-10-30").replace('"xi"', '"xi", "xie-feng"'), True),
        (call("a", "2025-10-30", 'sources = [{ publisher = "AP", side = "xie-feng" }]'), True),
        (call("a", "2025-10-30", 'sources = [{ publisher = "AP", side = "Xie Feng" }]'), True),
        (call("a", "2025-10-30", 'sources = [{ publisher = "AP", side = "谢锋" }]'), True),
        # His country is not him, and words are no names.
        (call("a", "2025-10-30", 'sources = [{ publisher = "AP", side = "CN" }]'), False),
        (call("a", "2025-10-30", 'summary = "Xie Feng was there."'), False),
        ('[sources.s]\npublisher = "AP"\nside = "xie-feng"\n', True),
        ('[sources.s]\npublisher = "AP"\nsays = { initiator = "Xie Feng" }\n', True),
        (claim("total = 0").replace('"trump"', '"xie-feng"'), True),
        (claim("total = 0").replace('"trump"', '"Xie Feng"'), True),
        (claim('total = 0\nactors = ["Xie Feng"]'), True),
        (claim('total = 0\nsources = [{ publisher = "AP", side = "xie-feng" }]'), True),
        # Another whose name begins alike is another.
        (claim("total = 0").replace('"trump"', '"Xie"'), False),
    ],
)
def test_a_declared_actor_that_nothing_names_is_reported(more: str, used: bool) -> None:
    unused = [
        finding
        for finding in findings("unused", loads(HEAD + DECLARED + more))
        if finding.id == "xie-feng"
    ]
    assert [(finding.kind, finding.at) for finding in unused] == ([] if used else [("actor", ())])


def test_principals_and_initiators_are_used() -> None:
    head = HEAD.replace("[actors.xi]", 'principals = ["谢锋"]\n[actors.xi]')
    ids = [finding.id for finding in findings("unused", loads(head + DECLARED))]
    assert ids == ["xi", "trump"]
    question = event("2025-10-30", actors=(XI, TRUMP), initiator=XIE.id)
    everybody = {actor.id: actor for actor in (XI, TRUMP, XIE, RUBIO)}
    assert places("unused", ledger(question, actors=everybody)) == [("marco-rubio",)]


def test_an_undeclared_is_never_unused() -> None:
    assert findings("unused", ledger(actors={"Li Qiang": undeclared_actor("Li Qiang")})) == []


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
def test_an_actor_without_an_office_on_the_day_is_reported(
    roles: Sequence[Role], date: str, covered: bool, key: str
) -> None:
    rubio = RUBIO._replace(roles=tuple(roles))
    plain = event(date, "a")
    group = (XI, rubio)
    checked_ledger = ledger(
        plain._replace(actors=group) if key == "actors" else plain._replace(present=group)
    )
    assert places("role", checked_ledger) == ([] if covered else [("a", key, 1)])


def test_an_office_on_the_date_of_one_capital_is_enough() -> None:
    rubio = RUBIO._replace(roles=(FIRST_YEAR,))
    local = dates_of(US="2025-01-19", CN="2025-01-20")
    assert places("role", ledger(event("2025-01-19", actors=(XI, rubio), local_dates=local))) == []
    assert len(places("role", ledger(event("2025-01-19", actors=(XI, rubio))))) == 1


# -- early-source ---------------------------------------------------------------------------------


def sources_dated(*dates: str | None) -> tuple[Source, ...]:
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
def test_a_source_older_than_its_event_is_reported(
    date: str, published: str | None, early: bool
) -> None:
    checked_ledger = ledger(event(date, "a", sources=sources_dated("2030", published)))
    assert places("early-source", checked_ledger) == ([("a", "sources", 1)] if early else [])


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
def test_a_source_can_be_as_old_as_the_announcement(dates: Mapping[str, str], early: bool) -> None:
    foretold = event(
        "2025-06-05", "a", sources=sources_dated("2025-06-01"), dates=dates_of(**dates)
    )
    assert places("early-source", ledger(foretold)) == ([("a", "sources", 0)] if early else [])


@pytest.mark.parametrize("status", ["planned", "postponed", "cancelled", "unconfirmed", "denied"])
def test_events_that_were_not_held_can_have_older_sources(status: str) -> None:
    plan = event("2025-06-05", status=status, sources=sources_dated("2025-06-01"))
    assert places("early-source", ledger(plan)) == []


def test_a_source_of_the_date_in_one_capital_is_not_early() -> None:
    local = dates_of(US="2025-10-17", CN="2025-10-18")
    call = event("2025-10-18", sources=sources_dated("2025-10-17"), local_dates=local)
    assert places("early-source", ledger(call)) == []


# -- one-sided ------------------------------------------------------------------------------------

EUROPE = Actor("antonio-costa", "António Costa", (), "European Union")


@pytest.mark.parametrize(
    "sides, side",
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
def test_a_contact_whose_sources_have_one_side_is_reported(
    sides: Sequence[str | None], side: str | None
) -> None:
    sources = tuple(Source("AP", side=side) for side in sides)
    met = event("2025-10-30", "a", actors=(XI, TRUMP, NATO, EUROPE), sources=sources)
    reported = findings("one-sided", ledger(met))
    assert [(finding.id, finding.at) for finding in reported] == (
        [("a", ("sources",))] if side else []
    )
    assert not side or reported[0].message.endswith(f"is of one side, {side}")


@pytest.mark.parametrize(
    "other",
    [
        event("2025-10-30", type="statement", sources=(Source("AP", side="CN"),)),
        event("2025-10-30", status="denied", sources=(Source("AP", side="CN"),)),
        event("2025-10-30", actors=(XI, XIE), sources=(Source("AP", side="CN"),)),
    ],
    ids=["statement", "denied", "at-home"],
)
def test_events_that_are_not_contacts_can_have_sources_of_one_side(other: Event) -> None:
    assert places("one-sided", ledger(other)) == []


# -- the command ----------------------------------------------------------------------------------

CLEAN = HEAD + call("jan", "2025-01-17") + call("jun", "2025-06-05")
WARNED = CLEAN + call("bare", "2025-07-01", "") + call("again", "2025-07-02", "")
NOWHERE = 'sources = [{ publisher = "AP" }]\nfollows = ["nowhere"]'
DIFFERS = claim("total = 9")

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
def test_a_ledger_without_problems_gives_one_note(folder: Folder, argv: Sequence[str]) -> None:
    ran = check(folder(a=CLEAN + claim("total = 2")), "-f", "a.toml", *argv)
    assert ran == (0, "", "note: no problem in 2 events and 1 claim\n")


def test_a_ledger_without_problems_is_an_empty_list_in_json(folder: Folder) -> None:
    ran = check(folder(a=CLEAN), "-f", "a.toml", "-o", "json")
    assert (ran.status, json.loads(ran.out)) == (0, [])


def test_the_ledger_of_the_folder_is_the_default(folder: Folder) -> None:
    ran = check(folder(events=CLEAN + DIFFERS))
    assert (ran.status, rules_of(ran.out)) == (1, ["claim"])
    assert ran.out.startswith("events.toml:")


def test_warnings_set_the_exit_status_only_with_strict(folder: Folder) -> None:
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
        # Rules without findings and rules that do not run can be ignored too.
        (["--ignore", "future,undeclared"], ["no-source", "no-source", "duplicate"]),
    ],
)
def test_ignored_rules_are_left_out(folder: Folder, argv: Sequence[str], left: list[str]) -> None:
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
def test_a_rule_that_cannot_be_ignored_is_refused(folder: Folder, word: str, answer: str) -> None:
    ran = check(folder(a=CLEAN), "-f", "a.toml", "--ignore", word)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"error: {answer}")


def test_a_broken_link_does_not_keep_claims_from_being_checked(folder: Folder) -> None:
    ran = check(folder(a=CLEAN + call("jul", "2025-07-11", NOWHERE) + DIFFERS), "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (1, ["link", "claim"])
    assert "the ledger has 3 contacts (6 fewer than stated)" in ran.out
    assert ran.err == "note: 2 errors and 0 warnings; 3 events and 1 claim read\n"


def test_an_error_in_one_claim_does_not_keep_others_from_being_checked(folder: Folder) -> None:
    broken = claim("total = { min = 3, max = 1 }", "broken")
    ran = check(folder(a=CLEAN + broken + DIFFERS), "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (1, ["order", "claim"])


@pytest.mark.parametrize(
    "fault",
    [
        call("jul", "30/10/2025"),
        call("jul", "2025-07-11").replace('"call"', '"cal"'),
        call("jul", "2025-07-11").replace('"xi", ', "5, "),
        call("jul", "2025-07-11", 'status = "hold"'),
        call("jul", "2025-07-11", 'tags = "trade"'),
        call("jun", "2025-07-11"),
        '[types.summit]\ncontact = "yes"\nlabel = "summit"\n',
        '[actors.rubio]\nname = "Marco Rubio"\ncountry = 5\n',
    ],
    ids=["date", "type", "actors", "status", "tags", "id", "types", "country"],
)
def test_claims_are_not_checked_if_a_number_can_depend_on_an_error(
    folder: Folder, fault: str
) -> None:
    ran = check(folder(a=CLEAN + fault + DIFFERS), "--strict", "-f", "a.toml")
    assert ran.status == 1
    assert not {"claim", "unused", "role", "undeclared"} & {*rules_of(ran.out)}
    left = "claim, settled, duplicate, near-name, undeclared, unused, role"
    assert ran.err.endswith(f"note: not looked at before these errors are mended: {left}\n")


def test_ignored_rules_are_not_listed_as_skipped(folder: Folder) -> None:
    place = folder(a=CLEAN + call("jul", "30/10/2025"))
    loose = check(place, "-f", "a.toml", "--ignore", "claim,settled,duplicate,near-name,unused")
    assert loose.err.endswith(" mended: role\n")
    none = check(place, "-f", "a.toml", "--ignore", "claim,settled,duplicate,near-name,unused,role")
    assert none.err == "note: 1 error and 0 warnings; 2 events and 0 claims read\n"


def test_other_rules_still_run_if_an_event_could_not_be_read(folder: Folder) -> None:
    place = folder(a=WARNED + call("jul", "30/10/2025"))
    ran = check(place, "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (
        1,
        ["no-source", "no-source", "format"],
    )


def test_a_broken_block_is_reported_once_and_other_blocks_are_checked(folder: Folder) -> None:
    broken = call("broken", "2025-08-01").replace('"Call"', '"Call')
    place = folder(a=WARNED + broken + call("jul", "2025-09-11", NOWHERE) + DIFFERS)
    ran = check(place, "-f", "a.toml")
    assert ran.status == 3
    assert rules_of(ran.out) == ["no-source", "no-source", "syntax", "link"]
    assert "not looked at before these errors are mended: claim" in ran.err


def test_other_files_are_checked_if_one_is_missing(folder: Folder) -> None:
    place = folder(a=CLEAN + call("bare", "2025-07-01", ""))
    alone = check(place, "-f", "nowhere.toml")
    assert (alone.status, alone.out) == (
        3,
        "nowhere.toml: error: cannot be read: no such file or directory [file]\n",
    )
    both = check(place, "-f", "nowhere.toml", "-f", "a.toml")
    assert (both.status, rules_of(both.out)) == (3, ["no-source", "file"])


def test_a_file_that_is_not_utf_8_is_not_parsed(folder: Folder) -> None:
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


def test_a_ledger_of_a_newer_format_is_not_checked_further(folder: Folder) -> None:
    head = HEAD.replace("[ledger]", "[ledger]\nversion = 2")
    ran = check(folder(a=head + DIFFERS + call("bare", "2025-07-01", NOWHERE)), "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (1, ["version"])
    assert ran.out.startswith("a.toml:2: error: format version 2 needs a newer chrono")


def test_standard_input_is_checked(folder: Folder) -> None:
    ran = check(folder(), "-f", "-", stdin=(CLEAN + DIFFERS).encode())
    assert (ran.status, rules_of(ran.out)) == (1, ["claim"])
    assert ran.out.startswith("<stdin>:")


def test_problems_are_sorted_by_file_and_line_in_any_order_of_files(folder: Folder) -> None:
    place = folder(
        b=HEAD + "".join(call(f"b{n}", f"2025-{n:02}-01", "") for n in range(1, 5)),
        a="".join(call(f"a{n}", f"2025-{n:02}-15", "") for n in range(5, 9)),
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


def test_a_problem_between_two_files_has_the_place_of_its_value(folder: Folder) -> None:
    place = folder(
        a=HEAD + call("one", "2025-06-05"),
        b=call("two", "2025-06-06")
        + call("three", "2025-01-06", NOWHERE.replace("nowhere", "one")),
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


def test_a_problem_has_the_line_of_its_value_in_blocks_too(folder: Folder) -> None:
    place = folder(a=HEAD + call("a", "2025-06-05", IN_BLOCKS))
    text = (place / "a.toml").read_text("utf-8").splitlines()
    first = text.index("[[events.sources]]") + 1
    ran = check(place, "--strict", "-f", "a.toml")
    assert rules_of(ran.out) == ["one-sided", "early-source"]
    lines = [line.split(" ")[0] for line in ran.out.splitlines()]
    assert lines == [f"a.toml:{first}:", f"a.toml:{first + 3}:"]


def test_line_ends_and_a_byte_order_mark_do_not_change_line_numbers(folder: Folder) -> None:
    text = WARNED + DIFFERS
    place = folder(a=text, b="\ufeff" + text.replace("\n", "\r\n"))
    plain, other = (check(place, "-f", f"{name}.toml", "-o", "json") for name in "ab")
    assert other.out == plain.out.replace("a.toml", "b.toml")
    assert (plain.status, other.status) == (1, 1)


JSON_KEYS = ["path", "line", "severity", "rule", "message", "text"]


def test_json_is_one_array_of_problems(folder: Folder) -> None:
    place = folder(a=WARNED + call("jul", "2025-11-11", NOWHERE) + DIFFERS)
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
        f"{row['path']}:{row['line']}: {row['severity']}: {row['message']} [{row['rule']}]"
        for row in problems
    ] == plain.out.splitlines()
    text = (place / "a.toml").read_text("utf-8").splitlines()
    assert [row["text"] for row in problems] == [text[row["line"] - 1] for row in problems]


def test_jsonl_has_one_problem_per_line_and_tsv_has_columns(folder: Folder) -> None:
    place = folder(a=WARNED)
    array = json.loads(check(place, "-f", "a.toml", "-o", "json").out)
    lines = check(place, "-f", "a.toml", "-o", "jsonl").out.splitlines()
    assert list(map(json.loads, lines)) == array
    rows = check(place, "-f", "a.toml", "-o", "tsv").out.splitlines()
    assert [row.split("\t") for row in rows] == [
        [str(row[key]) for key in JSON_KEYS if key != "text"] for row in array
    ]


STEERING = {"\\u001b[31m", "\\u009b", "\\u0007", "\\u202e", "\\u2028", "\\t", "\\r", "\\u0000"}


@pytest.mark.parametrize("sign", sorted(STEERING))
@pytest.mark.parametrize("format", ["table", "tsv", "csv", "json", "jsonl", "markdown"])
def test_control_characters_of_a_ledger_are_escaped(folder: Folder, sign: str, format: str) -> None:
    place = folder(
        a=HEAD
        + call("a", "2025-06-05", f'present = ["He{sign}Lifeng"]')
        + call("b", "2025-06-06", 'sources = [{ publisher = "A{0}P", date = 2025-01-01 }]')
        .replace("{0}", sign)
        + call("c", "2025-09-06", f'initiator = "x{sign}y"')
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


def test_control_characters_of_a_broken_line_are_escaped(folder: Folder) -> None:
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
        (call("a", "2025-06-05", 'present = ["Li Qiang", 5]\nsources = [{ publisher = "AP" }]'),
         ["format"]),
        (call("a", "2025-06-05", 'sources = [{ publisher = "AP", side = "US", urk = 1 }]'),
         ["format"]),
        (call("a", "2025-12-05", NOWHERE + '\nstatus = "planned"'), ["link", "overdue"]),
        # A source that is named wrongly is no source that is missing.
        pytest.param(
            call("a", "2025-06-05", 'sources = ["nowhere"]'), ["link"]),
        pytest.param(
            call("a", "2025-06-05", NO_PUBLISHER), ["format"]),
        # When it was announced is written down, and cannot be read.
        pytest.param(
            call("a", "2025-06-05", 'sources = [{ publisher = "AP", date = 2025-06-01 }]\n'
                                    'dates = { announced = "June 1" }'),
            ["format"]),
        # The capitals' dates would put them in order.
        pytest.param(
            call("a", "2025-10-18")
            + call("b", "2025-10-17", NOWHERE.replace("nowhere", "a")
                   + '\nlocal_dates = { US = 2025-10-17, ZZ = 2025-10-18 }'),
            ["format"]),
    ],
)  # fmt: skip
def test_an_error_causes_no_other_problem(folder: Folder, text: str, rules: list[str]) -> None:
    ran = check(folder(a=HEAD + text), "--strict", "-f", "a.toml")
    assert (ran.status, rules_of(ran.out)) == (1, rules)


BROKEN_CLAIM = claim("total = { min = 3, max = 1 }").replace('"trump"', '"xie-feng"')
TWO_XIES = DECLARED.replace("谢锋", "Xie") + DECLARED.replace("feng", "zhenhua").replace(
    "Feng", "Zhenhua"
).replace("谢锋", "Xie")


@pytest.mark.parametrize(
    "text, rules",
    [
        (DECLARED + BROKEN_CLAIM, ["order"]),
        (DECLARED + claim("total = 2") + claim("total = 2").replace('"trump"', '"xie-feng"'), ["id"]),
        (DECLARED + call("a", "2025-09-05", NO_PUBLISHER.replace("trump", "xie-feng")
                         .replace("}", '}, { publisher = "AP" }')), ["format"]),
        (DECLARED + call("a", "2025-09-05", 'sources = [{ publisher = "AP" }]\n'
                                            'initiator = "xie-feng"'), ["actor"]),
        (TWO_XIES + call("a", "2025-09-05", 'sources = [{ publisher = "AP" }]\n'
                                            'present = ["Xie"]'), ["actor"]),
    ],
    ids=["claim", "claim-twice", "source", "initiator", "ambiguous"],
)  # fmt: skip
def test_an_actor_named_only_in_a_record_with_an_error_is_not_unused(
    folder: Folder, text: str, rules: list[str]
) -> None:
    ran = check(folder(a=CLEAN + text), "-f", "a.toml")
    assert rules_of(ran.out) == rules


def test_options_can_come_before_or_after_the_command(folder: Folder) -> None:
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
        (HEAD + call("jan", "2025-01-17")).encode(),
        b"[ledger]\nversion = 9\n",
        HEAD.encode() + b"# caf\xe9\n",
        HEAD.encode("utf-16"),
    ],
    ids=["sound", "too new", "Latin-1", "UTF-16"],
)
def test_output_never_overwrites_the_ledger(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "a.toml").write_bytes(raw)
    ran = check(tmp_path, "-f", "a.toml", "--output", "a.toml")
    assert ran.status == 2
    assert "that is the ledger itself" in ran.err
    assert (tmp_path / "a.toml").read_bytes() == raw


def test_output_never_overwrites_an_included_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "main.toml").write_text('[ledger]\ninclude = ["sub.toml"]\n')
    raw = "[ledger]\n".encode("utf-16")
    (tmp_path / "sub.toml").write_bytes(raw)
    assert check(tmp_path, "-f", "main.toml", "--output", "sub.toml").status == 2
    assert (tmp_path / "sub.toml").read_bytes() == raw


def test_own_never_checks_the_bundled_ledger(tmp_path: Path) -> None:
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


def test_a_misspelt_speaker_is_reported(folder: Folder) -> None:
    place = folder(a=CLEAN + claim("total = { min = 0 }").replace('"trump"', '"Donald Trmp"'))
    ran = check(place, "-f", "a.toml")
    assert rules_of(ran.out) == ["near-name"]
    assert ran.out.startswith(f"a.toml:{line_of(place, 'by = ')}: ")
    assert 'is it a slip of "Donald Trump"?' in ran.out


SARKOZY = 'actors = ["xi", "Sarkozy"]'


def test_an_undeclared_of_a_claim_is_reported_under_strict(folder: Folder) -> None:
    first, second = (claim(f"total = 0\n{SARKOZY}", id) for id in "cd")
    place = folder(a=CLEAN + first + second)
    assert rules_of(check(place, "-f", "a.toml").out) == []
    ran = check(place, "-f", "a.toml", "--strict")
    assert rules_of(ran.out) == ["undeclared"]
    assert ran.out.startswith(f"a.toml:{line_of(place, SARKOZY)}: ")
    assert '"Sarkozy" is declared nowhere, and takes part in no event' in ran.out


def test_an_actor_who_takes_part_and_is_present_is_reported_once() -> None:
    late = Actor("ann", "Ann", (), "FR", (Role("Minister", When.parse("2026")),))
    checked_ledger = ledger(event("2025-05-05", "a", actors=(late, TRUMP), present=(late,)))
    assert len(list(BY_NAME["role"].check(RuleContext(checked_ledger, TODAY)))) == 1


# -- about some events ---------------------------------------------------------------------------

ABOUT_EVENTS = ("duplicate", "sequence", "future", "overdue", "role", "early-source")


def check_ids(*ids: str, number: int = 1) -> list[tuple[str, str]]:
    checked_ledger = ledger(
        event("2025-01-01", "a"),
        event("2025-01-02", "b", follows=("late",)),
        event("2025-02-01", "late"),
        event("2027-01-01", "future"),
        event("2025-06-01", "alone"),
        *(event("2025-01-01", f"x{n}", actors=(NATO, RUBIO)) for n in range(number)),
    )
    findings = check_events(checked_ledger, {*ids}, day("2026-01-01"))
    return [(rule.name, finding.id) for rule, finding in findings]


def test_check_events_yields_findings_in_the_events_and_because_of_them() -> None:
    assert check_ids("a") == [("duplicate", "b")]
    assert check_ids("b") == [("duplicate", "b"), ("sequence", "b")]
    assert check_ids("late") == [("sequence", "b")]
    assert check_ids("future", "alone") == [("future", "future")]
    assert check_ids("alone") == check_ids() == []


@pytest.mark.parametrize("number, findings", [(298, [("duplicate", "b")]), (299, [])])
def test_check_events_yields_nothing_if_too_many_events_are_near(
    number: int, findings: list[tuple[str, str]]
) -> None:
    assert check_ids("a", number=number) == findings
    assert check_ids("alone", number=number) == []


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
def test_check_events_agrees_with_a_check_of_the_whole_ledger(
    neighbours: list[Any], question: set[int]
) -> None:
    checked_ledger = ledger(
        *(
            event(date, f"e{n}", actors=actors, status=status, follows=[f"e{m}" for m in follows])
            for n, (date, follows, actors, status) in enumerate(neighbours)
        )
    )
    ids = {f"e{n}" for n in question}
    expected = [
        (rule, findings)
        for rule in (BY_NAME[name] for name in ABOUT_EVENTS)
        for findings in rule.check(RuleContext(checked_ledger, TODAY))
        if ids & {findings.id, findings.other}
    ]
    assert list(check_events(checked_ledger, ids, TODAY)) == expected


def test_results_that_several_rules_need_are_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_the_actors_are_searched_once_for_all_sides() -> None:
    class Walked(dict[str, Actor]):
        times = 0

        def values(self) -> Any:
            Walked.times += 1
            return super().values()

    actors = Walked({actor.id: actor for actor in (XI, TRUMP)})
    sources = (Source("One", side="Xi Jinping"), Source("Two", side="习近平"))
    events = [event(f"2025-01-{day:02}", f"e{day}", sources=sources) for day in range(1, 20)]
    checked_ledger = ledger(*events, actors=actors)
    findings = list(BY_NAME["one-sided"].check(RuleContext(checked_ledger, TODAY)))
    assert len(findings) == 19
    assert "one side, CN" in findings[0].message
    assert Walked.times == 1
