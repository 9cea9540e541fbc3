"""`--codes`: the codes of countries, against two lists, and where commands write them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from chrono.core.counting import tally
from chrono.core.countries import BODIES, COUNTRIES, country_of
from chrono.core.country_codes import (
    SYSTEMS,
    codes_on,
    event_codes,
    uncoded,
    with_codes,
    with_country_names,
)
from chrono.core.dates import When
from chrono.core.model import Actor
from chrono.core.query import Query
from chrono.core.spans import Containment
from replay import ROOT, clean_environment, run
from samples import XI, ask, event, ledger

CERTAIN, POSSIBLE = Containment.CERTAIN, Containment.POSSIBLE
ISO, COW = SYSTEMS["iso3"], SYSTEMS["cow"]


def rows(name: str) -> list[list[str]]:
    lines = (ROOT / "tests" / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines]


# -- the tables -----------------------------------------------------------------------------------


def test_every_country_has_the_alpha_3_code_of_the_standard() -> None:
    standard = {row[0]: row[1] for row in rows("iso3166.tsv")}
    assert len(standard) == 249
    assert {**standard, "XK": "XKX"} == ISO
    assert len({*ISO.values()}) == len(ISO)


def test_every_state_of_the_list_of_states_has_its_number() -> None:
    """The list of the Correlates of War project: number, abbreviation and name in 2016."""
    numbers = {}
    for number, _, name in rows("cow-states.tsv"):
        code = "RS" if name == "Yugoslavia" else country_of(name)
        assert code, name
        numbers[code] = number
    assert len(numbers) == 195
    assert numbers == COW


def test_the_numbers_are_those_of_a_table_by_alpha_3_codes() -> None:
    """A conversion table of researchers, by alpha-3 code. It gives the Vatican the number of the
    Papal States, which ended in 1870, and has no alpha-3 code for Serbia and Kosovo."""
    table = {alpha_3: number for alpha_3, number, _ in rows("cow-iso3.tsv")}
    assert table.pop("VAT") == "327"
    ours = {ISO[code]: number for code, number in COW.items()}
    assert {ours.pop("SRB"), ours.pop("XKX")} == {"345", "347"}
    assert ours == table


@pytest.mark.parametrize(
    "code, number",
    [
        ("US", "2"), ("CN", "710"), ("KR", "732"), ("KP", "731"), ("JP", "740"), ("TW", "713"),
        ("GB", "200"), ("FR", "220"), ("DE", "255"), ("RU", "365"), ("RS", "345"), ("XK", "347"),
        ("VN", "816"), ("YE", "679"), ("CZ", "316"), ("SS", "626"), ("HK", None), ("PS", None),
        ("VA", None), ("EU", None), ("GL", None),
    ],
)  # fmt: skip
def test_the_number_is_that_of_the_state_of_today(code: str, number: str | None) -> None:
    assert COW.get(code) == number


def test_no_body_has_a_code_and_no_two_countries_have_the_same() -> None:
    for codes in SYSTEMS.values():
        assert codes.keys() <= COUNTRIES.keys()
        assert not {*BODIES, *BODIES.values()} & codes.keys()
        assert len({*codes.values()}) == len(codes)


@pytest.mark.parametrize(
    "country, date, codes",
    [
        ("DE", "1925", {"255": CERTAIN}), ("DE", "1950", {"": CERTAIN}),
        ("DE", "1970", {"260": CERTAIN}), ("DE", "1990-10-02", {"260": CERTAIN}),
        ("DE", "1990-10-03", {"255": CERTAIN}), ("DE", "1995", {"255": CERTAIN}),
        ("DE", "1990", {"260": POSSIBLE, "255": POSSIBLE}),
        ("DE", "1955", {"260": POSSIBLE, "": POSSIBLE}),
        ("West Germany", "1970", {"260": CERTAIN}), ("East Germany", "1970", {"265": CERTAIN}),
        ("german democratic republic", "1953", {"": CERTAIN}),
        ("VN", "1973", {"": CERTAIN}), ("VN", "1976", {"816": CERTAIN}),
        ("South Vietnam", "1973", {"817": CERTAIN}), ("North Vietnam", "1973", {"816": CERTAIN}),
        ("YE", "1980", {"": CERTAIN}), ("YE", "1991", {"679": CERTAIN}),
        ("North Yemen", "1980", {"678": CERTAIN}), ("South Yemen", "1980", {"680": CERTAIN}),
        ("RU", "1970", {"365": CERTAIN}), ("Soviet Union", "1970", {"365": CERTAIN}),
        ("U.S.S.R.", "1995", {"": CERTAIN}), ("Yugoslavia", "1970", {"345": CERTAIN}),
        ("RS", "1970", {"": CERTAIN}), ("RS", "2010", {"345": CERTAIN}),
        ("Czechoslovakia", "1992", {"315": CERTAIN}), ("CZ", "1992", {"": CERTAIN}),
        ("CZ", "1993", {"316": CERTAIN}), ("SK", "1993", {"317": CERTAIN}),
        ("PK", "1946", {"": CERTAIN}), ("PK", "1948", {"770": CERTAIN}),
        ("TZ", "1962", {"510": CERTAIN}), ("ET", "1938", {"": CERTAIN}),
        ("Austria-Hungary", "1900", {"300": CERTAIN}), ("KR", "1900", {"": CERTAIN}),
        ("CN", "2026", {"710": CERTAIN}), ("Hong Kong", "2026", {"": CERTAIN}),
    ],
)  # fmt: skip
def test_a_number_is_that_of_the_state_on_that_day(
    country: str, date: str, codes: dict[str, Containment]
) -> None:
    assert codes_on(country, When.parse(date).starts, "cow") == codes


@pytest.mark.parametrize(
    "country, date, codes",
    [
        ("DE", "1950", {"DEU": CERTAIN}), ("Soviet Union", "1970", {"SUN": CERTAIN}),
        ("Yugoslavia", "1970", {"YUG": CERTAIN}), ("Czechoslovakia", "1970", {"CSK": CERTAIN}),
        ("East Germany", "1970", {"DDR": CERTAIN}), ("South Vietnam", "1970", {"": CERTAIN}),
        ("European Union", "1995", {"": CERTAIN}),
    ],
)  # fmt: skip
def test_former_states_have_the_alpha_3_codes_of_the_standard(
    country: str, date: str, codes: dict[str, Containment]
) -> None:
    assert codes_on(country, When.parse(date).starts, "iso3") == codes


def test_the_codes_of_an_actor_come_before_those_of_the_country() -> None:
    diem = Actor("diem", "Ngo Dinh Diem", country="VN", codes={"cow": 817})
    ho = Actor("ho", "Ho Chi Minh", country="VN")
    one = event("1957", "one", actors=(diem, TRUMP))
    two = event("1957", "two", actors=(diem, ho))
    assert event_codes(one, "country", "cow") == {"VN": {"817": CERTAIN}, "US": {"2": CERTAIN}}
    assert event_codes(two, "country", "cow") == {"VN": {"817": CERTAIN, "": CERTAIN}}
    assert event_codes(one, "dyad", "iso3") == {"VN": {"VNM": CERTAIN}, "US": {"USA": CERTAIN}}
    assert [*uncoded([one], ["country"], "cow")] == []
    assert [*uncoded([two, two._replace(when=When.parse("1960-05-01"))], ["dyad"], "cow")] == [
        "Vietnam (VN) in 1957 to 1960 has no COW number, so the cell is empty"
    ]


# -- counts ---------------------------------------------------------------------------------------

EU = Actor("ursula", "Ursula", (), "European Union")
LEE = Actor("lee", "Lee", (), "HK")
TRUMP = Actor("trump", "Trump", (), "US")
NOBODY = Actor("nobody", "Nobody", (), "Serbia-Montenegro")
BOOK = ledger(
    event("2025-01-01", "one", actors=(XI, TRUMP), place="Seoul", place_country="KR",
          initiator="CN"),
    event("2025-01-02", "two", actors=(XI, EU), initiator="disputed"),
    event("2025-01-03", "three", actors=(TRUMP, LEE), initiator="trump"),
    event("2025-01-04", "four", actors=(TRUMP, NOBODY)),
)  # fmt: skip


@pytest.mark.parametrize(
    "system, by, labels",
    [
        ("iso3", "country", {"CHN", "USA", "HKG", ""}),
        ("cow", "country", {"710", "2", ""}),
        ("iso3", "dyad", {"CHN-USA", "CHN-", "HKG-USA", "USA-"}),
        ("cow", "dyad", {"2-710", "710-", "2-"}),
        ("cow", "place-country", {"732"}),
        ("iso3", "initiator", {"CHN", "disputed", "Trump"}),
        ("iso3", "type", {"meeting"}),
    ],
)
def test_countries_in_a_count_have_their_codes(system: str, by: str, labels: set[str]) -> None:
    counted = tally(ask(BOOK), [by])
    coded = with_codes(counted, system, Query())
    assert {key[0] for key in coded.labelled} == labels
    assert {match.event.id for count in coded.rows.values() for match in count.matches} == {
        match.event.id for count in counted.rows.values() for match in count.matches
    }


@pytest.mark.parametrize(
    "by, system, note",
    [
        ("place-country", "cow", None),
        ("type", "cow", None),
        ("initiator", "cow", None),
        ("country", "cow", "European Union, Hong Kong (HK) and Serbia-Montenegro "
                           "have no COW number, so the cell is empty"),
        ("dyad", "iso3", "European Union and Serbia-Montenegro have no alpha-3 code, "
                         "so the cell is empty"),
    ],
)  # fmt: skip
def test_countries_without_a_code_are_named(by: str, system: str, note: str | None) -> None:
    assert [*uncoded(BOOK.events, [by], system)] == ([note] if note else [])


# -- the commands ---------------------------------------------------------------------------------

TEXT = """\
[actors.ann]
name = "Ann"
country = "FR"
[actors.lee]
name = "Lee"
country = "HK"
[[events]]
id = "one"
date = 2025-01-01
type = "meeting"
title = "One"
actors = ["ann", "lee"]
place_country = "DE"
initiator = "FR"
"""


def ran(folder: Path, *argv: str) -> Any:
    (folder / "events.toml").write_text(TEXT, "utf-8")
    return run(*argv, folder=folder, environment=clean_environment(folder))


NOTE = "note: Hong Kong (HK) has no COW number, so the cell is empty\n"


def test_list_writes_codes_in_every_column_of_countries(tmp_path: Path) -> None:
    argv = ("list", "--long", "--fields", "actor,country,place_country,initiator")
    found = ran(tmp_path, *argv, "--codes", "cow")
    assert (found.out, found.err) == ("Ann\t220\t255\t220\nLee\t\t255\t220\n", NOTE)
    found = ran(tmp_path, *argv, "--codes", "iso3", "-o", "csv")
    assert [*csv.reader(io.StringIO(found.out))][1:] == [
        ["Ann", "FRA", "DEU", "FRA"], ["Lee", "HKG", "DEU", "FRA"],
    ]  # fmt: skip
    (row,) = json.loads(ran(tmp_path, "list", "--codes", "iso3", "-o", "json").out)
    assert (row["place_country"], row["initiator"]) == ("DEU", "FRA")
    assert ran(tmp_path, "list", "--codes", "cow", "--fields", "place_country").err == ""


def test_count_writes_codes_and_names_countries_that_have_none(tmp_path: Path) -> None:
    found = ran(tmp_path, "count", "--by", "dyad", "--by", "month", "--codes", "cow", "-o", "csv")
    assert (found.out, found.err) == (
        "dyad,code1,code2,month,count,min,max\n220-,220,,2025-01,1,1,1\n",
        NOTE,
    )
    found = ran(tmp_path, "count", "--by", "country", "--codes", "iso3", "-o", "json")
    assert [row["key"] for row in json.loads(found.out)] == ["FRA", "HKG"]
    assert "FRA" in ran(tmp_path, "count", "--by", "country", "--codes", "iso3", "-o", "table").out


@pytest.mark.parametrize(
    "argv, message",
    [
        (["count", "--codes", "cow"],
         "--codes needs --by country, --by dyad, --by place-country or --by initiator"),
        (["count", "--total", "--codes", "cow"], "--total and --codes cannot be combined; use "
         "only one"),
        (["count", "--by", "dyad", "--codes", "iso2"],
         'unknown kind of codes "iso2"; did you mean "iso3"?'),
        (["list", "--codes", "iso3"],
         "--codes needs --long, or --fields with place_country or initiator"),
        (["list", "--long", "--codes", "un"], 'unknown kind of codes "un"; choose iso3 or cow'),
    ],
)  # fmt: skip
def test_codes_without_effect_are_refused(tmp_path: Path, argv: list[str], message: str) -> None:
    found = ran(tmp_path, *argv)
    assert (found.status, found.out, found.err) == (2, "", f"error: {message}\n")


def test_names_of_countries_are_labels_and_stay_different() -> None:
    eu = [Actor("a", "A", country="EU"), Actor("b", "B", country="European Union"), XI]
    book = ledger(event("2025", actors=eu))
    counted = with_country_names(tally(ask(book), ["country", "dyad"]))
    assert [*counted.buckets[0].values()] == [
        "China", "European Union (EU)", "European Union (European Union)",
    ]  # fmt: skip
    assert "China – European Union (CN-EU)" in counted.buckets[1].values()
