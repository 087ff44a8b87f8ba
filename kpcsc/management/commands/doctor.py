"""`manage.py doctor`: whether anything is wrong with the portal, and what to do about it."""

from argparse import ArgumentParser
from json import dumps
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from kpcsc.foundation.release import release_name
from kpcsc.health.checks import look, not_set_up


class Command(BaseCommand):
    help = "Looks at everything that the portal needs to run, and says what is wrong."
    requires_system_checks = ()  # also a portal that is badly set up has to be told so

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--json",
            action="store_true",
            help="print which checks find all well, for programs, and end well in any case",
        )

    def handle(self, *args: Any, json: bool, **options: Any) -> None:
        if json:
            self.print_json()
            return
        with translation.override("en"):
            found = look()
            for code, fault in found.items():
                if fault:
                    self.stdout.write(f"  WRONG {code}: {fault.sentence} {fault.advice}")
                elif code in not_set_up():
                    self.stdout.write(f"  -     {code}: not set up")
                else:
                    self.stdout.write(f"  ok    {code}")
        wrong = sum(fault is not None for fault in found.values())
        self.stdout.write(f"Release: {release_name()}.")
        if wrong:
            raise CommandError(f"{wrong} of {len(found)} checks found something wrong.")
        self.stdout.write(f"All is well: {len(found)} checks.")

    def print_json(self) -> None:
        """Prints whether each check finds all well, by its name."""
        self.stdout.write(dumps({code: fault is None for code, fault in look().items()}))
