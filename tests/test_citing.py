"""`count --cite` and `count --answer`, in real git repositories with included files."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from chrono.cli import citing
from repositories import ACTORS, HEAD, GitFolder, event

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed"),
]

ASKED = ["count", "2025", "--actor", "Ash", "--actor", "Birch"]


@pytest.fixture
def ledger(tmp_path: Path) -> GitFolder:
    """A ledger of three files with two calls, of 2025-11-03."""
    folder = GitFolder(tmp_path / "book")
    calls = event("a", "2025-10-01") + event("b", "2025-10-20")
    folder.save("2025-11-03", events=HEAD, actors=ACTORS, more__a=calls)
    return folder


def cited(ledger: GitFolder, *argv: str) -> str:
    """The citation of an answer."""
    ran = ledger.chrono(*(argv or ASKED), "--cite", "-q")
    assert (ran.status, ran.err) == (0, "")
    return ran.out.strip()


def test_the_citation_names_the_state_and_the_digest(ledger: GitFolder) -> None:
    short = ledger.git("rev-parse", "--short=7", "HEAD")
    assert re.fullmatch(
        r"2 phone calls, 2025, Ann Ash with Ben Birch \(Ash and Birch; as of 2026-01-31; "
        rf"commit {short}; chrono count 2025 --actor ann --actor ben; "
        rf"answer 2-[0-9a-f]{{4}}-[0-9a-f]{{12}}\)",
        cited(ledger),
    )
    assert f"as of 2025-11-03; commit {short}" in cited(ledger, *ASKED, "--at", "HEAD")


def test_a_mended_comment_verifies_and_a_changed_event_is_named(ledger: GitFolder) -> None:
    """The footnote alone is enough, also years later, and from another clone."""
    citation = cited(ledger)
    path = ledger.folder / "more" / "a.toml"
    mended = path.read_text().replace('title = "a"', 'title = "A mended title"  # mended')
    ledger.save("2025-11-10", more__a="# a comment\n" + mended, actors=f"# people\n{ACTORS}")
    ran = ledger.chrono(*ASKED, "--answer", citation)
    assert (ran.status, ran.out, ran.err) == (
        0, "unchanged: 2 phone calls, 2025, Ann Ash with Ben Birch\n", "",
    )  # fmt: skip
    ledger.save("2025-11-20", more__a=mended.replace("2025-10-20", "2025-10-21"),
                more__c=event("c", "2025-11-01"))  # fmt: skip
    short = ledger.git("rev-parse", "--short=7", "HEAD~2")
    for text in (citation, f'"{citation}", accessed today.', citation.replace(" ", "\n")):
        ran = ledger.chrono(*ASKED, "--answer", text)
        assert (ran.status, ran.out, ran.err) == (
            1,
            "changed: 3 phone calls, 2025, Ann Ash with Ben Birch\n"
            "cited: 2 phone calls, 2025, Ann Ash with Ben Birch "
            f"(commit {short} of 2025-11-03)\n"
            "b: changed (date 2025-10-20 before, 2025-10-21 now)\n"
            "c: was added to the ledger\n",
            "",
        )
    ran = ledger.chrono(*ASKED, "--answer", citation, "--at", "2025-11-15")
    assert (ran.status, ran.out[:10]) == (0, "unchanged:")


def test_events_that_no_longer_count_are_named_with_the_reason(ledger: GitFolder) -> None:
    citation = cited(ledger)
    calls = event("b", "2025-10-20", 'status = "denied"\n')
    ledger.save("2025-11-10", more__a=calls)
    ran = ledger.chrono(*ASKED, "--answer", citation)
    assert ran.out.splitlines()[2:] == [
        "a: is no longer in the ledger",
        "b: no longer counts (status held before, denied now)",
    ]
    ran = ledger.chrono(*ASKED, "--answer", citation, "-o", "json")
    found = json.loads(ran.out)
    assert (ran.status, found["same"], found["cited"]) == (
        1, False, "2 phone calls, 2025, Ann Ash with Ben Birch",
    )  # fmt: skip
    assert found["commit"] == ledger.git("rev-parse", "HEAD~1")
    assert found["events"][1] == {
        "id": "b", "change": "removed", "fields": {"status": {"before": "held", "after": "denied"}},
    }  # fmt: skip


def test_a_digest_alone_is_found_in_the_history(
    ledger: GitFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = cited(ledger).rpartition("answer ")[2].rstrip(")")
    for number in range(1, 6):
        ledger.save(f"2025-11-1{number}", more__c=event("c", f"2025-11-0{number}"))
    ran = ledger.chrono(*ASKED, "--answer", answer)
    assert ran.out.splitlines()[-1] == "c: was added to the ledger"
    assert "of 2025-11-03)" in ran.out
    monkeypatch.setattr(citing, "MOST_STATES", 3)
    ran = ledger.chrono(*ASKED, "--answer", answer)
    assert (ran.status, ran.out) == (1, "changed: 3 phone calls, 2025, Ann Ash with Ben Birch\n")
    short = ledger.git("rev-parse", "--short=7", "HEAD~2")
    assert ran.err == (
        "note: chrono cannot tell which events changed: none of the 3 versions back to commit "
        f"{short} of 2025-11-13 has the cited answer\n"
    )


def test_a_commit_that_is_unknown_or_wrong_is_noted(ledger: GitFolder) -> None:
    citation = cited(ledger)
    ledger.save("2025-11-10", more__c=event("c", "2025-11-01"))
    head = ledger.git("rev-parse", "--short=7", "HEAD")
    for commit, why in (("0" * 9, "is not in this repository"), (head, "gives another answer")):
        text = re.sub("commit [0-9a-f]+", f"commit {commit}", citation)
        ran = ledger.chrono(*ASKED, "--answer", text)
        assert ran.out.splitlines()[-1] == "c: was added to the ledger"
        assert ran.err == f"note: the cited commit {commit} {why}\n"


def test_a_citation_with_other_numbers_is_refused(ledger: GitFolder) -> None:
    citation = cited(ledger)
    ran = ledger.chrono(*ASKED, "--answer", citation.replace("2 phone", "3 phone"))
    assert (ran.status, ran.out) == (
        1,
        "different: the citation says 3, the ledger counted 2 "
        "(2 phone calls, 2025, Ann Ash with Ben Birch)\n",
    )
    same = ["count", "2025-01..2025-12", "--where", "actor:ann", "--actor", "ben"]
    assert ledger.chrono(*same, "--answer", citation).status == 0


def test_another_question_and_other_texts_are_usage_errors(ledger: GitFolder) -> None:
    citation = cited(ledger)
    answer = citation.rpartition("answer ")[2].rstrip(")")
    ran = ledger.chrono("count", "2025", "--answer", citation)
    assert (ran.status, ran.out, ran.err) == (
        2, "",
        f"error: the code {answer} belongs to another count; use the options of the command "
        "that was cited\n",
    )  # fmt: skip
    assert ledger.chrono("count", "--answer", "4 calls").err == (
        'error: --answer "4 calls": write the citation, or only the code in it, such as '
        "2-7c2e-3f9a2c4b5d6e\n"
    )
    assert (
        "is from another version of chrono"
        in ledger.chrono("count", "--answer", answer.replace("2-", "3-", 1)).err
    )
    for argv in (["--answer", answer], ["--why"], ["--matrix", "--by", "dyad", "--by", "month"],
                 ["--limit", "1"], ["--header"], ["--svg", "x.svg"]):  # fmt: skip
        assert ledger.chrono("count", "--cite", *argv).status == 2, argv


def test_a_renamed_actor_is_compared_at_the_cited_commit(ledger: GitFolder) -> None:
    citation = cited(ledger)
    assert ledger.chrono("rename", "actors.ann", "anna", "--yes").status == 0
    ran = ledger.chrono(*ASKED, "--answer", citation)
    assert (ran.status, ran.out.splitlines()[2]) == (
        1, "a: changed (actors (ann, FR), (ben, DE) before, (anna, FR), (ben, DE) now)",
    )  # fmt: skip


@pytest.mark.parametrize(
    "edit, line",
    [
        (None, "first: changed (id a before, first now)"),
        ("status=denied", "first: no longer counts (id a before, first now; status held before, "
         "denied now)"),
    ],
)  # fmt: skip
def test_a_renamed_event_is_one_event(ledger: GitFolder, edit: str | None, line: str) -> None:
    citation = cited(ledger)
    assert ledger.chrono("rename", "a", "first", "--yes").status == 0
    assert edit is None or ledger.chrono("edit", "first", "--set", edit).status == 0
    ran = ledger.chrono(*ASKED, "--answer", citation)
    assert (ran.status, ran.out.splitlines()[2:]) == (1, [line])


def test_a_renamed_event_does_not_hide_the_event_whose_id_it_has(ledger: GitFolder) -> None:
    citation = cited(ledger)
    assert ledger.chrono("remove", "a", "--yes").status == 0
    assert ledger.chrono("rename", "b", "a", "--yes").status == 0
    ran = ledger.chrono(*ASKED, "--answer", citation)
    assert [line.partition(" (")[0] for line in ran.out.splitlines()[2:]] == [
        "a: changed", "b: is no longer in the ledger",
    ]  # fmt: skip


def test_changes_that_are_not_committed(ledger: GitFolder) -> None:
    before = cited(ledger)
    ledger.write(more__b="# only a comment\n")
    assert cited(ledger) == before
    ledger.write(more__b=event("c", "2025-11-01"))
    ran = ledger.chrono(*ASKED, "--cite")
    assert "commit" not in ran.out
    why = "the ledger has uncommitted changes that decide this answer"
    assert f"has no commit, since {why}; commit these changes and cite again" in " ".join(
        ran.err.split()
    )
    assert ledger.chrono(*ASKED, "--answer", before).out.splitlines()[-1] == (
        "c: was added to the ledger"
    )


@pytest.mark.parametrize("kind", ["none", "empty", "no git"])
def test_without_history_a_citation_names_no_commit(tmp_path: Path, kind: str) -> None:
    folder = GitFolder(tmp_path / "book")
    if kind == "none":
        shutil.rmtree(folder.folder / ".git")
    folder.write(events=ACTORS + event("a", "2025-10-01"))
    path = str(tmp_path) if kind == "no git" else os.environ["PATH"]
    ran = folder.chrono(*ASKED, "--cite", PATH=path)
    assert (ran.status, "; commit " in ran.out) == (0, False)
    whys = {
        "none": "events.toml is not in a git repository",
        "empty": "this repository has no commits yet",
        "no git": "git is not installed, and chrono needs git to read commits",
    }
    note = f"note: the citation has no commit, since {whys[kind]}"
    assert note in " ".join(ran.err.split())
    folder.write(events=ACTORS)
    answered = folder.chrono(*ASKED, "--answer", ran.out, PATH=path)
    assert (answered.status, answered.out) == (
        1, "changed: 0 contacts, 2025, Ann Ash with Ben Birch\n",
    )  # fmt: skip
    assert f"chrono cannot tell which events changed: {whys[kind]}" in " ".join(
        answered.err.split()
    )


def test_ranges_tables_and_coverage(ledger: GitFolder) -> None:
    ledger.save("2025-11-10", more__c=event("c", "202X"))
    asked = ["count", "2025", "--by", "quarter", "--by", "type"]
    citation = cited(ledger, *asked)
    assert citation.startswith(
        "2–3 contacts by quarter and type (2025-Q1, call: 0–1; 2025-Q2, call: 0–1; "
        "2025-Q3, call: 0–1; 2025-Q4, call: 2–3), 2025 ("
    )
    assert ledger.chrono(*asked, "--answer", citation).status == 0
    assert cited(ledger, "count", "2025", "--total").startswith("2–3 contacts, 2025 (")
    assert cited(ledger, "count", "--type", "meeting").startswith("0 in-person meetings, all dates")
    covers = HEAD.replace("include", 'covers = "2025-06.."\ninclude')
    ledger.save("2025-11-12", events=covers)
    ran = ledger.chrono(*asked, "--answer", citation)
    assert "covered days: (2025-01-01, 2025-12-31) before, (2025-06-01, 2025-12-31) now" in ran.out
    assert ran.status == 1


def test_the_command_in_the_note_asks_the_same(ledger: GitFolder) -> None:
    ledger.save("2025-11-10", more__c=event("c", "2025-10-05", 'tags = ["x y"]\nplace = "Oslo"\n'))
    for argv in (
        [], ["2025"], ["October 2025", "-a", "Ash"], ["--total", "--all"], ["--tag", "x y"],
        ["--by", "month", "--by", "dyad", "--codes", "iso3"], ["--where", "not tag:'x y'"],
        ["--since", "2025-10-02", "--until", "2026", "--certain"],
        ["--status", "any", "--contacts"],
        ["2025-10", "--overlap", "--type", "call", "--type", "meeting"],
        ["--place", "oslo", "--country", "France", "--by", "type"],
    ):  # fmt: skip
        ran = ledger.chrono("count", *argv, "--cite", "-o", "json")
        found = json.loads(ran.out)
        assert found["answer"] in found["citation"]
        again = ledger.chrono(*shlex.split(found["command"])[1:])
        assert (again.status, again.out) == (0, f"unchanged: {found['counted']}\n"), argv


def test_a_large_ledger_gives_the_same_digest(
    ledger: GitFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large ledger that is known to be valid, only some events are read."""
    more = event("c", "2024-10-05", 'tags = ["trade"]\nplace = "Oslo"\nplace_country = "NO"\n')
    ledger.save("2025-11-10", more__c=more)
    questions = (
        ["2025"], ["--tag", "trade"], ["--place", "oslo"], ["--place-country", "Norway"],
        ["--initiator", "FR"], ["--where", "tag:trade or actor:Ash"], ["--by", "place"],
    )  # fmt: skip
    before = [cited(ledger, "count", *question) for question in questions]
    monkeypatch.setattr("chrono.files.index.load.LARGE", 1)
    for _ in range(2):
        for question, citation in zip(questions, before, strict=True):
            argv = ["count", *question]
            ran = ledger.chrono(*argv, "--cite", "-q", XDG_CACHE_HOME=str(tmp_path / "cache"))
            assert ran.out.strip() == citation
    calls = event("b", "2025-10-20", 'status = "denied"\n')
    ledger.save("2025-11-12", more__a=calls)
    ran = ledger.chrono("count", "2025", "--answer", before[0], XDG_CACHE_HOME=str(tmp_path))
    assert ran.out.splitlines()[2:] == [
        "a: is no longer in the ledger", "b: no longer counts (status held before, denied now)",
    ]  # fmt: skip


def test_the_json_of_a_citation(ledger: GitFolder) -> None:
    found = json.loads(ledger.chrono(*ASKED, "--cite", "-o", "json").out)
    name = ledger.git("rev-parse", "HEAD")
    assert found == {
        "citation": cited(ledger),
        "counted": "2 phone calls, 2025, Ann Ash with Ben Birch",
        "min": 2, "max": 2, "ledger": "Ash and Birch", "as_of": "2026-01-31", "commit": name,
        "answer": found["answer"],
        "command": f"chrono count 2025 --actor ann --actor ben --answer {found['answer']}",
    }  # fmt: skip
