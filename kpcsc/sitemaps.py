"""The pages that search engines may know of: those that anyone may see, in both languages."""

from collections.abc import Iterable
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from kpcsc.foundation.viewer import PUBLIC
from meetings.models import Campaign, Meeting, Participation
from organisations.models import Country, Organisation
from surveys.models import Survey


class TranslatedSitemap(Sitemap):
    """Addresses in both languages, each with its twin."""

    i18n = True
    alternates = True
    x_default = True


class PageSitemap(TranslatedSitemap):
    def items(self) -> list[str]:
        return [
            *("home", "campaign_list", "meeting_list", "organisation_list"),
            *("about", "contact", "privacy", "accessibility"),
        ]

    def location(self, item: Any) -> str:
        return reverse(item)


class MeetingSitemap(TranslatedSitemap):
    def items(self) -> Iterable[Meeting]:
        return Meeting.objects.visible_to(PUBLIC).newest_first()


class SurveySitemap(TranslatedSitemap):
    def items(self) -> Iterable[Survey]:
        return Survey.objects.visible_to(PUBLIC)


class CampaignSitemap(TranslatedSitemap):
    def items(self) -> Iterable[Campaign]:
        return Campaign.objects.visible_to(PUBLIC)


class OrganisationSitemap(TranslatedSitemap):
    def items(self) -> Iterable[Organisation]:
        return Organisation.objects.visible_to(PUBLIC)


class CountrySitemap(TranslatedSitemap):
    def items(self) -> Iterable[Country]:
        here = OuterRef("pk")
        return Country.objects.filter(
            Q(Exists(Participation.objects.representations_shown_to(PUBLIC).filter(country=here)))
            | Q(Exists(Organisation.objects.visible_to(PUBLIC).filter(country=here)))
        )


SITEMAPS = {
    "pages": PageSitemap,
    "meetings": MeetingSitemap,
    "campaigns": CampaignSitemap,
    "surveys": SurveySitemap,
    "organisations": OrganisationSitemap,
    "countries": CountrySitemap,
}
