"""The form in which staff choose whom to invite: to a meeting, or to the survey before it."""

from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.autocomplete import AutocompleteMultiple
from kpcsc.foundation.http import keys_in
from meetings.models import Invitation, Meeting
from organisations.models import Organisation, User


class InviteForm(forms.Form):
    """Organisations and people, found by a part of their names, or all on the meeting's list.

    `model` is what invites them, by `organisation` or `person`: the desk asks through it.
    """

    model: type[Model] = Invitation

    organisations = forms.ModelMultipleChoiceField(
        label=_("Organisations"), queryset=Organisation.objects.unmerged(), required=False
    )
    people = forms.ModelMultipleChoiceField(
        label=_("People"), queryset=User.objects.filter(is_active=True), required=False
    )
    whole_list = forms.BooleanField(
        label=_("all organisations on the meeting’s list"), required=False
    )

    def __init__(
        self,
        meeting: Meeting,
        site: AdminSite,
        data: Any = None,
        *,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.meeting = meeting
        for name, column in (("organisations", "organisation"), ("people", "person")):
            field: Any = self.fields[name]
            widget = AutocompleteMultiple(self.model._meta.get_field(column), site)
            widget.choices = field.choices
            field.widget = widget

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.values()):
            raise forms.ValidationError(_("Choose somebody to invite."))
        return cleaned

    def chosen_in(self, data: Any) -> dict[str, Any]:
        """What is chosen in a form that was sent for something else, to be shown as chosen."""
        found: dict[str, Any] = {}
        for name in ("organisations", "people"):
            field: Any = self.fields[name]
            found[name] = list(field.queryset.filter(pk__in=keys_in(data.getlist(name))))
        return {name: value for name, value in found.items() if value} | (
            {"whole_list": True} if "whole_list" in data else {}
        )

    def chosen(self) -> dict[str, list[Any]]:
        """The people and organisations, as `invite` takes them."""
        organisations = list(self.cleaned_data["organisations"])
        if self.cleaned_data["whole_list"]:
            on_list = self.meeting.participations.select_related("organisation")
            organisations += [participation.organisation for participation in on_list]
        return {"people": list(self.cleaned_data["people"]), "organisations": organisations}
