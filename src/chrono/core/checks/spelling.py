"""The rule of `chrono check` about names that are spelled in two ways, and so are counted apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from chrono.core.checks.rules import Finding, Path, RuleContext, mentions, rule
from chrono.core.english import first_few
from chrono.core.model import Claim, Event, Ledger
from chrono.core.names import fold

_Name = tuple[str, str]
"""(what the name is one of, as a plural; the name)."""

_Place = tuple[Event | Claim, Path]


def same_letters(name: str) -> str:
    """A key that is equal for names that differ only by spaces, case or accents."""
    return fold(name).replace(" ", "")


@rule("spelling", "warning", depends_on=("place", "present", "sources"))
def spelling(context: RuleContext) -> Iterator[Finding]:
    """Two places, tags, publishers or undeclared actors differ only by spaces, case or accents,
    such as `Zürich` and `Zurich`. They are counted apart. Write the same everywhere; the message
    lists the records with the rarer spelling.
    """
    uses = Counter(name for name, _ in _uses(context.ledger))
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
    for name, place in _uses(context.ledger) if usual else ():
        if name in usual:
            rare[name].append(place)
    for (kind, text), places in rare.items():
        right = usual[kind, text]
        both = " and ".join(f'"{one}" ({_times(uses[kind, one])})' for one in (text, right))
        where = first_few([*dict.fromkeys(_where(*place) for place in places)])
        message = (
            f"the {kind} {both} differ only by spaces, case or accents; "
            f'if they are one, write "{right}" in {where}'
        )
        yield Finding(*places[0], message)


def _uses(ledger: Ledger) -> Iterator[tuple[_Name, _Place]]:
    """Each use of a place, a tag, a publisher or the name of an undeclared actor."""
    for event in ledger.events:
        if event.place:
            yield ("places", event.place), (event, ("place",))
    for record in ledger.records:
        for index, tag in enumerate(record.tags):
            yield ("tags", tag), (record, ("tags", index))
        for index, source in enumerate(record.sources):
            yield ("publishers", source.publisher), (record, ("sources", index))
    for record, at, actor in mentions(ledger.records):
        if not actor.declared:
            yield ("undeclared actors", actor.name), (record, at)


def _where(record: Event | Claim, at: Path) -> str:
    """The id of the record, or the table of the declared source, in which a name is written."""
    source = record.sources[int(at[1])] if at[0] == "sources" else None
    return f"[sources.{source.id}]" if source and source.id else record.id


def _times(number: int) -> str:
    return "used once" if number == 1 else f"used {number} times"
