"""Compare an English text with a ledger: read its statements on contacts, and judge each.

In the order of the work:

- `passages` and `words` have the parts of a text, its sentences, and its marks: words with a
  meaning.
- `calendar_dates`, `relative_dates` and `lengths` have the forms of dates and of numbers of days,
  with the values of `times`; `time_marks` finds them. `numbers` finds numbers, `places` places.
- `kinds` finds kinds of event, by `kind_words`.
- `people` has the parties to a contact. `names` finds their names, `officials` offices and
  governments, by `offices` and `nations`, and `pronouns` words for people named before.
- `terms` finds terms of office, and events by their id.
- `vocabulary` brings all marks of a sentence together; `appositions` and `event_names` join those
  that name one person or one event.
- `clauses` divides a sentence, `participants` and `scenes` say who takes part in a clause, and
  `context` has what the text has named before.
- `counts`, `ordinals` and `distances` read `statements`, and `reading` all those of a sentence.
- `searches` finds the events that a statement is about, by `matching`; `event_verdicts`,
  `number_verdicts` and `distance_verdicts` compare them, and `verdicts` makes `findings`.
- `engine` does all this for a text; `context_after` keeps what it has named.
"""
