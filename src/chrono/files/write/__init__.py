"""Change a ledger in a transaction: add, edit, join, rename and remove entries.

- An *entry* is an event, claim, actor, type, publisher or source in a ledger file. An entry has
  *fields* (TOML values by key) and *lines* of text.
- A *pending change* has the new texts of files that are not written yet.
- To *resolve* an entry is to replace the names in it by ids.
- To *join* two entries is to replace both by one entry.
"""
