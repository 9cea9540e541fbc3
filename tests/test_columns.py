"""Proposals of columns for fields go by names and cells, and are never acted on."""

from __future__ import annotations

import pytest

from chrono.files.exchange.import_table import ImportTable, Row
from chrono.files.merge.columns import Column
from chrono.files.merge.proposals import proposed
from chrono.files.merge.remedies import map_options


def table(header: str, *rows: str) -> ImportTable:
    """A table of columns and rows, with `|` between cells."""
    columns = header.split("|")
    read = [
        Row(number, dict(zip(columns, row.split("|"), strict=True)))
        for number, row in enumerate(rows, 2)
    ]
    return ImportTable("row", columns, read, None)


def proposals(header: str, *rows: str) -> dict[str, str]:
    one = table(header, *rows)
    return proposed([Column(one, name) for name in one.columns])


@pytest.mark.parametrize(
    "header, rows, expected",
    [
        (
            "Date|Who|Kind|Where|Link",
            ["12/31/2024|Ann, Ben|Phone|Rome|https://e.org/1", "1/2/2025|Cy|Visit|Bonn|"],
            {"date": "Date", "type": "Kind", "title": "{Kind:cell}: {Who}", "actors": "Who",
             "place": "Where", "sources[1].url": "Link"},
        ),
        (
            "event_id|start_date|end_date|traveller|traveller_office|from_country|country|locale",
            ["t-1|2021-06-09|2021-06-13|Biden|President|US|Belgium|Brussels",
             "t-2|2021-06-10|2021-06-13|Biden|President|US|Italy|"],
            {"id": "event_id", "date": "start_date", "end": "end_date", "actors": "traveller",
             "title": "{traveller} in {country}", "place": "locale", "place_country": "country"},
        ),
        ("Datum|Von wem", ["2024-01-01|Ann", "2024-01-02|Ben"], {"date": "Datum"}),
        ("date|source", ["2024|https://e.org", "2025|https://e.org/b"],
         {"date": "date", "sources[1].url": "source"}),
        ("date|source", ["2024|AP", "2025|AFP"],
         {"date": "date", "sources[1].publisher": "source"}),
        ("end|who", ["soon|Ann", "later|Ben"], {"title": "{who}", "actors": "who"}),
        ("Date of meeting|Event", ["2024-05-01|A", "2024-05-02|B"],
         {"date": "Date of meeting", "title": "Event"}),
        ("Event", ["A\\nB", "long " * 60], {"summary": "Event"}),
        ("AgtId|Dat|Status", ["1739|2016-09-22|Signed", "2232|2019-07-08|Agreed", "9|2020-01-01|"],
         {"date": "Dat"}),
        ("Year|signed", ["2016|2016-09-22", "2019|2019-07-08"], {"date": "signed"}),
        ("Rank|Year|Details|status", ["11|2016|2017|held", "12|2019|2018|x"],
         {"date": "Year", "status": "status"}),
        ("agency_id|nr", ["SSA|a1", "SSA|a2"], {"id": "nr"}),
        ("wh{o}|date", ["Ann|2024"], {"date": "date"}),
    ],
)  # fmt: skip
def test_columns_are_proposed_by_name_and_content(
    header: str, rows: list[str], expected: dict[str, str]
) -> None:
    assert proposals(header, *(row.replace("\\n", "\n") for row in rows)) == expected


def test_an_option_is_quoted_for_a_shell_if_necessary() -> None:
    assert map_options({"date": "Date"}) == "--map date=Date"
    assert map_options({"title": "{a b}: {c}"}) == "--map 'title={a b}: {c}'"
    assert map_options({"sources[1].url": "Link"}) == "--map 'sources[1].url=Link'"


def test_texts_that_may_mean_a_missing_value_are_counted_apart() -> None:
    one = table("who", "Ann", "NA", "-", "NA", "", " ", "n/a")
    column = Column(one, "who")
    assert (column.texts, column.missing) == ({"Ann": 1}, {"NA": 2, "-": 1, "n/a": 1})
