"""Print a report about a merge of two ledger files."""

from __future__ import annotations

from collections.abc import Sequence

from chrono.cli.session import Session
from chrono.core.sentences import not_shown
from chrono.errors import ChronoError, MergeConflict
from chrono.files.read.source_files import SourceFile
from chrono.files.write.three_way import findings
from chrono.files.write.three_way.entry import Markers
from chrono.files.write.three_way.ledgers import MergedFile

MOST_SHOWN = 20  # the most possible duplicates, and the most new problems, that are shown


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
    sides: Sequence[SourceFile],
    markers: Markers,
) -> MergeConflict | None:
    """Print a summary of a merge, and warnings about possible errors.

    - `path`: the path of the merged file in the ledger
    - `sides`: our version and the other version
    - `markers`: the conflict markers, with the names of the two versions

    Returns the error to raise for conflicts, or None if there are no conflicts.
    """
    session.note_now(findings.summary(merged, markers))
    others = findings.other_files(path, sides[0])
    ledger, problems = findings.read(merged.file, others)
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
    if new:
        session.note("the merge caused errors; run `chrono check`")
    return None
