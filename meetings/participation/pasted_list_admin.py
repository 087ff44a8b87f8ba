"""What the admin of meetings needs for lists that are pasted."""

from django.contrib import admin
from django.urls import URLPattern, path

from meetings.participation.pasted_list_views import CountryListView, OrganisationListView

PAGES = [
    ("add-organisations", "meetings_meeting_add_organisations", OrganisationListView),
    ("add-countries", "meetings_meeting_add_countries", CountryListView),
]


class PastedListsMixin(admin.ModelAdmin):
    """Adds the pages that take a pasted list; the meeting's own page links to them."""

    def get_urls(self) -> list[URLPattern]:
        pages = [
            path(
                f"<path:object_id>/{address}/",
                self.admin_site.admin_view(view.as_view(model_admin=self)),
                name=name,
            )
            for address, name, view in PAGES
        ]
        return [*pages, *super().get_urls()]
