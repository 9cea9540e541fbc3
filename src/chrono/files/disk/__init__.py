"""Files on disk: which ledger, user folders, locks, atomic replacement, config.toml."""
