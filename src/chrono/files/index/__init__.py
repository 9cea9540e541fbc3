"""Read the part of a large ledger that a question needs."""
