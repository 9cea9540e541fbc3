"""Cite a count, and check a citation: `chrono count --cite` and `chrono count --answer`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from chrono.cli.output import Output
from chrono.cli.revision import head_of, repository_of
from chrono.cli.session import Session
from chrono.core.answers import (
    VERSION,
    Answer,
    Difference,
    FieldReader,
    Fields,
    answer,
    differences,
)
from chrono.core.command_lines import command_line
from chrono.core.count_citation import Cited, Words, citation, counted_in_words, read_citation
from chrono.core.counting import Tally, tally
from chrono.core.coverage import beyond_events, coverage_notes
from chrono.core.english import plural
from chrono.core.lookup import Lookup
from chrono.core.model import Ledger
from chrono.core.query import Question, Selection, resolve, select
from chrono.core.sentences import bad_value
from chrono.errors import ChronoError, LedgerError, UsageError
from chrono.files.disk.git import Commit, Repository
from chrono.files.index.load import load
from chrono.files.read.git_tree import CommitFiles
from chrono.files.read.storage import Storage
from chrono.files.read.text import STDIN

MOST_STATES = 200
"""The maximum number of earlier states of a ledger that are searched for a cited answer."""


class Request(NamedTuple):
    """The options of `chrono count` that affect the result.

    - `question`: the filters
    - `contacts`: whether only contacts are counted by default
    """

    question: Question
    by: Sequence[str]
    total: bool
    codes: str | None
    contacts: bool
    all: bool

    def command(self, ledger: Ledger) -> str:
        """Return the command line for this request. Actors are written as ids."""
        lookup, typed = Lookup(ledger), dict(self.question.words)
        if "actor" in typed:
            typed["actor"] = [lookup.actor(name).id for name in typed["actor"]]
        question = self.question._replace(words=typed, limit=None, reverse=False)
        by = [] if self.by == ["type"] else self.by
        more = {"--by": by, "--codes": self.codes, "--total": self.total, "--all": self.all}
        return command_line("count", question, more)


class State(NamedTuple):
    """A version of the ledger, with its answer to a request.

    - `commit`: the commit with this version; None: the version on the disk.
    - `unknown`: a phrase on the days or events that the ledger does not cover, or ""
    """

    ledger: Ledger
    answer: Answer
    words: Words
    commit: Commit | None = None
    unknown: str = ""


def state(
    request: Request, selection: Selection, counted: Tally, commit: Commit | None = None
) -> State:
    """Return a version of the ledger with the answer to a request.

    `commit`: the commit with this version; None: the version on the disk.
    """
    question, total, ledger = request.question, request.total, selection.ledger
    found = answer(question, selection, counted, total=total, codes=request.codes)
    if request.codes is not None:
        from chrono.core.country_codes import with_codes

        counted = with_codes(counted, request.codes, selection.query)
    words = counted_in_words(question, selection.query, ledger, counted, total)
    query = selection.query
    unknown = [note.text for note in coverage_notes(ledger, query)]
    if not selection.matches and (beyond := beyond_events(ledger, query.period)):
        unknown.append(beyond)
    return State(ledger, found, words, commit, "; ".join(unknown))


def _earlier(request: Request, paths: Sequence[str], files: CommitFiles) -> State | None:
    try:
        ledger = load(paths, request.question, files)
        query = resolve(request.question, ledger, unique_names=True, contacts=request.contacts)
        selection = select(ledger, query)
        counted = tally(selection, request.by)
    except (LedgerError, UsageError):
        return None
    return state(request, selection, counted, files.commit)


@contextmanager
def _repository(session: Session) -> Iterator[Repository]:
    if isinstance(session.storage, CommitFiles):
        yield session.storage.repository  # the session closes it
        return
    if STDIN in session.located.paths:
        raise UsageError("standard input is not in a git repository")
    repository = repository_of(session.located.paths)
    try:
        yield repository
    finally:
        repository.close()


def run(
    session: Session, request: Request, selection: Selection, counted: Tally, output: Output,
    text: str | None,
) -> int:  # fmt: skip
    """Write a citation of a count, or check a citation. Return the exit status.

    `text`: the citation to check; None: write a citation.
    """
    at = session.storage.commit if isinstance(session.storage, CommitFiles) else None
    now = state(request, selection, counted, at)
    if text is not None:
        return verify(session, request, now, output, text)
    session.note_undecided(selection)
    cite(session, request, now, output)
    return 0


# -- cite -----------------------------------------------------------------------------------------


def cite(session: Session, request: Request, now: State, output: Output) -> None:
    """Write a citation of the answer in `now`, and add a note with the command to check it."""
    commit = now.commit or _commit_with(session, request, now)
    as_of = now.commit.day if now.commit else session.today
    digest = now.answer.digest
    command = request.command(now.ledger)
    short = commit and commit.short
    sentence = citation(now.words, now.ledger, as_of, short, command, digest, now.unknown)
    command += f" --answer {digest}"
    if output.objects():
        low, high = now.answer.numbers[-1]
        output.one({
            "citation": sentence, "counted": str(now.words), "min": low, "max": high,
            "ledger": now.ledger.name, "as_of": str(as_of), "commit": commit and commit.name,
            "answer": str(digest), "command": command,
        })  # fmt: skip
    else:
        output.text(f"{sentence}\n")
        session.note(f"to check the citation, run `{command}`")


def _commit_with(session: Session, request: Request, now: State) -> Commit | None:
    try:
        with _repository(session) as repository:
            files = CommitFiles(repository, repository.shortened(head_of(repository)))
            then = _earlier(request, session.located.paths, files)
    except UsageError as error:
        session.note(f"the citation has no commit, since {error}")
        return None
    if then is not None and then.answer == now.answer:
        return then.commit
    why = "the ledger has uncommitted changes that decide this answer"
    session.note(f"the citation has no commit, since {why}; commit these changes and cite again")
    return None


# -- check a citation -----------------------------------------------------------------------------


def verify(session: Session, request: Request, now: State, output: Output, text: str) -> int:
    """Write whether a citation agrees with the ledger. Return the exit status: 0 for yes, 1 for no.

    `text`: a citation, or the code in a citation. Raises UsageError if `text` has no code, or if
    the code is for another count.
    """
    cited = read_citation(text)
    if cited is None:
        form = "the citation, or only the code in it, such as 2-7c2e-3f9a2c4b5d6e"
        raise UsageError(bad_value("--answer", text, form))
    if cited.digest.version != VERSION:
        made = "is from another version of chrono; this version checks only codes that "
        made += f"begin with {VERSION}-"
        raise UsageError(f"the code {cited.digest} {made}")
    if cited.digest == now.answer.digest:
        return _unchanged(output, now, cited)
    same_question, notes = cited.digest.question == now.answer.digest.question, list[str]()
    then = _cited_state(session, request, cited, same_question, notes)
    if then is None and not same_question:
        used = "use the options of the command that was cited"
        raise UsageError(f"the code {cited.digest} belongs to another count; {used}")
    session.note(*notes)
    _changed(session, request, output, then, now)
    return 1


def _unchanged(output: Output, now: State, cited: Cited) -> int:
    difference = now.words.difference(cited)
    if output.objects():
        output.one(_result(not difference, now, now, []))
    elif difference:
        output.text(f"different: {difference} ({now.words})\n")
    else:
        output.text(f"unchanged: {now.words}\n")
    return int(bool(difference))


def _cited_state(
    session: Session, request: Request, cited: Cited, same_question: bool, notes: list[str]
) -> State | None:
    """Return the version of the ledger that gives the cited answer, or None if there is none.

    The cited commit is tried first. If `same_question` is true, the commits from HEAD back follow.
    """

    def at(commit: Commit) -> State | None:
        found = _earlier(request, session.located.paths, CommitFiles(repository, commit))
        return found if found is not None and found.answer.digest == cited.digest else None

    try:
        with _repository(session) as repository:
            if (name := cited.commit) is not None:
                commit = repository.commit(name)
                if commit and (found := at(repository.shortened(commit))):
                    return found
                why = "is not in this repository" if commit is None else "gives another answer"
                notes.append(f"the cited commit {name} {why}")
            if not same_question:
                return None
            trees: set[str] = set()
            last = head_of(repository)
            for commit in repository.history(last):
                if len(trees) == MOST_STATES:
                    break
                last = commit
                if commit.tree not in trees and (found := at(commit)):
                    return found._replace(commit=repository.shortened(commit))
                trees.add(commit.tree)
            versions = f"{plural(len(trees), 'version')} back to {repository.shortened(last)}"
            raise UsageError(f"none of the {versions} has the cited answer")
    except ChronoError as error:
        notes.append(f"chrono cannot tell which events changed: {error}")
        return None


def _changed(
    session: Session, request: Request, output: Output, then: State | None, now: State
) -> None:  # fmt: skip
    found = [] if then is None else _differences(session, request, then, now)
    if output.objects():
        output.one(_result(False, now, then, found))
        return
    is_same = then is not None and then.words.numbers == now.words.numbers
    lines = [f"{'changed events, same number' if is_same else 'changed'}: {now.words}"]
    if then is not None:
        lines.append(f"cited: {then.words} ({then.commit})")
        if then.answer.covered != now.answer.covered:
            days = (_value(one.answer.covered) for one in (then, now))
            lines.append("covered days: {} before, {} now".format(*days))
    lines += map(_line, found)
    output.text("".join(f"{line}\n" for line in lines))


def _differences(
    session: Session, request: Request, then: State, now: State
) -> Sequence[Difference]:  # fmt: skip
    ids = {*then.answer.events} ^ {*now.answer.events}
    renamed: dict[str, str] = {}  # former id -> id now

    def fields(storage: Storage, one: State) -> dict[str, Fields]:
        ledger = load(session.located.paths, sorted(ids), storage)
        query = resolve(request.question, one.ledger, contacts=request.contacts)
        by = () if request.total else request.by
        reader = FieldReader(request.question, query, by, one.ledger)
        events = [each for each in ledger.events if ids & {each.id, *each.former_ids}]
        if one is now:
            renamed.update((former, each.id) for each in events for former in each.former_ids)
        return {event.id: reader.fields(event) for event in events}

    def by_id(events: Mapping[str, Fields]) -> dict[str, Fields]:
        current = {id: renamed[id] for id in events if renamed.get(id, id) not in events}
        return {current.get(id, id): {"id": id, **fields} for id, fields in events.items()}

    old: Mapping[str, Fields] = {}
    new: Mapping[str, Fields] = {}
    if ids:
        with _repository(session) as repository:
            assert then.commit is not None
            old = fields(CommitFiles(repository, then.commit), then)
        new = fields(session.storage, now)
    before, after = (one.answer._replace(events=by_id(one.answer.events)) for one in (then, now))
    return differences(before, after, by_id(old), by_id(new))


_WITHOUT_FIELDS = {
    "added": "was added to the ledger", "removed": "is no longer in the ledger",
    "changed": "changed",
}  # fmt: skip
_COUNTED = {"added": "counts now", "removed": "no longer counts", "changed": "changed"}


def _line(found: Difference) -> str:
    if not found.fields:
        return f"{found.id}: {_WITHOUT_FIELDS[found.change]}"
    pairs = ((name, _value(old), _value(new)) for name, (old, new) in found.fields.items())
    fields = "; ".join(f"{name} {old} before, {new} now" for name, old, new in pairs)
    return f"{found.id}: {_COUNTED[found.change]} ({fields})"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {one}" for name, one in value.items()) or "none"
    if isinstance(value, (list, tuple)):
        nested = (f"({_value(one)})" if isinstance(one, (list, tuple)) else one for one in value)
        return ", ".join(str(one or "none") for one in nested) or "none"
    return "none" if value is None else str(value)


def _result(
    same: bool, now: State, then: State | None, found: Sequence[Difference]
) -> dict[str, Any]:  # fmt: skip
    def fields(one: Difference) -> Mapping[str, Any]:
        return {name: {"before": old, "after": new} for name, (old, new) in one.fields.items()}

    return {
        "same": same,
        "now": str(now.words),
        "cited": then and str(then.words),
        "commit": then and then.commit and then.commit.name,
        "events": [{"id": one.id, "change": one.change, "fields": fields(one)} for one in found],
    }
