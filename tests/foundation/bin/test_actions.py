"""What is deleted comes back whole, and after thirty days nothing of it is left."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from kpcsc.foundation.bin.actions import bring_back, empty_bin, move_to_bin
from kpcsc.foundation.bin.models import DeletedRecord
from kpcsc.foundation.history.log import log_action
from kpcsc.foundation.history.save_descriptions import describe_saves, saves_of
from kpcsc.foundation.history.stored_states import states_of
from kpcsc.foundation.history.tracked_models import tracked_models_of
from kpcsc.foundation.translations.models import TranslationReview
from kpcsc.foundation.versioned import Versioned
from meetings.models import (
    AgendaItem,
    Campaign,
    Decision,
    Document,
    FollowUp,
    KeyMessage,
    Meeting,
    Milestone,
    ProgressReport,
    Section,
)
from meetings.withholding.actions import read_document
from organisations.models import Country, Organisation, User
from surveys.models import Choice, Invitation, Question, Response, Survey
from tests.factories import (
    make_campaign,
    make_invitation,
    make_meeting,
    make_meeting_invitation,
    make_organisation,
    make_participation,
    make_proposal,
    make_question,
    make_staff,
    make_survey,
    make_user,
)
from tests.factories.files import make_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return make_staff(name="Awa")


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def full_meeting() -> Meeting:
    """A published meeting with a part of each kind, and what hangs on parts."""
    meeting = make_meeting(campaign=make_campaign(), title_fr="Rivières", joining_link="https://x/")
    meeting.countries.add(Country.objects.get(pk="CD"))
    item = AgendaItem.objects.create(meeting=meeting, title_fr="Budget", starts_at="10:00:01")
    Decision.objects.create(meeting=meeting, agenda_item=item, text_fr="Écrire")
    owner = make_organisation()
    follow_up = FollowUp.objects.create(meeting=meeting, what_fr="Publier", owner=owner)
    ProgressReport.objects.create(follow_up=follow_up, kind="progress", text="Bientôt")
    Section.objects.create(meeting=meeting, heading_fr="Décidé", body_fr="<p>Peu.</p>")
    make_participation(meeting=meeting).people.add(make_user())
    make_meeting_invitation(meeting, person=make_user(), reply="yes", coming="Awa")
    make_document(meeting=meeting)
    meeting.introduction_en = "One"
    meeting.save()
    meeting.introduction_fr = "Un"
    meeting.save()
    return meeting


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of the records' tables and of the reviews, by model."""
    apps_of_records = ("organisations", "meetings", "surveys")
    models = [
        model
        for app in apps_of_records
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if not hasattr(model, "history_object")
        if "historical" not in model._meta.model_name  # type: ignore[operator]
    ]
    return {
        model._meta.label: [
            {name: value for name, value in row.items() if name not in LEFT_OUT}
            for row in model._base_manager.order_by("pk").values()
        ]
        for model in [*models, TranslationReview]
    }


LEFT_OUT = {"names_digest", "version"}  # read anew; and what lost a link was changed


def files() -> set[str]:
    return set(default_storage.listdir("")[1])


def make_records() -> list[Versioned]:
    """One of each kind, with all that can hang on it."""
    campaign = make_campaign(title_fr="Parlons")
    KeyMessage.objects.create(campaign=campaign, title_fr="Un", text_fr="Un")
    Milestone.objects.create(campaign=campaign, date="2021-06-02", title_fr="Un")
    make_meeting(campaign=campaign)
    survey = make_survey(meeting=make_meeting())
    before = make_question(survey, "single", "A")
    make_question(survey, "single", "Oui", "Non", shown_if=before.offered())
    make_invitation(survey)
    return [full_meeting(), campaign, survey, make_organisation(listing="unlisted", aliases="A\nB")]


def test_everything_comes_back_with_its_history_files_and_address(
    by: User, django_capture_on_commit_callbacks: Any
) -> None:
    captured = django_capture_on_commit_callbacks
    for record in make_records():
        before, kept_files = rows(), files()
        states = states_of(record)
        with captured(execute=True):
            deleted = move_to_bin(record=record, by=by)
        assert not type(record)._base_manager.filter(pk=record.pk).exists()
        assert files() == kept_files
        with captured(execute=True):
            bring_back(deleted=deleted, by=by)
        after = rows()
        assert {name: after[name] for name in after if after[name] != before[name]} == {}
        latest = describe_saves(saves_of(record)[:1], tracked_models_of(type(record)))[0]
        assert (latest.by, latest.reason) == ("Awa", "Rétablie depuis la corbeille.")
        assert states_of(record)[: len(states)] == states
    assert not DeletedRecord.objects.exists()


def test_its_address_answers_as_an_unknown_one_at_once(by: User) -> None:
    meeting = full_meeting()
    document = Document.objects.get()
    Document.objects.update(visibility="public")
    public = Client()
    addresses = [meeting.get_absolute_url(), document.get_absolute_url()]
    deleted = move_to_bin(record=meeting, by=by)
    unknown = public.get("/fr/meetings/never-was/")
    assert [public.get(one).status_code for one in addresses] == [404, 404]
    assert public.get(addresses[0]).content == unknown.content.replace(
        b"never-was", meeting.slug.encode()
    )
    bring_back(deleted=deleted, by=by)
    assert public.get(addresses[0]).status_code == 200
    assert public.get(addresses[1]).status_code == 404  # until it is read for names once more
    read_document(Document.objects.get())
    assert public.get(addresses[1]).getvalue()


def test_after_thirty_days_nothing_is_left(
    by: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        meeting = full_meeting()
        log_action(meeting, "letter", by=by)
        make_proposal(meeting, title_fr="Autre")
        key = meeting.pk
        deleted = move_to_bin(record=meeting, by=by)
        assert empty_bin() == 0
    old = timezone.now() - timedelta(days=30, seconds=1)
    DeletedRecord.objects.update(deleted_at=old)
    with pytest.raises(ValidationError):
        bring_back(deleted=deleted, by=by)
    assert files()
    with django_capture_on_commit_callbacks(execute=True):
        assert empty_bin() == 1
    assert files() == set()
    assert not DeletedRecord.objects.exists()
    for kind in tracked_models_of(Meeting).values():
        assert not kind.history._default_manager.filter(**{kind.owner: key}).exists()
    assert [*LogEntry.objects.values_list("object_repr", flat=True)] == [f"réunion {key}"]
    every_row = str(rows())
    assert "Rivières" not in every_row


def test_nothing_is_left_of_parts_of_parts_either(by: User) -> None:
    survey = make_survey(opens_at=None, closes_at=None)
    make_question(survey, "single", "Secret", "Autre")
    meeting = make_meeting(status="draft", title_fr="Secret")
    log_action(make_participation(meeting=meeting), "letter", by=by)
    for record in (survey, meeting):
        move_to_bin(record=record, by=by)
    DeletedRecord.objects.update(deleted_at=timezone.now() - timedelta(days=31))
    empty_bin()
    assert not Choice.history.exists()
    assert "Secret" not in str(LogEntry.objects.values_list("object_repr", flat=True))


def test_another_record_that_took_its_address_is_told(by: User) -> None:
    organisation = make_organisation(listing="unlisted", slug="zela")
    deleted = move_to_bin(record=organisation, by=by)
    other = make_organisation(slug="zela")
    with pytest.raises(ValidationError, match="adresse"):
        bring_back(deleted=deleted, by=by)
    other.slug = "other"
    other.save()
    bring_back(deleted=deleted, by=by)
    assert Organisation.objects.get(slug="zela").pk == organisation.pk


def test_what_names_something_that_went_meanwhile_is_left_out(by: User) -> None:
    meeting = full_meeting()
    participation = meeting.participations.get()
    deleted = move_to_bin(record=meeting, by=by)
    Campaign.objects.all().delete()
    participation.organisation.delete()
    bring_back(deleted=deleted, by=by)
    meeting.refresh_from_db()
    assert (meeting.campaign, meeting.participations.count()) == (None, 0)
    assert meeting.decisions.get().agenda_item == meeting.agenda_items.get()


def test_what_stands_in_the_way_is_said_and_nothing_goes(by: User) -> None:
    survey = make_survey()
    Response.objects.create(survey=survey, is_complete=True)
    for record in (survey, survey.meeting):
        with pytest.raises(ProtectedError):
            move_to_bin(record=record, by=by)
    assert (Survey.objects.count(), DeletedRecord.objects.count()) == (1, 0)


def test_it_comes_back_once(by: User) -> None:
    deleted = move_to_bin(record=make_meeting(), by=by)
    bring_back(deleted=deleted, by=by)
    with pytest.raises(ValidationError):
        bring_back(deleted=deleted, by=by)
    assert Meeting.objects.count() == 1


def test_a_survey_comes_back_with_its_links(by: User) -> None:
    survey = make_survey(meeting=make_meeting())
    question = make_question(survey, "single", "Oui", "Non")
    make_invitation(survey)
    invitation = Invitation.objects.values().get()
    deleted = move_to_bin(record=survey, by=by)
    assert not Question.objects.exists()
    bring_back(deleted=deleted, by=by)
    assert Question.objects.get() == question
    assert [*Choice.objects.values_list("text_fr", flat=True)] == ["Oui", "Non"]
    assert Invitation.objects.values().get() == invitation
