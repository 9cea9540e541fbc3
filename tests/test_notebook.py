"""Results of the library in notebooks: tables in HTML, and the events behind a number."""

from __future__ import annotations

import json
import pickle
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import chrono
from chrono.files.exchange.notebook import MOST
from replay import ROOT, clean_environment, run

SHIPPED = ROOT / "data" / "events.toml"

BAD = """\
[ledger]
title = "A <b>bold</b> & short title"

[actors.ann]
name = "Ann <i>Ash</i>"
country = "FR"

[actors.ben]
name = "Ben & Birch"
country = "DE"

[[events]]
id = "one"
date = "2025-05"
type = "call"
title = "<script>alert(1)</script> \\u202e \\u0007 'quoted' \\"text\\""
actors = ["ann", "ben"]
place = "Ro<me"
place_country = "IT"
sources = [{ publisher = "<a href=x>Wire</a>" }]

[[events]]
id = "two"
date = 2025-06-01
type = "meeting"
title = "Planned"
actors = ["ann", "ben"]
status = "planned"
"""


class Parser(HTMLParser):
    """Reads a table: its caption, its rows, and the notes below it. Each tag must be closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.caption, self.notes, self.tags = "", list[str](), set[str]()
        self.rows: list[list[str]] = []
        self.styles: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        self.styles += [str(value) for name, value in attributes if name == "style"]
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open == ["div", "div"] and "table" not in self.tags:
            self.caption += data
        elif self.open and self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data
        elif self.open == ["div", "div"]:
            self.notes.append(data)


def table(value: Any) -> Parser:
    html: str = value._repr_html_()
    return Parser(html)


@pytest.fixture(scope="module")
def events() -> chrono.Events:
    return chrono.load(SHIPPED).events.where(period="2025", contacts=True)


def test_events_are_a_table_with_their_filters_and_notes(events: chrono.Events) -> None:
    shown = table(events.where(actor=["Xi", "Trump"]))
    assert shown.caption.startswith("Held contacts, 2025 (actor Xi, actor Trump")
    assert shown.caption.endswith("· China–US contacts, 2025")
    assert shown.rows[0] == ["date", "type", "title", "actors", "place", "id"]
    assert shown.rows[4] == [
        "30 Oct 2025", "in-person meeting", "Xi and Trump meet in Busan",
        "Xi Jinping, Donald Trump", "Busan, South Korea", "2025-10-30-busan",
    ]  # fmt: skip
    assert len(shown.rows) == 1 + 5
    everything = chrono.load(SHIPPED).events
    long = table(everything)
    assert long.caption == "All events · China–US contacts, 2025"
    assert "status" in long.rows[0]
    assert len(long.rows) == 1 + MOST
    assert long.notes == [f"{len(everything) - MOST} more rows not shown"]


def test_counts_are_a_table_with_ranges_and_the_events_that_cause_them(
    events: chrono.Events,
) -> None:
    week = events.where(since="2025-10-24", until="2025-10-31")
    number = table(week.count())
    assert number.rows == [["count"], ["5–7"]]
    assert number.notes[0].startswith(
        "the result is uncertain, because the dates of 2 events are inexact: 2025-"
    )
    kinds = table(week.count(by="type"))
    assert kinds.caption.startswith("Held contacts by type, ")
    assert kinds.rows[0] == ["type", "count"]
    assert kinds.rows[-1] == ["Total", "5–7"]
    pairs = table(week.count(by=("dyad", "month")))
    assert pairs.rows == [["dyad", "month", "count"], ["China – United States", "2025-10", "5–7"]]
    assert table(events.where(type="letter", contacts=False).count(by="type")).rows[0] == [
        "type", "count",
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["events", "count", "counts", "explain"])
def test_texts_of_a_ledger_are_text_and_tables_have_no_colours(value: str) -> None:
    found = chrono.loads(BAD).events.where(period="2025-05-10", status="any")
    values = {
        "events": found, "count": found.count(), "counts": found.count(by=("actor", "place")),
        "explain": found.count(by="actor").explain(),
    }  # fmt: skip
    shown = table(values[value])
    assert shown.tags <= {"div", "table", "thead", "tbody", "tr", "th", "td"}
    assert not any("color" in style or "background" in style for style in shown.styles)
    assert "A <b>bold</b> & short title" in shown.caption
    cells = [cell for row in shown.rows for cell in row]
    if value in ("events", "explain"):
        title = next(cell for cell in cells if "script" in cell)
        assert title == "<script>alert(1)</script> \\u202e \\x07 'quoted' \"text\""
        assert any(cell.endswith(" ?") for cell in cells)  # it might be on another day
    if value == "counts":
        assert ["Ann <i>Ash</i>", "Ro<me", "0–1"] in shown.rows
    if value == "explain":
        assert "<a href=x>Wire</a>" in cells


@pytest.mark.parametrize(
    "by", [("type",), ("month",), ("country", "type"), ("publisher",), ("dyad", "month")]
)
def test_explain_gives_what_count_why_prints(
    tmp_path: Path, events: chrono.Events, by: tuple[str, ...]
) -> None:
    words = [word for name in by for word in ("--by", name)]
    argv = ("count", "-f", str(SHIPPED), "2025", "--contacts", *words, "--why")
    environment = clean_environment(tmp_path)
    explained = events.count(by=by if len(by) == 2 else by[0]).explain()
    assert f"{explained}\n" == run(*argv, folder=tmp_path, environment=environment).out
    printed = run(*argv, "-o", "json", folder=tmp_path, environment=environment).out
    assert explained.to_dicts() == json.loads(printed)


def test_a_number_explains_itself(events: chrono.Events) -> None:
    calls = events.where(actor=["Xi", "Trump"], type="call").count()
    lines = str(calls.explain()).split("\n")
    assert [line.split("\t")[:2] for line in lines] == [
        ["4", "2025-01-17-xi-trump-call"], ["4", "2025-06-05-xi-trump-call"],
        ["4", "2025-09-19-xi-trump-call"], ["4", "2025-11-24-xi-trump-call"],
    ]  # fmt: skip
    (row,) = calls.explain().to_dicts()
    assert row["count"] == calls.to_dict()
    assert [event["id"] for event in row["events"]] == [line.split("\t")[1] for line in lines]
    kinds = events.count(by="type")
    assert (
        kinds["call"].explain().to_dicts()[0]["events"] == kinds.explain().to_dicts()[1]["events"]
    )
    assert table(kinds["call"]).caption.startswith("call: Held contacts by type, 2025")
    assert repr(calls.explain()).startswith("<Explanation of Held contacts, 2025")


def test_counts_and_explanations_can_be_copied(events: chrono.Events) -> None:
    counts = events.count(by="type")
    for value in (counts, counts.total, counts.explain()):
        copied = pickle.loads(pickle.dumps(value))
        assert copied == value
        assert copied._repr_html_() == value._repr_html_()
