"""Merge two versions of a ledger file that have a common base: a three-way merge.

The terms of this package:

- The *base* is the version from which both others were made. *Ours* is the version here, and
  *theirs* is the other one. Each of the two is a *side*.
- A *conflict* is a value that both sides have changed differently. *Marks* are the lines around the
  two values in the merged text, such as `<<<<<<<`. The *clean* text has our value without marks.
- A *segment* is an entry with the comments above it, or a paragraph of other comments. A *chunk* is
  a key of an entry with its value and the comments above it (`segments`).
"""
