"""Deliveries for tests: made as the outbox leaves them, run as the worker does, read."""

from typing import Any

from django.db.models import Model
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.mail.outbox import run_outbox
from tests.factories import make_organisation, make_user
from tests.foundation.mail.sample_letters import greeting


def make_delivery(status: str, *, about: Model | None = None, **fields: Any) -> Delivery:
    """A delivery of this status about a record, an organisation unless the test says which."""
    about = about or make_organisation()
    defaults = {
        "letter": greeting.name,
        "about_model": about._meta.label_lower,
        "about_id": str(about.pk),
        "claimed_at": timezone.now() if status == "sending" else None,
        "finished_at": None if status in {"queued", "sending"} else timezone.now(),
    }
    fields.setdefault("person", None)
    fields["person"] = fields["person"] or make_user()
    return Delivery.objects.create(status=status, **defaults | fields)


def run() -> None:
    """What the worker does with the task."""
    run_outbox.call()


def planned() -> list[Any]:
    """When the tasks that wait are to run, None for at once."""
    tasks = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("run_after")
    moments = tasks.values_list("run_after", flat=True)
    return [None if moment == get_date_max() else moment for moment in moments]


def outcome(delivery: Delivery) -> tuple[str, int, str]:
    """How it stands: status, attempts, problem."""
    delivery.refresh_from_db()
    return delivery.status, delivery.attempts, delivery.problem
