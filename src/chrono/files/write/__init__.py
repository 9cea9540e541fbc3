"""Change a ledger in a transaction: add, edit, join, rename and remove entries."""
