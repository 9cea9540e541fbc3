"""Import the rows of another program into a ledger: rules, mapping and matching.

The terms of this package:

- A *rule* of an import is an option of `chrono import` or a line of a *rules file*, a TOML file
  (`rules`, `rules_file`). A *remedy* is a text to type so that an import applies a rule
  (`remedies`).
- A *field* is a key of events, or a part of a key, such as `dates.signed`. To *map* a field is to
  name the column with its values, or a *template* such as `{who} in {place}` (`mapping`, `cells`).
- To *match* is to find the entry of the ledger that a row or a name in it is about
  (`actor_matcher`, `sources`, `existing`). A row is *equal* to another if all cells are equal.
- The *memory* of an import is the data that it saves in the events that it adds (`existing`).
"""
