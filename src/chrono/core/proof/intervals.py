"""Judge statements about the days between two contacts: `A week lay between London and Madrid`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from chrono.core.model import Event
from chrono.core.proof.findings import Finding
from chrono.core.proof.forms import Reader, read_forms
from chrono.core.proof.matching import (
    days_text,
    days_verdict,
    differences,
    only,
    with_date,
)  # fmt: skip
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.sequences import precedes
from chrono.core.proof.times import Distance, Time
from chrono.core.spans import Span

_END = r"(?:EVENT|TIME|(?:(?:that|the one|(?:the|their|PERSON['’]s?) \w+) )TIME)"
_GAPS = (
    "gap", "pause", "break", "silence", "interval", "wait", "lull", "interlude", "stretch",
)  # fmt: skip
_GAP = rf"(?:{'|'.join(_GAPS)}|Silence)"
_LAY = (
    r"(?:lay|lie|lies|passed|elapsed|went by|there (?:were|was|are|is)|came|had (?:passed|elapsed"
    r"|gone by)|(?:was|were)|have passed|ran|stretched)"
)
_A_GAP = rf"(?:an? )?(?:\w+ )?(?:{_GAP} of )?(?:some |only |just |exactly |fully )*"

BETWEEN: Sequence[str] = (
    rf"\b[Bb]etween (?:the \w+ )?(?P<one>{_END}) and "
    rf"(?P<two>{_END}),? {_LAY} {_A_GAP}DISTANCE:length",
    rf"DISTANCE:length (?:\w+ )?{_LAY} between (?:the \w+ )?(?P<one>{_END}) and (?P<two>{_END})",
    rf"DISTANCE:length (?:\w+ )?separates?d? (?:the \w+ )?(?P<one>{_END}) (?:and|from) "
    rf"(?P<two>{_END})",
    rf"(?P<one>{_END}) (?:was|were|is) separated from (?P<two>{_END}) by {_A_GAP}DISTANCE:length",
    rf"(?P<one>{_END}) and (?P<two>{_END})(?: (?:rounds|talks|calls|meetings|sessions"
    r"|summits))?,? (?:(?:were|lay|lie|are|came|fell|took place) )?(?:only |just "
    r"|some )*DISTANCE:length apart",
    rf"(?P<one>{_END})(?:, which)? (?P<way>followed|preceded|came after|trailed) "
    rf"(?P<two>{_END}) by (?:some |only |just )*DISTANCE:length",
    rf"{_GAP} (?:of )?DISTANCE:length between (?:the \w+ )?(?P<one>{_END}) and (?P<two>{_END})",
    rf"\b[Bb]etween (?:the \w+ )?(?P<one>{_END}) and (?P<two>{_END}),? DISTANCE:length (?:\w+ )?"
    r"(?:passed|elapsed|went by)",
    # both dates in one mark: `Between the calls of 5 June and 19 September lay 116 days`
    rf"(?:\b[Bb]etween the \w+ )?TIME:both,? {_LAY} {_A_GAP}DISTANCE:length",
    rf"DISTANCE:length (?:\w+ )?{_LAY} (?:between the \w+ )?TIME:both",
)
"""Patterns of a distance between two events: `Seven weeks lay between Stockholm and Madrid`."""

_BETWEEN_WORDS = "between separate separates separated apart followed preceded came trailed"

_PAIR = (
    r"\b[Tt]he (?P<which>first|last) two(?: (?P<noun>[\w -]{3,25}?))? (?:lay|were|are|lie|came"
    r"|fell) (?:only |just )?DISTANCE:length apart"
)
_EXTREME = (
    rf"(?P<which>longest|shortest)(?: {_GAP})?(?:,? of (?:some |about )?DISTANCE:length)?,? (?:"
    r"(?:was|lay|came|fell|is|ran)(?: that| the one)?|separated) (?:between )?EVENT:one (?:and"
    r"|from) EVENT:two"
)
_LATER = (
    r"(?P<one>\w+),? followed DISTANCE:length,? by (?:a|an|the|their) (?P<two>[\w -]{4,30}?)"
    r"(?=[.,;:]|$| (?:in|on|at|and)\b)"
)
_BETWEEN_TWO = (
    rf"DISTANCE:length (?:\w+ )?{_LAY} between (?:the|these|those) two (?P<noun>[\w -]{{3,25}}?)"
    r"(?=[.,;:]|$)"
)
_FOLLOWED = (
    r"EVENT:two,? (?:had )?(?:followed|came|was held|took place|opened|began) (?:only |just )*"
    r"DISTANCE:length(?=[.,;:]|$)"
)
_CAME = (
    r"^(?:Th(?:e|at|is) [a-z]+|It|They|Th(?:at|is)) (?:came|followed|took place) (?:only |just )*"
    r"DISTANCE:length EVENT:one"
)
_SILENCE = (
    rf"\b{_GAP} (?:before|since) (?:it|that|then|EVENT) (?:had )?(?:lasted|gone on|run)"
    r"(?: since TIME:time)?(?:[:,]? (?:for )?DISTANCE:length)?"
)


_OF_OTHER = re.compile(r" of (?![Ss]ilence|quiet|calm|waiting|them\b|these\b|those\b)")
"""Matches the words after a number of days that is not about two contacts: `80 days of rain`."""


def _apart(
    mentions: Mentions, place: tuple[int, int], length: Distance, first: Event, second: Event
) -> Iterator[Finding]:
    """Yield the finding for a statement that two events are `length` apart.

    Nothing is yielded if the distance is only nearly right, or if both events are the same.
    """
    days = {abs(day) for day in differences(first, second)}
    margin = max(1, length.high // 16)
    verdict = days_verdict(length, days, 1 if length.exact else margin) if first != second else None
    if verdict is not None:
        stated = days_text((length.low, length.high))
        reading = f"{stated} between {first.title} and {second.title}"
        events = first, second
        yield mentions.finding(place, "interval", verdict, reading, days_text(days), events)


def _event_at(mentions: Mentions, start: int, end: int) -> Event | None:
    named = [mention.event for mention in mentions.all if start <= mention.start < end]
    if named:
        return named[0]
    times = [mark for mark in mentions.of("time") if start <= mark.start + 1 and mark.start < end]
    return _dated(mentions, times[0].value, start) if times else None


def _dated(mentions: Mentions, time: Time, at: int) -> Event | None:
    if not time.exact or time.prep not in ("in", "between") or time.span.first != time.span.last:
        return None
    return mentions.dated(time, mentions.kind_at(at), mentions.parties())


def _between(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `Seven weeks lay between London and Madrid`."""
    if _OF_OTHER.match(mentions.masked, match.end()):
        return
    if "both" in match.re.groupindex:
        first, second = _ends_of_period(mentions, match)
    else:
        first, second = (_event_at(mentions, *match.span(n)) for n in ("one", "two"))
    if first is None or second is None:
        return
    way = match.groupdict().get("way")
    if way and precedes(first, second) is (way != "preceded"):
        answer = f"{with_date(first)}; {with_date(second)}"
        reading = f"{first.title} {way} {second.title}"
        events = first, second
        yield mentions.finding(match.span(), "interval", False, reading, answer, events)
    else:
        length = mentions.distance(match)
        yield from _apart(mentions, match.span(), length, first, second)


def _ends_of_period(mentions: Mentions, match: re.Match[str]) -> Sequence[Event | None]:
    """Return the two contacts in `between the calls of 5 June and 19 September`.

    None stands for an unclear contact.
    """
    time = mentions.time(match, "both")
    if (
        time is None
        or not (time.both and time.exact)
        or "etween" not in mentions.text[slice(*match.span())]
    ):
        return None, None
    days = [time._replace(span=Span(day, day), prep="in", both=False) for day in time.span]
    return [_dated(mentions, day, match.end("both")) for day in days]


def _pair(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `The first two lay 229 days apart`."""
    events = mentions.group(mentions.kind_at(match.end()) if match["noun"] else None)
    if len(events) > 1:
        first, second = events[:2] if match["which"] == "first" else events[-2:]
        length = mentions.distance(match)
        yield from _apart(mentions, match.span(), length, first, second)


def _extreme(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `shortest pause was between London and Madrid`."""
    first, second = mentions.at(match.start("one")), mentions.at(match.start("two"))
    if match["length"]:
        length = mentions.distance(match)
        yield from _apart(mentions, match.span(), length, first, second)
        return
    events = next((one for one in mentions.groups(None) if first in one and second in one), ())
    pairs = [*pairwise(events)]
    gaps = [differences(*pair) for pair in pairs]
    if (first, second) not in pairs or len(gaps) < 2 or not all(gaps):
        return
    own = gaps.pop(pairs.index((first, second)))
    if match["which"] == "longest":
        right = all(max(gap) < min(own) for gap in gaps)
        wrong = any(min(gap) > max(own) for gap in gaps)
    else:
        right = all(min(gap) > max(own) for gap in gaps)
        wrong = any(max(gap) < min(own) for gap in gaps)
    if right or wrong:
        reading = f"the {match['which']} time between two of {len(events)}"
        pair = first, second
        yield mentions.finding(match.span(), "order", right, reading, days_text(own), pair)


def _two(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `A year lay between the two calls`."""
    kind = mentions.noun(match)
    if kind and (events := mentions.group(kind, 2)):
        yield from _apart(mentions, match.span(), mentions.distance(match), *events)


def _after_last(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `London followed two weeks later`.

    The days are counted from the last contact before the sentence.
    """
    last, length = mentions.last_contact, mentions.distance(match)
    if last and length.way == "after":
        second = mentions.at(match.start("two"))
        yield from _apart(mentions, match.span(), length, last, second)


def _from_last(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `It came three days before the Busan meeting`.

    `It` means the last contact before the sentence.
    """
    last, length = mentions.last_contact, mentions.distance(match)
    if last and length.way in ("after", "before"):
        events = [mentions.at(match.start("one")), last]
        pair = events if length.way == "after" else reversed(events)
        yield from _apart(mentions, match.span(), length, *pair)


def _silence(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `The silence before it had lasted 50 days`.

    `it` means the last contact before the sentence.
    """
    kind, pair, last = mentions.context.kind, mentions.context.pair, mentions.last_contact
    if last is None or kind is None or len(pair) < 2:
        return
    events = mentions.group(kind, own=pair)
    before = next((one for one, other in pairwise(events) if other == last), None)
    if before is None:
        return
    time = mentions.time(match)
    if time and time.exact and before.when.exact:
        place = match.start(), match.start("length") if match["length"] else match.end()
        reading = f"nothing since {time.span.first}"
        right, answer = before.when.start in time.span, with_date(before)
        yield mentions.finding(place, "interval", right, reading, answer, (before, last))
    if match["length"]:
        place = match.start("length") if time else match.start(), match.end()
        yield from _apart(mentions, place, mentions.distance(match), before, last)


def _later(mentions: Mentions, match: re.Match[str]) -> Iterator[Finding]:
    """Judge statements such as `a video call followed two days later by talks`."""
    parties = mentions.parties()
    nouns = {mark.end: mark for mark in mentions.of("noun") if not mark.value.plural}
    one, two = nouns.get(match.end("one")), nouns.get(match.end("two"))
    if len(parties) < 2 or one is None or two is None:
        return
    first, second = (only(mentions.listed(parties, noun.value)) for noun in (one, two))
    if first and second:
        place = one.start, match.end()
        yield from _apart(mentions, place, mentions.distance(match), first, second)


_WITHOUT_DISTANCE = (
    Reader(_EXTREME, _extreme, "longest shortest", 2),
    Reader(_SILENCE, _silence, " ".join(_GAPS)),
)
"""The forms that need no number of days."""

_READERS = (
    *(Reader(row, _between, _BETWEEN_WORDS) for row in BETWEEN),
    Reader(_PAIR, _pair, "apart"),
    *_WITHOUT_DISTANCE,
    Reader(_BETWEEN_TWO, _two, "two"),
    Reader(_FOLLOWED, _after_last, "followed came held took opened began", 1),
    Reader(_CAME, _from_last, "came followed took", 1),
    Reader(_LATER, _later, "followed"),
)


def intervals(mentions: Mentions) -> Iterator[Finding]:
    """Yield findings about the days between two events, for one sentence."""
    yield from read_forms(_READERS if mentions.of("distance") else _WITHOUT_DISTANCE, mentions)
