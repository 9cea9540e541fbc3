"""Show results to a person on a terminal, with Rich. Nothing in this package prints.

The terms of this package:

- A *view* is a result as a sequence of *parts*, which are Rich renderables.
- A *column* is the width of one character on the terminal. The *console* knows their number.
- A *style* is a Rich style with a name in the theme, such as `type.call` (`theme`).
- A *lane* is a row of a timeline for one actor, type or the like. A *mark* is the symbol of an
  event in a lane, and a *bar* shows that an event has several days (`lanes`, `marks`).
- A *picture* is a view as an SVG image or an HTML page (`pictures`).
"""
