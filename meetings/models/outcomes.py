"""What a meeting leads to: decisions, what somebody promised to do, and how far that has come."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kpcsc.foundation.translated_text import has_text
from kpcsc.foundation.viewer import Viewer
from meetings.models.meeting import Meeting
from meetings.models.participation import Participation, namings_shown_to
from meetings.models.parts import AgendaItem, MeetingPart, PartQuerySet, visibility_field
from meetings.models.publication import Visibility
from organisations.models import Organisation
from organisations.models.listing import listings_shown_to
from organisations.models.organisation import UNMERGED


def agenda_item_field(related_name: str) -> models.ForeignKey:
    """The column that says under which item of the agenda something came up, if under one."""
    return models.ForeignKey(
        AgendaItem,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=_("agenda item"),
    )


class Decision(MeetingPart):
    """What the meeting agreed."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    agenda_item = agenda_item_field("decisions")
    text = models.TextField(_("text"), help_text=_("What was decided, in one sentence."))

    visibility = visibility_field(Visibility.MEMBERS)

    objects = PartQuerySet["Decision"].as_manager()

    class Meta(MeetingPart.Meta):
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            *MeetingPart.Meta.constraints,
            models.CheckConstraint(
                condition=has_text("text"),
                name="decision_has_text",
                violation_error_message=_("Write what was decided, in one language at least."),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class FollowUpState(models.TextChoices):
    OPEN = "open", _("open")
    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")


class FollowUpQuerySet(PartQuerySet["FollowUp"]):
    def still_open(self) -> Self:
        """Those that are still to be done."""
        return self.filter(state=FollowUpState.OPEN)

    def overdue(self) -> Self:
        """Those still open although their day is over."""
        return self.still_open().filter(due__lt=timezone.localdate())

    def due_within(self, last: date) -> Self:
        """Those to be done by a day, unless their owners have said that they cannot."""
        open_ones = self.still_open().filter(due__lte=last).with_latest_report()
        cannot = Q(latest_report=ProgressReport.Kind.CANNOT)
        return open_ones.filter(Q(latest_report=None) | ~cannot)

    def promised_by(self, person: Any) -> Self:
        """What the organisation of a person promised, as far as this person may know of it."""
        viewer = Viewer.of(person)
        if not viewer.is_member or person.organisation_id is None:
            return self.none()
        return self.visible_to(viewer).filter(owner=person.organisation_id)

    def left_open_before(self, *, campaign: int, day: date, meeting: int) -> Self:
        """What the campaign's meetings before one left open, the longest due first."""
        earlier = Meeting.objects.filter(campaign=campaign).before(day, meeting)
        return self.still_open().filter(meeting__in=earlier).longest_due_first()

    def longest_due_first(self) -> Self:
        """In the order of their days, those without one last."""
        return self.order_by(models.F("due").asc(nulls_last=True), "pk")

    def with_latest_report(self) -> Self:
        """Adds `latest_report`, the kind of what was last reported; None where nothing was."""
        reports = ProgressReport.objects.filter(follow_up=OuterRef("pk")).order_by("-at", "-pk")
        return self.annotate(latest_report=Subquery(reports.values("kind")[:1]))

    def with_named_owner(self, viewer: Viewer) -> Self:
        """Adds `named_owner`: the owner, if this viewer may learn what it has to do with it."""
        hidden = Participation.objects.filter(
            meeting=OuterRef("meeting"), organisation=OuterRef("owner")
        ).exclude(named__in=namings_shown_to(viewer))
        shown = Q(owner__listing__in=listings_shown_to(viewer), owner__merged_into=None)
        return self.annotate(
            named_owner=models.FilteredRelation("owner", condition=shown & Q(~Exists(hidden)))
        ).select_related("named_owner")


class FollowUp(MeetingPart):
    """What somebody promised to do."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="follow_ups")
    agenda_item = agenda_item_field("follow_ups")
    what = models.TextField(
        _("what"), help_text=_("What is to be done, in one sentence that begins with a verb.")
    )
    owner = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        limit_choices_to=UNMERGED,
        verbose_name=_("who"),
        help_text=_("Named with what it promised, to those who may see it named."),
    )
    due = models.DateField(
        _("due"), null=True, blank=True, help_text=_("The last day: from the next one it is late.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=FollowUpState, default=FollowUpState.OPEN
    )
    evidence = models.TextField(
        _("evidence"), blank=True, help_text=_("Where one sees that it was done: a link, a letter.")
    )

    visibility = visibility_field(Visibility.MEMBERS)

    # Set by `with_latest_report`.
    latest_report: str | None
    # Set by `with_named_owner`.
    named_owner: Organisation | None

    objects = FollowUpQuerySet.as_manager()

    class Meta(MeetingPart.Meta):
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")

    def __str__(self) -> str:
        return self.what

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state == FollowUpState.OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether it is still open although its day is over."""
        return self.is_open and self.due is not None and self.due < timezone.localdate()


class ProgressReport(models.Model):
    """What the owner of a follow-up said of it. Never changed: another follows."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("under way")
        DONE = "done", _("done")
        CANNOT = "cannot", _("we cannot do it")

    follow_up = models.ForeignKey(
        FollowUp, models.CASCADE, related_name="progress_reports", verbose_name=_("follow-up")
    )
    kind = models.CharField(_("how far it is"), max_length=10, choices=Kind)
    text = models.TextField(_("text"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("progress report")
        verbose_name_plural = _("progress reports")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["progress", "done", "cannot"]),
                name="progress_report_kind_known",
                violation_error_message=_("Say how far it is."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="progress_report_says_something",
                violation_error_message=_("Say in a sentence how far it is."),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def meeting_id(self) -> int:
        """The meeting whose namings count in its text."""
        return self.follow_up.meeting_id

    @property
    def text_author_id(self) -> int | None:
        """Who wrote it, and reads it as it was written."""
        return self.by_id


class DigestWeek(models.Model):
    """A week whose digest of follow-ups was posted: there is one a week, whoever posts it."""

    monday = models.DateField(_("Monday"), unique=True)
    posted_at = models.DateTimeField(_("posted"), auto_now_add=True)

    class Meta:
        verbose_name = _("weekly digest")
        verbose_name_plural = _("weekly digests")
        ordering = ["-monday"]

    def __str__(self) -> str:
        return self.monday.isoformat()
