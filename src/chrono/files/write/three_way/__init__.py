"""Merge two versions of a ledger file that have a common base: a three-way merge."""
