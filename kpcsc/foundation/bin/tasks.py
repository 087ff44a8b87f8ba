"""What the clock does about deleted records: it forgets them."""

from django.tasks import task

from kpcsc.foundation.bin.actions import empty_bin
from kpcsc.foundation.periodic import schedule_task


@task
def empty_bin_daily() -> None:
    """Deletes for good what has lain in the bin for thirty days; comes back daily."""
    empty_bin()
    schedule_task(empty_bin_daily, None)
