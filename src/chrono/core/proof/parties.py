"""Find the parties and places in a sentence: `Chinese Vice-Premier He Lifeng` is one party."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from chrono.core.model import Role
from chrono.core.offices import is_person
from chrono.core.proof.clauses import coordinates
from chrono.core.proof.lexicon import Anchor, Lexicon, Party, Place, split

_IN = re.compile(
    r"\b(?:(?:in|at|near|outside|inside|around|across|throughout)(?: the)?"
    r"|(?:city|capital|town|resort|port|island)(?: of)?)\s$",
    re.I,
)
_OF_PLACE = re.compile(
    r"\s(?:(?:port|resort|coastal|border|southern|northern|eastern|western) )?"
    r"(?:city|capital|town|resort|port|island|village)\b"
)
_ADMINISTRATION = ("administration", "government", "team", "side", "officials", "delegation")
_NAMES = ("name", "surname")
_NATIONS = ("adjective", "nation", "capital")


class _Chunk(NamedTuple):
    """Words for one party: a nation, offices and a person, each if the words have it."""

    nation: str = ""
    offices: tuple[tuple[str, Role], ...] = ()
    person: frozenset[str] | None = None
    unknown: str = ""


class Parties:
    """Finds parties, and remembers whom a text has named in full."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.seen: dict[str, str] = {}

    def read(self, text: str, anchors: Sequence[Anchor]) -> list[Anchor]:
        """Return the anchors with the slots "who" and "where" for parties and places."""
        found: list[Anchor] = []
        at = 0
        while at < len(anchors):
            one = anchors[at]
            if one.slot in (*_NATIONS, "where") and (
                place := self._place(text, anchors, at, found)
            ):
                at = place
            elif one.slot in (*_NAMES, *_NATIONS, "office", "title") or (
                one.slot == "unknown" and text[one.start].isupper() and _full_name(anchors, at, 2)
            ):
                at = self._party(text, anchors, at, found)
            else:
                found.append(one)
                at += 1
        slots = [one.slot for one in found]
        for at, one in enumerate(found):
            if one.slot == "who" and at and _text(text, found[at - 1]) in ("through", "via"):
                found[at] = one._replace(slot="plain")  # talks through Oman are not with it
            if slots[at : at + 2] == ["who", "possessive"]:
                owned = [*slots[at + 2 : at + 4], "", ""]
                asked = text.startswith(" request", found[at + 1].end)
                if asked or "who" in (owned[0], owned[0] == "people" and owned[1]):
                    found[at] = one._replace(slot="plain")  # `Trump's Treasury secretary`
                elif owned[0] == "people":
                    found[at] = one._replace(slot="unknown")  # `Xi's envoy` is somebody else
        return found

    # -- places

    def _place(
        self, text: str, anchors: Sequence[Anchor], at: int, found: list[Anchor]
    ) -> int | None:
        """Append a place and return the number of the next anchor, or None if it is no place."""
        one = anchors[at]
        if one.slot == "where" and split(text[one.start : one.end]) not in self.lexicon.capitals:
            found.append(one)
            return at + 1
        following = anchors[at + 1] if at + 1 < len(anchors) else None
        if one.slot == "adjective" or (following and following.slot == "possessive"):
            return self._outer_place(text, anchors, at, found)
        ends = following is None or following.slot in ("comma", "sign", "stop")
        skips = 1 + bool(ends and found and _text(text, found[-1]) == "the")  # , the Netherlands
        before = found[-skips] if len(found) >= skips else None
        visited = _is_destination(text, found) or (
            following and following.slot == "kind" and following.value.noun
            and "visit" in following.value.types
        )  # fmt: skip
        ahead = [one.slot for one in found[: 1 - skips or None] if not coordinates(text, one)]
        after = before and coordinates(text, before) and ahead[-1:] == ["where"]
        part = after and before and before.slot == "comma" and one.slot != "capital"
        listed = after and one.slot == "capital"
        named = one.slot != "nation" and following and following.slot == "kind"
        led = _IN.search(text, max(0, one.start - 24), one.start)
        ahead = [_text(text, other) for other in anchors[at + 1 : at + 5]
                 if other.slot not in ("nation", "comma")]  # fmt: skip
        named = named or ahead[:1] == ["where"]
        if not (led or visited or part or listed or named):
            return None
        if part:
            del found[-skips:]
        found.append(Anchor(one.start, one.end, "where", self._place_of(text, one)))
        return at + 1

    def _outer_place(
        self, text: str, anchors: Sequence[Anchor], at: int, found: list[Anchor]
    ) -> int | None:
        """Skip the country in `the Swiss city of Geneva` and `South Korea's Busan`."""
        one = anchors[at]
        next_one = at + 1 + (one.slot != "adjective")
        if next_one >= len(anchors):
            return None
        if one.slot != "adjective" and anchors[next_one].slot != "where":
            return None
        if one.slot == "adjective" and not _OF_PLACE.match(text, one.end):
            return None
        found.append(Anchor(one.start, anchors[next_one - 1].end, "plain"))
        return next_one

    def _place_of(self, text: str, one: Anchor) -> Place:
        phrase = split(text[one.start : one.end])
        if phrase in self.lexicon.places:
            return self.lexicon.places[phrase]
        is_city, name = one.slot == "capital", text[one.start : one.end]
        return Place(countries=frozenset((one.value,)), city=is_city, text=name)

    # -- parties

    def _party(self, text: str, anchors: Sequence[Anchor], at: int, found: list[Anchor]) -> int:
        """Append the party that begins at `at`, and return the number of the next anchor."""
        start, end, chunk, first = anchors[at].start, anchors[at].end, _Chunk(), at
        while at < len(anchors):
            one = anchors[at]
            joined = at == first or text[end : one.start].isspace() or one.slot == "possessive"
            grown = self._grown(text, anchors, at, chunk) if joined else None
            if grown is None:
                break
            chunk, end = grown, one.end
            at += 1
            following = anchors[at] if at < len(anchors) else None
            goes_on = following is not None and following.slot in _NAMES
            if chunk.person is not None and not (goes_on and self._is_body(chunk)):
                break
        if at == first:  # a title alone
            found.append(anchors[at]._replace(slot="people"))
            return at + 1
        if at < len(anchors) and chunk.person is not None:
            following = anchors[at]
            word = text[following.start : following.end].lower()
            if word in ("jr", "sr") and not chunk.offices:
                chunk = chunk._replace(unknown=word)  # a son, unless the office tells who it is
            if following.slot == "people" and word in _ADMINISTRATION and not chunk.unknown:
                chunk, end, at = self._administration(chunk), following.end, at + 1
        found.append(self._made(text, chunk, start, end))
        return at

    def _is_body(self, chunk: _Chunk) -> bool:
        """Return whether words name no person, as in `USTR Jamieson Greer`."""
        actors = self.lexicon.ledger.actors
        return not any(is_person(actors[id]) for id in chunk.person or ())

    def _grown(self, text: str, anchors: Sequence[Anchor], at: int, chunk: _Chunk) -> _Chunk | None:
        """Return the party with the next words, or None if these do not belong to it."""
        one = anchors[at]
        is_capital = text[one.start].isupper()
        if one.slot in _NATIONS:
            fresh = not chunk.nation and not chunk.offices
            return chunk._replace(nation=one.value) if fresh else None
        if one.slot == "possessive":
            bare = chunk.nation and not chunk.offices and _leads_on(anchors, at + 1)
            return chunk if bare else None
        if one.slot == "office":
            return chunk._replace(offices=(*chunk.offices, *one.value))
        if one.slot in _NAMES:
            named = self._named(text, anchors, at, bool(chunk.offices))
            if named is None:
                return chunk._replace(unknown=text[one.start : one.end], person=frozenset())
            return chunk._replace(person=named)
        if one.slot == "title":
            known = _leads_on(anchors, at + 1)
            return chunk if known and (is_capital or chunk.nation) else None
        if one.slot == "people" and (chunk.nation or chunk.offices):
            return chunk
        if one.slot in ("unknown", "plain", "people") and is_capital and _full_name(anchors, at):
            return chunk  # a title that is not in the ledger, before a full name
        if one.slot == "unknown" and is_capital and chunk.offices and _surname_follows(anchors, at):
            return chunk  # `President Joseph R. Biden`
        if one.slot == "unknown" and is_capital and (chunk.offices or chunk.nation):
            return chunk._replace(unknown=text[one.start : one.end], person=frozenset())
        return None

    def _named(
        self, text: str, anchors: Sequence[Anchor], at: int, held: bool
    ) -> frozenset[str] | None:
        """Return the ids of the people with a name, or None if it is the name of somebody else."""
        one = anchors[at]
        words = split(text[one.start : one.end])
        if one.slot == "name":
            if len(one.value) == 1:
                for word in words:
                    self.seen[word] = next(iter(one.value))
            return one.value if isinstance(one.value, frozenset) else None
        for other in (at - 1, at + 1) if not held else (at + 1,):  # another given name or surname
            if 0 <= other < len(anchors) and anchors[other].slot == "unknown":
                near = anchors[other]
                between = text[min(near.end, one.end) : max(near.start, one.start)]
                if between.isspace() and text[near.start].isupper():
                    return None
        if self.seen.get(words[0]) in one.value:
            return frozenset((self.seen[words[0]],))
        ids: frozenset[str] = one.value
        return ids

    def _administration(self, chunk: _Chunk) -> _Chunk:
        actors = self.lexicon.ledger.actors
        countries = {actors[id].country for id in chunk.person or ()}
        country = next(iter(countries)) if len(countries) == 1 else None
        return _Chunk(nation=country or "", unknown="" if country else "nobody's country")

    def _made(self, text: str, chunk: _Chunk, start: int, end: int) -> Anchor:
        nation, words = chunk.nation, text[start:end]
        own = self.lexicon.by_country.get(nation, frozenset()) if nation else None
        if chunk.unknown:
            return Anchor(start, end, "unknown", words)
        held = frozenset(id for id, _ in chunk.offices)
        if chunk.person is not None:
            ids = chunk.person
            if own is not None:
                ids &= own
            if chunk.offices and len(ids) > 1:
                ids &= held
            fits = bool(ids) and (not chunk.offices or bool(ids & held))
            if not fits or len(ids) > 1:
                return Anchor(start, end, "unknown", words)
            return Anchor(start, end, "who", Party(ids, "", (), words))
        if chunk.offices:
            offices = tuple(one for one in chunk.offices if own is None or one[0] in own)
            ids = frozenset(id for id, _ in offices)
            return Anchor(start, end, "who", Party(ids, nation, offices, words))
        return Anchor(start, end, "who", Party(own or frozenset(), nation, (), words))


def _text(text: str, one: Anchor) -> str:
    return text[one.start : one.end].lower()


def _leads_on(anchors: Sequence[Anchor], at: int) -> bool:
    """Return whether a party goes on at an anchor: with an office, a name, or people."""
    if at >= len(anchors):
        return False
    slot = anchors[at].slot
    return slot in ("office", "people", "title", *_NAMES) or (
        slot in ("plain", "unknown") and at + 1 < len(anchors)
        and anchors[at + 1].slot in ("office", "people", *_NAMES)
    )  # fmt: skip


def _is_destination(text: str, before: Sequence[Anchor]) -> bool:
    """Return whether a country after some anchors is where a visit went, as in `a trip to`."""
    for one in reversed(before[-3:]):
        if one.slot == "kind":
            return "visit" in one.value.types
        if text[one.start : one.end].lower() not in ("to", "the", "in"):
            return False
    return False


def _surname_follows(anchors: Sequence[Anchor], at: int) -> bool:
    ahead = [one.slot for one in anchors[at + 1 : at + 3]]
    return "surname" in ahead and ahead[0] in ("unknown", "surname")


def _full_name(anchors: Sequence[Anchor], at: int, most: int = 5) -> bool:
    """Return whether a full name is among the next anchors, after nothing but titles."""
    for one in anchors[at : at + most]:
        if one.slot == "name" and one.end - one.start > 5:
            return True
        if one.slot not in ("unknown", "plain", "people", "office", "title"):
            return False
    return False
