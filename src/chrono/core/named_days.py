"""Read the names of events and offices as days: `since the inauguration` is since 2025-01-20."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from chrono.core.calendar import Context, Found, Time, times
from chrono.core.model import Actor, Event, Ledger
from chrono.core.names import fold
from chrono.core.spans import Span

NAMED = re.compile(
    r"\b(since|until|till|before|after|from|to|by)\s+(?:the\s+|[\w.]+['’]s\s+)?(\D+?)"
    r"(?=\s+(?:until|till|to|and|before)\b|$)"
)
"""Matches a preposition and the name of an event."""


def with_days(text: str, events: Iterable[Event]) -> str:
    """Return a period in words with the days of the events that it names.

    The name of an event is its id without the date. A name that several events have, or whose event
    did not take place on a single known day, stays as it is. So do the names of contacts, which are
    often places.
    """
    days = _days_by_name(events)

    def day(match: re.Match[str]) -> str:
        found = days.get(match[2].replace("-", " "))
        return f"{match[1]} {found}" if found else match[0]

    return NAMED.sub(day, fold(text))


def _days_by_name(events: Iterable[Event]) -> Mapping[str, dt.date]:
    days: dict[str, dt.date | None] = {}
    for event in events:
        name = re.sub(r"^\d{4}(-\d\d){0,2}-", "", event.id).replace("-", " ")
        single = event.when.exact and event.when.start == event.when.end and not event.type.contact
        days[name] = event.when.start if single and name not in days else None
    return {name: day for name, day in days.items() if day}


# -- in a text -------------------------------------------------------------------------------------

_DAY_NAME = re.compile(
    r"\b(?i:since|until|before|after|by|following|from) (?P<words>(?:the |his |her |[\w.]+['’]s )?"
    r"(?P<name>[a-z][\w-]{5,}))\b"
)
_BACK = "(?:office|power|the White House)"
_ORDINAL = "(?:second|third|current|present|new)"
_TERM = re.compile(
    r"\b(?i:since|before|after|until|following|by the time) (?P<words>(?:"
    r"(?:(?:[A-Z]\w+ ){0,2}(?P<name>[A-Z]\w+) ?"
    rf"(?:(?:took|assumed|entered) office|(?:returned|came back|['’]s return) to {_BACK})"
    r"|(?:taking|assuming|entering) office"
    rf"|(?:returning|coming back|(?:his|her) return) to {_BACK})"
    r"(?: again)?(?: for (?:a|his|her) \w+ term)?"
    r"|(?:the )?(?:start|beginning) of (?:his|her|(?P<named>[A-Z]\w+)['’]s?) "
    rf"{_ORDINAL} (?:term|presidency|administration)(?: in office)?)"
    r"(?P<when> (?:in|on) (?:late |early )?[A-Z][a-z]+(?:\.(?= \d))?"
    r"(?: \d{1,2}\b)?(?:,? \d{4})?)?)"
    rf"|(?P<term>(?P<holder>\b[A-Z]\w+)['’]s? {_ORDINAL} "
    r"(?:term|presidency|administration)(?: in office)?)"
)


class NamedTimes:
    """The times that the events, offices and claims of a ledger give names to.

    `holder`: returns the only actor that a name can mean, or None
    """

    def __init__(self, ledger: Ledger, holder: Callable[[str], Actor | None]) -> None:
        self.days, self.holder = _days_by_name(ledger.events), holder
        self.windows = [*_windows(ledger)]

    def found(self, text: str, context: Context) -> Iterator[Found]:
        """Yield the times that a sentence names."""
        for window, days in self.windows:
            if (start := text.lower().find(window)) >= 0:
                words = text[start : start + len(window)]
                spans = [span for found in times(words, context) for span in found.time.readings]
                if any(span.meets(other) for span in spans for other in days.readings):
                    yield Found(start, start + len(window), days)
        for match in _DAY_NAME.finditer(text) if self.days else ():
            if day := self.days.get(fold(match["name"]).replace("-", " ")):
                yield Found(*match.span("words"), Time((Span(day, day),), "", True))
        for match in _TERM.finditer(text):
            name = match["name"] or match["named"] or match["holder"]
            names = [name] if name else re.findall(r"[A-Z]\w+", text[: match.start()])
            terms = [term for one in names if (term := self._term(one, context.today)).first]
            dates = times(match["when"] or "", context)
            said = [span for found in dates for span in found.time.readings]
            begun = dict.fromkeys(Span(term.first, term.first) for term in terms)
            begins = tuple(day for day in begun if all(span.meets(day) for span in said))
            if begins and match["words"]:
                yield Found(*match.span("words"), Time(begins, "", True, True))
            elif begins:
                yield Found(*match.span("term"), Time((terms[0],), "", False, True))

    def _term(self, name: str, today: dt.date) -> Span:
        """Return the latest dated term of office of the only person with a name."""
        holder = self.holder(name)
        for role in reversed(holder.roles if holder else ()):
            since, until = role.since, role.until
            if since and since.exact and since.start and since.start <= today:
                return Span(since.start, until.days.last if until else None)
        return Span(None, None)


def _windows(ledger: Ledger) -> Iterator[tuple[str, Time]]:
    """Yield the words for a period that claims of the ledger read in several ways, with these."""
    for claim in ledger.claims:
        if claim.window and len(claim.readings) > 1:
            until = Span(None, claim.as_of.days.last)
            periods = (period.span for _, period in claim.readings)
            spans = [span.cut(until) for span in periods if span.meets(until)]
            yield claim.window.lower().removeprefix("the "), Time(tuple(spans), "", False, True)
