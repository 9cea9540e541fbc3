"""The web timeline: vague dates stay vague, text is not markup, and TimelineJS drops nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import chrono
from chrono.core.dates import When
from chrono.core.model import Ledger, Source
from chrono.core.subset import subset
from chrono.files.exchange import timelinejs
from chrono.files.read.load import loads
from replay import ROOT
from samples import edtf_texts, event, law, ledger

SMALL = r"""
[ledger]
title = "Contacts & <b>others</b>"
description = '''
What A and B did.

A second paragraph,
of two lines.'''

[types.summit]
label = "<img src=x onerror=alert(1)> & more"
plural = "summits"
contact = true

[[events]]
id = "title"
date = 2025-01-17
type = "call"
title = "</script><b>It's</b> \u001b[31m \u202E \u0000"
actors = ["A <i>", "B"]
present = ["C"]
place = "Busan"
place_country = "KR"
summary = "One & one\n \nwww.example.org\nme@example.org"
notes = "kept among us"
status = "denied"
sources = [
  { publisher = "Paper", origin = "AP", title = "Q \"q\"", url = "https://x.example/?a=1&b=\"><script>", date = "2025-01", archive = "https://a.example/" },
  { publisher = "Paper", url = "HTTP://x.example/" },
  { publisher = "<u>No address</u>" },
]

[[events]]
id = "summit"
date = "2025-02"
type = "summit"
title = "A summit"
actors = ["A <i>", "B"]
"""  # noqa: E501


def read(chronology: Ledger) -> dict[str, Any]:
    content = timelinejs.export_timelinejs(subset(chronology, chronology.events)).content
    assert isinstance(content, str)
    assert content.endswith("}\n")
    found: dict[str, Any] = json.loads(content)
    return found


def words(chronology: Ledger) -> tuple[str, ...]:
    return (*map(str, timelinejs.export_timelinejs(subset(chronology, chronology.events)).notes),)


@pytest.fixture(scope="module")
def small() -> dict[str, Any]:
    return read(loads(SMALL))


@pytest.mark.parametrize(
    ("text", "start", "end", "shown"),
    [
        # TimelineJS shows these dates correctly, in the reader's language.
        ("2025", (2025,), None, None),
        ("2025-10", (2025, 10), None, None),
        ("2025-10-30", (2025, 10, 30), None, None),
        ("2025-05-10/2025-05-11", (2025, 5, 10), (2025, 5, 11), None),
        ("2025-05/2025-06", (2025, 5), (2025, 6), None),
        ("0033-10", (33, 10), None, None),
        # TimelineJS would show these dates as known.
        ("2025-10-XX", (2025, 10), None, "October 2025"),
        ("2025-10-30~", (2025, 10, 30), None, "about 30 Oct 2025"),
        ("2025?", (2025,), None, "2025?"),
        ("2025-24", (2025, 12), None, "winter 2025–26 (Dec–Feb)"),
        ("202X", (2020,), None, "the 2020s"),
        ("20XX", (2000,), None, "between 2000 and 2099"),
        ("[2025-10-30,2025-10-31]", (2025, 10, 30), None, "30 or 31 Oct 2025"),
        ("[2025-03-01..2025-03-05]", (2025, 3, 1), None, "between 1 and 5 Mar 2025"),
        ("2025-05-10~/2025-06-11", (2025, 5, 10), (2025, 6, 11), "about 10 May 2025 – 11 Jun 2025"),
        # Both ends have the precision of the coarser end; equal ends are written once.
        ("2025-05-10/2025-06", (2025, 5), (2025, 6), "10 May 2025 – June 2025"),
        ("2025/2025-03", (2025,), None, "2025 – March 2025"),
        ("2019/202X", (2019,), (2020,), "2019 – the 2020s"),
        ("2025-05-10/2025-05-10", (2025, 5, 10), None, "10 May 2025"),
        # An open end stays open.
        ("2025-06/..", (2025, 6), None, "since June 2025"),
        ("2025-06/", (2025, 6), None, "from June 2025, end unknown"),
        ("../2025", (2025,), None, "until 2025"),
        ("/2025-06-05", (2025, 6, 5), None, "until 5 Jun 2025"),
        ("[..2025-03-05]", (2025, 3, 5), None, "on or before 5 Mar 2025"),
        # Times of day are written in words: TimelineJS shows neither offsets nor midnight.
        ("2025-10-30T11:05:09+09:00", (2025, 10, 30, 11, 5), None, "30 Oct 2025, 11:05 UTC+09:00"),
        ("2025-10-30T00:00:00.5Z", (2025, 10, 30, 0, 0), None, "30 Oct 2025, 00:00 UTC"),
        ("2025-10-30T23:59:00", (2025, 10, 30, 23, 59), None, "30 Oct 2025, 23:59"),
    ],
)
def test_a_date_is_shown_as_uncertain_as_it_is(
    text: str, start: tuple[int, ...], end: tuple[int, ...] | None, shown: str | None
) -> None:
    dates = timelinejs.dates(When.parse(text))
    assert tuple(dates["start_date"].values()) == start
    assert tuple(dates.get("end_date", {}).values()) == (end or ())
    assert dates.get("display_date") == shown


def test_text_is_escaped_and_sources_are_links(small: dict[str, Any]) -> None:
    assert small["events"][0] == {
        "unique_id": "title",
        "start_date": {"year": 2025, "month": 1, "day": 17},
        "group": "phone call",
        "autolink": False,
        "text": {
            "headline": "Denied: &lt;/script&gt;&lt;b&gt;It&#x27;s&lt;/b&gt; "
            r"\x1b[31m \u202e \x00",
            "text": "<p>A &lt;i&gt;, B · phone call · Busan (KR)</p><p>Present: C</p>"
            "<p>One &amp; one</p><p>www.example.org<br>me@example.org</p>"
            "<p>Sources:</p><ul>"
            '<li><a href="https://x.example/?a=1&amp;b=&quot;&gt;&lt;script&gt;">'
            "Q &quot;q&quot;</a>, Paper (AP), January 2025, "
            '<a href="https://a.example/">archived</a></li>'
            '<li><a href="HTTP://x.example/">Paper</a></li>'
            "<li>&lt;u&gt;No address&lt;/u&gt;</li></ul>",
        },
    }


def test_the_title_slide_has_an_id_that_no_event_has(small: dict[str, Any]) -> None:
    assert list(small) == ["scale", "title", "events"]
    assert small["scale"] == "human"
    assert small["title"]["unique_id"] == "title-2"
    assert small["title"]["text"] == {
        "headline": "Contacts &amp; &lt;b&gt;others&lt;/b&gt;",
        "text": "<p>What A and B did.</p><p>A second paragraph,<br>of two lines.</p>",
    }
    assert "title" not in read(ledger(event("2025")))


def test_a_group_is_text_even_if_it_is_decoded(small: dict[str, Any]) -> None:
    assert small["events"][1]["group"] == "‹img src=x onerror=alert(1)› &amp; more"


def test_only_web_addresses_become_links() -> None:
    bad = Source("Paper", url="javascript:alert(1)", archive="data:text/html,x", title="T")
    text = read(ledger(event("2025", sources=(bad,))))["events"][0]["text"]["text"]
    assert text.endswith("<ul><li>T, Paper</li></ul>")


def test_more_slides_than_advised_give_a_note() -> None:
    many = [event("2025", f"e{number}") for number in range(21)]
    assert words(ledger(*many)) == (
        "21 slides; TimelineJS recommends at most 20, so add a period or a filter",
    )
    assert words(ledger(*many[1:])) == ()


def test_what_timelinejs_cannot_show_gives_a_note() -> None:
    assert words(ledger()) == ("TimelineJS cannot show a timeline without events",)
    assert words(ledger(event("../2025", "a"), event("[..2025]", "b"), event("2025/..", "c"))) == (
        "2 events with an unknown start, shown at the earliest possible end: a, b",
    )


def test_the_shipped_ledger_has_a_slide_for_every_event() -> None:
    chronology = chrono.load([str(ROOT / "data" / "events.toml")])
    found = read(chronology)
    assert [slide["unique_id"] for slide in found["events"]] == [
        one.id for one in chronology.events
    ]
    assert read(chronology) == found
    busan = next(slide for slide in found["events"] if slide["unique_id"] == "2025-10-30-busan")
    assert busan["start_date"] == {"year": 2025, "month": 10, "day": 30}
    assert busan["group"] == "in-person meeting"


@law(60)
@given(st.lists(edtf_texts(), max_size=5))
def test_dates_are_whole_numbers_and_both_ends_have_one_precision(texts: list[str]) -> None:
    chronology = ledger(*(event(text, f"e{number}") for number, text in enumerate(texts)))
    slides = read(chronology)["events"]
    assert [slide["unique_id"] for slide in slides] == [one.id for one in chronology.events]
    for slide, one in zip(slides, chronology.events, strict=True):
        start, end = slide["start_date"], slide.get("end_date", slide["start_date"])
        assert list(start) == list(end)
        assert all(type(number) is int for number in (*start.values(), *end.values()))
        assert tuple(start.values()) <= tuple(end.values())
        surest = (*start.values(), 1, 1)[:3]
        known = one.when.start or one.when.end
        assert known is not None
        assert surest <= (known.year, known.month, known.day)
        assert slide.get("display_date", "a date") != ""
