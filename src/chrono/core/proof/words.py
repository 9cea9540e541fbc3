"""The English words that chrono knows in a sentence about contacts, by what they say."""

from __future__ import annotations

from collections.abc import Mapping

NOUNS: Mapping[str, str] = {
    "meeting, encounter, sit-down, audience, get-together, working lunch, working dinner"
    ", bilateral meeting, bilateral, summit meeting, session, huddle": "meeting or talks",
    "summit, in-person meeting, face-to-face meeting, leaders' meeting, in-person talks"
    ", face-to-face, face-to-face talks": "meeting",
    "call, phone call, telephone call, phone conversation, telephone conversation, phone talk"
    ", phone talks, telephone talk, telephone talks, call by phone, hotline call": "call",
    "video call, video conference, videoconference, virtual meeting, video meeting, virtual summit"
    ", video talks, video teleconference call, video teleconference, online meeting"
    ", virtual talks, video conversation, video link call"
    ", virtual call, teleconference": "video",
    "round, trade talks, trade negotiations, economic and trade negotiations"
    ", economic and trade talks, economic and trade consultations, negotiating round, trade round"
    ", maritime talks, military talks, negotiating session": "talks",
    "economic and trade meeting": "talks or meeting",
    "talks, negotiations, negotiation, consultations, consultation, discussions, discussion"
    "": "talks or any",
    "conversation, chat, exchange, contact, dialogue": " or any",
    "visit, trip, state visit, official visit, working visit": "visit or meeting talks",
}
"""Nouns for a kind of contact -> the types that they mean strictly "or" in a wide sense.

A number is judged in both senses, and one event in the wide one. "any" is every type of contact.
"""

VERBS: Mapping[str, str] = {
    "met, meets, meet, sat down, sit down, came face to face, met face to face, met in person"
    ", meet in person, meet face to face, sat across from, hosted, welcomed, received by"
    ", hosted by, welcomed by, called on, saw, seen, held a meeting"
    ", met for talks, received, receives, huddled, huddled with, shook hands, shook hands with"
    ", dined with, had dinner with, lunched with, had lunch with, meeting with, sat with, greeted"
    ", greeted by": "meeting or talks",
    "spoke, speaks, speak, spoken, speaking, talked, talk, talks to, conferred, confer"
    ", conversed, communicated, communicate"
    ", consulted, talking": "call video or any",
    "phoned, telephoned, called, rang, phones, calls, phoning": "call",
    "negotiated, negotiate": "talks or meeting video",
    "convened, convene, convening, gathered, gather": " or any",
    "visited, visits, visiting, travelled to, traveled to, flew to, arrived in, arrives in"
    ", arrived, landed in, went to, headed for, headed to, travels to, returned from"
    ", arrived here": "visit or meeting talks",
}
"""Verbs for a kind of contact, as in NOUNS."""

FORMS: Mapping[str, str] = {
    "by phone, by telephone, over the phone, on the phone, via phone, via telephone"
    ", over the telephone, on the telephone": "call",
    "by video, by video link, via video, via video link, by videoconference, via videoconference"
    ", virtually, online, by video conference, via video conference, remotely, over video"
    ", via a video link": "video",
    "in person, face to face": "meeting or talks",
}
"""Words that limit the kind of contact that a verb or noun beside them can mean, as in NOUNS."""

LIGHT = """led wrap-up open begin start end opens begins starts ends held hold holds had has have
initiated conducted wrapped-up concluded completed began started opened kicked-off launched ended
finished made took-place taken-place was-held were-held been-held came happened occurred placed
got-on joined shared lasted took-part-in attended co-chaired chaired continued resumed commenced
restarted engaged-in participated-in participated is was were are been be being did do does having
had-been holding received paid pays led-to resulted-in leading-to brought-together mark marks marked
represents represented"""
"""Verbs that say only that something took place or that somebody took part."""

PAST = {"met", "spoke", "held", "took", "sat", "came", "rang", "began", "had", "flew", "went",
        "saw", "shook"}  # fmt: skip
PRESENT = {"is", "are", "be", "being"}
"""Verbs of what has taken place, beside those in "-ed", and of what has not."""

NOT = """not never no neither nor without nobody none n't cannot yet-to failed-to fail-to refused
declined denied denies deny cancelled canceled postponed called-off hardly rarely barely except
except-for but-for instead-of rather-than other-than apart-from short-of scrapped aborted skipped
missed avoided ruled-out rejected unlike didn't hasn't haven't hadn't wasn't weren't don't doesn't
isn't aren't seldom"""
"""Words that deny what stands beside them."""

MOOD = """will would could can may might should shall must ought won't wouldn't couldn't plan plans
planned planning expect expects expected expecting schedule scheduled due-to propose proposed
proposes if whether unless possible possibly potential potentially likely unlikely perhaps maybe
hope hopes hoped hoping want wants wanted seek seeks sought seeking offer offered offers invite
invited intends intended set-to set-for about-to going-to ready-to willing-to agreed-to agree-to
agrees-to aims-to upcoming future forthcoming next rumoured rumored alleged allegedly reportedly
purported supposedly supposed speculation prospect prospects anticipated eyeing urged urges
called-for calls-for calling-for demanded demands threatened suggested considering mulling prepare
prepared preparing preparations request requested requests almost seems seem seemed appears appeared
apparently claimed claims claim false wrongly erroneously imagine suppose to-be in-case asked asks
asking let's promise promised promises vowed pledged pledge would-be looming slated tentative
tentatively reported-ly poised proposal proposals eventual"""
"""Words after or before which something is not said to have taken place."""

BREAKS = """by-the-time who whom whose which where when while whereas although though because as
after before following that what in-which during-which at-which after-which amid-which despite once
since then prior-to including such-as just-as shortly-after shortly-before soon-after right-after
right-before just-after just-before ahead-of-which follows followed followed-by precedes preceded
preceded-by"""
"""Words with which another clause begins, which has slots of its own."""

UNREAL = """if whether unless until than or regarding concerning why how so-that lest whenever
wherever ahead-of"""
"""Words with which a clause begins that does not say that something took place."""

SAY = """said says told tells announced confirmed reported noted added wrote stated say according-to
recalled revealed disclosed saying telling adding noting writes announcing confirming stressed
stressing emphasized emphasised described reports quoted-as-saying as-saying read-out"""
"""Words for saying: what stands before them is said of the speaker, not of a contact."""

TOPICS = """about on-the-subject-of on-the-topic-of discussing discussed to-discuss focused-on
initiated-by arranged-by brokered-by mediated-by focusing-on to-review to-talk-about over on-issues
covering on-issues-such-as aimed-at to-negotiate in-an-effort-to in-a-bid-to to-address on-topics
on-topics-such-as to-exchange-views dealing-with to-resolve to-prepare-for in-preparation-for
as-part-of under in-the-framework-of amid at-the-invitation-of at-the-request-of during-a-visit-to
during-his-visit-to during-her-visit-to to-mark"""
"""Words with which a phrase begins that says what a contact was about, or beside what it was."""

BESIDE = "on-the-sidelines-of on-the-margins-of in-the-margins-of at-the-margins-of"
"""Words before another contact, at whose place and time this one was."""

BOTH = """they them the-two the-two-leaders the-two-sides both-sides both-leaders the-two-presidents
the-two-men the-pair the-two-countries both-countries the-sides the-leaders each-other one-another
the-duo the-two-ministers the-two-officials the-two-nations both the-two-heads-of-state
the-two-governments the-2-presidents the-2-leaders the-2-sides both-men the-two-teams
the-two-delegations two-sides two-leaders two-countries two-presidents two-heads-of-state
the-presidents the-ministers both-presidents both-governments both-nations the-two-foreign-ministers
the-two-militaries the-parties both-parties the-two-negotiators both-ministers the-two-diplomats
the-two-envoys the-two-chiefs their themselves"""
"""Words for the two parties that were named before."""

ONE = "he she him her his it its we us i our my you your me himself herself itself"
"""Words for one party, which only a reader can know."""

PEOPLE = """side team delegation delegations officials official negotiators negotiator
representatives representative diplomats diplomat envoys envoy leader leaders counterpart
counterparts ministers government governments authorities chief chiefs sides teams negotiation-team
trade-team trade-negotiators trade-negotiator officers military militaries delegates administration
leadership top-diplomat trade-chief commanders officials' people's"""
"""Words for people of a country, as in `the Chinese side`."""

TITLES = (
    "mr mrs ms dr sir madam president premier secretary minister chancellor king prince general"
    " adm gen sen rep gov amb prof admiral senator congressman governor ambassador"
)
"""Words before a surname."""

PLAIN = """air but the a an and with between in on at by of for from into during through also
together then later again already just finally earlier recently previously formally having this
these those there here times time occasion occasions total-of a-total-of in-total respective
long-awaited lengthy long brief rare direct bilateral private closed-door joint separate official
formal informal historic highly key major crucial important intensive intense candid constructive
in-depth frank successful landmark past new fresh another further additional local local-time
beijing-time morning afternoon evening night jointly respectively so far meanwhile however indeed
even separately personally directly briefly publicly privately trilateral high-level senior-level
senior top much-anticipated high-stakes high-profile much-awaited day-long so-far to-date thus-far
overall series-of a-series-of productive positive cordial friendly tense substantive wide-ranging
comprehensive follow-up special ministerial working economic trade tariff commercial financial
maritime military nuclear peace security strategic diplomatic political annual face-to-face
in-person same inside outside near city capital town resort port base airport island palace hotel
house venue estate residence where-else capitals early late mid several-hours moreover furthermore
additionally subsequently afterwards afterward thereafter soon once-again and-then as-well too well
which-was both-of head heads of-state jr sr northern southern eastern western central
upon-invitation via previous subsequent prior recent at-all on-invitation opposite members member
foreign two-way phone telephone extended detailed prolonged heated unannounced one-on-one
highly-anticipated highly-awaited eagerly-anticipated eagerly-awaited long-anticipated
hotly-anticipated keenly-awaited outcome outcomes result results atmosphere conclusion beginning
aftermath wake made-possible readout tone indirect"""
"""Words that change nothing in what a sentence says of a contact."""

RESTRICTING = """economic trade tariff commercial financial maritime military nuclear peace security
strategic political ministerial working expert technical ceasefire budget climate consular cultural
parliamentary border defence defense energy leader negotiator minister diplomat envoy militarie
chief commander officer president lawmaker"""
"""Words that limit a number of contacts to some of them: those with this tag."""

MEASURES = """hour hours minute minutes day days week weeks month months year years percent per-cent
million billion trillion dollars euros countries nations people men women agreements documents items
points things issues topics questions times-more decades decade sides leaders presidents
ministers"""
"""Words after a number that is not a number of contacts."""

LIMITS: Mapping[str, int] = {
    "at least": 0, "no fewer than": 0, "no less than": 0, "not fewer than": 0,
    "more than": 1, "over": 1,
}  # fmt: skip
"""Words before a number N -> what to add to N for the least number."""

MOST: Mapping[str, int] = {
    "at most": 0, "no more than": 0, "up to": 0, "fewer than": -1, "less than": -1,
    "not more than": 0,
}  # fmt: skip
"""Words before a number N -> what to add to N for the greatest number."""

VAGUE = "about around some nearly roughly approximately frequent regular constant close almost"
"""Words that make a number, or a contact beside them, inexact."""

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
            "tenth", "eleventh", "twelfth")  # fmt: skip
LAST = ("last", "latest", "most recent", "most recently", "final")
TIMES = {"once": 1, "twice": 2, "thrice": 3}


def listed(table: str) -> list[tuple[str, ...]]:
    """Return the phrases of a table of words, each as a tuple of words in lower case."""
    return [tuple(phrase.split("-")) for phrase in table.split()]


def phrases(table: str) -> list[tuple[str, ...]]:
    """Return the phrases of a table with commas, each as a tuple of words in lower case."""
    return [tuple(phrase.replace("-", " ").split()) for phrase in table.split(", ")]
