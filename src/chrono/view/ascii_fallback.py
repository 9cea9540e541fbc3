"""The signs that chrono writes and ASCII lacks, each with a plain one in its stead.

They are for a terminal that cannot show them: the plain one is as wide, so that columns stay where
they are, and the types of events stay apart. What else such a terminal lacks, a name in Chinese
say, is written out as an escape; it is never taken for another letter.
"""

from __future__ import annotations

import codecs

from chrono.core.model import LOOKS

PLAIN = {
    # The built-in types, and the contact types that a ledger declares.
    **{look.symbol: look.ascii for look in LOOKS.values()}, "★": "*",
    # Verdicts.
    "✓": "v", "✗": "x", "◐": "~",
    # Lines and bars.
    "─": "-", "│": "|", "┊": ":", "╱": "/", "╲": "\\", "├": "|", "┤": "|", "┬": "+", "┴": "+",
    "┼": "+", "╴": "-", "╶": "-", "━": "=", "═": "=",
    "█": "#", "▌": "|", "▓": "%", "▒": ":", "░": ".",
    "▁": "_", "▂": ".", "▃": "-", "▄": ":", "▅": "=", "▆": "+", "▇": "*",
    # Punctuation.
    "–": "-", "\ufffd": "?", "—": "-", "−": "-", "×": "x", "·": ".", "→": ">", "‹": "<", "›": ">",
    "“": '"', "”": '"', "‘": "'", "’": "'",
    "…": "...",
}  # fmt: skip
"""Sign -> the plain one. One is wider: a single full stop would read as the end of a sentence."""


def shown(error: UnicodeError) -> tuple[str | bytes, int]:
    """What is written for a character that a stream lacks: an error handler as codecs take it."""
    if isinstance(error, UnicodeEncodeError):
        if plain := PLAIN.get(error.object[error.start]):
            return plain, error.start + 1
        # One at a time, since what follows may be a sign.
        error.end = error.start + 1
    return codecs.backslashreplace_errors(error)
