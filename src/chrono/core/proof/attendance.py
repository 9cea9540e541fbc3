"""Judge statements about who attended a contact: `X joined only once`, `Greer was on all three`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from chrono.core.model import Event
from chrono.core.proof.findings import Finding
from chrono.core.proof.forms import Reader, read_forms
from chrono.core.proof.matching import only, starts_in, took_part, was_there
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.offices import government
from chrono.core.proof.people import Party
from chrono.core.proof.places import Place
from chrono.core.proof.words import MASKS, masked_pattern, number_in
from chrono.core.spans import Containment, Span
from chrono.core.verdicts import TextVerdict

_WORDS = re.compile(
    r"\b(?:join(?:ed)?|attend(?:ed)?|present|took part|participated|in the room|at the table"
    r"|alongside|absent|missed|skipped|sat (?:in|through|beside|alongside|out)|(?:was|were|has been"
    r"|have been)(?: \w+)? (?:on|at|in))\b"
)
_NOT_HELD = re.compile(r"\b(?:will|would|may|might|should|could|if|whether)\b")
_WHO = r"PERSON:who(?:,? PERSON)?,?"
_WAS = r"(?:was|were|had been|has been|have been)"
_THERE = (
    r"(?: (?:had|has|have|also|too,?))*(?: (?:attended|joined(?: in)?|took part(?: in)?"
    r"|participated in|sat (?:in on|through|in)"
    rf"|sat (?:beside|alongside|next to|with) PERSON|{_WAS} (?:also |both )?(?:present"
    rf"|there|among those)|{_WAS}(?= (?:also )?(?:on|at|in) )))"
)
_STOP = r"(?=[.,;:]|$| (?:and|while|whereas|but)\b)"
_OF = rf"of (?:them|(?:the|these|those)(?: CARDINAL:number)? (?P<noun>[\w ]{{4,30}}?)){_STOP}"
_EACH = (
    r"(?P<all>all CARDINAL:number(?: of them)?|both(?: of them)?|every one(?: of them)?|each"
    rf"(?: one)?(?: of them)?|all of them|them all)(?: (?P<noun>[\w ]{{4,30}}?))?{_STOP}"
)

_ALL = rf"{_WHO}{_THERE}(?: also)?(?: in| at| on)? {_EACH}"
_EVERY = rf"{_WHO}{_THERE}(?: in| at| on)? every (?:single )?(?P<noun>[\w ]{{4,30}}?){_STOP}"
_NONE = (
    rf"{_WHO}(?: (?:had|has|have))? (?:missed|skipped|was absent from|were absent from) "
    rf"(?:only |just )?(?P<none>none|CARDINAL) {_OF}"
)
_SOME = rf"{_WHO}{_THERE}(?: in| at| on)? (?:only |just )?CARDINAL:some {_OF}"
_ONLY = (
    rf"{_WHO}{_THERE} (?:only once|just once|once only|only)?,? ?(?:in|at|on) (?:the )?"
    r"(?P<place>[A-Z][\w-]+(?: [A-Z][\w-]+)?)(?: (?:table|round|talks|session|meeting))?"
    rf"(?P<alone> alone| only)?{_STOP}"
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


def _subject(mentions: Mentions, match: re.Match[str]) -> tuple[int, tuple[Party, ...]]:
    """Return (position [characters], people) of the subject of a match.

    The people are () if one of them is not in the ledger.
    """
    start, end = match.span("who")
    while joined := re.search(f"({MASKS['PERSON']}+)(?:, and |, | and )$", mentions.masked[:start]):
        start = joined.start(1)
    if any(mark.value.unknown for mark in mentions.inside(start, end, "people")):
        return start, ()
    return start, mentions.parties(start, end)


def _known(mentions: Mentions, event: Event, parties: Sequence[Party]) -> bool:
    """Return whether the ledger is likely to list everyone who attended an event."""
    if event.present:
        return True
    contacts = [other for other in mentions.judge.ledger.events if other.contact]
    recorded = any(other.present for other in contacts if other.type == event.type)
    return recorded and all(any(was_there(other, party) for other in contacts) for party in parties)


def _titles(events: Iterable[Event]) -> str:
    return "; ".join(event.title for event in events) or "none"


def _label(parties: Sequence[Party]) -> str:
    return ", ".join(party.label for party in parties)


def _group(mentions: Mentions, match: re.Match[str], number: int | None) -> tuple[Event, ...]:
    """Return the events that words such as `all three of them` mean, or () if this is unclear."""
    kind = None
    if match.groupdict().get("noun"):
        nouns = mentions.inside(*match.span("noun"), "noun")
        if not nouns:
            return ()
        kind = nouns[-1].value
    else:
        nouns = [mark for mark in mentions.inside(0, match.start(), "noun") if mark.value.plural]
        if nouns:
            kind = nouns[-1].value
            for amount in mentions.of("amount") if number is None else ():
                gap = mentions.text[amount.end : nouns[-1].start]
                if amount.end < nouns[-1].start and not gap.strip():
                    number = amount.value.high
    return mentions.group(kind, number)


def _each(
    mentions: Mentions, match: re.Match[str], events: Sequence[Event], absent: int = 0
) -> Iterator[Finding]:
    start, parties = _subject(mentions, match)
    total = len(events)
    attended = {party.label: sum(was_there(event, party) for event in events) for party in parties}
    if total < 2 or not parties or 0 in attended.values():
        return
    right = all(number == total - absent for number in attended.values())
    reading = f"{_label(parties)}: {total - absent} of {total}"
    answer = "; ".join(f"{name}: {number} of {total}" for name, number in attended.items())
    there = [event for event in events if all(was_there(event, party) for party in parties)]
    yield mentions.finding((start, match.end()), "count", right, reading, answer, there)


def _all(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `X was on all three` or `X attended every round`."""
    word = match.groupdict().get("number")
    number = number_in(word) if word else 2 if " both" in match[0] else None
    yield from _each(mentions, match, _group(mentions, match, number))


def _some(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `X missed none of them` or `X attended two of six`."""
    is_missed = "none" in match.re.groupindex
    number = number_in(match["none" if is_missed else "some"]) or 0
    events = _group(mentions, match, number_in(match["number"]) if match["number"] else None)
    if number < len(events):
        yield from _each(mentions, match, events, number if is_missed else len(events) - number)


def _only(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `X joined only once, in Madrid`."""
    text = mentions.text[match.start() : match.end()]
    start, parties = _subject(mentions, match)
    place = _place(mentions, match["place"])
    limited = match["alone"] or re.search(r"once|\bonly\b", text)
    if not limited or len(parties) != 1 or place is None:
        return
    for events in mentions.groups(None):
        there = [event for event in events if was_there(event, parties[0])]
        if there and len(events) > 1:
            right = [place.fits(event) for event in there] == [True]
            reading = f"{_label(parties)}: only in {place.name}"
            span = start, match.end()
            yield mentions.finding(span, "event", right, reading, _titles(there), there)
            return


def _place(mentions: Mentions, name: str) -> Place | None:
    if name in mentions.judge.ledger.words.get("places", ()):
        return Place(name)
    code = government(name)
    return Place(name, frozenset((code,))) if code else None


def _single(
    mentions: Mentions, match: re.Match[str], event: Event | None, absent: bool = False
) -> Iterator[Finding]:
    start, parties = _subject(mentions, match)
    if event is None or not event.contact or not parties:
        return
    there = [party for party in parties if was_there(event, party)]
    right = not there if absent else len(there) == len(parties)
    verdict: TextVerdict = "stands" if right else "differs"
    if len(there) != len(parties) and not _known(mentions, event, parties):
        verdict = "cannot tell"
    reading = f"{_label(parties)}: {'not ' if absent else ''}at {event.title}"
    names = ", ".join(actor.name for actor in (*event.actors, *event.present))
    yield mentions.finding((start, match.end()), "event", verdict, reading, names, (event,))


def _one(mentions: Mentions, match: re.Match[str], absent: bool = False) -> Iterator[Finding]:
    """Judge statements such as `X attended the talks` (`absent`: `X missed the talks`)."""
    yield from _single(mentions, match, mentions.at(match.start("event")), absent)


def _only_missed(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `London was the only round he attended`."""
    at = match.start("event") if match["event"] else match.start("after")
    nouns = mentions.inside(*match.span("noun"), "noun")
    parties = mentions.parties(*match.span("who"))
    if at < 0 or not nouns or len(parties) != 1:
        return
    event = mentions.at(at)
    groups = mentions.groups(nouns[-1].value)
    events = next((group for group in groups if event in group), ())
    if len(events) > 1:
        missed = match["verb"] in ("missed", "skipped")
        own = [other for other in events if was_there(other, parties[0]) != missed]
        verb = "missed" if missed else "attended"
        reading = f"{_label(parties)}: {verb} only {event.title}"
        answer, both = f"{verb}: {_titles(own)}", (event, *own)
        yield mentions.finding(match.span(), "event", own == [event], reading, answer, both)


def _with(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `with Rubio present` at the end of `Xi met Trump with Rubio
    present`.
    """
    stops = [stop.end() for stop in re.finditer(r"[;:()]", mentions.text[: match.start()])]
    event = _of_clause(mentions, max(stops, default=0), match.start())
    yield from _single(mentions, match, event)


def _of_clause(mentions: Mentions, start: int, end: int) -> Event | None:
    named = mentions.mentioned(start, end)
    times = [mark.value for mark in mentions.inside(start, end, "time")]
    times = [time for time in times if time.exact and time.prep == "in"]
    kinds = mentions.inside(start, end, "noun", "verb")
    if len(named) == 1:
        return named[0].event
    if len(times) != 1 or named or not kinds:
        return None
    for pronouns in (True, False):
        parties = mentions.parties(start, end, pronouns)
        if event := mentions.dated(times[0], kinds[-1].value, parties):
            return event
    return None


def _room(mentions: Mentions, match: re.Match[str], absent: bool = False) -> Iterator[Finding]:
    """Judge statements such as `Both were in the room` (`absent`: `Both stayed away`).

    The statement is about the last contact before the sentence.
    """
    yield from _single(mentions, match, mentions.last_contact, absent)


def _not(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `Bo was there; Greer was not`. The match is `Greer was not`."""
    others = masked_pattern(_ROOM).search(mentions.masked)
    if others and others.end() <= match.start():
        yield from _room(mentions, match, absent=True)


def _only_who(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `only Greer was on the call of 5 May`.

    Such a statement is wrong if somebody else from the same country took part.
    """
    parties = mentions.parties(*match.span("who"))
    if len(parties) != 1 or len(parties[0].actors) != 1:
        return
    time = mentions.time(match)
    kind, before = mentions.kind_at(match.start()), mentions.parties(0, match.start())
    person = mentions.judge.ledger.actors[next(iter(parties[0].actors))]
    event = mentions.dated(time, kind, before) if time and time.exact else None
    side = [actor for actor in event.actors if actor.country == person.country] if event else ()
    if event and side:
        names = ", ".join(actor.name for actor in event.actors)
        right = side == [person]
        yield mentions.finding(match.span(), "event", right, f"only {person.name}", names, (event,))


def _too(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `Xi received them; Wang attended`. The match is `Wang attended`."""
    start = _subject(mentions, match)[0]
    stops = [*re.finditer(r"[;:]|, (?:and|while|with) ", mentions.text[:start])]
    event = mentions.last_contact if start == 0 else None
    if stops and stops[-1].end() >= start - 2:
        event = _of_clause(mentions, 0, stops[-1].start())
    yield from _single(mentions, match, event)


def _when(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `X was there when Y received them`."""
    people = _subject(mentions, match)[1]
    rest = mentions.parties(match.start("host"), pronouns=False)
    if not people or not rest:
        return
    past = Span(None, mentions.judge.day)
    event = only([
        event for event in mentions.judge.ledger.events
        if event.contact and starts_in(event, past) is Containment.CERTAIN
        and all(was_there(event, party) for party in people)
        and all(took_part(event, party) for party in rest)
    ])  # fmt: skip
    yield from _single(mentions, match, event)


_READERS = (
    Reader(_ALL, _all), Reader(_EVERY, _all), Reader(_NONE, _some), Reader(_SOME, _some),
    Reader(_ONLY, _only), Reader(_ONE, _one), Reader(_ABSENT, partial(_one, absent=True)),
    Reader(_ONLY_MISSED, _only_missed), Reader(_WITH, _with),
    Reader(rf"{_ROOM}(?! when)", _room), Reader(_NOT, _not), Reader(_ALSO, _room),
    Reader(_AWAY, partial(_room, absent=True)), Reader(_ONLY_WHO, _only_who), Reader(_TOO, _too),
    Reader(_WHEN, _when),
)  # fmt: skip


def attendance(mentions: Mentions) -> Iterator[Finding]:
    """Yield findings about who attended a contact, for one sentence."""
    if _WORDS.search(mentions.text) and not _NOT_HELD.search(mentions.text):
        yield from read_forms(_READERS, mentions)
