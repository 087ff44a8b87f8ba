"""Erasing a person: nothing says any more who it was, the records stay, history says so."""

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from organisations.actions import erase_person
from organisations.models import User
from tests.factories import (
    make_meeting,
    make_meeting_invitation,
    make_member,
    make_organisation,
    make_participation,
    make_planned_meeting,
    make_staff,
    make_user,
)

ENGLISH = {"Accept-Language": "en"}


def everything() -> str:
    """All that the database holds, as text."""
    return "\n".join(
        str(row)
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.values_list()
    )


def make_known() -> User:
    """Somebody with a past: another name and role before, a meeting, a change made."""
    person = make_staff(
        name="Grace Mbuyi",
        email="grace@example.org",
        role="Treasurer of old",
        time_zone="Africa/Lubumbashi",
        organisation=make_organisation(),
    )
    person.set_password("correct horse battery")
    person.name, person.role = "Grace Mbuyi-Ilunga", "Treasurer"
    person.save()
    make_participation(meeting=make_meeting()).people.set([person])
    make_meeting_invitation(
        make_planned_meeting(), person=person, reply="yes", remarks="Wheelchair, as Grace said"
    )
    return person


def test_nothing_says_any_more_who_it_was(db: None) -> None:
    person, by = make_known(), make_staff()
    LogEntry.objects.log_actions(by.pk, [person], 2, "Changed.", single_object=True)
    traces = ("Grace", "Mbuyi", "grace@", "Treasurer", "Lubumbashi", "Wheelchair")
    assert all(trace in everything() for trace in traces)
    erased = erase_person(person=person, by=by)
    assert [trace for trace in traces if trace in everything()] == []
    erased.refresh_from_db()
    assert (erased.name, erased.organisation) == (gettext("Erased person"), None)
    assert [erased.is_active, erased.is_staff, erased.is_superuser] == [False] * 3
    assert not erased.has_usable_password()
    latest = erased.history.first()
    assert (latest.history_user, latest.history_change_reason) == (by, "erased")
    assert erased.participations.count() == 1


def test_what_the_person_wrote_stays_somebody_s(client: Client, db: None) -> None:
    person, by = make_known(), make_staff()
    meeting = make_meeting()
    meeting._history_user = person
    meeting.place_fr = "Goma"
    meeting.save()
    erase_person(person=person, by=by)
    client.force_login(by)
    page = reverse("admin:meetings_meeting_history", args=[meeting.pk])
    assert gettext("Erased person") in client.get(page).content.decode()


def test_it_is_done_on_a_page_by_an_administrator_alone(client: Client, db: None) -> None:
    person = make_known()
    page = reverse("admin:organisations_user_erase", args=[person.pk])
    for visitor, status in [(make_member(), 302), (make_user(is_staff=True), 403)]:
        client.force_login(visitor)
        assert (client.get(page).status_code, client.post(page).status_code) == (status, status)
    administrator = make_staff()
    client.force_login(administrator)
    assert client.get(page).status_code == 200
    person.refresh_from_db()
    assert person.is_active
    assert page in client.get(page.replace("erase", "change")).content.decode()
    assert client.post(page).status_code == 302
    person.refresh_from_db()
    assert not person.is_active
    history = client.get(page.replace("erase", "history"), headers=ENGLISH)
    assert "Identifying details were erased." in history.content.decode()
    missing = reverse("admin:organisations_user_erase", args=[0])
    assert client.post(missing).status_code == 404


def test_nobody_erases_themselves_nor_deletes_anybody(client: Client, db: None) -> None:
    administrator = make_staff()
    with pytest.raises(ValidationError):
        erase_person(person=administrator, by=administrator)
    client.force_login(administrator)
    page = reverse("admin:organisations_user_erase", args=[administrator.pk])
    assert client.post(page, follow=True).status_code == 200
    administrator.refresh_from_db()
    assert administrator.is_active
    delete = reverse("admin:organisations_user_delete", args=[make_known().pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_every_fact_of_a_person_that_history_keeps_was_thought_of() -> None:
    """Whoever gives people a new fact must say here whether erasing takes it out."""
    kept: set[str] = {field.name for field in User.history.model.tracked_fields}
    taken = {"email", "name", "organisation", "role", "language", "time_zone"}
    taken |= {"speaks_for_organisation", "shown_to_members", "erasure_asked_at"}
    harmless = {"id", "wants_digest", "is_active", "is_staff", "is_superuser"}
    assert kept == taken | harmless


def test_the_page_lists_the_texts_that_name_the_person(client: Client, db: None) -> None:
    """Once the person is erased, the portal no longer knows the name, and hides it no more."""
    client.force_login(make_staff())
    person = make_user(name="Awa Kéïta")
    meeting = make_meeting(title_fr="Réunion avec Awa Keita")
    make_meeting(title_fr="Réunion sans elle")
    page = client.get(f"/admin/organisations/user/{person.pk}/erase/").content.decode()
    listed = f'<a href="/admin/meetings/meeting/{meeting.pk}/change/">Réunion avec Awa Keita</a>'
    assert listed in page
    assert "Réunion sans elle" not in page


def test_the_page_says_where_it_found_nothing_and_did_not_look(client: Client, db: None) -> None:
    person = make_user(name="Grace Mbuyi")
    client.force_login(make_staff())
    page = client.get(f"/admin/organisations/user/{person.pk}/erase/", headers=ENGLISH)
    assert (
        "The name was found in no text, neither now nor in what may be brought back"
        in page.content.decode()
    )
    assert "Take the name out of these texts first" not in page.content.decode()
