"""The public pages on who the coalition is: organisations and countries."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse

from kpcsc.foundation.http import read_only
from kpcsc.foundation.viewer import Viewer
from organisations.country_map import drawing
from organisations.models import Country, Organisation
from organisations.structured_data import organisation_data

MEETINGS_SHOWN = 20


@read_only
def organisation_list(request: HttpRequest) -> HttpResponse:
    """The organisations that this viewer may see named, in alphabetical order."""
    organisations = Organisation.objects.visible_to(Viewer.of(request.user))
    context = {
        "organisations": organisations.in_alphabetical_order(),
        "total": Organisation.objects.current().count(),
    }
    return render(request, "organisations/organisation_list.html", context)


@read_only
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation and the meetings that it may be seen to have come to.

    The address of one that was merged into it leads to it.
    """
    viewer = Viewer.of(request.user)
    organisation = get_object_or_404(
        Organisation.objects.visible_to(viewer).at_address(slug, viewer)
    )
    if organisation.slug != slug:
        return redirect(organisation)  # for now: whether it may be seen can change
    participations = organisation.participations.attended().visible_to(viewer)
    context = {
        "organisation": organisation,
        "meetings": [
            participation.meeting
            for participation in participations.select_related("meeting").order_by(
                "-meeting__starts_on", "-meeting__pk"
            )[:MEETINGS_SHOWN]
        ],
        "meetings_total": participations.count(),
        "structured_data": organisation_data(
            organisation, request.build_absolute_uri(request.path)
        ),
    }
    return TemplateResponse(request, "organisations/organisation_detail.html", context)


@read_only
def country_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A country's organisations and meetings; a country without any has no page."""
    viewer = Viewer.of(request.user)
    country = get_object_or_404(Country, code=code.upper())
    if code != code.lower():
        raise Http404
    organisations = country.organisations.visible_to(viewer).in_alphabetical_order()
    meetings = country.meetings.visible_to(viewer).representing(country, viewer).newest_first()
    meetings_total = meetings.count()
    if not meetings_total and not organisations:
        raise Http404
    context = {
        "country": country,
        "organisations": organisations,
        "meetings": meetings[:MEETINGS_SHOWN],
        "meetings_total": meetings_total,
        "map": drawing([country.code]),
    }
    return render(request, "organisations/country_detail.html", context)
