"""Divide a sentence into clauses, each of which makes a statement of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from chrono.core.calendar import Time
from chrono.core.proof.lexicon import Anchor, Party
from chrono.core.proof.orders import ORDERS, Distance, distance, with_distances

FILLS = frozenset(("who", "when", "where", "kind", "form", "number", "rank", "both", "one"))
"""The slots of anchors that say something of a contact."""


class Clause(NamedTuple):
    """Some anchors of a sentence that make one statement."""

    anchors: Sequence[Anchor]
    unread: str = ""  # why it cannot be judged, or ""
    subject: tuple[Party, ...] = ()  # whose deed it is, if it does not say so itself
    opener: str = ""  # the word with which a dependent clause begins, or ""
    start: int = 0  # the position of its own words, if it repeats those of another, or 0
    strange: bool = False  # whether it has a name that is not known
    place: tuple[int, int] = (0, 0)  # where its opener is, with the distance before it
    apart: Distance | None = None  # how far it is from the clause on which it depends


def clauses(text: str, anchors: Sequence[Anchor]) -> Iterator[Clause]:
    """Yield the main clauses of a sentence, and the clauses that depend on them."""
    return _Reader(text, [*anchors, Anchor(len(text), len(text), "stop")]).clauses()


class _Reader:
    """Reads the anchors of a sentence in order."""

    def __init__(self, text: str, anchors: Sequence[Anchor]) -> None:
        self.text = text
        self.anchors = with_distances(text, _with_openers(text, anchors))
        self._begin()
        self.inner: Clause | None = None
        self.within: list[Anchor] = []
        self.is_of_main = False
        self.noun: Anchor | None = None

    def _begin(self) -> None:
        self.main: list[Anchor] = []
        self.pending: list[Clause] = []
        self.said: tuple[Party, ...] = ()
        self.unread = ""

    @property
    def current(self) -> list[Anchor]:
        """Return the anchors of the clause that is being read."""
        return self.main if self.inner is None else self.within

    def clauses(self) -> Iterator[Clause]:
        """Yield the clauses of the sentence."""
        text, anchors = self.text, self.anchors
        at = 0
        while at < len(anchors):
            one = anchors[at]
            opens = one.slot in ("break", "unreal") or _is_participle(text, anchors, at)
            resumes = one.slot in ("comma", "dash") and _resumes(anchors, at + 1)
            if opens:
                self._enter(one)
            elif one.slot == "stop":
                self._end_inner()
                if word_of(text, one) != ":" or not _is_label(self.main):
                    yield from self._ended()
            elif self.inner is not None and resumes:
                self._end_inner()
                self.current.append(one)
            elif one.slot == "open":
                at = self._bracket(at)
            elif one.slot == "say":
                at = self._say(at)
            else:
                self.current.append(one)
            at += 1

    def _enter(self, one: Anchor) -> None:
        """Begin a clause that depends on what is before it."""
        word, before = word_of(self.text, one), self.current
        outer = self.inner.subject if self.inner else self.said
        subject = subject_of(self.text, before) or outer
        if word in ("who", "whom"):
            subject = _last_named(self.text, before)
        apart = distance(self.text, one.start) if word in ORDERS else None
        start = apart.start if apart else one.start
        before[:] = [other for other in before if other.start < start]
        self.is_of_main = self.inner is None and _ends_with_contact(self.text, before)
        reason = f'"{word}"' if one.slot == "unreal" else _depends_on(self.text, before, word)
        self._end_inner()
        self.inner = Clause((), reason, subject, word, place=(start, one.end), apart=apart)
        if word == "where":  # on October 30, all eyes turned to Busan, where
            self.within = [*_date_and_place(before)]
            if not any(one.slot == "where" for one in self.within):
                self.inner = self.inner._replace(unread=reason or '"where"')

    def _end_inner(self) -> None:
        if self.inner is None:
            return
        if self.is_of_main and self.inner.opener in ("which", "that") and _only_when(self.within):
            self.main += self.within  # talks, which were held in London on June 9
        else:
            self.pending.append(self.inner._replace(anchors=self.within))
        self.inner, self.within = None, []

    def _ended(self) -> Iterator[Clause]:
        subject = subject_of(self.text, self.main) or self.said
        start = _main_start(self.text, self.main)
        mains = [Clause(part, self.unread) for part in (self.main[:start], self.main[start:])]
        for clause in (*self.pending, *mains):
            anchors = self._with_kind(_without_asides(self.text, clause.anchors))
            if not has_kind(anchors):  # `raised it in a phone call`, `were on the phone`
                anchors = [one._replace(slot="kind") if one.slot == "form" else one
                           for one in anchors]  # fmt: skip
            yield clause._replace(anchors=anchors, subject=clause.subject or subject)
        self._begin()

    def _with_kind(self, anchors: list[Anchor]) -> list[Anchor]:
        """Return a clause with the noun of that before it, as in `the second on April 19`."""
        kinds = [one for one in anchors if one.slot == "kind"]
        ahead = [one.slot for one in anchors if one.slot != "plain"][:2]
        if kinds or ahead[:1] != ["rank"] or ahead[1:] not in (["when"], ["where"]):
            self.noun = [*(one for one in kinds if one.value.noun), None][0] if ahead else self.noun
        elif self.noun:
            at = next(n for n, one in enumerate(anchors) if one.slot == "rank") + 1
            place = Anchor(anchors[at - 1].end, anchors[at - 1].end, "kind", self.noun.value)
            return [*anchors[:at], place, *anchors[at:]]
        return anchors

    def _bracket(self, at: int) -> int:
        """Read words in brackets. Return the number of the closing bracket."""
        close = _position(self.anchors, at, ("close",))
        bracket = self.anchors[at + 1 : close]
        if all(one.slot in ("when", "where", "plain", "comma", "sign") for one in bracket):
            self.current.extend(bracket)
        elif any(one.slot in ("not", "mood", "kind") for one in bracket):
            self.unread = self.unread or "words in brackets"
        return close

    def _say(self, at: int) -> int:
        """Leave out who says something. Return the number of the last anchor that is left out."""
        text, anchors, target = self.text, self.anchors, self.current
        if done := _before_and(text, target):
            self.pending.append(Clause(done, "", subject_of(text, done)))
            target[:] = []
        if start := _main_start(text, [*target, anchors[at]]):  # in a call with Xi, Trump said
            self.pending.append(Clause(target[:start], "", subject_of(text, target[start:])))
            target[:] = target[start:]
        kept = _before_last_comma(target)
        aside = kept and anchors[at + 1].slot == "comma"  # Xi, officials said, met Trump
        if not has_kind(kept) and not aside:
            self.said, kept = subject_of(text, target), []
        target[:] = kept
        if word_of(text, anchors[at]) == "according to":
            return _position(anchors, at, ("comma", "stop")) - 1
        return _after_saying(text, anchors, at)


def word_of(text: str, one: Anchor) -> str:
    """Return the words of an anchor in lower case."""
    return text[one.start : one.end].lower()


def _depends_on(text: str, before: Sequence[Anchor], word: str) -> str:
    """Return why a clause after some words is not read on its own, or ""."""
    last = before[-1] if before else None
    if last is not None and last.slot == "measure" and word in ("after", "before"):
        return f'"{text[last.start : last.end]} {word}"'  # a distance, which is not read
    left_over = any(one.slot in ("not", "mood", "when", "where") for one in before)
    bars = word == "that" and left_over and not has_kind(before)  # `it was in Busan that`
    return "the words before it" if bars else ""


def _with_openers(text: str, anchors: Sequence[Anchor]) -> list[Anchor]:
    """Return the anchors with an opener of its own for `since last month's summit`."""
    found: list[Anchor] = []
    for at, one in enumerate(anchors):
        owned = [other.slot for other in anchors[at + 1 : at + 2]] == ["possessive"]
        if one.slot == "when" and one.value.relation in ("since", "after", "before") and owned:
            end = one.start + len(one.value.relation)
            if word_of(text, one).startswith(f"{one.value.relation} "):
                found.append(Anchor(one.start, end, "break"))
                one = Anchor(end + 1, one.end, "when", one.value._replace(relation=""))
        begins = [other.slot for other in anchors[at : at + 2]] == ["break", "light"]
        if word_of(text, one) == "that" and (
            _is_of_times(text, found[-5:]) or (begins and _ends_with_contact(text, found[-1:]))
        ):
            one = one._replace(slot="plain")  # the first time that they met, talks that began
        found.append(one)
    return found


def _is_of_times(text: str, before: Sequence[Anchor]) -> bool:
    ranked = any(one.slot == "rank" for one in before)
    return ranked and any(word_of(text, one) == "time" for one in before)


LIMITING = ("since", "by the time", "when", "once", "until", *ORDERS)


def _main_start(text: str, anchors: Sequence[Anchor]) -> int:
    """Return where the main clause begins after one such as `in a call with Xi, Trump agreed`."""
    if not anchors or word_of(text, anchors[0]) not in _LED_BY:
        return 0
    for at, one in enumerate(anchors):
        following = anchors[at + 1] if at + 1 < len(anchors) else None
        starts = following is not None and following.slot in ("who", "both")
        if one.slot == "comma" and starts and has_kind(anchors[:at]):
            end = _end_of_names(text, anchors, at + 1)
            verb = anchors[end] if end < len(anchors) else None
            if verb is not None and verb.slot in _VERBS:
                return at + 1
    return 0


_VERBS = ("mood", "unknown", "light", "say", "kind", "topic")
_LED_BY = ("in", "during", "at", "by", "over", "on", "via")


def _is_label(anchors: Sequence[Anchor]) -> bool:
    """Return whether words before a colon only say who, when or where: `November 10: a call`."""
    slots = {one.slot for one in anchors} - {"where", "plain", "comma", "sign"}
    return slots in ({"when"}, {"who", "when"}) or (bool(anchors) and not slots)


def subject_of(text: str, anchors: Sequence[Anchor]) -> tuple[Party, ...]:
    """Return the parties with which a clause begins, or () if other words come first."""
    skips = False
    for at, one in enumerate(anchors):
        skips = skips and one.slot != "comma"
        if skips:
            continue
        if one.slot == "who":
            run = [other.value for other in anchors[at : _end_of_names(text, anchors, at)]
                   if other.slot == "who"]  # fmt: skip
            return distinct(run)
        if one.slot in ("kind", "light", "unknown", "mood", "break"):
            return ()
        of_people = at and anchors[at - 1].slot == "people"  # `officials from China`
        skips = word_of(text, one) in _PREPOSITIONS and not of_people
    return ()


_PREPOSITIONS = ("in", "with", "of", "on", "to", "from", "between", "at", "by", "for", "into")


def _end_of_names(text: str, anchors: Sequence[Anchor], at: int) -> int:
    """Return the number of the anchor after parties that "and" or commas join."""
    end = at + 1
    while end < len(anchors) and (anchors[end].slot == "who" or coordinates(text, anchors[end])):
        end += 1
    return end


def _last_named(text: str, anchors: Sequence[Anchor]) -> tuple[Party, ...]:
    """Return the parties at the end of a clause, which "who" means."""
    found: list[Party] = []
    for one in reversed(anchors):
        if one.slot == "who":
            found.insert(0, one.value)
        elif not (one.slot in ("sign", "dash") or coordinates(text, one)):
            break
    return distinct(found)


def opening(anchors: Sequence[Anchor]) -> tuple[Time, ...]:
    """Return the date with which a clause begins, which belongs to all that it states."""
    first = next((one for one in anchors if one.slot != "plain"), None)
    return (first.value,) if first is not None and first.slot == "when" else ()


def has_kind(anchors: Iterable[Anchor]) -> bool:
    """Return whether one of the anchors is a word for a contact."""
    return any(one.slot == "kind" for one in anchors)


def _position(anchors: Sequence[Anchor], at: int, slots: Sequence[str]) -> int:
    for other in range(at, len(anchors)):
        if anchors[other].slot in slots:
            return other
    return len(anchors)


def _resumes(anchors: Sequence[Anchor], at: int) -> bool:
    """Return whether the main clause goes on at an anchor, rather than one that depends on it."""
    end = _position(anchors, at, ("comma", "stop"))
    slots = {one.slot for one in anchors[at:end]}
    return bool(slots & {"who", "kind", "light", "both", "one", "unknown", "say"})


def _date_and_place(before: Sequence[Anchor]) -> Iterator[Anchor]:
    """Yield the date with which words begin, and the places with which they end."""
    yield from [one for one in before if one.slot != "plain"][:1] if opening(before) else []
    places: list[Anchor] = []
    for one in reversed(before):
        if one.slot not in ("where", "comma", "plain", "light"):
            break
        places = [one, *places] if one.slot == "where" else places
    yield from places


def _ends_with_contact(text: str, before: Sequence[Anchor]) -> bool:
    """Return whether words end with a noun for a contact, and with whom or where it was."""
    for one in reversed(before):
        if one.slot == "kind":
            return bool(one.value.noun)
        if one.slot not in ("who", "where", "plain", "comma") or word_of(text, one) == "but":
            return False
    return False


def _only_when(anchors: Sequence[Anchor]) -> bool:
    """Return whether words say only that something took place, and when or where."""
    slots = {one.slot for one in anchors}
    return "light" in slots and slots <= {"light", "when", "where", "plain", "comma", "sign"}


def _before_last_comma(anchors: Sequence[Anchor]) -> list[Anchor]:
    places = [at for at, one in enumerate(anchors) if one.slot == "comma"]
    return [*anchors[: places[-1]]] if places else []


def _before_and(text: str, anchors: Sequence[Anchor]) -> list[Anchor]:
    """Return what is before "and" if the same party says something: `met Xi and said`."""
    for at in range(len(anchors) - 1, -1, -1):
        if word_of(text, anchors[at]) in ("and", "but"):
            return [*anchors[:at]] if has_kind(anchors[:at]) else []
        if anchors[at].slot in ("who", "both", "people", "one", "kind"):
            return []
    return []


def _after_saying(text: str, anchors: Sequence[Anchor], at: int) -> int:
    """Return the number of the last anchor that belongs to a word for saying."""
    for other in range(at + 1, min(at + 10, len(anchors))):
        one = anchors[other]
        if one.slot in ("comma", "stop", "kind"):
            break
        if one.slot == "break" and word_of(text, one) == "that":
            return other
    while at + 1 < len(anchors) and anchors[at + 1].slot == "when":
        at += 1
    return at


def _is_participle(text: str, anchors: Sequence[Anchor], at: int) -> bool:
    one = anchors[at]
    if not at or anchors[at - 1].slot != "comma" or one.slot not in ("unknown", "topic", "mood"):
        return False
    return text[one.start : one.end].endswith("ing")


def _without_asides(text: str, anchors: Sequence[Anchor]) -> list[Anchor]:
    """Return a clause without what stands between commas and fills no slot."""
    parts: list[list[Anchor]] = [[]]
    for one in anchors:
        if one.slot == "comma":
            parts.append([])
        parts[-1].append(one)
    kept: list[Anchor] = []
    for number, part in enumerate(parts):
        slots = {one.slot for one in part}
        begun = any(one.slot not in _CONTRAST for one in kept)  # `On June 5, Wu Zhen, who met`
        if number and begun and slots.isdisjoint(_SAYING_MORE):
            continue
        if number and [one.slot for one in part[1:2]] == ["not"] and slots <= _CONTRAST:
            continue  # met in Busan, not in Seoul
        is_led = number and len(part) > 2 and word_of(text, part[1]) in _WITH
        led_on = [one for one in part if one.slot == "unknown" and word_of(text, one)[-3:] == "ing"]
        if is_led and (led_on or not slots & FILLS):
            continue  # `, with no statement` and `, with both leaders signalling optimism`
        is_apposed = kept and kept[-1].slot == "who" and word_of(text, [*part, part[0]][1]) == "a"
        if number and is_apposed and part is not parts[-1] and slots.isdisjoint(_TOLD):
            continue  # `Daines, a supporter of Trump, met`
        parties = [one.value for one in part if one.slot == "who"]
        named = [one for one in kept if one.slot == "who"]
        if number and len(parties) == 1 and named and not slots & {"kind", "when", "light", "not"}:
            title, person = parties[0], named[-1].value
            if title.offices and not title.ids & person.ids:  # the office is another's
                kept.append(Anchor(part[1].start, part[-1].end, "mood"))
            envoy = "people" in slots and title.nation and person.ids <= title.ids
            if title.offices or "possessive" in slots or envoy:
                continue
        kept += part
    return _without_topics(text, kept)


_MODAL = ("will", "would", "could", "can", "may", "might", "shall", "should", "must")
_WITH = ("with", "without")
_SAYING_MORE = FILLS - {"one"} | {"not", "mood", "light", "only", "limit", "order"}
_TOLD = {"kind", "when", "where", "not", "people"}
_CONTRAST = {"comma", "not", "when", "where", "plain"}


def _without_topics(text: str, anchors: Sequence[Anchor]) -> list[Anchor]:
    """Return a clause without what a contact was about."""
    kept: list[Anchor] = []
    at = 0
    while at < len(anchors):
        one = anchors[at]
        following = anchors[at + 1] if at + 1 < len(anchors) else None
        number = following is not None and following.slot == "number"
        if one.slot not in ("topic", "limit") or number or not any(a.slot == "kind" for a in kept):
            kept.append(one)
            at += 1
            continue
        end = at + 1
        while end < len(anchors) and not _ends_topic(text, anchors, end):
            end += 1
        if one.value == "beside":  # what is beside a summit in Gyeongju may be in Busan
            end = at + 1
            while end < len(anchors) and anchors[end].slot not in ("comma", "when", "where"):
                end += 1
                if anchors[end - 1].slot == "kind" and word_of(text, anchors[end - 1]).islower():
                    break
            ahead = end
            while ahead < len(anchors) and anchors[ahead].slot == "plain":
                ahead += 1
            if ahead < len(anchors) and anchors[ahead].slot == "where":
                place = anchors[ahead].value._replace(beside=True)
                kept.append(anchors[ahead]._replace(value=place))
                end = ahead + 1
        elif has_kind(anchors[at:end]):
            return kept
        at = end
    return kept


def _ends_topic(text: str, anchors: Sequence[Anchor], at: int) -> bool:
    one, before = anchors[at], anchors[at - 1]
    if one.slot == "not" or word_of(text, one) in _MODAL:
        return True  # talks to resolve the dispute will be held
    led = word_of(text, before) in ("in", "at")
    return one.slot == "when" or (one.slot == "where" and led)


def coordinates(text: str, one: Anchor) -> bool:
    """Return whether an anchor is a comma or a word such as "and"."""
    return one.slot == "comma" or word_of(text, one) in _COORDINATORS


_COORDINATORS = ("and", "but", "then", "led to", "resulted in", "leading to")
"""Words between two contacts, the second of which has slots of its own."""


def distinct(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Return each party once. A country is left out if somebody from it is named."""
    found: list[Party] = []
    for one in parties:
        for at, other in enumerate(found):
            if one.ids == other.ids and one.nation == other.nation:
                break
            if one.ids and one.ids < other.ids:
                found[at] = one
                break
            if other.ids and other.ids < one.ids:
                break
        else:
            found.append(one)
    return tuple(found)
