"""The format of a ledger: tables, keys, and the values that are valid.

The terms of this package:

- A *kind* is an object that describes the valid values of a key (modules `kind`, `kinds`,
  `ledger_kinds`). A kind checks a TOML value and parses a typed text. A kind also makes TOML, JSON
  and a JSON Schema.
- A *key* is the name of a value in a table, with a kind and a description (module `containers`).
  The module `keys` has all keys of all tables. All other code gets the format from this module.
- A *record* is an object of the model (`core/model.py`), such as an Event or an Actor. The *fields*
  of a record are the TOML values of the record, by key (module `dump`).
- A *reference* is a text that names another entry of the ledger (module `reference_paths`).
- *Typed* values are values that people write on the command line or in a cell (module
  `typed_text`).
"""
