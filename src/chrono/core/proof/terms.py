"""Find terms of office (`Trump's second term`) and events by the words of their ids."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from chrono.core.model import Actor, Event, Ledger
from chrono.core.names import words
from chrono.core.proof.names import Names
from chrono.core.proof.times import Time
from chrono.core.proof.words import Forms, Mark, one_form, words_in
from chrono.core.spans import Span

_OFFICE = (
    r"(?:(?:his|her|their|the|its) )?"
    r"(?:taking (?:up )?office|return(?:ing)? to (?:office|the White House|power)"
    r"|coming (?:back )?to (?:office|power)|swearing-in|second inauguration|first day in office)"
)
_TOOK_OFFICE = (
    r"(?:took (?:up )?office|took the oath|came (?:back )?to (?:office|power)"
    r"|(?:had )?returned to (?:office|the White House)|returned to power|(?:was|had been) sworn in"
    r"|had taken office|moved back in(?:to the White House)?|was inaugurated|became \w+)"
)
_TITLE = r"(?:(?:Mr|Mrs|Ms|President)\.? )?"

_SINCE = one_form(
    r"(?P<prep>[Ss]ince|[Bb]efore|[Aa]fter|[Uu]ntil|[Ff]rom)(?: then)? "
    rf"{_TITLE}(?:(?P<who>[A-Z]\w+|he|she|they)(?:['’]s)? )?"
    rf"(?:{_OFFICE}|{_TOOK_OFFICE}|(?:the |his )?inauguration(?: day)?)",
    "office oath power house inauguration swearing sworn taken moved inaugurated became",
)
"""Matches a period since or before someone took office: `since he took office`."""

_TERM = one_form(
    r"(?:(?<!\w)(?:in|during|of|to|under|over|from) )?"
    rf"(?:{_TITLE}(?P<who>[A-Z]\w+)['’]s?|[Tt]he|[Hh]is|(?P<this>[Tt]his))"
    r" (?P<which>first|second|current|new|present|previous)? ?"
    r"(?:presidency|term(?: in office)?|administration|tenure|time in office)(?![\w-])",
    "presidency term administration tenure office",
)
"""Matches a term of office: `in Trump's second term`, `under the current administration`."""

_EVER = one_form(
    r"\bever\b|\b(?:in|of) all time\b|\bin (?:their )?history\b|\bin all(?=[,.;]|$)",
    "ever time history all",
)


class Terms:
    """The terms of office and the events of a ledger, to be found in sentences."""

    def __init__(self, ledger: Ledger, names: Names, day: dt.date) -> None:
        self.ledger, self.names, self.day = ledger, names, day

    @cached_property
    def by_slug(self) -> Mapping[str, Event]:
        """Return events by the words of their ids: `2025-01-20-inauguration` by `inauguration`.

        Contacts are omitted. Ids with a short word, a number or a person's name are omitted too.
        """
        slugs: dict[str, Event] = {}
        people = {word for actor in self.ledger.actors.values() for word in words(actor.name)}
        for event in self.ledger.events:
            slug = re.sub(r"^\d{4}(-\d\d){0,2}-", "", event.id).replace("-", " ")
            parts = slug.split()
            short = any(len(part) < 3 or part.isdigit() for part in parts)
            if parts and not (short or event.type.contact or people.intersection(parts)):
                slugs.setdefault(slug, event)
        return slugs

    @cached_property
    def _slugs(self) -> Forms[None]:
        slugs = "|".join(map(re.escape, sorted(self.by_slug, key=len, reverse=True)))
        pattern = rf"(?i:(?:(?:\w+['’]s?|the|his) )?(?P<slug>{slugs}))(?![\w-])"
        return one_form(pattern, " ".join(max(words_in(slug), key=len) for slug in self.by_slug))

    def events(self, text: str) -> Iterator[Mark]:
        """Yield the marks of events that a sentence names by the words of their ids."""
        for match, _ in self._slugs.matches(text):
            yield Mark(*match.span(), "event", self.by_slug[match["slug"].lower()])

    def marks(self, text: str) -> Iterator[Mark]:
        """Yield the marks of periods such as `since he took office` or `in his second term`."""
        for match, _ in _SINCE.matches(text):
            if first := self._first_day_of(match, text):
                prep = match["prep"].lower()
                prep = "since" if prep in ("from", "after") else prep
                yield Mark(*match.span(), "time", Time(Span(first, first), prep))
        for match, _ in _TERM.matches(text):
            first = self.first_day(match["who"])
            if first and (match["who"] or match["which"] or match["this"]):
                time = Time(Span(first, first), "since")
                if match["which"] in ("first", "previous"):  # nobody knows when it began
                    time = Time(Span(None, first - dt.timedelta(1)), exact=False)
                yield Mark(*match.span(), "time", time)
        for match, _ in _EVER.matches(text):
            yield Mark(*match.span(), "time", Time(Span(None, self.day), exact=False))

    def _first_day_of(self, match: re.Match[str], text: str) -> dt.date | None:
        """Return the first day of the office in a match, or None if it is unclear whose it is.

        A pronoun means somebody whom the sentence names before the match, if it names anyone.
        """
        who: str | None = match["who"]
        if who is None or who[:1].isupper():
            return self.first_day(who)
        named = [word for word in re.findall(r"[^\W\d_]\w+", text[: match.start()])
                 if word[0].isupper() and word in self.names.named]  # fmt: skip
        days = {self.first_day(word) for word in named} - {None}
        return self.first_day() if not named else days.pop() if len(days) == 1 else None

    def first_day(self, who: str | None = None) -> dt.date | None:
        """Return the first day of somebody's latest office, or None if unknown.

        `who`: a word of the person's name. For a pronoun or None, the ledger's main actors count.
        """
        actors: Sequence[Actor] = self.ledger.principals
        if who and who[:1].isupper():
            actors = self.names.named.get(who, [])[:1] or [
                actor for actor in self.ledger.actors.values()
                if who in actor.name.split() and actor.roles
            ]  # fmt: skip
        starts = (role.since for actor in actors for role in actor.roles if role.since)
        days = (start.days.first for start in starts)
        return max((day for day in days if day and day <= self.day), default=None)
