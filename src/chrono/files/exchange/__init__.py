"""Read and write the formats of other programs, with one module for each format.

An export writes a *subset*: a ledger of the selected events. Commands write a *table*, and an
import reads an *import table*.
"""
