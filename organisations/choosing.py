"""Choosing organisations and people on a page of the desk."""

from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.http import keys_in
from organisations.models import Organisation, User


class ChoosingForm(forms.Form):
    """Organisations and people, found by typing a part of their names.

    `model` is one that points at both, by `organisation` and `person`: the desk asks through it.
    """

    model: type[Model]

    organisations = forms.ModelMultipleChoiceField(
        label=_("Organisations"), queryset=Organisation.objects.unmerged(), required=False
    )
    people = forms.ModelMultipleChoiceField(
        label=_("People"), queryset=User.objects.filter(is_active=True), required=False
    )

    def __init__(self, site: AdminSite, data: Any = None) -> None:
        if data is not None:  # Django's control for records breaks on what is no key
            data = data.copy()
            for name in ("organisations", "people"):
                data.setlist(name, list(map(str, keys_in(data.getlist(name)))))
        super().__init__(data)
        for name, column in (("organisations", "organisation"), ("people", "person")):
            field: Any = self.fields[name]
            widget = AutocompleteSelectMultiple(self.model._meta.get_field(column), site)
            widget.choices = field.choices
            field.widget = widget
