"""Changing a ledger: one transaction, and how entries are added, edited and removed."""
