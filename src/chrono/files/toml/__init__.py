"""TOML as text: where blocks and values stand, setting one, inserting a block, recovery."""
