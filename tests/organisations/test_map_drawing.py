"""The drawing of the map, on two squares that share a border: west (0 to 10 degrees) and east."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from organisations import map_drawing
from organisations.management.commands import build_map
from organisations.map_drawing import (
    AFRICA,
    Topology,
    africa_json,
    decode,
    diamond,
    draw,
    outline,
    project,
    simplify,
    trace,
    write_path,
)

# In quarters of a degree from 0, -5: the border with a bend of 0.25 and one of 1 degree, then
# what is left of the west and of the east, both clockwise; last an island of half a degree.
WORLD: Mapping[str, Any] = {
    "type": "Topology",
    "transform": {"scale": [0.25, 0.25], "translate": [0, -5]},
    "arcs": [
        [[40, 40], [1, -10], [3, -10], [-4, -20]],
        [[40, 0], [-40, 0], [0, 40], [40, 0]],
        [[40, 40], [40, 0], [0, -40], [-40, 0]],
        [[100, 20], [2, 0], [0, -2], [-2, 0], [0, 2]],
    ],
    "objects": {
        "countries": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "id": "001", "arcs": [[0, 1]]},
                {"type": "MultiPolygon", "properties": {"name": "East"}, "arcs": [[[~0, 2]]]},
                {"type": "Polygon", "id": "003", "arcs": [[3]]},
            ],
        }
    },
}
CODES = {"001": "WW", "East": "EE", "003": "II"}


@pytest.fixture
def topology() -> Topology:
    return decode(WORLD)


def test_decode_gives_degrees_and_rings(topology: Topology) -> None:
    assert topology.arcs[0] == ((10, 5), (10.25, 2.5), (11, 0), (10, -5))
    assert topology.rings == {"001": ((0, 1),), "East": ((~0, 2),), "003": ((3,),)}
    assert topology.walk(~0) == ((10, -5), (11, 0), (10.25, 2.5), (10, 5))


@pytest.mark.parametrize(
    "document", [[], {}, {**WORLD, "objects": {}}, {**WORLD, "transform": {"scale": [1]}}]
)
def test_decode_refuses_other_documents(document: object) -> None:
    with pytest.raises(ValueError, match="not a quantised TopoJSON"):
        decode(document)


def test_simplify_leaves_out_only_what_is_within_the_tolerance() -> None:
    line = ((0.0, 0.0), (1.0, 0.3), (2.0, 0.0), (3.0, 0.4), (4.0, 0.0))
    assert simplify(line, 0.32) == ((0, 0), (3, 0.4), (4, 0))
    assert simplify(line, 0.5) == ((0, 0), (4, 0))
    assert simplify(line, 0.1) == line


def test_simplify_measures_to_the_segment_not_to_the_endless_line() -> None:
    there_and_back = ((0.0, 0.0), (5.0, 0.0), (1.0, 0.0))
    assert simplify(there_and_back, 0.32) == there_and_back


def test_simplify_keeps_the_shape_of_a_coast_that_ends_where_it_starts() -> None:
    square = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0))
    assert simplify(square, 0.32) == square
    assert simplify(square, 2) == ((0, 0), (0, 0))


def test_outline_leaves_out_the_border_inside(topology: Topology) -> None:
    both = topology.rings["001"] + topology.rings["East"]
    assert outline(topology, both) == ((1, 2),)
    assert outline(topology, topology.rings["East"]) == ((~0, 2),)


def test_outline_keeps_a_hole_until_it_is_filled() -> None:
    """South Africa and Lesotho: the hole is walked the other way round."""
    topology = Topology(
        arcs=(((0, 0), (0, 9), (9, 9), (9, 0), (0, 0)), ((3, 3), (3, 6), (6, 6), (6, 3), (3, 3))),
        rings={},
    )
    assert outline(topology, [(0,), (~1,)]) == ((0,), (~1,))
    assert outline(topology, [(0,), (~1,), (1,)]) == ((0,),)


def test_projection_is_true_in_area(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half the globe, 2 pi in area, becomes a circle with the square root of 2 as its radius."""
    monkeypatch.setattr(map_drawing, "UNITS_PER_RADIAN", 1000)
    assert project((17, 0)) == (0, 0)
    assert project((17, 90)) == (0, -1414)
    assert project((-73, 0)) == (-1414, 0)


def test_neighbours_share_every_point_of_the_simplified_border(topology: Topology) -> None:
    (west,) = trace(topology, topology.rings["001"])
    (east,) = trace(topology, topology.rings["East"])
    north, bend, south = project((10, 5)), project((11, 0)), project((10, -5))
    assert west == (north, bend, south, project((0, -5)), project((0, 5)))
    assert east == (south, bend, north, project((20, 5)), project((20, -5)))


def test_a_speck_is_not_traced_but_marked(topology: Topology) -> None:
    assert trace(topology, topology.rings["003"]) == ()
    x, y = project((25.25, -0.25))
    mark = ((x, y - 4), (x + 4, y), (x, y + 4), (x - 4, y))
    assert diamond(topology, topology.rings["003"]) == mark


@pytest.mark.parametrize(("degrees", "polygons"), [(0.6, 1), (0.5, 0)])
def test_an_island_is_traced_from_eight_square_units(degrees: float, polygons: int) -> None:
    """Three by three units, and two by two."""
    west, east = 17.0, 17 + degrees
    coast = ((west, 0.0), (west, degrees), (east, degrees), (east, 0.0), (west, 0.0))
    assert len(trace(Topology(arcs=(coast,), rings={}), [(0,)])) == polygons


def test_path_is_relative_and_has_no_needless_space() -> None:
    square = ((10, 10), (20, 10), (20, 20), (10, 20))
    triangle = ((5, 30), (9, 30), (9, 33))
    assert write_path([square, triangle], origin=(10, 0)) == "m0 10 10 0 0 10-10 0zm-5 20 4 0 0 3z"


def test_drawing_of_all_but_the_island_far_out_at_sea(topology: Topology) -> None:
    drawing = draw(topology, CODES)
    assert drawing.view_box == "0 0 99 50"
    assert drawing.continent == "m49 50-49 0 0-50 49 0 50 0 0 50z"
    assert drawing.countries == {
        "EE": "m49 50 5-25-5-25 50 0 0 50z",
        "WW": "m49 0 5 25-5 25-49 0 0-50z",
    }


def test_shapes_with_the_same_code_become_one_country(topology: Topology) -> None:
    drawing = draw(topology, {"001": "WW", "East": "WW"})
    assert drawing.countries == {"WW": drawing.continent}


def test_drawing_names_the_shapes_that_are_missing(topology: Topology) -> None:
    with pytest.raises(ValueError, match="no shape for 004, 005"):
        draw(topology, {"001": "WW", "005": "XX", "004": "YY"})


def test_file_has_one_country_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_drawing, "AFRICA", CODES)
    lines = africa_json(json.dumps(WORLD)).splitlines()
    assert lines[2:5] == [
        ' "countries": {',
        '  "EE": "m49 50 5-25-5-25 50 0 0 50z",',
        '  "WW": "m49 0 5 25-5 25-49 0 0-50z"',
    ]


def test_africa_is_54_states_and_western_sahara() -> None:
    assert len(set(AFRICA.values())) == 55
    assert [key for key in AFRICA if not (key.isdigit() and len(key) == 3)] == ["Somaliland"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "No such file"), ("no JSON", "not the TopoJSON"), ("{}", "not a quantised TopoJSON")],
)
def test_command_tells_what_is_wrong_and_writes_nothing(
    content: str | None, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = tmp_path / "world.json"
    if content is not None:
        world.write_text(content)
    monkeypatch.setattr(build_map, "MAP_FILE", tmp_path / "africa.json")
    with pytest.raises(CommandError, match=words):
        build_map.Command().handle(world=world)
    assert not (tmp_path / "africa.json").exists()
