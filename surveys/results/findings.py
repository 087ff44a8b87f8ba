"""What the secretariat says of results: a sentence of each question, and whether a campaign shows
it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kpcsc.foundation.history.author import set_author
from kpcsc.foundation.translated_text import columns
from organisations.models import User
from surveys.models import Question, Survey
from surveys.results.summary import whole_group_tables
from surveys.results.tally import Tally


@dataclass(frozen=True)
class Finding:
    """What is said of a question's results, in each language."""

    question: int
    sentences: Mapping[str, str]  # by language
    is_evidence: bool


def questions_with_figures(survey: Survey) -> list[Question]:
    """The questions of a closed survey whose figures may be shown, if only to members; what is
    withheld has no finding, for a sentence would tell it."""
    if survey.closed_at is None:
        return []
    tally = Tally(survey, most_texts=0)
    answered = tally.answered
    every = {question.pk for question in tally.questions}
    shown = whole_group_tables(tally, every, with_withheld=False)
    return [
        one
        for one in tally.questions
        if one.pk in shown
        and answered.get(one.pk, 0) >= survey.least_respondents
        and not (one.how.has_slots or one.how.is_text)
    ]


@transaction.atomic
def write_findings(*, survey: Survey, findings: Sequence[Finding], by: User) -> Survey:
    """Says this of the results.

    Raises ValidationError for a question whose figures may not be shown, StaleRecordError where
    somebody changed the survey since it was read, and PublisherNeededError where readers see the
    results already and the person may not publish.
    """
    stored = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    open_to = {question.pk: question for question in questions_with_figures(stored)}
    survey.advance(by=by)
    for finding in findings:
        if (question := open_to.get(finding.question)) is None:
            raise ValidationError(_("The figures of one of these questions may not be shown."))
        for language, sentence in finding.sentences.items():
            setattr(question, f"finding_{language}", sentence)
        question.is_evidence = finding.is_evidence
        set_author(question, by).save(update_fields=[*columns("finding"), "is_evidence"])
    return survey
