"""A fault is shown to administrators and to nobody else, and told by mail once."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.periodic import PeriodicRun, note_run
from kpcsc.health.letters import fault_found
from kpcsc.health.models import LOOK, KnownFault
from kpcsc.health.tasks import look_for_faults
from tests.factories import make_member, make_staff, make_user
from tests.foundation.mail.conftest import Clock, clock

__all__ = ["clock"]  # a fixture

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
TOKEN = {"authorization": "Bearer open sesame"}


@pytest.fixture(autouse=True)
def without_mail_server(settings: Any) -> Any:
    """The one thing that is wrong, beside what tests go without."""
    settings.MAILERS = {"default": {"BACKEND": "kpcsc.foundation.mail.no_server.EmailBackend"}}
    settings.MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in settings.INSTALLED_APPS}
    return settings


def looked() -> None:
    """The worker's look, as it notes it."""
    look_for_faults.call()
    note_run(LOOK, error="")


def test_a_fault_is_known_from_the_first_look_until_one_that_does_not_find_it(
    settings: Any, clock: Clock
) -> None:
    began = clock.moment
    looked()
    clock.forward(minutes=5)
    looked()
    [known] = KnownFault.objects.filter(code="mail-server")
    assert known.since == began
    settings.MAILERS = {"default": {"BACKEND": "kpcsc.foundation.mail.smtp.EmailBackend"}}
    looked()
    assert not KnownFault.objects.filter(code="mail-server").exists()


def test_what_two_looks_find_is_told_to_each_administrator_once(clock: Clock) -> None:
    administrator, _member = make_staff(), make_member()
    told = Delivery.objects.filter(about_id="mail-server")
    looked()
    assert not told.exists()
    for _ in range(3):
        clock.forward(minutes=5)
        looked()
    assert [one.person for one in told] == [administrator]


def test_the_letter_says_what_to_do_and_goes_to_administrators_alone(clock: Clock) -> None:
    facts = {"tasks": "forget_remarks"}
    known = KnownFault.objects.create(code="tasks", facts=facts, since=clock.moment)
    with translation.override("en"):
        letter = fault_found.write(known, make_staff(name="Awa"))
    assert letter
    assert letter.subject == "Something is wrong with the portal"
    assert letter.text.split("\n\n")[:4] == [
        "Dear Awa,",
        "What runs by the clock failed, or is late: forget_remarks.",
        "It has been so since 24 November 2026, 12:00 (UTC).",
        "“log” shows what failed. It is tried again by itself.",
    ]
    assert fault_found.write(known, make_member()) is None


def test_strangers_learn_whether_all_is_well_and_no_more(client: Client, settings: Any) -> None:
    settings.HEALTH_TOKEN = "open sesame"
    note_run(LOOK, error="")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    looked()
    for headers in ({}, {"authorization": "Bearer guess"}, {"authorization": "Bearer "}):
        answer = client.get("/healthz", headers=headers)
        assert (answer.status_code, answer.text) == (503, "not ok\n")
        assert answer["Cache-Control"] == "no-store"


def test_a_database_without_tables_is_not_well(tmp_path: Path) -> None:
    empty = {"DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}", "DEBUG": "true"}
    client = "Client(headers={'host': 'localhost'})"
    ask = f"from django.test import Client; print({client}.get('/healthz').text)"
    said = subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", ask],
        env=os.environ | empty,
        cwd=settings.BASE_DIR,
        check=True,
        capture_output=True,
        text=True,
    )
    assert said.stdout.strip() == "not ok"


def test_without_a_token_set_nobody_has_it(client: Client, settings: Any) -> None:
    settings.HEALTH_TOKEN = ""
    answer = client.get("/healthz", headers={"authorization": "Bearer "})
    assert answer.text in {"ok\n", "not ok\n"}


def test_the_operator_learns_what_is_wrong_now(client: Client, settings: Any) -> None:
    settings.HEALTH_TOKEN = "open sesame"
    answer = client.get("/healthz", headers=TOKEN)
    assert answer.status_code == 503
    wrong = {one["code"]: one["sentence"] for one in answer.json()["faults"]}
    assert wrong["mail-server"] == "No mail server is set up: no message is sent."


def test_a_worker_that_looks_no_more_is_not_well(client: Client) -> None:
    note_run(LOOK, error="")
    assert client.get("/healthz").status_code == 200
    late = timezone.now() - timedelta(minutes=16)
    PeriodicRun.objects.filter(path=LOOK).update(succeeded_at=late)
    assert client.get("/healthz").status_code == 503


@pytest.mark.parametrize("is_superuser", [True, False])
def test_the_desk_shows_faults_to_administrators_first(client: Client, is_superuser: bool) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=is_superuser))
    looked()
    page = client.get("/admin/", headers=ENGLISH).text
    assert ("No mail server is set up: no message is sent." in page) == is_superuser
    assert ("The portal needs help" in page) == is_superuser
