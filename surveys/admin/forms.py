"""The small forms of the pages on a survey."""

from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.sheets.xlsx import UnreadableSheetError
from meetings.invitations.invite_form import InviteForm
from meetings.models import Visibility
from organisations.models import Country
from surveys import xlsform
from surveys.models import Crossing, Invitation, Question, RecordedFrom, Survey, Unit
from surveys.results.publishing import Publication
from surveys.results.tally import can_be_crossed


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


class RecordedFromForm(forms.Form):
    """How the answer came that is written down."""

    recorded_from = forms.ChoiceField(
        label=_("It came"), choices=RecordedFrom, widget=forms.RadioSelect
    )


class ResultsForm(forms.Form):
    """Of each question, who may see its results, and by what they are broken down."""

    def __init__(self, survey: Survey, data: Any = None) -> None:
        super().__init__(data)
        self.questions = list(survey.questions.all())
        for question in self.questions:
            self.fields[f"visibility_{question.pk}"] = forms.ChoiceField(
                label=_("results for"), choices=Visibility, initial=question.results_visibility
            )
            if can_be_crossed(question):
                crossed_with = question.crossed_with_id
                self.fields[f"by_{question.pk}"] = forms.ChoiceField(
                    label=_("results by"),
                    choices=self._ways(survey, question),
                    initial=str(crossed_with) if crossed_with else question.crossed_by,
                )
        if survey.results_published_at:
            for field in self.fields.values():
                field.disabled = True

    def _ways(self, survey: Survey, question: Question) -> list[tuple[str, Any]]:
        """By what the question may be broken down: nothing of an anonymous respondent is known."""
        known = [] if survey.is_anonymous else [Crossing.COUNTRY, Crossing.REGION, Crossing.KIND]
        others = [
            (str(other.pk), str(other))
            for other in self.questions
            if other.pk != question.pk
            and other.kind in ("single", "scale")
            and other.shown_if_id is None
        ]
        return [(way.value, way.label) for way in (Crossing.NOTHING, *known)] + others

    def rows(self) -> list[tuple[Question, Any, Any]]:
        """The questions with their two fields; the second is None where there is none."""
        return [
            (
                question,
                self[f"visibility_{question.pk}"],
                self[f"by_{question.pk}"] if f"by_{question.pk}" in self.fields else None,
            )
            for question in self.questions
        ]

    def choices(self) -> list[Publication]:
        """What was chosen."""
        found = []
        for question in self.questions:
            by = self.cleaned_data.get(f"by_{question.pk}", Crossing.NOTHING)
            is_question = by.isdigit()
            found.append(
                Publication(
                    question.pk,
                    Visibility(self.cleaned_data[f"visibility_{question.pk}"]),
                    Crossing.QUESTION if is_question else Crossing(by),
                    int(by) if is_question else None,
                )
            )
        return found


class XLSFormForm(forms.Form):
    """A questionnaire as a file."""

    file = forms.FileField(
        label=_("File"), help_text=_("XLSX, XLS, CSV or Markdown, as XLSForm describes them.")
    )

    # The survey's, when the page was opened.
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_file(self) -> xlsform.Form:
        """What the file holds."""
        file = self.cleaned_data["file"]
        codes = set(Country.objects.values_list("pk", flat=True))
        try:
            return xlsform.read(file.read(), name=file.name, country_codes=codes)
        except UnreadableSheetError as error:
            raise forms.ValidationError(str(error)) from error
