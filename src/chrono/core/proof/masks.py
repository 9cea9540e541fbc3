"""Patterns on the masked text of a sentence, in which marks are runs of one character."""

from __future__ import annotations

import re
from functools import cache

MASKS = {"EVENT": "\ue000", "PERSON": "\ue001", "DISTANCE": "\ue002", "TIME": "\ue003"}
"""Word in a pattern -> the character that fills what it stands for in the masked text."""


@cache
def form(pattern: str) -> re.Pattern[str]:
    """The compiled pattern, in which words of MASKS stand for marks; `EVENT:one` names a group.

    An article may stand before an event.
    """

    def part(match: re.Match[str]) -> str:
        mask = MASKS[match[1]]
        run = f"{mask}{mask}*+"
        article = "(?:[Tt]h(?:e|at|eir) )?" if match[1] == "EVENT" else ""
        return article + (f"(?P<{match[2]}>{run})" if match[2] else run)

    return re.compile(re.sub(rf"\b({'|'.join(MASKS)})\b(?::(\w+))?", part, pattern))
