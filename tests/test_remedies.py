"""The remedies of an import: options, or lines of the rules file that the user has."""

from __future__ import annotations

import pytest

from chrono.files.merge.remedies import (
    correct_dates,
    map_fields,
    map_options,
    name_publishers,
    split_column,
    split_lists,
    split_places,
)
from chrono.files.merge.rules import Rules, Separators


@pytest.mark.parametrize(
    "texts, expected",
    [
        (["12/31/2024", "3/4/2025"], "add --date-format %m/%d/%Y"),
        (["31/12/2024", "3/4/2025"], "add --date-format %d/%m/%Y"),
        (["31.12.2024"], "add --date-format %d.%m.%Y"),
        (["2024/12/31"], "add --date-format %Y/%m/%d"),
        (["20241231"], "add --date-format %Y%m%d"),
        (["16 April 2024"], "add --date-format '%d %B %Y'"),
        (["Apr 16, 2024"], "add --date-format '%b %d, %Y'"),
        (["Tuesday, 16 April 2024"], "add --date-format '%A, %d %B %Y'"),
        (["31/12/2024 09:30"], "add --date-format '%d/%m/%Y %H:%M'"),
        (["11/2025"], "add --date-format %m/%Y"),
        (
            ["3/4/2025"],
            'add --date-format %d/%m/%Y if "3/4/2025" is 3 Apr 2025, or add --date-format '
            "%m/%d/%Y if it is 4 Mar 2025",
        ),
        (["4/4/2025"], "add --date-format %d/%m/%Y, or add --date-format %m/%d/%Y"),
        (
            ["12/31/2024", "1/2/2024", "12/30/2024", "30/30/2024"],
            'add --date-format %m/%d/%Y, and correct "30/30/2024"',
        ),
        (
            ["12/31/24"],
            'write date_format = ["%m/%d/%y"] and the century (such as century = 2000) '
            "in a rules file",
        ),
        (["soon"], 'correct it, or write "soon" = "DATE" under [values.Day] in a rules file'),
        (
            ["99/99/2024"],
            'correct it, or write "99/99/2024" = "DATE" under [values.Day] in a rules file',
        ),
    ],
)
def test_the_remedy_names_the_format_of_all_texts(texts: list[str], expected: str) -> None:
    assert correct_dates(Rules(), "{Day}", (), texts) == expected


def test_a_date_of_several_columns_is_corrected_in_one_of_them() -> None:
    assert correct_dates(Rules(), "{Year}-{Month}", (), ["soon-1"]) == (
        "correct it, or replace a part of it under [values.Year] or [values.Month]"
    )
    assert correct_dates(Rules(), "{Month} 2012", (), ["soon 2012"]) == (
        "correct it, or replace a part of it under [values.Month]"
    )


IN_FILE = Rules(file="r.toml", date_formats=("%d.%m.%Y",))


@pytest.mark.parametrize(
    ("texts", "rules", "expected"),
    [
        (["31/12/2024"], IN_FILE, 'write date_format = ["%d.%m.%Y", "%d/%m/%Y"] in r.toml'),
        (["31/12/2024"], IN_FILE._replace(formats_are_options=True), "add --date-format %d/%m/%Y"),
        (["3/4/2025"], Rules(file="r.toml"),
         'write date_format = ["%d/%m/%Y"] in r.toml if "3/4/2025" is 3 Apr 2025, or write '
         'date_format = ["%m/%d/%Y"] in r.toml if it is 4 Mar 2025'),
        (["12/31/24"], Rules(file="r.toml", century=1900),
         'write date_format = ["%m/%d/%y"] in r.toml'),
        (["soon"], IN_FILE,
         'correct it, or write "soon" = "DATE" under [values."The day"] in r.toml'),
    ],
)  # fmt: skip
def test_with_a_rules_file_the_remedy_is_the_line_to_write(
    texts: list[str], rules: Rules, expected: str
) -> None:
    assert correct_dates(rules, "{The day}", (), texts) == expected


ALL_FORMATS = 'write date_format = ["%d.%m.%Y", "%B %Y", "%d/%m/%Y"] in r.toml'


@pytest.mark.parametrize(
    ("texts", "rules", "expected"),
    [
        (["31/12/2024"], IN_FILE, ALL_FORMATS), (["May 2024"], IN_FILE, ALL_FORMATS),
        (["May 2024"], Rules(), "add --date-format '%B %Y'"),
    ],
)  # fmt: skip
def test_each_line_for_a_rules_file_has_the_formats_of_all_dates(
    texts: list[str], rules: Rules, expected: str
) -> None:
    unread = ["May 2024", "31/12/2024", "3-4-2025", "soon"]
    assert correct_dates(rules, "{Day}", unread, texts) == expected


def test_other_remedies_are_options_or_lines_of_the_rules_file() -> None:
    assert map_fields(Rules(), {"date": "A b", "place": "C"}) == (
        "add `--map 'date=A b' --map place=C`"
    )
    assert map_fields(IN_FILE, {"sources[1].url": "L", "place": "C"}) == (
        'write "sources[1].url" = "L" and place = "C" under [map] in r.toml'
    )
    assert split_lists(Rules(), [",", " and "]) == "add --split , --split ' and '"
    assert split_lists(IN_FILE, [",", " and "]) == 'write split = [",", " and "] in r.toml'
    assert (split_places(Rules()), split_places(IN_FILE)) == (
        "add --split-place", "write split_place = true in r.toml",
    )  # fmt: skip
    assert map_options({"sources[1].url": "Link"}) == "--map 'sources[1].url=Link'"


@pytest.mark.parametrize(
    ("mapped", "option", "line"),
    [
        ({"sources[1].url": "Link"},
         "add `--map 'sources[1].publisher={Link:host}'`, or --set 'sources[1].publisher=NAME'",
         'write "sources[1].publisher" = "{Link:host}" under [map] in r.toml, or '
         '"sources[1].publisher" = "NAME" under [set]'),
        ({"sources": "Link"},
         "add `--map 'sources[1].url=Link' --map 'sources[1].publisher={Link:host}'` instead of "
         "sources, or --set 'sources[1].publisher=NAME'",
         'write "sources[1].url" = "Link" and "sources[1].publisher" = "{Link:host}" under [map] '
         'in r.toml instead of sources, or "sources[1].publisher" = "NAME" under [set]'),
    ],
)  # fmt: skip
def test_addresses_get_a_publisher_by_their_host(
    mapped: dict[str, str], option: str, line: str
) -> None:
    assert name_publishers(Rules(map=mapped)) == option
    assert name_publishers(Rules(map=mapped, file="r.toml")) == line


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (Rules(), "add --split Land=, --split 'Land= and '"),
        (IN_FILE, 'write split = { Land = [",", " and "] } in r.toml'),
        (IN_FILE._replace(split=Separators(by_column={"Who": ["&"], "Land": [";"]})),
         'write split = { Who = ["&"], Land = [";", ",", " and "] } in r.toml'),
        (IN_FILE._replace(split=Separators([","], are_chosen=True)),
         'write split = [",", " and "] in r.toml'),
    ],
)  # fmt: skip
def test_a_split_of_a_column_keeps_earlier_separators(rules: Rules, expected: str) -> None:
    assert split_column(rules, "Land", [",", " and "]) == expected
