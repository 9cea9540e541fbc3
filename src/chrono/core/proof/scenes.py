"""Scenes: clauses with the parties and the kind of event that their words mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from chrono.core.proof.clauses import Clause
from chrono.core.proof.findings import Kind as FindingKind
from chrono.core.proof.hosts import hosting
from chrono.core.proof.kinds import Kind
from chrono.core.proof.names import Names
from chrono.core.proof.participants import (
    has_unknown_name,
    has_unread_subject,
    is_deputised,
    participants,
    unread_party,
)
from chrono.core.proof.people import Party
from chrono.core.proof.places import Place
from chrono.core.proof.resolved_people import PAIR, resolved
from chrono.core.proof.statements import Context, Description, Hosting, Statement
from chrono.core.proof.time_forms import NUMERIC
from chrono.core.proof.times import Time
from chrono.core.proof.vocabulary import Vocabulary
from chrono.core.proof.words import Mark, Sentence, overlaps
from chrono.core.spans import high, low

_OF_EVENT = frozenset(("noun", "verb", "form", "time", "place", "reference", "event"))
_OF_NUMBER = _OF_EVENT | {"people", "amount", "none", "ordinal", "country"}
"""The kinds of marks on which a statement about a number is based."""


_BOUND = re.compile(r"\b(?:before|after|ahead of|following|since|until) $")


class Scene(NamedTuple):
    """A clause, and the meaning of its words.

    - `text`: the sentence
    - `offset`: the position of the sentence in the whole text [characters]
    - `context`: people and events that the text has named before the clause
    - `parties`: the parties that take part
    - `others`: like `parties`, but an office means anyone who has held the office
    - `kind`: the kind of event, or None if it is unknown
    - `own_parties`: whether the clause itself names a party
    - `blocked`: whether somebody who takes part is unknown. If so, no statement is read
    - `earlier`: the dates in the previous clauses
    - `tags`: tags that the events must have
    - `guessed`: whether a person is only named by a pronoun
    - `unread`: words for a party that is not in the ledger, or ""
    - `items`: all clauses of the list that contains this clause (`a meeting and four calls`)
    - `hosting`: who hosted the event, or None
    """

    text: str
    offset: int
    clause: Clause
    context: Context
    parties: tuple[Party, ...]
    others: tuple[Party, ...]
    kind: Kind | None
    own_parties: bool
    blocked: bool
    earlier: tuple[Mark, ...] = ()
    tags: frozenset[str] = frozenset()
    guessed: bool = False
    unread: str = ""
    items: tuple[Clause, ...] = ()
    hosting: Hosting | None = None

    def of(self, *kinds: str) -> list[Mark]:
        """Return the marks of the clause whose `kind` is one of `kinds`."""
        return [mark for mark in self.clause.marks if mark.kind in kinds]

    @property
    def nucleus(self) -> Mark | None:
        """Return the mark of a kind of event or of a verb such as `said`, or None for neither."""
        return self.clause.nucleus

    @property
    def dates(self) -> tuple[Time, ...]:
        """Return the dates of the clause. Long or open periods (`since May`) are omitted."""
        times = [m.value for m in self.of("time") if m.value.prep == "in" and m.value.span.first]
        return tuple(
            time for time in times if (high(time.span.last) - low(time.span.first)).days <= 100
        )

    @property
    def windows(self) -> tuple[Time, ...]:
        """Return all dates and periods of the clause."""
        return tuple(mark.value for mark in self.of("time"))

    @property
    def later(self) -> tuple[Time, ...]:
        """Return the periods of later list items: May for `a call` in `a call and talks in May`."""
        items = (item for item in self.items if item.start > self.clause.start)
        marks = (mark for item in items if not item.of("place") for mark in item.of("time"))
        return tuple(mark.value for mark in marks if not mark.value.exact)

    @property
    def places(self) -> tuple[Place, ...]:
        """Return the places where something happened: Rome for `met in Rome`."""
        return tuple(mark.value for mark in self.of("place") if mark.value.prep)

    @property
    def contacts(self) -> Description:
        """Return the clause as a description of several events. The dates are omitted."""
        return Description(
            self.parties, self.others, self.kind, places=self.places, tags=self.tags,
            hosting=self.hosting,
        )  # fmt: skip

    @property
    def description(self) -> Description:
        """Return the clause as a description of a single event."""
        return self.contacts._replace(times=self.dates, unread=self.unread)

    def statement(
        self, kind: FindingKind, about: Description, marks: Sequence[Mark] = (), **fields: Any
    ) -> Statement:
        """Return a statement of the clause at the position of `marks`.

        - `about`: the description of the events
        - `marks`: marks of the clause, or () for all marks that a statement of this kind uses
        - `fields`: values for more fields of Statement, by name
        """
        marks = marks or self._used(kind)
        times = (*self.earlier, *self.of("time"))
        start, end = marks[0].start, marks[-1].end
        end -= len(self.text[start:end]) - len(self.text[start:end].rstrip())
        return Statement(
            kind, self.offset + start, self.offset + end, about,
            period_text=" ".join(self.text[mark.start : mark.end] for mark in times),
            context_events=self.context.events, guessed=self.guessed, **fields,
        )  # fmt: skip

    def _used(self, kind: FindingKind) -> Sequence[Mark]:
        people = participants(self.clause, self.text)
        kinds = _OF_EVENT if kind == "event" else _OF_NUMBER
        used = [mark for mark in self.clause.marks if mark.kind in kinds or mark in people]
        if kind == "event":  # in `met in Rome a day after the Bern talks`, up to `Rome`
            far = (one.start for one in self.clause.marks if self._is_other_event(one))
            end = min(far, default=len(self.text))
            used = [one for one in used if one.start < end or one.kind in ("time", "place", "form")]
        return used or self.clause.marks

    def _is_other_event(self, mark: Mark) -> bool:
        """Return whether `mark` is a distance, or an event after a word such as `before`."""
        if mark.kind == "distance":
            return bool(mark.value.way != "between")
        return mark.kind == "reference" and bool(_BOUND.search(self.text, 0, mark.start))


# -- scenes ---------------------------------------------------------------------------------------


def scene(
    sentence: Sentence,
    clause: Clause,
    context: Context,
    vocabulary: Vocabulary,
    before: Scene | None,
) -> Scene:
    """Return the scene of a clause. `before`: the previous scene, or None for the first clause."""
    text, names = sentence.text, vocabulary.names
    people = participants(clause, text)
    pair = before.parties if before and before.own_parties and len(before.parties) >= 2 else ()
    who = resolved(people, text, context._replace(pair=pair) if pair else context, names)
    parties, own = who.parties, who.own
    pronouns = {mark.value.pronoun for mark in people}
    known = "leaders" in pronouns or (context.pair and not pronouns.isdisjoint(PAIR))
    if not own and not known and len(sides := _sides(clause, text, names)) == 2:
        parties, own = sides, True
    if before and before.parties and not _is_speech(before.clause):
        parties = _continued(clause, before, parties, own, names)
    others = who.others if parties == who.parties else ()
    if before and parties == before.parties and not others:
        others = before.others
    only_one = before is not None and before.own_parties and len(before.parties) == 1
    blocked = (
        who.blocked
        or has_unknown_name(text, clause, len(parties) == 1)
        or has_unread_subject(text, clause)
        or any(is_deputised(mark, clause, text) for mark in clause.of("people"))
        or _has_unread_year(clause, text)
        or _has_unread_date(clause, text)
        or _has_unread_owner(clause, text)
        or (only_one and not pronouns.isdisjoint(("they", "two", "their")))  # one is not known
    )
    return Scene(
        text, sentence.start, clause, context, parties, others, _kind(clause, before, text),
        own,
        blocked,
        earlier=(*before.earlier, *before.of("time")) if before else (),
        tags=frozenset(mark.value.tag for mark in people if mark.value.tag),
        guessed=not pronouns.isdisjoint(("he", "him", "his", "visitors"))
        or (len(parties) > 2 and not pronouns.isdisjoint(("they", "their"))),
        unread=unread_party(text, clause, people),
        hosting=hosting(text, clause, parties, names),
    )  # fmt: skip


_NUMERIC = re.compile(NUMERIC)
_YEAR_BEFORE = re.compile(r"\b(?:19|20)\d\d (?:[\w-]+ )?$")


def _has_unread_year(clause: Clause, text: str) -> bool:
    """Return whether the noun of a clause follows a year that has no mark: `their 2019 call`."""
    noun = clause.nucleus
    match = noun and noun.kind == "noun" and _YEAR_BEFORE.search(text, clause.start, noun.start)
    return bool(match) and not any(
        mark.start <= match.start() < mark.end for mark in clause.of("time") if match
    )


def _has_unread_date(clause: Clause, text: str) -> bool:
    """Return whether a clause has a date in figures that may mean two days: `10/11/2025`."""
    return any(
        not overlaps(*match.span(), clause.of("time"))
        for match in _NUMERIC.finditer(text, clause.start, clause.end)
    )


_THEIR_PEOPLE = re.compile(
    r" (?:[\w’'-]+ ){0,2}?(?:ministers?|negotiators?|teams?|envoys?|aides?|deput(?:y|ies)|officials"
    r"|diplomats?|delegations?|advis[eo]rs?|representatives?|governments|militaries|armies)\b"
)
_WHOSE_EVENT = re.compile(
    r"\W*(?!(?:It|This|That|Then|There|Here|And|But|For|In|On|At)\b)(?:[Tt]he |[Bb]oth )?"
    r"(?:[a-zA-Z][\w’'-]* ){1,4}(?:ha(?:d|ve|s) )?(?:held|had|marked|opened|completed|concluded) "
)


def _has_unread_owner(clause: Clause, text: str) -> bool:
    """Return whether `their` means people that are not read.

    Examples are `their ministers met` and `The commissions held their ninth meeting`.
    """
    owners = [mark for mark in clause.of("people") if mark.value.pronoun == "their"]
    subjects = [mark.start for mark in clause.of("people", "country")]
    names = {mark.start for mark in clause.of("people") if mark.value.is_name}
    return any(
        ((match := _THEIR_PEOPLE.match(text, mark.end)) and match.end() + 2 not in names)
        or (mark.start == min(subjects) and _WHOSE_EVENT.fullmatch(text, clause.start, mark.start))
        for mark in owners
    )


def _is_speech(clause: Clause) -> bool:
    return clause.nucleus is not None and clause.nucleus.kind == "speech"


_IN_A_ROW = re.compile(r",? and (?:the )?|[–-]|[’']s .{0,20}with (?:the )?")


def _sides(clause: Clause, text: str, names: Names) -> tuple[Party, ...]:
    """Return the parties in words such as `China and Japan`, or () if there are none."""
    marks = clause.of("country")
    codes = [*dict.fromkeys(mark.value for mark in marks)]
    in_a_row = any(_IN_A_ROW.fullmatch(text, a.end, b.start) for a, b in pairwise(marks))
    return tuple(map(names.side, codes[:2])) if in_a_row else ()


def _continued(
    clause: Clause, before: Scene, parties: tuple[Party, ...], own: bool, names: Names
) -> tuple[Party, ...]:
    if clause.part:
        return _replaced(before.parties, parties, names)
    if clause.joined and clause.nucleus and clause.nucleus.kind == "verb":
        return _with_subject(before, parties, own)
    return before.parties if clause.joined and not parties else parties


def _with_subject(before: Scene, parties: tuple[Party, ...], own: bool) -> tuple[Party, ...]:
    if len(parties) >= 2 or (own and not parties):
        return parties
    subject = before.parties[0]
    if not parties or parties[0].actors == subject.actors:
        return before.parties
    return (subject, *parties)


def _replaced(old: tuple[Party, ...], new: tuple[Party, ...], names: Names) -> tuple[Party, ...]:
    if not new or len(new) >= 2:
        return new or old
    countries = names.countries_of(new)
    kept = [one for one in old if not names.countries_of([one]) & countries]
    return (*kept, *new)


def _kind(clause: Clause, before: Scene | None, text: str) -> Kind | None:
    if clause.nucleus is None or _is_speech(clause):
        return None
    kind: Kind = clause.nucleus.value
    such = before and before.kind and before.kind.types & (kind.types | kind.also)
    if clause.part and before and before.kind:
        kind = before.kind
    elif such and before and before.kind and text.endswith("such ", 0, clause.nucleus.start):
        kind = kind._replace(types=before.kind.types, also=before.kind.also)
    for form in clause.of("form"):
        types, also = form.value.types, form.value.also
        if kind.vague or not kind.noun or types & (kind.types | kind.also):
            kind = kind._replace(types=types, also=also, vague=False)
    return kind
