"""The pages that belong to no app: home, search, and what is said once and for all."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kpcsc.forms import SearchForm
from kpcsc.foundation.http import page_of, query_string, read_only
from kpcsc.foundation.logs import new_failure_code
from kpcsc.foundation.translated_text import page_language
from kpcsc.foundation.viewer import Viewer
from kpcsc.retention import retention_periods
from kpcsc.search.results import MOST_RESULTS, entries, found_by
from meetings import queries
from meetings.models import Campaign, Meeting
from organisations.models import Organisation
from organisations.models.country import in_alphabetical_order

RESULTS_A_PAGE = 20
LATEST_MEETINGS = 3
MEETINGS_TO_COME = 3


@read_only
def home(request: HttpRequest) -> HttpResponse:
    """What the coalition is, its campaign, its latest meetings, and where it works."""
    viewer = Viewer.of(request.user)
    countries = in_alphabetical_order(queries.countries_with_meetings(viewer))
    meetings, today = Meeting.objects.visible_to(viewer), timezone.localdate()
    campaigns = queries.campaigns_with_meetings(viewer)
    to_come = queries.listed(meetings.to_come(today)).reverse()[:MEETINGS_TO_COME]
    latest = queries.listed(meetings.past(today))[:LATEST_MEETINGS]
    context = {
        "campaign": Campaign.objects.visible_to(viewer).filter(featured=True).first(),
        "to_come": queries.with_campaigns(to_come, campaigns),
        "meetings": queries.with_campaigns(latest, campaigns),
        "countries": countries,
        "organisations_total": Organisation.objects.current().count(),
        "meetings_total": meetings.past(today).count(),
        "structured_data": site_data(request.build_absolute_uri(request.path)),
    }
    return render(request, "kpcsc/home.html", context)


def site_data(url: str) -> dict[str, Any]:
    """The portal as schema.org `WebSite`."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": _("Kimberley Process Civil Society Coalition"),
        "alternateName": "KP CSC",
        "inLanguage": page_language(),
        "url": url,
    }


@read_only
def search(request: HttpRequest) -> HttpResponse:
    """Meetings, campaigns and organisations with the words asked for, of those one may see."""
    form = SearchForm(request.GET)
    keys = found_by(form.query, Viewer.of(request.user))
    page = page_of(keys, request, RESULTS_A_PAGE)
    context = {
        "form": form,
        "page": page,
        "entries": entries(page.object_list),
        "has_more": len(keys) == MOST_RESULTS,
        "query_string": query_string(request),
    }
    return render(request, "kpcsc/search.html", context, status=200 if form.is_valid() else 400)


@read_only
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One of the pages whose text stands in its template."""
    return render(request, f"kpcsc/{name}.html")


@read_only
def privacy(request: HttpRequest) -> HttpResponse:
    """What the portal keeps of people and for how long, and what it does not keep."""
    return render(request, "kpcsc/privacy.html", {"periods": retention_periods()})


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: everything public; a search's results are not worth it."""
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /*/search/", f"Sitemap: {sitemap}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def server_error(request: HttpRequest) -> HttpResponse:
    """Says that something failed, with the code under which the log has it."""
    code = request.failure_code = new_failure_code()  # type: ignore[attr-defined]
    return HttpResponseServerError(render_to_string("500.html", {"code": code}))
