"""The table of filters, and everything that must follow from a row of it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from chrono.cli.options import FILTER_OPTIONS
from chrono.core.filters import FILTERS, ClaimFilters, Condition, Filter, Filters
from chrono.core.lookup import Lookup
from chrono.core.model import Event, Source
from chrono.core.query import Question
from replay import ROOT, run_copy
from samples import RUBIO, WANG_YI, XI, event, ledger
from test_library import WORDS as LIBRARY_WORDS
from test_partial import INDEX_WORDS
from test_query import PREDICATES, VALUES

TABLE = [*FILTERS.values()]
CONDITIONS = {row.name for row in TABLE if row.test}
ORDER = {"reverse", "limit"}

BUSAN = event(
    "2025-10-30", "busan", place="Busan", tags=("leaders",), present=(RUBIO,),
    sources=(Source("Xinhua"),), summary="On tariffs.",
)  # fmt: skip
LETTER = event("2025-06", "letter", type="letter", actors=(XI, WANG_YI))
BOOK = ledger(BUSAN, LETTER)


def test_each_filter_that_makes_conditions_reads_keys_of_an_event() -> None:
    assert {row.name for row in TABLE if row.keys} == CONDITIONS, "set both keys and test"
    for row in TABLE:
        unknown = {*row.keys} - {*Event._fields}
        assert not unknown, f"core/filters.py: {row.name} reads {unknown}, no field of Event"


def test_each_other_filter_is_a_field_of_a_question() -> None:
    assert CONDITIONS.isdisjoint(Question._fields)
    assert {row.name for row in TABLE} - CONDITIONS == {*Question._fields} - {
        "period", "typed_period", "typed_dates", "words", "notes",
    }  # fmt: skip


def test_the_command_line_has_an_option_for_each_filter() -> None:
    assert [*FILTER_OPTIONS] == ["period", *FILTERS]


def test_the_library_has_a_keyword_for_each_filter() -> None:
    claims = {"period", *(row.name for row in TABLE if row.claims)} - ORDER
    for kind, names in {
        "ClaimFilters": (ClaimFilters.__optional_keys__, claims),
        "Filters": (Filters.__optional_keys__, {"period", *FILTERS} - ORDER),
    }.items():
        given, wanted = names
        place = f"the class {kind} in core/filters.py"
        assert given >= wanted, f"{place} lacks {wanted - given}"
        assert given <= wanted, f"{place} has {given - wanted}: claims={kind == 'Filters'}?"


def test_claims_take_the_filters_whose_keys_a_claim_has() -> None:
    """A claim has a statement and a window for the title and the summary of an event.

    `mention` also reads the place and the date, which decide nothing about a claim.
    """
    keys = {"type", "title", "summary", "actors", "present", "tags", "sources"}
    of_claims = {row.name for row in TABLE if row.test and {*row.keys} <= keys} | {"mention"}
    wrong = of_claims ^ {row.name for row in TABLE if row.test and row.claims}
    assert not wrong, f"claims=False is missing, or wrong, in the row of {wrong} in core/filters.py"


@pytest.mark.parametrize(
    "place, table, names",
    [
        ("WORDS in tests/test_library.py", LIBRARY_WORDS, {"period", *FILTERS} - ORDER),
        ("INDEX_WORDS in tests/test_partial.py", INDEX_WORDS, CONDITIONS | {"status"}),
        ("VALUES in tests/test_query.py", VALUES, CONDITIONS),
        ("PREDICATES in tests/test_query.py", PREDICATES, CONDITIONS),
    ],
)
def test_each_filter_is_tried_in_every_place_that_depends_on_it(
    place: str, table: Mapping[str, object], names: set[str]
) -> None:
    assert table.keys() >= names, f"{place} lacks {names - table.keys()}"
    assert table.keys() <= names, f"{place} has {table.keys() - names}, which is no filter"


@pytest.mark.parametrize("name", [name for name in FILTERS if name not in ORDER])
def test_each_filter_stands_in_the_manual_of_the_library(name: str) -> None:
    page = Path(ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    assert f"`{name}`" in page, f"docs/library.md lacks `{name}`"


def test_a_negated_filter_has_the_opposite_answer() -> None:
    lookup = Lookup(BOOK)
    for name, word in {"actor": "Trump", "type": "letter", "tag": "leaders"}.items():
        (plain,) = FILTERS[name].conditions(lookup, [word])
        (negated,) = FILTERS[f"not_{name}"].conditions(lookup, [word])
        assert [bool(plain(one)) for one in BOOK.events] == [
            not negated(one) for one in BOOK.events
        ]


def test_a_flag_has_no_metavar_and_is_not_repeated() -> None:
    flags = {row.name for row in TABLE if row.metavar is None}
    assert flags == {"contacts", "certain", "overlap", "reverse"}
    assert not any(FILTERS[name].repeat for name in flags)


def test_a_repeated_filter_needs_all_values_or_any() -> None:
    lookup = Lookup(BOOK)
    assert len(FILTERS["actor"].conditions(lookup, ["Xi", "Trump"])) == 2
    (either,) = FILTERS["type"].conditions(lookup, ["letter", "meeting"])
    assert either(BUSAN)
    assert either(LETTER)


def test_words_of_several_keys_are_searched_together_only_where_they_are_joined() -> None:
    """`Busan tariffs` is in title and summary together; no actor is both in one."""
    record = event("2025", title="Busan", summary=None)
    test = "Busan".__contains__
    assert Condition(("title", "summary"), test)(record)
    assert Condition(("summary", "title"), test)(record)
    assert not Condition(("summary",), test)(record)
    both = record._replace(summary="Talks")
    for words, found in {"Busan talks": True, "Busan grain": False}.items():
        (condition,) = FILTERS["text"].conditions(Lookup(BOOK), [words])
        assert bool(condition(both)) is found
    assert Condition(("summary",), test, negated=True)(record)


def test_a_record_without_a_key_has_no_value_there() -> None:
    """`chrono summary --place` looks for claims with the filters of its events."""
    assert not Condition(("place",), bool)(XI)
    assert Condition(("place",), bool, negated=True)(XI)


def test_the_option_of_a_filter_has_hyphens() -> None:
    assert FILTERS["not_actor"].option == "--not-actor"


def test_a_filter_without_a_test_makes_no_condition() -> None:
    assert Filter("limit", "N at the most.").conditions(Lookup(BOOK), ["3"]) == []


# -- the recipe of CONTRIBUTING.md ---------------------------------------------------------------


@pytest.mark.slow
def test_a_row_that_is_added_is_in_every_command_and_in_the_library(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src" / "chrono", tmp_path / "src" / "chrono")
    manual = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    row = re.search(r"```python\n( *Filter\(\"part_of\".*?)```", manual, re.S)
    keyword = re.search(r"`(part_of: Words)`", manual)
    assert row is not None
    assert keyword is not None
    module = tmp_path / "src" / "chrono" / "core" / "filters.py"
    before = '    Filter("place"'
    text = module.read_text(encoding="utf-8").replace(before, row[1] + before)
    module.write_text(f"{text}    {keyword[1]}\n", encoding="utf-8")

    def python(*argv: str, **more: str) -> tuple[int, str]:
        ledger = str(ROOT / "data" / "events.toml")
        done = run_copy(tmp_path, *argv, **{"CHRONO_LEDGER": ledger, **more})
        return done.returncode, done.stdout + done.stderr

    whole = "2025-09-21-house-delegation"
    status, listed = python("-m", "chrono", "list", "--part-of", whole, "--fields", "id")
    assert (status, listed.split()[0]) == (0, "2025-09-21-house-li-qiang")
    status, refused = python("-m", "chrono", "claims", "--part-of", whole)
    assert status == 2
    assert "--part-of does not apply to claims" in refused
    _, caption = python("-m", "chrono", "count", "--part-of", whole, "-o", "table")
    assert f"part of {whole}" in " ".join(caption.split())
    completed = python("-m", "chrono", "list", "--part-of", whole[:-3], _CHRONO_COMPLETE="zsh")[1]
    assert whole in completed
    where = f"print(*[e.id for e in chrono.load().events.where(part_of='{whole}')], sep='\\n')"
    assert python("-c", f"import chrono; {where}") == (0, listed)
