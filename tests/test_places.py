"""A place that ends with the name of a country has two parts; codes and organisations are none."""

from __future__ import annotations

import pytest

from chrono.core.countries import place_in_country


@pytest.mark.parametrize(
    "text, parts",
    [
        ("Berlin, Germany", ("Berlin", "DE", None)),
        ("Chequers, Aylesbury , United Kingdom", ("Chequers, Aylesbury", "GB", None)),
        ("Seoul, Korea, Republic of", ("Seoul", "KR", None)),
        ("Washington, D.C., USA", ("Washington, D.C.", "US", None)),
        ("Tbilisi, Georgia", ("Tbilisi", "GE", "US")),
        ("Kinshasa, Congo", ("Kinshasa", "CD", None)),
        ("Brazzaville, Congo", ("Brazzaville", "CG", None)),
        ("Seoul, Korea", None),
        ("Minna, Niger", ("Minna", "NE", "NG")),
        ("Berlin", None),
        ("Germany", None),
        (", Germany", None),
        ("Berlin, germny", None),
        ("Washington, DC", None),
        ("Atlanta, GA", None),
        ("Room 3, United Nations", None),
        ("Germany, Berlin", None),
        ("", None),
    ],
)
def test_the_last_part_of_a_place_is_a_country_only_by_its_name(
    text: str, parts: tuple[str, str, str | None] | None
) -> None:
    assert place_in_country(text) == parts


def test_other_names_can_be_countries() -> None:
    found = place_in_country("Belgrade, Yugoslavia", {"Yugoslavia": "Yugoslavia"}.get)
    assert found == ("Belgrade", "Yugoslavia", None)
