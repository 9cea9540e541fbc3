"""Replace the names of countries by codes, in new entries and edits."""

from __future__ import annotations

from functools import cached_property

from chrono.core.countries import COUNTRIES, codes_by_name, country_of, country_problem, is_country
from chrono.core.model import Ledger
from chrono.core.names import fold, nearest
from chrono.core.sentences import bad_value, suggestion
from chrono.errors import UsageError


class CountryResolver:
    """A resolver that replaces the names of countries by codes, and corrects names of
    organisations.

    For example, `nato` becomes `NATO` if the ledger has the name `NATO`. Each replaced or unknown
    name adds a note to the argument `notes`.
    """

    def __init__(self, ledger: Ledger, notes: list[str]) -> None:
        self._ledger = ledger
        self._notes = notes

    @cached_property
    def _bodies(self) -> dict[str, str]:
        names = {actor.country for actor in self._ledger.actors.values() if actor.country}
        return {fold(name): name for name in names if not is_country(name)}

    def known(self, text: str, with_note: bool = True) -> str | None:
        """Return the code of the country with this name, or the name of an organisation in the
        ledger.

        Return None if `text` is neither. `with_note`: whether to add a note if the result differs
        from the text.
        """
        text = text.strip()
        if is_country(text) or not text:
            return text or None
        country = self._bodies.get(fold(text)) or country_of(text)
        if country and with_note and fold(country) != fold(text):
            self._notes.append(f'"{text}" becomes {country}')
        return country

    def resolve(self, text: str) -> str:
        """Return the code of a country, or the name of an organisation.

        Raises UsageError for a single letter, a web address, and a text similar to the name of a
        country. Other invalid texts, such as `12`, are returned unchanged.
        """
        if country := self.known(text):
            return country
        if "://" in text or (len(text.strip()) == 1 and text.isascii()):
            wanted = "a country's name or code, or the organisation's name in full"
            raise UsageError(bad_value("country", text, wanted))
        if not country_problem(text):
            self.refuse_misspelt(text)
            self._notes.append(f'"{text}" is not a known country, so it becomes an organisation')
        return text

    def refuse_misspelt(self, text: str) -> None:
        """Raise UsageError if a text is similar to the name of a country."""
        if near := nearest_countries(text):
            other = f'To write "{text}" all the same, edit the ledger file'
            raise UsageError(f'unknown country "{text}"{suggestion(near)} {other}')


def nearest_countries(text: str) -> list[str]:
    """Return the countries with similar names, such as `Germany (DE)`, most similar first."""
    names = codes_by_name()
    codes = dict.fromkeys(names[name] for name in nearest(text, names))
    return [f"{COUNTRIES[code]} ({code})" for code in codes]
