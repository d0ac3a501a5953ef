"""Rings of longitude and latitude out of TopoJSON, where neighbours share the line between them. Pure.

Source: the TopoJSON format specification, sections 2.1.1 (transforms) and 2.1.4 (arcs).
"""

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

Point = tuple[float, float]  # degrees east, degrees north
Ring = list[Point]


def outlines(topology: dict[str, Any], name: str) -> Iterator[tuple[str, list[Ring]]]:
    """Yield the id of each piece of the collection `name`, or nothing where it has none, and its rings."""
    arcs = [_arc(arc, **topology["transform"]) for arc in topology["arcs"]]
    for piece in topology["objects"][name]["geometries"]:
        polygons = piece["arcs"] if piece["type"] == "MultiPolygon" else [piece["arcs"]]
        yield piece.get("id", ""), [_ring(arcs, places) for rings in polygons for places in rings]


def _arc(steps: list[list[int]], scale: Point, translate: Point) -> Ring:
    """The points of an arc, which is stored as whole steps from each point to the next."""
    along, up = (list(accumulate(way)) for way in zip(*steps, strict=True))
    return [
        (x * scale[0] + translate[0], y * scale[1] + translate[1]) for x, y in zip(along, up, strict=True)
    ]


def _ring(arcs: list[Ring], places: list[int]) -> Ring:
    """The arcs at `places` in a row, each without the point that the one before it ended with.

    A place below nothing is an arc run backwards: -1 is the first, -2 the second.
    """
    ring: Ring = []
    for place in places:
        arc = arcs[place] if place >= 0 else arcs[~place][::-1]
        ring += arc[1:] if ring else arc
    return ring[:-1]  # it ends where it began
