"""`manage.py fetch_ledger`: the ledger, from where it was sent to."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpcsc.backups.errors import BackupError
from kpcsc.backups.offsite import fetch_ledger


class Command(BaseCommand):
    help = "Brings the ledger back from OFFSITE to a portal that has lost it."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", nargs="?", default="", help="of one, where several were sent")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        try:
            self.stdout.write(f"The ledger has {fetch_ledger(name)} lines.")
        except BackupError as error:
            raise CommandError(str(error)) from error
