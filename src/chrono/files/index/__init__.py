"""Read only the part of a large ledger that a request needs.

Terms of this package:

- A *block* is a piece of a ledger file, in bytes, from a line `[[events]]` to the next. Each block
  has one event.
- A *glance* is a value that is read without a TOML parser, to save time.
- An *exception* is a block in which a glance may be wrong. Exceptions are always parsed.
- A *digest* is the SHA-256 hash of a file's bytes.
"""
