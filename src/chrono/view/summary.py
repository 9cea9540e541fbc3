"""A period on one screen: the principals' contacts first, then all contacts, silences, claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Table
from rich.text import Text

from chrono.core import english
from chrono.core.claims import VERDICTS, ClaimVerdict
from chrono.core.counting import Count, bucket_of, starts_of
from chrono.core.english import join_or
from chrono.core.model import Event, EventType
from chrono.core.overview import Overview
from chrono.core.periods import EVERYTHING
from chrono.view import bars, theme
from chrono.view.description_list import DescriptionList
from chrono.view.tally import number

_BAR = 16
"""The longest bar's columns."""

_MOST_DATES = 12
_MOST_ROWS = 14
_LEFT = 36
"""The left of two columns is no narrower than this."""


class Summary:
    """An overview of a period; two columns side by side where there is room.

    Without the whole of it, its first lines: the numbers of the principals, and of all.
    """

    def __init__(self, overview: Overview, whole: bool = True) -> None:
        self.overview = overview
        self.whole = whole
        self.course = overview.by_time(_MOST_ROWS)
        self.noun = "contact" if overview.query.contacts else "event"

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType]:
        overview, width = self.overview, options.max_width
        title = theme.text(overview.ledger.name, "heading")
        period = overview.query.period.text
        if overview.query.period != EVERYTHING and period not in overview.ledger.name:
            title.append(f" · {period}", "quiet")
        yield title
        yield Text("─" * width, "axis")
        if overview.principals:
            yield from self._principals()
            yield Text()
        if not self.whole:
            yield self._heading_of_all()
            yield self._kinds(width)
            yield Text()
            yield Text("`chrono summary` shows the rest.", "quiet")
            return
        yield from self._all(console, width)
        yield Text()
        yield from self._facts()
        yield from self._remarks()

    def _principals(self) -> Iterator[RenderableType]:
        names = english.join_and([actor.name for actor in self.overview.principals])
        yield _heading(theme.text(names), self.noun, self.overview.shared.total)
        if not self.overview.shared.rows:
            yield Text(f"  no {self.noun} of theirs in this period", "quiet")
            return
        types = self.overview.ledger.types
        yield DescriptionList(
            [
                (_counted(types[key[0]], count), self._dates(count))
                for key, count in self.overview.shared.numbers.items()
            ]
        )

    def _dates(self, count: Count) -> Text:
        """The dates of the hits, with the place of each meeting."""
        year = not _one_year(self.overview)
        parts = []
        for hit in count.matches[:_MOST_DATES]:
            event = hit.event
            said = english.brief(event.when, year)
            if event.place:
                said += f" in {event.place}"
            parts.append(
                theme.text(said + ("" if hit.certain else " ?"), "" if hit.certain else "unsure")
            )
        if len(count.matches) > _MOST_DATES:
            parts.append(Text(f"and {len(count.matches) - _MOST_DATES} more", "quiet"))
        return Text(", ").join(parts)

    def _all(self, console: Console, width: int) -> Iterator[RenderableType]:
        heading, left, right = self._heading_of_all(), self._kinds(width), self._course(width)
        unit, _ = self.course
        both = max(_LEFT, console.measure(left).maximum) + 3
        if right is None or both + console.measure(right).maximum > width:
            yield heading
            yield left
            if right is not None:
                yield Text()
                yield Text(f"By {unit}", "heading")
                yield right
            return
        grid = Table.grid(padding=(0, 3, 0, 0))
        grid.add_column(min_width=_LEFT)
        grid.add_column()
        grid.add_row(heading, Text(f"{self.noun.title()}s by {unit}", "heading"))
        grid.add_row(left, right)
        yield grid

    def _heading_of_all(self) -> Text:
        return _heading(Text(f"All {self.noun}s"), self.noun, self.overview.counted.total)

    def _kinds(self, width: int) -> Table:
        """A row per type with its number, and its course where there is room."""
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(overflow="fold")
        table.add_column(no_wrap=True)
        numbers = self.overview.counted.numbers
        if not numbers:
            table.add_row(Text("  none", "quiet"))
            return table
        labels = [
            _counted(self.overview.ledger.types[key[0]], count) for key, count in numbers.items()
        ]
        courses = self._courses(list(numbers.values()))
        room = width - max(label.cell_len for label in labels) - 4
        if not courses or len(courses[0]) > room:
            courses = [Text()] * len(labels)
        for label, course in zip(labels, courses, strict=True):
            table.add_row(label, course)
        return table

    def _courses(self, counts: Sequence[Count]) -> list[Text]:
        """A sparkline of each number along the buckets of time that the bars have."""
        unit, course = self.course
        names = [name for name in course if "X" not in name]
        if len(names) < 2:
            return []
        rows = [self._along(count, names, unit) for count in counts]
        most = max(one.max for row in rows for one in row)
        return [bars.spark(row, most) for row in rows]

    def _along(self, count: Count, names: Sequence[str], unit: str) -> list[Count]:
        found = {name: Count([]) for name in names}
        for hit in count.matches:
            name = bucket_of(starts_of(hit.event, self.overview.query), unit)
            if name in found:
                found[name].matches.append(hit)
        return [*found.values()]

    def _course(self, width: int) -> Table | None:
        """A bar per month; per quarter's or year's worth where there are too many for a screen."""
        _, rows = self.course
        if not rows:
            return None
        most = max(count.max for count in rows.values())
        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(justify="right", no_wrap=True)
        table.add_column(no_wrap=True)
        one_year = len({name[:4] for name in rows}) == 1
        labels = [Text(english.bucket_brief(name, one_year), "quiet") for name in rows]
        numbers = [number(count) for count in rows.values()]
        taken = max(label.cell_len for label in labels) + max(one.cell_len for one in numbers)
        longest = min(_BAR, max(width - taken - 2, 1))
        for label, one, count in zip(labels, numbers, rows.values(), strict=True):
            table.add_row(label, one, bars.bar(count.min, count.max, most, longest))
        return table

    def _facts(self) -> Iterator[RenderableType]:
        rows: list[tuple[str, Text]] = []
        overview = self.overview
        year = not _one_year(overview)
        if overview.first and overview.last:
            rows.append((f"First {self.noun}", _event(overview.first, year)))
            rows.append((f"Last {self.noun}", _event(overview.last, year)))
        if silence := overview.longest:
            said = Text(english.days(overview.longest_min, silence.max), "number")
            perhaps = "perhaps " if overview.longest_min > silence.min else ""
            after, before = english.brief(silence.after.when, year), silence.before.when
            said.append(theme.text(f", {perhaps}{after} to {english.brief(before, year)}"))
            rows.append(("Longest silence", said))
        if (since := overview.running) and since.max > (silence.max if silence else 0):
            said = Text(english.days(since.min, since.max), "number")
            until = "today" if since.to_today else "the end of the ledger's period"
            said.append(theme.text(f", {english.brief(since.after.when, year)} to {until}"))
            rows.append(("Since then", said))
        if overview.claims:
            number = Text(str(len(overview.claims)), "number")
            said = Text.assemble(number, ": ", verdict_numbers(overview.claims))
            rows.append(("Claims made", said))
            for verdict in ("differs", "depends"):
                ids = [one.claim.id for one in overview.claims if one.verdict == verdict]
                if ids:
                    rows.append((f"  {verdict}", theme.text(english.first_few(ids))))
        yield DescriptionList([(Text(label), text) for label, text in rows], "quiet")

    def _remarks(self) -> Iterator[Text]:
        contacts = self.overview.counted
        kinds = [self.overview.ledger.types[key[0]].id for key in contacts.numbers]
        if undecided := contacts.total.undecided:
            yield Text.assemble(("Undecided: ", "unsure"), theme.text(", ".join(undecided)))
        if loose := [
            hit.event.id
            for hit in contacts.total.matches
            if hit.certain and not hit.event.when.exact
        ]:
            yield Text.assemble(
                ("Day not known: ", "unsure"), theme.text(english.first_few(loose), "quiet")
            )
        if kinds and self.overview.query.contacts:
            held = join_or(self.overview.query.statuses)
            yield Text(
                f"A contact is a {held} {join_or(kinds)} between actors of two or more "
                "countries; it counts once, where it began.",
                "quiet",
            )


def _heading(words: Text, noun: str, count: Count) -> Text:
    noun = noun if count.max == 1 else f"{noun}s"
    words = words.copy()
    words.stylize("heading")
    return Text.assemble(words, "  ", number(count), (f" {noun}", "quiet"))


def _counted(kind: EventType, count: Count) -> Text:
    """`◆ 1 in-person meeting`, the numbers one below the other."""
    digits = str(count)
    return Text.assemble(
        "  ",
        theme.symbol(kind),
        " ",
        (digits.rjust(2), "number" if count.min == count.max else "unsure"),
        " ",
        theme.text(kind.called(count.max)),
    )


def _event(event: Event, year: bool) -> Text:
    return Text.assemble(theme.text(english.brief(event.when, year)), "  ", theme.text(event.title))


def verdict_numbers(claims: Sequence[ClaimVerdict]) -> Text:
    """`24 agree, 7 differ (7 disputed), 2 cannot be told`"""
    said = {
        "agrees": "agree",
        "differs": "differ",
        "depends": "depend",
        "cannot tell": "cannot be told",
    }
    numbers, parts = Counter(claim.verdict for claim in claims), []
    for verdict in VERDICTS:
        if found := numbers.get(verdict):
            word = verdict if found == 1 and verdict != "cannot tell" else said[verdict]
            parts.append(f"{found} {word}")
            disputed = sum(one.verdict == verdict and not one.broken for one in claims)
            if verdict == "differs" and disputed:
                parts[-1] += f" ({'all' if disputed == found else disputed} disputed)"
    return Text(", ".join(parts))


def _one_year(overview: Overview) -> bool:
    """Whether every date shown is of one year that the heading names."""
    start, end = overview.query.period.start, overview.query.period.end
    return start is not None and end is not None and start.year == end.year
