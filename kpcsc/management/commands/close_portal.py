"""`manage.py close_portal`: nobody reads or writes, until it is opened again."""

from typing import Any

from django.core.management.base import BaseCommand

from kpcsc.foundation.closed import Closure, close_portal, closure


class Command(BaseCommand):
    help = "Closes the portal: whoever comes is told to come back in a few minutes."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        close_portal(closure() or Closure.MAINTENANCE)
        self.stdout.write("The portal is closed. manage.py open_portal opens it.")
