"""Files to a ledger, or to all of its problems."""
