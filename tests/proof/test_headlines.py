"""Headlines with a comma for `and`, and places to which somebody travelled."""

from __future__ import annotations

import pytest

from proof_helpers import found
from proof_reading_helpers import verdicts


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Trump, Xi meet in Busan", ["stands"]),
        ("Trump, Xi meet in Seoul", ["differs"]),
        ("Xi, Trump hold fourth phone call of 2025 on Nov. 24", ["stands"]),
        ("Xi, Trump hold fifth phone call of 2025 on Nov. 24", ["differs"]),
        ("Hegseth flew to Kuala Lumpur for talks with Dong Jun in October.", ["stands"]),
        ("Hegseth flew to Beijing for talks with Dong Jun in October.", ["differs"]),
    ],
)
def test_bundled_ledger(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Marie Duval travelled to Recife for talks with Bruno Mota in April.", "stands"),
        ("Marie Duval travelled to Natal for talks with Bruno Mota in April.", "differs"),
    ],
)
def test_small_ledger(text: str, expected: str) -> None:
    assert [verdict for _, verdict, _ in found(text)] == [expected]
