"""The README is correct: its examples run, and it names every command and filter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chrono.cli.main import COMMANDS
from chrono.core.checks import RULES
from chrono.core.filters import FILTERS
from chrono.files.exchange.registry import able_to
from chrono.files.read.diagnostics import RULES as STOPPING
from replay import ROOT, check

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_examples_of_the_readme_print_the_output_that_is_written(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    check(ROOT / "README.md", ROOT, tmp_path, request.config.getoption("--accept"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["scale.md", "cookbook.md", "editing.md"])
def test_the_examples_of_a_page_print_the_output_that_is_written(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    check(ROOT / "docs" / name, tmp_path, tmp_path, request.config.getoption("--accept"))


def test_the_examples_of_the_library_page_print_the_output_that_is_written(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    check(ROOT / "docs" / "library.md", ROOT, tmp_path, request.config.getoption("--accept"))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"`chrono {command}\b", README)


@pytest.mark.parametrize("name", [*FILTERS])
def test_every_filter_is_in_the_readme(name: str) -> None:
    option = FILTERS[name].option
    assert f"`{option}`" in README, f"README.md lacks `{option}`"


def test_every_format_of_rows_is_in_the_readme() -> None:
    (paragraph,) = (text for text in README.split("\n\n") if "`-o` " in text)
    for name in able_to("write"):
        word = "tab-separated" if name == "tsv" else f"`{name}`"
        assert word in paragraph, f"README: name `{name}` in the sentence on `-o`"


def test_every_format_that_import_reads_is_in_the_readme() -> None:
    (sentence,) = re.findall(r"^`chrono import FILE` takes [^.]*", README, re.M)
    for name in able_to("read"):
        assert name in re.findall(r"\w+", sentence), f"README: `chrono import FILE` takes {name}"


def test_every_format_of_documents_is_in_the_readme() -> None:
    for name in able_to("export"):
        assert f"\n| `export {name}` | " in README, f"README: give `export {name}` its row"


def test_the_readme_has_the_two_installation_commands() -> None:
    assert "python3 -m pip install . && chrono summary 2025" in README
    assert "python3 -m pip install '.[test]' && python3 -m pytest -n auto" in README


def test_the_ledger_of_the_readme_is_valid() -> None:
    from chrono.files.read.load import loads
    from samples import judge

    (example,) = re.findall(r"^```toml\n(.*?)^```$", README, re.M | re.S)
    ledger = loads(example)
    assert [event.id for event in ledger.events if event.contact] == ["2025-05-10-rome"]
    assert [judge(claim, ledger).verdict for claim in ledger.claims] == ["cannot tell"]


def test_the_python_example_of_the_readme_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```$", README, re.M | re.S)
    monkeypatch.chdir(ROOT)
    session: dict[str, object] = {}
    exec(example, session)
    calls = session["calls"]
    assert isinstance(calls, list)
    assert len(calls) == 8


def test_every_rule_has_its_paragraph_in_order() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    paragraphs = re.findall(r"^### (\S+)\n\n(\S.*)$", page, re.M)
    rules = [*STOPPING, *(rule.name for rule in RULES)]
    assert [name for name, _ in paragraphs] == rules, "docs/checks.md: python3 -m tools.manual"
    severities = [re.match(r"\*(Error|Warning)(, strict)?\.\*", text) for _, text in paragraphs]
    assert [match and (match[1].lower(), bool(match[2])) for match in severities] == [
        *(None for _ in STOPPING),
        *((rule.severity, rule.strict) for rule in RULES),
    ]


def test_the_hook_runs_an_existing_command() -> None:
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    (entry,) = re.findall(r"^  entry: chrono (\w+) --own$", hook, re.M)
    (name,) = re.findall(r"^- id: (\S+)$", hook, re.M)
    assert entry in COMMANDS
    assert f"id: {name}" in (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")


def test_every_command_is_in_the_changelog() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert all(f"`{command}`" in changes or f"chrono {command}" in changes for command in COMMANDS)


def test_the_rules_of_the_exchange_page_are_valid() -> None:
    from chrono.files.merge.rules import read
    from chrono.files.read.text import Text

    page = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```TOML\n(.*?)^```$", page, re.M | re.S)
    rules = read(Text("rules.toml", example))
    assert rules.values == {"Art": {"Treffen": "meeting", "Telefonat": "call"}}
    assert rules.date_formats == ("%d.%m.%Y", "%m/%Y")


def test_the_settings_of_the_readme_are_valid(tmp_path: Path) -> None:
    from chrono.files.disk.config import Settings, settings
    from chrono.view.theme import themed

    (example,) = re.findall(r"^```TOML config.toml\n(.*?)^```$", README, re.M | re.S)
    (tmp_path / "config.toml").write_text(example, encoding="utf-8")
    values = settings({"CHRONO_CONFIG": str(tmp_path / "config.toml")})
    assert all(getattr(values, name) for name in Settings._fields)
    assert themed(values.theme, values.colors)
