"""Sheets of meetings and of participations: what they say, what they never say, what they move."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db.models import Model
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from kpcsc.foundation.sheets.record_sheet import RecordSheet
from kpcsc.foundation.sheets.sheet_file import SheetData, SheetRow, read_sheet, write_sheet
from kpcsc.foundation.sheets.sheet_outcome import CellChange, CellProblem
from meetings.models import Meeting, Participation
from meetings.sheets import MeetingSheet, ParticipationSheet
from organisations.models import Country
from tests.factories import (
    make_campaign,
    make_meeting,
    make_organisation,
    make_participation,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def sheet_of(*rows: dict[str, str]) -> SheetData:
    return SheetData(
        list(rows[0]), [SheetRow(number, dict(row)) for number, row in enumerate(rows, 2)]
    )


def exported(sheet: RecordSheet, kind: str = "csv") -> bytes:
    return write_sheet(kind, sheet.headings(), sheet.rows(Meeting.objects.all()))


def stored(model: type[Model]) -> list[dict[str, Any]]:
    return list(model._default_manager.order_by("pk").values())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("sheet", "model", "rows"),
    [(MeetingSheet, Meeting, 3), (ParticipationSheet, Participation, 27)],
)
def test_a_round_trip_changes_nothing(
    reference: Meeting, sheet: type[RecordSheet], model: Any, rows: int, kind: str
) -> None:
    make_meeting(
        title_fr="=A",
        starts_at="14:00",
        ends_at="16:30",
        precision="minute",
        time_zone="Africa/Kinshasa",
        publish_at=datetime(2021, 6, 2, 8, 15, 30, 123, tzinfo=UTC),
    )
    unpublished = make_meeting(publish_at=None, status="draft", joining_link="https://secret.org/")
    make_participation(meeting=unpublished, attended=None)
    make_participation(meeting=unpublished, attended=False, named="unnamed")
    before, histories = stored(model), model.history.count()

    outcome = sheet().write(read_sheet(exported(sheet(), kind)), source="a")
    assert (outcome.problems, outcome.changes, outcome.unchanged) == ([], [], rows)
    assert stored(model) == before
    assert model.history.count() == histories


def test_a_sheet_makes_the_same_records_elsewhere(reference: Meeting) -> None:
    sheets: dict[type[RecordSheet], Any] = {
        MeetingSheet: Meeting,
        ParticipationSheet: Participation,
    }
    contents = {sheet: exported(sheet()) for sheet in sheets}
    Meeting.objects.all().delete()
    for sheet, content in contents.items():
        assert sheet().write(read_sheet(content), source="a").problems == []
        assert exported(sheet()) == content


def test_the_joining_link_is_a_secret() -> None:
    make_meeting(joining_link="https://secret.org/")
    assert b"secret" not in exported(MeetingSheet())
    assert not {"joining_link", "version", "people"} & {
        *MeetingSheet().headings(),
        *ParticipationSheet().headings(),
    }


def test_a_meeting_is_related_by_addresses_and_codes() -> None:
    campaign = make_campaign(slug="parler")
    row = {
        "slug": "new",
        "title_fr": "Nouvelle",
        "starts_on": "02/06/2021",
        "campaign": "parler",
        "countries": "ZW  CD",
    }
    MeetingSheet().write(sheet_of(row), source="a")
    meeting = Meeting.objects.get(slug="new")
    assert meeting.campaign == campaign
    assert {country.code for country in meeting.countries.all()} == {"CD", "ZW"}

    outcome = MeetingSheet().write(sheet_of({"slug": "new", "countries": "CD AO"}), source="a")
    assert outcome.changes[0].cells == [CellChange("countries", "CD ZW", "AO CD")]
    meeting.refresh_from_db()
    assert {country.code for country in meeting.countries.all()} == {"AO", "CD"}
    assert meeting.version == 2


def test_each_bad_cell_of_a_meeting_is_named() -> None:
    row = {
        "slug": "a",
        "title_fr": "A",
        "starts_on": "",
        "starts_at": "midi",
        "campaign": "none",
        "countries": "CD XX",
        "time_zone": "Kinshasa",
        "participants_count": "-1",
        "publish_at": "demain",
        "status": "published",
    }
    unknown = "“%s” is not known here. Write it as an export does."
    zone = "Write a time zone as in “Africa/Kinshasa” or “Europe/Paris”."
    count = "Ensure this value is greater than or equal to 0."
    assert MeetingSheet().check(sheet_of(row)).problems == [
        CellProblem(2, "campaign", unknown % "none", "none"),
        CellProblem(2, "starts_on", "This field is required.", ""),
        CellProblem(2, "starts_at", "Write the time as in “14:30”.", "midi"),
        CellProblem(2, "time_zone", zone, "Kinshasa"),
        CellProblem(2, "countries", unknown % "XX", "CD XX"),
        CellProblem(2, "participants_count", count, "-1"),
        CellProblem(2, "publish_at", "Write the moment as in “2021-06-02 14:30”.", "demain"),
    ]


def test_a_meeting_s_constraints_name_their_columns() -> None:
    row = {
        "slug": "a",
        "title_fr": "A",
        "starts_on": "2021-06-02",
        "starts_at": "14:00",
        "ends_on": "2021-06-01",
    }
    found = MeetingSheet().check(sheet_of(row)).problems
    assert [(problem.columns, problem.typed) for problem in found] == [
        ("starts_on, ends_on", "2021-06-02, 2021-06-01"),
        ("starts_at, ends_at, precision", "14:00"),
    ]


def test_a_meeting_stays_published_from_the_moment_it_was() -> None:
    row = {"slug": "a", "title_fr": "A", "starts_on": "2021-06-02", "status": "published"}
    sheet = sheet_of(row | {"publish_at": ""})
    MeetingSheet().write(sheet, source="a")
    moment = Meeting.objects.get().publish_at
    assert moment is not None
    assert MeetingSheet().write(sheet, source="a").changes == []
    assert Meeting.objects.get().publish_at == moment

    MeetingSheet().write(sheet_of(row | {"publish_at": "", "status": "draft"}), source="a")
    assert Meeting.objects.get().publish_at is None


def test_an_organisation_that_became_another_takes_part_in_nothing() -> None:
    make_meeting(slug="m")
    kept = make_organisation(slug="kept")
    make_organisation(slug="gone", merged_into=kept, listing="unlisted", membership="former")
    found = ParticipationSheet().check(sheet_of({"meeting": "m", "organisation": "gone"})).problems
    assert [problem.columns for problem in found] == ["organisation"]


def test_participations_advance_their_meeting_once() -> None:
    meeting = make_meeting(slug="m", organisations=2)
    for number, organisation in enumerate(["a", "b", "c"]):
        if number < 2:
            participation = meeting.participations.order_by("pk")[number]
            participation.organisation.slug = organisation
            participation.organisation.save()
    make_organisation(slug="c")
    rows = [
        {"meeting": "m", "organisation": "a", "role": "observer", "attended": "non"},
        {"meeting": "m", "organisation": "b", "role": "participant", "attended": "VRAI"},
        {"meeting": "m", "organisation": "c", "role": "", "attended": ""},
    ]
    outcome = ParticipationSheet().write(sheet_of(*rows), source="a")
    assert [(change.row, change.is_new) for change in outcome.changes] == [(2, False), (4, True)]
    meeting.refresh_from_db()
    assert meeting.version == 2
    assert list(
        meeting.participations.order_by("pk").values_list("organisation__slug", "role", "attended")
    ) == [("a", "observer", False), ("b", "participant", True), ("c", "participant", None)]
    assert ParticipationSheet().write(sheet_of(*rows), source="a").changes == []
    meeting.refresh_from_db()
    assert meeting.version == 2


def test_each_bad_cell_of_a_participation_is_named() -> None:
    make_meeting(slug="m")
    make_organisation(slug="a")
    rows = [
        {"meeting": "m", "organisation": "x", "attended": "peut-être"},
        {"meeting": "", "organisation": "a", "attended": ""},
        {"meeting": "m", "organisation": "a", "attended": ""},
        {"meeting": "m", "organisation": "a", "attended": "yes"},
    ]
    sentence = "Row 4 is on the same record: keep one of them."
    assert ParticipationSheet().check(sheet_of(*rows)).problems == [
        CellProblem(2, "organisation", "“x” is not known here. Write it as an export does.", "x"),
        CellProblem(2, "attended", "Write “yes” or “no”, or nothing if unknown.", "peut-être"),
        CellProblem(3, "meeting", "This field cannot be blank.", ""),
        CellProblem(5, "meeting, organisation", sentence, "m, a"),
    ]


@pytest.mark.parametrize(("sheet", "queries"), [(MeetingSheet, 2), (ParticipationSheet, 1)])
def test_exporting_takes_the_same_queries_for_one_record_and_for_three(
    sheet: type[RecordSheet], queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = make_campaign()
    for number in range(3):
        meeting = make_meeting(organisations=1, campaign=campaign)
        meeting.countries.set(Country.objects.filter(code__in=["CD", "ZW"]))
        if number in {0, 2}:
            with django_assert_num_queries(queries):
                exported(sheet())


def test_only_a_publisher_imports_what_readers_see(db: None) -> None:
    editor, publisher = make_user(is_staff=True), make_user(is_staff=True)
    publisher.user_permissions.set(Permission.objects.filter(codename="publish_meeting"))
    published = make_meeting(slug="open", visibility="members")
    new = {"slug": "new", "title_fr": "N", "starts_on": "2021-06-02", "status": "published"}
    wider = {"slug": "open", "visibility": "public"}
    taken_back = {"slug": "open", "status": "draft"}
    for row in (new, wider, taken_back):
        (problem,) = MeetingSheet(by=editor).write(sheet_of(row), source="a.csv").problems
        assert problem.columns == "status"
    draft = new | {"status": "draft", "visibility": "public"}
    assert MeetingSheet(by=editor).write(sheet_of(draft), source="a.csv").problems == []
    assert MeetingSheet(by=publisher).write(sheet_of(wider), source="a.csv").problems == []
    published.refresh_from_db()
    assert published.visibility == "public"


def test_a_status_that_is_imported_is_a_step(db: None) -> None:
    publisher = make_staff()
    row = {"slug": "a", "title_fr": "A", "starts_on": "2021-06-02", "status": "published"}
    MeetingSheet(by=publisher).write(sheet_of(row), source="a.csv")
    step = Meeting.objects.get(slug="a").publication_steps.get()
    assert (step.kind, step.by) == ("publish", publisher)
