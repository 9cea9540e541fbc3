"""Read statements with a number of events: `four calls`, `spoke twice`, `did not speak once`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from chrono.core.proof.hosts import in_host_country
from chrono.core.proof.numbers import Amount
from chrono.core.proof.participants import COUNTED
from chrono.core.proof.scenes import Scene
from chrono.core.proof.statements import Description, Statement
from chrono.core.proof.times import Time
from chrono.core.proof.words import Mark, overlaps

_OF_THEM = re.compile(r" of (?:them|these|those|the|which|whom|her|his|their)\b")
_OF_WHICH = re.compile(r"\b[Oo]f (?:which|them|these|those)(?: \w+)?,? $")
_OF_THE = re.compile(r"\b[Oo]f (?:the|these|those|their) $")
_MORE = re.compile(r" (?:more|further|additional|other)\b")
_ATTENDED = re.compile(
    r"\b(?:attended|joined|missed|skipped|chaired|covered|watched|took part in|sat in on"
    r"|(?:was|were) (?:present )?(?:at|in|on)|preceded by|followed by) $"
)
"""Matches words before a number of some events: those that somebody attended, or that came before
another event.
"""
_RATE = re.compile(
    r"(?: [\w-]+){0,3} (?:each|every|per|a) (?:half-)?(?:year|quarter|month|week|day)"
)
_ONE_BY_ONE = re.compile(
    r"\bone (?:was )?(?:virtual|online|remote|by|over|in person|face to face)\b[^.;]{0,30}"
    r"\b(?:one|the other|another)\b"
)
"""Matches words that divide a number by form: `two encounters, one virtual and one in person`."""
_A_BEFORE = re.compile(r"\ban? $")


_AGAIN = re.compile(r"\bagain\b")
_PERIOD = re.compile(
    r"\b(?:[Ss]ince|[Uu]ntil|[Tt]ill|[Dd]uring|[Tt]hroughout|[Bb]efore|[Aa]fter|[Pp]rior to"
    r"|[Aa]head of|[Ff]ollowing|(?:[Ii]n|[Oo]ver|[Ww]ithin|[Oo]f) the (?:first|second|third|fourth"
    r"|last|final|next|opening|closing|early|late|run-up|months|weeks|days|years|space|course"
    r"|(?:\w+ |\d+ )(?:months|weeks|days|years) (?:after|before|between))"
    r"|(?:(?<=held )|(?<=place ))in)\b"
)
"""Matches words that begin a period."""
_NEAR_EVENT = re.compile(
    r"(?:[Ii]n|[Oo]ver|[Ww]ithin|[Dd]uring) the (?:\w+ ){0,2}(?:days|weeks|months|years)"
    r" (?:after|before|since|following)\b"
)
_FEW_WORDS = re.compile(r"(?: [\w’'-]+){0,3} ?")
_OF_PERIOD = ("time", "distance", "reference", "event", "noun", "place")


def unread_period(scene: Scene) -> int | None:
    """Return where a period that is not read begins [characters], or None for no such period.

    In `twice since the ceasefire`, it begins at `since`.
    """
    text, start, end = scene.text, scene.clause.start, scene.clause.end
    marks = scene.of(*_OF_PERIOD)
    read = [mark for mark in marks if mark.kind != "distance" or mark.value.way != "between"]
    for match in _PERIOD.finditer(text, start, end):
        before_clause = not text[match.end() : end].strip(" ,") and text[match.end() :].strip(" .")
        if _NEAR_EVENT.match(text, match.start()):
            return match.start()  # `in the four months after the summit`
        if before_clause or overlaps(*match.span(), read):
            continue
        after = next((mark for mark in read if mark.start >= match.end()), None)
        if after is None or not _FEW_WORDS.fullmatch(text, match.end(), after.start):
            return match.start()
    return _between_events(scene)


_BETWEEN = re.compile(r"\b[Bb]etween ")
_BETWEEN_BEFORE = re.compile(r"\W*[Bb]etween (?:the|their|its|that|those) [^;:]*?,? ?")
_ENDS = ("reference", "event", "noun", "place", "ordinal")


def _between_events(scene: Scene) -> int | None:
    """Return where `between the Rome talks and the Bern talks` begins [characters], or None."""
    text, clause = scene.text, scene.clause
    if clause.start and _BETWEEN_BEFORE.fullmatch(text, 0, clause.start):
        return None if scene.earlier else clause.start
    for match in _BETWEEN.finditer(text, clause.start, clause.end):
        after = next((mark for mark in clause.marks if mark.end > match.end()), None)
        named = after is not None and after.kind in _ENDS
        if after and named and _FEW_WORDS.fullmatch(text, match.end() - 1, after.start):
            return match.start()
    return None


def is_negated(scene: Scene) -> bool:
    """Return whether a clause states that there was no contact."""
    nucleus = scene.nucleus
    return nucleus is not None and any(mark.start < nucleus.start for mark in scene.of("none"))


def no_events(scene: Scene) -> Iterator[Statement]:
    """Yield the statement that there was no contact, as in `the two did not speak once`."""
    known = scene.kind and (len(scene.parties) >= 2 or (scene.kind.tags and not scene.parties))
    numbered = any(
        mark.value != Amount(0, 0) and not _is_once(scene, mark) for mark in scene.of("amount")
    )
    if _has_unread_place(scene):
        return
    if is_negated(scene) and known and not numbered and unread_period(scene) is None:
        before = (mark.value for mark in scene.earlier if not mark.value.exact)
        windows = scene.windows or tuple(before)
        again = _AGAIN.search(scene.text, 0, scene.clause.end)
        if again and again.start() > scene.clause.start:
            if not scene.context.events:
                return
            windows = (*windows, Time(scene.context.events[-1].when.days, "after"))
        about = in_host_country(scene.contacts)
        if about is not None:
            yield scene.statement("count", about, amount=Amount(0, 0), windows=windows)


_OTHER_PLACE = re.compile(r"(?:/|, |,? (?:or|nor) )(?:the )?[A-Z]")


def _has_unread_place(scene: Scene) -> bool:
    """Return whether a list of places has an unread name, as in `in Oslo or Bern`."""
    places = [mark for mark in scene.of("place") if mark.value.prep]
    others = [mark for mark in scene.clause.marks if mark.kind != "country"]  # not `Rome`
    return any(
        (match := _OTHER_PLACE.match(scene.text, mark.end))
        and not overlaps(match.end() - 1, match.end(), others)
        for mark in places
    ) or any(
        _OTHER_PLACE.match(scene.text, mark.end) and after.start - mark.end < 9
        for mark, after in pairwise(scene.of("place"))
        if mark.value.prep and not after.value.prep
    )


def _is_once(scene: Scene, mark: Mark) -> bool:
    """Return whether `once` is right after a negated verb, as in `did not speak once`."""
    nucleus = scene.nucleus
    if nucleus is None or scene.text[mark.start : mark.end] != "once":
        return False
    return bool(_FEW_WORDS.fullmatch(scene.text, nucleus.end, mark.start))


_OF_ALL = re.compile(r",? of (?:[\w’'-]+ ){0,4}")


def _is_of_ranked(scene: Scene, mark: Mark) -> bool:
    """Return whether a number only says of how many an ordinal is, as in `the first of four`."""
    before = [one for one in scene.of("ordinal") if one.end <= mark.start]
    return bool(before) and bool(_OF_ALL.fullmatch(scene.text, before[-1].end, mark.start))


_A_TIME = re.compile(r"[Aa] [\w-]+ [Tt]ime")
"""Matches a number that is an ordinal beside a day: `spoke a third time on 5 May`."""


def counted(scene: Scene) -> Iterator[Statement]:
    """Yield the statement of a clause about a number of events: `four calls`, `spoke twice`."""
    if not scene.of("amount"):
        yield from _single(scene)
        return
    numbers = [mark for mark in scene.of("amount") if _counts(scene, mark)]
    if len(numbers) > 1 and _OF_THE.search(scene.text[: numbers[0].start]):
        del numbers[0]  # `of the five rounds, four were in Europe`
    mark = numbers[0] if numbers else None
    if (
        mark is None
        or _is_of_ranked(scene, mark)
        or unread_period(scene) is not None
        or _ATTENDED.search(scene.text[: mark.start])
    ):
        return
    if _ONE_BY_ONE.search(scene.text, mark.end) or _RATE.match(scene.text, mark.end):
        return
    context = scene.context
    subset = _is_subset(scene, mark)
    base = context.counted if subset or scene.nucleus is None else None
    about = _counted_events(scene, base)
    if about is None or (scene.nucleus is None and not scene.places and not subset):
        return
    exact = [time for time in scene.dates if time.exact]
    only_one = mark.value.low == mark.value.high == 1 and not mark.value.all  # not `the only call`
    if only_one and (exact or len(scene.places) == 1) and scene.nucleus:
        yield scene.statement("event", scene.description)
        return
    if len(exact) == 1 and _A_TIME.fullmatch(scene.text, mark.start, mark.end):
        windows = tuple(time for time in scene.windows if time not in exact)
        about = scene.description._replace(times=tuple(exact))
        yield scene.statement("event", about, ordinal=mark.value.low, windows=windows)
        return
    windows = _windows(scene, exact)
    if len(exact) > 1 and len(exact) == mark.value.low == mark.value.high:
        windows = tuple(time for time in windows if time not in exact)  # the days of the events
        days = [one for one in scene.of("time") if windows and one.value in exact]
        yield scene.statement("event", scene.description._replace(times=tuple(exact)), days)
        if not windows:
            return
    if subset and base:
        windows = (*windows, *context.windows)
    if _MORE.match(scene.text, mark.end):
        if not context.events:
            return
        windows = (*windows, Time(context.events[-1].when.days, "after"))
    if (about := in_host_country(about)) is not None:
        yield scene.statement("count", about, amount=mark.value, windows=windows)


def _is_subset(scene: Scene, mark: Mark) -> bool:
    """Return whether the number at `mark` refers to some of the events already mentioned, as in
    `four of them`.

    The result is True for the answer to a question, too.
    """
    if _OF_THEM.match(scene.text, mark.end) or _OF_WHICH.search(scene.text[: mark.start]):
        return True
    return _is_answer(scene, mark)


def _is_answer(scene: Scene, mark: Mark) -> bool:
    """Return whether the number answers a question: `Twice.` after `How often did they meet?`."""
    return scene.context.after_question and not scene.text[: mark.start].strip(' "“')


def _counted_events(scene: Scene, base: Description | None) -> Description | None:
    """Return a description of the events that a number counts, or None if this is unclear.

    `base`: the description of `them` in `four of them`.
    """
    kind = scene.kind or (base.kind if base else None)
    last = scene.context.counted
    tagged = scene.kind or (last.kind if last else None)
    parties = scene.parties or (base.parties if base else ())
    if kind is None or not (parties or (tagged and tagged.tags)):
        return None
    about = scene.contacts._replace(parties=parties, kind=kind)
    if base is None:
        return about
    if not (scene.own_parties and len(scene.parties) > 1):
        about = about._replace(parties=base.parties, others=base.others)
    same = kind.types <= (base.kind.types if base.kind else frozenset())
    if scene.nucleus is None or (same and not scene.of("form")):
        about = about._replace(kind=base.kind)
    return about


def _windows(scene: Scene, exact: list[Time]) -> tuple[Time, ...]:
    windows = tuple(window for window in scene.windows if window not in exact) or scene.windows
    earlier = tuple(mark.value for mark in scene.earlier if mark.value not in exact)
    return windows or earlier or scene.later


def is_single(text: str, noun: Mark) -> bool:
    """Return whether a noun means one event: `a` or `an` is before it, as in `a meeting`."""
    singular = noun.kind == "noun" and not noun.value.plural
    return singular and bool(_A_BEFORE.search(text, 0, noun.start))


def _single(scene: Scene) -> Iterator[Statement]:
    nucleus = scene.nucleus
    if nucleus is None or not scene.kind or not is_single(scene.text, nucleus):
        return
    if scene.dates or scene.places or len(scene.parties) < 2:
        return
    if any(item.of("amount") for item in scene.items):
        windows = _windows(scene, [])
        about = Description(scene.parties, scene.others, scene.kind)
        yield scene.statement("count", about, [nucleus], amount=Amount(1, 1), windows=windows)


# -- which numbers count --------------------------------------------------------------------------

_ANSWER_ENDS = re.compile(r"[,.]|$")
_OF_THEM_ALL = re.compile(r" of (?:them|these|those|which)\b")
_PART_BEFORE = re.compile(r"\b[Oo]f (?:which|these|those|the)(?: \w+){0,2},? $")
_PART_AFTER = re.compile(r" (?:in|were|was|with|by|on|since|under|during|took place) ")
_BEFORE_NOUN = re.compile(r" (?:of the |of those |of these |of their |of its )?(?:[\w’'-]+ ){0,3}")
_AFTER_NOUN = re.compile(r":? ")
_NO_WORD = re.compile(r"\W*")
_DEFINITE = re.compile(r"\b(?:the|this|that) (?:[\w-]+ )?$")


def _counts(scene: Scene, mark: Mark) -> bool:
    """Return whether the number at `mark` is a number of events. In `four days`, it is not."""
    text, nucleus, times = scene.text, scene.nucleus, mark.value.times
    if _is_answer(scene, mark):
        return times or bool(_ANSWER_ENDS.match(text, mark.end))
    if times:
        if nucleus is None or nucleus.kind == "verb":
            return True
        return mark.start < nucleus.start and not _DEFINITE.search(text, mark.end, nucleus.start)
    if _OF_THEM_ALL.match(text, mark.end):
        return True
    in_part = nucleus is None or scene.clause.part or _PART_BEFORE.search(text[: mark.start])
    if in_part and _PART_AFTER.match(text, mark.end):
        return True
    if nucleus is None:
        return False
    return (
        _counts_noun(scene, mark, nucleus)
        if nucleus.kind == "noun"
        else (_is_whole_part(scene, mark) or _counts_people(scene, mark, nucleus))
    )


def _counts_noun(scene: Scene, mark: Mark, noun: Mark) -> bool:
    if mark.end <= noun.start:
        near = _BEFORE_NOUN.fullmatch(scene.text, mark.end, noun.start)
        return bool(near) and (noun.value.plural or mark.value.high == 1)
    return bool(_AFTER_NOUN.fullmatch(scene.text, noun.end, mark.start)) or _is_whole_part(
        scene, mark
    )


def _is_whole_part(scene: Scene, mark: Mark) -> bool:
    start = scene.clause.start
    return scene.clause.part and bool(
        _NO_WORD.fullmatch(scene.text, start, mark.start)
        and _NO_WORD.fullmatch(scene.text, mark.end)
    )


def _counts_people(scene: Scene, mark: Mark, nucleus: Mark) -> bool:
    """Return whether the number counts people after a verb, as in `met four ministers`."""
    if nucleus.kind != "verb":
        return False
    people = [one for one in scene.of("people") if one.start == mark.end + 1]
    return bool(COUNTED.match(scene.text, mark.end)) or (bool(people) and people[0].value.title)


def question(scene: Scene) -> Iterator[Statement]:
    """Yield the statement for a question such as `How often did they meet?`.

    The field `amount` of this statement is None.
    """
    if scene.kind and (len(scene.parties) >= 2 or scene.kind.tags):
        yield scene.statement("count", scene.contacts, windows=scene.windows)
