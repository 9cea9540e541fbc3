"""`chrono sources`: what rests on each source, and on it alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

from chrono.core.model import Source
from chrono.core.origins import Origins
from chrono.core.source_use import uses
from chrono.files.format.keys import INLINE_SOURCE
from replay import Ran, clean_environment, run
from samples import Placed, ask, law, ledger, many_events

LEDGER = """
[publishers.afp]
name = "AFP"
aliases = ["Agence France-Presse"]

[sources.s1]
publisher = "A Paper"
origin = "agence france-presse"
title = "Talks"
url = "https://example.org/1"
date = 2025-01-02
grade = "B"

[[events]]
id = "one"
date = 2025-01-01
type = "call"
title = "One"
actors = ["Ann", "Ben"]
sources = ["s1", { publisher = "AFP", date = 2025-01-01, side = "FR" }]

[[events]]
id = "two"
date = "2025-02"
type = "call"
title = "Two"
actors = ["Ann", "Ben"]
sources = [{ ref = "s1", quote = "so" }]

[[events]]
id = "bare"
date = 2025-03-01
type = "call"
title = "Bare"
actors = ["Ann", "Ben"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events.toml").write_text(LEDGER, encoding="utf-8")
    return tmp_path


def sources(folder: Path, *argv: str) -> Ran:
    return run("sources", *argv, folder=folder, environment=clean_environment(folder))


def test_a_row_is_a_source_with_its_events_and_those_without_another(folder: Path) -> None:
    ran = sources(folder)
    assert ran.out.splitlines() == [
        "A Paper\tAFP\t\tB\t2025-01-02\t2\t1\tTalks\thttps://example.org/1",
        "AFP\tAFP\tFR\t\t2025-01-01\t1\t0\t\t",
    ]
    assert ran.err == "note: 1 event has no source\n"


def test_a_source_of_a_possible_event_counts_in_a_range(folder: Path) -> None:
    row = sources(folder, "2025-01..2025-02-10", "--header").out.splitlines()[:2]
    assert row[0].split("\t")[5:7] == ["events", "alone"]
    assert row[1].split("\t")[5:7] == ["1..2", "0..1"]
    (first, _) = json.loads(sources(folder, "2025-01..2025-02-10", "-o", "json").out)
    assert first["events"] == {"min": 1, "max": 2, "undecided": ["two"]}
    assert (first["id"], first["origin"], first["ids"]) == ("s1", "AFP", ["one", "two"])


@pytest.mark.parametrize(
    "by, rows",
    [
        ("origin", ["AFP\t2\t2\t2"]),
        ("publisher", ["A Paper\t1\t2\t1", "AFP\t1\t1\t0"]),
        ("side", ["\t1\t2\t1", "FR\t1\t1\t0"]),
        ("grade", ["B\t1\t2\t1", "\t1\t1\t0"]),
    ],
)
def test_sources_are_counted_by_what_they_share(folder: Path, by: str, rows: list[str]) -> None:
    assert sources(folder, "--by", by).out.splitlines() == rows


def test_sources_without_a_key_come_with_their_events(folder: Path) -> None:
    assert sources(folder, "--missing", "url").out == "AFP\tAFP\tFR\t\t2025-01-01\t1\t0\t\t\tone\n"
    assert sources(folder, "--missing", "archive").out.count("\n") == 2
    assert sources(folder, "--missing", "date").out == ""
    assert json.loads(sources(folder, "--missing", "date", "-o", "json").out) == []
    assert sources(folder, "--missing", "origin").out.startswith("AFP\tAFP\t")


def test_a_source_that_is_cited_for_another_origin_is_a_row_of_its_own(folder: Path) -> None:
    ledger = LEDGER.replace('ref = "s1", quote', 'ref = "s1", origin = "AP", quote')
    (folder / "events.toml").write_text(ledger, encoding="utf-8")
    rows = [line.split("\t")[:2] for line in sources(folder).out.splitlines()]
    assert sorted(rows) == [["A Paper", "AFP"], ["A Paper", "AP"], ["AFP", "AFP"]]


def test_a_source_is_one_row_under_all_names_of_its_publisher_and_origin(folder: Path) -> None:
    ledger = LEDGER.replace('ref = "s1", quote', 'ref = "s1", origin = "AFP", quote')
    ledger += """
[[events]]
id = "more"
date = 2025-05-01
type = "call"
title = "T"
actors = ["A", "B"]
sources = [{ publisher = "Agence France-Presse", date = 2025-01-01 }]
"""
    (folder / "events.toml").write_text(ledger, encoding="utf-8")
    rows = [line.split("\t") for line in sources(folder).out.splitlines()]
    assert [(row[0], row[1], row[5], row[6]) for row in rows] == [
        ("A Paper", "AFP", "2", "1"), ("AFP", "AFP", "2", "1"),
    ]  # fmt: skip


def test_an_origin_cannot_be_asked_for_and_left_out(folder: Path) -> None:
    ran = sources(folder, "--origin", "AFP", "--without-origin", "Agence France-Presse")
    assert (ran.status, ran.err) == (
        2,
        "error: AFP: --origin and --without-origin cannot be combined; use only one\n",
    )


@pytest.mark.parametrize(
    "argv, message",
    [
        (["--by", "agency"], 'unknown group of sources "agency"; choose origin, publisher,'),
        (["--missing", "archiv"], 'unknown key "archiv" of a source; did you mean "archive"?'),
        (
            ["--by", "side", "--missing", "url"],
            "--by and --missing cannot be combined; use only one",
        ),
    ],
)
def test_what_means_nothing_is_a_usage_error(folder: Path, argv: list[str], message: str) -> None:
    ran = sources(folder, *argv)
    assert ran.status == 2
    assert ran.err.startswith(f"error: {message}")


def test_every_key_of_a_source_that_can_be_lacking_can_be_asked_for() -> None:
    from chrono.cli.commands.sources import KEYS

    other = {"ref", "publisher", "locator", "quote", "says", "private", "extra"}
    assert {*KEYS} == INLINE_SOURCE.keys.keys() - other


def test_the_page_names_the_best_source_first(folder: Path) -> None:
    text = LEDGER.replace('["s1", { publisher = "AFP"', '["s1", { publisher = "Best", grade = "A"')
    (folder / "events.toml").write_text(text, encoding="utf-8")
    page = run("show", "one", folder=folder, environment=clean_environment(folder)).out
    assert page.index("Best") < page.index("A Paper")


@law(60)
@given(many_events(most=5))
def test_uses_count_what_a_plain_loop_counts(placed: list[Placed]) -> None:
    book = ledger(*(one.event for one in placed))
    matches = ask(book).matches

    def publisher(source: Source) -> str:
        return source.publisher

    found = uses(matches, Origins(book.publishers), publisher)
    for name in ("Xinhua", "Reuters", "MarketBeat"):
        own = [{source.publisher for source in match.event.sources} for match in matches]
        number = sum(name in names for names in own)
        assert (name in found) is (number > 0)
        if number:
            use = found[name]
            assert (use.events.max, use.alone.max) == (number, own.count({name}))


def test_the_view_has_the_url_of_a_source_without_a_title_and_names_a_shorter_table(
    folder: Path,
) -> None:
    rows = "".join(
        f"""
[[events]]
id = "e{n}"
date = 2025-01-{n + 1:02}
type = "statement"
title = "T"
actors = ["A"]
sources = [{{ publisher = "Wire", url = "https://wire.example/{n}" }}]
"""
        for n in range(20)
    )
    (folder / "many.toml").write_text(rows, encoding="utf-8")
    shown = sources(folder, "-f", "many.toml", "-o", "table").out
    assert "  https://wire.example/7\n" in shown
    assert shown.endswith("20 sources; add --by publisher to group them\n")
    assert "group them" not in sources(folder, "-f", "many.toml", "-o", "table", "2025-01-02").out
