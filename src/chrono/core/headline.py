"""Make headlines, titles and captions for selected events."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from chrono.core import english
from chrono.core.countries import COUNTRIES
from chrono.core.filters import FILTERS, FilterText
from chrono.core.model import STATUSES, Ledger
from chrono.core.periods import EVERYTHING, Period
from chrono.core.query import Query
from chrono.core.subset import Subset

_PHRASES = {
    "actor": "with {}", "present": "with {} present", "country": "with {}", "type": "of type {}",
    "tag": "tagged {}", "place": "in {}", "place_country": "in {}", "initiator": "initiated by {}",
    "source": "with a source that matches {}", "origin": "reported by {}",
    "text": "that mention {}", "mention": "that mention {}", "status": "with the status {}",
    "office": "with the office {}", "follows": "that follow {}",
    "event": "with the id {}",
    "not_actor": "without {}", "not_country": "without {}", "not_place": "not in {}",
    "not_type": "not of type {}", "not_tag": "not tagged {}",
    "contacts": "contacts {}",
}  # fmt: skip
"""Phrases for the values of filters, which follow the word "events"."""


def headline(subset: Subset) -> str:
    """Return a headline for a part of a ledger, such as `Xi Jinping and Donald Trump, 2025`.

    If no actor must take part, the headline is the name of the ledger.
    """
    if not subset.actors:
        return subset.ledger.name
    return english.joined([english.join_and(subset.actors), in_title(subset.period)], ", ")


def whole_headline(subset: Subset) -> str:
    """Return a headline with the filters: `China–US contacts, 2025: in Busan, October 2025`."""
    title, period = headline(subset), in_title(subset.period)
    if subset.actors:
        return title
    phrases = in_phrases(
        one for one in subset.description if one.name not in ("contacts", "status")
    )
    rest = english.joined([phrases, "" if period in title else period], ", ")
    return english.joined([title, rest], ": ")


def selection_title(ledger: Ledger, query: Query) -> str:
    """Return a title for a picture, such as `Xi Jinping with Donald Trump, tagged trade`.

    If the query has no actor, or if a name matches several actors, the title begins with the name
    of the ledger.
    """
    is_unique = query.actors and all(len(matches) == 1 for matches in query.actors)
    names = english.together([actor.name for (actor, *_) in query.actors]) if is_unique else ""
    filters = [one for one in query.descriptions if not (names and one.name == "actor")]
    separator = ", " if names else ": "
    return english.joined([names or ledger.name, in_phrases(filters)], separator)


def table_caption(query: Query, more: str = "", lead: str = "") -> str:
    """Return the caption of a table of events or counts, such as `Held contacts by type, 2025`.

    `more`: the text after the word "contacts" or "events".
    """
    status = "all" if {*query.statuses} == {*STATUSES} else english.join_or(query.statuses)
    period = "" if query.period == EVERYTHING else f", {query.period.text}"
    filters = f" ({', '.join(map(str, query.descriptions))})" if query.descriptions else ""
    words = f"{lead}{status} {query.noun}s{more}{period}{filters}"
    return english.capitalised(words)


def in_title(period: Period) -> str:
    """Return a period for a title, such as `1 Jun–31 Aug 2025`, or "" for all days."""
    if period == EVERYTHING or re.fullmatch(r"\d{4}", period.text):
        return period.text if period != EVERYTHING else ""
    if re.fullmatch(r"\d{4}-\d\d", period.text):
        return english.bucket(period.text)
    return english.span(period.span, True)


def in_phrases(descriptions: Iterable[FilterText], actors: Sequence[str] = ()) -> str:
    """Return filters as phrases: `with Xi, tagged trade` for `actor Xi` and `tag trade`.

    `actors`: the names to show for the filter `actor`.
    """
    values: dict[str, list[str]] = {}
    for name, text in descriptions:
        values.setdefault(name, []).append(text)
    if actors and "actor" in values:
        values["actor"] = [*actors]
    return ", ".join(_phrase(name, each) for name, each in values.items())


def _phrase(name: str, values: Iterable[str]) -> str:
    values = [COUNTRIES.get(value, value) if "country" in name else value for value in values]
    row = FILTERS[name]
    both = english.join_or if row.repeat == "any" and not row.negated else english.join_and
    return _PHRASES.get(name, f"{name.replace('_', ' ')} {{}}").format(both(values))
