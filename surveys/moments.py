"""The moments at which a survey opens and closes by its dates."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Min, Q

from surveys.models import Survey


def moments_after(after: datetime) -> Iterator[datetime]:
    """When the next survey opens, and when the next closes."""
    next_ones = Survey.objects.aggregate(
        opens=Min("opens_at", filter=Q(opens_at__gt=after)),
        closes=Min("closes_at", filter=Q(closes_at__gt=after)),
    )
    yield from filter(None, next_ones.values())
