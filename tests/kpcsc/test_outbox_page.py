"""The page of a demonstration that shows what would have been sent."""

from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import mailers
from django.test import Client
from pytest_django import Settings

from kpcsc.foundation.mail.letters import Letter
from kpcsc.foundation.mail.message import message_of
from kpcsc.foundation.mail.models import Delivery
from organisations.models import User
from tests.foundation.mail.sample_letters import greeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    backend = "kpcsc.foundation.mail.folder.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"folder": tmp_path}}}
    return tmp_path


def send(subject: str) -> None:
    person = User(pk=1, email="awa@example.org")
    letter = Letter(subject, "Hello & welcome", (("day.ics", "", "text/calendar"),))
    message = message_of(letter, Delivery(pk=1, letter=greeting.name, person=person))
    mailers.default.send_messages([message])


def test_messages_are_shown_the_newest_first(client: Client, folder: Path) -> None:
    send("One")
    send("Two <3")
    page = client.get("/en/outbox/").content.decode()
    assert page.index(">Two &lt;3</a>") < page.index(">One</a>")
    for text in ("awa@example.org", "<p>Hello &amp; welcome</p>", "day.ics", 'lang="fr"'):
        assert text in page


def test_its_html_is_shown_as_the_recipient_gets_it(client: Client, folder: Path) -> None:
    send("One")
    [file] = folder.iterdir()
    response = client.get("/en/outbox/", {"message": file.stem})
    assert "<title>One</title>" in response.content.decode()
    assert "<p>Hello &amp; welcome</p>" in response.content.decode()
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    assert response["Content-Security-Policy"] == policy


@pytest.mark.parametrize("name", ["none", "../secret_key", "..", "\0"])
def test_no_other_file_is_shown(client: Client, folder: Path, name: str) -> None:
    send("One")
    assert client.get("/en/outbox/", {"message": name}).status_code == 404


def test_without_messages_it_says_so(client: Client, folder: Path) -> None:
    assert "No message has been sent yet." in client.get("/en/outbox/").content.decode()


def test_where_messages_go_to_people_none_are_shown(client: Client) -> None:
    mail.outbox.clear()
    send("One")
    assert len(mail.outbox) == 1
    assert "One" not in client.get("/en/outbox/").content.decode()
