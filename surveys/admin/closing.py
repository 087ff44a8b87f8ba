"""The desk's page on closing a survey."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.record_pages import page_context
from organisations.signed_in import signed_in_user
from surveys.closing import close_survey
from surveys.models import Survey


def close(model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey) -> HttpResponse:
    """Says what closing does and does not do, and closes when asked to."""
    if survey.opens_at is None:
        messages.error(request, _("A survey without dates has nothing to close: delete it."))
        return HttpResponseRedirect(change_address(survey))
    if request.method == "POST":
        close_survey(survey=survey, by=signed_in_user(request))
        messages.success(request, _("The survey is closed."))
        return HttpResponseRedirect(change_address(survey))
    answered = survey.responses.complete().count()
    context = page_context(model_admin, request, survey, _("Close the survey")) | {
        "answered": answered,
        "invited": survey.invitations.count(),
        "is_too_few": answered < survey.least_respondents,
    }
    return TemplateResponse(request, "admin/surveys/survey/close.html", context)
