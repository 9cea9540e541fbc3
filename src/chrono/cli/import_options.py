"""What is told of a table that is imported: its rules, from options and from a rules file."""

from __future__ import annotations

from typing import Any

from chrono.cli.command import BUNDLES, OptionBundle
from chrono.cli.options import Words, option
from chrono.errors import UsageError
from chrono.files.merge import rules as reading
from chrono.files.merge.rules import ON_DUPLICATE, Rules
from chrono.files.read.text import read_text


class ImportOptions:
    """The rules of an import: those of a file, and the options, which have the last word."""

    def __init__(
        self,
        rules: str | None = None,
        map_: Words = None,
        set_: Words = None,
        split: Words = None,
        date_format: Words = None,
        on_duplicate: str | None = None,
    ) -> None:
        said = reading.read(read_text(rules, utf16=True)) if rules else Rules()
        if on_duplicate is not None and on_duplicate not in ON_DUPLICATE:
            raise UsageError(f'--on-duplicate "{on_duplicate}": it is skip, update or fail')
        mapped, constant = _once("--map", map_), _once("--set", set_)
        for key, template in mapped.items():
            reading.field(key)
            reading.check_template(template)
            if key in constant:
                raise UsageError(f"{key} is both mapped and set: it can only be one of the two")
        for words in date_format or ():
            reading.check_format(words)
        values = {key: reading.setting(key, value) for key, value in constant.items()}
        self.rules = said._replace(
            map={key: one for key, one in said.map.items() if key not in constant} | mapped,
            set={key: one for key, one in said.set.items() if key not in mapped} | values,
            split=_sign(split) or said.split,
            date_formats=date_format or said.date_formats,
            on_duplicate=on_duplicate or said.on_duplicate,
        )


def _sign(split: Words) -> str | None:
    if len(split or ()) > 1:
        raise UsageError("--split is given twice: lists are parted by one sign")
    if split == [""]:
        raise UsageError("--split takes the sign that parts the elements of a list")
    return split[0] if split else None


def _once(option: str, words: Words) -> dict[str, str]:
    """What is assigned, each key once."""
    pairs = [reading.assigned(option, one) for one in words or ()]
    for key, _ in pairs:
        if [one for one, _ in pairs].count(key) > 1:
            more = ": --map 'actors={one}; {other}' takes two" if option == "--map" else ""
            raise UsageError(f"{option} {key} is given twice{more}")
    return dict(pairs)


_OPTIONS: dict[str, Any] = {
    "rules": option("A file in TOML that says all of this.", "RULES.toml", "--rules"),
    "map_": option(
        'Which column is what, or a template: "title={who} in {place}". end joins date.',
        "FIELD=COLUMN", "--map", many=True,
    ),
    "set_": option("What all rows have.", "FIELD=VALUE", "--set", many=True),
    "split": option(
        "What stands between the elements of a list in a cell (default: ;).",
        "SIGN", "--split", many=True,
    ),
    "date_format": option(
        "How dates are written, such as %d/%m/%Y; again: another way.",
        "FORMAT", "--date-format", many=True,
    ),
    "on_duplicate": option(
        "What to do with what is there already: skip (default), update, fail.",
        "WHAT", "--on-duplicate",
    ),
}  # fmt: skip
BUNDLES[ImportOptions] = OptionBundle(_OPTIONS)
