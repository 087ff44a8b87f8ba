"""A person sees where they are signed in, and ends what they do not know."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from organisations.models import SignIn, SignInCode
from organisations.tasks import delete_expired_sessions
from tests.factories import make_member, make_staff

pytestmark = pytest.mark.django_db
PAGE = "/fr/sign-in/sessions/"


def test_each_browser_is_a_line_that_its_owner_names(client: Client) -> None:
    member, other = make_member(), make_member()
    client.force_login(member)
    phone = Client()
    phone.force_login(member)
    Client().force_login(other)
    assert SignIn.objects.filter(person=member).count() == 2
    own = SignIn.objects.get(session=phone.session.session_key)
    client.post(PAGE, {"sign_in": own.pk, "name": "téléphone"})
    page = client.get(PAGE).content.decode()
    assert page.count("<h2>téléphone</h2>") == 1
    assert page.count("celle-ci") == 1


def test_an_ended_session_is_signed_out_at_the_next_request(client: Client) -> None:
    member = make_member()
    client.force_login(member)
    lost = Client()
    lost.force_login(member)
    sign_in = SignIn.objects.get(session=lost.session.session_key)
    client.post(PAGE, {"sign_in": sign_in.pk, "end": "yes"})
    assert not lost.get("/fr/").wsgi_request.user.is_authenticated
    assert client.get("/fr/").wsgi_request.user == member


def test_all_others_are_ended_at_once(client: Client) -> None:
    member = make_member()
    others = [Client(), Client()]
    for each in (client, *others):
        each.force_login(member)
    client.post(PAGE, {"others": "yes"})
    assert [each.get("/fr/").wsgi_request.user.is_authenticated for each in (client, *others)] == [
        True,
        False,
        False,
    ]


def test_nobody_ends_or_names_somebody_elses_session(client: Client) -> None:
    theirs = Client()
    theirs.force_login(make_member())
    sign_in = SignIn.objects.get()
    client.force_login(make_member())
    for sent in ({"end": "yes"}, {"name": "mine"}):
        assert client.post(PAGE, {"sign_in": sign_in.pk, **sent}).status_code == 404
    for nonsense in ("", "x", "9" * 30):
        assert client.post(PAGE, {"sign_in": nonsense, "end": "yes"}).status_code == 404
    assert theirs.get("/fr/").wsgi_request.user.is_authenticated


def test_signing_out_leaves_no_line(client: Client) -> None:
    client.force_login(make_member())
    client.post("/fr/sign-in/out/")
    assert not SignIn.objects.exists()


def test_a_changed_password_keeps_this_line_and_ends_the_others(client: Client) -> None:
    staff = make_staff()
    staff.set_password("a long sentence of words")
    staff.save()
    client.force_login(staff)
    other = Client()
    other.force_login(staff)
    new = "quite another sentence"
    sent = {"oldpassword": "a long sentence of words", "password1": new, "password2": new}
    client.post("/fr/sign-in/password/", sent)
    assert client.get(PAGE).status_code == 200
    assert not other.get("/fr/").wsgi_request.user.is_authenticated
    assert SignIn.objects.filter(session=client.session.session_key).exists()


def test_no_address_and_no_program_is_kept(client: Client) -> None:
    client.force_login(make_member())
    client.get(PAGE, headers={"user-agent": "Telltale/1.0"}, REMOTE_ADDR="203.0.113.9")
    kept = str(list(SignIn.objects.values())) + str(dict(client.session))
    assert "Telltale" not in kept
    assert "203.0.113.9" not in kept
    assert Session.objects.count() == 1


def test_nobody_signed_in_is_asked_to(client: Client) -> None:
    assert client.get(PAGE).headers["Location"] == f"/fr/sign-in/?next={PAGE}"


def test_sessions_and_codes_that_are_over_are_forgotten(client: Client) -> None:
    member = make_member()
    client.force_login(member)
    Client().force_login(member)
    over = timezone.now() - timedelta(minutes=16)
    Session.objects.exclude(pk=client.session.session_key).update(expire_date=over)
    SignInCode.objects.create(person=member, sealed="x", made_at=over)
    page = client.get(PAGE).content.decode()
    assert page.count('name="sign_in"') == 1
    delete_expired_sessions.call()
    assert [session.pk for session in Session.objects.all()] == [client.session.session_key]
    assert SignIn.objects.count() == 1
    assert not SignInCode.objects.exists()
