"""A record on its way to its readers: what is kept, and who is written to."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone, translation

from kpcsc.foundation.mail.models import Delivery
from meetings.models import Meeting, PublicationStep
from meetings.publishing.actions import announce, take_step, take_steps
from meetings.publishing.letters import record_returned, summary_published
from meetings.publishing.steps import Step
from tests.factories import make_campaign, make_meeting, make_member, make_staff, make_user

pytestmark = pytest.mark.django_db
DRAFT: dict[str, Any] = {"status": "draft", "publish_at": None}


def test_a_step_says_who_when_and_what_and_is_a_new_version() -> None:
    editor = make_staff()
    meeting = take_step(record=make_meeting(**DRAFT), step=Step.SUBMIT, by=editor, comment="Lu.")
    assert (meeting.status, meeting.publish_at, meeting.version) == ("in_review", None, 2)
    step = meeting.publication_steps.get()
    assert (step.kind, step.by, step.comment, step.publish_at) == ("submit", editor, "Lu.", None)
    assert meeting.history.first().history_user == editor


def test_published_without_a_moment_is_published_from_now(client: Client) -> None:
    before = timezone.now()
    meeting = take_step(record=make_meeting(**DRAFT), step=Step.PUBLISH, by=make_staff())
    assert meeting.publish_at is not None
    assert before <= meeting.publish_at <= timezone.now()
    assert meeting.publication_steps.get().publish_at == meeting.publish_at
    assert client.get(meeting.get_absolute_url()).status_code == 200


def test_a_scheduled_record_appears_by_the_clock_alone(client: Client) -> None:
    """Nothing runs between: what is public is asked of the clock at each request."""
    moment = timezone.now() + timedelta(hours=1)
    meeting = take_step(
        record=make_meeting(**DRAFT), step=Step.PUBLISH, by=make_staff(), publish_at=moment
    )
    assert meeting.is_scheduled
    assert client.get(meeting.get_absolute_url()).status_code == 404
    Meeting.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
    assert client.get(meeting.get_absolute_url()).status_code == 200


def test_a_step_that_the_status_does_not_allow_changes_nothing() -> None:
    meeting = make_meeting(**DRAFT)
    with translation.override("en"), pytest.raises(ValidationError, match="“draft”"):
        take_step(record=meeting, step=Step.WITHDRAW, by=make_staff())
    meeting.refresh_from_db()
    assert (meeting.status, meeting.version) == ("draft", 1)
    assert not PublicationStep.objects.exists()


def test_a_campaign_goes_the_same_way() -> None:
    campaign = take_step(record=make_campaign(), step=Step.WITHDRAW, by=make_staff())
    assert campaign.status == "withdrawn"
    assert str(campaign.publication_steps.get().record) == str(campaign)


def test_of_several_meetings_those_change_that_can() -> None:
    draft, published = make_meeting(**DRAFT), make_meeting()
    changed = take_steps(meetings=Meeting.objects.all(), step=Step.WITHDRAW, by=make_staff())
    assert changed == (published,)
    assert Meeting.objects.get(pk=draft.pk).status == "draft"


def test_whoever_sent_it_for_review_reads_what_is_to_be_done() -> None:
    editor, publisher = make_staff(language="en"), make_staff(name="Awa Sarr")
    meeting = make_meeting(**DRAFT, title_en="Rivers")
    take_step(record=meeting, step=Step.SUBMIT, by=editor)
    take_step(record=meeting, step=Step.RETURN, by=publisher, comment="The figures differ.")
    delivery = Delivery.objects.get()
    assert (delivery.person, delivery.letter) == (editor, record_returned.name)
    with translation.override("en"):
        letter = delivery.kind.write(delivery.about, editor)
    assert letter is not None
    assert letter.subject == "Returned: Rivers"
    assert "Awa Sarr has looked at “Rivers”" in letter.text
    assert "\nThe figures differ.\n" in letter.text
    assert f"/admin/meetings/meeting/{meeting.pk}/change/" in letter.text


def test_nobody_is_written_to_by_themselves() -> None:
    editor = make_staff()
    meeting = take_step(record=make_meeting(**DRAFT), step=Step.SUBMIT, by=editor)
    take_step(record=meeting, step=Step.RETURN, by=editor, comment="Encore.")
    assert not Delivery.objects.exists()


def test_members_are_told_once() -> None:
    member, guest, staff = make_member(), make_user(), make_staff()
    make_member(is_active=False)
    meeting = make_meeting(title_fr="Rivières", introduction_fr="Trois rivières.")
    assert announce(meeting=meeting, by=staff) == 1
    delivery = Delivery.objects.get()
    assert (delivery.person, delivery.letter) == (member, summary_published.name)
    letter = delivery.kind.write(meeting, member)
    assert letter is not None
    assert letter.subject == "Nouveau sur le portail\N{NO-BREAK SPACE}: Rivières"
    assert "Trois rivières." in letter.text
    assert delivery.kind.write(make_meeting(visibility="members"), guest) is None
    assert announce(meeting=meeting, by=staff) == 0
    take_step(record=meeting, step=Step.WITHDRAW, by=staff)
    assert delivery.kind.write(meeting, member) is None
    take_step(record=meeting, step=Step.PUBLISH, by=staff)
    assert announce(meeting=meeting, by=staff) == 0


def test_a_scheduled_summary_is_announced_when_it_appears() -> None:
    make_member()
    moment = timezone.now() + timedelta(days=1)
    assert announce(meeting=make_meeting(publish_at=moment), by=make_staff()) == 1
    assert Delivery.objects.get().due_at == moment


@pytest.mark.parametrize("fields", [DRAFT, {"visibility": "staff"}, {"status": "withdrawn"}])
def test_what_members_do_not_see_is_not_announced(fields: dict[str, Any]) -> None:
    make_member()
    assert announce(meeting=make_meeting(**fields), by=make_staff()) == 0
    assert not Delivery.objects.exists()


def test_a_step_belongs_to_one_record() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationStep.objects.create(kind="submit")
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationStep.objects.create(kind="publish", meeting=make_meeting())
