"""Files that belong to a row go with it, once that is certain, and not before."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from meetings.models import Document, Meeting
from tests.factories import make_meeting
from tests.factories.files import make_document, odt, pdf, picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    """Where the files of this test are."""
    path = tmp_path / "outside" / "folder"
    path.mkdir(parents=True)
    settings.MEDIA_ROOT = path
    return path


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def named_by(documents: Iterable[Document]) -> set[str]:
    """The files that these rows name."""
    return {file.name for one in documents for file in (one.file, one.cleaned) if file}


def test_a_path_says_nothing_of_the_file(folder: Path) -> None:
    document = make_document(meeting=make_meeting(), file=upload(pdf(), "Minutes by Awa.pdf"))
    assert len(named_by([document])) == 2
    assert files(folder) == named_by([document])
    for name in files(folder):
        assert len(name) == 32
        assert set(name) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    "name", ["../../agenda.pdf", "/etc/agenda.pdf", "C:\\a\\agenda.pdf", "a" * 500 + ".pdf"]
)
def test_a_name_leads_nowhere(name: str, folder: Path) -> None:
    make_document(meeting=make_meeting(), file=upload(pdf(), name))
    assert len(files(folder)) == 2
    assert {path.name for path in folder.parents[1].rglob("*") if path.is_file()} == files(folder)


def test_files_go_with_their_row(folder: Path, django_capture_on_commit_callbacks: Any) -> None:
    document = make_document(meeting=make_meeting())
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
        assert len(files(folder)) == 2
    assert files(folder) == set()


def test_files_go_with_the_record(folder: Path, django_capture_on_commit_callbacks: Any) -> None:
    meeting = make_meeting()
    for _ in range(3):
        make_document(meeting=meeting)
    kept = make_document(meeting=make_meeting())
    with django_capture_on_commit_callbacks(execute=True):
        Meeting.objects.filter(pk=meeting.pk).delete()
    assert files(folder) == named_by([kept])


@pytest.mark.parametrize(
    "other",
    [upload(pdf("Suite")), upload(picture(), "map.png"), upload(odt(), "report.odt")],
    ids=["pdf", "picture", "odt"],
)
def test_a_file_goes_when_another_takes_its_place(
    other: Any, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    document = make_document(meeting=make_meeting())
    before = files(folder)
    with django_capture_on_commit_callbacks(execute=True):
        document.file = other
        document.save()
        assert before < files(folder)
    assert files(folder) == named_by([Document.objects.get()])
    assert files(folder).isdisjoint(before)


def test_a_file_stays_where_its_row_is_saved_without_another(
    folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    make_document(meeting=make_meeting())
    before = files(folder)
    with django_capture_on_commit_callbacks(execute=True):
        document = Document.objects.get()
        document.title_fr = "Autre titre"
        document.save()
    assert files(folder) == before


def test_a_file_stays_where_its_removal_comes_to_nothing(folder: Path) -> None:
    document = make_document(meeting=make_meeting())
    before = files(folder)
    with transaction.atomic():
        document.delete()
        transaction.set_rollback(True)
    assert files(folder) == before
    assert before == named_by([Document.objects.get()])
