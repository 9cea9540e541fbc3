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
        # a city that is not in the ledger
        ("Bessent flew to Paris for talks with He Lifeng on Sept. 14-15.", ["differs"]),
        ("Bessent flew to Madrid for talks with He Lifeng on Sept. 14-15.", ["stands"]),
        ("Bessent travelled to Lyon for talks with He Lifeng in September.", ["differs"]),
        ("Han Zheng went to Chicago for a meeting with Vance on Jan. 19.", ["differs"]),
        ("Trump visited Seoul on Oct. 30.", ["differs"]),
        ("Trump visited Busan on Oct. 30.", ["stands"]),
        ("Patel visited Seoul on Nov. 7.", ["differs"]),
        ("Patel visited Beijing on Nov. 7.", ["stands"]),
        ("Adam Smith visited Xiamen on Sept. 21.", []),
        ("Adam Smith visited Seoul and Beijing in September.", []),
        # a visit in the same month that may not be in the ledger
        ("Bessent visited London in September.", []),
        ("Trump visited Japan in October.", []),
        ("Trump visited South Korea in October.", ["stands"]),
        # a place before `where`
        ("Xi travelled to South Korea, where he met Trump on Oct. 30.", ["stands"]),
        ("Xi travelled to Seoul, where he met Trump on Oct. 30.", ["differs"]),
        ("On a trip to Busan, where he met Trump on Oct. 30, Xi smiled.", ["stands"]),
        ("On a trip to Seoul, where he met Trump on Oct. 30, Xi smiled.", ["differs"]),
        ("Xi left for Busan, where he and Trump met on Oct. 30.", ["stands"]),
        ("Xi left for Japan, where he and Trump met on Oct. 30.", ["differs"]),
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
