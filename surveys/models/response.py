"""What people answered, with no more about them than the survey promises."""

from typing import Self
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.models import Country, Kind, Organisation
from surveys.kinds import Given
from surveys.models.invitation import Invitation
from surveys.models.question import Choice, Question
from surveys.models.survey import Confidentiality, Survey

LONGEST_TEXT = 5000


class RecordedFrom(models.TextChoices):
    """How an answer came that the secretariat wrote down."""

    PHONE = "phone", _("by phone")
    PAPER = "paper", _("on paper")


class ResponseQuerySet(models.QuerySet["Response"]):
    def complete(self) -> Self:
        """Those that were handed in, not only saved for later."""
        return self.filter(is_complete=True)


class Response(models.Model):
    """The answers of one respondent.

    Its key is random and says nothing of order. Only of a named survey it knows whose it is; any
    other is found again by a code that the respondent alone holds. Constraints keep that promise,
    whatever code writes the row.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses")
    confidentiality = models.CharField(
        _("confidentiality"), max_length=20, choices=Confidentiality, editable=False
    )
    invitation = models.OneToOneField(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="response"
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="survey_responses",
        verbose_name=_("organisation"),
    )
    # Of the organisation, as they were when it answered: what is published later stays the same.
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind, blank=True)
    code_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    is_complete = models.BooleanField(_("handed in"), default=False)
    # By the names of the form's controls, of an answer that is saved for later alone.
    unfinished = models.JSONField(_("typed, and not valid yet"), default=dict, editable=False)
    submitted_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written down by"),
    )
    recorded_from = models.CharField(
        _("how it came"), max_length=10, choices=RecordedFrom, blank=True
    )

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.CheckConstraint(
                condition=~Q(confidentiality=Confidentiality.ANONYMOUS)
                | Q(organisation=None, country=None, kind="", recorded_by=None, recorded_from=""),
                name="response_anonymous_joins_nobody",
                violation_error_message=_("An anonymous answer holds nothing about the person."),
            ),
            models.CheckConstraint(
                condition=Q(confidentiality=Confidentiality.NAMED)
                | Q(invitation=None, submitted_at=None),
                name="response_names_the_named_alone",
                violation_error_message=_(
                    "Only a named answer knows whose it is, and when it came."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(confidentiality=Confidentiality.NAMED) | Q(code_hash=None),
                name="response_code_is_for_the_others",
                violation_error_message=_(
                    "A named answer is found again by its link, not by a code."
                ),
            ),
            models.CheckConstraint(
                condition=Q(is_complete=False) | Q(unfinished={}),
                name="response_complete_holds_answers_alone",
                violation_error_message=_("What is handed in holds nothing that is not valid."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation or self.get_confidentiality_display())


class Answer(models.Model):
    """One thing answered to a question: a choice, a place in a ranking, a number, a text.

    A question answered by several choices has several rows. "Other, please say" is a text with
    no choice.
    """

    response = models.ForeignKey(Response, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    choice = models.ForeignKey(Choice, models.PROTECT, null=True, blank=True, related_name="+")
    country = models.ForeignKey(Country, models.PROTECT, null=True, blank=True, related_name="+")
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    text = models.TextField(blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)])
    may_be_quoted = models.BooleanField(_("may be quoted"), default=False)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        indexes = [models.Index(fields=["question", "choice"], name="answer_of_a_question")]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question", "choice"],
                name="answer_choice_once",
                violation_error_message=_("The same choice is answered twice."),
            ),
            models.CheckConstraint(
                condition=Q(choice__isnull=False)
                | Q(country__isnull=False)
                | Q(number__isnull=False)
                | Q(text__gt=""),
                name="answer_says_something",
                violation_error_message=_("An answer says something."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.choice or self.country or self.number or self.text)

    @property
    def given(self) -> Given:
        """What it says, as the kinds of questions take it."""
        return Given(
            self.choice_id, self.country_id, self.rank, self.number, self.text, self.may_be_quoted
        )
