"""The web page: its content, and how a real browser shows, filters and prints it."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from hashlib import sha256
from html import escape as html_escape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import chrono
from chrono.core.looks import OWN_LOOKS
from chrono.core.model import BUILT_IN_TYPES, Ledger, Source
from chrono.core.periods import EVERYTHING
from chrono.core.query import Question, resolve, select
from chrono.core.subset import subset
from chrono.errors import LedgerError
from chrono.files.exchange import html
from chrono.files.exchange.drawing import timeline
from chrono.files.exchange.svg import export_svg
from chrono.files.read.load import loads
from replay import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SMALL = r'''
[ledger]
version = 1
title = "Contacts & <b>others</b>"
description = """
What A and B did.

A second paragraph of \u202Eit."""
covers = "2025"
principals = ["xi", "trump"]

[actors.xi]
name = "Xi Jinping"
aliases = ["习近平"]
country = "CN"
roles = [{ title = "President of China", from = "2013" }]

[actors.xie]
name = "Xie Feng"
country = "CN"

[actors.trump]
name = "Donald Trump"
country = "US"
roles = [
  { title = "President-elect", until = 2025-01-19 },
  { title = "President of the United States", from = 2025-01-20 },
]

[types.summit]
label = "summit of many"
plural = "summits of many"
contact = true

[[events]]
id = "2025-01-17-call"
date = 2025-01-17
type = "call"
title = "<script>alert(1)</script>"
actors = ["xi", "trump"]
summary = """
<img src=x onerror=alert(2)> & "quotes"

A second paragraph, \u001b[31mred\u001b[0m"""
notes = "kept among us"
sources = [
  { publisher = "Open Paper", origin = "AFP", title = "</details><script>alert(3)</script>", url = "https://example.org/a?b=1&c=%22", archive = "http://archive.example.org/1", date = 2025-01-18, side = "CN", grade = "B", quote = "they 'spoke'", says = { date = 2025-01-18 } },
  { publisher = "Secret Paper", private = true },
]

[[events]]
id = "2025-03-erdogan"
date = "2025-03"
type = "meeting"
title = "Erdoğan receives both"
actors = ["Recep Tayyip Erdoğan", "xi"]
present = ["xie"]
place = "İstanbul"
place_country = "TR"
sources = [{ publisher = "A-Very-Long-Name-Without-Any-Blank-That-No-Phone-Can-Show-On-One-Line-Of-It-At-All", url = "https://example.org/and-a-very-long-address-without-any-blank-that-no-phone-can-show-on-one-line" }]

[[events]]
id = "2025-05-10-talks"
date = 2025-05-10
type = "talks"
title = "Talks on soy beans"
actors = ["xie", "trump"]
place = "Geneva"
place_country = "CH"
tags = ["trade"]
follows = ["2025-01-17-call"]
local_dates = { US = 2025-05-10, CN = 2025-05-11 }
dates = { announced = "[..2025-05-07]" }
sources = [{ publisher = "Paper" }]

[[events]]
id = "2025-06-01-secret"
date = 2025-06-01
type = "call"
title = "A secret call"
actors = ["xi", "trump"]
private = true
sources = [{ publisher = "Paper" }]

[[events]]
id = "2025-07-01-denied"
date = 2025-07-01T09:30:00+08:00
type = "call"
title = "A call that was denied"
actors = ["xi", "trump"]
status = "denied"
tags = ["a\u202Etag"]
sources = [{ publisher = "Pa\u001Bper", title = "A\u2067title", quote = "a\u0007quote" }]

[[events]]
id = "2025-10-30-busan"
date = 2025-10-30
type = "meeting"
title = "Xi and Trump meet in Busan"
actors = ["xi", "trump"]
place = "Busan"
place_country = "KR"
initiator = "US"
former_ids = ["2025-10-30-gyeongju"]
part_of = "summit"
sources = [{ publisher = "新华社", title = "习近平同特朗普会晤" }]

[[events]]
id = "summit"
date = "[2025-12-31,2026-01-01]"
type = "summit"
title = "A summit at the turn of the year"
actors = ["xi", "trump", "European Union"]
sources = [{ publisher = "Paper" }]

[[claims]]
id = "right"
by = "xie"
date = 2025-06-30
statement = "one call & <i>no</i> more"
wording = "quoted"
window = "this year"
actors = ["xi", "trump"]
period = "2025"
counts = { call = 1 }
sources = [{ publisher = "Paper", url = "https://example.org/claim" }]

[[claims]]
id = "wrong"
by = "Some Daily"
date = 2025-11-30
statement = "three calls"
actors = ["xi", "trump"]
period = "2025"
counts = { call = 3 }
disputed = "Nobody knows which."
sources = [{ publisher = "Paper" }]
'''  # noqa: E501


def part(ledger: Ledger, period: str | None = None, private: bool = False, **question: Any) -> str:
    """Return the page that `chrono export html` makes with this period and these filters."""
    selection = select(ledger, resolve(Question.of(period, **question), ledger))
    found = subset(ledger, selection.events, selection.query, private, selection.others)
    return html.export_html(found).text


@pytest.fixture(scope="module")
def small() -> Ledger:
    return loads(SMALL)


@pytest.fixture(scope="module")
def shipped() -> Ledger:
    return chrono.load([str(ROOT / "data" / "events.toml")])


@pytest.fixture(scope="module")
def text(small: Ledger) -> str:
    return part(small, status=["any"])


# -- the text, which needs no browser -----------------------------------------------------------


class Reader(HTMLParser):
    """The tags of a page, and the texts between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Add the tag with its attributes."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Add a text, including the style and the script."""
        self.words.append(data)

    def values(self, name: str) -> list[str]:
        """Return all values of an attribute."""
        return [found[name] or "" for _, found in self.tags if name in found]


def event(numbered: tuple[int, str]) -> str:
    """Return the TOML of a contact with this number and date."""
    number, date = numbered
    return (
        f'[[events]]\nid = "e{number}"\ndate = "{date}"\ntype = "call"\ntitle = "T"\n'
        f'actors = ["A", "B"]\nsources = [{{ publisher = "P" }}]\n'
    )


def said(page: str) -> str:
    """Return all words of a page, separated by single blanks."""
    return " ".join(" ".join(Reader(page).words).split())


def test_two_exports_are_the_same_bytes(small: Ledger, text: str) -> None:
    assert part(loads(SMALL), status=["any"]) == text
    assert part(small, status=["any"]) == text


def test_the_page_names_nothing_that_a_browser_would_fetch(text: str) -> None:
    read = Reader(text)
    assert all(value.startswith("data:") for tag, a in read.tags if tag == "link"
               for value in [a["href"] or ""])  # fmt: skip
    assert not read.values("src")
    assert not read.values("style")
    assert not [key for _, found in read.tags for key in found if key.startswith("on")]
    assert {tag for tag, _ in read.tags}.isdisjoint({"img", "iframe", "object", "base", "video"})
    css = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in css
    assert "@import" not in css


def test_links_lead_to_the_web_or_into_the_page(text: str) -> None:
    read = Reader(text)
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    links = [found["href"] or "" for tag, found in read.tags if tag == "a"]
    assert all(link[1:] in ids for link in links if link.startswith("#"))
    assert {link.partition(":")[0] for link in links if not link.startswith("#")} == {
        "http", "https",
    }  # fmt: skip


def test_ids_of_events_in_a_sentence_are_found_at_once() -> None:
    ids = {"2025-10-30-busan", "a"}
    text = "not 2025-10-30-busan, but a-b or a"
    assert "".join(piece for piece, _ in html._pieces(ids, text)) == text
    assert [piece for piece, known in html._pieces(ids, text) if known] == ["2025-10-30-busan"]
    word = "a" * 1_000_000
    assert [*html._pieces(ids, word)] == [("", False), (word, False), ("", False)]


def test_only_web_addresses_become_links(small: Ledger) -> None:
    bad = Source("Paper", url="javascript:alert(1)", archive="data:text/html,x", title="T")
    events = tuple(event._replace(sources=(bad,)) for event in small.events)
    read = Reader(part(small._replace(events=events)))
    assert not [value for value in read.values("href") if "alert" in value or "text/html" in value]
    assert "“T”" in read.words


@pytest.mark.parametrize("private", [False, True])
def test_markup_and_control_characters_are_shown_as_text(small: Ledger, private: bool) -> None:
    text = part(small, private=private, status=["any"])
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "<i>no</i>" not in text
    assert r"\x1b[31mred" in text
    assert r"\u202eit." in text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_private_records_are_exported_only_on_request(small: Ledger, text: str) -> None:
    for word in ("A secret call", "Secret Paper", "kept among us"):
        assert word not in text
        assert word in part(small, private=True)


def test_the_numbers_are_those_of_summary(shipped: Ledger) -> None:
    words = said(part(shipped, "2025"))
    assert "Xi Jinping and Donald Trump 5 contacts 1 in-person meeting 4 phone calls" in words
    assert "1 in-person meeting 30 Oct in Busan" in words
    assert "4 phone calls 17 Jan 5 Jun 19 Sep 24 Nov" in words
    assert "All contacts 77 contacts 51 in-person meetings" in words
    assert "is complete for the following events. Other contacts may be missing." in words
    assert "events with both Xi Jinping and Donald Trump; rounds" in words
    assert "1–19 Jan 2025: events with both Xi Jinping and Joe Biden" in words
    assert "Other contacts may be missing." in words
    assert "days between contacts, from" not in words
    contacts = (
        "The contacts on this page are in-person meetings, phone calls, video conferences, rounds "
        "of talks"
    )
    assert (
        f"{contacts} and other conversations between people from two or more countries. "
        "Each contact counts once, on its first day." in words
    )


def test_the_page_has_the_shape_of_every_type(text: str) -> None:
    looks = [kind.look for kind in BUILT_IN_TYPES] + [*OWN_LOOKS[True], *OWN_LOOKS[False]]
    for look in looks:
        for shape in (look.shape, f"{look.shape}-hollow") if look else ():
            assert f'<symbol id="_{shape}"' in text, f"page.html has no shape {shape}"


def test_the_page_begins_with_the_drawn_timeline(text: str) -> None:
    places = [text.index(part) for part in ("<h1", '<figure class="drawing">', 'id="_numbers"')]
    assert places == sorted(places)
    figure = re.search('<figure class="drawing">.*?</figure>', text, re.S)
    assert figure is not None
    assert figure[0].count('aria-hidden="true"') == figure[0].count("<svg") == 2
    caption = re.search("<figcaption.*?>(.*?)</figcaption>", figure[0])
    assert caption is not None
    assert caption[1].startswith("Timeline with 4 lanes. In-person meetings: 2. Phone calls: 1.")
    linked = re.findall('<a href="#(.*?)" tabindex="-1">', figure[0])
    assert sorted(linked) == sorted(2 * re.findall('class="event".*? id="(.*?)"', text))


def test_types_that_a_ledger_declares_have_shapes_of_their_own() -> None:
    ledger = loads(
        """
        [types]
        summit = { label = "summit", contact = true }
        dinner = { label = "dinner", contact = true }
        speech = { label = "speech" }
        """
        + "".join(
            f"""
        [[events]]
        id = "{kind}"
        date = 2025-01-01
        type = "{kind}"
        title = "T"
        actors = ["A", "B"]
        """
            for kind in ("summit", "dinner", "speech", "other")
        )
    )
    text = part(ledger)
    shapes = re.findall(r'<p class="kind"><svg [^>]*><use href="#_([a-z-]+)"', text)
    assert sorted(shapes) == ["hexagon-hollow", "spark", "star", "star-hollow"]


def test_contacts_that_all_are_the_principals_are_listed_once(shipped: Ledger) -> None:
    words = said(part(shipped, "2025", actor=["Xi Jinping", "Donald Trump"], contacts=True))
    assert "Xi Jinping and Donald Trump 5 contacts" in words
    assert "All contacts" not in words
    why = "because they depend on events that are not on this page."
    assert f"22 more claims are not shown, {why}" in words


@pytest.mark.parametrize(
    ("period", "question", "headline", "selection"),
    [
        ("2025", {}, "China–US contacts, 2025", None),
        ("2025", {"actor": ["Xi", "Trump"]}, "Xi Jinping and Donald Trump, 2025",
         "with Xi Jinping and Donald Trump"),
        ("2025-10", {"actor": ["Bessent"], "type": ["talks", "video"]},
         "Scott Bessent, October 2025", "with Scott Bessent, of type talks or video"),
        ("2025-Q4", {"actor": ["Wang Yi"], "tag": ["trade"]}, "Wang Yi, 1 Oct–31 Dec 2025",
         "with Wang Yi, tagged trade"),
        (None, {"actor": ["Xi"], "not_tag": ["trade"]}, "Xi Jinping",
         "with Xi Jinping, not tagged trade"),
        ("2025", {"actor": ["Wang"]}, "China–US contacts, 2025: with Wang", "with Wang"),
        ("2025", {"country": ["CN"], "place": ["Busan"]},
         "China–US contacts, 2025: with China, in Busan", "with China, in Busan"),
        ("2025-10", {"contacts": True}, "China–US contacts, 2025: October 2025", None),
        ("2025-06-01..2025-06-30", {"actor": ["Xi"], "contacts": True},
         "Xi Jinping, 1–30 Jun 2025", "with Xi Jinping, contacts only"),
    ],
)  # fmt: skip
def test_the_headline_and_the_selection_name_the_actors(
    shipped: Ledger, period: str | None, question: Any, headline: str, selection: str | None
) -> None:
    page = part(shipped, period, **question)
    assert f'<h1 dir="auto">{headline}</h1>' in page
    assert f"<title>{headline}</title>" in page
    assert (">China–US contacts, 2025</p>" in page) == (headline != shipped.name)
    found = re.search(r'<p class="small scope">[^\n]* Events ([^.]*)\.', page)
    assert (found[1] if found else None) == selection


def test_a_page_can_have_its_own_title_and_introduction(small: Ledger, tmp_path: Path) -> None:
    intro = tmp_path / "intro.txt"
    intro.write_text("One <b> sentence.\n\nAnother.", encoding="utf-8")
    whole = subset(small, small.events)
    page = html.export_html(whole, title="A & B", intro=str(intro)).text
    assert isinstance(page, str)
    assert '<h1 dir="auto">A &amp; B</h1>' in page
    lead = page[page.index('class="lead"') : page.index('class="small scope"')]
    assert "<p>One &lt;b&gt; sentence.</p>\n<p>Another.</p>" in lead
    assert 'class="lead"' not in html.export_html(whole).text
    intro.write_bytes(b"\xff")
    for path, why in ((intro, "it is not UTF-8"), (tmp_path / "no", "no such file")):
        with pytest.raises(LedgerError, match=f"cannot read the introduction: {why}"):
            html.export_html(whole, intro=str(path))


def test_an_introduction_is_markdown_without_html_and_images(small: Ledger) -> None:
    intro = (
        "# Two years\n\nOne *word* <b>, [a link](https://a.example) and ![x](https://b.example)."
    )
    intro += " [Bad](javascript:alert(1)) \u202e\n\n- a\n- b"
    page = html.export_html(subset(small, small.events), intro=intro).text
    assert isinstance(page, str)
    lead = page[page.index('class="lead"') : page.index('class="small scope"')]
    assert "<h2>Two years</h2>" in lead
    assert "<em>word</em> &lt;b&gt;, " in lead
    assert '<a href="https://a.example" rel="noopener noreferrer">a link</a>' in lead
    assert "<img" not in lead
    assert 'href="javascript' not in lead
    assert "\\u202e" in lead
    assert "<li>a</li>" in lead
    (about,) = re.findall('<meta property="og:description" content="(.*?)">', page)
    assert about.startswith("Two years One word &lt;b&gt;, a link and ")


def test_the_page_has_data_for_search_engines_and_cards(small: Ledger, text: str) -> None:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    data = json.loads(found)
    events = {one["name"]: one for one in data["itemListElement"]}
    assert data["name"] == small.name
    assert "A call that was denied" not in events
    assert events["Xi and Trump meet in Busan"] == {
        "@type": "Event", "name": "Xi and Trump meet in Busan", "startDate": "2025-10-30",
        "eventStatus": "https://schema.org/EventScheduled",
        "location": {"@type": "Place", "name": "Busan", "address": "South Korea"},
        "attendee": [
            {"@type": "Thing", "name": "Xi Jinping"}, {"@type": "Thing", "name": "Donald Trump"},
        ],
    }  # fmt: skip
    assert events["Erdoğan receives both"]["startDate"] == "2025-03"
    assert "startDate" not in events["A summit at the turn of the year"]
    page = html.export_html(subset(small, small.events), base="https://a.example/p#x").text
    assert '<meta property="og:url" content="https://a.example/p#x">' in str(page)
    assert '"url": "https://a.example/p#2025-10-30-busan"' in str(page)
    assert '<meta property="og:title" content="Contacts &amp; &lt;b&gt;others&lt;/b&gt;">' in text


def test_the_time_after_the_day_of_the_page_has_no_bars(shipped: Ledger) -> None:
    query = resolve(Question.of("2025", actor=["Xi Jinping", "Donald Trump"]), shipped)
    found = subset(shipped, select(shipped, query).events, query)

    def months(today: dt.date) -> list[str]:
        page = html.export_html(found, today=today).text
        bars = page[page.index('<ol class="bars">') : page.index("</ol>")]
        return re.findall(r'<i aria-hidden="true">(\w+)</i>', bars)

    year = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    assert months(dt.date(2025, 11, 30)) == year[:11]
    assert months(dt.date(2025, 12, 1)) == year


def test_a_season_is_not_listed_as_its_first_month() -> None:
    dates = ["2024-08-30", "2024-09-02", "2024-23", "2024-11-05", "2024-24?"]
    page = part(loads("".join(map(event, enumerate(dates)))))
    headings = re.findall(r'<h3 id="_[\w-]+">(.*?) <', page)
    assert headings == [
        "August 2024", "Autumn 2024 (Sep–Nov)", "September 2024", "November 2024",
        "Winter 2024–25 (Dec–Feb)",
    ]  # fmt: skip
    autumn = page[page.index(">Autumn 2024 (") : page.index('<h3 id="_2024-09">')]
    assert re.findall('<article [^>]*id="(\\w+)"', autumn) == ["e2"]
    bars = page[page.index('<ol class="bars">') : page.index("</ol>")]
    assert set(re.findall('href="#(.*?)"', bars)) <= set(Reader(page).values("id"))


def test_the_numbers_of_the_filter_are_those_of_the_figures(small: Ledger, text: str) -> None:
    words = said(text)
    assert "phone call 1 and 1 not counted" in words
    assert "held 5 denied 1" in words
    assert "and 1 not counted" not in said(part(small))


def test_sources_are_listed_by_grade() -> None:
    sources = (
        '[{ publisher = "C", grade = "C" }, { publisher = "No" }, { publisher = "A", grade = "A" }]'
    )
    ledger = loads(event((1, "2025-01-01")).replace('[{ publisher = "P" }]', sources))
    words = said(part(ledger))
    assert "3 sources : A · C · No A , grade A C , grade C No" in words


def test_a_compact_page_has_closed_events(small: Ledger, text: str) -> None:
    page = html.export_html(subset(small, small.events), compact=True).text
    assert page.count('<details class="rest">') == page.count("<article")
    assert '<body class="jumps compact">' in page
    assert '<details class="rest">' not in text
    assert text.count('<details class="rest" open>') == text.count('class="event"')


def test_the_sections_and_their_links_are_in_one_order(shipped: Ledger) -> None:
    page = part(shipped, "2025")
    order = ["_numbers", "_timeline", "_claims", "_method"]
    assert re.findall(r'<h2 id="(\w+)"', page) == order
    links = page[page.index('<nav aria-label="On this page">') : page.index("<main>")]
    assert re.findall(r'href="#(\w+)"', links) == order
    assert shipped.description
    first = " ".join(shipped.description.split("\n\n")[0].split())
    assert page.index('<h2 id="_method"') < page.rindex(html_escape(first))


def test_the_method_explains_only_what_is_on_the_page(shipped: Ledger) -> None:
    two = said(part(shipped, "2025", actor=["Xi Jinping", "Donald Trump"]))
    assert (
        "The contacts on this page are in-person meetings and phone calls between people from two "
        "or more countries." in two
    )
    assert "Hollow symbols" not in two
    assert "Dates in italics" not in two
    everything = said(part(shipped, "2025"))
    assert "Hollow symbols are other events" in everything
    assert "Dates in italics are inexact" in everything


def test_uncertain_dates_give_ranges_and_only_held_events_are_counted(small: Ledger) -> None:
    words = said(part(small, "2025", status=["any"]))
    assert "Xi Jinping and Donald Trump 2–3 contacts" in words
    assert "Uncertain, because the date of this event is inexact: summit" in words
    assert "1 denied event is marked and not counted." in words
    assert "phone call · denied, not counted 1 Jul 2025: A call that was denied" in words
    assert "summit of many · may have begun outside this period" in words


def test_a_page_without_a_period_counts_every_event_as_count_does(small: Ledger) -> None:
    words = said(part(small))
    assert "Xi Jinping and Donald Trump 3 contacts" in words
    assert "outside this period" not in words


def test_an_event_has_its_date_actors_place_and_sources(text: str) -> None:
    words = said(text)
    assert "Xi Jinping (China) , President of China" in words
    assert "Donald Trump (United States) , President-elect" in words
    assert "March" in words
    assert "İstanbul, Turkey" in words or "İstanbul, Türkiye" in words
    assert "United States: Sat 10 May 2025; China: Sun 11 May 2025" in words
    assert "announced on or before 7 May 2025" in words
    assert "Part of A summit at the turn of the year" in words
    assert "Open Paper (AFP) , “</details><script>alert(3)</script>” , 18 Jan 2025" in words
    assert "side: China, grade B, archived copy" in words
    assert "1 gives another date" in words
    assert "gives another date: 18 Jan 2025" in words
    assert "Tue 09:30 UTC+08:00 phone call" in words
    assert '<time datetime="2025-10-30">30\N{NO-BREAK SPACE}Oct</time>' in text


def test_the_page_counts_the_events_that_it_leaves_out(small: Ledger) -> None:
    assert "1 denied event is not shown." in said(part(small))
    secret = small._replace(events=tuple(one._replace(private=True) for one in small.events))
    assert "not shown" not in said(part(secret))
    assert "1 denied" in said(part(secret, private=True))


def test_the_page_counts_the_other_statuses_of_its_whole_period(small: Ledger) -> None:
    planned = loads(SMALL + event((9, "2026-02")) + 'status = "planned"\n')
    words = said(part(planned, status=["any"]))
    assert "2 events (1 denied, 1 planned) are marked and not counted." in words


def test_the_page_has_its_date(small: Ledger) -> None:
    page = html.export_html(subset(small, small.events), today=dt.date(2026, 2, 3)).text
    assert isinstance(page, str)
    assert "As of 3 Feb 2026." in said(page)


def test_an_event_of_several_months_stands_under_the_first() -> None:
    dates = ["2025-10-02", "[2025-10-31,2025-11-01]", "2025-11-05", "2025"]
    words = said(part(loads("".join(map(event, enumerate(dates))))))
    assert "October 2025 2 events, 1–2 contacts 2 Oct" in words
    assert "November 2025 1 event, 1 contact 5 Nov" in words
    assert "2025, month uncertain 1 event, 1 contact 2025" in words


def of_dates(*dates: str) -> Ledger:
    """A ledger with an event on each date, with texts of several lengths; one in 51 is "rare"."""
    rows = (
        f"""
        [[events]]
        id = "e{n}"
        date = "{date}"
        type = "call"
        title = "Call {"rare" if n % 51 == 0 else ""} {"on" * (n % 40)}"
        actors = ["Ann (A)", "Ben"]
        summary = "{"word " * (n * 7 % 120)}"
        """
        for n, date in enumerate(dates)
    )
    return loads("\n".join(rows))


def jumps(page: str) -> list[str]:
    """The texts of the links to years and decades, which must all lead somewhere."""
    links = re.findall(r'<a href="#(_year-[^"]+)" data-year="[^"]+">([^<]+)</a>', page)
    assert all(page.count(f' id="{target}"') == 1 for target, _ in links)
    return [text for _, text in links]


def test_a_page_of_several_years_links_to_each() -> None:
    assert jumps(part(of_dates("2025-01-01", "2025-12-31"))) == []
    assert jumps(part(of_dates("2024-01-01", "2025-XX", "2022-05"))) == ["2022", "2024", "2025"]
    years = [f"{year}-03-04" for year in range(1990, 2005)]
    assert jumps(part(of_dates(*years))) == [str(year) for year in range(1990, 2005)]


def test_a_page_of_many_years_links_to_decades_and_in_them_to_years() -> None:
    years = [str(year) for year in range(1988, 2004)]
    assert jumps(part(of_dates(*(f"{year}-03-04" for year in years), "199X", "20XX"))) == [
        "1980s", "1990s", "2000s", "20XX",
        "1988", "1989", *years[2:12], "199X", "2000", "2001", "2002", "2003",
    ]  # fmt: skip


def test_only_a_page_of_many_events_has_estimated_heights() -> None:
    few = part(of_dates(*["2025-01-01"] * 1000))
    many = part(of_dates(*["2025-01-01"] * 1001))
    assert "contain-intrinsic" not in few
    assert not re.search(r'class="event n\d', few)
    assert len(re.findall(r'class="event n\d', many)) == 1001
    used = set(re.findall(r'class="event (n\d+)"', many))
    assert all(f".{name}{{--n:{name[1:]}}}" in many for name in used)


def test_an_event_without_a_source_is_marked(small: Ledger) -> None:
    bare = small._replace(events=tuple(one._replace(sources=()) for one in small.events))
    assert said(part(bare)).count("No source listed.") == len(part_ids(bare))


def part_ids(ledger: Ledger) -> list[str]:
    """Return the ids of the events that a page shows by default."""
    return [one.id for one in ledger.events if one.status == "held" and not one.private]


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Xi and Trump", None), ("Erdoğan à Paris", None), ("习近平同特朗普会晤", "zh"),
        ("面對面會晤, 2 pp.", "zh"), ("日本と中国の会談", "ja"), ("정상회담", "ko"),
        ("وزیر امور خارجه", "und-Arab"), ("Встреча", "und-Cyrl"), ("Σύνοδος", "el"),
        ("The word 习 in English", None),
    ],
)  # fmt: skip
def test_a_text_in_another_script_has_its_language(
    small: Ledger, words: str, language: str | None
) -> None:
    titled = small._replace(events=tuple(one._replace(title=words) for one in small.events))
    read = Reader(part(titled))
    titles = [
        attrs.get("lang") for tag, attrs in read.tags if tag == "span" and "data-find" in attrs
    ]
    assert titles.count(language) >= len(part_ids(small))


def test_a_claim_has_the_stated_and_the_counted_number(small: Ledger) -> None:
    words = said(part(small, private=True))
    assert "2 claims differ from this chronology" in words
    assert "✗ differs Some Daily , 30 Nov 2025 three calls Stated 3 phone calls" in words
    assert "Editor’s note: Nobody knows which." in words


@pytest.mark.parametrize(
    "dates",
    [[], ["../2025-03"], ["2025-03/.."], ["202X", "2024-12-31"], ["0900", "1900-02", "2025-01-01"]],
)
def test_every_kind_of_date_gives_a_complete_page(dates: list[str]) -> None:
    read = Reader(part(loads("".join(map(event, enumerate(dates))))))
    assert [tag for tag, _ in read.tags].count("article") == len(dates)


def luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize("name", ["ink", "quiet", "accent"])
def test_every_colour_has_contrast_in_both_schemes(text: str, name: str, scheme: int) -> None:
    def found(of: str) -> float:
        return luminance(re.findall(rf"--{of}: (#[0-9a-f]{{6}})", text)[scheme])

    for ground in ("paper", "wash"):
        low, high = sorted((found(name), found(ground)))
        assert (high + 0.05) / (low + 0.05) >= 4.5


# -- in a browser -------------------------------------------------------------------------------

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"no browser here: none of {', '.join(names)}")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=found, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()


OPENED = "document.querySelectorAll('#_filter details').forEach((one) => { one.open = true; })"
"""Opens the filter."""

Visit = Callable[..., AbstractContextManager["Page"]]


@pytest.fixture(scope="module")
def visit(browser: Browser, text: str, tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """A function that opens a page. The page must request only itself, and log no messages."""
    folder = tmp_path_factory.mktemp("page")

    @contextmanager
    def opened(
        after: str = "", *, of: str = text, refused: bool = False, **options: Any
    ) -> Iterator[Page]:
        path = folder / f"{sha256(of.encode()).hexdigest()}.html"
        path.write_text(of, encoding="utf-8", newline="")
        context = browser.new_context(**options)
        try:
            page = context.new_page()
            question: list[str] = []
            heard: list[str] = []
            page.on("request", lambda request: question.append(request.url))
            page.on("console", lambda message: heard.append(message.text))
            # Playwright asks for the places of elements that the filter hides.
            page.on("pageerror", lambda error: heard.append(str(error)))
            page.on("dialog", lambda dialog: heard.append(dialog.message))
            page.goto(path.as_uri() + after)
            if options.get("java_script_enabled", True):
                page.evaluate(OPENED)
            yield page
            own = (path.as_uri(), "data:image/svg+xml,")
            assert [url for url in question if not url.startswith(own)] == []
            refusals = [one for one in heard if "hidden by content-visibility" not in one]
            assert ["Content Security Policy" in words for words in refusals] == [True] * refused
        finally:
            context.close()

    return opened


ALL = 6
"""The number of public events in the small ledger."""


def shown(page: Page) -> list[str]:
    """Return the ids of the visible events."""
    seen = "all => all.filter(one => one.checkVisibility()).map(one => one.id)"
    found: list[str] = page.locator(".event").evaluate_all(seen)
    return found


def count(page: Page, words: str) -> None:
    """Wait until the count on the page has this text."""
    page.locator("#_count", has_text=re.compile(f"^{re.escape(words)}$")).wait_for(timeout=5000)


@pytest.mark.slow
def test_events_are_filtered_by_type_actor_and_words(visit: Visit) -> None:
    with visit() as page:
        count(page, f"{ALL} events")
        assert len(shown(page)) == ALL
        page.get_by_label("phone call").check()
        count(page, f"2 of {ALL} events")
        assert shown(page) == ["2025-01-17-call", "2025-07-01-denied"]
        assert page.locator(".month:visible").count() == 2
        page.get_by_label("Contacts only").check()
        count(page, f"1 of {ALL} events")
        page.get_by_role("button", name="Clear").click()
        count(page, f"{ALL} events")
        page.get_by_label("Participant").select_option("xie")
        count(page, f"1 of {ALL} events")
        assert shown(page) == ["2025-05-10-talks"]
        page.get_by_label("Search titles").fill("soy nothing")
        count(page, "No matching events.")
        assert shown(page) == []


@pytest.mark.slow
def test_words_match_without_case_and_accents(visit: Visit) -> None:
    with visit() as page:
        for words, ids in {
            "ERDOGAN": ["2025-03-erdogan"],
            "istanbul": ["2025-03-erdogan"],
            "xie": ["2025-03-erdogan", "2025-05-10-talks"],
            "geneva soy": ["2025-05-10-talks"],
            "oy": [],
            "近平 busan": ["2025-10-30-busan"],
            "2025-10-30": ["2025-10-30-busan"],
            "be": [],
            "1 Jul": ["2025-07-01-denied"],
        }.items():
            page.get_by_label("Search titles").fill(words)
            count(page, f"{len(ids)} of {ALL} events" if ids else "No matching events.")
            assert shown(page) == ids
        page.get_by_label("Search titles").fill("<script>alert")
        page.locator("[id='2025-01-17-call']").wait_for()
        assert shown(page) == ["2025-01-17-call"]


@pytest.mark.slow
def test_a_filter_is_kept_in_the_address(visit: Visit) -> None:
    with visit("?type=call&q=denied") as page:
        count(page, f"1 of {ALL} events")
        page.get_by_label("phone call").uncheck()
        page.get_by_label("Search titles").fill("")
        page.get_by_label("Participant").select_option("Recep Tayyip Erdoğan")
        page.wait_for_url(re.compile(r"\?actor=Recep"))
        page.reload()
        count(page, f"1 of {ALL} events")
        assert shown(page) == ["2025-03-erdogan"]


@pytest.mark.slow
def test_a_link_to_an_event_shows_it_in_spite_of_a_filter(visit: Visit) -> None:
    talks = "2025-05-10-talks"
    with visit("?type=talks#2025-10-30-busan") as page:
        count(page, f"1 of {ALL} events; the linked event is shown")
        assert shown(page) == [talks, "2025-10-30-busan"]
        page.get_by_label("Contacts only").check()
        count(page, f"1 of {ALL} events")
        assert shown(page) == [talks]
        page.locator(".further summary").click()
        page.locator(".numbers a", has_text="30 Oct").first.click()
        count(page, f"1 of {ALL} events; the linked event is shown")
        assert shown(page) == [talks, "2025-10-30-busan"]
        assert "type=talks" in page.url
        box = page.locator("[id='2025-10-30-busan']").bounding_box()
        assert box
        assert -50 < box["y"] < 600
        assert page.url.endswith("#2025-10-30-busan")
        page.go_back()
        assert "type=talks" in page.url
        assert page.get_by_label("talks").is_checked()


@pytest.mark.slow
def test_a_link_to_a_former_id_shows_the_event_in_spite_of_a_filter(visit: Visit) -> None:
    with visit("?type=talks#2025-10-30-gyeongju") as page:
        count(page, f"1 of {ALL} events; the linked event is shown")
        assert shown(page) == ["2025-05-10-talks", "2025-10-30-busan"]
        box = page.locator("[id='2025-10-30-busan']").bounding_box()
        assert box
        assert -50 < box["y"] < 600


@pytest.mark.slow
def test_a_filtered_address_opens_at_the_events_and_names_the_filter_on_paper(visit: Visit) -> None:
    with visit("?actor=xi&q=busan") as page:
        count(page, f"1 of {ALL} events")
        box = page.locator("#_timeline").bounding_box()
        assert box
        assert -20 < box["y"] < 100
        assert not page.locator("#_filtered").is_visible()
        page.emulate_media(media="print")
        assert page.locator("#_filtered").text_content() == (
            f"Filters: “busan”, Xi Jinping; 1 of {ALL} events. The figures cover all events."
        )


COLLISIONS = """() => {
  const boxes = [...document.querySelectorAll("svg text")].filter(one => one.checkVisibility())
    .map(one => [one.textContent, one.getBoundingClientRect()]);
  return boxes.flatMap(([words, a], n) => boxes.slice(n + 1)
    .filter(([_, b]) => a.left < b.right && b.left < a.right
      && a.top + 3 < b.bottom && b.top + 3 < a.bottom)
    .map(([others]) => `${words} / ${others}`));
}"""
"""The pairs of texts of drawings that overlap. The box of a line has 3 pixels without ink."""


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_the_drawn_timeline_fits_the_screen_and_its_texts_do_not_collide(
    visit: Visit, shipped: Ledger, width: int
) -> None:
    page_text = part(shipped, "2025", contacts=True)
    viewport = {"width": width, "height": 900}
    with visit(of=page_text, viewport=viewport, color_scheme="dark") as page:
        names = "all => all.filter(one => one.checkVisibility()).map(one => one.classList.value)"
        drawing = page.locator(".drawing svg")
        assert drawing.evaluate_all(names) == ["wide" if width > 400 else "narrow"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(COLLISIONS) == []
        inks = "one => getComputedStyle(one).fill"
        assert page.locator(".drawing text.fill-ink").first.evaluate(inks) == "rgb(235, 230, 220)"
        page.emulate_media(media="print")
        assert drawing.evaluate_all(names) == ["wide"]


@pytest.mark.slow
@pytest.mark.parametrize("lanes", ["type", "actor", "country"])
@pytest.mark.parametrize("width", [390, 960])
def test_the_texts_of_a_drawing_do_not_collide_in_a_browser(
    visit: Visit, shipped: Ledger, lanes: str, width: int
) -> None:
    query = resolve(Question.of(status=["any"]), shipped)
    made = export_svg(
        subset(shipped, select(shipped, query).events, query), lanes=lanes, width=width
    )
    with visit(
        of=b"".join(made.pieces()).decode(), viewport={"width": 1000, "height": 900}
    ) as page:
        assert page.locator("svg text").count() > 20
        assert page.evaluate(COLLISIONS) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "question", [{"contacts": True}, {"actor": ["Xi Jinping", "Donald Trump"]}]
)
def test_the_drawing_and_the_first_event_are_near_the_top(
    visit: Visit, shipped: Ledger, question: Any, width: int
) -> None:
    with visit(
        of=part(shipped, "2025", **question), viewport={"width": width, "height": 900}
    ) as page:
        page.evaluate("document.querySelector('#_filter details').open = false")
        for name in (".drawing svg:visible", ".event"):
            box = page.locator(name).first.bounding_box()
            assert box
            assert box["y"] < 1200


@pytest.mark.slow
def test_on_a_phone_the_events_of_a_long_page_are_folded(visit: Visit, shipped: Ledger) -> None:
    found = part(shipped, "2025", contacts=True)
    for width, folded in ((390, True), (1280, False)):
        with visit("#2025-10-30-busan", of=found, viewport={"width": width, "height": 900}) as page:
            shown = page.locator(".rest[open]").count()
            assert (shown == 1) == folded  # the linked event
            assert page.locator("[id='2025-10-30-busan'] .rest").get_attribute("open") is not None
            page.emulate_media(media="print")
            assert page.locator(".people:visible").count() == page.locator(".people").count()


@pytest.mark.slow
def test_compact_events_have_one_line(visit: Visit, shipped: Ledger) -> None:
    query = resolve(Question.of("2025", contacts=True), shipped)
    found = subset(shipped, select(shipped, query).events, query)
    made = html.export_html(found, compact=True).text
    for options in ({}, {"java_script_enabled": False}):
        with visit(of=made, viewport={"width": 1280, "height": 900}, **options) as page:
            tall = "all => all.map(one => one.getBoundingClientRect().height).filter(h => h > 40)"
            assert page.locator(".event").evaluate_all(tall) == []


@pytest.mark.slow
def test_events_are_filtered_by_status(visit: Visit) -> None:
    with visit("?status=denied") as page:
        count(page, f"1 of {ALL} events")
        assert shown(page) == ["2025-07-01-denied"]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_accessible(
    visit: Visit, shipped: Ledger, text: str, scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    script = (Path(axe.__file__).parent / "axe.min.js").read_text("utf-8")
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    for of in (text, part(shipped, "2025-10", status=["any"])):
        viewport = {"width": width, "height": 900}
        with visit(of=of, color_scheme=scheme, viewport=viewport) as page:
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            page.evaluate(script)
            # Of what has no violations, axe then collects one example instead of all.
            options = {"runOnly": rules, "resultTypes": ["violations"]}
            found = page.evaluate("options => axe.run(options)", options)
            assert [
                (one["id"], [node["html"][:200] for node in one["nodes"][:3]])
                for one in found["violations"]
            ] == []


@pytest.mark.slow
def test_markup_in_a_ledger_does_not_run(visit: Visit) -> None:
    with visit() as page:
        title = page.locator("[id='2025-01-17-call'] h4 [data-find]")
        assert title.text_content() == "<script>alert(1)</script>"
        summary = page.locator("[id='2025-01-17-call'] .text")
        assert summary.all_text_contents() == [
            '<img src=x onerror=alert(2)> & "quotes"',
            r"A second paragraph, \x1b[31mred\x1b[0m",
        ]
        assert page.title() == "Contacts & <b>others</b>"
        kinds = page.locator("script").evaluate_all("all => all.map(one => one.type)")
        assert kinds == ["application/ld+json", ""]


@pytest.mark.slow
def test_a_citation_opens_and_has_no_address_in_a_file(visit: Visit) -> None:
    with visit() as page:
        cite = page.locator("[id='2025-10-30-busan'] .cite")
        cite.locator("summary").first.click()
        assert cite.locator("span[data-copy]").text_content() == (
            "Thu 30 Oct 2025, Busan: Xi and Trump meet in Busan (Xi Jinping and Donald Trump). "
            "Source: 新华社, “习近平同特朗普会晤”. In: Contacts & <b>others</b>."
        )


@pytest.mark.slow
def test_without_javascript_the_page_is_complete_and_has_no_form(visit: Visit) -> None:
    with visit(java_script_enabled=False) as page:
        assert page.locator(".event:visible").count() == ALL
        assert not page.locator("form").is_visible()
        page.locator("[id='2025-01-17-call'] .rest summary", has_text="source").click()
        assert page.locator("[id='2025-01-17-call'] .sources li").is_visible()


def heights(page: Page) -> tuple[int, int]:
    """The height of the page, and its height once each event has been drawn [pixels]."""
    measured = """() => {
        const estimated = document.documentElement.scrollHeight;
        const sheet = new CSSStyleSheet();
        const selector = ".event, .month:not([hidden])";
        sheet.replaceSync(`${selector} { content-visibility: visible !important; }`);
        document.adoptedStyleSheets = [sheet];
        const drawn = document.documentElement.scrollHeight;
        document.adoptedStyleSheets = [];
        return [estimated, drawn];
    }"""
    estimated, real = page.evaluate(measured)
    return estimated, real


def long_dates(number: int) -> list[str]:
    """Return dates in 300 months of 150 years."""
    return [f"{1875 + n % 150}-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(number)]


LONG = 600
"""The number of events on a long page. A browser takes seconds for a page of thousands."""
RARE = len(range(0, LONG, 51))
"""The number of events on a long page that the word "rare" finds."""


@pytest.fixture(scope="module")
def long_page() -> str:
    """A page on which browsers draw only the events on the screen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(html, "_MANY", LONG - 1)
        return part(of_dates(*long_dates(LONG)))


@pytest.mark.slow
@pytest.mark.parametrize("width", [375, 1200])
def test_the_scroll_bar_of_a_long_page_is_right_also_with_a_filter(
    visit: Visit, width: int
) -> None:
    of = part(of_dates(*long_dates(1500)))  # the estimates are right on average
    with visit(of=of, viewport={"width": width, "height": 800}) as page:
        for words in ("", "rare"):
            page.get_by_label("Search titles").fill(words)
            count(page, "30 of 1500 events" if words else "1500 events")
            estimated, drawn = heights(page)
            assert estimated == pytest.approx(drawn, rel=0.12)
        assert drawn < 30_000


@pytest.mark.slow
@pytest.mark.parametrize("width", [375, 1200])
def test_a_link_to_a_year_leads_to_its_first_event(
    visit: Visit, long_page: str, width: int
) -> None:
    with visit(of=long_page, viewport={"width": width, "height": 800}) as page:
        for decade, year in (("1990s", "1994"), ("1880s", "1889"), ("2020s", "2024")):
            page.locator(".years a", has_text=decade).click()
            page.locator(f".decade[aria-label='{decade}'] a", has_text=year).click()
            page.wait_for_timeout(200)
            first = page.locator(f"[id='_year-{year}'] + .month h3")
            box = first.bounding_box()
            assert box
            assert 40 < box["y"] < 150
            assert year in first.inner_text()
            assert page.locator(".years a[aria-current]").all_inner_texts() == [decade]


@pytest.mark.slow
def test_a_filter_leaves_only_links_to_years_with_events(visit: Visit, long_page: str) -> None:
    with visit(of=long_page) as page:
        page.get_by_label("Search titles").fill("rare")
        count(page, f"{RARE} of {LONG} events")
        years = sorted({str(1875 + n % 150) for n in range(0, LONG, 51)})
        assert page.locator(".decade a:visible").all_inner_texts() == years
        decades = sorted({f"{year[:3]}0s" for year in years})
        assert page.locator(".years a:visible").all_inner_texts() == decades
        assert len(decades) < 16


@pytest.mark.slow
def test_a_link_on_a_long_page_shows_only_its_event_in_spite_of_a_filter(
    visit: Visit, long_page: str
) -> None:
    with visit(of=long_page) as page:
        page.get_by_label("Search titles").fill("rare")
        count(page, f"{RARE} of {LONG} events")
        assert page.locator(".month:visible").count() == RARE
        page.evaluate("location.hash = '#e1'")
        count(page, f"{RARE} of {LONG} events; the linked event is shown")
        assert page.locator(".month:has(#e1) .event:visible").count() == 1
        assert page.locator("#e1").is_visible()
        page.get_by_role("button", name="Clear").click()
        count(page, f"{LONG} events")
        assert page.locator(".month:visible").count() == 300


@pytest.mark.slow
def test_a_long_page_is_whole_on_paper_and_without_javascript(visit: Visit, long_page: str) -> None:
    for options in ({}, {"java_script_enabled": False}):
        with visit(of=long_page, **options) as page:
            page.locator(".years a", has_text="1950s").click()
            assert page.locator("[id='_year-1950s']").is_visible()
            page.emulate_media(media="print")
            assert not page.locator(".years").is_visible()
            drawn = "all => all.every(one => getComputedStyle(one).contentVisibility === 'visible')"
            assert page.locator(".event").evaluate_all(drawn)


@pytest.mark.slow
@pytest.mark.parametrize("width", [375, 1200])
def test_a_page_of_very_many_events_makes_them_when_they_are_needed(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(html, "_MANY", LONG - 1)
    monkeypatch.setattr(html, "_VERY_MANY", LONG - 1)
    of = part(of_dates(*long_dates(LONG)))
    screen = {"width": width, "height": 800}
    with visit(of=of, viewport=screen, java_script_enabled=False) as page:
        assert page.locator(".event").count() == LONG
    with visit("#e280", of=of, viewport=screen) as page:
        page.wait_for_timeout(300)
        box = page.locator("#e280").bounding_box()
        assert box
        assert -1 <= box["y"] < 300
    with visit("?q=rare", of=of, viewport=screen) as page:
        count(page, f"{RARE} of {LONG} events")
        assert page.locator(".month:visible").count() == RARE
        assert page.locator(".event").count() == LONG
    with visit(of=of, viewport=screen) as page:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator(".event .rest[open]").count() == LONG


def test_the_marks_of_very_many_events_are_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = of_dates(*["2025-01-01", "2025-02", "2025-03-01", "2025-04-01"])
    monkeypatch.setattr(timeline, "_MOST_LINKS", 3)
    drawing = part(ledger).partition("<figure")[2].partition("</figure>")[0]
    assert "<a " not in drawing
    assert len(re.findall(r'fill="url\(#_wide-fade-accent\)"', drawing)) == 2
    joined = max(re.findall(r'<path d="(.*?)"', drawing), key=len)
    assert joined.count("z") == 3


@pytest.mark.slow
def test_no_line_of_dates_begins_with_a_comma(visit: Visit) -> None:
    with visit() as page:
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            split = page.evaluate(
                "[...document.querySelectorAll('.dates > li')]"
                ".filter((one) => one.getClientRects().length !== 1).length"
            )
            assert split == 0


@pytest.mark.slow
def test_the_page_never_scrolls_sideways(visit: Visit) -> None:
    with visit() as page:
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        for width in (320, 360, 390, 700, 1200):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
def test_on_paper_sources_are_open_and_the_form_is_hidden(visit: Visit) -> None:
    for options in ({}, {"java_script_enabled": False}):
        with visit(**options) as page:
            source = page.locator("[id='2025-01-17-call'] .sources li")
            assert not source.is_visible()
            page.emulate_media(media="print", color_scheme="dark")
            assert source.is_visible()
            assert not page.locator("form").is_visible()
            assert ground(page) == "rgb(255, 255, 255)"


def ground(page: Page) -> Any:
    return page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")


@pytest.mark.slow
def test_the_dark_scheme_is_dark(visit: Visit) -> None:
    with visit(color_scheme="light") as page:
        light = ground(page)
        page.emulate_media(color_scheme="dark")
        assert ground(page) != light


@pytest.mark.slow
def test_the_security_policy_blocks_other_scripts(visit: Visit) -> None:
    with visit(refused=True) as page:
        page.evaluate(
            """() => {
                const more = document.createElement("script");
                more.textContent = "document.title = 'changed'";
                document.body.append(more);
            }"""
        )
        assert page.title() != "changed"


@pytest.mark.slow
def test_headings_and_landmarks_serve_screen_readers(visit: Visit) -> None:
    with visit() as page:
        levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(h => +h.tagName[1])")
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        unnamed = "all => all.filter(one => !one.labels?.length && !one.textContent.trim()).length"
        assert page.locator("input, select, button").evaluate_all(unnamed) == 0
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.get_by_role("navigation").count() == 2
        for landmark in ("banner", "main", "search", "contentinfo"):
            assert page.get_by_role(landmark).count() == 1
        assert page.locator("[aria-live]").count() == 1
        page.keyboard.press("Tab")
        assert page.locator(":focus").text_content() == "Skip to the events"
        page.keyboard.press("Enter")
        assert page.locator(":focus").text_content() == "Events"


@pytest.mark.slow
def test_the_shipped_chronology_opens_without_requests_or_errors(
    visit: Visit, shipped: Ledger
) -> None:
    size = {"width": 360, "height": 700}
    with visit(of=part(shipped, status=["any"]), viewport=size) as page:
        count(page, f"{len(shipped.events)} events")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.get_by_label("Participant").select_option("xi-jinping")
        page.get_by_label("Contacts only").check()
        found = select(shipped, resolve(Question.of(actor=["Xi Jinping"], contacts=True), shipped))
        count(page, f"{len(found.matches)} of {len(shipped.events)} events")


def test_the_window_of_a_page_has_no_first_day_if_an_event_has_none() -> None:
    events = "".join(
        f'[[events]]\nid = "e{n}"\ndate = "{date}"\ntype = "call"\ntitle = "T"\n'
        'actors = ["A", "B"]\n'
        for n, date in enumerate(["0001-01-01", "../2025"])
    )
    assert html._window(loads(events), EVERYTHING) == "until 31 Dec 2025"
