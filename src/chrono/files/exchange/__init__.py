"""Read and write the formats of other programs, with one module for each format.

An export writes a *subset*: a ledger of the selected events. The result of a command is written as
a *table* of rows and columns. An import reads an *import table*.
"""
