"""The desk's pages on how a survey comes to its questions."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.record_pages import page_context
from organisations.signed_in import signed_in_user
from surveys.building.actions import duplicate
from surveys.building.forms import XLSFormForm
from surveys.building.importing import import_questionnaire
from surveys.models import Survey


def duplicate_survey(
    _model_admin: admin.ModelAdmin, request: HttpRequest, survey: Survey
) -> HttpResponse:
    """A new survey with the same questions."""
    copy = duplicate(survey=survey, by=signed_in_user(request))
    messages.success(request, _("This is the copy. Choose its meeting, and change what you like."))
    return HttpResponseRedirect(change_address(copy))


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
            added = import_questionnaire(
                survey=survey, form=form.cleaned_data["file"], by=signed_in_user(request)
            )
        except ValidationError as error:
            form.add_error("file", error)
        else:
            found = form.cleaned_data["file"]
            number = len(added)
            sentence = ngettext("%(n)d question was added.", "%(n)d questions were added.", number)
            messages.success(request, sentence % {"n": number})
    context = page_context(model_admin, request, survey, _("Import from XLSForm"))
    context |= {"form": form, "problems": found.problems if found else None}
    return TemplateResponse(request, "admin/surveys/survey/import.html", context)
