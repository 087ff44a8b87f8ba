"""What the clock does about meetings: it forgets what those invited wrote of themselves."""

from datetime import timedelta

from django.db.models.functions import Coalesce
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from meetings.models import Invitation

KEPT = timedelta(days=90)  # after the meeting, as the privacy page promises
PAUSE = timedelta(days=1)


@task
def forget_remarks() -> None:
    """Takes who comes and all remarks out of invitations to meetings long over; comes back daily.

    The replies themselves stay: they name nobody.
    """
    last_days = Invitation.objects.annotate(
        last_day=Coalesce("meeting__ends_on", "meeting__starts_on")
    )
    over = last_days.filter(last_day__lt=timezone.localdate() - KEPT)
    over.exclude(coming="", remarks="").update(coming="", remarks="")
    planned = DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, task_path=forget_remarks.module_path
    )
    if not planned.exists():
        forget_remarks.using(run_after=timezone.now() + PAUSE).enqueue()
