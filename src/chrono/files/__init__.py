"""Text on disk to a ledger, or to all of its problems with their lines."""
