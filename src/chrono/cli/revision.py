"""Find the commit for the value of --at: a revision of git, or a day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from chrono.core.date_errors import DateError
from chrono.core.dates import When
from chrono.core.english import date
from chrono.core.english_date_forms import PhraseError
from chrono.core.english_dates import read_date
from chrono.core.note_kinds import Note
from chrono.core.sentences import bad_value, meaning
from chrono.errors import UsageError, refuse
from chrono.files.disk.git import Commit, Repository, repository_root
from chrono.files.disk.locate import LocatedLedger
from chrono.files.read.git_tree import CommitFiles
from chrono.files.read.text import STDIN


def repository_of(paths: Sequence[str]) -> Repository:
    """Return the git repository of a ledger.

    Raises UsageError if the paths are not all in one repository.
    """
    roots = {repository_root(path): path for path in paths}
    for root, path in roots.items():
        if root is None:
            raise UsageError(f"{path} is not in a git repository")
    refuse((len(roots) > 1, "the files of the ledger are in several git repositories"))
    return Repository(str(next(iter(roots))))


def head_of(repository: Repository) -> Commit:
    """Return the commit at HEAD. Raises UsageError if there are no commits."""
    if (head := repository.commit("HEAD")) is None:
        raise UsageError("this repository has no commits yet")
    return head


def files_at(
    word: str, located: LocatedLedger, today: dt.date, note: Callable[[Note], None]
) -> CommitFiles:
    """Return the files of the commit that --at names.

    - `word`: the value of --at
    - `located`: the ledger in use
    - `note`: a function that adds a note about the date if `word` is a day in words

    Raises UsageError if there is no such commit, or if the ledger is not in a repository.
    """
    refuse(
        (STDIN in located.paths, "--at cannot read standard input; name a file with -f"),
        (
            located.bundled and repository_root(located.paths[0]) is None,
            "--at needs a ledger in a git repository; name a ledger with -f",
        ),
    )
    repository = repository_of(located.paths)
    try:
        commit = commit_at(word, repository, today, note)
        return CommitFiles(repository, repository.shortened(commit))
    except BaseException:
        repository.close()
        raise


def commit_at(
    word: str, repository: Repository, today: dt.date, note: Callable[[Note], None]
) -> Commit:
    """Return the commit that `word` names: a revision of git, or the last commit up to a date.

    `note`: a function that adds a note about the date if `word` is a day in words. Raises
    UsageError if there is no such commit, or if `word` is both a revision and a date.
    """
    day, refusal = _day(word, today)
    named = repository.commit(word)
    if named and day:
        short = repository.shortened(named)
        raise UsageError(
            f'--at "{word}" is a date, and also the name of {short}; '
            f'write "{date(When.on(day))}" for the day, or {short.short} for the commit'
        )
    if named:
        return named
    head = head_of(repository)
    if day is None:
        raise _unknown(word, repository, refusal)
    if str(day) != word:
        note(meaning(word, str(day)))
    if last := repository.last_until(day, head):
        return last
    *_, last = repository.history(head)
    first = repository.shortened(last)
    if last.parent:
        fetch = "this clone is shallow; for older commits, run `git fetch --unshallow`"
        oldest = f"the oldest commit here is {first.short} of {first.day}"
        raise UsageError(f"--at {word}: {oldest}; {fetch}")
    oldest = f"the first commit is {first.short} of {first.day}"
    raise UsageError(f"--at {word}: {oldest}; write --at {first.day} or later")


def _day(word: str, today: dt.date) -> tuple[dt.date | None, str]:
    if not word.strip():
        return None, ""
    try:
        when = When.parse(read_date(word, today))
    except PhraseError as error:
        return None, f"--at {error}"
    except DateError as error:
        is_date_like = re.fullmatch(r"[0-9]+([./-][0-9]+)+", word)
        return None, f"--at {error}" if is_date_like else ""
    if when.unmarked or when.one_of_a_set or when.end is None:
        return None, bad_value("--at", word, "a day such as 2025-10-30")
    return when.end, ""


def _unknown(word: str, repository: Repository, refusal: str) -> UsageError:
    if refusal:
        return UsageError(refusal)
    more = "; this clone is shallow; for older commits, run `git fetch --unshallow`"
    remedy = "write another one, or a date such as 2025-10-30"
    why = f'--at "{word}": this repository has no such commit; {remedy}'
    return UsageError(why + more * repository.is_shallow)
