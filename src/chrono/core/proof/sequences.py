"""The order of several events: `London preceded Stockholm`, `Geneva came first, then London`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from chrono.core import english
from chrono.core.model import Event
from chrono.core.proof.findings import Finding, Verdict
from chrono.core.proof.forms import Reader, read_forms
from chrono.core.proof.kinds import Kind
from chrono.core.proof.masks import MASKS, form
from chrono.core.proof.mentions import Mentions, on_day, with_date
from chrono.core.proof.words import ORDINAL_WORDS
from chrono.core.spans import high, low

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
"""Patterns of events that are given in the order in which they took place.

`Geneva came first, then London and Madrid`; `London preceded Madrid`; `After Geneva came London`.
"""

REVERSED: Sequence[str] = (
    rf"EVENT(?:, which)? (?:followed|succeeded) EVENT{_NOT_BY}",
    rf"EVENT(?:, which)? {_HELD} after EVENT{_NOT_BY}",
    rf"EVENT(?:, which)? was preceded by EVENT{_NOT_BY}",
    r"\b[Bb]efore EVENT (?:came|there was) EVENT",
)
"""Patterns of two events, of which the second one took place first: `Madrid followed London`."""

_EVENT = re.compile(f"{MASKS['EVENT']}+")


def precedes(first: Event, second: Event) -> bool | None:
    """Whether an event began before another; None if that is not known, or on one day."""
    starts = [start for when in first.all_dates for start in when.starts]
    others = [start for when in second.all_dates for start in when.starts]
    if all(high(a.last) < low(b.first) for a in starts for b in others):
        return True
    if all(high(b.last) < low(a.first) for a in starts for b in others):
        return False
    return None


def _chains(found: Mentions) -> Iterator[Finding]:
    """`London preceded Stockholm`: each event of a pattern, compared with the next one."""
    for rows, backwards in ((CHAINS, False), (REVERSED, True)):
        for row in rows:
            for match in form(row).finditer(found.masked):
                places = [m.start() for m in _EVENT.finditer(match[0])]
                events = [found.at(match.start() + place) for place in places]
                yield from _chain(found, match.span(), events[::-1] if backwards else events)


def _chain(found: Mentions, place: tuple[int, int], events: Sequence[Event]) -> Iterator[Finding]:
    pairs = [*pairwise(events)]
    if len({event.id for event in events}) != len(events) or not pairs:
        return
    right = [precedes(*pair) for pair in pairs]
    reading = " → ".join(event.title for event in events)
    if False in right:
        first, second = pairs[right.index(False)]
        why = f"{with_date(second)}; {with_date(first)}"
        yield found.finding(place, "order", "differs", reading, why, events)
    elif None in right:
        first, second = pairs[right.index(None)]
        why = f"{with_date(first)}; {with_date(second)}"
        yield found.finding(place, "order", "cannot tell", reading, why, events)
    else:
        why = "; ".join(english.date(event.when) for event in events)
        yield found.finding(place, "order", "stands", reading, why, events)


def _same(found: Mentions) -> Iterator[Finding]:
    """`Geneva was the first round, and Kuala Lumpur the last`: two mentions of one event."""
    pattern = r"EVENT:one(?:, which)?(?P<verb> (?:was|is|became))?(?:, TIME,)? EVENT:two"
    for match in form(pattern).finditer(found.masked):
        one, two = found.at(match.start("one")), found.at(match.start("two"))
        words = found.text[match.start("two") :].lower()
        listed = re.search(
            r"\ue000+ (?:was|is|became) \ue000+,? and $", found.masked[: match.start()]
        )
        if not re.match(r"the (?:very )?(?:first|second|third|\w+th|last|final)\b", words):
            continue
        if match["verb"] or listed:
            yield found.finding(
                match.span(),
                "order",
                "stands" if one == two else "differs",
                f"{one.title}: {found.text[slice(*match.span('two'))]}",
                with_date(two),
                (one, two),
            )


def _last(found: Mentions) -> Iterator[Finding]:
    """`and last, in late October, Kuala Lumpur`, after other events of the sentence."""
    pattern = (
        r"\b(?:and )?(?:last(?:ly| of all)?|finally)(?: came)?,? (?:TIME:time,? )?"
        r"(?:came )?EVENT:one"
    )
    for match in form(pattern).finditer(found.masked):
        event = found.at(match.start("one"))
        others = [one.event for one in found.all if one.end <= match.start()]
        if not others or event in others:
            continue
        start = match.start() + (4 if match[0].startswith("and ") else 0)
        time = found.value("time", match.start("time")).value if match["time"] else None
        before = [precedes(other, event) for other in others]
        reading = f"{event.title}: the last"
        right = False not in before and on_day(event, time)
        if right and None in before:
            continue
        yield found.finding(
            (start, match.end()),
            "order",
            "stands" if right else "differs",
            reading,
            str(event.when),
            (event,),
        )


def _bounded(found: Mentions) -> Iterator[Finding]:
    """`the first, on Jan. 17, came before he took office`."""
    pattern = rf"EVENT:one(?:,? TIME:time,?)? (?:had )?{_HELD} TIME:limit"
    for match in form(pattern).finditer(found.masked):
        event = found.at(match.start("one"))
        limit = found.value("time", match.start("limit")).value
        if limit.prep not in ("before", "after") or not limit.exact or not event.when.start:
            continue
        time = found.value("time", match.start("time")).value if match["time"] else None
        if not on_day(event, time):
            continue
        day = limit.span.first
        if day is None or event.when.start == day or not event.when.exact:
            continue
        right = (event.when.start < day) == (limit.prep == "before")
        named = [
            one
            for one in found.judge.ledger.events
            if not one.type.contact and one.when.start == day
        ]
        named = [one for one in named if one.when.exact and one.when.end == day]
        yield found.finding(
            match.span(),
            "order",
            "stands" if right else "differs",
            f"{event.title}: {limit.prep} {day}",
            str(event.when),
            (event, *(named if len(named) == 1 else ())),
        )


def _first_person(found: Mentions) -> Iterator[Finding]:
    """`Mr Ma was the first, on May 20th`: the first of the last events that were counted."""
    pattern = r"PERSON:who (?:was|were|came) (?:the )?(?P<which>first|last),? TIME:time"
    for match in form(pattern).finditer(found.masked):
        party = found.parties(*match.span("who"))
        events = found.group(None)
        if len(party) != 1 or len(events) < 2:
            continue
        time = found.value("time", match.start("time")).value
        event = events[0 if match["which"] == "first" else -1]
        own = [one for one in events if any(actor.id in party[0].actors for actor in one.actors)]
        if not own or not time.exact:
            continue
        right = event in own and on_day(event, time)
        reading = f"{party[0].label}: the {match['which']} of {len(events)}"
        yield _about_one(found, match, right, reading, event)


def _about_one(
    found: Mentions, match: re.Match[str], right: bool, reading: str, event: Event
) -> Finding:
    """The finding on which one of several events an event is."""
    verdict: Verdict = "stands" if right else "differs"
    return found.finding(match.span(), "order", verdict, reading, with_date(event), (event,))


def _last_with(found: Mentions) -> Iterator[Finding]:
    """`the vice premier's last video call was with Greer, back in March`."""
    pattern = (
        r"PERSON:who['’]s? (?P<which>first|last|latest|most recent) "
        r"(?P<noun>[\w -]{3,30}?) (?:was|came) (?:TIME,? )?with PERSON:other"
        r"(?:,? (?:back )?TIME:time)?"
    )
    for match in form(pattern).finditer(found.masked):
        who, other = found.parties(*match.span("who")), found.parties(*match.span("other"))
        kind = found.kind_at(match.end("noun"))
        nouns = [m for m in found.of("noun") if m.end == match.end("noun")]
        if len(who) != 1 or len(other) != 1 or not nouns or kind is None:
            continue
        events = found.listed(who, kind)
        if not events:
            continue
        event = events[0 if match["which"] == "first" else -1]
        time = found.value("time", match.start("time")).value if match["time"] else None
        right = any(actor.id in other[0].actors for actor in event.actors) and on_day(event, time)
        reading = f"{who[0].label}: the {match['which']} {kind.word}; {other[0].label}"
        yield _about_one(found, match, right, reading, event)


def _first_to(found: Mentions) -> Iterator[Finding]:
    """`X wrote to two ministers in February, to Greer first and to Lutnick afterwards`."""
    pattern = (
        r"(?P<prep>to|with|by) PERSON:one first,? (?:and |and then |then )?(?:only )?(?:"
        r"(?:to|with|by) )?PERSON:two"
        r" (?:afterwards|later|second|next|then|after that)"
    )
    for match in form(pattern).finditer(found.masked):
        heads = [
            m for m in found.of("people") if m.end <= match.start() and len(m.value.parties) == 1
        ]
        kinds = [m.value for m in found.of("verb", "noun") if m.end <= match.start()]
        if re.search(r"\b[Ww]r(?:ote|itten) to\b", found.text[: match.start()]):
            kinds = [Kind(frozenset(("letter",)))]
        times = [m.value for m in found.of("time") if m.end <= match.start()]
        one, two = found.parties(*match.span("one")), found.parties(*match.span("two"))
        if not (heads and len(one) == len(two) == 1 and len(times) == 1):
            continue
        both = []
        for party in (one[0], two[0]):
            event = found.of_people(
                (heads[0].value.parties[0], party), kinds[0] if kinds else None, times[0]
            )
            if event is None:
                break
            both.append(event)
        if len(both) == 2:
            yield from _chain(found, match.span(), both)


_READERS = (
    Reader(_chains, "first then next followed before after preceded predated succeeded order", 2),
    Reader(_same, f"{ORDINAL_WORDS} last final", 2),
    Reader(_last, "last lastly finally", 2),
    Reader(_bounded, "before after", 1),
    Reader(_first_person, "first last"),
    Reader(_last_with, "first last latest recent"),
    Reader(_first_to, "first"),
)


def sequences(found: Mentions) -> Iterator[Finding]:
    """Yield the findings on the order of events in a sentence."""
    yield from read_forms(_READERS, found)
