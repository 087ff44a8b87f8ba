"""`manage.py backup`: a backup of everything, restored and checked before it counts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpcsc.backups.actions import make_backup
from kpcsc.backups.errors import BackupError
from kpcsc.backups.signals import exit_in_order


class Command(BaseCommand):
    help = (
        "Copies the database, the documents and the settings, restores them into a scratch "
        "database, checks that nothing is missing, and encrypts them to BACKUP_KEY."
    )

    # They take a write lock, which waits in vain while many people save.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        exit_in_order()
        try:
            file = make_backup(tell=self.stdout.write)
        except BackupError as error:
            raise CommandError(f"There is no backup. {error}") from error
        self.stdout.write(f"The backup is whole: {file} ({file.stat().st_size / 1e6:.1f} MB).")
