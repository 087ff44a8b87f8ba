"""What countries are called, and in which order they come."""

import pytest
from django.utils import translation

from organisations.country_names import all_names, full_name, short_name
from organisations.models import Country
from organisations.models.country import in_alphabetical_order

# The countries of the strategy meeting of 2 June 2021.
REPRESENTED = "ZA BE BW CM CA CF CI CD GN LS LR SL TZ US ZW".split()


@pytest.mark.parametrize(
    ("code", "language", "full", "short"),
    [
        ("CD", "fr", "République démocratique du Congo", "RDC"),
        ("CD", "en", "Democratic Republic of the Congo", "DRC"),
        ("CF", "fr", "République centrafricaine", "RCA"),
        ("CF", "en", "Central African Republic", "CAR"),
        ("CG", "fr", "République du Congo", "République du Congo"),
        ("CG", "en", "Republic of the Congo", "Republic of the Congo"),
        ("SZ", "fr", "Eswatini", "Eswatini"),
        ("SZ", "en", "Eswatini", "Eswatini"),
        ("CI", "en", "Côte d’Ivoire", "Côte d’Ivoire"),
        ("ZA", "fr", "Afrique du Sud", "Afrique du Sud"),
        ("GB", "en", "United Kingdom", "United Kingdom"),
        ("XX", "fr", "XX", "XX"),
    ],
)
def test_the_names_of_a_country(code: str, language: str, full: str, short: str) -> None:
    assert (full_name(code, language), short_name(code, language)) == (full, short)
    with translation.override(language):
        assert (Country(code).name, Country(code).short_name) == (full, short)


def test_a_country_is_searched_by_every_name() -> None:
    assert all_names("CD") == {
        "République démocratique du Congo",
        "Democratic Republic of the Congo",
        "RDC",
        "DRC",
    }
    assert all_names("SZ") == {"Eswatini"}


@pytest.mark.parametrize(
    ("language", "names"),
    [
        (
            "fr",
            [
                *("Afrique du Sud", "Belgique", "Botswana", "Cameroun", "Canada"),
                *("Côte d’Ivoire", "États-Unis", "Guinée", "Lesotho", "Liberia", "RCA", "RDC"),
                *("Sierra Leone", "Tanzanie", "Zimbabwe"),
            ],
        ),
        (
            "en",
            [
                *("Belgium", "Botswana", "Cameroon", "Canada", "CAR", "Côte d’Ivoire", "DRC"),
                *("Guinea", "Lesotho", "Liberia", "Sierra Leone", "South Africa", "Tanzania"),
                *("United States", "Zimbabwe"),
            ],
        ),
    ],
)
def test_countries_are_in_the_alphabetical_order_of_the_pages_language(
    language: str, names: list[str]
) -> None:
    with translation.override(language):
        ordered = in_alphabetical_order(Country(code) for code in REPRESENTED)
        assert [country.short_name for country in ordered] == names


def test_every_country_of_iso_3166_is_there_and_has_names(db: None) -> None:
    codes = [*Country.objects.values_list("code", flat=True)]
    assert len(codes) == 249
    for language in ("fr", "en"):
        names = [full_name(code, language) for code in codes]
        assert len(set(names)) == 249
        assert not set(names) & set(codes)
