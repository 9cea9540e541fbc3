"""Generate events that resemble the events of the bundled ledger, in the formats of several tools.

The same seed gives the same events on every machine. Actors, places and sources come from
`data/events.toml`. The shares of types, of inexact dates and of events that were not held are as in
that ledger.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import tomli

REAL = Path(__file__).parent.parent / "data" / "events.toml"
FIRST, LAST = dt.date(1990, 1, 1), dt.date(2025, 12, 31)
CONTACTS = ("meeting", "call", "video", "talks")
TYPES = {
    "meeting": 24, "statement": 21, "measure": 19, "talks": 10, "video": 8, "call": 8,
    "agreement": 5, "letter": 2, "visit": 2, "other": 1,
}  # fmt: skip
TAGS = ("trade", "leaders", "tariffs", "fentanyl", "military", "taiwan", "export-controls", "round")
VERBS = ("announced", "agreed", "discussed", "prepared", "repeated", "set out", "welcomed")
SUBJECTS = ("trade", "tariffs", "Taiwan", "soybeans", "rare earths", "shipping", "visas", "chips")


class Generated(NamedTuple):
    """An event.

    - `date`: the date as a TOML value
    - `day`: the first day that the date can mean
    - `nations`: the countries of the actors
    """

    id: str
    date: str
    day: dt.date
    type: str
    title: str
    actors: Sequence[str]
    nations: frozenset[str]
    place: str | None
    country: str | None
    tags: Sequence[str]
    status: str
    source: str
    summary: str | None
    present: Sequence[str]
    follows: str | None

    @property
    def contact(self) -> bool:
        """Return whether the event is a contact: held, of a contact type, and between countries."""
        return self.status == "held" and self.type in CONTACTS and len(self.nations) > 1


class World(NamedTuple):
    """The actors, sources and places of the bundled ledger, from which events are made.

    `places`: (place, country code) for each place.
    """

    actors: Mapping[str, Mapping[str, Any]]
    sources: Mapping[str, Mapping[str, Any]]
    places: Sequence[tuple[str, str]]


def world() -> World:
    """Return the actors, sources and places of the bundled ledger."""
    data = tomli.loads(REAL.read_text(encoding="utf-8"))
    places = {
        (event["place"], event["place_country"]) for event in data["events"] if "place" in event
    }
    # The principals first, because most events are theirs.
    ids = dict.fromkeys([*data["ledger"]["principals"], *data["actors"]])
    actors = {id: data["actors"][id] for id in ids if "country" in data["actors"][id]}
    return World(actors, data["sources"], sorted(places))


def events(number: int, seed: int = 2025) -> Iterator[Generated]:
    """Yield `number` random events, sorted by day."""
    chance, known = random.Random(seed), world()
    span = (LAST - FIRST).days
    days = sorted(chance.randint(0, span) for _ in range(number))
    ids = [*known.actors]
    # As in life, a few meet often and most hardly ever.
    weights = [1 / (rank + 1) for rank in range(len(ids))]
    earlier: list[str] = []
    for index, offset in enumerate(days):
        event = _event(index, FIRST + dt.timedelta(offset), known, ids, weights, earlier, chance)
        earlier = [*earlier[-20:], event.id]
        yield event


def _event(
    index: int,
    day: dt.date,
    known: World,
    ids: Sequence[str],
    weights: Sequence[float],
    earlier: Sequence[str],
    chance: random.Random,
) -> Generated:
    kind = chance.choices([*TYPES], [*TYPES.values()])[0]
    many = chance.choices((1, 2, 3, 4), (40, 56, 6, 3))[0]
    actors = list(dict.fromkeys(chance.choices(ids, weights, k=many)))
    subject, verb = chance.choice(SUBJECTS), chance.choice(VERBS)
    names = " and ".join(known.actors[id]["name"] for id in actors[:2])
    date, first = _date(day, chance)
    place, country = chance.choice(known.places) if chance.random() < 0.45 else (None, None)
    return Generated(
        id=f"{day}-{kind}-{index}",
        date=date,
        day=first,
        type=kind,
        title=f"{names}: {subject} {verb}",
        actors=actors,
        nations=frozenset(known.actors[id]["country"] for id in actors),
        place=place,
        country=country,
        tags=sorted(chance.sample(TAGS, chance.randint(0, 3))),
        status="held" if chance.random() < 0.96 else chance.choice(("unconfirmed", "denied")),
        source=chance.choice([*known.sources]),
        summary=_summary(subject, verb, chance),
        present=chance.choices(ids, k=2) if chance.random() < 0.15 else (),
        follows=chance.choice(earlier) if earlier and chance.random() < 0.25 else None,
    )


def _date(day: dt.date, chance: random.Random) -> tuple[str, dt.date]:
    """Return a random date as a TOML value, and the first day that the date can mean.

    The date is `day` itself, an interval, a month, or an approximate date such as `2025-10-30~`.
    """
    kind = chance.choices(("day", "interval", "month", "about"), (83, 8, 7, 2))[0]
    if kind == "interval":
        return f'"{day}/{day + dt.timedelta(chance.randint(1, 4))}"', day
    if kind == "month":
        return f'"{day:%Y-%m}"', day.replace(day=1)
    week = dt.timedelta(7)
    # An approximate date near New Year may be in either year; other tools know only one.
    if kind == "about" and (day - week).year == (day + week).year:
        return f'"{day}~"', day
    return str(day), day


def _summary(subject: str, verb: str, chance: random.Random) -> str | None:
    kind = chance.choices(("none", "line", "lines", "quoted"), (30, 66, 3, 1))[0]
    if kind == "none":
        return None
    text = f"They {verb} what had been said on {subject}, and left the rest to their ministers."
    if kind == "lines":
        return f"{text}\nA second round was to follow.\n"
    return f'{text} "Candid", it was called.' if kind == "quoted" else text


# -- as each tool keeps them ------------------------------------------------------------------


def chrono_ledger(events: Sequence[Generated]) -> Iterator[str]:
    """Yield the blocks of a ledger with these events, and with the actors and sources of the
    events.
    """
    text = REAL.read_text(encoding="utf-8")
    yield '[ledger]\nversion = 1\ntitle = "Generated"\n\n'
    for block in text.split("\n\n"):
        lines = block.strip().splitlines()
        if any(line.startswith(("[actors.", "[sources.")) for line in lines):
            yield block.strip() + "\n\n"
    for event in events:
        yield _block(event)


def _block(event: Generated) -> str:
    lines = ["[[events]]", f'id = "{event.id}"', f"date = {event.date}", f'type = "{event.type}"']
    lines += [f'title = "{event.title}"', f"actors = {_list(event.actors)}"]
    if event.present:
        lines.append(f"present = {_list(list(dict.fromkeys(event.present)))}")
    if event.place:
        lines += [f'place = "{event.place}"', f'place_country = "{event.country}"']
    if event.summary is not None:
        escaped = event.summary.replace('"', '\\"')
        quoted = f'"""\n{escaped}"""' if "\n" in escaped else f'"{escaped}"'
        lines.append(f"summary = {quoted}")
    if event.tags:
        lines.append(f"tags = {_list(event.tags)}")
    if event.status != "held":
        lines.append(f'status = "{event.status}"')
    if event.follows:
        lines.append(f'follows = ["{event.follows}"]')
    url = f"https://news.example/{event.day:%Y/%m/%d}/{event.id}"
    other = f'{{ publisher = "Xinhua", url = "{url}", date = {event.day}, grade = "B" }}'
    lines.append(f'sources = ["{event.source}", {other}]')
    return "\n".join(lines) + "\n\n"


def _list(words: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def hledger_journal(events: Sequence[Generated]) -> Iterator[str]:
    """Yield the transactions of an hledger journal.

    Each event is a transaction, which adds 1 to the account of each actor.
    """
    for event in events:
        yield f"{event.day} {_description(event)}\n"
        for actor in event.actors:
            yield f"    ({_heading(event)}:{actor})  1\n"
        yield f"    (count:{_heading(event)})  1\n\n"


def _description(event: Generated) -> str:
    """Return the title of an event, and a comment with tags.

    The tags contain values for which hledger has no field.
    """
    tags = [f"id:{event.id}", f"type:{event.type}", f"place:{event.place or ''}", *_hashtags(event)]
    return f"{event.title}  ; {', '.join(tags)}"


def _hashtags(event: Generated) -> list[str]:
    return [f"{tag}:" for tag in event.tags]


def _heading(event: Generated) -> str:
    """Return the group of an event's accounts: "contacts", "others" (also held) or "not-held"."""
    if event.status != "held":
        return "not-held"
    return "contacts" if event.contact else "others"


def beancount_file(events: Sequence[Generated]) -> Iterator[str]:
    """Yield the text of a beancount file with the same transactions as `hledger_journal`."""
    known = world().actors
    for kind in ("contacts", "others", "not-held"):
        yield f"1900-01-01 open Equity:{kind.capitalize()}\n"
        for actor in known:
            yield f"1900-01-01 open {_account(kind, actor)}\n"
    yield "\n"
    for event in events:
        title = event.title.replace('"', "'")
        tags = " ".join(f"#{tag}" for tag in (event.type, *event.tags))
        yield f'{event.day} * "{event.place or ""}" "{title}" {tags}\n  id: "{event.id}"\n'
        for actor in event.actors:
            yield f"  {_account(_heading(event), actor)}  1 TIMES\n"
        yield f"  Equity:{_heading(event).capitalize()}  -{len(event.actors)} TIMES\n\n"


def _account(kind: str, actor: str) -> str:
    return f"Assets:{kind.capitalize()}:{actor.title()}"


def jrnl_journal(events: Sequence[Generated]) -> Iterator[str]:
    """Yield the entries of a jrnl journal.

    Each event is an entry. Its tags are the actors and the group from `_heading`.
    """
    for event in events:
        actors = " ".join(f"@{_word(actor)}" for actor in event.actors)
        yield f"[{event.day} 12:00] {event.title}\n{actors} @{_word(_heading(event))} {event.id}\n"
        yield f"{event.summary}\n\n" if event.summary else "\n"


def taskwarrior_data(events: Sequence[Generated]) -> Iterator[str]:
    """Yield the lines of Taskwarrior's completed.data. Each event is a completed task."""
    for index, event in enumerate(events):
        at = int(
            dt.datetime(
                event.day.year, event.day.month, event.day.day, 12, tzinfo=dt.UTC
            ).timestamp()
        )
        tags = ",".join(map(_word, (*event.actors, _heading(event), event.type, *event.tags)))
        title = event.title.replace('"', "&dquot;")
        fields = {
            "description": title, "entry": at, "end": at, "status": "completed", "tags": tags,
            "uuid": f"00000000-0000-4000-8000-{index:012x}",
        }  # fmt: skip
        yield "[" + " ".join(f'{key}:"{value}"' for key, value in fields.items()) + "]\n"


def _word(text: str) -> str:
    return text.replace("-", "_")


_MET = {"meeting": "met in person", "call": "spoke by phone", "video": "spoke by video"}


def text(words: int) -> str:
    """Return an English text of about `words` words, in which each sentence states a contact."""
    data = tomli.loads(REAL.read_text(encoding="utf-8"))
    sentences = [
        _sentence(event, data["actors"]) for event in data["events"]
        if event["type"] in _MET and event.get("status", "held") == "held"
        and len(event["actors"]) == 2 and isinstance(event["date"], dt.date)
    ]  # fmt: skip
    chance = random.Random(2025)
    paragraphs: list[str] = []
    number = 0
    while number < words:
        paragraph = " ".join(chance.sample(sentences, 5))
        paragraphs.append(paragraph)
        number += len(paragraph.split())
    return "\n\n".join(paragraphs) + "\n"


def _sentence(event: Mapping[str, Any], actors: Mapping[str, Mapping[str, Any]]) -> str:
    first, second = (actors[id]["name"] for id in event["actors"])
    day: dt.date = event["date"]
    return f"{first} and {second} {_MET[event['type']]} on {day.day} {day:%B} {day.year}."
