"""Change a ledger in a transaction: add, edit and remove entries."""
