"""The desk's page on who is asked to answer a survey."""

from collections.abc import Iterable

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from kpcsc.foundation.mail.letters import portal_url
from kpcsc.foundation.record_pages import page_context, redirect_to_page
from kpcsc.foundation.translated_text import translated
from organisations.invitations.admin_page import (
    LETTERS_ON_THEIR_WAY,
    BulkAction,
    LinkToShare,
    invited_rows,
    run_bulk_action,
)
from organisations.models import Organisation
from organisations.signed_in import signed_in_user
from surveys.invitations.actions import invite, remind, send_invitations, withdraw
from surveys.invitations.invite_form import SurveyInviteForm
from surveys.invitations.letters import survey_invitation, survey_reminder
from surveys.invitations.links import link_path
from surveys.models import Invitation, Survey, Unit

ACTIONS = {
    "send": BulkAction(
        gettext_lazy("Send a letter to those chosen"),
        LETTERS_ON_THEIR_WAY,
        lambda _survey, chosen: chosen.in_force(),
        lambda survey, found, by: send_invitations(survey=survey, invitations=found, by=by),
        question=ngettext_lazy(
            "%(number)d invitation will be sent.", "%(number)d invitations will be sent.", "number"
        ),
        writes=survey_invitation,
    ),
    "remind": BulkAction(
        gettext_lazy("Remind all who have not answered"),
        LETTERS_ON_THEIR_WAY,
        lambda survey, _chosen: survey.invitations.unanswered(),
        lambda survey, _found, by: remind(survey=survey, by=by),
        question=ngettext_lazy(
            "%(number)d of those invited is still to answer, and will be reminded.",
            "%(number)d of those invited are still to answer, and will be reminded.",
            "number",
        ),
        writes=survey_reminder,
    ),
    "withdraw": BulkAction(
        gettext_lazy("Withdraw the links chosen"),
        ngettext_lazy("%(number)d link is withdrawn.", "%(number)d links are withdrawn.", "number"),
        lambda _survey, chosen: chosen.in_force(),
        lambda survey, found, by: withdraw(survey=survey, invitations=found, by=by),
        question=ngettext_lazy(
            "%(number)d link will open nothing any more, for good. Whoever has it can no longer "
            "answer, and still counts among those invited.",
            "%(number)d links will open nothing any more, for good. Whoever has them can no longer "
            "answer, and still counts among those invited.",
            "number",
        ),
        stands_apart=True,
    ),
}


def _link_to(survey: Survey, record: Survey | Invitation) -> LinkToShare:
    """The link of an invitation, or the public one, to be passed on."""
    return LinkToShare(portal_url(link_path(record)), translated(survey, "title").text)


def _warn_of_those_without_people(
    request: HttpRequest, survey: Survey, organisations: Iterable[Organisation]
) -> None:
    """Where people answer, says which of the organisations chosen have nobody to be invited."""
    if survey.unit == Unit.ORGANISATION or survey.closed_at:
        return
    chosen = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
    if alone := chosen.exclude(people__is_active=True):
        names = ", ".join(map(str, alone))
        problem = _("Nobody of these organisations is known, so nobody was invited: %(names)s")
        messages.warning(request, problem % {"names": names})


def _too_few(survey: Survey, invited: int) -> int:
    """How many are invited, where these are too few for results to be published; else 0."""
    may_be_more = survey.is_open_to_all or invited >= survey.least_respondents
    return 0 if may_be_more or survey.closed_at else invited


def invitations(
    model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey
) -> HttpResponse:
    """Who is invited, who has answered, and the letters and links of each."""
    sent = request.POST if "invite" in request.POST else None
    form = SurveyInviteForm(survey, model_admin.admin_site, sent)
    if answer := run_bulk_action(model_admin, request, survey, ACTIONS, ["invite"]):
        return answer
    if form.is_valid():
        chosen = form.chosen()
        number = len(invite(survey=survey, by=signed_in_user(request), **chosen))
        if survey.closed_at:
            messages.warning(request, _("The survey is closed: nobody is invited any more."))
        else:
            sentence = ngettext("%(n)d is invited.", "%(n)d are invited.", number)
            messages.success(request, sentence % {"n": number})
        _warn_of_those_without_people(request, survey, chosen["organisations"])
        return redirect_to_page(survey, "invitations")
    rows, _letters = invited_rows(
        survey.invitations.with_mark(), lambda invitation: _link_to(survey, invitation)
    )
    invited = [row.invitation for row in rows]
    context = page_context(model_admin, request, survey, _("Invitations")) | {
        "form": form,
        "actions": {} if survey.closed_at else ACTIONS,
        "is_closed": survey.closed_at is not None,
        "rows": rows,
        "public_link": _link_to(survey, survey) if survey.is_open_to_all else None,
        "answered": sum(one.has_answered for one in invited),
        "too_few_invited": _too_few(survey, len(invited)),
        "opens_later": survey.opens_at if survey.is_to_come else None,
        "can_record": survey.is_open() and not survey.is_anonymous,
    }
    return TemplateResponse(request, "admin/surveys/survey/invitations.html", context)
