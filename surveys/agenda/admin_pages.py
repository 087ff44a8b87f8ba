"""The desk's page on the draft of an agenda."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.record_pages import page_context, redirect_to_page
from organisations.signed_in import signed_in_user
from surveys.agenda.actions import draft_agenda
from surveys.agenda.topic_ranking import ranking_of
from surveys.models import AgendaOrigin, Survey


def agenda(model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey) -> HttpResponse:
    """What the ranking says of the agenda, by two methods; and the draft made from it."""
    question = survey.questions.filter(drafts_agenda=True).first()
    is_too_early = survey.is_too_early_for_results
    if request.method == "POST" and question and not is_too_early:
        try:
            items = draft_agenda(question=question, by=signed_in_user(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            sentence = ngettext(
                "%(n)d item is drafted, for the secretariat alone: say on the agenda who may see "
                "it.",
                "%(n)d items are drafted, for the secretariat alone: say on the agenda who may see "
                "them.",
                len(items),
            )
            messages.success(request, sentence % {"n": len(items)})
        return redirect_to_page(survey, "agenda")
    ranking = ranking_of(question) if question and not is_too_early else None
    origins = AgendaOrigin.objects.filter(meeting=survey.meeting, agenda_item__isnull=False)
    context = page_context(model_admin, request, survey, _("Draft of the agenda")) | {
        "question": question,
        "is_too_early": is_too_early,
        "ranking": ranking,
        "origins": origins.select_related("agenda_item", "choice__question", "follow_up").order_by(
            "agenda_item__position"
        ),
        "meeting_address": change_address(survey.meeting, "#agenda_items-group"),
    }
    return TemplateResponse(request, "admin/surveys/survey/agenda.html", context)
