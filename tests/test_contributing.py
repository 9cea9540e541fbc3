"""The recipe of CONTRIBUTING.md for a type of event, carried out on a copy of the package.

The other recipes are tried beside what they add to: test_filters, test_keys, test_check_command,
test_registry.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from replay import ROOT, run_copy

LEDGER = """[[events]]
id = "one"
date = 2025-03-04
type = "hearing"
title = "A hearing"
actors = ["Ann", "Ben"]
"""


@pytest.mark.slow
def test_the_recipe_for_a_type_of_event_works_as_written(tmp_path: Path) -> None:
    package = tmp_path / "src" / "chrono"
    shutil.copytree(ROOT / "src" / "chrono", package)
    recipes = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    row = re.search(r"```python\n( *\(EventType\(\"hearing\".*\n)```", recipes)
    colour = re.search(r"```python\n( *\"type\.hearing\".*\n)```", recipes)
    assert row is not None
    assert colour is not None
    for module, line, before in (
        ("core/model.py", row[1], '    (EventType("other"'),
        ("view/theme.py", colour[1], '    "type.other"'),
    ):
        text = (package / module).read_text(encoding="utf-8")
        assert before in text
        (package / module).write_text(text.replace(before, line + before), encoding="utf-8")
    (tmp_path / "events.toml").write_text(LEDGER, encoding="utf-8")

    def run(line: str, **more: str) -> str:
        done = run_copy(tmp_path, "-m", "chrono", *line.split(), **more)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert [row.split("\t")[0] for row in run("types").splitlines()][-2:] == ["hearing", "other"]
    assert run("count --type hearing") == "hearing\t1\n"
    assert "▽" in run("timeline --type hearing")
    assert "hearing" in run("schema")
    assert json.loads(run("list -o json"))[0]["contact"] is False
    assert "hearing" in run("export html")
