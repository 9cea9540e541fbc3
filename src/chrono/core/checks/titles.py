"""The words of titles that tell what events are about, to compare two events by their titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from chrono.core.model import Event
from chrono.core.names import words

_STEM = 5
"""Words with the same first five letters count as equal: tariff and tariffs."""

MOST_TITLES = 5000
_SHORTEST = 4
"""The fewest Latin letters of a telling word."""

_ANY_CONTACT = """
about after ahead before between call calls conference confer conversation discuss during first
follow held hold holds join meet meeting meets over person phone receive second sees speak spoke
talk talks their third video virtual visit with
"""
_UNTELLING = frozenset(word[:_STEM] for word in _ANY_CONTACT.split())
"""The stems of English words that can be in the title of any contact."""

_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def stems(text: str) -> set[str]:
    """The stems of the words of a text; of a script without spaces, each two signs in a row."""
    found: set[str] = set()
    for word in words(text):
        if not word.isascii() and _IDEOGRAPH.search(word):
            found.update(word[at : at + 2] for at in range(max(len(word) - 1, 1)))
        elif len(word) >= _SHORTEST or not word.isascii():
            found.add(word[:_STEM])
    return found


def telling(event: Event) -> set[str]:
    """The stems of the title's words, except those of its place, its actors and any contact."""
    found = stems(event.title) - _UNTELLING
    if found and event.place:
        found -= stems(event.place)
    for actor in event.actors:
        for name in (actor.name, *actor.aliases) if found else ():
            found -= stems(name)
    return found


def common(events: Sequence[Event]) -> set[str]:
    """The stems in more than one title in twenty, and in more than three titles.

    Of many titles, some thousands are counted.
    """
    titles = [event.title for event in events[:: len(events) // MOST_TITLES + 1]]
    number = Counter(stem for title in titles for stem in stems(title))
    most = max(len(titles) // 20, 3)
    return {stem for stem, count in number.items() if count > most}


def alike(first: set[str], second: set[str]) -> bool:
    """Whether two titles share at least half of the telling words of one of them."""
    shared = len(first & second)
    return shared > 0 and min(len(first), len(second)) <= 2 * shared
