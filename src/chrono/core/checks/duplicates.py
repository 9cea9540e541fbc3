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
    """Two contacts may be one contact that two sources report, which would be counted twice. They
    have the same actors, or one of them names at least half of the actors of the other. Each
    contact is reported once, with the nearest earlier contact that it may repeat, if one of these
    is true:

    - They certainly began on the same day, in one capital or another, or their dates are the same
      text. Their types can differ.
    - They certainly began on neighbouring days. Also, one is a call or a video conference, or
      their titles and places do not differ.
    - One took place within the days of the other, a week at most, and both have the same type.
    - They may have begun on the same day, as with `2025-10` and 2025-10-15, and their titles are
      alike.
    - The dates are as near as that, and both contacts cite an article that few events cite.

    The days of one trip are not reported: the same actors met on three days in a row, or one of
    them has a longer event at the same place. In a list, such as a diary, two entries are two
    contacts, unless they have the same day and their titles do not differ. The entries of a list
    have the same sources: more than 20 events with the same document, or more than 200 with the
    same publisher.

    If they are two contacts, link them with `follows` or `part_of`, or name one of them in the
    other: `extra = { not_duplicate_of = "ID" }`, or a list of ids. The message ends with the
    command that makes them one.
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
