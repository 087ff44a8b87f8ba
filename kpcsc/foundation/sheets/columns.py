"""The columns of a sheet: each is a field of the record, and reads a cell as that field's form."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field

from kpcsc.foundation.sheets.sheet_file import CellValue

# Not the page's own formats: a sheet says the same in every language, and ours write the day first.
DATES = ["%Y-%m-%d", "%d/%m/%Y"]
TIMES = ["%H:%M:%S", "%H:%M"]
MOMENTS = [f"{day} {hour}" for day in DATES for hour in TIMES] + DATES
# What people write, and what Excel makes of it in French and in English.
YES_NO_WORDS = dict.fromkeys(["yes", "oui", "true", "vrai", "1"], True) | dict.fromkeys(
    ["no", "non", "false", "faux", "0"], False
)


class YesNoField(forms.Field):
    """Yes, no, or nothing where that is not known."""

    default_error_messages = {"invalid": _("Write “yes” or “no”, or nothing if unknown.")}

    def to_python(self, value: Any) -> bool | None:
        if not value:
            return None
        try:
            return YES_NO_WORDS[value.strip().casefold()]
        except KeyError as error:
            raise ValidationError(self.error_messages["invalid"]) from error


# A moment is a date too, for Django as for Python: it comes first.
TIMED: list[tuple[type[models.Field], type[forms.fields.BaseTemporalField], list[str], Any]] = [
    (
        models.DateTimeField,
        forms.DateTimeField,
        MOMENTS,
        _("Write the moment as in “2021-06-02 14:30”."),
    ),
    (models.DateField, forms.DateField, DATES, _("Write the date as in “2021-06-02”.")),
    (models.TimeField, forms.TimeField, TIMES, _("Write the time as in “14:30”.")),
]


def form_field(field: Any) -> Any:
    """The form field that reads this model field's cells, with sentences fit for a sheet."""
    common: dict[str, Any] = {"required": not field.blank}
    for kind, form_class, formats, sentence in TIMED:
        if isinstance(field, kind):
            return form_class(input_formats=formats, error_messages={"invalid": sentence}, **common)
    if isinstance(field, models.BooleanField):
        return YesNoField(**common)
    if field.choices:
        known = ", ".join(value for value, _label in field.choices)
        sentence = _("Write one of these: %(known)s.") % {"known": known}
        return forms.ChoiceField(
            choices=field.choices, error_messages={"invalid_choice": sentence}, **common
        )
    if isinstance(field, models.SlugField):
        sentence = _("Write letters without accents, digits and hyphens only.")
        return field.formfield(error_messages={"invalid": sentence})
    return field.formfield()


class SheetColumn(Field):
    """A column of plain values."""

    def __init__(self, field: Any) -> None:
        super().__init__(attribute=field.name, column_name=field.name)
        self.field = field

    @cached_property
    def reader(self) -> Any:
        return form_field(self.field)

    @property
    def label(self) -> str:
        """What the column holds, in the page's language."""
        return self.field.verbose_name

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """The values that its cells may have, with what each means."""
        return self.field.choices or []

    @property
    def rule(self) -> str:
        """How its cells are written, where that is not plain."""
        kinds = (forms.fields.BaseTemporalField, YesNoField, forms.SlugField)
        return str(self.reader.error_messages["invalid"]) if isinstance(self.reader, kinds) else ""

    @property
    def is_optional(self) -> bool:
        """Whether a new record does without."""
        return self.field.blank or self.field.has_default()

    def load_related(self, texts: Iterable[str]) -> None:
        """Prepares to read these cells: what takes a query is asked once for the whole sheet."""

    def read(self, text: str) -> Any:
        """The field's value; raises ValidationError, worded for whoever wrote the cell."""
        with timezone.override(UTC):
            return self.reader.clean(text)

    def cell(self, value: Any) -> CellValue:
        """What stands in a sheet for the field's value."""
        if isinstance(value, datetime):
            return value.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        return value if isinstance(value, bool | int | float | date | None) else str(value)

    def export(self, instance: models.Model, **kwargs: Any) -> CellValue:
        return self.cell(self.get_value(instance))


class RelatedColumn(SheetColumn):
    """A column that names another record by its address, or a country by its code."""

    def __init__(self, field: Any) -> None:
        super().__init__(field)
        model = field.related_model
        self.key = "slug" if hasattr(model, "slug") else model._meta.pk.name
        self.known: dict[str, models.Model] = {}

    @property
    def rule(self) -> str:
        return str(_("Write its “%(key)s”, as an export does.")) % {"key": self.key}

    def load_related(self, texts: Iterable[str]) -> None:
        wanted = {key for text in texts for key in text.split()}
        choices = self.field.related_model._default_manager.complex_filter(
            self.field.get_limit_choices_to()
        )
        self.known = choices.in_bulk(wanted, field_name=self.key) if wanted else {}

    def read(self, text: str) -> models.Model | None:
        if not text.strip() and not self.field.null:
            raise ValidationError(self.field.error_messages["blank"])
        return self._find(text.strip()) if text.strip() else None

    def cell(self, value: models.Model | None) -> CellValue:
        return str(getattr(value, self.key)) if value else None

    def _find(self, key: str) -> models.Model:
        try:
            return self.known[key]
        except KeyError as error:
            message = _("“%(key)s” is not known here. Write it as an export does.")
            raise ValidationError(message % {"key": key[:100]}) from error


class ManyRelatedColumn(RelatedColumn):
    """Several of those, with spaces between."""

    @property
    def rule(self) -> str:
        return str(_("Write the “%(key)s” of each, with spaces between.")) % {"key": self.key}

    def read(self, text: str) -> list[models.Model]:  # type: ignore[override]  # several, not one
        return [self._find(key) for key in text.split()]

    def cell(self, value: Iterable[models.Model]) -> CellValue:  # type: ignore[override]  # likewise
        return " ".join(sorted(str(getattr(record, self.key)) for record in value))

    def get_value(self, instance: models.Model) -> Iterable[models.Model]:
        return getattr(instance, self.column_name).all() if instance.pk else []


def column_of(field: Any) -> SheetColumn:
    """The column for a field of the record's model."""
    if field.many_to_many:
        return ManyRelatedColumn(field)
    return RelatedColumn(field) if field.is_relation else SheetColumn(field)
