"""What a shell is told while somebody types."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chrono.cli import completers
from chrono.cli.completers import COMPLETERS, SHELLS, UNKNOWN
from chrono.cli.completion import ShellWords, quoted, split
from chrono.cli.main import CHRONO, COMMANDS, main
from chrono.cli.partial_command_line import PartialCommandLine
from chrono.core.english_dates import read_period
from chrono.core.lookup import ActorIndex
from chrono.core.model import STATUSES
from chrono.core.query import Question, resolve, select
from chrono.files.exchange.registry import Action, able_to
from chrono.files.index.load import load
from replay import ROOT

LEDGER = str(ROOT / "data" / "events.toml")

ODD = """
[actors.un-council]
name = "UN: Security Council"
country = "United Nations"

[actors.o-brien]
name = "Robert O'Brien"
country = "US"

[actors.salman]
name = 'Mohammed "MBS" Salman'

[actors.cash]
name = "Cash $HOME `x` & Co. (US)"

[actors.erdogan]
name = "Recep Tayyip Erdoğan"
aliases = ["埃尔多安"]
country = "TR"

[actors.trade-cn]
name = "New trade team"
country = "CN"

[actors.tariffs-us]
name = "New tariff team"
country = "US"

[actors.xi-the-elder]
name = "Xi Zhongxun"
aliases = ["Xi"]

[actors.wang-1]
name = "Wang Li"

[actors.wang-2]
name = "Wang Li"

[sources.s1]
publisher = "Xinhua"

[[events]]
id = "2024-03-05-lima"
date = 2024-03-05
type = "talks"
title = "Talks\\tand \\u001b[31m red"
actors = ["erdogan", "Nobody Declared"]
place = "São Paulo"
tags = ["trade", "odd \\u001b tag"]

[[events]]
id = "2025-xx"
date = "2025"
type = "call"
title = "A call"
actors = ["o-brien", "cash"]
status = "planned"
"""


@pytest.fixture
def odd(tmp_path: Path) -> str:
    path = tmp_path / "odd.toml"
    path.write_text(ODD, encoding="utf-8")
    return str(path)


Answer = tuple[str, dict[str, str]]
"""What kind of answer it is, and the candidates with their descriptions."""


class Asking:
    """Asks as a shell does, and sees that nothing is ever said."""

    def __init__(self, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._patch = patch

    def __call__(self, shell: str, *argv: str) -> Answer:
        self._patch.setenv("_CHRONO_COMPLETE", shell)
        status = main(argv)
        out, err = self._capsys.readouterr()
        assert (status, err) == (0, "")
        kind, *lines = out.split("\n")[:-1] or [""]
        parted = [line.partition("\t") for line in lines]
        return kind, {text: about for text, _, about in parted}

    def zsh(self, *words: str) -> list[str]:
        """The candidates alone."""
        return [*self("zsh", *words)[1]]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Asking:
    return Asking(capsys, monkeypatch)


# -- what may stand there -----------------------------------------------------------------------


def formats_with(start: str, action: Action) -> list[str]:
    """Return the formats of an action whose names have this start."""
    names = [name for name in able_to(action) if name.startswith(start)]
    assert names
    return names


CASES: dict[str, list[str]] = {
    # Commands and options.
    "su": ["summary"],
    "add a": ["actor"],
    "list --act": ["--actor"],
    "list -a": ["-a"],
    "list --color auto --col": [],
    "list --actor Xi --act": ["--actor"],
    "add actor --ro": ["--role"],
    "--vers": ["--version"],
    "list -- --act": [],
    "nonsense ": [],
    "nonsense --to": [],
    # Actors: a whole word first, as everywhere, then beginnings, then other words.
    "list --actor Xi": ["Xi Jinping"],
    "list --actor xI": ["Xi Jinping"],
    "list --actor Xi\\ J": ["Xi Jinping"],
    "list --actor Xie": ["Xie Feng"],
    "list --actor xi-": ["xi-jinping"],
    "list --actor=Xi": ["--actor=Xi Jinping"],
    "list -a Rub": ["Marco Rubio"],
    "list --actor Be": ["Bessent", "Benzinga"],
    "list -aRub": ["-aMarco Rubio"],
    "list --present rubio": ["Marco Rubio"],
    "list --not-actor nobody": [],
    "list --actor 王文": ["王文涛"],
    "claims --speaker Froman": ["Michael Froman"],
    "add --actor Xi": ["Xi Jinping"],
    "add actor Xi": [],
    "add --new-actor Xi": [],
    "add claim --by Trump": ["Donald Trump"],
    "add --initiator disp": ["disputed"],
    # Other words of the ledger.
    "list --type vid": ["video"],
    "list --tag fent": ["fentanyl"],
    "list --country C": ["CN"],
    "list --country Chi": ["China"],
    "list --place bus": ["Busan"],
    "list --status un": ["unconfirmed"],
    "list --status a": ["any"],
    "add --status a": [],
    "add actor --country Per": [],
    "add actor --country CH": ["CH"],
    "show 2025-10-30-b": ["2025-10-30-busan"],
    "show Busan": ["2025-10-30-busan"],
    "show 2025-10-30-busan 2025-10-30-busan": [],
    "edit xie-feng-2025-12": ["xie-feng-2025-12-04"],
    "edit act": ["actors."],
    "edit actors.xi-": ["actors.xi-jinping"],
    "edit types.conv": ["types.conversation"],
    "edit led": ["ledger"],
    "remove led": [],
    "remove nonsense.x": [],
    "add --follows 2025-10-30-b": ["2025-10-30-busan"],
    "add --id 2025": [],
    "list --event 2025-10-30-b": ["2025-10-30-busan"],
    # Periods.
    "summary 2": ["2024", "2025", "2026"],
    "summary 2025-Q": ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"],
    "summary 2026-": ["2026-01", "2026-Q1"],
    "list 2025-10-2": [f"2025-10-{day}" for day in (20, 21, 23, 24, 25, 26, 27)],
    "list 2025-01..2026-Q": ["2025-01..2026-Q1"],
    "list ..2026-Q": ["..2026-Q1"],
    "list 2025-11..2025-1": ["2025-11..2025-11", "2025-11..2025-12"],
    "list 2026..2025": [],
    "list 2025-13..20": [],
    "list yesterday..2026-Q": ["yesterday..2026-Q1"],
    "list this m": ["month"],
    "list last 9": ["90d"],
    "list yes": ["yesterday"],
    "list 2025 2": [],
    "list --since 2026-0": ["2026-01"],
    "list --until yes": ["yesterday"],
    "list --today 2": [],
    "export ics 2026-Q": ["2026-Q1"],
    # Words of chrono's own.
    "list -o j": formats_with("j", "write"),
    "list -oj": [f"-o{name}" for name in formats_with("j", "write")],
    "export s": formats_with("s", "export"),
    "import --from i": formats_with("i", "read"),
    "count --by place": ["place", "place-country"],
    "count --by type --by dy": ["dyad"],
    "export svg --labels pl": ["place"],
    "export svg --lanes co": ["country"],
    "timeline --lanes ac": ["actor"],
    "timeline --lanes=dy": ["--lanes=dyad"],
    "timeline --lanes 2026-Q": ["2026-Q1"],
    "timeline --lanes 2026-Q1 2": [],
    "timeline --lanes --svg x --conta": ["--contacts"],
    "timeline --lanes --conta": ["--contacts"],
    "timeline --lanes tag --lan": [],
    "list --fields pre": ["precision", "present"],
    "list --where pl": ["place:", "place-country:"],
    "list --where (pl": ["(place:", "(place-country:"],
    "list --where tag:tr": ["tag:trade"],
    "count --by dyad --codes ": ["iso3", "cow"],
    "list --fields date,title,off": [],
    "list --long --fields date,title,off": ["date,title,office"],
    "check --ignore over,dup": ["over,duplicate"],
    "claims --verdict dep": ["depends"],
    "list --color a": ["auto", "always"],
    "edit 2025-10-30-busan --set ti": ["title="],
    "edit actors.xi-jinping --unset ro": ["roles"],
    "edit 2025-10-30-busan --set title=x": [],
    "add --dates si": ["signed="],
    "add claim --count vi": ["video=", "visit="],
    "add claim --period year=2026-Q": ["year=2026-Q1"],
    "add --grade A": ["A"],
    "completion z": ["zsh"],
    "list --limit ": [],
    "add --title X": [],
}


@pytest.mark.parametrize("line", CASES)
def test_a_word_is_completed(ask: Asking, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHRONO_LEDGER", LEDGER)
    typed = split(line)
    assert ask.zsh(*typed.words, typed.word) == CASES[line]


def test_actors_of_one_name_are_completed_by_id(ask: Asking, odd: str) -> None:
    assert ask.zsh("list", "-f", odd, "--actor", "Wang") == ["wang-1", "wang-2"]


def test_no_candidate_has_control_characters(ask: Asking, odd: str) -> None:
    assert ask.zsh("list", "-f", odd, "--tag", "") == ["trade"]
    _, found = ask("zsh", "show", "-f", odd, "2024")
    assert found == {"2024-03-05-lima": r"Talks\tand \x1b[31m red"}


@pytest.mark.parametrize(
    "char", ["\u200b", "\u200d", "\u3164", "\ufeff", "\u202e", "\U000e0041", "\x9b"]
)
def test_no_candidate_has_invisible_characters(ask: Asking, tmp_path: Path, char: str) -> None:
    path = tmp_path / "hidden.toml"
    events = (
        f'[[events]]\nid = "{id}"\ndate = 2025-01-0{at}\ntype = "call"\ntitle = "T{char}x"\n'
        f'actors = ["A"]\nplace = "{place}"\n'
        for at, (id, place) in enumerate([("one", f"Ro{char}me"), ("two", "Romania")], 1)
    )
    path.write_text("\n".join(events), encoding="utf-8")
    assert ask.zsh("list", "-f", str(path), "--place", "Ro") == ["Romania"]
    _, found = ask("zsh", "show", "-f", str(path), "o")
    assert found == {"one": ascii(f"T{char}x")[1:-1].replace("\\xad", "\\u00ad")}


def test_accents_are_ignored(ask: Asking, odd: str) -> None:
    assert ask.zsh("list", "-f", odd, "--place", "sao") == ["São Paulo"]
    # But fish shows nothing in which what is typed does not stand.
    assert ask("fish", "list", "-f", odd, "--place", "sao") == ("", {})
    assert ask("fish", "list", "-f", odd, "--actor", "erdog") == (
        "words",
        {"erdogan": "Recep Tayyip Erdoğan, Turkey"},
    )


def test_undeclared_actors_are_completed(ask: Asking, odd: str) -> None:
    assert ask.zsh("list", "-f", odd, "--actor", "nobody") == ["Nobody Declared"]


def test_months_are_candidates_only_of_a_typed_year(ask: Asking, odd: str) -> None:
    figures = [text for text in ask.zsh("list", "-f", odd, "") if text[0].isdigit()]
    assert figures == ["2024", "2025"]
    assert ask.zsh("list", "-f", odd, "2024") == ["2024", "2024-03", "2024-Q1"]
    assert ask.zsh("list", "-f", odd, "2025") == ["2025"]


def test_options_are_candidates_where_no_argument_is_left(ask: Asking) -> None:
    found = ask.zsh("types", "2025", "")
    assert found[0] == "--actor"
    assert "--contacts" in found
    assert "--type" not in ask.zsh("path", "")


def test_candidates_have_descriptions(ask: Asking) -> None:
    ledger = ("-f", LEDGER)
    assert ask("zsh", "show", *ledger, "busan")[1] == {
        "2025-10-30-busan": "Xi and Trump meet in Busan"
    }
    assert ask("fish", "edit", *ledger, "actors.xi-")[1] == {
        "actors.xi-jinping": "Xi Jinping, China"
    }
    assert ask("zsh", "list", *ledger, "--type", "vid")[1] == {"video": "video conference"}
    assert ask("zsh", "list", *ledger, "--type", "lett")[1] == {"letter": ""}
    assert ask("zsh", "list", *ledger, "--actor", "习")[1] == {"习近平": "Xi Jinping, China"}
    assert ask("zsh", "list", *ledger, "2025-1")[1]["2025-10"] == "October 2025"
    assert ask("zsh", "sho")[1]["show"].startswith("Show events in full")
    assert [*ask("zsh", "")[1]] == list(COMMANDS)
    assert all(ask("fish", "")[1].values())


def test_help_completes_the_names_of_commands(ask: Asking) -> None:
    assert ask.zsh("help", "") == list(COMMANDS)
    assert ask("zsh", "help", "sho")[1]["show"].startswith("Show events in full")
    assert ask("fish", "help", "add", "cl")[1] == {
        "claim": "Add a claim about the number of contacts."
    }
    assert ask.zsh("help", "list", "sh") == []
    assert ask.zsh("help", "--le") == ["--ledger"]


# -- the ledger that is meant -------------------------------------------------------------------


def test_the_ledger_that_the_line_names_is_used(
    ask: Asking, odd: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, name = os.path.split(odd)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", folder)
    for words in (
        ["-f", name, "list", "--actor", "rob"],
        ["list", "-f", name, "--actor", "rob"],
        ["list", f"--ledger={name}", "--actor", "rob"],
        ["list", f"-f{name}", "--actor", "rob"],
        ["list", "-f", f"~/{name}", "--actor", "rob"],
        ["list", "-f", f"$HOME/{name}", "--actor", "rob"],
    ):
        assert ask.zsh(*words) == ["Robert O'Brien"]
    assert ask.zsh("list", "-f", name, "-f", LEDGER, "--type", "conv") == ["conversation"]
    monkeypatch.setenv("CHRONO_LEDGER", name)
    assert ask.zsh("list", "--actor", "rob") == ["Robert O'Brien"]


@pytest.mark.parametrize("shell", SHELLS)
def test_a_broken_ledger_gives_no_candidates_and_no_message(
    ask: Asking, shell: str, tmp_path: Path
) -> None:
    (tmp_path / "broken.toml").write_text("[[events]\n")
    (tmp_path / "wrong.toml").write_text('[actors.xi]\nname = "Xi"\ncountry = 1\n')
    (tmp_path / "deep.toml").write_text(f"x = {'[' * 99999}")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    os.mkfifo(tmp_path / "pipe")
    names = ("broken.toml", "wrong.toml", "deep.toml", "bytes.toml", "none.toml", "pipe")
    for path in (*(str(tmp_path / name) for name in names), "-", "/dev/stdin", "\x00"):
        for words in (
            ["list", "--actor", "X"],
            ["show", "2"],
            ["list", "2"],
            ["list", "--tag", ""],
        ):
            argv = [*words[:-1], "-f", path] if len(words) < 3 else ["list", "-f", path, words[1]]
            argv = [*argv, words[-1]]
            argv = [f"chrono {' '.join(argv)}", ":=", "9"] if shell == "bash" else argv
            assert ask(shell, *argv) == ("", {})


@pytest.mark.parametrize("words", [["list", "--actor", ""], ["show", "2"], ["list", "2"]])
def test_pipes_are_not_read_for_completion(
    ask: Asking, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("folder", "parts"):
        (tmp_path / name).mkdir()
        os.mkfifo(tmp_path / name / "pipe.toml")
    (tmp_path / "folder" / "odd.toml").write_text(ODD, encoding="utf-8")
    (tmp_path / "head.toml").write_text(f'[ledger]\ninclude = ["parts/*.toml"]\n{ODD}')
    for name in ("folder", "head.toml"):
        monkeypatch.setenv("CHRONO_LEDGER", str(tmp_path / name))
        assert ask("zsh", *words) == ("", {})
    monkeypatch.delenv("CHRONO_LEDGER")
    monkeypatch.chdir(tmp_path)
    # The settings are as if there were none.
    monkeypatch.setenv("CHRONO_CONFIG", str(tmp_path / "none.toml"))
    without = ask("zsh", *words)
    os.mkfifo(tmp_path / "config.toml")
    monkeypatch.setenv("CHRONO_CONFIG", str(tmp_path / "config.toml"))
    assert ask("zsh", *words) == without


@pytest.mark.parametrize("text", ["ledger = [", "ledger = 1", 'leger = "x"', "pager = 1", "\xff"])
def test_wrong_settings_give_no_candidates_and_no_message(
    ask: Asking, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_bytes(text.encode("latin-1"))
    monkeypatch.setenv("CHRONO_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.chdir(tmp_path)
    assert ask("zsh", "list", "--actor", "X") == ("", {})
    assert ask("zsh", "show", "2") == ("", {})
    assert ask.zsh("su") == ["summary"]


def test_an_unknown_shell_gets_no_answer(ask: Asking) -> None:
    assert ask("complete_bash") == ("", {})
    assert ask("bash", "chrono list --actor X") == ("", {})


def test_an_empty_variable_does_not_ask_for_completion(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_CHRONO_COMPLETE", "")
    assert main(["count", "-f", LEDGER, "--total"]) == 0
    assert capsys.readouterr().out.strip().isdigit()


# -- as a shell writes its line -----------------------------------------------------------------


@pytest.mark.parametrize(
    "line, expected",
    [
        ("", ShellWords([])),
        ("a ", ShellWords(["a"])),
        ("a b", ShellWords(["a"], "b")),
        (r"a b\ c", ShellWords(["a"], "b c")),
        ("a 'b c", ShellWords(["a"], "b c", 0, "'")),
        ("a 'b c' ", ShellWords(["a", "b c"])),
        ('a "b \\" \\c $x', ShellWords(["a"], 'b " \\c $x', 0, '"')),
        ("a '' ''", ShellWords(["a", ""], "")),
        ("a\\", ShellWords([], "a")),
        ('a "b\\', ShellWords(["a"], "b", 0, '"')),
        ("a b=c", ShellWords(["a"], "b=c", 2)),
        (r"a b\=c", ShellWords(["a"], "b=c")),
        ("a 'b=c'", ShellWords(["a"], "b=c")),
        ("a b=x'c", ShellWords(["a"], "b=xc", 3, "'")),
        ("a UN: S", ShellWords(["a", "UN:"], "S")),
        (r"a UN:\ S", ShellWords(["a"], "UN: S", 3)),
        ("a > b", ShellWords(["a"], "b", redirected=True)),
        ("a 2>/dev/null b", ShellWords(["a"], "b")),
        ("a >b c >", ShellWords(["a", "c"], redirected=True)),
        ("a '>' b", ShellWords(["a", ">"], "b")),
    ],
)
def test_an_unfinished_line_is_split_into_words(line: str, expected: ShellWords) -> None:
    assert split(line, "\"'@><=;|&(:") == expected


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_a_quoted_text_is_read_back(quote: str) -> None:
    for text in (
        "Robert O'Brien",
        'Mohammed "MBS"',
        "a $HOME `x` \\ & (b)",
        "UN: x",
        "习 近平",
        "~",
        "!!x!",
    ):
        assert split(quoted(text, quote)).word == text
        assert split(f"{quoted(text, quote)}{quote}").word == text


def bash(ask: Asking, line: str, doing: str = "\t") -> Answer:
    return ask("bash", line, " \t\n\"'@><=;|&(:", str(ord(doing)))


def test_bash_gets_quoted_words(ask: Asking, odd: str) -> None:
    line = f"chrono list -f {odd} --actor"
    assert bash(ask, f"{line} rob") == ("words", {r"Robert\ O\'Brien": ""})
    assert bash(ask, f'{line} "rob') == ("words", {'"Robert O\'Brien"': ""})
    assert bash(ask, f"{line} 'rob") == ("words", {r"'Robert O'\''Brien'": ""})
    assert bash(ask, f"{line}=rob") == ("words", {r"Robert\ O\'Brien": ""})
    assert bash(ask, f"{line} UN:") == ("words", {r"\ Security\ Council": ""})
    new = ["New trade team", "New tariff team"]
    assert bash(ask, f"{line} new") == ("words", {one.replace(" ", r"\ "): "" for one in new})
    assert bash(ask, f"{line} 'new") == ("words", {f"'{one}'": "" for one in new})
    # Where it only shows them, they need no quotes.
    assert bash(ask, f"{line} new", "?") == ("words", dict.fromkeys(new, ""))
    assert bash(ask, f"{line} rob", "?") == ("words", {r"Robert\ O\'Brien": ""})
    assert bash(ask, f"chrono list -f {odd} --out") == ("words", {"--output": ""})
    assert bash(ask, f"chrono list -f {odd} > x") == ("files", {})


def test_completion_never_shortens_what_is_typed(ask: Asking, odd: str) -> None:
    words = ["list", "-f", odd, "--actor"]
    assert ask("zsh", *words, "team")[0] == "list"
    assert ask("zsh", *words, "new")[0] == "words"
    # In bash there is one among them with which none has anything in common.
    assert [*bash(ask, f"chrono {' '.join(words)} team")[1]][-1] == ""


def test_candidates_in_bash_never_share_half_an_escape(ask: Asking, tmp_path: Path) -> None:
    path = tmp_path / "signs.toml"
    names = ("Co. $1", "Co. `x`", "co. (x)")
    path.write_text("".join(f"[actors.a{n}]\nname = '{one}'\n" for n, one in enumerate(names)))
    line = f"chrono list -f {path} --actor"
    assert [*bash(ask, f"{line} Co.")[1]][-1] == ""
    path.write_text("".join(f"[actors.a{n}]\nname = '{names[n]}'\n" for n in range(2)))
    assert [*bash(ask, f"{line} Co.")[1]] == [r"Co.\ \$1", r"Co.\ \`x\`", r"Co.\ "]
    assert [*bash(ask, f'{line} "Co.')[1]][-1] == '"Co. '


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    "line",
    ["list -f ", "list --output=x", "import ", "diff old.toml ", "init x", "import --rules "],
)
def test_the_shell_completes_files(ask: Asking, shell: str, line: str) -> None:
    typed = split(line)
    argv = [f"chrono {line}", "=", "9"] if shell == "bash" else [*typed.words, typed.word]
    assert ask(shell, *argv) == ("files", {})


# -- for whatever there is ----------------------------------------------------------------------


def params() -> Iterator[tuple[PartialCommandLine, Any]]:
    """Every argument, and every option with a value, of every command."""
    left = [PartialCommandLine(CHRONO, ())]
    for line in left:
        left += [
            PartialCommandLine(left[0].command, [*line.path.split(), name])
            for name in line.commands
        ]
        for one in line.command.params:
            if one.param_type_name == "argument" or not one.is_flag:
                yield line, one


ONLY_THE_USER_KNOWS = {
    "DATE", "TEXT", "WORDS", "N", "SECONDS", "URL", "OFFICE", "NAME=VALUE", "KEY=VALUE",
    '"NAME (COUNTRY)"', "FIELD=COLUMN", "FIELD=VALUE", "SEPARATOR", "PUBLISHER", "LABEL", "SHEET",
    "REV|DATE", "CITATION", "[STATEMENT]",
}  # fmt: skip
"""The metavars of values that are proposed only where a name says more than they do."""

NEW = {"--id", "new", "--former-id", "--alias", "name", "--date-format", "--as"}


def test_every_value_is_completed_or_only_known_to_the_user() -> None:
    used = set()
    for line, one in params():
        name = max(one.opts, key=len)
        completer = completers.completer(line, one)
        if completer is UNKNOWN:
            assert one.metavar in ONLY_THE_USER_KNOWS or name in NEW, (
                f"COMPLETERS in cli/completers.py lacks {one.metavar}, of {line.path} {name}; "
                f"if nothing can complete it: ONLY_THE_USER_KNOWS in tests/test_completion.py"
            )
        used |= {f"{line.path} {name}", one.metavar, name}
    assert set(COMPLETERS) <= used, "a completer of a value that no command takes"
    assert set(completers.SEPARATORS) <= used


def test_candidates_are_valid_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHRONO_LEDGER", LEDGER)
    ledger = load([LEDGER])
    line = PartialCommandLine(CHRONO, ["list"])

    def texts(name: str, word: str = "") -> list[str]:
        complete = COMPLETERS[name]
        assert complete is not None
        line.word = word
        found = [text for one in complete(line) for text in (one.text, *one.others)]
        assert found
        return found

    index = ActorIndex(ledger.actors.values())
    for text in texts("NAME"):
        assert len(index.loose(text)) == 1
    for option, name in {
        "type": "TYPE", "tag": "TAG", "place": "PLACE", "country": "--country",
        "source": "--source", "status": "STATUS",
    }.items():  # fmt: skip
        for text in texts(name):
            words: dict[str, Any] = {"status": ["any"], option: [text]}
            found = select(ledger, resolve(Question.of(**words), ledger)).matches
            assert found or option in ("status", "type")
    for text in {*texts("--since", "2025-10"), *texts("--since", "2026-01")}:
        if text[0].isdigit():
            assert select(ledger, resolve(Question.of(text, status=["any"]), ledger)).matches, text
        assert read_period(text, dt.date(2025, 10, 30))
    assert texts("ID…") == [event.id for event in ledger.events]
    assert texts("STATUS") == [*STATUSES, "any"]
