"""The desk's page on closing a survey."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.periodic import schedule_task
from kpcsc.foundation.record_pages import page_context
from organisations.signed_in import signed_in_user
from surveys.closing import MOST_AT_ONCE, close_survey, end_survey
from surveys.models import Survey
from surveys.tasks import close_due_surveys


def close(model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey) -> HttpResponse:
    """Says what closing does and does not do, and closes when asked to."""
    if survey.opens_at is None:
        messages.error(request, _("A survey without dates has nothing to close: delete it."))
        return HttpResponseRedirect(change_address(survey))
    answered = survey.responses.complete().count()
    if request.method == "POST":
        if answered > MOST_AT_ONCE:
            end_survey(survey=survey, by=signed_in_user(request))
            schedule_task(close_due_surveys, timezone.now())
            said = _(
                "The survey takes no more answers. Those that it has are now written anew in a "
                "random order, which takes a few minutes; then it is closed."
            )
        else:
            close_survey(survey=survey, by=signed_in_user(request))
            said = _("The survey is closed.")
        messages.success(request, said)
        return HttpResponseRedirect(change_address(survey))
    context = page_context(model_admin, request, survey, _("Close the survey")) | {
        "answered": answered,
        "invited": survey.invitations.count(),
        "is_too_few": answered < survey.least_respondents,
    }
    return TemplateResponse(request, "admin/surveys/survey/close.html", context)
