"""Read and write the formats of other programs, with one module for each format.

An export writes a *subset*: a ledger of the selected events. A command writes a *table* of results.
An import reads an *import table*.
"""
