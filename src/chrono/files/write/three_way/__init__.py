"""Merge two versions of a ledger file that have a common base: a three-way merge.

- The *base* is the earlier version that both sides have changed.
- A *side* is one of the two versions: *ours* (the user's) or *theirs* (another person's).
- A *conflict* is a value that the two sides have changed differently.
- *Conflict markers* are lines such as `<<<<<<<` around both values of a conflict.
- The *clean* text has our value of each conflict, and no conflict markers.
- A *segment* is an entry with the comments above it, or a paragraph of other comments.
- A *chunk* is a key of an entry, with the value and the comments above the key.
"""
