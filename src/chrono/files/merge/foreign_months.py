"""Translate dates such as `3. März 2025` or `3 de marzo de 2025` into English.

Only months whose names mean the same month in all these languages are translated.
"""

from __future__ import annotations

import re

from chrono.core.names import fold
from chrono.core.spans import MONTHS

_NAMES = (
    "januar jänner januari janvier janv enero gennaio janeiro января январь",
    "februar februari février févr febrero febbraio fevereiro февраля февраль",
    "märz mrz maart mars marts marzo março марта март",
    "april avril avr abril aprile апреля апрель",
    "mai mei maj mayo maggio maio мая май",
    "juni juin junio giugno junho июня июнь",
    "juli juillet juil julio luglio julho июля июль",
    "august augusti augustus août agosto августа август",
    "september septembre septiembre setiembre settembre setembro сентября сентябрь",
    "oktober okt octobre octubre ottobre outubro октября октябрь",
    "november novembre noviembre novembro ноября ноябрь",
    "dezember dez december décembre déc diciembre dicembre dezembro декабря декабрь",
)
_MONTHS = {
    fold(name): month for names, month in zip(_NAMES, MONTHS, strict=True) for name in names.split()
}
_DROPPED = {"de", "del", "di", "do", "der", "den", "du", "le", "el", "il", "vom", "г", "года"}
_DASHES = {"bis", "au", "al"}
_ORDINAL = re.compile(r"(?<=[0-9])(?:er\b|[.º°](?=[\s–—-]))")
_WORD = re.compile(r"[^\W\d_]+\.?")


def in_english(text: str) -> str:
    """Return a date in English, if `text` has the name of a month in another language.

    Any other text is returned unchanged.
    """
    if not any(fold(word.rstrip(".")) in _MONTHS for word in _WORD.findall(text)):
        return text

    def translated(match: re.Match[str]) -> str:
        word = fold(match[0].rstrip("."))
        if word in _DROPPED:
            return ""
        return "–" if word in _DASHES else _MONTHS.get(word, match[0])

    return " ".join(_WORD.sub(translated, _ORDINAL.sub("", text)).split())
