"""Completion: the answer to a shell that asks how the word being typed may go on.

A shell asks with `$_CHRONO_COMPLETE` set to its name. bash gives the line as it is typed, the
characters at which its words break, and its kind of completion; zsh and fish give the words, the
last of which is being typed. The answer is a line with the kind of answer, and then a candidate a
line, for zsh and fish with a tab and a description:

    words   candidates, for bash with the quotes that they need
    list    candidates which have less in common than what is typed
    files   files, which the shell completes by itself

No answer means that nothing fits. The scripts in `shells/` ask, and use the answer.
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
"""A text that matches what is typed -> its description."""


def script(shell: str) -> str:
    """The script that makes a shell ask."""
    path = Path(__file__).parent / "shells" / f"chrono.{shell}"
    return path.read_text(encoding="utf-8")


def answer(root: Any, shell: str, argv: Sequence[str]) -> str:
    """The answer to a shell, for a root command. Raises ChronoError if the ledger has errors."""
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
"""The kind of completion with which bash lists the candidates and leaves the line as it is."""


def _typed(shell: str, argv: Sequence[str]) -> tuple[ShellWords, bool]:
    """The words that are typed, and whether the shell only lists the candidates."""
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
    """The options of a command, if one is begun, or else its commands."""
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
    """The candidates that match what is typed, whatever the case and accents.

    Matches by the first of these rules that any candidate meets: it starts with what is typed as
    whole words (Xi is Xi Jinping, as in filters), it starts with what is typed, one of its words
    does. Each matches by the first of its texts that meets the rule and contains `literal`.
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
    """The answer to bash, quoted, without what it takes for an earlier word: up to `=` or a colon.

    bash puts on the line one of these texts, or what they have in common, and would itself quote a
    blank, but neither a $ nor a backtick.
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
    """Whether what several texts have in common lacks something of what is typed."""
    several = list(texts)
    return len(several) > 1 and not fold(_common_start(several)).startswith(fold(typed))


def _common_start(texts: Sequence[str]) -> str:
    """The longest text with which all of these start."""
    first, last = min(texts), max(texts)
    pairs = enumerate(zip(first, last, strict=False))
    return first[: next((at for at, (one, other) in pairs if one != other), len(first))]


def _lines(kind: str, texts: Sequence[str]) -> str:
    return "".join(f"{text}\n" for text in (kind, *texts)) if texts else ""
