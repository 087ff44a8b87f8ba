"""Choices by typing, that show a form again whatever was sent in place of a record's key."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import (
    AutocompleteMixin,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.core.exceptions import ValidationError
from django.http import HttpRequest

NO_KEY = "?"


class InvalidKeysMixin(AutocompleteMixin):
    """Shows nothing chosen where what was sent can be no key; Django's own asks the database."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        keys = [one for one in value if not one or self.is_key(one)]
        return super().optgroups(name, keys, attr)

    def is_key(self, sent: str) -> bool:
        """Whether a record could have this key."""
        if "\0" in sent:  # PostgreSQL cannot look for it
            return False
        try:
            self.field.target_field.clean(sent, None)
        except ValidationError:
            return False
        return True


class Autocomplete(InvalidKeysMixin, AutocompleteSelect):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        """What was sent; in place of what is no key, a sign that no record has for one."""
        sent = super().value_from_datadict(data, files, name)
        return sent if not sent or self.is_key(sent) else NO_KEY


class AutocompleteMultiple(InvalidKeysMixin, AutocompleteSelectMultiple):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """What was sent; in place of what is no key, a sign that no record has for one."""
        sent = super().value_from_datadict(data, files, name) or []
        return [one if self.is_key(one) else NO_KEY for one in sent]


class AutocompleteAdmin(BaseModelAdmin):
    """Has the fields that it names in `autocomplete_fields` chosen so."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", Autocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", AutocompleteMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)
