"""The moments at which readers see another page although nothing was written."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Min
from django.db.models.functions import Coalesce

from meetings.models import Campaign, Meeting, State

# Days of a place may be over a day later than here, and a year over a year after its first day.
LONGEST = timedelta(days=367)


def moments_after(after: datetime) -> Iterator[datetime]:
    """When a campaign or meeting is published next, and when those to come begin and are over."""
    for model in (Campaign, Meeting):
        scheduled = model._default_manager.filter(publish_at__gt=after)
        if moment := scheduled.aggregate(first=Min("publish_at"))["first"]:
            yield moment
    meetings = Meeting.objects.exclude(state=State.HELD)
    last = Coalesce("ends_on", "starts_on")
    for meeting in meetings.alias(last=last).filter(last__gte=after - LONGEST):
        yield meeting.period.start_moment
        yield meeting.period.over_moment
