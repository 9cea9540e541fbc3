"""The date formats that a report proposes: all that fit, and never one of two in silence."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono.errors import UsageError
from chrono.files.merge.dates import (
    _formats_by_shape,
    check_date_format,
    parse_date,
    readings,
    shape,
)

KNOWN = [form for forms in _formats_by_shape().values() for form in forms]


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


@pytest.mark.parametrize(
    "text, remedy",
    [("dd/mm/yyyy", "%d/%m/%Y"), ("MM-DD-YY", "%m-%d-%y"), ("d mmm yyyy", "%d %b %Y")],
)
def test_a_format_in_the_letters_of_spreadsheets_suggests_the_directives(
    text: str, remedy: str
) -> None:
    with pytest.raises(UsageError, match=re.escape(f'"{text}": write "{remedy}"')):
        check_date_format(text)
