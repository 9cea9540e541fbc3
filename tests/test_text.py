"""What of a text reaches a terminal: plain text as it is, control characters written out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chrono.core.text import escape_controls, escape_controls_in_lines, paragraphs, web_address
from samples import law

# Line and paragraph separators, and the marks that turn the writing direction around.
TURNING = "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def harmful(char: str) -> bool:
    return unicodedata.category(char) == "Cc" or char in TURNING


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Xi and Trump meet in Busan", "Xi and Trump meet in Busan"),
        ("会谈 – “talks” 🇨🇳", "会谈 – “talks” 🇨🇳"),
        ("[draft] C:\\new", "[draft] C:\\new"),
        ("Re\u0301union", "Re\u0301union"),
        ("a\tb", r"a\tb"),
        ("a\nb", r"a\nb"),
        ("a\r\nb", r"a\r\nb"),
        ("\x1b[31mred\x1b[0m", r"\x1b[31mred\x1b[0m"),
        ("\x00\x07\x08\x7f", r"\x00\x07\x08\x7f"),
        ("\x85\x9b", r"\x85\x9b"),
        ("a\u2028b", r"a\u2028b"),
        ("\u202egnihton", r"\u202egnihton"),
        ("", ""),
    ],
)
def test_control_characters_are_escaped(text: str, shown: str) -> None:
    assert escape_controls(text) == shown


@law(200)
@given(st.text())
@example("".join(map(chr, range(0xA1))) + TURNING)
def test_no_control_character_remains(text: str) -> None:
    assert not any(harmful(char) for char in escape_controls(text))


@law(200)
@given(st.text(st.characters(exclude_categories=["Cc"], exclude_characters=TURNING)))
def test_plain_text_is_unchanged(text: str) -> None:
    assert escape_controls(text) == text


@law(200)
@given(st.text())
def test_escaping_twice_changes_nothing(text: str) -> None:
    assert escape_controls(escape_controls(text)) == escape_controls(text)


@law(100)
@given(st.text(), st.text())
def test_the_parts_of_a_text_are_escaped_alike(one: str, other: str) -> None:
    assert escape_controls(one + other) == escape_controls(one) + escape_controls(other)


@pytest.mark.parametrize(
    "text, lines",
    [
        ("one", ["one"]),
        ("one\ntwo", ["one", "two"]),
        ("one\r\ntwo\n", ["one", "two", ""]),
        ("one\rtwo", [r"one\rtwo"]),
        ("\x1b[2J\n\ttwo", [r"\x1b[2J", r"\ttwo"]),
        ("one\x0btwo\x85three\u2028four", [r"one\x0btwo\x85three\u2028four"]),
    ],
)
def test_each_line_is_escaped(text: str, lines: list[str]) -> None:
    assert escape_controls_in_lines(text) == lines


@pytest.mark.parametrize(
    "text, found",
    [
        ("", []),
        (" \n\t\n", []),
        ("one", [["one"]]),
        ("one\ntwo", [["one", "two"]]),
        ("one\n\ntwo\nthree", [["one"], ["two", "three"]]),
        ("\n\none\r\n \r\n\r\n  two\n", [["one"], ["  two"]]),
        ("\x1bone\n\ntwo\x07", [[r"\x1bone"], [r"two\x07"]]),
    ],
)
def test_paragraphs_are_separated_by_blank_lines(text: str, found: list[list[str]]) -> None:
    assert paragraphs(text) == found


@pytest.mark.parametrize(
    "url, followed",
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("HTTPS://EXAMPLE.ORG", True),
        ("Http://example.org", True),
        ("ftp://example.org", False),
        ("javascript:alert(1)", False),
        (" https://example.org", False),
        ("httpsx://example.org", False),
        ("", False),
        (None, False),
    ],
)
def test_only_urls_of_the_web_are_linked(url: str | None, followed: bool) -> None:
    assert web_address(url) == (url if followed else None)
