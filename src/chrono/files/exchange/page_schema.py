"""Describe the events of a web page as schema.org data, for search engines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.model import Event, Ledger
from chrono.files.exchange.json import dumps

_STATUSES = {
    "held": "https://schema.org/EventScheduled",
    "planned": "https://schema.org/EventScheduled",
    "postponed": "https://schema.org/EventPostponed",
    "cancelled": "https://schema.org/EventCancelled",
}
"""The statuses of schema.org. Those of events that may not have happened are missing."""


def schema_data(ledger: Ledger, headline: str, base: str | None) -> Iterator[Markup]:
    """Yield the pieces of a JSON-LD list of the events. Unconfirmed and denied events are left out.

    - `headline`: the name of the list
    - `base`: the address of the page, or None if unknown
    """
    events = [event for event in ledger.events if event.status in _STATUSES]
    head = {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": headline,
        "numberOfItems": len(events),
        "itemListElement": [],
    }
    yield Markup(_in_script(head).removesuffix("]}"))
    comma = ""
    for event in events:
        yield Markup(f"{comma}{_in_script(dict(_event(event, base)))}")
        comma = ", "
    yield Markup("]}")


def _in_script(value: Mapping[str, Any]) -> str:
    return dumps(value).replace("<", "\\u003c")


def _event(event: Event, base: str | None) -> Iterator[tuple[str, Any]]:
    yield from {"@type": "Event", "name": event.title}.items()
    yield from _dates(event.when)
    yield "eventStatus", _STATUSES[event.status]
    if event.place or event.place_country:
        country = country_name(event.place_country) if event.place_country else None
        yield "location", {
            "@type": "Place", "name": event.place or country,
            **({"address": country} if country and event.place else {}),
        }  # fmt: skip
    # The ledger does not tell people from organisations.
    yield "attendee", [{"@type": "Thing", "name": actor.name} for actor in event.actors]
    if event.summary:
        yield "description", " ".join(event.summary.split())
    if base:
        yield "url", f"{base.partition('#')[0]}#{event.id}"


def _dates(when: When) -> Iterator[tuple[str, str]]:
    start, end = when.start, when.end
    if when.exact and start:
        yield "startDate", when.text if when.precision == "time" else start.isoformat()
        if end and end != start:
            yield "endDate", end.isoformat()
    elif when.precision in ("month", "year") and re.fullmatch(r"\d{4}(-\d\d)?", when.text):
        yield "startDate", when.text
