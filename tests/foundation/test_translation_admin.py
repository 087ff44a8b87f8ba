"""The secretariat's pages on two languages: the form, the list, and sheets."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from kpcsc.foundation.translations.models import TranslationReview
from meetings.models import Meeting, Section
from organisations.models import User
from tests.factories import make_campaign, make_meeting, make_organisation, make_staff, make_user
from tests.kpcsc.test_roles import with_role
from tests.test_admin import form_data

LIST = "admin:foundation_translationreview_changelist"
EXPORT = "admin:foundation_translationreview_export"
IMPORT = "admin:foundation_translationreview_import"
WRITE = "admin:foundation_translationreview_write"
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def staff(client: Client, db: None) -> User:
    person = make_staff(name="Awa Diop")
    client.force_login(person)
    return person


@pytest.fixture
def section(db: None) -> Section:
    """A section whose heading is to review, and whose text is missing."""
    section = Section.objects.create(
        meeting=make_meeting(), heading_fr="Le but", heading_en="The aim", body_fr="<p>Parler</p>"
    )
    section.heading_fr = "Les buts"
    section.save()
    return section


def page_of(record: Any) -> str:
    return reverse(f"admin:meetings_{record._meta.model_name}_change", args=[record.pk])


def html(client: Client, address: str) -> str:
    response = client.get(address, headers=ENGLISH)
    assert response.status_code == 200
    return response.content.decode()


def rows(response: Any) -> Iterable[Any]:
    return load_workbook(BytesIO(response.content)).worksheets[1].iter_rows(min_row=2)


def test_the_languages_of_a_field_share_a_row(
    client: Client, staff: User, section: Section
) -> None:
    response = client.get(page_of(section.meeting))
    fieldset = next(iter(response.context["adminform"]))
    assert ("title_fr", "title_en") in fieldset.fields
    sections = next(
        inline
        for inline in response.context["inline_admin_formsets"]
        if inline.opts.model is Section
    )
    assert ("heading_fr", "heading_en") in sections.fieldsets[0][1]["fields"]
    assert "edited_version" in response.context["adminform"].form.fields


def test_the_form_says_what_changed_and_what_is_missing(
    client: Client, staff: User, section: Section
) -> None:
    page = html(client, page_of(section.meeting))
    key = f"meetings.section.{section.pk}"
    assert f'id="{key}.heading_en"' in page
    assert "The French was changed on" in page
    assert 'Le but<span class="visually-hidden" lang="en"> [end]</span></del>' in page
    assert f'<span class="translation-missing" id="{key}.body_en">The English is missing.' in page


def test_saving_a_form_marks_the_twin_with_who_changed_it(
    client: Client, staff: User, section: Section
) -> None:
    data = form_data(client.get(page_of(section.meeting))) | {"title_fr": "Assemblée"}
    assert client.post(page_of(section.meeting), data).status_code == 302
    review = TranslationReview.objects.get(field="title")
    assert (str(review.key), review.by) == (
        f"meetings.meeting.{section.meeting_id}.title_en",
        staff,
    )


def test_still_right_is_ticked_in_the_form(client: Client, staff: User, section: Section) -> None:
    other = make_meeting()
    other.title_fr = "Ailleurs"
    other.save()
    here, elsewhere = TranslationReview.objects.order_by("root_id")
    page = page_of(section.meeting)
    data = form_data(client.get(page)) | {"still_right": [here.pk, elsewhere.pk, "x"]}
    refused = client.post(page, data | {"starts_on": "x"})
    assert f'value="{here.pk}" checked' in refused.content.decode()
    assert client.post(page, data).status_code == 302
    assert list(TranslationReview.objects.all()) == [elsewhere]


def test_still_right_is_kept_of_what_is_only_proposed(client: Client, section: Section) -> None:
    client.force_login(with_role("Editor"))
    review = TranslationReview.objects.get()
    page = page_of(section.meeting)
    data = form_data(client.get(page)) | {"still_right": [review.pk], "place_fr": "Matadi"}
    assert client.post(page, data).status_code == 302
    section.meeting.refresh_from_db()
    assert section.meeting.place_fr != "Matadi"
    assert not TranslationReview.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_form_asks_once_for_all_reviews(client: Client, staff: User, number: int) -> None:
    meeting = make_meeting()
    for position in range(number):
        part = Section.objects.create(
            meeting=meeting, heading_fr="Un", heading_en="One", position=position
        )
        part.heading_fr = "Deux"
        part.save()
    with CaptureQueriesContext(connection) as queries:
        client.get(page_of(meeting))
    asked = [query["sql"] for query in queries if "translationreview" in query["sql"]]
    assert len(asked) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_of_records_tells_how_much_each_language_has(
    client: Client, staff: User, number: int
) -> None:
    for _ in range(number):
        make_meeting(introduction_fr="Bonjour")
    address = reverse("admin:meetings_meeting_changelist")
    with CaptureQueriesContext(connection) as queries:
        page = html(client, address)
    assert page.replace("\N{NO-BREAK SPACE}", " ").count("fr 100 %, en 50 %") == number
    assert len([query for query in queries if "UNION ALL" in query["sql"]]) == 1


def test_the_list_leads_to_the_place_of_each_text(
    client: Client, staff: User, section: Section
) -> None:
    page = html(client, reverse(LIST))
    place = page_of(section.meeting)
    assert f'href="{place}#meetings.section.{section.pk}.heading_en"' in page
    assert f'href="{place}#meetings.section.{section.pk}.body_en"' in page


@pytest.mark.parametrize(
    ("filters", "columns"),
    [
        ("", ["heading_en", "body_en", "tagline_fr"]),
        ("?kind=review", ["heading_en"]),
        ("?language=fr", ["tagline_fr"]),
        ("?record=meetings.campaign", ["tagline_fr"]),
        ("?kind=nothing&record=1", ["heading_en", "body_en", "tagline_fr"]),
    ],
)
def test_the_list_is_filtered(
    client: Client, staff: User, section: Section, filters: str, columns: list[str]
) -> None:
    make_campaign(title_en="Campaign", tagline_en="Now")
    response = client.get(reverse(LIST) + filters)
    found = [text.key.column for entry in response.context["records"] for text in entry["texts"]]
    assert sorted(found) == sorted(columns)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_list_for_any_number(client: Client, staff: User, number: int) -> None:
    for _ in range(number):
        part = Section.objects.create(meeting=make_meeting(), heading_fr="Un", heading_en="One")
        part.heading_fr = "Deux"
        part.save()
        make_campaign(title_en="Campaign", tagline_en="Now")
        make_organisation(description_fr="Qui")
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(LIST))
    # Revision, session, person, number, page; then reviews and models: campaigns 10, meetings 8, 2.
    assert len(queries) == 5 + 10 + 9 + 2


def test_still_right_is_said_in_the_list(client: Client, staff: User, section: Section) -> None:
    review = TranslationReview.objects.get()
    address = reverse("admin:foundation_translationreview_still_right", args=[review.pk])
    assert client.get(address).status_code == 405
    assert TranslationReview.objects.exists()
    response = client.post(f"{address}?kind=review")
    assert response["Location"] == reverse(LIST) + "?kind=review"
    assert not TranslationReview.objects.exists()
    assert client.post(address).status_code == 404


def test_each_sees_and_changes_only_what_is_theirs(client: Client, section: Section) -> None:
    make_organisation(description_fr="Qui")
    reader = make_user(is_staff=True)
    client.force_login(reader)
    review = TranslationReview.objects.get()
    for name in (LIST, EXPORT, IMPORT):
        assert client.get(reverse(name)).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="view_meeting"))
    found = client.get(reverse(LIST)).context["records"]
    assert [entry["record"] for entry in found] == [section.meeting]
    waive = reverse("admin:foundation_translationreview_still_right", args=[review.pk])
    for refused in (reverse(IMPORT), reverse(WRITE), waive):
        assert client.post(refused).status_code == 403
    assert TranslationReview.objects.exists()
    [record] = client.get(reverse(EXPORT)).context["held"].records()
    assert record == (section.meeting, 2)


def test_the_page_before_a_sheet_says_what_it_will_hold(
    client: Client, staff: User, section: Section
) -> None:
    make_organisation(name_fr="Silence", listing="unlisted", description_fr="Qui")
    page = html(client, reverse(EXPORT))
    assert "2 texts." in page
    assert "1 text is left out, because only the secretariat may see it." in page
    assert "Silence" not in page
    assert "Silence" in html(client, reverse(EXPORT) + "?language=en&scope=waiting&hidden=on")


def test_a_sheet_goes_out_and_comes_back(client: Client, staff: User, section: Section) -> None:
    given = client.get(reverse(EXPORT) + "?language=en&scope=waiting&download=1")
    assert given["Content-Disposition"].startswith('attachment; filename="kpcsc-fr-en-')
    book = load_workbook(BytesIO(given.content))
    sheet = book.worksheets[1]
    assert [sheet["A2"].value, sheet["D2"].value, sheet["E2"].value] == [
        f"meetings.section.{section.pk}.heading_en",
        "Les buts",
        "The aim",
    ]
    sheet["F2"], sheet["F3"] = "The aims", "Speak"
    changed = BytesIO()
    book.save(changed)

    upload = SimpleUploadedFile("back.xlsx", changed.getvalue())
    shown = client.post(reverse(IMPORT), {"sheet": upload}, headers=ENGLISH)
    assert "Write 2 texts" in shown.content.decode()
    section.refresh_from_db()
    assert section.heading_en == "The aim"

    data = {"rows": shown.context["rows_form"]["rows"].value()}
    assert client.post(reverse(WRITE), data)["Location"] == reverse(LIST)
    section.refresh_from_db()
    assert (section.heading_en, section.body_en) == ("The aims", "<p>Speak</p>")
    assert section.history.first().history_user == staff
    assert Meeting.objects.get().version == 2


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("texts.csv", b"Key;Text", "File extension “csv” is not allowed."),
        ("texts.xlsx", b"Key;Text", "This is not a sheet in XLSX format."),
        ("texts.xlsx", b"0" * 5_000_001, "This file is too large."),
    ],
)
def test_a_file_that_is_no_sheet(
    client: Client, staff: User, name: str, content: bytes, why: str
) -> None:
    upload = SimpleUploadedFile(name, content)
    response = client.post(reverse(IMPORT), {"sheet": upload}, headers=ENGLISH)
    assert response.status_code == 200
    assert why in response.content.decode()


@pytest.mark.parametrize(
    "sent", ["", "x", "[]", "[1]", "{}", '[{"number": 2}]', '[{"number": "x", "key": "y"}]']
)
def test_what_no_form_sent_is_not_written(client: Client, staff: User, sent: str) -> None:
    response = client.post(reverse(WRITE), {"rows": sent})
    assert response.status_code == 302
