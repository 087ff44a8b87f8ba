"""What is done with one survey: each a page of its own, reached from the survey's page."""

from collections import defaultdict
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.http import keys_in, page_of
from kpcsc.foundation.mail.letters import absolute
from kpcsc.foundation.mail.models import Delivery
from kpcsc.foundation.record_pages import frame
from kpcsc.foundation.viewer import STAFF
from organisations.models import User
from surveys.admin.forms import RecordedFromForm, ResultsForm, SurveyInviteForm, XLSFormForm
from surveys.agenda.actions import draft_agenda
from surveys.agenda.draft import ranking_of
from surveys.answering.wording import line_of
from surveys.building.actions import duplicate
from surveys.building.importing import take_in
from surveys.closing import close_survey
from surveys.invitations.actions import invite, remind, revoke, send_invitations
from surveys.invitations.links import Target, link_path
from surveys.models import (
    AgendaOrigin,
    Answer,
    Confidentiality,
    Invitation,
    Question,
    Response,
    Survey,
)
from surveys.results.exports import FORMATS
from surveys.results.publishing import choose_results, publish_results
from surveys.results.summary import results_of
from surveys.views import Answering, file_of

ANSWERS_A_PAGE = 20
# The pages that the survey's page links to, in the order of the work.
LABELS: dict[str, Any] = {
    "import": gettext_lazy("Import from XLSForm"),
    "preview": gettext_lazy("Preview"),
    "invitations": gettext_lazy("Invitations"),
    "results": gettext_lazy("Results"),
    "answers": gettext_lazy("Answers"),
    "agenda": gettext_lazy("Draft of the agenda"),
}


def staff(request: HttpRequest) -> User:
    """The member of staff whom the admin let in."""
    assert isinstance(request.user, User)  # noqa: S101 (the admin lets nobody else in)
    return request.user


def here(survey: Survey, name: str) -> HttpResponseRedirect:
    """The page that is shown after something was done on it."""
    return HttpResponseRedirect(reverse(f"admin:surveys_survey_{name}", args=[survey.pk]))


def preview(_model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey) -> HttpResponse:
    """The form as a respondent gets it; what is handed in is stored nowhere."""
    return Answering(request, Target(survey, None), is_preview=True).respond()


def duplicate_survey(
    _model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey
) -> HttpResponse:
    """A new survey with the same questions."""
    copy = duplicate(survey=survey, by=staff(request))
    messages.success(request, _("This is the copy. Choose its meeting, and change what you like."))
    return HttpResponseRedirect(change_address(copy))


def close(model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey) -> HttpResponse:
    """Says what closing does and does not do, and closes when asked to."""
    if survey.opens_at is None:
        messages.error(request, _("A survey without dates has nothing to close: delete it."))
        return HttpResponseRedirect(change_address(survey))
    if request.method == "POST":
        close_survey(survey=survey, by=staff(request))
        messages.success(request, _("The survey is closed."))
        return HttpResponseRedirect(change_address(survey))
    context = frame(model_admin, request, survey, _("Close the survey"))
    return TemplateResponse(request, "admin/surveys/survey/close.html", context)


def invitations(
    model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey
) -> HttpResponse:
    """Who is invited, who has answered, and the letters and links of each."""
    form = SurveyInviteForm(
        survey, model_admin.admin_site, request.POST if "invite" in request.POST else None
    )
    if request.method == "POST":
        if "invite" in request.POST:
            if form.is_valid():
                invited = invite(survey=survey, by=staff(request), **form.chosen())
                sentence = ngettext("%(n)d is invited.", "%(n)d are invited.", len(invited))
                messages.success(request, sentence % {"n": len(invited)})
                return here(survey, "invitations")
        else:
            _on_invitations(request, survey)
            return here(survey, "invitations")
    rows = list(
        survey.invitations.with_mark()
        .select_related("person__organisation", "organisation")
        .order_by("organisation__sort_fr", "person__name", "pk")
    )
    letters: dict[str, Delivery] = {}
    about = {"about_model": Invitation._meta.label_lower, "about_id__in": [row.pk for row in rows]}
    for delivery in Delivery.objects.filter(**about).order_by("pk"):
        letters[delivery.about_id] = delivery
    answered = sum(row.has_answered for row in rows)
    context = frame(model_admin, request, survey, _("Invitations")) | {
        "form": form,
        "rows": [
            {
                "invitation": row,
                "link": absolute(link_path(row)),
                "letter": letters.get(str(row.pk)),
            }
            for row in rows
        ],
        "public_link": absolute(link_path(survey)) if survey.is_open_to_all else "",
        "answered": answered,
        "invited": sum(row.has_answered or not row.is_revoked for row in rows),
        "can_record": survey.is_open() and not survey.is_anonymous,
    }
    return TemplateResponse(request, "admin/surveys/survey/invitations.html", context)


def _on_invitations(request: HttpRequest, survey: Survey) -> None:
    """Sends, reminds or withdraws, as the button says."""
    chosen = survey.invitations.filter(pk__in=keys_in(request.POST.getlist("invitation")))
    if "remind" in request.POST:
        number = remind(survey=survey, by=staff(request))
    elif "revoke" in request.POST:
        number = revoke(survey=survey, invitations=chosen, by=staff(request))
        sentence = ngettext("%(n)d link is withdrawn.", "%(n)d links are withdrawn.", number)
        messages.success(request, sentence % {"n": number})
        return
    else:
        number = send_invitations(survey=survey, invitations=chosen, by=staff(request))
    sentence = ngettext("%(n)d letter is on its way.", "%(n)d letters are on their way.", number)
    messages.success(request, sentence % {"n": number})


def results(model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey) -> HttpResponse:
    """What was answered; which of it others may see; and its publication."""
    is_too_early = survey.is_too_early_for_results
    form = ResultsForm(survey, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            choose_results(survey=survey, choices=form.choices(), by=staff(request))
            if "publish" in request.POST:
                if not request.user.has_perm("surveys.publish_survey"):
                    raise PermissionDenied
                publish_results(survey=survey, by=staff(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return here(survey, "results")
    context = frame(model_admin, request, survey, _("Results")) | {
        "form": form,
        "is_too_early": is_too_early,
        "results": None if is_too_early else results_of(survey, STAFF),
        "formats": FORMATS,
    }
    return TemplateResponse(request, "admin/surveys/survey/results.html", context)


def results_file(
    _model_admin: admin.ModelAdmin, _request: HttpRequest, survey: Survey, kind: str
) -> HttpResponse:
    """All results as a file, whose name says for whom it is."""
    if survey.is_too_early_for_results:
        raise Http404
    return file_of(survey, STAFF, kind, f"{survey.slug}-secretariat")


def answers(model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey) -> HttpResponse:
    """Who answered what, in a named survey; which organisation did, in a confidential one."""
    found = survey.responses.complete().order_by("organisation__sort_fr", "pk")
    if survey.is_anonymous:
        found = found.none()
    page = page_of(
        found.select_related("organisation", "invitation__person", "recorded_by").prefetch_related(
            Prefetch("answers", Answer.objects.order_by("rank", "pk"))
        ),
        request,
        ANSWERS_A_PAGE,
    )
    questions = list(survey.questions.prefetch_related("choices"))
    choices = {choice.pk: str(choice) for one in questions for choice in one.offered()}
    context = frame(model_admin, request, survey, _("Answers")) | {
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


def agenda(model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey) -> HttpResponse:
    """What the ranking says of the agenda, by two methods; and the draft made from it."""
    question = survey.questions.filter(drafts_agenda=True).first()
    is_too_early = survey.is_too_early_for_results
    if request.method == "POST" and question and not is_too_early:
        try:
            items = draft_agenda(question=question, by=staff(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            sentence = ngettext("%(n)d item is drafted.", "%(n)d items are drafted.", len(items))
            messages.success(request, sentence % {"n": len(items)})
        return here(survey, "agenda")
    ranking = ranking_of(question) if question and not is_too_early else None
    origins = AgendaOrigin.objects.filter(meeting=survey.meeting, agenda_item__isnull=False)
    context = frame(model_admin, request, survey, _("Draft of the agenda")) | {
        "question": question,
        "is_too_early": is_too_early,
        "ranking": ranking,
        "origins": origins.select_related("agenda_item", "choice__question", "follow_up").order_by(
            "agenda_item__position"
        ),
        "meeting_address": change_address(survey.meeting, "#agenda_items-group"),
    }
    return TemplateResponse(request, "admin/surveys/survey/agenda.html", context)


def import_questions(
    model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey
) -> HttpResponse:
    """Takes the questions of an XLSForm into a survey that has none answered yet."""
    data = request.POST.copy() if request.method == "POST" else None
    form = XLSFormForm(data, request.FILES or None, initial={"version": survey.version})
    found = None
    if data is not None and survey.has_answers:
        form.add_error(None, _("Somebody has answered: the questions stay as they are."))
    elif data and form.is_valid() and form.cleaned_data["version"] != survey.version:
        data["version"] = str(survey.version)  # sent again, it is meant so
        form.add_error(
            None,
            _(
                "This survey was changed after you opened this page: look at its questions, and "
                "import the file again if you still mean to."
            ),
        )
    elif form.is_valid():
        try:
            added = take_in(survey=survey, form=form.cleaned_data["file"], by=staff(request))
        except ValidationError as error:
            form.add_error("file", error)
        else:
            found = form.cleaned_data["file"]
            number = len(added)
            sentence = ngettext("%(n)d question was added.", "%(n)d questions were added.", number)
            messages.success(request, sentence % {"n": number})
    context = frame(model_admin, request, survey, _("Import from XLSForm"))
    context |= {"form": form, "problems": found.problems if found else None}
    return TemplateResponse(request, "admin/surveys/survey/import.html", context)


def record(
    model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey, invitation: Invitation
) -> HttpResponse:
    """An answer that a partner gave by phone or on paper, written down by staff."""
    form = RecordedFromForm(request.GET or None)
    if survey.confidentiality == Confidentiality.ANONYMOUS or not survey.is_open():
        messages.error(request, _("No answer can be written down for this survey now."))
        return here(survey, "invitations")
    if survey.responses.filter(invitation=invitation, recorded_from="").exists():
        messages.error(request, _("This answer is begun: whoever gives it changes it."))
        return here(survey, "invitations")
    if not form.is_valid():
        context = frame(model_admin, request, survey, _("Write down an answer"))
        context |= {"form": form, "invitation": invitation}
        return TemplateResponse(request, "admin/surveys/survey/record.html", context)
    return Answering(
        request,
        Target(survey, invitation),
        by=staff(request),
        recorded_from=form.cleaned_data["recorded_from"],
    ).respond()
