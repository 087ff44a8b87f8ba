"""Beside a meeting's form, which of its documents are withheld; and the page where staff say that
one does not name somebody."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern
from django.utils.translation import gettext as _

from kpcsc.foundation.http import keys_in
from kpcsc.foundation.record_pages import RecordPagesAdmin, page_context, redirect_to_page
from meetings.models import Document, Meeting
from meetings.withholding.actions import dismiss_document_mention
from meetings.withholding.withheld import WithheldDocument, withheld_documents
from organisations.listing.actions import MAY_STOP
from organisations.models import Organisation
from organisations.signed_in import signed_in_user


def withheld_of(meeting: Meeting) -> list[WithheldDocument]:
    """The meeting's documents that some reader does not get."""
    own = Document.objects.filter(meeting=meeting)
    return withheld_documents(own, Organisation.objects.all())


def withheld_page(
    model_admin: admin.ModelAdmin, request: HttpRequest, meeting: Meeting
) -> HttpResponse:
    """Each document that is withheld, and for whom; publishers say that it does not name them."""
    if request.method == "POST":
        change_dismissal(request, meeting.documents.all())
        return redirect_to_page(meeting, "withheld")
    context = page_context(model_admin, request, meeting, _("Documents withheld"))
    context |= {
        "withheld": withheld_of(meeting),
        "may_dismiss": request.user.has_perm(MAY_STOP),
    }
    return render(request, "admin/meetings/withholding/withheld.html", context)


def change_dismissal(request: HttpRequest, documents: Any) -> None:
    """Does what a button beside a document asks for; Http404 where there is no such document."""
    (document,) = keys_in([request.POST.get("document", "")]) or [0]
    (organisation,) = keys_in([request.POST.get("organisation", "")]) or [0]
    file = documents.filter(pk=document).first()
    named = Organisation.objects.filter(pk=organisation).first()
    if file is None or named is None:
        raise Http404
    if request.POST.get("file") != file.file_digest:
        messages.error(request, _("Another file was put in its place meanwhile: look at that."))
        return
    is_dismissed = "withhold" not in request.POST
    dismiss_document_mention(
        document=file, organisation=named, by=signed_in_user(request), is_dismissed=is_dismissed
    )
    if is_dismissed:
        messages.success(request, _("Readers get the file again."))
    else:
        messages.success(request, _("The file is withheld again."))


class WithheldMixin(RecordPagesAdmin):
    """A meeting's documents may name organisations that readers may not see named."""

    def get_urls(self) -> list[URLPattern]:
        methods = ["GET", "HEAD", "POST"]
        page = self.record_page("withheld", withheld_page, methods, is_for_readers=True)
        return [page, *super().get_urls()]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        **kwargs: Any,
    ) -> HttpResponse:
        if (meeting := kwargs.get("obj")) is not None:
            context["withheld"] = withheld_of(meeting)
            context["documents_unread"] = meeting.documents.unread().count()
            sections = context.get("sidebar_sections", [])
            context["sidebar_sections"] = [*sections, "admin/meetings/withholding/sidebar.html"]
        return super().render_change_form(request, context, *args, **kwargs)
