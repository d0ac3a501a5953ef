"""The map of the world, shaded by what was published on each place."""

import json
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editions.render import worldmap

GEOMETRY = settings.BASE_DIR / "static/vendor/world-atlas/countries-110m.json"


@dataclass(frozen=True)
class Place:
    """A shape that leads to its market: `step` is how dark it is, from 1."""

    path: str
    words: str
    step: int
    shape: worldmap.Shape


@dataclass(frozen=True)
class World:
    """`land` is the path of all that is not shaded; `legend` has the first and last number of each step."""

    width: int
    height: int
    land: str
    places: tuple[Place, ...]
    legend: tuple[tuple[int, int, int], ...]


def world(lines, by):
    """The World of `lines`, which stand by their ISO code, shaded by their number of `by`."""
    drawn = [(shape, lines[shape.code]) for shape in _shapes() if shape.code in lines]
    numbers = [number for _shape, line in drawn if (number := getattr(line, by))]
    top = max(numbers, default=0)
    lows = worldmap.lows(min(numbers, default=0), top)
    places = [
        Place(line.market.path, _words(line), worldmap.step_of(getattr(line, by), lows), shape)
        for shape, line in drawn
    ]
    highs = [low - 1 for low in lows[1:]] + [top]
    return World(
        width=worldmap.WIDTH,
        height=worldmap.HEIGHT,
        land="".join(shape.path for shape in _shapes() if shape.code not in lines),
        # By name, as they are reached by keyboard; a dot over the shape that surrounds it.
        places=tuple(sorted(places, key=lambda place: (place.shape.path == "", place.words))),
        legend=tuple((step, *ends) for step, ends in enumerate(zip(lows, highs, strict=False), start=1)),
    )


@cache
def _shapes():
    """Once a process: it takes a quarter of a second."""
    return worldmap.shapes(json.loads(GEOMETRY.read_text()))


def _words(line):
    """ "Thailand: 12 items, 5 companies"."""
    return _("%(market)s: %(items)s, %(companies)s") % {
        "market": line.market.name,
        "items": ngettext("%d item", "%d items", line.items) % line.items,
        "companies": ngettext("%d company", "%d companies", line.companies) % line.companies,
    }
