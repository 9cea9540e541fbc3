"""Judge table rows that contain a date and something else, such as a place or people.

If no cell names the kind of contact, the headers or the heading of the section may name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from chrono.core import english
from chrono.core.model import Event
from chrono.core.proof.findings import Finding
from chrono.core.proof.findings import Kind as FindingKind
from chrono.core.proof.judge import Judge
from chrono.core.proof.kinds import Kind
from chrono.core.proof.matching import NEAR, date_fits, days_apart, kind_fits
from chrono.core.proof.offices import government
from chrono.core.proof.passages import Passage
from chrono.core.proof.people import Party, all_take_part
from chrono.core.proof.places import Place
from chrono.core.proof.statements import Context
from chrono.core.proof.times import Time
from chrono.core.proof.words import number_in
from chrono.core.spans import low
from chrono.core.verdicts import TextVerdict

COLUMNS: Sequence[tuple[str, str]] = (
    ("there", r".+ (?:there|present|attend\w*|took part|in the room|on the call)\??"),
    ("date", r"dates?|days?|when|opened|began|begun|start(?:ed)?|held(?: on)?|date held"),
    ("place", r"(?:host )?(?:city|cities|country|countries|places?)|where|locations?|venues?|hosts?"
              r"|held in"),
    ("people", r"participants?|who|people|names?|present|delegations?|between|with|for (?:the )?\w+"
               r"|(?:\w+ )?(?:side|team|delegates|delegation|participants|attendees|principals)"),
    ("lead", r"(?:\w+ )?(?:leads?|heads?|chiefs?|led by|chairs?|negotiators?)"),
    ("kind", r"types?|forms?|formats?|channels?|how|kinds?|contacts?|medium|mode|event"),
    ("number", r"rounds?|no\.?|nos\.?|#|number|meeting|call|session"),
)  # fmt: skip
"""Rows (content of a column, pattern of its header in lower case). The first row that fits counts.
"""

_FORMS = {
    "video": "video", "videoconference": "video", "by video": "video", "online": "video",
    "virtual": "video", "video link": "video", "phone": "call", "telephone": "call",
    "by phone": "call", "by telephone": "call", "in person": "meeting", "in-person": "meeting",
    "face to face": "meeting", "face-to-face": "meeting", "meeting": "meeting", "call": "call",
}  # fmt: skip
"""The types of contact that a cell can name."""
_YES = ("yes", "y", "✓", "✔", "x", "present", "true")
_NO = ("no", "n", "✗", "✘", "absent", "false")
_BLANK = re.compile(r"[\W_]*|n/?a|tbc|tbd|unknown|none|not known|various", re.I)


class Group(NamedTuple):
    """The parties in a cell with people.

    - `complete`: whether the cell names everyone who took part
    - `country`: the code of the country in the header, or None if the header has none. With a
      country, the cell only names people from this country
    """

    parties: tuple[Party, ...]
    complete: bool
    country: str | None


class Row(NamedTuple):
    """The content of a row of a table.

    - `kind`: the kind of contact in a cell, a header or the heading, or None
    - `people`: the parties in each cell with people
    - `there`: (party, True if present) for cells such as `Greer there? | no`
    - `number`: the number of the round, or None
    - `open`: whether a cell with a kind, people or a place could not be read
    """

    time: Time
    kind: Kind | None
    places: tuple[Place, ...]
    people: tuple[Group, ...]
    there: tuple[tuple[Party, bool], ...]
    number: int | None
    open: bool


class Check(NamedTuple):
    """An event compared with a row.

    - `date`: True if the event is on the date of the row, False if only near this date
    - `cells`: maps what a cell contains, such as "place", to True (right), False or None (unknown)
    - `has`: maps what a cell contains to a phrase that states the value in the ledger
    """

    event: Event
    date: bool
    cells: dict[str, bool | None]
    has: dict[str, str]

    @property
    def right(self) -> int:
        """Return the number of right cells. The date does not count."""
        return [*self.cells.values()].count(True)

    @property
    def wrong(self) -> list[str]:
        """Return what the wrong cells contain, such as "place". The date is omitted."""
        return [name for name, value in self.cells.items() if value is False]


def row_findings(passage: Passage, context: Context, judge: Judge) -> Iterator[Finding]:
    """Yield the finding for a row such as `| 2 | 9–10 June | London | Bessent, Greer |`.

    Nothing is yielded if the event is unclear. The event is clear in two cases:

    - the date and another cell are right, and at most one cell is wrong
    - only the date is wrong, and the event is near the date
    """
    row = _read(passage, judge)
    if row is None or low(row.time.span.first) > judge.day:
        return
    checks = [
        _check(event, date, row, judge) for event in _pool(row, judge)
        if (date := date_fits(event, row.time))
        or (date is False and days_apart(event.all_dates, row.time.span) <= NEAR)
    ]  # fmt: skip
    answer = _on_the_date(row, checks) or _on_another_date(row, checks)
    if answer is None:
        return
    kind, verdict, why, event = answer
    text = passage.text
    start = passage.start + len(text) - len(text.lstrip())
    end = passage.start + len(text.rstrip())
    reading = ", ".join(cell for cell in map(str.strip, re.split(r"\s{3,}", text.strip())) if cell)
    yield Finding(start, end, kind, verdict, reading, why, (event,))


_Answer = tuple[FindingKind, TextVerdict, str, Event]


def _on_the_date(row: Row, checks: Sequence[Check]) -> _Answer | None:
    dated = [one for one in checks if one.date]
    if not dated:
        return None
    best = min(dated, key=lambda one: (len(one.wrong), -one.right))
    equal = [o for o in dated if (len(o.wrong), o.right) == (len(best.wrong), best.right)]
    if len(equal) > 1:
        return None
    if not best.wrong:
        if row.open or not best.right or not row.time.exact or None in best.cells.values():
            return None
        words = filter(None, (english.date(best.event.when), best.event.place))
        return "event", "stands", ", ".join(words), best.event
    clear = best.right > 0 or (row.kind is not None and len(dated) == 1)
    if len(best.wrong) > 1 or not clear or not row.time.exact:
        return None
    return "event", "differs", best.has[best.wrong[0]], best.event


def _on_another_date(row: Row, checks: Sequence[Check]) -> _Answer | None:
    near = [one for one in checks if not one.date and not one.wrong and one.right]
    best = max(near, key=lambda one: one.right, default=None)
    if best is None or len([one for one in near if one.right == best.right]) > 1:
        return None
    if best.right < 2 and not (row.kind and best.cells.get("place")):
        return None
    return "date", "differs", english.date(best.event.when), best.event


def _pool(row: Row, judge: Judge) -> Iterator[Event]:
    for event in judge.vocabulary.begun:
        if event.contact and kind_fits(event, row.kind, judge.vocabulary):
            yield event


def _check(event: Event, date: bool, row: Row, judge: Judge) -> Check:
    cells: dict[str, bool | None] = {}
    has: dict[str, str] = {}
    if row.places:
        fits = [place.fits(event) if place.known else event.place is None and None
                for place in row.places]  # fmt: skip
        cells["place"] = next((value for value in (False, None) if value in fits), True)
        has["place"] = event.place or ""
    for at, (parties, complete, country) in enumerate(row.people):
        name = f"people {at}"
        ids = {id for party in parties for id in party.actors}
        actors = [one for one in event.actors if country is None or one.country == country]
        right = all_take_part(parties, event, judge.offices)
        missing = complete and any(actor.id not in ids for actor in actors)
        cells[name] = right and not missing
        has[name] = english.join_and([actor.name for actor in actors])
    for at, (party, there) in enumerate(row.there):
        name = f"there {at}"
        took_part = party.takes_part(event, judge.offices)
        present = took_part or any(actor.id in party.actors for actor in event.present)
        cells[name] = present is there if took_part or not present else None
        has[name] = f"{party.label} {'took part' if took_part else 'did not take part'}"
    if row.number is not None and (rank := _rank(event, row, judge)) is not None:
        cells["number"] = rank == row.number
        has["number"] = f"number {rank}"
    return Check(event, date, cells, has)


def _rank(event: Event, row: Row, judge: Judge) -> int | None:
    """Return the value of the key `round` of an event, or its position among the year's rounds."""
    if isinstance(number := event.extra.get("round"), int):
        return number
    if row.kind is None or not row.kind.tags or not event.when.start:
        return None
    year = event.when.start.year
    same = [
        one
        for one in _pool(row, judge)
        if row.kind.tags <= set(one.tags) and one.when.start and one.when.start.year == year
    ]
    return same.index(event) + 1 if event in same else None


# -- reading ----------------------------------------------------------------------------------


def _read(passage: Passage, judge: Judge) -> Row | None:
    cells: dict[str, list[tuple[str, str]]] = {}
    for cell in passage.cells:
        text = passage.text[cell.start - passage.start : cell.end - passage.start].strip()
        if text and not _BLANK.fullmatch(text):
            cells.setdefault(_column(cell.header), []).append((text, cell.header))
    headers = " ; ".join(cell.header for cell in passage.cells)
    numbers = cells.get("number", []) + cells.get("", [])
    times = [_time(text, judge) for text, _ in cells.get("date", [])]
    if len(times) != 1 or times[0] is None:
        return None
    kind, read = _kind(cells, (*(text for text, _ in numbers), headers, passage.section), judge)
    places, whole = _places([text for text, _ in cells.get("place", [])], judge)
    people, named = _people(cells, judge)
    there, certain = _there(cells.get("there", []), judge)
    number = next((n for n in (_number(text) for text, _ in numbers) if n), None)
    if not (places or people):
        return None
    return Row(
        times[0], kind, places, people, there, number, not (read and whole and named and certain)
    )


def _column(header: str) -> str:
    text = header.strip().rstrip(":")
    names = (name for name, pattern in COLUMNS if re.fullmatch(pattern, text.lower()))
    return next(names, "people" if government(text) else "")


def _time(text: str, judge: Judge) -> Time | None:
    marks = [mark for mark in judge.vocabulary.marks(text) if mark.kind == "time"]
    if len(marks) != 1 or re.sub(
        r"[\W\d]|st\b|[nr]d\b|th\b", "", text[: marks[0].start] + text[marks[0].end :]
    ):
        return None
    time: Time = marks[0].value
    return time if time.prep == "in" and time.span.first else None


def _number(text: str) -> int | None:
    match = re.match(r"(?:round |no\.? ?|#)?(\w+)", text.strip(), re.I)
    return number_in(match[1]) if match else None


def _kind(
    cells: dict[str, list[tuple[str, str]]], texts: Sequence[str], judge: Judge
) -> tuple[Kind | None, bool]:
    for text, _ in cells.get("kind", []):
        form = _FORMS.get(text.lower())
        if form is not None and form in judge.ledger.types:
            return Kind(
                frozenset((form,)), frozenset(("talks",) if form == "meeting" else ())
            ), True
        if found := _noun(text, judge):
            return found, True
        return None, False
    return next((kind for text in texts if (kind := _noun(text, judge))), None), True


def _noun(text: str, judge: Judge) -> Kind | None:
    kinds = [mark.value for mark in judge.vocabulary.kinds.marks(text) if mark.kind == "noun"]
    kinds = [kind for kind in kinds if kind.types & judge.vocabulary.kinds.contacts]
    return kinds[0] if len({kind.types for kind in kinds}) == 1 else None


def _places(texts: Sequence[str], judge: Judge) -> tuple[tuple[Place, ...], bool]:
    places: list[Place] = []
    whole = True
    for text in texts:
        if text.lower() in _FORMS:
            continue
        marks = [*judge.vocabulary.places.marks(f"in {text}", [])]
        places += [mark.value for mark in marks]
        whole = whole and bool(marks)
    return tuple(places), whole


def _people(
    cells: dict[str, list[tuple[str, str]]], judge: Judge
) -> tuple[tuple[Group, ...], bool]:
    groups: list[Group] = []
    whole = True
    for column in ("people", "lead"):
        for text, header in cells.get(column, []):
            marks = [
                mark for mark in judge.vocabulary.marks(text)
                if mark.kind == "people" and mark.value.parties and not mark.value.pronoun
            ]  # fmt: skip
            rest = [*text]
            for mark in marks:
                rest[mark.start : mark.end] = " " * (mark.end - mark.start)
            whole = whole and bool(marks) and not re.search(r"[A-Z]\w", "".join(rest))
            parties = tuple(dict.fromkeys(party for mark in marks for party in mark.value.parties))
            if parties and not any(party.country for party in parties):
                country = government(header.strip()) or government(header.split(" ")[0])
                groups.append(Group(parties, column == "people" and whole, country))
    return tuple(groups), whole


def _there(
    cells: Sequence[tuple[str, str]], judge: Judge
) -> tuple[tuple[tuple[Party, bool], ...], bool]:
    """Return ((party, True if present) for each cell, True if all cells could be read).

    `cells`: (text, header), such as ("no", "Greer there?").
    """
    parties = []
    for text, header in cells:
        marks = [
            mark for mark in judge.vocabulary.marks(header)
            if mark.kind == "people" and len(mark.value.parties) == 1
        ]  # fmt: skip
        word = text.lower()
        if len(marks) != 1 or word not in (*_YES, *_NO):
            return (), False
        parties.append((marks[0].value.parties[0], word in _YES))
    return tuple(parties), True
