"""The form field of a time zone: a search over cities and countries, the coalition's own first."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpcsc.foundation.translated_text import page_language
from organisations.models import Organisation
from organisations.time_zones import (
    UnknownZoneError,
    labels_in_order,
    read_zone,
    zone_label,
    zones,
)

LONGEST_LABEL = 150


class TimeZoneInput(forms.TextInput):
    """A box with the cities to choose from; without the list, a city can be written."""

    def format_value(self, value: Any) -> Any:
        """The label of a zone's name; whatever else was typed, as it was."""
        return zone_label(value, page_language()) if value in zones() else value

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The box, and the labels of all zones, those of the coalition's countries first."""
        key = f"{name}-cities"
        box = super().render(name, value, {**(attrs or {}), "list": key}, renderer)
        countries = set(Organisation.objects.order_by().values_list("country", flat=True))
        labels = labels_in_order(page_language(), countries)
        options = format_html_join("", '<option value="{}"></option>', ([one] for one in labels))
        return format_html('{}<datalist id="{}">{}</datalist>', box, key, options)


class TimeZoneField(forms.CharField):
    """A zone by its city, its country or its name; cleans to the name in the IANA database."""

    widget = TimeZoneInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs["max_length"] = LONGEST_LABEL  # not that of the name, which is shorter
        kwargs.setdefault("help_text", gettext_lazy("A city or a country: “Abidjan”, “Ghana”."))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """The zone's name; raises ValidationError with the cities that it may be."""
        written: str = super().clean(value)
        if not written:
            return written
        try:
            return read_zone(written)
        except UnknownZoneError as error:
            language = page_language()
            cities = [zone_label(name, language) for name in error.candidates]
            if not cities:
                raise ValidationError(
                    _("No time zone is named after that: take the nearest city of the list.")
                ) from error
            problem = _("That country has several time zones: write one of %(cities)s.")
            raise ValidationError(problem % {"cities": ", ".join(cities)}) from error

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another zone was written, in whichever words."""
        try:
            return bool(self.clean(data) != (read_zone(initial) if initial else ""))
        except (ValueError, ValidationError):
            return True
