"""Edit TOML as text: find blocks and values, set values, insert blocks, recover from errors.

The terms of this package:

- An *offset* is a position in a text, in characters from 0. Line numbers begin at 1.
- The *path* of a value is a tuple of keys and list indexes, such as
  `("events", 3, "sources", 0, "url")`.
- A *block* is a header, such as `[[events]]`, with the lines below it, up to the next block.
- An *entry* is an event, claim, actor, type, publisher or source of a ledger, with its sub-tables.
- An *edit* replaces a piece of a text.
"""
