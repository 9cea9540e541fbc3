"""Words for kinds of event in news texts, and words that look the same but mean something else.

Each row has:

- a pattern
- the types of event that the words mean, separated by spaces (CONTACTS: all types of contact)
- other possible types of event. If a number counts events, these types are ignored
"""

from __future__ import annotations

from collections.abc import Sequence

from chrono.core.proof.words import Forms

TOPICS = frozenset(("maritime", "policy", "coordination", "financial"))
"""Words before a noun that must be in the title or summary of an event: `maritime talks`."""

CONTACTS = "meeting call video talks"
KindRow = tuple[str, str, str]

_TALKS = "talks|negotiations|consultations"

NOUNS: Sequence[KindRow] = (
    # a face-to-face meeting, a sit-down
    (r"(?:in-person|face-to-face) (?:meeting|encounter)s?|sit-downs?", "meeting", "talks"),
    # the leaders' summit meeting, the summit
    (r"(?:leaders['’] |presidential |bilateral )?summit meetings?|summits?", "meeting", ""),
    # a meeting
    (r"meetings?|encounters?", "meeting", "talks visit"),
    # a phone call, calls by telephone
    (r"(?:phone|telephone) (?:calls?|conversations?|talks?)|calls? by (?:phone|telephone)",
     "call", ""),
    # a video call, a videoconference
    (r"(?:video|virtual) (?:calls?|conferences?|meetings?|conversations?|links?|talks)"
     r"|video-?conferences?|videoconferences?|calls by video", "video", ""),
    # a call
    (r"calls?", "call", "video"),
    # a conversation
    (r"conversations?", "call", "video meeting"),
    # five rounds of trade talks
    (r"(?:negotiating |trade |bargaining )?(?:rounds?|sessions?) of"
     r" (?:trade |economic |tariff |maritime |formal |senior-level |high-level |their )*"
     rf"(?:{_TALKS})", "talks", ""),
    # a negotiating round, the second round, trade talks
    (r"(?:trade|negotiating|bargaining|maritime|military) (?:rounds?|sessions?)|rounds?"
     r"|trade talks", "talks", ""),
    # working-level talks, consultations
    (rf"(?:working-level |maritime |military |defen[cs]e |policy |trade )*(?:{_TALKS})",
     "talks", "meeting video"),
    # two contacts
    (r"contacts|exchanges", CONTACTS, ""),
    # a visit
    (r"visits?|trips?", "visit", "meeting"),
    # a letter
    (r"letters?", "letter", ""),
)  # fmt: skip
"""The rows of the nouns for kinds of event. Nouns with more words come first."""

VERBS: Sequence[KindRow] = (
    # met in person
    (r"met (?:face to face|in person)|(?:meet|meeting) (?:face to face|in person)",
     "meeting", "talks"),
    # met, sat down, came face to face
    (r"met|sat down|sit down|meets|come face to face|came face to face|saw each other",
     "meeting", "talks"),
    # received, was hosted
    (r"(?:was |were |been )?(?:received|hosted|welcomed|greeted)|receives|hosts|saw|sees",
     "meeting", "talks visit"),
    # have yet to meet
    (r"meet", "meeting", "talks"),
    # spoke, talked
    (r"sp(?:oke|oken|eak|eaks|eaking)|talk(?:ed|s|ing)?", "call video", "meeting talks"),
    # conferred
    (r"confer(?:red|s|ring)?|consulted|conversed", "call video", "meeting talks"),
    # phoned
    (r"called|phoned|telephoned|phones|telephones|rang|rung", "call", ""),
    # held two days of talks
    (r"(?:held|hold|holds|holding|had|led|conducted|opened|concluded|completed)"
     r" (?:(?:their|two|three|four|five|six|several|formal|further|maritime|military|trade|economic"
     r"|policy|defen[cs]e|coordination|direct|high-level|working-level|candid|two days of|a day of"
     rf"|another day of) )*(?:{_TALKS}|discussions)", "talks", "meeting video call"),
    # negotiated
    (r"negotiated|bargained", "talks", ""),
    # were in regular contact
    (r"(?:were|was|been|be) (?:in (?:direct |frequent |regular )?(?:touch|contact)"
     r"|in communication)|communicated", CONTACTS, ""),
    # were on the phone to each other
    (r"(?:were|was|been|be|got) on the (?:phone|telephone|line)(?: (?:to|with) each other)?",
     "call", ""),
    # lunched, was granted an audience
    (r"(?:was |were |been )?granted an audience|gave an audience|lunched|dined|breakfasted"
     r"|had lunch|had dinner|sat across from|sat opposite|shook hands|faced", "meeting", "talks"),
    # visited
    (r"visited|travel(?:l)?ed to|flew to",
     "visit", "meeting talks"),
)  # fmt: skip
"""The rows of the verbs for kinds of event."""

FORMS: Sequence[KindRow] = (
    # over the phone
    (r"(?:by|over the|on the|via|through|using the) (?:secure )?(?:phone|telephone)"
     r"(?: calls?| line)?|by (?:phone|telephone)", "call", ""),
    # by video link, online
    (r"(?:by|over|via|on|through) (?:a (?:secure )?video(?: |-)?link"
     r"|(?:secure )?video(?: ?-?(?:link|call|conference|conferencing))?)|by videoconference"
     r"|virtually|remotely|via videoconference|on screen|online", "video", ""),
    # face to face
    (r"face[- ]to[- ]face|in person", "meeting", "talks"),
)  # fmt: skip
"""The rows of the adverbs that state the form of a contact, such as `by phone`."""

_SPEECH = (
    "says", "saying", "told", "tells", "added", "adding", "adds", "noted", "notes", "noting",
    "argued", "argues", "insisted", "wrote", "writes", "predicted", "warned", "warns", "remarked",
    "recalled", "declared", "explained", "asked", "announced", "confirmed", "complained", "joked",
    "admitted", "conceded", "observed", "summarizing", "summarising",
)  # fmt: skip
SPEECH = Forms[None]((
    (rf"\b(?:{'|'.join(_SPEECH)})\b", None, " ".join(_SPEECH)),
    (r"\b(?:said|reported)\b(?! to have)", None, "said reported"),
    (r"\b(?:pointed out|according to|summed up)\b", None, "pointed according summed"),
))  # fmt: skip
"""Verbs of speech. Their subject does not take part in the event of the clause after them."""

CALLED = ("called", "phoned", "telephoned", "phones", "telephones", "rang")
"""Verbs whose subject made a phone call."""

_AIM = (
    r"(?:resistance|target|demand|need|goal|standard|deadline|threshold|requirement|silence"
    r"|scepticism|skepticism|approval|conditions?)s?"
)


def _any_of(*patterns: str) -> str:
    return "|".join(patterns)


NO_KIND = Forms[None]((
    # called for calm, called on China to act (but not `called on 5 May`), so-called
    (_any_of(
        r"\bcall(?:s|ed|ing)? (?:for|off|into|out)\b",
        r"\bcall(?:s|ed|ing)? on"
        r" (?!\d|the \d|[A-Z][a-z]+\.? \d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)",
        r"\bcall(?:s|ed|ing)? (?:on|again|last|this|in)(?: [\w.]+){1,3} for"
        r" (?!the \w+ time|(?:an|\w+) (?:minutes|hours?))",
        r"\bcall(?:s|ed|ing)? (?:[A-Z][\w.’'-]+ ){1,3}(?:[“\"]|(?:an?|the|his|her) "
        r"(?!(?:\w+ )?(?:day|week|month|year|hour|evening|morning|second|third|few|couple|time)s?"
        r"\b))",
        r"\b(?:please|so|was|is|are|be|what \w+) call(?:ed)?\b",
        r"\bcall(?:ed|s)? (?:it|him|her|them|this|that|the|its|an?)\b"
        r"(?! (?:call|year|month|week|quarter|term|spring|summer|autumn|winter)\b)",
        r"\bcalled the (?:meeting|talks|call)\b",
        r"\bso-called\b", r"\bcall-in\b", r"\bcall to\b", r"\bcall it\b",
        # other calls
        r"\bcall cent", r"\bcall sign", r"\bwake-up call", r"\bclose call\b",
        r"\bphone call away\b",
        r"\bconference calls?\b", r"\bearnings calls?\b", r"\bon call\b",
    ), None, "call calls called calling"),
    # talk of war, met the target
    (_any_of(
        r"\b[Tt]alks? (?:about|of)\b", r"\btalks? up\b", r"\btalk(?:ing)? points?\b",
        r"\b(?:trade|peace|pay) talks fail",
        rf"\b(?:meet|meets|met|meeting) (?:the |with |its |a |their |this )?{_AIM}\b",
        r"\bspeak(?:s|ing)? (?:of|about|for|to reporters|volumes)\b",
        r"\bspoke (?:of|about|for|to reporters)\b", r"\bspoken (?:of|about)\b",
    ), None, "talk talks talking meet meets met meeting speak speaks speaking spoke spoken"),
    # other meetings and rounds
    (_any_of(
        r"\bmeeting room\b", r"\bteam meeting\b", r"\bboard meeting\b",
        r"\bround (?:number|figure|sum|table"
        r"|of (?!(?:\w+[ -]){0,3}(?:talks|negotiations|consultations)))\b",
        r"\b(?:all|year) round\b", r"\bhosted (?:by|the summit)",
    ), None, "meeting round hosted"),
    # other exchanges, contacts and letters
    (_any_of(
        r"\bin exchange\b", r"\bstock exchanges?\b", r"\bexchange (?:rate|controls?)\b",
        r"\bforeign exchange\b", r"\bpeople-to-people exchanges\b",
        r"\bcontact (?:the|us|me|with the author)\b", r"\bletter of\b",
    ), None, "exchange exchanges contact letter"),
))  # fmt: skip
"""Words that look like a kind of event but do not mean one, such as `called for calm`."""
