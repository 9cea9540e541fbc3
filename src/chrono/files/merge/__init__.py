"""Import the rows of another program into a ledger: rules, mapping and matching.

The terms of this package:

- A *rule* of an import is an option of `chrono import` or a line of a *rules file*. A rules
  file is in TOML (`rules`, `rules_file`).
- A *remedy* is an instruction in a message, such as an option to add (`remedies`).
- A *field* is a key of events, or a part of a key, such as `dates.signed`.
- To *map* a field is to name the column with the field's values. It is also possible to name a
  *template* such as `{who} in {place}` (`mapping`, `cells`).
- To *match* a row or a name is to find the same entry in the ledger (`actor_matcher`,
  `sources`, `existing`). Two rows are *equal* if all cells are equal.
- The *memory* of an import is the data that the import saves in new events (`existing`).
"""
