"""The pages that import and export sheets: check first, then write; and for whom."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from kpcsc.foundation.sheets import sheet_admin
from kpcsc.foundation.sheets.sheet_file import read_sheet
from organisations.models import Organisation, User
from tests.factories import (
    make_meeting,
    make_member,
    make_organisation,
    make_participation,
    make_staff,
    make_user,
)

IMPORT = "/admin/organisations/organisation/import/"
EXPORT = "/admin/organisations/organisation/export/"
ENGLISH = {"Accept-Language": "en"}
GOOD = "slug;name_fr;acronym\nzela;Zela;Z\nnew;Nouvelle;N\nsame;Même;\n"


@pytest.fixture(autouse=True)
def kept_apart(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def staff(client: Client, db: None) -> User:
    person = make_staff()
    client.force_login(person)
    return person


@pytest.fixture
def organisations(db: None) -> None:
    make_organisation(slug="zela", name_fr="Zela", listing="unlisted")
    make_organisation(slug="same", name_fr="Même", listing="unlisted")


def upload(client: Client, content: str | bytes, page: str = IMPORT) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return client.post(page, {"file": SimpleUploadedFile("members.csv", raw)}, headers=ENGLISH)


def confirm(client: Client, checked: Any) -> Any:
    data = checked.context["confirmation"].initial
    return client.post(IMPORT, data, headers=ENGLISH, follow=True)


def kept_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_sheet_is_checked_then_written_then_says_nothing_new(
    client: Client, staff: User, organisations: None, tmp_path: Path
) -> None:
    checked = upload(client, GOOD)
    html = checked.content.decode()
    assert "What the sheet would change" in html
    outcome = checked.context["outcome"]
    assert (len(outcome.created), len(outcome.updated), outcome.unchanged) == (1, 1, 1)
    assert not Organisation.objects.filter(slug="new").exists()
    [file] = kept_files(tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600

    written = confirm(client, checked)
    assert "The sheet is written. New: 1. Changed: 1. Unchanged: 1." in written.content.decode()
    zela = Organisation.objects.get(slug="zela")
    assert (zela.acronym, zela.version) == ("Z", 2)
    latest = zela.history.first()
    assert (latest.history_user, latest.history_change_reason) == (staff, "members.csv")
    log = LogEntry.objects.order_by("action_flag").values_list("object_repr", "action_flag", "user")
    assert list(log) == [("Nouvelle", ADDITION, staff.pk), ("Zela", CHANGE, staff.pk)]
    assert kept_files(tmp_path) == []

    again = upload(client, GOOD)
    assert "there is nothing to write" in again.content.decode()
    assert kept_files(tmp_path) == []


def test_errors_stand_in_a_table_by_row_and_column(
    client: Client, staff: User, organisations: None, tmp_path: Path
) -> None:
    response = upload(client, "slug,name_fr,kind,listing\nzela,Zela,club,public\nnew,,ngo,\n")
    html = response.content.decode()
    assert "Nothing is written: this sheet has 3 errors." in html
    assert "Errors of the sheet</caption>" in html
    assert [(problem.row, problem.columns) for problem in response.context["outcome"].problems] == [
        (2, "kind"),
        (2, "listing"),
        (3, "name_fr, name_en"),
    ]
    assert response.context["confirmation"] is None
    assert kept_files(tmp_path) == []


def test_what_became_wrong_since_the_check_writes_nothing(
    client: Client, staff: User, organisations: None
) -> None:
    checked = upload(client, "slug,acronym,member_until\nsame,S,\nzela,Z,2020-01-01\n")
    Organisation.objects.filter(slug="zela").update(member_since="2021-01-01")
    response = confirm(client, checked)
    assert "Nothing is written: this sheet has 1 error." in response.content.decode()
    assert Organisation.objects.get(slug="same").acronym == ""
    assert LogEntry.objects.count() == 0


def test_a_checked_sheet_is_written_once_and_by_its_owner(
    client: Client, staff: User, organisations: None
) -> None:
    sentence = "This file was written already, or has waited too long: choose it again."
    checked = upload(client, GOOD)
    client.force_login(make_staff())
    assert sentence in confirm(client, checked).content.decode()
    client.force_login(staff)
    assert "The sheet is written." in confirm(client, checked).content.decode()
    assert sentence in confirm(client, checked).content.decode()


def test_a_sheet_does_not_wait_for_ever(
    client: Client,
    staff: User,
    organisations: None,
    tmp_path: Path,
    settings: Any,
) -> None:
    first = upload(client, GOOD)
    settings.RETENTION = settings.RETENTION | {"waiting_files": timedelta(0)}
    upload(client, GOOD)
    assert len(kept_files(tmp_path)) == 1
    assert "has waited too long" in confirm(client, first).content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"%PDF-1.7 \0", "This file is not a sheet: choose one in XLSX or CSV."),
        (b"name_fr\nZela", "It needs the columns: “slug”."),
        (b"slug,joining_link\na,b", "There is no column “joining_link” here."),
        (b"slug\n", "there is nothing to write"),
    ],
)
def test_an_odd_file_gets_one_sentence(
    client: Client, staff: User, content: bytes, sentence: str
) -> None:
    response = upload(client, content)
    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_a_file_that_is_too_large_is_refused(
    client: Client, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_admin, "LARGEST_FILE", 10)
    response = upload(client, GOOD)
    assert "This file is too large: split it into several." in response.content.decode()


def test_no_file_and_a_forged_key_are_refused(client: Client, staff: User) -> None:
    for data in ({}, {"key": "../../secret"}):
        response = client.post(IMPORT, data, headers=ENGLISH)
        assert "This field is required." in response.content.decode()


def test_a_meeting_s_page_takes_both_its_sheets(client: Client, staff: User) -> None:
    page = reverse("admin:meetings_meeting_import")
    make_meeting(slug="m", title_en="Meeting")
    make_organisation(slug="a")
    both = upload(client, "meeting,organisation\nm,a\n", page)
    assert str(both.context["outcome"].changes[0].record.meeting) == "Meeting"
    neither = upload(client, "meeting\nm\n", page).content.decode()
    assert "It needs the columns: “slug” or “meeting”, “organisation”." in neither


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_is_exported_as_it_is_filtered(
    client: Client, staff: User, organisations: None, kind: str
) -> None:
    make_organisation(slug="other", kind="union")
    response = client.post(f"{EXPORT}?kind__exact=union", {"download": f"organisation.{kind}"})
    day = timezone.localdate().isoformat()
    disposition = f'attachment; filename="organisations-{day}.{kind}"'
    assert response.headers["Content-Disposition"] == disposition
    assert [row.cells["slug"] for row in read_sheet(response.content).rows] == ["other"]


def test_participations_are_those_of_the_filtered_meetings(client: Client, staff: User) -> None:
    planned = make_meeting(state="planned", slug="planned")
    make_participation(meeting=planned)
    make_meeting(organisations=2)
    page = f"{reverse('admin:meetings_meeting_export')}?state__exact=planned"
    assert [number for _sheet, number in client.get(page).context["offered"]] == [1, 1]
    response = client.post(page, {"download": "participation.csv"})
    assert [row.cells["meeting"] for row in read_sheet(response.content).rows] == ["planned"]


def test_an_odd_export_is_not_an_error(client: Client, staff: User) -> None:
    assert client.post(EXPORT, {"download": "user.csv"}).status_code == 200
    assert client.get(f"{EXPORT}?password=x").status_code in {302, 400}


def test_the_list_offers_both_pages(client: Client, staff: User) -> None:
    page = reverse("admin:organisations_organisation_changelist")
    html = client.get(f"{page}?kind__exact=union").content.decode()
    assert f'href="{IMPORT}"' in html
    assert f'href="{EXPORT}?kind__exact=union"' in html


@pytest.mark.parametrize(
    ("rights", "may"),
    [
        ([], {}),
        (["view_organisation"], {}),
        (["view_organisation", "change_organisation"], {EXPORT}),
        (["change_organisation", "add_organisation"], {EXPORT, IMPORT}),
    ],
)
def test_only_who_may_change_records_comes_in(
    client: Client, db: None, rights: list[str], may: set[str]
) -> None:
    person = make_user(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(person)
    for page in (IMPORT, EXPORT):
        assert client.get(page).status_code == (200 if page in may else 403)
        assert client.post(page).status_code == (200 if page in may else 403)
        assert client.put(page).status_code == 405
    client.force_login(make_member())
    for page in (IMPORT, EXPORT):
        assert client.get(page).status_code == 302


def test_who_may_not_change_participations_is_not_offered_them(client: Client, db: None) -> None:
    person = make_user(is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__endswith="_meeting"))
    client.force_login(person)
    offered = client.get(reverse("admin:meetings_meeting_export")).context["offered"]
    assert [sheet.key for sheet, _number in offered] == ["meeting"]


@pytest.mark.parametrize("page", [IMPORT, EXPORT])
def test_the_pages_ask_the_same_for_one_record_and_for_three(
    client: Client, staff: User, page: str
) -> None:
    counts = []
    for number in range(3):
        make_organisation()
        if number in {0, 2}:
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts.append(len(queries))
    assert counts[0] == counts[1]
