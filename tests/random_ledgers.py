"""Generate random ledgers as data, and write them as TOML in random layouts.

Nothing in this module uses chrono, so that chrono's results can be compared with the data.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from oracle import BUILT_IN, Book, date_text, point

Data = dict[str, Any]

# -- dates --------------------------------------------------------------------------------------

_YEARS = (2024, 2025, 2026)
_POINTS = [
    *(f"{year}-{month:02}-01" for year in _YEARS for month in (1, 6, 12)),
    "2024-02-29", "2024-12-31", "2025-12-31", "2025-03-31", "2025-04-01",
    *(f"{year}-{month}" for year in _YEARS for month in ("01", "02", "12", "01-XX", "06-XX")),
    *(f"{year}-{season}" for year in _YEARS for season in (21, 22, 23, 24)),
    *(f"{year}{tail}" for year in _YEARS for tail in ("", "-XX", "-XX-XX")),
    "202X", "201X", "199X",
]  # fmt: skip
_TIMES = ("T09:30", "T09:30:00", "T00:15:00Z", "T23:45:00+08:00", "T11:00-05:00", "T11:00:00.5-03")

PERIODS = [
    "2025", "2024..2025", "2025-01", "2025-Q1", "2024-12..2025-01", "2024-12-31", "2025-01-01",
    "2024-12-15..2025-02-10", "2025-06..", "..2025-01-01", "2020..2029", "2000..2040", "2025-12",
    "2026-01-02..2026-12-30", "2019..2021", "2025-Q4..2026", "2026-06..",
]  # fmt: skip


def _point(rng: Random) -> str:
    if rng.random() < 0.4:  # a day of the years in which the periods lie
        text = str(dt.date(2024, 1, 1) + dt.timedelta(rng.randrange(3 * 365)))
    else:
        text = rng.choice(_POINTS)
    return text + rng.choice(("", "", "", "", "~", "?", "%"))


def _in_order(rng: Random) -> list[str]:
    ends = [_point(rng), _point(rng)]
    return sorted(ends, key=lambda text: min(point(text.rstrip("~?%"))))


def draw_date(rng: Random) -> str:
    """Return a random date as EDTF text."""

    def day() -> str:
        return str(dt.date(2024, 1, 1) + dt.timedelta(rng.randrange(3 * 365)))

    def one_of() -> str:
        members = [_point(rng) if rng.random() < 0.7 else "..".join(_in_order(rng))
                   for _ in range(rng.randint(1, 3))]  # fmt: skip
        return f"[{','.join(members)}]"

    kinds: list[Callable[[], str]] = [
        day, day, day, day, lambda: _point(rng), lambda: _point(rng),
        lambda: day() + rng.choice(_TIMES),
        lambda: "/".join(_in_order(rng)),
        one_of,
        lambda: rng.choice(("{}/..", "{}/", "../{}", "/{}")).format(_point(rng)),
        lambda: rng.choice(("[..{}]", "[{}..]")).format(_point(rng)),
    ]  # fmt: skip
    return rng.choice(kinds)()


# -- data ---------------------------------------------------------------------------------------

_PEOPLE: Mapping[str, Data] = {
    "wang-yi": {"name": "Wang Yi", "aliases": ["王毅", "Foreign Minister Wang"], "country": "CN"},
    "wang-wentao": {"name": "Wang Wentao", "country": "CN", "former_ids": ["wang", "minister-w"]},
    "xi": {"name": "Xi Jinping", "aliases": ["President Xi", "习近平"], "country": "CN",
           "roles": [{"title": "President", "from": dt.date(2013, 3, 14)}]},
    "erdogan": {"name": "Recep Tayyip Erdoğan", "country": "TR", "aliases": ["President Erdoğan"]},
    "rubio": {"name": "Marco Rubio", "country": "US", "former_ids": ["m-rubio"],
              "roles": [{"title": "Senator", "until": "2025-01"}, {"title": "Secretary"}]},
    "trump": {"name": "Donald Trump", "aliases": ["President Trump"], "country": "US"},
    "eu": {"name": "Commission", "country": "European Union"},
    "group": {"name": "Working Group"},
    "ngo": {"name": "Red Cross", "aliases": ["ICRC"]},
    "merz": {"name": "Friedrich Merz", "country": "DE", "extra": {"party": "CDU"}},
}  # fmt: skip
_STRANGERS = ("Ann Nobody", "Ben O'Neil", "Contact Group", "李四")
_TYPES: Mapping[str, Data] = {
    "summit": {"label": "summit", "plural": "summits", "contact": True},
    "briefing": {"label": "briefing"},
    "visit": {"contact": True},
}
_SOURCES: Mapping[str, Data] = {
    "s1": {"publisher": "Xinhua", "title": "They talk", "date": dt.date(2025, 1, 17), "grade": "A"},
    "s2": {
        "publisher": "Le Monde",
        "origin": "Agence France-Presse",
        "url": "https://lm.example/2",
    },
    "s3": {"publisher": "Reuters", "language": "en", "side": "US"},
}
_PUBLISHERS: Mapping[str, Data] = {
    "afp": {"name": "AFP", "aliases": ["Agence France-Presse"]},
    "reuters": {"name": "Reuters"},
}
_INLINE_SOURCES: Sequence[Any] = (
    "s1", "s2", "s3", {"publisher": "AFP"}, {"publisher": "Daily", "origin": "AFP"},
    {"ref": "s1", "quote": "“Good talks”"}, {"publisher": "reuters", "says": {"place": "Paris"}},
    {"publisher": "Blog", "private": True, "accessed": "2025-06"},
)  # fmt: skip
TITLES = ("Tariff talks", "A call on trade", "Xi’s letter", 'The "last" summit', "会谈 # one",
          "[[events]]", "Erdoğan calls; all agree", "T = 1")  # fmt: skip
_SUMMARIES = ("On tariffs.", "Two\nlines on trade", '[[events]]\nid = "no"\n', "Çay and tea")
TAGS = ("trade", "leaders", "fentanyl", "second track")
PLACES = ("Busan", "Geneva", "Kuala Lumpur", "İstanbul")
COUNTRIES = ("KR", "CH", "MY", "TR")
STATUSES = ("held", "planned", "postponed", "cancelled", "unconfirmed", "denied")


def some(rng: Random, values: Sequence[Any], most: int = 2) -> list[Any]:
    """Return up to `most` of the values in random order, often none."""
    return rng.sample(list(values), rng.randint(0, min(most, len(values))))


def draw_event(rng: Random, data: Data, id: str, date: str | None = None) -> Data:
    """Return a random event. Each optional key is left out in most events.

    `data`: the ledger; `date`: the date as EDTF text, or None for a random date.
    """
    people = list(data["actors"])
    names = rng.sample(people, rng.choice((1, 2, 2, 2, min(3, len(people)))))
    for _ in range(3):  # mostly of two countries
        if len({data["actors"][id].get("country", id) for id in names}) < 2:
            names = rng.sample(people, 2)
    others = [one for one in people if one not in names]
    actors = [_spelled(rng, data["actors"][id], id) for id in names]
    actors += some(rng, _STRANGERS, 1) if rng.random() < 0.2 else []
    event = {
        "id": id,
        "date": date or draw_date(rng),
        "type": rng.choice([*BUILT_IN, *data["types"], *["meeting", "call"] * 4]),
        "title": rng.choice(TITLES),
        "actors": actors,
    }
    optional: dict[str, Callable[[], Any]] = {
        "present": lambda: some(rng, others),
        "place": lambda: rng.choice(PLACES),
        "place_country": lambda: rng.choice(COUNTRIES),
        "initiator": lambda: rng.choice([*names, "disputed", "US"]),
        "summary": lambda: rng.choice(_SUMMARIES),
        "notes": lambda: "To check.",
        "tags": lambda: some(rng, TAGS, 3),
        "follows": lambda: some(rng, [one["id"] for one in data["events"]]),
        "part_of": lambda: rng.choice([one["id"] for one in data["events"]] or [None]),
        "dates": lambda: {"announced": dt.date(2025, 1, 2), "signed": "2025-02"},
        "private": lambda: rng.random() < 0.5,
        "sources": lambda: some(rng, _INLINE_SOURCES, 3),
        "former_ids": lambda: [f"{id}-old"],
        "extra": lambda: {"mood": rng.choice(("good", "bad")), "n": [1, 2]},
    }
    for key, draw in optional.items():
        if rng.random() < 0.3 and (value := draw()) is not None:
            event[key] = value
    if rng.random() < 0.3:
        event["status"] = rng.choice(STATUSES)
    if rng.random() < 0.1:
        event["date"] = "2025-03-01"
        event["local_dates"] = {"US": dt.date(2025, 2, 28), "CN": dt.date(2025, 3, 1)}
    return event


def _spelled(rng: Random, actor: Data, id: str) -> str:
    """Return the id of an actor or, more rarely, one of the other names of the actor."""
    names = [actor["name"], *actor.get("aliases", ()), *actor.get("former_ids", ())]
    return rng.choice(names) if rng.random() < 0.25 else id


def draw_claim(rng: Random, data: Data, id: str) -> Data:
    """Return a random claim. Each optional key is left out in most claims. `data`: the ledger."""
    day = dt.date(2024, 6, 1) + dt.timedelta(rng.randrange(900))
    types = [*BUILT_IN, *data["types"]]
    claim: Data = {
        "id": id,
        "by": rng.choice([*data["actors"], "The Speaker"]),
        "date": rng.choice((f"{day}", f"{day}", f"{day:%Y-%m}", f"{day}~")),
        "statement": rng.choice(("so many contacts", "five\ncalls")),
        "period": rng.choice(PERIODS),
    }
    if rng.random() < 0.5:
        claim["period"] = {f"reading {n}": rng.choice(PERIODS) for n in range(rng.randint(1, 3))}

    def stated() -> Any:
        low = rng.randint(0, 4)
        return rng.choice((low, low, {"min": low}, {"max": low}, {"min": low, "max": low + 1}))

    if rng.random() < 0.6:
        claim["counts"] = {type: stated() for type in rng.sample(types, rng.randint(1, 2))}
    if "counts" not in claim or rng.random() < 0.4:
        claim["total"] = stated()
        if rng.random() < 0.4:
            claim["types"] = rng.sample(types, rng.randint(1, 3))
    optional: dict[str, Callable[[], Any]] = {
        "as_of": lambda: rng.choice((f"{day}", f"{day:%Y-%m}", "2025-06-30")),
        "actors": lambda: rng.sample(list(data["actors"]), rng.randint(1, 2)),
        "tags": lambda: some(rng, TAGS, 1),
        "window": lambda: "the past months",
        "disputed": lambda: "others were counted",
        "sources": lambda: some(rng, _INLINE_SOURCES, 1),
    }
    return claim | {key: draw() for key, draw in optional.items() if rng.random() < 0.25}


def draw_ledger(rng: Random, most: int = 9) -> Data:
    """Return the data of a random valid ledger. `most`: the maximum number of events."""
    people = rng.sample(list(_PEOPLE), rng.randint(2, len(_PEOPLE)))
    data: Data = {
        "ledger": {"version": 1, "title": "Contacts"} if rng.random() < 0.7 else {},
        "coverage": [],
        "actors": {id: deepcopy(_PEOPLE[id]) for id in people},
        "publishers": deepcopy(dict(_PUBLISHERS)) if rng.random() < 0.5 else {},
        "types": {id: deepcopy(_TYPES[id]) for id in some(rng, list(_TYPES), 3)},
        "sources": deepcopy(dict(_SOURCES)),
        "events": [],
        "claims": [],
    }
    if rng.random() < 0.3:
        data["ledger"]["covers"] = rng.choice(("2025", "2024..2026", "2024-06..2025-06-15"))
    if rng.random() < 0.3:
        data["ledger"]["principals"] = people[:2]
    for _ in range(rng.choice((0, 0, 0, 1, 2))):
        row: Data = {"period": rng.choice(("2025", "2024-11-05..2025-12-31", "2024", "2026-01.."))}
        row |= {"actors": rng.sample(people, rng.randint(1, 2))} if rng.random() < 0.5 else {}
        row |= {"types": rng.sample([*BUILT_IN], 5)} if rng.random() < 0.3 else {}
        data["coverage"].append(row)
    for number in range(rng.randint(0, most)):
        data["events"].append(draw_event(rng, data, f"e{number}"))
    for number in range(rng.choice((0, 1, 2, 3))):
        data["claims"].append(draw_claim(rng, data, f"c{number}"))
    return data


# -- text ---------------------------------------------------------------------------------------


def toml(rng: Random, value: Any) -> str:
    """Return a value as TOML 1.0, in a random notation."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, str):
        if "\n" in value and rng.random() < 0.7:
            return '"""' + rng.choice(("", "\n")) + value.replace("\\", "\\\\") + '"""'
        if rng.random() < 0.2 and value.isprintable() and "'" not in value:
            return f"'{value}'"
        return json.dumps(value, ensure_ascii=rng.random() < 0.1)
    if isinstance(value, Mapping):
        pairs = [f"{_key(key)} = {toml(rng, one)}" for key, one in value.items()]
        return "{" + rng.choice(("", " ")) + ", ".join(pairs) + rng.choice(("", " ")) + "}"
    items = [toml(rng, one) for one in value]
    if items and rng.random() < 0.25:
        return "[\n" + "".join(f"    {one},\n" for one in items) + "]"
    return f"[{', '.join(items)}]"


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else f'"{key}"'


def _written(rng: Random, key: str, value: Any) -> str:
    """Return the value of a key as TOML. A date may be a TOML date instead of a string."""
    if key == "date" and isinstance(value, str) and rng.random() < 0.6:
        if len(value) == 10 and value[4:5] == value[7:8] == "-" and value[8:].isdigit():
            return value
        if "T" in value and value[16:17] == ":" and value[-3:-2] in ":0":
            return value
    return toml(rng, value)


class Block(NamedTuple):
    """A table of a ledger as text. `name`: the name of the entry, such as `events.e1`."""

    name: str
    text: str


_COMMENTS = ("# plain", "# [[events]]", '# "', "# it's", "#", "# 习近平 ]}")


def _block(rng: Random, name: str, header: str, row: Data, tidy: bool = False) -> Block:
    keys = list(row)
    if not tidy:
        rng.shuffle(keys)
    own = {"events": "sources", "claims": "sources", "actors": "roles"}.get(name.split(".")[0])
    apart = own if own in keys and rng.random() < 0.3 and row[own] else None
    if apart and not all(isinstance(one, Mapping) for one in row[apart]):
        apart = None
    lines = [header + rng.choice(("", "", "", "" if tidy else "  # of the header"))]
    for key in keys:
        if key == apart:
            continue
        if rng.random() < 0.1 and not tidy:
            lines.append(rng.choice(("", *_COMMENTS)))
        equals = " = " if tidy else rng.choice((" = ", " = ", " = ", "=", "  =  "))
        value = _written(rng, key, row[key])
        behind = "" if tidy else rng.choice(("", "", "", "", f"  {rng.choice(_COMMENTS)}"))
        lines.append(f"{_key(key)}{equals}{value}{behind}")
    for one in row[apart] if apart else ():
        lines.append(f"[[{header.strip('[]')}.{apart}]]")
        lines += [f"{_key(key)} = {toml(rng, value)}" for key, value in one.items()]
    return Block(name, "\n".join(lines) + "\n")


def blocks(rng: Random, data: Data) -> list[Block]:
    """Return the tables of a ledger as text, in a random layout."""
    tidy = rng.random() < 0.4
    rows: list[tuple[str, str, Data]] = []
    if data.get("ledger"):
        rows.append(("ledger", "[ledger]", data["ledger"]))
    rows += [("coverage", "[[coverage]]", row) for row in data.get("coverage", [])]
    for name in ("actors", "publishers", "types", "sources"):
        rows += [(f"{name}.{id}", f"[{name}.{id}]", row) for id, row in data.get(name, {}).items()]
    for name in ("events", "claims"):
        rows += [(f"{name}.{row['id']}", f"[[{name}]]", row) for row in data.get(name, [])]
    return [_block(rng, *row, tidy) for row in rows]


def text(rng: Random, parts: Sequence[Block]) -> str:
    """Return a file with these blocks, and with random empty lines and comments."""
    found = rng.choice(("", "", "# The file.\n\n", "\n"))
    for number, block in enumerate(parts):
        found += rng.choice(("\n", "\n", "\n", "", "\n\n", "\n# ── apart ──\n\n")) if number else ""
        found += block.text
    found += rng.choice(("", "", "\n", "# the end\n"))
    return found.replace("\n", "\r\n") if rng.random() < 0.15 else found


def save(rng: Random, data: Data, folder: Path) -> list[str]:
    """Write a ledger to one or several files, and return the options that select these files."""
    parts = blocks(rng, data)
    way = rng.choice(("one", "one", "one", "several", "folder", "include"))
    if way == "one":
        _save(folder / "events.toml", text(rng, parts), rng)
        return rng.choice((["-f", "events.toml"], []))
    names = ["a.toml", "b.toml", "c.toml"]
    files: dict[str, list[Block]] = {name: [] for name in names}
    for part in parts:
        files["a.toml" if part.name == "ledger" else rng.choice(names)].append(part)
    if way == "include":
        head = {
            **data["ledger"],
            "include": [["b.toml", "c.toml"], ["[bc].toml"]][rng.random() < 0.5],
        }
        first = [part for part in files["a.toml"] if part.name != "ledger"]
        files["a.toml"] = [_block(rng, "ledger", "[ledger]", head), *first]
    place = folder / "sub" if way == "folder" else folder
    place.mkdir(exist_ok=True)
    for name, some_parts in files.items():
        _save(place / name, text(rng, some_parts), rng)
    if way == "several":
        return [word for name in names for word in ("-f", name)]
    return ["-f", "sub" if way == "folder" else "a.toml"]


def _save(path: Path, content: str, rng: Random) -> None:
    mark = b"\xef\xbb\xbf" if rng.random() < 0.1 else b""
    path.write_bytes(mark + content.encode())


# -- questions ----------------------------------------------------------------------------------


def draw_question(rng: Random, book: Book, data: Data, counting: bool) -> dict[str, Any]:
    """Return a random question about a ledger, as a Question of tests/oracle.py.

    `counting`: whether the question is for a command that counts.
    """
    question: dict[str, Any] = {}
    if rng.random() < 0.6:
        question["period"] = rng.choice(PERIODS)
        for name, chance in (("certain", 0.2), ("overlap", 0.2)):
            if rng.random() < chance:
                question[name] = True
    elif rng.random() < 0.3:
        question[rng.choice(("since", "until"))] = rng.choice(("2025", "2025-03", "2025-06-30"))
    values = _values(rng, book, data)
    for name in rng.sample(list(values), rng.choice((0, 0, 1, 1, 2))):
        if (found := values[name]()) and not {"origin", "without-origin"} <= {name, *question}:
            question[name] = found
    for name, meant in (("actor", book.find), ("tag", lambda tag: {tag})):  # or a usage error
        excluded = {one for word in question.get(f"not-{name}", ()) for one in meant(word)}
        if any(meant(word) <= excluded for word in question.get(name, ())):
            del question[f"not-{name}"]
    kind = rng.random()
    if "type" not in question and not counting and kind < 0.2:
        question["contacts"] = True
    if "type" not in question and counting and kind < 0.2:
        question["all"] = True
    elif kind > 0.85:
        question["where"] = _expression(rng, values, 2)
    if rng.random() < 0.2 and "contacts" not in question:
        question["status"] = rng.choice((["any"], rng.sample(STATUSES, 2)))
    return question


def _values(rng: Random, book: Book, data: Data) -> dict[str, Callable[[], list[str]]]:
    """Return a function for each filter. The function returns random values from the ledger."""

    def actor() -> list[str]:
        if not (people := book.all_actors):
            return []
        names = [name for id in people for name in
                 (id, book.name(id), *data["actors"].get(id, {}).get("aliases", ()),
                  *data["actors"].get(id, {}).get("former_ids", ()))]  # fmt: skip
        names += ["xi", "WANG", "erdogan", "president", "minister wang", "yi wang"]
        name = rng.choice(names)
        return [name] if book.find(name) else []

    def known(values: Sequence[Any], most: int) -> list[str]:
        every = sorted({one for one in values if one})
        return rng.sample(every, min(len(every), rng.randint(1, most)))

    origins = [book.origin(one) for event in book.events for one in event.sources]
    rows = [event.data for event in book.events]
    return {
        "actor": actor,
        "present": actor,
        "not-actor": actor,
        "country": lambda: known([row.get("country") for row in data["actors"].values()], 2),
        "type": lambda: known(list(book.types), 2),
        "tag": lambda: known([tag for row in rows for tag in row.get("tags", ())], 2),
        "not-tag": lambda: known([tag for row in rows for tag in row.get("tags", ())], 1),
        "place": lambda: known([row.get("place") for row in rows], 2),
        "place-country": lambda: known([row.get("place_country") for row in rows], 2),
        "origin": lambda: known(origins, 1),
        "without-origin": lambda: known(origins, 1),
        "text": lambda: [rng.choice(("trade", "talks", "ERDOGAN", "cay", "a call"))],
    }


def _expression(rng: Random, values: Mapping[str, Callable[[], list[str]]], deep: int) -> Any:
    kind = rng.choice(("and", "or", "not", "term", "term")) if deep else "term"
    if kind == "not":
        return ("not", _expression(rng, values, deep - 1))
    if kind != "term":
        return (kind, *(_expression(rng, values, deep - 1) for _ in range(2)))
    names = ("actor", "present", "country", "type", "tag", "place", "place-country", "text")
    name = rng.choice(names)
    found = values[name]()
    return (name, found[0]) if found else ("text", "trade")


def options(question: Mapping[str, Any]) -> list[str]:
    """Return the arguments of a command line for a question."""
    words = [question["period"]] if "period" in question else []
    for name, value in question.items():
        if name == "where":
            words += ["--where", expression_text(value)]
        elif value is True:
            words.append(f"--{name}")
        elif name != "period":
            for one in value if isinstance(value, list) else [value]:
                words += [f"--{name}", one]
    return words


def expression_text(where: Sequence[Any]) -> str:
    """Return an expression as text for `--where`."""
    if where[0] in ("and", "or"):
        return f"({expression_text(where[1])}) {where[0]} ({expression_text(where[2])})"
    if where[0] == "not":
        return f"not ({expression_text(where[1])})"
    return f'{where[0]}:"{where[1]}"'


def as_texts(value: Any) -> Any:
    """Return a value in which all dates are texts and all tuples are lists, for comparisons."""
    if isinstance(value, Mapping):
        return {key: as_texts(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_texts(one) for one in value]
    return date_text(value) if isinstance(value, (dt.date, dt.datetime)) else value
