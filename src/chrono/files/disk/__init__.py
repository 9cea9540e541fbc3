"""Find and lock files of a ledger, replace files, read settings and git repositories."""
