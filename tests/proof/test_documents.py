"""Statements on speeches, letters, measures, agreements and visits, compared with two ledgers."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from chrono.core.model import Ledger
from chrono.core.proof.engine import findings
from chrono.core.proof.findings import Finding
from chrono.core.proof.passages import Passage
from chrono.core.proof.topics import content
from chrono.files.read.load import read_ledger

BUNDLED = Path(__file__).parents[2] / "data" / "events.toml"

OTHER = """
[ledger]
version = 1
principals = ["jean-petit", "eva-braun"]

[actors]
jean-petit = { name = "Jean Petit", country = "FR", roles = [{ title = "President of France" }] }
eva-lang = { name = "Eva Lang", country = "DE", roles = [{ title = "Chancellor of Germany" }] }
fr-government = { name = "Government of France", country = "FR" }
de-government = { name = "Government of Germany", country = "DE" }
customs = { name = "German Customs", country = "DE" }

[[events]]
id = "2023-02-03-lang-speech"
date = 2023-02-03
type = "statement"
title = "Lang promises cheaper electricity at a congress in Hamburg"
actors = ["eva-lang"]
place = "Hamburg"
place_country = "DE"
sources = [{ publisher = "Le Monde" }]

[[events]]
id = "2023-03-10-steel-quota"
date = 2023-03-10
type = "measure"
title = "Germany sets a quota on French steel"
actors = ["customs"]
dates = { announced = 2023-03-10, effective = 2023-04-01 }
tags = ["steel"]
sources = [{ publisher = "Le Monde" }]

[[events]]
id = "2023-05-02-wine-treaty"
date = 2023-05-02
type = "agreement"
title = "France and Germany sign a treaty on wine labels"
actors = ["fr-government", "de-government"]
place = "Reims"
place_country = "FR"
dates = { signed = 2023-05-02 }
sources = [{ publisher = "Le Monde" }]

[[events]]
id = "2023-06-20-petit-letter"
date = 2023-06-20
type = "letter"
title = "Petit writes to Lang about steel"
actors = ["jean-petit", "eva-lang"]
sources = [{ publisher = "Le Monde" }]
""".replace("eva-braun", "eva-lang")
"""A ledger on another subject: nothing may depend on the bundled one."""


@cache
def bundled() -> Ledger:
    return read_ledger([str(BUNDLED)], {})[1]


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    path = tmp_path_factory.mktemp("other") / "events.toml"
    path.write_text(OTHER, encoding="utf-8")
    return read_ledger([str(path)], {})[1]


def found(text: str, ledger: Ledger, day: str) -> list[Finding]:
    passage = Passage("paragraph", 0, text)
    return findings([passage], ledger, dt.date.fromisoformat(day))


def summary(found: list[Finding]) -> list[str]:
    """`stands 2025-11-25-bessent`, one for each finding."""
    return [" ".join((one.verdict, *(event.id for event in one.events))) for one in found]


RIGHT = (
    ("Xie Feng, Beijing's ambassador, told a Washington forum on Dec. 4 that ties had steadied.",
     "stands 2025-12-04-xie-feng-forum"),
    ("Bessent told CNBC on Nov. 25 that it was Trump who had asked.", "stands 2025-11-25-bessent"),
    ("On Nov. 1 the White House published its fact sheet on the deal.",
     "stands 2025-11-01-white-house-fact-sheet"),
    ("On Nov. 4 Trump signed the orders that halved the fentanyl tariff.",
     "stands 2025-11-04-us-orders"),
    ("Beijing raised its tariffs to 84% on April 9.", "stands 2025-04-09-cn-84-tariff"),
    ("The truce was extended by 90 days on Aug. 12, Beijing time.",
     "stands 2025-08-11-truce-extension"),
    ("The truce was extended in mid-August.", "stands 2025-08-11-truce-extension"),
    ("Xi congratulated Trump by letter on Nov. 7, 2024.", "stands 2024-11-07-xi-trump-letter"),
    ("Patel visited Beijing on Nov. 7 and 8.", "stands 2025-11-07-patel-beijing"),
    ("Perdue presented his credentials to Xi on July 25.", "stands 2025-07-25-credentials"),
    ("Washington's 10% fentanyl tariff took effect on Feb. 4.",
     "stands 2025-02-01-us-fentanyl-tariff"),
    ("The United States suspended its port fees on Nov. 10.", "stands 2025-04-17-us-port-fees"),
    ("Port fees on both sides applied from 14 October.",
     "stands 2025-04-17-us-port-fees 2025-10-10-cn-port-fees"),
    ("Trump's order of Nov. 4 halved the fentanyl tariff.", "stands 2025-11-04-us-orders"),
)  # fmt: skip
WRONG = (
    ("The White House published its fact sheet on the deal on 28 October.",
     "differs 2025-11-01-white-house-fact-sheet"),
    ("Beijing has suspended the rare-earth controls that it announced on Oct. 2.",
     "differs 2025-10-09-cn-export-controls"),
    ("The truce runs until November. It was extended on Aug. 18.",
     "differs 2025-08-11-truce-extension"),
    ("Only with the joint statement of May 10 did the climbing stop.",
     "differs 2025-05-12-geneva-statement"),
    ("China's 84% tariff took effect on April 9.", "differs 2025-04-09-cn-84-tariff"),
    ("Han Zheng congratulated Vance on Nov. 9, 2024.", "differs 2024-11-07-han-vance-letter"),
)  # fmt: skip
OPEN = (
    ("The first of Trump's tariffs over fentanyl came on Feb. 4.",
     "depends 2025-02-01-us-fentanyl-tariff"),
    ("China's answering 34% was announced on April 4; its 125% is dated April 12.",
     "stands 2025-04-04-cn-34-tariff", "depends 2025-04-11-cn-125-tariff"),
    ("The framework reached there was signed on June 25, Trump said.",
     "cannot tell 2025-06-framework-signed"),
)  # fmt: skip
DISTANCES = (
    ("A day after China's new rare-earth controls Trump threatened a further tariff of 100%.",
     "stands 2025-10-09-cn-export-controls 2025-10-10-trump-100-tariff"),
    ("Three days after the White House published its fact sheet, Trump signed the orders.",
     "stands 2025-11-01-white-house-fact-sheet 2025-11-04-us-orders"),
    ("The tariff was doubled on March 3 and Beijing hit American farm products two weeks later.",
     "differs 2025-03-03-us-fentanyl-tariff-20 2025-03-04-cn-agricultural-tariffs"),
    ("China's export controls of 9 October were suspended 29 days after they had been announced.",
     "stands 2025-10-09-cn-export-controls"),
    ("China's export controls of 9 October were suspended 35 days after they had been announced.",
     "differs 2025-10-09-cn-export-controls"),
    ("Two days after Wang Wentao's letter of congratulation to Howard Lutnick, He Lifeng and Scott"
     " Bessent were introduced by video.",
     "stands 2025-02-19-wang-wentao-lutnick-letter 2025-02-21-he-bessent-video"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "answers"), [
    (text, answers) for text, *answers in (*RIGHT, *WRONG, *OPEN, *DISTANCES)
])  # fmt: skip
def test_the_event_that_a_sentence_means_is_found(text: str, answers: list[str]) -> None:
    assert summary(found(text, bundled(), "2025-12-31")) == answers


@pytest.mark.parametrize("text", [
    "Trump told reporters on Nov. 10 that tariffs on China would stay.",
    "Bessent said on Nov. 25 that soybeans were selling well.",
    "China announced on Oct. 9 that its exports had risen by 8.3%.",
    "Beijing raised its key interest rate on April 9.",
    "Trump announced a tariff on Mexican trucks on Nov. 1.",
    "On Oct. 10 Apple published its new price list.",
    "Japan's export controls of Oct. 9 cover gallium.",
    "The US government will suspend its port fees on Nov. 10.",
    "Beijing did not extend the truce on Aug. 11.",
    "Trump signed an order on tariffs on Brazilian beef on Nov. 4.",
    "The shares of Nvidia fell 4% on Oct. 13 after Trump threatened a 100% tariff.",
    "Did the White House publish its fact sheet on Nov. 1?",
])  # fmt: skip
def test_other_events_of_the_same_day_are_no_findings(text: str) -> None:
    assert summary(found(text, bundled(), "2025-12-31")) == []


@pytest.mark.parametrize(("text", "answers"), [
    ("Eva Lang told a congress in Hamburg on Feb. 3 that electricity would be cheaper.",
     ["stands 2023-02-03-lang-speech"]),
    ("Berlin announced its quota on French steel on March 10.", ["stands 2023-03-10-steel-quota"]),
    ("Germany's steel quota took effect on April 1.", ["stands 2023-03-10-steel-quota"]),
    ("Germany's steel quota took effect on March 28.", ["differs 2023-03-10-steel-quota"]),
    ("The treaty on wine labels was signed on May 9.", ["differs 2023-05-02-wine-treaty"]),
    ("Petit wrote to Lang on June 20.", ["stands 2023-06-20-petit-letter"]),
    ("The treaty on fish was signed on May 2.", []),
])  # fmt: skip
def test_a_ledger_on_another_subject(other: Ledger, text: str, answers: list[str]) -> None:
    assert summary(found(text, other, "2023-12-31")) == answers


def test_a_finding_covers_subject_and_date_and_gives_the_days_of_the_ledger() -> None:
    text = "Early on, Washington's 10% fentanyl tariff took effect on Feb. 1, officials said."
    (one,) = found(text, bundled(), "2025-12-31")
    assert text[one.start : one.end] == "Washington's 10% fentanyl tariff took effect on Feb. 1"
    assert (one.kind, one.verdict, one.answer) == ("date", "differs", "in force 4 Feb 2025")


def test_content_words_have_no_endings_and_no_nations() -> None:
    assert content("China published the controls") == content("controls that were publishing")
    assert content("The two leaders met on Friday") == content("presidents met")
