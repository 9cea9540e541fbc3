"""The command line: turn options into a query, and write the result as a view or in a format.

The terms of this package:

- The *session* has what all commands need: the ledger, today's date, and the notes to the user
  (`session`).
- A *bundle* has options that several commands share, and the value that is made from these options
  (`command`, `options`). A *metavar* is the word for an option's value in --help.
- A *note* is a message on standard error. A *view* shows a result to a person (`chrono.view`).
- A *dialogue* asks for the missing fields of an entry, one after another (`dialogue`, `prompts`).
"""
