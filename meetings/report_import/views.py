"""Importing a report: it is chosen or pasted, looked at beside what was read, and then saved."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpcsc.foundation import waiting_files
from kpcsc.foundation.proposals.messages import KEPT
from meetings.documents.kinds import RefusedFileError
from meetings.report_import.actions import ImportResult, SourceFile, import_report
from meetings.report_import.forms import ReportReviewForm, SourceForm
from meetings.report_import.reading import read_report
from meetings.report_import.review import Review
from meetings.report_import.sources import source_of
from organisations.signed_in import signed_in_user

AGAIN = "again"  # the button that goes back to the source


def import_page(model_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Asks for a report; then what was read in it, for a person to accept; then saves that."""
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    waiting = ReportReviewForm(request.POST if "key" in request.POST else None)
    if request.method != "POST" or AGAIN in request.POST:
        return _page(model_admin, request, "source", form=SourceForm())
    if waiting.is_valid():
        return _reviewed(model_admin, request, waiting)
    form = SourceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(model_admin, request, "source", form=form)
    key = waiting_files.keep(form.content, owner=signed_in_user(request))
    review = Review(form.document, may_create=_may_create(request))
    waiting = ReportReviewForm(initial={"key": key, "name": form.name})
    return _page(model_admin, request, "review", review=review, waiting=waiting)


def _reviewed(
    model_admin: admin.ModelAdmin, request: HttpRequest, waiting: ReportReviewForm
) -> HttpResponse:
    """Saves what was accepted, or shows it again with what is to be put right."""
    key, name = waiting.waiting_key, waiting.cleaned_data["name"]
    try:
        content = waiting_files.read(key, owner=signed_in_user(request))
        document = read_report(BytesIO(content), name=name, size=len(content))
    except (waiting_files.WaitingFileNotFoundError, RefusedFileError) as error:
        messages.error(request, str(error))
        return _page(model_admin, request, "source", form=SourceForm())
    review = Review(document, may_create=_may_create(request), data=request.POST)
    if review.is_valid():
        try:
            return _saved(request, review, source_of(name, content, document), key)
        except (
            waiting_files.WaitingFileNotFoundError
        ) as error:  # sent twice: the other request has it
            messages.error(request, str(error))
            return _page(model_admin, request, "source", form=SourceForm())
        except ValidationError as error:
            review.facts.add_error(None, error.messages)
        except RefusedFileError as error:
            review.facts.add_error(None, str(error))
    return _page(model_admin, request, "review", review=review, waiting=waiting)


def _saved(request: HttpRequest, review: Review, source: SourceFile, key: UUID) -> HttpResponse:
    with waiting_files.taken(key, owner=signed_in_user(request)):
        imported = import_report(
            draft=review.draft(),
            source=source,
            by=signed_in_user(request),
            into=review.facts.meeting,
        )
    _tell(request, imported, completed=review.facts.meeting is not None)
    page = reverse("admin:meetings_meeting_change", args=[imported.meeting.pk])
    return HttpResponseRedirect(page)


def _tell(request: HttpRequest, imported: ImportResult, *, completed: bool) -> None:
    """What was written, what is new, and what stayed as it was."""
    if imported.proposal:
        messages.success(request, KEPT)
    elif completed:
        messages.success(request, _("The record was completed. Look it through before it goes on."))
    else:
        messages.success(
            request, _("The draft is saved. Only the secretariat sees it until it is published.")
        )
    if imported.created:
        said = ngettext(
            "%(number)d of them is new, and never named until it agrees: %(records)s.",
            "%(number)d of them are new, and never named until they agree: %(records)s.",
            len(imported.created),
        )
        records = ", ".join(map(str, imported.created))
        messages.success(request, said % {"number": len(imported.created), "records": records})
    if imported.kept:
        messages.warning(
            request,
            _("The record had these already, and they stay as they are: %(parts)s.")
            % {"parts": ", ".join(imported.kept)},
        )


def _may_create(request: HttpRequest) -> bool:
    return request.user.has_perm("organisations.add_organisation")


def _page(
    model_admin: admin.ModelAdmin, request: HttpRequest, step: str, **context: Any
) -> HttpResponse:
    shared = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Import a report"),
    }
    template = f"admin/meetings/meeting/report_{step}.html"
    return TemplateResponse(request, template, shared | context)
