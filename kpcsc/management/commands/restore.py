"""`manage.py restore`: replaces the portal's data by a backup."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from kpcsc.backups.errors import BackupError
from kpcsc.backups.ledger_check import PortalLedgerCheck
from kpcsc.backups.replay import replay_ledger
from kpcsc.backups.restoring import Prepared, discard, prepare_restore, put_in_place
from kpcsc.backups.signals import exit_in_order
from kpcsc.foundation.closed import Closure, close_portal, closure, open_portal


class Command(BaseCommand):
    help = (
        "Opens and checks a backup, applies the ledger of withdrawals to it, shows what differs, "
        "and replaces the portal's data after a yes. The portal is closed meanwhile; the former "
        "database and documents are kept aside."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="the file, portal-….tar.gz.age")
        parser.add_argument("--key", type=Path, help="a file with the secret key; else it is asked")
        parser.add_argument("--yes", action="store_true", help="ask nothing")

    def handle(self, *args: Any, backup: Path, key: Path | None, yes: bool, **options: Any) -> None:
        self.is_sure = yes
        exit_in_order()
        try:
            secret_key = key.read_text() if key else getpass("The secret key (AGE-SECRET-KEY-1…): ")
            prepared = prepare_restore(backup, secret_key, tell=self.stdout.write)
        except (BackupError, OSError) as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        is_agreed = False
        try:
            self.show(prepared)
            is_agreed = self.agrees("Replace the portal's data by this backup?")
        finally:
            if not is_agreed:
                discard(prepared)
                self.stdout.write("Nothing was changed.")
        if is_agreed:
            self.replace(prepared)

    def replace(self, prepared: Prepared) -> None:
        """Puts the backup in place while the portal is closed, and opens it."""
        was_closed = closure()
        close_portal(Closure.RESTORING)
        try:
            put_in_place(prepared, tell=self.stdout.write)
        except (OSError, Error) as error:
            discard(prepared)
            if was_closed:
                close_portal(was_closed)
            else:
                open_portal()
            raise CommandError(f"{error} Nothing was changed.") from error
        replay_ledger()  # who withdrew while the question waited for its answer
        self.open()

    def show(self, prepared: Prepared) -> None:
        """Prints how the backup differs from what the portal has."""
        for label, (then, now) in prepared.differences.items():
            self.stdout.write(f"  {label}: {then} in the backup, {now} now")
        if not prepared.differences:
            self.stdout.write("It holds the same as the portal does now.")

    def open(self) -> None:
        """Opens the portal after a yes; to administrators alone where the ledger is not whole."""
        check = PortalLedgerCheck()
        if not check.ledger.lines or check.ledger.faults:
            self.close_until_confirmed(
                "The ledger is missing or damaged, so nobody knows who withdrew since the backup."
            )
        elif check.unknown_organisations:
            self.close_until_confirmed(
                "The backup may name organisations under identifiers that the ledger does not "
                f"know: {check.unknown_organisations}."
            )
        elif self.agrees("Open the portal?"):
            open_portal()
            self.stdout.write("The backup is in place, and the portal is open.")
        else:
            close_portal(Closure.MAINTENANCE)
            self.stdout.write("The portal stays closed: “portal open” opens it.")

    def close_until_confirmed(self, why: str) -> None:
        """Leaves the portal to administrators."""
        close_portal(Closure.UNCONFIRMED)
        self.stdout.write(
            f"{why} Only administrators can use the portal until one of them confirms who is "
            "named, on the first line of the desk (/admin/)."
        )

    def agrees(self, question: str) -> bool:
        """Whether whoever runs the command says yes; not, where nobody is there to answer."""
        if self.is_sure:
            return True
        # Python's input() loses the exception of a signal that arrives while it prints.
        self.stdout.write(f"{question} Type yes: ", ending="")
        self.stdout.flush()
        return sys.stdin.readline().strip().lower() == "yes"
