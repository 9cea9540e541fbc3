"""The ledger as Python asks it: the answers of the command line, to the word, as values."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, assert_type

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chrono
from chrono.core.counting import DIMENSIONS
from chrono.core.gaps import Gap, OpenGap
from chrono.core.model import STATUSES
from chrono.core.query import Match
from chrono.core.spans import Containment
from replay import ROOT, Ran, clean_environment, run
from samples import law

SHIPPED = ROOT / "data" / "events.toml"
COARSE = """
[actors.xi]
name = "Xi Jinping"
country = "CN"
[actors.wang-yi]
name = "Wang Yi"
country = "CN"
[actors.wang-wentao]
name = "Wang Wentao"
country = "CN"
[actors.rubio]
name = "Marco Rubio"
country = "US"
roles = [{ title = "Minister", until = 2025-01-12 }]
""" + "".join(
    f"""
[[events]]
id = "e{number}"
date = "{date}"
type = "{kind}"
title = "Event {number} on {words}"
actors = ["{one}", "{other}"]
status = "{status}"
{more}
"""
    for number, (date, kind, words, one, other, status, more) in enumerate(
        [
            ("2025-01-05", "call", "trade", "xi", "rubio", "held",
             'place = "Rome"\nplace_country = "IT"\ninitiator = "CN"\n'
             'sources = [{ publisher = "Xinhua" }]'),
            ("2025-01", "call", "tariffs", "wang-yi", "rubio", "held", 'tags = ["trade"]'),
            ("2025-01-30/2025-02-03", "talks", "trade", "wang-wentao", "rubio", "held",
             'sources = [{ publisher = "A Paper", origin = "AP" }]'),
            ("[2025-02-01,2025-03-01]", "meeting", "tariffs", "xi", "rubio", "held", ""),
            ("2025", "letter", "trade", "xi", "rubio", "held", 'extra = { score = 1.5 }'),
            ("2025-02-10", "meeting", "trade", "xi", "wang-yi", "held", 'tags = ["trade"]'),
            ("2025-02-11", "meeting", "a visit", "xi", "rubio", "denied", ""),
            ("2025-04-01", "call", "a visit", "wang-yi", "rubio", "planned", 'place = "Bonn"'),
            ("2025-03-01/..", "measure", "tariffs", "Nobody ExistingEvents", "rubio", "held", ""),
        ]
    )
)  # fmt: skip

PERIODS = ("2025", "2025-01", "2025-Q1", "2025-02-01..2025-03-15", "2025-03..", "..2025-02-15")
WORDS: dict[str, list[Any]] = {
    "period": [*PERIODS, "2025-13"],
    "actor": ["Xi", "rubio", "Wang Yi", "Wang", "Nobody"],
    "present": ["Xi", "Marco Rubio"],
    "country": ["US", "cn", "XX"],
    "type": ["call", "phone calls", "meeting", "letter", "cal"],
    "tag": ["trade", "Trade", "trad"],
    "place": ["Rome", "bonn", "Busan"],
    "status": ["denied", "planned", "any", "held", "hold"],
    "source": ["Xinhua"],
    "origin": ["Xinhua", "ap", "Nobody"],
    "without_origin": ["Xinhua", "AP", "Nobody"],
    "where": ["actor:Xi or not tag:trade", "type:letter and not (actor:Wang)", "actor:Xi or"],
    "place_country": ["IT", "Italy", "XX"],
    "initiator": ["CN", "Rubio", "disputed", "Nobody"],
    "text": ["trade", "tariffs", "visit", "…"],
    "mention": ["trade", "visit", "…"],
    "not_actor": ["wang-wentao", "Wang"],
    "not_type": ["talks", "letter"],
    "not_tag": ["trade"],
    "not_country": ["US", "XX"],
    "not_place": ["Rome", "Busan"],
    "office": ["minister", "premier"],
    "follows": ["e0", "e99"],
    "event": ["e0", "e99"],
    "contacts": [True],
    "since": ["2025-01-10", "2026", "x.."],
    "until": ["2025-02", "2024-12-31"],
    "certain": [True],
    "overlap": [True],
}
"""What is asked of the ledger of coarse dates: words that it knows, and some that it does not."""
ONE = {"period", "contacts", "since", "until", "certain", "overlap"}


@pytest.fixture(scope="module")
def coarse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("coarse") / "coarse.toml"
    path.write_text(COARSE, encoding="utf-8")
    return path


@st.composite
def questions(draw: st.DrawFn, known: bool = False) -> dict[str, Any]:
    """The arguments of a `where`; `known` ones mean something to the ledger of coarse dates."""
    question: dict[str, Any] = {}
    bad = {
        "2025-13",
        "Nobody",
        "XX",
        "cal",
        "trad",
        "Busan",
        "hold",
        "…",
        "x..",
        "2026",
        "2024-12-31",
    }
    for name in draw(st.lists(st.sampled_from([*WORDS]), max_size=4, unique=True)):
        words = st.sampled_from([word for word in WORDS[name] if not known or word not in bad])
        several = st.lists(words, min_size=1, max_size=2)
        question[name] = draw(words if name in ONE else st.one_of(words, several))
    return question


def options(question: dict[str, Any]) -> Iterator[str]:
    """The same question on the command line."""
    for name, said in question.items():
        for word in said if isinstance(said, list) else [said]:
            option = [] if name == "period" else [f"--{name.replace('_', '-')}"]
            yield from option if word is True else [*option, word]


def chrono_on(path: Path, *argv: str) -> Ran:
    return run(*argv, "-f", str(path), folder=path.parent, environment=clean_environment(path))


def sentences(error: chrono.ChronoError) -> str:
    return "".join(f"{line}\n" for line in error.lines())


# -- what the command line answers --------------------------------------------------------------


@given(question=questions())
@law(150)
def test_where_selects_what_list_prints_and_refuses_what_list_refuses(
    coarse: Path, question: dict[str, Any]
) -> None:
    ran = chrono_on(coarse, "list", *options(question), "-o", "json")
    if ran.status:
        with pytest.raises(chrono.UsageError) as error:
            chrono.load(coarse).events.where(**question)
        assert (ran.status, ran.err) == (2, sentences(error.value))
        return
    found = chrono.load(coarse).events.where(**question)
    assert found.to_dicts(nested=True) == json.loads(ran.out)
    assert "".join(f"note: {note}\n" for note in found.notes) == ran.err


@given(
    question=questions(),
    by=st.lists(st.sampled_from([*DIMENSIONS]), min_size=1, max_size=2, unique=True),
    contacts=st.booleans(),
)
@law(150)
def test_count_gives_the_numbers_of_chrono_count(
    coarse: Path, question: dict[str, Any], by: list[str], contacts: bool
) -> None:
    contacts = contacts or "contacts" in question
    question = {**question, "contacts": True} if contacts else question
    everything = [] if contacts else ["--all"]
    argv = ["count", *options(question), *everything]
    ran = chrono_on(coarse, *argv, *(word for one in by for word in ("--by", one)), "-o", "json")
    if ran.status:
        with pytest.raises(chrono.UsageError) as error:
            chrono.load(coarse).events.where(**question).count(by=by[0])
        assert (ran.status, ran.err) == (2, sentences(error.value))
        return
    found = chrono.load(coarse).events.where(**question)
    counted = found.count(by=by[0]) if len(by) == 1 else found.count(by=(by[0], by[1]))
    rows = json.loads(ran.out)
    keys = [(row["key"], row["key2"]) if by[1:] else row["key"] for row in rows]
    assert list(counted) == keys
    numbers = [row["count"] for row in rows]
    assert [count.to_dict() for count in counted.values()] == numbers
    total = json.loads(chrono_on(coarse, *argv, "--total", "-o", "json").out)
    assert counted.total.to_dict() == found.count().to_dict() == total


@pytest.mark.parametrize("wrong", [{"tag": "trad"}, {"status": "hold"}, {"period": "2025-13"}])
def test_of_two_wrong_filters_count_refuses_the_same_one(
    coarse: Path, wrong: dict[str, str]
) -> None:
    question: dict[str, Any] = {"actor": "Wang", **wrong}
    ran = chrono_on(coarse, "count", *options(question))
    with pytest.raises(chrono.UsageError) as error:
        chrono.load(coarse).events.where(**question).count()
    assert "Wang" not in str(error.value)
    assert (ran.status, ran.err) == (2, sentences(error.value))


def test_the_bundled_ledger_gives_the_answers_of_the_command_line() -> None:
    events = chrono.load(SHIPPED).events
    listed = json.loads(chrono_on(SHIPPED, "list", "--status", "any", "-o", "json").out)
    assert events.to_dicts(nested=True) == listed
    xi = events.where(actor=["Xi", "Trump"], period="2025", contacts=True)
    assert xi.count() == 5
    assert xi.count(by="type") == {"meeting": 1, "call": 4}


def test_gaps_summary_and_claims_give_the_answers_of_the_command_line() -> None:
    ledger = chrono.load(SHIPPED)
    today = dt.date(2026, 1, 31)
    found = ledger.events.where(period="2025", contacts=True).gaps(today=today)
    rows = json.loads(chrono_on(SHIPPED, "gaps", "2025", "--today", "2026-01-31", "-o", "json").out)
    ours: list[Gap | OpenGap] = [*found.found, *([found.running] if found.running else [])]
    assert [[one.min, one.max] for one in ours] == [
        [row["days"]["min"], row["days"]["max"]] for row in rows
    ]
    summary = ledger.events.where(period="2025").summary(today=today)
    shown = json.loads(chrono_on(SHIPPED, "summary", "2025", "-o", "json").out)
    assert summary.events.to_dict() == shown["events"]
    assert summary.counted.total.to_dict() == shown["contacts"]["total"]
    argv = ["claims", "2025-09..", "--actor", "Xi", "--verdict", "agrees", "-o", "json"]
    judged = ledger.judged(period="2025-09..", actor="Xi", verdict="agrees")
    assert [one.claim.id for one in judged] == [
        row["id"] for row in json.loads(chrono_on(SHIPPED, *argv).out)
    ]
    assert judged
    without = ledger.judged(not_type="call", present="Xi")
    rows = json.loads(
        chrono_on(SHIPPED, "claims", "--not-type", "call", "--present", "Xi", "-o", "json").out
    )
    assert [one.claim.id for one in without] == [row["id"] for row in rows]
    assert 0 < len(without) < len(ledger.judged(present="Xi"))
    letters = ledger.events.where(type="statement").summary()
    assert letters.counted.total.max == letters.events.max > 0
    assert ledger.events.where(type="statement", contacts=True).summary().events.max == 0


def test_an_unknown_verdict_is_refused() -> None:
    ledger = chrono.load(SHIPPED)
    said = {one.claim.by.name for one in ledger.judged(speaker=["Xie Feng", "Donald Trump"])}
    assert said == {"Xie Feng", "Donald Trump"}
    with pytest.raises(chrono.UsageError, match='unknown verdict "agree"; did you mean "agrees"'):
        ledger.judged(verdict="agree")  # type: ignore[arg-type]


# -- one question after another -----------------------------------------------------------------


@given(question=questions(known=True), more=questions(known=True))
@law(200)
def test_a_second_where_narrows_and_never_widens(
    coarse: Path, question: dict[str, Any], more: dict[str, Any]
) -> None:
    events = chrono.load(coarse).events
    try:
        one, both = events.where(**question), events.where(**question).where(**more)
    except chrono.UsageError:
        return  # two that have no day, or no status, in common
    assert {event.id for event in both} <= {event.id for event in one}
    assert {event.id for event in one.where()} == {event.id for event in one}
    if "status" not in more and one.matches:
        wanted = events.where(**{"status": STATUSES, **more})
        assert {event.id for event in both} <= {event.id for event in wanted}


@given(question=questions(known=True), data=st.data())
@law(150)
def test_two_calls_of_where_select_what_one_call_selects(
    coarse: Path, question: dict[str, Any], data: st.DataObject
) -> None:
    together = {"period", "since", "until", "status"} & {*question}
    later = data.draw(st.sets(st.sampled_from(sorted({*question} - together) or ["certain"])))
    first = {name: said for name, said in question.items() if name not in later}
    second = {name: said for name, said in question.items() if name in later}
    events = chrono.load(coarse).events
    try:
        whole = events.where(**question)
    except chrono.UsageError:
        return
    if "overlap" in second and {"period", "since", "until"} & {*first}:
        with pytest.raises(chrono.UsageError, match="use overlap in the first call"):
            events.where(**first).where(**second)
        return
    assert events.where(**first).where(**second).matches == whole.matches


@pytest.mark.parametrize(
    "question, more, sentence",
    [
        ({"period": "2025"}, {"period": "2026"}, "2026 does not overlap 2025"),
        ({}, {"status": "denied"}, "these events are all held; cannot select denied"),
        (
            {"period": "2025-Q1", "overlap": True},
            {"period": "2025-02"},
            "overlap was used with 2025-Q1; use it with 2025-02, too",
        ),
        (
            {"period": "2025-Q1"},
            {"overlap": True},
            "these events were selected by 2025-Q1 without overlap; "
            "use overlap in the first call of where()",
        ),
        (
            {"period": "2025-Q1"},
            {"period": "2025-02", "overlap": True},
            "these events were selected by 2025-Q1 without overlap; "
            "use overlap in the first call of where()",
        ),
    ],
)
def test_a_second_where_that_contradicts_the_first_is_refused(
    coarse: Path, question: dict[str, Any], more: dict[str, Any], sentence: str
) -> None:
    events = chrono.load(coarse).events.where(**question)
    with pytest.raises(chrono.UsageError) as error:
        events.where(**more)
    assert str(error.value) == sentence


def test_two_periods_leave_the_days_that_both_have(coarse: Path) -> None:
    """One of two days, neither of them in both periods, is in neither for what it counts."""
    events = chrono.load(coarse).events.where(type="meeting", actor="rubio")
    assert [one.id for one in events.where(period="2025-01..2025-02")] == ["e3"]
    assert [one.id for one in events.where(period="2025-02-15..")] == ["e3"]
    assert len(events.where(period="2025-01..2025-02").where(period="2025-02-15..")) == 0


def test_the_filters_of_the_first_where_still_hold_in_the_second(coarse: Path) -> None:
    events = chrono.load(coarse).events
    denied = events.where(status=["denied", "planned"])
    assert [one.status for one in denied.where(status="any")] == ["denied", "planned"]
    assert [one.status for one in denied.where(status="planned")] == ["planned"]
    january = events.where(period="2025-01", certain=True)
    assert [one.id for one in january.where(actor="rubio")] == ["e1", "e0", "e2"]
    running = events.where(period="2025-02", overlap=True)
    assert [one.id for one in running.where(type="talks")] == ["e2"]
    assert running.where(overlap=True).matches == running.matches
    first = events.where(overlap=True)
    assert first.where(period="2025-02").matches == running.matches
    assert [one.id for one in first.where(type="talks").where(since="2025-02")] == ["e2"]
    with pytest.raises(chrono.UsageError, match="used with 2025-02; use it with 2025-02-15"):
        first.where(period="2025-02").where(since="2025-02-15")


def test_actors_types_and_dates_are_taken_as_values(coarse: Path) -> None:
    events = chrono.load(coarse).events
    xi, call = events[2].actors[0], events.where(type="call")[0].type
    assert events.where(actor=xi) == events.where(actor="Xi Jinping")
    assert events.where(actor=[xi, "rubio"], type=call) == events.where(
        actor=["xi", "rubio"], type="call"
    )
    day = dt.datetime(2025, 2, 10, 12, 30)
    assert events.where(since=day, until=day.date()) == events.where(period="2025-02-10")
    assert events.where(period=dt.date(2025, 2, 10)) == events.where(period="2025-02-10")
    quarter = chrono.Period.parse("2025-Q1")
    assert events.where(period=quarter).matches == events.where(period="2025-Q1").matches
    assert events.where(period=chrono.Period("all")) == events.where()
    assert events.where(period=chrono.Period("2025-Q1")) == events.where(period="2025-Q1")


def test_a_period_is_taken_as_a_value_with_its_own_text(coarse: Path) -> None:
    events = chrono.load(coarse).events
    visit = chrono.Period("the visit", dt.date(2025, 2, 1), dt.date(2025, 2, 28))
    found = events.where(period=visit, overlap=True)
    assert found.matches == events.where(period="2025-02", overlap=True).matches
    with pytest.raises(chrono.ChronoError, match="the visit"):
        events.where(period=visit).where(period="2024")
    first = dt.date(2025, 1, 10)
    since = events.where(period=chrono.Period("since then", start=first))
    assert since.matches == events.where(since=first).matches
    assert events.where(period=visit, until="2025-02-10").matches == (
        events.where(period="2025-02-01..2025-02-10").matches
    )
    made = [one.claim.id for one in chrono.load(SHIPPED).judged(period=visit._replace(end=None))]
    assert made == [one.claim.id for one in chrono.load(SHIPPED).judged(period="2025-02..")]


@pytest.mark.parametrize(
    "period",
    [
        chrono.Period("back", dt.date(2025, 2, 1), dt.date(2025, 1, 1)),
        chrono.Period("noon", dt.datetime(2025, 2, 1, 12)),
    ],
)
def test_a_period_must_be_two_dates_in_order(coarse: Path, period: chrono.Period) -> None:
    sentence = f'the period "{period.text}" needs two dates, the earlier one first'
    with pytest.raises(chrono.UsageError, match=f"^{sentence}$"):
        chrono.load(coarse).events.where(period=period)


@pytest.mark.parametrize("name", sorted(WORDS.keys() - {"contacts", "certain", "overlap"}))
def test_a_value_of_a_wrong_type_is_never_taken_for_another(coarse: Path, name: str) -> None:
    ledger = chrono.load(coarse)
    for value in (1.5, object(), ledger.events[0]):
        question: dict[str, Any] = {name: value}
        with pytest.raises((TypeError, AttributeError, chrono.UsageError)):
            ledger.events.where(**question)


def test_an_actor_or_a_type_stands_for_its_id(coarse: Path) -> None:
    ledger = chrono.load(coarse)
    xi, call = ledger.actors["xi"], ledger.types["call"]
    wrong: list[dict[str, Any]] = [{"tag": xi}, {"type": xi}, {"actor": call}]
    for question in wrong:
        with pytest.raises(chrono.UsageError, match=r"unknown t|unknown actor"):
            ledger.events.where(**question)
    noon = dt.datetime(2026, 1, 31, 12)
    assert ledger.events.gaps(today=noon) == ledger.events.gaps(today=noon.date())
    assert ledger.events.summary(today=noon) == ledger.events.summary(today=noon.date())


def test_a_keyword_that_is_no_filter_is_refused(coarse: Path) -> None:
    ledger = chrono.load(coarse)
    with pytest.raises(TypeError, match="unknown filters: limit, who"):
        ledger.events.where(actor="Xi", who="Xi", limit="3")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unknown filters: place"):
        ledger.judged(place="Busan")  # type: ignore[call-arg]


# -- a sequence ---------------------------------------------------------------------------------


def test_a_slice_of_the_events_can_be_filtered_and_counted(coarse: Path) -> None:
    found = chrono.load(coarse).events.where(period="2025-01")
    assert [event.id for event in found] == ["e1", "e4", "e0", "e2"]
    part = found[:2]
    assert isinstance(part, chrono.Events)
    assert (len(part), str(part.count()), part.count().undecided) == (2, "1–2", ["e4"])
    assert [event.id for event in part.where(type=["call", "talks"])] == ["e1"]
    assert [event.id for event in found[::-1]] == ["e2", "e0", "e4", "e1"]
    assert found[-1] is found[3]
    assert copy.copy(found).count() == found.count()


def test_count_of_an_event_is_that_of_a_tuple(coarse: Path) -> None:
    found = chrono.load(coarse).events
    assert found.count(found[0]) == 1
    for wrong in ("month", 1):
        with pytest.raises(TypeError, match='count\\(by="month"\\)'):
            found.count(wrong)


def test_the_repr_of_events_and_counts(coarse: Path) -> None:
    ledger = chrono.load(coarse)
    assert repr(ledger) == f"<Ledger {coarse}: 9 events, 0 claims>"
    assert repr(ledger.events) == f"<9 events of {coarse}>"
    assert repr(ledger.events.where(period="2025-01")) == f"<3–4 events of {coarse}>"
    assert repr(ledger.events[1:2]) == f"<1 event of {coarse}>"
    assert repr(ledger.events[2]) == "<Event e0: 2025-01-05, call, Event 0 on trade>"
    number = ledger.events.where(period="2025-01").count()
    assert (str(number), repr(number)) == ("3–4", "<Count 3–4, undecided: e4>")
    assert repr(ledger.events.count(by=("tag", "year"))) == "<Counts trade | 2025: 2>"


def test_a_ledger_with_replaced_events_selects_from_these(coarse: Path) -> None:
    ledger = chrono.load(coarse)
    assert len(ledger.events) == 9
    fewer = ledger._replace(events=ledger.events[:3])
    assert fewer.events.where(type="call").count() == 2 == len(fewer.events) - 1


def test_events_of_another_status_or_running_in_can_be_read(coarse: Path) -> None:
    found = chrono.load(coarse).events.where(period="2025-02")
    assert [event.id for event in found.others] == ["e6"]
    assert [event.id for event in found.running_in] == ["e2"]
    missing = chrono.load(coarse).events.where().count(by="place").missing
    assert [event.id for event in missing] == ["e1", "e4", "e2", "e3", "e5", "e8"]


# -- numbers ------------------------------------------------------------------------------------


def test_a_count_without_doubt_is_an_int(coarse: Path) -> None:
    found = chrono.load(coarse).events.where(type="call")
    assert int(found.count()) == 2
    assert found.count() == 2
    assert found.count() != 3
    assert hash(found.count()) == hash(2)
    assert found.count()
    assert not found.where(place="Bonn").count()


def test_a_range_is_never_taken_for_a_single_number(coarse: Path) -> None:
    events = chrono.load(coarse).events
    number = events.where(period="2025-02").count()
    assert (number.min, number.max, number.undecided) == (1, 3, ["e4", "e3"])
    assert number not in (1, 2, 3)
    assert number == events.where(period="2025-02").count()
    assert hash(number) == hash(events.where(period="2025-02").count())
    assert number  # there is one, however many more
    with pytest.raises(ValueError, match="1–3 is a range, because e4, e3 may or may not count"):
        int(number)
    none_or_one = events.where(period="2025-03", type="meeting").count()
    assert str(none_or_one) == "0–1"
    with pytest.raises(ValueError, match="0–1 is a range"):
        bool(none_or_one)


def number(low: int, high: int) -> chrono.Count:
    """From so many, which surely count, to so many, which may."""
    one = chrono.loads(COARSE).events[0]
    return chrono.Count(
        [Match(one, Containment.CERTAIN)] * low + [Match(one, Containment.POSSIBLE)] * (high - low)
    )


def test_the_greatest_count_is_found_if_it_is_certain(coarse: Path) -> None:
    contacts = chrono.load(SHIPPED).events.where(period="2025", contacts=True)
    numbers = contacts.count(by="type")
    assert max(numbers.values()) == 51
    assert max(numbers, key=numbers.__getitem__) == "meeting"
    assert [int(one) for one in sorted(numbers.values())] == [2, 8, 8, 8, 51]
    assert sum(numbers.values()) == 77
    assert [10, 20, 30][numbers["conversation"]] == 30
    assert numbers["call"] / numbers["meeting"] == 8 / 51
    months = chrono.load(coarse).events.where(period="2025-02").count(by="month")
    assert str(list(months.values())) == "[<Count 1–3, undecided: e4, e3>]"
    assert max(*months.values(), 4) == 4
    for wrong in (
        lambda: max(*months.values(), 2),
        lambda: sorted([*months.values(), number(2, 2)]),
    ):
        with pytest.raises(ValueError, match="1–3 is a range, because e4, e3 may or may not count"):
            wrong()
    with pytest.raises(ValueError, match="1–3 is a range"):
        sum(months.values())
    with pytest.raises(TypeError):
        numbers["call"] < "9"  # type: ignore[arg-type]  # noqa: B015


def test_a_number_is_formatted_as_one_and_a_range_as_a_text() -> None:
    assert f"{number(5, 5):>5}|{number(5, 5):03d}|{number(5, 5)}" == "    5|005|5"
    assert f"{number(4, 6):>5}|{number(4, 6)}" == "  4–6|4–6"
    with pytest.raises(ValueError, match="4–6 is a range"):
        f"{number(4, 6):d}"
    with pytest.raises(ValueError, match="Unknown format code 's'"):
        f"{number(5, 5):s}"


@pytest.mark.parametrize("by", ["months", ("type", "type"), ("type", "tag", "year", "place"), ()])
def test_an_unknown_dimension_is_refused(coarse: Path, by: Any) -> None:
    with pytest.raises(chrono.UsageError, match=r"cannot count by|write one to three"):
        chrono.load(coarse).events.count(by=by)


# -- for a data frame ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", [SHIPPED, *sorted((ROOT / "tests/ledgers/valid").glob("*.toml"))])
def test_each_key_has_one_type(path: Path) -> None:
    events = chrono.load(path).events
    rows = events.to_dicts()
    for key, column in events.to_columns().items():
        assert column == [row[key] for row in rows]
        kinds = {type(value) for value in column} - {type(None)}
        assert len(kinds) <= 1
        assert kinds <= {str, bool, list, dt.date}
        if kinds == {list}:
            assert {type(one) for value in column for one in value} <= {str}
    for row, record in zip(rows, events.to_dicts(nested=True), strict=True):
        assert [*row] == [*record, "certain"]
        for key in ("extra", "dates", "local_dates"):
            assert json.loads(row[key] or "{}") == record[key]


LATE = "".join(
    f'[[events]]\nid = "e{number:03}"\ndate = 2025-01-01\ntype = "call"\ntitle = "T"\n'
    f'actors = ["A", "B"]\n{more}\n'
    for number, more in enumerate([*[""] * 200, 'place = "Rome"\nextra = { a = 1 }'])
)
"""A ledger in which what is rare comes late."""


def test_pandas_takes_the_rows_unchanged(coarse: Path) -> None:
    pandas = pytest.importorskip("pandas")
    events = chrono.load(coarse).events.where(period="2025-01")
    frame = pandas.DataFrame(events.to_dicts())
    assert list(frame["id"]) == ["e1", "e4", "e0", "e2"]
    assert list(frame["certain"]) == [True, False, True, True]
    assert pandas.to_datetime(frame["start"]).dt.month.tolist() == [1, 1, 1, 1]
    late = chrono.loads(LATE).events
    assert pandas.DataFrame(late.to_dicts()).equals(pandas.DataFrame(late.to_columns()))
    numbers = pandas.DataFrame(events.count(by="type").to_dicts())
    assert numbers[["type", "min", "max"]].values.tolist() == [
        ["call", 2, 2], ["talks", 1, 1], ["letter", 0, 1],
    ]  # fmt: skip


def test_polars_takes_the_columns_unchanged(coarse: Path) -> None:
    polars = pytest.importorskip("polars")
    for path in (coarse, SHIPPED):
        events = chrono.load(path).events
        by_rows = polars.DataFrame(events.to_dicts(), infer_schema_length=None)
        by_columns = polars.DataFrame(events.to_columns())
        assert by_rows.rows() == by_columns.rows()
        assert by_rows["start"].dtype == polars.Date
        assert by_rows["actors"].dtype == polars.List(polars.String)
    late = polars.DataFrame(chrono.loads(LATE).events.to_columns())
    assert late["place"].drop_nulls().to_list() == ["Rome"]
    assert polars.DataFrame(events.count(by="type").to_dicts())["max"].sum() == len(events)


# -- which ledger -------------------------------------------------------------------------------


def test_load_takes_one_path_several_or_none(coarse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events = chrono.load(coarse).events
    assert chrono.load(str(coarse)).events == events
    assert chrono.load([str(coarse)]).events == events
    example = ROOT / "tests" / "ledgers" / "valid" / "every-date.toml"
    assert len(chrono.load([coarse, example]).events) == 9 + len(chrono.load(example).events)
    assert chrono.loads(COARSE).events == events
    monkeypatch.setenv("CHRONO_LEDGER", str(coarse))
    assert chrono.load().files == (str(coarse),)
    monkeypatch.delenv("CHRONO_LEDGER")
    monkeypatch.chdir(SHIPPED.parent)
    assert chrono.load().files == ("events.toml",)


def test_a_ledger_with_an_error_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(f'{COARSE}\n[[events]]\nid = "x"\n', encoding="utf-8")
    with pytest.raises(chrono.LedgerError) as error:
        chrono.load(path)
    problem = error.value.problems[0]
    assert (problem.path, problem.line) == (str(path), COARSE.count("\n") + 2)
    assert isinstance(problem, chrono.Problem)


# -- types --------------------------------------------------------------------------------------


def test_a_type_checker_knows_the_types_of_the_answers(coarse: Path) -> None:
    """Held by mypy --strict, which reads the tests; that it also is so, by running them."""
    ledger = assert_type(chrono.load(coarse), chrono.Ledger)
    found = assert_type(ledger.events.where(actor="Xi", type=["call"]), chrono.Events)
    assert_type(found[0], chrono.Event)
    assert_type(found[:1], chrono.Events)
    assert_type(found.count(), chrono.EventCount)
    assert_type(int(found.count()), int)
    assert_type(found.count(by="month"), chrono.Counts[str])
    pairs = assert_type(found.count(by=("type", "month")), chrono.Counts[tuple[str, str]])
    assert_type(pairs["call", "2025-01"], chrono.EventCount)
    assert_type([event.when.start for event in found], list[dt.date | None])
    assert isinstance(found, chrono.Events)
    assert isinstance(pairs, chrono.Counts)


def test_every_public_name_can_be_imported() -> None:
    for name in chrono.__all__:
        assert getattr(chrono, name) is not None
    listed = "import chrono; print(*dir(chrono))"
    done = subprocess.run(
        [sys.executable, "-c", listed], capture_output=True, check=True, text=True
    )
    assert {*chrono.__all__} <= {*done.stdout.split()}
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        chrono.Nothing  # noqa: B018


def test_the_class_of_every_answer_is_public() -> None:
    ledger = chrono.load(SHIPPED)
    found = ledger.events.where(period="2025", contacts=True)
    silences, judged = (
        found.where(actor=["Xi", "Trump"]).gaps(today=dt.date(2026, 1, 31)),
        ledger.judged()[0],
    )
    answers = [
        ledger, found, found[0], found[0].when, found[0].type, found[0].actors[0],
        found[0].sources[0], found.matches[0], found.matches[0].fit, found.count(),
        found.count(by="type"), found.summary(), found.summary().events, silences,
        silences.found[0], silences.running, judged, judged.claim, judged.readings[0],
        judged.readings[0].period, ledger.coverage[0],
    ]  # fmt: skip
    for answer in answers:
        assert getattr(chrono, type(answer).__name__) is type(answer)


# -- copies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "copied", [copy.deepcopy, copy.copy, lambda one: pickle.loads(pickle.dumps(one))]
)
@given(question=questions(known=True), more=questions(known=True))
@law(30)
def test_a_copy_gives_the_same_answers(
    coarse: Path, copied: Callable[[Any], Any], question: dict[str, Any], more: dict[str, Any]
) -> None:
    ledger = chrono.load(coarse)
    try:
        found = ledger.events.where(**question)[:5]
        both = found.where(**more)
    except chrono.UsageError:
        return
    again: chrono.Events = copied(found)
    assert type(again) is chrono.Events
    assert (again, again.matches, again.notes, repr(again)) == (
        found,
        found.matches,
        found.notes,
        repr(found),
    )
    assert (again.where(**more).matches, again.where(**more).notes) == (both.matches, both.notes)
    assert (
        copied(ledger).events.where(**question).matches == ledger.events.where(**question).matches
    )


@pytest.mark.parametrize("path", [SHIPPED, *sorted((ROOT / "tests/ledgers/valid").glob("*.toml"))])
def test_every_answer_can_be_copied_and_pickled(path: Path) -> None:
    ledger = chrono.load(path)
    events = ledger.events.where(status="any")
    answers = [
        ledger,
        events,
        events.count(),
        events.count(by="year"),
        events.summary(),
        ledger.judged(),
    ]
    made: list[list[Any]] = [copy.deepcopy(answers), pickle.loads(pickle.dumps(answers))]
    for again in made:
        assert repr(again[:3]) == repr(answers[:3])
        assert again[0] == ledger
        assert again[1].to_dicts() == events.to_dicts()
        assert again[2] == answers[2]
        assert dict(again[3]) == dict(events.count(by="year"))
        assert again[4].events == events.count()
        assert again[5] == answers[5]


def test_an_empty_list_of_paths_is_refused() -> None:
    with pytest.raises(chrono.UsageError, match="no path given"):
        chrono.load([])


@pytest.mark.parametrize(
    ("former", "name"),
    [
        ("AskedWrongly", "UsageError"),
        ("Fit", "Containment"),
        ("Hit", "Match"),
        ("Judged", "ClaimVerdict"),
        ("Reading", "Interpretation"),
        ("Running", "OpenGap"),
        ("Silence", "Gap"),
    ],
)
def test_a_former_public_name_still_works_and_warns(former: str, name: str) -> None:
    with pytest.warns(DeprecationWarning, match=f"chrono.{former} is now chrono.{name}"):
        assert getattr(chrono, former) is getattr(chrono, name)


def test_a_former_attribute_still_works_and_warns(coarse: Path) -> None:
    events = chrono.load(coarse).events
    count = events.count()
    with pytest.warns(DeprecationWarning, match="Events.hits has been renamed"):
        assert events.hits == events.matches
    with pytest.warns(DeprecationWarning, match="Count.hits has been renamed to Count.matches"):
        assert count.hits == count.matches
