"""Previews of a record that is to be published, reached from its page."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from kpcsc.foundation.translated_text import page_language
from meetings.models import Campaign, Meeting
from meetings.publishing.admin import PublishingAdmin
from organisations.previewing.admin import PreviewAdmin
from organisations.previewing.previews import Preview, page


class PublicationAdmin(PublishingAdmin, PreviewAdmin):
    """A record that is published, and looked at beforehand as each kind of reader."""

    change_form_template = "admin/meetings/publication_change_form.html"

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        if record is not None:
            context["publication_address"] = self.publication_address(record)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_post_save_change(self, request: HttpRequest, obj: Campaign | Meeting) -> Any:
        """After "save and preview", the page as the public will get it."""
        if "_preview" in request.POST:
            return page(request, Preview(obj, "public", page_language()))
        return super().response_post_save_change(request, obj)

    response_post_save_add = response_post_save_change
