"""The bin at the desk: for whom, and what they can do there."""

import pytest
from django.test import Client
from django.urls import reverse

from kpcsc.foundation.bin.actions import move_to_bin
from kpcsc.foundation.bin.models import DeletedRecord
from meetings.models import Meeting
from organisations.models import Organisation
from tests.factories import make_meeting, make_organisation, make_staff
from tests.kpcsc.test_roles import with_role

pytestmark = pytest.mark.django_db
BIN = "/admin/foundation/deletedrecord/"


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("Administrator", ["Brouillon", "Publiée"]),
        ("Editor", ["Brouillon"]),
        ("Publisher", None),
        ("Translator", None),
    ],
)
def test_it_is_for_those_who_may_delete(client: Client, role: str, shown: list[str] | None) -> None:
    by = make_staff()
    for title, status in (("Publiée", "published"), ("Brouillon", "draft")):
        move_to_bin(record=make_meeting(title_fr=title, status=status), by=by)
    client.force_login(with_role(role))
    page = client.get(BIN)
    if shown is None:
        assert page.status_code == 403
        shown = []
    else:
        titles = [one.title for one in page.context["deleted_records"]]
        assert titles == shown
    for deleted in DeletedRecord.objects.all():
        answer = client.post(
            reverse("admin:foundation_deletedrecord_bring_back", args=[deleted.pk])
        )
        assert answer.status_code == (302 if deleted.title in shown else 403)
    assert Meeting.objects.count() == len(shown)


def test_deleting_at_the_desk_goes_into_the_bin(client: Client) -> None:
    client.force_login(make_staff())
    meeting, organisation = make_meeting(), make_organisation(listing="unlisted")
    page = reverse("admin:meetings_meeting_delete", args=[meeting.pk])
    assert "corbeille" in client.get(page).content.decode()
    assert client.post(page, {"post": "yes"}).status_code == 302
    chosen = {"action": "delete_selected", "_selected_action": [str(organisation.pk)]}
    several = reverse("admin:organisations_organisation_changelist")
    assert "corbeille" in client.post(several, chosen).content.decode()
    assert client.post(several, chosen | {"post": "yes"}).status_code == 302
    assert (Meeting.objects.count(), Organisation.objects.count()) == (0, 0)
    kept = {one.model: one.was_published for one in DeletedRecord.objects.all()}
    assert kept == {"meetings.meeting": True, "organisations.organisation": False}


@pytest.mark.parametrize("role", ["Editor", "Administrator"])
def test_what_readers_see_is_deleted_by_publishers_alone(client: Client, role: str) -> None:
    client.force_login(with_role(role))
    for record in (make_meeting(), make_organisation()):
        meta = record._meta
        name = f"admin:{meta.app_label}_{meta.model_name}_delete"
        answer = client.post(reverse(name, args=[record.pk]), {"post": "yes"})
        assert answer.status_code == (302 if role == "Administrator" else 403)
    assert DeletedRecord.objects.count() == (2 if role == "Administrator" else 0)


def test_what_a_deleted_record_names_is_not_deleted_while_that_may_return(client: Client) -> None:
    """Else its name, which is hidden, would be a word like any other once the record is back."""
    named = make_organisation(name_fr="Amis des rivières", listing="unlisted")
    other = make_organisation(name_fr="Gardiens du Kasaï", listing="unlisted")
    client.force_login(make_staff())
    meeting = make_meeting(introduction_fr="Avec les Amis des rivières.")
    move_to_bin(record=meeting, by=make_staff())
    for organisation in (named, other):
        page = reverse("admin:organisations_organisation_delete", args=[organisation.pk])
        assert (f"{meeting}, dans la corbeille" in client.get(page).content.decode()) is (
            organisation == named
        )
        client.post(page, {"post": "yes"})
    assert [*Organisation.objects.all()] == [named]


def test_it_is_asked_for_by_post(client: Client) -> None:
    client.force_login(make_staff())
    deleted = move_to_bin(record=make_meeting(), by=make_staff())
    address = reverse("admin:foundation_deletedrecord_bring_back", args=[deleted.pk])
    assert client.get(address).status_code == 405
    assert client.post(address, follow=True).status_code == 200
    assert client.post(address).status_code == 404
