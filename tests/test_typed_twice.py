"""An option that takes one value is refused if it is typed twice: one value has no effect."""

from __future__ import annotations

from pathlib import Path

import pytest

from replay import clean_environment, run

TWICE, BOTH = "{} is given twice; give it only once", "{} cannot be combined; use only one"


@pytest.mark.parametrize(
    "words, message",
    [
        ("list --limit 3 --limit 5", TWICE.format("--limit")),
        ("list -n3 --limit=3", TWICE.format("--limit")),
        ("list --since 2024 --reverse --since 2025", TWICE.format("--since")),
        ("list --header --no-header", BOTH.format("--header and --no-header")),
        ("timeline --lanes --by actor", BOTH.format("--lanes and --by")),
        ("timeline --lanes=country --by actor", BOTH.format("--lanes and --by")),
        ("add -d 2025-05-05 --title x --date 2025-05-06", TWICE.format("--date")),
        ("--today 2025-01-01 --today 2025-01-02 list", TWICE.format("--today")),
        ("add claim --by Xi --by Trump", TWICE.format("--by")),
    ],
)
def test_an_option_with_one_value_is_given_once(tmp_path: Path, words: str, message: str) -> None:
    ran = run(*words.split(), folder=tmp_path, environment=clean_environment(tmp_path))
    assert ran == (2, "", f"error: {message}\n")


@pytest.mark.parametrize(
    "words",
    [
        "list --actor Xi --actor Trump -n 1",
        "list -q --quiet --reverse --reverse -n 1",
        "count --by type --by month",
        "--color never list --color always -n 1",
        "list --text -n --limit 1",
    ],
)
def test_other_options_may_be_repeated(tmp_path: Path, words: str) -> None:
    ran = run(*words.split(), folder=tmp_path, environment=clean_environment(tmp_path))
    assert "given twice" not in ran.err
