"""The list of proposed changes that wait, at the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, Model, Q, QuerySet, When
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.proposals.addresses import proposal_address
from kpcsc.foundation.proposals.models import ProposalStatus, ProposedChange, with_records
from kpcsc.foundation.proposals.record_admin import ProposingAdmin

WAITING_FIRST = Case(
    When(status=ProposalStatus.OPEN, then=0),
    When(status=ProposalStatus.RETURNED, then=1),
    default=2,
).asc()


@admin.register(ProposedChange)
class ProposedChangeAdmin(admin.ModelAdmin):
    """What waits for a publisher; each is decided on at the page of its record."""

    list_display = ["record_name", "by", "origin", "status", "changed_at"]
    list_display_links = None
    list_filter = ["status", "origin"]
    list_select_related = ["by"]
    ordering = [WAITING_FIRST, "-changed_at"]

    def get_urls(self) -> list[URLPattern]:
        """The list alone: a proposal's page is one of its record's."""
        page = self.admin_site.admin_view(self.changelist_view)
        return [path("", page, name="foundation_proposedchange_changelist")]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever works at the desk sees their own, and those for records that they may see."""
        return request.user.is_staff and obj is None

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProposedChange]:
        return ProposedChange.objects.filter(
            Q(by=request.user.pk) | Q(model__in=self._models_shown_to(request))
        )

    def _models_shown_to(self, request: HttpRequest) -> list[str]:
        return [
            model._meta.label_lower
            for model, pages in self.admin_site._registry.items()
            if isinstance(pages, ProposingAdmin) and pages.has_view_permission(request)
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        title = {"title": capfirst(self.opts.verbose_name_plural)}
        return super().changelist_view(request, title | (extra_context or {}))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The page of the list, whose proposals know their records: one query a model."""
        changelist = super().get_changelist_instance(request)
        changelist.result_list = with_records(list(changelist.result_list))
        return changelist

    @admin.display(description=_("record"))
    def record_name(self, proposal: ProposedChange) -> str:
        """Leads to the page on which it is decided on."""
        return format_html('<a href="{}">{}</a>', proposal_address(proposal), proposal)
