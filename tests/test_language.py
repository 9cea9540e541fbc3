"""No text that a person reads uses the old turns of phrase, and the README stays short."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from replay import ROOT

LONGEST_README = 250
"""The most lines that README.md may have."""

PLAIN = {
    r"\bstands? (?:twice|in|under|behind|at|with|beside)\b": "is in, is under",
    r"\bagain(?:: |; | for (?:each|more))|; again\b": "(repeatable), (repeat to require all)",
    r"\bsays? (?:which|what else|nothing)\b": "name who or what decides it",
    r"\bwhich it must\b|\bmust say\b": "required",
    r"\bis no (?!longer|more|month|day)\b": "is not a",
    r"\b(?:nobody|somebody) (?:in this|new|is called|else)\b": "unknown actor; another user",
    r"\b(?:no|more) (?:event|claim)s? (?:would )?fits?\b|\bwould fit\b": "matches; not shown",
    r"\bnothing is said\b|\bas said\b|\bis said\b|\bmeant\b(?!\.)": "name what is meant",
    r": --[a-z-]+(?: [a-z]+)?$": "add --all",
    r"\bthere is no such\b": "unknown X",
    r"\b(?:is|are|be) of (?:a-z|another|one)\b": "use only; has another",
    r"\bsilences?\b(?! a check)": "gap",
    r"\bhas a blank\b|\bblank in it\b": "space",
    r"\bheld against\b": "compared with",
    r"\bcomes? (?:by|along)\b|\bgoes (?:by|past|along)\b": "use, cannot be combined with",
    r"\btakes? (?:it|them) (?:along|away|in)\b": "add --private, add --overlap",
    r"\bwhy these\b": "Show which ledger files are used, and why",
    r"\btold\b": "differs; explained",
    r"\bstay(?:s|ed)? behind\b|\bleaves? behind\b|\bkept back\b": "omitted",
    r"\bships? with\b|(?<!--from-)\bshipped\b": "bundled",
    r"\b(?:file|date|format|column|ledger)s? (?:says?|tells?|knows?)\b": "contains, is written",
    r"\bwords? are taken\b|\btakes the file's words\b": "updated from the file",
    r"\bdefused\b": "escaped",
    r"\bin a circle\b": "circular",
    r"\bare there already\b|\bis there already\b|\bthere is none\b": "already exists",
    r"\bmay be .*: name\b": "matches 2 actors; choose A or B",
    r"\bruns? on into\b|\brunning silence\b": "may continue into; the current gap",
    r"\bsome day in\b|\bone day, ": "July 2024; between 30 Oct and 5 Dec",
    r"\bwas kept for\b(?! which)": "this ledger covers",
    r"\ban? (?:object|event|row) a line\b": "one object per line",
    r"\byet to come\b": "is in the future",
    r"\bbears?\b|\bborne\b": "has, with",
    r"\ball else\b": "other events",
    r"\bWho put it out\b|\bput out\b": "publisher",
    r"\bnames (?:no|nothing|neither|none)\b": "is not",
    r"\bis it a slip\b|\bslips? of\b": "did you mean",
    r"\bwho is new\b": "add new people with --new-actor",
    r"\bcannot be told\b": "cannot be verified",
    r"\bat the most\b": "up to",
    r"\bhalf a character\b": "an invalid character",
    r"\bfollows nobody\b|\bloads nothing\b": "makes no network requests and does not track you",
    r"\band so each\b|, say,": "each is treated as",
    r"\bis short for\b|\bcut short\b": "matches; prefix",
    r"\bfewer words\b|\banother choice\b": "No matching events",
    r"\bsomebody else's\b": "already used",
    r"\bcontacts? among them\b": "including",
    r"\bdeclared nowhere\b": "not declared",
    r"\bare they two\b": "possible duplicate",
    r"\bcan be made of\b": "cannot make an id from",
    r"\bin (?:its|their|one's) turn\b": "leave it out",
    r"\bdoes not tell\b": "cannot read",
    r"\bmend(?:s|ed|ing)?\b": "fix",
    r"\bfree words\b": "search for words",
    r"\bon these days before\b": "on the same dates in earlier years",
    r"\bstatements of a(?:n article| text)\b": "the statements in a text",
    r"\bcontacts? of (?:two people|actors|the two)\b": "contacts between two people",
    r"\bbecomes? undecided\b": "may or may not count",
    r"\bheld events\b(?! of (?:several|earlier))": "events that took place",
    r"\bcovers only some\b|\bother (?:subject|group)s?\b": "is complete only for; such as",
    r"\baims? to be\b": "is",
    r"\b[Aa]s far as known\b": "as far as we know",
    r"\bbetween two or more countries\b": "between people from two or more countries",
    r"\b[Ww]hat makes the difference\b": "the counts differ because",
    r"\bgive at least one\b": "write at least one",
    r"\buses it\b": "refers to this actor",
    r"\btheir common days\b": "events on the days that they share",
    r"\btime frames?\b": "period",
    r"\bthe answer in it\b": "the code in it",
    r"\bparent folder or\b|\bin this folder or a parent\b": "in this folder; in a folder above",
    r"\bto (?:see|show|make|add) (?:it|them|one), run\b": "run `…`; to add a source, run `…`",
    r"\bit (?:only applies|applies only) to\b": "--x applies only to Y; omit --x",
    r"\b(?:on|from) our side\b": "in FILE, from FILE",
    r"\bEach counts once\b|\bon the day it began\b": "Each contact counts once, on its first day",
    r"\b(?:give|name) one with\b": "name a ledger with -f",
}
"""Old turn of phrase (regular expression) -> what to write."""


def prose(markdown: str) -> str:
    """Return a page without its blocks of code and code in sentences; lines keep their numbers."""
    without = re.sub(r"^```.*?^```", lambda m: "\n" * m[0].count("\n"), markdown, flags=re.M | re.S)
    return re.sub(r"`[^`\n]*`", "``", without)


def strings(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, text) for each string with a space in a module, without docstrings."""
    nodes = [*ast.walk(ast.parse(source))]
    skipped: set[int] = set()
    for node in nodes:
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else ():
            if isinstance(statement, ast.Expr):  # a docstring, of a constant too
                skipped.add(id(statement.value))
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(value) for value in node.values}
            parts = [v.value if isinstance(v, ast.Constant) else "{}" for v in node.values]
            yield node.lineno, "".join(map(str, parts))
    for node in nodes:
        if not isinstance(node, ast.Constant) or id(node) in skipped:
            continue
        if isinstance(node.value, str) and " " in node.value:
            yield node.lineno, node.value


def texts() -> Iterator[tuple[str, int, str]]:
    """Yield (file, first line, text) for what a person reads."""
    pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md"]
    for path in [*(ROOT / page for page in pages), *sorted((ROOT / "docs").glob("*.md"))]:
        yield str(path.relative_to(ROOT)), 1, prose(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "src" / "chrono").rglob("*.*")):
        name = str(path.relative_to(ROOT))
        if name.endswith("proof/words.py"):  # the words of other people's texts
            continue
        if path.suffix == ".py":
            for line, text in strings(path.read_text(encoding="utf-8")):
                yield name, line, text
        elif path.suffix in {".html", ".toml", ".sql"}:
            yield name, 1, path.read_text(encoding="utf-8")


def test_no_text_has_an_old_turn_of_phrase() -> None:
    any_phrase = re.compile("|".join(f"(?:{phrase})" for phrase in PLAIN), re.M)
    places = [
        f"{name}:{line + text.count(chr(10), 0, match.start())}: {match[0]}; write: {plain}"
        for name, line, text in texts()
        if any_phrase.search(text)
        for phrase, plain in PLAIN.items()
        for match in re.finditer(phrase, text, re.M)
    ]
    assert places == []


def test_the_readme_is_short() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST_README, "move what is longer to docs/"
