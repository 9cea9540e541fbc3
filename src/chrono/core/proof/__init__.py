"""Compare an English text with a ledger: read its statements on contacts, and judge each of them.

The terms of this package, in the order of the work:

- The *source* is the text of a file. All places in it are counted in characters. The *day* of a
  text is the day for which it was written. A *passage* is a paragraph, list item, heading or row of
  a table (`prose`). A passage has *sentences* (`words`).
- A *mark* is a run of words in a sentence that has a meaning. `vocabulary` finds all marks, of
  these kinds: "time" (`times`, `time_marks`, `date_forms`), "distance" (a number of days between
  two events; `distance_forms`), "amount", "none" and "ordinal" (`numbers`), "place" (`places`),
  "country" and "people" (`names`, `officials`, with `offices`, `nations` and `people`), "noun",
  "verb", "form" and "speech" (`kinds`, with `kind_words`), "event" (an event by its id; `terms`)
  and "reference" (words that name one event; `joined_names`).
- A *party* is one side of a contact: a person, a body, or anyone of a country (`people`). A *pair*
  is the parties of one contact.
- A *clause* is a part of a sentence with one kind of event. The mark of this kind is the *nucleus*
  of the clause (`clauses`). A *scene* is a clause with the parties and the kind of event that it
  means (`scenes`, `participants`). The *context* of a clause is what the text has named before it
  (`statements`).
- A *description* selects the events that are meant. A *statement* states something about such
  events: that one took place, its date, how many there were, or how far apart two were. A *window*
  is a period in which events are counted. `counts`, `ordinals` and `distances` read statements, and
  `reading` reads all statements of a sentence. `unreal` finds what is only planned or denied.
- A *mention* is a run of words that means one event of the ledger (`mentions`). Special forms of
  statements (`forms`) are read with mentions: `attendance`, `initiators`, `intervals`, `durations`,
  `sequences`.
- A *document* is an event that is not a contact, such as a letter or a measure. A *deed* is the
  verb or noun for a document (`deeds`, `documents`, `document_distances`, with `topics`).
- `searches` finds the events of a description, by `matching`. `event_verdicts`, `number_verdicts`
  and `distance_verdicts` give an *answer*: a verdict, and the ledger's own value. `verdicts` makes
  a *finding* from an answer (`findings`), and `phrases` explains how the statement was read.
- `engine` does all this for a text, and `tables` for the rows of a table. `unread_numbers` finds
  numbers that no statement contains. `questions` has the numbers that a question in a comment
  decides.
"""
