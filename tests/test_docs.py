"""The documents are correct: their examples run, and they name every command and filter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chrono.cli.main import COMMANDS
from chrono.core.checks import RULES
from chrono.core.counting import DIMENSIONS
from chrono.core.english import join_or
from chrono.core.filters import FILTERS
from chrono.files.exchange.registry import able_to
from chrono.files.read.diagnostics import RULES as STOPPING
from replay import ROOT, check
from test_counting import BOOK, own_buckets

README = (ROOT / "README.md").read_text(encoding="utf-8")


def page(name: str) -> str:
    """Return the text of a page of the manual."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_examples_of_the_readme_print_the_output_that_is_written(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    check(ROOT / "README.md", ROOT, tmp_path, request.config.getoption("--accept"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["scale.md", "cookbook.md", "editing.md", "exchange.md", "citing.md", "proof.md"]
)
def test_the_examples_of_a_page_print_the_output_that_is_written(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    check(ROOT / "docs" / name, tmp_path, tmp_path, request.config.getoption("--accept"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["library.md", "questions.md", "shell.md"])
def test_the_examples_of_a_page_about_the_project_print_the_output_that_is_written(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    check(ROOT / "docs" / name, ROOT, tmp_path, request.config.getoption("--accept"))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"`chrono {command}\b", README)


@pytest.mark.parametrize("name", [*FILTERS])
def test_every_filter_is_on_the_page_about_questions(name: str) -> None:
    option = FILTERS[name].option
    assert f"`{option}`" in page("questions.md"), f"docs/questions.md lacks `{option}`"


@pytest.mark.parametrize(
    "name, start, end",
    [("questions.md", "`--by` counts by ", "."), ("library.md", "`by` is one of ", ", or a tuple")],
)
def test_a_page_lists_every_dimension_of_count(name: str, start: str, end: str) -> None:
    (listed,) = re.findall(rf"^{start}([^.]*?){re.escape(end)}", page(name), re.M)
    names = re.findall(r"[a-z-]+", re.sub(r"\([^)]*\)", "", listed))
    every = join_or([*DIMENSIONS])
    assert [one for one in names if one not in ("or", "and")] == [*DIMENSIONS], (
        f"docs/{name}: {start}{every}"
    )


def test_the_page_about_questions_lists_the_dimensions_in_which_events_have_several_buckets() -> (
    None
):
    made = [own_buckets(event) for event in BOOK.events]
    several = [name for name in DIMENSIONS if any(len(each.get(name, ())) > 1 for each in made)]
    text = " ".join(page("questions.md").split())
    sentence = f"An event counts once for each {join_or(several)} that it belongs to."
    assert sentence in text, f"docs/questions.md: {sentence}"


def test_every_format_of_rows_is_on_the_page_about_the_shell() -> None:
    (paragraph,) = (text for text in page("shell.md").split("\n\n") if "`-o` " in text)
    for name in able_to("write"):
        word = "tab-separated" if name == "tsv" else f"`{name}`"
        assert word in paragraph, f"docs/shell.md: name `{name}` in the sentence on `-o`"


def test_every_format_that_import_reads_is_on_the_page_about_exchange() -> None:
    (sentence,) = re.findall(r"^`chrono import FILE` takes [^.]*", page("exchange.md"), re.M)
    for name in able_to("read"):
        assert name in re.findall(r"\w+", sentence), (
            f"docs/exchange.md: `chrono import FILE` takes {name}"
        )


def test_every_format_of_documents_is_on_the_page_about_exchange() -> None:
    for name in able_to("export"):
        row = f"\n| `export {name}` | "
        assert row in page("exchange.md"), f"docs/exchange.md: give `export {name}` its row"


def test_the_readme_has_the_two_installation_commands() -> None:
    assert "python3 -m pip install . && chrono summary 2025" in README
    assert "python3 -m pip install '.[test]' && python3 -m pytest -n auto" in README


def test_the_ledger_of_the_page_about_ledgers_is_valid() -> None:
    from chrono.files.read.load import loads
    from samples import judge

    example = re.findall(r"^```toml\n(.*?)^```$", page("ledger.md"), re.M | re.S)[0]
    ledger = loads(example)
    assert [event.id for event in ledger.events if event.contact] == ["2025-05-10-rome"]
    assert [judge(claim, ledger).verdict for claim in ledger.claims] == ["agrees"]


def test_every_rule_has_its_paragraph_in_order() -> None:
    paragraphs = re.findall(r"^### (\S+)\n\n(\S.*)$", page("checks.md"), re.M)
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
    assert f"id: {name}" in page("checks.md")


def test_every_command_is_in_the_changelog() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert all(f"`{command}`" in changes or f"chrono {command}" in changes for command in COMMANDS)


def test_the_rules_of_the_exchange_page_are_valid() -> None:
    from chrono.files.merge.rules_file import read
    from chrono.files.read.text import Text

    (example,) = re.findall(r"^```TOML\n(.*?)^```$", page("exchange.md"), re.M | re.S)
    rules = read(Text("rules.toml", example))
    assert rules.values == {"Art": {"Treffen": "meeting", "Telefonat": "call"}}
    assert rules.date_formats == ("%d.%m.%Y", "%m/%Y")


def test_the_settings_of_the_page_about_the_shell_are_valid(tmp_path: Path) -> None:
    from chrono.files.disk.config import Settings, settings
    from chrono.view.theme import themed

    (example,) = re.findall(r"^```TOML config.toml\n(.*?)^```$", page("shell.md"), re.M | re.S)
    (tmp_path / "config.toml").write_text(example, encoding="utf-8")
    values = settings({"CHRONO_CONFIG": str(tmp_path / "config.toml")})
    assert all(getattr(values, name) for name in Settings._fields)
    assert themed(values.theme, values.colors)
