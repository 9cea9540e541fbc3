"""One origin under several names, as `[publishers]` declares them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.claims import judge_all
from chrono.core.counting import tally
from chrono.core.gaps import gaps
from chrono.core.model import Claim, Number, Publisher, Source
from chrono.core.origins import Origins, without_origins
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Question, resolve, select
from chrono.core.spans import OPEN
from chrono.core.verdicts import Verdict
from chrono.files.read.load import loads
from replay import clean_environment, run
from samples import XI, Placed, ask, event, ids, law, ledger, many_events, small_dates
from test_exchange import exported_whole

AFP = Publisher("afp", "AFP", ("Agence France-Presse",), ("old-afp",))
WIRE = Publisher("wire", "The Wire", ("afp wire",))
ORIGINS = Origins({"afp": AFP, "wire": WIRE})


@pytest.mark.parametrize(
    "text, name",
    [
        ("AFP", "AFP"),
        ("afp", "AFP"),
        ("agence  france-presse", "AFP"),
        ("Agence Fránce-Presse", "AFP"),
        ("old-afp", "AFP"),
        ("WIRE", "The Wire"),
        ("AFP Wire", "The Wire"),
        ("Agence", "Agence"),
        ("Reuters", "Reuters"),
        ("REUTERS", "REUTERS"),
    ],
)
def test_a_text_is_compared_with_whole_names_without_case_and_accents(text: str, name: str) -> None:
    assert ORIGINS.name(text) == name


def test_a_name_of_one_publisher_comes_before_the_id_of_another() -> None:
    both = {"ap": Publisher("ap", "Asia Post"), "wire": Publisher("wire", "AP")}
    assert Origins(both).name("ap") == "AP"


def test_the_origin_of_a_source_is_its_publisher_if_it_names_none() -> None:
    own, wired = Source("agence france-presse"), Source("A Paper", origin="afp")
    assert ORIGINS.both(own) == ("AFP", "AFP")
    assert ORIGINS.both(wired) == ("A Paper", "AFP")
    assert [*ORIGINS.names([own, wired, Source("B")])] == ["AFP", "B"]


LEDGER = """[publishers.afp]
name = "AFP"
aliases = ["Agence France-Presse"]

[publishers.unused]
name = "Unused"

[[events]]
id = "a"
date = 2025-01-01
type = "call"
title = "A call"
actors = ["Ann", "Ben"]
sources = [{ publisher = "A Paper", origin = "agence france-presse" }]
"""


def test_an_export_has_the_publishers_that_its_sources_name() -> None:
    text = exported_whole(loads(LEDGER), "toml")
    assert {*loads(text).publishers} == {"afp"}


# -- without an origin ----------------------------------------------------------------------------

BOOK = ledger(
    event("2025-01-01", "both", sources=(Source("A Paper", origin="afp"), Source("Reuters"))),
    event(
        "2025-01-05", "alone", sources=(Source("Agence France-Presse"), Source("B", origin="AFP"))
    ),
    event("2025-01-09", "bare"),
    event("2025-01-20", "other", sources=(Source("Reuters"),)),
    publishers={"afp": AFP},
    sources={"s1": Source("AFP", id="s1"), "s2": Source("Reuters", id="s2")},
)


def test_an_event_that_loses_its_last_source_becomes_possible() -> None:
    query = resolve(Question.of(without_origin=["agence france-presse"]), BOOK)
    book = without_origins(BOOK, query.without)
    assert book.unsupported == {"alone"}
    assert {*book.sources} == {"s2"}
    matches = select(book, query).matches
    assert [(one.event.id, one.certain) for one in matches] == [
        ("both", True), ("alone", False), ("bare", True), ("other", True),
    ]  # fmt: skip
    assert [len(one.event.sources) for one in matches] == [1, 0, 0, 1]
    both = resolve(Question.of(without_origin=["AFP", "Reuters"]), BOOK)
    assert without_origins(BOOK, both.without).unsupported == {"both", "alone", "other"}
    certain = resolve(Question.of(without_origin=["AFP"], certain=True), BOOK)
    assert ids(select(book, certain)) == ["both", "bare", "other"]


def test_without_no_origin_the_ledger_stays_as_it_is() -> None:
    assert without_origins(BOOK, ()) is BOOK


def test_a_gap_beside_an_event_without_source_is_a_range() -> None:
    book = without_origins(BOOK, {"AFP"})
    found = gaps(ask(book).matches, EVERYTHING, [OPEN], None).found
    assert [(gap.min, gap.max, gap.inside) for gap in found] == [
        (11, 11, []), (4, 8, ["alone"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "stated, verdict", [(4, "cannot tell"), (3, "cannot tell"), (2, "differs")]
)
def test_a_claim_that_such_an_event_decides_cannot_be_told(stated: int, verdict: Verdict) -> None:
    day = event("2025-02-01").when
    readings = ((None, Period.parse("2025")),)
    claim = Claim("c", XI, day, day, "so many", readings, total=Number(stated, stated))
    assert next(judge_all([claim], BOOK)).verdict == ("agrees" if stated == 4 else "differs")
    assert next(judge_all([claim], without_origins(BOOK, {"AFP"}))).verdict == verdict


ORIGIN_SETS = st.sets(st.sampled_from(["Xinhua", "Reuters", "AP"]))


@law(100)
@given(many_events(small_dates(), 5), ORIGIN_SETS, st.sampled_from(["type", "origin", "month"]))
def test_without_origins_never_lowers_a_maximum_and_never_raises_a_minimum(
    placed: Sequence[Placed], origins: set[str], by: str
) -> None:
    book = ledger(*(one.event for one in placed))
    reduced = without_origins(book, origins)
    before, after = (tally(ask(one, "2025"), [by]) for one in (book, reduced))
    assert after.total.max == before.total.max
    assert after.total.min <= before.total.min
    for key, count in before.rows.items() if by != "origin" else ():
        assert after.rows[key].max == count.max
        assert after.rows[key].min <= count.min


@law(100)
@given(many_events(small_dates(), 5), ORIGIN_SETS)
def test_the_range_without_origins_is_that_of_the_events_with_and_without_them(
    placed: Sequence[Placed], origins: set[str]
) -> None:
    """The oracle: an event counts certainly if it is certain, and has another source or none."""
    book = ledger(*(one.event for one in placed))
    certain, possible = 0, 0
    for match in ask(book, "2025").matches:
        left = [one for one in match.event.sources if (one.origin or one.publisher) not in origins]
        rests_on_something = bool(left) or not match.event.sources
        certain += match.certain and rests_on_something
        possible += 1
    count = tally(ask(without_origins(book, origins), "2025"), ["type"]).total
    assert (count.min, count.max) == (certain, possible)


@law(60)
@given(many_events(small_dates(), 5))
def test_each_row_by_origin_counts_the_events_that_the_filter_finds(
    placed: Sequence[Placed],
) -> None:
    book = ledger(*(one.event for one in placed))
    counts = tally(ask(book, "2025"), ["origin"])
    for (name,), count in counts.rows.items():
        assert [one.event.id for one in count.matches] == ids(ask(book, "2025", origin=[name]))
    bare = [one.event.id for one in counts.missing]
    assert bare == [one.id for one in ask(book, "2025").events if not one.sources]


def test_an_export_without_an_origin_has_no_source_of_it(tmp_path: Path) -> None:
    more = '[[events]]\nid = "b"\ndate = 2025-01-02\ntype = "call"\ntitle = "B"\n'
    more += 'actors = ["Ann", "Ben"]\nsources = [{ publisher = "Reuters" }]\n'
    (tmp_path / "events.toml").write_text(f"{LEDGER}\n{more}", encoding="utf-8")
    environment = clean_environment(tmp_path)
    argv = ("export", "toml", "--without-origin", "afp")
    ran = run(*argv, folder=tmp_path, environment=environment)
    assert [len(one.sources) for one in loads(ran.out).events] == [0, 1]
    assert ran.err.startswith(
        "note: without AFP, 1 event has no source, so it may not have happened"
    )
