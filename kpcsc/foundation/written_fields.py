"""Form fields that take dates and hours as people write them, and show them so."""

from datetime import date, time
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminSplitDateTime, AdminTimeWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.translated_text import page_language
from kpcsc.foundation.written_moments import WrittenDate, read_date, read_time


class DateInput(AdminDateWidget):
    """Shows a day in words."""

    def format_value(self, value: Any) -> Any:
        """ "14 October 2022"; what was typed, as it was."""
        return date_in_words(value) if isinstance(value, date) else value


class TimeInput(AdminTimeWidget):
    """Shows an hour; its seconds only where it has some, for what nobody typed stays as it is."""

    def format_value(self, value: Any) -> Any:
        """ "14:30"; what was typed, as it was."""
        if not isinstance(value, time):
            return value
        return value.isoformat(timespec="seconds" if value.second else "minutes")


class SplitMomentInput(AdminSplitDateTime):
    """A day and an hour, as two boxes."""

    def __init__(self, attrs: Any = None) -> None:
        forms.MultiWidget.__init__(self, [DateInput, TimeInput], attrs)


class DayField(forms.DateField):
    """A day as people write it."""

    widget = DateInput

    def to_python(self, value: Any) -> Any:
        """The day; raises ValidationError with what to write instead."""
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        written = self.read(value)
        if written.precision != "day":
            raise ValidationError(_("Write the day too, as in “14 October 2022”."))
        return written.first_day

    def read(self, value: str) -> WrittenDate:
        """What was written; raises ValidationError where that is no date."""
        try:
            return read_date(value)
        except ValueError as error:
            raise ValidationError(
                _("Write a date such as “14 October 2022” or “14/10/2022”.")
            ) from error


class PartialDateField(DayField):
    """A date as far as somebody knows it: a day, a month or a year; cleans to its first day.

    Its initial value is the date in words: "October 2022" is not its first day.
    """

    def to_python(self, value: Any) -> Any:
        """The first day; raises ValidationError with what to write instead."""
        if value in self.empty_values or isinstance(value, date):
            return value or None
        return self.read(value).first_day

    def precision_of(self, value: Any) -> str:
        """How far the date is known that was written: "day" where nothing was."""
        try:
            return read_date(value or "").precision
        except ValueError:
            return "day"

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another date was written, or another part of it."""
        try:
            before, now = (read_date(str(one)) if one else None for one in (initial, data))
        except ValueError:
            return True
        return before != now


class TimeOfDayField(forms.TimeField):
    """A time of day as people write it."""

    widget = TimeInput

    def to_python(self, value: Any) -> Any:
        """The time; raises ValidationError with what to write instead."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return read_time(value)
        except ValueError as error:
            raise ValidationError(
                _("Write a time such as “9h”, “18h30”, “14:30” or “2:30 pm”.")
            ) from error


class MomentField(forms.SplitDateTimeField):
    """A day and a time of day, as people write them."""

    widget = SplitMomentInput

    def __init__(self, **kwargs: Any) -> None:
        for name in ("input_date_formats", "input_time_formats"):
            kwargs.pop(name, None)
        forms.MultiValueField.__init__(self, (DayField(), TimeOfDayField()), **kwargs)


def date_in_words(day: date, precision: str = "day") -> str:
    """The date as the page's language writes it, as far as it is known: "October 2022"."""
    return PartialPeriod(day, precision=precision).formatted(page_language())


# What the admin shows and takes in place of Django's own.
WRITTEN_FIELDS: dict[type[models.Field], dict[str, Any]] = {
    models.DateField: {"form_class": DayField, "widget": DateInput},
    models.TimeField: {"form_class": TimeOfDayField, "widget": TimeInput},
    models.DateTimeField: {"form_class": MomentField, "widget": SplitMomentInput},
}
