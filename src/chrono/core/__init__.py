"""The logic of a chronology. It uses only the standard library, and neither the clock nor files.

The terms of this package:

- A *record* is an event, claim, actor, type, publisher or source (`model`). A *declared* record is
  in a table of the ledger such as `[actors]`. A *body* is an organisation that counts as a country.
- A *span* is a run of days, with both ends included (`spans`). A *vague* date has several possible
  days (`dates`). A *mark* is one of `~ ? %` after a date, for an approximate or uncertain date.
- A *question* has the filters as typed. A *query* has the same filters after their words were
  looked up in a ledger. A *selection* has the *matches*: the events that the query selects. A match
  is *certain* if the event is certainly in the period, whatever its vague date means (`query`).
- A *dimension* is a property by which events are counted, such as the month. A *bucket* is one
  value of a dimension, such as October 2025 (`counting`). An event is *undecided* if it may or may
  not count.
- A *subject* is a condition on events for which a ledger may be complete. *Covered* days are the
  days for which the ledger is complete (`coverage`).
- The *origin* of a source is the agency whose report it carries, or else its publisher (`origins`).
- The *principals* of a ledger are its main actors (`overview`).
"""
