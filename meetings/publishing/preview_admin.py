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

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        """The form; after "save and preview", the page as the public will get it, drawn once what
        was saved is committed."""
        response = super().changeform_view(request, object_id, *args, **kwargs)
        saved = getattr(request, "previewed", None)
        return page(request, Preview(saved, "public", page_language())) if saved else response

    def response_post_save_change(self, request: HttpRequest, obj: Campaign | Meeting) -> Any:
        """Where the person goes next; not given where a preview is."""
        if "_preview" in request.POST:
            asked: Any = request
            asked.previewed = obj
        return super().response_post_save_change(request, obj)

    response_post_save_add = response_post_save_change
