"""In which script a text is written: it tells a voice and a font what to make of it."""

from __future__ import annotations

import re

_LETTERS = {
    "ja": "\u3041-\u30ff", "ko": "\u1100-\u11ff\uac00-\ud7a3", "th": "\u0e01-\u0e5b",
    "zh": "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f", "el": "\u0370-\u03ff",
    "und-Arab": "\u0600-\u06ff", "und-Cyrl": "\u0400-\u04ff", "und-Hebr": "\u0590-\u05ff",
    "und-Deva": "\u0900-\u097f",
}  # fmt: skip
"""Language, or only the script where many languages share it -> its letters; Japanese has Han too,
and is known by its kana."""


def language(text: str) -> str:
    """The language of most of a text's letters as HTML's `lang` has it; "" for Latin ones."""
    if text.isascii():
        return ""
    letters = [sign for sign in text if sign.isalpha()]
    for name, signs in _LETTERS.items():
        own = len(re.findall(f"[{signs}]", text))
        if name == "ja" and own:
            own += len(re.findall(f"[{_LETTERS['zh']}]", text))
        if 2 * own > len(letters):
            return name
    return ""
