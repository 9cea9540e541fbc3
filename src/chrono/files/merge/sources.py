"""Match the sources in the rows of a table with declared sources, and declare new sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from functools import partial
from itertools import chain, zip_longest
from typing import Any

from chrono.core.causes import Caused
from chrono.core.model import NOTHING, Source
from chrono.errors import UsageError
from chrono.files.exchange.record import source_cell
from chrono.files.format.content import has_content, normalized, source_reference
from chrono.files.format.dump import source_fields, without_empty
from chrono.files.format.keys import FORMER_IDS, INLINE_SOURCE
from chrono.files.format.kinds import as_id
from chrono.files.format.new_entry import Fields, NewEntry
from chrono.files.merge.mapping import Mapper
from chrono.files.merge.remedies import name_publishers, replace_addresses

Sources = Sequence[Any]
"""The sources of an event as ledgers write them: ids, and tables with or without a `ref`."""

_IN_A_CELL = {"id", "ref", "publisher", "origin", "url"}
"""The keys of a source that a text in a cell can contain."""


class SourceMatcher:
    """A matcher that finds the declared sources in rows, and the sources that an event and a row
    share.
    """

    def __init__(
        self,
        mapper: Mapper,
        known: Mapping[str, Source],
        declared: Mapping[str, Fields],
        ours: Mapping[str, str] = NOTHING,
    ) -> None:
        self._mapper = mapper
        self._known = known
        self._current = {old: id for id, source in known.items() for old in source.former_ids}
        self._current |= ours
        self._bases: dict[str, Fields] = {
            **{id: {"id": id, **one} for id, one in declared.items() if id not in self._current},
            **{id: source_fields(source) for id, source in known.items()},
        }
        self._only_in_rows: set[str] = set()

    def collect(self, rows: Iterable[Fields]) -> None:
        """Declare each source whose id is in `rows`, but not in the ledger or the rules.

        A new source has only the values that all rows with its id have in common.
        """
        all_shared: dict[str, dict[str, Any]] = {}
        lists = [row["sources"] for row in rows if isinstance(row.get("sources"), list)]
        for item in chain.from_iterable(lists):
            id = item.get("id") if isinstance(item, Mapping) else None
            if isinstance(id, str) and id not in self._current:
                fields: dict[str, Any] = INLINE_SOURCE.parse(
                    without_empty(item, ("id", FORMER_IDS))
                )
                shared = all_shared.get(id, fields).items()
                all_shared[id] = {key: one for key, one in shared if fields.get(key) == one}
        self._only_in_rows = all_shared.keys() - self._bases.keys()
        for id in self._only_in_rows:
            if "publisher" in all_shared[id] and id:
                self._bases[id] = {"id": id, **all_shared[id]}

    def resolved(self, sources: Any) -> Any:
        """Return the sources of a row as in a ledger file: a list of ids and tables.

        If `sources` is not a list, it is returned unchanged. Raises UsageError for an unknown id,
        or for a web address without a publisher.
        """
        return [*map(self._resolved, sources)] if isinstance(sources, list) else sources

    def _resolved(self, item: Any) -> Any:
        if isinstance(item, str):
            item = self._current.get(item, item)
            if item in self._bases or "://" in item:
                return item
            if item != as_id(item) or not any(sign.isdigit() for sign in item):
                return {"publisher": item}  # a word without digits is not meant to be an id
            raise UsageError(f'unknown source "{item}"; declare it under [sources.{item}]')
        if not isinstance(item, Mapping):
            return item
        fields, id = INLINE_SOURCE.parse(without_empty(item, ("id", FORMER_IDS))), item.get("id")
        id = self._current.get(id, id) if isinstance(id, str) else None
        if id not in self._bases:
            if "url" in fields and fields.keys().isdisjoint(("publisher", "ref")):
                url = str(fields["url"])
                if "://" not in url:
                    remedy = partial(replace_addresses, self._mapper.rules)
                    why = " is not a web address"
                    raise UsageError(Caused("the source ", url, why, remedy=remedy))
                why = f" has no publisher; {name_publishers(self._mapper.rules)}"
                raise UsageError(Caused("the source ", url, why))
            return fields
        declared = {key: value for key, value in self._bases[id].items() if key != "id"}
        return source_reference(id, fields, declared, item.get("private") is False)

    def _whole(self, item: Any) -> Fields:
        fields = _as_table(item)
        return {**self._bases.get(fields.get("ref", ""), {}), **fields}

    def _is_private(self, item: Any) -> bool:
        return bool(self._whole(item).get("private"))

    # -- the sources of an existing event

    def labels(self, sources: Any) -> list[str]:
        """Return a short text for each source of an event: an id, web address or publisher.

        If `sources` is not a list, the result is [].
        """
        return [*map(self._label, sources)] if isinstance(sources, list) else []

    def _label(self, item: Any) -> str:
        fields = _as_table(item)
        return str(fields.get("ref") or fields.get("url") or _cell(fields))

    def are_more(self, existing: Sources, new: Sources) -> bool:
        """Return whether `existing` has public sources that `new` lacks."""
        labels = self.labels([*new])
        public = (item for item in existing if not self._is_private(item))
        return any(self._label(item) not in labels for item in public)

    def merged(
        self, existing: Sources, new: Sources, raw: Sources, earlier: Collection[str] | None = None
    ) -> Sources:
        """Return the sources of an event after an update from a row.

        These are the row's sources, the event's private sources, and sources that the user has
        added. A source that the user has removed is not added again.

        - `existing`: the event's sources
        - `new`: the row's sources, as the method `resolved` returns them
        - `raw`: the row's sources as in the row
        - `earlier`: the labels of the sources in earlier rows. With None, any public source may be
          from an earlier row.
        """
        from_rows = None if earlier is None else {self._current.get(one, one) for one in earlier}

        def is_own(item: Any) -> bool:
            is_added = from_rows is not None and self._label(item) not in from_rows
            return is_added or self._is_private(item)

        if self._mapper.has_source_keys:  # match sources by position
            others = (item for item in existing if not is_own(item))
            changed = iter([self._completed(*pair) for pair in zip_longest(others, new)])
            kept = [item if is_own(item) else next(changed) for item in existing]
            return [*kept, *changed]
        matches, left = self._matches(existing, new, raw)
        unmatched = {at: self._label(item) for at, item in enumerate(new) if at not in matches}
        removed = {at for at, label in unmatched.items() if label in (from_rows or ())}
        merged = [matches.get(at, item) for at, item in enumerate(new) if at not in removed]
        replaced = Counter(unmatched.values())
        for item in filter(is_own, left):
            if self._is_private(item) or not replaced[self._label(item)]:
                merged.append(item)
            else:  # the row has it with other values
                replaced[self._label(item)] -= 1
        return unless_reordered(existing, merged) if from_rows else in_old_order(existing, merged)

    def _matches(
        self, existing: Sources, new: Sources, raw: Sources
    ) -> tuple[dict[int, Any], list[Any]]:
        named = [
            {key for key in item if has_content(item[key])} if isinstance(item, Mapping) else set()
            for item in raw
        ]
        left = list(existing)
        matches: dict[int, Any] = {}
        for keys in ([INLINE_SOURCE.keys.keys()] * len(new), named):  # equal sources first
            for at, item in enumerate(new):
                same = [other for other in left if self._is_same(item, other, keys[at])]
                if same and at not in matches:
                    matches[at] = same[0]
                    left.remove(same[0])
        return matches, left

    def _completed(self, old: Any, new: Any) -> Any:
        if old is None or new is None or isinstance(new, str):
            return new or old
        whole = self._whole(old)
        if all(whole.get(key) == value for key, value in new.items()):
            return old
        fields = _as_table(old)
        changed = {key: updated_value(fields.get(key), value) for key, value in new.items()}
        return {**fields, **changed}

    def _is_same(self, one: Any, other: Any, keys: Set[str]) -> bool:
        first, second = self._whole(one), self._whole(other)
        return _cell(first) == _cell(second) and all(
            _content(first.get(key)) == _content(second.get(key)) for key in keys - _IN_A_CELL
        )

    # -- declared sources

    def of_rows(self, fields: Fields) -> list[str]:
        """Return the ids of an event's sources that only rows declare."""
        ids = [_as_table(item).get("ref") for item in fields.get("sources", ())]
        return [id for id in ids if id in self._only_in_rows]

    def additions(self, entries: Iterable[Fields]) -> list[NewEntry]:
        """Return the new sources to which `entries` refer."""
        items = chain.from_iterable(fields.get("sources") or () for fields in entries)
        ids = dict.fromkeys(_as_table(item).get("ref") for item in items)
        new = [id for id in ids if id in self._bases and id not in self._known]
        return [NewEntry("sources", self._bases[id]) for id in new]


def _as_table(item: Any) -> Fields:
    return {"ref": item} if isinstance(item, str) else item


def _cell(fields: Fields) -> str:
    return source_cell({key: fields.get(key) for key in _IN_A_CELL})


def _content(value: Any) -> Any:
    return normalized(value) if has_content(value) and value is not False else None


# -- values of two versions -----------------------------------------------------------------------


def updated_value(old: Any, new: Any) -> Any:
    """Return the value after an update from `old` to `new`.

    If the values differ only in form, the result is `old`. Two tables are joined, and values of
    `new` replace those of `old`. Any other result is `new`.
    """
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return {
            name: updated_value(old.get(name), new[name]) if name in new else old[name]
            for name in {**old, **new}
        }
    return old if old is not None and normalized(old) == normalized(new) else new


def unless_reordered(existing: Sequence[Any], new: Sequence[Any]) -> Sequence[Any]:
    """Return `new`, or `existing` if the two lists have the same elements in another order."""
    left = [*existing]
    for item in new:
        if item not in left:
            return new
        left.remove(item)
    return new if left else existing


def in_old_order(existing: Sequence[Any], new: Sequence[Any]) -> list[Any]:
    """Return the elements of `new`, each once. Elements of `existing` come first, in their old
    order.
    """
    kept = [item for item in existing if item in new]
    return kept + [item for at, item in enumerate(new) if item not in (*existing, *new[:at])]
