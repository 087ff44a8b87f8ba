"""Filters of change lists that stock Django does not have."""

import pytest
from django.test import Client
from django.urls import reverse

from kpcsc.foundation.admin_filters import AlphabeticalRelatedFilter
from tests.factories import make_organisation, make_staff


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "names"), [("en", ["DRC", "South Africa"]), ("fr", ["Afrique du Sud", "RDC"])]
)
def test_countries_are_offered_by_name_and_only_those_in_use(
    client: Client, language: str, names: list[str]
) -> None:
    client.force_login(make_staff())
    for code in ("ZA", "CD", "CD"):
        make_organisation(country_id=code)
    page = client.get(
        reverse("admin:organisations_organisation_changelist"),
        {"country__code__exact": "CD"},
        headers={"Accept-Language": language},
    )
    changes = page.context["cl"]
    assert changes.result_count == 2
    (spec,) = (spec for spec in changes.filter_specs if isinstance(spec, AlphabeticalRelatedFilter))
    _all, *offered, none = (str(choice["display"]) for choice in spec.choices(changes))
    assert (offered, none) == (names, "-")
