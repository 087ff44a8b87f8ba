"""Deleting records at the desk: into the bin."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from kpcsc.foundation.bin.actions import move_to_bin
from kpcsc.foundation.bin.rows import records_losing_link
from kpcsc.foundation.deletion import ReadableDeletion
from kpcsc.foundation.versioned import Versioned


class DeletingAdmin(ReadableDeletion, admin.ModelAdmin):
    """A record that is deleted into the bin; what readers see, by publishers alone."""

    delete_confirmation_template = "admin/record_delete.html"
    delete_selected_confirmation_template = "admin/records_delete.html"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """To delete what readers see is to withdraw it."""
        may = super().has_delete_permission(request, obj)
        is_shown = isinstance(obj, Versioned) and obj.is_published
        return may and (not is_shown or request.user.has_perm(obj.publish_permission))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """What else goes; what readers see and would lose a link is in the way of an editor."""
        deleted, counts, permissions, protected = super().get_deleted_objects(objs, request)
        if not protected:
            losing = [record for one in objs for record in records_losing_link(one)]
            protected = [str(one) for one in losing if one.needs_publisher(request.user)]
        return deleted, counts, permissions, protected

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        """Says where it is to be found."""
        address = reverse("admin:foundation_deletedrecord_changelist")
        link = format_html('<a href="{}">{}</a>', address, _("Bin"))
        said = _("It can be brought back for 30 days:")
        messages.info(request, format_html("{} {}", said, link))
        return super().response_delete(request, obj_display, obj_id)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        move_to_bin(record=obj, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for record in queryset:
            move_to_bin(record=record, by=request.user)
