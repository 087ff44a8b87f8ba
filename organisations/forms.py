"""The secretariat's form of an organisation."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.record_admin import VersionedForm
from kpcsc.foundation.translated_text import columns, page_language
from organisations.directories import organisation_directory, organisation_labels
from organisations.models import Organisation
from organisations.recognition import near_records


class OrganisationForm(VersionedForm):
    """A new organisation that is near others asks whether it is one of them."""

    is_another = forms.BooleanField(
        label=gettext_lazy("It is none of these: add it"),
        required=False,
        widget=forms.HiddenInput,
    )

    def clean(self) -> dict[str, Any]:
        """Names those near a new one, once; what was typed stays."""
        cleaned = super().clean()
        if self.instance.pk is None and not cleaned.get("is_another"):
            names = [cleaned.get(name) or "" for name in [*columns("name"), "acronym"]]
            if near := near_records(organisation_directory(), names):
                self.fields["is_another"].widget = forms.CheckboxInput()
                self.add_error("is_another", self.near_others(near))
        return cleaned

    @staticmethod
    def near_others(keys: list[str]) -> str:
        """The question, with each of the others linked."""
        labels = organisation_labels(page_language())
        found = Organisation.objects.in_bulk([int(key) for key in keys])
        rows = ((change_address(found[int(key)]), labels[key]) for key in keys)
        links = format_html_join(", ", '<a href="{}" target="_blank">{}</a>', rows)
        question = _("The portal has organisations that it may be:")
        return format_html("{} {}", question, links)
