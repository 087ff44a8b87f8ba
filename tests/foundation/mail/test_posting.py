"""Letters are put into the outbox: once each, fast, and again by hand; their runs are planned."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError
from django_tasks_db.models import DBTaskResult

from kpcsc.foundation.mail.models import Delivery, DeliveryStatus
from kpcsc.foundation.mail.outbox import queue_letter, queue_letters, requeue_letters
from organisations.models import Organisation, User
from tests.factories import make_organisation, make_user
from tests.foundation.mail.conftest import AWA, Clock
from tests.foundation.mail.deliveries import outcome, planned, run
from tests.foundation.mail.sample_letters import code, greeting
from tests.foundation.mail.smtp_server import SMTPServer


def test_a_letter_is_posted_to_each_person_with_one_task_that_tells_nothing(
    about: Organisation, clock: Clock
) -> None:
    people = [make_user(), make_user()]
    deliveries = queue_letter(greeting, about=about, people=people)
    assert [delivery.person for delivery in deliveries] == people
    assert {
        (one.letter, one.about, one.status, one.due_at, one.attempts) for one in deliveries
    } == {(greeting.name, about, "queued", clock.moment, 0)}
    [task] = DBTaskResult.objects.all()
    assert (task.task_path, task.args_kwargs) == (
        "kpcsc.foundation.mail.outbox.run_outbox",
        {"args": [], "kwargs": {}},
    )


def test_letters_about_different_records_are_posted_together(
    awa: User, about: Organisation
) -> None:
    other, bob = make_organisation(), make_user()
    deliveries = queue_letters(greeting, [(about, awa), (other, bob)])
    assert [(one.about, one.person) for one in deliveries] == [(about, awa), (other, bob)]


@pytest.mark.parametrize("number", [1, 500])
def test_500_are_posted_in_as_many_queries_as_one(
    number: int,
    about: Organisation,
    django_assert_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    people = User.objects.bulk_create(
        User(email=f"person{i}@example.org", name=f"Person {i}") for i in range(number)
    )
    begun = time.perf_counter()
    with django_assert_num_queries(3 + 2):  # letters, task, what waits; a savepoint around them
        deliveries = queue_letter(greeting, about=about, people=people)
    print(f"{number} posted in {1000 * (time.perf_counter() - begun):.0f} ms")
    assert len(deliveries) == number
    assert planned() == [None]


def test_a_letter_that_waits_is_not_posted_twice(
    awa: User, about: Organisation, clock: Clock
) -> None:
    [first] = queue_letter(
        greeting, about=about, people=[awa], after=clock.moment + timedelta(hours=1)
    )
    assert queue_letter(greeting, about=about, people=[awa]) == [first]
    first.refresh_from_db()
    assert first.due_at == clock.moment + timedelta(hours=1)
    others = queue_letter(code, about=about, people=[awa]) + queue_letter(
        greeting, about=make_organisation(), people=[awa]
    )
    assert first not in others
    assert Delivery.objects.count() == 3


def test_a_letter_that_was_sent_may_be_posted_again(awa: User, about: Organisation) -> None:
    [first] = queue_letter(greeting, about=about, people=[awa])
    run()
    [second] = queue_letter(greeting, about=about, people=[awa])
    assert first != second
    run()
    assert len(mail.outbox) == 2


def test_a_letter_waits_for_its_moment(awa: User, about: Organisation, clock: Clock) -> None:
    moment = clock.moment + timedelta(days=2)
    queue_letter(greeting, about=about, people=[awa], after=moment)
    run()
    assert (mail.outbox, planned()) == ([], [moment])
    clock.moment = moment
    run()
    assert [message.to for message in mail.outbox] == [[f"Awa <{AWA}>"]]


# --- By hand, and what is planned -----------------------------------------------------------


def test_what_failed_or_is_unknown_is_sent_again_by_hand(
    about: Organisation, mail_server: SMTPServer
) -> None:
    people = [make_user() for _ in range(4)]
    deliveries = queue_letter(greeting, about=about, people=people)
    failed, unknown, dropped, _sent = deliveries
    mail_server.answers[failed.person.email] = "550 no"
    mail_server.silent = {unknown.person.email}
    User.objects.filter(pk=dropped.person.pk).update(is_active=False)
    run()
    assert [outcome(one)[0] for one in deliveries] == ["failed", "unknown", "dropped", "sent"]
    mail_server.answers, mail_server.silent = {}, set()
    assert requeue_letters(Delivery.objects.all()) == (failed, unknown)
    assert outcome(failed) == ("queued", 0, "")
    run()
    assert [outcome(one)[0] for one in deliveries] == ["sent", "sent", "dropped", "sent"]
    names = [text.split(b"Message-ID: ")[1].split(b"\r\n")[0] for _to, text in mail_server.received]
    assert names.count(f"<{unknown.pk}.{unknown.queued_at:%Y%m%d%H%M%S}@localhost>".encode()) == 2


def test_of_two_failed_letters_of_one_kind_one_is_sent_again(
    awa: User, about: Organisation
) -> None:
    for _ in range(2):
        [delivery] = queue_letter(greeting, about=about, people=[awa])
        delivery.claim()
        delivery.set_final_status(DeliveryStatus.FAILED, "550 no")
    assert len(requeue_letters(Delivery.objects.all())) == 1
    assert sorted(Delivery.objects.values_list("status", flat=True)) == ["failed", "queued"]


def test_runs_do_not_plan_more_and_more_runs(awa: User, about: Organisation, clock: Clock) -> None:
    moment = clock.moment + timedelta(days=2)
    queue_letter(greeting, about=about, people=[awa], after=moment)
    for _ in range(3):
        run()
    assert planned() == [moment]


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        (
            {"status": "lost", "finished_at": datetime(2026, 1, 1, tzinfo=UTC)},
            "delivery_status_known",
        ),
        ({"status": "sending"}, "delivery_claimed_while_sent"),
        ({"status": "sent"}, "delivery_ended_says_when"),
    ],
)
def test_the_database_refuses_a_delivery_that_contradicts_itself(
    fields: dict[str, Any], constraint: str, awa: User
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        Delivery.objects.create(
            letter=greeting.name,
            about_model="organisations.user",
            about_id="1",
            person=awa,
            **fields,
        )
