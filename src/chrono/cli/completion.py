"""Shell completion: the candidates for the word that a user is typing.

A shell runs chrono with `$_CHRONO_COMPLETE` set to the shell's name. bash passes the typed line,
the characters that break words, and its kind of completion; zsh and fish pass the words, up to the
incomplete word. The reply is a line with the kind of reply, and then one candidate a line, for zsh
and fish with a tab and a description:

    words   candidates, for bash with the quotes that they need
    list    candidates whose common start is shorter than the typed text
    files   files, which the shell completes itself

An empty reply means that nothing matches. The scripts in `shells/` send the request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from chrono.cli import completers, shell_words
from chrono.cli.completers import Candidate, CompletionContext
from chrono.cli.partial_command_line import PartialCommandLine
from chrono.cli.shell_words import ShellWords
from chrono.core.names import fold, words
from chrono.core.text import escape_controls

Matches = dict[str, str]
"""A text that matches the typed text -> its description."""


def script(shell: str) -> str:
    """The completion script of a shell."""
    path = Path(__file__).parent / "shells" / f"chrono.{shell}"
    return path.read_text(encoding="utf-8")


def answer(root: Any, shell: str, argv: Sequence[str]) -> str:
    """The reply to a shell, for a root command. Raises ChronoError if the ledger has errors."""
    typed, lists = _typed(shell, argv)
    line = PartialCommandLine(root, typed.words)
    if line.has_unknown_command:
        return ""
    parameter, kept = line.parameter(typed.word)
    complete = _commands if parameter is None else completers.completer(line, parameter)
    if complete is None or typed.redirected:
        return "files\n"
    before = ""
    if separator := completers.SEPARATORS.get(getattr(parameter, "metavar", None) or ""):
        before = "".join(typed.word[len(kept) :].rpartition(separator)[:2])
    kept += before
    context = CompletionContext(line, typed.word[len(kept) :], before, described=shell != "bash")
    # fish shows only candidates that contain what is typed, to the letter.
    literal = context.word.casefold() if shell == "fish" else ""
    matches = _matches(list(complete(context)), context.word, literal)
    if not matches and not typed.word and not line.expects_value(typed.word):
        matches = _matches(list(_options(context)), "", "")
    matches = {f"{kept}{text}": description for text, description in matches.items()}
    return _for_bash(matches, typed, lists) if shell == "bash" else _described(matches, typed.word)


_LISTS = str(ord("?"))
"""The kind of completion in which bash lists the candidates and does not change the line."""


def _typed(shell: str, argv: Sequence[str]) -> tuple[ShellWords, bool]:
    """The typed words, and whether the shell only lists the candidates."""
    if shell == "bash":
        line, breaks, kind = argv
        typed = shell_words.split(line, breaks)
        return typed._replace(words=typed.words[1:]), kind == _LISTS  # without `chrono`
    *before, word = argv
    if shell == "fish":
        return shell_words.split(word)._replace(words=before), False
    return ShellWords(before, word), False


# -- the names of commands and options ----------------------------------------------------------


def _commands(context: CompletionContext) -> Iterable[Candidate]:
    """The options of a command, if the word begins like an option, or else its subcommands."""
    line = context.line
    if line.names_option(context.word):
        return _options(context)
    if not context.described:
        return [Candidate((name,)) for name in line.commands]  # without loading any of them
    helps = [line.command.get_command(None, name).help or "" for name in line.commands]
    sentences = [" ".join(help.partition("\n\n")[0].split()) for help in helps]
    return [Candidate((name,), text) for name, text in zip(line.commands, sentences, strict=True)]


def _options(context: CompletionContext) -> Iterable[Candidate]:
    """The options that may follow, by their long names, or their short ones if these are typed."""
    for option in context.line.options:
        if option.hidden or (option.name in context.line.values and not option.multiple):
            continue
        for names in filter(None, (option.opts, option.secondary_opts)):
            yield Candidate(tuple(sorted(names, key=len, reverse=True)), option.help or "")
    yield Candidate(("--help", "-h"), "Show this message and exit.")


# -- matching -----------------------------------------------------------------------------------


def _matches(candidates: Sequence[Candidate], typed: str, literal: str) -> Matches:
    """The candidates that match the typed text, ignoring case and accents.

    The first rule that any candidate meets applies: it starts with the typed text as whole words
    (Xi is Xi Jinping, as in filters), it starts with the typed text, one of its words does. Each
    candidate matches by the first of its texts that meets the rule and contains `literal`.
    """
    start = fold(typed) + (" " if typed[-1:].isspace() else "")
    later = "" if typed.startswith("-") else " ".join(words(typed))
    for rule in (
        lambda text: fold(text).startswith(f"{start} "),
        lambda text: fold(text).startswith(start),
        lambda text: later and f" {later}" in f" {' '.join(words(text))}",
    ):
        if matches := _matching(candidates, literal, rule):
            return matches
    return {}


def _matching(
    candidates: Sequence[Candidate], literal: str, rule: Callable[[str], object]
) -> Matches:
    matches: Matches = {}
    for candidate in candidates:
        for text in candidate.texts:
            # A control character in a name could do anything in a shell.
            if rule(text) and literal in text.casefold() and escape_controls(text) == text:
                matches.setdefault(text, candidate.description_beside(text))
                break
    return matches


# -- the answer in the form of a shell ----------------------------------------------------------


def _described(matches: Matches, typed: str) -> str:
    kind = "list" if _would_shorten(matches, typed) else "words"
    lines = [f"{text}\t{escape_controls(about)}".rstrip("\t") for text, about in matches.items()]
    return _lines(kind, lines)


def _for_bash(matches: Matches, typed: ShellWords, lists: bool) -> str:
    """The reply to bash, quoted, without the part up to `=` or a colon, an earlier word for bash.

    bash puts one of these texts, or their common start, on the line, and would itself quote a
    space, but neither a $ nor a backtick.
    """
    before = fold(typed.word[: typed.start])
    rests = [text[typed.start :] for text in matches if fold(text[: typed.start]) == before]
    texts = list(dict.fromkeys(rests))
    lines = [shell_words.quoted(text, typed.quote) + typed.quote for text in texts]
    if len(texts) < 2:
        return _lines("words", lines)
    if lists:
        return _lines("words", texts)
    shortens = _would_shorten(texts, typed.word[typed.start :])
    common = "" if shortens else shell_words.quoted(_common_start(texts), typed.quote)
    # bash may be set to ignore case.
    if _common_start([line.casefold() for line in lines]) != common.casefold():
        lines.append(common)  # so that the lines have this in common, and no more
    return _lines("words", lines)


def _would_shorten(texts: Iterable[str], typed: str) -> bool:
    """Whether the common start of several texts lacks a part of the typed text."""
    several = list(texts)
    return len(several) > 1 and not fold(_common_start(several)).startswith(fold(typed))


def _common_start(texts: Sequence[str]) -> str:
    """The longest text with which all of these start."""
    first, last = min(texts), max(texts)
    pairs = enumerate(zip(first, last, strict=False))
    return first[: next((at for at, (one, other) in pairs if one != other), len(first))]


def _lines(kind: str, texts: Sequence[str]) -> str:
    return "".join(f"{text}\n" for text in (kind, *texts)) if texts else ""
