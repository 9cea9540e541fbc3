"""Make views of results, to show to a person on a terminal, with Rich. This package prints nothing.

- A *view* is a result as a sequence of *parts*, which are Rich renderables.
- A *column* has the width of one character on the terminal.
- A *style* is a Rich style with a name in the theme, such as `type.call`.
- A *lane* is a part of a timeline for one actor, country or type. A lane has one or more rows.
- A *mark* shows an event in a lane: a symbol, and a *bar* if the event has several days.
- A *picture* is a view as an SVG image or an HTML page.
"""
