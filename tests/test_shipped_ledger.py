"""The chronology that ships: what the article told, counted as the facts have it."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import chrono
from chrono.core.model import Ledger
from replay import ROOT, clean_environment, run
from samples import judge

LEDGER = ROOT / "data" / "events.toml"


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return chrono.load([str(LEDGER)])


def out(tmp_path: Path, *argv: str) -> str:
    ran = run(*argv, "-f", str(LEDGER), folder=tmp_path, environment=clean_environment(tmp_path))
    assert ran.status == 0
    return ran.out


def test_one_meeting_and_four_calls(tmp_path: Path) -> None:
    assert out(tmp_path, "count", "2025", "--actor", "Xi", "--actor", "Trump") == (
        "meeting\t1\ncall\t4\n"
    )


def test_three_calls_since_the_inauguration(tmp_path: Path) -> None:
    argv = ["count", "2025-01-20..2025-12-04", "--actor", "Xi", "--type", "call", "--total"]
    assert out(tmp_path, *argv) == "3\n"


def test_xi_took_part_in_five_official_contacts_a_private_one_and_a_ceremony(
    tmp_path: Path,
) -> None:
    argv = ["list", "2025", "--actor", "Xi", "--fields", "date,type"]
    contacts = out(tmp_path, *argv, "--contacts", "--not-tag", "non-official")
    assert contacts.splitlines() == [
        "2025-01-17\tcall",
        "2025-06-05\tcall",
        "2025-09-19\tcall",
        "2025-10-30\tmeeting",
        "2025-11-24\tcall",
    ]
    everything = set(out(tmp_path, *argv).splitlines())
    assert everything - set(contacts.splitlines()) == {
        "2025-03-28\tmeeting",
        "2025-07-25\tceremony",
    }


def test_five_rounds_in_five_cities(tmp_path: Path) -> None:
    assert out(tmp_path, "count", "2025", "--tag", "round") == "talks\t5\n"
    assert out(tmp_path, "list", "--tag", "round", "--fields", "place").split("\n")[:-1] == [
        "Geneva", "London", "Stockholm", "Madrid", "Kuala Lumpur",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("actors", "types", "number"),
    [
        (["he-lifeng", "scott-bessent"], ["video"], 3),
        (["he-lifeng", "jamieson-greer"], ["video"], 3),
        (["he-lifeng", "janet-yellen"], ["video"], 1),
        (["wang-yi", "marco-rubio"], ["call"], 3),
        (["wang-yi", "marco-rubio"], ["meeting"], 1),
        (["dong-jun", "pete-hegseth"], ["video"], 1),
        (["dong-jun", "pete-hegseth"], ["meeting"], 1),
        (["dong-jun", "pete-hegseth"], ["conversation"], 1),
    ],
)
def test_the_facts_own_tally(
    tmp_path: Path, actors: list[str], types: list[str], number: int
) -> None:
    argv = ["count", "2025", "--total"]
    argv += [word for actor in actors for word in ("--actor", actor)]
    argv += [word for kind in types for word in ("--type", kind)]
    assert out(tmp_path, *argv) == f"{number}\n"


def test_busan(ledger: Ledger) -> None:
    busan = ledger.event("2025-10-30-busan")
    assert busan is not None
    assert [actor.id for actor in busan.actors] == ["xi-jinping", "donald-trump"]
    assert (busan.place, busan.place_country, len(busan.present)) == ("Busan", "KR", 12)
    assert busan.when.text == "2025-10-30"


def test_offices_are_those_of_the_day(ledger: Ledger) -> None:
    first = ledger.event("2025-01-17-xi-trump-call")
    last = ledger.event("2025-11-24-xi-trump-call")
    assert first is not None
    assert last is not None
    trump = ledger.actors["donald-trump"]
    assert trump.offices(first.when) == ("President-elect of the United States",)
    assert trump.offices(last.when) == ("President of the United States",)
    assert "2025-10-30-busan" in last.follows


def test_everything_has_a_source_and_every_source_a_grade(ledger: Ledger) -> None:
    assert [event.id for event in ledger.events if not event.sources] == []
    assert [claim.id for claim in ledger.claims if not claim.sources] == []
    ungraded = [
        source.name
        for event in ledger.events
        for source in event.sources
        if source.grade is None or source.url is None
    ]
    assert ungraded == []


def test_every_declared_actor_is_of_use(ledger: Ledger) -> None:
    used = {actor.id for event in ledger.events for actor in (*event.actors, *event.present)}
    used |= {claim.by.id for claim in ledger.claims}
    assert {id for id, actor in ledger.actors.items() if actor.declared} <= used
    assert [actor.name for actor in ledger.actors.values() if not actor.declared] == []


def test_nobody_claims_more_than_is_told(ledger: Ledger) -> None:
    """No claim differs without a reason; those that hold carry none."""
    for claim in ledger.claims:
        verdict = judge(claim, ledger).verdict
        if verdict == "differs":
            assert claim.disputed, claim.id
        if verdict == "agrees":
            assert claim.disputed is None, claim.id


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("xie-feng-2025-12-04", "depends"),
        ("wang-yi-2025-12-30", "agrees"),
        ("xie-feng-2025-11-17", "agrees"),
        ("xinhua-2025-09-19", "agrees"),
        ("michael-froman-2025-09-19", "differs"),
        ("china-daily-2026-01-08", "depends"),
        ("xi-jinping-2025-10-30", "agrees"),
        ("wang-yi-2025-09-23", "depends"),
        ("donald-trump-2025-04-22", "depends"),
        ("donald-trump-2025-02-10", "differs"),
        ("han-zheng-2025-10-21", "agrees"),
    ],
)
def test_verdicts(ledger: Ledger, claim: str, verdict: str) -> None:
    found = {one.id: judge(one, ledger).verdict for one in ledger.claims}
    assert found[claim] == verdict


def test_events_are_in_the_order_of_their_dates(ledger: Ledger) -> None:
    in_file = re.findall(r'^\[\[events\]\]\nid = "(.*)"', LEDGER.read_text("utf-8"), re.M)
    assert in_file == [event.id for event in ledger.events]


def test_a_quoted_claim_has_its_words_in_a_source(ledger: Ledger) -> None:
    for claim in ledger.claims:
        if claim.wording == "quoted":
            assert any(claim.statement in (source.quote or "") for source in claim.sources), (
                claim.id
            )


def test_each_origin_has_one_name(ledger: Ledger) -> None:
    origins = {source.origin for event in ledger.events for source in event.sources} - {None}
    assert {origin for origin in origins if " / " in str(origin)} == set()
    assert origins.isdisjoint({"MOFCOM", "Agence France-Presse", "Xinhua News Agency"})


def test_no_source_is_a_proxy_a_test_host_or_a_number(ledger: Ledger) -> None:
    lists = [event.sources for event in ledger.events] + [one.sources for one in ledger.claims]
    urls = {source.url for sources in lists for source in sources if source.url}
    hosts = {urlsplit(url).hostname or "" for url in urls}
    bad = re.compile(r"^(?:test|testing|dev|vpn)\.|-demo\.|libproxy|^[\d.]+$")
    assert {host for host in hosts if bad.search(host)} == set()


@pytest.mark.parametrize(
    "words",
    [
        "Hufbauer", "Geneva", "reconciliation", "looming clouds", "anchor", "recalibrated",
        "through early October", "an in-person meeting and four phone calls", "candid",
    ],
)  # fmt: skip
def test_what_the_article_tells_is_found(words: str) -> None:
    assert words in LEDGER.read_text(encoding="utf-8")
