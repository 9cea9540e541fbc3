"""The date formats that a report proposes: all that fit, and never one of two in silence."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.files.merge.date_formats import _formats_by_shape, parse_date, readings, remedy, shape
from chrono.files.merge.rules import check_date_format

KNOWN = [form for forms in _formats_by_shape().values() for form in forms]


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
            'add --date-format %d/%m/%Y if "3/4/2025" is 3 Apr 2025, or --date-format %m/%d/%Y if '
            '"3/4/2025" is 4 Mar 2025',
        ),
        (["4/4/2025"], "add --date-format %d/%m/%Y, or --date-format %m/%d/%Y"),
        (
            ["12/31/2024", "1/2/2024", "12/30/2024", "30/30/2024"],
            'add --date-format %m/%d/%Y, and correct "30/30/2024"',
        ),
        (["12/31/24"], "add --date-format %m/%d/%y with century = 2000 or another in a rules file"),
        (["soon"], "correct it, or map it to an EDTF date under [values] in a rules file"),
        (["99/99/2024"], "correct it, or map it to an EDTF date under [values] in a rules file"),
    ],
)
def test_the_remedy_names_the_format_of_all_texts(texts: list[str], expected: str) -> None:
    assert remedy(texts) == expected


@given(
    form=st.sampled_from(KNOWN),
    moments=st.lists(
        st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2068, 12, 31)), min_size=1, max_size=4
    ),
)
def test_a_text_in_a_known_format_is_read_by_a_proposed_one(
    form: str, moments: list[dt.datetime]
) -> None:
    texts = [moment.strftime(form) for moment in moments]
    assert len({shape(text) for text in texts}) == 1
    read = readings(texts)
    expected = [parse_date(text, form) for text in texts]
    by_format = [[parse_date(text, one) for text in texts] for one in read.formats]
    assert expected in by_format
    assert read.unread == []
    differ = any(len({*dates}) > 1 for dates in zip(*by_format, strict=True))
    assert bool(read.example) == differ
    if differ:
        assert [parse_date(read.example, one) for one in read.formats] == [*read.dates]


def test_every_proposed_format_is_accepted() -> None:
    for form in KNOWN:
        if "%y" not in form:
            check_date_format(form)


def test_texts_of_one_form_have_one_shape() -> None:
    assert shape("1/5/2024") == shape("12/31/2024") == "9/9/Y"
    assert shape("1/5/24") != shape("1/5/2024")
    assert shape("early June 2024") is None
