"""The weekly letter: when it goes, to whom, what it says, and how it is stopped."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.db.models.signals import post_save
from django.tasks import TaskResultStatus
from django.test import Client
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from kpcsc.foundation.mail.letters import Letter
from kpcsc.foundation.mail.models import Delivery
from meetings.follow_ups.actions import post_digest
from meetings.follow_ups.letters import follow_ups_due
from meetings.models import DigestWeek, FollowUp, ProgressReport
from meetings.tasks import send_weekly_digest
from organisations.models import User
from tests.factories import make_meeting, make_member, make_staff, make_user
from tests.foundation.mail.conftest import Clock, clock

__all__ = ["clock"]  # a fixture

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)  # a Tuesday, at noon: what the clock says
MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def promise(person: User, due: date | None, **fields: Any) -> FollowUp:
    """A follow-up of the person's organisation that members may see."""
    texts = {"what_fr": "Publier", "what_en": "Publish"}
    meeting = fields.pop("meeting", None) or make_meeting()
    facts = {"meeting": meeting, "owner": person.organisation, "due": due}
    return FollowUp.objects.create(**texts | facts | fields)


def letter_to(person: User) -> Letter | None:
    write: Any = follow_ups_due.write
    with translation.override(person.language):
        return write(person.organisation, person)


def posted() -> list[tuple[Any, Any]]:
    """The letters that wait: about which organisation, to whom."""
    deliveries = Delivery.objects.filter(letter=follow_ups_due.name).order_by("pk")
    return [(delivery.about, delivery.person) for delivery in deliveries]


def planned() -> list[datetime]:
    tasks = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=send_weekly_digest.module_path
    )
    return [*tasks.order_by("run_after").values_list("run_after", flat=True)]


def test_the_letter_names_what_is_overdue_and_what_is_due_within_a_week(clock: Clock) -> None:
    person = make_member(language="en", name="Awa")
    assert person.organisation
    promise(person, TODAY - DAY, what_en="Publish")
    promise(person, TODAY, what_en="Write")
    promise(person, TODAY + 7 * DAY, what_en="Meet")
    promise(person, TODAY + 8 * DAY, what_en="Later")
    promise(person, None, what_en="Whenever")
    promise(person, TODAY - DAY, what_en="Finished", state="done")
    promise(person, TODAY - DAY, what_en="Secret", visibility="staff")
    letter = letter_to(person)
    assert letter
    assert letter.subject == "What your organisation promised is overdue"
    name = person.organisation.name_fr
    assert (
        letter.text
        == f"""Dear Awa,

{name} promised this, and its day is over:

- Publish (due 23 November 2026)

{name} promised this for the coming week:

- Write (due 24 November 2026)
- Meet (due 1 December 2026)

Say how far it is, or that it cannot be done:

What we promised: {settings.PORTAL_URL}/en/my/follow-ups/

This reminder comes once a week, as long as something is due. On the same page, you can stop it \
and still receive the coalition’s other messages."""
    )


def test_it_is_in_the_language_of_each_person(clock: Clock) -> None:
    person = make_member(language="fr", name="Awa")
    promise(person, TODAY)
    letter = letter_to(person)
    assert letter
    assert letter.subject == "Un engagement de votre organisation arrive à échéance"
    assert "- Publier (échéance\N{NO-BREAK SPACE}: 24 novembre 2026)" in letter.text
    assert "/fr/my/follow-ups/" in letter.text


def test_none_is_written_where_nothing_is_due_any_more(clock: Clock) -> None:
    person = make_member()
    follow_up = promise(person, TODAY)
    assert letter_to(person)
    follow_up.state = "done"
    follow_up.save()
    assert letter_to(person) is None


@pytest.mark.parametrize("change", ["moved", "unwilling", "former", "cannot"])
def test_none_is_written_to_whom_it_is_no_concern(change: str, clock: Clock) -> None:
    person = make_member()
    organisation = person.organisation
    assert organisation
    follow_up = promise(person, TODAY)
    if change == "moved":
        person.organisation = make_member().organisation
    elif change == "unwilling":
        person.wants_digest = False
    elif change == "former":
        organisation.membership = "former"
        organisation.save()
    else:
        ProgressReport.objects.create(follow_up=follow_up, kind="cannot", text="Plus personne.")
    write: Any = follow_ups_due.write
    assert write(organisation, person) is None


def test_it_goes_to_each_person_of_the_organisations_concerned(clock: Clock) -> None:
    person = make_member()
    colleague = make_user(organisation=person.organisation)
    make_user(organisation=person.organisation, wants_digest=False)
    make_user(organisation=person.organisation, is_active=False)
    for stranger, due in ((make_member(), TODAY + 8 * DAY), (make_member(), None)):
        promise(stranger, due)
    make_staff()
    promise(person, TODAY)
    promise(person, TODAY + DAY)
    post_digest(monday=MONDAY)
    assert posted() == [(person.organisation, person), (person.organisation, colleague)]


def test_it_goes_once_a_week_whoever_posts_it(clock: Clock) -> None:
    promise(make_member(), TODAY)
    assert len(post_digest(monday=MONDAY)) == 1
    for _ in range(2):
        assert post_digest(monday=MONDAY) == []
        send_weekly_digest.call()
    assert len(posted()) == 1
    assert [week.monday for week in DigestWeek.objects.all()] == [MONDAY]


def test_one_that_was_killed_leaves_no_half_posted_week(clock: Clock) -> None:
    """The week's row and its letters are written together or not at all."""
    promise(make_member(), TODAY)

    def fail(**_: Any) -> None:
        raise DatabaseError

    post_save.connect(fail, sender=DBTaskResult)
    try:
        with pytest.raises(DatabaseError):
            post_digest(monday=MONDAY)
    finally:
        post_save.disconnect(fail, sender=DBTaskResult)
    assert (posted(), DigestWeek.objects.exists()) == ([], False)
    send_weekly_digest.call()
    assert len(posted()) == 1


@pytest.mark.parametrize(
    ("moment", "posted_for", "next_day"),
    [
        (datetime(2026, 11, 23, 6, 59, tzinfo=UTC), [], 23),
        (datetime(2026, 11, 23, 7, 0, tzinfo=UTC), [MONDAY], 30),
        (datetime(2026, 11, 29, 23, 59, tzinfo=UTC), [MONDAY], 30),
    ],
)
def test_it_goes_on_monday_at_seven_or_as_soon_after_as_it_can(
    moment: datetime, posted_for: list[date], next_day: int, clock: Clock
) -> None:
    clock.moment = moment
    send_weekly_digest.call()
    assert [week.monday for week in DigestWeek.objects.all()] == posted_for
    assert planned() == [datetime(2026, 11, next_day, 7, tzinfo=UTC)]


def test_the_next_week_has_a_letter_of_its_own(clock: Clock) -> None:
    promise(make_member(), TODAY)
    send_weekly_digest.call()
    clock.moment = datetime(2026, 11, 30, 7, tzinfo=UTC)
    send_weekly_digest.call()
    weeks = DigestWeek.objects.order_by("monday").values_list("monday", flat=True)
    assert [*weeks] == [MONDAY, date(2026, 11, 30)]
    assert planned() == [datetime(2026, 11, 30, 7, tzinfo=UTC)]


def test_it_comes_back_once_however_many_workers_begin(clock: Clock) -> None:
    for _ in range(3):
        send_weekly_digest.call()
    assert planned() == [datetime(2026, 11, 30, 7, tzinfo=UTC)]


def test_a_person_stops_it_and_has_it_again(client: Client) -> None:
    person = make_member()
    client.force_login(person)
    page = "/en/my/follow-ups/"
    for answer, button in (("no", "Have it sent again"), ("yes", "Stop the weekly reminder")):
        response = client.post(page, {"digest": answer}, follow=True)
        assert button in response.content.decode()
        person.refresh_from_db()
        assert person.wants_digest is (answer == "yes")
    history: Any = person
    assert history.history.first().history_user == person
