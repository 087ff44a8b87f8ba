"""`manage.py demo`: the demonstration records."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kpcsc.demonstration.load import load_reference
from kpcsc.demonstration.reference import RECORD
from kpcsc.demonstration.scale import load_invented, load_invented_organisations
from kpcsc.demonstration.survey import load_survey
from meetings.models import Meeting


class Command(BaseCommand):
    help = "Loads the reference meeting with its campaign and organisations; run again, nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--scale", type=int, default=0, metavar="N", help="also N invented meetings, to measure"
        )
        parser.add_argument(
            "--organisations", type=int, default=0, metavar="N", help="and N invented organisations"
        )

    def handle(self, *args: Any, scale: int, organisations: int, **options: Any) -> None:
        if not settings.LOCAL:
            raise CommandError(
                "Demonstration records have no place among real ones: set DEMO=true."
            )
        if load_reference():
            load_survey(Meeting.objects.get(slug=RECORD["meeting"]["slug"]))
            self.stdout.write("The reference meeting of 2 June 2021 was loaded.")
        else:
            self.stdout.write("The reference meeting is there already; nothing was changed.")
        if scale:
            self.stdout.write(f"{load_invented(scale)} invented meetings were added.")
        if organisations:
            added = load_invented_organisations(organisations)
            self.stdout.write(f"{added} invented organisations were added.")
