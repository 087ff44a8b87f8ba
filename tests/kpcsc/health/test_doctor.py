"""The doctor finds each fault that is planted, and that one alone."""

import json
import os
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from socket import create_server
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from kpcsc.backups.offsite import SENT
from kpcsc.backups.verified import FILE, note_verified_backup
from kpcsc.foundation.closed import Closure, close_portal
from kpcsc.foundation.ledger import record_in_ledger
from kpcsc.foundation.mail.models import DeliveryStatus
from kpcsc.foundation.periodic import LATEST, PeriodicRun, note_run
from kpcsc.health import checks
from kpcsc.health.faults import ADVICE, SENTENCES, FaultCode
from organisations.tasks import delete_expired_sessions
from tests.factories import make_meeting
from tests.factories.files import make_document
from tests.foundation.mail.deliveries import make_delivery

pytestmark = pytest.mark.django_db

type Plant = Callable[[Any], object]


@pytest.fixture(autouse=True)
def healthy(settings: Any, tmp_path: Path) -> Iterator[Any]:
    """A portal in production, in which nothing is wrong: gives its settings."""
    settings.LOCAL, settings.BASE_DIR = False, tmp_path
    settings.MEDIA_ROOT, settings.BACKUPS = tmp_path / "documents", str(tmp_path / "backups")
    settings.LEDGER, settings.PORTAL_URL = str(tmp_path / "ledger"), "http://portal.example.org"
    settings.CLOSED_FILE = str(tmp_path / "closed")
    tmp_path.chmod(0o755)
    for folder in (settings.MEDIA_ROOT, Path(settings.BACKUPS)):
        folder.mkdir(mode=0o700)
    note_verified_backup(timezone.now() - timedelta(hours=20))
    for path in settings.PERIODIC_TASKS:
        note_run(path, error="")
    with translation.override("en"):
        yield settings


def set_back(path: str, **ago: float) -> None:
    """Has a periodic task have done its work so long ago."""
    PeriodicRun.objects.filter(path=path).update(succeeded_at=timezone.now() - timedelta(**ago))


def let_backup_age(settings: Any) -> None:
    made_at = timezone.now() - timedelta(hours=27)
    Path(settings.BACKUPS, FILE).write_text(json.dumps({"made_at": made_at.isoformat()}))


def send_elsewhere(settings: Any, **ago: float) -> None:
    """Makes it look as if backups and the ledger were sent so long ago."""
    settings.OFFSITE = "remote:portal"
    set_change_back(Path(settings.BACKUPS, SENT), **ago)


def set_change_back(file: Path, **ago: float) -> None:
    """Sets the time back at which a file was last changed."""
    file.touch(mode=0o600)
    moment = (timezone.now() - timedelta(**ago)).timestamp()
    os.utime(file, (moment, moment))


def leave_ledger_unsent(settings: Any) -> None:
    send_elsewhere(settings, hours=3)
    set_change_back(Path(settings.LEDGER), hours=2)


def lose_documents_folder(settings: Any) -> None:
    settings.MEDIA_ROOT.rmdir()
    settings.MEDIA_ROOT.write_text("no folder")


def lose_a_document(_settings: Any) -> None:
    document = make_document(meeting=make_meeting(), file="gone.odt", kind="odt")
    assert document.cleaned == ""


def lose_ledger(settings: Any) -> None:
    record_in_ledger(erased="0" * 64)
    Path(settings.LEDGER).unlink()


def open_ledger_to_all(settings: Any) -> None:
    folder = Path(tempfile.mkdtemp(dir="/tmp"))  # below no folder that is closed itself
    folder.chmod(0o755)
    settings.LEDGER = str(folder / "ledger")
    Path(settings.LEDGER).touch()
    Path(settings.LEDGER).chmod(0o644)


def set_clock_back(_settings: Any) -> None:
    """By an hour, after which every task has run once more."""
    PeriodicRun.objects.filter(path=LATEST).update(succeeded_at=timezone.now() + timedelta(hours=1))
    note_run("meetings.tasks.forget_remarks", error="")


def leave_task_waiting(_settings: Any) -> None:
    delete_expired_sessions.enqueue()
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=16))


def fail_twice(_settings: Any) -> None:
    for _ in range(2):
        note_run("meetings.tasks.forget_remarks", error="builtins.KeyError")


def migrate_nothing(settings: Any) -> None:
    settings.MIGRATION_MODULES = {}  # the tests go without: none is noted in the database


def lose_mail_server(settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": "kpcsc.foundation.mail.no_server.EmailBackend"}}


def lose_french(settings: Any) -> None:
    settings.LOCALE_PATHS = [settings.BASE_DIR / "locale"]


PLANTED: dict[str, tuple[Plant, FaultCode, str]] = {
    "a portal that nobody opened again": (
        lambda _: close_portal(Closure.MAINTENANCE),
        FaultCode.CLOSED,
        "The portal is closed.",
    ),
    "a folder that cannot be written": (lose_documents_folder, FaultCode.FILES, "documents"),
    "a worker that is gone": (
        lambda _: set_back(checks.BEAT, minutes=6),
        FaultCode.WORKER,
        "is held up",
    ),
    "a task that failed twice": (fail_twice, FaultCode.TASKS, "forget_remarks"),
    "a task that is late": (
        lambda _: set_back("meetings.tasks.read_documents", hours=26),
        FaultCode.TASKS,
        "read_documents",
    ),
    "a task that waits": (leave_task_waiting, FaultCode.QUEUE, "a quarter of an hour: 1."),
    "a message that failed": (
        lambda _: make_delivery(DeliveryStatus.FAILED),
        FaultCode.MESSAGES,
        "seven days: 1.",
    ),
    "no mail server": (lose_mail_server, FaultCode.MAIL_SERVER, "No mail server"),
    "an old backup": (let_backup_age, FaultCode.BACKUP, "The last one: 20"),
    "no backup": (
        lambda settings: Path(settings.BACKUPS, FILE).unlink(),
        FaultCode.BACKUP,
        "The last one: –.",
    ),
    "nothing that was sent elsewhere": (
        lambda settings: setattr(settings, "OFFSITE", "remote:portal"),
        FaultCode.OFFSITE,
        "Last sent elsewhere: –.",
    ),
    "a withdrawal that is on this server alone": (
        leave_ledger_unsent,
        FaultCode.OFFSITE,
        "Last sent elsewhere: 20",
    ),
    "a clock that went back": (set_clock_back, FaultCode.CLOCK, "already"),
    "a migration that is missing": (migrate_nothing, FaultCode.MIGRATIONS, "migrations missing: "),
    "texts that are missing": (lose_french, FaultCode.STATIC_FILES, "French texts"),
    "a ledger that is gone": (lose_ledger, FaultCode.LEDGER, "do not agree"),
    "a file that is open to all": (open_ledger_to_all, FaultCode.PERMISSIONS, "ledger"),
    "former documents that nobody deleted": (
        lambda settings: (settings.BASE_DIR / "documents.20210602T140000000000").mkdir(),
        FaultCode.FORMER_COPIES,
        "put aside on 2021-06-02 14:00 UTC is still there",
    ),
    "a document that is gone": (lose_a_document, FaultCode.DOCUMENTS, "on the disk: 1."),
}


def test_a_portal_in_order_is_told_to_be(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("doctor")
    lines = capsys.readouterr().out.splitlines()
    lines.remove("  -     offsite: not set up")
    assert lines[:-2] == [f"  ok    {code}" for code in checks.CHECKS if code != FaultCode.OFFSITE]
    assert lines[-2:] == ["Release: development.", f"All is well: {len(checks.CHECKS)} checks."]


def test_what_is_sent_elsewhere_is_told_to_be(
    healthy: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    send_elsewhere(healthy, hours=1)
    call_command("doctor")
    assert "  ok    offsite" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(("sent", "changed"), [(25, 26), (1, 2), (2, 0.5)])
def test_what_was_sent_in_time_is_no_fault(sent: float, changed: float, healthy: Any) -> None:
    """The ledger was changed before, or less than an hour ago."""
    send_elsewhere(healthy, hours=sent)
    set_change_back(Path(healthy.LEDGER), hours=changed)
    assert checks.offsite() is None


def test_what_was_sent_two_days_ago_is_a_fault(healthy: Any) -> None:
    send_elsewhere(healthy, hours=48)
    assert checks.offsite() is not None


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found_and_no_other(
    fault: str, healthy: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    plant, code, words = PLANTED[fault]
    plant(healthy)
    with pytest.raises(CommandError, match=f"1 of {len(checks.CHECKS)} checks found something"):
        call_command("doctor")
    [said] = [line for line in capsys.readouterr().out.splitlines() if "WRONG" in line]
    assert said.startswith(f"  WRONG {code}: ")
    assert words in said
    assert said.endswith(str(ADVICE[code]))


@pytest.mark.parametrize(
    ("free", "total", "is_full"),
    [(499, 1_000, True), (501, 1_000, False), (9_000, 200_000, True), (11_000, 200_000, False)],
)
def test_a_disk_is_nearly_full_below_500_mb_or_a_twentieth(
    free: int, total: int, is_full: bool
) -> None:
    megabytes = {"free": free * checks.MEGABYTE, "total": total * checks.MEGABYTE}
    assert checks.is_nearly_full(**megabytes) == is_full


def certificate(folder: Path, ends: datetime) -> tuple[Path, Path]:
    """A certificate for localhost that ends then, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(ends - timedelta(days=90))
        .not_valid_after(ends)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    return folder / "cert.pem", folder / "key.pem"


@contextmanager
def served(cert: Path, key: Path) -> Iterator[int]:
    """A port of this machine that answers one connection over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with create_server(("localhost", 0)) as listening:

        def answer() -> None:
            plain, _ = listening.accept()
            with suppress(OSError), context.wrap_socket(plain, server_side=True) as connected:
                connected.recv(1)

        thread = threading.Thread(target=answer)
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


@pytest.mark.parametrize(("days", "is_wrong"), [(13, True), (15, False)])
def test_a_certificate_that_ends_within_two_weeks_is_found(
    days: int, is_wrong: bool, healthy: Any, tmp_path: Path
) -> None:
    ends = timezone.now() + timedelta(days=days, minutes=1)
    with served(*certificate(tmp_path, ends)) as port:
        healthy.PORTAL_URL = f"https://localhost:{port}"
        found = checks.certificate()
    assert (found is not None) == is_wrong
    if found:
        assert found.facts["problem"] == f"ends {ends:%Y-%m-%d %H:%M} UTC"


def test_a_portal_that_gives_no_certificate_is_found(healthy: Any) -> None:
    with create_server(("localhost", 0)) as taken:
        port = taken.getsockname()[1]
    healthy.PORTAL_URL = f"https://localhost:{port}"
    found = checks.certificate()
    assert found
    assert found.sentence == "The certificate of localhost: no answer over TLS."


def test_each_fault_has_a_sentence_and_advice() -> None:
    assert SENTENCES.keys() == ADVICE.keys() == set(FaultCode) == checks.CHECKS.keys()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_takes_no_writes_is_found() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA query_only = ON")
        else:
            cursor.execute("SET default_transaction_read_only = on")
        try:
            found = checks.look()[FaultCode.DATABASE]
        finally:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA query_only = OFF")
            else:
                cursor.execute("RESET default_transaction_read_only")
    assert found
    assert found.code == FaultCode.DATABASE
