"""The command line: turn options into a query, and write the result.

Terms of this package, with their modules in brackets:

- A *session* holds the ledger, today's date and the notes to the user (`session`).
- A *bundle* is a group of options that several commands share (`command`, `options`).
- A *metavar* is the word for an option's value in --help, such as FILE (`options`).
- A *note* is a message on standard error (`report`).
- A *view* is a result for people, not for programs (`chrono.view`).
"""
