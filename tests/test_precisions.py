"""The table of kinds of date: each row is complete, and a new row is all that a new kind needs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from chrono.core import english
from chrono.core.dates import When
from chrono.core.precisions import POINT, POINTS_BY_NAME, PRECISIONS, TIME
from chrono.files.exchange.csljson import issued
from chrono.files.exchange.timelinejs import dates
from chrono.files.format.ids import event_ids
from chrono.files.format.json_schema import DATES
from chrono.files.toml.recover import recover
from replay import ROOT
from samples import edtf_texts, law

EXAMPLES = {
    "time": "2025-10-30T11:00:00",
    "day": "2025-10-30",
    "month": "2025-10",
    "season": "2025-21",
    "year": "2025",
    "decade": "202X",
    "century": "20XX",
}


@pytest.mark.parametrize("name", PRECISIONS)
def test_each_kind_of_date_is_tried_and_documented(name: str) -> None:
    assert name in EXAMPLES, f"EXAMPLES in tests/test_precisions.py lacks {name!r}"
    page = (ROOT / "docs" / "ledger.md").read_text("utf-8")
    assert re.search(rf"^\| `.* \| {name} \|$", page, re.M), (
        f'docs/ledger.md: the table under "Dates" lacks a row with the precision {name}'
    )


def test_the_samples_have_every_kind_of_date() -> None:
    drawn = set()

    @settings(law(), max_examples=300)
    @given(edtf_texts())
    def draw(text: str) -> None:
        drawn.add(When.parse(text).precision)

    draw()
    lacking = [name for name in PRECISIONS if name not in drawn]
    assert not lacking, f"edtf_texts in tests/samples.py draws no date of the kind {lacking}"


@pytest.mark.parametrize("name", PRECISIONS)
def test_a_kind_of_date_is_read_by_its_own_pattern_alone(name: str) -> None:
    text = EXAMPLES[name]
    assert [kind.name for kind in PRECISIONS.values() if re.fullmatch(kind.pattern, text)] == [name]
    assert When.parse(text).precision == name
    assert When.parse(text).start_span == PRECISIONS[name].span(text)


def test_the_kinds_stand_from_the_finest_to_the_coarsest() -> None:
    lengths = []
    for name in filter(EXAMPLES.get, PRECISIONS):
        first, last = PRECISIONS[name].span(EXAMPLES[name])
        assert first is not None
        assert last is not None
        lengths.append(last - first)
    assert lengths == sorted(lengths)


def test_the_patterns_of_dates_hold_every_kind_but_times_of_day() -> None:
    for name, text in EXAMPLES.items():
        match = re.fullmatch(POINTS_BY_NAME, text)
        assert (match.lastgroup if match else "time") == name
        assert bool(re.fullmatch(POINT, f"{text}~")) is (name != "time")
    assert re.fullmatch(TIME, "T11:00:00+09:00")


@pytest.mark.parametrize("name", PRECISIONS)
def test_a_kind_of_date_has_an_english_phrase(name: str) -> None:
    when = When.parse(EXAMPLES[name])
    assert not re.search("[{}]", english.date(when))


def uses_of_a_quarter() -> dict[str, Any]:
    """What the package makes of a quarter, once PRECISIONS has a row for it."""
    when = When.parse("2025-Q4~")
    return {
        "days": [str(day) for day in when.start_span],
        "precision": [When.parse(text).precision for text in ("2025-Q4", "2025-10/2025-Q4")],
        "words": [english.brief(when, True), english.date(when)],
        "schema": [kind for kind, form in DATES.items() if re.fullmatch(form, "2025-Q4/2026")],
        "recovery": recover("date = 2025-Q4\n")[1][0].message,
        "csljson": issued(when),
        "timelinejs": dates(when),
        "id": event_ids("2025-Q4", "call", [], "Busan")[0],
    }


@pytest.mark.slow
def test_a_new_kind_of_date_is_one_row(tmp_path: Path) -> None:
    """The recipe of CONTRIBUTING.md: a quarter is added to a copy, and all readers know it."""
    recipes = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    (quarter,) = re.findall(r"```python\n( *DateKind\(.*?)```", recipes, re.S)
    package = tmp_path / "chrono"
    shutil.copytree(ROOT / "src" / "chrono", package, ignore=shutil.ignore_patterns("__pycache__"))
    table = package / "core" / "precisions.py"
    row = '        DateKind("year",'
    text = table.read_text("utf-8")
    assert text.count(row) == 1
    table.write_text(text.replace(row, quarter + row), "utf-8")
    # In a process of its own, in which this module and the package are imported anew.
    code = "import json, test_precisions; print(json.dumps(test_precisions.uses_of_a_quarter()))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": os.pathsep.join([str(tmp_path), str(Path(__file__).parent)])},
        stdout=subprocess.PIPE,
        check=True,
    )
    assert json.loads(done.stdout) == {
        "days": ["2025-07-01", "2026-03-31"],
        "precision": ["quarter", "quarter"],
        "words": ["about 1 Oct–31 Dec 2025", "about 1 Oct–31 Dec 2025"],
        "schema": ["an interval"],
        "recovery": 'a date that is not a full day needs quotes; write "2025-Q4"',
        "csljson": {"literal": "about 1 Oct–31 Dec 2025"},
        "timelinejs": {
            "start_date": {"year": 2025, "month": 10},
            "display_date": "about 1 Oct–31 Dec 2025",
        },
        "id": "2025-q4-busan",
    }
