"""Countries are codes of ISO 3166-1; what people write instead is told the code."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.core.continents import CONTINENTS, continent_named
from chrono.core.countries import (
    COUNTRIES,
    codes_with_name,
    country_key,
    country_name,
    country_named,
    country_of,
    country_problem,
    exact_country,
    is_country,
    name_and_country,
)
from chrono.core.country_table import AMBIGUOUS, SHARED, TABLE
from replay import ROOT
from samples import law

LINES = (ROOT / "tests" / "iso3166.tsv").read_text(encoding="utf-8").splitlines()
STANDARD = [[*line.split("\t"), ""][:4] for line in LINES]
"""The alpha-2 and alpha-3 code, short name and official name (or "") of each country in ISO 3166-1.
"""


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
    assert country_problem(text) == f'"{text}" is not a country code; use "{code}"'


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


# -- all names of the standard --------------------------------------------------------------------


@pytest.mark.parametrize(("code", "alpha_3", "short", "official"), STANDARD)
def test_codes_and_names_of_the_standard_are_known_in_every_usual_spelling(
    code: str, alpha_3: str, short: str, official: str
) -> None:
    assert exact_country(code) == exact_country(alpha_3) == code
    for name in filter(None, (short, official, COUNTRIES[code])):
        for spelling in (
            name, name.upper(), name.lower(), f"The {name}", f" {name} ", name.replace("-", " "),
            name.replace(" and ", " & "), name.replace("'", "’"), name.replace("Saint", "St."),
            name.replace("Saint", "St"), unicodedata.normalize("NFD", name),
        ):  # fmt: skip
            assert exact_country(spelling) == country_named(spelling) == code
    if turned := re.fullmatch(r"(.*), (.*)", short):
        assert exact_country(f"{turned[1]} ({turned[2]})") == code
        assert exact_country(f"{turned[2]} {turned[1]}") == code


def test_the_standard_has_249_countries() -> None:
    assert {code for code, *_ in STANDARD} == COUNTRIES.keys() - {"EU", "UN", "XK"}


def test_no_name_belongs_to_two_countries_and_none_stands_twice() -> None:
    keys = Counter(
        country_key(name.replace("*", names.split("/")[0]))
        for _, _, names in (" ".join(row.split()).split(" ", 2) for row in TABLE.split(";"))
        for name in names.split("/")
    )
    assert [key for key, number in keys.items() if number > 1] == []
    assert not keys.keys() & {country_key(name) for name in AMBIGUOUS}


@pytest.mark.parametrize(
    "text, code",
    [
        ("U.K.", "GB"), ("UK", "GB"), ("U. S. A.", "US"), ("U.S.", "US"), ("US", "US"),
        ("The Gambia", "GM"), ("Gambia, The", "GM"), ("The Netherlands", "NL"), ("Holland", "NL"),
        ("St. Lucia", "LC"), ("Cote d’Ivoire", "CI"), ("Ivory Coast", "CI"), ("DRC", "CD"),
        ("Korea, South", "KR"), ("Korea (Rep. of)", "KR"), ("Korea, Dem. People's Rep.", "KP"),
        ("Congo", "CG"), ("Congo, Dem. Rep.", "CD"), ("Congo, Republic of", "CG"),
        ("Congo-Brazzaville", "CG"), ("Congo - Kinshasa", "CD"), ("Swaziland", "SZ"),
        ("Burma", "MM"), ("Macedonia, Former Yugoslav Republic of", "MK"), ("Cape Verde", "CV"),
        ("Bosnia-Herzegovina", "BA"), ("Timor Leste", "TL"), ("Hong Kong SAR, China", "HK"),
        ("P.R.C.", "CN"), ("China, People’s Republic of", "CN"), ("Niger ", "NE"),
        ("NA", "NA"), ("Trinidad & Tobago", "TT"), ("UN", "United Nations"),
        ("european union", "European Union"), ("Turkiye", "TR"), ("TÜRKİYE", "TR"),
    ],
)  # fmt: skip
def test_the_usual_names_of_countries_are_known(text: str, code: str) -> None:
    assert exact_country(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "-", "", "n/a", "None", "fr", "Fr", "fra", "us", "uk", "Virgin Islands", "USSR", "Korea",
        "Soviet Union", "Yugoslavia", "Serbia and Montenegro", "Republic of China", "Zaire",
        "German Democratic Republic", "Republic of Viet Nam", "Africa", "the", "of",
        "Yemen, Democratic", "ZZ", "XXX", "Dutch Guinea", "New Jersey", "South", "Republic",
    ],
)  # fmt: skip
def test_no_other_word_is_a_country(text: str) -> None:
    assert exact_country(text) is None


@pytest.mark.parametrize("code", ["GA", "CA", "NA", "FRA", "MAC", "EU"])
def test_a_code_is_not_a_name(code: str) -> None:
    assert exact_country(code) is not None
    assert country_named(code) is None


@pytest.mark.parametrize("text", ["-", "1", "?", "..", "(12)"])
def test_a_text_without_a_letter_is_not_a_country(text: str) -> None:
    message = f'"{text}" is not a country; write a code such as "CN" or "US"'
    assert country_problem(text) == message


@pytest.mark.parametrize(
    "text, named",
    [
        ("virgin islands", '"VG" (British Virgin Islands) or "VI" (US Virgin Islands)'),
        ("Korea", '"KR" (South Korea) or "KP" (North Korea)'),
    ],
)
def test_a_name_of_two_countries_is_refused_with_both_codes(text: str, named: str) -> None:
    assert country_problem(text) == f'"{text}" is ambiguous; use {named}'


def test_a_name_with_many_blanks_is_read() -> None:
    """Searching from each blank to the end of the name would take hours."""
    name = "a" + " " * 1_000_000 + "b"
    assert name_and_country(name) == (name, None)


def test_each_country_of_the_standard_is_on_one_continent() -> None:
    parts = [codes.split() for name, codes in CONTINENTS.items() if name != "Latin America"]
    listed = Counter(code for codes in parts for code in codes)
    assert {*listed.values()} == {1}
    assert COUNTRIES.keys() - listed.keys() == {"AQ", "EU", "UN"}
    assert listed.keys() <= COUNTRIES.keys()


def test_latin_america_is_a_part_of_the_americas() -> None:
    americas = continent_named("north america") | continent_named("SOUTH AMERICA")
    assert americas - continent_named("Latin America") == {"BM", "CA", "GL", "PM", "US"}
    assert continent_named("France") == frozenset()


@pytest.mark.parametrize("name, codes", SHARED.items())
def test_a_shared_name_usually_means_its_first_country(name: str, codes: tuple[str, ...]) -> None:
    assert country_of(name) == codes[0]
    assert codes_with_name(name.lower()) == codes


def test_other_names_have_the_codes_that_add_reads() -> None:
    assert codes_with_name("uk") == codes_with_name("Great Britain") == ("GB",)
    assert codes_with_name("virgin islands") == ("VG", "VI")
    assert codes_with_name("Atlantis") == ()
