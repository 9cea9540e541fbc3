"""Read and write the formats of other programs, with one module for each format.

The terms of this package:

- The module `registry` lists all *formats*. Each format is declared by its module.
- A *subset* is a valid ledger with the selected events (`core/subset.py`). An export turns a subset
  into a *document*: the bytes of a file, and notes to the user.
- A *table* has the rows and columns of a command's result (`rows`). In *text formats*, such as
  `tsv` and `csv`, each value is the text of a *cell*. JSON keeps numbers and lists.
- An *import table* has the rows of a file to import (`import_table`).
"""
