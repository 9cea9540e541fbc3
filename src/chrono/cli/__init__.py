"""The command line: turn options into a query, and write the result as a view or as data.

The terms of this package:

- The *session* holds the ledger, today's date and the notes to the user (`session`).
- A *bundle* is a group of options that several commands share. A command gets one value from each
  bundle (`command`, `options`).
- A *metavar* is the word for an option's value in --help, such as FILE.
- A *note* is a message on standard error. A *view* shows a result to a person (`chrono.view`).
- A *dialogue* asks for the missing fields of an entry, one after another (`dialogue`, `prompts`).
"""
