"""The page of an event."""

from __future__ import annotations

import pytest

import chrono
from chrono.core.model import Event
from chrono.files.format.keys import EVENT
from chrono.view.event_page import EventPage
from drawing import drawn
from replay import ROOT


def test_a_page_shows_offices_the_days_between_and_what_sources_state() -> None:
    ledger = chrono.load([str(ROOT / "data" / "events.toml")])
    event = ledger.event("2025-11-24-xi-trump-call")
    assert event is not None
    text = "\n".join(line.rstrip() for line in drawn(EventPage(ledger, event), 100))
    assert "Donald Trump (US)  President of the United States" in text
    assert "2025-10-30-busan  25 days after Xi and Trump meet in Busan" in text
    assert "differs: initiator is Xi Jinping" in text
    assert "agrees: initiator is United States" in text


@pytest.mark.parametrize("name", [name for name, key in EVENT.keys.items() if not key.required])
def test_a_page_shows_every_key_of_an_event(name: str) -> None:
    ledger = chrono.load([str(ROOT / "tests" / "ledgers" / "valid" / "every-key.toml")])
    event = ledger.event("2025-10-30-busan")
    assert event is not None
    field = EVENT.keys[name].field or name
    default = Event._field_defaults[field]
    assert getattr(event, field) != default, f"tests/ledgers/valid/every-key.toml lacks {name}"
    without = event._replace(**{field: default})
    pages = [drawn(EventPage(ledger, one), 100) for one in (event, without)]
    assert pages[0] != pages[1], f"`show` lacks {name}: _LAID_OUT or _facts in view/event_page.py"
