"""`manage.py database_copy`: a copy of the database beside it, for an upgrade."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connections

from kpcsc.backups.actions import working_folder
from kpcsc.backups.copy_names import moment_suffix
from kpcsc.backups.databases import beside_database, dump_database, restored_database
from kpcsc.backups.errors import BackupError
from kpcsc.backups.replay import replay_ledger


class Command(BaseCommand):
    help = (
        "make: copies the database and prints the copy's name and URL. use: exchanges a copy for "
        "the portal's database, whose new name it prints. delete: deletes a copy."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["make", "use", "delete"])
        parser.add_argument("name", nargs="?", help="of the copy")

    def handle(self, *args: Any, action: str, name: str | None, **options: Any) -> None:
        if (action == "make") is bool(name):
            raise CommandError("Name a copy to use or to delete it, and none to make one.")
        try:
            if not name:
                self.make()
            elif action == "use":
                former = beside_database(name).put_in_place(moment_suffix())
                connections.close_all()
                replay_ledger()  # of who has withdrawn since the copy was made
                self.stdout.write(former)
            else:
                beside_database(name).discard()
        except (BackupError, OSError, Error) as error:
            raise CommandError(str(error)) from error

    def make(self) -> None:
        """Copies the database as it is at one moment, while others write."""
        with working_folder() as folder:
            dump_database(folder / "database")
            copy = restored_database(folder / "database")
        self.stdout.write(json.dumps({"name": copy.name, "url": copy.url}))
