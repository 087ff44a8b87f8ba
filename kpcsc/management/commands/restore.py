"""`manage.py restore`: a backup in the place of what the portal has."""

from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpcsc.backups.errors import BackupError
from kpcsc.backups.replay import replay_ledger
from kpcsc.backups.restoring import Prepared, discard, prepare_restore, put_in_place
from kpcsc.foundation.closed import Closure, close_portal, open_portal
from organisations.listing.ledger import LedgerCheck


class Command(BaseCommand):
    help = (
        "Opens and checks a backup, tells it whom the ledger does not let be named, shows what "
        "differs, and puts it in place after a yes. The portal is closed meanwhile; the former "
        "database and documents are set aside."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("backup", type=Path, help="the file, portal-….tar.gz.age")
        parser.add_argument("--key", type=Path, help="a file with the secret key; else it is asked")
        parser.add_argument("--yes", action="store_true", help="ask nothing")

    def handle(self, *args: Any, backup: Path, key: Path | None, yes: bool, **options: Any) -> None:
        self.is_sure = yes
        try:
            secret_key = key.read_text() if key else getpass("The secret key (AGE-SECRET-KEY-1…): ")
            prepared = prepare_restore(backup, secret_key, tell=self.stdout.write)
        except (BackupError, OSError) as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self.show(prepared)
        if not self.agrees("Put it in the place of what the portal has?"):
            discard(prepared)
            self.stdout.write("Nothing was changed.")
            return
        close_portal(Closure.MAINTENANCE)
        put_in_place(prepared, tell=self.stdout.write)
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
        check = LedgerCheck()
        if not check.ledger.lines or check.ledger.faults:
            close_portal(Closure.UNCONFIRMED)
            self.stdout.write(
                "There is no whole ledger: who withdrew since the backup, nobody knows. The portal "
                "is open to administrators alone, until one of them confirms who is named "
                "(manage.py confirm_naming)."
            )
        elif self.agrees("Open the portal?"):
            open_portal()
            self.stdout.write("The backup is in place, and the portal is open.")
        else:
            self.stdout.write("The portal stays closed: manage.py open_portal opens it.")

    def agrees(self, question: str) -> bool:
        """Whether whoever runs the command says yes."""
        return self.is_sure or input(f"{question} Type yes: ").strip().lower() == "yes"
