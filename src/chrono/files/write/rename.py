"""Change the id of an entry, and all references to the entry, in the files of a ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from chrono.core.countries import BODIES, COUNTRIES
from chrono.core.lookup import ActorIndex
from chrono.core.model import BUILT_IN, Actor, Ledger
from chrono.core.names import ids_with_prefix, other_ids
from chrono.core.sentences import id_used, several_match, shell_word
from chrono.errors import UsageError
from chrono.files.format.keys import ENTRIES, FORMER_IDS, noun
from chrono.files.format.kinds import ID, LINE
from chrono.files.format.new_entry import DATED
from chrono.files.format.reference_paths import ReferencePath, reference_paths
from chrono.files.read.source_files import SourceFile
from chrono.files.toml.blocks import Path
from chrono.files.toml.substitute import Substitutions, substituted
from chrono.files.write.entry import copied, value_at
from chrono.files.write.ledger_files import LedgerFiles, Position


class Named(NamedTuple):
    """The table and the id of an entry. The id of an undeclared actor is the actor's name."""

    kind: str
    id: str


_NAMING_KEYS = {"events": "title", "claims": "statement", "types": "label", "sources": "title"}
"""For each table, the key with the words that name an entry. In other tables, it is "name"."""


class Renaming(NamedTuple):
    """The result of renaming an entry."""

    entry: Named
    new: str
    places: int
    files: int


def rename(files: LedgerFiles, name: str, new: str) -> Renaming:
    """Change the id of an entry to `new`, in the entry and in all references."""
    entry = find(files, name)
    kind, old = entry
    new = new.removeprefix(f"{kind}.")
    _refuse(files, entry, new)

    moves = moves_to_new_id(files, entry, new)
    make_moves(files, moves)
    for one in files.all_existing(kind, new):
        former = [id for id in one.fields.get(FORMER_IDS, ()) if id not in (old, new)]
        one.set((FORMER_IDS,), [*former, old])
    return Renaming(entry, new, sum(map(len, moves.values())), len(moves))


def moves_to_new_id(files: LedgerFiles, entry: Named, new: str) -> Moves:
    """Return the texts to replace with the id `new`, by file."""
    kind, old = entry

    def role(reference: ReferencePath) -> bool | None:
        is_it = reference.kind == kind and reference.text == old and not _is_disputed(reference)
        return is_it or None

    moves = find_moves(files, role, new)
    for file, path in files.find(kind, old):
        is_key = kind not in DATED
        moves[file][path if is_key else (*path, "id"), is_key] = new
    return moves


def _refuse(files: LedgerFiles, entry: Named, new: str) -> None:
    kind, old = entry
    key = ENTRIES[kind].keys.get("id")
    id_kind = key.kind if key else ID if kind == "actors" else LINE
    if problems := id_kind.problems(new, ("id",)):
        words = _NAMING_KEYS.get(kind, "name")
        command = f"chrono edit {kind}.{old} --set {shell_word(f'{words}={new}')}"
        raise UsageError(f"{'; '.join(problems)}; to change the {words}, run `{command}`")
    if new == old:
        raise UsageError(f'"{old}" is already the id of this {noun(kind)}')
    if kind == "types" and new in BUILT_IN:
        raise UsageError(f'"{new}" is a built-in type; choose another id')
    if (line := files.line(kind, new)) and files.current_id(kind, new) != old:
        raise UsageError(
            f"{id_used(noun(kind), new, line)}, or join the two with `chrono join {new} {old}`"
        )
    if kind == "actors" and new == "disputed":
        raise UsageError('"disputed" is reserved for initiators; choose another id')
    for actor in all_actors(files.ledger).named(new) if kind == "actors" else ():
        if actor.id != old:
            whose = f"of {actor.name} ({actor.id})" if actor.declared else "that this ledger uses"
            raise UsageError(f'"{new}" is a name {whose}; choose another id')


Role = Callable[[ReferencePath], bool | None]
"""A function that decides whether to change a reference."""

Moves = Mapping[SourceFile, Substitutions]
"""The references to change, by file."""


def find_moves(
    files: LedgerFiles, role: Role, new: str, omit: Collection[Position] = ()
) -> defaultdict[SourceFile, Substitutions]:
    """Return the references to replace with the id `new`, by file."""
    moves: defaultdict[SourceFile, Substitutions] = defaultdict(dict)
    for file in files.source_files:
        roles = [
            (reference, is_moved)
            for reference in reference_paths(file.data)
            if (is_moved := role(reference)) is not None and (file, reference.path[:2]) not in omit
        ]
        lists = {
            reference.path[:-1]
            for reference, is_moved in roles
            if is_moved and isinstance(reference.path[-1], int)
        }
        visited: set[Path] = set()
        for reference, is_moved in roles:
            holder = reference.path[:-1]
            is_repeated = holder in lists and holder in visited
            visited.add(holder)
            if is_moved or is_repeated:
                moves[file][reference.path, reference.is_key] = None if is_repeated else new
    return moves


def make_moves(files: LedgerFiles, moves: Moves) -> None:
    """Replace ids in the text and the data of each file, as listed in `moves`."""
    for source_file, changes in moves.items():
        data = copied(source_file.data)
        # What is inside a value comes before it, and the end of a list before its beginning.
        for (path, is_key), new in sorted(changes.items(), reverse=True):
            holder = value_at(data, path[:-1])
            if new is None:
                del holder[path[-1]]
            elif is_key:
                holder[new] = holder.pop(path[-1])
            else:
                holder[path[-1]] = new
        files.rewrite(source_file, substituted(source_file.blocks, changes), data)


def find(files: LedgerFiles, name: str) -> Named:
    """Return the only entry with this id, former id or actor's name."""
    found = candidates(files, name)
    if len(found) > 1:
        raise UsageError(several_match(name, "entries", [".".join(each) for each in found]))
    (entry,) = found
    if entry.kind == "actors" and not files.find(*entry):
        raise UsageError(undeclared(entry.id))
    return entry


def candidates(files: LedgerFiles, name: str, built_in: bool = False) -> Sequence[Named]:
    """Return the entries that match a name: an id, a former id, or a table and id (`actors.xi`)."""
    kind, _, id = name.partition(".")
    if kind in ENTRIES and files.find(kind, id):
        return [Named(kind, files.current_id(kind, id))]
    found = (
        [Named(kind, files.current_id(kind, name)) for kind in ENTRIES if files.find(kind, name)]
        or [Named("actors", actor.id) for actor in all_actors(files.ledger).exact(name)]
        or [Named(kind, id) for kind in DATED for id in ids_with_prefix(name, files.ids(kind))]
        or [Named("actors", id) for id in files.actors_with_words(name)]
    )
    if found:
        return found
    if (type := name.removeprefix("types.")) in BUILT_IN and built_in:
        return [Named("types", type)]
    if type in BUILT_IN:
        raise UsageError(f'"{name}" is a built-in type, which cannot be renamed or joined')
    if name == "ledger":
        raise UsageError("cannot rename or join the [ledger] table")
    ids = [id for kind in ENTRIES for id in files.ids(kind)]
    remedy = "; for the ids, run `chrono list --status any -v`, `chrono claims` or `chrono actors`"
    raise UsageError(f'unknown id "{name}"{other_ids(name, [], ids) or remedy}')


def undeclared(name: str) -> str:
    """Return the message that the actor `name` is not declared, and so has no id."""
    word = shell_word(name)
    return (
        f'"{name}" has no id, since it is not under [actors]; to give it an id, run `chrono add '
        f"actor {word}`; to join it with an actor, run `chrono join ID {word}`"
    )


def all_actors(ledger: Ledger) -> ActorIndex:
    """Return an index of all actors in a ledger, including actors without events."""
    index = ActorIndex(ledger.actors.values())
    named = [actor for claim in ledger.claims for actor in (claim.by, *claim.actors)]
    for actor in (*named, *ledger.principals):
        if not index.exact(actor.name):
            index.add(actor)
    return index


def referred_to(reference: ReferencePath, index: ActorIndex) -> Actor | None:
    """Return the actor that a reference leads to."""
    text = reference.text
    may_be_country = reference.refers_to in ("initiator", "side")
    is_country = may_be_country and (text in COUNTRIES or text in BODIES)
    if reference.kind != "actors" or is_country or _is_disputed(reference):
        return None
    actors = index.exact(text)
    return actors[0] if actors else Actor(text, text, declared=False)


def _is_disputed(reference: ReferencePath) -> bool:
    return reference.refers_to == "initiator" and reference.text == "disputed"
