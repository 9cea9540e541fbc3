"""A timeline drawn as SVG: its axis, lanes, marks and labels."""
