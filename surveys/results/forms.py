"""What of a survey's results others may see."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.translated_text import IN_LANGUAGE, LANGUAGES
from kpcsc.foundation.translations.texts import text_of
from meetings.models import Visibility
from surveys.models import Crossing, Question, Survey
from surveys.results.findings import Finding, questions_with_figures
from surveys.results.publishing import QuestionPublication
from surveys.results.tally import can_be_crossed, depends_on_answers_together


class FindingsForm(forms.Form):
    """Of each question, what its figures say, and whether the campaign's page shows that."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, survey: Survey, data: Any = None) -> None:
        super().__init__(data, initial={"version": survey.version})
        self.questions = questions_with_figures(survey)
        most = Question._meta.get_field("finding").max_length
        for question in self.questions:
            for language in LANGUAGES:
                self.fields[f"finding_{language}_{question.pk}"] = forms.CharField(
                    label=IN_LANGUAGE[language],
                    required=False,
                    max_length=most,
                    initial=text_of(question, f"finding_{language}"),
                    widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
                )
            self.fields[f"is_evidence_{question.pk}"] = forms.BooleanField(
                label=_("shown on the campaign’s page"),
                required=False,
                initial=question.is_evidence,
            )

    def rows(self) -> list[tuple[Question, list[forms.BoundField], forms.BoundField]]:
        """The questions, each with its sentence in each language and the box to tick."""
        return [
            (
                question,
                [self[f"finding_{language}_{question.pk}"] for language in LANGUAGES],
                self[f"is_evidence_{question.pk}"],
            )
            for question in self.questions
        ]

    def findings(self) -> list[Finding]:
        """What was written."""
        return [
            Finding(
                question.pk,
                {one: self.cleaned_data[f"finding_{one}_{question.pk}"] for one in LANGUAGES},
                self.cleaned_data[f"is_evidence_{question.pk}"],
            )
            for question in self.questions
        ]


class ResultsForm(forms.Form):
    """Of each question, who may see its results, and by what they are broken down."""

    def __init__(self, survey: Survey, data: Any = None) -> None:
        super().__init__(data)
        # Who can come when is for the secretariat alone, and so is what tells two answers together.
        self.questions = [
            one
            for one in survey.questions.with_conditions()
            if not one.how.has_slots and not depends_on_answers_together(one)
        ]
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
            and not other.conditions()
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

    def choices(self) -> list[QuestionPublication]:
        """What was chosen."""
        found = []
        for question in self.questions:
            by = self.cleaned_data.get(f"by_{question.pk}", Crossing.NOTHING)
            is_question = by.isdigit()
            found.append(
                QuestionPublication(
                    question.pk,
                    Visibility(self.cleaned_data[f"visibility_{question.pk}"]),
                    Crossing.QUESTION if is_question else Crossing(by),
                    int(by) if is_question else None,
                )
            )
        return found
