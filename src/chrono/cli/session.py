"""The state of a command: the ledger, today's date, colour, pager, and notes to the user."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import copy
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, TextIO, TypeVar

from chrono.cli import progress
from chrono.cli.report import broken, ledger_options, print_lines, print_notes, width, with_ledgers
from chrono.core.lookup import Lookup
from chrono.core.model import Ledger
from chrono.core.note_kinds import Note
from chrono.core.notes import Use, planned_notes, selection_notes
from chrono.core.query import Query, Question, Selection, limited, resolve, select
from chrono.core.sentences import (
    bad_value,
    hint,
    meaning,
    not_shown,
    only_one_of,
    uncertain,
)
from chrono.core.text import escape_controls
from chrono.errors import ChronoError, LedgerError, Problem, UsageError, refuse
from chrono.files.disk.config import Settings, settings
from chrono.files.disk.locate import LocatedLedger, locate_ledger
from chrono.files.exchange.registry import able_to
from chrono.files.index.load import load
from chrono.files.read.load import ExaminedLedger, examine
from chrono.files.read.storage import DISK, Storage

if TYPE_CHECKING:
    from rich.console import Console


_Row = TypeVar("_Row")


class Session:
    """The options that all commands have, the ledger in use, and notes to the user.

    - `named`: the ledgers named with -f
    - `files`: the paths of the ledger's files, which the output must not overwrite
    - `notes`: the notes to print at the end
    """

    def __init__(
        self, ledger: Sequence[str] = (), today: str | None = None, color: str | None = None,
        no_pager: bool = False, quiet: bool = False, verbose: bool = False, at: str | None = None,
    ) -> None:  # fmt: skip
        refuse((quiet and verbose, only_one_of("--quiet", "--verbose")))
        if color not in (None, "auto", "always", "never"):
            raise UsageError(bad_value("--color", color, "auto, always or never"))
        self.named = tuple(ledger)
        self.color, self.no_pager, self.at = color, no_pager, at
        self.quiet, self.verbose = quiet, verbose
        self.notes: list[Note] = []
        self._noted_now = set[str]()
        self.files: list[str] = [*ledger]
        self._read: Ledger | None = None
        self._text_shown = False  # whether a text is on the terminal, above the notes
        self._request: Question | Collection[str] | None = None
        self._today = self._day("--today", today) if today else None

    @cached_property
    def located(self) -> LocatedLedger:
        """Return the paths of the ledger in use, and why chrono chose this ledger."""
        return locate_ledger(self.named, os.environ, configured=lambda: self.settings.ledger)

    @cached_property
    def storage(self) -> Storage:
        """Return the storage from which the ledger is read: the disk, or the commit in --at.

        Raises UsageError if there is no such commit.
        """
        if self.at is None:
            return DISK
        from chrono.cli.revision import files_at

        files = files_at(self.at, self.located, self.today, self.note)
        self.note(f"using the ledger as it was in {files.commit}")
        return files

    def close(self) -> None:
        """End the git process that reads the commit in --at, if any."""
        if self.at is not None and "storage" in self.__dict__:
            self.storage.close()

    @cached_property
    def settings(self) -> Settings:
        """Return the settings in config.toml. Raises UsageError if a setting is invalid."""
        return settings(os.environ, formats=("table", *able_to("write")))

    @property
    def part(self) -> Ledger:
        """Return the part of the ledger that was read last. If nothing was read, read the whole
        ledger.
        """
        return self._read or self.read()

    def read(self, question: Question | Collection[str] | None = None) -> Ledger:
        """Return the ledger with at least the events that the command needs.

        `question`: the filters or the ids of these events; None: the whole ledger. All actors,
        types and sources are included. Raises LedgerError for errors in the ledger.
        """
        ledger = self._read
        if ledger is None or (ledger.vocabulary is not None and question != self._request):
            self._request = question
            ledger = load(self.located.paths, question, self.storage)
            if self.located.bundled and self._read is None:
                self.note(f'no ledger found; using the bundled "{ledger.name}"')
            self.files += map(self.storage.path, ledger.files)
            self._read = ledger
        return ledger

    def extras(self) -> Iterator[Mapping[str, Any]]:
        """Yield the value of `extra` of each event. The ledger is read for the first value."""
        yield from (event.extra for event in self.read().events)

    @property
    def lookup(self) -> Lookup:
        """Return a new lookup of the names in the ledger."""
        return Lookup(self.read(()))

    def select(
        self, question: Question, use: Use = "shown", *, only_contacts: bool = False,
        contacts_note: bool = False, coverage: bool = True,
    ) -> Selection:  # fmt: skip
        """Return the events that a question selects, and add notes on omitted events.

        - `use`: what the command does with the events. To count events, each name must match only
          one actor. Otherwise, planned events are selected if the whole period is in the future.
        - `only_contacts`: whether to select only contacts, with a note that explains this
        - `contacts_note`: whether to add this note although all events are selected
        - `coverage`: whether to add notes on coverage; False if the command adds such notes itself

        Raises UsageError for an invalid filter, and LedgerError for errors in the ledger.
        """
        ledger = self.read(question)
        counted = use == "counted"
        query = resolve(
            question, ledger, unique_names=counted, contacts=only_contacts,
            planned_after=None if counted else self.today,
        )  # fmt: skip
        selection = select(ledger, query)
        if counted and not (selection.matches or ledger.coverage):
            selection = select(self.read(), query)  # for the note on days without any event
        noted = only_contacts or contacts_note
        agenda = self._agenda(question, selection) if use == "shown" else ""
        notes = selection_notes(
            selection, use, contacts_by_default=noted, agenda=agenda,
            coverage=None if coverage else (),
        )  # fmt: skip
        self.note(*notes)
        if question.typed_period and not selection.matches and ledger.vocabulary is None:
            from chrono.cli.bare_words import other_time

            self.note(*other_time(question.typed_period, ledger, query, self.today))
        if not question.status:
            self.note(*planned_notes(selection))
        return selection

    def _agenda(self, question: Question, selection: Selection) -> str:
        coming = (
            event.status == "planned" and (event.when.end or dt.date.max) >= self.today
            for event in selection.others
        )
        if question.status or question.period is None or not any(coming):
            return ""
        from chrono.core.command_lines import command_line

        period = question.typed_period or question.period
        return command_line("agenda", question._replace(period=period))

    @cached_property
    def examined(self) -> ExaminedLedger:
        """Return the valid part of the ledger, and the problems in the rest."""
        if self.located.bundled:
            self.note("no ledger found; checking the bundled ledger")
        examined = examine(self.located.paths, self.storage)
        # Files that could not be read belong to the ledger, too.
        self.files += [*self.located.paths, *(file.path for file in examined.files)]
        self.files += [problem.path for problem in examined.problems]
        return examined

    def remember_files(self) -> None:
        """Protect the ledger's files from being overwritten, in a command that does not read the
        ledger.
        """
        self.files += self.located.paths
        with suppress(LedgerError):  # then only the names above are known
            self.files += [file.name for file in examine(self.located.paths).files]

    def refuse_ledger(self, path: str, option: str = "output") -> None:
        """Raise UsageError if the output file `path` is a file of the ledger.

        `option`: the name of the option with this path.
        """
        if os.path.realpath(path) in map(os.path.realpath, self.files):
            wrong = "this file is part of the ledger; choose another name"
            raise UsageError(f"--{option} {path}: {wrong}")

    @cached_property
    def today(self) -> dt.date:
        """Return today's date: the day in --today or $CHRONO_TODAY, or the system date.

        Raises UsageError for an invalid day.
        """
        if self._today is None and (word := os.environ.get("CHRONO_TODAY")):
            return self._day("$CHRONO_TODAY", word)
        return self._today or dt.date.today()

    def again(self) -> Session:
        """Return a copy of this session without notes. The copy will read the ledger again."""
        other = copy(self)
        other._read, other.notes = None, []
        vars(other).pop("today", None)  # the clock may show another day
        return other

    def on(self, day: dt.date) -> Session:
        """Return a copy of this session without notes, in which today is `day`."""
        other = copy(self)
        other.today, other.notes = day, []
        return other

    def _day(self, option: str, word: str) -> dt.date:
        with suppress(ValueError):
            return dt.date.fromisoformat(word)
        from chrono.core.english_dates import read_date

        with suppress(ValueError):
            # Words such as "yesterday" mean another day on each day, and are refused.
            first, second = (read_date(word, dt.date(year, 1, 1)) for year in (2001, 2003))
            if first == second:
                day = dt.date.fromisoformat(first)
                self.note(meaning(word, str(day)))
                return day
        raise UsageError(bad_value(option, word, "a date such as 2025-12-31"))

    def note(self, *notes: str | Note) -> None:
        """Add notes for the user, to be printed on standard error after the result.

        A sentence without a kind is a note on the result.
        """
        self.notes += map(_as_note, notes)

    def note_first(self, *notes: str | Note) -> None:
        """Add notes before all notes of the same kind."""
        self.notes[:0] = map(_as_note, notes)

    def note_now(self, *notes: str | Note) -> None:
        """Print notes that the user needs before the result, such as the reason for a delay."""
        for note in () if self.quiet else map(_as_note, notes):
            self._noted_now.add(note.text)
            progress.erase()
            print_notes([self._printed(note)], True, self._note_style())

    def print_notes(self) -> None:
        """Print the notes, unless -q is used. Standard output is flushed first."""
        try:
            sys.stdout.flush()
        finally:  # also if the reader of standard output has ended
            notes = [note for note in self.notes if note.text not in self._noted_now]
            if notes and not self.quiet:
                print_lines([""] * (self._text_shown and sys.stderr.isatty()))
                print_notes(map(self._printed, notes), self.verbose, self._note_style())

    def _printed(self, note: Note) -> Note:
        commands = tuple(f"{one}{ledger_options(self.named)}" for one in note.commands)
        return note._replace(text=self.with_ledgers(note.text), commands=commands)

    def with_ledgers(self, sentence: str) -> str:
        """Return a sentence whose suggested commands name the ledgers in -f."""
        return with_ledgers(sentence, self.named)

    def remedied(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Yield problems whose suggested commands name the ledgers in -f."""
        return (one._replace(message=self.with_ledgers(one.message)) for one in problems)

    def _note_style(self) -> tuple[str, str]:
        with suppress(ChronoError):  # from invalid settings, which are reported elsewhere
            if sys.stderr.isatty() and is_colored(self.color, True):
                if not (self.settings.theme or self.settings.colors):
                    return "\x1b[2m", "\x1b[0m"  # as below, without the time to import rich
                console = self.console(on_terminal=True)
                with console.capture() as captured:
                    console.print("x", style="note", end="")
                start, _, end = captured.get().partition("x")
                return start, end
        return "", ""

    def conflict_hints(self, problems: Iterable[Problem]) -> Iterator[Note]:
        """Yield advice on each file with merge conflicts that git wrote without chrono."""
        paths = {one.path: None for one in problems if one.rule == "syntax"}
        if paths:
            from chrono.files.disk.git_merge import remedy

            yield from map(hint, filter(None, map(remedy, paths)))

    def print_error(self, error: ChronoError) -> None:
        """Print an error on standard error, in colour on a terminal."""
        if isinstance(error, LedgerError):
            self.note_now(*self.conflict_hints(error.problems))
        lines = [*map(self.with_ledgers, error.lines())]
        if sys.stderr.isatty() and is_colored(self.color, True):
            with suppress(UsageError):  # from an invalid theme
                console = self.console(width(), on_terminal=True)
                from chrono.view import problems

                console.file = sys.stderr
                if isinstance(error, LedgerError):
                    texts = [
                        problems.wrapped(one, console) for one in self.remedied(error.problems)
                    ]
                else:
                    parts = [broken(escape_controls(line), width()) for line in lines]
                    texts = [problems.labelled(part) for part in chain.from_iterable(parts)]
                for text in texts:
                    console.print(text, soft_wrap=True)
                return
        print_lines(lines)

    def print_text(self, text: str) -> None:
        """Print a text on standard output. On a terminal, long text is shown in the pager."""
        self._text_shown = sys.stdout.isatty() and bool(text)
        if self.pager and sys.stdout.isatty():
            from chrono.cli import pager

            pager.show(self.pager, text)
        else:
            sys.stdout.write(text)

    def shown(self, rows: Sequence[_Row], query: Query, noun: str) -> tuple[_Row, ...]:
        """Return the rows to show, in the order of --reverse and up to the number in --limit.

        A note gives the number of omitted rows. `noun`: the word for one row.
        """
        shown = limited(rows, query)
        if left_out := len(rows) - len(shown):
            self.note(not_shown(left_out, noun, remedy="raise --limit"))
        return shown

    def note_undecided(self, selection: Selection, ids: Iterable[str] | None = None) -> None:
        """Add a note on the events whose dates are unknown, if a number of events is a range.

        `ids`: the events that make a number a range (default: those of the whole selection)
        """
        if ids is None:
            ids = (match.event.id for match in selection.matches if not match.certain)
        # `selection_notes` lists the events that have no source.
        if undecided := [id for id in ids if id not in selection.ledger.unsupported]:
            self.note(uncertain(undecided, selection.ledger.any_exact(undecided)))

    @property
    def pager(self) -> str:
        """Return the command of the user's pager, such as `less`, or "" for no pager."""
        environ = os.environ
        if self.no_pager or environ.get("TERM") == "dumb":
            return ""
        commands = (environ.get("CHRONO_PAGER"), self.settings.pager, environ.get("PAGER"))
        return next((command.strip() for command in commands if command is not None), "")

    def console(
        self, width: int | None = None, on_terminal: bool = False, file: TextIO | None = None
    ) -> Console:
        """Return a rich console with chrono's theme.

        - `width`: the width [columns]; None: $COLUMNS or the terminal's width
        - `on_terminal`: whether the output is on a terminal, where colour is the default
        - `file`: the output file; None: standard output

        Raises UsageError for invalid settings.
        """
        from rich.console import Console

        from chrono.view.theme import themed

        try:
            theme = themed(self.settings.theme, self.settings.colors)
        except UsageError as error:
            raise UsageError(f"{self.settings.path}: {error}") from None
        colored = self.color != "never" if file else is_colored(self.color, on_terminal)
        few = os.environ.get("TERM") in ("linux", "ansi", "vt100")
        system: Literal["standard", "256", "truecolor"] = "standard" if few else "256"
        if file or os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
            system = "truecolor"
        return Console(
            file=file, width=_columns() if width is None else width, theme=theme,
            force_terminal=colored, color_system=system if colored else None, no_color=not colored,
            highlight=False, markup=False, emoji=False,
        )  # fmt: skip


def _as_note(note: str | Note) -> Note:
    return note if isinstance(note, Note) else Note(note)


def is_colored(color: str | None, on_terminal: bool) -> bool:
    """Return whether to use colour. `color`: the value of --color."""
    if color in ("always", "never"):
        return color == "always"
    usual = on_terminal and os.environ.get("TERM") != "dumb"
    return not os.environ.get("NO_COLOR") and bool(os.environ.get("FORCE_COLOR") or usual)


def _columns() -> int | None:
    columns = os.environ.get("COLUMNS", "")
    number = int(columns[:9]) if columns.isascii() and columns.isdigit() else 1
    # A console that is wider than this would take memory and minutes.
    return 2000 if number > 2000 else 80 if number == 0 else None
