"""What was sent after the session had expired waits for the same person, and for nobody else."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.sealed import decrypt
from organisations.models import User
from tests.factories import make_meeting, make_member, make_staff
from tests.test_admin import form_data

pytestmark = pytest.mark.django_db
CHOICES = "/fr/my/choices/"
PASSWORD = "a long sentence of words"
PAGE = "/fr/sign-in/held/"
TYPED = {
    "name": "Awa Sarr",
    "role": "Présidente du conseil",
    "language": "fr",
    "time_zone": "Africa/Dakar",
}


@pytest.fixture(autouse=True)
def no_limits_left_over() -> None:
    cache.clear()


def expire() -> None:
    """All sessions are over, as after a night."""
    Session.objects.update(expire_date=timezone.now() - timedelta(hours=1))


def signed_in_user(client: Client, person: User) -> None:
    """Signs in through the pages, as a browser does."""
    client.post("/fr/sign-in/", {"email": person.email})
    (delivery,) = Delivery.objects.filter(person=person).order_by("-pk")[:1]
    letter = delivery.kind.write(delivery.about, person)
    assert letter is not None
    (code,) = re.findall(r"^[0-9]{4}-[0-9]{4}$", letter.text, re.MULTILINE)
    client.post("/fr/sign-in/code/", {"code": code})


def sign_in_to_the_desk(client: Client, person: User) -> None:
    """Likewise, with a password."""
    client.post("/fr/sign-in/secretariat/", {"login": person.email, "password": PASSWORD})


def held_fields(client: Client) -> dict[str, str]:
    """What the page would send."""
    return dict(client.get(PAGE).context["held"]["fields"])


def test_what_a_member_typed_is_sent_after_signing_in_again(client: Client) -> None:
    member = make_member()
    signed_in_user(client, member)
    expire()
    asked = client.post(CHOICES, TYPED)
    assert asked.headers["Location"] == f"/fr/sign-in/?next={CHOICES}"
    signed_in_user(client, member)
    assert client.get(CHOICES).headers["Location"] == PAGE
    page = unescape(client.get(PAGE).content.decode())
    assert f'action="{CHOICES}"' in page
    assert "Présidente du conseil" in page
    sent = client.post(CHOICES, held_fields(client))
    assert sent.status_code == 302
    member.refresh_from_db()
    assert (member.role, member.time_zone) == ("Présidente du conseil", "Africa/Dakar")
    assert client.get(CHOICES).status_code == 200


def test_nothing_is_sent_by_looking(client: Client) -> None:
    member = make_member(role="Avant")
    signed_in_user(client, member)
    expire()
    client.post(CHOICES, TYPED)
    signed_in_user(client, member)
    client.get(PAGE)
    member.refresh_from_db()
    assert member.role == "Avant"


def test_another_person_gets_nothing_of_it(client: Client) -> None:
    member, other = make_member(), make_member(role="Avant")
    signed_in_user(client, member)
    expire()
    client.post(CHOICES, TYPED)
    signed_in_user(client, other)
    assert client.get(CHOICES, follow=True).redirect_chain == [(PAGE, 302), ("/fr/my/", 302)]
    assert "Présidente" not in client.get(PAGE, follow=True).content.decode()
    signed_in_user(client, member)
    assert client.get(CHOICES).status_code == 200


def test_whoever_signed_out_left_nothing_behind(client: Client) -> None:
    member = make_member()
    signed_in_user(client, member)
    client.post(reverse("account_logout"))
    client.post(CHOICES, TYPED)
    assert "held_form" not in client.session


def test_a_stranger_has_nothing_kept(client: Client) -> None:
    client.post(CHOICES, TYPED)
    assert not Session.objects.exists()


def test_what_is_held_is_sealed_and_holds_no_password(client: Client) -> None:
    member = make_member()
    signed_in_user(client, member)
    expire()
    client.post(CHOICES, TYPED | {"password1": "geheim geheim", "csrfmiddlewaretoken": "x"})
    kept = client.session["held_form"]
    assert "Dakar" not in kept
    assert "Dakar" in decrypt(kept)
    assert "geheim" not in decrypt(kept)
    assert "csrf" not in decrypt(kept)


def test_it_can_be_thrown_away(client: Client) -> None:
    member = make_member()
    signed_in_user(client, member)
    expire()
    client.post(CHOICES, TYPED)
    signed_in_user(client, member)
    assert client.post(PAGE).headers["Location"] == "/fr/my/"
    assert client.get(CHOICES).status_code == 200


def test_a_meeting_that_was_being_edited_is_not_lost(client: Client) -> None:
    staff = make_staff()
    staff.set_password(PASSWORD)
    staff.save()
    meeting = make_meeting(organisations=1)
    page = f"/admin/meetings/meeting/{meeting.pk}/change/"
    sign_in_to_the_desk(client, staff)
    data = form_data(client.get(page)) | {"place_fr": "Kinshasa, salle des fêtes"}
    expire()
    assert client.post(page, data).headers["Location"].startswith("/admin/login/")
    sign_in_to_the_desk(client, staff)
    fields = held_fields(client)
    assert fields["place_fr"] == "Kinshasa, salle des fêtes"
    assert client.post(page, fields).status_code == 302
    meeting.refresh_from_db()
    assert meeting.place_fr == "Kinshasa, salle des fêtes"


def test_too_much_is_not_held(client: Client) -> None:
    member = make_member()
    signed_in_user(client, member)
    expire()
    client.post(CHOICES, TYPED | {"role": "é" * 1_000_001})
    assert "held_form" not in client.session
