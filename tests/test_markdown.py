"""Markdown, read by a Markdown parser: texts of a ledger stay texts, and links lead to sources."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from chrono.core import english, event_phrases
from chrono.core.dates import When
from chrono.core.model import Actor, Event, EventType, Ledger, Role, Source
from chrono.core.overview import overview
from chrono.core.query import Query, select
from chrono.core.subset import subset
from chrono.files.exchange.cited_sources import cited
from chrono.files.exchange.markdown import (
    MOST_SOURCES,
    address,
    citation,
    digest_markdown,
    escape,
    export_markdown,
    prose_markdown,
)
from chrono.files.exchange.rows import Style
from chrono.files.read.load import loads
from samples import law
from test_formats import (
    HOSTILE,
    TEXTS,
    WIDE_TABLES,
    escape_controls,
    hostile_ledger,
    rows,
    writer,
    written,
)

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LINES = TEXTS.map(lambda text: "x".join(re.split(r"[\r\n]", text)).strip() or "x")
"""Hostile texts of one line."""
MARKS = st.text("\\`*_[]<>()|~&#$@^:/.-+=!1ai) \u4e60x", min_size=1, max_size=14)
CALL = EventType("call", "phone call", "phone calls", True)


def leaves(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield every token of a parsed text, those inside a line of text too."""
    for token in tokens:
        yield token
        yield from leaves(token.children or ())


def kinds(markdown: str) -> list[str]:
    """The kinds of everything that a text is parsed into, without the ends of elements."""
    found = (token.type for token in leaves(PARSER.parse(markdown)))
    return [kind for kind in found if not kind.endswith("_close") and kind != "inline"]


def plain(markdown: str) -> str:
    """What a reader sees, with every run of spaces as one space."""
    shown = (
        " " if token.type in ("softbreak", "hardbreak", "paragraph_open") else token.content
        for token in leaves(PARSER.parse(markdown))
        if token.type != "inline"
    )
    return squeezed("".join(shown))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def event(text: str = "Title", **fields: Any) -> Event:
    """Return an event with a text as its title, summary, place, people and source."""
    actors = (Actor("a", text, roles=(Role(text),)), Actor("b", text))
    values: dict[str, Any] = {
        "place": text,
        "summary": text,
        "sources": (Source(text, origin=text, url="https://example.org/a?b=1&c=2"), Source(text)),
    }
    made = Event("one", When.parse("2025-10-30"), CALL, text, actors)
    return made._replace(**(values | fields))


# -- texts ---------------------------------------------------------------------------------------


@law(400)
@given(text=st.one_of(LINES, MARKS))
@example("Title #")
@example("a. b")
@example("(iv) b")
@example("www.example.org and https://example.org")
@example("&copy; &#35;")
def test_an_escaped_text_is_a_paragraph_that_reads_as_the_text(text: str) -> None:
    assert plain(escape(text)) == squeezed(escape_controls(text))
    assert {*kinds(escape(text))} <= {"paragraph_open", "text", "text_special"}


@pytest.mark.parametrize(
    "text, escaped",
    [
        ("Xi and Trump meet in Busan", "Xi and Trump meet in Busan"),
        ("Sandler, Travis & Rosenberg", "Sandler, Travis & Rosenberg"),
        ("11:00, U.S.-China", "11:00, U.S.-China"),
        ("&lt;", r"\&lt;"),
        ("[x](y)", r"\[x\](y)"),
        ("*a* _b_ `c` ~d~ <e> f|g h^2", r"\*a\* \_b\_ \`c\` \~d\~ \<e\> f\|g h\^2"),
        ("US$5 (US$)", r"US\$5 (US\$)"),
        ("# a #", r"\# a #"),
        ("- a", r"\- a"),
        ("1. a", r"1\. a"),
        ("1.5 a", "1.5 a"),
        ("see http://x.org, www.x.org", r"see http\://x.org, www\.x.org"),
        (":tada: 10:30:15", r"\:tada: 10:30:15"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("\x1b[0m", r"\\x1b\[0m"),
        ("\u202e习", r"\\u202e习"),
    ],
)
def test_escaped_texts_by_example(text: str, escaped: str) -> None:
    assert escape(text) == escaped


# -- tables --------------------------------------------------------------------------------------


@law(200)
@given(table=WIDE_TABLES.filter(bool))
def test_a_table_has_the_text_of_every_cell_and_nothing_else(table: list[list[str]]) -> None:
    text = written("markdown", table)
    assert len(text.splitlines()) == len(table) + 2
    tokens = PARSER.parse(text)
    assert tokens[0].type == "table_open"
    found = [token for token in tokens if token.type == "inline"]
    cells = [cell for line in [["a", "b"], *table] for cell in line]
    for token, cell in zip(found, cells, strict=True):
        children = token.children or []
        assert {child.type for child in children} <= {"text", "text_special", "html_inline"}
        assert all(c.content == "<br>" for c in children if c.type == "html_inline")
        lines = map(escape_controls, re.split(r"\r\n|\n", cell))
        shown = "".join("\n" if c.type == "html_inline" else c.content for c in children)
        assert [squeezed(line) for line in shown.split("\n")] == [*map(squeezed, lines)]


@pytest.mark.parametrize(
    "text, cell",
    [
        ("a|b", r"a\|b"),
        ("2025-10-30", "2025-10-30"),
        ("a\nb\r\nc", "a<br>b<br>c"),
        ("<b> & *c*", r"\<b\> & \*c\*"),
        ("\\", "\\\\"),
        ("a\rb", r"a\\rb"),
    ],
)
def test_cells_by_example(text: str, cell: str) -> None:
    assert written("markdown", [[text]]) == f"| a |\n| --- |\n| {cell} |\n"


def test_the_names_of_columns_are_escaped() -> None:
    text = "".join(writer("markdown")(rows([["x"]], ["place_country"]), Style()))
    assert text.startswith("| place\\_country |\n")


# -- addresses -----------------------------------------------------------------------------------

URLS = st.text(
    st.characters(min_codepoint=33, exclude_categories=["Cs", "Zs"], exclude_characters="%"),
    max_size=12,
).map("https://example.org/".__add__)


@law(200)
@given(url=URLS)
@example("https://example.org/Foo_(bar)?a=1&copy;=2")
@example("https://example.org/a)[b](javascript:alert(1)")
@example('https://example.org/"onclick="x')
def test_a_link_leads_to_the_address_of_the_source(url: str) -> None:
    text = "".join(prose_markdown(Ledger(), [event(sources=(Source("A", url=url),))]))
    (link,) = [token for token in leaves(PARSER.parse(text)) if token.type == "link_open"]
    assert unquote(str(link.attrs["href"])) == url
    (shown,) = [t for t in leaves(PARSER.parse(f"<{address(url)}>")) if t.type == "link_open"]
    assert unquote(str(shown.attrs["href"])) == url


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "a"])
def test_only_a_web_address_is_a_link(url: str) -> None:
    """A ledger cannot have such an address; a program that makes records could."""
    text = "".join(prose_markdown(Ledger(), [event(sources=(Source("A", url=url),))]))
    assert "link_open" not in kinds(text)
    assert text.endswith(" A\n")


# -- sentences -----------------------------------------------------------------------------------


@law(200)
@given(text=st.one_of(LINES, MARKS.map(str.strip).filter(bool)), whole=st.booleans())
@example("".join(HOSTILE).replace("\n", " ").replace("\r", " ").strip(), True)
def test_no_text_of_an_event_is_markup(text: str, whole: bool) -> None:
    made = event(text, follows=("two",), part_of="two", present=(Actor("c", text),))
    ledger = Ledger((made, made._replace(id="two", follows=(), part_of=None)))
    markdown = "".join(prose_markdown(ledger, [made], whole, whole))
    found = kinds(markdown)
    allowed = {"bullet_list_open", "list_item_open", "paragraph_open", "text", "text_special"}
    assert {*found} - allowed == {"strong_open", "link_open"}
    assert found.count("strong_open") == found.count("link_open") == 1
    assert found.count("list_item_open") == 1
    seen, shown = plain(markdown), squeezed(escape_controls(text))
    start = f"Thu 30 Oct 2025, {shown}: {shown} ({shown}, {shown}; {shown}). {shown} ({shown}), "
    assert seen.startswith(squeezed(start))
    if whole:
        other = f"“{shown}” (30 Oct 2025)"
        ending = f"Follows: the same day as {other}. Part of: {other}."
        assert seen.endswith(squeezed(ending))


@law(100)
@given(text=TEXTS)
@example("- a\n- b\n\n    code\n\n> quote\n\n# heading\n---\n1. x")
def test_a_summary_of_several_lines_is_paragraphs_of_text(text: str) -> None:
    markdown = "".join(prose_markdown(Ledger(), [event(summary=text, sources=())], True))
    allowed = {"bullet_list_open", "list_item_open", "paragraph_open", "text", "text_special"}
    assert {*kinds(markdown)} - allowed <= {"strong_open", "softbreak"}
    lines = [line.strip() for line in re.split(r"\r\n|\n", text) if line.strip()]
    assert squeezed(" ".join(map(escape_controls, lines))) in plain(markdown)


ROLES = (
    Role("Minister", When.parse("2024"), When.parse("2025-06")),
    Role("Chair of the A, B and C", When.parse("2025-01-01")),
)


@pytest.mark.parametrize(
    "date, offices",
    [
        ("2023-12-31", ""),
        ("2024-06-01", "possibly Minister"),
        ("2024", "possibly Minister"),
        ("2025-01-01", "Minister and Chair of the A, B and C"),
        ("2025-05", "Minister and Chair of the A, B and C"),
        ("2025", "possibly Minister and Chair of the A, B and C"),
        ("2025-06-15", "possibly Minister and Chair of the A, B and C"),
        ("2025-07", "Chair of the A, B and C"),
        ("[2024-12-31,2025-01-01]", "Minister and possibly Chair of the A, B and C"),
        ("2024-12-31~", "possibly Minister and possibly Chair of the A, B and C"),
    ],
)
def test_an_office_that_may_not_have_been_held_is_only_possible(date: str, offices: str) -> None:
    assert event_phrases.offices(Actor("a", "A", roles=ROLES), When.parse(date)) == offices


@law(200)
@given(
    since=st.dates(dt.date(2024, 12, 28), dt.date(2025, 1, 5)),
    until=st.dates(dt.date(2025, 1, 1), dt.date(2025, 1, 9)),
    date=st.sampled_from(["2025-01-03", "2025-01", "2024-12-30~", "[2025-01-01,2025-01-06]"]),
)
def test_an_office_is_sure_if_it_was_held_on_every_possible_day(
    since: dt.date, until: dt.date, date: str
) -> None:
    role, when = Role("R", When.on(since), When.on(until)), When.parse(date)
    days = [
        day
        for day in (dt.date(2024, 12, 1) + dt.timedelta(n) for n in range(90))
        if any(span.first <= day <= span.last for span in when.starts if span.first and span.last)
    ]
    held = [since <= day <= until for day in days]
    assert event_phrases.surely_held(role, when) is all(held)
    if since <= until:
        assert role.held_on(when) is any(held)


@pytest.mark.parametrize(
    "date, words",
    [
        ("2025-10-30", "Thu 30 Oct 2025"),
        ("2025-10-30T11:00:00+09:00", "Thu 30 Oct 2025, 11:00 UTC+09:00"),
        ("2025-05-10/2025-05-11", "Sat–Sun 10–11 May 2025"),
        ("2025-05-10/2025-06-11", "10 May–11 Jun 2025"),
        ("2025-10", "October 2025"),
        ("2025-10-30~", "About 30 Oct 2025"),
        ("2025-10-30?", "30 Oct 2025?"),
        ("[2025-10-31,2025-11-01]", "31 Oct or 1 Nov 2025"),
        ("2025-22", "Summer 2025 (Jun–Aug)"),
        ("202X", "The 2020s"),
        ("2025-06/..", "Since June 2025"),
        ("1066-10-14", "14 Oct 1066"),
    ],
)
def test_a_date_has_its_weekday_only_if_the_day_is_known(date: str, words: str) -> None:
    text = "".join(prose_markdown(Ledger(), [event(when=When.parse(date))]))
    assert text.startswith(f"- **{words}**, Title: ")


@pytest.mark.parametrize(
    "fields, start",
    [
        ({"place": None}, "- **Thu 30 Oct 2025**: Title"),
        ({"place": None, "place_country": "KR"}, "- **Thu 30 Oct 2025**, South Korea: Title"),
        ({"place": "Busan", "status": "planned"}, "- **Thu 30 Oct 2025**, Busan (planned): Title"),
        ({"place": None, "status": "denied"}, "- **Thu 30 Oct 2025** (denied): Title"),
        (
            {"place": "Busan", "status": "unconfirmed", "private": True},
            "- **Thu 30 Oct 2025**, Busan (unconfirmed, private): Title",
        ),
    ],
)
def test_place_and_status(fields: dict[str, Any], start: str) -> None:
    assert "".join(prose_markdown(Ledger(), [event(**fields)])).startswith(start)


GRADED = [
    Source("C1", grade="C"), Source("A1", grade="A", origin="AP"), Source("none"),
    Source("A2", grade="A", origin="AP"), Source("B1", grade="B"), Source("A3", grade="A"),
    Source("secret", grade="A", private=True),
]  # fmt: skip


def test_sentences_have_few_sources_of_different_origins_and_with_details_all() -> None:
    made = event(sources=tuple(GRADED))
    brief = "".join(prose_markdown(Ledger(), [made]))
    assert MOST_SOURCES == 3
    assert brief.endswith("). A1 (AP), A3, B1 and 3 more\n")
    assert "".join(prose_markdown(Ledger(), [made], True)).startswith(brief)
    whole = "".join(prose_markdown(Ledger(), [made], True, True))
    assert "). A1 (AP), A2 (AP), A3, B1, C1, none\n" in whole
    assert "secret" not in brief + whole


@law(100)
@given(sources=st.lists(st.sampled_from(GRADED), max_size=7), most=st.integers(0, 4))
def test_few_sources_are_the_best_of_as_many_origins_as_possible(
    sources: list[Source], most: int
) -> None:
    chosen = event_phrases.best_few(sources, most, Ledger())
    assert len(chosen) == min(most, len(sources))
    grades = [source.grade or "Z" for source in chosen]
    assert grades == sorted(grades)
    origins = {source.origin or source.publisher for source in sources}
    assert len({one.origin or one.publisher for one in chosen}) == min(most, len(origins))
    assert event_phrases.best_few(sources, 99, Ledger()) == event_phrases.best_first(sources)


def test_each_sentence_of_a_list_has_the_first_office_of_each_actor() -> None:
    def role(title: str, since: str, until: str | None = None) -> Role:
        return Role(title, When.parse(since), When.parse(until) if until else None)

    ann = Actor(
        "ann", "Ann",
        roles=(role("Envoy", "2024-01-01", "2025-03-31"), role("Minister", "2025-04-01"),
               role("Party leader", "2020-01-01")),
    )  # fmt: skip
    ben = Actor("ben", "Ben")
    days = ("2025-01-01", "2025-02-01", "2025-04", "2025-05-01", "2025-06-01")
    held = [event(when=When.parse(day), actors=(ann, ben)) for day in days]
    made = "".join(prose_markdown(Ledger(), held))
    people = re.findall(r"\((Ann[^()]*)\)", made)
    assert people == ["Ann, Envoy; Ben"] * 2 + ["Ann, Minister; Ben"] * 3
    whole = "".join(prose_markdown(Ledger(), held[-1:], True))
    assert "(Ann, Minister and Party leader; Ben)" in whole
    vague = event(when=When.parse("2025"), actors=(ann,))
    only_possible = ann._replace(roles=ann.roles[:2])
    both = "".join(prose_markdown(Ledger(), [vague._replace(actors=(only_possible,))]))
    assert "(Ann, possibly Envoy and possibly Minister)" in both


@pytest.mark.parametrize(
    "first, last, words",
    [
        ("2025-10-26", "2025-10-30", "4 days after"),
        ("2025-10-30", "2025-10-30", "the same day as"),
        ("2025-10", "2025-11-05", "5–35 days after"),
        ("2025-10-30", "2025-10-28", "2 days before"),
        ("2025-06/..", "2025-10-30", ""),
    ],
)
def test_the_days_between_two_events(first: str, last: str, words: str) -> None:
    one, two = event(when=When.parse(first)), event(when=When.parse(last))
    assert event_phrases.days_after(one, two) == words


def test_a_date_in_full_is_the_date_in_words_with_weekdays() -> None:
    week = When.parse("2025-12-29/2026-01-04")
    assert english.full_date(week) == "Mon–Sun 29 Dec 2025–4 Jan 2026"


# -- briefs --------------------------------------------------------------------------------------

REFERENCE = re.compile(r" ?\[\^(\d+)\](?!:)")
TODAY = dt.date(2026, 1, 31)
DEFINITION = re.compile(r"^\[\^(\d+)\]: (.*)$", re.M)


def made(ledger: Ledger, **options: Any) -> str:
    content = export_markdown(subset(ledger, ledger.events, private=True), **options).content
    assert isinstance(content, str)
    return content


@law(60)
@given(text=TEXTS)
@example("".join(HOSTILE))
@example("Title #")
@example("[^1]")
def test_no_text_of_a_ledger_is_markup_in_a_brief(text: str) -> None:
    ledger = hostile_ledger(text)
    brief = made(ledger, numbers=True, claims=True)
    # The parser knows no footnotes: their texts become paragraphs that begin as they do.
    body, *notes = re.split(r"\n(?=\[\^1\]: )", brief, maxsplit=1)
    pages = [REFERENCE.sub("", body), *(note for _, note in DEFINITION.findall("".join(notes)))]
    assert not REFERENCE.search("".join(pages))
    found = [kinds(page) for page in pages]
    allowed = {"bullet_list_open", "list_item_open", "paragraph_open"}
    allowed |= {"text", "text_special", "softbreak"}
    assert {*found[0]} - allowed == {"heading_open", "strong_open"}
    assert all({*note} - allowed <= {"link_open"} for note in found[1:])
    months = {event.when.text[:7] for event in ledger.events}
    assert found[0].count("heading_open") <= 2 + len(months)
    urls = {url for one in cited(ledger) for url in (one.url, one.archive) if url}
    tokens = [token for note in pages for token in leaves(PARSER.parse(note))]
    linked = {unquote(str(t.attrs["href"])) for t in tokens if t.type == "link_open"}
    assert linked == {*map(unquote, urls)}
    assert squeezed(plain(pages[0])).startswith(squeezed(escape_controls(ledger.name)))


@law(60)
@given(text=TEXTS)
@example("".join(HOSTILE))
def test_no_text_of_a_ledger_is_markup_in_a_summary(text: str) -> None:
    ledger = hostile_ledger(text)
    figures = overview(select(ledger, Query()), contacts=False, today=TODAY)
    page = "".join(digest_markdown(figures))
    allowed = {"bullet_list_open", "list_item_open", "paragraph_open", "text", "text_special"}
    assert {*kinds(page)} - allowed == {"heading_open", "strong_open"}
    assert kinds(page).count("heading_open") == 1
    held = sum(event.status == "held" for event in ledger.events)
    assert re.search(rf"(All|Recorded) events: {held}\b", plain(page))


@law(100)
@given(st.lists(st.lists(st.sampled_from(GRADED), max_size=4), max_size=5))
def test_each_source_of_a_brief_is_one_footnote_and_each_footnote_is_cited(
    sources: list[list[Source]],
) -> None:
    events = tuple(event(sources=tuple(some))._replace(id=str(n)) for n, some in enumerate(sources))
    brief = made(Ledger(events))
    numbers = [int(number) for number, _ in DEFINITION.findall(brief)]
    assert numbers == [*range(1, len({source.name for some in sources for source in some}) + 1)]
    cited_numbers = [int(number) for number in REFERENCE.findall(brief)]
    assert {*cited_numbers} == {*numbers}
    assert [*dict.fromkeys(cited_numbers)] == numbers
    texts = dict(DEFINITION.findall(brief))
    lines = [line for line in brief.splitlines() if line.startswith("- ")]
    for line, some in zip(lines, sources, strict=True):
        shown = [texts[number].partition(",")[0].rstrip(".") for number in REFERENCE.findall(line)]
        assert sorted(shown) == sorted({source.name for source in some})


def test_a_source_cited_at_two_places_is_two_footnotes() -> None:
    book = Source("A Book", title="T")
    pages = [book._replace(locator=f"p. {n}") for n in (4, 9, 4)]
    brief = made(Ledger((event(sources=tuple(pages)),)))
    assert brief.endswith(
        ").[^1] [^2]\n\n  Title\n\n[^1]: A Book, “T”, p. 4.\n[^2]: A Book, “T”, p. 9.\n"
    )


def test_the_citation_of_a_source_has_all_that_a_reader_needs_to_find_it() -> None:
    source = Source(
        "MarketBeat", origin="AP", author="Ann Ash", title="A *title*", locator="p. 4",
        date=When.parse("2025-06-11"), accessed=When.parse("2025-06-12"), private=True,
        url="https://example.org/a(b)", archive="https://archive.example.org/1", quote="no",
    )  # fmt: skip
    assert citation(source) == (
        "MarketBeat (AP), Ann Ash, “A \\*title\\*”, p. 4, 11 Jun 2025, "
        "<https://example.org/a%28b%29>, archived at <https://archive.example.org/1>, "
        "accessed 12 Jun 2025, private"
    )


CLAIM = """
[[claims]]
id = "c"
by = "Ann Ash"
date = 2025-11-02
statement = "two calls"
period = "2025"
total = 2
"""


@pytest.mark.parametrize(
    "wording, words", [("quoted", "“two calls”"), ("paraphrased", "two calls")]
)
def test_only_a_quoted_claim_has_quotation_marks(wording: str, words: str) -> None:
    text = f'{CLAIM}wording = "{wording}"\n'
    brief = made(loads(text), claims=True)
    start = f"- **Sun 2 Nov 2025**, Ann Ash: {words} ({wording}). Differs. 1 Jan–2 Nov 2025: the "
    assert start in brief


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
@pytest.mark.parametrize("reader", ["gfm", "markdown"])
def test_pandoc_reads_a_brief_with_its_footnotes_and_no_other_markup(
    reader: str, tmp_path: Path
) -> None:
    text = "".join(HOSTILE) + " 1. a a@b.org $x$ H~2~O (@) {.x} --- ... 'q' \"q\" :x: i) b"
    brief = made(hostile_ledger(text), numbers=True, claims=True)
    options = ["-f", reader, "--wrap=none"]
    page = pandoc(brief, *options, "-t", "html")
    tags = {*re.findall(r"<(\w+)", page)}
    assert tags <= {"h1", "h2", "p", "ul", "li", "strong", "a", "sup", "section", "hr", "ol"}
    # pandoc repeats a footnote that is cited again.
    assert len(re.findall(r'<li\s+id="fn\d+"', page)) == len(REFERENCE.findall(brief)) > 2
    links = re.findall(r'<a\s+href="([^"]*)', page)
    assert all(re.match(r"#fn|https://(?:archive\.)?example\.(?:org|com)/", url) for url in links)
    pandoc(brief, *options, "-o", str(tmp_path / "brief.docx"))
    assert zipfile.is_zipfile(tmp_path / "brief.docx")


def pandoc(text: str, *options: str) -> str:
    done = subprocess.run(["pandoc", *options], input=text, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
