"""`manage.py check_ledger`: whether the database and the ledger say the same."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpcsc.backups.ledger_check import PortalLedgerCheck, record_to_change
from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.closed import Closure, closure
from kpcsc.foundation.ledger import LedgerFault, ledger_path, rewrite_ledger
from organisations.listing.ledger import DifferenceKind

FAULTS = {
    LedgerFault.UNREADABLE: "line {number}: cut short, or no line of the ledger",
    LedgerFault.ALTERED: "line {number}: altered, and says nothing any more",
    LedgerFault.BEHIND_A_GAP: "line {number}: a line before it is missing",
}

DIFFERENCES = {
    DifferenceKind.LISTING: "named beyond the ledger of",
    DifferenceKind.ERASURE: "there again, and erased on",
    DifferenceKind.RIGHT: "has a right again, or is shown, that ended on",
    DifferenceKind.NAMING: "named at a meeting beyond the ledger of",
}


class Command(BaseCommand):
    help = "Says where the database names somebody of whom the ledger says that nobody may."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--rewrite",
            action="store_true",
            help="set a damaged ledger aside, and write into a new one what it still says and what "
            "the database knows",
        )

    def handle(self, *args: Any, rewrite: bool, **options: Any) -> None:
        check = PortalLedgerCheck()
        self.report(check)
        if check.unknown_organisations and not check.differences:
            raise CommandError("Look through the list of organisations by hand.")
        if check.differences:
            raise CommandError("Restrict, erase or withdraw these, then look again.")
        if rewrite:
            self.rewrite()
        elif check.ledger.faults:
            raise CommandError("The ledger is damaged: see --rewrite, once you know why.")
        else:
            self.stdout.write("The database and the ledger agree.")

    def report(self, check: PortalLedgerCheck) -> None:
        """Prints what is in the ledger, what is wrong with it, and what differs."""
        self.stdout.write(f"{ledger_path()}: {len(check.ledger.lines)} entries.")
        if check.unfinished_entries:
            self.stdout.write(
                f"{check.unfinished_entries} were begun and, as far as is known, not made."
            )
        if check.unknown_entries:
            self.stdout.write(
                f"{check.unknown_entries} are not in this database: it is older, or another."
            )
        for faulty in check.ledger.faults:
            if faulty.fault in FAULTS:
                self.stdout.write(FAULTS[faulty.fault].format(number=faulty.number))
        number = Counter(faulty.fault for faulty in check.ledger.faults)[LedgerFault.MISSING]
        if number:
            self.stdout.write(f"{number} entries of the database are missing in the file.")
        for one in check.differences:
            said = f"{DIFFERENCES[one.kind]} {one.since:%Y-%m-%d %H:%M}"
            self.stdout.write(f"{change_address(record_to_change(one))}: {said}")
        if check.unknown_organisations:
            self.stdout.write(
                f"{check.unknown_organisations} organisations that may not be named are not known "
                "here by the ledger's identifiers: the database is older than it, or another."
            )

    def rewrite(self) -> None:
        """Begins the ledger anew. Raises CommandError while nobody knows who may be named."""
        if closure() in {Closure.UNCONFIRMED, Closure.RESTORING}:
            raise CommandError("Confirm first who is named: see confirm_naming.")
        aside = rewrite_ledger()
        self.stdout.write(f"Written anew. The former file: {aside}" if aside else "Written anew.")
