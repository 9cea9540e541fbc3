"""Messages with a cause: they read as ordinary texts, and many of one cause become one line."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from chrono.core.causes import Caused, by_cause, cause_of, prefixed


def _remedy(values: Sequence[str]) -> str:
    return f"{len(values)} values"


def _message(value: str, *, after: str = " is bad", cause: str | None = None) -> Caused:
    return Caused("the ", value, after, cause=cause, remedy=_remedy)


def test_a_message_is_a_text_that_quotes_its_value() -> None:
    message = _message("x")
    assert message == 'the "x" is bad'
    assert isinstance(message, str)
    assert f"{message}" == 'the "x" is bad'


def test_messages_that_differ_only_in_the_value_have_one_cause() -> None:
    assert cause_of(_message("x")) == cause_of(_message("y"))
    assert cause_of(_message("x")) != cause_of(_message("x", after=" is worse"))
    same = [_message("x", after=f" is {word}", cause="own") for word in ("bad", "worse")]
    assert cause_of(same[0]) == cause_of(same[1])


def test_a_prefix_stays_outside_the_value_and_separates_causes() -> None:
    message = prefixed("A: ", _message("x"))
    assert message == 'A: the "x" is bad'
    assert cause_of(message) == cause_of(prefixed("A: ", _message("y")))
    assert cause_of(message) != cause_of(prefixed("B: ", _message("x")))
    assert prefixed("A: ", "plain") == "A: plain"


def test_one_sentence_sums_up_the_messages_of_a_cause() -> None:
    rows = [(2, _message("x")), (3, _message("y")), (5, _message("x")), (7, _message("z"))]
    (cause,) = by_cause(rows).values()
    assert [*cause.subjects] == [2, 3, 5, 7]
    assert cause.sentence() == 'the "x" (and 2 others) is bad; 3 values'
    assert cause.sentence(_message("y")) == 'the "y" is bad; 3 values'
    (single,) = by_cause(rows[:1]).values()
    assert single.sentence() == 'the "x" is bad; 1 values'
    (pair,) = by_cause(rows[:2]).values()
    assert pair.sentence() == 'the "x" (and 1 other) is bad; 2 values'


def test_a_plain_text_is_a_cause_of_its_own() -> None:
    causes = by_cause([(2, "a"), (3, "b"), (4, "b")])
    assert [(c.sentence(), [*c.subjects]) for c in causes.values()] == [("b", [3, 4]), ("a", [2])]


@given(st.lists(st.tuples(st.integers(2, 20), st.sampled_from("abc"), st.sampled_from("xyz"))))
def test_every_problem_is_in_exactly_one_cause(rows: list[tuple[int, str, str]]) -> None:
    problems = [(row, _message(value, after=after)) for row, value, after in rows]
    causes = by_cause(problems)
    for row, message in problems:
        assert row in causes[cause_of(message)].subjects
        assert message.value in causes[cause_of(message)].values
    total = sum(len(cause.subjects) for cause in causes.values())
    assert total == len({(row, cause_of(message)) for row, message in problems})
    numbers = [len(cause.subjects) for cause in causes.values()]
    assert numbers == sorted(numbers, reverse=True)
