"""Change a ledger in a transaction: add, edit, join, rename and remove entries.

The terms of this package:

- An *entry* is an event, claim, actor, type, publisher or source in a file (`entry`). An entry has
  *fields*, which are TOML values by key, and *lines* of text.
- A *change* has the new fields of an entry. A *pending change* has the new texts of files, before
  they are written (`apply`).
- To *resolve* an entry is to replace names by ids (`names`, `sources`, `countries`).
- To *rename* an entry is to give it another id (`rename`).
- To *join* two entries is to replace them by one entry (`join`).
"""
