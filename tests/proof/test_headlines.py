"""Headlines with a comma for `and`, and places to which somebody travelled."""

from __future__ import annotations

import pytest

from chrono.core.proof.engine import findings
from chrono.files.read.prose import read_prose
from proof_helpers import found
from proof_reading_helpers import DAY, LEDGER, verdicts


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


@pytest.mark.parametrize("markup", ["## {}\n", "# {} #\n", "{}\n---\n", "{}\n======\n"])
@pytest.mark.parametrize(
    "heading, expected",
    [
        ("Xi and Trump: four calls in 2025", ["stands"]),
        ("Xi and Trump: five calls in 2025", ["differs"]),
        ("Five calls in 2025", ["not checked"]),
        ("Five rounds of talks in 2025", ["stands"]),
        ("Two rounds of talks in 2025", ["differs"]),
        ("Xi and Trump met in Busan on Oct. 30", ["stands"]),
        ("Xi and Trump met in Seoul on Oct. 30", ["differs"]),
        ("The third round: Stockholm, 28-29 July", ["stands"]),
        ("The third round: Madrid, 28-29 July", ["differs"]),
        # words with capitals
        ("Trump, Xi Meet in Seoul", ["differs"]),
        ("Xi and Trump Met in Busan on Oct. 30", ["stands"]),
        ("Xi and Trump Speak by Phone for Fifth Time on Nov. 24", ["differs"]),
        ("Rubio and Wang Yi Talk by Phone a Third Time on Oct. 27", ["stands"]),
        # names of sections
        ("Two rounds of talks", []),
        ("Five Calls", []),
        ("Did Xi and Trump meet in Seoul on Oct. 30?", []),
    ],
)
def test_headings_of_markdown(heading: str, expected: list[str], markup: str) -> None:
    prose = read_prose(markup.format(heading), "draft.md")
    assert [passage.kind for passage in prose.passages] == ["heading"]
    assert [one.verdict for one in findings(prose.passages, LEDGER, DAY)] == expected


def test_a_heading_has_no_context() -> None:
    text = "Xi and Trump spoke by phone on Nov. 24.\n\n## They spoke five times in 2025\n"
    found = findings(read_prose(text, "draft.md").passages, LEDGER, DAY)
    assert [one.verdict for one in found] == ["stands", "not checked"]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Wang Yi and Rubio spoke by phone a second time on Sept. 10.", ["stands"]),
        ("Wang Yi and Rubio spoke by phone a third time on Sept. 10.", ["differs"]),
        ("For a third time, Wang Yi and Rubio spoke by phone on Sept. 10.", ["differs"]),
        ("Xi and Trump speak by phone for fifth time on Nov. 24.", ["differs"]),
        ("Xi and Trump spoke by phone a fourth time on Nov. 24.", ["depends"]),
        # a place beside its date
        ("The third round (Stockholm, July 28-29) went well.", ["stands"]),
        ("The third round (Madrid, July 28-29) went well.", ["differs"]),
        ("The second round (Stockholm, July 28-29) went well.", ["differs"]),
        ("The third round of talks (in Stockholm on July 27-28) went well.", ["differs"]),
        ("The third round of talks (July 28-29) went well.", ["stands"]),
    ],
)
def test_ordinals_and_places_of_headlines(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected
