"""Judge statements about how long events lasted: `The Madrid round lasted two days`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chrono.core.model import Event
from chrono.core.proof.findings import Finding
from chrono.core.proof.forms import Reader, read_forms
from chrono.core.proof.matching import days_text, days_verdict, kind_fits, on_day, only, unique
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.places import Place
from chrono.core.proof.times import Distance
from chrono.core.proof.words import compiled, has_word, number_in

_LASTED = (
    r"EVENT:one(?:, which|,? TIME,?)? (?:lasted|ran for|went on for|took|was over in|ran over"
    r"|spanned|stretched over) (?:only |just )?DISTANCE:length(?! (?:after|before|later))"
)
_DAYS_OF = (
    r"CARDINAL:number days of (?:\w+ ){0,2}(?:talks"
    r"|negotiations|consultations|meetings) (?:in|at) (?P<place>[A-Z][\w-]+(?: [A-Z][\w-]+)?)"
)
_LONG = (
    r"CARDINAL:number-day (?P<noun>[\w -]{3,25}?) (?:in|at) (?P<place>[A-Z][\w-]+(?: [A-Z][\w-]+)?)"
)
_ALL = (
    r"\b[Aa]ll (?P<number>\w+) (?P<noun>[\w -]{3,30}?) (?:were over in|lasted|took|ran for"
    r"|ran over) (?:only |just )?DISTANCE:length"
)
_EACH = (
    r"\b[Ee]ach(?: one)?(?: of (?:them|these|those|(?:the|these|those)(?: (?P<number>\w+))?"
    r" (?P<noun>[\w -]{3,30}?)))? (?:was over in|lasted|took|ran for) (?:only |just )?"
    r"DISTANCE:length"
)
_OF_ALL = r"\b[Tt]he (?P<which>longest|shortest) of (?:the|these|those|all) (?:\w+ )?(?P<noun>\w+)"


def lengths(event: Event) -> set[int]:
    """Return the possible lengths of an event [days]. The local dates may give other lengths."""
    return {
        (when.end - when.start).days + 1
        for when in event.all_dates
        if when.exact and when.start and when.end
    }


def _long(
    mentions: Mentions, place: tuple[int, int], length: Distance, events: Sequence[Event]
) -> Iterator[Finding]:
    """Yield the finding for a statement that each of `events` lasted for `length`.

    Nothing is yielded if the length of an event is only nearly right.
    """
    margin = 0 if length.exact else max(1, length.high // 16)
    verdicts = [days_verdict(length, lengths(event), margin) for event in events]
    verdict = next((one for one in ("differs", "cannot tell", "stands") if one in verdicts), None)
    if verdict is None or None in verdicts:
        return
    days = {day for event in events for day in lengths(event)}
    stated = days_text((length.low, length.high))
    reading = f"{stated} long: {'; '.join(event.title for event in events)}"
    yield mentions.finding(place, "interval", verdict, reading, days_text(days), events)


def _lasted(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `The Madrid round lasted two days`."""
    event = mentions.at(match.start("one"))
    yield from _long(mentions, match.span(), mentions.distance(match), (event,))


def _days_of(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `two days of talks in Rome`."""
    number, name = number_in(match["number"]) or 0, match["place"]
    names = mentions.judge.ledger.words.get("places", ())
    name = name if name in names else name.split()[0]
    marks = mentions.of("noun", "verb")
    kind = next((one.value for one in marks if one.start >= match.start() - 8), None)
    if number < 2 or name not in names or kind is None:
        return
    event = mentions.placed(Place(name), kind)
    times = mentions.inside(match.end(), match.end() + 30, "time")
    on_days = all(on_day(event, mark.value) for mark in times[:1]) if event else False
    if event and on_days and kind_fits(event, kind, mentions.judge.vocabulary, strict=True):
        length = Distance(number, number, "within")
        yield from _long(mentions, match.span(), length, (event,))


def _all(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `All five rounds were over in two days`."""
    number, kind = number_in(match["number"]), mentions.noun(match)
    if number and kind and kind.plural:
        events = mentions.group(kind, number)
        yield from _long(mentions, match.span(), mentions.distance(match), events)


def _each(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `Each of them took two days`."""
    number = number_in(match["number"]) if match["number"] else None
    kind = mentions.noun(match)
    if (match["number"] and number is None) or (match["noun"] and not kind):
        return
    events = mentions.group(kind, number)
    if len(events) > 1 and not any(event.type.id in ("call", "video") for event in events):
        yield from _long(mentions, match.span(), mentions.distance(match), events)


def _of_all(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `Rome was the longest of the rounds`.

    The match is `the longest of the rounds`.
    """
    start, end = match.start("noun"), match.end()
    nouns = [mark for mark in mentions.of("noun") if start <= mark.start < end]
    events = mentions.group(nouns[0].value) if nouns and nouns[0].value.plural else ()
    places = [mark.value for mark in mentions.of("place")]
    there = [event for place in places for event in events if place.fits(event)]
    named = [mention.event for mention in mentions.all if mention.event in events]
    event = only(unique([*there, *named]))
    if event is None or len(events) < 2 or not all(map(lengths, events)):
        return
    sign = 1 if match["which"] == "longest" else -1
    others = [sign * max(lengths(other)) for other in events if other != event]
    own = sign * max(lengths(event))
    if own != max(others) or own == min(others):
        reading = f"{event.title}: the {match['which']} of {len(events)}"
        answer = days_text(lengths(event))
        yield mentions.finding(match.span(), "order", own > max(others), reading, answer, (event,))


_READERS = (
    Reader(_LASTED, _lasted, "lasted ran went took over spanned stretched", 1),
    Reader(_ALL, _all, "all"),
    Reader(_EACH, _each, "each"),
    Reader(_OF_ALL, _of_all, "longest shortest"),
)


def durations(mentions: Mentions) -> Iterator[Finding]:
    """Yield findings about how long events lasted, for one sentence."""
    yield from read_forms(_READERS, mentions)
    for row in (_DAYS_OF, _LONG) if has_word(mentions.text, "day days") else ():
        for match in compiled(row).finditer(mentions.text):  # a mask would hide the number
            yield from _days_of(mentions, match)
