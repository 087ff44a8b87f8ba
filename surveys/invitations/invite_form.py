"""The form in which staff choose whom to ask."""

from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

from meetings.invitations.invite_form import InviteForm
from surveys.models import Invitation, Survey, Unit


class SurveyInviteForm(InviteForm):
    """Whom to invite to a survey; organisations alone, where those answer it."""

    model = Invitation

    def __init__(self, survey: Survey, site: AdminSite, data: Any = None) -> None:
        super().__init__(survey.meeting, site, data)
        self.survey = survey

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.survey.unit == Unit.ORGANISATION:
            alone = [person.name for person in cleaned.get("people", ()) if not person.organisation]
            if alone:
                problem = _(
                    "Organisations answer this survey, and these people have none: %(names)s"
                )
                raise forms.ValidationError(problem % {"names": ", ".join(alone)})
        return cleaned
