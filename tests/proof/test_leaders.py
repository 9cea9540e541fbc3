"""Numbers of contacts of the leaders, presidents or ministers of two countries, in many wordings.

The text is of 12 December 2025, and the ledger is the bundled one.
"""

from __future__ import annotations

import pytest

from chrono.core.proof.engine import findings
from chrono.core.proof.passages import Passage
from proof_reading_helpers import DAY, LEDGER, verdicts

STANDS = (
    "The leaders of China and the United States had four phone calls in 2025.",
    "The leaders of the US and China spoke by phone four times this year.",
    "The presidents of the United States and China met once in 2025.",
    "US and Chinese leaders held one in-person meeting in 2025.",
    "The Chinese and American leaders have met once this year.",
    "China's and America's leaders spoke by phone four times in 2025.",
    "Washington's and Beijing's presidents had four phone calls in 2025.",
    "Beijing and Washington's leaders had four calls in 2025.",
    "US-China leaders had four phone calls in 2025.",
    "Leaders of both countries had four phone calls in 2025.",
    "Leaders from the two nations spoke four times by phone this year.",
    "The two nations' leaders spoke by phone four times this year.",
    "Both countries' presidents met once in 2025.",
    "The two powers' leaders had an in-person meeting and four phone calls in 2025.",
    "The heads of state of China and the US had four phone calls in 2025.",
    "The two heads of state spoke by phone four times in 2025.",
    "The two countries' top leaders held four phone calls in 2025.",
    "There were four phone calls between the leaders of the two countries in 2025.",
    "Four phone calls and a meeting took place between the leaders of both sides in 2025.",
    "leaders had an in-person meeting and four phone calls",
    "Presidents spoke by phone four times in 2025.",
    "The Chinese leader and the American president had four phone calls in 2025.",
    "The president of China and the president of the United States had four phone calls in 2025.",
    "The two leaders have had four phone calls, plus an in-person meeting, this year.",
    "The presidents had four phone calls in 2025, along with one in-person meeting.",
    "Since the inauguration, the leaders of the two countries have had three phone calls.",
    "The foreign ministers of China and the US had three phone calls in 2025.",
    "China's and the US's foreign ministers had three phone calls in 2025.",
    "The two countries' top diplomats spoke by phone three times in 2025.",
    "Chinese and US foreign ministers met once in 2025.",
    "The leaders of the world's two largest economies had four phone calls in 2025.",
    "Leaders on both sides had four phone calls in 2025.",
    "China and the US are rivals, but their leaders had four phone calls in 2025.",
    "China and the US held four leader-level phone calls in 2025.",
    "In 2025, leaders of China and the US had four phone calls.",
    "The leaders met in person once and had four phone calls in 2025.",
    "The two foreign ministers had three phone calls and one meeting in 2025.",
    "The two defence ministers had one video call and one in-person meeting in 2025.",
)

DIFFERS = (
    "The leaders of China and the US had five phone calls in 2025.",
    "The leaders of the US and China spoke by phone eight times this year.",
    "The presidents of the United States and China met twice in 2025.",
    "US and Chinese leaders held three in-person meetings in 2025.",
    "The Chinese and American leaders have met four times this year.",
    "China's and America's leaders spoke by phone twice in 2025.",
    "Washington's and Beijing's presidents had six phone calls in 2025.",
    "US–China leaders had three phone calls in 2025.",
    "Leaders of both countries had eight phone calls in 2025.",
    "Leaders from the two nations spoke seven times by phone this year.",
    "The two nations' leaders spoke by phone three times this year.",
    "Both countries' presidents met three times in 2025.",
    "The two powers' leaders had an in-person meeting and five phone calls in 2025.",
    "The leaders had four phone calls and two meetings in 2025.",
    "There were five phone calls between the leaders of the two countries in 2025.",
    "Since the inauguration, the leaders of the two countries have had four phone calls.",
    "leaders had an in-person meeting and six phone calls",
    "The foreign ministers of China and the US had five phone calls in 2025.",
    "Chinese and US foreign ministers met three times in 2025.",
    "The presidents had an in-person meeting and three phone calls in November.",
    "The leaders of both countries did not speak by phone in 2025.",
    "The leaders of the two countries met in Gyeongju on 30 October.",
    "US and Chinese defense ministers met in person twice in 2025.",
    "The foreign ministers had two phone calls and a meeting in 2025.",
)

UNDECIDED = (
    "The leaders of China and Russia had four phone calls in 2025.",
    "The US and Japanese presidents had a meeting and four phone calls in 2025.",
    "The presidents of France and Germany met once in 2025.",
    "The foreign ministers of China and Japan had three phone calls in 2025.",
    "The finance ministers of China and the US had two phone calls in 2025.",
    "Chinese and US premiers had four phone calls in 2025.",
    "Chinese and American business leaders held four meetings in 2025.",
    "Chinese and US officials had four phone calls in 2025.",
    "The leaders of the G20 had four phone calls in 2025.",
    "The leaders of both parties had four phone calls in 2025.",
    "Religious leaders had four meetings in 2025.",
    "The vice presidents of the two countries had one meeting in 2025.",
    "European defence ministers held two meetings in 2025.",
    "The trade negotiators of the two countries had four phone calls in 2025.",
    "The leaders of China, Japan and South Korea had two meetings in 2025.",
)
"""Other people than the two principals or ministers, or people of whom the ledger has no holder."""

DEPENDS = (
    "In the past ten months the leaders had an in-person meeting and four phone calls.",
    "The two presidents had an in-person meeting and four phone calls in the last 10 months.",
    "Chinese leaders had four phone calls with US leaders in 2025.",
)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        *((text, "stands") for text in STANDS),
        *((text, "differs") for text in DIFFERS),
        *((text, "not checked") for text in UNDECIDED),
        *((text, "depends") for text in DEPENDS),
    ],
)
def test_a_number_of_contacts_of_two_countries(text: str, verdict: str) -> None:
    assert set(verdicts(text)) == {verdict}


@pytest.mark.parametrize(
    "numbers",
    [
        "an in-person meeting and four phone calls",
        "four phone calls and an in-person meeting",
        "a meeting, a video call and four phone calls",
        "four phone calls as well as one meeting",
        "four phone calls, along with a meeting",
    ],
)
@pytest.mark.parametrize("people", ["The leaders", "The finance ministers of China and the US"])
def test_each_number_of_a_list_is_in_a_finding(people: str, numbers: str) -> None:
    text = f"{people} had {numbers} in 2025."
    found = findings([Passage("paragraph", 0, text)], LEDGER, DAY)
    covered = " ".join(text[one.start : one.end] for one in found)
    assert "four phone calls" in covered
    assert "meeting" in covered
    assert ("video call" in covered) == ("video call" in text)


def test_the_dates_after_a_list_are_those_of_all_its_items() -> None:
    assert verdicts("The leaders had an in-person meeting and one phone call in November.") == [
        "differs"
    ]


def test_leaders_named_before_stay_the_leaders() -> None:
    text = "China and the US are rivals. The leaders spoke by phone five times in 2025."
    assert verdicts(text) == ["differs"]
