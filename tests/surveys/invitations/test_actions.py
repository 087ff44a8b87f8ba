"""Who is invited, who is reminded, and whose link is taken back."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.mail.outbox import run_outbox
from organisations.models import Organisation, User
from surveys.invitations.actions import (
    invite,
    remind,
    reschedule_invitation_letters,
    send_due_reminder,
    send_invitations,
    withdraw,
)
from surveys.invitations.letters import survey_invitation, survey_reminder
from surveys.invitations.links import target_of, token_of
from surveys.models import AnsweredMark, Invitation, Survey
from tests.factories import make_invitation, make_organisation, make_staff, make_survey, make_user

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def invited(survey: Survey) -> list[User | Organisation | None]:
    """Whom the survey invites."""
    return [one.person or one.organisation for one in survey.invitations.all()]


def waiting(kind: Any = survey_invitation) -> list[tuple[Any, User]]:
    """The letters of a kind that wait in the outbox: about what, to whom."""
    letters = Delivery.objects.filter(letter=kind.name, status="queued").order_by("pk")
    return [(one.about, one.person) for one in letters]


# --- Invitations --------------------------------------------------------------------------------


def test_people_are_invited_once_each() -> None:
    survey, staff = make_survey(), make_staff()
    first, second, third = (make_user() for _ in range(3))
    new = invite(survey=survey, people=[first, second, first], by=staff)
    assert [one.person for one in new] == [first, second]
    again = invite(survey=survey, people=[second, third], by=staff)
    assert [one.person for one in again] == [third]
    assert invited(survey) == [first, second, third]
    assert len({one.key for one in survey.invitations.all()}) == 3
    invite(survey=make_survey(), people=[first], by=staff)  # another survey asks anew
    assert Invitation.objects.count() == 4


def test_an_organisation_is_each_of_its_contacts_where_people_answer() -> None:
    survey, organisation = make_survey(unit="person"), make_organisation()
    first, second = (make_user(organisation=organisation) for _ in range(2))
    make_user(organisation=organisation, is_active=False)
    make_user(organisation=make_organisation())
    invite(survey=survey, people=[second], organisations=[organisation], by=make_staff())
    assert invited(survey) == [second, first]


def test_a_person_is_the_organisation_where_organisations_answer() -> None:
    survey = make_survey(unit="organisation")
    one, other = make_organisation(), make_organisation()
    people = [make_user(organisation=one), make_user(organisation=one)]
    invite(survey=survey, people=people, organisations=[other, one], by=make_staff())
    assert sorted(invited(survey), key=str) == sorted([one, other], key=str)
    assert invite(survey=survey, people=people[:1], by=make_staff()) == []
    assert survey.invitations.count() == 2


def test_an_invitation_sends_no_letter_by_itself() -> None:
    invite(survey=make_survey(), people=[make_user()], by=make_staff())
    assert not Delivery.objects.exists()


def test_nobody_invited_is_nobody_invited() -> None:
    survey = make_survey()
    assert invite(survey=survey, organisations=[make_organisation()], by=make_staff()) == []
    assert invite(survey=survey, by=make_staff()) == []
    assert not survey.invitations.exists()


# --- Letters ------------------------------------------------------------------------------------


def test_letters_go_to_the_people_of_those_chosen() -> None:
    survey, organisation = make_survey(), make_organisation()
    contacts = [make_user(organisation=organisation) for _ in range(2)]
    make_user(organisation=organisation, is_active=False)
    person, of_all = make_invitation(survey), make_invitation(survey, organisation=organisation)
    make_invitation(survey)
    number = send_invitations(survey=survey, invitations=[person, of_all], by=make_staff())
    assert number == 3
    found = {(about, to.pk) for about, to in waiting()}
    assert found == {
        (person, person.person.pk),  # type: ignore[union-attr]
        *((of_all, contact.pk) for contact in contacts),
    }


def test_a_letter_that_waits_is_not_sent_twice() -> None:
    survey = make_survey()
    invitation = make_invitation(survey)
    for _ in range(2):
        send_invitations(survey=survey, invitations=[invitation], by=make_staff())
    assert waiting() == [(invitation, invitation.person)]


def test_no_letter_goes_for_a_withdrawn_link_or_another_survey() -> None:
    survey = make_survey()
    withdrawn, elsewhere = make_invitation(survey), make_invitation(make_survey())
    withdraw(survey=survey, invitations=[withdrawn], by=make_staff())
    chosen = [withdrawn, elsewhere]
    assert send_invitations(survey=survey, invitations=chosen, by=make_staff()) == 0
    assert waiting() == []


def test_letters_wait_until_the_survey_opens() -> None:
    """A link opens nothing before."""
    now = timezone.now()
    opens_at = now + timedelta(days=2)
    survey = make_survey(opens_at=opens_at, closes_at=opens_at + timedelta(days=9))
    invitation = make_invitation(survey)
    assert send_invitations(survey=survey, invitations=[invitation], by=make_staff()) == 1
    assert Delivery.objects.get().due_at == opens_at
    open_one = make_survey()
    send_invitations(survey=open_one, invitations=[make_invitation(open_one)], by=make_staff())
    assert Delivery.objects.exclude(due_at=opens_at).get().due_at < opens_at


def test_letters_that_wait_for_the_opening_follow_it() -> None:
    now = timezone.now()
    survey = make_survey(opens_at=now + DAY, closes_at=now + 9 * DAY)
    other = make_survey(opens_at=now + DAY, closes_at=now + 9 * DAY)
    for one in (survey, other):
        send_invitations(survey=one, invitations=[make_invitation(one)], by=make_staff())
    put_off, sent = (make_invitation(survey) for _ in range(2))
    send_invitations(survey=survey, invitations=[put_off, sent], by=make_staff())
    letters = Delivery.objects.filter(about_model="surveys.invitation")
    letters.filter(about_id=put_off.pk).update(attempts=1)
    letters.filter(about_id=sent.pk).update(status="sent", finished_at=now)
    Survey.objects.filter(pk=survey.pk).update(opens_at=now + 5 * DAY)
    survey.refresh_from_db()
    reschedule_invitation_letters(survey=survey)
    moved = letters.filter(due_at=now + 5 * DAY)
    assert [one.about for one in moved] == [survey.invitations.first()]
    assert letters.filter(due_at=now + DAY).count() == 3
    runs = DBTaskResult.objects.filter(task_path=run_outbox.module_path)
    assert runs.filter(run_after=now + 5 * DAY).count() == 1


def test_letters_of_a_survey_that_opens_at_once_go_at_once() -> None:
    now = timezone.now()
    survey = make_survey(opens_at=now + DAY, closes_at=now + 9 * DAY)
    invitation = make_invitation(survey)
    send_invitations(survey=survey, invitations=[invitation], by=make_staff())
    run_outbox.call()
    assert mail.outbox == []
    survey.opens_at = now - DAY
    survey.save()
    reschedule_invitation_letters(survey=survey)
    run_outbox.call()
    person = invitation.people()[0]
    assert [message.to for message in mail.outbox] == [[f"{person.name} <{person.email}>"]]


@pytest.mark.parametrize(
    "dates", [{"closed_at": timezone.now()}, {"opens_at": None, "closes_at": None}]
)
def test_no_letter_goes_for_a_survey_that_is_closed_or_being_written(dates: dict[str, Any]) -> None:
    survey = make_survey(**dates)
    invitation = make_invitation(survey)
    assert send_invitations(survey=survey, invitations=[invitation], by=make_staff()) == 0
    assert waiting() == []


def test_only_those_are_reminded_who_have_not_answered() -> None:
    survey = make_survey()
    answered, awaited, withdrawn = (make_invitation(survey) for _ in range(3))
    AnsweredMark.objects.create(invitation=answered)
    withdraw(survey=survey, invitations=[withdrawn], by=make_staff())
    make_invitation(make_survey())
    assert remind(survey=survey, by=make_staff()) == 1
    assert waiting(survey_reminder) == [(awaited, awaited.person)]


@pytest.mark.parametrize(
    "dates", [{"closed_at": timezone.now()}, {"opens_at": None, "closes_at": None}]
)
def test_nobody_is_reminded_of_a_survey_that_is_not_open(dates: dict[str, Any]) -> None:
    survey = make_survey(**dates)
    make_invitation(survey)
    assert remind(survey=survey, by=make_staff()) == 0
    assert waiting(survey_reminder) == []


def test_the_reminder_of_the_survey_s_own_date_goes_once() -> None:
    survey = make_survey(remind_at=timezone.now())
    make_invitation(survey)
    assert [send_due_reminder(survey=survey) for _ in range(2)] == [1, 0]
    survey.refresh_from_db()
    assert survey.remind_at is None
    assert len(waiting(survey_reminder)) == 1


# --- Links taken back ---------------------------------------------------------------------------


def test_a_link_is_taken_back_for_good_and_no_other() -> None:
    survey = make_survey()
    withdrawn, kept = make_invitation(survey), make_invitation(survey)
    assert withdraw(survey=survey, invitations=[withdrawn], by=make_staff()) == 1
    assert withdraw(survey=survey, invitations=[withdrawn], by=make_staff()) == 0
    assert target_of(token_of(withdrawn)) is None
    assert target_of(token_of(kept)) is not None


@pytest.mark.parametrize("unit", ["person", "organisation"])
def test_whoever_is_invited_again_gets_a_new_link_and_the_old_one_stays_dead(unit: str) -> None:
    survey, staff = make_survey(unit=unit), make_staff()
    people = [make_user(organisation=make_organisation()) for _ in range(2)]
    withdrawn, kept = invite(survey=survey, people=people, by=staff)
    old, other = token_of(withdrawn), token_of(kept)
    withdraw(survey=survey, invitations=[withdrawn], by=staff)
    [renewed] = invite(survey=survey, people=people, by=staff)
    stored = Invitation.objects.get(pk=withdrawn.pk)
    assert (renewed, stored.is_revoked, stored.key) == (withdrawn, False, renewed.key)
    target = target_of(token_of(stored))
    assert target is not None
    assert target.invitation == withdrawn
    assert target_of(old) is None
    assert target_of(other) is not None  # of whoever was invited already
    assert send_invitations(survey=survey, invitations=[renewed], by=staff) == 1
    assert invite(survey=survey, people=people, by=staff) == []


# --- Who did it ---------------------------------------------------------------------------------


def test_who_invited_wrote_reminded_and_withdrew_is_noted_and_of_whom_is_not() -> None:
    """An answer comes soon after a letter: who got which one is not for a journal to tell."""
    survey, staff = make_survey(), make_staff()
    invitations = invite(survey=survey, people=[make_user(name="Tendai Moyo")], by=staff)
    send_invitations(survey=survey, invitations=invitations, by=staff)
    remind(survey=survey, by=staff)
    withdraw(survey=survey, invitations=invitations, by=staff)
    remind(survey=survey, by=None)
    entries = LogEntry.objects.all()
    assert {(one.user, one.object_id) for one in entries} == {(staff, str(survey.pk))}
    assert len(entries) == 4
    kept = " ".join(one.change_message + one.object_repr for one in entries)
    assert "Tendai" not in kept
    assert invitations[0].key.hex not in kept


# --- How much it takes --------------------------------------------------------------------------


def many(number: int) -> list[User]:
    """People of as many organisations, and the type of content that a process asks for once."""
    ContentType.objects.get_for_model(Survey)
    organisations = Organisation.objects.bulk_create(
        Organisation(slug=f"org-{i}", name_fr=f"Organisation {i}") for i in range(number)
    )
    User.objects.bulk_create(
        User(email=f"contact{i}@example.org", name=f"Person {i}", organisation=organisation)
        for i, organisation in enumerate(organisations)
    )
    return [*User.objects.filter(organisation__in=organisations)]


@pytest.mark.parametrize("number", [1, 500])
@pytest.mark.parametrize(("unit", "asked"), [("person", 17), ("organisation", 19)])
def test_500_are_invited_and_written_to_in_as_many_queries_as_one(
    unit: str,
    asked: int,
    number: int,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    survey, staff = make_survey(unit=unit), make_staff()
    people = many(number)
    begun = time.perf_counter()
    with django_assert_num_queries(asked):
        new = invite(survey=survey, people=people, by=staff)
        sent = send_invitations(survey=survey, invitations=new, by=staff)
    print(f"{number} invited in {1000 * (time.perf_counter() - begun):.0f} ms")
    assert (len(new), sent) == (number, number)


@pytest.mark.parametrize("number", [1, 500])
def test_500_contacts_of_whole_organisations_too(
    number: int, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    survey, staff = make_survey(), make_staff()
    organisations = [*Organisation.objects.filter(people__in=many(number))]
    with django_assert_num_queries(8):  # the survey, contacts, those invited, new ones, who did it
        new = invite(survey=survey, organisations=organisations, by=staff)
    assert len(new) == number


@pytest.mark.parametrize("number", [1, 50])
def test_reminders_ask_as_often_for_50_as_for_1(
    number: int, django_assert_num_queries: Callable[[int], AbstractContextManager[Any]]
) -> None:
    survey = make_survey(unit="organisation")
    invite(survey=survey, people=many(number), by=make_staff())
    with django_assert_num_queries(9):
        assert remind(survey=survey, by=None) == number
