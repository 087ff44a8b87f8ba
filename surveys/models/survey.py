"""Surveys before a meeting: for whom, how long, and what is promised to those who answer."""

from datetime import datetime
from typing import Self
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kpcsc.foundation.addresses import address
from kpcsc.foundation.translated_text import has_text
from kpcsc.foundation.versioned import Versioned
from kpcsc.foundation.viewer import Viewer
from meetings.models import Meeting, Visibility
from meetings.models.publication import published_to, shown_to, visibilities_shown_to


class Confidentiality(models.TextChoices):
    """Who learns from whom an answer came, from most to least."""

    NAMED = "named", _("named: the secretariat sees who answered what")
    CONFIDENTIAL = (
        "confidential",
        _("confidential: the secretariat sees the organisation, not the person"),
    )
    ANONYMOUS = (
        "anonymous",
        _("anonymous: once closed, the portal no longer knows who answered what"),
    )


class Unit(models.TextChoices):
    """Whose answer counts once."""

    PERSON = "person", _("one answer a person")
    ORGANISATION = "organisation", _("one answer an organisation")


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The surveys whose results this viewer may read: published, and of a visible meeting."""
        if viewer.is_staff:
            return self
        shown = Q(questions__results_visibility__in=visibilities_shown_to(viewer))
        published = Q(results_published_at__isnull=False)
        return self.filter(shown, published, published_to(viewer, prefix="meeting__")).distinct()

    def visible_once_published_to(self, viewer: Viewer) -> Self:
        """The surveys before meetings that are for this viewer, once they are published."""
        return self.filter(shown_to(viewer, prefix="meeting__"))

    def with_published_results(self) -> Self:
        """Those whose results are published, to whomever."""
        return self.filter(results_published_at__isnull=False)

    def under_way(self) -> Self:
        """Those with dates that are not closed yet."""
        return self.filter(opens_at__isnull=False, closed_at=None)

    def with_turnout(self) -> Self:
        """Adds `invited` and `answered`: how many were asked, and how many have answered.

        Whose link was withdrawn was asked as well: nothing makes the share look better.
        """
        return self.annotate(invited=Count("invitations"), answered=Count("invitations__mark"))

    def over_at(self, moment: datetime) -> Self:
        """Those whose time has run out, and that are still to be closed."""
        return self.filter(closed_at=None, closes_at__lte=moment)

    def open_at(self, moment: datetime) -> Self:
        """Those that take answers at this moment."""
        return self.filter(opens_at__lte=moment, closes_at__gt=moment, closed_at=None)


class Survey(Versioned):
    """A questionnaire, sent before a meeting to those who are invited to answer it."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="surveys", verbose_name=_("meeting")
    )
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(
        _("address"), max_length=100, unique=True, help_text=_("Of the page of its results.")
    )
    introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("Why you ask, and what becomes of the answers. Shown before the questions."),
    )
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    confidentiality = models.CharField(
        _("confidentiality"),
        max_length=20,
        choices=Confidentiality,
        default=Confidentiality.CONFIDENTIAL,
        help_text=_("A promise to those who answer: it stands once somebody has answered."),
    )
    unit = models.CharField(_("who answers"), max_length=20, choices=Unit, default=Unit.PERSON)
    is_open_to_all = models.BooleanField(
        _("open to whoever has the public link"),
        default=False,
        help_text=_("Besides those invited. For anonymous surveys alone."),
    )
    one_section_a_page = models.BooleanField(
        _("one section a page"),
        default=False,
        help_text=_("For long surveys. Otherwise all questions stand on one page."),
    )
    opens_at = models.DateTimeField(
        _("opens"), null=True, blank=True, help_text=_("Empty while it is being written.")
    )
    closes_at = models.DateTimeField(
        _("closes"), null=True, blank=True, help_text=_("Answers can be changed until then.")
    )
    remind_at = models.DateTimeField(
        _("reminder"),
        null=True,
        blank=True,
        help_text=_("A reminder goes then to those who have not answered."),
    )
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    results_published_at = models.DateTimeField(_("results published"), null=True, editable=False)
    least_respondents = models.PositiveSmallIntegerField(
        _("least respondents for a table"),
        default=10,
        help_text=_("Results are published from so many answers on; never fewer than 5."),
    )
    least_in_cell = models.PositiveSmallIntegerField(
        _("least respondents in a cell"),
        default=5,
        help_text=_("Of a table that crosses two questions; never fewer than 5."),
    )
    is_demonstration = models.BooleanField(
        _("its answers are invented"), default=False, editable=False
    )
    compared_with = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="copies",
        verbose_name=_("copy of"),
    )

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        permissions = [("publish_survey", _("May publish the results of surveys"))]
        ordering = [F("opens_at").desc(nulls_first=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=has_text("title"),
                name="survey_has_title",
                violation_error_message=_("Give a title, in one language at least."),
            ),
            models.CheckConstraint(
                condition=Q(confidentiality__in=Confidentiality.values, unit__in=Unit.values),
                name="survey_confidentiality_and_unit_known",
                violation_error_message=_("Choose who answers, and what is promised to them."),
            ),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=False, closes_at__gt=F("opens_at")),
                name="survey_closes_after_it_opens",
                violation_error_message=_("Say until when the survey is open, after its opening."),
            ),
            models.CheckConstraint(
                condition=Q(remind_at__isnull=True)
                | Q(remind_at__gt=F("opens_at"), remind_at__lt=F("closes_at")),
                name="survey_reminds_while_it_is_open",
                violation_error_message=_("The reminder goes while the survey is open."),
            ),
            models.CheckConstraint(
                condition=Q(is_open_to_all=False)
                | Q(confidentiality=Confidentiality.ANONYMOUS, unit=Unit.PERSON),
                name="survey_open_to_all_is_anonymous",
                violation_error_message=_(
                    "A survey open to all is anonymous, one answer a person."
                ),
            ),
            models.CheckConstraint(
                condition=Q(least_respondents__gte=5, least_in_cell__gte=5),
                name="survey_thresholds_protect",
                violation_error_message=_("The least numbers of respondents are never below 5."),
            ),
            models.CheckConstraint(
                condition=Q(results_published_at__isnull=True) | Q(closed_at__isnull=False),
                name="survey_results_after_closing",
                violation_error_message=_("Results are published once the survey is closed."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return address("survey_results", self.slug)

    def clean(self) -> None:
        """What was promised to those who answered stands."""
        super().clean()
        before = Survey.objects.filter(pk=self.pk).first()
        if before and before.has_opened and not self.has_opened:
            problem = _(
                "It has opened, and people may be answering: its opening stays. You may close it."
            )
            raise ValidationError(problem)
        is_other = any(getattr(self, name) != getattr(before, name, None) for name in PROMISES)
        if before and self.has_answers and is_other:
            raise ValidationError(
                _(
                    "Somebody has answered: who answers, confidentiality and the least numbers of "
                    "respondents stay as they were promised. Duplicate the survey instead."
                )
            )

    @property
    def is_published(self) -> bool:
        """Whether readers see its results."""
        return self.results_published_at is not None

    @property
    def has_answers(self) -> bool:
        """Whether anything was answered, so that the questions can no longer change."""
        return self.responses.exists()

    @cached_property
    def is_frozen(self) -> bool:
        """Whether it has answers, asked once for a page that wants to know it of each row."""
        return self.has_answers

    @property
    def is_anonymous(self) -> bool:
        """Whether nothing may join an answer to the person."""
        return self.confidentiality == Confidentiality.ANONYMOUS

    @property
    def is_too_early_for_results(self) -> bool:
        """Whether not even the secretariat sees figures: of an anonymous survey, those that grow
        while people answer, or that few answered, would tell who answered what."""
        return self.is_anonymous and (
            self.closed_at is None or self.responses.complete().count() < self.least_respondents
        )

    def is_open(self, moment: datetime | None = None) -> bool:
        """Whether it takes answers, now or at the moment."""
        moment = moment or timezone.now()
        return (
            self.closed_at is None
            and self.opens_at is not None
            and self.closes_at is not None
            and self.opens_at <= moment < self.closes_at
        )

    @property
    def has_opened(self) -> bool:
        """Whether the moment has passed from which on it takes answers."""
        return self.opens_at is not None and self.opens_at <= timezone.now()

    @property
    def is_to_come(self) -> bool:
        """Whether it has a date from which on it takes answers."""
        return (
            self.closed_at is None and self.opens_at is not None and self.opens_at > timezone.now()
        )

    @property
    def is_over(self) -> bool:
        """Whether it took answers, and takes none any more."""
        return self.opens_at is not None and self.opens_at <= timezone.now() and not self.is_open()

    @property
    def over_since(self) -> datetime | None:
        """Since when it takes no answers."""
        return min(filter(None, [self.closed_at, self.closes_at]), default=None)

    @property
    def state(self) -> str:
        """Where it stands, in words: being written, to come, open, over, closed."""
        if self.closed_at:
            return str(_("closed"))
        if self.opens_at is None or self.closes_at is None:
            return str(_("being written"))
        if self.is_open():
            return pgettext("survey", "open")
        return str(_("to come")) if timezone.now() < self.opens_at else str(_("over, not closed"))


PROMISES = ("confidentiality", "unit", "is_open_to_all", "least_respondents", "least_in_cell")


def results_visibility_field() -> models.CharField:
    """Who may see the published results of a question."""
    return models.CharField(
        _("results for"),
        max_length=20,
        choices=Visibility,
        default=Visibility.STAFF,
        help_text=_("Once you publish the results of the survey."),
    )
