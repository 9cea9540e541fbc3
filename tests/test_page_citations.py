"""The citations of the web page: what was quoted, who, what, when, the source and the address."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
from html import unescape
from typing import Any

import pytest

import chrono
from chrono.core.model import Claim, Event, Ledger, Source
from chrono.core.subset import subset
from chrono.errors import UsageError
from chrono.files.exchange import html
from chrono.files.exchange.bibtex import bibtex
from chrono.files.read.load import loads
from replay import ROOT

BASE = "https://example.org/contacts.html"
TODAY = dt.date(2026, 2, 3)


@pytest.fixture(scope="module")
def shipped() -> Ledger:
    return chrono.load([str(ROOT / "data" / "events.toml")])


def page(ledger: Ledger, base: str | None = None) -> str:
    return html.export_html(subset(ledger, ledger.events), today=TODAY, base=base).text


def cites(text: str) -> dict[str, tuple[str, str, list[dict[str, Any]]]]:
    """Id on the page -> its citation as a text, as BibTeX and as CSL-JSON."""
    article = r'<article class="[^"]*" id="([^"]+)".*?</article>'
    found = {}
    for match in re.finditer(article, text, re.S):
        copied = re.findall(r"<(span|pre) data-copy>(.*?)</\1>", match[0], re.S)
        words, entries, items = (words for _, words in copied)
        plain = unescape(re.sub("<em[^>]*></em>", "", words))
        found[match[1]] = (plain, unescape(entries), json.loads(unescape(items)))
    return found


def sourced(words: str, sources: tuple[Source, ...]) -> None:
    """The words name the publisher, the title and the address of one of the best sources."""
    if not sources:
        assert "Source:" not in words
        return
    best = min(source.grade or "Z" for source in sources)
    named = [one for one in sources if f"Source: {one.name}, " in words and one.grade == best]
    assert any((one.url or "") in words and (one.title or "") in words for one in named)
    access = [one.accessed for one in named if one.accessed]
    assert not access or ", accessed " in words


def of_event(event: Event, words: str) -> None:
    head = words.partition(" Source: ")[0]
    days = [*filter(None, (event.when.start, event.when.end))] if event.when.exact else []
    for day in days:
        assert str(day.year) in head
        assert re.search(rf"\b{day.day}\b", head)
    assert f": {event.title} (" in head
    assert all(actor.name in head for actor in event.actors)
    assert event.place is None or event.place in head
    assert event.status == "held" or f"({event.status})" in head
    assert "“" not in head.replace(event.title, "")
    sourced(words, event.sources)


def of_claim(claim: Claim, words: str) -> None:
    head = words.partition(" Source: ")[0]
    statement = " ".join(claim.statement.split())
    quoted = claim.wording == "quoted"
    assert (f": “{statement}”" if quoted else f": {statement}") in head
    assert ("“" in head.replace(statement, "")) == quoted
    assert head.endswith("(paraphrased).") == (claim.wording == "paraphrased")
    assert f"{claim.by.name}: " in head
    sourced(words, claim.sources)


def test_each_citation_of_the_bundled_ledger_has_the_facts_of_its_record(shipped: Ledger) -> None:
    found = cites(page(shipped, BASE))
    records = {f"_claim-{one.id}": one for one in shipped.claims}
    assert found.keys() == {event.id for event in shipped.events} | records.keys()
    for id, (words, entries, items) in found.items():
        if claim := records.get(id):
            of_claim(claim, words)
        else:
            event = shipped.event(id)
            assert event
            of_event(event, words)
        assert words.endswith(f" In: {shipped.name}, as of 3 Feb 2026, <{BASE}#{id}>.")
        assert entries == bibtex(items)
        assert items[0]["URL"] == f"{BASE}#{id}"
        assert [item["id"] for item in items][1:] == re.findall(r"(?m)^@misc{(.*),$", entries)[1:]


SMALL = r"""
[[events]]
id = "e"
date = 2025-01-17
type = "call"
title = "A & B speak, at 50% of {x}_y"
actors = ["Ann", "Ben"]
sources = [
  { publisher = "Late", grade = "C" },
  { publisher = "Wire", title = "T \u202e", url = "https://x.example/{1}_2", date = 2025-01-18, accessed = 2025-02-01, grade = "A", locator = "p. 4" },
]

[[events]]
id = "bare"
date = "2025-03"
type = "call"
title = "No source"
actors = ["Ann", "Ben"]
status = "denied"

[[claims]]
id = "said"
by = "Ann"
date = 2025-03-01
statement = "One call,\nno more!"
wording = "quoted"
period = "2025"
counts = { call = 1 }

[[claims]]
id = "told"
by = "Ben"
date = 2025-03-02
statement = "two calls."
period = "2025"
counts = { call = 2 }
"""  # noqa: E501


def test_a_citation_without_a_known_address_has_none() -> None:
    found = cites(page(loads(SMALL)))
    assert found["e"][0] == (
        "Fri 17 Jan 2025: A & B speak, at 50% of {x}_y (Ann and Ben). "
        "Source: Wire, “T \\u202e”, p. 4, 18 Jan 2025, <https://x.example/{1}_2>, accessed "
        "1 Feb 2025. In: <text>, as of 3 Feb 2026."
    )
    assert found["bare"][0] == (
        "March 2025 (denied): No source (Ann and Ben). In: <text>, as of 3 Feb 2026."
    )
    assert found["_claim-said"][0].startswith(
        "Sat 1 Mar 2025, Ann: “One call, no more!” Counted on this page: 1 phone call; "
    )
    assert found["_claim-told"][0].startswith("Sun 2 Mar 2025, Ben: two calls. Counted ")
    assert "URL" not in found["e"][2][0]
    # A citation style prints a title in quotation marks.
    assert found["_claim-told"][2][0]["title"] == "Statement by Ben, 2 Mar 2025"


def test_the_source_is_that_of_export_csljson() -> None:
    *_, (_, source) = cites(page(loads(SMALL)))["e"]
    assert source == {
        "id": "wire-2025-01-18", "type": "webpage", "title": "T \\u202e",
        "container-title": "Wire", "issued": {"date-parts": [[2025, 1, 18]]},
        "accessed": {"date-parts": [[2025, 2, 1]]}, "URL": "https://x.example/{1}_2",
        "locator": "p. 4", "note": "Grade A",
    }  # fmt: skip


@pytest.mark.parametrize("base", ["javascript:alert(1)", "example.org", ""])
def test_the_address_of_a_page_is_a_web_address(base: str) -> None:
    with pytest.raises(UsageError, match="--base"):
        page(loads(SMALL), base)


def test_texts_in_bibtex_are_not_commands() -> None:
    entries = cites(page(loads(SMALL)))["e"][1]
    assert "title = {{A \\& B speak, at 50\\% of \\{x\\}\\_y}}" in entries
    assert "url = {https://x.example/%7B1%7D_2}" in entries
    assert "urldate = {2025-02-01}" in entries


@pytest.mark.slow
def test_pandoc_reads_the_bibtex(shipped: Ledger) -> None:
    if not shutil.which("pandoc"):
        pytest.skip("pandoc is not installed")
    found = cites(page(shipped))
    entries = {item["id"]: item for *_, items in found.values() for item in items}
    ran = subprocess.run(
        ["pandoc", "-f", "bibtex", "-t", "csljson"], input=bibtex(entries.values()),
        capture_output=True, encoding="utf-8", timeout=60, check=True,
    )  # fmt: skip
    assert ran.stderr == ""
    read = {item["id"]: item for item in json.loads(ran.stdout)}
    assert read.keys() == entries.keys()
    for id, item in read.items():
        # pandoc reads straight quotation marks as typographic ones.
        assert len(item.get("title", "")) == len(entries[id].get("title", ""))
        assert item.get("URL") == entries[id].get("URL")
        issued, own = (one.get("issued", {}) for one in (item, entries[id]))
        assert (issued.get("date-parts") or []) == own.get("date-parts", [])
