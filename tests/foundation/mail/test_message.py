"""A letter becomes a message with two parts of the same words, in the person's language."""

from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from django.utils import translation
from django.utils.html import strip_tags
from pytest_django import Settings

from kpcsc.foundation.mail.letters import Letter, LetterKind
from kpcsc.foundation.mail.message import message_of
from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.mail.refusal import refusal_address
from organisations.models import User
from tests.foundation.mail.sample_letters import code, greeting

LETTER = Letter(
    "Où & quand", "Bonjour <Awa>,\n\n- à midi\n- & après\n\nhttps://example.org/a?b=1&c=2"
)


@pytest.fixture(autouse=True)
def portal(settings: Settings) -> None:
    settings.PORTAL_URL = "https://portal.example.org"
    settings.DEFAULT_FROM_EMAIL = "KP CSC <portal@example.org>"
    settings.CONTACT_EMAIL = "secretariat@example.org"


def delivery_of(kind: LetterKind) -> Delivery:
    person = User(pk=12, email="awa@example.org", name="Awa Sarr")
    queued_at = datetime(2026, 11, 24, 12, 30, 5, tzinfo=UTC)
    return Delivery(pk=7, letter=kind.name, person=person, queued_at=queued_at)


def html_part(message: Any) -> str:
    [(html, media_type)] = message.alternatives
    assert media_type == "text/html"
    return html


def headers_of(message: Any) -> dict[str, str]:
    wanted = ["Subject", "From", "To", "Reply-To", "Message-ID", "Auto-Submitted"]
    wanted += ["Content-Language", "List-Unsubscribe", "List-Unsubscribe-Post"]
    found = message.message()
    return {name: str(found[name]) for name in wanted if name in found}


def test_the_headers_say_who_writes_to_whom_and_how_to_stop_it() -> None:
    delivery = delivery_of(greeting)
    with translation.override("en"):
        headers = headers_of(message_of(LETTER, delivery))
        address = refusal_address(delivery.person)
    assert address.startswith("https://portal.example.org/en/letters/12:")
    assert headers == {
        "Subject": "Où & quand",
        "From": "KP CSC <portal@example.org>",
        "To": "Awa Sarr <awa@example.org>",
        "Reply-To": "secretariat@example.org",
        "Message-ID": "<7.20261124123005@portal.example.org>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en",
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def test_what_a_person_asked_for_offers_no_end_of_it() -> None:
    message = message_of(Letter("Code", "1234"), delivery_of(code))
    assert not [name for name in headers_of(message) if name.startswith("List-")]
    assert "/letters/" not in message.message().as_string()


def test_the_text_ends_with_who_writes_why_and_how_to_stop_it() -> None:
    delivery = delivery_of(greeting)
    with translation.override("en"):
        text = message_of(LETTER, delivery).body
        address = refusal_address(delivery.person)
    assert text == (
        f"{LETTER.text}\n\n-- \n"
        "Kimberley Process Civil Society Coalition\n"
        "https://portal.example.org\n\n"
        "You receive this message because the coalition’s secretariat has your address in its "
        "portal.\n"
        "Questions: secretariat@example.org\n\n"
        "To receive no more messages, open this page:\n"
        f"{address}\n"
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_parts_have_the_same_words(language: str) -> None:
    with translation.override(language):
        message = message_of(LETTER, delivery_of(greeting))
    html = html_part(message)
    assert f'<html lang="{language}">' in html
    _head, body = html.split("<body>")
    of_text = message.body.replace("\n- ", "\n").replace("-- \n", "")
    assert unescape(strip_tags(body)).split() == of_text.split()


def test_the_html_loads_nothing_and_has_no_markup_of_the_text() -> None:
    html = html_part(message_of(LETTER, delivery_of(greeting)))
    assert "<p>Bonjour &lt;Awa&gt;,</p>" in html
    assert "<title>Où &amp; quand</title>" in html
    assert not [mark for mark in (" src=", "<link", "<img", "url(", " style=") if mark in html]


def test_files_come_with_it() -> None:
    letter = Letter("S", "T", (("day.ics", "BEGIN:VCALENDAR", "text/calendar"),))
    [part] = message_of(letter, delivery_of(greeting)).message().iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("day.ics", "text/calendar")
    assert part.get_content() == "BEGIN:VCALENDAR\n"


def test_the_page_to_stop_at_is_in_the_language_of_the_letter() -> None:
    addresses = {}
    for language in ("fr", "en"):
        with translation.override(language):
            addresses[language] = refusal_address(delivery_of(greeting).person)
    assert addresses["fr"] == addresses["en"].replace("/en/", "/fr/")
