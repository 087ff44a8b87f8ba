"""Meetings: when, where, for what, and the figures that their reports declare."""

from datetime import MAXYEAR, MINYEAR, date
from typing import Any, Self

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.addresses import address
from kpcsc.foundation.partial_date import PartialPeriod, Precision
from kpcsc.foundation.short_title import short_title_field
from kpcsc.foundation.translated_text import has_text
from kpcsc.foundation.viewer import Viewer
from meetings.figures import Figure, declared_or_listed, figures
from meetings.models.campaign import Campaign
from meetings.models.publication import PublicationQuerySet, PublishableRecord, published_to
from organisations.models import Country
from organisations.models.user import validate_time_zone

MOST_PLACES = 50


class Format(models.TextChoices):
    ONLINE = "online", _("online")
    IN_PERSON = "in_person", _("in person")
    HYBRID = "hybrid", _("in person and online")


class State(models.TextChoices):
    PLANNED = "planned", _("planned")
    HELD = "held", _("held")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


def count_of(rows: models.QuerySet[Any]) -> Coalesce:
    """The number of rows that belong to a meeting, as a subquery: joins would multiply."""
    counted = rows.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)


def declared_count(label: Any) -> models.PositiveIntegerField:
    """The column of a figure as the report declares it; unknown where that says nothing."""
    return models.PositiveIntegerField(
        label,
        null=True,
        blank=True,
        help_text=_("As the report says, even if the list differs; empty if it is silent."),
    )


def _is_to_come(today: date) -> Q:
    """The condition on the meetings that are to come on a day: by days, not by hours, so that a
    page stays as it is until midnight."""
    firsts = {Precision.MONTH: today.replace(day=1), Precision.YEAR: date(today.year, 1, 1)}
    is_ahead = Q(starts_on__gte=today) | Q(ends_on__gte=today)
    for precision, first in firsts.items():
        is_ahead |= Q(precision=precision) & (Q(starts_on__gte=first) | Q(ends_on__gte=first))
    return ~Q(state=State.HELD) & is_ahead


class MeetingQuerySet(PublicationQuerySet["Meeting"]):
    def with_listed_counts(self) -> Self:
        """Adds `listed_organisations` and `listed_countries`: totals, unlisted ones included."""
        participations: Any = Meeting._meta.get_field("participations").related_model
        represented = Meeting.countries.through._default_manager.all()
        return self.annotate(
            listed_organisations=count_of(participations.objects.attended()),
            listed_countries=count_of(represented),
        )

    def with_differing_figures(self) -> Self:
        """Those whose report declares another number than their record lists."""
        return self.with_listed_counts().filter(
            Q(organisations_count__isnull=False) & ~Q(organisations_count=F("listed_organisations"))
            | Q(countries_count__isnull=False) & ~Q(countries_count=F("listed_countries"))
        )

    def with_visible_campaign(self, viewer: Viewer) -> Self:
        """Adds `visible_campaign`: the campaign, if this viewer may know of it."""
        published = published_to(viewer, prefix="campaign__")
        relation = models.FilteredRelation("campaign", condition=published)
        return self.annotate(visible_campaign=relation).select_related("visible_campaign")

    def to_come(self, today: date) -> Self:
        """Those whose last day is not over, as far as it is known, and that were not held."""
        return self.filter(_is_to_come(today))

    def past(self, today: date) -> Self:
        """All others."""
        return self.exclude(_is_to_come(today))

    def newest_first(self) -> Self:
        """By date; where two share it, the later record first."""
        return self.order_by("-starts_on", "-pk")

    def before(self, day: date, key: int) -> Self:
        """Those that `newest_first` puts after the meeting of this day and key."""
        return self.filter(Q(starts_on__lt=day) | Q(starts_on=day, pk__lt=key))

    def after(self, day: date, key: int) -> Self:
        """Those that `newest_first` puts before the meeting of this day and key."""
        return self.filter(Q(starts_on__gt=day) | Q(starts_on=day, pk__gt=key))

    def representing(self, country: Any, viewer: Viewer) -> Self:
        """Those at which this viewer may learn that a country was represented."""
        # Participations belong to meetings, not the other way: likewise by the reverse accessor.
        participation: Any = Meeting._meta.get_field("participations").related_model
        shown = participation.objects.representations_shown_to(viewer).filter(country=country)
        return self.filter(pk__in=shown.values("meeting"))

    def matching(self, query: str, viewer: Viewer) -> Self:
        """The meetings that a full-text search finds, among what this viewer may read."""
        # The index lies to the right of this app: it is reached by the reverse accessor alone.
        entries: Any = Meeting._meta.get_field("search_entry").related_model
        return self.filter(pk__in=entries.objects.matching(query, viewer).values("meeting"))


class Meeting(PublishableRecord):
    """A meeting of the coalition, planned or held."""

    campaign = models.ForeignKey(
        Campaign,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("campaign"),
    )
    title = models.CharField(
        _("title"), max_length=250, help_text=_("What the meeting was called, without its date.")
    )
    short_title = short_title_field()
    slug = models.SlugField(
        _("address"), max_length=120, unique=True, help_text=_("The same in both languages.")
    )
    introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("Two or three sentences that a stranger understands. Names no organisation."),
    )
    starts_on = models.DateField(
        _("first day"),
        help_text=_("As far as it is known: “14 October 2022”, “October 2022” or “2022”."),
    )
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Only where it lasts more than a day.")
    )
    ends_at = models.TimeField(_("ends at"), null=True, blank=True)
    precision = models.CharField(
        _("date known"),
        max_length=10,
        choices=Precision,
        default=Precision.DAY,
        help_text=_("Readers see the date no more precisely than this."),
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=50,
        default="UTC",
        validators=[validate_time_zone],
        help_text=_("Of the place, or of the organiser: a city or a country."),
    )
    format = models.CharField(_("format"), max_length=20, choices=Format, blank=True)
    place = models.CharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("The city is enough. Whoever may see the meeting sees it."),
    )
    joining_link = models.URLField(
        _("joining link"),
        blank=True,
        help_text=_("Private: shown to those invited who say that they come, and to nobody else."),
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PLANNED)
    # Of the invitations alone, and edited on their page: no other page shows them.
    invitation_text_fr = models.TextField(_("text of the invitation, in French"), blank=True)
    invitation_text_en = models.TextField(_("text of the invitation, in English"), blank=True)
    reply_by = models.DateField(
        _("replies until"),
        null=True,
        blank=True,
        help_text=_("A wish: replies are taken until the meeting begins."),
    )
    places = models.PositiveSmallIntegerField(
        _("places"), default=2, help_text=_("How many people an invited organisation may send.")
    )
    countries = models.ManyToManyField(
        Country,
        blank=True,
        related_name="meetings",
        verbose_name=_("countries represented"),
        help_text=_("Those of the people who came. All of them are shown on the map."),
    )
    participants_count = declared_count(_("participants"))
    facilitators_count = declared_count(_("facilitators"))
    organisations_count = declared_count(_("organisations"))
    countries_count = declared_count(_("countries"))

    announced_at = models.DateTimeField(
        _("members told"), null=True, blank=True, editable=False, help_text=_("Once, by e-mail.")
    )

    # Set by `with_listed_counts`.
    listed_countries: int
    listed_organisations: int
    # Set by `with_visible_campaign`.
    visible_campaign: Campaign | None = None

    objects = MeetingQuerySet.as_manager()

    class Meta(PublishableRecord.Meta):
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        permissions = [
            ("publish_meeting", _("May publish and withdraw meetings")),
            ("facilitate_meeting", _("May run the meetings that they facilitate")),
        ]
        ordering = ["-starts_on", "-pk"]
        indexes = [
            # Without status and visibility: nearly all meetings share them, and an index that
            # starts with them misleads SQLite's planner.
            models.Index(fields=["-starts_on", "-id"], name="meeting_newest_first"),
            models.Index(fields=["campaign", "starts_on"], name="meeting_in_campaign"),
        ]
        constraints = [
            *PublishableRecord.Meta.constraints,
            models.CheckConstraint(
                condition=has_text("title"),
                name="meeting_has_title",
                violation_error_message=_("Give a title, in one language at least."),
            ),
            models.CheckConstraint(
                condition=Q(precision__in=Precision.values, state__in=State.values),
                name="meeting_precision_and_state_known",
                violation_error_message=_("Choose a state, and how precisely the date is known."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="meeting_ends_after_start",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(precision=Precision.MINUTE, starts_at__isnull=False)
                | ~Q(precision=Precision.MINUTE) & Q(starts_at__isnull=True, ends_at__isnull=True),
                name="meeting_times_fit_precision",
                violation_error_message=_(
                    "Give a starting time if the date is known to the minute, and none otherwise."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(ends_on__isnull=False, ends_on__gt=F("starts_on"))
                | Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_begins",
                violation_error_message=_("The meeting cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1, places__lte=MOST_PLACES),
                name="meeting_has_places",
                violation_error_message=_("An organisation may send one person to fifty."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("meeting_detail", self.slug)

    @property
    def meeting_id(self) -> int:
        """The meeting whose namings count in its texts, as in those of its parts: itself."""
        return self.pk

    @property
    def period(self) -> PartialPeriod:
        """When it is or was, as precisely as that is known."""
        return PartialPeriod(
            start=self.starts_on,
            end=self.ends_on,
            precision=self.precision,
            start_time=self.starts_at,
            end_time=self.ends_at,
            time_zone=self.time_zone,
        )

    @property
    def figures(self) -> list[Figure]:
        """The known figures, as declared, or as listed where the report declares none.

        Needs the columns of `with_listed_counts`.
        """
        return figures(
            participants=self.participants_count,
            facilitators=self.facilitators_count,
            countries=declared_or_listed(self.countries_count, self.listed_countries),
            organisations=declared_or_listed(self.organisations_count, self.listed_organisations),
        )

    @property
    def has_calendar_date(self) -> bool:
        """Whether a calendar can hold it: a day at least is known, and not one of its last."""
        is_known = self.precision in {Precision.MINUTE, Precision.DAY}
        return is_known and MINYEAR < self.starts_on.year <= self.last_day.year < MAXYEAR

    @property
    def last_day(self) -> date:
        """The day it ends on."""
        return self.ends_on or self.starts_on

    @property
    def has_begun(self) -> bool:
        """Whether its time has come; where no hour is known, once its last day is over."""
        begins = self.period.start_moment if self.starts_at else self.period.over_moment
        return begins <= timezone.now()

    @property
    def is_over(self) -> bool:
        """Whether it was held, or its time is past."""
        return self.state == State.HELD or self.period.over_moment <= timezone.now()

    @property
    def is_to_come(self) -> bool:
        """Whether it is among those `to_come` today."""
        last = PartialPeriod(self.last_day, precision=self.precision)
        day_over = last.over_moment.date()
        return self.state != State.HELD and day_over > timezone.localdate()

    @property
    def takes_replies(self) -> bool:
        """Whether those invited may say whether they come."""
        return self.state == State.PLANNED and not self.has_begun

    @property
    def is_postponed_or_cancelled(self) -> bool:
        """Whether readers must be told that it does not take place as dated."""
        return self.state in {State.POSTPONED, State.CANCELLED}
