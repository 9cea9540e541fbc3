"""Read the files of a ledger, or of a text to be compared with a ledger.

The terms of this package:

- A *storage* is where files are: the disk, or a commit of git (`storage`, `git_tree`).
- A *declaration* gives an actor, type, publisher or source its id: `[actors.xi]` (`declarations`).
- The *diagnostics* collect the problems in the files being read. To *report* a problem is to add it
  to them (`diagnostics`), so that one reading finds all problems.
- A *place* is the file and the path of a value, at which a problem is reported.
- To *resolve* is to put actors, types and events in place of their names and ids (`resolve`).
- A *passage* is a paragraph, list item, heading or row of a table in a text (`prose`, `markdown`).
"""
