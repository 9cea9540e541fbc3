"""Find names and pronouns in a sentence: full names of people and bodies, and surnames.

Only names in the ledger are recognised. A surname needs its full name earlier in the text, unless
only one person in the ledger has this surname.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cache, cached_property

from chrono.core.model import Actor
from chrono.core.names import fold
from chrono.core.proof.offices import government
from chrono.core.proof.officials import Officials
from chrono.core.proof.people import Party, People, all_take_part, party_of
from chrono.core.proof.words import Forms, Mark, Phrases, bare, overlaps
from chrono.core.spans import MONTHS, WEEKDAYS

_SURNAME_FIRST = ("CN", "HU", "JP", "KP", "KR", "TW", "VN")
"""The codes of countries whose people have their surname first."""

_EITHER_ORDER = ("ER", "ET", "HU", "JP", "TW")
"""The codes of countries whose people are called by the first or the last word of their name."""

_NO_NAMES = frozenset((
    # surnames that are also other words, or first names
    "He", "Will", "May", "March", "August", "Young", "Long", "Cook", "Allen", "Ma", "Han", "New",
    "North", "South", "East", "West", "House", "White",
    # words that begin a sentence, titles
    "The", "In", "On", "It", "A", "An", "Mr", "Mrs", "Ms",
    # words in the names of bodies
    "Trade", "State", "China", "Chinese", "US", "American", "Council", "National", "Global",
    "Times", "News", "Daily", "Office", "Department", "Ministry", "Bureau", "Commission", "Team",
    "Government", "Unnamed",
))  # fmt: skip
"""Words that are not surnames. Without an office, an actor with one of these is not a person."""

_TITLES = frozenset((
    "mr", "mr.", "mrs", "ms", "ms.", "dr", "dr.", "sen.", "rep.", "gen.", "adm.", "admiral",
    "general", "senator", "representative", "congressman", "congresswoman", "president",
    "premier", "secretary", "minister", "ambassador", "leader", "director", "governor", "mayor",
    "chairman",
))  # fmt: skip
"""Titles that may be before a surname, in lower case."""

_NO_PERSON = ("Street", "Avenue", "Tower", "Hotel", "University", "School", "Jr", "Sr", "Junior")
"""Words after a person's name that show that no person is named, as in `Trump Tower`."""

_GENERIC = frozenset((
    "Member", "Minister", "Secretary", "President", "States", "United", "China", "Defense",
))  # fmt: skip
"""Words in the titles of offices that many offices share."""

_OPENER = re.compile(
    r"(?:After|Afterwards?|Ahead|Although|An?|And|As|At|Because|Before|Both|But|By|Can|Could|Did|Does"
    r"|Do|Earlier|Even|Ever|For|From|Had|Has|Have|Here|Hence|How|If|In|Instead|Is|Just|Last|Later"
    r"|Like|May|Meanwhile|Might|Neither|Never|Next|No|Nor|Not|Now|Of|On|Once|Only|Or|Out|Over"
    r"|Perhaps|Should|Since|So|Sometimes|Soon|Still|That|The|Then|There|Thereafter|This|Though|Thus"
    r"|To|Today|Tomorrow|Two|Under|Unless|Until|Was|Were|What|When|Where|Whereas|Whether|Which|While"
    r"|Who|Why|Will|With|Without|Would|Yesterday|Yet|Messrs?\.?|Presidents|Ministers|Secretaries"
    r"|Negotiators|Envoys?|Diplomats?|Senators|.*(?:day|ly|ing|ed|er|ese|ish|ian|can))['’,]?s?$"
    rf"|(?:{'|'.join(MONTHS)})$",
    re.IGNORECASE,
)
"""Matches a word that begins a sentence before a surname, and is not a first name."""

_TITLE_CASE = frozenset((
    "And", "Are", "By", "Call", "Called", "Calls", "Confer", "Did", "Discuss", "Discussed", "For",
    "Had", "Have", "Held", "Hold", "Holds", "In", "Meet", "Meets", "Met", "Never", "On",
    "Phone", "Phoned", "Phones", "Reach", "Said", "Say", "Says", "Speak", "Speaks", "Spoke", "Talk",
    "Talked", "Talks", "To", "Visit", "Visited", "Visits", "Were", "Will", "With",
))  # fmt: skip
"""Words after a surname in a headline such as `Xi and Trump Met`, which are not part of a name."""

_DATE_WORDS = frozenset((*MONTHS, *WEEKDAYS))
_CAPITALISED = re.compile(r"(?<![\w’'-])[A-Z][\w’'-]*\w|(?<![\w’'-])[A-Z]")
_PIECE = re.compile(r"[^–-]+?(?=['’]s?$|[–-]|$)")
_WITHOUT_S = re.compile(r".+?(?=['’]s?$|$)")
_NEXT_WORD = re.compile(r" (\w+)")
_NEXT_NAME = re.compile(r" ([A-Z][a-z]+)\b")
_JOINED_NAME = re.compile(r"[ -]([A-Z][a-z]+)")
_LAST_NAME = re.compile(r"([A-Z][\w’'.-]*) $")
_OFFICE_WORD = re.compile(r"\b[A-Z][a-z]{3,}")


# -- pronouns -------------------------------------------------------------------------------------

_PERSONS = r"(?:men|ministers|officials|women|diplomats|counterparts|negotiators|envoys|chiefs)"
_VERBS = (
    r"(?:have|had|has|were|did|also|last|then|again|met|spoke|talked|agreed|held|next|first|sat"
    r"|conferred|never|not|saw|would|will|are|only|spoken|do|never|of them)"
)

PRONOUNS = Forms((rf"(?<![\w-])(?:{row})(?![\w'’-])", pronoun, words) for row, pronoun, words in (
    (r"[Tt]hey|(?<!of )(?<!among )[Tt]hem", "they", "they them"),
    (r"[Tt]he (?:pair|duo)", "two", "pair duo"),
    # the two ministers, but not `the two ministers' teams`
    (rf"[Tt]he two {_PERSONS}(?!['’\w])", "two", "two"),
    # the two met
    (rf"[Tt]he two(?=,? {_VERBS}\b)", "two", "two"),
    (r"[Bb]oth (?:men|of them)", "two", "men them"),
    (r"[Tt]heir", "their", "their"),
    # the visitors, her guests
    (r"[Tt]he (?:visitors|delegation|Americans|visiting delegation|group|lawmakers)"
     r"|(?:his|her|their) (?:hosts?|guests?|visitors?)", "visitors",
     "visitors delegation americans group lawmakers host hosts guest guests visitor"),
    (r"[Hh]e|[Ss]he", "he", "he she"),
    (r"[Hh]im|[Hh]er(?= (?:in|on|at|by|again|for)\b)", "him", "him her"),
    (r"[Hh]is|[Hh]er", "his", "his her"),
    # his American counterpart, but not `his counterpart, Scott Bessent`
    (r"(?:his|her|their) (?:Chinese |American |US |U\.S\. )?(?:counterpart|opposite number)(?! ?,)",
     "counterpart", "counterpart number"),
    (r"[Ii]t", "it", "it"),
))  # fmt: skip
"""Rows for pronouns. The meaning of a row is the `pronoun` of People."""


def pronouns(text: str, named: Container[str]) -> Iterator[Mark]:
    """Yield the marks of pronouns in a sentence.

    `named`: the words in the names that the text has used, which decide whether `He` is a surname.
    """
    for match, pronoun in PRONOUNS.matches(text):
        if not (match[0] == "He" and "He" in named and he_is_a_name(text, *match.span())):
            yield Mark(*match.span(), "people", People((), pronoun=pronoun))


_NAME_GOES_ON = re.compile(
    r"['’]s (?!(?:been|a|an|the|not)\b)|[–-][A-Z]|, (?:[A-Z]|the vice)|,? and (?:the|[A-Z])"
)


def he_is_a_name(text: str, start: int, end: int) -> bool:
    """Return whether `He`, from `start` to `end` [characters], is a surname and not a pronoun.

    `He` is a surname inside a sentence, or before `'s` or another name.
    """
    before = text[:start].rstrip("\"“”‘'(").rstrip()
    is_first = not before or before.endswith((".", "!", "?", ":", "“", '"'))
    return not is_first or bool(_NAME_GOES_ON.match(text, end))


# -- names ----------------------------------------------------------------------------------------


def _is_person(actor: Actor) -> bool:
    words = actor.name.split()
    if actor.roles:
        return True
    if not 2 <= len(words) <= 3 or not all(word[:1].isupper() for word in words):
        return False
    return actor.country is not None and _NO_NAMES.isdisjoint(words)


def _surnames(actor: Actor) -> tuple[str, ...]:
    """Return the words of a name that may be the surname."""
    words = bare(actor.name).split()
    if actor.country in _EITHER_ORDER:
        return (words[0], words[-1])
    return (words[0] if actor.country in _SURNAME_FIRST else words[-1],)


def _without_country(actor: Actor) -> str:
    """Return `Space Force` for `US Space Force`. Return "" for a name without its country."""
    country, _, rest = actor.name.partition(" ")
    is_body = not _is_person(actor) and " " in rest and rest[0].isupper()
    return rest if is_body and government(country) == actor.country else ""


class Names(Officials):
    """The names of a ledger, to be found in sentences. Full names are kept for later sentences."""

    @cached_property
    def _actors(self) -> Mapping[str, Actor]:
        actors: dict[str, Actor] = {}
        for actor in self.ledger.actors.values():
            names = [name for name in (actor.name, *actor.aliases) if len(name) > 1]
            names += [name.replace("'", "’") for name in names if "'" in name]
            words = actor.name.split()
            if len(words) == 2 and _is_person(actor) and actor.country in _SURNAME_FIRST:
                names.append(f"{words[1]} {words[0]}")
            actors |= dict.fromkeys(map(bare, names), actor)
        short = Counter(map(_without_country, self.ledger.actors.values()))
        for actor in self.ledger.actors.values():
            if (name := _without_country(actor)) and short[name] == 1:
                actors.setdefault(bare(name), actor)
        return actors

    @cached_property
    def _full_names(self) -> Phrases:
        return Phrases(self._actors, r"(?<![\w-])PHRASE(?!\w)")

    @cached_property
    def _people(self) -> Mapping[str, Sequence[Actor]]:
        people: defaultdict[str, list[Actor]] = defaultdict(list)
        for actor in self.ledger.actors.values():
            if _is_person(actor):
                for word in {*bare(actor.name).split()}:
                    people[word].append(actor)
        return people

    @cached_property
    def have_met(self) -> Callable[[frozenset[Party]], bool]:
        """Return a function that checks whether parties have all taken part in the same event."""
        events = self.ledger.events
        return cache(lambda parties: any(all_take_part(parties, event, ()) for event in events))

    def marks(self, text: str) -> Iterator[Mark]:
        full = [*self._in_full(bare(text))]
        yield from full
        yield from self._by_surname(bare(text), full)
        yield from super().marks(text)
        yield from pronouns(text, self.named)

    def _in_full(self, text: str) -> Iterator[Mark]:
        for match in self._full_names.matches(text):
            start, end = match.span()
            after = _JOINED_NAME.match(text, end)
            if after and after[1] in _NO_PERSON:
                continue
            actor = self._actors[match[0]]
            words, person = bare(actor.name).split(), _is_person(actor)
            if person:
                for word in words:
                    before = self.named.get(word, ())
                    self.named[word] = [actor, *(one for one in before if one is not actor)]
            while person and (more := _NEXT_WORD.match(text, end)) and more[1] in words:
                end = more.end()  # an alias and more of the name: `President Xi` `Jinping`
            yield Mark(start, end, "people", People((party_of(actor),), person=person))

    def _by_surname(self, text: str, full: Sequence[Mark]) -> Iterator[Mark]:
        for match in _CAPITALISED.finditer(text):
            whole = _WITHOUT_S.match(match[0])
            pieces = [whole] if whole and whole[0] in self._people else _PIECE.finditer(match[0])
            for piece in pieces:  # both of `Trump–Xi`
                if piece[0] not in self._people or overlaps(*match.span(), full):
                    continue
                start, end = match.start() + piece.start(), match.start() + piece.end()
                if actors := self._with_surname(text, start, end, full):
                    likeliest, *rest = map(party_of, actors)
                    unsure = bool(rest) and not self.named.get(piece[0])
                    people = People((likeliest,), rest=tuple(rest), unsure=unsure)
                    yield Mark(start, end, "people", people)

    def _with_surname(
        self, text: str, start: int, end: int, full: Sequence[Mark]
    ) -> Sequence[Actor]:
        word = text[start:end]
        if word == "He" and not he_is_a_name(text, start, end):
            return ()
        actors = [one for one in self.named.get(word, ()) if word in _surnames(one)]
        actors = actors or self._all_with(word, text)
        if not actors or self._is_other_name(text, start, end, actors[0], full):
            return ()
        return actors

    def _all_with(self, word: str, text: str) -> list[Actor]:
        """Return the people with the surname `word`, or those whose office is in the sentence."""
        actors = [one for one in self._people[word] if word in _surnames(one)]
        if len(actors) > 1:
            actors = [one for one in actors if _has_office_in(text, one)] or actors
        return actors if word not in _NO_NAMES else []

    def _is_other_name(
        self, text: str, start: int, end: int, actor: Actor, full: Sequence[Mark]
    ) -> bool:
        """Return whether a surname is part of a name not in the ledger, such as `Eric Trump`."""
        before = _LAST_NAME.search(text[:start])
        inside = before and any(mark.start <= before.start() < mark.end for mark in full)
        first_name = before and (before.start() > 0 or not _OPENER.match(before[1]))
        is_date = before is not None and before[1].rstrip(".") in _DATE_WORDS
        if before and first_name and not is_date and not inside and fold(before[1]) not in _TITLES:
            return True
        after = _NEXT_NAME.match(text, end)
        known = bare(actor.name).split()
        if after is None or after[1] in _TITLE_CASE:
            return False
        return after[1] not in known and after[1] not in self._people


def _has_office_in(text: str, actor: Actor) -> bool:
    words = {word for role in actor.roles for word in _OFFICE_WORD.findall(role.title)}
    return any(re.search(rf"\b{word}\b", text) for word in words - _GENERIC)
