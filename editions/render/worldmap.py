"""The world as paths of a drawing in which what is shaded is as large as it is on the globe. Pure.

The projection is Equal Earth. Source: Šavrič, Patterson and Jenny, "The Equal Earth map projection",
International Journal of Geographical Information Science 33 (2019), equations 5 and 6.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import asin, ceil, cos, radians, sin, sqrt
from typing import Any

from editions.render.places import ALPHA, DOTS
from editions.render.topology import Point, Ring, outlines

WIDTH = 1000  # of the drawing, in units of its own
NORTH, SOUTH = 84, -57  # degrees: Antarctica is left out
MIDDLE = 11  # degrees east; the edge then runs through the Bering Strait and cuts no country
TERMS = (1.340264, -0.081106, 0.000893, 0.003796)  # A1 to A4 of the projection
STEPS = 5  # of shading


@dataclass(frozen=True)
class Shape:
    """A place as the drawing shows it: a path, or a dot at `x` and `y` where it is too small for one.

    `code` is ISO 3166-1 alpha-2, and nothing for land without one.
    """

    code: str
    path: str = ""
    x: int = 0
    y: int = 0


def shapes(topology: dict[str, Any]) -> tuple[Shape, ...]:
    """The countries of `topology` (world-atlas) and the dots of those that are too small for it."""
    drawn = [
        Shape(ALPHA.get(number, ""), path)
        for number, rings in outlines(topology, "countries")
        if ALPHA.get(number) != "AQ" and (path := "".join(_path(ring) for ring in rings))
    ]
    return (*drawn, *(_dot(code, point) for code, point in DOTS.items()))


def _dot(code: str, point: Point) -> Shape:
    x, y = _place(*_unwrapped([point])[0])
    return Shape(code, x=x, y=y)


def _path(ring: Ring) -> str:
    """ "M532 210l3-1 2 4z"; nothing of an island that is smaller than a unit."""
    points: list[tuple[int, int]] = []
    for point in _unwrapped(ring):
        if not points or _place(*point) != points[-1]:
            points.append(_place(*point))
    if len(points) < 3:
        return ""
    steps = "".join(f"{x - was_x:+d}{y - was_y:+d}" for (was_x, was_y), (x, y) in pairwise(points))
    return f"M{points[0][0]} {points[0][1]}l{steps.lstrip('+').replace('+', ' ')}z"


def _unwrapped(ring: Ring) -> Ring:
    """The ring without a leap from one edge of the map to the other, in degrees from the middle."""
    found = [ring[0]]
    for east, north in ring[1:]:
        found.append((east - 360 * round((east - found[-1][0]) / 360), north))
    centre = (min(east for east, _ in found) + max(east for east, _ in found)) / 2 - MIDDLE
    return [(east - MIDDLE - 360 * round(centre / 360), north) for east, north in found]


def _projected(east: float, north: float) -> Point:
    """Equal Earth of degrees from the middle and from the equator, on a globe of radius 1."""
    a1, a2, a3, a4 = TERMS
    t = asin(sqrt(3) / 2 * sin(radians(north)))
    slope = a1 + 3 * a2 * t**2 + 7 * a3 * t**6 + 9 * a4 * t**8
    x = 2 * sqrt(3) * radians(east) * cos(t) / (3 * slope)
    return x, a1 * t + a2 * t**3 + a3 * t**7 + a4 * t**9


EDGE = _projected(180, 0)[0]
HEIGHT = ceil((_projected(0, NORTH)[1] - _projected(0, SOUTH)[1]) * WIDTH / 2 / EDGE)


def _place(east: float, north: float) -> tuple[int, int]:
    """Whole units from the left and from the top of the drawing."""
    x, y = _projected(east, north)
    scale = WIDTH / 2 / EDGE
    return round((x + EDGE) * scale), round((_projected(0, NORTH)[1] - y) * scale)


def lows(least: int, top: int) -> list[int]:
    """The least number of each step of shading from `least` up to `top`, rising by the same factor.

    Most places have few items and some have very many, so equal steps would leave most of the map alike.
    """
    factor = top / least if least else 0
    return (
        sorted({ceil(round(least * factor ** (step / STEPS), 6)) for step in range(STEPS)}) if factor else []
    )


def step_of(number: int, lows: list[int]) -> int:
    """From 1, the palest, to as many as there are steps; 0 for nothing."""
    return sum(number >= low for low in lows)
