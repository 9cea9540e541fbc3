"""The command line: turn options into a query, and write the result as a view or as data.

The terms of this package, each with its module in brackets:

- The *session* holds the ledger, today's date and the notes to the user (`session`).
- A *bundle* is a group of options that several commands share. From each bundle, a command gets
  one object, such as the session (`command`, `options`).
- A *metavar* is the word for an option's value in --help, such as FILE (`options`).
- A *note* is a message on standard error (`report`).
- A *view* is a result in a form for people, not for programs (`chrono.view`).
- A *dialogue* asks for the missing fields of an entry, one after another (`dialogue`, `prompts`).
"""
