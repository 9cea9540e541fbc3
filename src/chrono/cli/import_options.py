"""The options of `chrono import` that set the import rules."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from chrono.cli.command import BUNDLES, OptionBundle
from chrono.cli.options import Words, option
from chrono.core.names import choose
from chrono.core.sentences import bad_value, given_twice, only_one_of
from chrono.errors import UsageError
from chrono.files.format.kinds import LINE
from chrono.files.merge import rules as checks
from chrono.files.merge.dates import check_century, check_date_format
from chrono.files.merge.rules import ON_DUPLICATE, ON_MISSING, Rules, Separators
from chrono.files.merge.rules_file import read
from chrono.files.read.text import read_text


def _rules(
    context: typer.Context, rules: str | None, map_: Words, set_: Words, split: Words,
    split_place: bool, date_format: Words, on_duplicate: str | None, on_missing: str | None,
    as_: str | None,
) -> Rules:  # fmt: skip
    file = read(read_text(rules, utf16=True)) if rules else Rules()
    if on_duplicate is not None:
        choose(on_duplicate, ON_DUPLICATE, "value", where=" for --on-duplicate")
    if on_missing is not None:
        choose(on_missing, ON_MISSING, "value", where=" for --on-missing")
    if as_ is not None and (problems := LINE.problems(as_, ("--as",))):
        raise UsageError(*problems)
    mapped = _assigned("--map", "COLUMN, such as title=Subject", map_)
    constants = _assigned("--set", "VALUE", set_)
    for field, template in mapped.items():
        checks.check_templates(field, template)
        if field in constants and not checks.is_list(field):
            raise UsageError(f"{field}: {only_one_of('--map', '--set')}")
    for text in date_format or ():
        check_date_format(text)
    values = {field: checks.parse_constant(field, text) for field, text in constants.items()}
    event = mapped.pop("event", file.event)
    result = file._replace(
        map={key: one for key, one in file.map.items() if key not in constants} | mapped,
        set={key: one for key, one in file.set.items() if key not in mapped} | values,
        split=_separators(split or (), file.split),
        split_place=split_place or file.split_place,
        event=event,
        date_formats=date_format or file.date_formats,
        on_duplicate=on_duplicate or file.on_duplicate,
        on_missing=on_missing or file.on_missing,
        name=as_ or file.name,
        file=rules,
        formats_are_options=bool(date_format),
    )
    check_century(result.date_formats, result.century)
    return result


def _separators(texts: Sequence[str], file: Separators) -> Separators:
    general: list[str] = []
    by_column: dict[str, list[str]] = {}
    for text in texts:
        column, equals, sign = text.partition("=")
        if equals and column.strip():
            by_column.setdefault(column.strip(), []).append(sign)
        else:
            general.append(text)
    columns = {**file.by_column, **by_column}
    return Separators(general or file.general, columns, bool(texts) or file.are_chosen)


def _assigned(option: str, form: str, texts: Words) -> dict[str, str]:
    values: dict[str, str] = {}
    for text in texts or ():
        field, equals, value = text.partition("=")
        field = field.strip()
        if not equals or not field or not value.strip():
            raise UsageError(bad_value(option, text, f"FIELD={form}"))
        if field in values:
            more = "; to combine columns, write --map 'actors={one}; {other}'"
            raise UsageError(given_twice(f"{option} {field}") + more * (option == "--map"))
        values[field] = value
    return values


_RULES = "Use the import rules in this TOML file (options override these rules)."
_SET = "Set a field to the same value in every row (repeatable)."
_MAP = (
    'Fill a field from a column, or from a template such as "title={who} in {place}" (repeatable).'
)
_SPLIT = (
    "The separator of list items, in all cells or in one column (COLUMN=SEPARATOR) [default: ;]."
)
_SPLIT_PLACE = 'Split a place such as "Geneva, Switzerland" into place and country.'
_DATE_FORMAT = "The format of dates, such as %d/%m/%Y (repeat for alternatives)."
_ON_DUPLICATE = (
    "What to do with rows that are already in the ledger or repeated in the file: skip, update "
    "(change the event), add (import another event) or fail (import nothing) [default: skip]."
)
_ON_MISSING = (
    "What to do with events from an earlier import that are no longer in this file: report, "
    "cancelled (set this status) or remove (delete the events) [default: report]."
)
_AS = (
    "A name for this import; use the same name for later versions of the file [default: the name "
    "of an earlier import of the same events, if any]."
)
BUNDLES[Rules] = OptionBundle(
    {
        "rules": option(_RULES, "RULES.toml", "--rules"),
        "map_": option(_MAP, "FIELD=COLUMN", "--map", many=True),
        "set_": option(_SET, "FIELD=VALUE", "--set", many=True),
        "split": option(_SPLIT, "SEPARATOR", "--split", many=True),
        "split_place": option(_SPLIT_PLACE, None, "--split-place"),
        "date_format": option(_DATE_FORMAT, "FORMAT", "--date-format", many=True),
        "on_duplicate": option(_ON_DUPLICATE, "WHAT", "--on-duplicate"),
        "on_missing": option(_ON_MISSING, "WHAT", "--on-missing"),
        "as_": option(_AS, "NAME", "--as"),
    },
    build=_rules,
)
