"""The desk's page on a date poll."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kpcsc.foundation.http import keys_in
from kpcsc.foundation.partial_date import PartialPeriod
from kpcsc.foundation.proposals.messages import tell_of_proposal
from kpcsc.foundation.record_pages import page_context, redirect_to_page
from meetings.invitations.messages import tell_of_notice
from meetings.models import Meeting
from organisations.signed_in import signed_in_user
from surveys.dates.actions import set_meeting_date
from surveys.dates.results import slot_results
from surveys.models import Choice, Survey


def dates(model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey) -> HttpResponse:
    """When most can come, who cannot, and the button that makes a slot the meeting's date."""
    is_too_early = survey.is_too_early_for_results
    questions = survey.questions.filter(kind="availability")
    context = page_context(model_admin, request, survey, _("Date of the meeting"))
    if request.method == "POST" and not is_too_early:
        slots = Choice.objects.filter(question__in=questions)
        slot = get_object_or_404(slots, pk__in=keys_in(request.POST.getlist("slot")))
        if "confirmed" not in request.POST:
            context |= {"slot": slot}
            return TemplateResponse(request, "admin/surveys/survey/date_confirm.html", context)
        if slot.period:
            _set_date(request, survey.meeting, slot.period)
        return redirect_to_page(survey, "dates")
    context |= {
        "is_too_early": is_too_early,
        "polls": []
        if is_too_early
        else [(question, slot_results(question)) for question in questions],
        "has_poll": questions.exists(),
        "meeting": survey.meeting,
        "invitations_page": reverse("admin:meetings_meeting_invitations", args=[survey.meeting_id]),
    }
    return TemplateResponse(request, "admin/surveys/survey/dates.html", context)


def _set_date(request: HttpRequest, meeting: Meeting, period: PartialPeriod) -> None:
    try:
        made, notice = set_meeting_date(meeting=meeting, period=period, by=signed_in_user(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return
    if made.proposal:
        tell_of_proposal(request, made)
    else:
        messages.success(request, _("This is the date of the meeting now."))
        tell_of_notice(request, meeting, notice)
