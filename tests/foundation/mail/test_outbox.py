"""What becomes of a letter: sent, refused for now or for good, interrupted, or not wanted."""

from datetime import timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core import mail
from django.core.mail import mailers
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from kpcsc.foundation.mail import outbox
from kpcsc.foundation.mail.letters import LetterKind
from kpcsc.foundation.mail.models import RETRY_DELAYS, Delivery, MailRefusal
from kpcsc.foundation.mail.no_server import NoServerError
from kpcsc.foundation.mail.outbox import queue_letter, requeue_letters
from organisations.models import Organisation, User
from tests.factories import make_user
from tests.foundation.mail.conftest import AWA, Clock
from tests.foundation.mail.deliveries import outcome, planned, run
from tests.foundation.mail.sample_letters import broken, code, greeting, unneeded
from tests.foundation.mail.smtp_server import SMTPServer

# --- Sending ---------------------------------------------------------------------------------


def test_a_letter_is_sent_in_its_recipients_language(
    awa: User, about: Organisation, mail_server: SMTPServer, clock: Clock
) -> None:
    [delivery] = queue_letter(greeting, about=about, people=[awa])
    clock.forward(seconds=2)
    run()
    assert outcome(delivery) == ("sent", 1, "")
    assert (delivery.finished_at, delivery.claimed_at) == (clock.moment, None)
    [(recipient, source)] = mail_server.received
    message: Any = message_from_bytes(source, policy=policy.default)
    assert (recipient, message["To"], message["Subject"]) == (AWA, f"Awa <{AWA}>", "Hello Awa")
    assert message.get_body(["plain"]).get_content().startswith("From zela in en.\r\n")
    assert '<html lang="en">' in message.get_body(["html"]).get_content()


def test_a_change_of_address_counts_until_the_letter_is_sent(
    awa: User, about: Organisation, mail_server: SMTPServer
) -> None:
    queue_letter(greeting, about=about, people=[awa])
    User.objects.update(email="new@example.org")
    run()
    assert mail_server.recipients == ["new@example.org"]


def test_one_connection_serves_a_whole_run_in_the_order_of_posting(
    about: Organisation, mail_server: SMTPServer
) -> None:
    people = [make_user() for _ in range(5)]
    queue_letter(greeting, about=about, people=people)
    run()
    assert mail_server.connections == 1
    assert mail_server.recipients == [person.email for person in people]
    assert planned() == [None]  # the task of the posting itself, which was not taken here


def test_what_somebody_waits_for_goes_first(
    awa: User, about: Organisation, mail_server: SMTPServer
) -> None:
    bob = make_user(email="bob@example.org")
    queue_letter(greeting, about=about, people=[awa])
    queue_letter(code, about=about, people=[bob])
    run()
    assert mail_server.recipients == ["bob@example.org", AWA]


def test_a_run_that_lasts_too_long_leaves_the_rest_to_the_next(
    about: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue_letter(greeting, about=about, people=[make_user() for _ in range(3)])
    DBTaskResult.objects.all().delete()
    monkeypatch.setattr(outbox, "LONGEST_RUN", 0)
    run()
    assert (mail.outbox, planned()) == ([], [None])


# --- Refused ---------------------------------------------------------------------------------


def test_a_letter_refused_for_now_is_tried_again_after_longer_and_longer_pauses(
    awa: User, about: Organisation, mail_server: SMTPServer, clock: Clock
) -> None:
    mail_server.answers[AWA] = "451 come back later"
    [delivery] = queue_letter(greeting, about=about, people=[awa])
    DBTaskResult.objects.all().delete()
    pauses = []
    while True:
        run()
        status, attempts, problem = outcome(delivery)
        assert problem == "451 come back later"
        if status != "queued":
            break
        assert planned() == [delivery.due_at]
        pauses.append((attempts, delivery.due_at - clock.moment))
        clock.moment = delivery.due_at
        DBTaskResult.objects.all().delete()
    assert pauses == [
        (1, timedelta(minutes=1)),
        (2, timedelta(minutes=5)),
        (3, timedelta(minutes=30)),
        (4, timedelta(hours=2)),
        (5, timedelta(hours=8)),
    ]
    assert (status, attempts, delivery.finished_at) == ("failed", 6, clock.moment)
    assert mail_server.received == []
    assert planned() == []


def test_a_letter_refused_for_now_arrives_when_it_is_taken(
    awa: User, about: Organisation, mail_server: SMTPServer, clock: Clock
) -> None:
    mail_server.answers[AWA] = "421 busy"
    bob = make_user(email="bob@example.org")
    refused, taken = queue_letter(greeting, about=about, people=[awa, bob])
    run()
    assert outcome(refused) == ("queued", 1, "421 busy")
    assert outcome(taken) == ("sent", 1, "")
    mail_server.answers.clear()
    clock.forward(seconds=59)
    run()
    assert mail_server.recipients == ["bob@example.org"]
    clock.forward(seconds=1)
    run()
    assert mail_server.recipients == ["bob@example.org", AWA]
    assert outcome(refused) == ("sent", 2, "")


def test_a_letter_refused_for_good_fails_and_the_others_go(
    awa: User, about: Organisation, mail_server: SMTPServer, clock: Clock
) -> None:
    """The server repeats the address; it is not kept."""
    mail_server.answers[AWA] = f"550 5.1.1 <{AWA.upper()}>: no such mailbox"
    bob = make_user(email="bob@example.org")
    refused, taken = queue_letter(greeting, about=about, people=[awa, bob])
    run()
    assert outcome(refused) == ("failed", 1, "550 5.1.1 <…>: no such mailbox")
    assert refused.finished_at == clock.moment
    assert outcome(taken) == ("sent", 1, "")


def test_a_server_that_cannot_be_reached_puts_off_all_that_is_due_after_one_try(
    about: Organisation, mail_server: SMTPServer, clock: Clock
) -> None:
    mail_server.greeting = "554 not today"
    deliveries = queue_letter(greeting, about=about, people=[make_user() for _ in range(3)])
    later = queue_letter(
        code, about=about, people=[make_user()], after=clock.moment + timedelta(hours=1)
    )
    run()
    assert mail_server.connections == 1
    assert {outcome(one) for one in deliveries} == {("queued", 1, "554 not today")}
    assert {one.due_at for one in deliveries} == {clock.moment + timedelta(minutes=1)}
    assert outcome(later[0]) == ("queued", 0, "")


def test_a_dead_server_is_waited_for_and_given_up_in_the_end(
    awa: User, about: Organisation, mail_server: SMTPServer, clock: Clock
) -> None:
    mail_server.shutdown()
    mail_server.server_close()
    [delivery] = queue_letter(greeting, about=about, people=[awa])
    for pause in RETRY_DELAYS:
        run()
        assert delivery.__class__.objects.get().due_at == clock.moment + pause
        clock.forward(seconds=pause.total_seconds())
    run()
    status, attempts, problem = outcome(delivery)
    assert (status, attempts) == ("failed", 6)
    assert "refused" in problem


def test_without_a_mail_server_letters_fail_at_once_and_say_so(
    awa: User, about: Organisation, settings: Settings
) -> None:
    settings.MAILERS = {"default": {"BACKEND": "kpcsc.foundation.mail.no_server.EmailBackend"}}
    [delivery] = queue_letter(greeting, about=about, people=[awa])
    run()
    assert outcome(delivery) == ("failed", 1, "No mail server is set up on this portal.")
    with pytest.raises(NoServerError):
        mailers.default.send_messages([])


# --- Interrupted -----------------------------------------------------------------------------


def test_a_letter_whose_answer_never_came_is_unknown_and_not_repeated(
    awa: User, about: Organisation, mail_server: SMTPServer, clock: Clock
) -> None:
    mail_server.silent = {AWA}
    bob = make_user(email="bob@example.org")
    unknown, taken = queue_letter(greeting, about=about, people=[awa, bob])
    run()
    assert outcome(unknown) == ("unknown", 1, outbox.INTERRUPTED)
    assert outcome(taken) == ("sent", 1, "")
    clock.forward(days=1)
    run()
    assert mail_server.recipients == [AWA, "bob@example.org"]


def test_a_claim_of_five_minutes_is_nobodys(awa: User, about: Organisation, clock: Clock) -> None:
    """As a worker leaves it that was killed in mid-sending."""
    [delivery] = queue_letter(greeting, about=about, people=[awa])
    assert delivery.claim()
    DBTaskResult.objects.all().delete()
    clock.forward(minutes=4, seconds=59)
    run()
    assert outcome(delivery) == ("sending", 0, "")
    assert planned() == [clock.moment + timedelta(seconds=1)]
    clock.forward(seconds=1)
    run()
    assert outcome(delivery) == ("unknown", 1, outbox.INTERRUPTED)
    assert mail.outbox == []


def test_of_two_workers_one_takes_a_letter(awa: User, about: Organisation) -> None:
    [delivery] = queue_letter(greeting, about=about, people=[awa])
    assert [delivery.claim(), Delivery.objects.get().claim()] == [True, False]


def test_a_letter_posted_again_while_it_is_refused_for_now_goes_once(
    awa: User, about: Organisation
) -> None:
    [first] = queue_letter(greeting, about=about, people=[awa])
    first.claim()
    [second] = queue_letter(greeting, about=about, people=[awa])
    assert first != second
    first.schedule_retry("451 later")
    assert outcome(first) == ("dropped", 1, "The same message was asked for again.")
    assert outcome(second) == ("queued", 0, "")


# --- Not wanted, and not written ------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "fields", "refuses", "problem"),
    [
        (greeting, {"is_active": False}, False, "The person may not sign in any more."),
        (greeting, {}, True, "The person wants no messages."),
        (unneeded, {}, False, "The message is no longer needed."),
        (code, {"is_active": False}, True, "The person may not sign in any more."),
    ],
)
def test_a_letter_that_is_not_wanted_is_dropped_and_says_why(
    kind: LetterKind,
    fields: dict[str, Any],
    refuses: bool,
    problem: str,
    *,
    awa: User,
    about: Organisation,
) -> None:
    [delivery] = queue_letter(kind, about=about, people=[awa])
    User.objects.update(**fields)
    if refuses:
        MailRefusal.objects.create(person=awa)
    run()
    assert outcome(delivery) == ("dropped", 1, problem)
    assert mail.outbox == []


@pytest.mark.parametrize("address", ["", "awa", "awa@example.org, bob@example.org"])
def test_a_letter_without_an_address_fails_until_it_has_one(
    address: str, awa: User, about: Organisation
) -> None:
    [delivery] = queue_letter(greeting, about=about, people=[awa])
    User.objects.update(email=address)
    run()
    assert outcome(delivery) == ("failed", 1, outbox.NO_ADDRESS)
    User.objects.update(email=AWA)
    requeue_letters(Delivery.objects.all())
    run()
    assert outcome(delivery) == ("sent", 1, "")


def test_a_letter_about_what_is_gone_is_dropped(awa: User, about: Organisation) -> None:
    [delivery] = queue_letter(greeting, about=about, people=[awa])
    about.delete()
    run()
    assert outcome(delivery) == ("dropped", 1, "What the message is about is gone.")


def test_what_a_person_asks_for_comes_also_to_those_who_want_no_letters(
    awa: User, about: Organisation
) -> None:
    MailRefusal.objects.create(person=awa)
    queue_letter(code, about=about, people=[awa])
    run()
    assert [message.subject for message in mail.outbox] == ["Code"]


def test_a_letter_that_cannot_be_written_fails_without_a_word_of_the_error(
    awa: User, about: Organisation, caplog: pytest.LogCaptureFixture
) -> None:
    [failed] = queue_letter(broken, about=about, people=[awa])
    [sent] = queue_letter(greeting, about=about, people=[awa])
    run()
    assert outcome(failed) == ("failed", 1, "ValueError")
    assert outcome(sent) == ("sent", 1, "")
    assert "sample_letters.py" in caplog.text
    assert AWA not in caplog.text


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("tests.foundation.mail.sample_letters.gone", "ImportError"),
        ("tests.foundation.mail.sample_letters.no_kind", "SuspiciousOperation"),
    ],
)
def test_a_kind_that_is_gone_fails(name: str, problem: str, awa: User, about: Organisation) -> None:
    [delivery] = queue_letter(greeting, about=about, people=[awa])
    Delivery.objects.update(letter=name)
    run()
    assert outcome(delivery) == ("failed", 1, problem)
    assert delivery.label == name


def test_an_address_that_the_mailer_cannot_write_to_fails_alone(
    awa: User, about: Organisation, mail_server: SMTPServer
) -> None:
    """In the form of ASCII, which mail needs, this name of a host is too long."""
    odd = make_user(email=f"odd@{'ü' * 60}.org")
    failed, sent = queue_letter(greeting, about=about, people=[odd, awa])
    run()
    assert outcome(failed) == ("failed", 1, "UnicodeEncodeError")
    assert outcome(sent) == ("sent", 1, "")
