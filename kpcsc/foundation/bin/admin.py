"""The bin, at the desk."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kpcsc.foundation.addresses import change_address
from kpcsc.foundation.bin.actions import bring_back
from kpcsc.foundation.bin.models import KEPT, DeletedRecord
from kpcsc.foundation.versioned import Versioned


@admin.register(DeletedRecord)
class BinAdmin(admin.ModelAdmin):
    """What was deleted in the last thirty days, for those who may delete it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return any(self._may_delete(request, model) for model in self._models())

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, "foundation_deletedrecord"
        return [
            path("", wrap(self.changelist_view), name=f"{name}_changelist"),
            path("<int:key>/bring-back/", wrap(self.bring_back_view), name=f"{name}_bring_back"),
        ]

    @method_decorator(require_safe)
    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The deleted records that this person may bring back, the latest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        records = DeletedRecord.objects.restorable().select_related("by").defer("rows", "links")
        own = [one for one in records if self._may_bring_back(request, one)]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Bin"),
            "opts": self.opts,
            "deleted_records": own,
            "days": KEPT.days,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/foundation/bin.html", context)

    @method_decorator(require_POST)
    def bring_back_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Puts a record back where it was."""
        deleted = get_object_or_404(DeletedRecord.objects.restorable(), pk=key)
        if not self._may_bring_back(request, deleted):
            raise PermissionDenied
        try:
            record = bring_back(deleted=deleted, by=request.user)
        except ValidationError as error:
            for problem in error.messages:
                messages.error(request, problem)
        else:
            link = format_html('<a href="{}">{}</a>', change_address(record), record)
            messages.success(request, format_html(_("It is back as it was: {}"), link))
        return redirect("admin:foundation_deletedrecord_changelist")

    def _may_bring_back(self, request: HttpRequest, deleted: DeletedRecord) -> bool:
        """Whoever may delete such a record; what readers saw, they see again by a publisher."""
        model: Any = deleted.record_model
        may_publish = request.user.has_perm(model().publish_permission)
        return self._may_delete(request, model) and (may_publish or not deleted.was_published)

    def _may_delete(self, request: HttpRequest, model: type[Model]) -> bool:
        code = get_permission_codename("delete", model._meta)
        return request.user.has_perm(f"{model._meta.app_label}.{code}")

    def _models(self) -> list[type[Model]]:
        return [model for model in self.admin_site._registry if issubclass(model, Versioned)]
