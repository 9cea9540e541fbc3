"""Read only the part of a large ledger that a request needs.

The terms of this package:

- A *block* is a piece of a ledger file, in bytes, with one event. A block begins with a line
  `[[events]]`, and ends before the next block. The *head* of a file is the part before the first
  block.
- A *glance* is a value that is read without a TOML parser, to save time. The value is taken from
  the first line `KEY = ...` of a block.
- An *exception* is a block in which a glance may be wrong. Exceptions are always parsed.
- The *digest* of a file is the SHA-256 hash of the file's bytes.
"""
