"""Completion in the shells themselves: Tab is pressed, and the line is read back."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from chrono.cli.completers import SHELLS
from replay import ROOT
from test_completion import ODD

pytest.importorskip("pty")

from shells import Server, Shell, desk

pytestmark = pytest.mark.slow

LEDGER = str(ROOT / "data" / "events.toml")


def furnished(folder: Path) -> Path:
    (folder / "odd.toml").write_text(ODD, encoding="utf-8")
    (folder / "hostile.toml").write_text(hostile(), encoding="utf-8")
    (folder / "broken.toml").write_text("[[events]\n")
    (folder / "file one.toml").touch()
    return folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server"))
    yield server
    server.close()


@pytest.fixture(scope="module", params=SHELLS)
def shell(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, server: Server
) -> Iterator[Shell]:
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not here")
    folder = furnished(tmp_path_factory.mktemp(request.param))
    shell = Shell(request.param, folder, server=server)
    yield shell
    shell.close()


@pytest.mark.parametrize("shell", ["bash", "zsh"], indirect=True)
@pytest.mark.parametrize(
    "line, typed, completed",
    [
        ("", "su", "summary "),
        ("list", "--act", "--actor "),
        ("list --actor", "Xi", r"Xi\ Jinping "),
        ("list --actor", r"xi\ j", r"Xi\ Jinping "),
        ("list --actor", "'xi j", "'Xi Jinping' "),
        ("list --actor", '"xi', '"Xi Jinping" '),
        ("list", "--actor=xi", r"--actor=Xi\ Jinping "),
        ("list", "-aXi", r"-aXi\ Jinping "),
        ("list --actor", "习", "习近平 "),
        ("list --actor", "wang", r"Wang\ "),
        ("show", "2025-10-30-b", "2025-10-30-busan "),
        ("list --fields", "date,ti", "date,title "),
        ("list this", "mo", "month "),
        ("edit", "act", "actors."),
        ("edit 2025-10-30-busan --set", "ti", "title="),
        ("list -f broken.toml --actor", "X", "X"),
        ("list -f odd.toml --actor", "rob", r"Robert\ O\'Brien "),
        ("-f odd.toml list --actor", "'rob", r"'Robert O'\''Brien' "),
        ("list -f odd.toml --actor", "moh", r"Mohammed\ \"MBS\"\ Salman "),
        ("list -f odd.toml --actor", '"moh', r'"Mohammed \"MBS\" Salman" '),
        ("list -f odd.toml --actor", "UN:", r"UN:\ Security\ Council "),
        ("list -f odd.toml", r"--actor=UN:\ S", r"--actor=UN:\ Security\ Council "),
        ("list -f odd.toml --actor", "cash", r"Cash\ \$HOME\ \`x\`\ \&\ Co.\ \(US\) "),
        ("list -f odd.toml --place", "sao", r"São\ Paulo "),
        ("list -f odd.toml --actor", "team", "team"),
        ("list -f", "fi", r"file\ one.toml "),
        ("list", "--output=fi", r"--output=file\ one.toml "),
        ("list >", "fi", r"file\ one.toml "),
    ],
)
def test_tab_completes_the_line(shell: Shell, line: str, typed: str, completed: str) -> None:
    before = " ".join(filter(None, ("chrono", line)))
    assert shell.line(f"{before} {typed}") == f"{before} {completed}"


FRAGMENTS = [
    "`touch ran`", "$(touch ran)", "${HOME} $HOME", "!! !$", "; touch ran", "& touch ran",
    "| touch ran", "> ran <ran", "* ? [a-z]", "~ ~/x", "'", '"', "\\", "#", "{a,b}", "(x", "^a^b^",
    "=ls %1",
]  # fmt: skip
"""What means something to a shell."""

ENDS = ["`", "$", "!", "'", '"', "\\", "#", "~", "*"]


SIXES = [" ".join(FRAGMENTS[n : n + 6]) for n in range(0, len(FRAGMENTS), 6)]


def hostile() -> str:
    """A ledger of people with such names, of whom several begin alike."""
    names = [f"Q{n} {text} {end}" for n, text in enumerate(SIXES) for end in ("one", "two")]
    names += [f"R{text}" for text in FRAGMENTS]
    names += [f"S{n}{end}" for n, end in enumerate(ENDS)]
    names += ["!!history !$", "Old T `touch ran`", "Old T $(touch ran)"]
    return "".join(f"[actors.a{n}]\nname = {json.dumps(name)}\n" for n, name in enumerate(names))


@pytest.mark.parametrize(
    "shell, option, quote",
    [
        *(("bash", option, quote) for option in ("-a ", "--actor=") for quote in ("", "'", '"')),
        ("zsh", "-a ", ""),
        ("zsh", "--actor=", '"'),
        ("fish", "-a ", ""),
        ("fish", "-a ", "'"),
    ],
    indirect=["shell"],
)
def test_no_name_is_executed_by_a_shell(shell: Shell, option: str, quote: str) -> None:
    def given(*typed: str) -> list[str]:
        words = shell.words(
            " ".join(("chrono list -f hostile.toml", *(f"{option}{quote}{one}" for one in typed)))
        )[3:]
        return [word.removeprefix(option) for word in words if word != option.strip()]

    # With a quote that is open within a word, zsh takes it away where it writes anything.
    unquoted = shell.name == "zsh" and option.endswith("=") and quote != ""
    end = "" if unquoted else quote
    # What several have in common, and nothing of a sign in which they differ.
    several = [f"Q{n}\t1{end}" for n in range(len(SIXES))]
    assert given(*several) == [f"Q{n} {text} 1" for n, text in enumerate(SIXES)]
    assert given(f"R\t1{end}", f"T\t1{quote}") == ["R1", "T1"]
    assert given("\\!\t" if quote == "" else "!\t") == ["!!history !$"]
    ends = [f"S{n}{end}" for n, end in enumerate(ENDS)]
    assert given(*(f"S{n}\t" for n in range(len(ENDS)))) == ends
    assert not shell.made("ran")


@pytest.mark.parametrize("shell", ["bash"], indirect=True)
@pytest.mark.parametrize("keys", ["\x18m", "\x18m\x18m", "\x1b*"])
@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_bash_gets_only_quoted_names_by_any_key(shell: Shell, quote: str, keys: str) -> None:
    """One after another takes the place of what is typed, or all of them do."""
    before = "chrono list -f hostile.toml -a "
    words = shell.words(f"{before}{quote}Q0{keys}")[4:]
    known = [f"Q0 {SIXES[0]} {end}" for end in ("one", "two")]
    assert words
    assert set(words) <= {*known, f"Q0 {SIXES[0]} "}
    assert not shell.made("ran")


@pytest.mark.parametrize("shell", ["bash", "zsh"], indirect=True)
def test_a_second_tab_lists_the_candidates(shell: Shell) -> None:
    assert shell.line("chrono list -f odd.toml --actor team", "\t\t").endswith(" team")
    assert b"New tariff team" in shell.shown
    if shell.name == "zsh":
        assert b"-- United States" in shell.shown


def test_a_candidate_is_not_its_own_description(shell: Shell) -> None:
    shell.line("chrono count --by p", "\t\t")
    assert b"place-country" in shell.shown
    assert b"-- place" not in shell.shown


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not here")
@pytest.mark.parametrize(
    "typed, found",
    [
        ("chrono su", ["summary\tSummarise a period."]),
        ("chrono list --act", ["--actor\tEvents in which NAME took part"]),
        ("chrono list --actor Xi", ["Xi Jinping\tChina"]),
        ("chrono list --actor 'xi j", ["Xi Jinping\tChina"]),
        (r"chrono list --actor xi\ j", ["Xi Jinping\tChina"]),
        ("chrono list --actor=xi", ["--actor=Xi Jinping\tChina"]),
        ("chrono list -aXi", ["-aXi Jinping\tChina"]),
        ("chrono list --actor 习", ["习近平\tXi Jinping, China"]),
        ("chrono show busan", ["2025-10-30-busan\tXi and Trump meet in Busan"]),
        ("chrono list --type vid", ["video\tvideo conference"]),
        ("chrono list --fields date,ti", ["date,title"]),
        ("chrono edit act", ["actors.\tan entry of [actors]"]),
        ("chrono list -f broken.toml --actor X", []),
        ("chrono list -f odd.toml --actor rob", ["Robert O'Brien\tUnited States"]),
        ("chrono -f odd.toml list --actor 'rob", ["Robert O'Brien\tUnited States"]),
        ("chrono list -f odd.toml --actor UN:", ["UN: Security Council\tUnited Nations"]),
        ("chrono list -f odd.toml --actor cash", ["Cash $HOME `x` & Co. (US)"]),
        ("chrono list -f 'file o", ["file one.toml"]),
        ("chrono list --output=fi", ["--output=file one.toml"]),
    ],
)
def test_fish_gets_candidates(tmp_path: Path, typed: str, found: list[str]) -> None:
    done = subprocess.run(
        [
            "fish",
            "--no-config",
            "-c",
            'chrono completion fish | source; complete -C "$argv"',
            typed,
        ],
        cwd=furnished(tmp_path),
        env=desk(tmp_path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.splitlines()
    assert [line[: len(text)] for line, text in zip(lines, found, strict=True)] == found
    assert done.stderr == ""


@pytest.mark.parametrize("name", SHELLS)
def test_a_process_of_its_own_completes_in_each_shell(tmp_path: Path, name: str) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not here")
    shell = Shell(name, furnished(tmp_path))
    try:
        typed = "chrono list -f odd.toml --actor rob"
        name = '"Robert O\'Brien" ' if shell.name == "fish" else r"Robert\ O\'Brien "
        assert shell.line(typed) == typed.replace("rob", name)
    finally:
        shell.close()


def test_zsh_loads_the_script_from_fpath(tmp_path: Path) -> None:
    if shutil.which("zsh") is None:
        pytest.skip("zsh is not here")
    shell = Shell("zsh", tmp_path, "fpath=($PWD/functions $fpath); mkdir -p functions\n"
                  "chrono completion zsh >functions/_chrono\n"
                  "autoload -Uz compinit && compinit -D -u\n")  # fmt: skip
    try:
        assert [shell.line("chrono su"), shell.line("chrono sho")] == [
            "chrono summary ",
            "chrono show ",
        ]
    finally:
        shell.close()


def test_every_shell_has_a_script() -> None:
    folder = ROOT / "src" / "chrono" / "cli" / "shells"
    assert {path.name for path in folder.iterdir()} == {f"chrono.{name}" for name in SHELLS}
