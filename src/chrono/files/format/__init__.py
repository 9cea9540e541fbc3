"""The format of a ledger: the table of keys, and one class for each kind of value."""
