"""Find, lock and replace the files of a ledger, and read settings and git repositories."""
