"""Countries in a text, by name, adjective, capital or continent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from chrono.core.continents import CONTINENTS
from chrono.core.countries import BODY_NAMES, codes_by_name
from chrono.core.proof.words import first_word, words_in

_TABLE = """
AE Emirati; AF Afghan Kabul; AL Albanian Tirana; AM Armenian Yerevan; AO Angolan Luanda;
AR Argentine,Argentinian; AT Austrian Vienna; AU Australian Canberra; AZ Azerbaijani,Azeri Baku;
BA Bosnian Sarajevo; BD Bangladeshi Dhaka; BE Belgian Brussels; BG Bulgarian; BH Bahraini;
BO Bolivian; BR Brazilian Brasilia,Brasília; BY Belarusian Minsk; CA Canadian Ottawa;
CD Congolese Kinshasa; CH Swiss Bern; CI Ivorian; CL Chilean Santiago; CM Cameroonian;
CN Chinese Beijing; CO Colombian Bogota,Bogotá; CR Costa*Rican; CU Cuban Havana; CY Cypriot Nicosia;
CZ Czech Prague; DE German Berlin; DK Danish Copenhagen; DO Dominican; DZ Algerian Algiers;
EC Ecuadorian Quito; EE Estonian Tallinn; EG Egyptian Cairo; ER Eritrean Asmara; ES Spanish Madrid;
ET Ethiopian Addis*Ababa; FI Finnish Helsinki; FR French Paris; GB British London;
GE Georgian Tbilisi; GH Ghanaian Accra; GR Greek Athens; GT Guatemalan; GY Guyanese; HN Honduran;
HR Croatian Zagreb; HT Haitian; HU Hungarian Budapest; ID Indonesian Jakarta; IE Irish Dublin;
IL Israeli; IN Indian Delhi,New*Delhi; IQ Iraqi Baghdad; IR Iranian Tehran; IS Icelandic Reykjavik;
IT Italian Rome; JM Jamaican; JO Jordanian Amman; JP Japanese Tokyo; KE Kenyan Nairobi;
KG Kyrgyz Bishkek; KH Cambodian; KP North*Korean Pyongyang; KR South*Korean Seoul; KW Kuwaiti;
KZ Kazakh Astana; LA Laotian,Lao Vientiane; LB Lebanese Beirut; LK Sri*Lankan;
LT Lithuanian Vilnius; LV Latvian Riga; LY Libyan Tripoli; MA Moroccan Rabat; MD Moldovan;
ME Montenegrin Podgorica; MK Macedonian Skopje; ML Malian Bamako; MM Burmese; MN Mongolian;
MT Maltese; MX Mexican; MY Malaysian; MZ Mozambican Maputo; NA Namibian Windhoek; NG Nigerian Abuja;
NI Nicaraguan; NL Dutch; NO Norwegian Oslo; NP Nepali Kathmandu; NZ New*Zealand Wellington;
OM Omani Muscat; PA Panamanian; PE Peruvian Lima; PH Philippine,Filipino Manila;
PK Pakistani Islamabad; PL Polish Warsaw; PT Portuguese Lisbon; PY Paraguayan; QA Qatari Doha;
RO Romanian Bucharest; RS Serbian Belgrade; RU Russian Moscow; RW Rwandan Kigali; SA Saudi Riyadh;
SD Sudanese Khartoum; SE Swedish Stockholm; SG Singaporean; SI Slovenian Ljubljana;
SK Slovak Bratislava; SN Senegalese Dakar; SO Somali Mogadishu; SS South*Sudanese Juba;
SV Salvadoran; SY Syrian Damascus; TD Chadian; TH Thai Bangkok; TJ Tajik Dushanbe;
TM Turkmen Ashgabat; TN Tunisian Tunis; TR Turkish Ankara; TW Taiwanese Taipei; TZ Tanzanian;
UA Ukrainian Kyiv,Kiev; UG Ugandan Kampala; US American,U.S.,US Washington; UY Uruguayan Montevideo;
UZ Uzbek Tashkent; VE Venezuelan Caracas; VN Vietnamese Hanoi; YE Yemeni; ZA South*African Pretoria;
ZM Zambian Lusaka; ZW Zimbabwean Harare
"""
"""Rows (code, adjectives, names of the capital) for countries. `*` stands for a space."""

_SOUTHEAST_ASIA = frozenset(("BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", "VN"))

REGIONS = {name: frozenset(codes.split()) for name, codes in CONTINENTS.items()}
REGIONS["America"] = REGIONS["the Americas"] = REGIONS["North America"] | REGIONS["South America"]
REGIONS["Southeast Asia"] = REGIONS["South-East Asia"] = _SOUTHEAST_ASIA
"""The codes of the countries in each region. A region is a continent or a part of a continent."""

_ABBREVIATIONS = {
    "U.S.": "US", "US": "US", "USA": "US", "America": "US", "U.K.": "GB", "UK": "GB", "Korea": "KR",
}  # fmt: skip


@cache
def adjectives() -> dict[str, str]:
    """Return country codes by adjective: "CN" for `Chinese`."""
    return {name: row[0] for row in _rows() for name in row[1]}


@cache
def capitals() -> dict[str, str]:
    """Return country codes by capital: "CN" for `Beijing`. A capital can mean the government."""
    return {name: row[0] for row in _rows() for name in row[2]}


@cache
def country_names() -> dict[str, str]:
    """Return country codes by name: "US" for `America`.

    Bodies such as the European Union have their own name instead of a code.
    """
    names = {name: BODY_NAMES.get(code, code) for name, code in codes_by_name().items()}
    return names | _ABBREVIATIONS


@cache
def governments() -> dict[str, str]:
    """Return country codes by the names of countries and capitals."""
    return country_names() | capitals()


@cache
def _by_word() -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for name in (*adjectives(), *governments()):
        names.setdefault(first_word(name), []).append(name)
    return names


def nations_in(text: str) -> tuple[str, ...]:
    """Return the names, adjectives and capitals of countries in a text, the longest first."""
    known = _by_word()
    nations = {name for word in words_in(text) & known.keys() for name in known[word]}
    return tuple(
        sorted((name for name in nations if name in text), key=lambda one: (-len(one), one))
    )


def countries_in(text: str) -> frozenset[str]:
    """Return the codes of the countries whose name or adjective is in a text."""
    names = country_names() | adjectives()
    words = re.findall(r"[A-Z][\w.]*(?: [A-Z]\w+)?", text)
    return frozenset(names[one] for name in words for one in (name, *name.split()) if one in names)


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches any of `words`. Without words, the pattern matches nothing."""
    return f"(?:{'|'.join(map(re.escape, words)) or '(?!)'})"


@cache
def _rows() -> list[tuple[str, list[str], list[str]]]:
    rows: list[tuple[str, list[str], list[str]]] = []
    for row in _TABLE.split(";"):
        code, adjective, *capital = row.split()
        rows.append((code, _listed(adjective), _listed(*capital)))
    return rows


def _listed(*names: str) -> list[str]:
    return [name.replace("*", " ") for part in names for name in part.split(",")]
