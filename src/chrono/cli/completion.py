"""How a word of the command line may go on: what a shell asks while somebody types.

A shell asks with `$_CHRONO_COMPLETE` set to its name. bash gives the line as it is typed, the
signs at which its words break, and what it is going to do; zsh and fish give the words, the last of
which is being typed. The answer is a line that says what kind of answer it is, and then a candidate
a line, for zsh and fish with a tab and a description:

    words   these may stand there, for bash with the quotes that they need
    list    the same, and what they have in common says less than what is typed
    files   files, which the shell knows by itself

No answer means that nothing fits. The other half are the scripts in `shells/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from chrono.cli import completers
from chrono.cli.completers import Candidate, CompletionContext, ValueType
from chrono.cli.partial_command_line import PartialCommandLine
from chrono.cli.shell_words import ShellWords, quoted, read
from chrono.core.names import fold, words
from chrono.core.text import escape_controls

Found = dict[str, str]
"""A text that fits -> what is to be said beside it."""


def script(shell: str) -> str:
    """The script by which a shell learns to ask."""
    path = Path(__file__).parent / "shells" / f"chrono.{shell}"
    return path.read_text(encoding="utf-8")


def answer(app: Any, shell: str, argv: Sequence[str]) -> str:
    """What a shell is told of the commands of an app. Raises ChronoError where a ledger is bad."""
    typed, listed = _typed(shell, argv)
    line = PartialCommandLine(app, typed.words)
    if line.lost:
        return ""
    param, kept = line.param(typed.word)
    kind = completers.of(line, param) if param is not None else ValueType(_commands)
    if kind is None or typed.redirected:
        return "files\n"
    before = ""
    if kind.parted:
        before = "".join(typed.word[len(kept) :].rpartition(kind.parted)[:2])
    kept += before
    spot = CompletionContext(line, typed.word[len(kept) :], before, described=shell != "bash")
    # fish shows nothing in which what is typed does not stand as it is typed.
    literal = spot.word.casefold() if shell == "fish" else ""
    found = _fitting(list(kind.give(spot)), spot.word, literal)
    if not found and not typed.word and not line.expects(typed.word):
        found = _fitting(list(_options(spot)), "", "")
    found = {f"{kept}{text}": about for text, about in found.items()}
    return _in_bash(found, typed, listed) if shell == "bash" else _described(found, typed.word)


_LISTS = str(ord("?"))
"""What bash says where it is going to show what there is, and to leave the line as it is."""


def _typed(shell: str, argv: Sequence[str]) -> tuple[ShellWords, bool]:
    """What is typed, and whether it stays as it is whatever is answered."""
    if shell == "bash":
        line, breaks, doing = argv
        typed = read(line, breaks)
        # Without the name of the command.
        return typed._replace(words=typed.words[1:]), doing == _LISTS
    *before, word = argv
    typed = read(word)._replace(words=before) if shell == "fish" else ShellWords(before, word)
    return typed, False


# -- the names of commands and options --------------------------------------------------------


def _commands(spot: CompletionContext) -> Iterable[Candidate]:
    """Options, where one is begun, and the commands of a command."""
    if spot.line.names_option(spot.word):
        return _options(spot)
    names, command = spot.line.commands, spot.line.command
    if not spot.described:
        return [Candidate((name,)) for name in names]  # and none of them need be looked into
    helps = [command.get_command(None, name).help or "" for name in names]
    texts = [" ".join(text.partition("\n\n")[0].split()) for text in helps]
    return [Candidate((name,), text) for name, text in zip(names, texts, strict=True)]


def _options(spot: CompletionContext) -> Iterable[Candidate]:
    """What can still be said to the command, by the long name or, where it is typed, the short."""
    for one in spot.line.options:
        if one.hidden or (one.name in spot.line.said and not one.multiple):
            continue
        for names in filter(None, (one.opts, one.secondary_opts)):
            yield Candidate(tuple(sorted(names, key=len, reverse=True)), one.help or "")
    yield Candidate(("--help", "-h"), "Show this message and exit.")


# -- what fits --------------------------------------------------------------------------------


def _fitting(given: Sequence[Candidate], typed: str, literal: str) -> Found:
    """Those of whose first words it is one or more, or else those that begin so, or else those of
    which a word does; case and accents aside. So Xi is Xi Jinping, as everywhere.

    Each by the first of its texts that does so, and in which what is `literal` stands.
    """
    begun = fold(typed) + (" " if typed[-1:].isspace() else "")
    wanted = "" if typed.startswith("-") else " ".join(words(typed))
    for fits in (
        lambda text: fold(text).startswith(f"{begun} "),
        lambda text: fold(text).startswith(begun),
        lambda text: wanted and f" {wanted}" in f" {' '.join(words(text))}",
    ):
        if found := _first(given, literal, fits):
            return found
    return {}


def _first(given: Sequence[Candidate], literal: str, fits: Callable[[str], object]) -> Found:
    found: Found = {}
    for one in given:
        for text in one.texts:
            # A control character in a name could do anything in a shell.
            if fits(text) and literal in text.casefold() and escape_controls(text) == text:
                found.setdefault(text, one.described(text))
                break
    return found


# -- as a shell takes it ----------------------------------------------------------------------


def _described(found: Found, typed: str) -> str:
    kind = "list" if _says_less(found, typed) else "words"
    lines = [f"{text}\t{escape_controls(about)}".rstrip("\t") for text, about in found.items()]
    return _lines(kind, lines)


def _in_bash(found: Found, typed: ShellWords, listed: bool) -> str:
    """Without what bash has taken for a word of its own, that is left of an = or a colon.

    Whichever of these words, or whatever they have in common, bash puts on the line: it is quoted.
    Left to itself bash would quote a space there, but neither a $ nor a backtick.
    """
    before = fold(typed.word[: typed.start])
    fitting = [text[typed.start :] for text in found if fold(text[: typed.start]) == before]
    texts = list(dict.fromkeys(fitting))
    lines = [quoted(text, typed.quote) + typed.quote for text in texts]
    if len(texts) < 2:
        return _lines("words", lines)
    if listed:
        return _lines("words", texts)
    less = _says_less(texts, typed.word[typed.start :])
    common = "" if less else quoted(_common(texts), typed.quote)
    # bash may be set to let no case count.
    if _common([line.casefold() for line in lines]) != common.casefold():
        lines.append(common)  # so that all of them have this in common, and no more
    return _lines("words", lines)


def _says_less(texts: Iterable[str], typed: str) -> bool:
    """Whether somebody would lose what is typed to that which several texts have in common."""
    several = list(texts)
    return len(several) > 1 and not fold(_common(several)).startswith(fold(typed))


def _common(texts: Sequence[str]) -> str:
    """With what all of them begin."""
    first, last = min(texts), max(texts)
    pairs = enumerate(zip(first, last, strict=False))
    return first[: next((at for at, (one, other) in pairs if one != other), len(first))]


def _lines(kind: str, texts: Sequence[str]) -> str:
    return "".join(f"{text}\n" for text in (kind, *texts)) if texts else ""
