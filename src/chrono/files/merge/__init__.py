"""Rows of another program into a ledger: rules, mapping, matching."""
