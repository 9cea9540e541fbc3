"""Draw random expressions for `--where`, and calculate the ids that they select."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import NamedTuple

from hypothesis import strategies as st


class Drawn(NamedTuple):
    """An expression: a condition, or expressions that a word joins.

    - `joint`: "term" for a condition, or else "and", "or" or "not"
    - `parts`: the expressions that are joined
    - `name`, `value`: the filter of a condition and its value
    """

    joint: str
    parts: tuple[Drawn, ...] = ()
    name: str = ""
    value: str = ""


_STRENGTH = {"or": 0, "and": 1, "not": 2, "term": 3}


def drawn(values: Mapping[str, st.SearchStrategy[str]]) -> st.SearchStrategy[Drawn]:
    """Return a strategy for expressions. `values`: maps a filter to a strategy for its values."""
    term = st.sampled_from(sorted(values)).flatmap(
        lambda name: values[name].map(lambda value: Drawn("term", (), name, value))
    )
    return st.recursive(
        term,
        lambda inner: st.one_of(
            st.builds(lambda one: Drawn("not", (one,)), inner),
            st.builds(
                lambda joint, parts: Drawn(joint, tuple(parts)),
                st.sampled_from(["and", "or"]),
                st.lists(inner, min_size=2, max_size=3),
            ),
        ),
        max_leaves=6,
    )


def written(one: Drawn, shout: bool = False, spare: bool = True) -> str:
    """Return the text of an expression for `--where`.

    - `shout`: whether to write AND, OR and NOT
    - `spare`: whether to leave out parentheses that are not necessary
    """
    if one.joint == "term":
        quote = '"' if set(" ()'") & {*one.value} else ""
        return f"{one.name.replace('_', '-')}:{quote}{one.value}{quote}"
    word = one.joint.upper() if shout else one.joint
    texts = []
    for part in one.parts:
        text = written(part, shout, spare)
        weaker = _STRENGTH[part.joint] < _STRENGTH[one.joint]
        texts.append(f"({text})" if weaker or not spare else text)
    return f"{word} {texts[0]}" if word.lower() == "not" else f" {word} ".join(texts)


def meaning(
    one: Drawn, every: frozenset[str], found: Callable[[str, str], frozenset[str]]
) -> frozenset[str]:
    """Return the ids that an expression selects.

    `every`: all ids; `found`: a function from a filter and a value to the selected ids.
    """
    if one.joint == "term":
        return found(one.name, one.value)
    parts = [meaning(part, every, found) for part in one.parts]
    if one.joint == "not":
        return every - parts[0]
    join = frozenset.intersection if one.joint == "and" else frozenset.union
    return reduce(join, parts)
