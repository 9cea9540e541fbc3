"""Lists of places, days of the week, quarters, and words for events of other people."""

from __future__ import annotations

import pytest

from proof_reading_helpers import verdicts


@pytest.mark.parametrize(
    "text, expected",
    [
        # each place of a list
        ("He Lifeng and Bessent met in Geneva, London, Stockholm, Madrid and Kuala Lumpur.",
         ["stands"]),
        ("He Lifeng and Bessent met in Geneva, Paris, Stockholm, Madrid and Kuala Lumpur.",
         ["differs"]),
        ("He Lifeng and Bessent met in Geneva and London this year.", ["stands"]),
        ("He Lifeng and Bessent met in Geneva and Paris this year.", ["differs"]),
        ("Two rounds of talks were held in Geneva and London through early July.", ["stands"]),
        ("Xi and Trump met in Busan and Seoul.", ["differs"]),
        ("Xi and Trump met in Busan and Washington agreed to cut tariffs.", ["stands"]),
        ("Xi and Trump met at Gimhae air base in Busan.", []),
        # places that were not the place
        ("Xi and Trump did not meet in Beijing or Busan in 2025.", ["differs"]),
        ("Xi and Trump did not meet in Washington, Beijing or Busan in 2025.", ["differs"]),
        ("Xi and Trump did not meet in Beijing, Busan, or Washington in 2025.", ["differs"]),
        ("Xi and Trump did not meet in Beijing or South Korea in 2025.", ["differs"]),
        ("Xi and Trump did not meet in Beijing or Washington in 2025.", ["stands"]),
        ("Xi and Trump did not meet in either Beijing or Washington in 2025.", ["stands"]),
        ("He Lifeng and Bessent did not meet in Paris or Madrid in 2025.", ["depends"]),
        ("Xi and Trump did not meet in Oslo or Busan in 2025.", ["differs"]),
        ("He Lifeng and Bessent did not meet in Toledo or Madrid in 2025.", []),
        ("Xi and Trump did not meet in Gimpo or Busan in 2025.", []),
        ("Xi and Trump did not meet in Beijing/Busan in 2025.", []),
        ("Xi and Trump met in Beijing or Busan in 2025.", []),
        # each month of a list
        ("Xi and Trump spoke by phone in June, September and November 2025.", ["stands"]),
        ("Xi and Trump spoke by phone in June, September and October 2025.", ["differs"]),
        ("Xi and Trump spoke by phone in September and October 2025.", ["differs"]),
        ("Xi and Trump spoke by phone in September or October 2025.", ["stands"]),
        ("Xi and Trump spoke by phone in both June and July 2025.", []),
        ("Xi and Trump met in Busan in October and November 2025.", ["differs"]),
        ("He Lifeng and Bessent met in September and October 2025.", ["stands"]),
        ("Xi and Trump had one call in September and October 2025.", ["stands"]),
        ("Xi and Trump had two calls in September and October 2025.", ["differs"]),
        ("Xi and Trump did not speak by phone in July and August 2025.", ["stands"]),
        # the day of the week
        ("On Thursday, Oct. 30, Xi and Trump met in Busan.", ["stands"]),
        ("On Tuesday, Oct. 30, Xi and Trump met in Busan.", ["differs"]),
        ("On Friday 17 January 2025 Xi and Trump spoke by phone.", ["stands"]),
        ("On Monday 17 January 2025 Xi and Trump spoke by phone.", ["differs"]),
        ("Xi and Trump met in Busan on a Thursday.", ["stands"]),
        # quarters
        ("Xi and Trump spoke by phone once in Q3 2025.", ["stands"]),
        ("Xi and Trump spoke by phone twice in Q3 2025.", ["differs"]),
        ("Xi and Trump spoke by phone once in Q4.", ["stands"]),
        ("Xi and Trump did not speak by phone in Q4.", ["differs"]),
        # other people, and events of others
        ("Bessent and He Lifeng met without Lutnick in London.", []),
        ("Xi and Trump met in Busan ahead of the APEC summit in Gyeongju.", ["stands"]),
        # who phones
        ("June 5: Trump phones Xi.", ["stands"]),
        ("June 6: Trump phones Xi.", ["differs"]),
        ("June 5: Xi phones Trump.", ["depends"]),
    ],
)  # fmt: skip
def test_bundled_ledger(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected
