"""Read the files of a ledger, or a text to be compared with a ledger.

The terms of this package:

- A *storage* is where files are: the disk, or a commit of git (`storage`, `git_tree`).
- A *declaration* gives an actor, type, publisher or source its id: `[actors.xi]` (`declarations`).
- *Diagnostics* are a list of the problems in the files (`diagnostics`). To *report* a problem is to
  add the problem to this list. Reading goes on, so that the user sees all problems at once.
- A *place* is the file and the path of a value. Each problem is reported at a place.
- To *resolve* is to replace names and ids by actors, types and events (`resolve`).
- A *passage* is a paragraph, list item, heading or table row of a text (`prose`, `markdown`).
"""
