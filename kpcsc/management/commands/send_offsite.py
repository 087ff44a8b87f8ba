"""`manage.py send_offsite`: backups and the ledger, sent to another place."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kpcsc.backups.errors import BackupError
from kpcsc.backups.offsite import send_offsite


class Command(BaseCommand):
    help = "Sends backups and the ledger to OFFSITE, whatever is not there yet."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            send_offsite()
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Sent to {settings.OFFSITE}: the backups and the ledger are there.")
