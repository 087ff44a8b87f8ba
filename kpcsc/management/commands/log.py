"""`manage.py log`: what failed, and where."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kpcsc.foundation.logs import written_failures


class Command(BaseCommand):
    help = "Shows what the portal noted of its failures: the latest, or the one with a code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", nargs="?", help="as the page showed it to whom it happened")
        parser.add_argument(
            "--last", type=int, default=20, metavar="N", help="so many, by default 20"
        )

    def handle(self, *args: Any, code: str | None, last: int, **options: Any) -> None:
        if not settings.LOG_FILE:
            raise CommandError("LOG_FILE is not set: look at what the server printed.")
        failures = list(written_failures(Path(settings.LOG_FILE)))
        if code:
            self.show(code.strip().upper(), failures)
            return
        for one in failures[max(0, len(failures) - last) :]:
            where = one["view"] or one["logger"]
            self.stdout.write(f"{one['at']}  {one['code']}  {where}: {one['message']}")
        self.stdout.write(f"{len(failures)} noted. With its code, “log CODE” shows one whole.")

    def show(self, code: str, failures: list[dict[str, Any]]) -> None:
        """Prints all that is known of one failure."""
        found = [one for one in failures if one["code"] == code]
        if not found:
            raise CommandError(f"Nothing with the code {code} is in {settings.LOG_FILE}.")
        for one in found:
            for name in ("code", "at", "release", "view", "logger", "message"):
                self.stdout.write(f"{name:<8} {one[name]}")
            self.stdout.write(one["places"])
