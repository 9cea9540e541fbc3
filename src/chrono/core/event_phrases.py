"""Phrases about an event: the place, the actors with their offices, and the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from chrono.core import english
from chrono.core.countries import country_name
from chrono.core.dates import When
from chrono.core.model import DATE_KEYS, Actor, Event, Ledger, Role, Source
from chrono.core.origins import Origins
from chrono.core.spans import Span


def place(event: Event) -> str:
    """Return the place of an event, or else the name of the country, or else ""."""
    return event.place or (country_name(event.place_country) if event.place_country else "")


def offices(actor: Actor, when: When) -> str:
    """Return an actor's offices on a date, such as `President of China and General Secretary`.

    If the date is vague, "possibly" precedes an office that the actor may not have held.
    """
    held = (role for role in actor.roles if role.held_on(when))
    titles = (f"{'' if surely_held(one, when) else 'possibly '}{one.title}" for one in held)
    return english.join_and([*titles])


def surely_held(office: Role, when: When) -> bool:
    """Return whether an actor held an office on every possible first day of an event."""
    since, until = office.since, office.until
    first = since.starts[-1].last if since else None
    last = until.ends.first if until else None
    known = (first or not since) and (last or not until)
    return bool(known) and all(days.inside(Span(first, last)) for days in when.starts)


def people(
    actors: Iterable[Actor], when: When, held: Callable[[Actor, When], str] = offices
) -> str:
    """Return actors with their offices on a date: `Xi Jinping, President of China; Ann Ash`.

    `held`: the function that returns the offices of an actor
    """
    return "; ".join(english.joined([one.name, held(one, when)], ", ") for one in actors)


class FirstMentions:
    """A writer of names that adds an actor's office at the first mention, and after each change."""

    def __init__(self) -> None:
        self._last: dict[Actor, str] = {}

    def people(self, actors: Iterable[Actor], when: When) -> str:
        """Return the names of actors for the next sentence: `Xi Jinping, President; Ann Ash`."""
        phrases = []
        for actor in actors:
            office = first_office(actor, when)
            known = self._last.get(actor) == office
            phrases.append(actor.name if known else english.joined([actor.name, office], ", "))
            self._last[actor] = office
        return "; ".join(phrases)


def first_office(actor: Actor, when: When) -> str:
    """Return the first office that an actor surely held on a date, and possible ones before it."""
    first = []
    for role in actor.roles:
        if role.held_on(when):
            first.append(role)
            if surely_held(role, when):
                break
    return offices(actor._replace(roles=tuple(first)), when)


def sentence(
    event: Event,
    escape: Callable[[str], str] = str,
    date: str = "{}",
    people: Callable[[Iterable[Actor], When], str] = people,
) -> str:
    """Return an event as a sentence: `Thu 30 Oct 2025, Busan: Title (Xi Jinping, President; …).`

    - `escape`: a function that escapes text for the output format
    - `date`: a format string such as `**{}**`
    """
    head = english.joined([date.format(escape(when(event))), escape(place(event))], ", ")
    if about := marks(event):
        head += f" ({about})"
    return f"{head}: {escape(event.title)} ({escape(people(event.actors, event.when))})."


def when(event: Event) -> str:
    """Return the date of an event in words, beginning with a capital: `About 30 Oct 2025`."""
    return english.capitalised(english.full_date_and_time(event.when))


def marks(event: Event) -> str:
    """Return remarks on an event, such as `planned, private`, or "" if there are none."""
    return english.joined(
        ["" if event.status == "held" else event.status, "private" if event.private else ""], ", "
    )


def best_first(sources: Iterable[Source]) -> list[Source]:
    """Return the sources sorted by grade, best first. Sources without a grade are last."""
    return sorted(sources, key=lambda source: source.grade or "Z")


def best_few(sources: Iterable[Source], most: int, ledger: Ledger) -> Sequence[Source]:
    """Return up to `most` sources, best grade first. Different origins are preferred."""
    ranked = best_first(sources)
    origins = [*map(Origins(ledger.publishers).origin, ranked)]
    repeated = [origin in origins[:place] for place, origin in enumerate(origins)]
    chosen = sorted(range(len(ranked)), key=repeated.__getitem__)[:most]
    return [ranked[place] for place in sorted(chosen)]


def citation(
    source: Source, escape: Callable[[str], str] = str, link: Callable[[str], str] = str
) -> str:
    """Return a source in one line: publisher, origin, author, title, locator, date and URLs.

    - `escape`: a function that escapes text for the output format
    - `link`: a function that makes a link from a URL
    """
    title = f"“{source.title}”" if source.title else None
    date = english.date(source.date) if source.date else None
    texts = filter(None, (source.name, source.author, title, source.locator, date))
    return english.joined(
        [
            escape(", ".join(texts)),
            link(source.url) if source.url else "",
            f"archived at {link(source.archive)}" if source.archive else "",
            f"accessed {english.date(source.accessed)}" if source.accessed else "",
            "private" if source.private else "",
        ],
        ", ",
    )


def days_after(earlier: Event, later: Event) -> str:
    """Return the time between two events: `25 days after`, `25 days before` or `the same day as`.

    The days are counted from the end of `earlier` to the start of `later`. The result is "" if a
    date is open at one end, such as "before 2025".
    """
    ends, starts = earlier.when.ends, later.when.start_span
    if ends.first is None or ends.last is None or starts.first is None or starts.last is None:
        return ""
    low, high = (starts.first - ends.last).days, (starts.last - ends.first).days
    if low == high == 0:
        return "the same day as"
    if high < 0:
        return f"{english.days(-high, -low)} before"
    return f"{english.days(max(low, 0), high)} after"


def facts(ledger: Ledger, event: Event) -> Iterator[str]:
    """Yield paragraphs on an event, such as `Type: phone call`."""
    short = [f"Type: {event.type.label}"]
    if event.initiator:
        short.append(f"Initiator: {ledger.name_of(event.initiator)}")
    for country, when in event.local_dates.items():
        if when.text != event.when.text:
            short.append(f"Date in {country_name(country)}: {english.full_date(when)}")
    dates = [key for key in DATE_KEYS if key in event.dates]
    short += [f"{key.capitalize()}: {english.date(event.dates[key])}" for key in dates]
    yield ". ".join(short)
    earlier = filter(None, map(ledger.event, event.follows))
    follows = [english.joined([days_after(one, event), _titled(one)], " ") for one in earlier]
    whole = ledger.event(event.part_of) if event.part_of else None
    lists = {
        "Also present": people(event.present, event.when),
        "Follows": "; ".join(follows),
        "Part of": _titled(whole) if whole else "",
        "Other accounts": "; ".join(differences(ledger, event)),
    }
    yield from (f"{label}: {text}" for label, text in lists.items() if text)


def differences(ledger: Ledger, event: Event) -> Iterator[str]:
    """Yield a phrase for each source that disagrees: `Jowhar gives the place as Gyeongju`."""
    for source in best_first(event.sources):
        phrases = []
        for key, value, differs in event.statements(source):
            kind = ledger.types.get(str(value)) if key == "type" else None
            name = kind.label if kind else ledger.name_of(str(value))
            words = english.full_date(value) if isinstance(value, When) else name
            phrases += [f"the {key} as {words}"] if differs else []
        if phrases:
            yield f"{source.name} gives {english.join_and(phrases)}"


def _titled(event: Event) -> str:
    return f"“{event.title}” ({english.date(event.when)})"
