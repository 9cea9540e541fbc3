"""The continents of the UN standard M49, with the alpha-2 codes of the countries.

M49 does not list Kosovo and Taiwan. Here, both are in the continents of their neighbours.
Antarctica and the islands near Antarctica are left out.
"""

from __future__ import annotations

from collections.abc import Iterable

from chrono.core.names import fold

_NORTH_AMERICA = """
AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR
SV SX TC TT US VC VG VI
"""
_SOUTH_AMERICA = "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE"

CONTINENTS = {
    "Africa": """
AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW IO KE KM LR LS LY MA MG ML MR
MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TF TG TN TZ UG YT ZA ZM ZW
""",
    "Asia": """
AE AF AM AZ BD BH BN BT CN CY GE HK ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY
NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE
""",
    "Europe": """
AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC
MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK
""",
    "North America": _NORTH_AMERICA,
    "South America": _SOUTH_AMERICA,
    "Latin America": """
AG AI AR AW BB BL BO BQ BR BS BV BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC
MF MQ MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI
""",
    "Oceania": """
AS AU CC CK CX FJ FM GU HM KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS
""",
}
"""The codes of the countries of each continent, separated by spaces."""


_FORMER = {
    "Africa": "Zanzibar",
    "Asia": "North Vietnam/North Yemen/Republic of Vietnam/South Vietnam/South Yemen",
    "Europe": "Austria-Hungary/Czechoslovakia/East Germany/Federal Republic of Germany/"
    "German Democratic Republic/Serbia and Montenegro/West Germany/Yugoslavia",
}
"""The former states that were on one continent only. The Soviet Union was on two."""


def continent_named(text: str) -> frozenset[str]:
    """Return the codes of the countries of a continent, and the names of former states there.

    The result is empty for an unknown name.
    """
    codes = {fold(name): codes.split() for name, codes in CONTINENTS.items()}
    names = {fold(name): names.split("/") for name, names in _FORMER.items()}
    return frozenset((*codes.get(fold(text), ()), *names.get(fold(text), ())))


def without_continent(countries: Iterable[str]) -> list[str]:
    """Return the countries, such as "Soviet Union", that are on no continent of this module."""
    known = {country for name in CONTINENTS for country in continent_named(name)}
    return sorted({*countries} - known)
