"""The secretariat's pages on campaigns."""

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.owned_file import OwnedFileField, is_stored
from kpcsc.foundation.rows import RECORD_FIELDS, FoldedInline, OrderedFormSet, OrderedInline
from meetings.admin_filters import CampaignToDoFilter
from meetings.documents.document_field import PictureField
from meetings.models import (
    CallToAction,
    Campaign,
    CampaignBlock,
    CampaignPicture,
    Demand,
    Document,
    KeyFigure,
    KeyMessage,
    Milestone,
    Quotation,
    Resource,
)
from meetings.models.campaign_parts import USUAL_BLOCKS
from meetings.publishing.preview_admin import PublicationAdmin


class NewBlockForm(ModelForm):
    """A block of a new page, which is stored although nobody changed it."""

    def has_changed(self) -> bool:
        """Whether it is to be stored: where it says what it shows."""
        return bool(self["kind"].value())


class NewPageFormSet(OrderedFormSet):
    """The blocks with which a page begins its life, in their usual order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        usual = [{"kind": kind} for kind in USUAL_BLOCKS]
        super().__init__(*args, **kwargs | {"initial": usual})

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if index is not None and index < len(USUAL_BLOCKS):
            form.initial["position"] = index + 1


class CampaignBlockInline(OrderedInline):
    model = CampaignBlock
    # The usual blocks do for most: whoever writes a campaign meets its content first.
    classes = ["collapse"]
    fields = ["kind", "heading", "text", "position"]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The stored blocks; of a new campaign, the usual ones."""
        if obj is None:
            kwargs |= {"formset": NewPageFormSet, "form": NewBlockForm}
            kwargs |= {"extra": len(USUAL_BLOCKS)}
        return super().get_formset(request, obj, **kwargs)


class KeyFigureInline(OrderedInline):
    model = KeyFigure


class DemandInline(OrderedInline):
    model = Demand


class KeyMessageInline(OrderedInline):
    model = KeyMessage


class QuotationInline(OrderedInline):
    model = Quotation


class MilestoneInline(FoldedInline):
    model = Milestone
    folded_fields = ["date"]


class CallToActionInline(OrderedInline):
    model = CallToAction


class ResourceInline(OrderedInline):
    model = Resource

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """A document is one of the campaign's meetings."""
        formset = super().get_formset(request, obj, **kwargs)
        documents = (
            Document.objects.filter(meeting__campaign=obj) if obj else Document.objects.none()
        )
        field: Any = formset.form.base_fields["document"]
        field.queryset = documents
        # Asked once, and not for each row.
        field.choices = [("", "–"), *((document.pk, str(document)) for document in documents)]
        return formset


class CampaignPictureInline(OrderedInline):
    model = CampaignPicture
    formfield_overrides = RECORD_FIELDS | {OwnedFileField: {"form_class": PictureField}}
    fields = [
        *(("file", "place"), "stored", "alternative_text", "credit"),
        *("people", "consent", "position"),
    ]
    readonly_fields = ["stored"]

    @admin.display(description=_("stored picture"))
    def stored(self, picture: CampaignPicture) -> str:
        """The picture as readers get it."""
        if not picture.width or not is_stored(picture.file):
            return "–"
        shown = '<a href="{}"><img src="{}" width="160" alt="{}"></a>'
        return format_html(shown, picture.address, picture.preview, picture)


@admin.register(Campaign)
class CampaignAdmin(PublicationAdmin):
    list_display = ["title", "starts_on", "featured", "status", "visibility"]
    list_filter = [CampaignToDoFilter, "status", "visibility"]
    search_fields = ["title_fr", "title_en", "aliases"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [
        KeyFigureInline,
        DemandInline,
        KeyMessageInline,
        QuotationInline,
        MilestoneInline,
        CallToActionInline,
        ResourceInline,
        CampaignPictureInline,
        CampaignBlockInline,
    ]
    fieldsets = [
        (None, {"fields": ["title", "short_title", "slug", "tagline", "story", "aliases"]}),
        (_("When"), {"fields": [("starts_on", "ends_on")]}),
        (_("Publication"), {"fields": [("status", "publish_at"), "visibility", "featured"]}),
    ]
