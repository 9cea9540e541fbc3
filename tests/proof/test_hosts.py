"""Who hosted a meeting: a host is in the host's own country."""

from __future__ import annotations

import pytest

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
        # a number or a negation
        ("Xi hosted Trump once in 2025.", ["differs"]),
        ("Xi never hosted Trump in 2025.", ["stands"]),
        ("Xi never met Trump in 2025.", ["differs"]),
    ],
)
def test_bundled_ledger(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected


def test_the_reading_names_the_host() -> None:
    assert found("Clara Souza hosted Marie Duval in Natal on Oct. 10.")[0][1] == "stands"
    assert found("Marie Duval hosted Clara Souza in Natal on Oct. 10.") == [
        ("Marie Duval hosted Clara Souza in Natal on Oct. 10", "differs", "summit")
    ]
