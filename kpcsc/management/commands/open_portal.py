"""`manage.py open_portal`: the portal is open again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kpcsc.foundation.closed import Closure, closure, open_portal


class Command(BaseCommand):
    help = "Opens a portal that was closed for maintenance."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if closure() == Closure.UNCONFIRMED:
            raise CommandError(
                "It was restored without its whole ledger: an administrator has to look who is "
                "named, and confirms it on the first line of the desk (/admin/)."
            )
        if closure() == Closure.RESTORING:
            raise CommandError(
                "A restore was broken off, and may name who has withdrawn: run it once more."
            )
        open_portal()
        self.stdout.write("The portal is open.")
