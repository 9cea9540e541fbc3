"""Who was at a contact: `X joined only once, in Madrid`, `Greer was on all three of them`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from chrono.core.model import Event
from chrono.core.proof.findings import Finding, Verdict
from chrono.core.proof.masks import MASKS, form
from chrono.core.proof.matching import starts_in
from chrono.core.proof.mentions import Mentions, was_there
from chrono.core.proof.offices import government
from chrono.core.proof.people import Party
from chrono.core.proof.places import Place
from chrono.core.proof.words import number_in
from chrono.core.spans import Containment, Span

_WORDS = re.compile(
    r"\b(?:join(?:ed)?|attend(?:ed)?|present|took part|participated|in the room"
    r"|at the table|alongside|absent"
    r"|missed|skipped|sat (?:in|through|beside|alongside|out)|(?:was|were|has been"
    r"|have been)(?: \w+)? (?:on|at|in))\b"
)
_WHO = r"PERSON:who(?:,? PERSON)?,?"
_WAS = r"(?:was|were|had been|has been|have been)"
_THERE = (
    r"(?: (?:had|has|have|also|too,?))*(?: (?:attended|joined(?: in)?|took part(?: in)?"
    r"|participated in|sat (?:in on|through|in)"
    rf"|sat (?:beside|alongside|next to|with) PERSON|{_WAS} (?:also |both )?(?:present"
    rf"|there|among those)|{_WAS}(?= (?:also )?(?:on|at|in) )))"
)
_DIGITS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d)"
_NUMBER = rf"(?P<number>{_DIGITS})"
_STOP = r"(?=[.,;:]|$| (?:and|while|whereas|but)\b)"
_OF = rf"of (?:them|(?:the|these|those)(?: {_NUMBER})? (?P<noun>[\w ]{{4,30}}?)){_STOP}"
_EACH = (
    rf"(?P<all>all {_NUMBER}(?: of them)?|both(?: of them)?|every one(?: of them)?|each"
    r"(?: one)?(?: of them)?|all of them|them all)"
    r"(?: (?P<noun>[\w ]{4,30}?))?(?=[.,;:]|$| (?:and|while|whereas|but)\b)"
)

_ALL = rf"{_WHO}{_THERE}(?: also)?(?: in| at| on)? {_EACH}"
_EVERY = rf"{_WHO}{_THERE}(?: in| at| on)? every (?:single )?(?P<noun>[\w ]{{4,30}}?){_STOP}"
_NONE = (
    rf"{_WHO}(?: (?:had|has|have))? (?:missed|skipped|was absent from|were absent from) "
    rf"(?:only |just )?(?P<none>none|{_DIGITS}) {_OF}"
)
_SOME = rf"{_WHO}{_THERE}(?: in| at| on)? (?:only |just )?(?P<some>{_DIGITS}) {_OF}"
_ONLY = (
    rf"{_WHO}{_THERE} (?:only once|just once|once only|only)?,? ?(?:in|at|on) (?:the )?"
    r"(?P<place>[A-Z][\w-]+(?: [A-Z][\w-]+)?)(?: (?:table|round|talks|session|meeting))?"
    r"(?P<alone> alone| only)?(?=[.,;:]|$| (?:and|while|whereas|but)\b)"
)
_ONE = rf"{_WHO}{_THERE}(?: also)?(?: in| at| on| during| for)? EVENT:event"
_ABSENT = (
    rf"{_WHO}(?: (?:had|has|have))? (?:(?:missed|skipped|sat out|was absent from"
    r"|were absent from)|(?:was|were) not (?:at|in|on|part of|present at)"
    r"|did not (?:attend|join|take part in|sit in on)|was missing from) EVENT:event"
)
_ONLY_MISSED = (
    r"(?:EVENT:event,? was )?(?:the )?only (?P<noun>[\w ]{4,30}?) (?:that "
    r"|which )?PERSON:who (?:had |has )?(?P<verb>missed|attended|joined|skipped)"
    r"(?: (?:was|is|came in) EVENT:after)?"
)
_WITH = (
    r"\bwith PERSON:who(?: also| both)? (?:at the table|in the room|alongside|present"
    r"|in attendance|at (?:his|her|their) side)"
)
_ROOM = (
    rf"{_WHO} {_WAS} (?:also |both )?(?P<there>in the room|at the table|present|there"
    r"|in attendance)(?=[.,;:]|$| when\b)"
)
_TOO = (
    r"PERSON:who (?:also )?(?:attended|joined(?: in)?|took part|was present|sat in|was there)"
    r"(?:,? (?:too|as well))?(?=[.;,]|$)"
)
_WHEN = (
    rf"{_WHO} (?:was|were) (?:also |both )?(?:present|there|in the room"
    r"|at the table) when PERSON:host (?:met|saw|received|hosted|welcomed)\b"
)
_MANY = f"(?P<who>{MASKS['PERSON']}+(?:(?:, and |, | and ){MASKS['PERSON']}+)*)"
_ALSO = rf"(?:[Aa]lso|[Aa]mong those) (?:in the room|present|at the table) (?:was|were) {_MANY}"
_AWAY = rf"^{_WHO} (?:did not attend|was not there|was absent|were absent|stayed away)(?=[.,;]|$)"
_NOT = r"PERSON:who (?:was|were) not(?: there| present| in the room)?(?=[.,;:]|$)"
_ONLY_WHO = (
    r"\b[Oo]nly PERSON:who (?:was on|was at|joined|attended|was present (?:on|at|for)"
    r"|took part in) (?:the )?(?:other|one|last|first|\w+)?[^.;:()]{0,20}?TIME:time"
)


def attendance(found: Mentions) -> Iterable[Finding]:
    """The findings on who was at a contact in a sentence."""
    if not _WORDS.search(found.text) or found.text.endswith("?"):
        return
    if re.search(r"\b(?:will|would|may|might|should|could|if|whether)\b", found.text):
        return
    given: list[Finding] = []
    for reader in (_all, _some, _only, _one, _only_missed, _with, _room, _only_who, _too, _when):
        for finding in reader(found):
            if not any(finding.start < one.end and one.start < finding.end for one in given):
                given.append(finding)
                yield finding


def _subject(found: Mentions, match: re.Match[str]) -> tuple[int, tuple[Party, ...]]:
    """(start, people) before the verb: those of the last mark, and others joined to it by "and"."""
    start = match.start("who")
    while joined := re.search(f"({MASKS['PERSON']}+)(?:, and |, | and )$", found.masked[:start]):
        start = joined.start(1)
    marks = [m for m in found.of("people") if start <= m.start < match.end("who")]
    if any(m.value.unknown for m in marks):
        return start, ()
    return start, found.parties(start, match.end("who"))


def _known(found: Mentions, event: Event, parties: Sequence[Party]) -> bool:
    """Whether the ledger would have someone at an event: it has others, or has them elsewhere."""
    if event.present:
        return True
    contacts = [one for one in found.judge.ledger.events if one.contact]
    named = any(one.present for one in contacts if one.type == event.type)
    return named and all(any(was_there(one, party) for one in contacts) for party in parties)


def _names(events: Iterable[Event]) -> str:
    return "; ".join(event.title for event in events) or "none"


def _label(parties: Sequence[Party]) -> str:
    return ", ".join(party.label for party in parties)


def _group(found: Mentions, match: re.Match[str], number: int | None) -> tuple[Event, ...]:
    """The events that "all three of them" or "both rounds" means: those counted before."""
    noun = match.groupdict().get("noun")
    kind = None
    if noun:
        nouns = [m for m in found.of("noun") if match.start("noun") <= m.start < match.end("noun")]
        if not nouns:
            return ()
        kind = nouns[-1].value
    else:
        counts = [m for m in found.of("noun") if m.end <= match.start() and m.value.plural]
        if counts:
            kind = counts[-1].value
            for amount in found.of("amount") if number is None else ():
                gap = found.text[amount.end : counts[-1].start]
                if amount.end < counts[-1].start and not gap.strip():
                    number = amount.value.high
    return found.group(kind, number)


def _each(
    found: Mentions, match: re.Match[str], events: Sequence[Event], absent: int = 0
) -> Iterator[Finding]:
    """The finding for people who are said to have been at all of some events, but for `absent`."""
    start, parties = _subject(found, match)
    missed = {party.label: [e for e in events if not was_there(e, party)] for party in parties}
    if len(events) < 2 or any(len(one) == len(events) for one in missed.values()) or not parties:
        return
    right = all(len(one) == absent for one in missed.values())
    there = [event for event in events if all(was_there(event, party) for party in parties)]
    numbers = {name: len(events) - len(one) for name, one in missed.items()}
    yield found.finding(
        (start, match.end()),
        "count",
        "stands" if right else "differs",
        f"{_label(parties)}: {len(events) - absent} of {len(events)}",
        "; ".join(f"{name}: {number} of {len(events)}" for name, number in numbers.items()),
        there,
    )


def _all(found: Mentions) -> Iterator[Finding]:
    """`Greer was on all three of them`, `sat through both`, `attended every round`."""
    for row in (_ALL, _EVERY):
        for match in form(row).finditer(found.masked):
            word = match.groupdict().get("number")
            number = number_in(word) if word else 2 if " both" in match[0] else None
            yield from _each(found, match, _group(found, match, number))


def _some(found: Mentions) -> Iterator[Finding]:
    """`Bessent and Lutnick missed none of them`, `attended two of the five rounds`."""
    for row, word in ((_NONE, "none"), (_SOME, "some")):
        for match in form(row).finditer(found.masked):
            number = 0 if match[word] == "none" else number_in(match[word])
            total = number_in(match["number"]) if match["number"] else None
            events = _group(found, match, total)
            if number is not None and 0 <= number < len(events):
                absent = number if word == "none" else len(events) - number
                yield from _each(found, match, events, absent)


def _only(found: Mentions) -> Iterator[Finding]:
    """`X joined only once, in Madrid`, `was at the Swiss table only`, `attended in X alone`."""
    for match in form(_ONLY).finditer(found.masked):
        text = found.text[match.start() : match.end()]
        once = "once" in text
        if not (once or match["alone"] or re.search(r"\bonly\b", text)):
            continue
        start, parties = _subject(found, match)
        place = _place(found, match["place"])
        if len(parties) != 1 or place is None:
            continue
        for events in found.groups(None):
            there = [event for event in events if was_there(event, parties[0])]
            if not there or len(events) < 2:
                continue
            fits = [place.fits(event) for event in there]
            right = fits == [True]
            yield found.finding(
                (start, match.end()),
                "event",
                "stands" if right else "differs",
                f"{_label(parties)}: only in {place.name}",
                _names(there),
                there,
            )
            break


def _place(found: Mentions, name: str) -> Place | None:
    """The place of a name or adjective: `Madrid`, `Swiss`."""
    if name in found.judge.ledger.words.get("places", ()):
        return Place(name)
    code = government(name)
    return Place(name, frozenset((code,))) if code else None


def _single(
    found: Mentions, match: re.Match[str], event: Event, absent: bool = False
) -> Iterator[Finding]:
    """The finding for people who are said to have been at an event, or to have been absent."""
    start, parties = _subject(found, match)
    if not event.contact or not parties:
        return
    there = [party for party in parties if was_there(event, party)]
    right = not there if absent else len(there) == len(parties)
    verdict: Verdict = "stands" if right else "differs"
    if len(there) != len(parties) and not _known(found, event, parties):
        verdict = "cannot tell"
    reading = f"{_label(parties)}: {'not ' if absent else ''}at {event.title}"
    names = ", ".join(actor.name for actor in (*event.actors, *event.present))
    yield found.finding((start, match.end()), "event", verdict, reading, names, (event,))


def _one(found: Mentions) -> Iterator[Finding]:
    """`X also attended the Busan meeting`, `X was absent from the Geneva round`."""
    for row, absent in ((_ONE, False), (_ABSENT, True)):
        for match in form(row).finditer(found.masked):
            yield from _single(found, match, found.at(match.start("event")), absent)


def _only_missed(found: Mentions) -> Iterator[Finding]:
    """`London was the only round that Lutnick attended`."""
    for match in form(_ONLY_MISSED).finditer(found.masked):
        at = match.start("event") if match["event"] else match.start("after")
        nouns = [m for m in found.of("noun") if match.start("noun") <= m.start < match.end("noun")]
        parties = found.parties(*match.span("who"))
        if at < 0 or not nouns or len(parties) != 1:
            continue
        event = found.at(at)
        events = next((group for group in found.groups(nouns[-1].value) if event in group), ())
        if len(events) < 2:
            continue
        missed = match["verb"] in ("missed", "skipped")
        mine = [one for one in events if was_there(one, parties[0]) != missed]
        right = mine == [event]
        verb = "missed" if missed else "attended"
        yield found.finding(
            match.span(),
            "event",
            "stands" if right else "differs",
            f"{_label(parties)}: {verb} only {event.title}",
            f"{verb}: {_names(mine)}",
            (event, *mine),
        )


def _with(found: Mentions) -> Iterator[Finding]:
    """`met in Busan on Oct. 30, with Rubio at the table`: the event of the sentence."""
    for match in form(_WITH).finditer(found.masked):
        stops = [m.end() for m in re.finditer(r"[;:()]", found.text[: match.start()])]
        event = _of_clause(found, max(stops, default=0), match.start())
        if event is not None:
            yield from _single(found, match, event)


def _of_clause(found: Mentions, start: int, end: int) -> Event | None:
    """The only event that a part of the sentence names by its people, and a day or place."""
    mentions = [one.event for one in found.all if start <= one.start and one.end <= end]
    if len(mentions) == 1:
        return mentions[0]
    times = [m.value for m in found.of("time") if start <= m.start and m.end <= end]
    times = [time for time in times if time.exact and time.prep == "in"]
    kinds = [m.value for m in found.of("noun", "verb") if start <= m.start and m.end <= end]
    if len(times) != 1 or mentions or not kinds:
        return None
    for pronouns in (True, False):
        if event := found.dated(times[0], kinds[-1], found.parties(start, end, pronouns)):
            return event
    return None


def _room(found: Mentions) -> Iterator[Finding]:
    """`Both ministers were in the room; the others were not`: at the last event of the text."""
    events = [event for event in found.context.events if event.contact]
    matches = [*form(_ROOM).finditer(found.masked)]
    if len(events) != 1:
        return
    for match in matches:
        if not found.masked.startswith(" when", match.end()):
            yield from _single(found, match, events[0])
    for match in form(_NOT).finditer(found.masked, matches[0].end()) if matches else ():
        yield from _single(found, match, events[0], absent=True)
    for match in form(_ALSO).finditer(found.masked):
        yield from _single(found, match, events[0])
    for match in form(_AWAY).finditer(found.masked):
        yield from _single(found, match, events[0], absent=True)


def _only_who(found: Mentions) -> Iterator[Finding]:
    """`only Greer was on the other, on March 26`: nobody else of his country."""
    for match in form(_ONLY_WHO).finditer(found.masked):
        parties = found.parties(*match.span("who"))
        if len(parties) != 1 or len(parties[0].actors) != 1:
            continue
        time = found.value("time", match.start("time")).value
        event = found.dated(time, found.kind_at(match.start()), found.parties(0, match.start()))
        person = found.judge.ledger.actors[next(iter(parties[0].actors))]
        if event is None or not time.exact:
            continue
        side = [actor for actor in event.actors if actor.country == person.country]
        right = side == [person]
        if not side:
            continue
        yield found.finding(
            match.span(),
            "event",
            "stands" if right else "differs",
            f"only {person.name}",
            ", ".join(actor.name for actor in event.actors),
            (event,),
        )


def _too(found: Mentions) -> Iterator[Finding]:
    """`On March 28 Xi received executives; Wang Yi attended`: the event before it."""
    last = [event for event in found.context.events if event.contact]
    for match in form(_TOO).finditer(found.masked):
        start = _subject(found, match)[0]
        stops = [*re.finditer(r"[;:]|, (?:and|while|with) ", found.text[:start])]
        event = last[0] if start == 0 and len(last) == 1 else None
        if stops and stops[-1].end() >= start - 2:
            event = _of_clause(found, 0, stops[-1].start())
        if event is not None:
            yield from _single(found, match, event)


def _when(found: Mentions) -> Iterator[Finding]:
    """`X was present when the premier saw them`: stands if there is one such event."""
    for match in form(_WHEN).finditer(found.masked):
        people = _subject(found, match)[1]
        rest = found.parties(match.start("host"), pronouns=False)
        if not people or not rest:
            continue
        events = [
            event
            for event in found.judge.ledger.events
            if event.contact
            and starts_in(event, Span(None, found.judge.day)) is Containment.CERTAIN
            and all(was_there(event, party) for party in people)
            and all(any(actor.id in party.actors for actor in event.actors) for party in rest)
        ]
        if len(events) == 1:
            yield from _single(found, match, events[0])
