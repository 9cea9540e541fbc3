"""The words that chrono knows in a sentence, for one ledger and one day.

`Lexicon.read` divides a sentence into anchors, each with one meaning. Every word belongs to exactly
one anchor, and a word that is not known to an anchor with the slot "unknown": so whoever judges the
sentence can tell what was not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from chrono.core.calendar import Context, times
from chrono.core.countries import BODY_NAMES, codes_by_name
from chrono.core.english import NUMBER_WORDS
from chrono.core.model import Actor, Ledger, Role
from chrono.core.named_days import NamedTimes
from chrono.core.names import fold
from chrono.core.nations import ABBREVIATIONS, ADJECTIVES, CAPITALS, PLURALS, REGIONS
from chrono.core.offices import SURNAME_FIRST, is_person, office_names
from chrono.core.proof import words


class Anchor(NamedTuple):
    """A run of words with one meaning."""

    start: int  # the position in the sentence [characters]
    end: int
    slot: str  # what the words say, such as "who", "when", "where", "kind", "number" or "not"
    value: Any = None  # the meaning, such as a Party for "who"


class Party(NamedTuple):
    """Whom words mean: one of the actors `ids`."""

    ids: frozenset[str]
    nation: str = ""  # the country, if the words name it or its officials, or ""
    offices: tuple[tuple[str, Role], ...] = ()  # the offices named, by actor, or ()
    text: str = ""


class Kind(NamedTuple):
    """A kind of contact."""

    types: frozenset[str]  # the types of events that the word can mean
    narrow: frozenset[str]  # those that it means if it is counted strictly
    noun: bool = False  # whether it is a noun, and in the plural
    plural: bool = False


class Place(NamedTuple):
    """A place."""

    names: frozenset[str] = frozenset()  # the places of events that the words mean
    countries: frozenset[str] = frozenset()  # if they name a country or region
    city: bool = False  # whether they name a city of these countries that no event has as its place
    known: bool = True  # whether they name an event's place, a country, a region or such a city
    beside: bool = False  # whether they are the place of something beside which the contact was
    text: str = ""


Phrase = tuple[str, ...]
LONGEST = 4000
"""The length of the longest sentence that is read [characters]. Longer ones are only listed."""

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Z][a-z]{0,3}\.(?= [A-Z])|\d+(?:st|nd|rd|th)\b|\d+(?:[.,:]\d+)*%?"
    r"|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?|['’]s\b|[^\w\s]"
)
_WORD = re.compile(r"\w|['’]s")


def split(text: str) -> Phrase:
    """Return the words of a phrase, folded."""
    return tuple(_folded(one[0]) for one in _TOKEN.finditer(text) if _WORD.match(one[0]))


@lru_cache(8192)
def _folded(word: str) -> str:
    return fold(word).replace("’", "'").removesuffix("." if word.count(".") == 1 else "\0")


class Lexicon:
    """The words for one ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.common: dict[Phrase, tuple[str, Any]] = {}
        self.proper: dict[Phrase, tuple[str, Any]] = {}
        self.by_country: dict[str, frozenset[str]] = {}
        self._add_words()
        self._add_kinds()
        self._add_places()
        self._add_nations()
        self._add_people()
        self.longest: dict[str, int] = {}
        for phrase in (*self.common, *self.proper):
            self.longest[phrase[0]] = max(len(phrase), self.longest.get(phrase[0], 1))
        self.named = NamedTimes(ledger, self._holder)

    def _add_words(self) -> None:
        for slot, table in _TABLES.items():
            for phrase in words.listed(table):
                self.common[phrase] = (slot, None)
        for phrase in words.listed(words.BESIDE):
            self.common[phrase] = ("topic", "beside")
        for limit in (*words.LIMITS, *words.MOST):
            self.common[tuple(limit.split())] = ("limit", limit)
        for vague in words.VAGUE.split():
            self.common.setdefault((vague,), ("vague", vague))
        self.common[("only",)] = ("only", None)
        self.common[("to",)] = ("to", None)
        for number, word in enumerate(NUMBER_WORDS):
            self.common[(word,)] = ("number", number)
        for word, number in words.TIMES.items():
            self.common[(word,)] = ("number", number)
        for number, word in enumerate(words.ORDINALS, 1):
            self.common[(word,)] = ("rank", number)
            self.common[(word, "ever")] = ("rank", number)
        self.common[("inaugural",)] = ("rank", 1)
        for word in words.LAST:
            self.common[tuple(word.split())] = ("rank", -1)

    def _kind(self, types: str, noun: bool, plural: bool = False) -> tuple[str, Kind]:
        strict, _, loose = types.partition(" or ")
        narrow = frozenset(strict.split()) & frozenset(self.ledger.types)
        wide = narrow | (frozenset(loose.split()) & frozenset(self.ledger.types))
        if "any" in loose:
            wide = frozenset(id for id, type in self.ledger.types.items() if type.contact)
        return "kind", Kind(wide, narrow or wide, noun, plural)

    def _add_kinds(self) -> None:
        covered = [tag for row in self.ledger.coverage for tag in row.tags]
        self.tags = dict.fromkeys(
            (*covered, *(tag for event in self.ledger.events for tag in event.tags))
        )
        for table, types in words.VERBS.items():
            for phrase in words.phrases(table):
                self.common[phrase] = self._kind(types, False)
        for table, types in words.FORMS.items():
            for phrase in words.phrases(table):
                self.common[phrase] = ("form", self._kind(types, True)[1])
        for table, types in words.NOUNS.items():
            for phrase in words.phrases(table):
                if not phrase[-1].endswith("s"):
                    several = (*phrase[:-1], f"{phrase[-1]}s")
                    self.common.setdefault(several, self._kind(types, True, True))
                self.common[phrase] = self._kind(types, True)
        for type in self.ledger.types.values():
            for name in type.all_names if type.contact else ():
                one = frozenset((type.id,))
                own = ("kind", Kind(one, one, True, name == type.plural))
                self.common.setdefault(split(name), own)

    def _add_places(self) -> None:
        places: dict[Phrase, set[str]] = defaultdict(set)
        for place in self.ledger.words["places"]:
            for name in (place, place.partition(",")[0]):
                places[split(name)].add(place)
        self.places = {phrase: Place(frozenset(names)) for phrase, names in places.items()}
        self.proper |= {phrase: ("where", place) for phrase, place in self.places.items()}
        for region, codes in REGIONS.items():
            self.proper.setdefault(split(region), ("where", Place(countries=codes, text=region)))

    def _add_nations(self) -> None:
        names = {name: BODY_NAMES.get(code, code) for name, code in codes_by_name().items()
                 if len(name) > 2 and name[0].isupper()}  # fmt: skip
        for slot, table in (("capital", CAPITALS), ("adjective", ADJECTIVES), ("nation", PLURALS),
                            ("nation", names), ("nation", ABBREVIATIONS)):  # fmt: skip
            for name, code in table.items():
                self.proper[split(name)] = (slot, BODY_NAMES.get(code, code))
        self.capitals = {split(name): code for name, code in CAPITALS.items()}
        by_country: dict[str, set[str]] = defaultdict(set)
        for actor in self.ledger.actors.values():
            if actor.country:
                by_country[actor.country].add(actor.id)
        self.by_country = {country: frozenset(ids) for country, ids in by_country.items()}

    def _add_people(self) -> None:
        named: dict[Phrase, set[str]] = defaultdict(set)
        surnames: dict[Phrase, set[str]] = defaultdict(set)
        offices: dict[Phrase, list[tuple[str, Role]]] = defaultdict(list)
        for actor in self.ledger.actors.values():
            for name in (actor.name, *actor.aliases):
                phrase = split(name)
                if not _TITLED.isdisjoint(phrase[:1]) and len(phrase) > 1:
                    phrase = phrase[1:]
                named[phrase].add(actor.id)
            for role in actor.roles:
                for phrase in dict.fromkeys(map(split, office_names(role.title))):
                    if 0 < len(phrase) <= 6:
                        offices[phrase].append((actor.id, role))
            if is_person(actor):
                parts = split(actor.name)
                is_first = actor.country in SURNAME_FIRST
                surnames[parts[:1] if is_first else parts[-1:]].add(actor.id)
                if match := re.search(r" ((?:[a-z]+ )+[A-Z].*)", actor.name):
                    surnames[split(match[1])].add(actor.id)  # von der Leyen
                if is_first and len(parts) == 2:
                    named[parts[::-1]].add(actor.id)
        for phrase, held in offices.items():
            if self.common.get(phrase, ("title", None))[0] in ("title", "people", "plain"):
                self.common[phrase] = ("office", tuple(held))
        for phrase, ids in named.items():
            if self.proper.get(phrase, ("", ""))[0] not in ("nation", "where", "capital"):
                self.proper[phrase] = ("name", frozenset(ids))
        for phrase, ids in surnames.items():
            if self.proper.get(phrase, ("", ""))[0] not in ("nation", "where", "capital"):
                ids |= named.get(phrase, set())
                self.proper[phrase] = ("surname", frozenset(ids))

    def _holder(self, name: str) -> Actor | None:
        """Return the only actor with a name or surname, or None."""
        slot, ids = self.proper.get(split(name), ("", ()))
        is_one = slot in ("name", "surname") and len(ids) == 1
        return self.ledger.actors[next(iter(ids))] if is_one else None

    # -- a sentence

    def read(self, text: str, context: Context) -> list[Anchor]:
        """Return the anchors of a sentence, in order. Each word belongs to one."""
        tokens = [*_TOKEN.finditer(text)]
        is_short = len(text) <= LONGEST
        dates = times(text, context, self.named.found(text, context)) if is_short else ()
        ready = {date.start: date for date in dates}
        found: list[Anchor] = []
        number = 0
        while number < len(tokens):
            start = tokens[number].start()
            limit = min((at for at in ready if at > start), default=len(text))
            if start in ready:
                anchor = Anchor(start, ready[start].end, "when", ready[start].time)
            else:
                anchor = self._anchor(tokens, number, len(text))
                if anchor.slot != "name" and anchor.end > limit:  # `Dong Jun` is no June
                    anchor = self._anchor(tokens, number, limit)
            found.append(anchor)
            while number < len(tokens) and tokens[number].start() < anchor.end:
                number += 1
        found = _with_whole_names(text, found)
        found = [_with_sense(text, one, found, at) for at, one in enumerate(found)]
        return _with_attributes(text, found)

    def _office_across(self, parts: Sequence[str], size: int) -> bool:
        """Return whether the words of an office begin within the first `size` words, and go on."""
        return any(
            self.common.get(tuple(parts[first:last]), ("", None))[0] == "office"
            for first in range(1, size) for last in range(size + 1, len(parts) + 1)
        )  # fmt: skip

    def _anchor(self, tokens: Sequence[re.Match[str]], number: int, limit: int) -> Anchor:
        first = tokens[number]
        if not _WORD.match(first[0]):
            return Anchor(first.start(), first.end(), _SIGNS.get(first[0], "sign"), first[0])
        parts, ends = [_folded(first[0])], [first.end()]
        longest = max(self.longest.get(parts[0], 1), 4 if parts[0] in self.longest else 1)
        at = number + 1
        while len(parts) < longest and at < len(tokens) and tokens[at].end() <= limit:
            token = tokens[at]
            if _WORD.match(token[0]):
                parts.append(_folded(token[0]))
                ends.append(token.end())
            elif token[0] not in "-–" or token.start() != ends[-1]:
                break
            at += 1
        is_capital = first[0][0].isupper()
        for size in range(len(parts), 0, -1):
            phrase = tuple(parts[:size])
            entry = self.proper.get(phrase) if is_capital else None
            if entry and entry[0] == "surname" and phrase in self.common and number == 0:
                entry = None  # "He" begins a sentence
            if entry and entry[0] == "name" and self._office_across(parts, size):
                entry = None  # `US Treasury Secretary` is not the US Treasury
            entry = entry or self.common.get(phrase)
            if entry and entry[0] == "both" and tokens[number + size :][:1]:
                entry = None if tokens[number + size][0] == "-" else entry  # `the two-day talks`
            if entry:
                return Anchor(first.start(), ends[size - 1], *entry)
        return Anchor(first.start(), first.end(), *_other(first[0]))


def _with_whole_names(text: str, anchors: Sequence[Anchor]) -> list[Anchor]:
    """Return the anchors with one for a name of several words that is not known."""
    found: list[Anchor] = []
    for one in anchors:
        last = found[-1] if found else None
        is_name = last is not None and all(
            each.slot == "unknown" and text[each.start].isupper() for each in (last, one)
        )
        if is_name and last is not None and text[last.end : one.start] == " ":
            found[-1] = last._replace(end=one.end, value=text[last.start : one.end])
        else:
            found.append(one)
    return found


def _with_attributes(text: str, anchors: Sequence[Anchor]) -> list[Anchor]:
    """Return the anchors with "plain" for attributes of a noun, as in `a last-minute call`."""
    found = [*anchors]
    rounds: list[int] = []
    for at, one in enumerate(anchors):
        if one.slot == "kind" and one.value.noun:
            first = at
            while first and _is_attribute(text, anchors[first - 1]):
                first -= 1
            before = anchors[first - 1] if first else None
            word = text[before.start : before.end].lower() if before else ""
            of_round = word in ("round", "rounds") and text.startswith("of ", anchors[first].start)
            led = before and (before.slot in _LEADING or word in _DETERMINERS or of_round)
            for number in range(first, at) if led else ():
                if anchors[number].slot != "length" or text[anchors[number].start - 1] == "-":
                    found[number] = anchors[number]._replace(slot="plain")
            if of_round:  # `rounds of military talks` is one noun
                found[first - 1] = found[first - 1]._replace(end=one.end)
                rounds += range(first, at + 1)
    return [one for at, one in enumerate(found) if at not in rounds]


_PROPER = re.compile(r" (?:the )?[A-Z]")
_AT = re.compile(r"\b(?:in|near|at(?: the)?)\s$", re.I)
_COMPOUNDED = ("unknown", "measure", "number", "rank", "plain", "limit", "light")
_LEADING = ("light", "number", "rank", "possessive", "adjective")


def _is_attribute(text: str, one: Anchor) -> bool:
    word = text[one.start : one.end]
    is_joined = "-" in (text[max(one.start - 1, 0)], text[one.end : one.end + 1])
    if one.slot in ("length", "quote") or word == "-" or (is_joined and one.slot in _COMPOUNDED):
        return True
    is_word = one.slot in ("unknown", "plain") and word.islower() and word not in _DETERMINERS
    return is_word and not (one.slot == "unknown" and word.endswith("ed"))


def _with_sense(text: str, one: Anchor, anchors: Sequence[Anchor], at: int) -> Anchor:
    """Return an anchor with the sense that the words beside it give it."""
    before = anchors[at - 1] if at else None
    after = anchors[at + 1] if at + 1 < len(anchors) else None
    word = text[one.start : one.end]
    if word == "followed" and (after is None or after.slot in ("when", "sign") or (
        text[after.start : after.end] in ("on", "in", "at", "by")
    )):  # fmt: skip
        return one._replace(slot="light")  # `a second call followed on June 5`
    if one.slot == "kind" and word.endswith(" with") and before is not None:
        led = text[before.start : before.end].lower() in ("a", "the", "his", "her", "their")
        return one._replace(value=one.value._replace(noun=True)) if led else one
    if one.slot == "kind" and one.value.noun and before is not None and before.slot == "unknown":
        name = text[before.start : before.end]
        return one._replace(slot="unknown") if name.isupper() else one  # `the APEC summit`
    if word == "during" and _PROPER.match(text, one.end) and any(
        other.slot == "unknown" for other in anchors[at + 1 : at + 3]
    ):  # fmt: skip
        return one._replace(slot="topic", value="beside")  # during the ASEAN forum in Jakarta
    if word == "called on" and "to" in [text[o.start : o.end] for o in anchors[at + 1 : at + 6]]:
        return one._replace(slot="unknown")  # called on China to join forces
    if word == "that" and after is not None and after.slot == "kind":
        bare = after.value.noun and not after.value.plural
        return one._replace(slot="plain") if bare else one  # `that call took place`
    if one.slot == "to" and after is not None:
        plural = after.slot == "kind" and after.value.noun and after.value.plural
        is_verb = after.slot in ("light", "say", "mood", "kind") and not plural  # to visit Beijing
        is_verb = is_verb or (after.slot == "unknown" and text[after.start].islower())
        return one._replace(slot="unreal" if is_verb else "plain")
    if one.slot in ("number", "measure"):
        return _with_length(text, one, anchors, at)
    if word in "-–—" and text[one.start - 1 : one.start].isspace():
        alone = len(re.findall(r"\s[-–—]\s", text)) == 1
        return one._replace(slot="stop" if alone else "dash")
    if word.lower() == "it" and after is not None and after.slot == "light":
        return one._replace(slot="plain")  # `it was their second call`
    if word == "request" and before is not None and before.slot == "possessive":
        return one._replace(slot="plain")  # at Xi's request
    if one.slot == "one" and after is not None and after.slot in ("people", "office", "adjective"):
        return one._replace(slot="plain")
    placed = _AT.search(text, max(0, one.start - 8), one.start)
    if placed and one.slot == "unknown" and word[0].isupper():
        return one._replace(slot="where", value=Place(known=False, text=word))
    return one


def _with_length(text: str, one: Anchor, anchors: Sequence[Anchor], at: int) -> Anchor:
    """Return a number or a measure with its sense in a length, as in `two-day talks`."""
    if one.slot == "number":
        unit = _unit_after(text, anchors, at)
        length = one.value if unit.startswith("day") else None
        return one._replace(slot="length", value=length) if unit else one
    ahead = [other.slot for other in anchors[max(at - 2, 0) : at] if other.slot != "plain"]
    if ahead and ahead[-1] in ("nation", "adjective"):
        return one._replace(slot="people")  # `US leaders`
    before = [start for start in (at - 1, at - 2) if start >= 0]
    ends = any(anchors[n].slot == "number" and _unit_after(text, anchors, n) for n in before)
    return one._replace(slot="plain") if ends else one


_DETERMINERS = ("a", "an", "the", "another", "new", "further")


def _unit_after(text: str, anchors: Sequence[Anchor], at: int) -> str:
    """Return the unit of a length, as in `two-day talks` and `two days of talks`, or ""."""
    slots = [one.slot for one in anchors[at + 1 : at + 3]]
    words = [text[one.start : one.end].lower() for one in anchors[at + 1 : at + 3]]
    if slots == ["sign", "measure"] and words[0] in ("-", "–"):
        return words[1]
    is_time = words and words[0].startswith(("hour", "minute"))
    goes_on = slots[1:] in (["kind"], ["number"], ["plain"], ["comma"], ["stop"], ["sign"])
    return words[0] if slots[:1] == ["measure"] and (words[1:] == ["of"] or (
        is_time and goes_on)) else ""  # fmt: skip


_TABLES = {
    "plain": words.PLAIN, "people": words.PEOPLE, "title": words.TITLES, "measure": words.MEASURES,
    "light": words.LIGHT, "break": words.BREAKS, "unreal": words.UNREAL, "say": words.SAY,
    "mood": words.MOOD, "not": words.NOT, "one": words.ONE, "topic": words.TOPICS,
    "both": words.BOTH,
}  # fmt: skip
"""The tables of words by slot. A later table replaces words of an earlier one."""

_SIGNS = {
    ",": "comma", ";": "stop", ":": "stop", "—": "stop", "–": "sign", "-": "sign", "(": "open",
    ")": "close", "?": "sign", "!": "sign", ".": "sign", "'s": "possessive", "’s": "possessive",
    "“": "quote", "”": "quote", '"': "quote", "&": "sign",
}  # fmt: skip


def _other(word: str) -> tuple[str, Any]:
    if word in ("'s", "’s"):
        return "possessive", None
    if word.isdigit() and len(word) < 4:
        return "number", int(word)
    if match := re.fullmatch(r"(\d\d?)(?:st|nd|rd|th)", word):
        return "rank", int(match[1])
    if word.endswith("ly") and word.islower() and len(word) > 4:
        return "plain", None
    return "unknown", word


_TITLED = frozenset(words.TITLES.split())
