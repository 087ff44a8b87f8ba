"""What published surveys say for a campaign or a meeting: single questions and findings."""

from dataclasses import dataclass

from django.db.models import F

from kpcsc.foundation.site_revision import Kept
from kpcsc.foundation.viewer import Viewer
from surveys.models import Question, Survey
from surveys.results.summary import QuestionResult, results_of


@dataclass(frozen=True)
class Evidence:
    """A question that staff chose to show, and the survey that it is from."""

    survey: Survey
    respondents: int
    result: QuestionResult


@dataclass(frozen=True)
class SurveyFindings:
    """A survey whose results can be read, and the questions of which staff said what they show."""

    survey: Survey
    respondents: int
    questions: list[Question]


@Kept
def evidence_of(campaign: int, viewer: Viewer, _language: str) -> list[Evidence]:
    """The chosen questions of the surveys before a campaign's meetings, as this viewer may see
    their results: nothing of those that are withheld. What it gives is in the page's language,
    under which it is kept."""
    reader = Viewer(is_member=viewer.is_member)  # staff see here what members see
    surveys = Survey.objects.visible_to(viewer).with_published_results()
    chosen = surveys.filter(meeting__campaign=campaign, questions__is_evidence=True).distinct()
    found = []
    for survey in chosen.order_by(F("closes_at").desc(nulls_last=True), "pk"):
        results = results_of(survey, reader)
        found += [
            Evidence(survey, results.respondents, result)
            for result in results.questions
            if result.question.is_evidence and result.may_be_summed_up
        ]
    return found


@Kept
def findings_before(meeting: int, viewer: Viewer) -> list[SurveyFindings]:
    """What the surveys before a meeting found, as far as this viewer may see their results."""
    reader = Viewer(is_member=viewer.is_member)
    surveys = Survey.objects.visible_to(viewer).with_published_results().filter(meeting=meeting)
    found = []
    for survey in surveys.order_by(F("closes_at").desc(nulls_last=True), "pk"):
        results = results_of(survey, reader, most_texts=0)
        said = [
            one.question
            for one in results.questions
            if one.question.finding and one.may_be_summed_up
        ]
        found.append(SurveyFindings(survey, results.respondents, said))
    return found
