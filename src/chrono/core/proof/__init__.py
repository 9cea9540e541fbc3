"""Find the statements in an English text, and compare each statement with a ledger.

Texts (`passages`, `words`):

- source: the text of a file. Positions in the source are counted in characters
- day of a text: the day for which the text was written
- passage: a paragraph, list item, heading or table row. It consists of sentences

A mark is a word or phrase of a sentence, with its meaning. `vocabulary` finds all marks:

- "time": a date or period (`times`, `time_marks`, `time_forms`)
- "distance": a number of days between two events (`distance_forms`)
- "amount", "none", "ordinal": numbers such as `four`, `never` and `third` (`numbers`)
- "place": a place (`places`)
- "people", "country": people, bodies, offices and governments (`names`, `officials`, with
  `offices`, `nations`, `groups` and `people`)
- "noun", "verb", "form": kinds of event such as `call`, `met` and `by phone` (`kinds`,
  `kind_words`)
- "speech": verbs such as `said` (`kinds`)
- "event": an event by its id (`terms`)
- "reference": several words that name one event, such as `the Busan meeting` (`joined_names`)

Sentences:

- party: one side of a contact: a person, a body, or anyone from a country (`people`)
- pair: the parties of one contact
- clause: a part of a sentence with one kind of event (`clauses`)
- nucleus: the mark for the kind of event in a clause
- context: people and events that the text has named before a clause (`statements`)
- scene: a clause with its parties and its kind of event (`scenes`, `participants`,
  `resolved_people`, `hosts`)

Statements:

- description: the properties of one or several events (`statements`)
- statement: words about an event, a date, a number of events, or the days between two events. The
  module `reading` reads statements with `counts`, `ordinals`, `distances` and `unreal`
- window: a period in which events are counted
- mention: words that mean one event of the ledger (`mentions`). `forms`, `attendance`,
  `initiators`, `intervals`, `durations` and `sequences` judge statements with mentions
- document: an event that is not a contact, such as a letter or a measure
- deed: a verb or noun for a document (`deeds`, `documents`, `document_distances`, `topics`)

Verdicts:

- answer: a verdict, and the value in the ledger (`event_verdicts`, `number_verdicts`,
  `distance_verdicts`, with `searches`, `dated_events` and `matching`)
- finding: a statement with its answer (`findings`, `judge`, `phrases`)

`engine` does all this for a text, and `tables` for table rows. `unread_numbers` finds numbers
outside statements. `questions` checks numbers that have a question in a comment.
"""
