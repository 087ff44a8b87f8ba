"""Every country lies in one region."""

from importlib import import_module

from organisations.regions import COUNTRIES_BY_REGION, REGION_NAMES, region_of

CODES = import_module("organisations.migrations.0002_seed_countries").CODES.split()


def test_every_country_lies_in_exactly_one_region() -> None:
    listed = [code for codes in COUNTRIES_BY_REGION.values() for code in codes.split()]
    assert sorted(listed) == sorted(CODES)


def test_every_region_has_a_name() -> None:
    assert COUNTRIES_BY_REGION.keys() == REGION_NAMES.keys()


def test_the_countries_of_the_reference_meeting_lie_where_people_say() -> None:
    assert region_of("CD") == "middle_africa"
    assert region_of("ZW") == "eastern_africa"
    assert region_of("LS") == "southern_africa"
    assert region_of("CI") == "western_africa"
