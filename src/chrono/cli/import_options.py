"""The rules of an import, from a rules file and from options, which override the file."""

from __future__ import annotations

from chrono.cli.command import BUNDLES, OptionBundle
from chrono.cli.options import Words, option
from chrono.core.names import choose
from chrono.errors import UsageError
from chrono.files.merge import rules as checks
from chrono.files.merge.rules import ON_DUPLICATE, Rules
from chrono.files.read.text import read_text


class ImportOptions:
    """The options of an import, made into `rules`. Raises UsageError if an option is invalid."""

    def __init__(
        self,
        rules: str | None = None,
        map_: Words = None,
        set_: Words = None,
        split: Words = None,
        date_format: Words = None,
        on_duplicate: str | None = None,
    ) -> None:
        file = checks.read(read_text(rules, utf16=True)) if rules else Rules()
        if on_duplicate is not None:
            choose(on_duplicate, ON_DUPLICATE, "value of --on-duplicate")
        mapped = _assigned("--map", "COLUMN, or FIELD={ONE} in {OTHER}", map_)
        constants = _assigned("--set", "VALUE", set_)
        for field, template in mapped.items():
            checks.check_templates(field, template)
            if field in constants:
                raise UsageError(f"{field} is both mapped and set: it can only be one of the two")
        for text in date_format or ():
            checks.check_date_format(text)
        values = {field: checks.parse_constant(field, text) for field, text in constants.items()}
        if len(split or ()) > 1:
            raise UsageError("--split is given twice: lists are parted by one sign")
        if split == [""]:
            raise UsageError("--split takes the sign that parts the elements of a list")
        self.rules = file._replace(
            map={key: one for key, one in file.map.items() if key not in constants} | mapped,
            set={key: one for key, one in file.set.items() if key not in mapped} | values,
            split=split[0] if split else file.split,
            date_formats=date_format or file.date_formats,
            on_duplicate=on_duplicate or file.on_duplicate,
        )


def _assigned(option: str, form: str, texts: Words) -> dict[str, str]:
    """Field -> value, from FIELD=VALUE. Raises UsageError for another form or a repeated field."""
    values: dict[str, str] = {}
    for text in texts or ():
        field, equals, value = text.partition("=")
        field = field.strip()
        if not equals or not field or not value.strip():
            raise UsageError(f'{option} "{text}": it is written FIELD={form}')
        if field in values:
            more = ": --map 'actors={one}; {other}' takes two" if option == "--map" else ""
            raise UsageError(f"{option} {field} is given twice{more}")
        values[field] = value
    return values


_MAP = 'Which column is what, or a template: "title={who} in {place}". end joins date.'
_SPLIT = "What stands between the elements of a list in a cell (default: ;)."
_DATE_FORMAT = "How dates are written, such as %d/%m/%Y; again: another way."
_ON_DUPLICATE = "What to do with what is there already: skip (default), update, fail."
BUNDLES[ImportOptions] = OptionBundle(
    {
        "rules": option("A file in TOML that says all of this.", "RULES.toml", "--rules"),
        "map_": option(_MAP, "FIELD=COLUMN", "--map", many=True),
        "set_": option("What all rows have.", "FIELD=VALUE", "--set", many=True),
        "split": option(_SPLIT, "SIGN", "--split", many=True),
        "date_format": option(_DATE_FORMAT, "FORMAT", "--date-format", many=True),
        "on_duplicate": option(_ON_DUPLICATE, "WHAT", "--on-duplicate"),
    }
)
