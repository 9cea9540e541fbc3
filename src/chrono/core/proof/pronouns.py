"""Pronouns and other words for people whom a text has named before: `they`, `his counterpart`."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from chrono.core.proof.people import People
from chrono.core.proof.words import Forms, Mark

_ALONE = r"(?<![\w-])(?:{})(?![\w'’-])"
_PERSONS = (
    r"(?:men|ministers|officials|women|diplomats|counterparts"
    r"|negotiators|envoys|chiefs)"
)
_VERBS = (
    r"(?:have|had|has|were|did|also|last|then|again|met|spoke|talked|agreed|held|next|first|sat"
    r"|conferred|never|not|saw|would|will|are|only|spoken|do|never|of them)"
)

PRONOUNS = Forms[str]((
    (_ALONE.format(r"[Tt]hey|(?<!of )(?<!among )[Tt]hem|[Tt]he (?:pair|duo)"), "they",
     "they them pair duo"),
    # the two ministers, but not `the two ministers' teams`
    (_ALONE.format(rf"[Tt]he two {_PERSONS}(?!['’\w])"), "they", "two"),
    # the two met
    (_ALONE.format(rf"[Tt]he two(?=,? {_VERBS}\b)"), "they", "two"),
    (_ALONE.format(r"[Bb]oth (?:men|of them)"), "they", "men them"),
    (_ALONE.format(r"(?:[Tt]he|[Bb]oth|[Tt]he two) (?:leaders|presidents|heads of state)"),
     "leaders", "leaders presidents heads"),
    (_ALONE.format(r"[Tt]heir"), "their", "their"),
    # the visitors, her guests
    (_ALONE.format(
        r"[Tt]he (?:visitors|delegation|Americans|visiting delegation|group|lawmakers)"
        r"|(?:his|her|their) (?:hosts?|guests?|visitors?)"
    ), "visitors",
     "visitors delegation americans group lawmakers host hosts guest guests visitor"),
    (_ALONE.format(r"[Hh]e|[Ss]he"), "he", "he she"),
    (_ALONE.format(r"[Hh]im|[Hh]er(?= (?:in|on|at|by|again|for)\b)"), "him", "him her"),
    (_ALONE.format(r"[Hh]is|[Hh]er"), "his", "his her"),
    # his American counterpart, but not `his counterpart, Scott Bessent`
    (_ALONE.format(r"(?:his|her|their) (?:Chinese |American |US |U\.S\. )?"
                   r"(?:counterpart|opposite number)(?! ?,)"), "counterpart",
     "counterpart number"),
    (_ALONE.format(r"[Ii]t"), "it", "it"),
))  # fmt: skip
"""A pattern, the pronoun that it stands for, and words of which a sentence must have one."""


def pronouns(text: str, named: Container[str]) -> Iterator[Mark]:
    """Yield the pronouns of a sentence. `named`: names that the text has used."""
    for match, pronoun in PRONOUNS.found(text):
        if not (match[0] == "He" and "He" in named and he_is_a_name(text, *match.span())):
            yield Mark(*match.span(), "people", People((), pronoun=pronoun))


_NAME_GOES_ON = re.compile(
    r"['’]s (?!(?:been|a|an|the|not)\b)|[–-][A-Z]|, (?:[A-Z]|the vice)|,? and (?:the|[A-Z])"
)


def he_is_a_name(text: str, start: int, end: int) -> bool:
    """Whether `He` is a surname: inside a sentence, or before `'s`, `and` or another name."""
    before = text[:start].rstrip("\"“”‘'(").rstrip()
    is_first = not before or before.endswith((".", "!", "?", ":", "“", '"'))
    return not is_first or bool(_NAME_GOES_ON.match(text, end))
