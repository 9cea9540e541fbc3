"""The format of a ledger: tables, keys, and the values that are valid.

The terms of this package:

- A *kind* is an object that describes the valid values of a key. A kind checks a TOML value, parses
  a typed text, and makes TOML, JSON and a JSON Schema (`kind`, `kinds`, `ledger_kinds`).
- A *key* is the name of a value in a table, with a kind and a description (`containers`). `keys`
  has all keys of all tables. Other modules derive everything about the format from `keys`.
- A *record* is an object of the model (`core/model.py`), such as an Event or an Actor. The *fields*
  of a record are the TOML values of the record, by key (`dump`).
- A *reference* is a text that names another entry of the ledger (`reference_paths`).
- *Typed* values are values that people write on the command line or in a cell (`typed_text`).
"""
