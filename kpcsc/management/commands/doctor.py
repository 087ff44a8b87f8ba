"""`manage.py doctor`: whether anything is wrong with the portal, and what to do about it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from kpcsc.foundation.release import release_name
from kpcsc.health.checks import look


class Command(BaseCommand):
    help = "Looks at everything that the portal needs to run, and says what is wrong."
    requires_system_checks = ()  # also a portal that is badly set up has to be told so

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            found = look()
            for code, fault in found.items():
                if fault is None:
                    self.stdout.write(f"  ok    {code}")
                else:
                    self.stdout.write(f"  WRONG {code}: {fault.sentence} {fault.advice}")
        wrong = sum(fault is not None for fault in found.values())
        self.stdout.write(f"Release: {release_name()}.")
        if wrong:
            raise CommandError(f"{wrong} of {len(found)} checks found something wrong.")
        self.stdout.write(f"All is well: {len(found)} checks.")
