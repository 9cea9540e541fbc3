"""Options that contradict each other or have no effect are refused; a limit says what it omits."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from chrono.cli.main import CHRONO
from chrono.core.query import Question
from replay import Ran, clean_environment, run


def ran(folder: Path, *argv: str) -> Ran:
    """A command line on the bundled ledger."""
    return run(*argv, folder=folder, environment=clean_environment(folder))


@pytest.mark.parametrize(
    "line",
    [
        "list --excel -o json",
        "list --excel -o table",
        "list -o markdown --no-header",
        "list -o json --header",
        "list -o table --header",
        "list --no-header --output rows.jsonl",
        "show 2025-10-30-busan --no-header",
        "timeline --header",
        "check --no-header",
        "timeline --lanes -o json",
        "timeline --lanes country --output lanes.csv",
        "count --total --by month",
        "count --total --limit 0",
        "count --total --reverse",
        "count --total --why",
        "count --total --header",
        "count --total --excel",
        "count --total -o csv",
        "count --total --output total.csv",
        "count --cite -o csv",
        "count --cite -o markdown",
        "check --joins --strict",
        "check --joins --all",
        "check --joins --header",
        "check --joins --rule role",
        "check --joins --ignore duplicate,same-actor",
        "count --all --contacts",
        "gaps --all --contacts",
        "summary --all --contacts",
        "summary --limit 3",
        "summary --reverse",
    ],
)
def test_options_that_contradict_or_have_no_effect_are_refused(tmp_path: Path, line: str) -> None:
    found = ran(tmp_path, *line.split())
    assert (found.status, found.out) == (2, "")
    assert found.err.splitlines()[-1].startswith("error: ")
    assert not [*tmp_path.glob("*.*")]


@pytest.mark.parametrize(
    "line",
    [
        "list --excel",
        "list --excel -o csv --no-header",
        "list --no-header",
        "list --header --output rows.tsv",
        "timeline -o csv --no-header",
        "count --total --no-header",
        "count --total -o json",
        "count --total --output total.txt",
        "count --cite --output citation.json",
        "check --joins --rule role,duplicate",
        "count --all --type call",
        "timeline --lanes -o table",
    ],
)
def test_compatible_options_are_accepted(tmp_path: Path, line: str) -> None:
    assert ran(tmp_path, *line.split()).status == 0


@pytest.mark.parametrize(
    "line, option",
    [
        ("list --overlap", "--overlap"),
        ("count --overlap --until 2025-06", "--overlap"),
        ("search Xi --overlap", "--overlap"),
        ("export jsonl --overlap", "--overlap"),
        ("list --certain", "--certain"),
        ("claims --certain", "--certain"),
        ("export jsonl --reverse", "--reverse"),
        ("export html 2025-10 --reverse", "--reverse"),
        ("list --overlap --since 2025-06", None),
        ("search Xi 2025 --overlap", None),
        ("list --certain 2025", None),
        ("count --certain --without-origin Xinhua", None),
        ("export jsonl --reverse --limit 2", None),
    ],
)
def test_a_filter_that_needs_another_one_is_noted(
    tmp_path: Path, line: str, option: str | None
) -> None:
    found = ran(tmp_path, *line.split())
    assert found.status == 0
    assert re.findall(
        r"^note: (--\w+) has no effect (?:without|if) .+; omit \1$", found.err, re.M
    ) == ([option] if option else [])


def limited() -> list[str]:
    """Every command that has the option --limit."""
    group: Any = CHRONO
    commands = {name: group.get_command(None, name) for name in group.list_commands(None)}
    return [
        name
        for name, command in commands.items()
        if any(param.name == "limit" for param in command.params)
    ]


@pytest.mark.parametrize(
    "command", [name for name in limited() if name not in ("summary", "last", "serve")]
)
@pytest.mark.parametrize("limit", ["0", "1"])
def test_every_command_notes_what_the_limit_omits(tmp_path: Path, command: str, limit: str) -> None:
    more = {
        "export": ["toml"], "gaps": ["--actor", "Xi", "--actor", "Trump"], "agenda": ["2026"],
        "compare": ["2025-Q3", "2025-Q4"], "search": ["xi"],
    }  # fmt: skip
    words = [command, *more.get(command, [])]
    notes = ran(tmp_path, *words, "--limit", limit, "-v").err.splitlines()
    assert sum("not shown; raise --limit" in note for note in notes) == 1
    notes = ran(tmp_path, *words, "--limit", "9999").err.splitlines()
    assert not any("raise --limit" in note for note in notes)


def test_a_limit_of_lanes_notes_how_many_lanes_it_omits(tmp_path: Path) -> None:
    found = ran(tmp_path, "timeline", "2025", "--lanes", "country", "--limit", "1")
    assert re.search(r"\n1 lane not shown\n", found.out)


def test_the_word_after_an_option_is_its_value(tmp_path: Path) -> None:
    found = ran(tmp_path, "timeline", "--text", "--lanes")
    assert "no matching events" in found.err
    assert "is not a period" not in found.err
    assert "by actor" not in found.out
    ended = ran(tmp_path, "timeline", "--lanes", "--", "2025")
    assert (ended.status, "by actor" in ended.out) == (0, True)


TAKEN_BY_CLAIMS = {
    "period", "since", "until", "certain", "actor", "present", "country", "type", "tag", "source",
    "text", "not_actor", "not_type", "not_tag", "reverse", "limit", "notes", "without_origin",
    "where",
}  # fmt: skip


@pytest.mark.parametrize("filter", sorted({*Question._fields} - TAKEN_BY_CLAIMS))
def test_claims_refuse_filters_of_events(tmp_path: Path, filter: str) -> None:
    default = Question._field_defaults[filter]
    option = f"--{filter.replace('_', '-')}"
    found = ran(tmp_path, "claims", option, *([] if isinstance(default, bool) else ["any"]))
    assert (found.status, found.out) == (2, "")
    assert option in found.err


@pytest.mark.parametrize(
    "filters",
    [
        ["2025", "--type", "letter"],
        ["2025", "--certain"],
        ["2025-11", "--country", "US"],
        ["--text", "five"],
        ["--actor", "Xi", "--type", "call"],
    ],
)
def test_summary_and_claims_agree_on_which_claims_there_are(
    tmp_path: Path, filters: list[str]
) -> None:

    claims = json.loads(ran(tmp_path, "claims", *filters, "-o", "json").out)
    summary = json.loads(ran(tmp_path, "summary", *filters, "-o", "json").out)
    assert [one["id"] for one in summary["claims"]] == [one["id"] for one in claims]


@pytest.mark.parametrize("code", ["ch", "uk", "fr", "CU"])
def test_no_other_country_is_proposed_for_a_code(tmp_path: Path, code: str) -> None:
    found = ran(tmp_path, "list", "--country", code)
    assert found.status == 2
    assert "did you mean" not in found.err


def test_a_country_is_proposed_by_its_name(tmp_path: Path) -> None:
    assert 'did you mean "China"?' in ran(tmp_path, "list", "--country", "Chine").err
