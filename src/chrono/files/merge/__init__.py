"""Import the rows of another program into a ledger.

The terms of this package:

- A *rule* is an option of `chrono import`, or a line of a *rules file* in TOML.
- A *remedy* is an instruction in a message, such as an option to add.
- A *field* is a key of events, or a part of a key, such as `dates.signed`.
- To *map* a field is to name the column with its values, or a *template* such as `{who} in
  {place}`.
- To *match* a row or a name is to find the same entry in the ledger.
- The *memory* of an import is the data that the import saves in new events.
"""
