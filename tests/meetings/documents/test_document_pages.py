"""Documents at the desk and on the pages: how they are added, and what is said of them."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from kpcsc.search.index import index_changed
from meetings.models import Document, Meeting
from meetings.readiness.facts import facts, with_readiness
from meetings.readiness.rules import issues
from tests.factories import make_meeting, make_staff
from tests.factories.files import make_document, odt, pdf, picture, upload
from tests.test_admin import form_data

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}
NOT_KEPT = "“{}” was not kept: choose a file again."


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where the files of this test are."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def meeting(client: Client) -> Meeting:
    """A meeting, with the secretariat at its page."""
    client.force_login(make_staff())
    return make_meeting()


def save(client: Client, meeting: Meeting, file: Any = None, **fields: Any) -> Any:
    """Sends the meeting's form as it stands, with one more document."""
    page = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    data = form_data(client.get(page))
    number = int(data["documents-TOTAL_FORMS"])
    row = {
        "title_fr": "La carte",
        "visibility": "public",
        "alternative_text_fr": "Une rivière",
        "file": file,
    }
    data |= {f"documents-{number}-{name}": value for name, value in row.items() if value}
    data |= {"documents-TOTAL_FORMS": number + 1}
    sent = {name: value for name, value in data.items() if value is not None} | fields
    return client.post(page, sent, headers=ENGLISH)


def test_a_document_is_added_with_its_meeting(client: Client, meeting: Meeting) -> None:
    response = save(client, meeting, upload(picture(), "IMG_2041 Awa.PNG"))
    assert response.status_code == 302, response.context["errors"]
    document = meeting.documents.get()
    assert (document.kind, document.visibility) == ("png", "public")
    assert "Awa" not in f"{document.file} {document.cleaned}"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.html", b"<html>", "Files of this kind are not taken."),
        ("map.png", b"<svg>", "The name of this file ends in “.png”, but it holds something else"),
        ("large.png", b"\x89PNG\r\n\x1a\n" + b"0" * 10_000_000, "may have 10 MB at most."),
        ("report.odt", odt(), "Only PDF files and pictures can be shown to everyone."),
        ("a" * 200 + ".png", b"\x89PNG\r\n\x1a\n", "This picture is damaged"),
        ("../../settings.py", b"import os", "Files of this kind are not taken."),
    ],
)
def test_a_file_that_is_refused_says_why_and_the_rest_stays(
    name: str, content: bytes, sentence: str, client: Client, meeting: Meeting
) -> None:
    response = save(client, meeting, upload(content, name))
    html = response.content.decode()
    assert sentence in html
    assert NOT_KEPT.format(Path(name).name) in html
    assert 'value="La carte"' in html
    assert "Une rivière" in html
    assert not Document.objects.exists()


def test_an_error_elsewhere_says_that_the_file_is_to_be_chosen_again(
    client: Client, meeting: Meeting
) -> None:
    response = save(client, meeting, upload(picture(), "<b>.png"), starts_on="one day")
    html = response.content.decode()
    assert NOT_KEPT.format("&lt;b&gt;.png") in html
    assert 'value="La carte"' in html


def test_a_page_that_nobody_sent_says_nothing_of_lost_files(
    client: Client, meeting: Meeting
) -> None:
    make_document(meeting=meeting)
    page = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    assert "was not kept" not in client.get(page, headers=ENGLISH).content.decode()
    unchanged = {name: value for name, value in form_data(client.get(page)).items() if value}
    response = client.post(page, unchanged | {"starts_on": "one day"}, headers=ENGLISH)
    assert "was not kept" not in response.content.decode()


def test_a_document_without_a_file_is_to_be_given_one(client: Client, meeting: Meeting) -> None:
    assert "This field is required." in save(client, meeting).content.decode()


def test_what_is_stored_is_read_from_the_form(client: Client, meeting: Meeting) -> None:
    copied = make_document(meeting=meeting)
    plain = make_document(meeting=meeting, file=upload(odt(), "report.odt"))
    make_document(meeting=meeting, file="", visibility="staff")
    page = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    html = client.get(page, headers=ENGLISH).content.decode()
    with translation.override("en"):
        copy, other = copied.get_absolute_url(), plain.get_absolute_url()
    links = re.findall(r'<a href="(/en/documents/[^"]*)">([^<]*)</a>', html)
    assert links == [
        (copy, "PDF, 1 kB"),
        (f"{copy}?original", "original"),
        (other, "ODT, 1 kB"),
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"file": upload(picture(), "map.png")}, ["pictures"]),
        ({"file": upload(picture(), "map.png"), "alternative_text_en": "A river"}, []),
        ({"file": upload(picture(), "map.png"), "visibility": "staff"}, []),
        ({"file": "", "visibility": "staff"}, ["documents"]),
    ],
)
def test_what_documents_lack_is_said_before_publication(
    fields: dict[str, Any], expected: list[str], meeting: Meeting
) -> None:
    make_document(meeting=meeting, **fields)
    ready = facts(with_readiness(Meeting.objects.all()).get())
    found = [issue for issue in issues(ready) if issue.anchor == "#documents-group"]
    own = [issue.code for issue in found if not issue.code.startswith("untranslated")]
    assert own == expected
    assert all(issue.blocks for issue in found if issue.code in expected)


@pytest.mark.parametrize(
    ("language", "facts_of_file"), [("fr", "PNG, 1\N{NO-BREAK SPACE}ko"), ("en", "PNG, 1 kB")]
)
def test_readers_learn_kind_size_and_what_a_picture_shows(
    language: str, facts_of_file: str, client: Client
) -> None:
    document = make_document(
        meeting=make_meeting(),
        visibility="public",
        file=upload(picture(), "map.png"),
        alternative_text_fr="Une rivière",
        alternative_text_en="A river",
    )
    with translation.override(language):
        html = client.get(document.meeting.get_absolute_url()).content.decode()
    assert f'<span class="quiet">{facts_of_file}</span><br>' in html
    assert {"fr": "Une rivière", "en": "A river"}[language] in html


def test_the_form_asks_as_often_for_three_documents_as_for_one(
    client: Client,
    meeting: Meeting,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    page = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    make_document(meeting=meeting)
    client.get(page)
    with django_assert_num_queries(QUERIES):
        client.get(page)
    for text in ("Suite", "Fin"):
        make_document(meeting=meeting, file=upload(pdf(text)))
    index_changed()
    with django_assert_num_queries(QUERIES):
        client.get(page)


QUERIES = 31
