"""Which entry a name selects, and which file gets new entries."""

from __future__ import annotations

import pytest

from changes import LEDGER, opened
from chrono.errors import UsageError
from chrono.files.read.source_files import parse
from chrono.files.write.ledger_files import LedgerFiles

TEXT = f"""[ledger]
title = "T"

{LEDGER}
[[events]]
id = "2025-06-01-rome"
date = 2025-06-01
type = "call"
title = "Rome"
actors = ["ann", "ben"]

[sources.ann]
publisher = "Ann"

[[claims]]
id = "2025-claim"
by = "ann"
date = 2025
statement = "x"
period = "2025"
total = 1
""".replace("date = 2025\n", 'date = "2025"\n')


@pytest.mark.parametrize(
    "words, name",
    [
        ("a", "events.a"), ("events.a", "events.a"), ("2025-06", "events.2025-06-01-rome"),
        ("2025-claim", "claims.2025-claim"), ("2025-c", "claims.2025-claim"),
        ("claims.2025-c", "claims.2025-claim"), ("ben", "actors.ben"), ("actors.ann", "actors.ann"),
        ("ledger", "ledger"),
    ],
)  # fmt: skip
def test_an_entry_is_found_by_its_id_or_header(words: str, name: str) -> None:
    files = opened(TEXT)
    entry = files.entry(words)
    assert entry.name == name
    assert files.entry(words) is entry


@pytest.mark.parametrize(
    "words, sentence",
    [
        ("ann", '"ann" matches 2 entries; choose actors.ann or sources.ann'),
        ("2025", '"2025" matches 2 entries; choose 2025-06-01-rome or 2025-claim'),
        ("actors.be", 'unknown actor "be"; did you mean "ben"?'),
        ("types.x", 'unknown type "x"; the ledger has none'),
        ("zzz", 'unknown event or claim "zzz"; for the ids, run `chrono list --status'),
    ],
)
def test_an_id_that_means_no_entry_or_several_is_refused(words: str, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        opened(TEXT).entry(words)
    assert str(caught.value).startswith(sentence)


def test_the_first_of_two_entries_with_one_id_is_found() -> None:
    files = LedgerFiles([parse(name, LEDGER) for name in ("one", "two")])
    assert files.entry("a").source_file.name == "one"
    assert files.ids("events") == ["a", "b"]


def test_new_entries_go_to_the_only_file_or_the_named_one() -> None:
    files = LedgerFiles([parse(name, LEDGER) for name in ("one", "two")])
    assert files.file_for("./two").name == "two"
    with pytest.raises(UsageError, match="2 files; choose one with --to: one or two"):
        files.file_for(None)
    with pytest.raises(UsageError, match="--to three: file not found; choose one or two"):
        files.file_for("three")
    assert opened(LEDGER).file_for(None).name == "l.toml"
