"""Markdown, read by a Markdown parser: texts of a ledger stay texts, and links lead to sources."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from chrono.core import english, prose
from chrono.core.dates import When
from chrono.core.model import Actor, Event, EventType, Ledger, Role, Source
from chrono.files.exchange.markdown import MOST_SOURCES, address, escape, prose_markdown
from chrono.files.exchange.rows import Style
from samples import law
from test_formats import HOSTILE, TEXTS, WIDE_TABLES, escape_controls, rows, writer, written

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
    markdown = "".join(prose_markdown(ledger, [made], whole))
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
        ending = f"Follows: {other}, the same day. Part of: {other}."
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
    assert prose.offices(Actor("a", "A", roles=ROLES), When.parse(date)) == offices


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
    assert role.surely_held_on(when) is all(held)
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


def test_a_list_has_few_sources_of_different_origins_and_show_has_all_the_best_first() -> None:
    made = event(sources=tuple(GRADED))
    brief = "".join(prose_markdown(Ledger(), [made]))
    assert MOST_SOURCES == 3
    assert brief.endswith("). A1 (AP), A3, B1 and 3 more\n")
    whole = "".join(prose_markdown(Ledger(), [made], True))
    assert "). A1 (AP), A2 (AP), A3, B1, C1, none\n" in whole
    assert "secret" not in brief + whole


@law(100)
@given(sources=st.lists(st.sampled_from(GRADED), max_size=7), most=st.integers(0, 4))
def test_few_sources_are_the_best_of_as_many_origins_as_possible(
    sources: list[Source], most: int
) -> None:
    chosen = prose.best_few(sources, most, Ledger())
    assert len(chosen) == min(most, len(sources))
    grades = [source.grade or "Z" for source in chosen]
    assert grades == sorted(grades)
    origins = {source.origin or source.publisher for source in sources}
    assert len({one.origin or one.publisher for one in chosen}) == min(most, len(origins))
    assert prose.best_few(sources, 99, Ledger()) == prose.best_first(sources)


@pytest.mark.parametrize(
    "first, last, words",
    [
        ("2025-10-26", "2025-10-30", "4 days later"),
        ("2025-10-30", "2025-10-30", "the same day"),
        ("2025-10", "2025-11-05", "5–35 days later"),
        ("2025-10-30", "2025-10-28", "2 days earlier"),
        ("2025-06/..", "2025-10-30", ""),
    ],
)
def test_the_days_between_two_events(first: str, last: str, words: str) -> None:
    one, two = event(when=When.parse(first)), event(when=When.parse(last))
    assert prose.days_later(one, two) == words


def test_a_date_in_full_is_the_date_in_words_with_weekdays() -> None:
    week = When.parse("2025-12-29/2026-01-04")
    assert english.full_date(week) == "Mon–Sun 29 Dec 2025–4 Jan 2026"
