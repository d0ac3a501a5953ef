"""The shapes of the world, out of the geometry that is vendored."""

import json
import re
from pathlib import Path

import pytest

from editions.render import worldmap
from editions.render.places import ALPHA, DOTS
from editions.render.topology import outlines
from sources.markets import MARKETS

ATLAS = json.loads((Path(__file__).parents[3] / "static/vendor/world-atlas/countries-110m.json").read_text())
SHAPES = worldmap.shapes(ATLAS)
PATHS = {shape.code: shape.path for shape in SHAPES if shape.path}

# Two squares side by side: arc 0 is the line between them, upwards; each has three sides of its own.
SQUARES = {
    "transform": {"scale": [2, 2], "translate": [10, 20]},
    "arcs": [[[1, 0], [0, 1]], [[1, 1], [-1, 0], [0, -1], [1, 0]], [[1, 0], [1, 0], [0, 1], [-1, 0]]],
    "objects": {
        "countries": {
            "geometries": [
                {"type": "Polygon", "id": "764", "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "arcs": [[[2, -1]]]},
            ]
        }
    },
}


def corners(path):
    """The box round a path: left, top, right, bottom."""
    points = []
    for part in re.findall(r"M[^z]*z", path):
        start, steps = (re.findall(r"-?\d+", half) for half in part.split("l"))
        x, y = map(int, start)
        points.append((x, y))
        for right, down in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + int(right), y + int(down)
            points.append((x, y))
    across, along = zip(*points, strict=True)
    return min(across), min(along), max(across), max(along)


def area(path):
    total = 0
    for part in re.findall(r"M[^z]*z", path):
        x, y = 0, 0
        steps = list(map(int, re.findall(r"-?\d+", part.split("l")[1])))
        for right, down in zip(steps[::2], steps[1::2], strict=True):
            total += x * down - y * right
            x, y = x + right, y + down
    return abs(total) / 2


def test_neighbours_share_the_line_between_them():
    (first, [left]), (second, [right]) = outlines(SQUARES, "countries")

    assert (first, second) == ("764", "")
    assert left == [(12, 20), (12, 22), (10, 22), (10, 20)]
    assert right == [(12, 20), (14, 20), (14, 22), (12, 22)]


def test_every_country_of_the_table_of_markets_is_drawn():
    drawn = {shape.code for shape in SHAPES}

    assert {market.code for market in MARKETS if market.code} <= drawn


def test_antarctica_is_left_out():
    assert "AQ" in ALPHA.values()
    assert "AQ" not in PATHS


def test_what_is_drawn_as_a_dot_is_not_drawn_as_a_path():
    assert set(DOTS) & set(PATHS) == set()
    assert {shape.code for shape in SHAPES if not shape.path} == set(DOTS)


def test_no_country_is_torn_apart_by_the_edge_of_the_map():
    left, _top, right, _bottom = corners(PATHS["RU"])

    assert right - left < worldmap.WIDTH / 2


def test_all_stands_within_the_drawing():
    for shape in SHAPES:
        left, top, right, bottom = corners(shape.path) if shape.path else (shape.x, shape.y) * 2

        assert 0 <= left <= right <= worldmap.WIDTH, shape.code
        assert 0 <= top <= bottom <= worldmap.HEIGHT, shape.code


# In millions of square kilometres, all land of theirs; the geometry leaves the smaller islands out.
@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("BR", "AU", 8.5 / 7.7), ("CD", "DZ", 2.34 / 2.38), ("KZ", "AR", 2.7 / 2.78)]
)
def test_a_country_is_as_large_as_it_is(one, other, ratio):
    assert area(PATHS[one]) / area(PATHS[other]) == pytest.approx(ratio, rel=0.04)


def test_the_paths_weigh_little():
    assert sum(len(path) for path in PATHS.values()) < 45_000


@pytest.mark.parametrize(
    ("least", "top", "lows"),
    [
        (0, 0, []),
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 32, [1, 2, 4, 8, 16]),
        (1, 800, [1, 4, 15, 56, 211]),
        (100, 3200, [100, 200, 400, 800, 1600]),
        (7, 7, [7]),
    ],
)
def test_steps_rise_by_the_same_factor_from_the_least_there_is(least, top, lows):
    assert worldmap.lows(least, top) == lows


def test_the_most_has_the_darkest_step_and_nothing_has_none():
    lows = worldmap.lows(1, 32)

    assert [worldmap.step_of(number, lows) for number in (0, 1, 7, 32)] == [0, 1, 3, 5]
