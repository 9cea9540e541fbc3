"""The symbol in text, and the shape on the web page, for events of each type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Look(NamedTuple):
    """The look of events of a type.

    - `symbol`: a character for text, such as "◆"
    - `ascii`: the character for terminals that lack the symbol
    - `shape`: a shape on the web page, such as "diamond"
    """

    symbol: str
    ascii: str
    shape: str


OWN_LOOKS = {
    True: (
        Look("★", "*", "star"), Look("✦", "Y", "spark"), Look("⬢", "H", "hexagon"),
        Look("✚", "T", "cross"), Look("▮", "I", "pillar"), Look("⬟", "P", "pentagon"),
        Look("▰", "Z", "slant"), Look("▬", "B", "bar"),
    ),
    False: (
        Look("✧", "y", "spark"), Look("⬡", "h", "hexagon"), Look("✙", "t", "cross"),
        Look("▯", "i", "pillar"), Look("⬠", "p", "pentagon"), Look("▱", "z", "slant"),
        Look("▭", "b", "bar"),
    ),
}  # fmt: skip
"""The looks that a declared type can have, for contact types (True) and for other types."""


def own_look(contact: bool, taken: Mapping[str, int] | Iterable[str]) -> Look:
    """Return the look of a type that a ledger declares: the look whose shape is used least.

    `taken`: the shapes of other declared types, or the number of types with each shape.
    """
    shapes = Counter(taken)
    return min(OWN_LOOKS[contact], key=lambda look: shapes[look.shape])
