"""The rules of `chrono check` about claims."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from chrono.core import explanations
from chrono.core.checks.rules import Finding, RuleContext, rule
from chrono.core.model import Claim

_QUOTATION_MARK = "QUOTATION MARK|CORNER BRACKET"  # in the Unicode name of a character
_MOST_WORDS = 4
"""The maximum number of words that a message shows from each of two differing texts."""


@rule("claim", "error")
def claim_differs(context: RuleContext) -> Iterator[Finding]:
    """The rule reports each claim that differs from the ledger under every reading of the claim's
    period. A claim that is true under at least one reading is not reported. Claims that cannot be
    verified, and claims that are marked `disputed`, are not reported either. Correct the ledger or
    the claim. If both are to stay as they are, give the reason for the disagreement under
    `disputed`.
    """
    for verdict in context.verdicts:
        if verdict.broken:
            differs = f'the claim "{verdict.claim.id}" differs from the ledger'
            message = f"{differs}: {explanations.summarise(verdict)}"
            yield Finding(verdict.claim, ("id",), message)


@rule("settled", "warning")
def claim_settled(context: RuleContext) -> Iterator[Finding]:
    """The rule reports each claim that agrees with the ledger but is still marked `disputed`.
    Remove the key `disputed`.
    """
    for verdict in context.verdicts:
        if verdict.settled:
            id = verdict.claim.id
            message = (
                f'the claim "{id}" is marked as disputed, but agrees with the ledger; '
                'remove the key "disputed"'
            )
            yield Finding(verdict.claim, ("disputed",), message)


@rule("quotation", "warning", needs_all=False)
def quotation(context: RuleContext) -> Iterator[Finding]:
    """The rule reports each claim with `wording = "quoted"` whose statement is not in the `quote`
    of any source of the claim. Differences in quotation marks, dashes and spaces are ignored. If
    the statement is not in the speaker's own words, write `wording = "paraphrased"`.
    """
    for claim in context.ledger.claims:
        if claim.wording == "quoted" and (problem := _quotation_problem(claim)):
            message = f'the claim "{claim.id}" is marked as quoted, but {problem}'
            yield Finding(claim, ("statement",), message)


def _quotation_problem(claim: Claim) -> str | None:
    said = _plain_words(claim.statement)
    quotes = [(source.name, _plain_words(source.quote)) for source in claim.sources if source.quote]
    if not quotes:
        return "no source has a quote; add the words of the claim as the quote of a source"
    pattern = rf"(?<!\w){re.escape(' '.join(said))}(?!\w)"
    if any(re.search(pattern, " ".join(words)) for _, words in quotes):
        return None
    differences = [(*_first_difference(said, words), name, words) for name, words in quotes]
    length, start, name, words = max(differences, key=lambda each: each[0])
    if not length:
        words_of_claim = " ".join(said[:_MOST_WORDS])
        return f'the quote from {name} does not contain the words of the claim, "{words_of_claim}"'
    here = " ".join(said[length : length + _MOST_WORDS])
    there = " ".join(words[start + length :][:_MOST_WORDS])
    ending = f'has "{there}"' if there else "ends"
    return f'where the claim has "{here}", the quote from {name} {ending}'


def _plain_words(text: str) -> list[str]:
    return "".join(map(_plain_character, text)).split()


def _plain_character(char: str) -> str:
    name, kind = unicodedata.name(char, ""), unicodedata.category(char)
    if char in "'`´" or kind in ("Pi", "Pf") or re.search(_QUOTATION_MARK, name):
        return ""
    return " - " if kind == "Pd" or name == "MINUS SIGN" else char


def _first_difference(said: Sequence[str], quote: Sequence[str]) -> tuple[int, int]:
    # The longest beginning of `said` in `quote`: its number of words, and its index in `quote`.
    def common(start: int) -> int:
        pairs = list(zip(said, quote[start:], strict=False))
        return next((at for at, (one, other) in enumerate(pairs) if one != other), len(pairs))

    return max(((common(start), start) for start in range(len(quote))), default=(0, 0))
