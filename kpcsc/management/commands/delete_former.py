"""`manage.py delete_former`: deletes what a restore, an upgrade or a move has put aside."""

from typing import Any

from django.core.management.base import BaseCommand

from kpcsc.backups.former import delete_former_copies


class Command(BaseCommand):
    help = "Deletes the former databases and documents that a restore, an upgrade or a move kept."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Former databases and folders deleted: {delete_former_copies()}.")
