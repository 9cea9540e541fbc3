"""Read the statements of a sentence, clause by clause.

`READERS` has a function for each form of statement. The first function that yields a statement is
used, so the least ambiguous forms come first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from itertools import zip_longest

from chrono.core.proof.clauses import Clause, clauses, lists, skipped
from chrono.core.proof.counts import counted, is_negated, no_events, question, unread_period
from chrono.core.proof.distances import BOUNDING, bound_of, intervals, ordinal_reference
from chrono.core.proof.kind_words import CALLED
from chrono.core.proof.ordinals import ordinal
from chrono.core.proof.people import Party
from chrono.core.proof.scenes import Scene, scene
from chrono.core.proof.statements import Context, Description, Statement
from chrono.core.proof.times import Time
from chrono.core.proof.unreal import is_unreal
from chrono.core.proof.vocabulary import Vocabulary
from chrono.core.proof.words import Mark, Sentence, has_word
from chrono.core.spans import months

_OF_STATEMENTS = frozenset(("noun", "verb", "form", "reference", "event", "distance", "ordinal"))
"""A sentence with a statement has at least one mark of these kinds."""


def _dated(scene: Scene) -> Iterator[Statement]:
    if not (scene.kind and (scene.dates or scene.places) and (scene.parties or scene.kind.tags)):
        return
    nucleus = scene.nucleus
    if nucleus and _BETWEEN.search(scene.text, 0, nucleus.start):
        return  # `the gap between two calls`
    if any(_is_rank(scene.text, mark) for mark in scene.of("ordinal")):
        return  # `the May call was their second`: the rank has not been read
    if (
        nucleus
        and nucleus.kind == "noun"
        and _AFTER.search(scene.text, 0, nucleus.start)
        and all(mark.start < nucleus.start for mark in scene.of("time", "place"))
    ):
        return  # `smiled on 5 May after the meeting`: the day is that of the smile
    if nucleus and "meeting" in scene.kind.types and _OF_BODY.search(scene.text, 0, nucleus.start):
        return  # `before the APEC summit in Rome`
    windows = () if scene.dates else scene.windows
    about = scene.description._replace(caller=_caller(scene), times=_each_month(scene))
    yield scene.statement("event", about, windows=windows)


def _each_month(scene: Scene) -> tuple[Time, ...]:
    """Return the dates of a clause, with two dates for `in June and July`: June and July."""
    times: list[Time] = []
    for mark in scene.of("time"):
        time, first = mark.value, mark.value.span.first
        if time not in scene.dates:
            continue
        if time.exact or not time.both or " and " not in scene.text[mark.start : mark.end]:
            times.append(time)
            continue
        times += (
            time._replace(span=months(day.year, day.month, 1), both=False)
            for day in (first, time.span.last)
        )
    return tuple(times)


_PASSIVE = re.compile(r"\b(?:was|were|been|being|got) (?:\w+ly )?$")


def _caller(scene: Scene) -> Party | None:
    """Return the subject of a verb such as `phoned`, or None for other clauses."""
    verb = scene.nucleus
    if verb is None or not scene.kind or scene.kind.word not in CALLED or scene.others:
        return None
    people = scene.of("people")
    before = any(mark.end <= verb.start for mark in people)
    after = any(mark.start == verb.end + 1 for mark in people)
    active = before and after and not _PASSIVE.search(scene.text, 0, verb.start)
    return scene.parties[0] if active and len(scene.parties) == 2 else None


_OF_BODY = re.compile(r"(?<!^)\b(?!US |UK |EU |AU )[A-Z]+\d*[A-Z]* (?:leaders['’] |ministerial )?$")
_AFTER = re.compile(r"\b(?:after|before|ahead of|following|since|until) (?:the|their|a) $")
_RANKED = re.compile(
    r"\b(?:calls?|meetings?|rounds?|summits?) (?:was|is|were|became) (?:the|their) $"
)
_TIME = re.compile(r" (?i:time|occasion)\b")


def _is_rank(text: str, ordinal: Mark) -> bool:
    return bool(_RANKED.search(text[: ordinal.start]) or _TIME.match(text, ordinal.end))


_BETWEEN = re.compile(r"\bbetween (?:the|their|any|(?:any )?two) $")


_WAS = re.compile(
    r",? ?(?:(?:was|were|took place|came|began|opened|held|happened|fell|ended|concluded|too) )*"
)


def _reference_dated(scene: Scene) -> Iterator[Statement]:
    references = scene.of("reference", "event")
    dates = [mark for mark in scene.of("time") if mark.value.prep == "in" and mark.value.span.first]
    if not references or not dates or references[0].end > dates[0].start:
        return
    mark, date = references[0], dates[0]
    if _WAS.fullmatch(scene.text, mark.end, date.start):
        named = mark.kind == "event"
        about: Description = Description(named=(mark.value,)) if named else mark.value
        about = about._replace(times=(*about.times, date.value))
        yield scene.statement("date", about, [mark, date])


Reader = Callable[[Scene], Iterator[Statement]]
READERS: Sequence[Reader] = (counted, ordinal, _dated, _reference_dated)

Reading = tuple[Scene, list[Statement]]
"""A pair of a clause and its statements."""


def read(
    sentence: Sentence, context: Context, vocabulary: Vocabulary
) -> Generator[Reading, Context, None]:
    """Yield (clause, statements) for each clause of a sentence.

    After each clause, the caller sends the context for the next clause to the generator.

    `context`: the context of the first clause.
    """
    marks = vocabulary.marks(sentence.text)
    kinds = _OF_STATEMENTS | {"amount"} if context.after_question else _OF_STATEMENTS
    if kinds.isdisjoint(mark.kind for mark in marks):
        return
    parts = clauses(sentence.text, marks)
    bounding = has_word(sentence.text, BOUNDING)
    nouns = (one.nucleus for one in parts if one.nucleus and one.nucleus.kind == "noun")
    runs = [run for run in lists(sentence.text, nouns) if len(run) > 1]
    before: Scene | None = None
    used: Clause | None = None
    for clause, following_clause in zip_longest(parts, parts[1:]):
        now = scene(sentence, clause, context, vocabulary, before)
        if run := next((run for run in runs if clause.nucleus in run), None):
            now = _in_list(now, [one for one in parts if one.nucleus in run], vocabulary)
        place = clause.nucleus or clause
        if skipped(sentence.text, clause) or is_unreal(sentence.text, place.start, place.end):
            before = now
            continue
        following = None
        if following_clause is not None and (bounding or now.of("distance")):
            following = scene(sentence, following_clause, context, vocabulary, now)
        reading, used = _statements(now, following, used, vocabulary)
        context = yield reading
        before = reading[0]


def _in_list(now: Scene, items: Sequence[Clause], vocabulary: Vocabulary) -> Scene:
    """Return an item of a list with the people after the last item.

    In `a meeting and a call between Ann and Ben`, Ann and Ben are added to `a meeting`.
    """
    now = now._replace(items=tuple(items))
    if now.clause is items[-1] or not all(party.country for party in now.parties):
        return now
    last = scene(Sentence(now.offset, now.text), items[-1], now.context, vocabulary, now)
    if not last.parties or any(party.country for party in last.parties):
        return now
    return now._replace(
        parties=last.parties, others=last.others, own_parties=last.own_parties,
        blocked=now.blocked or last.blocked,
    )  # fmt: skip


def _statements(
    now: Scene, following: Scene | None, used: Clause | None, vocabulary: Vocabulary
) -> tuple[Reading, Clause | None]:
    """Return ((clause, statements), used).

    If a statement needs the next clause, as in `a day after they met`, `used` is that clause. It
    then has no statements of its own.
    """
    bound = bound_of(now, following)
    if bound and following and not now.of("reference", "event"):
        used = following.clause
    if now.text.endswith("?"):
        return (now, [*question(now)]), used
    if now.blocked or now.clause is used:
        return (now, []), used
    if now.unread:
        return (now, [] if is_negated(now) else [*_dated(now)]), used
    distances = [*intervals(now, following, vocabulary.terms)]
    if distances and following and _uses(distances[-1], now, following):
        used = following.clause
    statements = distances
    dated = [*_reference_dated(now)]
    if dated and now.nucleus is not None:
        statements = [*distances, *dated]
        rest = tuple(mark for mark in now.clause.marks if now.offset + mark.start >= dated[0].end)
        now = now._replace(clause=now.clause._replace(marks=rest))
    if not distances or now.dates or now.places or now.of("amount"):
        readers = (no_events,) if is_negated(now) else READERS
        if (unread := unread_period(now)) is not None:
            rest = tuple(mark for mark in now.clause.marks if mark.end <= unread)
            now = now._replace(clause=now.clause._replace(marks=rest))
            readers = (no_events,) if is_negated(now) else (_dated,)
        others = (found for reader in readers if (found := [*reader(now)]))
        statements = [*next(others, []), *statements]
    if bound:
        statements = [one._replace(bound=bound) if one.amount else one for one in statements]
    return (now, statements), used


def _uses(statement: Statement, now: Scene, following: Scene) -> bool:
    if following.nucleus is None:
        return False
    reference = ordinal_reference(now, now.of("distance")[-1], following)
    return statement.other in (following.description, reference)
