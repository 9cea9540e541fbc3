"""Read the files of a ledger, or a text to be compared with a ledger.

The terms of this package:

- A *storage* is where files are: the disk, or a commit of git.
- A *declaration* gives an actor, type, publisher or source its id, as in `[actors.xi]`.
- *Diagnostics* are a list of the problems in the files. To *report* a problem is to add it to this
  list. Reading goes on, so that the user sees all problems at once.
- A *place* is the file and the path of a value.
- To *resolve* is to replace names and ids by actors, types and events.
- A *passage* is a paragraph, list item, heading or table row of a text.
"""
