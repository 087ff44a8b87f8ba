"""The desk: Django's admin with a home that says what wants doing."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from kpcsc.desk import concerns


class PortalAdminSite(admin.AdminSite):
    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """What wants doing first, then the records of every kind."""

        def may_see(model: type[Model]) -> bool:
            return self.get_model_admin(model).has_view_permission(request)

        context = {"title": gettext("What wants doing"), "concerns": concerns(may_see)}
        return super().index(request, context | (extra_context or {}))
