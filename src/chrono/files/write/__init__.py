"""Change a ledger in a transaction: add, edit, join, rename and remove entries.

The terms of this package:

- An *entry* is an event, claim, actor, type, publisher or source in a file (module `entry`). An
  entry has *fields*, which are TOML values by key, and *lines* of text.
- A *change* has the new fields of an entry. A *pending change* has the new texts of files that are
  not written yet (module `apply`).
- To *resolve* an entry is to replace names by ids (modules `names`, `sources`, `countries`).
- To *rename* an entry is to give the entry another id (module `rename`).
- To *join* two entries is to replace both by one entry (module `join`).
"""
