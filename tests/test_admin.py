"""The secretariat's pages: each opens, saves, and keeps what safety asks for."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.forms import MultiWidget, NullBooleanSelect
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from meetings.models import Meeting, Section
from organisations.models import ConsentRecord, Country, Organisation, User
from tests.factories import make_meeting, make_member, make_organisation, make_staff
from tests.factories.files import make_document, pdf, upload

RECORDS = [Country, Organisation, User, Meeting]


@pytest.fixture
def staff(client: Client, db: None) -> User:
    person = make_staff()
    client.force_login(person)
    return person


def form_data(response: Any) -> dict[str, Any]:
    """What a browser would send back of an admin form that nobody touched."""
    data: dict[str, Any] = {}
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, FieldFile):
                continue  # a browser sends no file that the server has
            if isinstance(bound.field.widget, MultiWidget):
                parts = value if isinstance(value, list) else bound.field.widget.decompress(value)
                for position, part in enumerate(parts or []):
                    data[f"{bound.html_name}_{position}"] = part or ""
            elif isinstance(bound.field.widget, NullBooleanSelect):
                data[bound.html_name] = {True: "true", False: "false"}.get(value, "unknown")
            elif value is True:
                data[bound.html_name] = "on"
            elif value is not None and value is not False:
                data[bound.html_name] = value
    return data


@pytest.mark.parametrize("model", RECORDS)
def test_only_staff_come_in(client: Client, db: None, model: type[Model]) -> None:
    page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert client.get(page).status_code == 302
    client.force_login(make_member())
    assert client.get(page).status_code == 302


def test_a_meeting_is_edited_with_its_parts_on_one_page(
    client: Client, staff: User, reference: Meeting
) -> None:
    page = reverse("admin:meetings_meeting_change", args=[reference.pk])
    data = form_data(client.get(page))
    data["place_fr"] = "Kinshasa"
    data["sections-0-body_en"] = "<p>Kept</p><script>alert(1)</script>"
    response = client.post(page, data)
    assert response.status_code == 302, response.context["errors"]
    reference.refresh_from_db()
    assert reference.place_fr == "Kinshasa"
    section = Section.objects.get(pk=data["sections-0-id"])
    assert section.body_en == "<p>Kept</p>"
    assert reference.participations.count() == 25
    latest = reference.history.first()
    assert latest.history_user == staff


def test_a_document_is_read_through_its_page(
    client: Client, staff: User, reference: Meeting, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    original = pdf("Compte rendu")
    document = make_document(meeting=reference, file=upload(original, "Minutes by Anna.pdf"))
    html = client.get(
        reverse("admin:meetings_meeting_change", args=[reference.pk])
    ).content.decode()
    assert f'<a href="/fr/documents/{document.key}/">PDF, 1\xa0ko</a>' in html
    assert "Anna" not in html
    response = client.get(f"/en/documents/{document.key}/?original")
    assert b"".join(response.streaming_content) == original


def test_an_error_keeps_what_was_typed(client: Client, staff: User, reference: Meeting) -> None:
    page = reverse("admin:meetings_meeting_change", args=[reference.pk])
    data = form_data(client.get(page)) | {"ends_on": "2021-06-01", "place_fr": "Kinshasa"}
    response = client.post(page, data, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    assert "The last day cannot be before the first." in response.content.decode()
    assert 'value="Kinshasa"' in response.content.decode()


def test_the_listing_follows_a_consent(client: Client, staff: User) -> None:
    organisation = make_organisation(listing="unlisted")
    page = reverse("admin:organisations_organisation_change", args=[organisation.pk])
    data = form_data(client.get(page))

    refused = client.post(page, data | {"listing": "public"}, headers={"Accept-Language": "en"})
    assert "The organisation has not agreed to this." in refused.content.decode()
    organisation.refresh_from_db()
    assert organisation.listing == "unlisted"

    consent = {
        "consent_records-TOTAL_FORMS": "1",
        "consent_records-0-organisation": organisation.pk,
        "consent_records-0-agreed_listing": "public",
        "consent_records-0-given_by": "Its director",
        "consent_records-0-given_on": "2026-11-01",
        "consent_records-0-wording_version": "2026-1",
    }
    assert client.post(page, data | consent).status_code == 302
    organisation.refresh_from_db()
    assert organisation.listing == "public"
    record = ConsentRecord.objects.get()
    assert (record.given_by, record.recorded_by) == ("Its director", staff)


def test_countries_are_found_by_the_names_that_people_use(client: Client, staff: User) -> None:
    page = reverse("admin:autocomplete")
    asked = {"app_label": "meetings", "model_name": "meeting", "field_name": "countries"}
    for words, code in [("rdc", "CD"), ("DRC", "CD"), ("cote d", "CI"), ("Zimb", "ZW")]:
        found = client.get(page, asked | {"term": words}).json()["results"]
        assert code in [result["id"] for result in found]


def test_the_list_shows_when_listed_and_declared_figures_differ(
    client: Client, staff: User
) -> None:
    meeting = make_meeting(organisations=2, organisations_count=3)
    page = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    html = client.get(page, headers={"Accept-Language": "en"}).content.decode()
    assert "0 countries · 2 organisations · differs from the report" in html


def test_the_organisation_of_a_saved_row_is_not_changed_and_looked_up_once(
    client: Client, staff: User
) -> None:
    meeting = make_meeting(organisations=2)
    came = set(meeting.participations.values_list("pk", "organisation"))
    page = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    data = form_data(client.get(page)) | {
        "participations-0-organisation": make_organisation().pk,
        "participations-0-role": "observer",
    }
    with CaptureQueriesContext(connection) as queries:
        assert client.post(page, data).status_code == 302
    assert set(meeting.participations.values_list("pk", "organisation")) == came
    assert meeting.participations.filter(role="observer").count() == 1
    asked = [query["sql"].partition(" FROM ")[2] for query in queries]
    looked_up = [sql for sql in asked if sql.startswith('"organisations_organisation" WHERE')]
    assert len(looked_up) == 2  # by the model itself, which checks what it refers to


def test_of_two_editors_the_second_is_told_and_keeps_what_was_typed(
    client: Client, staff: User, reference: Meeting
) -> None:
    page = reverse("admin:meetings_meeting_change", args=[reference.pk])
    opened_by_both = form_data(client.get(page))
    assert client.post(page, opened_by_both | {"place_fr": "Kinshasa"}).status_code == 302

    second = opened_by_both | {"place_fr": "Goma"}
    told = client.post(page, second, headers={"Accept-Language": "en"})
    assert "This record was changed after you opened it." in told.content.decode()
    assert told.context["adminform"].form["place_fr"].value() == "Goma"
    reference.refresh_from_db()
    assert reference.place_fr == "Kinshasa"

    assert client.post(page, form_data(told)).status_code == 302
    reference.refresh_from_db()
    assert (reference.place_fr, reference.version) == ("Goma", 3)


def test_rows_go_by_their_numbers_and_a_new_one_without_comes_last(
    client: Client, staff: User
) -> None:
    meeting = make_meeting()
    for position, text in enumerate(["one", "two"], start=1):
        meeting.objectives.create(text_fr=text, position=position)
    page = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    data = form_data(client.get(page)) | {
        "objectives-TOTAL_FORMS": "3",
        "objectives-0-position": "2",
        "objectives-1-position": "1",
        "objectives-2-meeting": meeting.pk,
        "objectives-2-text_fr": "new",
        "objectives-2-position": "",
    }
    assert client.post(page, data).status_code == 302
    assert list(meeting.objectives.values_list("text_fr", "position")) == [
        ("two", 1),
        ("one", 2),
        ("new", 3),
    ]


def test_either_language_will_do_for_a_name(client: Client, staff: User) -> None:
    organisation = make_organisation(name_fr="", name_en="Only in English")
    page = reverse("admin:organisations_organisation_change", args=[organisation.pk])
    data = form_data(client.get(page)) | {"listing": "unlisted"}
    assert client.post(page, data).status_code == 302
    refused = client.post(page, data | {"name_en": ""}, headers={"Accept-Language": "en"})
    assert "Give the organisation’s name, in one language at least." in refused.content.decode()
