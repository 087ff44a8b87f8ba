"""What the clock does about deleted records: it forgets them."""

from django.tasks import task

from kpcsc.foundation.bin.actions import empty_bin


@task
def empty_bin_daily() -> None:
    """Deletes for good what has lain in the bin for thirty days."""
    empty_bin()
