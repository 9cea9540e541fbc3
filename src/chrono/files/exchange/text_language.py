"""Find the language of a text from its script, for screen readers and fonts."""

from __future__ import annotations

import re

_LETTERS = {
    "ja": "\u3041-\u30ff", "ko": "\u1100-\u11ff\uac00-\ud7a3", "th": "\u0e01-\u0e5b",
    "zh": "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f", "el": "\u0370-\u03ff",
    "und-Arab": "\u0600-\u06ff", "und-Cyrl": "\u0400-\u04ff", "und-Hebr": "\u0590-\u05ff",
    "und-Deva": "\u0900-\u097f",
}  # fmt: skip
"""The letters of a language, or of a script that many languages use.

Japanese also has Chinese characters, but only Japanese has kana.
"""


def language(text: str) -> str:
    """Return the language tag for the main script of a text, such as `ja` or `und-Cyrl`.

    The result is "" if no known script except Latin has most of the letters.
    """
    if text.isascii():
        return ""
    count = sum(map(str.isalpha, text))
    for name, letters in _LETTERS.items():
        matching = len(re.findall(f"[{letters}]", text))
        if name == "ja" and matching:
            matching += len(re.findall(f"[{_LETTERS['zh']}]", text))
        if 2 * matching > count:
            return name
    return ""
