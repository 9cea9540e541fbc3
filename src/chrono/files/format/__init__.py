"""What a ledger may hold: the table of keys and one class for each kind of value."""
