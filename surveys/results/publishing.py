"""Publishing results: once, after the survey has closed, what the secretariat chose."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kpcsc.foundation.history.author import set_author
from meetings.models import Visibility
from organisations.models import User
from surveys.models import Crossing, Survey


@dataclass(frozen=True)
class QuestionPublication:
    """Who may see the results of a question, and by what they are broken down."""

    question: int
    visibility: Visibility
    crossed_by: Crossing = Crossing.NOTHING
    crossed_with: int | None = None


@transaction.atomic
def choose_results(*, survey: Survey, choices: Sequence[QuestionPublication], by: User) -> Survey:
    """Says of each question who may see its results; nothing is published yet.

    Raises ValidationError once the results are published: two breakdowns of the same answers can
    be subtracted from each other.
    """
    survey = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if survey.results_published_at:
        raise ValidationError(
            _("The results are published: what they show cannot change any more.")
        )
    questions = survey.questions.in_bulk()
    for choice in choices:
        question = questions[choice.question]
        question.results_visibility = choice.visibility
        question.crossed_by = choice.crossed_by
        question.crossed_with = questions.get(choice.crossed_with or 0)
        set_author(question, by).save(
            update_fields=["results_visibility", "crossed_by", "crossed_with"]
        )
    return survey.advance(by=by)


@transaction.atomic
def publish_results(*, survey: Survey, by: User) -> Survey:
    """Publishes the results as they were chosen, for good.

    Raises ValidationError before the survey is closed, or where nothing is chosen.
    """
    survey = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if survey.results_published_at:
        return survey
    if survey.closed_at is None:
        raise ValidationError(
            _("Close the survey first: figures that still grow reveal the latest answer.")
        )
    if not survey.questions.exclude(results_visibility=Visibility.STAFF).exists():
        raise ValidationError(_("Choose first which results members or everyone may see."))
    survey.results_published_at = timezone.now()
    set_author(survey, by)
    survey.advance(by=by)
    survey.save(update_fields=["results_published_at"])
    return survey
