"""Read and write the formats of other programs, with one module for each format.

The terms of this package:

- A *format* is declared by its module and found in the registry (`registry`).
- A *subset* is a valid ledger with the selected events (`core/subset.py`). An export turns it into
  a *document*: the bytes of a file, and notes to the user.
- A *table* has the rows and columns of a command's result (`rows`). `tsv` and `csv` are *text
  formats*, in which each value is written as the text of a *cell*. JSON has numbers and lists.
- An *import table* has the rows of a file to import (`import_table`).
"""
