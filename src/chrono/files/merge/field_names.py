"""The names of columns that other programs use for the fields of events."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from chrono.core.names import words

FIELD_NAMES: Mapping[str, Sequence[str]] = {
    field: names.split(", ")
    for field, names in {
        "id": "id, event id, uid, nr, no, key",
        "date": "date, start date, date from, day, when, start, starts, begin",
        "end": "end, ends, end date, date to, until, finish",
        "type": "type, event type, kind, category, form",
        "title": "title, headline, subject, event",
        "actors": (
            "actors, actor, participants, participant, who, parties, people, person, traveller, "
            "traveler, visitor, leader, minister, official, name, names, agency, organisation, "
            "organization, body, delegates, attendees"
        ),
        "place": "place, where, location, venue, city, locale, town",
        "place_country": "place country, host country, country",
        "summary": (
            "summary, description, remarks, details, event, text, abstract, comment, comments"
        ),
        "tags": "tags, tag, topics, topic, keywords",
        "status": "status",
        "sources[1].url": "url, link, source, source url, source link, web",
        "sources[1].publisher": "publisher, source, outlet, newspaper",
        "notes": "notes, note",
    }.items()
}
"""The names that the column of a field may have, in lower case, the likeliest first."""


COUNTERPARTS = {
    "counterpart", "counterparts", "with", "met", "guest", "guests", "interlocutor",
    "interlocutors",
}  # fmt: skip
"""Words in the names of columns with the people whom the actors of another column met."""


def spelt(name: str) -> list[str]:
    """Return the words in a column's name, in lower case.

    The words of `Start_Date` and `startDate` are "start" and "date".
    """
    return words(re.sub("(?<=[a-z])(?=[A-Z])", " ", name.replace("_", " ")))


def fields_called(name: str) -> list[str]:
    """Return the fields of events that other programs call `name`."""
    wanted = " ".join(spelt(name))
    return [field for field, names in FIELD_NAMES.items() if wanted in names]
