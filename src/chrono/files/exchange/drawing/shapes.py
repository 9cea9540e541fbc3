"""Make the shapes of marks, such as a disc or a star, as the data of SVG paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

SHAPES: Mapping[str, str] = {
    "diamond": "8,0 16,8 8,16 0,8",
    "disc": "",
    "square": "1.5,1.5 14.5,1.5 14.5,14.5 1.5,14.5",
    "triangle": "8,.5 16,15 0,15",
    "pointer": "1.5,0 15,8 1.5,16",
    "star": "8,.4 10.3,5.6 16,6.1 11.7,9.9 13,15.5 8,12.5 3,15.5 4.3,9.9 0,6.1 5.7,5.6",
    "spark": "8,0 10,6 16,8 10,10 8,16 6,10 0,8 6,6",
    "hexagon": "4.2,1 11.8,1 15.6,8 11.8,15 4.2,15 .4,8",
    "cross": "5.5,1 10.5,1 10.5,5.5 15,5.5 15,10.5 10.5,10.5 10.5,15 5.5,15 5.5,10.5 1,10.5 1,5.5 "
    "5.5,5.5",
    "pillar": "5,.5 11,.5 11,15.5 5,15.5",
    "pentagon": "8,.5 15.5,6 12.6,15 3.4,15 .5,6",
    "slant": "4.5,3.5 16,3.5 11.5,12.5 0,12.5",
    "bar": ".5,5 15.5,5 15.5,11 .5,11",
}
"""The points of each shape's outline in a square of 16 by 16, clockwise. A disc has none."""

_RADIUS = 7 / 16  # of a disc, as a share of the size


def number(value: float) -> str:
    """Return a number as text for SVG, with at most one decimal, such as `12.5` or `12`."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def outline(shape: str, x: float, y: float, size: float, stretch: float = 0) -> str:
    """Return the SVG path data of a shape. `shape`: a key of SHAPES, such as "disc".

    - `x`, `y`: the centre of the shape, before stretching [px]
    - `size`: the height and width, before stretching [px]
    - `stretch`: how far to move the right half to the right, which makes a bar [px]
    """
    if not SHAPES[shape]:
        radius = size * _RADIUS
        arc = f"a{number(radius)} {number(radius)} 0 0 1 0 "
        top, length = number(y - radius), number(stretch)
        return (
            f"M{number(x)} {top}h{length}{arc}{number(2 * radius)}"
            f"h-{length}{arc}{number(-2 * radius)}z"
        )
    points = (f"{number(x + dx)} {number(y + dy)}" for dx, dy in _points(shape, size, stretch))
    return f"M{'L'.join(points)}z"


def _points(shape: str, size: float, stretch: float) -> Iterator[tuple[float, float]]:
    for point in SHAPES[shape].split():
        right, down = ((float(each) - 8) * size / 16 for each in point.split(","))
        if right or not stretch:
            yield right + stretch * (right > 0), down
        else:  # a point in the middle becomes a line
            ends = ((0.0, down), (stretch, down))
            yield from ends if down < 0 else reversed(ends)
