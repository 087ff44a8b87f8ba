"""What the clock does about people: it forgets sessions and codes that are over."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from organisations.models import SignInCode

PAUSE = timedelta(days=1)


@task
def forget_sessions() -> None:
    """Deletes what no browser can use any more, with what was typed into it; comes back daily."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    SignInCode.objects.expired().delete()
    planned = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=forget_sessions.module_path
    )
    if not planned.exists():
        forget_sessions.using(run_after=timezone.now() + PAUSE).enqueue()
