"""Writing what was read in a report: a new draft, or a record completed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from pytest_django import Settings

from meetings.models import Document, Meeting, Objective, Role
from meetings.report_import.actions import ImportResult, SourceFile, import_report
from meetings.report_import.drafts import (
    AttendingOrganisation,
    NewOrganisation,
    ReportDraft,
    SectionDraft,
)
from organisations.models import Organisation, User
from tests.factories import make_meeting, make_organisation, make_staff

SOURCE = SourceFile("rapport.txt", b"Le texte du rapport.")


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def by(db: None) -> User:
    return make_staff(name="Awa")


def draft(**facts: Any) -> ReportDraft:
    known: dict[str, Any] = {
        "language": "fr",
        "title": "Atelier de Goma",
        "starts_on": date(2022, 5, 12),
    }
    return ReportDraft(**known | facts)


def imported(by: User, into: Meeting | None = None, **facts: Any) -> ImportResult:
    return import_report(draft=draft(**facts), source=SOURCE, by=by, into=into)


def test_a_new_meeting_is_a_draft_for_the_secretariat(by: User) -> None:
    zela = make_organisation(name_fr="ZELA")
    done = imported(
        by,
        place="Goma",
        format="in_person",
        counts={"participants_count": 38},
        countries=("CD", "RW"),
        present=(
            AttendingOrganisation(zela, Role.PARTICIPANT),
            AttendingOrganisation(NewOrganisation("Max Impact", "MI"), Role.ORGANISER),
        ),
        objectives=("expliquer le certificat", "choisir deux cas"),
        sections=(SectionDraft("Leçons", "<p>Peu.</p>"),),
        decisions=("Écrire aux ministres",),
        next_steps=("Se revoir",),
    )
    meeting = done.meeting
    assert (meeting.title_fr, meeting.title_en, meeting.place_fr) == (
        "Atelier de Goma",
        None,
        "Goma",
    )
    assert (meeting.status, meeting.visibility, meeting.state) == ("draft", "staff", "held")
    assert (meeting.slug, meeting.format) == ("2022-05-atelier-de-goma", "in_person")
    assert (meeting.participants_count, meeting.organisations_count) == (38, None)
    assert list(meeting.countries.values_list("code", flat=True).order_by("code")) == ["CD", "RW"]
    assert list(meeting.objectives.values_list("text_fr", flat=True)) == [
        "expliquer le certificat",
        "choisir deux cas",
    ]
    assert list(meeting.sections.values_list("heading_fr", "body_fr")) == [
        ("Leçons", "<p>Peu.</p>")
    ]
    assert list(meeting.decisions.values_list("text_fr", flat=True)) == ["Écrire aux ministres"]
    assert list(meeting.follow_ups.values_list("what_fr", flat=True)) == ["Se revoir"]
    assert set(meeting.participations.values_list("organisation__name_fr", "role", "attended")) == {
        ("ZELA", "participant", True),
        ("Max Impact", "organiser", True),
    }
    assert [(new.acronym, new.listing) for new in done.created] == [("MI", "unlisted")]


def test_the_source_is_kept_for_the_secretariat_and_named_in_history(by: User) -> None:
    meeting = imported(by, objectives=("lire",)).meeting
    document = Document.objects.get(meeting=meeting)
    assert (document.visibility, document.kind, document.title_fr) == (
        "staff",
        "txt",
        "Source du compte rendu",
    )
    with document.file.open() as source:
        assert source.read() == SOURCE.content
    reason = "Importé de rapport.txt"
    rows: list[Any] = [meeting, document, Objective.objects.get()]
    for row in rows:
        latest = row.history.first()
        assert (latest.history_user, latest.history_change_reason) == (by, reason)


def test_an_address_is_made_that_no_meeting_has(by: User) -> None:
    assert imported(by).meeting.slug == "2022-05-atelier-de-goma"
    assert imported(by).meeting.slug == "2022-05-atelier-de-goma-2"


def test_a_record_is_completed_where_it_is_empty_and_nowhere_else(by: User) -> None:
    meeting = make_meeting(
        title_fr="Atelier", title_en="", place_fr="Goma", participants_count=40, format=""
    )
    Objective.objects.create(meeting=meeting, text_fr="expliquer", position=0)
    Objective.objects.create(meeting=meeting, text_fr="choisir", position=1)
    version = meeting.version
    done = imported(
        by,
        into=meeting,
        language="en",
        title="Workshop in Goma",
        place="Goma",
        format="online",
        counts={"participants_count": 38, "facilitators_count": 2},
        objectives=("explain", "choose"),
    )
    meeting.refresh_from_db()
    assert done.meeting == meeting
    assert (meeting.title_fr, meeting.title_en) == ("Atelier", "Workshop in Goma")
    assert (meeting.place_en, meeting.format) == ("Goma", "online")
    assert (meeting.participants_count, meeting.facilitators_count) == (40, 2)
    assert list(meeting.objectives.values_list("text_fr", "text_en")) == [
        ("expliquer", "explain"),
        ("choisir", "choose"),
    ]
    assert meeting.version > version
    assert done.kept == ()


def test_lists_of_another_length_stay_as_they_are_and_that_is_told(by: User) -> None:
    meeting = make_meeting(title_fr="Atelier")
    Objective.objects.create(meeting=meeting, text_fr="expliquer")
    done = imported(by, into=meeting, language="en", objectives=("explain", "choose"))
    assert list(meeting.objectives.values_list("text_fr", "text_en")) == [("expliquer", None)]
    assert done.kept == ("objectifs",)


def test_the_same_report_again_changes_nothing_but_its_source(by: User) -> None:
    facts: dict[str, Any] = {"objectives": ("lire",), "countries": ("CD",)}
    meeting = imported(by, **facts).meeting
    done = imported(by, into=meeting, **facts)
    assert done.kept == ("objectifs",)
    assert (meeting.objectives.count(), meeting.countries.count()) == (1, 1)
    assert meeting.documents.count() == 2


def test_an_organisation_named_twice_keeps_what_it_did_most(by: User) -> None:
    host = make_organisation()
    present = (
        AttendingOrganisation(host, Role.PARTICIPANT),
        AttendingOrganisation(host, Role.ORGANISER),
    )
    meeting = imported(by, present=present).meeting
    assert list(meeting.participations.values_list("role", flat=True)) == ["organiser"]


def test_what_cannot_be_kept_leaves_nothing_behind(by: User) -> None:
    before = (Meeting.objects.count(), Organisation.objects.count())
    too_long = SectionDraft("x" * 300, "")
    new = AttendingOrganisation(NewOrganisation("Max Impact"))
    with pytest.raises(ValidationError):
        imported(by, present=(new,), sections=(too_long,))
    assert (Meeting.objects.count(), Organisation.objects.count()) == before
