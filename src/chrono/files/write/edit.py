"""Change an entry by command-line arguments: `place=Busan`, `tags+=a; b` or `tags-=c`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chrono.core.english import first_few
from chrono.core.same_value import same_value
from chrono.core.sentences import bad_value, needs, several_names, shell_word
from chrono.errors import SeveralNamesError, UsageError, refuse
from chrono.files.format.containers import ListOf
from chrono.files.format.dump import source_fields
from chrono.files.format.keys import INLINE_SOURCE, TABLES, locate
from chrono.files.format.kind import Kind
from chrono.files.format.kinds import FreeValue
from chrono.files.format.typed_text import printed
from chrono.files.toml.blocks import Path
from chrono.files.toml.emit import literal
from chrono.files.write.entry import Entry
from chrono.files.write.names import NameResolver
from chrono.files.write.places import with_country

_NAMING = {*INLINE_SOURCE.either, "url"}
"""The keys that name a source. The other keys are its details."""


class ArgumentEditor:
    """An editor that changes one entry by command-line arguments."""

    def __init__(
        self, entry: Entry, names: NameResolver, parse: Callable[[Kind, str, Path], Any]
    ) -> None:
        self.entry = entry
        self._names = names
        self._parse = parse
        self._typed: set[Path] = set()

    def set(self, argument: str) -> None:
        """Make the change in an argument: `place=Busan`, `tags+=a; b` or `tags-=c`."""
        key, equals, text = argument.partition("=")
        if not equals:
            raise UsageError(bad_value("--set", argument, "KEY=VALUE, such as place=Busan"))
        key = key.strip()
        if key == "id" and not isinstance(self.entry.path[-1], int):
            raise UsageError(
                f"--set cannot change the id {self.entry.id}; run "
                f"`chrono rename {self.entry.name} {shell_word(text.strip() or 'ID')}`"
            )
        sign = self._sign(key)
        key = key.removesuffix(sign).strip()
        path, kind = locate(self.entry.kind, key)
        if not text.strip():
            raise UsageError(f"--set {key} has no value; to remove {key}, use --unset {key}")
        value = self._parse(kind, text.strip(), path)
        if sign and isinstance(kind, FreeValue):
            value = _as_list(value)
        if sign == "+":
            self.extend(key, value)
            return
        try:
            value = self._names.value(kind, value)
        except SeveralNamesError as error:
            if value != [text.strip()]:
                raise
            change = shell_word(f"{key}{sign}={'; '.join(error.names)}")
            raise UsageError(several_names(value[0], error.names, f"--set {change}")) from None
        self._typed.add(path)
        if not sign:
            self._note_aliases(path, value)
            self.entry.set(path, value)
        for element in value if sign else ():
            self._remove(key, element)

    def _sign(self, key: str) -> str:
        """Return "+" or "-" if a typed key ends with this sign and is a list, otherwise ""."""
        if not key.endswith("-") or key == "-":
            return "+" if key.endswith("+") else ""
        if row := TABLES[self.entry.kind].keys.get(key[:-1]):
            return "-" if isinstance(row.kind, ListOf) else ""
        path, kind = locate(self.entry.kind, key)
        shorter = (*path[:-1], str(path[-1])[:-1])
        known = self.entry.get(path) is None and self.entry.get(shorter) is not None
        return "-" if isinstance(kind, FreeValue) and known else ""

    def _remove(self, key: str, element: Any) -> None:
        path, kind = locate(self.entry.kind, key)
        value = self.entry.get(path)
        before = self._names.value(kind, _as_list(value))
        numbers = [number for number, other in enumerate(before) if same_value(other, element)]
        if not numbers:
            raise UsageError(f'"{key}" of "{self.entry.id}" does not contain {literal(element)}')
        self.entry.unset((*path, numbers[-1]) if isinstance(value, list) else path)

    def separate_country(self) -> None:
        """Move the country of a new place such as `Berlin, Germany` to the key `place_country`."""
        keys = [key for key in ("place", "place_country") if (key,) in self._typed]
        if "place" in keys:
            typed = {key: self.entry.get((key,)) for key in keys}
            before = self.entry.get(("place_country",))
            fields = with_country(typed, self._names.notes, before)
            self.entry.update(fields)
            if before and "place_country" not in fields:
                remedy = "to change it, use --set place_country=COUNTRY"
                self._names.notes.append(f"place_country is still {before}; {remedy}")

    def extend(self, key: str, value: Any) -> None:
        """Add the new elements of `value` to the list `key`."""
        path, kind = locate(self.entry.kind, key)
        before = self.entry.get(path)
        if isinstance(kind, FreeValue) and before is not None:
            before = _as_list(before)
        if not isinstance(value, list) or not isinstance(before, (list, type(None))):
            raise UsageError(f'"{key}" is not a list; use --set {key}=…')
        known = self._names.value(kind, [*(before or ())])
        new: list[Any] = []
        for element in self._names.value(kind, value):
            if any(same_value(element, other) for other in known):
                self._names.notes.append(f'"{key}" already contains {literal(element)}')
            elif not any(same_value(element, other) for other in new):
                new.append(element)
        self._note_aliases(path, new)
        if before is not self.entry.get(path):  # one value under `extra` becomes a list
            self.entry.set(path, [*(before or ()), *new])
        else:
            self.entry.extend(path, new)

    def add_sources(self, sources: Sequence[Any]) -> None:
        """Add sources to the entry, or add details to existing sources of the entry."""
        for source in sources:
            before = self.entry.get(("sources",)) or []
            is_new = not before and "publisher" in source and self.entry.kind != "sources"
            if isinstance(source, Mapping) and {"ref", "url"}.isdisjoint(source) and not is_new:
                is_declared = self.entry.kind == "sources"
                if not is_declared:
                    self._refuse_unclear(before, source)
                self._set_details(() if is_declared else ("sources", 0), source)
                continue
            (new,) = self._names.value(locate(self.entry.kind, "sources")[1], [source])
            typed = {key: new[key] for key in source} if isinstance(source, Mapping) else {}
            found = [at for at, item in enumerate(before) if self._fits(typed, item)]
            self._refuse_other_publisher(before, new)
            if len(found) == 1 and not typed.keys() <= _NAMING:
                self._set_details(("sources", found[0]), typed)
            else:
                self.extend("sources", [source])

    def _refuse_unclear(self, sources: Sequence[Any], details: Mapping[str, Any]) -> None:
        key, value = next(iter(details.items()))
        option = f"--{'source-' if key in TABLES['events'].keys else ''}{key}"
        table = TABLES[self.entry.kind]
        refuse(
            ("sources" not in table.keys, f"{option} does not apply to {table.called}"),
            (not sources, needs(option, "--source or --publisher")),
        )
        tables = [item if isinstance(item, Mapping) else {"ref": item} for item in sources]
        options = [f"--source {item.get('ref') or item.get('url') or ''}" for item in tables]
        choice = f"for the first one, write --set {shell_word(f'sources[1].{key}={value}')}"
        if key == "publisher":
            names = [self._whole(item).get("publisher") for item in sources]
            choices = [
                f"--set {shell_word(f'sources[{number}].publisher={value}')} (now {name})"
                for number, name in enumerate(names, 1)
            ]
            choice = f"write {first_few(choices, word='or')}; for a new source, add --source URL"
        elif "--source " not in options:
            choice = f"add {first_few(options, word='or')}"
        elif options[0] != "--source ":
            choice = f"for the first one, add {options[0]}"
        several = f'"{self.entry.id}" has {len(sources)} sources; {choice}'
        refuse((len(sources) > 1, several))

    def _refuse_other_publisher(self, sources: Sequence[Any], new: Any) -> None:
        for number, item in enumerate(sources, 1):
            if isinstance(new, Mapping) and isinstance(item, Mapping) and "url" in new:
                old, publisher = item.get("publisher"), new.get("publisher")
                if item.get("url") == new["url"] and not same_value(old, publisher):
                    change = shell_word(f"sources[{number}].publisher={publisher}")
                    raise UsageError(
                        f'"{self.entry.id}" already cites this URL, with the publisher "{old}"; '
                        f"to change the publisher, write --set {change}"
                    )

    def _fits(self, new: Mapping[str, Any], item: Any) -> bool:
        whole = self._whole(item)
        is_same = any(key in new and new[key] == whole.get(key) for key in ("ref", "url"))
        return is_same and all(key not in whole or same_value(whole[key], new[key]) for key in new)

    def _whole(self, item: Any) -> Mapping[str, Any]:
        table = item if isinstance(item, Mapping) else {"ref": item}
        declared = self._names.ledger.sources.get(table.get("ref", ""))
        return {**(source_fields(declared) if declared else {}), **table}

    def _set_details(self, source: Path, details: Mapping[str, Any]) -> None:
        if isinstance(id := self.entry.get(source), str):
            self.entry.set(source, {"ref": id})
        for key, value in details.items():
            path, kind = locate(self.entry.kind, printed((*source, key)))
            self.entry.set(path, self._names.value(kind, value))

    def unset(self, key: str) -> None:
        """Remove `key` from the entry. If the entry has no such key, a note is added."""
        path, _ = locate(self.entry.kind, key)
        if self.entry.get(path) is None:
            self._names.notes.append(f'"{self.entry.id}" has no "{key}"')
        self.entry.unset(path)

    def _note_aliases(self, path: Path, names: Any) -> None:
        if path == ("aliases",) and isinstance(names, list):
            before = self.entry.get(path) or ()
            self._names.note_aliases([name for name in names if name not in before], self.entry.id)


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
