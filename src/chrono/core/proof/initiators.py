"""Judge statements about who asked for a contact: `at Xi's request`, `Trump asked for the call`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from chrono.core.model import Event
from chrono.core.proof.findings import Finding
from chrono.core.proof.kinds import Kind
from chrono.core.proof.matching import only
from chrono.core.proof.mentions import Mentions
from chrono.core.proof.nations import adjectives
from chrono.core.proof.offices import government
from chrono.core.proof.people import Party
from chrono.core.proof.words import Mark, has_word, overlaps, part_around
from chrono.core.verdicts import TextVerdict

_WORDS = (
    "request requested requests invitation wish initiative initiated behest urging suggestion"
    " insistence asked sought instigated proposed placed idea"
)
"""A sentence that matches a row of ROWS contains at least one of these words."""
_NOT_HELD = re.compile(
    r"\b(?:deferred|postponed|declined|refused|rejected|turned down|rebuffed|ignored|den(?:y|ies"
    r"|ied)|not|never|nobody|whether|unclear|will|would|could|should|n[o’']t)\b"
)
_NOUN = r"(?:request|initiative|behest|urging|suggestion|insistence|invitation|wish)"
_ASKED = r"(?:asked for|requested|sought|initiated|instigated|proposed|placed)"
_HAD = r"(?:,? (?:who|that|which))?(?: (?:had|has|himself|herself|itself|first|originally))* "


class Row(NamedTuple):
    """The words around the name of the party that asked for a contact.

    - `before`: a pattern for the words before the name
    - `after`: a pattern for the words after the name
    - `object`: whether words for the contact must come last, as in `Xi asked for the call`
    - `subject`: whether words for the contact must come first, as in `the call was requested by Xi`
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
"""The forms of words that state who asked for a contact. Examples, in the order of the rows:

`at Xi's request`, `at Chinese request`, `at the request of Beijing`, `requested by Washington`, `it
was Trump who had asked for the call`, `Trump asked for it`, `a call that Xi had asked for`, `was Mr
Trump's idea`, `The request came from Beijing`, `after a request from Washington`.
"""

_SIDE = re.compile(
    r"(?P<word>[A-Z][\w.]+)(?: (?:side|government|leader|president|party|team|delegation))?"
)
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Dr|President|Premier|Secretary|Minister|Ambassador)\.? $")
_CLAUSE = re.compile(r", (?:and|but|while|whereas|then) |[;:(] ?")
_REPORT = re.compile(
    r"\b(?:said|says|told|reported|reports|wrote|confirmed|claimed|added|according)\b"
)
_STOP = re.compile(r"[;:()]")
_SUBJECT = re.compile(
    r"(?:,? (?:of|on|in|with|between|by|from) [^;:()]{1,50}?)?,? ?(?:(?:was|had been|were|which"
    r"|that|reportedly|itself|also|too|and) ?)*,? ?(?:the )?$"
)
_ANAPHOR = re.compile(
    r"^(?:[Ii]t|[Tt]h(?:at|is|e) \w+|[Tt]his|[Tt]hat|[Bb]oth|[Tt]he request|[Tt]he initiative)\b"
)


class Initiator(NamedTuple):
    """A possible initiator of a contact: a person or country named in a sentence.

    - `start`, `end`: the position of the name in the sentence [characters]
    - `label`: the name
    - `person`: the id of a person, or None for a country
    - `country`: the code of the country, or None if a person has no country
    """

    start: int
    end: int
    label: str
    person: str | None
    country: str | None


def initiators(mentions: Mentions) -> Iterable[Finding]:
    """Yield findings about who asked for a contact, for one sentence."""
    if not has_word(mentions.text, _WORDS):
        return
    taken: list[tuple[int, int]] = []
    for who in _initiators(mentions):
        for row in ROWS:
            place = _place(mentions, who, row)
            if place is None or any(place[0] < end and start < place[1] for start, end in taken):
                continue
            if _NOT_HELD.search(mentions.text[slice(*_scope(mentions, *place))]):
                continue
            event = _event(mentions, who, row, place)
            if row.object:
                place = _whole(mentions, *place)
            if event is not None and _is_of(event, who):
                taken.append(place)
                verdict, answer = _compared(mentions, who, event)
                reading = f"asked for by {who.label}"
                yield mentions.finding(place, "event", verdict, reading, answer, (event,))
            break


def _initiators(mentions: Mentions) -> Iterator[Initiator]:
    actors = mentions.judge.ledger.actors
    marks = mentions.of("people", "country", "place")
    for mark in marks:
        if mark.kind == "place":
            name = mark.value.name
            if code := government(name):
                yield Initiator(mark.end - len(name), mark.end, name, None, code)
            continue
        title = _TITLE.search(mentions.text[: mark.start])
        start = title.start() if title else mark.start
        if mark.kind == "country":
            yield Initiator(start, mark.end, mentions.text[mark.start : mark.end], None, mark.value)
            continue
        parties = mentions.parties(mark.start, mark.end)
        if len(parties) != 1 or mark.value.pronoun:
            continue
        party: Party = parties[0]
        if party.country:
            yield Initiator(start, mark.end, party.label, None, party.country)
        elif len(party.actors) == 1:
            id = next(iter(party.actors))
            yield Initiator(start, mark.end, party.label, id, actors[id].country)
    for match in _SIDE.finditer(mentions.text):
        if match["word"] in adjectives() and not overlaps(*match.span(), marks):
            yield Initiator(*match.span(), match[0], None, government(match["word"]))


def _place(mentions: Mentions, who: Initiator, row: Row) -> tuple[int, int] | None:
    before = re.search(row.before, mentions.text[: who.start]) if row.before else None
    if row.before and before is None:
        return None
    after = re.compile(row.after).match(mentions.text, who.end)
    if after is None:
        return None
    start = before.start() if before and before[0].strip(" ,") not in ("", "the") else who.start
    return start, max(who.end, after.end())


def _whole(mentions: Mentions, start: int, end: int) -> tuple[int, int]:
    """Return (start, end) [characters] of the complete statement around some words.

    For `Xi who asked for`, this is `it was Xi who asked for the call`.
    """
    before = re.search(r"\b[Ii]t was $", mentions.text[:start])
    return before.start() if before else start, min(_nouns_after(mentions, end), default=end)


def _scope(mentions: Mentions, start: int, end: int) -> tuple[int, int]:
    return part_around(mentions.text, start, end, _STOP)


def _event(mentions: Mentions, who: Initiator, row: Row, place: tuple[int, int]) -> Event | None:
    first, last = _scope(mentions, *place)
    if not mentions.of("noun", "verb", "reference", "form") and not _ANAPHOR.match(mentions.text):
        return None
    if row.object:
        near = [one for one in mentions.all if place[1] <= one.start <= place[1] + 12]
        if near and near[0].event.type.contact:
            return near[0].event
        if not _nouns_after(mentions, place[1]):
            return None
    if row.subject and not _has_subject(mentions, first, who, place):
        return None
    if row.object and not mentions.inside(first, last, "time"):
        first = 0
    kind = _kind(mentions, first, last)
    times = [
        mark for mark in mentions.inside(first, last, "time")
        if mark.value.prep == "in" and not _REPORT.search(mentions.text[first : mark.start])
    ]  # fmt: skip
    if times:
        start = place[0]
        nearest = min(
            times,
            key=lambda mark: (not mark.value.exact, mark.start > start, abs(mark.start - start)),
        )
        return _on(mentions, nearest, kind, who, (first, last))
    named = [one.event for one in mentions.mentioned(first, last) if one.event.type.contact]
    if named:
        return only(named)
    if _ANAPHOR.match(mentions.text[first:last].strip()) or row.object:
        return mentions.last_contact
    return None


def _nouns_after(mentions: Mentions, at: int) -> list[int]:
    return [mark.end for mark in mentions.of("noun", "reference") if at <= mark.start <= at + 20]


def _has_subject(mentions: Mentions, first: int, who: Initiator, place: tuple[int, int]) -> bool:
    begin = min(place[0], who.start)
    if re.search(r"\b(?:[Ii]t|[Tt]his|[Tt]hat) (?:was |had been )?$", mentions.text[first:begin]):
        return True
    nouns = mentions.inside(first, begin, "noun", "reference")
    ends = [noun.end for noun in nouns]
    ends += [mention.end for mention in mentions.mentioned(first, begin)]
    return any(_SUBJECT.fullmatch(mentions.text[end:begin]) for end in ends)


def _kind(mentions: Mentions, first: int, last: int) -> Kind | None:
    marks = mentions.inside(first, last, "noun", "verb")
    kinds: list[Kind] = [mark.value for mark in marks if not mark.value.plural]
    return kinds[-1] if len({kind.types for kind in kinds}) == 1 else None


def _on(
    mentions: Mentions, mark: Mark, kind: Kind | None, who: Initiator, scope: tuple[int, int]
) -> Event | None:
    """Return the initiator's contact on the days of `mark`, or None if there are none or several.

    `scope`: the part of the sentence that may name the participants.
    """
    breaks = [match.end() for match in _CLAUSE.finditer(mentions.text[: mark.start])]
    near = mentions.parties(breaks[-1], scope[1]) if breaks else ()
    pairs = [one for one in (near, mentions.parties(*scope), *mentions.pairs) if one]
    for parties in [*pairs, ()] if mark.value.exact and kind is not None else pairs:
        contacts = mentions.contacts(parties, kind, mark.value)
        if events := [event for event in contacts if _is_of(event, who)]:
            return only(events)
    return None


def _is_of(event: Event, who: Initiator) -> bool:
    if who.person:
        return any(actor.id == who.person for actor in event.actors)
    return who.country in event.countries


def _compared(mentions: Mentions, who: Initiator, event: Event) -> tuple[TextVerdict, str]:
    recorded = event.initiator
    if recorded is None:
        return "cannot tell", "the ledger does not have who asked for it"
    if recorded == "disputed":
        accounts = [
            source.says["initiator"] for source in event.sources if "initiator" in source.says
        ]
        return "cannot tell", f"disputed: {', '.join(dict.fromkeys(map(str, accounts)))}".rstrip(
            ": "
        )
    actor = mentions.judge.ledger.actors.get(recorded)
    country = actor.country if actor else recorded
    label = actor.name if actor else recorded
    right = recorded == who.person or (
        who.country == country and (actor is None or who.person is None)
    )
    return ("stands" if right else "differs"), f"asked for by {label}"
