"""Who asked for a contact: `at Xi's request`, `it was Trump who had asked for the latest call`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from chrono.core.model import Event
from chrono.core.proof.findings import Finding, Verdict
from chrono.core.proof.kinds import Kind
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.nations import adjectives
from chrono.core.proof.offices import government
from chrono.core.proof.people import Party
from chrono.core.proof.statements import Description
from chrono.core.proof.words import Mark, has_word

_WORDS = (
    "request requested requests invitation wish initiative initiated behest urging suggestion"
    " insistence asked sought instigated proposed placed idea"
)
"""Words of which a sentence of these forms has one."""
_NOT_HELD = re.compile(
    r"\b(?:deferred|postponed|declined|refused|rejected|turned down|rebuffed|ignored|den"
    r"(?:y|ies|ied)"
    r"|not|never|nobody|whether|unclear|will|would|could|should|n[o’']t)\b"
)
_NOUN = r"(?:request|initiative|behest|urging|suggestion|insistence|invitation|wish)"
_ASKED = r"(?:asked for|requested|sought|initiated|instigated|proposed|placed)"
_HAD = r"(?:,? (?:who|that|which))?(?: (?:had|has|himself|herself|itself|first|originally))* "


class Row(NamedTuple):
    """A form of words. `before`: what ends where the name begins; `after`: what begins at its end.

    `object`: whether the event is named after it; `subject`: whether it is named before it.
    """

    before: str
    after: str
    object: bool = False
    subject: bool = False


ROWS: Sequence[Row] = (
    Row(r"\b(?i:at|on|upon) (?:the )?$", rf"['’]s? (?:own |express )?{_NOUN}\b"),
    Row(r"\b(?i:at|on|upon) (?:the )?$", rf" {_NOUN}\b"),
    Row(rf"\b(?i:at|on|upon) the {_NOUN} of (?:the )?$", ""),
    Row(rf"\b{_ASKED} by (?:the )?$", "", subject=True),
    Row(r"", rf"{_HAD}{_ASKED} (?=(?:the|that|this|their)\b)", object=True),
    Row(r"", rf"{_HAD}{_ASKED} it\b"),
    Row(r"(?:,? (?:which|that))?,? (?:the )?$", rf"{_HAD}{_ASKED}(?=[.,;:)]|$)", subject=True),
    Row(
        r"\b(?:was|were|had been) (?:the )?$",
        rf"['’]s? (?:own )?(?:idea|initiative|suggestion|{_NOUN})\b",
        subject=True,
    ),
    Row(
        r"\b(?:request|initiative|suggestion|idea)(?: for (?:it|the \w+))?"
        r" (?:had )?(?:came|come) from (?:the )?$",
        "",
    ),
    Row(r"\brequest (?:from|by) (?:the )?$", ""),
)
"""Forms in which a text has who asked for a contact, with examples in the order of the rows.

`at Xi's request`, `at Chinese request`, `at the request of Beijing`, `requested by Washington`,
`it was Trump who had asked for the call`, `Trump asked for it`, `a call that Xi had asked for`,
`was Mr Trump's idea`, `The request came from Beijing`, `after a request from Washington`.
"""

_SIDE = re.compile(
    r"(?P<word>[A-Z][\w.]+)(?: (?:side|government|leader|president|party|team|delegation))?"
)
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Dr|President|Premier|Secretary|Minister|Ambassador)\.? $")
_CLAUSE = re.compile(r", (?:and|but|while|whereas|then) |[;:(] ?")
_REPORT = re.compile(
    r"\b(?:said|says|told|reported|reports|wrote|confirmed|claimed|added|according)\b"
)
_SUBJECT = re.compile(
    r"(?:,? (?:of|on|in|with|between|by|from) [^;:()]{1,50}?)?,? ?(?:(?:was|had been|were"
    r"|which|that|reportedly|itself"
    r"|also|too|and) ?)*,? ?(?:the )?$"
)
_ANAPHOR = re.compile(
    r"^(?:[Ii]t|[Tt]h(?:at|is|e) \w+|[Tt]his|[Tt]hat|[Bb]oth|[Tt]he request|[Tt]he initiative)\b"
)


class Asker(NamedTuple):
    """Who is said to have asked for a contact. `person`: an actor's id; `country`: a code."""

    start: int
    end: int
    label: str
    person: str | None
    country: str | None


def initiators(found: Mentions) -> Iterable[Finding]:
    """The findings on who asked for a contact in a sentence."""
    if not has_word(found.text, _WORDS) or found.text.endswith("?"):
        return
    taken: list[tuple[int, int]] = []
    for asker in _askers(found):
        for row in ROWS:
            place = _place(found, asker, row)
            if place is None or any(place[0] < end and start < place[1] for start, end in taken):
                continue
            if _NOT_HELD.search(_scope_text(found, *place)):
                continue
            event = _event(found, asker, row, place)
            if row.object:
                place = _whole(found, *place)
            if event is not None and (finding := _judged(found, asker, event, place)):
                taken.append(place)
                yield finding
            break


def _askers(found: Mentions) -> Iterator[Asker]:
    """The people, countries and adjectives of a sentence that may have asked for something."""
    taken: list[tuple[int, int]] = []
    actors = found.judge.ledger.actors
    for mark in found.of("people", "country", "place"):
        taken.append((mark.start, mark.end))
        if mark.kind == "place":
            name = mark.value.name
            if code := government(name):
                yield Asker(mark.end - len(name), mark.end, name, None, code)
            continue
        title = _TITLE.search(found.text[: mark.start])
        start = title.start() if title else mark.start
        if mark.kind == "country":
            yield Asker(start, mark.end, found.text[mark.start : mark.end], None, mark.value)
            continue
        parties = found.parties(mark.start, mark.end)
        if len(parties) != 1 or mark.value.pronoun:
            continue
        party: Party = parties[0]
        if party.country:
            yield Asker(start, mark.end, party.label, None, party.country)
        elif len(party.actors) == 1:
            id = next(iter(party.actors))
            yield Asker(start, mark.end, party.label, id, actors[id].country)
    for match in _SIDE.finditer(found.text):
        if match["word"] in adjectives() and not any(
            match.start() < end and start < match.end() for start, end in taken
        ):
            yield Asker(*match.span(), match[0], None, government(match["word"]))


def _place(found: Mentions, asker: Asker, row: Row) -> tuple[int, int] | None:
    """The place of a form of words around a name, or None if the text does not have it there."""
    before = re.search(row.before, found.text[: asker.start]) if row.before else None
    if row.before and before is None:
        return None
    after = re.compile(row.after).match(found.text, asker.end)
    if after is None:
        return None
    start = before.start() if before and before[0].strip(" ,") not in ("", "the") else asker.start
    return start, max(asker.end, after.end())


def _whole(found: Mentions, start: int, end: int) -> tuple[int, int]:
    """A place with "it was" before it and the event that is named after it."""
    before = re.search(r"\b[Ii]t was $", found.text[:start])
    marks = [m.end for m in found.of("noun", "reference") if end <= m.start <= end + 20]
    return before.start() if before else start, min(marks, default=end)


def _scope(found: Mentions, start: int, end: int) -> tuple[int, int]:
    """The part of the sentence around a place, up to a semicolon, colon or bracket."""
    stops = [m.end() for m in re.finditer(r"[;:()]", found.text[:start])]
    after = re.compile(r"[;:()]").search(found.text, end)
    return (stops[-1] if stops else 0), (after.start() if after else len(found.text))


def _scope_text(found: Mentions, start: int, end: int) -> str:
    first, last = _scope(found, start, end)
    return found.text[first:last]


def _event(found: Mentions, asker: Asker, row: Row, place: tuple[int, int]) -> Event | None:
    """The only contact that the words around a place may mean; None if there is none."""
    first, last = _scope(found, *place)
    if not found.of("noun", "verb", "reference", "form") and not _ANAPHOR.match(found.text):
        return None
    if row.object:
        near = [one for one in found.all if place[1] <= one.start <= place[1] + 12]
        if near and near[0].event.type.contact:
            return near[0].event
        if not _noun_after(found, place[1]):
            return None
    if row.subject and not _has_subject(found, first, asker, place):
        return None
    if row.object and not any(first <= m.start and m.end <= last for m in found.of("time")):
        first = 0
    kind = _kind(found, first, last)
    times = [m for m in found.of("time") if first <= m.start and m.end <= last]
    times = [
        m for m in times if m.value.prep == "in" and not _REPORT.search(found.text[first : m.start])
    ]
    nearest = sorted(
        times, key=lambda m: (not m.value.exact, m.start > place[0], abs(m.start - place[0]))
    )
    for mark in nearest[:1]:
        return _on(found, mark, kind, asker, (first, last))
    mentions = [one for one in found.all if first <= one.start and one.end <= last]
    mentions = [one for one in mentions if one.event.type.contact]
    if mentions:
        return mentions[-1].event if len(mentions) == 1 else None
    events = [event for event in found.context.events if event.contact]
    if len(events) == 1 and (_ANAPHOR.match(found.text[first:last].strip()) or row.object):
        return events[0]
    return None


def _noun_after(found: Mentions, at: int) -> bool:
    return any(at <= m.start <= at + 20 for m in found.of("noun", "reference"))


def _has_subject(found: Mentions, first: int, asker: Asker, place: tuple[int, int]) -> bool:
    """Whether an event is named right before a place: `a call on Jan. 24 that`, `It was`."""
    begin = min(place[0], asker.start)
    if re.search(r"\b(?:[Ii]t|[Tt]his|[Tt]hat) (?:was |had been )?$", found.text[first:begin]):
        return True
    marks = [m for m in found.of("noun", "reference") if first <= m.start and m.end <= begin]
    ends = [m.end for m in marks] + [
        one.end for one in found.all if first <= one.start and one.end <= begin
    ]
    return any(_SUBJECT.fullmatch(found.text[end:begin]) for end in ends)


def _kind(found: Mentions, first: int, last: int) -> Kind | None:
    marks = [m for m in found.of("noun", "verb") if first <= m.start and m.end <= last]
    kinds: list[Kind] = [m.value for m in marks]
    kinds = [kind for kind in kinds if not kind.plural]
    return kinds[-1] if len({kind.types for kind in kinds}) == 1 else None


def _on(
    found: Mentions, mark: Mark, kind: Kind | None, asker: Asker, scope: tuple[int, int]
) -> Event | None:
    """The only contact on a day with the people of the sentence and the asker's side."""
    breaks = [m.end() for m in _CLAUSE.finditer(found.text[: mark.start])]
    near = found.parties(breaks[-1], scope[1]) if breaks else ()
    named = found.parties(*scope)
    candidates: list[tuple[Party, ...]] = [one for one in (near, named) if one]
    candidates += found.pairs
    candidates += [()] if mark.value.exact and kind is not None else []
    for parties in candidates:
        about = Description(parties, kind=kind, times=(mark.value,))
        events = [event for event in found.judge.find(about) if event.contact]
        events = [event for event in events if _of_side(event, asker)]
        if len(events) == 1:
            return events[0]
        if events:
            return None
    return None


def _of_side(event: Event, asker: Asker) -> bool:
    if asker.person and any(actor.id == asker.person for actor in event.actors):
        return True
    return not asker.person and asker.country in event.countries


def _judged(found: Mentions, asker: Asker, event: Event, place: tuple[int, int]) -> Finding | None:
    if not _of_side(event, asker):
        return None
    verdict, answer = _compared(found, asker, event)
    return found.finding(place, "event", verdict, f"asked for by {asker.label}", answer, (event,))


def _compared(found: Mentions, asker: Asker, event: Event) -> tuple[Verdict, str]:
    initiator = event.initiator
    if initiator is None:
        return "cannot tell", "the ledger does not have who asked for it"
    if initiator == "disputed":
        said = [source.says["initiator"] for source in event.sources if "initiator" in source.says]
        return "cannot tell", f"disputed: {', '.join(dict.fromkeys(map(str, said)))}".rstrip(": ")
    actor = found.judge.ledger.actors.get(initiator)
    country = actor.country if actor else initiator
    label = actor.name if actor else initiator
    right = initiator == asker.person or (
        asker.country == country and (actor is None or asker.person is None)
    )
    return ("stands" if right else "differs"), f"asked for by {label}"
