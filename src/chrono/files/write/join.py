"""Join two entries of a ledger into one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from chrono.core.countries import country_of, exact_country, split_country
from chrono.core.english import first_few, join_or, plural
from chrono.core.model import BUILT_IN, Actor, Ledger
from chrono.core.references import not_duplicates
from chrono.core.sentences import several_match, shell_word
from chrono.errors import UsageError
from chrono.files.format.keys import ENTRIES, FORMER_IDS, noun
from chrono.files.format.new_entry import DATED, NewEntry
from chrono.files.format.reference_paths import ReferencePath
from chrono.files.write.joined_fields import JoinedFields
from chrono.files.write.ledger_files import LedgerFiles
from chrono.files.write.rename import (
    Moves,
    Named,
    Role,
    all_actors,
    candidates,
    find_moves,
    make_moves,
    referred_to,
    undeclared,
)


class Joining(NamedTuple):
    """The result of joining the entry `other` with the entry `keep`."""

    keep: Named
    other: Named
    references: int
    files: int
    added: Sequence[str]
    notes: Sequence[str]
    removed: str


def join(files: LedgerFiles, keep: str, other: str, country: str | None = None) -> Joining:
    """Move the values of the entry `other`, and all references to it, to the entry `keep`."""
    ours, theirs = find_pair(files, keep, other)
    kind, ledger = ours.kind, files.ledger
    records = _with_country(record(ledger, ours), record(ledger, theirs))
    country = _country(*records, country)
    _refuse(ours, theirs, *records)
    role = _role(ledger, ours, theirs, *records)
    moves = find_moves(files, role, ours.id, files.find(kind, theirs.id))
    _refuse_two_counts(moves, role)
    make_moves(files, moves)
    kept, gone = (files.all_existing(kind, one.id) for one in (ours, theirs))
    fields = [dict(some[0].fields) if some else {} for some in (kept, gone)]
    if kind == "actors" and records[1].country:
        fields[1].setdefault("country", records[1].country)  # in brackets, or as written
    joined = JoinedFields(kind, records, (fields[0], fields[1]), country)
    former = dict.fromkeys(records[0].former_ids)
    if gone:
        former |= dict.fromkeys((theirs.id, *records[1].former_ids))
        former.pop(ours.id, None)
    for entry in kept:
        joined.make(entry)
        if former:
            entry.set((FORMER_IDS,), [*former])
    if not kept:  # a built-in type that is not declared
        values = {str(path[0]): value for path, value in joined.values}
        new = NewEntry(kind, {"id": ours.id, **values, FORMER_IDS: [*former]})
        files.add([new], gone[0].source_file.name)
    removed = gone[0].text() if gone else ""
    for entry in gone:
        entry.remove()
    changed = {entry.source_file.name for entry in (*kept, *gone)}
    changed |= {file.name for file in moves}
    number = sum(map(len, moves.values()))
    notes = [*joined.differences, *_together(ledger, *records)]
    return Joining(ours, theirs, number, len(changed), joined.added, notes, removed)


def find_pair(files: LedgerFiles, keep: str, other: str) -> tuple[Named, Named]:
    """Return the two entries with the ids `keep` and `other`."""
    ours, theirs = (candidates(files, name, built_in=True) for name in (keep, other))
    pairs = [(one, two) for one in ours for two in theirs if one.kind == two.kind]
    for name, found in ((keep, {one for one, _ in pairs}), (other, {two for _, two in pairs})):
        if len(found) > 1:
            choices = sorted(".".join(each) for each in found)
            raise UsageError(several_match(name, "entries", choices))
    if not pairs:
        called = [ENTRIES[found[0].kind].called for found in (ours, theirs)]
        only = "only two entries of the same kind can be joined"
        raise UsageError(f'"{keep}" is {called[0]}, and "{other}" is {called[1]}; {only}')
    ((one, two),) = pairs
    if one == two:
        raise UsageError(f'"{keep}" and "{other}" are the same {noun(one.kind)}')
    if one.kind == "actors" and not files.find(*one):
        raise UsageError(undeclared(one.id))
    return one, two


def record(ledger: Ledger, entry: Named) -> Any:
    """Return the record of an entry in the ledger, such as an Event."""
    records = getattr(ledger, entry.kind)
    if entry.kind in DATED:
        return next(record for record in records if record.id == entry.id)
    return records.get(entry.id) or Actor(entry.id, entry.id, declared=False)


def _with_country(keep: Any, other: Any) -> tuple[Any, Any]:
    """Return both records. The actor `other` gets the country in a name such as `Jane Roe (US)`."""
    if not isinstance(keep, Actor) or keep.country or other.country:
        return keep, other
    words = [split_country(name)[1] for actor in (keep, other) for name in actor.all_names]
    countries = {exact_country(word) for word in words if word}
    return keep, other._replace(country=countries.pop()) if len(countries) == 1 else other


def _country(keep: Any, other: Any, chosen: str | None) -> str | None:
    countries = [getattr(one, "country", None) for one in (keep, other)]
    if None in countries or len({*countries}) < 2:
        if chosen is not None:
            raise UsageError(
                "--country has no effect, since both countries are the same; omit --country"
            )
        return None
    one, two = map(str, countries)
    if chosen is not None and (country := country_of(chosen)) in (one, two):
        return country
    options = [f"--country {shell_word(country)}" for country in (one, two)]
    raise UsageError(
        f'"{keep.id}" has the country {one}, and "{other.id}" has {two}; if they are one actor, '
        f"add {join_or(options)}"
    )


def _refuse(ours: Named, theirs: Named, keep: Any, other: Any) -> None:
    kind = ours.kind
    if kind == "types" and theirs.id in BUILT_IN:
        raise UsageError(
            f'"{theirs.id}" is a built-in type, which cannot be removed; '
            f"run `chrono join {theirs.id} {ours.id}`"
        )
    if kind == "types" and keep.contact != other.contact:
        one, two = (keep, other) if keep.contact else (other, keep)
        change = f"a {'' if keep.contact else 'non-'}contact type too"
        raise UsageError(
            f'cannot join "{ours.id}" and "{theirs.id}", because only "{one.id}" is a contact '
            f'type; to make "{theirs.id}" {change}, run `chrono edit types.{theirs.id} '
            f"--set contact={str(keep.contact).lower()}`"
        )
    if kind in ("events", "actors"):
        for one, two in ((keep, other), (other, keep)):
            if not {*not_duplicates(one)}.isdisjoint((two.id, *two.former_ids)):
                raise UsageError(
                    f'"{one.id}" is marked as no duplicate of "{two.id}"; remove '
                    "extra.not_duplicate_of first"
                )


def _role(ledger: Ledger, ours: Named, theirs: Named, keep: Any, other: Any) -> Role:
    index = all_actors(ledger) if ours.kind == "actors" else None
    moved, kept = (theirs.id, *other.former_ids), (ours.id, *keep.former_ids)

    def role(reference: ReferencePath) -> bool | None:
        id: str | None = reference.text if reference.kind == ours.kind else None
        if index is not None:
            actor = referred_to(reference, index)
            id = actor.id if actor else None
        return True if id in moved else False if id in kept else None

    return role


def _refuse_two_counts(moves: Moves, role: Role) -> None:
    for file, moved in moves.items():
        for path in (path for path, is_key in moved if is_key):
            claim: Any = file.data["claims"][path[1]]
            for name in claim["counts"]:
                if role(ReferencePath((*path[:-1], name), name, "type", True)) is False:
                    raise UsageError(
                        f'"{path[-1]}" and "{name}" cannot be joined, because the claim '
                        f'"{claim["id"]}" counts both; first run `chrono edit {claim["id"]}`, and '
                        "replace the two counts with one"
                    )


def _together(ledger: Ledger, keep: Any, other: Any) -> list[str]:
    if not isinstance(keep, Actor):
        return []
    both = [
        event.id
        for event in ledger.events
        if {keep.id, other.id} <= {actor.id for actor in event.actors}
    ]
    number = plural(len(both), "event")
    note = f'both took part in {number}, where only "{keep.id}" is listed now: {first_few(both)}'
    return [note] if both else []
