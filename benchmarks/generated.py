"""Events like those of the real ledger, as many as are wanted, written for chrono and its peers.

The same seed gives the same events on every machine. Who takes part, where, and who reports it are
taken from `data/events.toml`; so are the shares of types, of coarse dates and of what was not held.
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
    """One event. `date` is as a ledger writes it, `day` its first possible day."""

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
        """As chrono counts: held, of a contact type, between two countries."""
        return self.status == "held" and self.type in CONTACTS and len(self.nations) > 1


class World(NamedTuple):
    """What events are made of: the real ledger's actors, places and sources."""

    actors: Mapping[str, Mapping[str, Any]]
    sources: Mapping[str, Mapping[str, Any]]
    places: Sequence[tuple[str, str]]


def world() -> World:
    """The real ledger's."""
    data = tomli.loads(REAL.read_text(encoding="utf-8"))
    places = {(one["place"], one["place_country"]) for one in data["events"] if "place" in one}
    # The principals first: of these two most is told.
    ids = dict.fromkeys([*data["ledger"]["principals"], *data["actors"]])
    actors = {id: data["actors"][id] for id in ids if "country" in data["actors"][id]}
    return World(actors, data["sources"], sorted(places))


def events(number: int, seed: int = 2025) -> Iterator[Generated]:
    """So many events in the order of their days."""
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
    """Most are a day; some last, some are a month that stays in its year, some about a day."""
    kind = chance.choices(("day", "interval", "month", "about"), (83, 8, 7, 2))[0]
    if kind == "interval":
        return f'"{day}/{day + dt.timedelta(chance.randint(1, 4))}"', day
    if kind == "month":
        return f'"{day:%Y-%m}"', day.replace(day=1)
    return (f'"{day}~"', day) if kind == "about" else (str(day), day)


def _summary(subject: str, verb: str, chance: random.Random) -> str | None:
    kind = chance.choices(("none", "line", "lines", "quoted"), (30, 66, 3, 1))[0]
    if kind == "none":
        return None
    said = f"They {verb} what had been said on {subject}, and left the rest to their ministers."
    if kind == "lines":
        return f"{said}\nA second round was to follow.\n"
    return f'{said} "Candid", it was called.' if kind == "quoted" else said


# -- as each tool keeps them ------------------------------------------------------------------


def chrono_ledger(found: Sequence[Generated]) -> Iterator[str]:
    """The ledger, with the real one's actors and sources."""
    text = REAL.read_text(encoding="utf-8")
    yield '[ledger]\nversion = 1\ntitle = "Generated"\n\n'
    for block in text.split("\n\n"):
        lines = block.strip().splitlines()
        if any(line.startswith(("[actors.", "[sources.")) for line in lines):
            yield block.strip() + "\n\n"
    for one in found:
        yield _block(one)


def _block(one: Generated) -> str:
    lines = ["[[events]]", f'id = "{one.id}"', f"date = {one.date}", f'type = "{one.type}"']
    lines += [f'title = "{one.title}"', f"actors = {_list(one.actors)}"]
    if one.present:
        lines.append(f"present = {_list(list(dict.fromkeys(one.present)))}")
    if one.place:
        lines += [f'place = "{one.place}"', f'place_country = "{one.country}"']
    if one.summary is not None:
        escaped = one.summary.replace('"', '\\"')
        quoted = f'"""\n{escaped}"""' if "\n" in escaped else f'"{escaped}"'
        lines.append(f"summary = {quoted}")
    if one.tags:
        lines.append(f"tags = {_list(one.tags)}")
    if one.status != "held":
        lines.append(f'status = "{one.status}"')
    if one.follows:
        lines.append(f'follows = ["{one.follows}"]')
    url = f"https://news.example/{one.day:%Y/%m/%d}/{one.id}"
    own = f'{{ publisher = "Xinhua", url = "{url}", date = {one.day}, grade = "B" }}'
    lines.append(f'sources = ["{one.source}", {own}]')
    return "\n".join(lines) + "\n\n"


def _list(words: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def hledger_journal(found: Sequence[Generated]) -> Iterator[str]:
    """Each event a transaction, each of its actors an account to which it adds one."""
    for one in found:
        yield f"{one.day} {_note(one)}\n"
        for actor in one.actors:
            yield f"    ({_kind(one)}:{actor})  1\n"
        yield f"    (count:{_kind(one)})  1\n\n"


def _note(one: Generated) -> str:
    """The title, and behind it as comments what hledger has no field for."""
    tags = [f"id:{one.id}", f"type:{one.type}", f"place:{one.place or ''}", *_words(one)]
    return f"{one.title}  ; {', '.join(tags)}"


def _words(one: Generated) -> list[str]:
    return [f"{tag}:" for tag in one.tags]


def _kind(one: Generated) -> str:
    """Where it is counted: contacts, other events that were held, and what was not."""
    if one.status != "held":
        return "not-held"
    return "contacts" if one.contact else "others"


def beancount_file(found: Sequence[Generated]) -> Iterator[str]:
    """The same, in beancount's double entry."""
    known = world().actors
    for kind in ("contacts", "others", "not-held"):
        yield f"1900-01-01 open Equity:{kind.capitalize()}\n"
        for actor in known:
            yield f"1900-01-01 open {_account(kind, actor)}\n"
    yield "\n"
    for one in found:
        title = one.title.replace('"', "'")
        tags = " ".join(f"#{tag}" for tag in (one.type, *one.tags))
        yield f'{one.day} * "{one.place or ""}" "{title}" {tags}\n  id: "{one.id}"\n'
        for actor in one.actors:
            yield f"  {_account(_kind(one), actor)}  1 TIMES\n"
        yield f"  Equity:{_kind(one).capitalize()}  -{len(one.actors)} TIMES\n\n"


def _account(kind: str, actor: str) -> str:
    return f"Assets:{kind.capitalize()}:{actor.title()}"


def jrnl_journal(found: Sequence[Generated]) -> Iterator[str]:
    """Each event an entry, its actors and what it is counted as its tags."""
    for one in found:
        actors = " ".join(f"@{_word(actor)}" for actor in one.actors)
        yield f"[{one.day} 12:00] {one.title}\n{actors} @{_word(_kind(one))} {one.id}\n"
        yield f"{one.summary}\n\n" if one.summary else "\n"


def taskwarrior_data(found: Sequence[Generated]) -> Iterator[str]:
    """Each event a task that is done, in the file where Taskwarrior keeps those."""
    for index, one in enumerate(found):
        at = int(
            dt.datetime(one.day.year, one.day.month, one.day.day, 12, tzinfo=dt.UTC).timestamp()
        )
        tags = ",".join(map(_word, (*one.actors, _kind(one), one.type, *one.tags)))
        title = one.title.replace('"', "&dquot;")
        fields = {
            "description": title, "entry": at, "end": at, "status": "completed", "tags": tags,
            "uuid": f"00000000-0000-4000-8000-{index:012x}",
        }  # fmt: skip
        yield "[" + " ".join(f'{key}:"{value}"' for key, value in fields.items()) + "]\n"


def _word(text: str) -> str:
    return text.replace("-", "_")
