"""The records that a report may be of already: those of its day."""

from datetime import date

from meetings.models import Meeting

MOST = 5


def same_day_meetings(starts_on: date, ends_on: date | None = None) -> list[Meeting]:
    """The meetings that share a day with these, the nearest title not asked for.

    Those of the same day are listed whatever their titles: a translation shares no word.
    """
    last = ends_on or starts_on
    same = Meeting.objects.filter(starts_on__lte=last, starts_on__gte=starts_on)
    over = Meeting.objects.filter(starts_on__lt=starts_on, ends_on__gte=starts_on)
    return list((same | over).order_by("starts_on", "pk")[:MOST])
