"""The manual says what is so: help, examples, made pages, links."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from chrono.cli import help
from chrono.cli.command import SHARED
from chrono.cli.main import COMMANDS, GROUPS
from chrono.cli.options import FILTER_OPTIONS, OUTPUT, SESSION, repeatable
from chrono.core.filters import FILTERS
from chrono.core.model import BUILT_IN_TYPES
from chrono.files.exchange.record import record
from chrono.files.format.json_schema import schema as json_schema
from chrono.files.index.load import load
from chrono.files.read.load import loads
from replay import ROOT, clean_environment, in_shell, on_terminal, run, run_line
from tools.manual import MADE, catalogue, keytables, reference

DOCS = ROOT / "docs"

PAGES: Sequence[help.Page] = reference.pages()
ROOT_PAGE, *COMMAND_PAGES = PAGES
WIDTHS = (40, 60, 80, 140)


def named(page: help.Page) -> str:
    return page.name


# -- --help -------------------------------------------------------------------------------------


def test_every_command_has_a_page() -> None:
    names = [page.name for page in PAGES]
    assert [name.split()[1] for name in names if len(name.split()) == 2] == [*COMMANDS]
    assert {"chrono", "chrono add claim", "chrono add type"} <= {*names}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_help_begins_with_a_verb_and_has_two_or_three_examples(page: help.Page) -> None:
    summary = help.paragraphs(page.help)[0]
    verbs = "Add|Change|Check|Compare|Count|Create|Draw|Export|Import|Join|List|Print|Record|"
    verbs += "Merge|Remove|Search|Show|Undo"
    assert re.match(rf"(?:{verbs}|Summarise) .*\.$", summary), summary
    assert page is ROOT_PAGE or len(summary) <= 62
    assert page.help.endswith(".")
    for sentence in re.split(
        r"(?<=[\w`\")])\. (?=[A-Z]|chrono )", " ".join(help.paragraphs(page.help)[1:])
    ):
        assert page is ROOT_PAGE or len(sentence.split()) <= 20, sentence
    assert 2 <= len(page.examples) <= 3
    for line, meaning in page.examples:
        assert page.name in line
        assert re.fullmatch(r"[A-Z].*\.", meaning), meaning


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_the_help_of_an_option_is_a_short_sentence(page: help.Page) -> None:
    for entries in page.sections.values():
        for term, text in entries.items():
            # Lists of words, defaults and rules about repetition may make it longer.
            text = re.sub(r" \((?:repeat|one per)[^)]*\)| \[default[^]]*\]", "", text)
            sentence = re.sub(
                r": \w+( \(.*?\))?, .* or \w+( \(.*?\))?\.$|(?<=by )\w+, .* or \w+\.$", ".", text
            )
            sentence = re.sub(r"(?<=each )\w+, .* or \w+( \(.*?\))?\.$", "x.", sentence)
            assert len(sentence) <= 100, (page.name, term, sentence)
            assert re.match(r"[A-Z0-9]", sentence), (page.name, term, sentence)
            assert sentence.endswith("."), (page.name, term)
            assert not re.search(r"[a-z]\. ", sentence), (page.name, term)


def test_the_rule_about_repetition_is_before_the_default() -> None:
    assert repeatable("Add a tag.") == "Add a tag (repeatable)."
    assert repeatable("Add a tag; a word.") == "Add a tag (repeatable); a word."
    assert repeatable("Events [default: all].", "repeat") == "Events (repeat) [default: all]."


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("page", COMMAND_PAGES, ids=named)
def test_help_fits_its_width(page: help.Page, width: int) -> None:
    lines = help.text(page, min(width, 100)).splitlines()
    long = [line for line in lines if len(line) > width]
    # A word that is longer than a line, such as an address or a name in quotes, is not broken.
    assert all(len(_words(line)) <= 3 for line in long), long
    told = " ".join(" ".join(lines).split())
    for title, entries in {**page.sections, **page.groups}.items():
        assert f"\n{title}:\n" in "\n".join(lines)
        for term, text in entries.items():
            assert f"{term} {text}" in told
    for line, meaning in page.examples:
        assert f"{line} {meaning}" in told.replace(" \\ ", " ")


def test_the_overview_fits_80_columns_and_40_lines() -> None:
    lines = help.text(ROOT_PAGE, 80).splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 40
    for group, commands in GROUPS.items():
        assert f"{group}:" in lines
        if group == help.MORE:  # by name only
            assert ", ".join(commands) in " ".join(" ".join(lines).split())
            continue
        for name in commands:
            assert any(line.startswith(f"  {name} ") and line.endswith(".") for line in lines)
    told = " ".join(" ".join(lines).split())
    for line, meaning in ROOT_PAGE.examples:
        assert f"{line} {meaning}" in told
    for term in COMMAND_PAGES[0].sections[SHARED]:
        assert term.replace(", ", "/") in told, f"name {term} in the docstring of `chrono`"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_overview_fits_its_width(width: int) -> None:
    lines = help.text(ROOT_PAGE, min(width, 100)).splitlines()
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_chrono_help_shows_the_same_as_the_option(page: help.Page, tmp_path: Path) -> None:
    _, *names = page.name.split()
    environment = {**clean_environment(tmp_path), "COLUMNS": "80"}
    by_command = run("help", *names, folder=tmp_path, environment=environment)
    by_option = run(*names, "--help", folder=tmp_path, environment=environment)
    assert by_command.out == help.text(page, 80)
    assert by_option.out.rstrip("\n") == by_command.out.rstrip("\n")
    assert (by_command.status, by_option.status) == (0, 0)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["lst"], 'unknown command "lst"; did you mean "last", "list" or "lsp"?'),
        (["add", "clam"], 'unknown subcommand "clam"; did you mean "claim"?'),
        (["list", "2025"], 'unknown command "chrono list 2025"; run `chrono help list`'),
    ],
)
def test_the_help_of_an_unknown_command_is_a_usage_error(
    names: Sequence[str], message: str, tmp_path: Path
) -> None:
    ran = run("help", *names, folder=tmp_path, environment=clean_environment(tmp_path))
    assert (ran.status, ran.out, ran.err) == (2, "", f"error: {message}\n")


@pytest.mark.parametrize(
    "command", ["list", "count", "summary", "timeline", "gaps", "claims", "export jsonl"]
)
def test_help_lists_a_filter_exactly_if_the_command_takes_it(command: str, tmp_path: Path) -> None:
    event = 'id = "one"\ndate = 2025-01-01\ntype = "call"\ntitle = "One"\nactors = ["ann"]\n'
    actor = '[actors.ann]\nname = "Ann"\nroles = [{ title = "President" }]\n'
    more = 'place = "Rome"\nplace_country = "IT"\nsources = [{ publisher = "AP" }]\n'
    (tmp_path / "events.toml").write_text(f"{actor}[[events]]\n{event}{more}", "utf-8")
    (page,) = (page for page in PAGES if page.name == f"chrono {command.split()[0]}")
    terms = " ".join(term for entries in page.sections.values() for term in entries)
    values = {"place": "Rome", "place_country": "IT", "initiator": "Ann", "without_origin": "AP"}
    values |= {
        "where": "actor:Ann",
        "office": "President",
        "not_place": "Rome",
        "follows": "one",
        "event": "one",
        "status": "held",
        "since": "2025",
        "until": "2025",
        "limit": "1",
    }
    for name, row in FILTERS.items():
        if row.test is None or not row.claims:
            argv = [*command.split(), row.option, *([values[name]] if row.metavar else [])]
            ran = run(*argv, folder=tmp_path, environment=clean_environment(tmp_path))
            listed = row.option in re.findall(r"--[a-z-]+", terms)
            assert ran.status == (0 if listed else 2), (row.option, ran.err)


@pytest.mark.slow
@pytest.mark.parametrize("argv", [["help", "list"], ["list", "-h"], ["--help"], ["help"], []])
def test_headings_are_bold_on_a_terminal(argv: Sequence[str], tmp_path: Path) -> None:
    shown = on_terminal(tmp_path, *argv, environment={})
    assert shown.startswith("\x1b[1mUsage:\x1b[0m chrono ")
    plain = on_terminal(tmp_path, *argv, environment={"NO_COLOR": "1"})
    assert plain.startswith("Usage: chrono ")


@pytest.mark.parametrize(("color", "start"), [("always", "\x1b[1mUsage:"), ("never", "Usage: ")])
def test_color_decides_on_bold_headings(color: str, start: str, tmp_path: Path) -> None:
    environment = clean_environment(tmp_path)
    ran = run("help", "list", "--color", color, folder=tmp_path, environment=environment)
    assert ran.out.startswith(start)


def _words(line: str) -> list[str]:
    return re.findall(r"""'[^']*'|"[^"]*"|\S+""", line)


def test_help_is_as_wide_as_the_terminal(tmp_path: Path) -> None:
    for width in WIDTHS:
        environment = {**clean_environment(tmp_path), "COLUMNS": str(width)}
        ran = run("list", "--help", folder=tmp_path, environment=environment)
        page = next(page for page in PAGES if page.name == "chrono list")
        assert (ran.status, ran.out.rstrip("\n")) == (
            0,
            help.text(page, min(width, 100)).rstrip("\n"),
        )


def test_options_are_in_groups() -> None:
    pages = {page.name: page for page in PAGES}
    sections = pages["chrono list"].sections
    titles = ["Options", "Period", "Filters", "Order and limit", "Output", "Ledger", "History"]
    assert [*sections] == titles
    numbers = [len(entries) for entries in sections.values()]
    assert numbers == [3, 5, len(FILTER_OPTIONS) - 7, 2, len(OUTPUT) + 1, len(SESSION), 1]
    assert [*pages["chrono add"].sections] == ["Options", "Event", "Sources", "Writing", "Ledger"]
    assert [*pages["chrono add"].groups] == ["Commands"]
    assert [*pages["chrono add source"].sections] == ["Arguments", "Source", "Writing", "Ledger"]


@pytest.mark.parametrize("name", ["list", "show", "count", "summary", "timeline", "check", "gaps"])
def test_the_default_format_is_the_one_in_help(name: str, tmp_path: Path) -> None:
    (page,) = (page for page in PAGES if page.name == f"chrono {name}")
    text = page.sections["Output"]["-o, --format FORMAT"]
    words = [name, "2025-10-30-busan"] if name == "show" else [name]
    environment = clean_environment(tmp_path)
    default = run(*words, folder=tmp_path, environment=environment)
    in_pipe = "tsv" if "otherwise tsv" in text else "table"
    chosen = run(*words, "-o", in_pipe, folder=tmp_path, environment=environment)
    assert default == chosen


# -- examples -----------------------------------------------------------------------------------

CALLS = """date,type,title,actors,source,publisher
2026-01-12,call,Wang Yi and Rubio speak by phone,Wang Yi; Marco Rubio,,
2026-01-20,call,Xi and Trump speak by phone,Xi Jinping; Donald Trump,,
"""
FILES = {
    "calls.csv": CALLS.replace(",source,publisher", "").replace(",,\n", "\n"),
    "sheet.csv": "When,Who\n15/01/2026,Marco Rubio\n16/01/2026,Wang Yi\n",
    "calls.json": """[{"date": "2026-01-12", "type": "call", "title": "A call",
                      "actors": ["Wang Yi", "Rubio"]}]""",
    "article.md": "Date: 2025-12-12\n\nFour calls <!-- = count 2025 -a Xi -a Trump -t call -->.\n",
    "draft.txt": "It rained.\n",
    **dict.fromkeys(("base.toml", "ours.toml", "theirs.toml"), '[ledger]\ntitle = "A"\n'),
}
"""What the examples read beside a ledger."""

TWICE = """
[actors.xi-jinping-2]
name = "Jinping Xi"

[[events]]
id = "2025-10-30-gimhae"
date = 2025-10-30
type = "meeting"
title = "Xi and Trump meet at Gimhae Air Base"
actors = ["xi-jinping-2", "donald-trump", "Xi Jin-ping"]
"""
"""What is twice in the ledger, for the examples of `chrono join`."""

TOOLS = re.compile(r"\b(jq|git|less|xargs)\b")
EXAMPLES = [
    (page.name, line) for page in PAGES if page.name != "chrono serve" for line, _ in page.examples
]
"""The examples that end by themselves. `test_serve.py` runs those of `chrono serve`."""


def marked(name: str, line: str) -> object:
    """Return an example as a case, marked slow if it runs in a shell."""
    marks = [pytest.mark.slow] if in_shell(line) else []
    return pytest.param(name, line, marks=marks, id=f"{name}-{line}"[:60])


@pytest.mark.parametrize("name, line", [marked(*example) for example in EXAMPLES])
def test_every_example_succeeds(name: str, line: str, tmp_path: Path) -> None:
    if not all(shutil.which(tool) for tool in TOOLS.findall(line)):
        pytest.skip("a program of the example is not installed")
    ledger = (ROOT / "data" / "events.toml").read_text("utf-8")
    ledger += TWICE if name == "chrono join" else ""
    folder = tmp_path / "here"
    folder.mkdir()
    if name != "chrono init":
        (folder / "events.toml").write_text(ledger, "utf-8")
        for copy in ("old.toml", "draft.toml"):
            (folder / copy).write_text(ledger.replace('"Busan"', '"Gimhae"'), "utf-8")
    if "$HOME/events.toml" in line:
        (tmp_path / "events.toml").write_text(ledger, "utf-8")
    for file, text in FILES.items():
        (folder / file).write_text(text, "utf-8")
    environment = {**clean_environment(tmp_path), "EDITOR": "true"}
    if name in ("chrono join", "chrono rename"):
        line += " --yes"  # they ask on a terminal
    if name == "chrono undo":
        run_line("chrono edit 2025-10-30-busan --set place=Rome", folder, environment)
    if name == "chrono diff" or "git " in line or "--at " in line or "--install" in line:
        _commit(folder, environment)
    ran = run_line(line, folder, environment)
    assert ran.status == 0, ran.err
    assert "error:" not in ran.err
    assert "no event fits" not in ran.err
    assert "nothing fits" not in ran.err


def _commit(folder: Path, environment: dict[str, str]) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "events.toml"], [*who, "commit", "-qm", "Ledger"]):
        subprocess.run(["git", *words], cwd=folder, env=environment, check=True)


# -- what is made -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MADE)
def test_generated_files_are_up_to_date(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert text == MADE[name](), f"{name} is out of date: python -m tools.manual makes it again"


def test_both_references_have_every_option_and_example() -> None:
    page, man = reference.markdown(), re.sub(r"\\(?:f[BR]|&)", "", reference.man())
    plain = man.replace("\\-", "-").replace("\\(dq", '"').replace("\\(aq", "'").replace("\\e", "\\")
    for one in PAGES:
        for title, entries in one.sections.items():
            for term in entries:
                assert f"`{term}`" in page, (one.name, title)
                assert f".B {term}\n".replace("…", "...") in plain, (one.name, title)
        for line, _ in one.examples:
            assert f"\n{line}\n" in page


def test_the_reference_has_every_variable_of_the_environment() -> None:
    named = {name for term in reference.ENVIRONMENT for name in term.split(", ")}
    pattern = re.compile(r'environ(?:\.get\(|\[)"(\w+)"|"(XDG_\w+)"')
    texts = [path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py")]
    found = {one or other for text in texts for one, other in pattern.findall(text)}
    assert found - {"HOME", "USERPROFILE", "GIT_PREFIX", "_CHRONO_COMPLETE"} == named


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("mandoc") is None, reason="mandoc is not here")
def test_the_man_page_is_well_formed() -> None:
    done = subprocess.run(
        ["mandoc", "-T", "lint", str(DOCS / "chrono.1")], capture_output=True, text=True
    )
    # It has no date, so that the same words make the same page.
    assert [line for line in done.stdout.splitlines() if "missing date" not in line] == []


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("man") is None, reason="man is not here")
def test_man_formats_the_page(tmp_path: Path) -> None:
    environment = {**clean_environment(tmp_path), "MANWIDTH": "80", "MANPAGER": "cat"}
    done = subprocess.run(
        ["man", "-l", str(DOCS / "chrono.1")], env=environment, capture_output=True, check=True
    )
    shown = re.sub(r".\x08", "", done.stdout.decode())
    assert done.stderr == b""
    assert "chrono count [PERIOD] [OPTIONS]" in shown
    assert "EXIT STATUS" in shown


# -- the catalogue ------------------------------------------------------------------------------


def test_every_invalid_ledger_has_a_topic() -> None:
    found = {catalogue.topic(name).title for name in catalogue.cases()}
    assert found == {topic.title for topic in catalogue.TOPICS}


@pytest.mark.parametrize("topic", catalogue.TOPICS, ids=lambda topic: topic.title)
def test_the_corrected_ledgers_are_valid(topic: catalogue.Topic) -> None:
    loads(topic.right)


def test_each_line_of_a_topic_stands_once_with_all_its_messages() -> None:
    _, *parts = catalogue.markdown().split("\n## ")
    for part in parts:
        written = re.findall(r"^- (`.*`)", part, re.M)
        assert len(written) == len({*written})


# -- the format and its coding ------------------------------------------------------------------

LEDGER = (DOCS / "ledger.md").read_text("utf-8")


@pytest.mark.parametrize("name", keytables.TABLES)
def test_the_meaning_of_a_key_is_a_short_sentence(name: str) -> None:
    for key in keytables.TABLES[name].keys.values():
        assert re.fullmatch(r"[A-Z][^.]{4,98}.*\.", key.help) or key.name == "extra", key.name
        assert len(key.help) <= 100, key.name


def test_the_page_on_ledgers_has_every_key() -> None:
    told = re.findall(r"<!-- keys of (\w+) -->", LEDGER)
    assert told == [*keytables.TABLES]
    tables = keytables.TABLES.values()
    assert all({*table.keys} >= {*_keys_of(name)} for name, table in keytables.TABLES.items())
    whole = {key for table in tables for key in table.keys} - {"extra"}
    assert {key for name in told for key in _keys_of(name)} == whole
    for header in (
        "[ledger]",
        "[[coverage]]",
        "[actors.ID]",
        "[types.ID]",
        "[sources.ID]",
        "[[events]]",
    ):
        assert header in LEDGER
    assert {*json_schema()["properties"]} == {
        "ledger", "coverage", "actors", "types", "publishers", "sources", "events", "claims",
        "extra",
    }  # fmt: skip


def _keys_of(name: str) -> list[str]:
    (body,) = re.findall(rf"<!-- keys of {name} -->\n(.*?)<!-- end -->", LEDGER, re.S)
    return re.findall(r"^\| \**`(\w+)`\** \|", body, re.M)


def test_dates_mean_what_the_page_says() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| .* \| (\S+) \| (\S+) \| (\w+) \|$", LEDGER, re.M)
    assert len(rows) >= 19
    for text, *expected in rows:
        written = text if re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?", text) else f'"{text}"'
        (event,) = loads(_event(written)).events
        found = record(event)
        said = [found["start"] or "open", found["end"] or "open", found["precision"]]
        assert said == expected, text


def _event(date: str) -> str:
    return f'[[events]]\nid = "e"\ndate = {date}\ntype = "call"\ntitle = "T"\nactors = ["A"]\n'


def test_the_first_ledger_of_the_page_is_valid() -> None:
    whole, *_ = re.findall(r"^```toml\n(.*?)^```$", LEDGER, re.M | re.S)
    ledger = loads(whole)
    assert (len(ledger.events), len(ledger.claims)) == (1, 1)


def test_the_page_has_the_built_in_types() -> None:
    rows = re.findall(r"^\| `([a-z]+)` \| ([^|]+?)(?::[^|]*)? \| (yes|no) \|$", LEDGER, re.M)
    types = loads("").types.values()
    assert [(id, contact) for id, _, contact in rows] == [
        (kind.id, "yes" if kind.contact else "no") for kind in types
    ], "the table of types in docs/ledger.md has other rows than BUILT_IN_TYPES"


def test_the_definition_of_a_contact_has_every_type_of_contact() -> None:
    (named,) = re.findall(
        r"^- has a contact type: (.*), or a type that", (DOCS / "questions.md").read_text(), re.M
    )
    contacts = [kind.id for kind in BUILT_IN_TYPES if kind.contact]
    assert named.split(", ") == contacts, (
        f'docs/questions.md: write "has a contact type: {", ".join(contacts)}, or a type that"'
    )


def test_the_events_of_the_coding_manual_exist() -> None:
    text = (DOCS / "coding.md").read_text("utf-8")
    ledger = load([str(ROOT / "data" / "events.toml")])
    ids = re.findall(r"`(\d{4}-\d\d-[a-z0-9-]*[a-z][a-z0-9-]*)`", text)
    assert len(ids) >= 2
    assert [id for id in ids if ledger.event(id) is None] == []
    for name in ("conversation", "alleged-call"):
        assert f"`{name}`" in text
        assert name in ledger.types


def test_the_dates_of_the_coding_manual_are_valid() -> None:
    text = (DOCS / "coding.md").read_text("utf-8")
    (table,) = re.findall(r"^\| you know \| write \|\n(.*?)^$", text, re.M | re.S)
    dates = re.findall(r'`("[^`]*"|\d[^`]*)`', table)
    assert len(dates) == 9
    for date in dates:
        loads(_event(date))


# -- links --------------------------------------------------------------------------------------

MARKDOWN = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


def links(path: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.M | re.S)
    yield from re.findall(r"(?<!\\)\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "code", text))


def anchors(path: Path) -> set[str]:
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.M | re.S)
    titles = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.name)
def test_every_link_has_a_target(path: Path) -> None:
    for link in links(path):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), f"{path.name}: {link}"
        assert not anchor or anchor in anchors(target), f"{path.name}: {link}"


def test_the_index_has_every_page() -> None:
    found = {*links(DOCS / "README.md")}
    assert {path.name for path in DOCS.glob("*.md")} - {"README.md"} <= found
