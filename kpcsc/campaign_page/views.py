"""The public page of a campaign."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from kpcsc.campaign_page.blocks import CampaignPage, campaigns_with_parts
from kpcsc.foundation.http import read_only
from kpcsc.foundation.viewer import Viewer


@read_only
def campaign_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A campaign: why, what it asks, what is known, and what a reader can do."""
    viewer = Viewer.of(request.user)
    campaign = get_object_or_404(campaigns_with_parts(viewer), slug=slug)
    page = CampaignPage(campaign, viewer)
    context = {"campaign": campaign, "page": page}
    return TemplateResponse(request, "meetings/campaign_detail.html", context)
