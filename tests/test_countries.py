"""Countries are codes of ISO 3166-1; what people write instead is told the code."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.countries import (
    COUNTRIES,
    country_name,
    country_of,
    country_problem,
    is_country,
    name_and_country,
)
from samples import law


def test_the_table_has_the_249_codes_of_the_standard_and_three_more() -> None:
    assert len(COUNTRIES) == 252
    assert COUNTRIES.keys() >= {"XK", "EU", "UN"}


def test_every_code_is_two_capitals_and_every_name_stands_once() -> None:
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in COUNTRIES)
    assert len(set(COUNTRIES.values())) == len(COUNTRIES)
    assert all(name == name.strip() and name for name in COUNTRIES.values())


@pytest.mark.parametrize(
    "code, name",
    [
        ("CN", "China"), ("US", "United States"), ("KR", "South Korea"), ("KP", "North Korea"),
        ("GB", "United Kingdom"), ("TW", "Taiwan"), ("HK", "Hong Kong"), ("CI", "Ivory Coast"),
        ("VA", "Vatican City"), ("TR", "Turkey"), ("EU", "European Union"), ("XK", "Kosovo"),
        ("AX", "Åland Islands"), ("European Union", "European Union"), ("ASEAN", "ASEAN"),
    ],
)  # fmt: skip
def test_the_name_of_a_country_or_body(code: str, name: str) -> None:
    assert country_name(code) == name


@pytest.mark.parametrize(
    "text", ["CN", "US", "EU", "XK", "European Union", "ASEAN", "African Union", "United Nations"]
)
def test_a_code_or_a_bodys_name_is_a_country(text: str) -> None:
    assert country_problem(text) is None


@pytest.mark.parametrize(
    "text, known",
    [
        ("CN", True), ("EU", True), ("European Union", True), ("United Nations", True),
        ("", False), ("cn", False), ("China", False), ("QQ", False), ("ASEAN", False),
    ],
)  # fmt: skip
def test_a_word_is_a_country_if_it_is_a_code_or_the_name_of_a_body_with_one(
    text: str, known: bool
) -> None:
    assert is_country(text) is known


@pytest.mark.parametrize(
    "text, code",
    [
        ("cn", "CN"), ("Us", "US"), ("China", "CN"), ("united states", "US"), ("USA", "US"),
        ("U.S.", "US"), ("UK", "GB"), ("uk", "GB"), ("Great Britain", "GB"), ("PRC", "CN"),
        ("Republic of Korea", "KR"), ("DPRK", "KP"), ("Türkiye", "TR"), ("Holy See", "VA"),
        ("CHN", "CN"), ("People’s Republic of China", "CN"),
        ("Czech Republic", "CZ"), ("CURAÇAO", "CW"), ("UAE", "AE"), ("eu", "EU"),
    ],
)  # fmt: skip
def test_a_usual_name_is_refused_with_the_code(text: str, code: str) -> None:
    assert country_problem(text) == f'"{text}": use the country code "{code}"'


@pytest.mark.parametrize(
    "text, country",
    [
        ("CN", "CN"), ("cn", "CN"), ("China", "CN"), ("CHN", "CN"), ("PRC", "CN"),
        ("People’s Republic of China", "CN"), ("people's republic of china", "CN"),
        ("EU", "European Union"), ("eu", "European Union"), ("European Union", "European Union"),
        ("Atlantis", None), ("", None), ("ZZ", None), ("chn", None), ("-", None),
    ],
)  # fmt: skip
def test_the_code_of_a_usual_name(text: str, country: str | None) -> None:
    assert country_of(text) == country


@pytest.mark.parametrize("text", ["ZZ", "SU", "xx", "E1"])
def test_two_letters_that_are_no_code_are_refused(text: str) -> None:
    assert country_problem(text) == (
        f'"{text}" is not an ISO 3166-1 country code; write a code such as "CN" or "US"'
    )


@law(100)
@given(st.sampled_from(sorted(COUNTRIES)))
def test_no_country_has_a_second_spelling(code: str) -> None:
    """Its name would split it in two, except for bodies, which may be named."""
    assert country_problem(code) is None
    assert country_problem(code.lower()) is not None
    body = code in ("EU", "UN", "XK")
    assert (country_problem(COUNTRIES[code]) is None) == body


@pytest.mark.parametrize(
    "text, parts",
    [
        ("Jane Roe (US)", ("Jane Roe", "US")),
        (" Jane (Jo) Roe ( France ) ", ("Jane (Jo) Roe", "France")),
        ("Jane Roe", ("Jane Roe", None)),
        ("Jane)", ("Jane)", None)),
        ("Jane (a(b))", ("Jane (a(b))", None)),
        ("(US)", ("", "US")),
        ("Jane ()", ("Jane", "")),
        ("Jane\nRoe (US)", ("Jane\nRoe", "US")),
        (" Jane Roe ", ("Jane Roe", None)),
        ("Jane ((US)", ("Jane (", "US")),
    ],
)
def test_a_name_with_a_country_in_brackets(text: str, parts: tuple[str, str | None]) -> None:
    assert name_and_country(text) == parts


def test_blanks_in_a_name_cost_no_more_than_other_letters() -> None:
    began = process_time()
    name_and_country("a" + " " * 100_000 + "b")
    assert process_time() - began < 1
