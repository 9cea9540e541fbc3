"""Codes and names of countries: ISO 3166-1 codes, English names, and other usual names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from chrono.core.country_table import ABBREVIATIONS, AMBIGUOUS, SHARED, TABLE

_ROWS = [" ".join(row.split()).split(" ", 2) for row in TABLE.split(";")]
COUNTRIES: dict[str, str] = {code: names.split("/")[0] for code, _, names in _ROWS}
"""The short English name of each country, by its alpha-2 code."""

ALPHA_3 = {code: alpha_3 for code, alpha_3, _ in _ROWS if alpha_3 != "-"}
"""The alpha-3 codes of countries, without bodies. XKX for Kosovo is not in the standard."""

_BY_ALPHA_3 = {alpha_3: code for code, alpha_3 in ALPHA_3.items()}
BODIES = {name: code for code, alpha_3, name in _ROWS if alpha_3 == "-"}
BODY_NAMES = {code: name for name, code in BODIES.items()}
"""The names of bodies, such as the EU, by their codes. Ledgers contain the names."""


LETTER = r"[^\x00-@\[-`{-~]"
"""A regular expression for one character of a country's name: an ASCII letter or a non-ASCII one.
"""


def is_country(text: str) -> bool:
    """Return whether a text is an alpha-2 code, or the name of a body such as the UN."""
    return text in COUNTRIES or text in BODIES


def name_and_country(text: str) -> tuple[str, str | None]:
    """Return (`Jane Roe`, `US`) for `Jane Roe (US)`, and (text, None) for other texts."""
    bare = text.strip()
    match = bare.endswith(")") and re.fullmatch(r"(.*)\(([^)]*)\)", bare, re.DOTALL)
    return (match[1].strip(), match[2].strip()) if match else (bare, None)


# -- what people write ----------------------------------------------------------------------------

_SAME = {"st": "saint", "rep": "republic", "dem": "democratic"}
_NO_DIFFERENCE = {"of", "the", "and"}


def country_key(name: str) -> str:
    """Return a key that is equal for all spellings of a country's name.

    The key ignores the order of words, case, accents, dots, apostrophes, `the`, `of` and `and`.
    """
    letters = unicodedata.normalize("NFKD", re.sub("['’ʼ`´.]", "", name.casefold()))
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    words = (_SAME.get(word, word) for word in re.findall(r"\w+", bare))
    return " ".join(sorted(word for word in words if word not in _NO_DIFFERENCE))


@cache
def codes_by_name() -> dict[str, str]:
    """Return a dict from English names to the codes of countries and of bodies such as the UN."""
    return {
        name.replace("*", COUNTRIES[code]): code
        for code, _, names in _ROWS
        for name in names.split("/")
    }


@cache
def _codes_by_key() -> dict[str, str]:
    return {country_key(name): code for name, code in codes_by_name().items()}


def country_named(text: str) -> str | None:
    """Return the code of the country whose name or abbreviation is `text`, or None if there is
    none.

    For a body such as the EU, the result is its name. For an ISO code such as `GA`, the result is
    None, since `GA` may be a state of the US.
    """
    code = ABBREVIATIONS.get(re.sub(r"[.\s]", "", text)) or _codes_by_key().get(country_key(text))
    return BODY_NAMES.get(code, code) if code else None


def exact_country(text: str) -> str | None:
    """Return the code of the country whose code or name is `text`, or None if there is none.

    For a body such as the EU, the result is its name. Codes must be in capitals.
    """
    code = text if text in COUNTRIES else _BY_ALPHA_3.get(text)
    return BODY_NAMES.get(code, code) if code else country_named(text)


def country_of(text: str) -> str | None:
    """Return the code of the country whose code or name is `text`, or None if there is none.

    For a body such as the EU, the result is its name. Codes can be in lower case.
    """
    folded = text.upper()
    is_small = folded in COUNTRIES or folded.replace(".", "") in ABBREVIATIONS
    return exact_country(folded if is_small else text)


def is_abbreviation(text: str) -> bool:
    """Return whether a text is an abbreviation of a country but not a code: `uk`, but not `us`."""
    folded = text.upper()
    return folded in ABBREVIATIONS and folded not in COUNTRIES


def misnamed_country(text: str) -> str | None:
    """Return the error message for a name such as `China`, where the code `CN` is required, else
    None.
    """
    if is_country(text) or not (codes := possible_codes(text)):
        return None
    why = "is ambiguous" if len(codes) > 1 else "is not a country code"
    return f'"{text}" {why}; use {" or ".join(quoted_codes(codes))}'


def quoted_codes(codes: Sequence[str]) -> list[str]:
    """Return each code in quotes. If there are several, names follow: `"KR" (South Korea)`."""
    return [f'"{code}"' + f" ({country_name(code)})" * (len(codes) > 1) for code in codes]


def possible_codes(text: str) -> tuple[str, ...]:
    """Return the codes of all countries that a text may mean, or () if there are none."""
    if country := country_of(text):
        return (BODIES.get(country, country),)
    return _with_name(text, AMBIGUOUS)


def codes_with_name(text: str) -> tuple[str, ...]:
    """Return the codes of all countries that a search for a name should find.

    For `Korea`, the result has the codes of South and North Korea. For `Congo`, it has the codes of
    both countries on the river Congo.
    """
    return _with_name(text, SHARED) or possible_codes(text)


SHARED_WITH = dict(SHARED.values())
"""Countries with a short name that people also use for another country, with the other's code."""


def _with_name(text: str, table: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    key = country_key(text)
    return next((codes for name, codes in table.items() if country_key(name) == key), ())


def country_problem(text: str) -> str | None:
    """Return the error message for a text that cannot be a country in a ledger, else None."""
    if not re.search(LETTER, text):
        return f'"{text}" is not a country; write a code such as "CN" or "US"'
    if len(text) == 2 and not country_of(text):
        return f'"{text}" is not an ISO 3166-1 country code; write a code such as "CN" or "US"'
    return misnamed_country(text)


def country_name(code: str) -> str:
    """Return the short English name for an alpha-2 code, or `code` itself if it is unknown."""
    return COUNTRIES.get(code, code)


def split_country(text: str, is_body: Callable[[str], object] = lambda _: False) -> tuple[str, str]:
    """Return (`Jane Roe`, `US`) for `Jane Roe (US)`, and (text, "") for other texts.

    An abbreviation of the name, as in `Global Witness (GW)`, is not a country.

    `is_body`: a function that returns whether a word is a body that counts as a country.
    """
    name, bracket = name_and_country(text)
    if not name or not bracket:
        return text, ""
    initials = "".join(word[0] for word in re.findall(r"\w+", name)).casefold()
    is_short = bracket.replace(".", "").casefold() == initials
    if is_body(bracket) or (exact_country(bracket) and not is_short):
        return name, bracket
    return text, ""


# -- places that end with the name of a country ---------------------------------------------------

_REGIONS = {"GE": "US", "LU": "BE", "NE": "NG"}
"""Countries whose name is also that of a region, with the countries of these regions."""


class PlaceInCountry(NamedTuple):
    """The name of a place, and the code of its country.

    `other`: the code of another country that the text may mean. For `Atlanta, Georgia`, this is
    `US`, since Georgia is also a state of the US.
    """

    place: str
    country: str
    other: str | None = None


def _not_a_body(text: str) -> str | None:
    country = country_named(text)
    return None if country in BODIES else country


def place_in_country(
    text: str, named: Callable[[str], str | None] = _not_a_body
) -> PlaceInCountry | None:
    """Return the place and the code of its country for a text such as `Berlin, Germany`.

    Return None if the text does not end with a country.

    `named`: a function that takes a name and returns the code of a country, or None if no country
    has this name. By default, ISO codes are ignored, since `GA` may be Gabon or a state of the US.
    """
    parts = text.split(",")
    for at in range(1, len(parts)):  # the name of a country may have a comma
        place, last = (",".join(some).strip() for some in (parts[:at], parts[at:]))
        if place and (country := named(last)):
            if (other := SHARED_WITH.get(country)) and named(text) == other:  # Kinshasa, Congo
                country = other
            return PlaceInCountry(place, country, _REGIONS.get(country))
    return None
