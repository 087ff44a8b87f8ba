"""Previews of a record, reached from its page and from the pages of its proposals."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from kpcsc.foundation.http import keys_in
from kpcsc.foundation.proposals.addresses import proposal_address
from kpcsc.foundation.proposals.messages import KEPT, tell_of_unfit
from kpcsc.foundation.proposals.models import ProposedChange
from kpcsc.foundation.proposals.working_copy import ProposalDoesNotFitError, Proposing
from kpcsc.foundation.record_admin import RecordAdmin
from kpcsc.foundation.translated_text import LANGUAGES, page_language
from organisations.previewing.previews import READER_KINDS, Preview, page


class PreviewAdmin(RecordAdmin):
    """A record whose page is looked at beforehand, as each kind of reader."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_preview"
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("<int:key>/preview/<str:reader>/<str:language>/", view, name=name),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def preview_view(
        self, request: HttpRequest, key: int, reader: str, language: str
    ) -> HttpResponse:
        """The record's page as a kind of reader will get it, or would get a proposal; nothing of it
        is kept.

        A POST all the same: the record is published and put back in between, which a reader of the
        portal would wait for.
        """
        record = self.get_object(request, str(key))
        known = reader in READER_KINDS and language in LANGUAGES
        if record is None or not known or not self.has_view_permission(request, record):
            raise Http404
        proposal = None
        if asked := keys_in([request.GET.get("proposal", "")]):
            proposals = ProposedChange.objects.of(record).unsettled()
            proposal = get_object_or_404(proposals, pk=asked[0])
        try:
            return page(request, Preview(record, reader, language, proposal))
        except ProposalDoesNotFitError as error:
            tell_of_unfit(request, error.proposal)
            return redirect(proposal_address(error.proposal))

    def previews_of(self, record: Any, proposal: ProposedChange) -> list[Any]:
        """The proposal as each reader would get it, in the page's language."""
        return Preview(record, "public", page_language(), proposal).readers()

    def response_proposed(self, request: HttpRequest, record: Any, made: Proposing) -> HttpResponse:
        """After "propose and preview", the page as the public would get it."""
        if "_preview" in request.POST and made.proposal:
            messages.success(request, KEPT)
            return page(request, Preview(record, "public", page_language(), made.proposal))
        return super().response_proposed(request, record, made)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        if record is not None:
            context["preview"] = Preview(record, "public", page_language())
        return super().render_change_form(request, context, *args, **kwargs)
