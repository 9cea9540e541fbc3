"""Import a table, a calendar or another ledger."""
