"""Kinds of values that only ledgers have: offices, sources, and the periods of a claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from chrono.core.causes import Caused
from chrono.errors import UsageError
from chrono.files.format.containers import MapOf, Table
from chrono.files.format.kind import INVALID, Errors, InvalidValue, Kind, definition
from chrono.files.format.kinds import PERIOD, TEXT
from chrono.files.format.typed_text import is_list, pairs, parts

if TYPE_CHECKING:
    from chrono.files.toml.blocks import Path


class Office(Table):
    """The kind of an actor's office, typed as `President; from=2025-01-20`."""

    has_semicolons = True

    def parse(self, value: Any) -> Any:
        if isinstance(value, str) and not (text := value.strip(" \t")).startswith("{"):
            title, *dates = parts(text) or [""]
            if "=" in title:
                raise UsageError(f'"{text}": write "TITLE; from=DATE; until=DATE"')
            value = {"title": title, **pairs(dates)}
        return super().parse(value)


class SourceItem(Kind):
    """The kind of a source in an event or a claim: the id of a declared source, or a table.

    - `table`: the kind of this table
    - `declared`: the kind of the table of a declared source
    """

    words = "id or table"
    several = "ids and tables"
    refers_to = "source"
    accepts: Mapping[str, Any] = {"anyOf": [
        {"type": "string", "pattern": r"\S", "not": {"pattern": "^https?://"}},
        definition("source"),
    ]}  # fmt: skip

    def __init__(self, table: Table, declared: Table) -> None:
        self.table = table
        self.declared = declared
        shared = (key for name, key in table.keys.items() if name in declared.keys)
        self._json = Table(declared.called, *(key for key in shared if key.name != "extra"))

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        if not isinstance(value, str):
            return self.table.check(value, path, errors)
        if not value.startswith(("http://", "https://")):
            return TEXT.check(value, path, errors)
        table = f'{{ publisher = "…", url = "{value}" }}'
        remedy = f": a web address needs a publisher; write {table}"
        sentence = Caused(" ", value, remedy, cause="address")
        errors.append(InvalidValue(sentence).at(path))
        return INVALID

    def check_all(self, values: Sequence[Any]) -> Sequence[Any] | None:
        ids = {value for value in values if type(value) is str}
        tables = self.table.check_all([value for value in values if type(value) is not str])
        is_address = any(id.startswith(("http://", "https://")) for id in ids)
        if tables is None or is_address or TEXT.check_all([*ids]) is None:
            return None
        left = iter(tables)
        return [value if type(value) is str else next(left) for value in values]

    def parse(self, value: Any) -> Any:
        if isinstance(value, str) and not (text := value.strip(" \t")).startswith("{"):
            return text
        return self.table.parse(value)

    def dump(self, value: Any, json: bool = False) -> Any:
        fields = (self._json if json else self.declared).dump(value, json)
        return {"id": value.id, **fields} if json or value.id else fields

    def inner(self, step: str | int) -> Kind:
        return self.table.inner(step)


class Readings(Kind):
    """The kind of the periods that a claim may mean, typed as `2025` or `calendar 2025=2025;
    term=2024`.

    In a Claim, the value is a tuple of pairs (name, Period). The name of a single period is None.
    """

    words = "period, or a table of periods by name"
    item = PERIOD
    _named = MapOf(PERIOD, filled=True, whole=True)
    accepts: Mapping[str, Any] = {"anyOf": [PERIOD.schema(), _named.schema()]}

    def check(self, value: Any, path: Path, errors: Errors) -> Any:
        is_named = isinstance(value, dict)
        checked = (self._named if is_named else PERIOD).check(value, path, errors)
        if checked is INVALID:
            return INVALID
        return tuple(checked.items()) if is_named else ((None, checked),)

    def parse(self, value: Any) -> Any:
        if isinstance(value, str):
            value = [value.strip(" \t")]
        if not is_list(value):
            return value
        is_named = any(isinstance(word, str) and "=" in word for word in value)
        if len(value) == 1 and isinstance(value[0], str):
            value = value[0]
        return pairs(value) if is_named else value

    def dump(self, value: Any, json: bool = False) -> Any:
        texts = {name: period.text for name, period in value}
        return texts[None] if [*texts] == [None] else texts
