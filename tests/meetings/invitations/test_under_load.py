"""Five hundred invitations with their appointments: none is lost, none doubled, nobody waits."""

import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from kpcsc.foundation.mail.models import Delivery
from meetings.models import Invitation, Meeting
from organisations.models import Organisation, User
from tests.factories import make_planned_meeting, make_staff
from tests.foundation.mail.smtp_server import SMTPServer
from tests.foundation.mail.test_worker import SET_CLAIM_BACK, Database, server, start, wait_until
from tests.meetings.calendar import reader as calendar_reader

__all__ = ["server", "start"]  # fixtures

INVITED = 500
MOST_SECONDS = 1
MOST_SECONDS_WHERE_BUSY = 5  # the machine may have other things to do
KILLED_AFTER = (100, 300)  # letters


def invite_all() -> Meeting:
    """A meeting with five hundred organisations invited, each with one contact."""
    meeting = make_planned_meeting(invitation_text_fr="Venez nombreux.")
    organisations = Organisation.objects.bulk_create(
        Organisation(slug=f"org-{i}", name_fr=f"Organisation {i}") for i in range(INVITED)
    )
    User.objects.bulk_create(
        User(email=f"person{i}@example.com", name=f"Person {i}", organisation=organisation)
        for i, organisation in enumerate(organisations)
    )
    Invitation.objects.bulk_create(
        Invitation(meeting=meeting, organisation=one) for one in organisations
    )
    return meeting


def send_from_the_desk(meeting: Meeting) -> float:
    """Presses the button that sends them all, and confirms; gives how long the request took."""
    client = Client()
    client.force_login(make_staff())
    page = reverse("admin:meetings_meeting_invitations", args=[meeting.pk])
    keys = list(meeting.invitations.values_list("pk", flat=True))
    start = time.perf_counter()
    response = client.post(page, {"send": "1", "confirmed": "1", "invitation": keys})
    seconds = time.perf_counter() - start
    assert response.status_code == 302
    assert Delivery.objects.filter(status="queued").count() == INVITED
    return seconds


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_500_none_is_lost_or_doubled_though_the_worker_is_killed_twice(
    server: SMTPServer,
    start: Callable[[str], subprocess.Popen[bytes]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    seconds = send_from_the_desk(invite_all())
    assert seconds <= MOST_SECONDS_WHERE_BUSY
    database = Database(tmp_path)
    server.pause = 0.005
    for number in KILLED_AFTER:
        worker = start(database.url)
        wait_until(lambda number=number: len(server.received) >= number)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        assert database.statuses()["queued"] > 0, "It had finished before it was killed."
        database.execute(SET_CLAIM_BACK)  # as a worker finds it that starts five minutes later
    start(database.url)
    wait_until(lambda: not {"queued", "sending"} & database.statuses().keys())

    statuses = database.statuses()
    arrived = Counter(server.recipients)
    assert statuses["unknown"] <= len(KILLED_AFTER)
    assert statuses["sent"] + statuses["unknown"] == INVITED
    assert {*arrived.values()} == {1}
    assert INVITED - statuses["unknown"] <= len(arrived) <= INVITED
    uids = {uid_of(text) for _recipient, text in server.received}
    assert len(uids) == 1
    with capsys.disabled():
        print(
            f"\n{connection.vendor}, {INVITED} invitations: the request took {seconds:.2f} s (at "
            f"most {MOST_SECONDS}); with two workers killed, in the end {dict(statuses)}"
        )


def uid_of(text: bytes) -> str:
    """Of the appointment in a message as it arrived, whose file is a valid one."""
    message = message_from_bytes(text, policy=policy.SMTP)
    [part] = message.iter_attachments()
    content: Any = part.get_payload(decode=True)
    [event] = calendar_reader.read(content).all("VEVENT")
    return event["UID"].text
