"""The search index: one entry a record, its text in the database's full-text engine."""

from datetime import date
from typing import ClassVar, Self

from django.db import connections, models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.viewer import Viewer
from kpcsc.search.query import readable_columns, search_expression, search_words
from meetings.models import Campaign, Meeting
from meetings.models.publication import published_to
from organisations.models import Organisation
from organisations.models.organisation import listings_shown_to

SQLITE_MATCH = "SELECT rowid FROM kpcsc_searchtext WHERE kpcsc_searchtext MATCH %s"
POSTGRESQL_MATCH = """SELECT id FROM kpcsc_searchentry WHERE vector @@
    (to_tsquery('french', %s) || to_tsquery('english', %s))"""


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The entries of records that this viewer may know of, asked now, never stored.

        By joins: subqueries joined by OR are answered over again for each search.
        """
        if viewer.is_staff:
            return self  # the conditions below would be empty, and OR drops what is empty
        return self.filter(
            published_to(viewer, prefix="meeting__")
            | published_to(viewer, prefix="campaign__")
            | Q(organisation__listing__in=listings_shown_to(viewer))
        )

    def matching(self, query: str, viewer: Viewer) -> Self:
        """The entries with all the words, in text that this viewer may read."""
        if found := search_words(query):
            vendor, columns = connections[self.db].vendor, readable_columns(viewer)
            return self.holding(search_expression(vendor, found, columns))
        return self.none()

    def holding(self, expression: str) -> Self:
        """The entries that a search expression of the database in use finds."""
        if connections[self.db].vendor == "sqlite":
            # "+ 0" keeps SQLite from starting at the matches and sorting them all: it walks the
            # entries by date instead, and stops when the page is full.
            matches = RawSQL(SQLITE_MATCH, [expression])  # noqa: S611 (a constant)
            return self.alias(key=F("pk") + 0).filter(key__in=matches)
        matches = RawSQL(POSTGRESQL_MATCH, [expression, expression])  # noqa: S611 (a constant)
        return self.filter(pk__in=matches)

    def newest_first(self) -> Self:
        """By the record's date, undated ones last."""
        return self.order_by("-date", "-pk")


class SearchEntry(models.Model):
    """One record that can be found.

    Its text lies where Django's models do not reach: in the table kpcsc_searchtext on SQLite, in
    the column `vector` on PostgreSQL.
    """

    meeting = models.OneToOneField(Meeting, models.CASCADE, null=True, related_name="search_entry")
    campaign = models.OneToOneField(
        Campaign, models.CASCADE, null=True, related_name="search_entry"
    )
    organisation = models.OneToOneField(
        Organisation, models.CASCADE, null=True, related_name="search_entry"
    )
    stays_at_merge: ClassVar = True  # it follows its own record, and is emptied with it

    date = models.DateField(default=date.min, help_text="Undated records come last.")

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry in the search")
        verbose_name_plural = _("entries in the search")
        indexes = [
            models.Index(fields=["-date", "-id"], name="search_entry_newest_first"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, campaign=None, organisation=None)
                | Q(meeting=None, campaign__isnull=False, organisation=None)
                | Q(meeting=None, campaign=None, organisation__isnull=False),
                name="search_entry_of_one_record",
                violation_error_message="An entry is of one record.",
            )
        ]

    def __str__(self) -> str:
        return str(self.record)

    @property
    def record(self) -> Meeting | Campaign | Organisation:
        """The record that this entry finds."""
        found = self.meeting or self.campaign or self.organisation
        if found is None:
            raise ValueError("An entry is of one record.")
        return found
