"""The desk as a whole: groups of staff in the page's language, deletion in the words of people."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from kpcsc.foundation.deletion import without
from meetings.models import Meeting
from tests.factories import make_staff


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(make_staff())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_a_group_is_given_permissions_on_what_the_desk_shows(desk: Client) -> None:
    form = desk.get("/admin/auth/group/add/").context["adminform"].form
    labels = {str(label) for _value, label in form.fields["permissions"].choices}
    assert {"Meetings: change", "Organisations: see", "People: delete"} <= labels
    assert not any("istorical" in label or "Can " in label for label in labels)
    permission = Permission.objects.get(codename="change_meeting")
    desk.post("/admin/auth/group/add/", {"name": "Editors", "permissions": [permission.pk]})
    assert list(Group.objects.get(name="Editors").permissions.all()) == [permission]


def test_deleting_asks_about_records_not_about_rows_between_tables(
    desk: Client, reference: Meeting
) -> None:
    page = desk.get(f"/admin/meetings/meeting/{reference.pk}/delete/")
    assert ">Human Rights Watch · " in page.content.decode()
    assert "object (" not in page.content.decode()
    summary = dict(page.context["model_count"])
    assert (summary["objectives"], summary["participations"]) == (3, 25)
    assert not [name for name in summary if "relation" in name]


@pytest.mark.parametrize(
    ("nested", "kept"),
    [
        (["A: 1", "B: 2"], ["B: 2"]),
        (["B: 1", ["A: 2", ["A: 3"], "B: 4"]], ["B: 1", ["B: 4"]]),
        (["B: 1", ["A: 2"]], ["B: 1"]),
        ([], []),
    ],
)
def test_what_begins_so_is_left_out_at_every_depth(
    nested: list[object], kept: list[object]
) -> None:
    assert without(nested, ("A: ",)) == kept
