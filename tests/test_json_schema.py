"""The JSON Schema of the ledger: it is one, it is what ships, and it says what the loader says."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from chrono.core.countries import BODIES, COUNTRIES
from chrono.core.date_errors import DateError, ReversedError
from chrono.core.dates import When
from chrono.core.model import BUILT_IN_TYPES, STATUSES
from chrono.core.periods import Period
from chrono.errors import LedgerError
from chrono.files.format import keys, kinds
from chrono.files.format.containers import Table
from chrono.files.format.json_schema import dumps, schema
from chrono.files.format.kind import Errors
from chrono.files.index.load import load
from replay import clean_environment, run
from samples import any_dates, edtf_texts, intervals, law, periods

TESTS = Path(__file__).parent
DATA = TESTS.parent / "data"
INVALID = TESTS / "ledgers" / "invalid"
VALID = TESTS / "ledgers" / "valid"

IN_WORDS = "a name in words may be a body's; that it is a country's the loader's hint says"
EXCEPTIONS = {
    "country-in-words": IN_WORDS,
    "country-long-name": IN_WORDS,
    "event-id-as-date": "an editor sees a date of TOML as its text, and this text is an id",
    "text-as-date": "an editor sees a date of TOML as its text, and a text may be any",
    "version-fraction": "to JSON 1.0 is the whole number 1",
}
"""What the loader refuses for its form and the schema cannot -> why."""

SEEN = {"format", "url", "version"}
"""The rules that one value alone may break; the others need the whole ledger, or its text."""


@cache
def whole() -> Draft202012Validator:
    return Draft202012Validator(schema())


@cache
def part(name: str) -> Draft202012Validator:
    """One of the definitions by itself."""
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema()["$defs"]})


def plain(value: Any) -> Any:
    """TOML as an editor shows it to a schema: dates and times are texts."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else value


def read(path: Path) -> dict[str, Any] | None:
    """A ledger as JSON has it; None where it is no TOML."""
    try:
        return tomli.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):  # of bytes that are no text, and of too many digits, too
        return None


def invalid() -> list[object]:
    """The ledgers that are refused for more than that they are no TOML."""
    return [
        pytest.param(path, id=path.stem)
        for path in sorted(INVALID.glob("*.toml"))
        if read(path) is not None
    ]


# -- the schema itself --------------------------------------------------------------------------


def test_the_schema_is_valid_by_draft_2020_12() -> None:
    found = schema()
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_shipped_schema_is_up_to_date() -> None:
    shipped = (DATA / "ledger.schema.json").read_bytes().decode("utf-8")
    assert shipped == dumps(schema()), "run `chrono schema > data/ledger.schema.json`"


def test_the_shipped_ledger_names_its_schema_on_its_first_line_and_is_valid() -> None:
    path = DATA / "events.toml"
    assert path.read_text("utf-8").splitlines()[0] == "#:schema ./ledger.schema.json"
    assert [error.message for error in whole().iter_errors(plain(read(path)))] == []


def test_the_command_prints_the_schema_and_reads_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "events.toml").write_text("[[events]\nid = ", encoding="utf-8")
    environment = clean_environment(tmp_path)
    ran = run("schema", folder=tmp_path, environment=environment)
    assert ran == (0, dumps(schema()), "")
    assert run("list", folder=tmp_path, environment=environment).status == 3, "it is broken indeed"


def test_the_command_writes_the_schema_to_a_file(tmp_path: Path) -> None:
    argv = ("schema", "--output", "here.json")
    ran = run(*argv, folder=tmp_path, environment=clean_environment(tmp_path))
    assert ran == (0, "", "")
    assert (tmp_path / "here.json").read_bytes().decode("utf-8") == dumps(schema())


@pytest.mark.parametrize("found", ["nearby", "named", "variable", "included"])
def test_the_command_never_replaces_a_file_of_the_ledger(tmp_path: Path, found: str) -> None:
    (tmp_path / "events.toml").write_text('[ledger]\ninclude = ["part.toml"]\n', encoding="utf-8")
    (tmp_path / "part.toml").write_text("", encoding="utf-8")
    (tmp_path / "broken.toml").write_text("[[events]\n", encoding="utf-8")
    environment = clean_environment(tmp_path)
    argv, name = ["schema", "--output"], "events.toml"
    if found == "named":
        argv, name = ["schema", "-f", "broken.toml", "--output"], "broken.toml"
    elif found == "variable":
        environment["CHRONO_LEDGER"] = name = "broken.toml"
    elif found == "included":
        name = "part.toml"
    before = (tmp_path / name).read_bytes()
    ran = run(*argv, name, folder=tmp_path, environment=environment)
    assert ran == (
        2,
        "",
        f"error: --output {name}: this file is part of the ledger; choose another name\n",
    )
    assert (tmp_path / name).read_bytes() == before


def test_every_definition_is_used_and_every_reference_leads_to_one() -> None:
    found = schema()
    text = dumps(found)
    for name in found["$defs"]:
        assert f'"#/$defs/{name}"' in text
    assert text.count('"$ref"') == text.count('"#/$defs/')


# -- the keys of the tables ---------------------------------------------------------------------


def tables() -> Iterator[tuple[str, Table, dict[str, Any]]]:
    """Each table of the format, with its name and its part of the schema."""
    root = schema()["properties"]
    event = root["events"]["items"]
    source = schema()["$defs"]["source"]
    yield "ledger", keys.LEDGER, root["ledger"]
    yield "coverage", keys.COVERAGE, root["coverage"]["items"]
    yield "actor", keys.ACTOR, root["actors"]["additionalProperties"]
    yield "role", keys.ROLE, root["actors"]["additionalProperties"]["properties"]["roles"]["items"]
    actor = root["actors"]["additionalProperties"]["properties"]
    yield "codes", keys.CODES, actor["codes"]
    yield "type", keys.TYPE, root["types"]["additionalProperties"]
    for kind in BUILT_IN_TYPES:
        yield "type", keys.TYPE, root["types"]["properties"][kind.id]
    yield "publisher", keys.PUBLISHER, root["publishers"]["additionalProperties"]
    yield "source", keys.SOURCE, root["sources"]["additionalProperties"]
    yield "source", keys.INLINE_SOURCE, source
    yield "says", keys.SAYS, source["properties"]["says"]
    yield "event", keys.EVENT, event
    yield "dates", keys.DATES, event["properties"]["dates"]
    yield "claim", keys.CLAIM, root["claims"]["items"]


def test_every_table_of_the_format_is_tested_here() -> None:
    known = {id(table) for _, table, _ in tables()}
    assert {id(table) for table in vars(keys).values() if isinstance(table, Table)} == known
    assert {*schema()["properties"]} == {*keys.HEADERS}


def test_every_table_has_its_keys_and_no_other() -> None:
    for name, table, found in tables():
        assert {*found["properties"]} == {*table.keys}, name
        assert found["additionalProperties"] is False, name
        assert set(table.required) <= set(found.get("required", [])), name


def test_every_key_of_every_table_is_described() -> None:
    for name, table, found in tables():
        for key in table.keys:
            said = found["properties"][key].get("description")
            if key == "extra":
                continue
            assert said, f"{name}.{key}"
            assert said == table.keys[key].help
            assert said[0] != " "
            assert said.endswith(".")


def test_a_choice_lists_its_words() -> None:
    root = schema()["properties"]
    assert root["events"]["items"]["properties"]["status"]["enum"] == [*STATUSES]
    assert root["claims"]["items"]["properties"]["wording"]["enum"] == ["paraphrased", "quoted"]
    assert {kind.id for kind in BUILT_IN_TYPES} == {*root["types"]["properties"]}


# -- the corpus ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(VALID.glob("*.toml")), ids=lambda path: path.stem)
def test_a_valid_ledger_is_valid_by_the_schema(path: Path) -> None:
    assert [error.message for error in whole().iter_errors(plain(read(path)))] == []


@pytest.mark.parametrize("path", invalid())
def test_the_schema_refuses_what_the_loader_refuses_unless_that_needs_the_whole_ledger(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And accepts what only the whole ledger shows to be wrong: an id twice, a link to nothing."""
    monkeypatch.chdir(path.parent)
    with pytest.raises(LedgerError) as caught:
        load([path.name])
    malformed = bool({problem.rule for problem in caught.value.problems} & SEEN)
    refused = not whole().is_valid(plain(read(path)))
    if path.stem in EXCEPTIONS:
        assert malformed, "the loader has nothing against its form: it is no exception"
        assert not refused, f"the schema refuses it now: it is no exception ({path.stem})"
    else:
        assert refused == malformed


def test_the_exceptions_are_ledgers_of_the_corpus_and_few() -> None:
    assert {*EXCEPTIONS} <= {path.stem for path in INVALID.glob("*.toml")}
    assert len(invalid()) > 20 * len(EXCEPTIONS)


def test_a_country_is_a_code_or_the_name_of_a_body() -> None:
    wrong = ("ZZ", "UK", "cn", "")
    for value in (*COUNTRIES, *BODIES, "An Island of Its Own", *wrong):
        errors: Errors = []
        kinds.COUNTRY.check(value, ("actors", "x", "country"), errors)
        assert part("country").is_valid(value) == (not errors) == (value not in wrong), value


# -- every key beside its kind ------------------------------------------------------------------

VALUES: list[Any] = [
    "", " ", "\n", "a", "a\n", "a\nb", "two words", "xi-jinping", "Xi", "x_y", "CN", "cn", "ZZ",
    "UK", "CN\n", "European Union", "European Union\n", "A\tB C", "   ", "held", "Held", "planned",
    "A", "G", "quoted", "disputed", "2025", "2025-10", "2025-13", "2025-10-30", "2025-10-30~",
    "2025-Q4", "2025-06..", "2025/2024", "2025..2024", "[2025,2026]", "http://x", "HTTPS://x",
    "https://x.org/a b", "https://", "https:///x", "https://x\n", "ftp://x", "http", "习近平",
    "\u00a0", "\u2028",
    0, 1, 4, -1, 2**63 - 1, 2**63, 2025, 1.5, -0.5, True, False,
    [], [""], [" "], ["a"], ["a", "a"], ["a\nb"], [1], [[]], [{}], ["http://x"], ["a", {}], [True],
    [{"publisher": "P"}], [{"ref": "s"}], [{"title": "T"}], [{"publisher": "P", "x": 1}],
    [{"publisher": ""}], [{"publisher": "P", "url": ""}], [{"publisher": "P", "url": "x"}],
    [{"title": "T", "from": "2025"}], [{"title": "T", "from": "soon"}], [{"from": "2025"}],
    {}, {"a": 1}, {"extra": {}}, {"extra": 1}, {"a": "2025"}, {"a": "soon"}, {"a": ""},
    {"CN": "2025-10-30"}, {"cn": "2025-10-30"}, {"CN": 1}, {"CN": "2025-10-30", "extra": {"a": 1}},
    {"call": 1}, {"call": -1}, {"call": {"min": 1}}, {"call": {}}, {"call": {"min": "1"}},
    {"call": {"least": 1}}, {"min": 1}, {"max": 1}, {"min": 1, "max": 0}, {"min": -1},
    {"min": True}, {"announced": "2025"}, {"announced": "soon"}, {"announced": 2025},
    {"place": "x"}, {"place": ""}, {"date": "2025"}, {"type": "call"}, {"type": "a\nb"},
    {"place": "a\nb"}, {"initiator": 1}, {"   ": "2025"}, {"\n": "2025"},
]  # fmt: skip
"""What somebody may write behind a key, of every kind."""

BASES: dict[str, dict[str, Any]] = {
    "ledger": {},
    "coverage": {"period": "2025"},
    "actor": {"name": "Xi"},
    "role": {"title": "President"},
    "codes": {},
    "type": {"label": "tea"},
    "publisher": {"name": "P"},
    "source": {"publisher": "P"},
    "says": {},
    "event": {"id": "a", "date": "2025", "type": "call", "title": "T", "actors": ["a"]},
    "dates": {},
    "claim": {"id": "a", "by": "b", "date": "2025", "statement": "s", "period": "2025", "total": 1},
}
"""The least that a table must have."""


def refused_by(table: Table, value: dict[str, Any], at: tuple[str | int, ...]) -> bool:
    """Whether the loader has anything against the form of a table."""
    errors: Errors = []
    table.check(value, at, errors)
    return any(error.rule in SEEN for error in errors)


def cases() -> list[object]:
    """Every key of every table, each table once."""
    found = {id(table): (name, table, part) for name, table, part in tables()}
    return [
        pytest.param(
            *(name, table, part, key),
            id=f"{name}-{key}-{n}",
        )
        for n, (name, table, part) in enumerate(found.values())
        for key in (*table.keys, "unknown")
    ]


@pytest.mark.parametrize("name, table, found, key", cases())
def test_the_schema_accepts_the_same_values_of_a_key_as_the_loader(
    name: str, table: Table, found: dict[str, Any], key: str
) -> None:
    places = {"ledger": ("ledger",), "role": ("actors", "x", "roles", 0),
              "codes": ("actors", "x", "codes")}  # fmt: skip
    at: tuple[str | int, ...] = places.get(name, (f"{name}s", 0))
    validator = Draft202012Validator({**found, "$defs": schema()["$defs"]})
    apart = []
    for value in VALUES:
        whole_table = {**BASES[name], key: value}
        refused = refused_by(table, whole_table, at)
        if key == "version" and type(value) is int and value > keys.VERSION:
            refused = True  # by rule "version", before any table is read
        if validator.is_valid(whole_table) == refused:
            apart.append(value)
    assert apart == []


@pytest.mark.parametrize("name", BASES)
def test_the_schema_requires_the_same_keys_as_the_loader(name: str) -> None:
    for other, table, found in tables():
        if other != name:
            continue
        validator = Draft202012Validator({**found, "$defs": schema()["$defs"]})
        for gone in (*BASES[name], None):
            value = {key: item for key, item in BASES[name].items() if key != gone}
            if name == "type":
                continue  # what a new type must have the builder knows
            assert validator.is_valid(value) != refused_by(table, value, (f"{name}s", 0)), gone


# -- dates and periods --------------------------------------------------------------------------

ALPHABET = "0123456789-X/.[],~?%TZ:+ xQYuE\n\t٣é"


def is_date(text: str) -> bool:
    """Whether the loader takes it for a date, be it one that ends before it begins."""
    try:
        When.parse(text)
    except ReversedError:
        return True
    except DateError:
        return False
    return True


def is_period(text: str) -> bool:
    """The same of a period."""
    try:
        Period.parse(text)
    except ReversedError:
        return True
    except DateError:
        return False
    return True


@st.composite
def slipped(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A text with one character left out, put in, or put in another's place."""
    text = draw(texts)
    at = draw(st.integers(0, max(0, len(text) - 1)))
    letter = draw(st.sampled_from(ALPHABET))
    return draw(
        st.sampled_from(
            [
                text[:at] + text[at + 1 :],
                text[:at] + letter + text[at:],
                text[:at] + letter + text[at + 1 :],
                text + letter,
            ]
        )
    )


def date_texts() -> st.SearchStrategy[str]:
    """Dates of every kind that a ledger may hold."""
    return st.one_of(
        edtf_texts(), any_dates().map(lambda one: one.text), intervals().map(lambda one: one.text)
    )


def period_texts() -> st.SearchStrategy[str]:
    return periods().map(lambda period: period.text).filter(lambda text: text != "all")


@law(500)
@given(date_texts())
def test_the_schema_accepts_every_date(text: str) -> None:
    assert is_date(text)
    assert part("date").is_valid(text)


@law(1200)
@given(slipped(date_texts()))
@example("")
@example(" ")
@example("2025-10-30\n")
@example("[2025-10-31,2025-11-01]\n")
@example("9999-24")
@example("9998-24")
@example("0000")
@example("000X")
@example("00XX")
@example("001X")
@example("01XX")
@example("XXXX")
@example("2100-02-29")
@example("2000-02-29")
@example("0004-02-29")
@example("0000-02-29")
@example("[..]")
@example("[]")
@example("[2025]")
@example("/")
@example("../..")
@example("2025/2024")
@example("[2025-03-05..2025-03-01]")
@example("2025-10-30T24:00:00Z")
@example("2025-10-30T11:00:00-00:00")
@example("2025-10-30T11:00")
@example("2025-10-30/2025-10-31T11:00:00Z")
@example("2025-W01-1")
@example("2025-10-30~?")
@example("2025-XX-30")
@example("202X-10")
@example("٢٠٢٥")
def test_the_schema_and_the_loader_agree_on_a_date_with_one_slip(text: str) -> None:
    assert part("date").is_valid(text) == is_date(text)


@law(300)
@given(period_texts())
def test_the_schema_accepts_every_period(text: str) -> None:
    assert is_period(text)
    assert part("period").is_valid(text)


@law(420)
@given(slipped(period_texts()))
@example("")
@example("..")
@example("all")
@example("2025\n")
@example("2025..2024")
@example("0000")
@example("0000-Q1")
@example("2025-Q5")
@example("2025-Q1..")
@example("..2025-Q4")
@example("2025-21")
@example("2025-10-30~")
@example("2025...2026")
@example("2025..2026..2027")
@example("2100-02-29")
def test_the_schema_and_the_loader_agree_on_a_period_with_one_slip(text: str) -> None:
    assert part("period").is_valid(text) == is_period(text)


@law(700)
@given(st.text(st.sampled_from("0123-X/.[],~TQ"), max_size=14))
def test_the_schema_and_the_loader_agree_on_any_text(text: str) -> None:
    """Not only of what was a date once. A text that is reversed and more is wrong beyond that."""
    if "," not in text:
        assert part("date").is_valid(text) == is_date(text)
    assert part("period").is_valid(text) == is_period(text)


DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))


@law(300)
@given(DAYS)
def test_every_day_of_the_calendar_is_a_date_and_a_period(day: dt.date) -> None:
    assert part("date").is_valid(day.isoformat())
    assert part("period").is_valid(day.isoformat())


@law(300)
@given(st.integers(0, 9999), st.integers(0, 26), st.integers(0, 32))
def test_the_schema_and_the_loader_agree_on_any_year_month_and_day(
    year: int, month: int, day: int
) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    for name, right in (("date", is_date(text)), ("period", is_period(text))):
        assert part(name).is_valid(text) == right


def test_each_form_of_a_date_has_a_title_that_an_editor_can_show() -> None:
    for name in ("date", "period"):
        forms = schema()["$defs"][name]["anyOf"]
        assert all(form["title"] for form in forms)
        assert len({form["title"] for form in forms}) == len(forms)


def test_the_wheel_carries_the_schema_beside_the_ledger() -> None:
    """The ledger's first line names the schema by its file."""
    text = (TESTS.parent / "pyproject.toml").read_text("utf-8")
    carried = tomli.loads(text)["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    folders = {os.path.dirname(path) for path in carried.values()}
    assert carried["data/ledger.schema.json"].endswith("/ledger.schema.json")
    assert len(folders) == 1
