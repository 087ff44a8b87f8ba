"""The desk's pages on answers: tried out, read, and written down for somebody else."""

from collections import defaultdict

from django.contrib import admin, messages
from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _

from kpcsc.foundation.http import page_of
from kpcsc.foundation.record_pages import page_context, redirect_to_page
from kpcsc.foundation.translated_text import LANGUAGES, page_language
from organisations.signed_in import signed_in_user
from surveys.answering.forms import RecordedFromForm
from surveys.answering.views import AnswerPage
from surveys.invitations.links import Target
from surveys.models import Answer, Confidentiality, Invitation, Question, Response, Survey
from surveys.wording import line_of

ANSWERS_A_PAGE = 20


def preview(_model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey) -> HttpResponse:
    """The form as a respondent gets it, in either language; what is handed in is stored nowhere."""
    sent = (request.POST.get("stay"), request.POST.get("language"))
    language = next((code for code in sent if code in LANGUAGES), page_language())
    with translation.override(language):
        return AnswerPage(request, Target(survey, None), is_preview=True).respond()


def answers(model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey) -> HttpResponse:
    """Who answered what, in a named survey; which organisation did, in a confidential one."""
    found = survey.responses.complete().order_by("organisation__sort_fr", "pk")
    if survey.is_anonymous:
        found = found.none()
    page = page_of(
        found.select_related("organisation", "invitation__person", "recorded_by").prefetch_related(
            Prefetch("answers", Answer.objects.order_by(F("rank").asc(nulls_first=True), "pk"))
        ),
        request,
        ANSWERS_A_PAGE,
    )
    questions = list(survey.questions.prefetch_related("choices"))
    choices = {choice.pk: str(choice) for one in questions for choice in one.offered()}
    context = page_context(model_admin, request, survey, _("Answers")) | {
        "page": page,
        "query_string": "",
        "rows": [
            {"response": response, "answers": _answered(response, questions, choices)}
            for response in page.object_list
        ],
    }
    return TemplateResponse(request, "admin/surveys/survey/answers.html", context)


def _answered(
    response: Response, questions: list[Question], choices: dict[int, str]
) -> list[tuple[Question, list[str]]]:
    """What a response says to each question that it answers, in lines."""
    lines: dict[int, list[str]] = defaultdict(list)
    for answer in response.answers.all():
        lines[answer.question_id].append(line_of(answer.given, choices))
    return [(question, lines[question.pk]) for question in questions if question.pk in lines]


def record(
    model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey, invitation: Invitation
) -> HttpResponse:
    """An answer that a partner gave by phone or on paper, written down by staff."""
    form = RecordedFromForm(request.GET or None)
    if survey.confidentiality == Confidentiality.ANONYMOUS or not survey.is_open():
        messages.error(request, _("No answer can be written down for this survey now."))
        return redirect_to_page(survey, "invitations")
    if survey.responses.filter(invitation=invitation, recorded_from="").exists():
        messages.error(
            request, _("This answer has been started: only the person who gives it can change it.")
        )
        return redirect_to_page(survey, "invitations")
    if not form.is_valid():
        context = page_context(model_admin, request, survey, _("Write down an answer"))
        context |= {"form": form, "invitation": invitation}
        return TemplateResponse(request, "admin/surveys/survey/record.html", context)
    return AnswerPage(
        request,
        Target(survey, invitation),
        by=signed_in_user(request),
        recorded_from=form.cleaned_data["recorded_from"],
    ).respond()
