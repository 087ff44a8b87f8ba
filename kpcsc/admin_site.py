"""The desk: Django's admin with a home that lists what is to do, a search and a guide."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DataError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext
from django.views.generic import RedirectView
from django.views.i18n import JavaScriptCatalog

from kpcsc import library_messages
from kpcsc.desk.search import hits
from kpcsc.desk.to_do import faults_group, to_do_groups
from kpcsc.forms import SearchForm
from kpcsc.foundation.http import keys_in, page_of, query_string, read_only, repeat_after_conflict
from kpcsc.foundation.viewer import Viewer
from kpcsc.guide import tasks
from kpcsc.search.results import MOST_RESULTS
from organisations.signing_in.second_factor import redirect_to_sign_in

RESULTS_A_PAGE = 30
NO_FILTERS = ("__regex", "__iregex", "__range")


class DeskMessages(JavaScriptCatalog):
    """The messages of Django's scripts and of the rich text editor's."""

    packages = ["django.contrib.admin", "django_prose_editor"]

    def get_catalog(self) -> dict[str, Any]:
        return super().get_catalog() | {text: gettext(text) for text in library_messages.EDITOR}


def refuse_malformed_requests(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view that answers 400 to what no page sends, and what Django's admin breaks on.

    These are null characters in an address, which PostgreSQL cannot look for, ticked rows whose
    keys are no numbers, and filters with invalid patterns, ranges or numbers out of range.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        ticked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if "\0" in unquote(request.get_full_path()) or len(keys_in(ticked)) < len(ticked):
            raise BadRequest
        if any(name.endswith(NO_FILTERS) for name in request.GET):
            raise BadRequest
        try:
            return view(request, *args, **kwargs)
        except (DataError, OverflowError) as error:
            if request.method == "POST" or not request.GET:
                raise
            raise BadRequest from error

    return guarded


class PortalAdminSite(admin.AdminSite):
    enable_nav_sidebar = False  # the home and the search lead everywhere; a form wants the width

    def get_urls(self) -> list[URLPattern | URLResolver]:
        # The portal's own page tells the person, and notes that their session has another key.
        password = RedirectView.as_view(pattern_name="account_change_password")
        return [
            path("password_change/", read_only(self.admin_view(password)), name="password_change"),
            path("search/", read_only(self.admin_view(self.search)), name="search"),
            path("guide/", read_only(self.admin_view(self.guide)), name="guide"),
            *super().get_urls(),
        ]

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """A page of the desk: neither a forged request nor a button pressed twice breaks it."""
        return super().admin_view(refuse_malformed_requests(repeat_after_conflict(view)), cacheable)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the desk is open: to the secretariat, with a second factor."""
        return Viewer.of(request.user).is_staff

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Signing in happens on the portal's own pages; whoever may not come in is told so."""
        then = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        if request.user.is_authenticated and not request.user.is_staff:
            raise PermissionDenied
        return redirect_to_sign_in(request, then)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """What is to do first, then the records of every kind."""
        groups = to_do_groups(self.visible_models(request))
        if (
            request.user.has_perm("organisations.administer_portal")
            and (faults := faults_group()).lines
        ):
            groups.insert(0, faults)
        context = {"title": gettext("To do"), "to_do_groups": groups}
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
