"""Files on disk: find the ledger and the user's folders, lock and replace files, read settings."""
