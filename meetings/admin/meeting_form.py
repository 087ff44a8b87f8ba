"""The desk's form of a meeting."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _

from kpcsc.foundation.partial_date import Precision
from kpcsc.foundation.record_admin import VersionedForm
from kpcsc.foundation.translated_text import columns
from kpcsc.foundation.written_fields import PartialDateField, date_in_words

DATES = ("starts_on", "ends_on")


class MeetingForm(VersionedForm):
    """How precisely the date is known follows from what is written of it."""

    # Edited on the running page, and on that of the invitations.
    columns_elsewhere: ClassVar = {
        "meetings.agendaitem": ["discussion"],
        "meetings.meeting": [*columns("invitation_text"), "reply_by", "places"],
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DATES:
            if day := getattr(self.instance, name):
                self.initial[name] = date_in_words(day, self.instance.precision)

    def clean(self) -> dict[str, Any]:
        """Sets the precision; the two dates and the hours have to agree on it."""
        cleaned = super().clean()
        first, last = (self._precision_of(name) for name in DATES)
        if cleaned.get("ends_on") and last != first:
            self.add_error("ends_on", _("Write both dates to the day, to the month or the year."))
        if cleaned.get("starts_at") and first != Precision.DAY:
            self.add_error("starts_on", _("Where you give an hour, write the day too."))
        if cleaned.get("ends_at") and not cleaned.get("starts_at"):
            self.add_error("starts_at", _("Say when it begins too, where you say when it ends."))
        self.instance.precision = Precision.MINUTE if cleaned.get("starts_at") else first
        return cleaned

    def _precision_of(self, name: str) -> str:
        """How precisely the date is written; one that this form does not ask for, as it is."""
        field = self.fields.get(name)
        if not isinstance(field, PartialDateField):
            return str(self.instance.precision)
        return field.precision_of(self[name].data)
