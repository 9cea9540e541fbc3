"""Read statements about the days between two events: `a day after the summit`, `25 days later`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chrono.core.proof.scenes import Scene
from chrono.core.proof.statements import Description, Statement
from chrono.core.proof.terms import Terms
from chrono.core.proof.times import Time
from chrono.core.proof.words import Mark

_ENDS = ("reference", "event", "place")
"""The kinds of marks that can name the event from which days are counted."""


def intervals(scene: Scene, following: Scene | None, terms: Terms) -> Iterator[Statement]:
    """Yield the statements about distances in a clause: `25 days after they met in Busan`.

    `following`: the next clause.
    """
    earlier = [mark.value for mark in scene.earlier]
    for mark in scene.of("distance"):
        other = None
        if mark.value.way != "between":
            other = _other_end(scene, mark, following, terms)
        if other is None:
            continue
        exact = tuple(
            one.value for one in scene.of("time")
            if one.value.exact and one.value in scene.dates and one.value not in other.times
        )  # fmt: skip
        about = _one_end(scene, mark, exact)
        begins = not re.search(r"\w", scene.text[scene.clause.start : mark.start])
        if about is None and begins and following and following.nucleus and following.own_parties:
            about = following.description  # `A day after the summit, Ann met Ben`
        same = about and about.named and other.times and other.times[0] in earlier
        if about is not None and not same:  # `on 5 May and again a week later` has one event
            near = (
                [mark] if exact else [one for one in scene.clause.marks if one.end <= mark.end][-6:]
            )
            ends = [m for m in scene.clause.marks if m.start >= mark.end and m.kind in _ENDS][:1]
            yield scene.statement(
                "interval", about, [*near, *ends], distance=mark.value, other=other
            )


_THE_NOUN = re.compile(r"\b(?:[Tt]he|[Tt]heir|[Tt]hat) $")
_OF_LAST_EVENT = re.compile(
    r"\W*(?:(?:[Ii]t|[Tt]hat|[Tt]his|[Ww]hich|and|but|only|just)\W+)*"
    r"(?:(?:was|came|followed|happened|took place|fell|were)\b)?\W*"
)


def _one_end(scene: Scene, mark: Mark, exact: tuple[Time, ...]) -> Description | None:
    """Return the event to which a distance is counted: `met` in `met a day after Rome`."""
    references = [one for one in scene.of("reference") if one.end <= mark.start]
    nucleus = scene.nucleus
    noun = nucleus if nucleus and nucleus.kind == "noun" and nucleus.end <= mark.start else None
    if references:
        about: Description = references[-1].value
        return about._replace(parties=() if about.places else scene.parties)
    if nucleus and scene.parties and (nucleus.end <= mark.start or nucleus.kind == "verb"):
        return scene.description._replace(times=exact)
    if noun and _THE_NOUN.search(scene.text[: noun.start]):
        return Description(scene.context.pair, kind=scene.kind)
    if exact:
        return Description(times=exact)
    if noun and scene.kind and not scene.kind.plural:
        return Description(kind=scene.kind)
    before = _OF_LAST_EVENT.fullmatch(scene.text, scene.clause.start, mark.start)
    if before and (scene.clause.start > 0 or re.search(r"\w", before[0])):
        return Description(named=scene.context.events)
    return None


_ARTICLES = re.compile(r"(?: ?(?:the|that|his|their|of|a|in) ?)*,? ?")
_NO_MORE = re.compile(r"$|[.,;:)]|\s(?:$|[a-z])")
_NEEDS_EVENT = re.compile(r"\b(?:after|before|following|ahead of|prior to|on from|into)$")


def _other_end(
    scene: Scene, mark: Mark, following: Scene | None, terms: Terms
) -> Description | None:
    """Return the event or date from which a distance is counted: Rome in `met a day after Rome`."""
    other = _next_end(scene, mark, terms) or ordinal_reference(scene, mark, following)
    if other is None and following is not None:
        other = _next_clause(scene, mark, following)
    if other is not None:
        return other
    if _NEEDS_EVENT.search(scene.text[: mark.end]) and scene.text[mark.end : mark.end + 1] == " ":
        return None  # `a week after his visit`
    own = any(
        one.end <= mark.start and one.value in scene.dates and one.value.exact
        for one in scene.of("time")
    )
    if own and not (scene.nucleus and scene.parties):
        return None
    dates = [one.value for one in scene.earlier if one.value.exact and one.value.prep == "in"]
    if dates and not own:
        return Description(times=(dates[-1],))
    if scene.context.events and _NO_MORE.match(scene.text[mark.end : mark.end + 2]):
        return Description(named=scene.context.events)
    return None


def _next_end(scene: Scene, mark: Mark, terms: Terms) -> Description | None:
    marks = [one for one in scene.clause.marks if one.start >= mark.end]
    is_theirs = bool(marks) and _is_their(marks[0])
    other = next(iter(marks[is_theirs:]), None)
    if other is None or not _ARTICLES.fullmatch(scene.text, mark.end, other.start):
        return None
    text = scene.text[mark.end : other.start]  # `two days later, on 5 May` has its own date
    if other.kind == "reference":
        about: Description = other.value
        pair = scene.parties if len(scene.parties) > 1 else scene.context.pair
        return about._replace(parties=about.parties or pair) if is_theirs else about
    if other.kind == "event":
        return Description(named=(other.value,))
    if other.kind == "place":
        return Description(places=(other.value,))
    if other.kind == "time" and other.value.exact and "," not in text:
        words = scene.text[other.start : other.end]
        named = tuple(event for slug, event in terms.by_slug.items() if slug in words)
        return Description(named=named) if named else Description(times=(other.value,))
    return None


def _is_their(mark: Mark) -> bool:
    return mark.kind == "people" and mark.value.pronoun == "their"


def _next_clause(scene: Scene, mark: Mark, following: Scene) -> Description | None:
    marks, text = following.clause.marks, scene.text
    if not marks or not following.nucleus or following.nucleus.kind != "verb":
        return None
    beside = not text[mark.end : marks[0].start].strip(" ,")
    beside = beside and not text[mark.end : following.clause.start].strip()
    return following.description if beside else None


_THE = re.compile(r" (?:the|their|that|his|its)\b[^,]*")
_A = re.compile(r" (?:an? )?(?:\w+ )?")


def ordinal_reference(scene: Scene, mark: Mark, following: Scene | None) -> Description | None:
    """Return the event that a noun after a distance means, as in `a day after their third call`.

    Return None if there is no such noun.

    - `mark`: the distance
    - `following`: the next clause
    """
    rest = [one for one in scene.clause.marks if one.start >= mark.end]
    other = following if following and not rest else scene
    rest = rest or (list(following.clause.marks) if following else [])
    noun = next((one for one in rest if one.kind == "noun"), None)
    if noun is None or noun.value.plural:
        return None
    definite = _THE.fullmatch(scene.text, mark.end, noun.start)
    if not definite and not _A.fullmatch(scene.text, mark.end, noun.start):
        return None
    before = [one for one in rest if one.end <= noun.start]
    parties = tuple(
        party for one in before if one.kind == "people" for party in one.value.parties
    )  # fmt: skip
    windows = tuple(one.value for one in rest if one.kind == "time" and one.start >= noun.end)
    ordinal = next((one.value.number for one in before if one.kind == "ordinal"), None)
    if ordinal is not None and not noun.value.tags:
        parties = parties or other.parties
    after = [one for one in rest if one.start >= noun.end]
    if ordinal is None:
        if not parties and any(map(_is_their, before)) and len(other.parties) > 1:
            parties = other.parties
        places = tuple(one.value for one in after if one.kind == "place" and one.value.prep)
        times = tuple(one.value for one in after if one.kind == "time" and one.value.exact)
        if not definite and not (places or times):
            return None
        if definite:
            parties = parties or scene.context.pair
        return Description(parties, kind=noun.value, places=places, times=times)
    if not noun.value.tags:
        parties = parties or scene.context.pair
    return Description(parties, kind=noun.value, windows=windows, ordinal=ordinal)


BOUNDING = "before after since until"
"""Words that make the event after them the end of a period: `since that meeting`."""

_BOUND = re.compile(
    rf"\b({BOUNDING.replace(' ', '|')}) (?:(that|this|the|their) )?$", re.IGNORECASE
)


def bound_of(now: Scene, following: Scene | None) -> tuple[str, Description] | None:
    """Return ("before" or "after", event) if an event limits the clause `now`, or else None.

    `They met twice before they signed` gives "before" and the event in the clause `following`. In
    `twice since that meeting`, the event is in the clause `now`.
    """
    if following is not None and following.nucleus is not None:
        match = _BOUND.search(now.text[: following.clause.start])
        if match and (about := _bounding_event(match[2], following)):
            return _side(match[1]), about
    for mark in now.of("reference", "event", "place"):
        match = _BOUND.search(now.text[: mark.start])
        if match and not any(one.end == match.end() for one in now.of("distance")):
            about = mark.value if mark.kind == "reference" else Description(named=(mark.value,))
            if mark.kind == "place":  # `before Busan`
                about = Description(places=(mark.value,))
            return _side(match[1]), about
    return None


def _side(word: str) -> str:
    return "before" if word.lower() in ("before", "until") else "after"


def _bounding_event(article: str | None, following: Scene) -> Description | None:
    assert following.nucleus is not None
    if following.nucleus.kind == "verb":
        return None if article else following.description
    if not article or following.nucleus.kind != "noun" or following.nucleus.value.plural:
        return None
    if article in ("that", "this") and len(following.context.events) == 1:
        return Description(named=following.context.events)
    return Description(following.context.pair, kind=following.kind)
