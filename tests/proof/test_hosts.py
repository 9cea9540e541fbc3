"""Who hosted a meeting: a host is in the host's own country."""

from __future__ import annotations

import datetime as dt

import pytest

from chrono.core.proof.engine import findings
from chrono.core.proof.passages import Passage
from chrono.files.read.load import loads
from proof_helpers import found
from proof_reading_helpers import verdicts


@pytest.mark.parametrize(
    "text, expected",
    [
        # at home
        ("Li Qiang hosted Adam Smith in Beijing on Sept. 21.", ["stands"]),
        ("Li Qiang received Adam Smith on Sept. 21.", ["stands"]),
        ("Adam Smith was received by Li Qiang in Beijing on Sept. 21.", ["stands"]),
        ("Adam Smith visited Li Qiang in Beijing on Sept. 21.", ["stands"]),
        ("Perdue visited Beijing on Nov. 25.", ["stands"]),
        ("Wang Yi and Rubio met for the first time in Kuala Lumpur on July 11.", ["stands"]),
        # at the guest's
        ("Adam Smith hosted Li Qiang in Beijing on Sept. 21.", ["differs"]),
        ("Adam Smith received Li Qiang on Sept. 21.", ["differs"]),
        ("Li Qiang was hosted by Adam Smith in Beijing on Sept. 21.", ["differs"]),
        ("He Lifeng received Bessent in Madrid for talks.", ["depends"]),
        ("He Lifeng hosted Bessent in Madrid for talks on Sept. 14-15.", ["differs"]),
        # in a third country
        ("Xi hosted Trump in Busan.", ["differs"]),
        ("Trump hosted Xi in Busan on Oct. 30.", ["differs"]),
        ("Rubio was hosted by Wang Yi in Kuala Lumpur on July 11.", ["differs"]),
        ("Rubio was received by Wang Yi in Kuala Lumpur on July 11.", ["depends"]),
        ("South Korea hosted Xi and Trump on Oct. 30.", ["stands"]),
        ("Malaysia hosted Xi and Trump on Oct. 30.", ["differs"]),
        # the host of a meeting of others
        ("South Korea hosted a meeting between Xi and Trump in Busan on Oct. 30.", ["stands"]),
        ("Japan hosted a meeting between Xi and Trump on Oct. 30.", ["differs"]),
        ("China hosted a meeting between Xi and Trump on Oct. 30.", ["differs"]),
        ("China hosted Xi and Trump on Oct. 30.", ["differs"]),
        ("Bessent hosted a meeting between Xi and Trump in Busan on Oct. 30.", ["differs"]),
        ("The White House hosted a meeting between Xi and Trump on Oct. 30.", ["differs"]),
        ("Xi hosted a meeting with Trump in Busan on Oct. 30.", ["differs"]),
        ("In Trump's second term, Xi hosted Trump in Busan on Oct. 30.", ["differs"]),
        ("Li Qiang hosted a meeting with Adam Smith on Sept. 21.", ["stands"]),
        ("Malaysia played host to a meeting between Dong Jun and Hegseth on Oct. 31.", ["stands"]),
        ("Japan played host to a meeting between Dong Jun and Hegseth on Oct. 31.", ["differs"]),
        ("The meeting between Xi and Trump in Busan on Oct. 30 was hosted by Wang Yi.",
         ["differs"]),
        ("The talks between He Lifeng and Bessent in Madrid on Sept. 14-15 were hosted by Spain.",
         ["stands"]),
        ("Talks between He Lifeng and Bessent in Madrid on Sept. 14-15, hosted by France, ended.",
         ["differs"]),
        ("Madrid hosted talks between He Lifeng and Bessent on Sept. 14-15.", ["stands"]),
        ("Geneva hosted talks between He Lifeng and Bessent on Sept. 14-15.", ["differs"]),
        ("Geneva hosted the second round of talks in June.", ["differs"]),
        # the ledger does not have the host
        ("Kyoto hosted the meeting between Xi and Trump on Oct. 30.", ["cannot tell"]),
        ("Rubio hosted a call between Xi and Trump on Nov. 24.", ["cannot tell"]),
        ("Rubio arranged the meeting between Xi and Trump in Busan on Oct. 30.", ["cannot tell"]),
        ("A meeting between Xi and Trump arranged by Bessent was held in Busan on Oct. 30.",
         ["cannot tell"]),
        ("South Korea's Lee Jae-myung hosted Xi and Trump on Oct. 30.", ["cannot tell"]),
        ("It hosted Xi and Trump on Oct. 30.", ["cannot tell"]),
        ("Xi and Trump held a meeting hosted by the APEC secretariat on Oct. 30.",
         ["cannot tell"]),
        # bodies
        ("The EU hosted Xi and Trump in Busan on Oct. 30.", ["cannot tell"]),
        ("The United Nations hosted Xi and Trump in Busan on Oct. 30.", ["cannot tell"]),
        ("The European Union hosted a meeting between He Lifeng and Bessent on July 28-29.",
         ["cannot tell"]),
        ("APEC hosted Xi and Trump on Oct. 30.", ["cannot tell"]),
        # a number or a negation
        ("Sweden hosted one round of talks in 2025.", ["stands"]),
        ("Sweden hosted two rounds of talks in 2025.", ["differs"]),
        ("Sweden hosted the third round of talks in July.", ["stands"]),
        ("The fourth round of talks, hosted by Spain on Sept. 14-15, ended well.", ["stands"]),
        ("The fourth round of talks, hosted by Italy on Sept. 14-15, ended well.", ["differs"]),
        ("Xi hosted Trump once in 2025.", ["differs"]),
        ("Xi never hosted Trump in 2025.", ["stands"]),
        ("Xi never met Trump in 2025.", ["differs"]),
    ],
)  # fmt: skip
def test_bundled_ledger(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


def test_the_reading_names_the_host() -> None:
    assert found("Clara Souza hosted Marie Duval in Natal on Oct. 10.")[0][1] == "stands"
    assert found("Marie Duval hosted Clara Souza in Natal on Oct. 10.") == [
        ("Marie Duval hosted Clara Souza in Natal on Oct. 10", "differs", "summit")
    ]


@pytest.mark.parametrize(
    "text, verdict",
    [
        # he was there, and the ledger does not have him as a main participant
        ("Bruno Mota hosted a meeting between Clara Souza and Marie Duval in Natal on Oct. 10.",
         "stands"),
        ("Davi Ramos hosted a meeting between Clara Souza and Marie Duval in Natal on Oct. 10.",
         "cannot tell"),
        ("Luc Petit hosted a meeting between Clara Souza and Marie Duval in Natal on Oct. 10.",
         "differs"),
    ],
)  # fmt: skip
def test_a_person_who_hosts_others(text: str, verdict: str) -> None:
    assert [one[1] for one in found(text)] == [verdict]


def test_a_body_that_takes_part_may_host() -> None:
    ledger = loads(
        """\
[ledger]
title = "The EU and Brazil"

[actors]
eu = { name = "European Union", country = "European Union", aliases = ["EU"] }
clara-souza = { name = "Clara Souza", country = "BR" }

[[events]]
id = "brussels"
date = 2024-10-10
type = "meeting"
title = "Souza meets the EU in Brussels"
actors = ["eu", "clara-souza"]
place = "Brussels"
place_country = "BE"
"""
    )
    passage = Passage("paragraph", 0, "The EU hosted Clara Souza in Brussels on Oct. 10.")
    assert [one.verdict for one in findings([passage], ledger, dt.date(2024, 12, 1))] == ["stands"]
