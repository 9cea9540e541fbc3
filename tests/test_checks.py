"""Each rule of `chrono check`, by small examples in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from check_helpers import (
    BOTH_WAYS,
    BY_NAME,
    DECLARED,
    HEAD,
    TODAY,
    TWO_CALLS,
    call,
    claim,
    dates_of,
    findings,
    places,
)
from chrono.core.checks import RULES, RuleContext, check_events, rules
from chrono.core.coverage import CoverageRow
from chrono.core.dates import When
from chrono.core.model import Actor, Event, Ledger, Role, Source
from chrono.core.periods import EVERYTHING
from chrono.files.read.load import loads
from replay import ROOT, run_copy
from samples import (
    DAY,
    NATO,
    RUBIO,
    TRUMP,
    WANG_WENTAO,
    WANG_YI,
    XI,
    XIE,
    day,
    event,
    law,
    ledger,
)

# -- the decorators -------------------------------------------------------------------------------


def test_a_rule_of_the_whole_ledger_needs_all_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "RULES", [])
    rules.rule("whole", "warning")(lambda context: iter(()))
    rules.rule("each", "warning")(rules.each_event(lambda event, context: iter(())))
    rules.rule("both", "warning", needs_all=True)(rules.each_event(lambda event, context: iter(())))
    assert [rule.needs_all for rule in rules.RULES] == [True, False, True]


def test_the_rules_of_a_new_module_are_found(tmp_path: Path) -> None:
    copytree(ROOT / "src", tmp_path / "src", ignore=ignore_patterns("__pycache__"))
    (tmp_path / "src" / "chrono" / "core" / "checks" / "zebras.py").write_text(
        "from chrono.core.checks.rules import rule\n\n"
        '@rule("zebra", "warning")\ndef zebra(context):\n    """None."""\n    return iter(())\n'
    )
    names = "from chrono.core.checks import RULES; print(*(rule.name for rule in RULES))"
    ran = run_copy(tmp_path, "-c", names)
    assert ran.stdout.split() == [*BY_NAME, "zebra"]


# -- claim, settled -------------------------------------------------------------------------------


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
        'the claim "c" differs from the ledger: the claim states 3 phone calls; for 1 Jan–4 Dec '
        "2025, the ledger has 2 phone calls"
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
        assert typos[0].message == f'unknown actor "{name}"; did you mean "{near}"?'


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


def test_an_actor_of_the_coverage_is_used() -> None:
    rows = (CoverageRow(EVERYTHING, actors=(XI,)),)
    assert findings("unused", ledger(actors={XI.id: XI}, coverage=rows)) == []
    assert findings("unused", ledger(actors={XI.id: XI})) != []


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


def test_an_actor_who_takes_part_and_is_present_is_reported_once() -> None:
    late = Actor("ann", "Ann", (), "FR", (Role("Minister", When.parse("2026")),))
    checked_ledger = ledger(event("2025-05-05", "a", actors=(late, TRUMP), present=(late,)))
    assert len(list(BY_NAME["role"].check(RuleContext(checked_ledger, TODAY)))) == 1


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
    assert not side or reported[0].message.endswith(f"are from one side ({side})")


def test_a_side_that_is_a_countrys_code_is_that_country_and_no_actor_of_that_name() -> None:
    ours = Actor("us", "Union Society", ("US",), "GB")
    met = event("2025-10-30", "a", actors=(ours, XI), sources=(Source("AP", side="US"),))
    assert [one.message for one in findings("one-sided", ledger(met))] == [
        'all sources of the contact "a" are from one side (US)'
    ]


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


# -- about some events ---------------------------------------------------------------------------

ABOUT_EVENTS = ("duplicate", "sequence", "future", "overdue", "role", "early-source")


def check_ids(*ids: str, number: int = 1) -> list[tuple[str, str]]:
    checked_ledger = ledger(
        event("2025-01-01", "a"),
        event("2025-01-02", "b", follows=("late",)),
        event("2025-02-01", "late"),
        event("2027-01-01", "future"),
        event("2025-06-01", "alone"),
        *(
            event("2025-01-01", f"x{n}", actors=(NATO, RUBIO), sources=(Source(f"S{n}"),))
            for n in range(number)
        ),
    )
    pairs = check_events(checked_ledger, {*ids}, day("2026-01-01"))
    return [(rule.name, finding.id) for rule, finding in pairs]


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
        (rule, finding)
        for rule in (BY_NAME[name] for name in ABOUT_EVENTS)
        for finding in rule.check(RuleContext(checked_ledger, TODAY))
        if ids & {finding.id, finding.other}
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
        monkeypatch.setattr(rules, name, counted(name, getattr(rules, name)))
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
    assert "one side (CN)" in findings[0].message
    assert Walked.times == 1


# -- lookalike ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, problem",
    [
        ("Xi and Trump meet", None),
        ("Лавров и Рубио", None),
        ("Встреча Xi и Трампа, COVID-19", None),
        ("习近平 speaks", None),
        ("Réunion – “talks” 🇨🇳 10 µm", None),
        ("علی\u200cاکبر صالحی 👩\u200d👩\u200d👧 ☎\ufe0f", None),
        ("one\ttwo", None),
        ("Lаvrov", '"Lаvrov" mixes Latin and Cyrillic letters ("а" is Cyrillic); use one alphabet'),
        (
            "an Αthens mееting",
            '"Αthens" mixes Latin and Greek letters ("Α" is Greek); use one alphabet',
        ),
        ("Вusаn", '"Вusаn" mixes Latin and Cyrillic letters ("В" is Cyrillic, "а" is Cyrillic); '
         "use one alphabet"),
        ("Иванoв", '"Иванoв" mixes Latin and Cyrillic letters ("o" is Latin); use one alphabet'),
        (
            "Xi\u200b Jinping",
            r'"Xi\u200b Jinping" contains U+200B, an invisible character; remove it',
        ),
        (
            "a text that is long\u3164\u200d\u3164 and goes on",
            r'"xt that is long\u3164\u200d\u3164 and goes on" contains U+3164 and U+200D, '
            "invisible characters; remove them",
        ),
        ("x\x1b[31m", r'"x\x1b[31m" contains U+001B, an invisible character; remove it'),
        ("tag\U000e0041", r'"tag\U000e0041" contains U+E0041, an invisible character; remove it'),
    ],
)  # fmt: skip
def test_invisible_characters_and_mixed_alphabets_are_reported(
    text: str, problem: str | None
) -> None:
    found = [(one.at, one.message) for one in lookalikes(ledger(event("2025-01-01", title=text)))]
    assert found == ([(("title",), problem)] if problem else [])


def lookalikes(book: Ledger) -> list[Any]:
    (rule,) = [one for one in RULES if one.name == "lookalike"]
    return list(rule.check(RuleContext(book, TODAY)))


def test_a_text_that_looks_like_another_is_reported_once_and_everywhere() -> None:
    odd = "Xi\u200b"
    book = loads(
        f"""
[actors.a]
name = "A"
aliases = ["B", "C{odd}"]
roles = [{{ title = "D{odd}" }}]
[sources.s]
publisher = "E{odd}"
[[events]]
id = "one"
date = 2025-01-01
type = "call"
title = "T"
actors = ["a", "F{odd}"]
place = "G{odd}"
summary = "line\\nline"
tags = ["t", "h{odd}"]
sources = ["s", {{ publisher = "E{odd}", quote = "I{odd}" }}]
[[events]]
id = "two"
date = 2025-01-02
type = "call"
title = "T"
actors = ["a", "F{odd}"]
place = "G{odd}"
sources = ["s"]
[[claims]]
id = "c"
by = "J{odd}"
date = 2025-01-03
statement = "K{odd}"
period = "2025"
counts = {{ call = 2 }}
"""
    )
    assert [(one.id, one.at) for one in lookalikes(book)] == [
        ("a", ("aliases", 1)),
        ("a", ("roles", 0)),
        ("one", ("actors", 1)),
        ("one", ("place",)),
        ("one", ("tags", 1)),
        ("one", ("sources", 0)),
        ("one", ("sources", 1)),
        ("c", ("by",)),
        ("c", ("statement",)),
    ]
