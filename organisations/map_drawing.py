"""Draws the map of Africa: from the TopoJSON of world-atlas to short SVG paths.

A border between two countries is one arc in TopoJSON. Arcs are simplified, never polygons, so
that neighbours keep exactly the same border and no gap opens between them.
"""

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

type Point = tuple[float, float]  # degrees east and north
type Line = tuple[Point, ...]
type Ring = tuple[int, ...]  # numbers of arcs, end to end; ~n is arc n walked backwards
type Cell = tuple[int, int]  # units of the drawing, right and down
type Polygon = tuple[Cell, ...]  # closed, the first cell not repeated

TOLERANCE = 0.32  # degrees
CENTRE = 17.0  # degrees east
UNITS_PER_RADIAN = 285  # makes the drawing about 400 units wide
SPECK = 8  # square units; a polygon with less is not drawn
MARK = 4  # units from the middle to the corners of the diamond for a country all of specks

# Key of a shape in world-atlas (the ISO 3166-1 numeric code) to the alpha-2 code. Somaliland has
# no code there; the United Nations count it as a part of Somalia, and so it is drawn as one.
AFRICA: Mapping[str, str] = dict(
    re.findall(
        r"(\w+):([A-Z]{2})",
        """
    012:DZ 024:AO 072:BW 108:BI 120:CM 132:CV 140:CF 148:TD 174:KM 178:CG 180:CD 204:BJ 226:GQ
    231:ET 232:ER 262:DJ 266:GA 270:GM 288:GH 324:GN 384:CI 404:KE 426:LS 430:LR 434:LY 450:MG
    454:MW 466:ML 478:MR 480:MU 504:MA 508:MZ 516:NA 562:NE 566:NG 624:GW 646:RW 678:ST 686:SN
    690:SC 694:SL 706:SO 710:ZA 716:ZW 728:SS 729:SD 732:EH 748:SZ 768:TG 788:TN 800:UG 818:EG
    834:TZ 854:BF 894:ZM Somaliland:SO
    """,
    )
)


@dataclass(frozen=True)
class Topology:
    """Arcs, and for each shape (its id, else its name) the rings that they make."""

    arcs: tuple[Line, ...]
    rings: Mapping[str, tuple[Ring, ...]]

    def walk(self, number: int) -> Line:
        """The points of an arc in the direction in which a ring passes it."""
        return self.arcs[number] if number >= 0 else self.arcs[~number][::-1]


@dataclass(frozen=True)
class Drawing:
    """SVG paths in one view box: the outline of all countries, and each country by its code."""

    view_box: str
    continent: str
    countries: Mapping[str, str]


def decode(document: Any) -> Topology:
    """The object "countries" of a quantised TopoJSON document, in degrees.

    Raises ValueError when the document is something else. Format: TopoJSON specification 1.0.
    """
    try:
        (wide, high), (west, south) = (document["transform"][key] for key in ("scale", "translate"))
        arcs = []
        for steps in document["arcs"]:
            x = y = 0
            line = []
            for dx, dy in steps:
                x, y = x + dx, y + dy
                line.append((west + x * wide, south + y * high))
            arcs.append(tuple(line))
        rings = {}
        for shape in document["objects"]["countries"]["geometries"]:
            key = shape["id"] if "id" in shape else shape["properties"]["name"]
            parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
            rings[key] = tuple(tuple(ring) for part in parts for ring in part)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError('not a quantised TopoJSON with an object "countries"') from error
    return Topology(tuple(arcs), rings)


def simplify(line: Line, tolerance: float) -> Line:
    """The line with fewer points, none of those left out further away than the tolerance (> 0).

    Both ends stay. Method: Douglas and Peucker, The Canadian Cartographer 10 (1973), 112-122.
    """
    (x0, y0), (x1, y1) = line[0], line[-1]
    dx, dy = x1 - x0, y1 - y0
    farthest, middle = 0.0, 0
    for position, (x, y) in enumerate(line):
        # Distance to the segment; the coast of an island ends where it starts: a segment of no
        # length, hence "or 1".
        along = min(1, max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy or 1)))
        distance = math.hypot(x - x0 - along * dx, y - y0 - along * dy)
        if distance > farthest:
            farthest, middle = distance, position
    if farthest <= tolerance:
        return line[0], line[-1]
    return simplify(line[: middle + 1], tolerance)[:-1] + simplify(line[middle:], tolerance)


def outline(topology: Topology, rings: Iterable[Ring]) -> tuple[Ring, ...]:
    """The rings around several shapes taken as one: without the arcs that two of them share."""
    walked = [number for ring in rings for number in ring]
    uses = Counter(max(number, ~number) for number in walked)
    leaving: defaultdict[Point, list[int]] = defaultdict(list)
    for number in walked:
        if uses[max(number, ~number)] == 1:
            leaving[topology.walk(number)[0]].append(number)
    joined = []
    for start in tuple(leaving):
        while leaving[start]:
            point, ring = start, []
            while leaving[point]:
                ring.append(leaving[point].pop())
                point = topology.walk(ring[-1])[-1]
            joined.append(tuple(ring))
    return tuple(joined)


def project(point: Point) -> Cell:
    """The cell of a point: Lambert's azimuthal projection, true in area, centred on the equator.

    Formulas: Snyder, Map Projections: A Working Manual (USGS, 1987), chapter 24.
    """
    longitude, latitude = math.radians(point[0] - CENTRE), math.radians(point[1])
    x, y = math.cos(latitude) * math.sin(longitude), -math.sin(latitude)
    scale = math.sqrt(2 / (1 + math.cos(latitude) * math.cos(longitude))) * UNITS_PER_RADIAN
    return round(x * scale), round(y * scale)


def trace(topology: Topology, rings: Iterable[Ring]) -> tuple[Polygon, ...]:
    """The simplified polygons of the rings, without those that are too small to see."""
    polygons = []
    for ring in outline(topology, rings):
        lines = [simplify(topology.walk(number), TOLERANCE) for number in ring]
        cells = [project(point) for line in lines for point in line]
        steps = list(pairwise([*cells, cells[0]]))
        if abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in steps)) / 2 >= SPECK:
            polygons.append(tuple(a for a, b in steps if a != b))
    return tuple(polygons)


def diamond(topology: Topology, rings: Iterable[Ring]) -> Polygon:
    """A mark in the middle of a country that is too small for the map, such as the Comoros."""
    points = [point for ring in rings for number in ring for point in topology.walk(number)]
    (west, east), (south, north) = ((min(along), max(along)) for along in zip(*points, strict=True))
    x, y = project(((west + east) / 2, (south + north) / 2))
    return (x, y - MARK), (x + MARK, y), (x, y + MARK), (x - MARK, y)


def write_path(polygons: Iterable[Polygon], origin: Cell) -> str:
    """An SVG path in whole relative steps, without the spaces that SVG can do without."""
    path, pen = "", origin
    for polygon in polygons:
        steps = ((b[0] - a[0], b[1] - a[1]) for a, b in pairwise([pen, *polygon]))
        path += f"m{' '.join(f'{dx} {dy}' for dx, dy in steps)}z"
        pen = polygon[0]  # "z" takes the pen back there
    return path.replace(" -", "-")


def draw(topology: Topology, codes: Mapping[str, str]) -> Drawing:
    """The shapes that are keys of codes; those with the same code become one country.

    Raises ValueError when the topology lacks one of them.
    """
    if missing := codes.keys() - topology.rings.keys():
        raise ValueError(f"no shape for {', '.join(sorted(missing))}")
    rings: defaultdict[str, tuple[Ring, ...]] = defaultdict(tuple)
    for key, code in codes.items():
        rings[code] += topology.rings[key]
    countries = {code: trace(topology, rings[code]) for code in rings}
    coasts = trace(topology, (ring for own in rings.values() for ring in own))
    xs, ys = zip(*(cell for polygon in coasts for cell in polygon), strict=True)
    origin = min(xs), min(ys)
    for code in [code for code, polygons in countries.items() if not polygons]:
        mark = diamond(topology, rings[code])
        if all(x in range(min(xs), max(xs)) and y in range(min(ys), max(ys)) for x, y in mark):
            countries[code] = (mark,)
        else:
            del countries[code]  # far out at sea: pages name it beside the map
    return Drawing(
        view_box=f"0 0 {max(xs) - origin[0]} {max(ys) - origin[1]}",
        continent=write_path(coasts, origin),
        countries={code: write_path(own, origin) for code, own in countries.items()},
    )


def africa_json(world: str) -> str:
    """The text of africa.json, one country a line, from the text of countries-50m.json.

    Raises ValueError when that text is not JSON, not TopoJSON, or lacks an African country.
    """
    drawing = draw(decode(json.loads(world)), AFRICA)
    source = {"source": "Natural Earth, public domain, by world-atlas 50m"}
    return json.dumps(source | asdict(drawing), indent=1, sort_keys=True) + "\n"
