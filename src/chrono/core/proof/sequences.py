"""Judge statements about the order of events: `London preceded Rome`, `Bern came first`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from chrono.core import english
from chrono.core.model import Event
from chrono.core.proof.event_verdicts import NOT_ALL_COVERED
from chrono.core.proof.findings import Finding
from chrono.core.proof.forms import Reader, read_forms
from chrono.core.proof.kinds import Kind
from chrono.core.proof.matching import on_day, only, took_part, with_date
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.people import Party
from chrono.core.proof.statements import Description, Statement
from chrono.core.proof.words import MASKS, ORDINAL_WORDS
from chrono.core.spans import high, low
from chrono.core.verdicts import TextVerdict

_LIST = r"EVENT(?:,? (?:and |then |and then )?EVENT)*"
_HELD = r"(?:came|went|was|took place|was held|happened|fell)"
_NOT_BY = r"(?! by (?:about |some |\w+ )?\ue002)"

CHAINS: Sequence[str] = (
    rf"EVENT {_HELD} first,? (?:and )?(?:then|followed by|next|before) {_LIST}",
    rf"\b[Ff]irst(?: came| was|,)? (?:in )?EVENT,?(?: and)? (?:then|next)(?: came| in)? {_LIST}",
    r"EVENT(?:, EVENT)*,? and EVENT(?=,? in (?:that|this) order)",
    rf"EVENT(?:, which)? (?:preceded|predated) EVENT{_NOT_BY}",
    rf"EVENT(?:, which)? {_HELD} before EVENT",
    rf"EVENT(?:, which)? was followed by {_LIST}",
    rf"\b[Aa]fter EVENT (?:came|followed) {_LIST}",
)
"""Patterns of events that a text lists in the order in which they took place. Examples:

`Geneva came first, then London and Madrid`; `London preceded Madrid`; `After Geneva came London`.
"""

REVERSED: Sequence[str] = (
    rf"EVENT(?:, which)? (?:followed|succeeded) EVENT{_NOT_BY}",
    rf"EVENT(?:, which)? {_HELD} after EVENT{_NOT_BY}",
    rf"EVENT(?:, which)? was preceded by EVENT{_NOT_BY}",
    r"\b[Bb]efore EVENT (?:came|there was) EVENT",
)
"""Patterns of two events. The second event took place first, as in `Madrid followed London`."""

_EVENT = re.compile(f"{MASKS['EVENT']}+")


def precedes(first: Event, second: Event) -> bool | None:
    """Return whether `first` began before `second`.

    Return None if the order is unknown, or if both began on the same day.
    """
    starts = [start for when in first.all_dates for start in when.starts]
    others = [start for when in second.all_dates for start in when.starts]
    if all(high(a.last) < low(b.first) for a in starts for b in others):
        return True
    if all(high(b.last) < low(a.first) for a in starts for b in others):
        return False
    return None


def _chains(mentions: Mentions, match: re.Match[str], backwards: bool = False) -> Iterator[Finding]:
    """Judge statements such as `London preceded Rome` (`backwards`: `Rome followed London`)."""
    runs = _EVENT.finditer(match[0])
    events = [mentions.at(match.start() + run.start()) for run in runs]
    yield from _chain(mentions, match.span(), events[::-1] if backwards else events)


def _chain(
    mentions: Mentions, place: tuple[int, int], events: Sequence[Event]
) -> Iterator[Finding]:
    pairs = [*pairwise(events)]
    if len({event.id for event in events}) != len(events) or not pairs:
        return
    right = [precedes(*pair) for pair in pairs]
    reading = " → ".join(event.title for event in events)
    verdict: TextVerdict = "stands"
    answer = "; ".join(english.date(event.when) for event in events)
    if False in right:
        first, second = pairs[right.index(False)]
        verdict, answer = "differs", f"{with_date(second)}; {with_date(first)}"
    elif None in right:
        first, second = pairs[right.index(None)]
        verdict, answer = "cannot tell", f"{with_date(first)}; {with_date(second)}"
    yield mentions.finding(place, "order", verdict, reading, answer, events)


_LISTED = re.compile(r"\ue000+ (?:was|is|became) \ue000+,? and $")


_SAME = r"EVENT:one(?:, which)?(?P<verb> (?:was|is|became))?(?:, TIME,)? EVENT:two"


def _same(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `Geneva was the first round`."""
    first, second = mentions.at(match.start("one")), mentions.at(match.start("two"))
    words = mentions.text[slice(*match.span("two"))]
    ordinal = re.match(r"the (?:very )?(?:first|second|third|\w+th|last|final)\b", words.lower())
    if ordinal and (match["verb"] or _LISTED.search(mentions.masked[: match.start()])):
        reading, answer = f"{first.title}: {words}", with_date(second)
        yield mentions.finding(
            match.span(), "order", first == second, reading, answer, (first, second)
        )


_LAST = (
    r"\b(?:and )?(?:last(?:ly| of all)?|finally)(?: came)?,? (?:TIME:time,? )?"
    r"(?:came )?EVENT:one"
)


def _last(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge the end of a list of events, such as `and last, in late October, Kuala Lumpur`."""
    event = mentions.at(match.start("one"))
    others = [one.event for one in mentions.mentioned(0, match.start())]
    if not others or event in others:
        return
    place = match.start() + 4 * match[0].startswith("and "), match.end()
    before = [precedes(other, event) for other in others]
    right = False not in before and on_day(event, mentions.time(match))
    if not right or None not in before:
        reading = f"{event.title}: the last"
        yield mentions.finding(place, "order", right, reading, str(event.when), (event,))


_BOUNDED = rf"EVENT:one(?:,? TIME:time,?)? (?:had )?{_HELD} TIME:limit"


def _bounded(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `the first, on 5 May, came before he took office`."""
    event = mentions.at(match.start("one"))
    limit, start = mentions.time(match, "limit"), event.when.start
    if not limit or limit.prep not in ("before", "after") or not limit.exact:
        return
    day = limit.span.first
    if not (start and day and event.when.exact) or start == day:
        return
    if on_day(event, mentions.time(match)):
        right = (start < day) == (limit.prep == "before")
        reading = f"{event.title}: {limit.prep} {day}"
        other = only([
            one for one in mentions.judge.ledger.events
            if not one.type.contact and one.when.exact
            and one.when.start == one.when.end == day
        ])  # fmt: skip
        events = (event, other) if other else (event,)
        yield mentions.finding(match.span(), "order", right, reading, str(event.when), events)


_FIRST_PERSON = r"PERSON:who (?:was|were|came) (?:the )?(?P<which>first|last),? TIME:time"


def _first_person(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `Mr Ma was the first, on 5 May`."""
    parties, time = mentions.parties(*match.span("who")), mentions.time(match)
    events = mentions.group(None)
    if len(parties) != 1 or len(events) < 2 or not time or not time.exact:
        return
    if any(took_part(one, parties[0]) for one in events):
        reading = f"{parties[0].label}: the {match['which']} of {len(events)}"
        yield from _first_or_last(mentions, match, events, parties[0], reading)


def _first_or_last(
    mentions: Mentions, match: re.Match[str], events: Sequence[Event], party: Party, reading: str
) -> Iterator[Finding]:
    """Yield the finding for a statement that a party took part in the first or last event."""
    event = events[0 if match["which"] == "first" else -1]
    right = took_part(event, party) and on_day(event, mentions.time(match))
    yield mentions.finding(match.span(), "order", right, reading, with_date(event), (event,))


_LAST_WITH = (
    r"PERSON:who['’]s? (?P<which>first|last|latest|most recent) (?P<noun>[\w -]{3,30}?) (?:was"
    r"|came) (?:TIME,? )?with PERSON:other(?:,? (?:back )?TIME:time)?"
)


def _last_with(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `Wang's last video call was with Greer`."""
    who, other = mentions.parties(*match.span("who")), mentions.parties(*match.span("other"))
    kind = mentions.noun(match)
    if len(who) == len(other) == 1 and kind and (events := mentions.listed(who, kind)):
        reading = f"{who[0].label}: the {match['which']} {kind.word}; {other[0].label}"
        about = Description(who, kind=kind)
        _, span = next(mentions.judge.spans_in_text(Statement("count", 0, 0, about)))
        if mentions.judge.is_covered(span, about):
            yield from _first_or_last(mentions, match, events, other[0], reading)
        else:
            place = match.span()
            yield mentions.finding(place, "order", "cannot tell", reading, NOT_ALL_COVERED, ())


_FIRST_TO = (
    r"(?P<prep>to|with|by) PERSON:one first,? (?:and |and then |then )?(?:only )?(?:(?:to|with"
    r"|by) )?PERSON:two (?:afterwards|later|second|next|then|after that)"
)


def _first_to(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `Wang wrote to Greer first and to Xi later`.

    The match is `to Greer first and to Xi later`.
    """
    start = match.start()
    people = [mark.value.parties for mark in mentions.inside(0, start, "people")]
    people = [parties for parties in people if len(parties) == 1]
    kinds = [mark.value for mark in mentions.inside(0, start, "verb", "noun")]
    if re.search(r"\b[Ww]r(?:ote|itten) to\b", mentions.text[:start]):
        kinds = [Kind(frozenset(("letter",)))]
    times = tuple(mark.value for mark in mentions.inside(0, start, "time"))
    others = [mentions.parties(*match.span(name)) for name in ("one", "two")]
    if not people or len(times) != 1 or any(len(parties) != 1 for parties in others):
        return
    kind = kinds[0] if kinds else None
    events = [
        only(mentions.judge.find(Description((*people[0], *other), kind=kind, times=times)))
        for other in others
    ]
    yield from _chain(mentions, match.span(), [event for event in events if event])


_CHAIN_WORDS = "first then next followed before after preceded predated succeeded order"
_READERS = (
    *(Reader(row, _chains, _CHAIN_WORDS, 2) for row in CHAINS),
    *(Reader(row, partial(_chains, backwards=True), _CHAIN_WORDS, 2) for row in REVERSED),
    Reader(_SAME, _same, f"{ORDINAL_WORDS} last final", 2),
    Reader(_LAST, _last, "last lastly finally", 2),
    Reader(_BOUNDED, _bounded, "before after", 1),
    Reader(_FIRST_PERSON, _first_person, "first last"),
    Reader(_LAST_WITH, _last_with, "first last latest recent"),
    Reader(_FIRST_TO, _first_to, "first"),
)


def sequences(mentions: Mentions) -> Iterator[Finding]:
    """Yield findings about the order of events, for one sentence."""
    yield from read_forms(_READERS, mentions)
