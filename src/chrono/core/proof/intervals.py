"""Days between two events, and how long one lasted: `Seven weeks lay between London and Madrid`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from chrono.core.model import Event
from chrono.core.proof.findings import Finding, Verdict
from chrono.core.proof.forms import Reader, read_forms
from chrono.core.proof.masks import form
from chrono.core.proof.matching import differences, unique
from chrono.core.proof.mentions import Mentions, with_date
from chrono.core.proof.sequences import precedes
from chrono.core.proof.times import Distance, Time
from chrono.core.spans import Span

_END = r"(?:EVENT|TIME|(?:(?:that|the one|(?:the|their|PERSON['’]s?) \w+) )TIME)"
_GAPS = (
    "gap", "pause", "break", "silence", "interval", "wait", "lull", "interlude", "stretch",
)  # fmt: skip
_GAP = rf"(?:{'|'.join(_GAPS)}|Silence)"
_LAY = (
    r"(?:lay|lie|lies|passed|elapsed|went by|there (?:were|was|are|is)|came|had (?:passed"
    r"|elapsed|gone by)"
    r"|(?:was|were)|have passed|ran|stretched)"
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
)
"""Patterns of a distance between two events: `Seven weeks lay between Stockholm and Madrid`."""

_PAIR = (
    r"\b[Tt]he (?P<which>first|last) two(?: (?P<noun>[\w -]{3,25}?))? (?:lay|were|are|lie|came"
    r"|fell) (?:only |just )?DISTANCE:length apart"
)
_EXTREME = (
    rf"(?P<which>longest|shortest)(?: {_GAP})?(?:,? of (?:some |about )?DISTANCE:length)?,? (?:"
    r"(?:was|lay|came|fell|is|ran)(?: that| the one)?|separated) (?:between )?EVENT:one (?:and"
    r"|from) EVENT:two"
)
_OF_ALL = r"\b[Tt]he (?P<which>longest|shortest) of (?:the|these|those|all) (?:\w+ )?(?P<noun>\w+)"
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
"""What follows a number of days that is not about two contacts: `80 days of rain`."""


def lengths(event: Event) -> set[int]:
    """How many days an event lasted, by each of its dates; empty if that is not known."""
    return {
        (when.end - when.start).days + 1
        for when in event.all_dates
        if when.exact and when.start and when.end
    }


def days_verdict(length: Distance, days: set[int], near: int = 1) -> Verdict | None:
    """The verdict on a stated distance; None if it is too near to call.

    `near`: how many days a number of days may be wrong by and be too near.
    """
    if not days:
        return "cannot tell"
    if any(length.low <= day <= length.high for day in days):
        return "stands"
    margin = near if length.exact else max(1, length.high // 16)
    if all(day < length.low - margin or day > length.high + margin for day in days):
        return "differs"
    return None


def days_text(days: set[int]) -> str:
    """Numbers of days in words: `2 days`, `116 to 118 days`."""
    numbers = sorted(days)
    if not numbers:
        return "the day is not known"
    text = f"{numbers[0]}" if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]}"
    return f"{text} day{'' if text == '1' else 's'}"


def stated(length: Distance) -> str:
    """A distance of a text in words: `2 days`, `24 to 32 days`."""
    numbers = f"{length.low}" if length.low == length.high else f"{length.low} to {length.high}"
    return f"{numbers} day{'' if numbers == '1' else 's'}"


def distance_at(found: Mentions, match: re.Match[str]) -> Distance:
    """The distance in the group `length` of a match."""
    value = found.value("distance", match.start("length")).value
    assert isinstance(value, Distance)
    return value


def _apart(
    found: Mentions, place: tuple[int, int], length: Distance, one: Event, two: Event
) -> Iterator[Finding]:
    if one == two:
        return
    days = {abs(day) for day in differences(one, two)}
    verdict = days_verdict(length, days)
    if verdict is not None:
        reading = f"{stated(length)} between {one.title} and {two.title}"
        yield found.finding(place, "interval", verdict, reading, days_text(days), (one, two))


def _event_at(found: Mentions, start: int, end: int) -> Event | None:
    """The event of a part of the masked text: a mention, or the event on a day."""
    mentions = [one for one in found.all if start <= one.start < end]
    if mentions:
        return mentions[0].event
    marks = [m for m in found.of("time") if start <= m.start + 1 and m.start < end]
    return _dated(found, marks[0].value, start) if marks else None


def _dated(found: Mentions, time: Time, at: int) -> Event | None:
    if not time.exact or time.prep not in ("in", "between") or time.span.first != time.span.last:
        return None
    return found.dated(time, found.kind_at(at), found.parties())


def _between(found: Mentions) -> Iterator[Finding]:
    if not found.of("distance"):
        return
    for row in BETWEEN:
        for match in form(row).finditer(found.masked):
            if _OF_OTHER.match(found.masked, match.end()):
                continue
            one, two = (_event_at(found, *match.span(name)) for name in ("one", "two"))
            if one is None or two is None:
                continue
            way = match.groupdict().get("way")
            if way and precedes(one, two) is (way != "preceded"):
                answer = f"{with_date(one)}; {with_date(two)}"
                reading = f"{one.title} {way} {two.title}"
                yield found.finding(
                    match.span(), "interval", "differs", reading, answer, (one, two)
                )
                continue
            yield from _apart(found, match.span(), distance_at(found, match), one, two)
    # both dates in one mark: `Between the calls of 5 June and 19 September lay 116 days`
    pattern = rf"(?:\b[Bb]etween the \w+ )?TIME:both,? {_LAY} {_A_GAP}DISTANCE:length"
    other = rf"DISTANCE:length (?:\w+ )?{_LAY} (?:between the \w+ )?TIME:both"
    for row in (pattern, other):
        for match in form(row).finditer(found.masked):
            time: Time = found.value("time", match.start("both")).value
            if _OF_OTHER.match(found.masked, match.end()):
                continue
            if (
                not (time.both and time.exact)
                or "etween" not in found.text[match.start() : match.end()]
            ):
                continue
            ends = [
                _dated(
                    found,
                    time._replace(span=Span(day, day), prep="in", both=False),
                    match.end("both"),
                )
                for day in time.span
            ]
            if ends[0] and ends[1]:
                yield from _apart(found, match.span(), distance_at(found, match), ends[0], ends[1])


def _pair(found: Mentions) -> Iterator[Finding]:
    """`The first two lay 229 days apart`: of the events counted last."""
    for match in form(_PAIR).finditer(found.masked):
        kind = found.kind_at(match.end()) if match["noun"] else None
        events = found.group(kind)
        if len(events) < 2:
            continue
        one, two = events[:2] if match["which"] == "first" else events[-2:]
        yield from _apart(found, match.span(), distance_at(found, match), one, two)


def _extreme(found: Mentions) -> Iterator[Finding]:
    """`The shortest pause was that between Geneva and London`, of the events counted last."""
    for match in form(_EXTREME).finditer(found.masked):
        one, two = found.at(match.start("one")), found.at(match.start("two"))
        if one == two:
            continue
        if match["length"]:
            yield from _apart(found, match.span(), distance_at(found, match), one, two)
            continue
        events = next((group for group in found.groups(None) if one in group and two in group), ())
        gaps = [sorted(differences(*pair)) for pair in pairwise(events)]
        mine = events.index(two) - 1 if events else -1
        if len(gaps) < 2 or not all(gaps) or mine < 0 or events[mine] != one:
            continue
        others = [gap for at, gap in enumerate(gaps) if at != mine]
        if match["which"] == "longest":
            right = all(gap[-1] < gaps[mine][0] for gap in others)
            wrong = any(gap[0] > gaps[mine][-1] for gap in others)
        else:
            right = all(gap[0] > gaps[mine][-1] for gap in others)
            wrong = any(gap[-1] < gaps[mine][0] for gap in others)
        if right or wrong:
            reading = f"the {match['which']} time between two of {len(events)}"
            answer = days_text(set(gaps[mine]))
            yield found.finding(
                match.span(), "order", "stands" if right else "differs", reading, answer, (one, two)
            )


def _two(found: Mentions) -> Iterator[Finding]:
    """`Almost a year lies between the two meetings`: of the events counted last."""
    for match in form(_BETWEEN_TWO).finditer(found.masked):
        nouns = [m for m in found.of("noun") if m.end == match.end("noun")]
        events = found.group(nouns[0].value, 2) if nouns else ()
        if events:
            yield from _apart(found, match.span(), distance_at(found, match), *events)


def _after_last(found: Mentions) -> Iterator[Finding]:
    """`London followed two weeks later`, `It came ten days after the Madrid round`."""
    last = [event for event in found.context.events if event.contact]
    if len(last) != 1:
        return
    for pattern, ways in ((_FOLLOWED, ("after",)), (_CAME, ("after", "before"))):
        for match in form(pattern).finditer(found.masked):
            length = distance_at(found, match)
            groups = match.groupdict()
            one = found.at(match.start("one")) if groups.get("one") else last[0]
            two = found.at(match.start("two")) if groups.get("two") else last[0]
            if one != two and length.way in ways:
                if length.way == "before":
                    one, two = two, one
                yield from _apart(found, match.span(), length, one, two)


def _silence(found: Mentions) -> Iterator[Finding]:
    """`The silence before it had lasted since June 5: fifteen weeks`: before the last event."""
    for match in form(_SILENCE).finditer(found.masked):
        events = [e for e in found.context.events if e.contact]
        kind = found.context.kind
        if len(events) != 1 or kind is None or len(found.context.pair) < 2:
            continue
        group = found.group(kind, own=found.context.pair)
        if events[0] not in group or group.index(events[0]) == 0:
            continue
        two = events[0]
        one = group[group.index(two) - 1]
        if match["time"]:
            time: Time = found.value("time", match.start("time")).value
            right = any(one.when.start == day for day in time.span)
            end = match.start("length") if match["length"] else match.end()
            if time.exact and one.when.exact:
                yield found.finding(
                    (match.start(), end),
                    "interval",
                    "stands" if right else "differs",
                    f"nothing since {time.span.first}",
                    with_date(one),
                    (one, two),
                )
        if match["length"]:
            start = match.start("length") if match["time"] else match.start()
            yield from _apart(found, (start, match.end()), distance_at(found, match), one, two)


def _of_all(found: Mentions) -> Iterator[Finding]:
    """`In Stockholm came the longest of the rounds`: by the number of their days."""
    for match in form(_OF_ALL).finditer(found.masked):
        nouns = [m for m in found.of("noun") if match.start("noun") <= m.start < match.end()]
        events = found.group(nouns[0].value) if nouns and nouns[0].value.plural else ()
        places = [m.value for m in found.of("place", "country") if m.kind == "place"]
        named = [event for place in places for event in events if place.fits(event)]
        mine = unique([*named, *(one.event for one in found.all if one.event in events)])
        if len(mine) != 1 or len(events) < 2 or not all(map(lengths, events)):
            continue
        event = mine[0]
        sign = 1 if match["which"] == "longest" else -1
        others = [sign * max(lengths(one)) for one in events if one != event]
        own = sign * max(lengths(event))
        if own <= max(others) and own != min(others) and own == max(others):
            continue
        yield found.finding(
            match.span(),
            "order",
            "stands" if own > max(others) else "differs",
            f"{event.title}: the {match['which']} of {len(events)}",
            days_text(lengths(event)),
            (event,),
        )


def _later(found: Mentions) -> Iterator[Finding]:
    """`a video call followed 52 days later by a meeting`, of the people of the sentence."""
    for match in form(_LATER).finditer(found.masked):
        parties = found.parties()
        nouns = {m.end: m for m in found.of("noun") if not m.value.plural}
        one, two = nouns.get(match.end("one")), nouns.get(match.end("two"))
        if len(parties) < 2 or one is None or two is None:
            continue
        lists = [found.listed(parties, mark.value) for mark in (one, two)]
        if all(len(events) == 1 for events in lists):
            place = one.start, match.end()
            yield from _apart(found, place, distance_at(found, match), lists[0][0], lists[1][0])


_READERS = (
    Reader(_between, "between separate separates separated apart followed preceded came trailed"),
    Reader(_pair, "apart"),
    Reader(_extreme, "longest shortest", 2),
    Reader(_two, "two"),
    Reader(_after_last, "followed came held took opened began", 1),
    Reader(_silence, " ".join(_GAPS)),
    Reader(_of_all, "longest shortest"),
    Reader(_later, "followed"),
)


def intervals(found: Mentions) -> Iterator[Finding]:
    """Yield the findings on the time between two events of a sentence, and on how long one was."""
    yield from read_forms(_READERS, found)
