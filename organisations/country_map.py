"""The map of Africa as the pages need it: which countries to draw, and in which order."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import batched
from pathlib import Path
from types import MappingProxyType

MAP_FILE = Path(__file__).with_name("africa.json")  # written by "manage.py build_map"


@dataclass(frozen=True)
class AfricaMap:
    """SVG paths in one view box: the continent's coast, and each country by its alpha-2 code."""

    view_box: str
    continent: str
    countries: Mapping[str, str]


TARGET = 14  # units from the middle of a mark: 24 px across on the narrowest phone
SMALLEST_SEEN = 40  # square units; what is smaller gets a dot


@dataclass(frozen=True)
class Shape:
    """One country to draw: its alpha-2 code, and the d attribute of its SVG path."""

    code: str
    path: str

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom, in units of the view box."""
        points, x, y = [], 0, 0
        for polygon in self.path.split("z"):
            start = None
            for dx, dy in batched(map(int, re.findall(r"-?\d+", polygon)), 2):
                x, y = x + dx, y + dy
                points.append((x, y))
                start = start or (x, y)
            x, y = start or (x, y)  # where the next polygon's first step begins
        across, down = zip(*points, strict=True)
        return min(across), min(down), max(across), max(down)

    @property
    def mark(self) -> tuple[int, int] | None:
        """Where a target helps a finger that would miss the country; None where it is large."""
        left, top, right, bottom = self.box
        if min(right - left, bottom - top) >= 2 * TARGET:
            return None
        return (left + right) // 2, (top + bottom) // 2

    @property
    def is_speck(self) -> bool:
        """Whether a dot has to say that there is something."""
        return area(self.path) < SMALLEST_SEEN


@cache
def africa_map() -> AfricaMap:
    """The stored map, read once in the life of the process."""
    stored = json.loads(MAP_FILE.read_text(encoding="utf-8"))
    return AfricaMap(stored["view_box"], stored["continent"], MappingProxyType(stored["countries"]))


@cache
def area(path: str) -> float:
    """The area of a path of africa.json in square units of its view box, holes taken away."""
    twice = 0
    for polygon in path.split("z"):
        x = y = 0
        # The first step only leads to the polygon: where it lies does not change its area.
        for dx, dy in list(batched(map(int, re.findall(r"-?\d+", polygon)), 2))[1:]:
            twice += x * dy - y * dx
            x, y = x + dx, y + dy
    return abs(twice) / 2


def shapes(codes: Iterable[str]) -> tuple[Shape, ...]:
    """The African ones among the countries, the largest first, each once.

    So a small country, such as Lesotho or a mark for the Gambia, is drawn over its neighbour.
    """
    countries = africa_map().countries
    found = [Shape(code, countries[code]) for code in set(codes) & countries.keys()]
    return tuple(sorted(found, key=lambda shape: (-area(shape.path), shape.code)))


def outside_africa(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes of the countries outside Africa, in the order given, each once."""
    return tuple(code for code in dict.fromkeys(codes) if code not in africa_map().countries)


@dataclass(frozen=True)
class CountryMap:
    """What a page draws: the continent, the countries on it, and the codes of those elsewhere."""

    view_box: str
    continent: str
    shapes: tuple[Shape, ...]
    outside_africa: tuple[str, ...]
    target: int = TARGET


def drawing(codes: Iterable[str]) -> CountryMap:
    """The map with these countries on it."""
    codes = tuple(codes)
    africa = africa_map()
    return CountryMap(africa.view_box, africa.continent, shapes(codes), outside_africa(codes))
