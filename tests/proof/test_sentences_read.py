"""What `chrono proof` says of sentences of many forms, each of which has a false twin."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from chrono.core.model import Ledger
from chrono.core.proof.text import findings
from chrono.files.read.load import loads
from chrono.files.read.prose import read_prose

STANDS, DIFFERS, MISSING, CANNOT = "stands", "differs", "not in the ledger", "cannot tell"


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return loads(Path(__file__).with_name("two-countries.toml").read_text(encoding="utf-8"))


def verdicts(text: str, ledger: Ledger) -> list[str]:
    found = findings(read_prose(text, "text.md").passages, ledger, dt.date(2024, 12, 31))
    return [one.verdict for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # each object of a verb has its own day
        ("Moraes met Brekke in Oslo on February 20 and Fossum in Recife on April 9-10.",
         [STANDS, STANDS]),
        ("Moraes met Brekke in Oslo on February 20 and Fossum in Recife on April 16-17.",
         [STANDS, DIFFERS]),
        # words for a contact at the head of a sentence, whose main clause is about something else
        ("In a call on January 16 with Paulo Teixeira, Ingrid Solhaug agreed to sell fish.",
         [STANDS]),
        ("In a call on January 17 with Paulo Teixeira, Ingrid Solhaug agreed to sell fish.",
         [DIFFERS]),
        ("After speaking to Teixeira by phone on January 16, Solhaug signed a law.", [STANDS]),
        ("After speaking to Teixeira by phone on January 18, Solhaug signed a law.", [DIFFERS]),
        # a form of contact without a verb of contact
        ("Solhaug raised the price of fish in a phone call with Teixeira on March 4.", [STANDS]),
        ("Solhaug raised the price of fish in a phone call with Teixeira on March 9.", [DIFFERS]),
        # attributes, compounds and titles that are not in the ledger
        ("Brekke and Moraes held a last-minute emergency meeting in Manaus on November 18.",
         [STANDS]),
        ("Brekke and Moraes held a last-minute emergency meeting in Manaus on November 21.",
         [DIFFERS]),
        ("Fishmonger Tor Brekke met Moraes in Oslo on February 20.", [STANDS]),
        # somebody's office beside the name: no other party, and checked
        ("Brekke, Solhaug's foreign minister, met Moraes in Oslo on February 20.", [STANDS]),
        ("Brekke, the trade minister, met Moraes in Oslo on February 20.", ["not read"]),
        # a country beside "arrived" is a party, and a capital after "and" is a place
        ("Envoys of Norway and Brazil arrived for talks in Recife on April 9-10.", [STANDS]),
        ("Fossum and Moraes held talks in Recife and Oslo.", [STANDS, CANNOT]),
        # which of several, and after what
        ("Solhaug and Teixeira held their third call of the year on September 12.", [STANDS]),
        ("Solhaug and Teixeira held their second call of the year on September 12.", [DIFFERS]),
        ("Their call on September 12, Solhaug said, was the first since May's meeting in Bergen.",
         ["not read"]),
        # the same day twice, and an abbreviation
        ("On Tuesday (December 31), Solhaug (NORPM) spoke to Teixeira by phone.", [MISSING]),
        # two parties without a verb
        ("Brekke met Moraes in Oslo in February, and Solhaug Teixeira in Bergen in May.",
         [STANDS, STANDS]),
        ("Brekke met Moraes in Oslo in February, and Solhaug Teixeira in Oslo in May.",
         [STANDS, MISSING]),
        # one party does something, and says something
        ("Solhaug met Teixeira in Bergen on May 22 and said that fish should be cheap.", [STANDS]),
        ("Solhaug met Teixeira in Bergen on May 24 and said that fish should be cheap.", [DIFFERS]),
        # a day of a month without a name
        ("Brekke and Moraes spoke by video on the 3rd.", [MISSING]),
        # what is hoped for did not take place
        ("Solhaug and Teixeira hoped to sell more fish at talks in Bergen on May 22.",
         ["not read"]),
        # whose name follows "and" is not known
        ("Talks in Recife on April 9-10, with Fossum, Moraes and Solhaug at the table, ended.",
         ["not read"]),
        # what parties do or say in a contact
        ("Solhaug told Teixeira in a phone call on January 16 that fish was dear.", [STANDS]),
        ("Solhaug told Teixeira in a phone call on January 17 that fish was dear.",
         ["not read"]),
        ("In a call on January 16 with Teixeira, Solhaug said that fish was dear.", [STANDS]),
        ("In a call on January 18 with Teixeira, Solhaug said that fish was dear.", [DIFFERS]),
        ("Brekke and Moraes settled the matter at a meeting in Manaus on November 18.",
         ["not read"]),
        ("Brekke and Moraes settled the matter at a meeting in Manaus on November 21.",
         ["not read"]),
        ("Aides to Brekke and Moraes settled the matter at a meeting in Manaus on November 18.",
         ["not read"]),
        ("Solhaug and Teixeira discussed fish with Lutz Berg in a call on March 4.", ["not read"]),
        ("Fossum led the team at the talks in Recife on April 9-10.", [STANDS]),
        # since a contact, and since somebody took office
        ("Solhaug and Teixeira have spoken by phone once since they met in Bergen on May 22.",
         [STANDS, STANDS]),
        ("Solhaug and Teixeira have spoken by phone twice since they met in Bergen on May 22.",
         [DIFFERS, STANDS]),
        ("Moraes and Brekke have met twice since Moraes took office in January.", [STANDS]),
        ("Moraes and Brekke have met once since Moraes took office in January.", [DIFFERS]),
        ("Moraes and Brekke have met twice since Moraes took office in March.", ["not read"]),
        # a number of some contacts only
        ("Norway and Brazil held one round of trade talks in 2024.", [STANDS]),
        ("Norway and Brazil held two rounds of trade talks in 2024.", [DIFFERS]),
        ("Norway and Brazil held one round of military talks in 2024.", ["not read"]),
        ("Solhaug and Teixeira spoke on March 4, their second call of the year.",
         [STANDS, STANDS]),
        ("Solhaug and Teixeira spoke on March 4, their third call of the year.",
         [STANDS, DIFFERS]),
        ("Brekke met Moraes twice in 2024, most recently in Manaus on November 18.",
         [STANDS, STANDS]),
        ("Brekke met Moraes twice in 2024, most recently in Oslo on February 20.",
         [STANDS, DIFFERS]),
        ("Solhaug told Teixeira's envoy in a phone call on January 16 that fish was dear.",
         ["not read"]),
        ("Solhaug and Teixeira have not spoken since their meeting in Bergen on May 22.",
         [DIFFERS, STANDS]),
        ("Leaders of Norway and Brazil met twice in 2024.", ["not read"]),
        ("Neither Solhaug nor Brekke met Moraes in 2024.", ["not read"]),
        ("Since Moraes took office, Moraes and Brekke have met twice.", [STANDS]),
        # a number with a list of places
        ("Brekke and Moraes met twice in 2024, in Oslo and Manaus.", [STANDS, STANDS, STANDS]),
        ("Brekke and Moraes met twice in 2024, in Oslo and Bergen.", [STANDS, STANDS, MISSING]),
        # what did not take place
        ("Solhaug and Teixeira did not meet in Oslo in 2024.", [STANDS]),
        ("Solhaug and Teixeira did not meet in Bergen in 2024.", [DIFFERS]),
        ("Not until May 22 did Solhaug and Teixeira meet.", [STANDS]),
        ("Not until May 24 did Solhaug and Teixeira meet.", [DIFFERS]),
        ("Solhaug invited Teixeira to visit Norway in a call on January 16.", ["not read"]),
        # orders and distances
        ("Solhaug and Teixeira met in Bergen on May 22 after they spoke by phone on March 4.",
         [STANDS, STANDS, STANDS]),
        ("Solhaug and Teixeira met in Bergen on May 22 before they spoke by phone on March 4.",
         [STANDS, DIFFERS, STANDS]),
        ("Solhaug and Teixeira met in Bergen on May 22, 79 days after they spoke on March 4.",
         [STANDS, STANDS, STANDS]),
        ("Solhaug and Teixeira met in Bergen on May 22, 90 days after they spoke on March 4.",
         [STANDS, DIFFERS, STANDS]),
        ("Solhaug met Teixeira in Bergen on May 22, six weeks after Fossum met Moraes in Recife.",
         [STANDS, STANDS, STANDS]),
        ("Solhaug met Teixeira in Bergen on May 22, six months after Fossum met Moraes in Recife.",
         [STANDS, DIFFERS, STANDS]),
        ("The summit in Bergen followed talks in Recife between Fossum and Moraes.",
         [STANDS, STANDS, STANDS]),
        ("The summit in Bergen was followed by talks in Recife between Fossum and Moraes.",
         [STANDS, DIFFERS, STANDS]),
        ("Solhaug and Teixeira spoke on March 4, marking their second call of the year.",
         [STANDS, STANDS]),
        # the contact of the sentence before
        ("Solhaug and Teixeira spoke by phone on March 4. It was their second call this year.",
         [STANDS, STANDS]),
        ("Solhaug and Teixeira spoke by phone on March 4. It was their third call this year.",
         [STANDS, DIFFERS]),
        ("Solhaug and Teixeira spoke on January 16. The two met in Bergen on May 22. A call"
         " followed on September 12.", [STANDS, STANDS, STANDS]),
        # days counted from the day named before
        ("Brekke and Moraes met in Oslo on February 20. Two weeks later, on March 4, Solhaug spoke"
         " by phone with Teixeira.", [STANDS, STANDS]),
        ("Brekke and Moraes met in Oslo on February 20. Two weeks later, Solhaug spoke by"
         " phone with Teixeira.", [STANDS, STANDS]),
        ("Brekke and Moraes met in Oslo on February 20. Two days later, Solhaug spoke by"
         " phone with Teixeira.", [STANDS, DIFFERS]),
        # the term of whoever is named
        ("Brekke met Moraes in Oslo on February 20, for the first time since taking office.",
         [STANDS]),
        ("Brekke met Moraes in Manaus on November 18, for the first time since taking office.",
         [DIFFERS]),
        ("The call on March 4 was the first time that Solhaug and Teixeira had spoken since"
         " January 31.", [STANDS]),
        ("The call on March 4 was the first time that Solhaug and Teixeira had spoken since"
         " January 10.", [DIFFERS]),
        # a clause that only says when, and words that say how long
        ("The talks, which were held in Recife on April 9, were led by Fossum and Moraes.",
         [STANDS]),
        ("The talks, which were held in Recife on April 12, were led by Fossum and Moraes.",
         [DIFFERS]),
        ("Solhaug and Teixeira held a 1 hour 40 minute call on March 4.", [STANDS]),
        ("Solhaug and Teixeira held a 1 hour 40 minute call on March 9.", [DIFFERS]),
        ("Norwegian and Brazilian officials convened in Recife on April 9, with no statement.",
         [STANDS]),
        ("Norwegian and Brazilian officials convened in Recife on April 12, with no statement.",
         [DIFFERS]),
        # what is beside a summit, and where something is
        ("Brekke met Moraes on the sidelines of the BIGFISH summit in Manaus on November 18.",
         [STANDS]),
        ("Brekke met Moraes on the sidelines of the BIGFISH summit in Narvik on November 18.",
         [CANNOT]),
        ("On May 22, all eyes turned to Bergen, where Solhaug held a meeting with Teixeira.",
         [STANDS]),
        ("On May 22, all eyes turned to Oslo, where Solhaug held a meeting with Teixeira.",
         [DIFFERS]),
        # rounds after the first, without a noun of their own
        ("The first meeting of Brekke and Moraes took place on February 20 in Oslo; the second on"
         " November 18 in Manaus.", ["cannot tell", "cannot tell"]),
        ("A round of contentious talks between Fossum and Moraes was held on April 9.", [STANDS]),
        ("A round of contentious talks between Fossum and Moraes was held on April 19.",
         [DIFFERS]),
        # days that contradict themselves, or that are those of a speaker
        ("Solhaug and Teixeira met in Bergen on Wednesday, May 22.", [STANDS]),
        ("Solhaug and Teixeira met in Bergen on Tuesday, May 22.", ["not read"]),
        ('"Solhaug and Teixeira met today in Bergen," he said.', ["not read"]),
        ("The talks of Fossum and Moraes to settle the dispute will be held on April 9.",
         ["not read"]),
        ("The talks of Fossum and Moraes to settle the dispute were not held in Recife on April 9.",
         ["not read"]),
        # whoever is not known may be the party that counts
        ("On April 9, Envoy Hans Larsen held talks in Recife with Moraes and Brekke.",
         ["not read"]),
        ("Brekke met Moraes and Hans Larsen in Oslo on February 20.", ["not read"]),
        # a third of a month is no sharp period
        ("Solhaug and Teixeira met in Bergen in mid-May.", [CANNOT]),
        ("Solhaug and Teixeira met in Bergen in early May.", [DIFFERS]),
        # a ledger need not name everybody
        ("Solhaug, Brekke and Teixeira met in Bergen on May 22.", ["cannot tell"]),
        # a number or a rank with a beginning that is not read
        ("Solhaug and Teixeira held their second call since a truce on March 4.", ["not read"]),
        ("Solhaug and Teixeira spoke on September 12, their first call since March.",
         [STANDS, CANNOT]),
        ("Solhaug and Teixeira spoke on September 12, their first call since February.",
         [STANDS, DIFFERS]),
        ("Solhaug and Teixeira spoke on September 12, their first call since April.",
         [STANDS, STANDS]),
        ("Fossum and Moraes held the first round of in-person talks since May on April 9.",
         [CANNOT]),
        ("Solhaug and Teixeira last spoke on September 12.", [STANDS]),
        ("Solhaug and Teixeira last spoke on March 4.", [DIFFERS]),
        ("Solhaug and Teixeira had not met since May 22.", ["not read"]),
        # who somebody is, and the time of day
        ("Brekke, a friend of fishermen, met Moraes in Oslo on February 20.", [STANDS]),
        ("Brekke, a friend of fishermen, met Moraes in Oslo on February 22.", [DIFFERS]),
        ("Solhaug and Teixeira spoke by phone at 8:30 p.m. on March 4.", [STANDS]),
        ("Solhaug and Teixeira spoke by phone at 8:30 p.m. on March 9.", [DIFFERS]),
        # the place or day that another clause says
        ("It was in Oslo that Brekke met Moraes on February 20.", ["not read"]),
        ("Bergen is where Solhaug and Teixeira met on May 22.", [STANDS]),
        ("Oslo is where Solhaug and Teixeira met on May 22.", ["not read"]),
        ("Tromsdal is where Solhaug and Teixeira met on May 22.", ["not read"]),
        ("The talks that began on April 9 between Fossum and Moraes ended.", [STANDS]),
        ("The talks that began on April 12 between Fossum and Moraes ended.", [DIFFERS]),
        ("To honour what was agreed in a call on March 4 between Solhaug and Teixeira, fish is"
         " sold.", [STANDS]),
        ("To honour what was agreed in a call on March 8 between Solhaug and Teixeira, fish is"
         " sold.", [DIFFERS]),
        # half of a period
        ("Between the flood and the end of June, Solhaug and Teixeira did not speak.",
         ["not read"]),
        ("Between March 5 and June 30, Solhaug and Teixeira did not speak by phone.", [STANDS]),
        ("Between March 1 and June 30, Solhaug and Teixeira did not speak by phone.", [DIFFERS]),
        # others, and words that are no contact
        ("The call between the six countries on March 4 was short.", ["not read"]),
        ("On March 4, Solhaug called on Brazil to join forces.", ["not read"]),
        # a day in the future of a verb
        ("Solhaug and Teixeira spoke by phone on January 9, 2025.", [CANNOT]),
        ("Solhaug and Teixeira will speak by phone on January 9, 2025.", ["not read"]),
        # others than the two sides
        ("The fishing teams of Norway and Brazil held a video call on July 3.", ["not read"]),
    ],
)  # fmt: skip
def test_sentence(text: str, expected: list[str], ledger: Ledger) -> None:
    assert verdicts(text, ledger) == expected, text


@pytest.mark.parametrize(
    ("text", "marked"),
    [("Brekke and Moraes, along with Mayor Hans Larsen, met in Oslo on February 20.",
      "Brekke and Moraes …, met in Oslo on February 20"),
     ("Brekke and Moraes met in Oslo on the sidelines of a summit in Narvik on February 20.",
      "Brekke and Moraes met in Oslo … on February 20"),
     ("Solhaug, who opened a market in Rome on May 1, met Teixeira in Bergen on May 22.",
      "Solhaug …, met Teixeira in Bergen on May 22")],
)  # fmt: skip
def test_only_what_was_checked_is_marked(text: str, marked: str, ledger: Ledger) -> None:
    prose = read_prose(text, "text.md")
    [found] = findings(prose.passages, ledger, dt.date(2024, 12, 31))
    assert found.verdict == STANDS
    assert prose.words(found.start, found.end, found.holes) == marked


def test_heading_with_a_date_can_only_confirm(ledger: Ledger) -> None:
    timeline = "# 16 January 2024\n\nSolhaug and Teixeira spoke by phone.\n\n# {}\n\n{}\n"
    meets = "Brekke met Moraes."
    assert verdicts(timeline.format("20 February 2024", meets), ledger) == [STANDS, STANDS]
    assert verdicts(timeline.format("25 February 2024", meets), ledger) == [STANDS, "not read"]


@pytest.mark.parametrize(
    "text",
    ["Brekke opened a fish market on February 20.", "The two sides were in Recife on April 9."],
)
def test_one_party_and_its_day_or_place_is_listed(text: str, ledger: Ledger) -> None:
    assert verdicts(text, ledger) == ["not read"]
