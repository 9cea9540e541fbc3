"""Edit TOML as text: find blocks and values, set values, insert blocks, recover from errors.

The terms of this package:

- An *offset* is a place in a text, counted in characters from 0. Lines are counted from 1.
- The *path* of a value is the tuple of keys and list indexes that lead to it from the top of the
  file, such as `("events", 3, "sources", 0, "url")`.
- A *block* is a header, such as `[[events]]`, with all lines below it (`blocks`).
- An *entry* is an event, claim, actor, type, publisher or source of a ledger, with its sub-tables.
- An *edit* replaces a piece of a text and changes no other character (`lines`).
"""
