"""The pages on what happened to a record: its history, two of its states side by side."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpcsc.foundation.history.save_descriptions import (
    describe_differences,
    describe_saves,
    moment_named,
    saves_of,
)
from kpcsc.foundation.history.states import differences, snapshot
from kpcsc.foundation.history.stored_states import states_of
from kpcsc.foundation.history.tracked_models import tracked_models_of
from kpcsc.foundation.http import read_only


class HistoryAdmin(admin.ModelAdmin):
    """A model whose history staff read and compare; nothing in it can be changed."""

    saves_per_page = 20

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        compare = self.admin_site.admin_view(read_only(self.compare_view))
        return [
            path("<path:object_id>/history/compare/", compare, name=f"{name}_compare"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what, the latest first, each save of a record with its parts as one."""
        record = self._record(request, object_id)
        story = Paginator(saves_of(record), self.saves_per_page)
        page = story.get_page(request.GET.get("p"))
        context = self._context(request, record, _("History of “%(record)s”")) | {
            "saves": describe_saves(list(page), tracked_models_of(type(record))),
            "page": page,
            "latest": story.object_list[0].at.isoformat() if story.count else "",
            "pages": story.get_elided_page_range(page.number),
            "compare_url": self._url("compare", record),
        }
        return TemplateResponse(request, "admin/history.html", context | (extra_context or {}))

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What differs between the states of the record at two moments."""
        record = self._record(request, object_id)
        moments = [moment_named(request.GET.get(name, "")) for name in ("before", "after")]
        earlier, later = sorted(filter(None, moments)) if all(moments) else (None, None)
        if earlier is None or later is None:
            messages.warning(request, _("Choose two saves to compare."))
            return redirect(self._url("history", record))
        states = states_of(record)
        found = differences(snapshot(states, earlier), snapshot(states, later))
        context = self._context(request, record, _("What changed in “%(record)s”")) | {
            "changes": describe_differences(found, tracked_models_of(type(record))),
            "earlier": earlier,
            "last_breadcrumb": _("Compare"),
            "later": later,
        }
        return TemplateResponse(request, "admin/history_compare.html", context)

    def _record(self, request: HttpRequest, object_id: str) -> models.Model:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return record

    def _context(self, request: HttpRequest, record: models.Model, title: str) -> dict[str, Any]:
        request.current_app = self.admin_site.name
        return {
            **self.admin_site.each_context(request),
            "title": title % {"record": record},
            "subtitle": None,
            "object": record,
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "history_url": self._url("history", record),
        }

    def _url(self, page: str, record: models.Model) -> str:
        name = f"{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(f"admin:{name}", args=[record.pk], current_app=self.admin_site.name)
