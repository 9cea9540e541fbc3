"""Pictures of what a terminal shows: the same text at the same columns, and nothing loaded."""

from __future__ import annotations

import io
import re
from html import escape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from chrono.core.text import hidden_characters
from chrono.view.pictures import PHONE, Picture, html, picture, svg
from drawing import console
from replay import ROOT, clean_environment, run
from samples import law

SPACE = "{http://www.w3.org/2000/svg}"


def shown(text: str, style: str = "", width: int = 40, theme: str | None = None) -> Picture:
    return picture(console(width, colours=True), [Text(text, style)], "A <title> & more", theme)


def from_svg(image: str, width: int) -> list[str]:
    """The lines that an SVG shows, each run put back at its column."""
    lines: dict[float, str] = {}
    for node in ElementTree.fromstring(image).iter(f"{SPACE}text"):
        column = round((float(node.attrib["x"]) - 16) / 8.4)
        line = lines.get(float(node.attrib["y"]), "")
        text = node.text or ""
        lines[float(node.attrib["y"])] = line + " " * (column - cell_len(line)) + text
        assert float(node.attrib["textLength"]) == pytest.approx(cell_len(text) * 8.4, abs=0.06)
    last = max(lines, default=0.0)
    rows = round((last - 30) / 19) + 1 if lines else 0
    return [lines.get(30.0 + 19 * row, "") for row in range(rows)]


def from_html(page: str) -> list[str]:
    root = ElementTree.fromstring(re.sub(r"<meta [^>]*>", "", page.partition("\n")[2]))
    body = root.find("body/pre")
    assert body is not None
    return "".join(body.itertext()).splitlines()


@law(150)
@given(
    st.lists(st.text(st.sampled_from("ab <&>\"'◆─习近平█é"), max_size=30), max_size=5),
    st.integers(4, 60),
)
def test_svg_and_html_show_the_text_as_a_terminal_does(words: list[str], width: int) -> None:
    view = Text("\n".join(words))
    terminal = console(width, colours=True)
    terminal.print(view)
    assert isinstance(terminal.file, io.StringIO)
    lines = [line.rstrip(" ") for line in terminal.file.getvalue().splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    seen = picture(console(width, colours=True), [view], "x", None)
    assert from_svg(svg(seen), width) == lines
    assert from_html(html(seen)) == lines


@pytest.mark.parametrize("line", ["timeline 2025-10", "timeline 2025 --lanes", "summary", "count"])
def test_a_page_also_has_lines_for_a_phone(tmp_path: Path, line: str) -> None:
    ledger = str(ROOT / "data" / "events.toml")
    argv, environment = [*line.split(), "-f", ledger], clean_environment(tmp_path)
    title = "A title that is longer than the screen of a phone"
    options = ["--html", "-", "--title", title]
    page = run(*argv, *options, folder=tmp_path, environment=environment)
    root = ElementTree.fromstring(re.sub(r"<meta [^>]*>", "", page.out.partition("\n")[2]))
    wide, narrow = ("".join(node.itertext()).splitlines() for node in root.findall("body/pre"))
    assert max(map(cell_len, narrow)) <= PHONE < max(map(cell_len, wide)) <= 80
    assert re.findall(r"\w+", "".join(narrow))[:3] == re.findall(r"\w+", "".join(wide))[:3]


def test_a_narrow_page_has_no_second_version() -> None:
    assert html(shown("words")).count("<pre>") == 1


def test_a_picture_loads_nothing_and_has_a_title() -> None:
    for text in (svg(shown("words")), html(shown("words"))):
        assert not re.search(r"url\(|@import|src=|href=", text)
        assert set(re.findall(r"https?://[^\"]+", text)) <= {"http://www.w3.org/2000/svg"}
        assert "A &lt;title&gt; &amp; more" in text


def test_text_without_a_colour_is_dark_on_light_and_light_on_dark() -> None:
    both = svg(shown("words"))
    assert ".s0 { fill: #1f2328 }" in both
    assert "@media (prefers-color-scheme: dark) { .s0 { fill: #e6edf3 } }" in both
    dark = svg(shown("words", theme="dark"))
    assert ".s0 { fill: #e6edf3 }" in dark
    assert "@media" not in dark
    assert "@media" not in html(shown("words", theme="light"))


def test_a_picture_has_the_styles_of_the_theme() -> None:
    assert ".s0 { fill: #d75f00 }" in svg(shown("words", "type.meeting"))
    assert ".s0 { font-style: italic }" in svg(shown("words", "unsure"))
    assert ".s0 { font-weight: bold }" in html(shown("words", "heading"))


@pytest.mark.parametrize("line", ["timeline 2025-10", "timeline 2025 --lanes", "summary", "count"])
def test_files_show_what_the_terminal_shows(tmp_path: Path, line: str) -> None:
    ledger = str(ROOT / "data" / "events.toml")
    environment = {**clean_environment(tmp_path), "COLUMNS": "90"}
    argv = [*line.split(), "-f", ledger]
    page = run(*argv, "-o", "table", folder=tmp_path, environment=environment)
    files = ["--svg", "a.svg", "--html", "a.html"]
    drawn = run(*argv, *files, folder=tmp_path, environment=environment)
    svg = (
        "note: to make a timeline for print, "
        "run `chrono export svg{} -f {}` with the same filters\n"
    )
    hint = {
        "timeline 2025-10": svg.format("", ledger)
        + "note: to draw a lane for each actor, add --lanes\n",
        "timeline 2025 --lanes": svg.format(" --lanes actor", ledger),
    }.get(line, "")
    assert (drawn.status, drawn.out, drawn.err) == (0, "", page.err + hint)
    lines = page.out.splitlines()
    assert from_svg((tmp_path / "a.svg").read_text(encoding="utf-8"), 90) == lines
    assert from_html((tmp_path / "a.html").read_text(encoding="utf-8")) == lines


def test_the_suffix_of_an_output_file_chooses_a_picture(tmp_path: Path) -> None:
    argv = ["timeline", "2025-10", "-f", str(ROOT / "data" / "events.toml")]
    environment = clean_environment(tmp_path)
    for name, option in (("a.svg", "--svg"), ("a.HTML", "--html"), ("a.htm", "--html")):
        run(*argv, "--output", name, folder=tmp_path, environment=environment)
        written = (tmp_path / name).read_text(encoding="utf-8")
        assert written == run(*argv, option, "-", folder=tmp_path, environment=environment).out
    run(*argv, "-o", "tsv", "--output", "b.svg", folder=tmp_path, environment=environment)
    assert (tmp_path / "b.svg").read_text(encoding="utf-8").startswith("2025-10-")


_BROWSER = "to print it, open the file of --svg a.b.svg or --html a.b.html in a browser"


@pytest.mark.parametrize(
    "command, suffix, message",
    [
        ("timeline", ".pdf", f"cannot write pdf files; {_BROWSER}"),
        ("count", ".PNG", f"cannot write png files; {_BROWSER}"),
        ("list", ".pdf", "cannot write pdf files; use a.b.md or a.b.csv"),
        ("list", ".svg", "cannot write pictures; use `chrono timeline --svg a.b.svg`"),
        ("show x", ".html", "cannot write web pages; use `chrono export html --output a.b.html`"),
        ("list --excel", ".xlsx", "cannot write xlsx files; use --output a.b.csv --excel"),
    ],
)
def test_a_suffix_that_no_text_format_has_is_refused(
    tmp_path: Path, command: str, suffix: str, message: str
) -> None:
    argv = [*command.split(), "--output", f"a.b{suffix}"]
    refused = run(*argv, folder=tmp_path, environment=clean_environment(tmp_path))
    assert refused.status == 2
    assert f"error: --output a.b{suffix}: {message.replace('PNG', 'png')}\n" == refused.err
    assert not list(tmp_path.iterdir())


def test_a_picture_is_in_colour_unless_color_never_is_set(tmp_path: Path) -> None:
    ledger = str(ROOT / "data" / "events.toml")
    environment = {**clean_environment(tmp_path), "NO_COLOR": "1"}
    argv = ["count", "-f", ledger, "--svg", "-"]
    assert "#0087d7" in run(*argv, folder=tmp_path, environment=environment).out
    assert (
        "#0087d7"
        not in run(*argv, "--color", "never", folder=tmp_path, environment=environment).out
    )


def test_a_title_with_control_characters_gives_valid_xml(tmp_path: Path) -> None:
    ledger = '[ledger]\ntitle = "T\\u001b]0;OWNED\\u0007\\u0000 \\u202e\\u200b & <x> \\uffff"\n'
    event = '[[events]]\nid = "a"\ndate = 2025-01-01\ntype = "call"\ntitle = "T"\nactors = ["A"]\n'
    (tmp_path / "events.toml").write_text(ledger + event, encoding="utf-8")
    environment = clean_environment(tmp_path)
    shown = r"T\x1b]0;OWNED\x07\x00 \u202e\u200b & <x> " + "\ufffd"
    image = run("timeline", "--svg", "-", folder=tmp_path, environment=environment).out
    root = ElementTree.fromstring(image)
    assert root.get("aria-label") == root.findtext("{http://www.w3.org/2000/svg}title") == shown
    page = run("timeline", "--html", "-", folder=tmp_path, environment=environment).out
    assert f"<title>{escape(shown)}</title>" in page
    assert hidden_characters((image + page).replace("\n", "")) == []


def test_characters_that_xml_cannot_hold_are_replaced() -> None:
    seen = picture(console(40, colours=True), [Text("a\uffffb")], "bad\udcff\ufffe", None)
    for text in (svg(seen), html(seen)):
        text.encode("utf-8")
        assert "a\ufffdb" in text
    assert from_svg(svg(seen), 40) == ["a\ufffdb"]


@pytest.mark.parametrize(
    "argv, why",
    [
        (["--svg", "a", "--html", "a"], "need different files, not a"),
        (["--svg", ""], "needs a file name"),
        (["--html", "-", "-o", "json"], "cannot be combined with"),
    ],
)
def test_options_that_contradict_a_picture_are_refused(
    tmp_path: Path, argv: list[str], why: str
) -> None:
    ledger = str(ROOT / "data" / "events.toml")
    environment = clean_environment(tmp_path)
    ran = run("summary", "-f", ledger, *argv, folder=tmp_path, environment=environment)
    assert (ran.status, ran.out) == (2, "")
    assert why in ran.err
