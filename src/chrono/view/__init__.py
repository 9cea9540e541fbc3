"""Make views of results, to show to a person on a terminal, with Rich. This package prints nothing.

The terms of this package:

- A *view* is a result as a sequence of *parts*, which are Rich renderables.
- A *column* is the width of one character on the terminal. A Rich *console* has a number of
  columns.
- A *style* is a Rich style with a name in the theme, such as `type.call` (`theme`).
- A *lane* is a row of a timeline for one actor, country or type. A *mark* shows an event in a lane:
  a symbol, and a *bar* if the event has several days (`lanes`, `marks`).
- A *picture* is a view as an SVG image or an HTML page (`pictures`).
"""
