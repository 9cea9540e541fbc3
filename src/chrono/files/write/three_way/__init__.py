"""Merge two versions of a ledger file that have a common base: a three-way merge.

The terms of this package:

- The *base* is the earlier version that both sides have changed.
- A *side* is one of the two versions. *Ours* is the user's version, and *theirs* is the version of
  another person.
- A *conflict* is a value that the two sides have changed differently.
- *Marks* are the lines around both values of a conflict in the merged text, such as `<<<<<<<`.
- The *clean* text has our value of each conflict, without marks.
- A *segment* is an entry with the comments above it, or a paragraph of other comments (module
  `segments`).
- A *chunk* is a key of an entry, with the value and the comments above the key (module `segments`).
"""
