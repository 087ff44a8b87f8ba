"""A document is what its file says, and everybody gets as much of it as they may."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation
from pytest_django import Settings

from kpcsc.foundation.history.restore import restore
from kpcsc.foundation.history.save_descriptions import describe_differences
from kpcsc.foundation.history.states import differences, snapshot
from kpcsc.foundation.history.stored_states import states_of
from kpcsc.foundation.history.tracked_models import tracked_models_of
from meetings.documents.kinds import RefusedFileError
from meetings.models import Document, Meeting
from tests.factories import make_meeting, make_member, make_staff
from tests.factories.files import make_document, office, pdf, picture, upload, wav

pytestmark = pytest.mark.django_db

HTML = b"<!DOCTYPE html><script>alert(1)</script>"
FILES = {
    "agenda.pdf": pdf(),
    "map.png": picture(),
    "photo.JPG": picture("JPEG"),
    "report.docx": office("docx"),
    "talk.wav": wav(),
}


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where the files of this test are."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def meeting() -> Meeting:
    return make_meeting(slug="goma")


@pytest.fixture
def client_of() -> Callable[[str], Client]:
    """A browser of such a reader."""

    def signed_in_user(reader: str) -> Client:
        client = Client()
        if reader != "public":
            client.force_login(make_staff() if reader == "staff" else make_member())
        return client

    return signed_in_user


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def kept(file: Any) -> bytes:
    with file.open() as opened:
        return opened.read()


@pytest.mark.parametrize(
    ("name", "kind", "is_copied"),
    [
        ("agenda.pdf", "pdf", True),
        ("map.png", "png", True),
        ("photo.JPG", "jpeg", True),
        ("report.docx", "docx", False),
        ("talk.wav", "wav", False),
    ],
)
def test_a_document_is_what_its_file_holds(
    name: str, kind: str, is_copied: bool, meeting: Meeting
) -> None:
    make_document(meeting=meeting, file=upload(FILES[name], name))
    document = Document.objects.get()
    assert document.kind == kind
    assert kept(document.file) == FILES[name]
    assert bool(document.cleaned) is is_copied
    assert document.reader_file == (document.cleaned if is_copied else document.file)
    assert document.size == len(kept(document.reader_file))


@pytest.mark.parametrize(
    ("name", "visibility", "field", "sentence"),
    [
        ("page.html", "staff", "file", "Files of this kind are not taken"),
        ("page.pdf", "staff", "file", "it holds something else or is damaged"),
        ("cut.pdf", "staff", "file", "This PDF is damaged"),
        ("report.docx", "public", "visibility", "Only PDF files and pictures"),
        ("talk.wav", "public", "visibility", "Only PDF files and pictures"),
    ],
)
def test_what_cannot_be_is_refused_on_every_way(
    name: str, visibility: str, field: str, sentence: str, meeting: Meeting
) -> None:
    odd = {"page.html": HTML, "page.pdf": HTML, "cut.pdf": b"%PDF-1.7"}
    content = (FILES | odd)[name]
    fields = {"meeting": meeting, "title_fr": "Compte rendu", "visibility": visibility}
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            Document(file=upload(content, name), **fields).full_clean()
        assert [*refused.value.message_dict] == [field]
        assert sentence in refused.value.message_dict[field][0]
    with pytest.raises((RefusedFileError, IntegrityError)), transaction.atomic():
        Document.objects.create(file=upload(content, name), **fields)


@pytest.mark.parametrize(
    ("change", "constraint", "sentence"),
    [
        ({"kind": "", "cleaned": ""}, "of_a_known_kind", "it has not been checked"),
        ({"kind": "exe", "cleaned": ""}, "of_a_known_kind", "it has not been checked"),
        ({"cleaned": ""}, "has_a_copy", "it has no copy for readers"),
        ({"kind": "odt"}, "has_a_copy", "it has no copy for readers"),
        ({"kind": "odt", "cleaned": "", "visibility": "public"}, "for_everyone", "Only PDF files"),
    ],
)
def test_the_database_keeps_readers_from_what_is_no_copy(
    change: dict[str, str], constraint: str, sentence: str, meeting: Meeting
) -> None:
    document = make_document(meeting=meeting)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Document.objects.update(**change)
    for name, value in change.items():
        setattr(document, name, value)
    with translation.override("en"), pytest.raises(ValidationError, match=sentence):
        document.validate_constraints()


def test_a_file_is_read_once_however_often_it_is_checked(meeting: Meeting) -> None:
    document = Document(meeting=meeting, title_fr="Ordre du jour", file=upload(pdf()))
    document.full_clean()
    copy = document.cleaned.file
    document.full_clean()
    assert document.cleaned.file is copy
    document.save()
    assert Document.objects.get().size == copy.size


@pytest.mark.parametrize("reader", ["public", "member", "staff"])
@pytest.mark.parametrize("visibility", ["public", "members", "staff"])
def test_everybody_gets_the_copy_and_the_secretariat_the_original(
    reader: str, visibility: str, meeting: Meeting, client_of: Callable[[str], Client]
) -> None:
    document = make_document(meeting=meeting, visibility=visibility)
    page = document.get_absolute_url()
    client = client_of(reader)
    allowed = {"public": ["public", "member", "staff"], "members": ["member", "staff"]}
    response = client.get(page)
    if reader in allowed.get(visibility, ["staff"]):
        assert content(response) == kept(document.cleaned)
    else:
        assert response.status_code == 404
    response = client.get(page, {"original": ""})
    if reader == "staff":
        assert content(response) == kept(document.file)
    else:
        unknown = client.get(
            page.replace(str(document.key), "0" * 8 + "-0000" * 3 + "-" + "0" * 12)
        )
        assert (response.status_code, response.content) == (404, unknown.content)


def test_members_get_other_files_as_they_are(
    meeting: Meeting, client_of: Callable[[str], Client]
) -> None:
    file = upload(FILES["report.docx"], "report.docx")
    page = make_document(meeting=meeting, file=file).get_absolute_url()
    assert client_of("public").get(page).status_code == 404
    assert content(client_of("member").get(page)) == FILES["report.docx"]


@pytest.mark.parametrize(
    "change", [{"status": "draft"}, {"status": "withdrawn"}, {"visibility": "staff"}]
)
def test_a_document_is_gone_with_its_meeting(change: dict[str, str], client: Client) -> None:
    meeting = make_meeting()
    page = make_document(meeting=meeting, visibility="public").get_absolute_url()
    assert content(client.get(page)).startswith(b"%PDF-")
    Meeting.objects.update(**change)
    assert client.get(page).status_code == 404


def test_a_document_is_saved_under_a_name_of_ours(meeting: Meeting, client: Client) -> None:
    document = make_document(meeting=meeting, title_fr="Été : l’ordre/jour", visibility="public")
    response = client.get(document.get_absolute_url())
    assert content(response) == kept(document.cleaned)
    assert dict(response.items()) | EXPECTED == dict(response.items())


EXPECTED = {
    "Content-Type": "application/pdf",
    "Content-Disposition": 'attachment; filename="goma-ete-lordrejour.pdf"',
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
}


def test_a_web_server_sends_the_file_where_it_is_told_to(
    meeting: Meeting, client: Client, settings: Settings
) -> None:
    settings.ACCEL_REDIRECT = "/protected/"
    document = make_document(meeting=meeting, title_fr="Été : l’ordre/jour", visibility="public")
    response = client.get(document.get_absolute_url())
    assert response.content == b""
    assert response["X-Accel-Redirect"] == f"/protected/{document.cleaned.name}"
    assert not response.has_header("ETag")
    assert dict(response.items()) | EXPECTED == dict(response.items())
    assert client.get(document.get_absolute_url(), {"original": ""}).status_code == 404


def test_a_path_is_quoted_for_the_web_server(
    meeting: Meeting, client: Client, settings: Settings, folder: Path
) -> None:
    settings.ACCEL_REDIRECT = "/protected/"
    (folder / "a b%é.odt").write_bytes(b"")
    client.force_login(make_staff())
    document = make_document(meeting=meeting, file="a b%é.odt", kind="odt")
    response = client.get(document.get_absolute_url())
    assert response["X-Accel-Redirect"] == "/protected/a%20b%25%C3%A9.odt"


def test_a_file_that_is_missing_is_not_found(meeting: Meeting, client: Client) -> None:
    document = make_document(meeting=meeting, visibility="public")
    document.cleaned.delete(save=False)
    assert client.get(document.get_absolute_url()).status_code == 404


def test_a_file_that_was_never_checked_is_for_the_secretariat_alone(
    meeting: Meeting, client: Client, folder: Path
) -> None:
    (folder / "old").write_bytes(HTML)
    document = make_document(meeting=meeting, file="old", visibility="staff")
    client.force_login(make_staff())
    assert client.get(document.get_absolute_url()).status_code == 404
    response = client.get(document.get_absolute_url(), {"original": ""})
    assert (response["Content-Type"], content(response)) == ("application/octet-stream", HTML)


def test_an_earlier_state_comes_back_without_the_file_that_was_taken_away(
    meeting: Meeting, django_capture_on_commit_callbacks: Any, folder: Path
) -> None:
    document = make_document(meeting=meeting, title_fr="Ordre du jour", visibility="public")
    moment = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    restore(record=meeting, moment=moment, by=make_staff())
    restored = Document.objects.get()
    assert (restored.title_fr, restored.visibility) == ("Ordre du jour", "staff")
    assert (restored.file.name, restored.kind, restored.reader_file) == ("", "", None)
    assert [*folder.iterdir()] == []


def test_an_earlier_state_leaves_the_present_file_alone(meeting: Meeting) -> None:
    document = make_document(meeting=meeting, title_fr="Ordre du jour")
    moment = timezone.now()
    document.title_fr, document.file = "Compte rendu", ContentFile(picture(), name="map.png")
    document.save()
    restore(record=meeting, moment=moment, by=make_staff())
    restored = Document.objects.get()
    assert (restored.title_fr, restored.kind) == ("Ordre du jour", "png")
    assert kept(restored.file) == picture()


def test_no_history_says_where_a_file_was(meeting: Meeting) -> None:
    document = make_document(meeting=meeting)
    kept_of_it = {field.name for field in document.history.model._meta.fields}
    assert kept_of_it.isdisjoint({"file", "cleaned"})


def test_history_tells_that_another_file_took_the_place(meeting: Meeting) -> None:
    document = make_document(meeting=meeting)
    moment, before = timezone.now(), document.size
    document.file = upload(picture(), "map.png")
    document.save()
    states = states_of(meeting)
    found = differences(snapshot(states, moment), snapshot(states, timezone.now()))
    with translation.override("en"):
        [change] = describe_differences(found, tracked_models_of(Meeting))
    assert [(value.label, value.before, value.after) for value in change.values] == [
        ("Kind", "PDF", "PNG"),
        ("Size for readers, in bytes", str(before), str(document.size)),
    ]
