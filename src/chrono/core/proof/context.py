"""What a text has named before: the people, events and counts that later words refer to."""

from __future__ import annotations

from typing import NamedTuple

from chrono.core.model import Event
from chrono.core.proof.kinds import Kind
from chrono.core.proof.people import Party
from chrono.core.proof.statements import Description
from chrono.core.proof.times import Time


class Context(NamedTuple):
    """What the text before a clause has named last.

    `pair`: the people of the last contact; `persons`: the last people by name, who may be "he", the
    last one first; `kind`: the last kind of contact; `events`: the events of the last statement;
    `counted`, `windows`: what the last number was about; `asked`: whether the sentence before asks
    how many there were; `before`: the sentence before.
    """

    pair: tuple[Party, ...] = ()
    persons: tuple[Party, ...] = ()
    kind: Kind | None = None
    events: tuple[Event, ...] = ()
    counted: Description | None = None
    windows: tuple[Time, ...] = ()
    asked: bool = False
    before: str = ""
