"""The notes on an import: what users should know about the accepted rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from chrono.core.english import first_few, join_and, plural
from chrono.files.format.new_entry import NewEntry
from chrono.files.merge.existing import Updates
from chrono.files.merge.mapping import Mapper


def of_side_entries(entries: Iterable[NewEntry], known_types: Collection[str]) -> Iterator[str]:
    """Notes on the new actors and types."""
    entries = [*entries]
    actors = [entry for entry in entries if entry.kind == "actors"]
    if actors:
        names = first_few([str(actor.fields["name"]) for actor in actors], 8)
        yield f"new under [actors]: {plural(len(actors), 'actor')}, {names}"
    if mails := [actor.id for actor in actors if "@" in str(actor.fields["name"])]:
        yield f"addresses for names, which exports show: {first_few(mails)}"
    if stateless := [actor.id for actor in actors if "country" not in actor.fields]:
        yield (
            f"{plural(len(stateless), 'new actor')} without a country, and so each counted "
            f"as one of its own: {first_few(stateless, 8)}"
        )
    for entry in entries:
        if entry.kind == "types" and entry.id not in known_types:
            contact = "a contact" if entry.fields.get("contact") else "no contact"
            yield f"new under [types]: {entry.id}, {contact}"


def of_updates(updates: Updates, missing: Sequence[str]) -> Iterator[str]:
    """Notes on existing entries; `missing` are the names of values that rows lack."""
    if updates.skipped:
        yield (
            f"told differently in the file and left as it was: {first_few(updates.skipped)}; "
            "--on-duplicate update takes the file's words"
        )
    if missing and updates.on_duplicate == "update":
        yield (
            f"not in the file, and left as it was: {first_few(missing, 8)}; "
            "`chrono edit ID --unset KEY` takes it away"
        )
    if updates.made:
        yield f"the file's words are taken for {first_few([one.id for one in updates.made], 20)}"


def of_columns(mapper: Mapper) -> Iterator[str]:
    """Notes on countries without a code, and on columns that are not mapped."""
    if mapper.bodies:
        names = first_few([*mapper.bodies], 8)
        yield f"no country's code is known for {names}: taken as names of bodies"
    if mapper.unused:
        unused = join_and(mapper.unused)
        yield f"nothing is taken from {unused}: --map FIELD=COLUMN says what it is"
