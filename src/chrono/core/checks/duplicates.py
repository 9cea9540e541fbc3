"""The rule of `chrono check` about pairs of events that may be one contact, entered twice."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence

from chrono.core.checks.contacts import Contact, in_order
from chrono.core.checks.evidence import Evidence, fewest
from chrono.core.checks.rules import Finding, RuleContext, rule
from chrono.core.english import first_few
from chrono.core.model import Event

MOST_RECENT = 10
"""How many of the latest contacts of an actor each contact is compared with."""


@rule("duplicate", "warning", depends_on=("extra", "follows", "part_of", "place", "sources"),
      when_written=True)  # fmt: skip
def duplicate(context: RuleContext) -> Iterator[Finding]:
    """A contact may be in the ledger twice, for example because two sources report it. It would
    then be counted twice. The rule compares contacts that have the same actors, or of which one
    has at least half of the actors of the other. It reports each contact once, with the nearest
    earlier contact that it may repeat. It does so in each of these cases:

    - Both certainly began on the same day, by the date of at least one capital. Dates with the
      same text count as the same day. The types can differ.
    - Both certainly began on neighbouring days, and their titles and places do not differ. For
      calls and video conferences, titles and places can differ.
    - Both have the same type, and one took place within the days of the other. The longer one
      lasted a week at most.
    - Both may have begun on the same day, as with `2025-10` and 2025-10-15, and their titles are
      similar.
    - In any of these cases, but without the condition on titles, places and types: both cite an
      article that few events cite.

    The rule does not report the days of one trip. A trip is three or more days in a row on which
    the same actors met, or a longer event of one of them at the same place. Nor does it compare
    different entries of one list, such as a diary. Entries of a list with the same day and title
    are reported. More than 20 events with the same document, or more than 200 with the same
    publisher, are a list.

    If the events are two contacts, link them with `follows` or `part_of`. Or add the id of one to
    the other: `extra = { not_duplicate_of = "ID" }`, or a list of ids. If they are one contact, run
    the command at the end of the message.
    """
    for first, second in possible_duplicates(context.ledger.events, context.whole.events):
        shared = {actor.id for actor in first.actors}
        names = first_few([actor.name for actor in second.actors if actor.id in shared], 3)
        dates = " and ".join(dict.fromkeys((second.when.text, first.when.text)))
        message = (
            f'"{second.id}" may be a duplicate of "{first.id}" ({names}; {dates}); if not, write '
            f'extra = {{ not_duplicate_of = "{first.id}" }}; '
            f"if so, run `chrono join {first.id} {second.id}`"
        )
        yield Finding(second, ("date",), message, first.id)


def possible_duplicates(
    events: Iterable[Event], whole: Sequence[Event]
) -> Iterator[tuple[Event, Event]]:
    """Yield (earlier, later) for each contact that is probably the same as an earlier one.

    The earlier one is the nearest before it. `whole`: all events of the ledger, from which it
    follows what a list is, and which words of titles are common.
    """
    contacts = in_order([event for event in events if event.contact])
    evidence = Evidence(whole)
    number = Counter(actor for contact in contacts for actor in contact.actors)
    recent = {actor: deque[Contact](maxlen=MOST_RECENT) for actor in number}
    for contact in contacts:
        actors = sorted(contact.actors, key=number.__getitem__)
        # An earlier contact with enough of these actors has one of the rarest, too.
        lists = [recent[actor] for actor in actors[: len(actors) - fewest(len(actors)) + 1]]
        for other in _latest_first(lists):
            if other.until >= contact.first and evidence.one_contact(other, contact):
                yield other.event, contact.event
                break
        for actor in actors:
            recent[actor].append(contact)


def _latest_first(lists: Sequence[deque[Contact]]) -> Iterator[Contact]:
    """The contacts of several lists, each once, the latest first."""
    if len(lists) == 1:
        return reversed(lists[0])
    contacts = {contact.order: contact for known in lists for contact in known}
    return (contacts[order] for order in sorted(contacts, reverse=True))
