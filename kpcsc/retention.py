"""For how long the portal keeps what tells of people, in words, as the privacy page shows it."""

import math
from datetime import timedelta
from typing import Literal

from babel.dates import format_timedelta
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.translated_text import page_language

# What each period of the settings is of.
KEPT = {
    "sessions": _("Being signed in, with what was sent too late to be saved"),
    "sign_in_codes": _("A code to sign in"),
    "waiting_files": _("A file that was uploaded and not yet confirmed"),
    "remarks": _("Who will come to a meeting, and remarks, after the meeting"),
    "invitations": _("Who was invited in person, after the meeting or the end of the survey"),
    "messages": _("That a message was sent, and whether it arrived"),
    "deleted_records": _("Records that were deleted, and changes that were refused"),
}
UNITS: dict[Literal["day", "hour", "minute"], timedelta] = {
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
}


def retention_periods() -> list[tuple[str, str]]:
    """What is kept, and for how long: "90 days", in the page's language."""
    return [(str(label), in_words(settings.RETENTION[key])) for key, label in KEPT.items()]


def in_words(period: timedelta) -> str:
    """A period in the largest unit that is not longer than it: days, never months."""
    unit = next(name for name, length in UNITS.items() if period >= length)
    return format_timedelta(period, granularity=unit, threshold=math.inf, locale=page_language())
