"""`manage.py worker`: what runs beside the portal in production; letters go out through it."""

import logging
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error, connections
from django.utils.autoreload import run_with_reloader
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from kpcsc.foundation.closed import closure
from kpcsc.foundation.periodic import note_run, plan_periodic_tasks, start_periodic_tasks

INTERVAL = 1  # seconds between looks for tasks that are due

logger = logging.getLogger(__name__)


class PersistentWorker(Worker):
    """Runs what is due again and again, but for while the portal is closed; outlives a database
    that is locked or restarted."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=INTERVAL,
            batch=True,  # a run ends where nothing more is due
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )

    def run(self) -> None:
        is_started = False
        while self.running:
            if closure():
                connections.close_all()  # the database may be another one afterwards
                time.sleep(self.interval)
                continue
            try:
                if not is_started:
                    start_periodic_tasks()
                    is_started = True
                plan_periodic_tasks()
                super().run()
            except Error:
                logger.exception("The database did not answer; the worker goes on trying.")
                connections.close_all()
            if self.running:
                time.sleep(self.interval)

    def run_task(self, db_task_result: DBTaskResult[..., Any]) -> None:
        """Runs a task; of one that fails, the table keeps where, not the words of the error."""
        super().run_task(db_task_result)
        if db_task_result.task_path in settings.PERIODIC_TASKS:
            note_run(db_task_result.task_path, error=db_task_result.exception_class_path)
        if db_task_result.traceback:
            lines = db_task_result.traceback.splitlines()
            places = "\n".join(line for line in lines if line.startswith('  File "'))
            DBTaskResult.objects.filter(pk=db_task_result.pk).update(traceback=places)


class Command(BaseCommand):
    help = "Runs background tasks until it is stopped, first what a killed worker left."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = PersistentWorker()
        if settings.DEBUG:
            run_with_reloader(worker.run)
        else:
            worker.configure_signals()
            worker.run()
