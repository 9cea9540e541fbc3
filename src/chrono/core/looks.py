"""How events of each type are drawn: by a symbol in text, and by a shape on the web page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Look(NamedTuple):
    """How events of a type are drawn: as a symbol, in ASCII, and as a shape on the web page."""

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
    """Return the look for a type that a ledger declares, with the shape that is used least.

    `taken`: the shapes of the types declared before it. Later types do not change the look.
    """
    shapes = Counter(taken)
    return min(OWN_LOOKS[contact], key=lambda look: shapes[look.shape])
