"""What the clock does about surveys: it closes them, reminds once, and knows when to come back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.db.models.signals import post_save
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kpcsc.foundation.mail.models import Delivery
from surveys.invitations.letters import survey_reminder
from surveys.models import AnsweredMark, Invitation, Response, Survey
from surveys.tasks import close_due_surveys, forget_invited_to_surveys, schedule_next_run
from tests.factories import make_invitation, make_organisation, make_survey, make_user
from tests.foundation.mail.conftest import Clock, clock

__all__ = ["clock"]  # a fixture

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)  # what the clock says


def survey_until(closes_at: datetime, **fields: Any) -> Survey:
    """A survey that opened yesterday."""
    return make_survey(**{"opens_at": NOON - 24 * HOUR, "closes_at": closes_at} | fields)


def planned() -> list[datetime]:
    """When the clock comes back."""
    tasks = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=close_due_surveys.module_path
    )
    return [*tasks.order_by("run_after").values_list("run_after", flat=True)]


def reminded() -> list[Any]:
    """What people were reminded of."""
    letters = Delivery.objects.filter(letter=survey_reminder.name).order_by("pk")
    return [letter.about for letter in letters]


def test_it_closes_what_is_over_and_nothing_else(clock: Clock) -> None:
    over = survey_until(NOON)
    long_over = survey_until(NOON - HOUR)
    closed = survey_until(NOON - HOUR, closed_at=NOON - HOUR)
    still_open, unwritten = survey_until(NOON + HOUR), make_survey(opens_at=None, closes_at=None)
    close_due_surveys.call()
    moments = dict(Survey.objects.values_list("pk", "closed_at"))
    assert moments == {
        over.pk: NOON,
        long_over.pk: NOON,
        closed.pk: NOON - HOUR,
        still_open.pk: None,
        unwritten.pk: None,
    }
    history: Any = over
    assert history.history.first().history_user is None


def test_closing_drops_what_was_not_handed_in(clock: Clock) -> None:
    survey = survey_until(NOON)
    for is_complete in (True, False):
        Response.objects.create(survey=survey, confidentiality="named", is_complete=is_complete)
    close_due_surveys.call()
    assert [one.is_complete for one in Response.objects.all()] == [True]


def test_a_reminder_goes_when_it_is_due_and_once(clock: Clock) -> None:
    survey = survey_until(NOON + 9 * HOUR, remind_at=NOON + HOUR)
    awaited, answered = make_invitation(survey), make_invitation(survey)
    AnsweredMark.objects.create(invitation=answered)
    close_due_surveys.call()
    assert reminded() == []
    clock.forward(hours=1)
    for _ in range(2):
        close_due_surveys.call()
        assert reminded() == [awaited]


def test_nobody_is_reminded_of_what_is_over(clock: Clock) -> None:
    make_invitation(survey_until(NOON, remind_at=NOON - HOUR))
    close_due_surveys.call()
    assert reminded() == []


@pytest.fixture
def stubborn(clock: Clock) -> Iterator[Survey]:
    """A survey that is over, and of which the database cannot say so."""
    found = survey_until(NOON - HOUR)

    def refuse(instance: Survey, **_facts: object) -> None:
        if instance.pk == found.pk:
            raise DatabaseError("The disk is full.")

    post_save.connect(refuse, sender=Survey)
    yield found
    post_save.disconnect(refuse, sender=Survey)


def test_what_fails_of_one_survey_is_logged_and_the_others_are_done(
    stubborn: Survey, caplog: pytest.LogCaptureFixture
) -> None:
    other = survey_until(NOON)
    awaited = make_invitation(survey_until(NOON + HOUR, remind_at=NOON))
    close_due_surveys.call()
    assert [*Survey.objects.exclude(closed_at=None)] == [other]
    assert reminded() == [awaited]
    [record] = caplog.records
    assert record.getMessage().endswith(f"about survey {stubborn.pk}.")
    assert record.exc_info is not None
    assert str(record.exc_info[1]) == "The disk is full."


def test_what_could_not_be_closed_is_tried_again_in_a_minute(
    stubborn: Survey, clock: Clock
) -> None:
    survey_until(NOON + HOUR)
    minute = timedelta(minutes=1)
    close_due_surveys.call()
    assert planned() == [NOON + minute]
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    clock.forward(minutes=1)
    close_due_surveys.call()
    assert planned() == [NOON + 2 * minute]


def test_it_comes_back_when_the_next_thing_is_due(clock: Clock) -> None:
    survey_until(NOON + 5 * HOUR, remind_at=NOON + 2 * HOUR)
    survey_until(NOON + 3 * HOUR)
    survey_until(NOON + HOUR, closed_at=NOON)
    schedule_next_run()
    assert planned() == [NOON + 2 * HOUR]


def test_one_that_is_still_to_open_is_thought_of_too(clock: Clock) -> None:
    make_survey(opens_at=NOON + HOUR, closes_at=NOON + 2 * HOUR)
    schedule_next_run()
    assert planned() == [NOON + 2 * HOUR]


def test_where_nothing_is_to_come_it_plans_no_run_of_its_own(clock: Clock) -> None:
    survey_until(NOON)
    make_survey(opens_at=None, closes_at=None)
    close_due_surveys.call()
    assert planned() == []


def test_it_comes_once_however_often_it_is_asked(clock: Clock) -> None:
    survey_until(NOON + 5 * HOUR)
    for _ in range(3):
        schedule_next_run()
    assert planned() == [NOON + 5 * HOUR]


def test_an_earlier_thing_brings_it_earlier(clock: Clock) -> None:
    survey_until(NOON + 5 * HOUR)
    schedule_next_run()
    survey_until(NOON + 3 * HOUR)
    schedule_next_run()
    assert planned() == [NOON + 3 * HOUR, NOON + 5 * HOUR]


def test_each_run_plans_the_next(clock: Clock) -> None:
    survey = survey_until(NOON + 5 * HOUR, remind_at=NOON + 2 * HOUR)
    schedule_next_run()
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    clock.forward(hours=2)
    close_due_surveys.call()
    assert planned() == [NOON + 5 * HOUR]
    clock.forward(hours=3)
    close_due_surveys.call()
    survey.refresh_from_db()
    assert survey.closed_at == NOON + 5 * HOUR


@pytest.mark.parametrize(("days_ago", "is_forgotten"), [(366, True), (364, False)])
def test_person_leaves_an_invitation_a_year_after_the_survey(
    days_ago: int, is_forgotten: bool, clock: Clock
) -> None:
    """A named answer stays, and says of which organisation it is."""
    awa = make_user(organisation=make_organisation())
    survey = make_survey(confidentiality="named", closed_at=NOON - timedelta(days=days_ago))
    invitation = make_invitation(survey, person=awa)
    alone = make_invitation(survey, person=make_user(organisation=None))
    for one in (invitation, alone):
        Response.objects.create(
            survey=survey,
            confidentiality="named",
            invitation=one,
            organisation=one.represented_organisation,
            is_complete=True,
        )
    forget_invited_to_surveys.call()
    people = list(Invitation.objects.values_list("person", flat=True))
    assert people == ([None] if is_forgotten else [awa.pk, alone.person_id])
    organisations = Response.objects.values_list("organisation", flat=True)
    assert sorted(organisations, key=str) == [awa.organisation_id, None]
