"""The format of a ledger: tables, keys, and the values that are valid.

Terms of this package, with their modules in brackets:

- A *kind* is an object that describes the valid values of a key (`kind`, `kinds`, `ledger_kinds`).
- A *key* is the name of a value in a table, with a kind and a description (`keys`).
- A *record* is an object of the model (`core/model.py`), such as an Event. Its *fields* are its
  TOML values by key (`dump`).
- A *reference* is a text that names another entry of the ledger (`reference_paths`).
- *Typed* values are values that people write on the command line or in a cell (`typed_text`).
"""
