"""Adding an organisation that may be there already."""

from typing import Any

import pytest
from django.test import Client

from organisations.models import Organisation
from tests.factories import make_organisation, make_staff
from tests.test_admin import form_data

pytestmark = pytest.mark.django_db
PAGE = "/admin/organisations/organisation/add/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_staff())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def add(desk: Client, **values: Any) -> Any:
    return desk.post(PAGE, form_data(desk.get(PAGE)) | {"slug": "new"} | values)


def test_the_near_ones_are_named_and_nothing_typed_is_lost(desk: Client) -> None:
    near = make_organisation(name_fr="Réseau de Lutte contre la Faim", acronym="RELUFA")
    make_organisation(name_fr="Maison des Jeunes")
    answer = add(desk, name_fr="Reseau de lutte contre la faim", website="https://example.org/")
    page = answer.content.decode()
    assert f'<a href="/admin/organisations/organisation/{near.pk}/change/"' in page
    assert "Maison des Jeunes" not in page
    assert 'value="https://example.org/"' in page
    assert 'type="checkbox" name="is_another"' in page
    assert Organisation.objects.count() == 2


def test_one_that_is_another_is_added(desk: Client) -> None:
    make_organisation(name_fr="Action Mines Guinée")
    name = "Actions Mines Guinée"
    assert add(desk, name_fr=name).status_code == 200
    assert add(desk, name_fr=name, is_another="on").status_code == 302
    assert Organisation.objects.filter(name_fr=name).exists()


def test_one_that_is_near_none_is_added_without_a_question(desk: Client) -> None:
    make_organisation(name_fr="Action Mines Guinée")
    assert 'type="checkbox" name="is_another"' not in desk.get(PAGE).content.decode()
    assert add(desk, name_fr="Maison des Jeunes").status_code == 302


def test_a_record_that_is_there_is_saved_whatever_it_is_near(desk: Client) -> None:
    make_organisation(name_fr="Action Mines Guinée")
    double = make_organisation(name_fr="Actions Mines Guinée", listing="unlisted")
    page = f"/admin/organisations/organisation/{double.pk}/change/"
    data = form_data(desk.get(page)) | {"website": "https://example.org/", "_save": "1"}
    assert desk.post(page, data).status_code == 302
