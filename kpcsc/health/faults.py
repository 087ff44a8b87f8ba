"""What can be wrong with the portal, in words for whoever keeps it running."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class FaultCode(StrEnum):
    """Each thing that `manage.py doctor` looks at."""

    CLOSED = "closed"
    DATABASE = "database"
    FILES = "files"
    WORKER = "worker"
    TASKS = "tasks"
    QUEUE = "queue"
    MESSAGES = "messages"
    MAIL_SERVER = "mail-server"
    BACKUP = "backup"
    OFFSITE = "offsite"
    DISK = "disk"
    CERTIFICATE = "certificate"
    CLOCK = "clock"
    MIGRATIONS = "migrations"
    STATIC_FILES = "static-files"
    LEDGER = "ledger"
    PERMISSIONS = "permissions"
    DOCUMENTS = "documents"
    FORMER_COPIES = "former-copies"


@dataclass(frozen=True)
class Fault:
    """Something that is wrong: what, and the facts that its sentence needs."""

    code: FaultCode
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """What is wrong, in the language in use."""
        return str(SENTENCES[self.code]) % self.facts

    @property
    def advice(self) -> str:
        """What to do about it."""
        return str(ADVICE[self.code])


SENTENCES: dict[FaultCode, str | Promise] = {
    FaultCode.CLOSED: _("The portal is closed."),
    FaultCode.DATABASE: _("The database does not do as it should (%(error)s)."),
    FaultCode.FILES: _("Files cannot be written to %(folder)s."),
    FaultCode.WORKER: _("The worker does not run, or is held up. Its last sign: %(when)s."),
    FaultCode.TASKS: _("What runs by the clock failed, or is late: %(tasks)s."),
    FaultCode.QUEUE: _("Tasks that have waited for more than a quarter of an hour: %(number)s."),
    FaultCode.MESSAGES: _("Messages that did not arrive in the last seven days: %(number)s."),
    FaultCode.MAIL_SERVER: _("No mail server is set up: no message is sent."),
    FaultCode.BACKUP: _(
        "No backup of the last day was restored and checked. The last one: %(when)s."
    ),
    FaultCode.OFFSITE: _(
        "Backups or withdrawals of consent are on this server alone. Last sent elsewhere: %(when)s."
    ),
    FaultCode.DISK: _("The disk of %(folder)s is nearly full: %(free)s MB are free."),
    FaultCode.CERTIFICATE: _("The certificate of %(host)s: %(problem)s."),
    FaultCode.CLOCK: _("The clock goes wrong: the portal knows of the moment %(known)s already."),
    FaultCode.MIGRATIONS: _("The database is not of this release; migrations missing: %(number)s."),
    FaultCode.STATIC_FILES: _("Styles or French texts of this release are missing."),
    FaultCode.LEDGER: _("The ledger and the database do not agree, or the ledger is damaged."),
    FaultCode.PERMISSIONS: _("Everybody on the server may read %(files)s."),
    FaultCode.DOCUMENTS: _("Documents that are recorded and not on the disk: %(number)s."),
    FaultCode.FORMER_COPIES: _(
        "What was put aside on %(when)s is still there, and names whoever has withdrawn since. "
        "Databases and folders: %(number)s."
    ),
}
ADVICE: dict[FaultCode, str | Promise] = {
    FaultCode.CLOSED: _("Run “portal open”, which opens it or says what comes first."),
    FaultCode.DATABASE: _("See whether the disk is full, and whether PostgreSQL runs."),
    FaultCode.FILES: _("See whether the disk is full, and whose folder it is."),
    FaultCode.WORKER: _("Start the worker, or start it anew."),
    FaultCode.TASKS: _("“log” shows what failed. It is tried again by itself."),
    FaultCode.QUEUE: _("See whether the worker runs."),
    FaultCode.MESSAGES: _("The secretariat finds them at the desk, under “Messages”."),
    FaultCode.MAIL_SERVER: _("Set EMAIL_URL and DEFAULT_FROM_EMAIL."),
    FaultCode.BACKUP: _("Make one now, and see why none was made."),
    FaultCode.OFFSITE: _("Run “portal send-offsite”, which says what is in the way."),
    FaultCode.DISK: _("Make room, or get a larger disk."),
    FaultCode.CERTIFICATE: _("Renew it, and see why that did not happen by itself."),
    FaultCode.CLOCK: _("See whether the server’s clock is set from the network."),
    FaultCode.MIGRATIONS: _("Run “portal manage migrate”."),
    FaultCode.STATIC_FILES: _("Run “portal manage collectstatic”, and compile the French texts."),
    FaultCode.LEDGER: _("Run “portal manage check_ledger”, which says more."),
    FaultCode.PERMISSIONS: _("Close them to others: chmod o-rwx."),
    FaultCode.DOCUMENTS: _("Bring them back from a backup."),
    FaultCode.FORMER_COPIES: _("Run “portal confirm” once you have seen that all is well."),
}
