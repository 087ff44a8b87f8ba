"""`manage.py createsuperuser`, which `portal administrator` runs: all of it in one language."""

from typing import Any

from django.contrib.auth.management.commands import createsuperuser
from django.utils import translation


class Command(createsuperuser.Command):
    help = "Makes somebody an administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        # Django translates the names of the fields and leaves its own sentences in English.
        with translation.override("en"):
            super().handle(*args, **options)
