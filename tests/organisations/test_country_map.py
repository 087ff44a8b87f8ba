"""The stored map of Africa, and which of its countries a page draws."""

import re

from django.template.loader import render_to_string

from organisations.country_map import (
    TARGET,
    africa_map,
    area,
    drawing,
    outside_africa,
    shapes,
)

# The African countries of the strategy meeting of 2 June 2021.
REPRESENTED = ["ZA", "BW", "CM", "CF", "CI", "CD", "GN", "LS", "LR", "SL", "TZ", "ZW"]


def test_stored_map_holds_all_countries_of_africa_but_three_far_out_at_sea() -> None:
    countries = africa_map().countries
    assert len(countries) == 52
    assert not {"CV", "MU", "SC"} & countries.keys()
    assert all(re.fullmatch("[A-Z]{2}", code) for code in countries)
    assert {"EH", "SS", "SO", "KM", "ST", "GM", "GQ"} <= countries.keys()


def test_every_path_is_a_visible_shape_of_whole_relative_steps() -> None:
    stored = africa_map()
    for path in [stored.continent, *stored.countries.values()]:
        assert re.fullmatch(r"(m-?\d+((?=-)| )-?\d+((?=-| )( ?-?\d+))*z)+", path)
        assert area(path) >= 20


def test_all_paths_lie_in_the_view_box_and_fill_it() -> None:
    stored = africa_map()
    xs, ys = [], []
    for path in [stored.continent, *stored.countries.values()]:
        start = (0, 0)
        for polygon in path.split("z")[:-1]:
            numbers = [int(number) for number in re.findall(r"-?\d+", polygon)]
            x, y = start
            start = (x + numbers[0], y + numbers[1])
            for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
                x, y = x + dx, y + dy
                xs.append(x)
                ys.append(y)
    assert stored.view_box == f"0 0 {max(xs)} {max(ys)}"
    assert (min(xs), min(ys)) == (0, 0)
    assert 300 <= max(xs) <= 400


def test_the_continent_is_as_large_as_its_countries() -> None:
    """Within 1 %: arcs that are shared leave neither gaps nor overlaps."""
    stored = africa_map()
    countries = sum(area(path) for path in stored.countries.values())
    assert abs(area(stored.continent) - countries) < 0.01 * countries


def test_the_map_of_the_strategy_meeting_fits_a_page() -> None:
    paths = [africa_map().continent, *(shape.path for shape in shapes(REPRESENTED))]
    assert len(paths) == 13
    assert sum(len(path.encode()) for path in paths) <= 4400


def test_area_takes_holes_away() -> None:
    assert area("m100 100 0 10 10 0 0-10z") == 100
    assert area("m100 100 0 10 10 0 0-10zm2 2 5 0 0 5-5 0z") == 75


def test_shapes_come_largest_first_and_once() -> None:
    found = shapes(["LS", "BE", "CD", "ZA", "LS", "ZW", "XX"])
    assert [shape.code for shape in found] == ["CD", "ZA", "ZW", "LS"]
    assert found[3].path == africa_map().countries["LS"]
    assert shapes([]) == ()


def test_shapes_of_one_size_come_by_code() -> None:
    """Two archipelagos marked by the same diamond."""
    assert [shape.code for shape in shapes({"ST", "KM"})] == ["KM", "ST"]


def test_elsewhere_keeps_the_order_given() -> None:
    assert outside_africa(["US", "ZA", "BE", "CA", "US"]) == ("US", "BE", "CA")
    assert outside_africa(["ZA", "MU"]) == ("MU",)


def test_countries_elsewhere_are_named_below_the_map() -> None:
    html = render_to_string("components/map.html", {"map": drawing(["CD", "US", "BE"])})
    [inset] = re.findall(r'<div class="elsewhere">(.*?)</div>', html, re.DOTALL)
    assert re.findall(r'<a href="(.*?)">(.*?)</a>', inset) == [
        ("/fr/countries/us/", "États-Unis"),
        ("/fr/countries/be/", "Belgique"),
    ]


def test_a_country_that_a_finger_would_miss_has_a_target_of_24_pixels() -> None:
    """On the narrowest phone, the map is 288 pixels wide."""
    marked = {shape.code: shape for shape in shapes(["CD", "GM", "LS"]) if shape.mark}
    assert marked.keys() == {"GM", "LS"}
    assert [marked[code].is_speck for code in ("GM", "LS")] == [True, False]
    width = float(africa_map().view_box.split()[2])
    assert 2 * TARGET * 288 / width >= 24
    left, top, right, bottom = marked["LS"].box
    across, down = marked["LS"].mark or (0, 0)
    assert left < across < right
    assert top < down < bottom
