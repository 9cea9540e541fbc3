"""Read statements with an ordinal: `their fourth call of the year`, `the only time they met`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chrono.core.proof.counts import unread_period
from chrono.core.proof.numbers import Amount
from chrono.core.proof.people import party_of
from chrono.core.proof.scenes import Scene
from chrono.core.proof.statements import Description, Statement
from chrono.core.proof.words import Mark

_BEFORE_NOUN = re.compile(r" (?:[\w’'–-]+ ){0,4}|,? of (?:[\w’'–-]+ ){1,7}")
_TIME = re.compile(r" (?:time|occasion)(?: that)? .{0,40}")
_FOR_THE = re.compile(r"(?:,? [\w.]+){0,9},? for (?:the |their )?")
_AT_START = re.compile(r"\W*(?:(?:the|their|his) )?(?:[\w’'–-]+['’]s? )*", re.IGNORECASE)
_AS_WHAT = re.compile(
    r"(?:\b(?:was|is|were|became|marked|remains?|be)\b(?: also| thus| only| just)?|,|^[\"“]?)\s*"
    r"(?:(?:the|their|his|its|a) )?(?:[\w’'–-]+['’]s? )?(?:very )?$",
    re.IGNORECASE,
)
_IS_SUBJECT = re.compile(
    r"[^,;:]*\b(?:took place|was|were|came|followed|lasted|began|ended|ha[ds]|will|is)\b"
)
_WITHIN = re.compile(r"\b(?:in|within) ?$")


def ordinal(scene: Scene) -> Iterator[Statement]:
    """Yield the statement of a clause with an ordinal, such as `their fourth call was in May`."""
    if not scene.of("ordinal") or unread_period(scene) is not None:
        return
    mark = scene.of("ordinal")[0]
    if scene.nucleus is None or scene.kind is None:
        yield from _bare_ordinal(scene, mark)
    elif _is_near(scene, mark, scene.nucleus):
        yield from _event(scene, mark) or _count(scene, mark) or _rank(scene, mark)


def _is_near(scene: Scene, mark: Mark, nucleus: Mark) -> bool:
    text = scene.text
    if _FOR_THE.fullmatch(text, nucleus.end, mark.start):
        return True
    if mark.end > nucleus.start:
        return False
    time = _TIME.fullmatch(text, mark.end, nucleus.start)
    return bool(time or _BEFORE_NOUN.fullmatch(text, mark.end, nucleus.start))


def _about(scene: Scene, mark: Mark) -> Description:
    tagged = scene.kind is not None and scene.kind.tags
    about = scene.description._replace(
        parties=scene.parties or (() if tagged else scene.context.pair)
    )
    references = scene.of("reference")
    if references and mark.value.number in (0, 1):
        other = references[0].value
        about = about._replace(times=other.times, places=other.places)
    return about


def _event(scene: Scene, mark: Mark) -> list[Statement]:
    """Return a list of the statement in a clause such as `Their third call was on Nov. 24`.

    The list is empty if the clause names neither an exact date nor a place.
    """
    about, number = _about(scene, mark), mark.value.number
    exact = tuple(time for time in scene.dates if time.exact)
    at_place = _is_at_place(scene, mark)
    held = number > 0 and _is_held(scene, mark)
    if exact or (scene.dates and (scene.places or number < 0 or held)):
        about = about._replace(times=exact or about.times)
        windows = tuple(window for window in scene.windows if window not in about.times)
        fields = {"ordinal": number, "windows": windows, "at_place": at_place}
        return [scene.statement("event", about, **fields)]
    if scene.places and number > 0 and (held or not scene.windows):
        fields = {"ordinal": number, "windows": scene.windows, "at_place": at_place}
        return [scene.statement("event", about, **fields)]
    return []


_HELD = re.compile(
    r"(?:\b(?:was|were|is)(?: (?:\w+ly )?(?:held|hosted|staged|convened|conducted))?|, held"
    r"|\b(?:took place|happened|occurred|convened|came|opened|began|started|followed|concluded"
    r"|ended)),? (?:(?:back|also|again|only|there) )?$"
)
"""Matches words before the place or date of an event: `took place`."""


def _is_held(scene: Scene, mark: Mark) -> bool:
    """Return whether a clause states where or when its event was held: `was held in Rome`."""
    noun = scene.nucleus
    if noun is None or noun.kind != "noun" or noun.start < mark.end:
        return False
    marks = [one for one in scene.of("time", "place") if one.value.prep]
    return any(_HELD.search(scene.text, noun.end, one.start) for one in marks)


def _is_at_place(scene: Scene, mark: Mark) -> bool:
    """Return whether a place is right after the ordinal's noun, as in `the second time in Rome`."""
    places = [one for one in scene.of("place") if one.value.prep and one.start > mark.end]
    noun = scene.nucleus
    start = noun.end if noun and noun.kind == "noun" and noun.start > mark.end else mark.end
    return bool(places) and scene.text[start : places[0].start] in (" ", " time ")


def _count(scene: Scene, mark: Mark) -> list[Statement]:
    """Return the statement for a clause such as `Their fourth call in 2025 failed`, in a list.

    The statement is that there were at least four calls.
    """
    if not (scene.parties and scene.windows and scene.own_parties and mark.value.number > 0):
        return []
    if not _AT_START.fullmatch(scene.text, scene.clause.start, mark.start):
        return []
    about = _about(scene, mark)._replace(times=(), places=())
    amount = Amount(mark.value.number, None)
    return [scene.statement("count", about, amount=amount, windows=scene.windows)]


def _rank(scene: Scene, mark: Mark) -> list[Statement]:
    """Return the statement for a clause such as `It was their fourth call`, in a list."""
    as_what = _AS_WHAT.search(scene.text[: mark.start])
    if as_what is None or (as_what.start() == 0 and _IS_SUBJECT.match(scene.text, mark.end)):
        return []
    events, number = scene.context.events, mark.value.number
    about = _about(scene, mark)._replace(times=(), named=events)
    if not scene.own_parties and len(events) == 1:
        about = about._replace(parties=tuple(map(party_of, events[0].actors)))
    within = [m.value for m in scene.of("distance") if _WITHIN.search(scene.text[: m.start + 1])]
    return [
        scene.statement(
            "order" if number == 1 else "count", about, ordinal=number, windows=scene.windows,
            distance=within[0] if within else None,
        )
    ]  # fmt: skip


_OF_THEM = re.compile(r",? (?:of them |of these )?")
_PERIOD_AFTER = re.compile(r",? (?:since|of|in|this|for|under|during)\b")
_IT_WAS_THE = re.compile(
    r"\b(?:It|That|This|which) (?:was|is|became|made it)\b(?: also| only| thus)? the $"
)


def _bare_ordinal(scene: Scene, mark: Mark) -> Iterator[Statement]:
    """Yield the statement for a clause such as `It was the fourth since May`."""
    context, text = scene.context, scene.text
    later = [one for one in scene.of("time") if one.start >= mark.end]
    dates = [
        one for one in later
        if one.value.exact and one.value.prep == "in" and one.start > mark.end
    ]  # fmt: skip
    of_them = dates and _OF_THEM.fullmatch(text, mark.end, dates[0].start)
    if mark.value.number == -1 and of_them and context.counted:
        times = (dates[0].value,)
        about = context.counted._replace(ordinal=-1, windows=context.windows, times=times)
        yield scene.statement("date", about, [mark, dates[0]])
        return
    if not (context.kind and context.events and later and mark.value.number > 0):
        return
    if scene.own_parties or not _PERIOD_AFTER.match(text, mark.end):
        return
    if _IT_WAS_THE.search(text[: mark.start]):
        about = Description(context.pair, kind=context.kind, named=context.events)
        windows = tuple(one.value for one in later)
        number = mark.value.number
        yield scene.statement("count", about, [mark, *later], ordinal=number, windows=windows)
