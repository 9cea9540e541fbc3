"""The language of a text, derived from its script."""

from __future__ import annotations

import pytest

from chrono.files.exchange.text_language import language


@pytest.mark.parametrize(
    "text, tag",
    [
        ("", ""),
        ("Xi Jinping", ""),
        ("Réunion à Genève", ""),
        ("习近平", "zh"),
        ("習近平 2025", "zh"),
        ("石破茂首相は会談した", "ja"),
        ("ひらがな", "ja"),
        ("이재명 대통령", "ko"),
        ("Ελλάδα", "el"),
        ("Киев", "und-Cyrl"),
        ("القاهرة", "und-Arab"),
        ("ירושלים", "und-Hebr"),
        ("नमस्ते", "und-Deva"),
        ("สวัสดี", "th"),
        # The language needs more than half of the letters; signs and digits do not count.
        ("ab习近", ""),
        ("a习近", "zh"),
        ("abc习近", ""),
        ("习近 – 2025, 2026!", "zh"),
        ("abcdeの会談", ""),
        ("The 会谈 of Busan", ""),
    ],
)
def test_the_language_of_a_text(text: str, tag: str) -> None:
    assert language(text) == tag
