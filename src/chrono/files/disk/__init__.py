"""Find and lock files of a ledger, replace files, and read settings and git repositories."""
