"""Merge the rows of other programs into a ledger: rules, mapping, matching."""
