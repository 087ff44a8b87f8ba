"""`manage.py move_database`: everything to another database, from SQLite to PostgreSQL or back."""

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kpcsc.backups.errors import BackupError
from kpcsc.backups.moving import move_database
from kpcsc.foundation.closed import Closure, close_portal, closure, open_portal


class Command(BaseCommand):
    help = (
        "Copies everything to an empty database, compares both by counts and sums, and leaves the "
        "portal's own as it is. Stop the portal's processes first: what they were about to save "
        "would be left behind. The portal is closed until DATABASE_URL names the other database "
        "and manage.py open_portal is run."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "url",
            nargs="?",
            default=os.environ.get("NEW_DATABASE_URL"),
            help="the empty database, as DATABASE_URL has it: postgres://… or sqlite:///…; else it "
            "is read from NEW_DATABASE_URL, where no other user sees its password",
        )

        parser.add_argument(
            "--no-instructions", action="store_true", help="leave out what is to be done then"
        )

    def handle(self, *args: Any, url: str | None, no_instructions: bool, **options: Any) -> None:
        if not url:
            raise CommandError("Name the other database.")
        was_closed = closure()
        close_portal(was_closed or Closure.MAINTENANCE)
        is_moved = False
        try:
            content = move_database(url, tell=self.stdout.write)
            is_moved = True
        except BackupError as error:
            raise CommandError(f"{error} The portal keeps its database.") from error
        finally:
            if not is_moved and not was_closed:
                open_portal()
        rows = sum(table.rows for table in content.values())
        self.stdout.write(f"Both databases hold the same: {rows} rows in {len(content)} tables.")
        if not no_instructions:
            self.stdout.write(
                f"Set DATABASE_URL to the other and LEDGER to {settings.LEDGER}, start the "
                "portal's processes anew, and run manage.py open_portal."
            )
