"""The desk: Django's admin with a home that says what wants doing, a search and a guide."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import gettext
from django.views.i18n import JavaScriptCatalog

from kpcsc import library_messages
from kpcsc.desk import concerns
from kpcsc.desk_search import hits
from kpcsc.forms import SearchForm
from kpcsc.foundation.http import page_of, query_string, read_only
from kpcsc.guide import tasks
from kpcsc.search import MOST_RESULTS

RESULTS_A_PAGE = 30


class DeskMessages(JavaScriptCatalog):
    """The messages of Django's scripts and of the rich text editor's."""

    packages = ["django.contrib.admin", "django_prose_editor"]

    def get_catalog(self) -> dict[str, Any]:
        return super().get_catalog() | {text: gettext(text) for text in library_messages.EDITOR}


class PortalAdminSite(admin.AdminSite):
    enable_nav_sidebar = False  # the home and the search lead everywhere; a form wants the width

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [
            path("search/", read_only(self.admin_view(self.search)), name="search"),
            path("guide/", read_only(self.admin_view(self.guide)), name="guide"),
            *super().get_urls(),
        ]

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """What wants doing first, then the records of every kind."""
        context = {
            "title": gettext("What wants doing"),
            "concerns": concerns(self.visible_models(request)),
        }
        return super().index(request, context | (extra_context or {}))

    def search(self, request: HttpRequest) -> HttpResponse:
        """Records of every kind with the words asked for, of those that the person may see."""
        form = SearchForm(request.GET)
        found = hits(form.query, self.visible_models(request))
        context = {
            **self.each_context(request),
            "title": gettext("Search"),
            "search_form": form,
            "page": page_of(found, request, RESULTS_A_PAGE),
            "has_more": len(found) >= MOST_RESULTS,
            "query_string": query_string(request),
        }
        status = 200 if form.is_valid() else 400
        return TemplateResponse(request, "admin/search.html", context, status=status)

    def guide(self, request: HttpRequest) -> HttpResponse:
        """How the secretariat's work is done here."""
        context = {**self.each_context(request), "title": gettext("Guide"), "tasks": tasks()}
        return TemplateResponse(request, "admin/guide.html", context)

    def visible_models(self, request: HttpRequest) -> Callable[[type[Model]], bool]:
        """Says of a model whether the person may see its records."""
        return lambda model: self.get_model_admin(model).has_view_permission(request)

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return DeskMessages().get(request)
