"""The search index: one entry a record, its text in the database's full-text engine."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Self

from django.db import connections, models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.viewer import Viewer
from kpcsc.search.query import (
    country_searches,
    readable_columns,
    search_expression,
    search_words,
)
from meetings.models import Campaign, Meeting, Participation
from meetings.models.publication import published_to
from organisations.models import Organisation
from organisations.models.listing import listings_shown_to

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
        found = search_words(query)
        if not found:
            return self.none()
        vendor, columns = connections[self.db].vendor, readable_columns(viewer)
        condition = Q(pk__in=self.holding(search_expression(vendor, found, columns)).values("pk"))
        for codes, others in country_searches(found):
            expression = search_expression(vendor, others, columns) if others else ""
            at_meetings = SearchEntry.objects.representing(codes, expression, viewer)
            condition |= Q(pk__in=at_meetings.values("pk"))
        return self.filter(condition)

    def representing(self, codes: Sequence[str], expression: str, viewer: Viewer) -> Self:
        """The entries of meetings where one of these countries was represented, as far as this
        viewer may learn that; where there is a search expression, those alone that it finds."""
        found = self.holding(expression) if expression else self
        shown = Participation.objects.representations_shown_to(viewer).filter(country__in=codes)
        return found.filter(meeting__in=shown.values("meeting"))

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
    follows_record: ClassVar = True

    date = models.DateField(default=date.min, help_text="Undated records come last.")
    names = models.TextField(blank=True, help_text="Of an organisation, as it was last indexed.")

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


class TextMention(models.Model):
    """That a text of a record, which others than the secretariat read, names an organisation.

    Found while the record is indexed. An organisation's own texts may name it, and do not count.
    """

    stays_at_merge: ClassVar = True  # both are indexed anew
    follows_record: ClassVar = True

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="mentions")
    # An organisation that texts name is not deleted: its name would be a word like any other.
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="text_mentions")

    class Meta:
        verbose_name = _("mention in a text")
        verbose_name_plural = _("mentions in texts")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "organisation"],
                name="text_mention_once",
                violation_error_message="A mention is counted once.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.organisation}"
