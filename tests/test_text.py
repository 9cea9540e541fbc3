"""What of a text reaches a terminal: plain text; control and invisible characters are escaped."""

from __future__ import annotations

import json
import unicodedata

import pytest
import tomli
from hypothesis import example, given
from hypothesis import strategies as st

from chrono.core.text import (
    escape_controls,
    escape_controls_in_json,
    escape_controls_in_lines,
    escape_controls_in_toml,
    hidden_characters,
    paragraphs,
    web_address,
)
from samples import law

DEFAULT_IGNORABLE = (
    "00AD 034F 061C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 3164 FE00-FE0F "
    "FEFF FFA0 FFF0-FFF8 1BCA0-1BCA3 1D173-1D17A E0000-E0FFF"
)
"""The code points with this property in Unicode 16."""

OTHERS = "2800 13430-1343F"
"""The blank braille pattern, and controls of category Cf that Python 3.11 does not know."""

VISIBLE_SIGNS = "0600-0605 06DD 070F 0890-0891 08E2 110BD 110CD"
"""The code points with the property Prepended_Concatenation_Mark: category Cf, with a shape."""

NEEDED = "180B-180D 180F 200C-200D FE00-FE0F E0100-E01EF"
"""The joiners and selectors, which some words and symbols need."""


def code_points(ranges: str) -> set[int]:
    found: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


IGNORABLE = code_points(f"{DEFAULT_IGNORABLE} {OTHERS}")
SIGNS = code_points(VISIBLE_SIGNS)
JOINING = "".join(map(chr, code_points(NEEDED)))


CONTROLS = {
    char
    for char in map(chr, range(0x110000))
    if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")
}
HARMFUL = sorted((CONTROLS - {*map(chr, SIGNS)}) | {*map(chr, IGNORABLE)})
"""The characters that alone are a control, break a line or have no shape, by Unicode."""


def harmful(char: str) -> bool:
    """Whether a character is one of those."""
    return (char in CONTROLS and ord(char) not in SIGNS) or ord(char) in IGNORABLE


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
        ("Xi\u200b Jinping", r"Xi\u200b Jinping"),
        ("soft\xadhyphen", r"soft\u00adhyphen"),
        ("\u3164\u115f\u180e\u034f\u2063\u2800", r"\u3164\u115f\u180e\u034f\u2063\u2800"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("", ""),
    ],
)
def test_control_and_invisible_characters_are_escaped(text: str, shown: str) -> None:
    assert escape_controls(text) == shown
    assert [*map(escape_controls, hidden_characters(text))] == [
        escape_controls(char) for char in text if harmful(char)
    ]


@pytest.mark.slow
def test_exactly_the_characters_without_a_shape_are_escaped() -> None:
    for char in HARMFUL:
        assert escape_controls(char) == ascii(char)[1:-1].replace(
            r"\x", r"\x" if char < "\xa0" else r"\u00"
        )
    plain = "".join(char for char in map(chr, range(0x110000)) if not harmful(char))
    assert escape_controls(plain) == plain


@pytest.mark.parametrize(
    "text",
    [
        "علی\u200cاکبر صالحی",  # a Persian name, in which two letters do not join
        "क\u094d\u200dष र\u200d\u094dय",  # Devanagari
        "ශ\u0dca\u200dරී ලංකා",  # Sri Lanka in Sinhala
        "👩\u200d👩\u200d👧 👩🏽\u200d🚀 ❤\ufe0f\u200d🔥 ☎\ufe0f 1\ufe0f\u20e3 ©\ufe0e",
        "辻\U000e0100 葛\ufe00",  # variants of Chinese characters
        "ᠠ\u180b",  # a variant of a Mongolian letter
        "🇨🇳 ٪",
        "\u0600١٢ \u06dd",  # signs of category Cf that have a shape
    ],
)
def test_a_joiner_or_a_selector_that_a_word_or_a_symbol_needs_is_kept(text: str) -> None:
    assert escape_controls(text) == text
    assert hidden_characters(text) == []
    assert escape_controls_in_json(text) == text


@pytest.mark.parametrize(
    "text, shown",
    [
        ("X\u200di", r"X\u200di"),
        ("Х\u200cи", r"Х\u200cи"),
        ("习\u200d近", r"习\u200d近"),
        ("علی\u200c", r"علی\u200c"),
        ("\u200cعلی", r"\u200cعلی"),
        ("علی\u200c\u200cاکبر", r"علی\u200c\u200cاکبر"),
        ("a\ufe0f\u200d☎", r"a\ufe0f\u200d☎"),
        ("1\ufe0f", r"1\ufe0f"),
        ("Xi\ufe0f", r"Xi\ufe0f"),
        ("葛\ufe0f", r"葛\ufe0f"),
        ("x\u180b", r"x\u180b"),
        ("👩\u200d", r"👩\u200d"),
        ("👩\u200dx", r"👩\u200dx"),
    ],
)
def test_a_joiner_or_a_selector_elsewhere_is_escaped(text: str, shown: str) -> None:
    assert escape_controls(text) == shown


@pytest.mark.parametrize(
    "char", ["\x7f", "\x9b", "\xad", "\u200b", "\u202e", "\U000e0041", "\U0001d173"]
)
def test_json_and_toml_escape_what_their_writers_keep(char: str) -> None:
    """Tabs, line ends and other controls below U+0020 are escaped before."""
    encoded = json.dumps(f"a\t{char}b", ensure_ascii=False)
    assert json.loads(escape_controls_in_json(encoded)) == f"a\t{char}b"
    assert tomli.loads(f"v = {escape_controls_in_toml(encoded)}") == {"v": f"a\t{char}b"}
    for escaped in (escape_controls_in_json(encoded), escape_controls_in_toml(encoded)):
        assert char not in escaped
        assert escaped.isascii()


@law(200)
@given(st.text())
@example("".join(HARMFUL))
def test_no_hidden_character_remains(text: str) -> None:
    assert hidden_characters(escape_controls(text)) == []
    assert not any(harmful(char) for char in escape_controls(text) if char not in JOINING)


@law(200)
@given(st.text().filter(lambda text: not any(map(harmful, text))))
def test_plain_text_is_unchanged(text: str) -> None:
    assert escape_controls(text) == text


@law(200)
@given(st.text())
def test_escaping_twice_changes_nothing(text: str) -> None:
    assert escape_controls(escape_controls(text)) == escape_controls(text)


@law(100)
@given(*[st.text(st.characters(exclude_characters=JOINING))] * 2)
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
