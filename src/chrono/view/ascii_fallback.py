"""Replace symbols by ASCII characters on terminals that cannot show the symbols.

A replacement is as wide as its symbol, so that columns line up. The only exception is "…", which
becomes three full stops. Characters without a replacement are escaped.
"""

from __future__ import annotations

import codecs

from chrono.core.looks import OWN_LOOKS
from chrono.core.model import BUILT_IN_TYPES

ASCII_TEXTS = {
    **{kind.look.symbol: kind.look.ascii for kind in BUILT_IN_TYPES if kind.look},
    **{look.symbol: look.ascii for looks in OWN_LOOKS.values() for look in looks},
    # Verdicts.
    "✓": "v", "✗": "x", "◐": "~", "∅": "0",
    # Statuses.
    "»": ")", "↻": "(", "≠": "!",
    # Lines and bars.
    "─": "-", "│": "|", "┊": ":", "╱": "/", "╲": "\\", "├": "|", "┤": "|", "┬": "+", "┴": "+",
    "┼": "+", "╴": "-", "╶": "-", "━": "=", "═": "=", "┄": "~",
    "█": "#", "▌": "|", "▓": "%", "▒": ":", "░": "-",
    "▁": "_", "▂": ".", "▃": "-", "▄": ":", "▅": "=", "▆": "+", "▇": "*",
    # Punctuation.
    "–": "-", "\ufffd": "?", "—": "-", "−": "-", "×": "x", "≈": "~", "·": ".",
    "→": ">", "‹": "<", "›": ">",
    "“": '"', "”": '"', "‘": "'", "’": "'",
    "…": "...",
}  # fmt: skip
"""For each symbol, its ASCII characters. "…" has three, since one would look like a full stop."""


def replacement(error: UnicodeError) -> tuple[str | bytes, int]:
    """Return (replacement, next position) for a character that cannot be encoded.

    This is an error handler for `codecs.register_error`.
    """
    if isinstance(error, UnicodeEncodeError):
        if plain := ASCII_TEXTS.get(error.object[error.start]):
            return plain, error.start + 1
        error.end = error.start + 1  # the next character may have a replacement
    return codecs.backslashreplace_errors(error)
