"""One origin under several names, as `[publishers]` declares them."""

from __future__ import annotations

import pytest

from chrono.core.model import Publisher, Source
from chrono.core.origins import Origins
from chrono.files.read.load import loads
from test_exchange import exported_whole

AFP = Publisher("afp", "AFP", ("Agence France-Presse",), ("old-afp",))
WIRE = Publisher("wire", "The Wire", ("afp wire",))
ORIGINS = Origins({"afp": AFP, "wire": WIRE})


@pytest.mark.parametrize(
    "text, name",
    [
        ("AFP", "AFP"),
        ("afp", "AFP"),
        ("agence  france-presse", "AFP"),
        ("Agence Fránce-Presse", "AFP"),
        ("old-afp", "AFP"),
        ("WIRE", "The Wire"),
        ("AFP Wire", "The Wire"),
        ("Agence", "Agence"),
        ("Reuters", "Reuters"),
        ("REUTERS", "REUTERS"),
    ],
)
def test_a_text_is_compared_with_whole_names_without_case_and_accents(text: str, name: str) -> None:
    assert ORIGINS.name(text) == name


def test_a_name_of_one_publisher_comes_before_the_id_of_another() -> None:
    both = {"ap": Publisher("ap", "Asia Post"), "wire": Publisher("wire", "AP")}
    assert Origins(both).name("ap") == "AP"


def test_the_origin_of_a_source_is_its_publisher_if_it_names_none() -> None:
    own, wired = Source("agence france-presse"), Source("A Paper", origin="afp")
    assert ORIGINS.both(own) == ("AFP", "AFP")
    assert ORIGINS.both(wired) == ("A Paper", "AFP")
    assert [*ORIGINS.names([own, wired, Source("B")])] == ["AFP", "B"]


LEDGER = """[publishers.afp]
name = "AFP"
aliases = ["Agence France-Presse"]

[publishers.unused]
name = "Unused"

[[events]]
id = "a"
date = 2025-01-01
type = "call"
title = "A call"
actors = ["Ann", "Ben"]
sources = [{ publisher = "A Paper", origin = "agence france-presse" }]
"""


def test_an_export_has_the_publishers_that_its_sources_name() -> None:
    text = exported_whole(loads(LEDGER), "toml")
    assert {*loads(text).publishers} == {"afp"}
