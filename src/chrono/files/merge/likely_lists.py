"""Find texts that may be lists of several names, such as `Merz, Barrot` or `Wang Yi and Iwaya`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chrono.core.countries import name_and_country
from chrono.files.exchange.lists import SIGNS, split_list


class Separator(NamedTuple):
    """A text that may separate names: the `texts` that contain it outside brackets.

    `likely`: those of the texts of which a part is also another text, or a part of one.
    """

    sign: str
    texts: Sequence[str]
    likely: Sequence[str]


def separators(texts: Iterable[str]) -> list[Separator]:
    """The separators that different texts contain."""
    parts = {text: _parts(text, SIGNS) for text in texts}
    number_of_texts = Counter(part for some in parts.values() for part in {*some})
    found = []
    for sign in SIGNS:
        separated = [text for text in parts if len(_parts(text, [sign])) > 1]
        likely = [
            text for text in separated if any(number_of_texts[part] > 1 for part in parts[text])
        ]
        found += [Separator(sign, separated, likely)] if separated else []
    return found


def _parts(text: str, signs: Sequence[str]) -> list[str]:
    """The parts of a text between separators, without a country in brackets."""
    parts = (name_and_country(part)[0].strip() for part in split_list(text, signs))
    return [part for part in parts if part]
