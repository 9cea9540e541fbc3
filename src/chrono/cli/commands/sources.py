"""`chrono sources`: list the sources of events, with counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from chrono.cli import views
from chrono.cli.command import command
from chrono.cli.options import ROWS_HELP, Word, spec
from chrono.cli.output import Output
from chrono.cli.session import Session
from chrono.core.english import join_or, plural
from chrono.core.model import Source
from chrono.core.names import choose
from chrono.core.origins import Origins
from chrono.core.query import Question
from chrono.core.sentences import only_one_of
from chrono.core.source_use import Use, uses
from chrono.errors import refuse
from chrono.files.exchange.record import source_record
from chrono.files.exchange.rows import Table, key_columns
from chrono.files.format.content import has_content
from chrono.files.format.keys import INLINE_SOURCE

GROUPS: Mapping[str, Callable[[Origins, Source], str | None]] = {
    "origin": lambda origins, source: origins.origin(source),
    "publisher": lambda origins, source: origins.publisher(source),
    "side": lambda origins, source: source.side,
    "grade": lambda origins, source: source.grade,
}
"""For each group of sources, a function that returns the group of a source, or None without one."""

KEYS = tuple(
    key
    for key in INLINE_SOURCE.keys
    if key not in ("ref", "publisher", "locator", "quote", "says", "private", "extra")
)
"""The keys that --missing can name: those of a source, except those of a single citation."""

_BY = f"Group the sources by {join_or([*GROUPS])}."
_MISSING = "Only sources without this detail, such as archive, url or date."
_BRIEF = ("publisher", "origin", "side", "grade", "date", "events", "alone", "title", "url")


@command(option_help=ROWS_HELP)
def sources(
    session: Session,
    question: Question,
    output: Output,
    by: Annotated[Word, spec("--by", "GROUP", _BY)] = None,
    missing: Annotated[Word, spec("--missing", "KEY", _MISSING)] = None,
) -> None:
    """List the sources, and count the events of each source.

    For each source, chrono also counts the events that have no other source. The origin of a source
    is the agency or outlet that made the report.

    chrono sources 2025 --contacts --by origin
        Count the contacts that each agency or outlet reported.
    chrono sources 2025-10-30-busan -o markdown
        Print the sources of one event as lines to paste.
    chrono sources --missing archive
        List the sources without an archived copy.
    """
    refuse((by and missing, only_one_of("--by", "--missing")))
    choose(by or "origin", GROUPS, "group of sources")
    choose(missing or "url", KEYS, "key", where=" of a source")
    selection = session.select(question, "counted", coverage="event" not in question.words)
    origins = Origins(selection.ledger.publishers)
    matches = selection.matches
    if bare := sum(not match.event.sources for match in matches):
        session.note(plural(bare, "event has no source", "events have no source"))
    with_sources = tuple(match for match in matches if match.event.sources)
    session.note_undecided(selection._replace(matches=with_sources))
    if by:
        group = GROUPS[by]
        found = uses(matches, origins, lambda source: group(origins, source))
        columns: Sequence[str] = (by, "sources", "events", "alone")
        rows: Sequence[dict[str, Any]] = [
            dict(zip(columns, (name, len(use.sources), use.events, use.alone), strict=True))
            for name, use in found.items()
        ]
        shown, brief = session.shown(rows, selection.query, "group"), columns
    else:
        used = [
            use for use in uses(matches, origins).values()
            if missing is None or not has_content(source_record(use.sources[0])[missing])
        ]  # fmt: skip
        listed = session.shown(used, selection.query, "source")
        if output.can("citations") and missing is None:
            cited = [use.sources[0] for use in listed]
            output.texts("citations", [source for source in cited if not source.private])
            if private := sum(source.private for source in cited):
                session.note(f"{plural(private, 'private source')} omitted")
            return
        shown = tuple(_record(use, origins) for use in listed)
        brief = (*_BRIEF, *["ids"] * bool(missing))
        columns = (*(shown[0] if shown else brief),)
    table = Table(key_columns(*columns), shown, key_columns(*brief))
    about = (by, missing, selection.query)
    output.rows(table, lambda console: views.sources.sources_table(shown, *about, console))


def _record(use: Use, origins: Origins) -> dict[str, Any]:
    (source,) = use.sources
    record = source_record(source)
    own = {key: record[key] for key in ("id", *KEYS)}
    names = {"publisher": origins.publisher(source), "origin": origins.origin(source)}
    ids = [match.event.id for match in use.events.matches]
    counts = {"events": use.events, "alone": use.alone, "ids": ids}
    return {"id": own["id"], **names, **own, **names, **counts}
