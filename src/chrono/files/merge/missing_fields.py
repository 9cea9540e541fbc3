"""Refuse a table without columns for required fields, with the options or rules to write."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from chrono.core.english import capitalised, join_and, join_or
from chrono.errors import UsageError
from chrono.files.exchange.import_table import ImportTable
from chrono.files.format.keys import EVENT
from chrono.files.merge import remedies
from chrono.files.merge.cells import is_template
from chrono.files.merge.proposals import proposal_for
from chrono.files.merge.rules import Rules, listed
from chrono.files.toml.emit import literal


def refuse_missing_fields(mapped: Collection[str], table: ImportTable, rules: Rules) -> None:
    """Raise UsageError if a required field has no column and no value.

    `mapped`: the fields that have a column or a value.
    """
    missing = [key for key in EVENT.required if key != "id" and key not in mapped]
    if not missing or all(row.problem for row in table.rows):
        return
    if rules.file and not (rules.map or rules.set):
        raise UsageError(
            f"all lines of {rules.file} are still proposals; delete the # at the start of each "
            "line that you accept"
        )
    fields = proposal_for(table).fields
    found = {key: _plain(fields[key]) for key in missing if key in fields}
    columns = join_and([literal(name) for name in table.columns if name])
    problem = f"no column for {join_or(missing)}; the columns are {columns}"
    unknown = {key: "COLUMN" for key in missing if key not in found}
    remedy = _mapping(rules, found, unknown) if rules.file else _options(found, missing)
    if rules.file:
        constant = 'write it under [set], such as type = "meeting"'
    else:
        constant = "add `--set FIELD=VALUE` instead, such as `--set type=meeting`"
    if not rules.file and table.noun != "event":  # a calendar has no columns to propose
        command = remedies.suggest_command(table.arguments)
        then = remedies.rules_command(table.arguments)
        problem += f". To map the columns with a rules file, run `{command}`, edit rules.toml, and "
        problem += f"run `{then}`. To map them with options, {remedy}"
    else:
        problem += f". {capitalised(remedy)}"
    raise UsageError(f"{problem}. If a field has one value for all rows, {constant}")


def _plain(templates: str | Sequence[str]) -> str:
    # A cell and its text after replacements by the rules differ only in a later import.
    return listed(templates)[0].replace(":cell}", "}")


def _mapping(rules: Rules, found: Mapping[str, str], unknown: Mapping[str, str]) -> str:
    """Return the rules that map fields: those with a probable column, and then the others."""
    parts = [remedies.map_fields(rules, found)] if found else []
    if unknown:
        each = "COLUMN" if len(unknown) == 1 else "each COLUMN"
        other = remedies.map_fields(rules, unknown)
        parts.append(f"{other}, with the name of a column in place of {each}")
    return " and ".join(parts)


def _options(found: Mapping[str, str], missing: Sequence[str]) -> str:
    columns = {key: column for key, column in found.items() if not is_template(column)}
    examples = remedies.map_options(columns or {missing[0]: "COLUMN"})
    return f"add an option for each field, such as `{examples}`"
