"""Countries in a text, by adjective, capital or region."""

from __future__ import annotations

from chrono.core.continents import CONTINENTS

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
PK Pakistani Islamabad; PS Palestinian; PL Polish Warsaw; PT Portuguese Lisbon; PY Paraguayan;
QA Qatari Doha; RO Romanian Bucharest; RS Serbian Belgrade; RU Russian Moscow; RW Rwandan Kigali;
SA Saudi Riyadh; SD Sudanese Khartoum; SE Swedish Stockholm; SG Singaporean; SI Slovenian Ljubljana;
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

ABBREVIATIONS = {
    "U.S.": "US", "US": "US", "USA": "US", "America": "US", "PRC": "CN", "ROK": "KR", "DPRK": "KP",
    "People's Republic of China": "CN", "Republic of Korea": "KR", "U.K.": "GB", "UK": "GB",
    "Britain": "GB", "EU": "EU", "Korea": "KR",
}  # fmt: skip
PLURALS = {"Americans": "US", "Russians": "RU", "Israelis": "IL", "Germans": "DE"}


def _listed(text: str) -> list[str]:
    return [name.replace("*", " ") for name in text.split(",")]


ADJECTIVES: dict[str, str] = {"Sino": "CN"}
"""The code of a country by adjective: "CN" for `Chinese`."""

CAPITALS: dict[str, str] = {"Moscow": "RU"}
"""The code of a country by capital: "CN" for `Beijing`. A capital can mean the government."""

for _row in _TABLE.split(";"):
    _code, _adjectives, *_capitals = _row.split()
    ADJECTIVES |= dict.fromkeys(_listed(_adjectives), _code)
    CAPITALS |= dict.fromkeys((name for part in _capitals for name in _listed(part)), _code)
