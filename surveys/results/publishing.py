"""Publishing results: once, after the survey has closed, what the secretariat chose."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.versioned import StaleRecordError
from meetings.models import Visibility
from organisations.models import User
from surveys.models import Crossing, Question, Survey
from surveys.results.disclosure import Withheld
from surveys.results.summary import whole_group_tables
from surveys.results.tally import Tally


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


def questions_to_publish(survey: Survey) -> list[Question]:
    """The questions whose results readers would get, of those chosen.

    Raises ValidationError before the survey is closed, where nothing is chosen, and where none of
    what is chosen may be shown, with the reason.
    """
    if survey.closed_at is None:
        raise ValidationError(
            _("Close the survey first: figures that still grow reveal the latest answer.")
        )
    chosen = set(
        survey.questions.exclude(results_visibility=Visibility.STAFF).values_list("pk", flat=True)
    )
    if not chosen:
        raise ValidationError(_("Choose first which results members or everyone may see."))
    tally = Tally(survey, most_texts=0)
    shown = whole_group_tables(tally, chosen, with_withheld=False)
    if not shown:
        withheld = whole_group_tables(tally, chosen, with_withheld=True).values()
        reasons = {table.sentence for table in withheld if isinstance(table, Withheld)} or {
            _("A question is shown only with the one on which it depends: choose that as well.")
        }
        raise ValidationError([_("Nothing would be published."), *sorted(reasons)])
    return [question for question in tally.questions if question.pk in shown]


@transaction.atomic
def publish_results(*, survey: Survey, by: User, version: int | None = None) -> Survey:
    """Publishes the results as they were chosen, for good: of the `version` that was confirmed.

    Raises StaleRecordError where somebody changed the survey since, and ValidationError as
    `questions_to_publish` does.
    """
    survey = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if survey.results_published_at:
        return survey
    if version not in {None, survey.version}:
        raise StaleRecordError(survey)
    questions_to_publish(survey)
    survey.results_published_at = timezone.now()
    set_author(survey, by)
    survey.advance(by=by)
    survey.save(update_fields=["results_published_at"])
    return survey
