"""The rules of `chrono check` about names that are unknown, unused or spelled in different ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from chrono.core.checks.rules import Finding, Path, RuleContext, rule
from chrono.core.countries import exact_country
from chrono.core.english import first_few, plural
from chrono.core.model import Actor, Claim, Event, Ledger
from chrono.core.names import fold, words
from chrono.core.references import named_in, names_of
from chrono.core.sentences import shell_word

_Words = tuple[str, ...]

_Name = tuple[str, str]
"""A pair of the kind of a name, such as "places", and the name."""

_Place = tuple[Event | Claim, Path]


@rule("near-name", "warning", depends_on=("present",))
def near_name(context: RuleContext) -> Iterator[Finding]:
    """The rule reports each undeclared actor with a name that is probably misspelled. Such a name
    differs by one letter from a name, alias or id of a declared actor. The rule checks the actors
    in events and claims, and the speakers of claims. Declare the actor, or correct the name.
    """
    for record, at, actor in context.undeclared:
        if name := context.probable_typos.get(actor.id):
            message = f'unknown actor "{actor.name}"; did you mean "{name}"?'
            yield Finding(record, at, message)


@rule("undeclared", "warning", depends_on=("present",), strict=True)
def undeclared(context: RuleContext) -> Iterator[Finding]:
    """The rule reports each actor of an event or claim who is not declared under `[actors]`. Such
    an actor has no country, and is counted as a separate country. The rule includes people who were
    present at an event. Each actor is reported once, at the first mention. An actor that
    `near-name` reports is not reported here.
    """
    known = set(context.probable_typos)
    for record, at, actor in context.undeclared:
        if actor.id not in known and at != ("by",):
            known.add(actor.id)
            where = "and takes part in no event" if isinstance(record, Claim) else "under [actors]"
            remedy = f"run `chrono add actor {shell_word(actor.name)}`"
            yield Finding(record, at, f'"{actor.name}" is not declared {where}; {remedy}')


def unused_actors(ledger: Ledger) -> list[Actor]:
    """Return the declared actors to whom no event, claim or source refers."""
    taking_part = {actor.id for event in ledger.events for actor in (*event.actors, *event.present)}
    left = [
        actor
        for actor in ledger.actors.values()
        if actor.declared and actor.id not in taking_part and actor not in ledger.principals
    ]
    named = named_in(ledger) if left else ()
    return [actor for actor in left if names_of(actor).isdisjoint(named)]


@rule("unused", "warning", depends_on=("named",))
def unused(context: RuleContext) -> Iterator[Finding]:
    """The rule reports each declared actor to whom no event, claim or source refers. If an import
    changes the names of participants, the actors with the old names can become unused.
    """
    for actor in unused_actors(context.ledger):
        command = f"`chrono remove {shell_word(f'actors.{actor.id}')}`"
        what = f'no event, claim or source refers to the actor "{actor.id}"'
        yield Finding(actor, (), f"{what}; to remove it, run {command}")


@rule("unlisted", "warning", depends_on=("place", "present"), strict=True)
def unlisted(context: RuleContext) -> Iterator[Finding]:
    """The rule reports each declared actor who is named in the title of an event, but neither took
    part nor was present. Only a whole name or alias in the title counts. Names that several actors
    have are ignored. Names of countries, and names of places in the ledger, are also ignored.
    """
    bearers: defaultdict[_Words, set[Actor]] = defaultdict(set)
    for actor in context.ledger.actors.values():
        for name in (actor.name, *actor.aliases):
            if exact_country(name) is None:
                bearers[tuple(words(name))].add(actor)
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for phrase in filter(None, bearers):
        lengths[phrase[0]].add(len(phrase))

    def names_in(text: str) -> Iterator[set[Actor]]:
        rest, at = words(text), 0
        while at < len(rest):
            longest_first = sorted(lengths.get(rest[at], ()), reverse=True)
            phrases = (tuple(rest[at : at + length]) for length in longest_first)
            phrase = next((phrase for phrase in phrases if phrase in bearers), (rest[at],))
            yield bearers.get(phrase, set())
            at += len(phrase)

    for place in context.ledger.words["places"]:
        for actors in names_in(place):
            actors.clear()
    for event in context.ledger.events:
        named = (actors for actors in names_in(event.title) if len(actors) == 1)
        for actor in dict.fromkeys(actor for actors in named for actor in actors):
            if actor.declared and actor not in (*event.actors, *event.present):
                names = f"the title names {actor.name} ({actor.id})"
                message = (
                    f'{names}, but "actors" and "present" do not; add this actor to one of them'
                )
                yield Finding(event, ("title",), message)


def same_letters(name: str) -> str:
    """Return the name in lower case, without spaces and accents: `saotome` for `São Tomé`."""
    return fold(name).replace(" ", "")


@rule("spelling", "warning", depends_on=("place", "present", "sources"))
def spelling(context: RuleContext) -> Iterator[Finding]:
    """The rule reports names that differ only by spaces, case or accents, such as `Zürich` and
    `Zurich`. The rule checks places, tags, publishers and undeclared actors. Different spellings
    are counted as different names. Use one spelling everywhere. The message lists the entries with
    the rarer spelling. Spellings that `[publishers]` lists for one publisher are not reported.
    """
    uses = Counter(name for name, _ in _uses(context))
    groups: defaultdict[_Name, list[str]] = defaultdict(list)
    for kind, text in uses:
        groups[kind, same_letters(text)].append(text)
    usual: dict[_Name, str] = {}
    for (kind, _), texts in groups.items():
        tidy = [text for text in texts if text == " ".join(text.split())] or texts
        best = max(
            tidy, key=lambda text: (uses[kind, text], not text.isascii(), not text.islower())
        )
        usual.update({(kind, text): best for text in texts if text != best})
    rare: defaultdict[_Name, list[_Place]] = defaultdict(list)
    for name, place in _uses(context) if usual else ():
        if name in usual:
            rare[name].append(place)
    for (kind, text), places in rare.items():
        right = usual[kind, text]
        both = " and ".join(
            f'"{one}" (used {plural(uses[kind, one], "time")})' for one in (text, right)
        )
        where = first_few([*dict.fromkeys(_where(*place) for place in places)])
        message = (
            f"the {kind} {both} differ only in spaces, case or accents; "
            f'if they are one, write "{right}" in {where}'
        )
        yield Finding(*places[0], message)


def _uses(context: RuleContext) -> Iterator[tuple[_Name, _Place]]:
    for event in context.ledger.events:
        if event.place:
            yield ("places", event.place), (event, ("place",))
    for record in context.ledger.records:
        for index, tag in enumerate(record.tags):
            yield ("tags", tag), (record, ("tags", index))
        for index, source in enumerate(record.sources):
            for text in filter(None, (source.publisher, source.origin)):
                yield ("publishers", context.origins.name(text)), (record, ("sources", index))
    for record, at, actor in context.undeclared:
        yield ("undeclared actors", actor.name), (record, at)


def _where(record: Event | Claim, at: Path) -> str:
    source = record.sources[int(at[1])] if at[0] == "sources" else None
    return f"[sources.{source.id}]" if source and source.id else record.id
