"""`manage.py delete_former`: deletes what a restore or an upgrade has put aside."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpcsc.backups.former import delete_former_copies, former_copies
from kpcsc.foundation.closed import closure


class Command(BaseCommand):
    help = "Deletes the former databases and documents that a restore or an upgrade kept."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", action="store_true", help="print their names alone")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self.stdout.writelines(f"{name}\n" for name in former_copies())
            return
        if closure():
            raise CommandError("The portal is closed: open it, and see first that all is well.")
        self.stdout.write(f"Former databases and folders deleted: {delete_former_copies()}.")
