"""The names and codes of the countries of ISO 3166-1, Kosovo, the EU and the UN.

Each row of `TABLE` has the alpha-2 code, the alpha-3 code, and names, separated by slashes. The
first name is the short English name that chrono shows. `*` stands for the first name. Former names
are listed only if people still use them. The last three rows are not countries of the standard.
"""

from __future__ import annotations

TABLE = """
AD AND Andorra/Principality of *; AE ARE United Arab Emirates; AF AFG Afghanistan/
Islamic Republic of *; AG ATG Antigua and Barbuda; AI AIA Anguilla; AL ALB Albania/Republic of *;
AM ARM Armenia/Republic of *; AO AGO Angola/Republic of *; AQ ATA Antarctica;
AR ARG Argentina/Argentine Republic; AS ASM American Samoa; AT AUT Austria/Republic of *;
AU AUS Australia/Commonwealth of *; AW ABW Aruba; AX ALA Åland Islands/Aland;
AZ AZE Azerbaijan/Republic of *; BA BIH Bosnia and Herzegovina/Bosnia/Republic of *;
BB BRB Barbados/Republic of *; BD BGD Bangladesh/People's Republic of *; BE BEL Belgium/
Kingdom of *; BF BFA Burkina Faso; BG BGR Bulgaria/Republic of *; BH BHR Bahrain/Kingdom of *;
BI BDI Burundi/Republic of *; BJ BEN Benin/Republic of *; BL BLM Saint Barthélemy; BM BMU Bermuda;
BN BRN Brunei/Brunei Darussalam/Nation of Brunei, Abode of Peace; BO BOL Bolivia/
Plurinational State of */Republic of *; BQ BES Caribbean Netherlands/
Bonaire, Sint Eustatius and Saba/Bonaire, Saint Eustatius and Saba; BR BRA Brazil/
Federative Republic of *; BS BHS Bahamas/Commonwealth of the *; BT BTN Bhutan/Kingdom of *;
BV BVT Bouvet Island; BW BWA Botswana/Republic of *; BY BLR Belarus/Republic of *; BZ BLZ Belize;
CA CAN Canada; CC CCK Cocos (Keeling) Islands/Cocos Islands/Keeling Islands;
CD COD Democratic Republic of the Congo/Congo (Kinshasa)/DR Congo; CF CAF Central African Republic;
CG COG Congo/Republic of the */Congo (Brazzaville); CH CHE Switzerland/Swiss Confederation;
CI CIV Ivory Coast/Côte d'Ivoire/Republic of Côte d'Ivoire/Republic of Ivory Coast;
CK COK Cook Islands; CL CHL Chile/Republic of *; CM CMR Cameroon/Republic of *;
CN CHN China/People's Republic of */PR China/Mainland China; CO COL Colombia/Republic of *;
CR CRI Costa Rica/Republic of *; CU CUB Cuba/Republic of *; CV CPV Cape Verde/Cabo Verde/
Republic of Cabo Verde/Republic of Cape Verde; CW CUW Curaçao/Country of Curaçao;
CX CXR Christmas Island; CY CYP Cyprus/Republic of *; CZ CZE Czechia/Czech Republic;
DE DEU Germany/Federal Republic of *; DJ DJI Djibouti/Republic of *; DK DNK Denmark/Kingdom of *;
DM DMA Dominica/Commonwealth of *; DO DOM Dominican Republic; DZ DZA Algeria/
People's Democratic Republic of *; EC ECU Ecuador/Republic of *; EE EST Estonia/Republic of *;
EG EGY Egypt/Arab Republic of *; EH ESH Western Sahara; ER ERI Eritrea/State of *;
ES ESP Spain/Kingdom of *; ET ETH Ethiopia/Federal Democratic Republic of *;
FI FIN Finland/Republic of *; FJ FJI Fiji/Republic of *; FK FLK Falkland Islands/
Falkland Islands (Malvinas)/Falklands/Malvinas; FM FSM Micronesia/Federated States of */
Micronesia, Fed. Sts.; FO FRO Faroe Islands/Faeroe Islands/Faroes; FR FRA France/French Republic;
GA GAB Gabon/Gabonese Republic; GB GBR United Kingdom/
United Kingdom of Great Britain and Northern Ireland/Great Britain and Northern Ireland/
Great Britain/Britain/England; GD GRD Grenada; GE GEO Georgia; GF GUF French Guiana;
GG GGY Guernsey/Bailiwick of *; GH GHA Ghana/Republic of *; GI GIB Gibraltar; GL GRL Greenland;
GM GMB Gambia/Republic of */Islamic Republic of *; GN GIN Guinea/Republic of *; GP GLP Guadeloupe;
GQ GNQ Equatorial Guinea/Republic of *; GR GRC Greece/Hellenic Republic;
GS SGS South Georgia and the South Sandwich Islands; GT GTM Guatemala/Republic of *; GU GUM Guam;
GW GNB Guinea-Bissau/Republic of *; GY GUY Guyana/Co-operative Republic of */
Cooperative Republic of */Republic of *; HK HKG Hong Kong/Hong Kong SAR/Hong Kong SAR China/
Hong Kong, China/Hong Kong Special Administrative Region of China/
Hong Kong Special Administrative Region; HM HMD Heard Island and McDonald Islands;
HN HND Honduras/Republic of *; HR HRV Croatia/Republic of *; HT HTI Haiti/Republic of *;
HU HUN Hungary/Republic of *; ID IDN Indonesia/Republic of *; IE IRL Ireland/Republic of *;
IL ISR Israel/State of *; IM IMN Isle of Man; IN IND India/Republic of *;
IO IOT British Indian Ocean Territory; IQ IRQ Iraq/Republic of *; IR IRN Iran/Islamic Republic of *;
IS ISL Iceland/Republic of *; IT ITA Italy/Italian Republic; JE JEY Jersey/Bailiwick of *;
JM JAM Jamaica; JO JOR Jordan/Hashemite Kingdom of *; JP JPN Japan; KE KEN Kenya/Republic of *;
KG KGZ Kyrgyzstan/Kyrgyz Republic; KH KHM Cambodia/Kingdom of *; KI KIR Kiribati/Republic of */
Independent and Sovereign Republic of *; KM COM Comoros/Union of the *;
KN KNA Saint Kitts and Nevis/Saint Christopher and Nevis/Federation of Saint Kitts and Nevis;
KP PRK North Korea/Democratic People's Republic of Korea/DPR Korea; KR KOR South Korea/
Republic of Korea; KW KWT Kuwait/State of *; KY CYM Cayman Islands; KZ KAZ Kazakhstan/Republic of *;
LA LAO Laos/Lao People's Democratic Republic/Lao PDR/Lao; LB LBN Lebanon/Lebanese Republic;
LC LCA Saint Lucia; LI LIE Liechtenstein/Principality of *; LK LKA Sri Lanka/
Democratic Socialist Republic of *; LR LBR Liberia/Republic of *; LS LSO Lesotho/Kingdom of *;
LT LTU Lithuania/Republic of *; LU LUX Luxembourg/Grand Duchy of *; LV LVA Latvia/Republic of *;
LY LBY Libya/State of */Libyan Arab Jamahiriya/Great Socialist People's Libyan Arab Jamahiriya;
MA MAR Morocco/Kingdom of *; MC MCO Monaco/Principality of *; MD MDA Moldova/Republic of *;
ME MNE Montenegro; MF MAF Saint Martin/Saint Martin (French part); MG MDG Madagascar/Republic of *;
MH MHL Marshall Islands/Republic of the *; MK MKD North Macedonia/Republic of */Macedonia/
Republic of Macedonia/FYR Macedonia/FYROM/The former Yugoslav Republic of Macedonia;
ML MLI Mali/Republic of *; MM MMR Myanmar/Burma/Myanmar (Burma)/Republic of Myanmar/
Union of Myanmar/Republic of the Union of Myanmar; MN MNG Mongolia; MO MAC Macao/Macau/Macao SAR/
Macau SAR/Macao SAR China/Macao, China/Macao Special Administrative Region of China/
Macao Special Administrative Region; MP MNP Northern Mariana Islands/Commonwealth of the *;
MQ MTQ Martinique; MR MRT Mauritania/Islamic Republic of *; MS MSR Montserrat;
MT MLT Malta/Republic of *; MU MUS Mauritius/Republic of *; MV MDV Maldives/Republic of *;
MW MWI Malawi/Republic of *; MX MEX Mexico/United Mexican States; MY MYS Malaysia;
MZ MOZ Mozambique/Republic of *; NA NAM Namibia/Republic of *; NC NCL New Caledonia;
NE NER Niger/Republic of the *; NF NFK Norfolk Island; NG NGA Nigeria/Federal Republic of *;
NI NIC Nicaragua/Republic of *; NL NLD Netherlands/Holland/Kingdom of the *;
NO NOR Norway/Kingdom of *; NP NPL Nepal/Federal Democratic Republic of *; NR NRU Nauru/
Republic of */Naoero/Republic of Naoero; NU NIU Niue; NZ NZL New Zealand; OM OMN Oman/
Sultanate of *; PA PAN Panama/Republic of *; PE PER Peru/Republic of *; PF PYF French Polynesia;
PG PNG Papua New Guinea/Independent State of *; PH PHL Philippines/Republic of the *;
PK PAK Pakistan/Islamic Republic of *; PL POL Poland/Republic of *;
PM SPM Saint Pierre and Miquelon; PN PCN Pitcairn/Pitcairn Islands; PR PRI Puerto Rico/
Commonwealth of *; PS PSE Palestine/State of */Palestinian Territories/Palestinian Territory/
Occupied Palestinian Territory/Occupied Palestinian Territories; PT PRT Portugal/
Portuguese Republic; PW PLW Palau/Republic of *; PY PRY Paraguay/Republic of *;
QA QAT Qatar/State of *; RE REU Réunion/Reunion Island; RO ROU Romania; RS SRB Serbia/Republic of *;
RU RUS Russia/Russian Federation; RW RWA Rwanda/Republic of */Rwandese Republic;
SA SAU Saudi Arabia/Kingdom of *; SB SLB Solomon Islands; SC SYC Seychelles/Republic of *;
SD SDN Sudan/Republic of *; SE SWE Sweden/Kingdom of *; SG SGP Singapore/Republic of *;
SH SHN Saint Helena/Saint Helena, Ascension and Tristan da Cunha; SI SVN Slovenia/Republic of *;
SJ SJM Svalbard and Jan Mayen/Svalbard and Jan Mayen Islands; SK SVK Slovakia/Slovak Republic;
SL SLE Sierra Leone/Republic of *; SM SMR San Marino/Republic of */
Most Serene Republic of San Marino; SN SEN Senegal/Republic of *; SO SOM Somalia/
Federal Republic of *; SR SUR Suriname/Republic of */Surinam; SS SSD South Sudan/Republic of *;
ST STP Sao Tome and Principe/Democratic Republic of *; SV SLV El Salvador/Republic of *;
SX SXM Sint Maarten/Sint Maarten (Dutch part); SY SYR Syria/Syrian Arab Republic;
SZ SWZ Eswatini/Kingdom of */Swaziland/Kingdom of Swaziland; TC TCA Turks and Caicos Islands/
Turks and Caicos; TD TCD Chad/Republic of *; TF ATF French Southern Territories/
French Southern and Antarctic Lands; TG TGO Togo/Togolese Republic; TH THA Thailand/Kingdom of *;
TJ TJK Tajikistan/Republic of *; TK TKL Tokelau; TL TLS Timor-Leste/East Timor/
Democratic Republic of *; TM TKM Turkmenistan; TN TUN Tunisia/Republic of *;
TO TON Tonga/Kingdom of *; TR TUR Turkey/Türkiye/Republic of Turkey/Republic of Türkiye;
TT TTO Trinidad and Tobago/Republic of *; TV TUV Tuvalu; TW TWN Taiwan/Taiwan, Province of China/
Chinese Taipei; TZ TZA Tanzania/United Republic of *; UA UKR Ukraine; UG UGA Uganda/Republic of *;
UM UMI United States Minor Outlying Islands/US Minor Outlying Islands/US Outlying Islands;
US USA United States/United States of America/America; UY URY Uruguay/Eastern Republic of */
Oriental Republic of *; UZ UZB Uzbekistan/Republic of *; VA VAT Vatican City/Holy See/Vatican/
Vatican City State/Holy See (Vatican City State); VC VCT Saint Vincent and the Grenadines;
VE VEN Venezuela/Bolivarian Republic of */Venezuela, RB; VG VGB British Virgin Islands;
VI VIR US Virgin Islands/United States Virgin Islands;
VN VNM Vietnam/Viet Nam/Socialist Republic of Viet Nam/Socialist Republic of Vietnam;
VU VUT Vanuatu/Republic of *; WF WLF Wallis and Futuna/Wallis and Futuna Islands/
Territory of the Wallis and Futuna Islands; WS WSM Samoa/Independent State of *;
YE YEM Yemen/Republic of *; YT MYT Mayotte; ZA ZAF South Africa/Republic of *;
ZM ZMB Zambia/Republic of *; ZW ZWE Zimbabwe/Republic of *; XK XKX Kosovo/Republic of *;
EU - European Union; UN - United Nations
"""

ABBREVIATIONS = {
    "UK": "GB", "US": "US", "USA": "US", "UAE": "AE", "PRC": "CN", "ROK": "KR", "DPRK": "KP",
    "DRC": "CD",
}  # fmt: skip
"""The alpha-2 codes of usual abbreviations, which are written without dots."""

AMBIGUOUS = {"Virgin Islands": ("VG", "VI"), "Korea": ("KR", "KP")}
"""Names of two countries, with the codes of both."""

SHARED = {"Congo": ("CG", "CD")}
"""Short names of the standard that people also use for another country, with the codes of both."""
