"""The letter that says how to sign in, and the page that sends it."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from kpcsc.foundation.mail.models import Delivery
from organisations.models import User
from tests.factories import make_member, make_user
from tests.foundation.mail.deliveries import run
from tests.kpcsc.test_roles import with_role

pytestmark = pytest.mark.django_db


def page_of(person: User) -> str:
    return f"/admin/organisations/user/{person.pk}/invite/"


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(with_role("Administrator"))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_an_editor_to_be_reads_the_roles_and_where_a_password_is_chosen(desk: Client) -> None:
    awa = make_user(email="awa@example.org", name="Awa", language="en", is_staff=True)
    awa.groups.set(Group.objects.filter(name__in=["Editor", "Publisher"]))
    assert "Publishes records" in desk.get(page_of(awa)).content.decode()
    assert mail.outbox == []
    assert desk.post(page_of(awa)).status_code == 302
    run()
    [letter] = mail.outbox
    assert letter.to == ["Awa <awa@example.org>"]
    assert "- Editor: Writes all records" in letter.body
    assert "/en/sign-in/password/forgotten/" in letter.body
    assert "/admin/guide/" in letter.body


def test_a_member_reads_where_a_code_is_asked_for(desk: Client) -> None:
    desk.post(page_of(make_member(language="fr")))
    run()
    [letter] = mail.outbox
    assert "/fr/sign-in/\n" in f"{letter.body}\n"
    assert "mot de passe" in letter.body  # that there is none
    assert "/admin/" not in letter.body


def test_who_may_not_sign_in_gets_no_letter(desk: Client) -> None:
    person = make_user(is_active=False)
    answer = desk.post(page_of(person), follow=True)
    assert "This person may not sign in" in answer.content.decode()
    assert Delivery.objects.count() == 0


def test_saving_somebody_new_offers_the_letter(desk: Client) -> None:
    sent = {"email": "awa@example.org", "name": "Awa", "language": "fr", "time_zone": "UTC"}
    answer = desk.post("/admin/organisations/user/add/", sent | {"is_active": "on"}, follow=True)
    awa = User.objects.get(email="awa@example.org")
    assert f'<a href="{page_of(awa)}">Invite</a>' in answer.content.decode()
    sent |= {"email": "marie@example.org", "_invite": "Save and invite", "is_active": "on"}
    answer = desk.post("/admin/organisations/user/add/", sent)
    assert answer.headers["Location"] == page_of(User.objects.get(email="marie@example.org"))
    answer = desk.post(f"/admin/organisations/user/{awa.pk}/change/", sent | {"email": awa.email})
    assert answer.headers["Location"] == page_of(awa)


def test_an_editor_sends_nothing_to_the_secretariat(client: Client) -> None:
    client.force_login(with_role("Editor"))
    assert client.post(page_of(with_role("Publisher"))).status_code == 403
    assert client.post(page_of(make_user())).status_code == 302
