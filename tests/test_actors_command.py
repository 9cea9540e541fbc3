"""The numbers of `chrono actors` are those of `chrono count --by actor`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from replay import clean_environment, run


@pytest.mark.parametrize("status", ["held", "any", "unconfirmed", "planned"])
def test_contacts_are_counted_as_in_count(tmp_path: Path, status: str) -> None:
    environment = clean_environment(tmp_path)

    def rows(*words: str) -> list[dict[str, Any]]:
        argv = [*words, "--status", status, "-o", "json"]
        found: list[dict[str, Any]] = json.loads(
            run(*argv, folder=tmp_path, environment=environment).out
        )
        return found

    for column, options in (("contacts", ()), ("events", ("--all",))):
        counted = {one["key"]: one["count"] for one in rows("count", "--by", "actor", *options)}
        shown = {one["name"]: one[column] for one in rows("actors")}
        shown = {name: number for name, number in shown.items() if name in counted or number["max"]}
        assert shown == counted
