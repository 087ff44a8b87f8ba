"""`manage.py confirm_naming`: who is named by a portal that was restored without its ledger."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpcsc.backups.confirmation import confirm_naming, named_organisations
from kpcsc.foundation.closed import Closure, closure


class Command(BaseCommand):
    help = "Lists who is named, and opens the portal after a yes. The desk has the same as a page."

    def handle(self, *args: Any, **options: Any) -> None:
        if closure() != Closure.UNCONFIRMED:
            raise CommandError("There is nothing to confirm: the portal has its ledger.")
        for organisation in named_organisations():
            self.stdout.write(f"  {organisation} ({organisation.listing})")
        self.stdout.write("People who were erased since the backup are back: erase them again.")
        answer = input("May all of these be named, and has none withdrawn since? Type yes: ")
        if answer.strip().lower() != "yes":
            raise CommandError("The portal stays closed to everybody but administrators.")
        confirm_naming()
        self.stdout.write(
            "The ledger begins anew with what it says and what the database knows. The portal is "
            "open."
        )
