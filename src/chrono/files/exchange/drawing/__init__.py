"""Draw a timeline as SVG. All lengths are in pixels of the SVG.

- The *axis* has the days from left to right. Its *ticks* are the beginnings of units of time.
- A *lane* is a row of the timeline with a name, such as an actor.
- A *mark* is the shape of an event in a lane. The marks of a lane are in one or more rows.
- A *label* is a text above the marks of a lane, with a line to its mark.
"""
