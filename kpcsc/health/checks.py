"""What `manage.py doctor` looks at: each check gives the fault that it finds, or None."""

import shutil
import ssl
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, Q
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from kpcsc.backups.documents import recorded_files
from kpcsc.backups.former import former_copies
from kpcsc.backups.ledger_check import PortalLedgerCheck
from kpcsc.backups.offsite import last_sent, ledger_changed_at
from kpcsc.backups.verified import last_verified_backup
from kpcsc.foundation.closed import closure
from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.periodic import PeriodicRun, note_run
from kpcsc.health.faults import Fault, FaultCode

BEAT = "kpcsc.foundation.periodic.beat"
DOCTOR = "kpcsc.health.checks"  # the name under which its own write is kept
LONGEST_SILENCE = timedelta(minutes=5)
LONGEST_LATENESS = timedelta(hours=1)
LONGEST_IN_QUEUE = timedelta(minutes=15)
OLDEST_BACKUP = timedelta(hours=26)
CERTIFICATE_DAYS = timedelta(days=14)
CLOCK_TOLERANCE = timedelta(minutes=2)
WEEK = timedelta(days=7)
LEAST_FREE = 500  # MB
LEAST_FREE_SHARE = 0.05
MEGABYTE = 1_000_000
SECONDS_FOR_TLS = 5

type Check = Callable[[], Fault | None]


def closed() -> Fault | None:
    """Whether people can use it."""
    return Fault(FaultCode.CLOSED) if closure() else None


def database() -> Fault | None:
    """Whether a write is kept."""
    try:
        note_run(DOCTOR, error="")
    except DatabaseError as error:
        return Fault(FaultCode.DATABASE, {"error": type(error).__name__})
    return None


def files() -> Fault | None:
    """Whether documents and the ledger can be written."""
    for folder in (Path(settings.MEDIA_ROOT), Path(settings.LEDGER).parent):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"x" * 4096)
        except OSError:
            return Fault(FaultCode.FILES, {"folder": str(folder)})
    return None


def worker() -> Fault | None:
    """Whether it did its smallest task of late."""
    run = PeriodicRun.objects.filter(path=BEAT).first()
    beat = run.succeeded_at if run else None
    if beat and abs(timezone.now() - beat) <= LONGEST_SILENCE:
        return None
    return Fault(FaultCode.WORKER, {"when": written(beat)})


def tasks() -> Fault | None:
    """Whether each periodic task did its work in its time, and did not fail twice."""
    runs = PeriodicRun.objects.in_bulk(list(settings.PERIODIC_TASKS))
    now = timezone.now()
    wrong = sorted(
        path.rpartition(".")[2]
        for path, run in runs.items()
        if run.failures > 1
        or (
            run.succeeded_at
            and now - run.succeeded_at > settings.PERIODIC_TASKS[path] + LONGEST_LATENESS
        )
    )
    return Fault(FaultCode.TASKS, {"tasks": ", ".join(wrong)}) if wrong else None


def queue() -> Fault | None:
    """Whether tasks that are due wait for long."""
    limit = timezone.now() - LONGEST_IN_QUEUE
    at_once = Q(run_after=get_date_max(), enqueued_at__lt=limit)
    waiting = DBTaskResult.objects.filter(at_once | Q(run_after__lt=limit))
    number = waiting.filter(status=TaskResultStatus.READY).count()
    return Fault(FaultCode.QUEUE, {"number": number}) if number else None


def messages() -> Fault | None:
    """Whether letters failed in the last week, or lie unsent."""
    since = timezone.now() - WEEK
    number = Delivery.objects.not_arrived().filter(queued_at__gte=since).count()
    return Fault(FaultCode.MESSAGES, {"number": number}) if number else None


def mail_server() -> Fault | None:
    """Whether letters go anywhere."""
    backend = settings.MAILERS["default"]["BACKEND"]
    return Fault(FaultCode.MAIL_SERVER) if "no_server" in backend else None


def backup() -> Fault | None:
    """Whether a backup of the last day was restored and checked."""
    if settings.LOCAL:  # there is nothing to lose
        return None
    made_at = last_verified_backup()
    if made_at and timezone.now() - made_at <= OLDEST_BACKUP:
        return None
    return Fault(FaultCode.BACKUP, {"when": written(made_at)})


def offsite() -> Fault | None:
    """Whether the last night's backup and each line of the ledger were sent to the other place."""
    if not settings.OFFSITE:
        return None
    now, sent_at, changed_at = timezone.now(), last_sent(), ledger_changed_at()
    if sent_at and now - sent_at <= OLDEST_BACKUP:
        is_behind = changed_at and changed_at > sent_at and now - changed_at > LONGEST_LATENESS
        if not is_behind:
            return None
    return Fault(FaultCode.OFFSITE, {"when": written(sent_at)})


def disk() -> Fault | None:
    """Whether there is room for documents, the database and backups."""
    for folder in {str(settings.MEDIA_ROOT), str(settings.STATE_DIR), settings.BACKUPS} - {""}:
        if not Path(folder).exists():
            continue
        usage = shutil.disk_usage(folder)
        if is_nearly_full(free=usage.free, total=usage.total):
            return Fault(FaultCode.DISK, {"folder": folder, "free": usage.free // MEGABYTE})
    return None


def is_nearly_full(*, free: int, total: int) -> bool:
    """Whether so many free bytes of so many are too few."""
    return free < LEAST_FREE * MEGABYTE or free < LEAST_FREE_SHARE * total


def certificate() -> Fault | None:
    """Whether the portal's own address is served with a certificate that holds for a while."""
    url = urlsplit(settings.PORTAL_URL)
    if url.scheme != "https":
        return None
    host = url.hostname or ""
    try:
        pem = ssl.get_server_certificate((host, url.port or 443), timeout=SECONDS_FOR_TLS)
    except (OSError, ValueError):
        return Fault(FaultCode.CERTIFICATE, {"host": host, "problem": "no answer over TLS"})
    ends = x509.load_pem_x509_certificate(pem.encode()).not_valid_after_utc
    if ends - timezone.now() > CERTIFICATE_DAYS:
        return None
    return Fault(FaultCode.CERTIFICATE, {"host": host, "problem": f"ends {written(ends)}"})


def clock() -> Fault | None:
    """Whether the portal already did something at a later moment than now."""
    runs = PeriodicRun.objects.exclude(path=DOCTOR)
    known = runs.aggregate(latest=Max("succeeded_at"))["latest"]
    if known and known - timezone.now() > CLOCK_TOLERANCE:
        return Fault(FaultCode.CLOCK, {"known": written(known)})
    return None


def migrations() -> Fault | None:
    """Whether the database has the tables of this release."""
    executor = MigrationExecutor(connection)
    number = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return Fault(FaultCode.MIGRATIONS, {"number": number}) if number else None


def static_files() -> Fault | None:
    """Whether styles and French texts were made ready for this release."""
    manifest = getattr(staticfiles_storage, "manifest_name", None)
    is_collected = manifest is None or (Path(settings.STATIC_ROOT) / manifest).exists()
    catalogue = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.mo"
    return None if is_collected and catalogue.exists() else Fault(FaultCode.STATIC_FILES)


def ledger() -> Fault | None:
    """Whether nobody is named of whom the ledger says that nobody may."""
    return None if PortalLedgerCheck().is_in_order else Fault(FaultCode.LEDGER)


def permissions() -> Fault | None:
    """Whether what is private can be read by the portal's user and group alone."""
    private = [settings.BASE_DIR / ".env", Path(settings.LEDGER), Path(settings.MEDIA_ROOT)]
    if settings.IS_SQLITE:
        private.append(Path(settings.DATABASES["default"]["NAME"]))
    if settings.BACKUPS:
        private.append(Path(settings.BACKUPS))
    open_files = [str(path) for path in private if is_open_to_others(path)]
    return Fault(FaultCode.PERMISSIONS, {"files": ", ".join(open_files)}) if open_files else None


def is_open_to_others(path: Path) -> bool:
    """Whether somebody who is neither its owner nor of its group gets at a file or folder."""
    if not path.exists() or not path.stat().st_mode & 0o007:
        return False
    return all(folder.stat().st_mode & 0o001 for folder in path.resolve().parents)


def documents() -> Fault | None:
    """Whether each file that a record speaks of is there."""
    number = sum(not default_storage.exists(name) for name in recorded_files())
    return Fault(FaultCode.DOCUMENTS, {"number": number}) if number else None


def former() -> Fault | None:
    """Whether what an upgrade or a restore has put aside is deleted after a week."""
    copies = former_copies()
    oldest = min(copies.values(), default=None)
    if oldest is None or timezone.now() - oldest <= WEEK:
        return None
    return Fault(FaultCode.FORMER_COPIES, {"when": written(oldest), "number": len(copies)})


CHECKS: dict[FaultCode, Check] = {
    FaultCode.CLOSED: closed,
    FaultCode.DATABASE: database,
    FaultCode.FILES: files,
    FaultCode.MIGRATIONS: migrations,
    FaultCode.WORKER: worker,
    FaultCode.TASKS: tasks,
    FaultCode.QUEUE: queue,
    FaultCode.MESSAGES: messages,
    FaultCode.MAIL_SERVER: mail_server,
    FaultCode.BACKUP: backup,
    FaultCode.OFFSITE: offsite,
    FaultCode.DISK: disk,
    FaultCode.CERTIFICATE: certificate,
    FaultCode.CLOCK: clock,
    FaultCode.STATIC_FILES: static_files,
    FaultCode.LEDGER: ledger,
    FaultCode.PERMISSIONS: permissions,
    FaultCode.DOCUMENTS: documents,
    FaultCode.FORMER_COPIES: former,
}


def not_set_up() -> set[FaultCode]:
    """Checks that find nothing wrong because the portal does without what they look at."""
    return set() if settings.OFFSITE else {FaultCode.OFFSITE}


def look() -> dict[FaultCode, Fault | None]:
    """What each check finds; where the database fails a check, that is what is found."""
    return {code: _looked(check) for code, check in CHECKS.items()}


def _looked(check: Check) -> Fault | None:
    try:
        return check()
    except DatabaseError as error:
        return Fault(FaultCode.DATABASE, {"error": type(error).__name__})


def written(moment: datetime | None) -> str:
    """A moment as the operator reads it, in UTC."""
    return moment.strftime("%Y-%m-%d %H:%M UTC") if moment else "–"
