"""The page on which a person stops letters: a look changes nothing, a click does."""

from urllib.parse import unquote

import pytest
from django.core.signing import Signer
from django.test import Client

from kpcsc.foundation.mail.models import MailRefusal
from kpcsc.foundation.mail.refusal import person_by_refusal_token, token_of
from organisations.models import User
from tests.factories import make_user

STOP = "Stop these messages"
AGAIN = "Write to me again"


@pytest.fixture
def person(db: None) -> User:
    return make_user(email="awa@example.org", name="Awa Sarr")


@pytest.fixture
def page(person: User) -> str:
    return f"/en/letters/{token_of(person)}/"


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_look_changes_nothing(client: Client, page: str, method: str) -> None:
    response = getattr(client, method)(page)
    assert response.status_code == 200
    assert not MailRefusal.objects.exists()


def test_the_page_asks_and_says_nothing_of_who_the_person_is(client: Client, page: str) -> None:
    html = client.get(page).content.decode()
    assert STOP in html
    assert AGAIN not in html
    assert "awa@" not in html
    assert "Awa" not in html


def test_the_page_is_kept_nowhere_and_its_head_names_no_address_of_itself(
    client: Client, person: User, page: str
) -> None:
    """Whoever has the address can stop the letters."""
    for response in (client.get(page), client.post(page, {"stop": "yes"})):
        assert response["Cache-Control"] == "private, no-store"
        head = response.content.decode().partition("</head>")[0]
        assert '<meta name="robots" content="noindex, nofollow">' in head
        assert token_of(person) not in unquote(head)


def test_a_mail_program_stops_letters_with_one_post(person: User, page: str) -> None:
    """As RFC 8058 says: no cookie, no token of a form, no redirection."""
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        response = client.post(page, {"List-Unsubscribe": "One-Click"})
        assert (response.status_code, response.cookies.output()) == (200, "")
        assert MailRefusal.objects.get().person == person


def test_a_person_stops_letters_and_takes_it_back(client: Client, person: User, page: str) -> None:
    stopped = client.post(page, {"stop": "yes"}).content.decode()
    assert MailRefusal.objects.get().person == person
    assert AGAIN in stopped
    assert STOP not in stopped
    assert AGAIN in client.get(page).content.decode()
    again = client.post(page, {"again": "yes"}).content.decode()
    assert not MailRefusal.objects.exists()
    assert STOP in again


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_are_refused(client: Client, page: str, method: str) -> None:
    response = getattr(client, method)(page)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST")


def test_a_token_that_the_portal_did_not_make_is_nobodys(client: Client, person: User) -> None:
    token = token_of(person)
    other = f"{person.pk + 1}{token[token.index(':') :]}"
    salted_otherwise = Signer(salt="another").sign(str(person.pk))
    for forged in (other, salted_otherwise, str(person.pk), f"{token}x", "x", "1:"):
        assert person_by_refusal_token(forged) is None
        for response in (
            client.get(f"/fr/letters/{forged}/"),
            client.post(f"/fr/letters/{forged}/"),
        ):
            assert response.status_code == 404
    assert not MailRefusal.objects.exists()


def test_the_token_of_somebody_who_is_gone_is_nobodys(client: Client, person: User) -> None:
    token = token_of(person)
    person.delete()
    assert person_by_refusal_token(token) is None
