"""Draw a timeline as SVG.

The terms of this package:

- The *axis* has the days of the timeline from left to right. Its *ticks* are the beginnings of
  units of time, such as months.
- A *lane* is a row of the timeline with a name, such as an actor. It has *marks*, which are shapes
  for its events, in one or more rows. It has *labels*, which are texts above the marks, each with
  a line to its mark.
- All lengths are in pixels of the SVG.
"""
