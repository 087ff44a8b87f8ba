"""`manage.py prepare_restored`: migrates a restored database and applies the ledger to it.

Run by `restore`, at the restored database and not at the portal's.
"""

from typing import Any

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.tasks import TaskResultStatus
from django.utils.translation import gettext_noop
from django_tasks_db.models import DBTaskResult

from kpcsc.backups.replay import replay_ledger
from kpcsc.foundation.mail.models import Delivery, DeliveryStatus
from kpcsc.foundation.periodic import start_periodic_tasks
from organisations.listing.ledger import DifferenceKind
from organisations.models import SignInCode

RESTORED = gettext_noop(
    "It was waiting when the backup was made that has since been restored: it may have arrived."
)
WAITING = [DeliveryStatus.QUEUED, DeliveryStatus.SENDING]


class Command(BaseCommand):
    help = "Migrates a restored database, applies the ledger and writes its search index anew."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", verbosity=0)  # which renews the site revision
        # Nobody knows which of them were sent since, and none is sent twice.
        letters = Delivery.objects.filter(status__in=WAITING)
        number = letters.set_final_status(DeliveryStatus.UNKNOWN, RESTORED)
        DBTaskResult.objects.filter(status=TaskResultStatus.READY).delete()
        start_periodic_tasks()  # what the doctor knows is of the backup's time
        if number:
            self.stdout.write(f"Messages that were waiting, now marked as unknown: {number}.")
        # Nobody knows who was signed out since.
        Session.objects.all().delete()
        SignInCode.objects.all().delete()
        replay = replay_ledger()
        self.stdout.write(
            "Ledger applied. "
            f"Organisations restricted: {replay.changes[DifferenceKind.LISTING]}. "
            f"At meetings: {replay.changes[DifferenceKind.NAMING]}. "
            f"People erased: {replay.changes[DifferenceKind.ERASURE]}. "
            f"Rights withdrawn: {replay.changes[DifferenceKind.RIGHT]}."
        )
        self.stdout.write("Everybody has to sign in again.")
        if replay.unknown:
            self.stdout.write(
                f"Organisations in the ledger that are missing from the backup: {replay.unknown}."
            )
        call_command("index", verbosity=0, stdout=self.stdout)
