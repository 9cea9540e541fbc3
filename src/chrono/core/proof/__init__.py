"""Check the statements of a text against the ledger."""
