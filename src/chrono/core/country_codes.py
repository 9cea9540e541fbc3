"""Codes of countries in other data sets: ISO 3166-1 alpha-3, and Correlates of War (COW).

COW has a number for each state in the COW list of 2016, but not for Hong Kong, Palestine and the
Vatican. A number holds for the days on which the state was a member. Serbia has 345, the number of
Yugoslavia.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product

from chrono.core.counting import Count, Key, Tally
from chrono.core.countries import ALPHA_3, COUNTRIES, country_name
from chrono.core.english import first_few
from chrono.core.model import Actor, Event
from chrono.core.names import fold
from chrono.core.query import Match, Query
from chrono.core.spans import OPEN, Containment, Span, cut_all, high, low, merged, months
from chrono.core.time_buckets import TIMES, bucket_days, starts_of

_COW = """
AD232=1993-07-28.. AE696=1971-12-02.. AF700=1919-08-08.. AG58=1981-11-01..
AL339=1914-01-01..1939-04-07 AL339=1944-11-17.. AM371=1991-12-26.. AO540=1975-11-11..
AR160=1841-01-01.. AT305=1919-09-10..1938-03-13 AT305=1955-07-27.. AU900=1920-01-10..
AZ373=1991-12-26.. BA346=1992-04-07.. BB53=1966-11-30.. BD771=1971-12-16..
BE211=1830-12-20..1940-05-28 BE211=1945-06-26.. BF439=1960-08-05.. BG355=1908-10-05..
BH692=1971-08-15.. BI516=1962-07-01.. BJ434=1960-08-01.. BN835=1984-01-01.. BO145=1848-01-01..
BR140=1822-09-07.. BS31=1973-07-10.. BT760=1971-09-21.. BW571=1966-09-30.. BY370=1991-12-26..
BZ80=1981-09-21.. CA20=1920-01-10.. CD490=1960-06-30.. CF482=1960-08-13.. CG484=1960-08-15..
CH225=1816-01-01.. CI437=1960-08-07.. CL155=1839-01-01.. CM471=1960-01-01.. CN710=1860-10-25..
CO100=1831-01-01.. CR94=1920-01-01.. CU40=1902-05-20..1906-09-25 CU40=1909-01-23..
CV402=1975-07-05.. CY352=1960-08-16.. CZ316=1993-01-01.. DE255=1871-01-18..1945-05-08
DE260=1955-05-05..1990-10-02 DE255=1990-10-03.. DJ522=1977-06-27.. DK390=1816-01-01..1940-04-09
DK390=1945-05-07.. DM54=1978-11-03.. DO42=1894-01-01..1916-11-29 DO42=1924-09-29..
DZ615=1962-07-05.. EC130=1854-01-01.. EE366=1918-02-24..1940-06-16 EE366=1991-09-06..
EG651=1855-01-01..1882-09-15 EG651=1937-05-26.. ER531=1993-05-24.. ES230=1816-01-01..
ET530=1898-01-01..1936-05-05 ET530=1941-05-05.. FI375=1917-12-06.. FJ950=1970-10-10..
FM987=1991-09-17.. FR220=1816-01-01..1942-11-11 FR220=1944-08-25.. GA481=1960-08-17..
GB200=1816-01-01.. GD55=1974-02-07.. GE372=1991-12-26.. GH452=1957-03-06.. GM420=1965-02-18..
GN438=1958-10-02.. GQ411=1968-10-12.. GR350=1828-01-01..1941-04-23 GR350=1944-10-13..
GT90=1868-01-01.. GW404=1974-09-10.. GY110=1966-05-26.. HN91=1899-01-01.. HR344=1992-01-15..
HT41=1859-01-01..1915-07-28 HT41=1934-08-15.. HU310=1918-11-16.. ID850=1949-12-27..
IE205=1922-12-06.. IL666=1948-05-14.. IN750=1947-08-15.. IQ645=1932-10-03.. IR630=1855-01-01..
IS395=1944-06-17.. IT325=1861-03-17.. JM51=1962-08-06.. JO663=1946-03-22..
JP740=1860-01-01..1945-08-14 JP740=1952-04-28.. KE501=1963-12-12.. KG703=1991-12-26..
KH811=1953-11-09.. KI946=1999-09-14.. KM581=1975-12-31.. KN60=1983-09-19.. KP731=1948-09-09..
KR732=1949-06-29.. KW690=1961-06-19.. KZ705=1991-12-26.. LA812=1953-10-23.. LB660=1946-03-10..
LC56=1979-02-22.. LI223=1990-09-18.. LK780=1948-02-04.. LR450=1920-06-30.. LS570=1966-10-04..
LT368=1918-02-16..1940-06-15 LT368=1991-09-06.. LU212=1920-11-15..1940-05-10 LU212=1944-09-10..
LV367=1918-11-18..1940-06-16 LV367=1991-09-06.. LY620=1951-12-24.. MA600=1847-01-01..1912-03-30
MA600=1956-03-02.. MC221=1993-05-28.. MD359=1991-12-26.. ME341=2006-06-12.. MG580=1960-06-26..
MH983=1991-09-17.. MK343=1993-04-08.. ML432=1960-06-20.. MM775=1948-01-04.. MN712=1921-03-13..
MR435=1960-11-28.. MT338=1964-09-21.. MU590=1968-03-12.. MV781=1965-07-26.. MW553=1964-07-06..
MX70=1831-01-01.. MY820=1957-08-31.. MZ541=1975-06-25.. NA565=1990-03-21.. NE436=1960-10-03..
NG475=1960-10-01.. NI93=1900-01-01.. NL210=1816-01-01..1940-07-14 NL210=1945-06-26..
NO385=1905-06-07..1940-04-30 NO385=1945-05-07.. NP790=1920-01-01.. NR970=1999-09-14..
NZ920=1920-01-10.. OM698=1971-10-07.. PA95=1903-11-03.. PE135=1839-01-01.. PG910=1975-09-16..
PH840=1946-07-04.. PK770=1947-08-14.. PL290=1918-11-03..1939-09-27 PL290=1945-06-28..
PT235=1816-01-01.. PW986=1994-12-15.. PY150=1846-01-01..1870-06-20 PY150=1876-06-22..
QA694=1971-09-03.. RO360=1878-07-13.. RS345=1878-07-13..1918-11-30 RS345=2006-06-05..
RU365=1816-01-01.. RW517=1962-07-01.. SA670=1927-05-20.. SB940=1978-07-07.. SC591=1976-06-29..
SD625=1956-01-01.. SE380=1816-01-01.. SG830=1965-08-09.. SI349=1992-01-15.. SK317=1993-01-01..
SL451=1961-04-27.. SM331=1992-03-02.. SN433=1960-08-20.. SO520=1960-07-01.. SR115=1975-11-25..
SS626=2011-07-09.. ST403=1975-07-12.. SV92=1875-01-01.. SY652=1946-04-17..1958-02-01
SY652=1961-09-29.. SZ572=1968-09-06.. TD483=1960-08-11.. TG461=1960-04-27.. TH800=1887-01-01..
TJ702=1991-12-26.. TL860=2002-09-27.. TM701=1991-12-26.. TN616=1825-01-01..1881-05-12
TN616=1956-03-20.. TO955=1999-09-14.. TR640=1816-01-01.. TT52=1962-08-31.. TV947=2000-09-05..
TW713=1949-12-08.. TZ510=1961-12-09.. UA369=1991-12-26.. UG500=1962-10-09.. US2=1816-01-01..
UY165=1882-01-01.. UZ704=1991-12-26.. VC57=1979-10-27.. VE101=1841-01-01.. VN816=1976-01-01..
VU935=1981-09-15.. WS990=1976-12-15.. XK347=2008-02-20.. YE679=1990-05-22.. ZA560=1920-01-10..
ZM551=1964-10-24.. ZW552=1965-11-11..
"""
"""The numbers of states while they were members, in the COW list of 2016, with the days.

No other state has the code of a country: Vietnam has none before 1976, and Yemen none before 1990,
when two states had these names.
"""

_FORMER = (
    ("Soviet Union/USSR/U.S.S.R./Union of Soviet Socialist Republics", "SUN",
     "365=1922-12-30..1991-12-25"),
    ("Yugoslavia", "YUG", "345=1918-12-01..1941-04-20 345=1944-10-20..2003-02-03"),
    ("Serbia and Montenegro", "SCG", "345=2003-02-04..2006-06-04"),
    ("Czechoslovakia", "CSK", "315=1918-10-28..1939-03-15 315=1945-05-10..1992-12-31"),
    ("East Germany/German Democratic Republic/GDR", "DDR", "265=1954-03-25..1990-10-02"),
    ("West Germany/German Federal Republic/Federal Republic of Germany", "DEU",
     "260=1955-05-05..1990-10-02"),
    ("South Vietnam/Republic of Vietnam", "", "817=1954-06-04..1975-04-30"),
    ("North Vietnam/Democratic Republic of Vietnam", "VDR", "816=1954-07-21..1976-07-01"),
    ("North Yemen/Yemen Arab Republic", "", "678=1926-09-02..1990-05-21"),
    ("South Yemen/Democratic Yemen/People's Democratic Republic of Yemen", "YMD",
     "680=1967-11-30..1990-05-21"),
    ("Austria-Hungary", "", "300=1867-06-08..1918-11-12"),
    ("Zanzibar", "", "511=1963-12-19..1964-04-26"),
)  # fmt: skip
"""Former states: names, the alpha-3 code (ISO 3166-3) or "", and the numbers in the COW list."""


def _spans(text: str) -> Iterator[tuple[str, str, Span]]:
    """Yield (alpha-2 code or "", number, days) for each row of a text such as `_COW`."""
    for row in text.split():
        state, _, days = row.partition("=")
        first, last = (dt.date.fromisoformat(day) if day else None for day in days.split(".."))
        number = state.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        yield state.removesuffix(number), number, Span(first, last)


SYSTEMS: Mapping[str, Mapping[str, str]] = {
    "iso3": ALPHA_3,
    "cow": {code: number for code, number, days in _spans(_COW) if days.last is None},
}
"""For each system of codes, its codes of present states, by alpha-2 codes."""

_NOUNS = {"iso3": "alpha-3 code", "cow": "COW number"}

Codes = Mapping[str, Containment]
"""Codes with whether they are possible or certain. The key "" means that there is no code."""


@cache
def _numbers(country: str, system: str) -> tuple[tuple[str, Span], ...]:
    """Return (code, days) for each time in which a country, or a former state, has a code."""
    for names, alpha_3, rows in _FORMER:
        if fold(country) in map(fold, names.split("/")):
            found = [(number, days) for _, number, days in _spans(rows)]
            if system == "iso3":
                return tuple((alpha_3, days) for _, days in found if alpha_3)
            return tuple(found)
    if system == "iso3":
        return ((ALPHA_3[country], OPEN),) if country in ALPHA_3 else ()
    return tuple((number, days) for code, number, days in _spans(_COW) if code == country)


def codes_on(country: str, starts: Sequence[Span], system: str) -> Codes:
    """Return the codes of a country, or of a former state, when an event began.

    If the date is vague over a change of codes, each of them is only possible.

    - `country`: an alpha-2 code, or a name such as "Soviet Union"
    - `starts`: the days on which the event may have begun
    - `system`: a key of SYSTEMS
    """
    numbers = _numbers(country, system)
    starts = _while_known(starts, numbers)
    found = dict.fromkeys(
        code for code, days in numbers if any(days.meets(start) for start in starts)
    )
    coded = merged(days for code, days in numbers if code in found)
    if not all(any(start.inside(run) for run in coded) for start in starts):
        found[""] = None
    fit = Containment.CERTAIN if len(found) == 1 else Containment.POSSIBLE
    return dict.fromkeys(found, fit)


def _while_known(starts: Sequence[Span], numbers: Iterable[tuple[str, Span]]) -> Sequence[Span]:
    """Return `starts`, without the days before the first code if their beginning is open.

    A date such as `../2025` does not say that the event began before there was such a state.
    """
    first = min((low(days.first) for _, days in numbers), default=None)
    if first is None or starts[0].first is not None or first > high(starts[0].last):
        return starts
    return (Span(first, starts[0].last), *starts[1:])


def actor_codes(actor: Actor, starts: Sequence[Span], system: str) -> Codes:
    """Return the codes of an actor when an event began: its own, or else those of its country."""
    if system in actor.codes:
        return {str(actor.codes[system]): Containment.CERTAIN}
    return codes_on(actor.country, starts, system) if actor.country else {}


def event_codes(
    event: Event, key: str, system: str, starts: Sequence[Span] = ()
) -> Mapping[str, Codes]:
    """Return the codes of each country in a dimension or a column of an event, by country.

    - `key`: a dimension of `chrono count`, or a column of a list, such as "initiator"
    - `starts`: the days on which the event began in a row [default: all possible days]
    """
    starts = starts or event.when.starts
    if key in ("country", "dyad"):
        codes: dict[str, dict[str, Containment]] = {country: {} for country in event.countries}
        for actor in (one for one in event.actors if one.country):
            for code, fit in actor_codes(actor, starts, system).items():
                known = codes[actor.country or ""]
                known[code] = max(fit, known.get(code, Containment.NO))
        return {**codes}
    is_place = key in ("place-country", "place_country")
    country = event.place_country if is_place else event.initiator if key == "initiator" else None
    if not country or country == "disputed" or country in {actor.id for actor in event.actors}:
        return {}
    return {country: codes_on(country, starts, system)}


def certain_codes(
    system: str, event: Event, actor: Actor | None, key: str
) -> dict[str, str | None]:
    """Return the code of each country in a column of an event, or None if it is not certain.

    `actor`: the actor of a row with the column "country"
    """
    codes = event_codes(event, key, system)
    if key == "country" and actor and actor.country:
        codes = {actor.country: actor_codes(actor, event.when.starts, system)}
    return {
        country: next(iter(each)) or None if len(each) == 1 else None
        for country, each in codes.items()
    }


def uncoded(
    events: Iterable[Event], keys: Iterable[str], system: str, query: Query | None = None,
    counted: Tally | None = None,
) -> Iterator[str]:  # fmt: skip
    """Yield a note on the countries that have no code on the dates of events, if there are any.

    - `keys`: dimensions of `chrono count`, or columns of a list
    - `system`: a key of SYSTEMS
    - `query`: the query of a count, whose period limits the dates
    - `counted`: the count, whose rows with 0 have the codes of their years
    """
    years: dict[str, set[int]] = {}
    several: dict[str, set[int]] = {}
    for event, key in product(events, keys):
        starts = starts_of(event, query) if query else event.when.starts
        for country, codes in event_codes(event, key, system, starts).items():
            if "" in codes:
                years.setdefault(country, set()).update(_years_without(country, starts, system))
    for country, year in _uncoded_zeros(counted, system) if counted else ():
        is_known = codes_on(country, (months(year, 1, 12),), system).keys() - {""}
        (several if is_known else years).setdefault(country, set()).add(year)
    noun = _NOUNS[system]
    for found, number, cell in (
        (years, f"no {noun}", "the cell"),
        (several, f"several {noun}s", "the cell in a row with 0"),
    ):
        if found:
            verb = "has" if len(found) == 1 else "have"
            names = sorted(_with_years(one, of_one, system) for one, of_one in found.items())
            yield f"{first_few(names, word='and')} {verb} {number}, so {cell} is empty"


def _with_years(country: str, years: Iterable[int], system: str) -> str:
    name = f"{country_name(country)} ({country})" if country in COUNTRIES else country
    ends = sorted({min(years), max(years)}) if years and _numbers(country, system) else []
    return f"{name} in {' to '.join(map(str, ends))}" if ends else name


def _years_without(country: str, starts: Sequence[Span], system: str) -> Iterator[int]:
    """Yield the years in `starts` of which the country has no code for some day."""
    numbers = _numbers(country, system)
    coded = merged(days for _, days in numbers)
    for start in _while_known(starts, numbers):
        for year in range(low(start.first).year, high(start.last).year + 1):
            days = start.cut(months(year, 1, 12))
            if not any(days.inside(run) for run in coded):
                yield year


BY_COUNTRY = ("country", "dyad", "place-country", "initiator")
"""The dimensions of `count --by` whose buckets contain countries."""


def with_codes(tally: Tally, system: str, query: Query) -> Tally:
    """Return the tally with codes of a system, on the dates of the events, in place of countries.

    An event with a date over a change of codes is possible in the row of each code. Only the days
    in the period of the query, and in the time of the row, decide. The code "" stands for all
    countries without a code. A row with 0 has the codes of its year.

    `system`: a key of SYSTEMS.
    """
    rows: dict[Key, dict[str, Match]] = {}
    for key, count in tally.numbers.items():
        times = [bucket_days(one, part) for one, part in zip(tally.by, key, strict=True)
                 if one in TIMES]  # fmt: skip
        for match in count.matches:
            starts: Sequence[Span] = starts_of(match.event, query)
            for days in times:  # a row may be that of another capital's date
                starts = cut_all(starts, days) or starts
            parts = [
                _coded(match.event, name, bucket, system, starts)
                for name, bucket in zip(tally.by, key, strict=True)
            ]
            for combination in product(*(part.items() for part in parts)):
                fit = min(match.fit, *(fit for _, fit in combination))
                row = rows.setdefault(tuple(code for code, _ in combination), {})
                known = row.get(match.event.id)
                if known is None or known.fit < fit:
                    row[match.event.id] = match._replace(fit=fit)
        if not count.matches or _year(tally, key):
            for codes in product(*_codes_of_zero(tally, key, system)):
                if not count.matches or all(code and "" not in code.split("-") for code in codes):
                    rows.setdefault(codes, {})
    coded = {key: Count([*found.values()]) for key, found in rows.items()}
    buckets = []
    for at, (name, labels) in enumerate(zip(tally.by, tally.buckets, strict=True)):
        if name in BY_COUNTRY:
            sums = Counter[str]()
            for key, count in coded.items():
                sums[key[at]] += count.max
            ordered = sorted(sums, key=lambda code: (-sums[code], code))
            labels = {code: labels.get(code, code) for code in ordered}
        buckets.append(labels)
    # All rows with 0 are in `coded`: a code has none in the years of another state.
    return tally._replace(buckets=tuple(buckets), rows=coded, times=frozenset(), panel=None)


def _codes_of_zero(tally: Tally, key: Key, system: str) -> Iterator[Iterable[str]]:
    """Yield the codes of each bucket in a row without events."""
    year = _year(tally, key)
    for name, bucket in zip(tally.by, key, strict=True):
        if name not in BY_COUNTRY:
            yield [bucket]
        elif year and name in ("country", "dyad"):
            sides = [_codes_in(tally, one, year, system) for one in _sides(tally, name, bucket)]
            yield {"-".join(sorted(codes, key=_code_order)) for codes in product(*sides)}
        else:
            events = (event for event in tally.events if _has(event, name, bucket))
            yield {code for event in events for code in _coded(event, name, bucket, system)}


def _year(tally: Tally, key: Key) -> int | None:
    """Return the year of a row, or None if the row is not in a single year."""
    years = {part[:4] for name, part in zip(tally.by, key, strict=True) if name in TIMES}
    year = years.pop() if years else ""
    return int(year) if year.isdigit() else None


def _codes_in(tally: Tally, country: str, year: int, system: str) -> set[str]:
    """Return the codes in a year of the actors from a country, with "" for one without a single
    code.
    """
    starts = (months(year, 1, 12),)
    actors = {actor for event in tally.events for actor in event.actors if actor.country == country}
    found = [actor_codes(actor, starts, system) for actor in actors]
    return {next(iter(codes)) if len(codes) == 1 else "" for codes in found}


def _uncoded_zeros(tally: Tally, system: str) -> Iterator[tuple[str, int]]:
    """Yield (country, year) for each row with 0 in which somebody's country has no single code."""
    for key, count in tally.numbers.items():
        if count.matches or not (year := _year(tally, key)):
            continue
        for name, bucket in zip(tally.by, key, strict=True):
            for country in _sides(tally, name, bucket) if name in ("country", "dyad") else ():
                if "" in _codes_in(tally, country, year, system):
                    yield country, year


def _sides(tally: Tally, dimension: str, bucket: str) -> tuple[str, ...]:
    if dimension == "country":
        return (bucket,)
    pairs = (pair for event in tally.events for pair in combinations(event.countries, 2))
    return next(pair for pair in pairs if "-".join(pair) == bucket)


def _has(event: Event, dimension: str, bucket: str) -> bool:
    if dimension == "country":
        return bucket in event.countries
    if dimension == "dyad":
        return bucket in {"-".join(pair) for pair in combinations(event.countries, 2)}
    return bucket in (event.place_country, event.initiator)


def _code_order(code: str) -> tuple[bool, bool, int, str]:
    return not code, not code.isdigit(), len(code), code


def _coded(
    event: Event, dimension: str, bucket: str, system: str, starts: Sequence[Span] = ()
) -> Codes:
    """Return the codes of a bucket of an event, such as `2-710` for the dyad `CN-US`.

    `starts`: the days on which the event began in the row [default: all possible days]
    """
    codes = event_codes(event, dimension, system, starts) if dimension in BY_COUNTRY else {}
    if dimension != "dyad":
        return codes.get(bucket, {bucket: Containment.CERTAIN})
    first, second = next(two for two in combinations(event.countries, 2) if "-".join(two) == bucket)
    pairs: dict[str, Containment] = {}
    for one, other in product(codes[first].items(), codes[second].items()):
        text = "-".join(sorted((one[0], other[0]), key=_code_order))
        pairs[text] = max(min(one[1], other[1]), pairs.get(text, Containment.NO))
    return pairs


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
