"""The public page of a campaign, and what can be printed of it."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse

from kpcsc.campaign_page.blocks import CampaignPage, campaigns_with_parts
from kpcsc.campaign_page.qr_code import qr_code
from kpcsc.foundation.http import read_only
from kpcsc.foundation.viewer import Viewer

LONGEST_ADDRESS = 500  # characters


@read_only
def campaign_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A campaign: why, what it asks, what is known, and what a reader can do."""
    return TemplateResponse(request, "meetings/campaign_detail.html", context_of(request, slug))


@read_only
def campaign_handout(request: HttpRequest, slug: str) -> HttpResponse:
    """The campaign and what it asks on paper, with the way to its page."""
    return on_paper(request, slug, "meetings/campaign_handout.html")


@read_only
def campaign_poster(request: HttpRequest, slug: str) -> HttpResponse:
    """The campaign on one sheet, to be read from afar."""
    return on_paper(request, slug, "meetings/campaign_poster.html")


def on_paper(request: HttpRequest, slug: str, template: str) -> HttpResponse:
    """A campaign in a template for paper, where its address is written out and drawn."""
    context = context_of(request, slug)
    address = request.build_absolute_uri(context["campaign"].get_absolute_url())
    if len(address) > LONGEST_ADDRESS:  # a made-up port; a code of it could not be drawn
        raise BadRequest
    context |= {"address": address.partition("://")[2], "code": qr_code(address)}
    return render(request, template, context)


def context_of(request: HttpRequest, slug: str) -> dict[str, Any]:
    """A campaign that the viewer may see, and the blocks of its page."""
    viewer = Viewer.of(request.user)
    campaign = get_object_or_404(campaigns_with_parts(viewer), slug=slug)
    return {"campaign": campaign, "page": CampaignPage(campaign, viewer)}
