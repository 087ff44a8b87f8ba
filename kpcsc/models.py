"""The search index: one entry a record, its text in the database's full-text engine."""

from typing import Self

from django.db import connections, models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL

from kpcsc.foundation.viewer import Viewer
from kpcsc.search_query import fts5_expression, readable_columns, tsquery_expression, words
from meetings.models import Campaign, Meeting
from organisations.models import Organisation

SQLITE_MATCH = "SELECT rowid FROM kpcsc_searchtext WHERE kpcsc_searchtext MATCH %s"
POSTGRESQL_MATCH = """SELECT id FROM kpcsc_searchentry WHERE vector @@
    (to_tsquery('french', %s) || to_tsquery('english', %s))"""


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The entries of records that this viewer may know of, asked now, never stored."""
        return self.filter(
            Exists(Meeting.objects.visible_to(viewer).filter(pk=OuterRef("meeting")))
            | Exists(Campaign.objects.visible_to(viewer).filter(pk=OuterRef("campaign")))
            | Exists(Organisation.objects.visible_to(viewer).filter(pk=OuterRef("organisation")))
        )

    def matching(self, query: str, viewer: Viewer) -> Self:
        """The entries with all the words, in text that this viewer may read."""
        return self._with_words(words(query), readable_columns(viewer))

    def titled(self, query: str) -> Self:
        """The entries with all the words in their title."""
        return self._with_words(words(query), ["title"])

    def newest_first(self) -> Self:
        """By the record's date, undated ones last."""
        return self.order_by(F("date").desc(nulls_last=True), "-pk")

    def _with_words(self, found: list[str], columns: list[str]) -> Self:
        if not found:
            return self.none()
        if connections[self.db].vendor == "sqlite":
            matches = SQLITE_MATCH, [fts5_expression(found, columns)]
        else:
            matches = POSTGRESQL_MATCH, [tsquery_expression(found, columns)] * 2
        return self.filter(pk__in=RawSQL(*matches))  # noqa: S611 (constants with parameters)


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
    date = models.DateField(null=True, db_index=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
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
