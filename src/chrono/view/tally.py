"""Show tables of counts: by up to three dimensions, of all actors, and of all types."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from chrono.core import english
from chrono.core.counting import Count, Key, Tally
from chrono.core.headline import table_caption
from chrono.core.model import Actor, EventType, Ledger, Role
from chrono.core.query import Match, Query, limited
from chrono.core.sentences import empty_cells, not_shown
from chrono.core.time_buckets import TIMES
from chrono.view import tables, theme
from chrono.view.tables import grid, indented, record_table

_BAR = 24  # the greatest length of a bar [columns]
_LEAST = 6  # the least room in which bars are drawn [columns]


class TallyTable(NamedTuple):
    """A view of a tally as a table of counts.

    - `why`: whether to list the events behind each number
    - `matrix`: whether the second dimension is always in columns, even if several tables are needed
    - `coded`: whether the rows have codes in place of countries
    """

    tally: Tally
    ledger: Ledger
    query: Query
    why: bool
    matrix: bool = False
    coded: bool = False

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield caption(self.query, f" by {english.join_and(self.tally.by)}")
        hidden = 0
        if not self.tally.numbers:
            yield Text("None", "quiet")
        elif crossed := self._crossed(console, options):
            hidden = len(self.tally.buckets[0]) - len(limited([*self.tally.buckets[0]], self.query))
            for number, table in enumerate(crossed):
                yield from [Text()] * bool(number)
                yield table
            if any(None in counts for counts in self.tally.matrix.values()):
                yield Text(english.capitalised(empty_cells(self.coded)), "quiet")
        else:
            yield self._plain(options.max_width)
            shown = self._listed
            hidden = len(shown) - len(limited([*shown], self.query))
            if len(shown) < len(self.tally.numbers):
                yield Text("Rows with 0 are not shown", "quiet")
        if hidden:
            yield Text(not_shown(hidden, "row", remedy="raise --limit").text, "quiet")
        if undecided := self.tally.undecided:
            yield theme.undecided(undecided, self.ledger)

    @property
    def _listed(self) -> Mapping[Key, Count]:
        numbers = self.tally.numbers
        if len(self.tally.by) == 1 or self.tally.panel is not None:
            return numbers
        return {key: count for key, count in numbers.items() if count.max}

    def _plain(self, width: int) -> Table:
        numbers, total = self._listed, self.tally.total
        rows = {
            key: [self._label(index, name, numbers[key]) for index, name in enumerate(key)]
            for key in limited(list(numbers), self.query)
        }
        digits = max(len(str(count)) for count in (*numbers.values(), total))
        columns = zip(*rows.values(), strict=True)
        labels = sum(max(label.cell_len for label in column) + 2 for column in columns)
        room = width - labels - digits - 4
        has_bars, by_type = room >= _LEAST and not self.why, self.tally.by[0] == "type"
        most = max((numbers[key].max for key in rows), default=0)
        table = grid(*["text" for _ in self.tally.by], "number", *["line"] * has_bars)
        for key, texts in rows.items():
            count = numbers[key]
            style = theme.bar_style(self.ledger.types.get(key[0]) if by_type else None)
            bar = tables.bar(count.min, count.max, most, min(room, _BAR), style)
            table.add_row(*texts, theme.count(count), *[bar] * has_bars)
            self._add_events(table, count.matches)
        if len(numbers) > 1:
            blanks = [""] * (len(self.tally.by) - 1)
            every = "All contacts" if self.query.contacts else "All events"
            label = "Total" if len(rows) == len(numbers) else every
            table.add_row(Text(label, "quiet"), *blanks, theme.count(total))
        return table

    def _crossed(self, console: Console, options: ConsoleOptions) -> list[Table]:
        if len(self.tally.by) != 2:
            return []
        names = limited([*self.tally.buckets[0]], self.query)
        used = {column for name, column in self.tally.rows if name in names}
        kept = self.matrix or self.tally.by[1] in TIMES
        unused = set() if kept else {*self.tally.buckets[1]} - used
        columns = [column for column in self.tally.buckets[1] if column not in unused]
        width = options.max_width
        if len(columns) > width and not self.matrix:  # there may be 120,000 months
            return []
        one_year = len({column[:4] for column in columns}) == 1
        matrix = self.tally.matrix

        def table(number: int) -> Table:
            return self._part(names, columns[:number], one_year, matrix)

        def is_too_wide(number: int) -> bool:
            wide = options.update(max_width=10_000)
            return console.measure(table(number), options=wide).maximum > width

        tables = []
        while columns:
            number = min(len(columns), width)
            if is_too_wide(number):
                if not self.matrix:
                    return []
                number = max(1, bisect_left(range(1, number), True, key=is_too_wide))
            tables.append(table(number))
            columns = columns[number:]
        return tables

    def _part(
        self, names: Sequence[str], columns: Sequence[str], one_year: bool,
        matrix: Mapping[str, Sequence[Count | None]],
    ) -> Table:  # fmt: skip
        first, second = self.tally.buckets
        places = [[*second].index(column) for column in columns]
        headings = [Text(), *(self._heading(column, one_year) for column in columns)]
        table = grid("text", *["number" for _ in columns], headings=headings)
        for name in names:
            counts = [matrix[first[name]][place] for place in places]
            table.add_row(self._label(0, name, None), *map(_cell, counts))
            self._add_events(table, [match for n in counts if n is not None for match in n.matches])
        return table

    def _add_events(self, table: Table, matches: Sequence[Match]) -> None:
        if self.why:
            for match in {match.event.id: match for match in matches}.values():
                event, doubt = match.event, "" if match.certain else "? "
                sources = "; ".join(source.name for source in event.sources) or "no source"
                words = f"{doubt}{event.when.text}  {event.id}  {sources}"
                table.add_row(indented(theme.text(words, "quiet"), 2))

    def _label(self, dimension: int, name: str, count: Count | None) -> Text:
        by = self.tally.by[dimension]
        if by == "type" and (kind := self.ledger.types.get(name)):
            return theme.label(kind, kind.called(count.max if count is not None else None))
        label = self.tally.buckets[dimension][name]
        return theme.text(english.bucket(label) if by == "month" else label)

    def _heading(self, name: str, one_year: bool) -> Text:
        by = self.tally.by[1]
        if by == "type":
            return theme.label(self.ledger.types[name], name)
        is_month = by == "month"
        words = english.bucket_brief(name, one_year) if is_month else self.tally.buckets[1][name]
        return theme.text(words)


def _cell(count: Count | None) -> Text:
    if count is None:
        return Text()
    return theme.count(count) if count.max else Text("·", "quiet")


def caption(query: Query, more: str = "", lead: str = "") -> Text:
    """Return the heading above a table, such as `Held contacts by type, 2025`.

    - `more`: the text after "contacts" or "events"
    - `lead`: the text at the beginning
    """
    return theme.text(table_caption(query, more, lead), "heading")


def actors_table(
    rows: Sequence[tuple[Actor, Count, Count]], query: Query, console: Console, named: bool
) -> Iterator[RenderableType]:
    """Yield a table of actors as Rich renderables.

    - `rows`: (actor, count of events, count of contacts) for each actor
    - `named`: whether the user typed the names, to show the offices of the actors below the table
    """
    texts = []
    for actor, events, contacts in rows:
        aliases = ", ".join(actor.aliases)
        name = theme.text(actor.name).append(theme.text(f"  {aliases}" if aliases else "", "quiet"))
        id = theme.text(actor.id, "quiet") if actor.declared else Text("not declared", "unsure")
        country = theme.text(actor.country or "")
        texts.append((name, country, id, theme.count(events), theme.count(contacts)))
    kinds = dict.fromkeys(("name", "country", "id"), "text")
    if not named:
        yield caption(query, " by actor")
    yield from record_table(kinds | {"events": "number", "contacts": "number"}, texts, console)
    for actor, *_ in rows if named else ():
        if actor.roles:
            yield Text()
            yield theme.text(actor.name, "heading")
        for role in actor.roles:
            yield indented(theme.text(_office(role)), 2)


def _office(role: Role) -> str:
    since = f" since {english.date(role.since)}" if role.since else ""
    if role.until:
        since = since.replace(" since ", " from ")
        return f"{role.title}{since} {'to' if since else 'until'} {english.date(role.until)}"
    return f"{role.title}{since}"


def types_table(
    rows: Sequence[tuple[EventType, Count]], query: Query, console: Console
) -> Iterator[RenderableType]:
    """Yield a table of event types with the number of events for each, as Rich renderables."""
    texts = []
    for kind, events in rows:
        label = theme.label(kind, kind.id)
        contact = Text("yes") if kind.contact else Text("no", "quiet")
        texts.append((label, theme.text(kind.label), contact, theme.count(events)))
    kinds = dict.fromkeys(("type", "label", "contact"), "text")
    yield caption(query, " by type")
    yield from record_table(kinds | {"events": "number"}, texts, console)
