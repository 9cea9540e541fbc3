"""Distances beside a place, `did not speak once`, and two periods with `or`."""

from __future__ import annotations

import pytest

from proof_reading_helpers import verdicts


@pytest.mark.parametrize(
    "text, expected",
    [
        # a distance beside a place: the second verdict is that on the distance
        ("Xi and Trump met in Busan six weeks after their phone call on Sept. 19.",
         ["stands", "stands"]),
        ("Xi and Trump met in Busan three weeks after their phone call on Sept. 19.",
         ["stands", "differs"]),
        ("Xi and Trump met in Busan 45 days after the Madrid talks.", ["stands", "stands"]),
        ("Xi and Trump met in Busan 30 days after the Madrid talks.", ["stands", "differs"]),
        ("Wang Yi and Rubio met in Kuala Lumpur six months after they spoke.",
         ["stands", "stands"]),
        ("Wang Yi and Rubio met in Kuala Lumpur three weeks after they spoke.",
         ["stands", "differs"]),
        ("Hegseth met Dong Jun in Kuala Lumpur a day after the leaders' meeting in Busan.",
         ["stands", "stands"]),
        ("Hegseth met Dong Jun in Kuala Lumpur a week after the leaders' meeting in Busan.",
         ["stands", "differs"]),
        # the days are counted from a contact, and not from a document that names its place
        ("Xi and Trump met in Busan six days after the Kuala Lumpur talks.",
         ["stands", "differs"]),
        ("Xi and Trump met in Busan four days after the Kuala Lumpur talks.",
         ["stands", "stands"]),
        ("Six days after the Kuala Lumpur talks, China published its outcomes.", ["differs"]),
        ("Five days after the Kuala Lumpur talks, China published its outcomes.", ["stands"]),
        ("Six days after talks in Kuala Lumpur, Xi and Trump met in Busan.", ["differs"]),
        ("Four days after talks in Kuala Lumpur, Xi and Trump met in Busan.", ["stands"]),
        ("Xi and Trump met in Busan six days after the fifth round in Kuala Lumpur.",
         ["stands", "differs"]),
        ("Xi and Trump met in Busan four days after the fifth round in Kuala Lumpur.",
         ["stands", "stands"]),
        # three contacts were in Kuala Lumpur
        ("Five days after Kuala Lumpur, Xi and Trump met in Busan.", ["stands"]),
        # others met
        ("Xi and Trump met in Busan five days after trade teams met in Kuala Lumpur.", ["stands"]),
        # one of several events has the distance
        ("Xi and Trump spoke by phone less than a month after their meeting in Busan.", ["stands"]),
        ("Xi and Trump spoke by phone six weeks after their meeting in Busan.", ["differs"]),
        ("Six weeks after Busan, Xi and Trump spoke by phone.", ["differs"]),
        ("Wang Yi and Rubio spoke by phone three days before the Busan summit.", ["stands"]),
        ("Wang Yi and Rubio spoke by phone ten days before the Busan summit.", ["differs"]),
        ("In the four months after the Geneva talks, three more rounds were held.",
         ["not checked"]),
    ],
)  # fmt: skip
def test_distances(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        # the contacts between two events are not read
        ("Between the London talks and the Stockholm talks, Xi and Trump did not speak.", []),
        ("Between the Geneva and Madrid rounds, Xi and Trump spoke by phone twice.",
         ["not checked"]),
        ("Between the two sides, five rounds of talks were held in 2025.", ["stands"]),
        ("Four calls between the two leaders were held in 2025.", ["stands"]),
    ],
)  # fmt: skip
def test_between_two_events(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Between June 5 and Sept. 19 the two leaders did not speak once.", "stands"),
        ("Between June 5 and Sept. 22 the two leaders did not speak once.", "differs"),
        ("Xi and Trump did not speak by phone once in August.", "stands"),
        ("Xi and Trump did not speak once in September.", "differs"),
        ("Xi and Trump have not met once since Oct. 30.", "stands"),
        ("Xi and Trump have not met even once this year.", "differs"),
        ("Xi and Trump did not meet only once.", "not checked"),
        ("Xi and Trump never spoke in 2025.", "differs"),
        # a number that another one replaces
        ("Xi and Trump did not speak by phone once but four times in 2025.", "stands"),
        ("Xi and Trump did not speak by phone once but three times in 2025.", "differs"),
        ("Xi and Trump did not speak by phone once in 2025, but four times.", "stands"),
        ("Xi and Trump didn't speak by phone twice but five times in 2025.", "differs"),
        ("Xi and Trump did not meet twice but once in 2025.", "stands"),
        ("Xi and Trump did not hold four calls but five in 2025.", "differs"),
    ],
)
def test_negations(text: str, expected: str) -> None:
    assert verdicts(text) == [expected]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Xi and Trump met in September or October 2025.", ["stands"]),
        ("Xi and Trump did not meet in November or December.", ["stands"]),
        ("Xi and Trump did not meet in September or October.", ["differs"]),
        ("Neither in July nor in August did Xi and Trump speak by phone.", ["stands"]),
        ("Neither in August nor in September did Xi and Trump speak by phone.", ["differs"]),
        ("There was no phone call between Xi and Trump in July or August.", ["stands"]),
        ("There was no phone call between Xi and Trump in June or July.", ["differs"]),
        ("Xi and Trump spoke by phone once in May or June.", ["stands"]),
        ("Xi and Trump spoke by phone three times in May or June.", ["differs"]),
        ("Xi and Trump spoke by phone twice in December 2024 or January 2025.", ["differs"]),
        ("Xi and Trump met twice in 2023 or 2024.", ["cannot tell"]),
    ],
)
def test_two_periods_with_or(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected
