"""Countries: their ISO 3166-1 codes (alpha-2, alpha-3) and usual short English names.

In `_TABLE`, other usual names follow after slashes. They are replaced by the code, so that no
country is counted as two. The standard has no countries for the last three codes. Kosovo's code is
user-assigned; those of two international bodies are reserved.
"""

from __future__ import annotations

import re

_TABLE = """
AD AND Andorra; AE ARE United Arab Emirates/UAE; AF AFG Afghanistan; AG ATG Antigua and Barbuda;
AI AIA Anguilla; AL ALB Albania; AM ARM Armenia; AO AGO Angola; AQ ATA Antarctica; AR ARG Argentina;
AS ASM American Samoa; AT AUT Austria; AU AUS Australia; AW ABW Aruba; AX ALA Åland Islands;
AZ AZE Azerbaijan; BA BIH Bosnia and Herzegovina; BB BRB Barbados; BD BGD Bangladesh;
BE BEL Belgium; BF BFA Burkina Faso; BG BGR Bulgaria; BH BHR Bahrain; BI BDI Burundi; BJ BEN Benin;
BL BLM Saint Barthélemy; BM BMU Bermuda; BN BRN Brunei; BO BOL Bolivia;
BQ BES Caribbean Netherlands; BR BRA Brazil; BS BHS Bahamas; BT BTN Bhutan; BV BVT Bouvet Island;
BW BWA Botswana; BY BLR Belarus; BZ BLZ Belize; CA CAN Canada; CC CCK Cocos (Keeling) Islands;
CD COD Democratic Republic of the Congo/Congo-Kinshasa; CF CAF Central African Republic;
CG COG Congo; CH CHE Switzerland; CI CIV Ivory Coast; CK COK Cook Islands; CL CHL Chile;
CM CMR Cameroon; CN CHN China/PRC/People's Republic of China/Mainland China; CO COL Colombia;
CR CRI Costa Rica; CU CUB Cuba; CV CPV Cape Verde; CW CUW Curaçao; CX CXR Christmas Island;
CY CYP Cyprus; CZ CZE Czechia/Czech Republic; DE DEU Germany; DJ DJI Djibouti; DK DNK Denmark;
DM DMA Dominica; DO DOM Dominican Republic; DZ DZA Algeria; EC ECU Ecuador; EE EST Estonia;
EG EGY Egypt; EH ESH Western Sahara; ER ERI Eritrea; ES ESP Spain; ET ETH Ethiopia; FI FIN Finland;
FJ FJI Fiji; FK FLK Falkland Islands; FM FSM Micronesia; FO FRO Faroe Islands; FR FRA France;
GA GAB Gabon; GB GBR United Kingdom/UK/Great Britain/Britain/England; GD GRD Grenada;
GE GEO Georgia; GF GUF French Guiana; GG GGY Guernsey; GH GHA Ghana; GI GIB Gibraltar;
GL GRL Greenland; GM GMB Gambia; GN GIN Guinea; GP GLP Guadeloupe; GQ GNQ Equatorial Guinea;
GR GRC Greece; GS SGS South Georgia and the South Sandwich Islands; GT GTM Guatemala; GU GUM Guam;
GW GNB Guinea-Bissau; GY GUY Guyana; HK HKG Hong Kong; HM HMD Heard Island and McDonald Islands;
HN HND Honduras; HR HRV Croatia; HT HTI Haiti; HU HUN Hungary; ID IDN Indonesia; IE IRL Ireland;
IL ISR Israel; IM IMN Isle of Man; IN IND India; IO IOT British Indian Ocean Territory; IQ IRQ Iraq;
IR IRN Iran; IS ISL Iceland; IT ITA Italy; JE JEY Jersey; JM JAM Jamaica; JO JOR Jordan;
JP JPN Japan; KE KEN Kenya; KG KGZ Kyrgyzstan; KH KHM Cambodia; KI KIR Kiribati; KM COM Comoros;
KN KNA Saint Kitts and Nevis; KP PRK North Korea/DPRK;
KR KOR South Korea/Korea/Republic of Korea/ROK; KW KWT Kuwait; KY CYM Cayman Islands;
KZ KAZ Kazakhstan; LA LAO Laos; LB LBN Lebanon; LC LCA Saint Lucia; LI LIE Liechtenstein;
LK LKA Sri Lanka; LR LBR Liberia; LS LSO Lesotho; LT LTU Lithuania; LU LUX Luxembourg;
LV LVA Latvia; LY LBY Libya; MA MAR Morocco; MC MCO Monaco; MD MDA Moldova; ME MNE Montenegro;
MF MAF Saint Martin; MG MDG Madagascar; MH MHL Marshall Islands; MK MKD North Macedonia;
ML MLI Mali; MM MMR Myanmar/Burma; MN MNG Mongolia; MO MAC Macao; MP MNP Northern Mariana Islands;
MQ MTQ Martinique; MR MRT Mauritania; MS MSR Montserrat; MT MLT Malta; MU MUS Mauritius;
MV MDV Maldives; MW MWI Malawi; MX MEX Mexico; MY MYS Malaysia; MZ MOZ Mozambique; NA NAM Namibia;
NC NCL New Caledonia; NE NER Niger; NF NFK Norfolk Island; NG NGA Nigeria; NI NIC Nicaragua;
NL NLD Netherlands; NO NOR Norway; NP NPL Nepal; NR NRU Nauru; NU NIU Niue; NZ NZL New Zealand;
OM OMN Oman; PA PAN Panama; PE PER Peru; PF PYF French Polynesia; PG PNG Papua New Guinea;
PH PHL Philippines; PK PAK Pakistan; PL POL Poland; PM SPM Saint Pierre and Miquelon;
PN PCN Pitcairn; PR PRI Puerto Rico; PS PSE Palestine; PT PRT Portugal; PW PLW Palau;
PY PRY Paraguay; QA QAT Qatar; RE REU Réunion; RO ROU Romania; RS SRB Serbia;
RU RUS Russia/Russian Federation; RW RWA Rwanda; SA SAU Saudi Arabia; SB SLB Solomon Islands;
SC SYC Seychelles; SD SDN Sudan; SE SWE Sweden; SG SGP Singapore; SH SHN Saint Helena;
SI SVN Slovenia; SJ SJM Svalbard and Jan Mayen; SK SVK Slovakia; SL SLE Sierra Leone;
SM SMR San Marino; SN SEN Senegal; SO SOM Somalia; SR SUR Suriname; SS SSD South Sudan;
ST STP Sao Tome and Principe; SV SLV El Salvador; SX SXM Sint Maarten; SY SYR Syria;
SZ SWZ Eswatini; TC TCA Turks and Caicos Islands; TD TCD Chad; TF ATF French Southern Territories;
TG TGO Togo; TH THA Thailand; TJ TJK Tajikistan; TK TKL Tokelau; TL TLS Timor-Leste;
TM TKM Turkmenistan; TN TUN Tunisia; TO TON Tonga; TR TUR Turkey/Türkiye;
TT TTO Trinidad and Tobago; TV TUV Tuvalu; TW TWN Taiwan; TZ TZA Tanzania; UA UKR Ukraine;
UG UGA Uganda; UM UMI United States Minor Outlying Islands;
US USA United States/USA/U.S./America/United States of America; UY URY Uruguay; UZ UZB Uzbekistan;
VA VAT Vatican City/Holy See/Vatican; VC VCT Saint Vincent and the Grenadines; VE VEN Venezuela;
VG VGB British Virgin Islands; VI VIR US Virgin Islands; VN VNM Vietnam/Viet Nam; VU VUT Vanuatu;
WF WLF Wallis and Futuna; WS WSM Samoa; YE YEM Yemen; YT MYT Mayotte; ZA ZAF South Africa;
ZM ZMB Zambia; ZW ZWE Zimbabwe; XK XKX Kosovo; EU - European Union; UN - United Nations
"""

_ROWS = [row.split(maxsplit=2) for row in _TABLE.strip().split(";")]
COUNTRIES: dict[str, str] = {code: names.split("/")[0] for code, _, names in _ROWS}
"""Alpha-2 code -> short English name."""

_CODES = {
    **{alpha_3: code for code, alpha_3, _ in _ROWS if alpha_3 != "-"},
    **{name.casefold(): code for code, _, names in _ROWS for name in names.split("/")},
}
BODIES = {name: code for code, alpha_3, name in _ROWS if alpha_3 == "-"}
BODY_NAMES = {code: name for name, code in BODIES.items()}
"""Code -> name of the international bodies that count as countries; ledgers use the name."""


def is_country(text: str) -> bool:
    """Whether a text is a country's alpha-2 code, or the name or code of a body."""
    return text in COUNTRIES or text in BODIES


def name_and_country(text: str) -> tuple[str, str | None]:
    """(name, country) from `Jane Roe (US)`; (text, None) for a text without brackets at its end."""
    match = re.fullmatch(r"(.*)\(([^)]*)\)", text.strip(), re.DOTALL)
    return (match[1].strip(), match[2].strip()) if match else (text.strip(), None)


def country_of(text: str) -> str | None:
    """The alpha-2 code of a country, or name of a body, by its code or usual name; else None."""
    code = _code_of(text)
    return BODY_NAMES.get(code, code) if code else None


def _code_of(text: str) -> str | None:
    """The alpha-2 code for an alpha-2 code, an alpha-3 code or a usual name; else None."""
    folded = text.casefold().replace("’", "'")
    if folded.upper() in COUNTRIES:
        return folded.upper()
    return _CODES.get(folded) or _CODES.get(text)


def misnamed_country(text: str) -> str | None:
    """A message if a text is a country's name, or another code than its alpha-2 code; else None."""
    code = None if is_country(text) else _code_of(text)
    return f'"{text}": use the country code "{code}"' if code else None


def country_problem(text: str) -> str | None:
    """The message of `misnamed_country`, or one for an unknown two-letter code; else None."""
    if len(text) == 2 and not _code_of(text):
        return f'"{text}" is not an ISO 3166-1 country code; write a code such as "CN" or "US"'
    return misnamed_country(text)


def country_name(code: str) -> str:
    """The short English name of an alpha-2 code; any other text is returned unchanged."""
    return COUNTRIES.get(code, code)
