"""Report a merge, run `chrono merge` as git's merge driver, and set up git to use the driver."""

from __future__ import annotations

import os
import re
import shlex
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from chrono.cli.prompts import require_consent
from chrono.cli.session import Session
from chrono.cli.write_options import write_lines
from chrono.core.sentences import cannot_write, hint, not_shown
from chrono.core.text_diff import unified_diff
from chrono.errors import (
    ChronoError,
    LedgerError,
    MergeConflict,
    UsageError,
    WriteError,
    refuse,
)
from chrono.files.disk.atomic import create, replace, write_bytes
from chrono.files.disk.git import repository_root
from chrono.files.disk.git_merge import merge_text, missing_settings, set_up
from chrono.files.disk.locate import locate_ledger
from chrono.files.read.diagnostics import Diagnostics
from chrono.files.read.source_files import SourceFile, gather, parse
from chrono.files.read.text import decode, read_bytes
from chrono.files.write.three_way import findings
from chrono.files.write.three_way.entry import Markers
from chrono.files.write.three_way.ledgers import MergedFile, merge_files

MOST_SHOWN = 20  # the most possible duplicates, and the most new problems, that are shown
_ATTRIBUTES = ".gitattributes"
_NOT_REPLACED = re.compile("%[A-Z]")  # git before 2.44 does not replace %X and %Y
_INNER = "Temporary merge branch"
"""The start of git's labels while it merges several common bases of two branches into one.

chrono does not report such a merge, because its result is only the base of another merge.
"""


class _Warning(ChronoError):
    label = "warning"

    def lines(self) -> Sequence[str]:
        return [line if line.startswith("  ") else f"{self.label}: {line}" for line in self.args]


def warn(session: Session, *lines: str) -> None:
    """Print a warning on standard error, unless --quiet is used.

    Lines that begin with two spaces continue the line above.
    """
    if not session.quiet:
        session.print_error(_Warning(*lines))


def report(
    session: Session,
    merged: MergedFile,
    path: str,
    output: str | None,
    sides: Sequence[SourceFile],
    markers: Markers,
) -> MergeConflict | None:
    """Print a summary of a merge, and warnings about possible errors.

    - `path`: the path of the merged file in the ledger
    - `output`: the path to which the result is written, or None for standard output
    - `sides`: our version and the other version
    - `markers`: the conflict markers, with the names of the two versions

    Returns the error to raise for conflicts, or None if there are no conflicts.
    """
    session.note_now(findings.summary(merged, markers))
    head, others = findings.ledger_with(path, sides[0])
    if output is not None:  # suggested commands name the ledger with the result
        session.named = _named(
            head if os.path.realpath(output) == os.path.realpath(path) else output
        )
    ledger, problems = findings.read(merged.file, others)
    for sentence in findings.new_id_sentences(merged, ledger, markers):
        warn(session, sentence)
    pairs = [*findings.possible_duplicates(merged, ledger)]
    for pair in pairs[:MOST_SHOWN]:
        warn(session, *findings.duplicate_sentences(pair, markers))
    if (more := len(pairs) - MOST_SHOWN) > 0:
        remedy = "run `chrono check --rule duplicate`"
        session.note(not_shown(more, "possible duplicate", remedy=remedy))
    for sentence in findings.same_actor_sentences(merged, markers, ledger, session.today):
        warn(session, sentence)
    if merged.conflicts:
        both = "the output has both versions, between conflict markers"
        conflicts = (findings.conflict_sentence(one, markers) for one in merged.conflicts)
        return MergeConflict(*(f"{conflict}; {both}" for conflict in conflicts))
    new = findings.new_problems(problems, sides, others)
    for problem in new[:MOST_SHOWN]:
        warn(session, f"{problem.place}: {problem.message}")
    if new and not others:  # nobody should commit a ledger that answers nothing
        what = "the merged ledger has errors that neither version has"
        return MergeConflict(f"{what}; correct them, then run `chrono check`")
    if new:  # perhaps until git has merged the other files
        session.note("the merge caused errors; run `chrono check`")
    return None


def _named(ledger: str) -> tuple[str, ...]:
    """Return the values of -f with which the user names a ledger, without -f if chrono finds it.

    git runs its merge drivers in the root of the repository, and sets $GIT_PREFIX to the folder of
    the user.
    """
    folder = Path.cwd() / os.environ.get("GIT_PREFIX", "")
    with suppress(LedgerError):
        found = locate_ledger((), os.environ, folder).paths
        if [os.path.realpath(folder / path) for path in found] == [os.path.realpath(ledger)]:
            return ()
    return (os.path.relpath(ledger, folder),)


def run(session: Session, words: Sequence[str], markers: Markers) -> int:
    """Merge two versions of a file for git, write the result to our version, and return the exit
    status.

    `words`: the paths of the base, our version and the other version, and the path of the file in
    the repository. Raises MergeConflict for conflicts.
    """
    refuse((len(words) != 4, "--driver needs BASE OURS THEIRS PATH, as `%O %A %B %P` from git"))
    base, ours, theirs, path = words
    own, other = (
        usual if _NOT_REPLACED.fullmatch(name) else name
        for name, usual in zip((markers.ours, markers.theirs), Markers()[:2], strict=True)
    )
    markers = Markers(own, other, markers.size)
    try:
        contents = [*map(read_bytes, (base, ours, theirs))]
        sides = [parse(path, decode(path, content), content) for content in contents]
        merged = merge_files(sides[0], sides[1], sides[2], markers)
    except Exception as error:  # whatever is wrong, no side may be lost
        _merge_as_text(session, words, markers, _why(error, path))
        return 0
    write_bytes(Path(ours), content(merged, sides[1]))
    if own.startswith(_INNER):
        return int(bool(merged.conflicts))
    try:
        conflicts = report(session, merged, path, path, sides[1:], markers)
    except Exception:  # the merge is written; its findings are only advice
        conflicts = MergeConflict(f"{path} has conflicts") if merged.conflicts else None
    if conflicts is not None:
        raise conflicts
    return 0


def _why(error: Exception, path: str) -> str:
    """Return the first line of an error message, without the name of the file at `path`."""
    if not isinstance(error, ChronoError):
        return str(error)
    if isinstance(error, LedgerError) and (first := error.problems[0]).place == path:
        return f"{first.severity}: {first.message}"
    return error.lines()[0]


def content(merged: MergedFile, ours: SourceFile) -> bytes:
    """Return the bytes of a merged file, with a byte order mark if our version has one."""
    return BOM_UTF8 * ours.content.startswith(BOM_UTF8) + merged.text.encode()


def _merge_as_text(session: Session, words: Sequence[str], markers: Markers, why: str) -> None:
    base, ours, theirs, path = words
    merged = merge_text(base, ours, theirs, markers[:2], markers.size)
    if merged is None:
        raise MergeConflict(f"{path}: neither chrono nor git can merge this file: {why}")
    text, has_conflicts = merged
    write_bytes(Path(ours), text)
    warn(session, f"{path}: git merged this file as text, because chrono cannot merge it ({why})")
    if has_conflicts:
        raise MergeConflict(
            f"{path}: the text has conflicts; both versions are between conflict markers"
        )


def install(session: Session, *, yes: bool, dry_run: bool) -> None:
    """Set up git so that chrono merges the ledger's files, after showing the new settings.

    `yes`: whether to skip the confirmation. Raises UsageError if there is no ledger or no
    repository, and WriteError if a file cannot be written.
    """
    located = session.located
    if located.bundled:
        raise UsageError("no ledger found; name a ledger with -f, or run `chrono init`")
    root = repository_root(located.paths[0])
    if root is None:
        why = f"{located.paths[0]} is not in a git repository"
        raise UsageError(f"{why}; run `git init`")
    path = os.path.join(root, _ATTRIBUTES)
    try:
        before = Path(path).read_bytes().decode("utf-8", "surrogateescape")
    except FileNotFoundError:
        before = ""
    except OSError as error:
        raise WriteError(cannot_write(path, error)) from None
    after = _with_lines(before, [f"{each} merge=chrono" for each in _patterns(located.paths, root)])
    settings = missing_settings(root)
    if after == before and not settings:
        session.note(f"git already uses chrono to merge {located.paths[0]}")
        return
    name = os.path.relpath(path)
    lines = [*unified_diff(name, before, after)]
    lines += [f"git config {key} {shlex.quote(value)}\n" for key, value in settings.items()]
    write_lines(lines)
    if dry_run:
        session.note("dry run: nothing was written")
        return
    if not yes:
        require_consent("Make these changes?", "nothing was written")
    if after != before:
        _write(path, before, after)
    set_up(root, settings)
    session.note(f"git now uses chrono to merge {located.paths[0]}")
    session.note(hint(f"commit {name}; in every other clone, run `chrono merge --install`"))


def _with_lines(text: str, lines: Sequence[str]) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    known = text.split(end)
    new = [line for line in lines if line not in known]
    start = end if text and not text.endswith("\n") and new else ""
    return text + start + "".join(f"{line}{end}" for line in new)


def _write(path: str, before: str, after: str) -> None:
    raw, old = (text.encode("utf-8", "surrogateescape") for text in (after, before))
    try:
        if not os.path.lexists(path):
            create(Path(path), raw)
        elif not replace(Path(os.path.realpath(path)), raw, old):
            raise WriteError(f"{path} was changed by another program; try again")
    except OSError as error:
        raise WriteError(cannot_write(path, error)) from None


def _patterns(paths: Sequence[str], root: str) -> Iterator[str]:
    names = [path for path in paths if not os.path.isdir(path)]
    found = [os.path.join(path, "*.toml") if os.path.isdir(path) else path for path in paths]
    for file in gather(names, Diagnostics()):
        head = file.data.get("ledger")
        included = head.get("include") if isinstance(head, dict) else None
        folder = os.path.dirname(file.name)
        found += [os.path.join(folder, str(name)) for name in included or ()]
    for path in found:
        folder, name = os.path.split(os.path.normpath(path))
        yield from _pattern(os.path.join(os.path.realpath(folder), name), root)


def _pattern(path: str, root: str) -> Iterator[str]:
    if os.path.commonpath([path, root]) == root:
        name = "/" + os.path.relpath(path, root).replace(os.sep, "/")
        yield f'"{name}"' if " " in name else name
