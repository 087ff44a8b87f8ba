"""Time zones by the names of cities and countries."""

import re

import pytest
from django.test import Client
from django.utils import translation

from organisations.time_zone_field import TimeZoneField
from organisations.time_zones import UnknownZoneError, labels_in_order, read_zone, zone_label
from tests.factories import make_organisation, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Abidjan", "Africa/Abidjan"),
        (" abidjan ", "Africa/Abidjan"),
        ("Kinshasa (RDC)", "Africa/Kinshasa"),
        ("Kinshasa (DRC)", "Africa/Kinshasa"),
        ("Ghana", "Africa/Accra"),
        ("Côte d’Ivoire", "Africa/Abidjan"),
        ("cote d'ivoire", "Africa/Abidjan"),
        ("Londres", "Europe/London"),
        ("Africa/Kinshasa", "Africa/Kinshasa"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("GMT", "UTC"),
        ("UTC", "UTC"),
    ],
)
def test_a_city_a_country_or_a_name(written: str, name: str) -> None:
    assert read_zone(written) == name


def test_a_country_of_several_zones_names_its_cities() -> None:
    with pytest.raises(UnknownZoneError) as caught:
        read_zone("RDC")
    assert caught.value.candidates == ["Africa/Kinshasa", "Africa/Lubumbashi"]


@pytest.mark.parametrize("written", ["Goma", "", "\x00", "Africa", "x" * 500])
def test_what_is_none(written: str) -> None:
    with pytest.raises(UnknownZoneError) as caught:
        read_zone(written)
    assert caught.value.candidates == []


def test_the_coalition_s_own_come_first_and_obsolete_ones_never() -> None:
    labels = labels_in_order("fr", {"CI", "CD"})
    assert labels[:4] == ["UTC", "Abidjan (Côte d’Ivoire)", "Kinshasa (RDC)", "Lubumbashi (RDC)"]
    assert len(labels) == len(set(labels)) > 400
    assert [label for label in labels if "(Inde)" in label] == ["Kolkata (Inde)"]
    assert zone_label("Asia/Calcutta", "fr") == "Kolkata (Inde)"
    assert zone_label("Nowhere/At-all", "fr") == "Nowhere/At-all"


def problem_with(written: str) -> str:
    with translation.override("en"):
        try:
            TimeZoneField().clean(written)
        except Exception as error:  # noqa: BLE001 (its words are what is looked at)
            return " ".join(getattr(error, "messages", [str(error)]))
    return ""


def test_a_problem_says_what_to_write() -> None:
    assert problem_with("RDC") == (
        "That country has several time zones: write one of Kinshasa (DRC), Lubumbashi (DRC)."
    )
    assert problem_with("Goma") == (
        "No time zone is named after that: take the nearest city of the list."
    )
    assert problem_with("Ghana") == ""


def test_the_desk_offers_cities_and_keeps_what_it_cannot_read(client: Client) -> None:
    make_organisation(country_id="ZW")
    person = make_staff(time_zone="Africa/Kinshasa", email="awa@example.org")
    client.force_login(person)
    address = f"/admin/organisations/user/{person.pk}/change/"
    page = client.get(address, headers={"accept-language": "fr"}).content.decode()
    assert re.search(
        r'name="time_zone" value="Kinshasa \(RDC\)"[^>]* list="time_zone-cities"', page
    )
    options = re.findall(r'<option value="([^"]+)"></option>', page)
    assert options[:2] == ["UTC", "Harare (Zimbabwe)"]
    sent = {"email": person.email, "name": "Awa", "language": "fr", "is_active": "on"}
    kept = client.post(address, sent | {"is_staff": "on", "time_zone": "Goma"})
    assert 'value="Goma"' in kept.content.decode()
    client.post(address, sent | {"is_staff": "on", "time_zone": "Bangui"})
    person.refresh_from_db()
    assert person.time_zone == "Africa/Bangui"
