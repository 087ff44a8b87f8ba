"""The addresses of the portal: the pages in two languages, and the few that have none."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from kpcsc import views
from kpcsc.backups.confirmation import confirm_naming_page
from kpcsc.campaign_page.views import campaign_detail, campaign_handout, campaign_poster
from kpcsc.desk.journal_page import journal
from kpcsc.foundation.http import read_only
from kpcsc.health.views import health
from kpcsc.meeting_page.views import meeting_detail
from kpcsc.outbox_page import outbox
from kpcsc.share_cards.views import portal_share_card, share_card
from kpcsc.sitemaps import SITEMAPS
from kpcsc.takedown.views import my_stop_naming, stop_naming_page

handler500 = "kpcsc.views.server_error"
urlpatterns = [
    path("admin/journal/", journal, name="journal"),
    path("admin/confirm-naming/", confirm_naming_page, name="confirm_naming"),
    path(
        "admin/organisations/organisation/<int:key>/stop-naming/",
        stop_naming_page,
        name="stop_naming",
    ),
    path("admin/", admin.site.urls),
    path("healthz", health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", read_only(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("campaigns/<slug:slug>/", campaign_detail, name="campaign_detail"),
        path("campaigns/<slug:slug>/handout/", campaign_handout, name="campaign_handout"),
        path("campaigns/<slug:slug>/poster/", campaign_poster, name="campaign_poster"),
        path("meetings/<slug:slug>/", meeting_detail, name="meeting_detail"),
        path("", include("meetings.urls")),
        path("", include("organisations.urls")),
        path("", include("surveys.urls")),
        path("my/organisation/stop-naming/", my_stop_naming, name="my_stop_naming"),
        path("my/", include("kpcsc.member_area.urls")),
        path("sign-in/", include("organisations.signing_in.urls")),
        path("", include("kpcsc.foundation.mail.urls")),
        path("search/", views.search, name="search"),
        path("cards/portal.png", portal_share_card, name="portal_share_card"),
        path("cards/<slug:kind>/<slug:slug>.png", share_card, name="share_card"),
        path("about/", views.page, {"name": "about"}, name="about"),
        path("contact/", views.page, {"name": "contact"}, name="contact"),
        path("privacy/", views.privacy, name="privacy"),
        path("accessibility/", views.page, {"name": "accessibility"}, name="accessibility"),
        *([path("outbox/", outbox, name="outbox")] if settings.LOCAL else []),
    ),
]
