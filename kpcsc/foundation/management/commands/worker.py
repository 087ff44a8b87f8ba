"""`manage.py worker`: what runs beside the portal in production; letters go out through it."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string


class Command(BaseCommand):
    help = "Runs background tasks until it is stopped, first what a killed worker left."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        call_command("prune_db_task_results", min_age_days=1, verbosity=0)
        for name in settings.TASKS_AT_START:
            import_string(name).enqueue()
        call_command("db_worker", startup_delay=False, verbosity=verbosity)
