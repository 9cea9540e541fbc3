"""`chrono merge`: merge two versions of a ledger file, and serve as git's merge driver."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from chrono.cli import merge_driver
from chrono.cli.command import command
from chrono.cli.options import OUTPUT_HELP, WITHOUT_HISTORY, Word, Words, argument, spec
from chrono.cli.session import Session
from chrono.cli.write_options import write_lines
from chrono.core.query import whole_number
from chrono.core.sentences import hint, needs, no_effect, only_one_of
from chrono.core.text import escape_controls
from chrono.errors import LedgerError, MergeConflict, refuse
from chrono.files.disk.atomic import write_bytes
from chrono.files.read.source_files import open_file
from chrono.files.read.text import STDIN, read_bytes
from chrono.files.read.text import label as name_of
from chrono.files.write.three_way.entry import Markers
from chrono.files.write.three_way.ledgers import Unmergeable, merge_files

_PATHS = "The file before the changes (BASE), your changed file (OURS) and the other one (THEIRS)."
_DRIVER = "Write the result to OURS, as git needs it."
_INSTALL = "Set up git to merge your ledger with chrono in this repository."
_LABEL = "The name of OURS in conflict markers and messages (repeat for THEIRS) [default: FILE]."
_SIZE = "The length of conflict markers [default: 7]."


# Earlier versions told git to run the driver without "--" before the four paths.
@command(option_help=WITHOUT_HISTORY, last_words={"--driver": 4})
def merge(
    session: Session,
    paths: Annotated[Words, argument("BASE OURS THEIRS", _PATHS)] = None,
    output: Annotated[Word, spec("--output", "FILE", OUTPUT_HELP)] = None,
    label: Annotated[Words, spec("--label", "TEXT", _LABEL)] = None,
    marker_size: Annotated[Word, spec("--marker-size", "N", _SIZE)] = None,
    driver: Annotated[bool, spec("--driver", None, _DRIVER)] = False,
    install: Annotated[bool, spec("--install", None, _INSTALL)] = False,
    dry_run: Annotated[
        bool, spec("--dry-run", None, "With --install, only show the changes.")
    ] = False,
    yes: Annotated[bool, spec("--yes -y", None, "Skip the confirmation of --install.")] = False,
) -> int:
    """Merge two versions of a ledger file, entry by entry.

    Use this command if two people changed copies of one ledger. chrono prints a ledger with both
    changes. If both people changed the same field, the output has both values between conflict
    markers. The exit status is then 1. To make git merge your ledger in this way, use --install.

    chrono merge base.toml ours.toml theirs.toml > merged.toml
        Merge two copies of a ledger.
    chrono merge --install --dry-run
        Show how --install would change the settings of git.
    chrono merge --install --yes
        Set up git in this clone of the repository.
    """
    paths = paths or []
    after = "on merge; " + ("omit -f" if paths else "name three files after the command")
    refuse((driver and install, only_one_of("--driver", "--install")))
    if install:
        others = [("--output", output), ("--label", label), ("--marker-size", marker_size)]
        for option, value in ((" ".join(paths), paths), *others):
            refuse((value, no_effect(option, "with --install; name your ledger with -f")))
        merge_driver.install(session, yes=yes, dry_run=dry_run)
        return 0
    refuse(
        (yes, needs("--yes", "--install")),
        (dry_run, needs("--dry-run", "--install")),
        (session.named, no_effect("-f", after)),
        (driver and output is not None, no_effect("--output", "with --driver")),
    )
    labels = label or []
    if driver:
        return merge_driver.run(session, paths, _markers(labels, marker_size, Markers()[:2]))
    _merge_files(session, paths, output, labels, marker_size)
    return 0


def _merge_files(
    session: Session, paths: Sequence[str], output: str | None, labels: list[str], size: str | None
) -> None:
    refuse(
        (
            len(paths) != 3,
            "merge needs three files: BASE, OURS and THEIRS; to join two entries, run "
            "`chrono join KEEP OTHER`; to add a file, run `chrono import FILE`",
        ),
        (paths.count(STDIN) > 1, "only one of the files can be standard input"),
    )
    markers = _markers(labels, size, [*map(name_of, paths[1:])])
    base, ours, theirs = (open_file(path, read_bytes(path)) for path in paths)
    by_line = f"git merge-file -p {shlex.join([paths[1], paths[0], paths[2]])}"
    if problems := [*ours.problems, *theirs.problems]:
        session.note(hint(f"to merge the texts as they are, run `{by_line}`"))
        raise LedgerError(problems)
    try:
        merged = merge_files(base, ours, theirs, markers)
    except Unmergeable as error:
        wrong = f"cannot merge entry by entry: {error}"
        raise MergeConflict(f"{wrong}; to merge the texts, run `{by_line}`") from None
    conflicts = merge_driver.report(session, merged, paths[1], output, (ours, theirs), markers)
    content = merge_driver.content(merged, ours)
    if output is None:
        write_lines(re.findall("[^\n]*\n|[^\n]+", content.decode()))
    else:
        write_bytes(Path(output), content)
    if conflicts is not None:
        raise conflicts


def _markers(labels: list[str], size: str | None, names: Sequence[str]) -> Markers:
    many = "--label is given too often; write one --label for OURS and one for THEIRS"
    refuse((len(labels) > 2, many))
    # A label must not end the line of a marker, and must be valid UTF-8.
    ours, theirs = (
        escape_controls(label.encode(errors="backslashreplace").decode())
        for label in (*labels, *names[len(labels) :])
    )
    wanted = "a number such as 7"
    length = whole_number("--marker-size", "7" if size is None else size, wanted, 1, 999)
    return Markers(ours, theirs, length)
