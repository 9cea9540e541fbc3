"""Sentences as newspapers, think tanks and ministries write them, and their verdicts."""

from __future__ import annotations

import datetime as dt

import pytest

from chrono.core.proof.engine import findings
from chrono.core.proof.passages import Passage
from chrono.files.read.load import loads
from proof_reading_helpers import verdicts

NORTH = loads(
    """\
[ledger]
title = "Three countries, 2023–2024"
covers = "2023..2024"
principals = ["jo-nunez", "ken-mori"]

[actors.jo-nunez]
name = "José Núñez-Ruiz"
country = "ES"
roles = [{ title = "Prime Minister of Spain", from = 2023-02-01 }]
[actors.ken-mori]
name = "Ken Mori"
country = "JP"
roles = [{ title = "Prime Minister of Japan" }]
[actors.ada-novak]
name = "Ada Novak"
country = "European Union"
roles = [{ title = "President of the European Council" }]
[actors.eva-lima]
name = "Eva Lima"
country = "ES"
roles = [{ title = "Foreign Minister of Spain", from = 2024-03-01 }]
[actors.rei-abe]
name = "Rei Abe"
country = "JP"
roles = [{ title = "Foreign Minister of Japan", from = 2022-01-01 }]

[[events]]
id = "chisinau"
date = 2023-05-14
type = "meeting"
title = "Novak hosts Núñez-Ruiz and Mori in Chișinău"
actors = ["jo-nunez", "ken-mori", "ada-novak"]
place = "Chișinău"
place_country = "MD"

[[events]]
id = "munich"
date = 2024-02-17
type = "meeting"
title = "Núñez-Ruiz and Mori meet in Munich"
actors = ["jo-nunez", "ken-mori"]
place = "Munich"
place_country = "DE"

[[events]]
id = "munich-talks"
date = "2024-04-03/2024-04-05"
type = "talks"
title = "Lima and Abe hold talks in Munich"
actors = ["eva-lima", "rei-abe"]
place = "Munich"
place_country = "DE"
tags = ["round"]

[[events]]
id = "call"
date = 2024-06-01
type = "call"
title = "Abe calls Lima"
actors = ["eva-lima", "rei-abe"]
initiator = "rei-abe"

[[events]]
id = "second-call"
date = 2024-06-14
type = "call"
title = "Lima and Abe speak again"
actors = ["eva-lima", "rei-abe"]

[[events]]
id = "kazan"
date = 2024-10-24
type = "meeting"
title = "Núñez-Ruiz and Mori meet in Kazan"
actors = ["jo-nunez", "ken-mori"]
place = "Kazan"
place_country = "RU"
"""
)


def of_north(text: str) -> list[str]:
    """Return the verdicts on a paragraph of 1 December 2024 about the ledger NORTH."""
    found = findings([Passage("paragraph", 0, text)], NORTH, dt.date(2024, 12, 1))
    return [one.verdict for one in found]


@pytest.mark.parametrize(
    "text, expected",
    [
        # what did not happen
        ("Xi and Trump held no meetings in the first nine months of 2025.", ["stands"]),
        ("No meetings between Xi and Trump took place in 2025.", ["differs"]),
        ("No round took place in the third quarter.", ["differs"]),
        ("No meetings are planned between Xi and Trump.", []),
        ("Xi and Trump met in Busan on Oct. 30. They did not meet again in 2025.",
         ["stands", "stands"]),
        ("The two presidents will probably meet at least three times next year.", []),
        ("The two leaders have not spoken by phone since Nov. 24.", ["stands"]),
        ("The two leaders have not spoken by phone since Nov. 23.", ["differs"]),
        ("He Lifeng and Bessent did not speak by video between Oct. 17 and Dec. 5.", ["stands"]),
        ("Xi has not met Trump twice this year, only once.", ["not checked"]),
        ("In January Xi and Trump spoke once and did not once meet.", ["stands"]),
        ("Xi and Trump have had four calls and no meetings this year.", ["differs"]),
        ("The presidents spoke by phone no more than four times this year.", ["stands"]),
        ("Ambassador Perdue met Chinese ministers twice in November.", ["cannot tell"]),
        # periods that are not read, or that two words give
        ("There has been just one call between Xi and Trump since.", ["not checked"]),
        ("Xi and Trump spoke by phone twice in the second half.", ["not checked"]),
        ("Xi and Trump spoke by phone twice since the ceasefire.", ["not checked"]),
        ("From 20 January to 31 December 2025 the two presidents spoke by phone three times.",
         ["stands"]),
        ("Trump and Xi have met six times in all, by one count.", ["cannot tell"]),
        ("Xi and Trump had five contacts in the year, four of them by phone.", ["stands"]),
        ("Xi and Trump spoke by phone three times before the summit in Busan.", ["stands"]),
        # numbers
        ("No fewer than a half-dozen rounds of trade talks have been held this year.", ["differs"]),
        ("Xi and Trump have spoken more than a dozen times this year.", ["differs"]),
        ("Xi and Trump have spoken by phone two dozen times in 2025.", ["differs"]),
        ("The negotiations were a series of five rounds of talks held between 10 May and"
         " 26 October 2025.", ["stands"]),
        ("Xi and Trump met. One person who attended three of the meetings called them dull.",
         ["not checked"]),
        ("Hegseth's two encounters with Dong Jun, one virtual and one in person, were brief.",
         ["not checked"]),
        ("Contacts were few: Hegseth and Dong Jun had one video call and a single meeting.",
         ["stands"]),
        ("The delegation saw five Chinese leaders.", ["not checked"]),
        ("The longest gap between two rounds was in summer.", []),
        # ordinals
        ("Trump and Xi spoke by phone on Nov. 24. It was the fourth time this year that the two"
         " leaders had spoken by phone.", ["stands", "stands"]),
        ("Trump and Xi spoke by phone on Nov. 24. It was the third time this year that the two"
         " leaders had spoken by phone.", ["stands", "differs"]),
        ("In mid-September, the fourth round of talks was held in Madrid.", ["stands"]),
        ("In mid-September, the third round of talks was held in Madrid.", ["differs"]),
        ("It was the first call between Xi and Trump since they agreed on a truce in March.", []),
        ("Xi and Trump last spoke by phone on Nov. 24.", ["stands"]),
        ("Xi and Trump last spoke by phone on Sept. 19.", ["differs"]),
        ("Xi and Trump last spoke by phone in September.", ["differs"]),
        # parts of a number
        ("Xi and Trump spoke twice between January and June, and three times between July and"
         " November.", ["differs"]),
        ("Of the five rounds, four took place in Europe and one in Southeast Asia.",
         ["stands"]),
        ("At least three of the five rounds were held in EU member states.", ["not checked"]),
        ("There were no trade rounds in the first four months of the year.", ["stands"]),
        # forms
        ("Bessent has met He Lifeng five times since May.", ["depends"]),
        ("Bessent and He Lifeng have not met this year.", ["depends"]),
        ("Xi and Trump did not speak in October.", ["depends"]),
        ("Xi and Trump did not speak by phone in October.", ["stands"]),
        ("Bessent has met He Lifeng four times since May.", ["differs"]),
        ("The only call between Xi and Trump this year was on June 5.", ["differs"]),
        ("The only meeting between Xi and Trump this year was on Oct. 30.", ["stands"]),
        ("The first call of the year between Xi and Trump was on June 5.", ["differs"]),
        ("The first call of the year between Xi and Trump was on Jan. 17.", ["stands"]),
        ("Xi and Trump spoke by phone on June 5 for the first time this year.", ["differs"]),
        ("Rubio's third meeting with Wang Yi was in Kuala Lumpur.", ["differs"]),
        ("Rubio's first meeting with Wang Yi was in Kuala Lumpur.", ["stands"]),
        ("The presidents' September call was their second of the year.", []),
        # bounds and rates
        ("Before Busan, the presidents had spoken by phone four times this year.", ["differs"]),
        ("Before Busan, the presidents had spoken by phone three times this year.", ["stands"]),
        ("Xi and Trump had not met in person this year before Busan.", ["stands"]),
        ("Xi and Trump had not met before Oct. 30 this year.", ["stands"]),
        ("Xi and Trump spoke by phone twice each half-year.", ["not checked"]),
        # people
        ("Pete Hegseth met his Chinese counterpart, Adm. Dong Jun, on Oct. 31 in Kuala Lumpur.",
         ["stands"]),
        ("Xi and Trump spoke four times this year, and their ministers met for five rounds of"
         " talks.", ["stands", "not checked"]),
        ("The commissions held their ninth meeting on 15 May.", []),
        ("The delegation met Li Qiang on 21 Sept, He Lifeng and Dong Jun on 22 Sept.", []),
        ("The number of Xi–Trump calls in 2025: four.", ["stands"]),
        ("Xi and Melania met twice in 2025.", ["not checked"]),
        ("Rubio and Wang spoke by phone on Oct. 27.", ["stands"]),
        ("Wang met Perdue on Nov. 20.", []),
        ("Xi called Trump on Nov. 24.", ["depends"]),
        ("Trump called Xi on Nov. 24.", ["stands"]),
        # places, notes and datelines
        ("Xi and Trump have met only once, in the South Korean port city of Busan.", ["stands"]),
        ("The teams worked.[1] The first round was held in Geneva on 10 and 11 May.[2]",
         ["stands"]),
        ("Busan (AFP) – Donald Trump and Xi Jinping met on Oct. 30.", ["stands"]),
        # distances
        ("Wang Yi and Rubio spoke in January. They met six months later, on July 11.",
         ["stands", "stands", "stands"]),
        ("Perdue met Wang Yi on June 3, less than a month after his arrival.", ["stands"]),
        ("Xi and Trump met in Busan on Oct. 30. The day after the summit, Hegseth met Dong Jun"
         " in Kuala Lumpur.", ["stands", "stands"]),
    ],
)  # fmt: skip
def test_bundled_ledger(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        # names and places
        ("Núñez-Ruiz and Mori met in Kazan on 24 October.", ["stands"]),
        ("Jose Nunez-Ruiz met Mori in Chisinau on 14 May 2023.", ["stands"]),
        ("Nunez-Ruiz and Mori met three times.", ["not checked"]),
        ("Ada Novak, then president of the European Council, hosted Mori in Chișinău on"
         " 14 May 2023.", ["stands"]),
        ("Ada Novak hosted José Núñez-Ruiz and Ken Mori in Chișinău in May 2023."
         " Both of them met in Munich on 17 February.", ["stands", "stands"]),
        ("Ken Mori and José Núñez-Ruiz met in Kazan on 24 October, eight months after their"
         " Munich meeting.", ["stands", "stands"]),
        ("In the space of a month, Spain and Japan have negotiated twice.", ["not checked"]),
        # lists of days
        ("Eva Lima and Rei Abe spoke by phone on 1 and 14 June.", ["stands"]),
        ("Eva Lima and Rei Abe spoke by phone on June 1 and 15.", ["differs"]),
        ("Eva Lima and Rei Abe spoke by phone twice, on June 1 and 14.", ["stands"]),
        ("Eva Lima and Rei Abe spoke by phone twice this year, on June 1 and 15.",
         ["stands", "differs"]),
        ("Ken Mori met José Núñez-Ruiz on 17 February and 24 October 2024.", ["stands"]),
        # periods
        ("José Núñez-Ruiz and Ken Mori have met three times since the start of 2023.", ["stands"]),
        ("Abe and Lima have spoken twice since Lima took office last spring.", ["stands"]),
        ("José Núñez-Ruiz and Ken Mori met in Kazan on 24 October, the first such meeting since"
         " February.", ["stands", "stands"]),
        ("José Núñez-Ruiz and Ken Mori met in Kazan on 24 October, the first such meeting since"
         " January.", ["stands", "differs"]),
        # who phoned, and how long
        ("Rei Abe phoned Eva Lima on 1 June.", ["stands"]),
        ("Eva Lima phoned Rei Abe on 1 June.", ["depends"]),
        ("Three days of talks in Munich in April were held by Lima and Abe.", ["stands"]),
    ],
)  # fmt: skip
def test_another_ledger(text: str, expected: list[str]) -> None:
    assert of_north(text) == expected
