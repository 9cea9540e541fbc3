"""Shell completion: the candidates for the word that a user is typing.

A script in `shells/` runs chrono with `$_CHRONO_COMPLETE` set to the shell's name. bash passes the
typed line, the characters that separate words, and the type of completion. zsh and fish pass words.

The first line of the reply is one of these words. Each other line is a candidate, with a tab and a
description for zsh and fish. An empty reply means that nothing matches.

- "words": the shell may insert a candidate
- "list": the shell must list the candidates without changing the typed text
- "files": the shell completes files, and there are no candidates
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from chrono.cli import completers
from chrono.cli.completers import Candidate
from chrono.cli.partial_command_line import PartialCommandLine
from chrono.core.english import joined
from chrono.core.names import fold, words
from chrono.core.text import escape_controls


def script(shell: str) -> str:
    """Return the text of the completion script for a shell: "bash", "zsh" or "fish"."""
    path = Path(__file__).parent / "shells" / f"chrono.{shell}"
    return path.read_text(encoding="utf-8")


def answer(root: Any, shell: str, argv: Sequence[str]) -> str:
    """Return the reply to a shell that asks for completions.

    `argv`: the arguments from the completion script. Raises ChronoError for an invalid ledger.
    """
    if shell == "bash":
        typed = split(*argv[:2])
        finished = typed.words[1:]  # without `chrono`
    else:
        *finished, word = argv
        typed = split(word) if shell == "fish" else ShellWords(word=word)
    line = PartialCommandLine(root, finished)
    if line.arguments and line.commands:  # an unknown command
        return ""
    parameter, kept = line.parameter(typed.word)
    complete = completers.completer(line, parameter) if parameter else None
    if typed.redirected or (parameter and complete is None):
        return "files\n"
    if separator := completers.SEPARATORS.get(getattr(parameter, "metavar", None) or ""):
        line.before = "".join(typed.word[len(kept) :].rpartition(separator)[:2])
    kept += line.before
    line.word = typed.word[len(kept) :]
    # fish shows only candidates that contain the typed text, with the same accents.
    literal = line.word.casefold() if shell == "fish" else ""
    if complete is not None:
        candidates = complete(line)
    elif line.names_option(line.word):
        candidates = _options(line)
    else:  # bash shows no descriptions
        candidates = completers.commands(line, shell != "bash")
    matches = _matches(candidates, line.word, literal)
    if not matches and not typed.word and not line.expects_value(typed.word):
        matches = _matches(_options(line), "", "")
    matches = {f"{kept}{text}": description for text, description in matches.items()}
    kind = "words"
    if shell == "bash":
        # In this kind of completion bash lists the candidates and does not change the line.
        lines = _for_bash([*matches], typed, only_list=argv[2] == str(ord("?")))
    else:
        described = (f"{text}\t{escape_controls(about)}" for text, about in matches.items())
        lines = [text.rstrip("\t") for text in described]
        kind = "list" if _would_shorten([*matches], typed.word) else "words"
    return "".join(f"{text}\n" for text in (kind, *lines)) if lines else ""


def _options(line: PartialCommandLine) -> Iterable[Candidate]:
    for option in line.options:
        if option.hidden or (option.name in line.values and not option.multiple):
            continue
        for names in filter(None, (option.opts, option.secondary_opts)):
            longest, *others = sorted(names, key=len, reverse=True)
            yield Candidate(longest, option.help or "", others)
    yield Candidate("--help", "Show this help.", ["-h"])


def _matches(candidates: Iterable[Candidate], typed: str, literal: str) -> dict[str, str]:
    # Text -> description, for candidates that match `typed`. Case and accents are ignored.
    # Of three rules, the first that any text meets applies to all: a text starts with `typed` as
    # whole words (`Xi`: Xi Jinping, as in filters); a text starts with `typed`; a word of a text
    # does. A candidate matches by its first text that meets the rule and contains `literal`.
    start = fold(typed) + (" " if typed[-1:].isspace() else "")
    later = "" if typed.startswith("-") else " ".join(words(typed))
    rules: Sequence[Callable[[str], object]] = (
        lambda text: fold(text).startswith(f"{start} "),
        lambda text: fold(text).startswith(start),
        lambda text: later and f" {later}" in f" {' '.join(words(text))}",
    )
    several = list(candidates)
    for rule in rules:
        matches: dict[str, str] = {}
        for best, description, others in several:
            for text in (best, *others):
                # A control character in a name could do harm in a shell.
                if rule(text) and literal in text.casefold() and escape_controls(text) == text:
                    about = dict.fromkeys(part for part in (best, description) if part != text)
                    matches.setdefault(text, joined(about, ", "))
                    break
        if matches:
            return matches
    return {}


def _for_bash(matches: Sequence[str], typed: ShellWords, only_list: bool) -> list[str]:
    # The lines for bash: the matches, quoted, without the part of `typed` that bash keeps.
    # bash keeps the part up to a `=` or colon, and inserts a line, or the common start of all. It
    # would itself quote a space, but neither a $ nor a backtick. `only_list`: bash only lists
    # several lines, so they are not quoted.
    before = fold(typed.word[: typed.start])
    rests = [text[typed.start :] for text in matches if fold(text[: typed.start]) == before]
    texts = list(dict.fromkeys(rests))
    lines = [quoted(text, typed.quote) + typed.quote for text in texts]
    if len(texts) > 1 and only_list:
        lines = texts
    elif len(texts) > 1:
        shortens = _would_shorten(texts, typed.word[typed.start :])
        common = "" if shortens else quoted(_common_start(texts), typed.quote)
        # bash may have been set to ignore case.
        if _common_start([line.casefold() for line in lines]) != common.casefold():
            lines.append(common)  # now this is all that the lines have in common
    return lines


def _would_shorten(texts: Sequence[str], typed: str) -> bool:
    return len(texts) > 1 and not fold(_common_start(texts)).startswith(fold(typed))


def _common_start(texts: Sequence[str]) -> str:
    columns = takewhile(lambda signs: len(set(signs)) == 1, zip(*texts, strict=False))
    return "".join(signs[0] for signs in columns)


class ShellWords(NamedTuple):
    """An incomplete command line, split into words.

    - `words`: the finished words
    - `word`: the incomplete last word
    - `start`: the number of characters in `word` before the part that the shell replaces
    - `quote`: the quotation mark that is still open, or ""
    - `redirected`: whether `word` is the name of a file after `>` or `<`
    """

    words: Sequence[str] = ()
    word: str = ""
    start: int = 0
    quote: str = ""
    redirected: bool = False


_PIECE = re.compile(
    r"""
    (?P<blank> \s+)
    | (?P<redirect> [0-9]* [<>]+ &?)
    | \\ (?P<escaped> . | \Z)
    | (?: ' (?P<single> [^']*) | " (?P<double> (?: [^"\\] | \\. | \\\Z )*) )
      (?: ['"] | (?P<open> \Z))
    | (?P<plain> .)
    """,
    re.X | re.S,
)
_IN_DOUBLE_QUOTES = re.compile(r'\\(["\\$`\n]|\Z)')


def split(line: str, breaks: str = "") -> ShellWords:
    """Split an incomplete command line from bash or fish into words.

    `breaks`: characters at which bash begins a new word, such as `=`.
    """
    words: list[str] = []
    word: str | None = None
    start = 0
    quote = ""
    redirected = False
    for piece in _PIECE.finditer(line):
        redirect = piece["redirect"] is not None
        if piece["blank"] or redirect:
            if word is not None and not redirected:
                words.append(word)
            redirected = redirect or (redirected and word is None)
            word, start = None, 0
            continue
        word = word or ""
        quote = piece[0][0] if piece["open"] is not None else ""
        if quote:
            start = len(word)
        if piece["double"] is not None:
            word += _IN_DOUBLE_QUOTES.sub(r"\1", piece["double"])
        else:
            word += piece["escaped"] or piece["single"] or piece["plain"] or ""
        if piece["plain"] and piece["plain"] in breaks:
            start = len(word)
    return ShellWords(words, word or "", start, quote, redirected)


def quoted(text: str, quote: str = "") -> str:
    """Return a text quoted for bash, without a quotation mark at the end.

    `quote`: the quotation mark to put before the text; "": use backslashes.
    """
    if quote == "'":
        return quote + text.replace("'", r"'\''")
    if quote:
        return quote + re.sub(r'[\\"$`]', r"\\\g<0>", text).replace("!", r'"\!"')
    return re.sub(r"[^\w@%+=:,./-]", r"\\\g<0>", text)  # all characters that may be special
