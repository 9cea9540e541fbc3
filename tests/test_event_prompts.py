"""No sequence of answers to the dialogue of `chrono add` loses a confirmed name silently."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from unittest import mock

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from chrono.cli import prompts
from chrono.cli.event_prompts import EventDialogue
from chrono.cli.prompts import Answers, GoBack
from chrono.cli.session import Session
from samples import law

LEDGER = """\
[actors.ann]
name = "Ann Ash"

[actors.wang-yi]
name = "Wang Yi"

[actors.li-wei]
name = "Li Wei"

[actors.li-na]
name = "Li Na"
"""

NAMES = ["Ann", "Wang Yi", "Li", "Eva Fir", "Gus Elm", "Wang Yu"]
KNOWN = {"Ann": "ann", "Wang Yi": "wang-yi"}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("ledger") / "events.toml"
    path.write_text(LEDGER)
    return str(path)


class Person:
    """Answers the questions about participants, and remembers the names that are confirmed."""

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.answers_left = 30
        self.line: list[str] = []  # names of the last answer that are not dealt with yet
        self.confirmed: list[str] = []
        self.pending: list[str] = []  # ids and new names of the last answer that were confirmed

    def __call__(
        self, prompt: str, choices: Iterable[str] = (), can_go_back: bool = False, *_: str
    ) -> str:
        self.answers_left -= 1
        if self.answers_left < 0 and prompt.startswith(("Participant", "Another")):
            raise typer.Abort
        if found := re.match('Add "(.*)" as a new', prompt):
            answer = self.data.draw(st.sampled_from(["y", "n", "<", ""]))
            if answer == "y":
                self.confirmed.append(found[1])
                self.pending = [found[1]]
        elif found := re.match(r"Country of (.*?) \(", prompt):
            answer = self.data.draw(st.sampled_from(["DE", "", "<", "y"]))
            if answer == "<":  # back to the question about this name, or about all of them
                for id in self.pending[self.pending.index(found[1]) :]:
                    self.confirmed.remove(id)
        elif prompt.startswith("Add each"):
            answer = self.data.draw(st.sampled_from(["y", "<"]))
            if answer == "y":
                self._confirm(*(KNOWN.get(name, name) for name in self.line if name != "Li"))
        else:
            few = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True)
            self.line = self.data.draw(few)
            answer = self.data.draw(st.sampled_from([", ".join(self.line), "<", ""]))
            if len(self.line) == 1 and answer in KNOWN:
                self._confirm(KNOWN[answer])
        if answer == "<" and can_go_back:
            raise GoBack
        return answer

    def _confirm(self, *ids: str) -> None:
        self.pending = [id for id in ids if id not in self.confirmed]
        self.confirmed += self.pending

    def hear(self, lines: Iterable[str], *_: object) -> None:
        for line in lines:
            if found := re.match(r'Removed "(.*?)(?: \(DE\))?"$', line):
                names = {"Ann Ash": "ann", "Wang Yi": "wang-yi"}
                self.confirmed.remove(names.get(found[1], found[1]))


@law(240)
@given(st.data())
def test_no_sequence_of_answers_loses_a_confirmed_name(ledger: str, data: st.DataObject) -> None:
    person = Person(data)
    known = Answers({"title": "T", "date": "2025-02", "type": "call"}, {})
    dialogue = EventDialogue(
        Session([ledger], quiet=True),
        known,
        ("place", "place_country", "status", "sources"),
        lambda _: None,
    )
    with (
        mock.patch.object(prompts, "line", person),
        mock.patch("chrono.cli.event_prompts.print_lines", person.hear),
        mock.patch("chrono.cli.dialogue.print_lines", person.hear),
        suppress(typer.Abort),
    ):
        dialogue.run()
    answers = dialogue.answers
    new = [re.sub(r" \(DE\)$", "", name) for name in answers.new.get("actors", ())]
    found = [*answers.fields.get("actors", ()), *new]
    assert sorted(found) == sorted(person.confirmed)
