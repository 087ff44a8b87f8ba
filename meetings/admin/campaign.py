"""The secretariat's pages on campaigns."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationStackedInline

from kpcsc.foundation.rows import OrderedInline
from kpcsc.foundation.translation_admin import SideBySide
from meetings.admin_filters import CampaignToDoFilter
from meetings.models import CallToAction, Campaign, KeyMessage, Milestone, Resource
from meetings.publishing.preview_admin import PublicationAdmin


class KeyMessageInline(OrderedInline):
    model = KeyMessage


class MilestoneInline(SideBySide, TranslationStackedInline):
    model = Milestone
    extra = 0


class CallToActionInline(OrderedInline):
    model = CallToAction


class ResourceInline(OrderedInline):
    model = Resource


@admin.register(Campaign)
class CampaignAdmin(PublicationAdmin):
    list_display = ["title", "starts_on", "featured", "status", "visibility"]
    list_filter = [CampaignToDoFilter, "status", "visibility"]
    search_fields = ["title_fr", "title_en", "aliases"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [KeyMessageInline, MilestoneInline, CallToActionInline, ResourceInline]
    fieldsets = [
        (None, {"fields": ["title", "slug", "tagline", "story", "aliases"]}),
        (_("When"), {"fields": [("starts_on", "ends_on")]}),
        (_("Publication"), {"fields": [("status", "publish_at"), "visibility", "featured"]}),
    ]
