"""The format of a ledger: its tables and their keys, and one class for each kind of value."""
