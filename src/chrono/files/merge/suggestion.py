"""Propose a rules file for a table, from what its columns hold and what they are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count

from chrono.core.countries import (
    exact_country,
    name_and_country,
    place_in_country,
    possible_codes,
    quoted_codes,
    split_country,
)
from chrono.core.english import join_or, plural
from chrono.core.model import BUILT_IN, STATUSES, EventType
from chrono.core.names import fold, words
from chrono.core.text import escape_controls
from chrono.files.exchange.import_table import ImportTable
from chrono.files.format.keys import EVENT
from chrono.files.merge import dates
from chrono.files.merge.cells import is_template
from chrono.files.merge.columns import Column, columns_of
from chrono.files.merge.records import nearest_types
from chrono.files.merge.rows import flattened, has_objects
from chrono.files.toml.emit import key_text, literal
from chrono.files.write.sources import host_of

_CALLED: Mapping[str, str] = {
    "id": "id, event id, uid, nr, no, key, number, nummer, numéro, número, номер, 编号",
    "date": "date, start date, date from, from date, day, when, start, starts, begin, occurred on, "
    "datum, tag, beginn, date de début, jour, fecha, inicio, data, giorno, дата, 日期, 时间",
    "end": "end, ends, end date, date to, to date, until, finish, ende, bis, date de fin, fin, "
    "fecha final, fine, конец, 结束日期",
    "type": "type, event type, kind, category, form, format, art, typ, nature, tipo, тип, 类型",
    "title": "title, headline, subject, event, what, what happened, titel, ereignis, titre, "
    "objet, évènement, título, asunto, evento, titolo, название, событие, 标题, 事件",
    "actors": "actors, actor, participants, participant, who, parties, people, person, traveller, "
    "traveler, visitor, leader, minister, official, name, names, delegates, attendees, agency, "
    "organisation, organization, ministry, beteiligte, teilnehmer, wer, besucher, "
    "qui, nom, noms, personnes, visiteur, quién, participantes, nombre, visitante, chi, nome, "
    "участники, кто, имя, 参与者, 出席者, 人物",
    "counterparts": "counterpart, counterparts, with, met, met with, host, guest, guests, "
    "interlocutor, gesprächspartner, gast, gäste, interlocuteur, invité, invitado, 会见对象",
    "place": "place, where, location, venue, city, locale, town, ort, wo, stadt, lieu, lugar, "
    "ciudad, luogo, città, место, город, 地点, 城市",
    "summary": "summary, description, remarks, details, text, abstract, comment, comments, notes, "
    "note, beschreibung, inhalt, bemerkung, résumé, remarques, resumen, описание, 内容",
    "tags": "tags, tag, topics, topic, keywords, theme, thema, themen, thème, tema, тема, 主题",
    "status": "status, state, outcome",
    "sources[1].publisher": "publisher, source, outlet, newspaper, quelle, medium, fuente, fonte",
}
"""What the column of a field may be called, the likeliest name first."""
_OTHER_DATES = {
    *"published publication created updated modified added announced posted accessed retrieved "  # noqa: SIM905
    "recorded entered upload uploaded birth source article".split()
}
_NOT_PEOPLE = {"source", "publisher", "place", "city", "file", "column", "link"}
_FEW = 60
"""The maximum number of values of a column that a rules file lists."""
_EXAMPLE = 50
"""The maximum length of the text of a cell in a comment [characters]."""


class _Proposal:
    """The columns of a table, and the field of each."""

    def __init__(self, table: ImportTable, name: str = "") -> None:
        table, paths = flattened(table)
        plain = [one for one in table.columns if not _has_objects(table, one)]
        self.table, self.file = table, name
        self.columns = columns_of(table, [*plain, *paths])
        self.free = {
            one.name: one for one in self.columns if one.texts and not is_template(one.name)
        }
        self.used: dict[str, Column] = {}
        self.map: dict[str, str | list[str]] = {}
        self.countries: list[Column] = []  # of people
        for step in (self._dates, self._sources, self._ids, self._few_words, self._people,
                     self._places, self._texts):  # fmt: skip
            step()

    def _take(self, field: str, column: Column | None) -> bool:
        if column is not None:
            self.used[field] = self.free.pop(column.name)
            self.map[field] = column.name
        return column is not None

    def _best(
        self, field: str, test: Callable[[Column], object], named_only: bool = False
    ) -> Column | None:
        """Return the free column that passes a test and has the likeliest name for a field."""
        names = [" ".join(words(name)) for name in _CALLED.get(field, "").split(", ")]

        def rank(column: Column) -> float:
            if column.text in names:
                return names.index(column.text)
            last = " ".join(words(column.name.rpartition(".")[2]))
            if last in names:
                return 100 + names.index(last)
            found = [at for at, name in enumerate(names) if name in column.words and len(name) > 2]
            return 200 + min(found) if found and "id" not in column.words else 1000

        fitting = [column for column in self.free.values() if test(column)]
        best = min(fitting, key=rank, default=None)
        return best if best is not None and (rank(best) < 1000 or not named_only) else None

    def _dates(self) -> None:
        def is_day(column: Column) -> bool:
            return column.holds_dates and not column.has_lists

        def is_other(column: Column) -> bool:
            return not _OTHER_DATES.isdisjoint(column.words)

        start = self._best("date", lambda one: is_day(one) and not is_other(one))
        if self._take("date", start or self._best("date", is_day)):
            self._take("end", self._best("end", is_day, named_only=True))

    def _sources(self) -> None:
        if self._take("sources[1].url", self._best("url", lambda one: one.holds_urls)):
            self._take(
                "sources[1].publisher",
                self._best("sources[1].publisher", lambda one: one.holds_words, named_only=True),
            )
            if "sources[1].publisher" not in self.map:
                self.map["sources[1].publisher"] = f"{{{self.used['sources[1].url'].name}:host}}"

    def _ids(self) -> None:
        self._take("id", self._best("id", lambda one: one.holds_ids, named_only=True))

    def _few_words(self) -> None:
        def is_few(column: Column) -> bool:
            return column.holds_few_words and not column.holds_countries and not column.holds_people

        statuses = self._best(
            "status", lambda one: not {*STATUSES}.isdisjoint(map(fold, one.texts))
        )
        self._take("status", statuses)
        typed = self._best("type", lambda one: is_few(one) and _types_in(one))
        self._take("type", typed or self._best("type", is_few, named_only=True))
        self._take("tags", self._best("tags", lambda one: one.holds_words, named_only=True))

    def _people(self) -> None:
        def is_name(column: Column) -> bool:
            if column.text in _CALLED["place"].split(", ") or _NOT_PEOPLE & {*column.words}:
                return False
            return column.holds_words and not column.holds_sentences and not column.holds_countries

        def is_person(column: Column) -> bool:
            return is_name(column) and column.holds_people

        first = self._best("actors", is_name, named_only=True) or self._best("actors", is_person)
        other = self._best("counterparts", is_name, named_only=True)
        people = [*dict.fromkeys(one for one in (first, other) if one is not None)]
        if people and (digits := re.search("[0-9]+", people[0].name)):
            names = (people[0].name.replace(digits[0], str(number)) for number in range(2, 20))
            people = [people[0], *(self.free[name] for name in names if name in self.free)]
        if first is None:  # countries that deal with each other
            people = people or [one for one in self.free.values() if one.holds_countries][:2]
        for column in people:
            self.used["actors" if column is people[0] else f"actors {column.name}"] = column
            self.free.pop(column.name)
        templates = [*map(self._with_country, people)]
        if people and people[0].filled < people[0].total:  # somebody takes part in each row
            more = self._best("actors", is_name, named_only=True)
            if more is not None and more.filled == more.total:
                templates.append(self.free.pop(more.name).name)
        if templates:
            self.map["actors"] = templates if len(templates) > 1 else templates[0]

    def _with_country(self, column: Column) -> str:
        """Return the template of a column of people: with the country beside it, or in brackets."""
        if column.holds_countries:
            return f"{{{column.name}}} ({{{column.name}}})"
        if any(split_country(element)[1] for element in column.elements):
            return f"{{{column.name}:name}} ({{{column.name}:country}})"
        lands = [one for one in self.free.values() if one.holds_countries]
        own = {*column.words}
        same = column.name.rpartition(".")[0]
        of_people = [
            one
            for one in lands
            if (same and one.name.rpartition(".")[0] == same)
            or own & {*one.words}
            or not {"from", "nationality", "origin", "home", "sending"}.isdisjoint(one.words)
        ]
        beside = [one for one in lands if one.at == column.at + 1 and not self._is_of_place(one)]
        for country in (*of_people, *beside):
            self.countries.append(self.free.pop(country.name))
            return f"{{{column.name}}} ({{{country.name}}})"
        return column.name

    def _is_of_place(self, country: Column) -> bool:
        """Return whether a place is beside a column of countries."""
        names = {" ".join(words(name)) for name in _CALLED["place"].split(", ")}
        near = [one for one in self.columns if abs(one.at - country.at) == 1]
        return any(not names.isdisjoint((one.text, *one.words)) for one in near)

    def _places(self) -> None:
        self._take("place", self._best("place", lambda one: one.holds_words and not
                                       one.holds_countries, named_only=True))  # fmt: skip
        if "place" not in self.used:
            ends = self._best("place", lambda one: one.mostly(place_in_country))
            self._take("place", ends)
        lands = [one for one in self.free.values() if one.holds_countries]
        if lands:
            self._take("place_country", min(lands, key=lambda one: "host" not in one.words))

    def _texts(self) -> None:
        def is_line(column: Column) -> bool:
            return column.holds_sentences and column.holds_words

        def is_prose(column: Column) -> bool:
            return column.holds_sentences or column.mostly(lambda text: len(text) > 40)

        title = self._best("title", is_line, named_only=True)
        self._take(
            "title", title or (self._best("title", is_line) if not self._is_told() else None)
        )
        self._take("summary", self._best("summary", is_prose))
        people = [one for field, one in self.used.items() if field.split()[0] == "actors"]
        place = self.used.get("place") or self.used.get("place_country")
        if "title" in self.map:
            return
        if not people or people[0].filled < people[0].total:
            if text := self.used.get("summary") or place:
                self.map["title"] = text.name
            return
        where = f", {{{place.name}}}" if place else ""
        self.map["title"] = " and ".join(f"{{{one.name}}}" for one in people[:2]) + where

    def _is_told(self) -> bool:
        """Return whether a title can be made of people, and a text is called a summary."""
        named = self._best("summary", lambda one: one.holds_sentences, named_only=True)
        return "actors" in self.used and named is not None


def proposed_columns(table: ImportTable) -> dict[str, str]:
    """Return the probable column or template of each field."""
    found = _Proposal(table).map
    return {field: one if isinstance(one, str) else one[0] for field, one in found.items()}


def _has_objects(table: ImportTable, column: str) -> bool:
    return any(has_objects(row.values.get(column)) for row in table.rows)


def _types_in(column: Column, types: Mapping[str, EventType] = BUILT_IN) -> bool:
    known = sum(
        number for text, number in column.texts.items() if len(nearest_types(text, types)) == 1
    )
    return 2 * known >= sum(column.texts.values())


# -- the rules file -------------------------------------------------------------------------------


def suggested(table: ImportTable, name: str, command: str, types: Mapping[str, EventType]) -> str:
    """Return the text of a rules file for the table in the file `name`."""
    proposal = _Proposal(table, name)
    used = proposal.used
    blocks = [
        [
            f"# Rules for {name} ({plural(len(table.rows), table.noun)}), proposed from its cells.",
            f"# Decide the lines marked `# choose`, and run `{command}`.",
        ],
        [*_dates(used), *_lists(proposal), *_missing(proposal.columns), *_other(proposal)],
        ["[map]", *_map(proposal)],
        [*_set(proposal, types)],
        *_when(proposal),
        [*_types(used.get("type"), types)],
        *([*_countries(one)] for one in (*proposal.countries, *_lands(used))),
        [*_shared_places(used.get("place"), used.get("place_country"))],
        [*_hosts(used)],
    ]
    return "\n".join(
        "".join(f"{escape_controls(line)}\n" for line in block) for block in blocks if block
    )


def _line(rule: str, *reasons: str) -> str:
    reason = "; ".join(filter(None, reasons))
    return f"{rule}  # {reason}" if reason else rule


def _cells(number: int) -> str:
    return plural(number, "cell")


def _content(column: Column) -> str:
    example = " ".join(next(iter(column.texts), "").split())
    example = f"{example[:_EXAMPLE]}…" if len(example) > _EXAMPLE else example
    empty = f", {column.total - column.filled} empty" if column.filled < column.total else ""
    return f"{_cells(column.filled)}{empty}, such as {literal(example)}"


def _dates(used: Mapping[str, Column]) -> Iterator[str]:
    formats: dict[str, str] = {}
    for column in (used[field] for field in ("date", "end") if field in used):
        texts = [text for text in column.texts if not (dates.edtf(text) or dates.in_words(text))]
        for same in dates.by_shape(texts):
            read = dates.readings(same)
            if read.formats and len(read.unread) <= len(same) // 2:
                either = f"choose {join_or(read.formats)}; " if len(read.formats) > 1 else ""
                formats.setdefault(read.formats[0], f"{either}{literal(same[0])}")
    if formats:
        yield _line(f"date_format = {literal([*formats])}", *formats.values())
        if any("%y" in form for form in formats):
            yield "century = 2000  # choose the first of the hundred years of two digits"


def _lists(proposal: _Proposal) -> Iterator[str]:
    columns = [
        one for field, one in proposal.used.items() if field.split()[0] in ("actors", "tags")
    ]
    rules = {one.name: one.signs for one in (*columns, *proposal.countries) if one.signs}
    if any(signs != [";"] for signs in rules.values()):
        yield f"split = {literal(rules)}"


def _missing(columns: Iterable[Column]) -> Iterator[str]:
    found: Counter[str] = Counter()
    for column in columns:
        texts = column.missing
        if column.holds_countries:  # NA may be Namibia
            texts = {text: number for text, number in texts.items() if not exact_country(text)}
        found.update(texts)
    if found:
        yield _line(f"missing = {literal([*found])}", _cells(found.total()))


def _other(proposal: _Proposal) -> Iterator[str]:
    used = proposal.used
    place = used.get("place") if "place_country" not in used else None
    if texts := [text for text in (place.texts if place else ()) if place_in_country(text)]:
        yield _line("split_place = true", f"{_cells(len(texts))} such as {literal(texts[0])}")
    ids = next((one for one in proposal.free.values() if one.text in ("id", "event id")), None)
    if ids is not None and len(ids.texts) < ids.filled:
        number = f"{plural(len(ids.texts), 'id')} in {_cells(ids.filled)}"
        why = f"choose, if rows with one id are one event; {number}"
        yield _line(f"# event = {literal(f'{{{ids.name}}}')}", why)
    if date := used.get("date"):
        texts = [text for text in date.texts if not any(map(str.isdigit, text))]
        if texts:
            yield _line(
                f"drop = {literal({date.name: texts[:_FEW]})}", "choose: rows without a date"
            )


def _map(proposal: _Proposal) -> Iterator[str]:
    for field, template in proposal.map.items():
        column = proposal.used.get(field)
        yield _line(f"{key_text(field)} = {literal(template)}", _content(column) if column else "")
    for field in EVENT.required:
        if field not in proposal.map and field not in ("id", "type"):
            yield f'# {field} = "COLUMN"  # choose a column'
    keys: dict[str, None] = {}
    for column in proposal.free.values():
        key = re.sub(r"\W+", "_", fold(column.name)).strip("_") or "column"
        key = next(one for n in count(1) if (one := key + f"_{n}" * (n > 1)) not in keys)
        keys[key] = None
        yield _line(f"extra.{key_text(key)} = {literal(column.name)}", _content(column))


def _set(proposal: _Proposal, types: Mapping[str, EventType]) -> Iterator[str]:
    lines: list[str] = []
    if "type" not in proposal.map:
        called = [
            *words(proposal.file),
            *(one for column in proposal.columns for one in column.words),
        ]
        named = [near[0] for word in called if len(near := _exact_types(word, types)) == 1]
        actors = proposal.used.get("actors")
        several = isinstance(proposal.map.get("actors"), list) or (actors and actors.signs)
        kind = "meeting" if several else (named or ["other"])[0]
        lines.append(_line(f"type = {literal(kind)}", f"choose {join_or([*types])}"))
    if not any(field.startswith("sources") for field in proposal.map):
        lines.append('# sources = ["ID"]  # choose a source, and add a table [sources.ID]')
    if lines:
        yield from ("[set]", *lines)


def _exact_types(word: str, types: Mapping[str, EventType]) -> list[str]:
    ids = nearest_types(word, types) if len(word) > 3 else []
    own = {*words(" ".join([*types, *(kind.plural for kind in types.values())]))}
    return (
        ids if word in own or (ids == ["visit"] and word in ("travels", "travel", "trips")) else []
    )


_WORDS = {
    "call": ["phone call", "telephone", "by phone", "phoned"],
    "video": ["video conference", "videoconference", "video call", "virtual meeting"],
}


def _when(proposal: _Proposal) -> Iterator[list[str]]:
    """Yield a rule [[when]] for words in the text, if the table has no column of types."""
    column = proposal.used.get("summary") or proposal.used.get("title")
    if column is None or "type" in proposal.map:
        return
    for kind, found in _WORDS.items():
        have = [one for one in found if any(one in text.lower() for text in column.texts)]
        number = sum(any(one in text.lower() for one in have) for text in column.texts)
        if number and 2 * number < len(column.texts):
            yield [
                _line("[[when]]", "choose", _cells(number)),
                f"column = {literal(column.name)}",
                f"contains = {literal(have)}",
                f"type = {literal(kind)}",
            ]


def _types(column: Column | None, types: Mapping[str, EventType]) -> Iterator[str]:
    if column is None:
        return
    known = {fold(text) for kind in types.values() for text in kind.all_names}
    texts = [text for text in column.texts if fold(text) not in known]
    if texts:
        yield f"[values.{key_text(column.name)}]"
        yield f"# The types are {join_or([*types])}."
    for text in sorted(texts, key=lambda text: -column.texts[text])[:_FEW]:
        near = nearest_types(text, types)
        why = "" if len(near) == 1 else f"choose {join_or(near)}" if near else "choose"
        kind = near[0] if len(near) == 1 else "other"
        yield _line(f"{literal(text)} = {literal(kind)}", why, _cells(column.texts[text]))


def _lands(used: Mapping[str, Column]) -> list[Column]:
    lands = [used["place_country"]] if "place_country" in used else []
    return [
        *lands,
        *(
            one
            for field, one in used.items()
            if field.split()[0] == "actors" and one.holds_countries
        ),
    ]


def _countries(column: Column) -> Iterator[str]:
    """Yield a table of values for the texts of a column that are not known as countries."""
    unknown = {text: number for text, number in column.elements.items() if not exact_country(text)}
    if unknown:
        yield f"[values.{key_text(column.name)}]"
        if len(unknown) > 1:
            yield '# Choose a code or a name, such as "DE" or "West Germany". "" means no country.'
    for text in sorted(unknown, key=lambda text: -unknown[text])[:_FEW]:
        codes = possible_codes(text)
        code = exact_country(name_and_country(text)[0]) or (codes[0] if len(codes) == 1 else None)
        why = "" if code else f"choose {join_or(quoted_codes(codes)) if codes else 'a country'}"
        yield _line(f"{literal(text)} = {literal(code or '')}", why, _cells(unknown[text]))


def _shared_places(column: Column | None, country: Column | None) -> Iterator[str]:
    """Yield a table of values for places that end with a name of two countries."""
    if column is None or country is not None:
        return
    found = {}
    for text in column.texts:
        town, _, last = (part.strip() for part in text.rpartition(","))
        place = place_in_country(text)
        codes = (place.country, place.other) if place and place.other else possible_codes(last)
        if town and len(codes) > 1:
            found[text] = (town, codes)
    if found:
        yield f"[values.{key_text(column.name)}]"
    for text, (town, codes) in found.items():
        why = f"choose {join_or(quoted_codes([*map(str, codes)]))}"
        yield _line(f"{literal(text)} = {literal(town)}", why, _cells(column.texts[text]))


def _hosts(used: Mapping[str, Column]) -> Iterator[str]:
    column = used.get("sources[1].url")
    if column is None or "sources[1].publisher" in used:
        return
    hosts: Counter[str] = Counter()
    for text, number in column.texts.items():
        hosts[host_of(text)] += number
    if found := [(host, number) for host, number in hosts.most_common(_FEW) if host]:
        yield f"[values.{key_text(f'{column.name}:host')}]"
        yield "# Replace a host after the = by the name of its publisher."
        for host, number in found:
            yield _line(f"{literal(host)} = {literal(host)}", _cells(number))
