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
    assert "2025-10-30-busan  Xi and Trump meet in Busan, 25 days later" in text
    assert "differs: initiator is Xi Jinping" in text
    assert "agrees: initiator is United States" in text
