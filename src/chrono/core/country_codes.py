"""Codes of countries in other data sets: ISO 3166-1 alpha-3, and Correlates of War (COW).

COW has a number for each state in the COW list of 2016, but not for Hong Kong, Palestine and the
Vatican. The numbers are for present states. Serbia has 345, the number of Yugoslavia.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import combinations

from chrono.core.counting import Tally
from chrono.core.countries import ALPHA_3, COUNTRIES, country_name
from chrono.core.english import first_few
from chrono.core.model import Event

_COW = """
AD232 AE696 AF700 AG58 AL339 AM371 AO540 AR160 AT305 AU900 AZ373 BA346 BB53 BD771 BE211 BF439
BG355 BH692 BI516 BJ434 BN835 BO145 BR140 BS31 BT760 BW571 BY370 BZ80 CA20 CD490 CF482 CG484
CH225 CI437 CL155 CM471 CN710 CO100 CR94 CU40 CV402 CY352 CZ316 DE255 DJ522 DK390 DM54 DO42
DZ615 EC130 EE366 EG651 ER531 ES230 ET530 FI375 FJ950 FM987 FR220 GA481 GB200 GD55 GE372 GH452
GM420 GN438 GQ411 GR350 GT90 GW404 GY110 HN91 HR344 HT41 HU310 ID850 IE205 IL666 IN750 IQ645
IR630 IS395 IT325 JM51 JO663 JP740 KE501 KG703 KH811 KI946 KM581 KN60 KP731 KR732 KW690 KZ705
LA812 LB660 LC56 LI223 LK780 LR450 LS570 LT368 LU212 LV367 LY620 MA600 MC221 MD359 ME341 MG580
MH983 MK343 ML432 MM775 MN712 MR435 MT338 MU590 MV781 MW553 MX70 MY820 MZ541 NA565 NE436 NG475
NI93 NL210 NO385 NP790 NR970 NZ920 OM698 PA95 PE135 PG910 PH840 PK770 PL290 PT235 PW986 PY150
QA694 RO360 RS345 RU365 RW517 SA670 SB940 SC591 SD625 SE380 SG830 SI349 SK317 SL451 SM331 SN433
SO520 SR115 SS626 ST403 SV92 SY652 SZ572 TD483 TG461 TH800 TJ702 TL860 TM701 TN616 TO955 TR640
TT52 TV947 TW713 TZ510 UA369 UG500 US2 UY165 UZ704 VC57 VE101 VN816 VU935 WS990 XK347 YE679
ZA560 ZM551 ZW552
"""

SYSTEMS: Mapping[str, Mapping[str, str]] = {
    "iso3": ALPHA_3,
    "cow": {row[:2]: row[2:] for row in _COW.split()},
}
"""For each system of codes, its codes by alpha-2 codes."""

_NOUNS = {"iso3": "alpha-3 code", "cow": "COW number"}

BY_COUNTRY = ("country", "dyad", "place-country", "initiator")
"""The dimensions of `count --by` whose buckets contain countries."""


def with_codes(tally: Tally, system: str) -> Tally:
    """Return the tally with a system's country codes as labels.

    `system`: a key of SYSTEMS.
    """

    def pair(codes: Iterable[str]) -> str:
        return "-".join(sorted(codes, key=lambda code: (not code.isdigit(), len(code), code)))

    return _relabelled(tally, SYSTEMS[system], pair)


def with_country_names(tally: Tally) -> Tally:
    """Return the tally with country names as labels, such as `China – United States`."""
    return _relabelled(tally, COUNTRIES, " – ".join)


def _relabelled(
    tally: Tally, names: Mapping[str, str], pair: Callable[[Iterable[str]], str]
) -> Tally:
    """Return the tally with new labels. Equal labels get the original code in brackets."""
    dyads = {
        f"{a}-{b}": (a, b) for event in tally.events for a, b in combinations(event.countries, 2)
    }

    def label(dimension: str, bucket: str, text: str) -> str:
        if dimension == "dyad":
            return pair(names.get(country, country) for country in dyads[bucket])
        return names.get(bucket, text) if dimension in BY_COUNTRY else text

    def unique(labels: Mapping[str, str]) -> Mapping[str, str]:
        uses = Counter(labels.values())
        return {key: text if uses[text] == 1 else f"{text} ({key})" for key, text in labels.items()}

    buckets = (
        unique({bucket: label(dimension, bucket, text) for bucket, text in labels.items()})
        for dimension, labels in zip(tally.by, tally.buckets, strict=True)
    )
    return tally._replace(buckets=tuple(buckets))


def countries_of(events: Iterable[Event], keys: Collection[str]) -> set[str]:
    """Return the countries (codes, or names of bodies) in some dimensions or columns of events.

    `keys`: dimensions of `chrono count`, or columns of a list, such as "initiator".
    """
    found: set[str | None] = set()
    for event in events:
        if {"country", "dyad"} & {*keys}:
            found.update(event.countries)
        if {"place-country", "place_country"} & {*keys}:
            found.add(event.place_country)
        if "initiator" in keys and event.initiator not in {actor.id for actor in event.actors}:
            found.add(event.initiator)
    return {country for country in found if country and country != "disputed"}


def without_code(events: Iterable[Event], keys: Collection[str], system: str) -> Iterator[str]:
    """Yield a note with the events' countries that have no code in a system, if there are any.

    - `keys`: dimensions of `chrono count`, or columns of a list
    - `system`: a key of SYSTEMS
    """
    names = sorted(
        f"{country_name(code)} ({code})" if code in COUNTRIES else code
        for code in countries_of(events, keys) - SYSTEMS[system].keys()
    )
    if names:
        verbs = ("has", "is") if len(names) == 1 else ("have", "are")
        kept = f"{verbs[0]} no {_NOUNS[system]} and {verbs[1]} written as in the ledger"
        yield f"{first_few(names, word='and')} {kept}"
