"""What the clock does about people: it forgets sessions and codes that are over."""

from django.contrib.sessions.models import Session
from django.tasks import task
from django.utils import timezone

from organisations.models import SignInCode


@task
def delete_expired_sessions() -> None:
    """Deletes what no browser can use any more, with what was typed into it."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    SignInCode.objects.expired().delete()
