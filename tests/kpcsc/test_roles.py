"""The roles of the secretariat, as the migration made them."""

from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from kpcsc.roles import ROLES, StaffRole, permissions_named
from organisations.models import User
from organisations.roles import SENTENCES
from tests.factories import make_member, make_staff, make_user

pytestmark = pytest.mark.django_db


def with_role(name: str) -> User:
    """Somebody of the secretariat with this role alone."""
    person = make_user(is_staff=True)
    person.groups.set([Group.objects.get(name=name)])
    return person


def test_the_migration_gave_each_role_what_it_may_do() -> None:
    """A model that was added since wants a migration that calls `update_staff_groups` again."""
    for role in ROLES:
        rows = Group.objects.get(name=role.name).permissions.select_related("content_type")
        given = {f"{row.content_type.app_label}.{row.codename}" for row in rows}
        assert given == role.permissions()


def test_nobody_but_an_administrator_may_appoint_erase_or_publish() -> None:
    may = {role.name: role.permissions() for role in ROLES}
    assert {name for name in may if "organisations.administer_portal" in may[name]} == {
        "Administrator"
    }
    assert {name for name in may if "meetings.publish_meeting" in may[name]} == {
        "Administrator",
        "Publisher",
    }
    never = {
        "organisations.change_consentrecord",
        "organisations.delete_consentrecord",
        "meetings.change_publicationstep",
        "meetings.delete_publicationstep",
        "organisations.view_signin",
        "organisations.view_signincode",
    }
    assert not never & set().union(*may.values())


def test_an_unknown_permission_is_no_silence() -> None:
    with pytest.raises(LookupError, match=r"meetings\.fly_meeting"):
        list(permissions_named({"meetings.fly_meeting", "meetings.view_meeting"}))


def test_an_editor_cannot_become_an_administrator(client: Client) -> None:
    editor, member, staff = with_role("Editor"), make_member(), make_staff()
    client.force_login(editor)
    for person in (editor, staff):  # a changed address would be a way to sign in as them
        page = f"/admin/organisations/user/{person.pk}/change/"
        assert "email" not in client.get(page).context["adminform"].form.fields
        assert client.post(page, {"email": "x@example.org", "name": "X"}).status_code == 403
        assert client.post(f"/admin/organisations/user/{person.pk}/sign-in/").status_code == 403
    page = f"/admin/organisations/user/{member.pk}/change/"
    administrators = Group.objects.get(name="Administrator")
    sent = {
        "email": member.email,
        "name": "Awa",
        "language": "fr",
        "time_zone": "UTC",
        "organisation": member.organisation_id,
        "is_active": "on",
        "is_staff": "on",
        "groups": administrators.pk,
    }
    assert client.post(page, sent).status_code == 302
    member.refresh_from_db()
    assert (member.name, member.is_staff, member.groups.count()) == ("Awa", False, 0)


def test_an_administrator_appoints(client: Client) -> None:
    client.force_login(with_role("Administrator"))
    person = make_user()
    editors = Group.objects.get(name="Editor")
    page = f"/admin/organisations/user/{person.pk}/change/"
    assert "<b>Rédaction</b>" in client.get(page).content.decode()
    sent = {
        "email": person.email,
        "name": person.name,
        "language": "fr",
        "time_zone": "UTC",
        "is_active": "on",
        "groups": editors.pk,
    }
    client.post(page, sent)
    person.refresh_from_db()
    assert (person.is_staff, [*person.groups.all()]) == (True, [editors])
    client.post(page, sent | {"groups": Group.objects.get(name="Facilitator").pk})
    person.refresh_from_db()
    assert (person.is_staff, person.groups.count()) == (False, 1)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.name)
def test_each_role_has_a_sentence_that_others_read_too(client: Client, role: StaffRole) -> None:
    person = make_user()
    person.groups.add(Group.objects.get(name=role.name))
    page = f"/admin/organisations/user/{person.pk}/change/"
    for reader in ("Administrator", "Editor"):
        client.force_login(with_role(reader))
        assert str(SENTENCES[role.name]) in unescape(client.get(page).content.decode())
    assert set(SENTENCES) == {role.name for role in ROLES}


def test_saving_somebody_of_every_right_takes_none_away(client: Client) -> None:
    client.force_login(with_role("Administrator"))
    person = make_staff()
    page = f"/admin/organisations/user/{person.pk}/change/"
    sent = {"email": person.email, "name": "Awa", "language": "fr", "time_zone": "UTC"}
    client.post(page, sent | {"is_active": "on"})
    person.refresh_from_db()
    assert (person.name, person.is_staff, person.is_superuser) == ("Awa", True, True)


@pytest.mark.parametrize("role", ["Editor", "Publisher", "Translator", "Facilitator"])
def test_the_journal_is_for_administrators(client: Client, role: str) -> None:
    client.force_login(with_role(role))
    assert client.get("/admin/journal/").status_code == 403
    client.force_login(with_role("Administrator"))
    assert client.get("/admin/journal/").status_code == 200
