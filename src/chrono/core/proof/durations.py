"""How long events lasted: `The Madrid round lasted two days`, `Each of them took two days`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chrono.core.model import Event
from chrono.core.proof.findings import Finding, Verdict
from chrono.core.proof.forms import Reader, read_forms
from chrono.core.proof.intervals import days_text, days_verdict, distance_at, lengths, stated
from chrono.core.proof.masks import form
from chrono.core.proof.matching import kind_fits
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.places import Place
from chrono.core.proof.times import Distance
from chrono.core.proof.words import number_in

_LASTED = (
    r"EVENT:one(?:, which|,? TIME,?)? (?:lasted|ran for|went on for|took|was over in|ran over"
    r"|spanned|stretched over) (?:only |just )?DISTANCE:length(?! (?:after|before|later))"
)
_DAYS_OF = (
    r"\b(?P<number>[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[2-9]) days of (?:\w+ ){0,2}(?:talks"
    r"|negotiations|consultations|meetings) (?:in|at) (?P<place>[A-Z][\w-]+(?: [A-Z][\w-]+)?)"
)
_LONG = (
    r"\b(?P<number>two|three|four|five|six|seven|[2-7])-day (?P<noun>[\w -]{3,25}?) (?:in|at) "
    r"(?P<place>[A-Z][\w-]+(?: [A-Z][\w-]+)?)"
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


def _long(
    found: Mentions, place: tuple[int, int], length: Distance, events: Sequence[Event]
) -> Iterator[Finding]:
    each = [days_verdict(length, lengths(event), 0) for event in events]
    if not events or None in each:
        return
    verdict: Verdict = "stands"
    for worse in ("cannot tell", "differs"):
        verdict = worse if worse in each else verdict
    days = {day for event in events for day in lengths(event)}
    reading = f"{stated(length)} long: {'; '.join(event.title for event in events)}"
    yield found.finding(place, "interval", verdict, reading, days_text(days), events)


def _lasted(found: Mentions) -> Iterator[Finding]:
    """`The Madrid round lasted two days`."""
    for match in form(_LASTED).finditer(found.masked):
        yield from _long(
            found, match.span(), distance_at(found, match), (found.at(match.start("one")),)
        )


def _days_of(found: Mentions) -> Iterator[Finding]:
    """`two days of talks in Madrid`, `a two-day round in London`."""
    for row in (_DAYS_OF, _LONG):
        for match in re.finditer(row, found.text):
            number, name = number_in(match["number"]), match["place"]
            names = found.judge.ledger.words.get("places", ())
            name = name if name in names else name.split()[0]
            kinds = [m.value for m in found.of("noun", "verb") if match.start() - 8 <= m.start]
            if number is None or name not in names or not kinds:
                continue
            event = found.placed(Place(name), kinds[0])
            if event and kind_fits(event, kinds[0], found.judge.vocabulary):
                length = Distance(number, number, "within")
                yield from _long(found, match.span(), length, (event,))


def _all(found: Mentions) -> Iterator[Finding]:
    """`All five rounds of talks were over in two days`."""
    for match in form(_ALL).finditer(found.masked):
        number = number_in(match["number"])
        nouns = [m for m in found.of("noun") if m.end == match.end("noun") and m.value.plural]
        if number and nouns:
            events = found.group(nouns[0].value, number)
            yield from _long(found, match.span(), distance_at(found, match), events)


def _each(found: Mentions) -> Iterator[Finding]:
    """`Each of the five rounds lasted two days`: of the events counted last, or of a noun."""
    for match in form(_EACH).finditer(found.masked):
        number = number_in(match["number"]) if match["number"] else None
        nouns = [m for m in found.of("noun") if m.end == match.end("noun")]
        if (match["number"] and number is None) or (match["noun"] and not nouns):
            continue
        events = found.group(nouns[0].value if nouns else None, number)
        if len(events) > 1 and not any(event.type.id in ("call", "video") for event in events):
            yield from _long(found, match.span(), distance_at(found, match), events)


_READERS = (
    Reader(_lasted, "lasted ran went took over spanned stretched", 1),
    Reader(_days_of, "days day"),
    Reader(_all, "all"),
    Reader(_each, "each"),
)


def durations(found: Mentions) -> Iterator[Finding]:
    """Yield the findings on how long events of a sentence lasted."""
    yield from read_forms(_READERS, found)
